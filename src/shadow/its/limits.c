// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What the host is shown. From that, and from the host's own tables, come the limits of its
 * commands. */
#include "shadow/its/limits.h"
#include "validator/bits.h"
#include "validator/geometry.h"

/* GITS_TYPER bits of GICv4, which is not offered: Virtual, VMOVP, VSGI, VMAPP, SVPET, nID. */
#define TYPER_GICV4 (BIT(1) | BIT(37) | BIT(39) | BIT(40) | BITS(41, 2) | BIT(43))

/* Bits that are never shown: IMPLEMENTATION DEFINED, RES0, MPAM, UMSI*. */
#define TYPER_NOT_OFFERED (BIT(3) | BITS(20, 4) | BIT(38) | BIT(44) | BIT(45) | BITS(47, 17))

#define TYPER_PTA 19u

static uint64_t replace(uint64_t word, unsigned int low, unsigned int count, unsigned int value)
{
	return (word & ~BITS(low, count)) | bits_put(value, low, count);
}

static uint64_t shown_typer(const struct itsg_its *its)
{
	uint64_t typer = its->config.caps.typer & ~(TYPER_GICV4 | TYPER_NOT_OFFERED);

	if (its->config.event_bits)
		typer = replace(typer, 8, 5, its->config.event_bits - 1u);
	if (its->config.device_bits)
		typer = replace(typer, 13, 5, its->config.device_bits - 1u);
	return typer;
}

/* How many RDbases are processor numbers without a gap: 0, 1, 2 and so on. */
static uint32_t numbered(const struct itsg_caps *caps)
{
	uint32_t n = 0;

	if (bits_get(caps->typer, TYPER_PTA, 1))
		return 0;
	while (n < caps->redistributor_count && caps->redistributors[n].processor == n)
		n++;
	return n;
}

void itsg_limits_set_up(struct itsg_its *its)
{
	const struct itsg_caps *caps = &its->config.caps;

	its->shown_typer = shown_typer(its);
	its->limits = (struct itsg_limits){
		.events = BIT(itsg_geometry_event_bits(its->shown_typer)),
		.event_bits = itsg_geometry_event_bits(its->shown_typer),
		.ite_bytes = itsg_geometry_ite_bytes(caps->typer),
		.intids = caps->lpi_end,
		.pta = bits_get(caps->typer, TYPER_PTA, 1),
		.redistributors = caps->redistributors,
		.redistributor_count = caps->redistributor_count,
		.numbered = numbered(caps),
		.pa_limit = its->domain->config.pa_limit,
	};
}

static bool has_type(const struct itsg_baser *baser, unsigned int type)
{
	return bits_get(baser->fixed, 56, 3) == type;
}

const struct itsg_baser *itsg_limits_table(const struct itsg_its *its, unsigned int type)
{
	unsigned int n;

	for (n = 0; n < ITSG_BASERS; n++)
		if (has_type(&its->basers[n], type))
			return &its->basers[n];
	return NULL;
}

uint64_t itsg_limits_host_table(const struct itsg_its *its, unsigned int type, uint64_t without)
{
	const struct itsg_baser *baser = itsg_limits_table(its, type);

	return baser ? its->registers.basers[baser - its->basers] : without;
}

/* Entries in the table that the host programmed. 0: it has none. without: there is no such
 * register. */
static uint64_t host_ids(const struct itsg_its *its, unsigned int type, uint64_t without)
{
	struct geometry_table table;

	if (!itsg_limits_table(its, type))
		return without;
	itsg_geometry_decode_baser(itsg_limits_host_table(its, type, 0), &table);
	return table.valid ? table.ids : 0;
}

void itsg_limits_update(struct itsg_its *its)
{
	struct itsg_limits *limits = &its->limits;
	uint64_t devices = BIT(itsg_geometry_device_bits(its->shown_typer));
	uint64_t in_table = host_ids(its, BASER_DEVICES, devices);

	limits->devices = in_table < devices ? in_table : devices;
	limits->icids =
		itsg_geometry_collections(its->shown_typer, host_ids(its, BASER_COLLECTIONS, 0));
}
