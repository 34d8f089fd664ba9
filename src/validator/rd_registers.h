/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A redistributor's register map as data, and the fields and sizes that go with it. RD_base is at
 * 0, SGI_base at 0x10000. Where there are virtual LPIs, VLPI_base is at 0x20000 and a reserved
 * frame behind it. All of it is pure: no state, no locks, and constant time but for the search.
 */
#ifndef ITSG_RD_REGISTERS_H
#define ITSG_RD_REGISTERS_H

#include <itsguard/redist.h>

#include "validator/bits.h"

#define GICR_FRAME	 ((uint32_t)0x10000)
#define GICR_SGI_BASE	 GICR_FRAME
#define GICR_VLPI_BASE	 (2 * GICR_FRAME)
#define GICR_VLPI_FRAMES (2 * GICR_FRAME)

enum rd_registers_id {
	RD_NONE, /* reserved or IMPLEMENTATION DEFINED */
	RD_CTLR,
	RD_IIDR,
	RD_TYPER,
	RD_ZERO, /* architected, absent here: RAZ/WI */
	RD_WAKER,
	RD_SETLPIR,
	RD_CLRLPIR,
	RD_PROPBASER,
	RD_PENDBASER,
	RD_INVLPIR,
	RD_INVALLR,
	RD_SYNCR,
	RD_ID,
	RD_VIRTUAL_CTLR, /* where VLPI_base has nothing and an RD_base would have it */
	RD_VIRTUAL_TYPER,
	RD_VIRTUAL, /* anything else in the virtual frames */
};

struct rd_registers_access {
	enum rd_registers_id id;
	uint32_t index, shift; /* as in struct registers_access */
};

/*
 * As itsg_registers_find, for a region of region bytes from RD_base on.
 *
 * Requires: offset is not in SGI_base.
 * Work: one look at each row of the map.
 * Topic: the GICR register map
 */
ITSG_MUST_CHECK enum itsg_reason itsg_rd_registers_find(uint32_t region, uint32_t offset,
							uint32_t size,
							struct rd_registers_access *access);

/* Offsets the library itself uses on the hardware. */
enum rd_registers_offset {
	GICR_OFFSET_CTLR = 0x0000,
	GICR_OFFSET_IIDR = 0x0004,
	GICR_OFFSET_TYPER = 0x0008,
	GICR_OFFSET_WAKER = 0x0014,
	GICR_OFFSET_SETLPIR = 0x0040,
	GICR_OFFSET_CLRLPIR = 0x0048,
	GICR_OFFSET_PROPBASER = 0x0070,
	GICR_OFFSET_PENDBASER = 0x0078,
	GICR_OFFSET_INVLPIR = 0x00a0,
	GICR_OFFSET_INVALLR = 0x00b0,
	GICR_OFFSET_SYNCR = 0x00c0,
	GICR_OFFSET_ID = 0xffd0,
	GICR_OFFSET_VPROPBASER = 0x20070,
	GICR_OFFSET_VPENDBASER = 0x20078,
};

#define RD_CTLR_ENABLE_LPIS 0x1u
#define RD_CTLR_CES	    0x2u /* EnableLPIs can be cleared */
#define RD_CTLR_IR	    0x4u /* INVLPIR and INVALLR are there */
#define RD_CTLR_RWP	    0x8u
#define RD_CTLR_DPG	    0x07000000u
#define RD_CTLR_UWP	    0x80000000u

#define RD_WAKER_SLEEP	0x2u /* ProcessorSleep */
#define RD_WAKER_ASLEEP 0x4u /* ChildrenAsleep, read-only */

#define RD_SYNCR_BUSY 0x1u

#define RD_TYPER_PLPIS	    BIT(0)
#define RD_TYPER_VLPIS	    BIT(1)
#define RD_TYPER_DIRECT_LPI BIT(3)
#define RD_TYPER_DPGS	    BIT(5)
#define RD_TYPER_COMMON_LOW 24u /* CommonLPIAff */
/* VLPIS, Dirty, MPAM, RVPEID, VSGI */
#define RD_TYPER_NOT_OFFERED (RD_TYPER_VLPIS | BIT(2) | BIT(6) | BIT(7) | BIT(26))

/* VPENDBASER, and with GICv4.1 VPROPBASER as well. */
#define RD_VIRTUAL_VALID BIT(63)
#define RD_VIRTUAL_DIRTY BIT(60) /* VPENDBASER only, read-only */

/* PROPBASER and PENDBASER. */
#define RD_PROPERTY_ADDRESS BITS(12, 40)
#define RD_PENDING_ADDRESS  BITS(16, 36)
#define RD_PENDING_PTZ	    BIT(62)
#define RD_ID_BITS	    0x1fu
#define RD_INNER_LOW	    7u
#define RD_SHARE_LOW	    10u
#define RD_OUTER_LOW	    56u

#define RD_LPI_FIRST	 8192u
#define RD_LEAST_BITS	 14u /* of an INTID that can be an LPI */
#define RD_MOST_BITS	 24u
#define RD_PENDING_ALIGN 65536u

/*
 * Bytes of a property table for INTIDs of bits bits (14..32). Its first byte is that of INTID 8192.
 */
static inline uint64_t rd_registers_property_bytes(unsigned int bits)
{
	return BIT(bits) - RD_LPI_FIRST;
}

/*
 * Bytes that are taken for a pending table for INTIDs of bits bits (14..32): 64 KiB at least, since
 * hardware is told its address in units of 64 KiB.
 */
static inline uint64_t rd_registers_pending_bytes(unsigned int bits)
{
	uint64_t bytes = BIT(bits) / 8;

	return bytes < RD_PENDING_ALIGN ? RD_PENDING_ALIGN : bytes;
}

/* INTID bits that a PROPBASER value asks for: IDbits + 1. */
static inline unsigned int rd_registers_bits(uint64_t propbaser)
{
	return (unsigned int)(propbaser & RD_ID_BITS) + 1;
}

/*
 * What a value written to the register reads back as, in hardware that sticks as sticks says.
 *
 * Topic: GICR_PROPBASER, GICR_PENDBASER
 */
uint64_t itsg_rd_registers_stick(const struct itsg_rd_sticks *sticks, uint64_t value);

/*
 * True if the attributes in value, as read back, make the redistributor a coherent reader and
 * writer.
 *
 * Topic: GICR_PROPBASER and GICR_PENDBASER: InnerCache, OuterCache, Shareability
 */
bool itsg_rd_registers_is_coherent(uint64_t value);

/*
 * True if two redistributors, by their GICR_TYPER, are of one group. Those of a group share what
 * they may hold in PROPBASER.
 *
 * Topic: GICR_TYPER.CommonLPIAff
 */
bool itsg_rd_registers_same_group(uint64_t typer_a, uint64_t typer_b);

#endif
