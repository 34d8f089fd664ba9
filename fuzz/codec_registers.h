/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The register map, written a second time. For fuzz_codec.c only.
 */
#ifndef CODEC_REGISTERS_H
#define CODEC_REGISTERS_H

#include "validator/registers.h"

/*
 * Which register the byte at offset belongs to, the offset of that register, and its legal sizes
 * added up.
 */
static enum registers_id register_at(uint64_t offset, uint64_t *start, unsigned int *sizes)
{
	static const enum registers_id lows[] = {REG_CBASER, REG_CWRITER, REG_CREADR};

	*start = offset & ~(uint64_t)7;
	*sizes = 12;
	if (offset >= 0x100 && offset < 0x140)
		return REG_BASER;
	if (offset >= 0x80 && offset < 0x98)
		return lows[(offset - 0x80) / 8];
	if (*start == 8)
		return REG_TYPER;
	if (*start == 0x48)
		return REG_ZERO;
	*sizes = 8;
	if (*start == 0x20020)
		return REG_ZERO;
	*start = offset & ~(uint64_t)3;
	*sizes = 6;
	if (*start == 0x10040)
		return REG_TRANSLATER;
	*sizes = 4;
	if (offset < 8)
		return offset < 4 ? REG_CTLR : REG_IIDR;
	if ((offset >= 0x10 && offset < 0x1c) || *start == 0x40)
		return REG_ZERO;
	return offset >= 0xffd0 && offset < 0x10000 ? REG_ID : REG_NONE;
}

static enum itsg_reason expected_access(uint64_t region, uint64_t offset, uint64_t size,
					struct registers_access *access)
{
	uint64_t start;
	unsigned int sizes;

	access->id = REG_NONE;
	if (size != 1 && size != 2 && size != 4 && size != 8)
		return ITSG_REASON_ACCESS_SIZE;
	if (offset % size || offset + size > region)
		return ITSG_REASON_ACCESS_ALIGN;
	access->id = register_at(offset, &start, &sizes);
	if (!access->id)
		return ITSG_REASON_REG_UNKNOWN;
	if (!(sizes & size) || (size == 2 && offset != start)) {
		access->id = REG_NONE;
		return ITSG_REASON_ACCESS_SIZE;
	}
	access->index = access->id == REG_BASER ? (uint32_t)(offset - 0x100) / 8 : 0;
	if (access->id == REG_ID)
		access->index = (uint32_t)(offset - 0xffd0) / 4;
	access->shift = (uint32_t)(offset - start) * 8;
	return ITSG_REASON_NONE;
}

#endif
