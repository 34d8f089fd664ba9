/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Sizes and addresses of the objects the ITS keeps in memory, in 64-bit unsigned arithmetic.
 * Nothing here can overflow for the argument ranges stated; the ranges are wider than any field of
 * the architecture.
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

void itsg_geometry_decode_baser(uint64_t value, struct geometry_table *table);

/* The address field of a BASER<n> with that Page_Size; pa is aligned to the page. */
uint64_t itsg_geometry_baser_address(itsg_pa pa, unsigned int page_field);

/* Page_Size field to bytes; the reserved 3 means 64 KiB. */
uint32_t itsg_geometry_page_bytes(unsigned int page_field);

/* Bytes of an ITT with 2^bits entries of ite_bytes (1..16); bits at most 32. */
uint64_t itsg_geometry_itt_bytes(unsigned int bits, unsigned int ite_bytes);

/* Bytes in the command queue that a CBASER value describes: 4 KiB .. 1 MiB. */
uint32_t itsg_geometry_queue_bytes(uint64_t cbaser);

/* What the hardware's read-back makes of a value written to BASER<n>. */
uint64_t itsg_geometry_baser_stick(const struct itsg_baser *baser, uint64_t value);

/* How to lay out a table of at least ids entries in hardware that sticks as baser says. */
struct geometry_plan {
	unsigned int page_field;
	uint32_t page_bytes;
	uint32_t pages;
	bool indirect;
	uint64_t ids;
};

/* False: no layout holds so many. The smallest page size that does is taken; one level when that
 * needs at most two pages or two levels are not to be had (or not wanted). ids 1..2^32. */
ITSG_MUST_CHECK bool itsg_geometry_plan_table(const struct itsg_baser *baser, uint64_t ids,
					      bool two_levels, struct geometry_plan *plan);

/* GITS_TYPER fields that sizes depend on. */
unsigned int itsg_geometry_device_bits(uint64_t typer);
unsigned int itsg_geometry_event_bits(uint64_t typer);
unsigned int itsg_geometry_collection_bits(uint64_t typer);
unsigned int itsg_geometry_ite_bytes(uint64_t typer);
unsigned int itsg_geometry_hcc(uint64_t typer);

/* Collections usable when the memory table has table_ids entries (0: no table). */
uint64_t itsg_geometry_collections(uint64_t typer, uint64_t table_ids);

/* True if the attributes, as read back, make the ITS a coherent reader and writer. */
bool itsg_geometry_is_coherent(uint64_t value);

#endif
