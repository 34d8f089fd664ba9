/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The hardware's accesses to its tables and ITTs. Each access must stay in a block of the right
 * purpose (P1), and must read what the hardware wrote there (P5).
 *
 * The format of the entries is the model's own: bit 0 is valid, the other fields follow. If an
 * entry is too small for its value, the value is kept beside it.
 */
#include "model/tables.h"

#include <inttypes.h>
#include <string.h>

#include "model/blocks.h"
#include "model/bytes.h"
#include "model/hash.h"
#include "model/its_facts.h"
#include "model/itt.h"
#include "model/lookup.h"
#include "model/model.h"
#include "model/truth.h"
#include "model/violation.h"

#define ENTRY_BYTES 8u /* of an entry that have a meaning */
#define PA_BITS	    UINT64_C(0xffffffffff000)

const char *model_fault_text(enum model_fault fault)
{
	switch (fault) {
	case MODEL_FINE: return NULL;
	case MODEL_NO_ACCESS: return "";
	case MODEL_DEVICE_RANGE: return "the DeviceID is out of range";
	case MODEL_NO_LEVEL1: return "the level-1 entry is invalid";
	case MODEL_DEVICE_UNMAPPED: return "the device is not mapped";
	case MODEL_EVENT_RANGE: return "the EventID is out of range";
	case MODEL_EVENT_UNMAPPED: return "the event is not mapped";
	case MODEL_ICID_RANGE: return "the ICID is out of range";
	case MODEL_COLLECTION_UNMAPPED: return "the collection is not mapped";
	}
	return "unknown fault";
}

static uint64_t baser_page(uint64_t baser)
{
	static const uint64_t bytes[4] = {4096, 16384, 65536, 65536};

	return bytes[(baser >> 8) & 3];
}

static uint64_t baser_base(uint64_t baser)
{
	if (!(baser & 0x200))
		return baser & 0x0000fffffffff000;
	return (baser & 0x0000ffffffff0000) | (((baser >> 12) & 0xf) << 48);
}

/* Decodes what a BASER says. The other members are set at reset. */
static void decode_baser(struct model_table *table, uint64_t baser)
{
	table->valid = baser >> 63;
	table->indirect = (baser >> 62) & 1;
	table->entry = (uint32_t)((baser >> 48) & 0x1f) + 1;
	table->page = baser_page(baser);
	table->base = baser_base(baser);
	table->bytes = ((baser & 0xff) + 1) * table->page;
	table->l2_ids = table->page / table->entry;
	table->ids =
		table->indirect ? table->bytes / 8 * table->l2_ids : table->bytes / table->entry;
	table->leaf = table->indirect && table->top == ITSG_FOR_DEVICE_TABLE ? ITSG_FOR_DEVICE_PAGE
									     : table->top;
}

/* If two BASERs have the same type the first one counts. */
void model_tables_reset(struct model_its *its)
{
	static const uint64_t types[MODEL_TABLES] = {1, 2, 4};
	static const enum itsg_purpose top[MODEL_TABLES] = {
		ITSG_FOR_DEVICE_TABLE, ITSG_FOR_VPE_TABLE, ITSG_FOR_COLLECTION_TABLE};
	unsigned int kind, n;

	for (kind = 0; kind < MODEL_TABLES; kind++) {
		struct model_table *table = &its->table[kind];

		*table = (struct model_table){.top = top[kind], .leaf = top[kind]};
		for (n = 0; n < 8 && ((its->baser[n] >> 56) & 7) != types[kind]; n++)
			;
		table->implemented = n < 8;
		table->baser = n;
		if (table->implemented)
			decode_baser(table, its->baser[n]);
	}
}

void model_table_decode(struct model_its *its, unsigned int n)
{
	unsigned int kind;

	for (kind = 0; kind < MODEL_TABLES; kind++) {
		if (its->table[kind].implemented && its->table[kind].baser == n)
			decode_baser(&its->table[kind], its->baser[n]);
	}
}

static bool hyp_owns(const struct model *model, uint64_t pa, uint64_t size)
{
	uint64_t at;

	for (at = pa & ~(uint64_t)(MODEL_PAGE - 1); at < pa + size; at += MODEL_PAGE) {
		if (model_owner_of(model, at) != MODEL_HYP)
			return false;
	}
	return true;
}

const struct model_block *model_hw_block(struct model_its *its, uint64_t pa, uint64_t size,
					 enum itsg_purpose purpose)
{
	const struct model_block *block;
	const char *why = NULL;

	pa = model_on_bus(pa, its->config->bus_bits);
	block = model_block_at(its->ctx.model, pa);
	if (!block || !model_block_covers(block, pa, size) || block->purpose != purpose)
		why = "there is no such block";
	else if (block->its != its)
		why = "the block is not its own";
	else if (!hyp_owns(its->ctx.model, pa, size))
		why = "the hypervisor does not own it";
	if (why) {
		model_break(its->ctx.model, MODEL_P1,
			    "ITS%u reaches %#" PRIx64 "+%#" PRIx64 " as %s: %s", its->number, pa,
			    size, model_purpose_name(purpose), why);
		return NULL;
	}
	return block;
}

bool model_hw_reach(struct model_its *its, uint64_t pa, uint64_t size, enum itsg_purpose purpose,
		    struct model_view *view)
{
	const struct model_block *block = model_hw_block(its, pa, size, purpose);

	if (!block)
		return false;
	pa = model_on_bus(pa, its->config->bus_bits);
	view->hw = model_block_hw(block) + (pa - block->pa);
	view->expect = model_block_expect(block) + (pa - block->pa);
	view->pa = pa;
	return true;
}

static void forged(const struct model_its *its, uint64_t pa, const char *what)
{
	model_break(its->ctx.model, MODEL_P5, "ITS%u reads %#" PRIx64 ": %s", its->number, pa,
		    what);
}

static void put_entry(const struct model_view *view, uint32_t bytes, uint64_t value)
{
	if (bytes == ENTRY_BYTES) {
		model_store64(view->hw, value);
		model_store64(view->expect, value);
		return;
	}
	memset(view->hw, 0, bytes);
	memcpy(view->hw, &value, bytes < ENTRY_BYTES ? bytes : ENTRY_BYTES);
	memcpy(view->expect, view->hw, bytes);
}

/* Returns in *page the level-2 page that a level-1 entry names. Checks the page when the entry
 * is new to the hardware. */
static enum model_fault level1(struct model_its *its, const struct model_table *table, uint64_t pa,
			       uint64_t *page)
{
	struct model_view view, target;
	uint64_t entry, before;

	if (!model_hw_reach(its, pa, 8, table->top, &view))
		return MODEL_NO_ACCESS;
	entry = model_load64(view.hw);
	before = model_load64(view.expect);
	*page = entry & PA_BITS & ~(table->page - 1);
	if (entry == before)
		return entry >> 63 ? MODEL_FINE : MODEL_NO_LEVEL1;
	if (before >> 63)
		forged(its, pa, "a level-1 entry in use has changed");
	if (!(entry >> 63))
		return MODEL_NO_LEVEL1;
	if (entry != (*page | (uint64_t)1 << 63))
		forged(its, pa, "a level-1 entry has RES0 bits set");
	if (!model_hw_reach(its, *page, table->page, table->leaf, &target))
		return MODEL_NO_ACCESS;
	model_block_show(its, model_block_at(its->ctx.model, *page));
	model_store64(view.expect, entry);
	return MODEL_FINE;
}

/* Finds the entry in memory. It must be as the hardware wrote it. */
static enum model_fault find_entry(struct model_its *its, const struct model_table *table,
				   uint64_t id, uint64_t *l1_pa, struct model_view *view)
{
	enum itsg_purpose purpose = table->indirect ? table->leaf : table->top;
	uint64_t base = table->base;
	enum model_fault fault;

	*l1_pa = 0;
	if (table->indirect) {
		*l1_pa = table->base + id / table->l2_ids * 8;
		id %= table->l2_ids;
		fault = level1(its, table, *l1_pa, &base);
		if (fault)
			return fault;
	}
	if (!model_hw_reach(its, base + id * table->entry, table->entry, purpose, view))
		return MODEL_NO_ACCESS;
	if (memcmp(view->hw, view->expect, table->entry) != 0)
		forged(its, view->pa, "a table entry is not what the hardware wrote");
	return MODEL_FINE;
}

/* Returns the device of an entry. A cached entry counts more than memory, even if the table is
 * another one by now. */
static struct model_device *device_of_entry(struct model_its *its, uint32_t id,
					    const struct model_dte *dte)
{
	struct model_device *device = model_device_find(its, id);
	bool here = device && device->entry_pa == dte->view.pa;

	if (here == model_entry_is_zero(dte->view.expect, its->table[MODEL_DEVICES].entry))
		forged(its, dte->view.pa, "a device entry is left over from another table");
	if (here)
		model_device_cache(its, device, true);
	return device && device->cached ? device : NULL;
}

enum model_fault model_dte_find(struct model_its *its, uint32_t id, struct model_dte *dte)
{
	const struct model_table *table = &its->table[MODEL_DEVICES];
	enum model_fault fault;

	dte->device = NULL;
	if (!table->valid || id >= table->ids || id >> model_typer(its, 13, 5) > 1)
		return MODEL_DEVICE_RANGE;
	fault = find_entry(its, table, id, &dte->l1_pa, &dte->view);
	if (!fault)
		dte->device = device_of_entry(its, id, dte);
	return fault;
}

void model_dte_write(struct model_its *its, const struct model_dte *dte, uint64_t value)
{
	put_entry(&dte->view, its->table[MODEL_DEVICES].entry, value);
}

enum model_fault model_ite_find(struct model_its *its, uint32_t id, uint32_t event,
				struct model_ite *ite)
{
	uint32_t bytes = model_ite_bytes(its);
	struct model_dte dte;
	enum model_fault fault = model_dte_find(its, id, &dte);
	uint64_t value;

	if (fault)
		return fault;
	if (!dte.device)
		return MODEL_DEVICE_UNMAPPED;
	if (event >= (uint64_t)1 << dte.device->bits)
		return MODEL_EVENT_RANGE;
	*ite = (struct model_ite){.device = dte.device};
	if (!model_hw_reach(its, dte.device->itt + (uint64_t)event * bytes, bytes, ITSG_FOR_ITT,
			    &ite->view))
		return MODEL_NO_ACCESS;
	if (memcmp(ite->view.hw, ite->view.expect, bytes) != 0)
		forged(its, ite->view.pa, "an ITT entry is not what the hardware wrote");
	value = model_ite_expected(its, ite->view.pa, ite->view.expect);
	ite->valid = value & 1;
	ite->icid = (value >> 1) & 0xffff;
	ite->intid = (uint32_t)(value >> 17);
	return MODEL_FINE;
}

void model_ite_write(struct model_its *its, const struct model_ite *ite, bool valid, uint32_t intid,
		     uint32_t icid)
{
	uint64_t value = model_ite_encode(valid, intid, icid);

	put_entry(&ite->view, model_ite_bytes(its), value);
	if (model_ite_bytes(its) < MODEL_ITE_FULL)
		model_map_set(&its->event_map, ite->view.pa, value);
}

/* There are collections in memory, and collections inside the ITS as CCT
 * says. Returns the first ICID that is too large. */
static uint64_t icid_limit(const struct model_its *its)
{
	const struct model_table *table = &its->table[MODEL_COLLECTIONS];
	uint64_t bits = model_typer(its, 36, 1) ? model_typer(its, 32, 4) + 1 : 16;
	uint64_t limit = table->ids < (uint64_t)1 << bits ? table->ids : (uint64_t)1 << bits;

	if (!table->implemented || !table->valid)
		return model_hcc(its);
	return model_typer(its, 2, 1) ? limit + model_hcc(its) : limit;
}

/* Finds the entry of a collection that is in memory, and updates the record of the collection. */
static enum model_fault collection_entry(struct model_its *its, struct model_collection *collection,
					 struct model_view *view)
{
	const struct model_table *table = &its->table[MODEL_COLLECTIONS];
	uint64_t first = model_typer(its, 2, 1) ? model_hcc(its) : 0, l1_pa;
	enum model_fault fault = find_entry(its, table, collection->icid - first, &l1_pa, view);
	bool here;

	if (fault)
		return fault;
	here = collection->mapped && collection->entry_pa == view->pa;
	if (here == model_entry_is_zero(view->expect, table->entry))
		forged(its, view->pa, "a collection entry is left over from another table");
	if (here)
		model_collection_cache(its, collection, true);
	collection->mapped = collection->mapped && collection->cached;
	return MODEL_FINE;
}

enum model_fault model_cte_find(struct model_its *its, uint32_t icid,
				struct model_collection **collection, struct model_view *view)
{
	view->hw = view->expect = NULL;
	view->pa = 0;
	if (icid >= icid_limit(its))
		return MODEL_ICID_RANGE;
	*collection = model_collection_get(its, icid);
	return (*collection)->internal ? MODEL_FINE : collection_entry(its, *collection, view);
}

void model_cte_write(struct model_its *its, const struct model_view *view, uint64_t value)
{
	if (view->hw)
		put_entry(view, its->table[MODEL_COLLECTIONS].entry, value);
}
