/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The registers of the ITS (docs/its.md). An access that is illegal or UNPREDICTABLE breaks P11 and
 * does nothing.
 */
#include "model/registers.h"

#include <inttypes.h>

#include "model/its.h"
#include "model/its_facts.h"
#include "model/ring.h"
#include "model/state/model.h"
#include "model/tables.h"
#include "model/truth.h"
#include "model/violation.h"

#define VALID	   ((uint64_t)1 << 63)
#define FIXED	   UINT64_C(0x071f000000000000) /* BASER: Type, Entry_Size */
#define PAGE_FIELD UINT64_C(0x0000000000000300)
#define CBASER_RW  UINT64_C(0xb8effffffffffcff)
#define CTLR_RW	   0x800000f1u /* Quiescent, ITS_Number, Enabled */

enum reg { NONE, CTLR, IIDR, TYPER, RESERVED_RO, CBASER, CWRITER, CREADR, BASER, ID };

struct place {
	uint32_t first, last;
	uint32_t width;
	enum reg reg;
	bool writable;
};

/* The registers used most come first. */
static const struct place places[] = {
	{0x0100, 0x013f, 8, BASER, true},   {0x0090, 0x0097, 8, CREADR, false},
	{0x0088, 0x008f, 8, CWRITER, true}, {0x0000, 0x0003, 4, CTLR, true},
	{0x0080, 0x0087, 8, CBASER, true},  {0x0004, 0x0007, 4, IIDR, false},
	{0x0008, 0x000f, 8, TYPER, false},  {0x0010, 0x001b, 4, RESERVED_RO, false},
	{0xffd0, 0xffff, 4, ID, false},
};

static void illegal(const struct model_its *its, uint32_t offset, uint64_t value, const char *why)
{
	model_break(its->ctx.model, MODEL_P11, "ITS%u: register %#x, %#" PRIx64 ": %s", its->number,
		    offset, value, why);
}

static const struct place *find_place(const struct model_its *its, uint32_t offset, uint32_t size,
				      uint64_t value)
{
	unsigned int i;

	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		const struct place *place = &places[i];

		if (offset < place->first || offset > place->last)
			continue;
		if (size <= place->width && offset % size == 0)
			return place;
		illegal(its, offset, value, "an access of this size is not architected");
		return NULL;
	}
	illegal(its, offset, value, "there is no such register");
	return NULL;
}

/* ---- Reads ---- */

static uint32_t id_register(const struct model_its *its, uint32_t offset)
{
	switch (offset) {
	case 0xffe8: return its->config->pidr2;
	case 0xffe0: return 0x94;
	case 0xffe4: return 0xb4;
	case 0xffd0: return 0x44;
	case 0xfff0: return 0x0d;
	case 0xfff4: return 0xf0;
	case 0xfff8: return 0x05;
	case 0xfffc: return 0xb1;
	default: return 0;
	}
}

/* While the ITS is enabled Quiescent reads 1, as on QEMU. */
static uint32_t read_ctlr(const struct model_its *its)
{
	return (its->enabled ? 1u : 0u) | its->its_number << 4 |
	       (its->enabled || its->quiescent ? (uint32_t)1 << 31 : 0);
}

static uint64_t whole_register(const struct model_its *its, enum reg reg, uint32_t offset)
{
	switch (reg) {
	case CTLR: return read_ctlr(its);
	case IIDR: return its->config->iidr;
	case TYPER: return its->config->typer;
	case CBASER: return its->cbaser;
	case CWRITER: return its->cwriter;
	case CREADR: return its->creadr | its->stalled;
	case BASER: return its->baser[(offset - 0x100) / 8];
	case ID: return id_register(its, offset);
	case NONE:
	case RESERVED_RO: break;
	}
	return 0;
}

/* Whoever reads this knows how much was executed: by its position, or because all has ended. */
static bool shows_progress(const struct model_its *its, enum reg reg, uint32_t offset)
{
	return reg == CTLR ? !model_its_live(its) : reg == CREADR && !(offset & 4);
}

uint64_t model_register_read(struct model_its *its, uint32_t offset, uint32_t size)
{
	const struct place *place = find_place(its, offset, size, 0);
	uint64_t value;

	if (!place)
		return 0;
	if (shows_progress(its, place->reg, offset))
		its->known = its->executed;
	value = whole_register(its, place->reg, offset);
	if (size == 8 || place->width == 4)
		return value;
	return (offset & 4 ? value >> 32 : value) & 0xffffffff;
}

/* ---- Writes ---- */

static void write_ctlr(struct model_its *its, uint32_t value)
{
	uint32_t number = (value >> 4) & 0xf;

	if (value & ~CTLR_RW) {
		illegal(its, 0, value, "RES0 bits, ImDe or UMSIirq are set");
		return;
	}
	if (number != its->its_number &&
	    (model_its_live(its) || !model_typer(its, 1, 1) || model_typer(its, 37, 1))) {
		illegal(its, 0, value, "ITS_Number cannot change");
		return;
	}
	its->its_number = number;
	if ((value & 1) && !its->enabled) {
		model_its_enable(its);
	} else if (!(value & 1) && its->enabled) {
		its->enabled = false;
		its->quiescent = false;
	}
}

static void write_cbaser(struct model_its *its, uint64_t value)
{
	uint64_t sticky = (its->config->cbaser_sticky | VALID) & CBASER_RW;

	if (model_its_live(its))
		illegal(its, 0x80, value, "the ITS is not disabled and quiescent");
	else if (value & ~CBASER_RW)
		illegal(its, 0x80, value, "RES0 bits are set");
	else if ((value & VALID) && (value & 0xf000))
		illegal(its, 0x80, value, "the address is not 64 KiB aligned");
	else {
		model_ring_restart(its);
		its->stalled = false;
		its->cbaser = value & sticky;
	}
}

static void write_cwriter(struct model_its *its, uint64_t value)
{
	if (value & ~UINT64_C(0xfffe0)) {
		illegal(its, 0x88, value, "Retry or RES0 bits are set");
		return;
	}
	if (value && value >= model_ring_bytes(its)) {
		illegal(its, 0x88, value, "the offset is not below the ring's size");
		return;
	}
	if (its->enabled && value != its->cwriter && !its->ordered)
		model_break(its->ctx.model, MODEL_P4,
			    "ITS%u: CWRITER %#" PRIx64 " is published without a barrier",
			    its->number, value);
	its->cwriter = (uint32_t)value;
	if (its->enabled)
		model_ring_publish(its, its->cwriter);
}

/* Returns the Page_Size that the register keeps. 3 means 64K as 2 does. Instead of a size that
 * does not stick it keeps the smallest that does. */
static uint64_t page_that_sticks(uint8_t sizes, uint64_t value)
{
	uint64_t page = (value & PAGE_FIELD) >> 8, smallest;

	if (page == 3)
		page = 2;
	if (sizes >> page & 1)
		return page << 8;
	for (smallest = 0; smallest < 2 && !(sizes >> smallest & 1); smallest++)
		;
	return (sizes & 7 ? smallest : 0) << 8;
}

static uint64_t baser_that_sticks(const struct model_its_config *config, unsigned int n,
				  uint64_t value)
{
	uint64_t sticky = (config->baser_sticky[n] | VALID) & ~(FIXED | PAGE_FIELD);
	uint64_t reset = config->baser_reset[n] & ~VALID;

	return (reset & FIXED) | (value & sticky) | (reset & ~(FIXED | PAGE_FIELD | sticky)) |
	       page_that_sticks(config->baser_pages[n], value);
}

/* With TYPER.INV, no entry of a table stays in a cache when its BASER is not Valid. */
static void drop_caches(struct model_its *its, uint64_t baser)
{
	if ((baser & VALID) || !model_typer(its, 46, 1))
		return;
	if (((baser >> 56) & 7) == 1)
		model_cache_drop(its, MODEL_DEVICES);
	else if (((baser >> 56) & 7) == 4)
		model_cache_drop(its, MODEL_COLLECTIONS);
}

static void write_baser(struct model_its *its, unsigned int n, uint64_t value)
{
	if (!((its->config->baser_reset[n] >> 56) & 7))
		return; /* this ITS has no such BASER: RAZ/WI */
	if (model_its_live(its)) {
		illegal(its, 0x100 + 8 * n, value, "the ITS is not disabled and quiescent");
		return;
	}
	value = baser_that_sticks(its->config, n, value);
	if ((value & VALID) && (value & PAGE_FIELD) == 0x100 && (value & 0x3000))
		illegal(its, 0x100 + 8 * n, value, "the address is not 16 KiB aligned");
	its->baser[n] = value;
	drop_caches(its, value);
	model_table_decode(its, n);
}

/* Completes a 32-bit write. The other half keeps its value. */
static uint64_t merge_half(const struct model_its *its, const struct place *place, uint32_t offset,
			   uint64_t value)
{
	uint64_t old = whole_register(its, place->reg, offset);

	if (offset & 4)
		return (old & 0xffffffff) | value << 32;
	return (old & ~UINT64_C(0xffffffff)) | value;
}

static void write_place(struct model_its *its, const struct place *place, uint32_t offset,
			uint64_t value)
{
	switch (place->reg) {
	case CTLR: write_ctlr(its, (uint32_t)value); break;
	case CBASER: write_cbaser(its, value); break;
	case CWRITER: write_cwriter(its, value); break;
	case BASER: write_baser(its, (offset - 0x100) / 8, value); break;
	case NONE:
	case IIDR:
	case TYPER:
	case RESERVED_RO:
	case CREADR:
	case ID: break;
	}
}

void model_register_write(struct model_its *its, uint32_t offset, uint32_t size, uint64_t value)
{
	const struct model_watch *watch = &its->ctx.model->watch;
	const struct place *place = find_place(its, offset, size, value);

	if (watch->hw_write)
		watch->hw_write(watch->arg, its->number, offset, value);
	if (place && !place->writable)
		illegal(its, offset, value, "the register is read-only");
	if (place && place->writable) {
		if (size < place->width)
			value = merge_half(its, place, offset, value);
		write_place(its, place, offset, value);
	}
	its->ordered = false;
}
