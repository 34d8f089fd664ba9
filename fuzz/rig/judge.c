/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a step came to, and why. All files of the rig report their results through here.
 */
#include "rig/judge.h"

#include <stdarg.h>
#include <stdio.h>

#include "rig/state.h"

enum rig_result rig_say(struct rig *rig, enum rig_result result, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(rig->text, sizeof(rig->text), format, args);
	va_end(args);
	return result;
}

enum rig_result rig_judge(struct rig *rig)
{
	const struct model_violation *violation = model_violation(rig->model);

	if (violation->property == MODEL_NONE)
		return RIG_OK;
	rig->broken = violation->property;
	return rig_say(rig, RIG_BROKEN, "%s", violation->text);
}

const char *rig_text(const struct rig *rig)
{
	return rig->text;
}

enum model_property rig_broken(const struct rig *rig)
{
	return rig->broken;
}
