/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which call fails is counted from the moment it was asked for. */
#include "model/fail.h"

#include "model/model.h"
#include "model/state/model.h"

bool model_must_fail(struct model *model)
{
	if (++model->fallible != model->fail_at)
		return false;
	model_fail_after(model, model->fail_again);
	return true;
}

void model_fail_after(struct model *model, uint64_t n)
{
	model->fail_at = n ? model->fallible + n : 0;
	model->fail_again = 0;
}

void model_fail_twice(struct model *model, uint64_t n, uint64_t m)
{
	model_fail_after(model, n);
	model->fail_again = m;
}

uint64_t model_fallible_calls(const struct model *model)
{
	return model->fallible;
}
