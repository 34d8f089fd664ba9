// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What the host is shown and, from that and from its own tables, what its commands are checked
 * against. */
#include "shadow/internal.h"

/* GITS_TYPER bits of what is not offered while GICv4 is off, and of what never is. */
#define TYPER_GICV4                                                                                \
	(BIT(1) | BIT(37) | BIT(39) | BIT(40) | BITS(41, 2) | BIT(43)) /* Virtual, VMOVP, VSGI,    \
									   VMAPP, SVPET, nID */
#define TYPER_NOT_OFFERED                                                                          \
	(BIT(3) | BITS(20, 4) | BIT(38) | BIT(44) | BIT(45) |                                      \
	 BITS(47, 17)) /* IMPLEMENTATION                                                           \
		   DEFINED, RES0, MPAM, UMSI* */

static uint64_t replace(uint64_t word, unsigned int low, unsigned int count, unsigned int value)
{
	return (word & ~BITS(low, count)) | bits_put(value, low, count);
}

uint64_t itsg_limits_typer(const struct itsg_its *its)
{
	uint64_t typer = its->config.caps.typer & ~(TYPER_GICV4 | TYPER_NOT_OFFERED);

	if (its->config.event_bits)
		typer = replace(typer, 8, 5, its->config.event_bits - 1u);
	if (its->config.device_bits)
		typer = replace(typer, 13, 5, its->config.device_bits - 1u);
	return typer;
}

const struct itsg_baser *itsg_limits_table(const struct itsg_its *its, unsigned int type)
{
	unsigned int n;

	for (n = 0; n < ITSG_BASERS; n++)
		if (bits_get(its->basers[n].fixed, 56, 3) == type)
			return &its->basers[n];
	return NULL;
}

/* Entries in the table the host itself programmed; 0 if it has none, all if there is no such
 * register. */
static uint64_t host_ids(const struct itsg_its *its, unsigned int type, uint64_t without)
{
	const struct itsg_baser *baser = itsg_limits_table(its, type);
	struct geometry_table table;

	if (!baser)
		return without;
	itsg_geometry_decode_baser(baser->host, &table);
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
