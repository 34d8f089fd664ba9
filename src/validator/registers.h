/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The ITS register map as data: where each register is and which accesses it has. All of it is
 * pure: no state, no locks.
 */
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
	uint32_t shift; /* bit of the register at which the access starts: 0; upper half: 32 */
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

/* GITS_CTLR, CWRITER and CREADR fields. */
#define CTLR_ENABLED	0x1u
#define CTLR_NUMBER_LOW 4u /* ITS_Number, four bits */
#define CTLR_QUIESCENT	0x80000000u
#define CREADR_STALLED	0x1u
#define RING_OFFSET	0x000fffe0u /* of both CWRITER and CREADR */

/* A row of a register map. */
struct registers_entry {
	uint32_t first, end;
	uint8_t width; /* bytes of one register */
	uint8_t sizes; /* legal access sizes: each is its own bit */
	uint8_t id;
};

/* Legal access sizes, as a mask: a size is its own bit. */
#define SIZE_32	   4u
#define SIZE_64	   8u
#define SIZE_64_32 (SIZE_64 | SIZE_32)

/*
 * What every map asks of an access of size bytes at offset in a region of region bytes.
 *
 * Returns:
 *   NONE: size and alignment are those of an access, and it lies inside the region.
 *   ACCESS_SIZE: size is not 1, 2, 4 or 8.
 *   ACCESS_ALIGN: it is not aligned to its size, or not wholly inside the region.
 * Work: constant.
 */
ITSG_MUST_CHECK enum itsg_reason itsg_registers_shape(uint32_t region, uint32_t offset,
						      uint32_t size);

/*
 * The row among count that offset lies in; NULL: none.
 *
 * Work: one look at each row.
 */
const struct registers_entry *itsg_registers_row(const struct registers_entry *rows, uint32_t count,
						 uint32_t offset);

/*
 * Which register of the row an access reaches, and which part of it.
 *
 * Requires: the access passed itsg_registers_shape, and entry is its row.
 * Returns:
 *   NONE: *index and *shift are set, as in struct registers_access.
 *   ACCESS_SIZE: the register has no access of this size there; nothing is set.
 * Work: constant.
 */
ITSG_MUST_CHECK enum itsg_reason itsg_registers_part(const struct registers_entry *entry,
						     uint32_t offset, uint32_t size,
						     uint32_t *index, uint32_t *shift);

/*
 * What a 64-bit register becomes by a write of size bytes, 4 or 8, at bit shift. Work: constant.
 */
static inline uint64_t registers_merge(uint64_t old, uint32_t shift, uint32_t size, uint64_t value)
{
	uint64_t mask = (uint64_t)UINT32_MAX << shift;

	return size == 8 ? value : (old & ~mask) | (value << shift & mask);
}

/*
 * Finds the register of an access of size bytes at offset in an ITS's region of region bytes.
 *
 * Returns:
 *   NONE: access says which register, and which part of it.
 *   ACCESS_ALIGN: not aligned to its size, or not wholly inside the region.
 *   ACCESS_SIZE: no access has this size, or this register has none of it.
 *   REG_UNKNOWN: there is no register.
 *   On all but NONE access->id is REG_NONE.
 * Work: one look at each row of the map.
 * Topic: the GITS register map
 */
ITSG_MUST_CHECK enum itsg_reason itsg_registers_find(uint32_t region, uint32_t offset,
						     uint32_t size,
						     struct registers_access *access);

#endif
