/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Many threads in one model: the model's own lock, and the library's locks. */
#ifndef MODEL_THREADS_H
#define MODEL_THREADS_H

#include "model/bytes.h"
#include "model/state/model.h"

/* model_enter and model_leave where there are many threads. */
void model_guard_enter(const struct model *model);
void model_guard_leave(const struct model *model);

/* model_held where there are many threads or a schedule is being executed. */
struct model_held *model_held_of_many(const struct model *model);

/* Takes the lock of this context. Waits for the thread or task that holds it. */
void model_lock_take(struct model_ctx *ctx);
/* Requires: model_threads is on. */
void model_lock_drop(struct model_ctx *ctx);

/* Takes the model's own lock. It goes around all that several threads may do to the model. May be
 * nested. Does nothing before model_threads. */
MODEL_INLINE void model_enter(const struct model *model)
{
	if (model->guard)
		model_guard_enter(model);
}

/* Releases the model's own lock. */
MODEL_INLINE void model_leave(const struct model *model)
{
	if (model->guard)
		model_guard_leave(model);
}

/* Returns what the present thread, or task, holds. */
MODEL_INLINE struct model_held *model_held(struct model *model)
{
	return model->run || model->guard ? model_held_of_many(model) : &model->held;
}

#endif
