// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * How the fields of BASERs and CBASER stick in the hardware: each written value and what it reads
 * back as. Valid stays 0 throughout.
 */
#include "shadow/its/coherence.h"
#include "shadow/its/hw.h"
#include "shadow/its/limits.h"
#include "shadow/its/probe.h"
#include "validator/bits.h"
#include "validator/geometry.h"

#define ALL_ADDRESS_BITS BITS(12, 40)
#define ALL_SIZE_BITS	 0xffu

static uint64_t attributes(unsigned int inner, unsigned int outer, unsigned int share)
{
	return bits_put(inner, BASER_INNER_LOW, 3) | bits_put(outer, BASER_OUTER_LOW, 3) |
	       bits_put(share, BASER_SHARE_LOW, 2);
}

/* Hardware that does not snoop gets non-cacheable attributes. Otherwise it could keep old lines
 * of what we clean in a cache of its own. */
uint64_t itsg_probe_attributes(const struct itsg_its *its)
{
	const struct itsg_its_config *config = &its->config;

	if (config->inner || config->outer || config->share)
		return attributes(config->inner, config->outer, config->share);
	return its->coherent ? attributes(ATTR_RAWAWB, 0, SHARE_INNER)
			     : attributes(ATTR_NON_CACHEABLE, 0, 0);
}

static void probe_attributes(struct itsg_its *its, uint32_t offset, struct itsg_baser *baser)
{
	unsigned int i;
	uint64_t value;

	for (i = 0; i < 8; i++) {
		value = itsg_hw_try(its, offset, attributes(i, i, i & 3));
		baser->inner[i] = (uint8_t)bits_get(value, BASER_INNER_LOW, 3);
		baser->outer[i] = (uint8_t)bits_get(value, BASER_OUTER_LOW, 3);
		baser->share[i & 3] = (uint8_t)bits_get(value, BASER_SHARE_LOW, 2);
	}
}

static void probe_baser(struct itsg_its *its, uint32_t offset, struct itsg_baser *baser)
{
	unsigned int page, stuck;
	uint64_t value;

	for (page = 0; page < 4; page++) {
		value = itsg_hw_try(its, offset,
				    BASER_ADDRESS | BASER_INDIRECT | ALL_SIZE_BITS |
					    bits_put(page, BASER_PAGE_LOW, 2));
		stuck = (unsigned int)bits_get(value, BASER_PAGE_LOW, 2);
		baser->page_size[page] = (uint8_t)stuck;
		baser->address_bits[stuck] = value & BASER_ADDRESS;
		baser->size_bits = (uint8_t)(value & ALL_SIZE_BITS);
		baser->indirect = value & BASER_INDIRECT;
	}
	probe_attributes(its, offset, baser);
}

/* CBASER has neither page sizes nor levels. Address bits [15:12] must be zero and are ignored. */
static void probe_cbaser(struct itsg_its *its)
{
	struct itsg_baser *cbaser = &its->cbaser;
	uint64_t value = itsg_hw_try(its, GITS_OFFSET_CBASER, ALL_ADDRESS_BITS | ALL_SIZE_BITS);

	cbaser->address_bits[0] = value & CBASER_ADDRESS;
	its->address_end =
		cbaser->address_bits[0]
			? BIT(64 - (unsigned int)__builtin_clzll(cbaser->address_bits[0]))
			: 0;
	cbaser->size_bits = (uint8_t)(value & ALL_SIZE_BITS);
	probe_attributes(its, GITS_OFFSET_CBASER, cbaser);
}

static bool sticks_coherent(struct itsg_its *its, uint32_t offset)
{
	return itsg_geometry_is_coherent(itsg_hw_try(its, offset, itsg_probe_attributes(its)));
}

static bool type_is_known(uint64_t type)
{
	return type == BASER_DEVICES || type == BASER_VPES || type == BASER_COLLECTIONS;
}

static enum itsg_status probe_table(struct itsg_its *its, unsigned int n)
{
	struct itsg_baser *baser = &its->basers[n];
	uint32_t offset = GITS_OFFSET_BASER + 8 * n;
	uint64_t fixed = itsg_hw_try(its, offset, 0) & BASER_FIXED, type = bits_get(fixed, 56, 3);

	if (type == BASER_NONE)
		return ITSG_OK;
	if (!type_is_known(type) || itsg_limits_table(its, (unsigned int)type) ||
	    !bits_is_power_of_two(bits_get(fixed, 48, 5) + 1))
		return ITSG_UNSUPPORTED;
	baser->fixed = fixed;
	baser->shown = type != BASER_VPES;
	probe_baser(its, offset, baser);
	coherence_set(its, its->coherent && sticks_coherent(its, offset));
	baser->reset = itsg_hw_try(its, offset, 0) & (BASER_FIXED | BITS(BASER_PAGE_LOW, 2));
	return ITSG_OK;
}

/* The part's bus may carry less than its registers hold. */
static void limit_addresses(struct itsg_its *its)
{
	itsg_pa limit = its->config.caps.address_limit;

	if (limit && limit < its->address_end)
		its->address_end = limit;
}

enum itsg_status itsg_probe(struct itsg_its *its)
{
	enum itsg_status status;
	unsigned int n;

	coherence_set(its, !its->config.caps.non_coherent);
	for (n = 0; n < ITSG_BASERS; n++) {
		status = probe_table(its, n);
		if (status)
			return status;
	}
	/* The architecture knows no ITS without a register for its device table. */
	if (!itsg_limits_table(its, BASER_DEVICES))
		return ITSG_UNSUPPORTED;
	probe_cbaser(its);
	limit_addresses(its);
	coherence_set(its, its->coherent && sticks_coherent(its, GITS_OFFSET_CBASER));
	(void)itsg_hw_try(its, GITS_OFFSET_CBASER, 0);
	return ITSG_OK;
}
