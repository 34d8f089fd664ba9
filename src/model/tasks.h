/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the model itself asks of a schedule that is being executed. */
#ifndef MODEL_TASKS_H
#define MODEL_TASKS_H

#include "model/bytes.h"
#include "model/model.h"
#include "model/state/model.h"

/* Returns what the task that now executes holds. */
struct model_held *model_run_held(struct model_run *run);
/* Returns once no other task holds this lock. Until then other tasks go on. */
void model_run_wait(struct model_run *run, const struct model_ctx *ctx);

/* At each call of the library another task may go on. Without a schedule it does nothing. */
MODEL_INLINE void model_point(struct model *model)
{
	if (model->run)
		model_yield(model);
}

#endif
