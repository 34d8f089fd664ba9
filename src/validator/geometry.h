/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Sizes and addresses of the objects the ITS keeps in memory, in 64-bit unsigned arithmetic. All of
 * it is pure: constant time, no state, no locks. Nothing here can overflow for the argument ranges
 * stated. They are wider than any field of the architecture.
 */
#ifndef ITSG_GEOMETRY_H
#define ITSG_GEOMETRY_H

#include <itsguard/state.h>

/* GITS_BASER<n> fields. */
#define BASER_VALID	   ((uint64_t)1 << 63)
#define BASER_INDIRECT	   ((uint64_t)1 << 62)
#define BASER_ADDRESS	   0x0000fffffffff000u
#define BASER_INNER_LOW	   59u
#define BASER_OUTER_LOW	   53u
#define BASER_SHARE_LOW	   10u
#define BASER_PAGE_LOW	   8u
#define BASER_FIXED	   0x071f000000000000u /* Type and Entry_Size: read-only */
#define BASER_PAGES_MAX	   256u
#define BASER_LEVEL1_ENTRY 8u

/* Cacheability and Shareability values, of BASER, CBASER, PROPBASER and PENDBASER alike. */
#define ATTR_NON_CACHEABLE 1u
#define ATTR_RAWAWB	   7u
#define SHARE_INNER	   1u

enum baser_type {
	BASER_NONE = 0,
	BASER_DEVICES = 1,
	BASER_VPES = 2,
	BASER_COLLECTIONS = 4,
};

/* GITS_CBASER: Valid, attributes and shareability lie as in BASER; Size counts 4 KiB pages. */
#define CBASER_ADDRESS 0x000fffffffff0000u

/* What a GITS_BASER<n> value says. */
struct geometry_table {
	bool valid, indirect;
	unsigned int type;
	uint32_t entry_bytes;
	uint32_t page_bytes;
	uint32_t pages;
	itsg_pa base;
	uint64_t bytes; /* at base: the flat table, or level 1 */
	uint64_t ids;	/* entries, flat or over all level-2 pages */
};

/*
 * Takes a value of GITS_BASER<n> apart; any value will do.
 *
 * Topic: GITS_BASER<n>
 */
void itsg_geometry_decode_baser(uint64_t value, struct geometry_table *table);

/*
 * The address field of a BASER<n> with that Page_Size field.
 *
 * Requires: pa is aligned to the page and below 2^52; with pages below 64 KiB below 2^48.
 * Topic: GITS_BASER<n>.Physical_Address
 */
uint64_t itsg_geometry_baser_address(itsg_pa pa, unsigned int page_field);

/* Bytes of the page that a Page_Size field names; the reserved 3 means 64 KiB. */
uint32_t itsg_geometry_page_bytes(unsigned int page_field);

/*
 * Bytes of an ITT with 2^bits entries of ite_bytes each.
 *
 * Requires: ite_bytes 1..16; bits at most 32.
 * Topic: MAPD
 */
uint64_t itsg_geometry_itt_bytes(unsigned int bits, unsigned int ite_bytes);

/*
 * Bytes in the command queue that a CBASER value describes: 4 KiB .. 1 MiB.
 *
 * Topic: GITS_CBASER.Size
 */
uint32_t itsg_geometry_queue_bytes(uint64_t cbaser);

/*
 * What a value written to BASER<n> or CBASER reads back as, in hardware that sticks as baser says.
 *
 * Topic: GITS_BASER<n>, GITS_CBASER
 */
uint64_t itsg_geometry_baser_stick(const struct itsg_baser *baser, uint64_t value);

/* How to lay out a table of at least ids entries in hardware that sticks as baser says. */
struct geometry_plan {
	unsigned int page_field;
	uint32_t page_bytes;
	uint32_t pages;
	bool indirect;
	uint64_t ids;
};

/*
 * Finds a layout for a table. The smallest page size that holds ids is taken. One level is taken
 * when it needs at most two pages, or when two levels are not to be had or not wanted.
 *
 * Requires: ids 1..2^32.
 * Returns:
 *   true: *plan is the layout.
 *   false: no layout holds so many; *plan means nothing.
 * Topic: GITS_BASER<n>: Page_Size, Size, Indirect
 */
ITSG_MUST_CHECK bool itsg_geometry_plan_table(const struct itsg_baser *baser, uint64_t ids,
					      bool two_levels, struct geometry_plan *plan);

/* GITS_TYPER fields that sizes depend on. */

/* Bits of a DeviceID: Devbits + 1. */
unsigned int itsg_geometry_device_bits(uint64_t typer);

/* Bits of an EventID: ID_bits + 1. */
unsigned int itsg_geometry_event_bits(uint64_t typer);

/* Bits of an ICID: CIDbits + 1 with CIL = 1, else 16. */
unsigned int itsg_geometry_collection_bits(uint64_t typer);

/* Bytes of an ITT entry: ITT_entry_size + 1. */
unsigned int itsg_geometry_ite_bytes(uint64_t typer);

/* Collections held in the hardware: HCC. */
unsigned int itsg_geometry_hcc(uint64_t typer);

/* An ITS that is off and quiescent caches nothing of a table that is not Valid: INV. */
bool itsg_geometry_forgets(uint64_t typer);

/*
 * Collections usable when the table in memory has table_ids entries; 0: there is no table.
 *
 * Topic: GITS_TYPER: HCC, CIL, CIDbits, CCT
 */
uint64_t itsg_geometry_collections(uint64_t typer, uint64_t table_ids);

/*
 * True if the attributes in value, as read back, make the ITS a coherent reader and writer.
 *
 * Topic: GITS_BASER<n> and GITS_CBASER: InnerCache, OuterCache, Shareability
 */
bool itsg_geometry_is_coherent(uint64_t value);

#endif
