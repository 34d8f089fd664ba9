/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The ITS register map as data: where each register is and which accesses it has. */
#ifndef ITSG_REGISTERS_H
#define ITSG_REGISTERS_H

#include <itsguard/types.h>

#define GITS_FRAME ((uint32_t)0x10000)

enum registers_id {
	REG_NONE, /* reserved or IMPLEMENTATION DEFINED */
	REG_CTLR,
	REG_IIDR,
	REG_TYPER,
	REG_ZERO, /* architected, absent here: RAZ/WI */
	REG_CBASER,
	REG_CWRITER,
	REG_CREADR,
	REG_BASER,
	REG_ID,
	REG_TRANSLATER,
};

struct registers_access {
	enum registers_id id;
	uint32_t index; /* of BASER<n>, or of the ID register */
	uint32_t shift; /* bit at which the access starts in the register: 0, or 32 for the upper
			   half */
};

/* Offsets the library itself uses on the hardware. */
enum registers_offset {
	GITS_OFFSET_CTLR = 0x0000,
	GITS_OFFSET_IIDR = 0x0004,
	GITS_OFFSET_TYPER = 0x0008,
	GITS_OFFSET_CBASER = 0x0080,
	GITS_OFFSET_CWRITER = 0x0088,
	GITS_OFFSET_CREADR = 0x0090,
	GITS_OFFSET_BASER = 0x0100,
	GITS_OFFSET_ID = 0xffd0,
};

/*
 * Finds the register of an access of size bytes at offset in a region of region bytes. NONE: access
 * says which register and which part of it. ACCESS_ALIGN: not aligned to its size, or not wholly
 * inside the region. ACCESS_SIZE: no access, or not one this register has. REG_UNKNOWN: no register
 * there.
 */
ITSG_MUST_CHECK enum itsg_reason itsg_registers_find(uint32_t region, uint32_t offset,
						     uint32_t size,
						     struct registers_access *access);

#endif
