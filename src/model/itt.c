/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Entries of an ITT, in a format of the model's own. */
#include "model/itt.h"

#include <string.h>

#include "model/hash.h"
#include "model/its_facts.h"

bool model_entry_is_zero(const uint8_t *at, uint32_t bytes)
{
	uint32_t i;

	for (i = 0; i < bytes; i++) {
		if (at[i])
			return false;
	}
	return true;
}

uint64_t model_ite_encode(bool valid, uint32_t intid, uint32_t icid)
{
	return valid ? 1 | (uint64_t)icid << 1 | (uint64_t)intid << 17 : 0;
}

uint64_t model_ite_expected(const struct model_its *its, uint64_t pa, const uint8_t *expect)
{
	uint32_t bytes = model_ite_bytes(its);
	const uint64_t *kept;
	uint64_t value = 0;

	if (bytes >= MODEL_ITE_FULL) {
		memcpy(&value, expect, MODEL_ITE_FULL);
		return value;
	}
	kept = model_entry_is_zero(expect, bytes) ? NULL : model_map_find(&its->event_map, pa);
	return kept ? *kept : 0;
}
