// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Names and texts of the public enums. */
#include <itsguard/types.h>

static const char *const reason_names[ITSG_REASONS] = {
#define NAME(name, text) [ITSG_REASON_##name] = #name,
	ITSG_REASON_TABLE(NAME)
#undef NAME
};

static const char *const reason_texts[ITSG_REASONS] = {
#define TEXT(name, text) [ITSG_REASON_##name] = text,
	ITSG_REASON_TABLE(TEXT)
#undef TEXT
};

const char *itsg_reason_name(enum itsg_reason reason)
{
	return reason < ITSG_REASONS ? reason_names[reason] : "?";
}

const char *itsg_reason_text(enum itsg_reason reason)
{
	return reason < ITSG_REASONS ? reason_texts[reason] : "?";
}

const char *itsg_verdict_name(enum itsg_verdict verdict)
{
	static const char *const names[ITSG_VERDICTS] = {
		[ITSG_FORWARD] = "forward", [ITSG_REWRITE] = "rewrite", [ITSG_EXPAND] = "expand",
		[ITSG_NOTHING] = "nothing", [ITSG_REFUSE] = "refuse",
	};

	return verdict < ITSG_VERDICTS ? names[verdict] : "?";
}

const char *itsg_purpose_name(enum itsg_purpose purpose)
{
	static const char *const names[ITSG_PURPOSES] = {
		[ITSG_FOR_DEVICE_TABLE] = "device table",
		[ITSG_FOR_DEVICE_PAGE] = "level-2 device page",
		[ITSG_FOR_COLLECTION_TABLE] = "collection table",
		[ITSG_FOR_VPE_TABLE] = "private vPE table",
		[ITSG_FOR_RING] = "shadow ring",
		[ITSG_FOR_ITT] = "ITT",
		[ITSG_FOR_STATE] = "records",
		[ITSG_FOR_PENDING_TABLE] = "LPI pending table",
		[ITSG_FOR_PROPERTY_TABLE] = "LPI property table",
		[ITSG_FOR_LPIS] = "mapped LPIs",
		[ITSG_FOR_QUEUE] = "command queue",
	};

	return purpose < ITSG_PURPOSES ? names[purpose] : "?";
}
