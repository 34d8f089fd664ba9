/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The first violation. */
#include "model/violation.h"

#include <stdarg.h>
#include <stdio.h>

#include "model/state/model.h"
#include "model/threads.h"

void model_break(struct model *model, enum model_property property, const char *format, ...)
{
	struct model_violation *violation = &model->violation;
	va_list arguments;

	model_enter(model);
	if (violation->property == MODEL_NONE) {
		violation->property = property;
		va_start(arguments, format);
		vsnprintf(violation->text, sizeof(violation->text), format, arguments);
		va_end(arguments);
	}
	model_leave(model);
}

const struct model_violation *model_violation(const struct model *model)
{
	return &model->violation;
}

void model_forgive(struct model *model)
{
	model->violation = (struct model_violation){.property = MODEL_NONE};
}
