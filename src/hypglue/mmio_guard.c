// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * MMIO guard: its calls by the numbers of three sets, and what may pass. Policy: a guest has the
 * one set that its hypervisor chose. The same number means other things in other sets, so a guess
 * would enrol a guest that wanted to share memory. What is not in the set is NOT_SUPPORTED.
 */
#include "hypglue/guard_tree.h"
#include "hypglue/mmio_guard.h"
#include "validator/bits.h"

#define NOT_SUPPORTED (~(uint64_t)0)
#define SVE_HINT      BIT(16)
#define WIDE	      BIT(30) /* the 64-bit convention */
/* Fast, and owner 6. Whatever the other bits are, it is a call of this service. */
#define SERVICE_MASK 0xbf000000u
#define SERVICE	     0x86000000u

#define FEATURES     0u
#define UID	     0xff01u
#define MAIR_INDEXES 8u
#define CAPACITY_MAX BIT(31)

/* By enum hypglue_guard_set. Functions: 0 is none, as it is FEATURES everywhere. */
static const struct guard_set {
	uint8_t info, enroll, map, unmap;
	int8_t error;
	bool discovered; /* UID and FEATURES are answered */
	bool strict;	 /* registers that are no argument must be 0 */
	bool indexed;	 /* x2 of MAP is a MAIR index */
} sets[] = {
	{.info = 2, .map = 7, .error = -3, .discovered = true, .strict = true},
	{.info = 5, .enroll = 6, .map = 7, .unmap = 8, .error = -3, .discovered = true},
	{.info = 2, .enroll = 3, .map = 4, .unmap = 5, .error = -1, .indexed = true},
};

#define SETS (sizeof(sets) / sizeof(sets[0]))

/* The functions of a set, as bits of FEATURES. */
static uint32_t bitmap_of(const struct guard_set *set)
{
	uint32_t bits = 1u << FEATURES;

	bits |= 1u << set->info | 1u << set->map;
	if (set->enroll)
		bits |= 1u << set->enroll;
	if (set->unmap)
		bits |= 1u << set->unmap;
	return bits;
}

/* The set exists, and others claims none of its functions. */
static bool is_good_set(const struct hypglue_guard_config *config)
{
	return (unsigned int)config->set < SETS &&
	       !(config->others[0] & bitmap_of(&sets[config->set]));
}

static bool is_good_memory(const struct hypglue_guard_config *config)
{
	return config->nodes && config->capacity && config->capacity <= CAPACITY_MAX;
}

static bool is_good_space(const struct hypglue_guard_config *config)
{
	if (config->granule_size != 4096 && config->granule_size != 16384 &&
	    config->granule_size != 65536)
		return false;
	return config->ipa_limit && config->ipa_limit <= BIT(HYPGLUE_GUARD_IPA_BITS);
}

bool hypglue_guard_init(struct hypglue_guard *guard, const struct hypglue_guard_config *config)
{
	*guard = (struct hypglue_guard){0};
	if (!is_good_memory(config) || !is_good_space(config) || !is_good_set(config))
		return false;
	guard->config = *config;
	guard->enrolled = !sets[config->set].enroll;
	return true;
}

/* ---- 32-bit: discovery ---- */

/* KVM's, 28b46fb6-2ec5-11e9-a9ca-4b564d003a74. Linux looks no further where it is another. */
static void answer_uid(uint64_t registers[4])
{
	registers[0] = 0xb66fb428;
	registers[1] = 0xe911c52e;
	registers[2] = 0x564bcaa9;
	registers[3] = 0x743a004d;
}

static void answer_features(const struct hypglue_guard *guard, uint64_t registers[4])
{
	unsigned int i;

	for (i = 0; i < 4; i++)
		registers[i] = guard->config.others[i];
	registers[0] |= bitmap_of(&sets[guard->config.set]);
}

static void answer_narrow(const struct hypglue_guard *guard, uint32_t number, uint64_t registers[4])
{
	if (!sets[guard->config.set].discovered)
		return;
	if (number == UID)
		answer_uid(registers);
	if (number == FEATURES)
		answer_features(guard, registers);
}

/* ---- 64-bit: the guard ---- */

static bool is_good_address(const struct hypglue_guard *guard, uint64_t ipa)
{
	return guard->enrolled && !(ipa & (guard->config.granule_size - 1)) &&
	       ipa < guard->config.ipa_limit;
}

static uint64_t call_map(struct hypglue_guard *guard, const struct guard_set *set,
			 const uint64_t x[4])
{
	uint8_t mair = HYPGLUE_GUARD_NO_INDEX;
	bool good = !set->strict || !(x[2] | x[3]);

	if (set->indexed) {
		good = x[2] < MAIR_INDEXES;
		mair = (uint8_t)x[2];
	}
	if (!good || !is_good_address(guard, x[1]))
		return (uint64_t)set->error;
	return hypglue_guard_insert(guard, x[1] / guard->config.granule_size, mair)
		       ? 0
		       : (uint64_t)set->error;
}

static uint64_t call_unmap(struct hypglue_guard *guard, const struct guard_set *set, uint64_t ipa)
{
	return is_good_address(guard, ipa) &&
			       hypglue_guard_erase(guard, ipa / guard->config.granule_size)
		       ? 0
		       : (uint64_t)set->error;
}

static uint64_t call_wide(struct hypglue_guard *guard, uint32_t number, const uint64_t x[4])
{
	const struct guard_set *set = &sets[guard->config.set];

	if (!number)
		return NOT_SUPPORTED;
	if (number == set->info)
		return set->strict && (x[1] | x[2] | x[3]) ? (uint64_t)set->error
							   : guard->config.granule_size;
	if (number == set->enroll) {
		guard->enrolled = true;
		return 0;
	}
	if (number == set->map)
		return call_map(guard, set, x);
	if (number == set->unmap)
		return call_unmap(guard, set, x[1]);
	return NOT_SUPPORTED;
}

/* ---- both ---- */

static bool is_anothers(const struct hypglue_guard *guard, uint32_t number)
{
	return number < 128 && guard->config.others[number / 32] >> number % 32 & 1;
}

bool hypglue_guard_call(struct hypglue_guard *guard, uint64_t registers[4])
{
	uint32_t function = (uint32_t)(registers[0] & ~SVE_HINT), number = function & 0xffffff, i;
	uint64_t arguments[4];

	if ((function & SERVICE_MASK) != SERVICE || is_anothers(guard, number))
		return false;
	for (i = 0; i < 4; i++) {
		arguments[i] = registers[i];
		registers[i] = i ? 0 : NOT_SUPPORTED;
	}
	if (!guard->config.granule_size)
		return true;
	if (function & WIDE)
		registers[0] = call_wide(guard, number, arguments);
	else
		answer_narrow(guard, number, registers);
	return true;
}

/* ---- what may pass ---- */

bool hypglue_guard_allows(const struct hypglue_guard *guard, uint64_t ipa, uint32_t size,
			  uint8_t *mair)
{
	const struct hypglue_guard_node *first, *last;

	*mair = HYPGLUE_GUARD_NO_INDEX;
	if (!guard->enrolled)
		return true;
	if (!size || ipa >= guard->config.ipa_limit || size > guard->config.ipa_limit - ipa)
		return false;
	first = hypglue_guard_find(guard, ipa / guard->config.granule_size);
	last = hypglue_guard_find(guard, (ipa + size - 1) / guard->config.granule_size);
	if (!first || !last)
		return false;
	*mair = first->mair;
	return true;
}
