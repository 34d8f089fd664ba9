/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What each command does to the ITS (docs/its.md).
 *
 * The architecture calls some commands an error, or UNPREDICTABLE, in the present state of the ITS.
 * Such a command breaks P11 and does nothing. A command may also have bits set that no field
 * covers, or that V = 0 makes the hardware ignore. Such a command breaks P3 and is executed.
 *
 * The GICv4 commands all break P11, also where TYPER.Virtual is set. The library has GICv4 off, so
 * none may arrive. What they do is not modelled.
 */
#include "model/commands.h"

#include <inttypes.h>

#include "model/its_facts.h"
#include "model/lookup.h"
#include "model/lpi.h"
#include "model/tables.h"
#include "model/truth.h"
#include "model/violation.h"

/* Executes a command. Returns why it is an error, "" if that was recorded already, or NULL. */
typedef const char *execute_fn(struct model_its *its, const uint64_t dw[4]);

#define ITT_BITS UINT64_C(0x000fffffffffff00)

static uint32_t high(uint64_t dw)
{
	return (uint32_t)(dw >> 32);
}

static uint32_t low(uint64_t dw)
{
	return (uint32_t)dw;
}

static bool valid_bit(const uint64_t dw[4])
{
	return dw[2] >> 63;
}

/* RDbase is in bits [51:16]: a processor number, or with TYPER.PTA the address of RD_base.
 * Returns false if there is no such redistributor. */
static bool decode_target(const struct model_its *its, uint64_t dw, uint32_t *cpu)
{
	uint64_t pa = dw & UINT64_C(0x000fffffffff0000);
	uint32_t i;

	if (!model_pta(its)) {
		*cpu = (uint32_t)(pa >> 16);
		return pa >> 16 < its->config->processors;
	}
	for (i = 0; i < its->config->processors && i < MODEL_RD_MAX; i++) {
		if (its->config->rd_base[i] == pa) {
			*cpu = i;
			return true;
		}
	}
	return false;
}

static const char *target(const struct model_its *its, uint64_t dw, uint32_t *cpu)
{
	if (decode_target(its, dw, cpu))
		return NULL;
	if (!model_pta(its))
		return "RDbase is beyond the processors";
	model_break(its->ctx.model, MODEL_P1, "ITS%u: RDbase %#" PRIx64 " is no redistributor",
		    its->number, dw);
	return "";
}

/* ---- MAPD, MAPC ---- */

static uint32_t itt_bits(const uint64_t dw[4])
{
	return (uint32_t)(dw[1] & 0x1f) + 1;
}

static uint64_t itt_bytes(const struct model_its *its, const uint64_t dw[4])
{
	return (uint64_t)model_ite_bytes(its) << itt_bits(dw);
}

bool model_command_names_itt(const struct model_its *its, const uint64_t dw[4], uint64_t *itt,
			     uint64_t *bytes)
{
	if ((dw[0] & 0xff) != 0x08 || !valid_bit(dw))
		return false;
	*itt = dw[2] & ITT_BITS;
	*bytes = itt_bytes(its, dw);
	return true;
}

static void unmap_device(struct model_its *its, struct model_device *device)
{
	struct model_block *block = model_block_at(its->ctx.model, device->itt);

	if (block && !device->dangling)
		block->left = its->executed + 1;
	model_device_forget(its, device);
}

static void map_device(struct model_its *its, const uint64_t dw[4], const struct model_dte *dte)
{
	struct model_device *device = model_device_add(its, high(dw[0]));
	struct model_block *block;

	device->bits = itt_bits(dw);
	device->itt = dw[2] & ITT_BITS;
	device->entry_pa = dte->view.pa;
	device->l1_pa = dte->l1_pa;
	model_device_cache(its, device, true);
	block = model_block_at(its->ctx.model, device->itt);
	block->mapped = true;
	block->device = device->id;
	model_dte_write(its, dte, 1 | (uint64_t)(device->bits - 1) << 1 | device->itt >> 2);
}

static const char *mapd(struct model_its *its, const uint64_t dw[4])
{
	struct model_dte dte;
	struct model_view itt;
	enum model_fault fault = model_dte_find(its, high(dw[0]), &dte);
	struct model_device *device;

	if (fault)
		return model_fault_text(fault);
	if (dte.device && dte.device->live)
		return "the device has mapped events";
	if (valid_bit(dw) && itt_bits(dw) > model_typer(its, 8, 5) + 1)
		return "Size is beyond TYPER.ID_bits";
	if (valid_bit(dw) &&
	    !model_hw_reach(its, dw[2] & ITT_BITS, itt_bytes(its, dw), ITSG_FOR_ITT, &itt))
		return "";
	device = model_device_find(its, high(dw[0]));
	if (device)
		unmap_device(its, device);
	if (valid_bit(dw))
		map_device(its, dw, &dte);
	else
		model_dte_write(its, &dte, 0);
	return NULL;
}

static void map_collection(struct model_its *its, struct model_collection *collection,
			   const struct model_view *view, uint64_t rd, uint32_t cpu)
{
	model_collection_cache(its, collection, false);
	collection->mapped = true;
	collection->rd = rd;
	collection->cpu = cpu;
	collection->entry_pa = view->pa;
	model_collection_cache(its, collection, true);
	model_cte_write(its, view, 1 | rd >> 15);
}

static void unmap_collection(struct model_its *its, struct model_collection *collection,
			     const struct model_view *view)
{
	model_collection_cache(its, collection, false);
	collection->mapped = false;
	model_cte_write(its, view, 0);
}

static const char *mapc(struct model_its *its, const uint64_t dw[4])
{
	struct model_collection *collection;
	struct model_view view;
	uint64_t rd = dw[2] & UINT64_C(0x000fffffffff0000);
	enum model_fault fault = model_cte_find(its, dw[2] & 0xffff, &collection, &view);
	const char *why;
	uint32_t cpu;

	if (fault)
		return model_fault_text(fault);
	if (!valid_bit(dw)) {
		if (collection->mapped && collection->live)
			return "events still use the collection";
		unmap_collection(its, collection, &view);
		return NULL;
	}
	why = target(its, dw[2], &cpu);
	if (why)
		return why;
	if (collection->mapped && collection->rd != rd && collection->live)
		return "events still use the collection at its old target";
	map_collection(its, collection, &view, rd, cpu);
	return NULL;
}

/* ---- Events ---- */

static void count_event(struct model_its *its, struct model_device *device, uint32_t icid,
			bool more)
{
	struct model_collection *collection = model_collection_get(its, icid);

	device->live = more ? device->live + 1 : device->live - !!device->live;
	collection->live = more ? collection->live + 1 : collection->live - !!collection->live;
}

static const char *map_event(struct model_its *its, const uint64_t dw[4], uint32_t intid)
{
	struct model_collection *collection;
	struct model_view view;
	struct model_ite ite;
	uint32_t icid = dw[2] & 0xffff;
	enum model_fault fault = model_ite_find(its, high(dw[0]), low(dw[1]), &ite);

	if (fault)
		return model_fault_text(fault);
	if (ite.valid)
		return "the event is mapped already";
	if (intid < MODEL_LPI_FIRST || intid >= its->config->lpi_end)
		return "the INTID is no LPI";
	fault = model_cte_find(its, icid, &collection, &view);
	if (fault)
		return model_fault_text(fault);
	if (model_intid_events(its->ctx.model, intid))
		return "another event is mapped to this LPI";
	model_ite_write(its, &ite, true, intid, icid);
	count_event(its, ite.device, icid, true);
	model_intid_count(its->ctx.model, intid, true);
	return NULL;
}

static const char *mapti(struct model_its *its, const uint64_t dw[4])
{
	return map_event(its, dw, high(dw[1]));
}

static const char *mapi(struct model_its *its, const uint64_t dw[4])
{
	return map_event(its, dw, low(dw[1]));
}

static const char *find_collection(struct model_its *its, uint32_t icid, uint32_t *cpu)
{
	struct model_collection *collection;
	struct model_view view;
	enum model_fault fault = model_cte_find(its, icid, &collection, &view);

	*cpu = 0;
	if (fault)
		return model_fault_text(fault);
	*cpu = collection->cpu;
	return collection->mapped ? NULL : model_fault_text(MODEL_COLLECTION_UNMAPPED);
}

/* Finds a mapped event and the CPU it goes to. */
static const char *find_event(struct model_its *its, uint32_t device, uint32_t event,
			      struct model_ite *ite, uint32_t *cpu)
{
	enum model_fault fault = model_ite_find(its, device, event, ite);

	*cpu = 0;
	if (fault)
		return model_fault_text(fault);
	if (!ite->valid)
		return model_fault_text(MODEL_EVENT_UNMAPPED);
	return find_collection(its, ite->icid, cpu);
}

static const char *movi(struct model_its *its, const uint64_t dw[4])
{
	struct model_ite ite;
	uint32_t icid = dw[2] & 0xffff, from, to;
	const char *why = find_event(its, high(dw[0]), low(dw[1]), &ite, &from);

	if (why)
		return why;
	why = find_collection(its, icid, &to);
	if (why)
		return why;
	count_event(its, ite.device, ite.icid, false);
	count_event(its, ite.device, icid, true);
	model_ite_write(its, &ite, true, ite.intid, icid);
	model_lpi_move(its->ctx.model, ite.intid, from, to);
	return NULL;
}

static const char *int_(struct model_its *its, const uint64_t dw[4])
{
	struct model_ite ite;
	uint32_t cpu;
	const char *why = find_event(its, high(dw[0]), low(dw[1]), &ite, &cpu);

	if (!why)
		model_lpi_set(its->ctx.model, ite.intid, cpu, true);
	return why;
}

static const char *clear(struct model_its *its, const uint64_t dw[4])
{
	struct model_ite ite;
	uint32_t cpu;
	const char *why = find_event(its, high(dw[0]), low(dw[1]), &ite, &cpu);

	if (!why)
		model_lpi_set(its->ctx.model, ite.intid, cpu, false);
	return why;
}

static const char *inv(struct model_its *its, const uint64_t dw[4])
{
	struct model_ite ite;
	uint32_t cpu;

	return find_event(its, high(dw[0]), low(dw[1]), &ite, &cpu);
}

static const char *discard(struct model_its *its, const uint64_t dw[4])
{
	struct model_ite ite;
	uint32_t cpu;
	const char *why = find_event(its, high(dw[0]), low(dw[1]), &ite, &cpu);

	if (why)
		return why;
	count_event(its, ite.device, ite.icid, false);
	model_intid_count(its->ctx.model, ite.intid, false);
	model_ite_write(its, &ite, false, 0, 0);
	model_lpi_set(its->ctx.model, ite.intid, cpu, false);
	return NULL;
}

/* ---- The rest ---- */

static const char *invall(struct model_its *its, const uint64_t dw[4])
{
	uint32_t cpu;

	return find_collection(its, dw[2] & 0xffff, &cpu);
}

static const char *movall(struct model_its *its, const uint64_t dw[4])
{
	uint32_t from, to;
	const char *why = target(its, dw[2], &from);

	if (why)
		return why;
	why = target(its, dw[3], &to);
	if (!why)
		model_lpi_move_all(its->ctx.model, from, to);
	return why;
}

static const char *sync(struct model_its *its, const uint64_t dw[4])
{
	uint32_t cpu;

	return target(its, dw[2], &cpu);
}

static const char *virtual_command(struct model_its *its, const uint64_t dw[4])
{
	(void)dw;
	return model_typer(its, 1, 1) ? "GICv4 commands are not modelled"
				      : "the ITS has no virtual LPIs";
}

/* ---- Which command it is, and which bits it may have ---- */

#define V_BIT	 ((uint64_t)1 << 63)
#define DEVICE	 UINT64_C(0xffffffff000000ff)
#define RDBASE	 UINT64_C(0x000fffffffff0000)
#define LOW_WORD UINT64_C(0x00000000ffffffff)
#define ANY	 UINT64_C(0xffffffffffffffff)

struct shape {
	const char *name;
	execute_fn *execute;
	uint64_t fields[4];
	uint64_t key2; /* with V = 0, DW2 has no other bits than these, and DW1 none at all */
	bool has_valid;
};

static const struct shape shapes[] = {
	[0x01] = {"MOVI", movi, {DEVICE, LOW_WORD, 0xffff, 0}, 0, false},
	[0x03] = {"INT", int_, {DEVICE, LOW_WORD, 0, 0}, 0, false},
	[0x04] = {"CLEAR", clear, {DEVICE, LOW_WORD, 0, 0}, 0, false},
	[0x05] = {"SYNC", sync, {0xff, 0, RDBASE, 0}, 0, false},
	[0x08] = {"MAPD", mapd, {DEVICE, 0x1f, V_BIT | ITT_BITS, 0}, 0, true},
	[0x09] = {"MAPC", mapc, {0xff, 0, V_BIT | RDBASE | 0xffff, 0}, 0xffff, true},
	[0x0a] = {"MAPTI", mapti, {DEVICE, ANY, 0xffff, 0}, 0, false},
	[0x0b] = {"MAPI", mapi, {DEVICE, LOW_WORD, 0xffff, 0}, 0, false},
	[0x0c] = {"INV", inv, {DEVICE, LOW_WORD, 0, 0}, 0, false},
	[0x0d] = {"INVALL", invall, {0xff, 0, 0xffff, 0}, 0, false},
	[0x0e] = {"MOVALL", movall, {0xff, 0, RDBASE, RDBASE}, 0, false},
	[0x0f] = {"DISCARD", discard, {DEVICE, LOW_WORD, 0, 0}, 0, false},
	[0x21] = {"VMOVI", virtual_command, {ANY, ANY, ANY, ANY}, 0, false},
	[0x22] = {"VMOVP", virtual_command, {ANY, ANY, ANY, ANY}, 0, false},
	[0x23] = {"VSGI", virtual_command, {ANY, ANY, ANY, ANY}, 0, false},
	[0x25] = {"VSYNC", virtual_command, {ANY, ANY, ANY, ANY}, 0, false},
	[0x29] = {"VMAPP", virtual_command, {ANY, ANY, ANY, ANY}, 0, false},
	[0x2a] = {"VMAPTI", virtual_command, {ANY, ANY, ANY, ANY}, 0, false},
	[0x2b] = {"VMAPI", virtual_command, {ANY, ANY, ANY, ANY}, 0, false},
	[0x2d] = {"VINVALL", virtual_command, {ANY, ANY, ANY, ANY}, 0, false},
	[0x2e] = {"INVDB", virtual_command, {ANY, ANY, ANY, ANY}, 0, false},
};

static void broken(const struct model_its *its, enum model_property property, const char *name,
		   const uint64_t dw[4], const char *why)
{
	model_break(its->ctx.model, property,
		    "ITS%u: %s %016" PRIx64 " %016" PRIx64 " %016" PRIx64 " %016" PRIx64 ": %s",
		    its->number, name, dw[0], dw[1], dw[2], dw[3], why);
}

static bool is_canonical(const struct shape *shape, const uint64_t dw[4])
{
	unsigned int i;

	for (i = 0; i < 4; i++) {
		if (dw[i] & ~shape->fields[i])
			return false;
	}
	if (!shape->has_valid || valid_bit(dw))
		return true;
	return !dw[1] && !(dw[2] & ~shape->key2);
}

void model_command_execute(struct model_its *its, const uint64_t dw[4])
{
	uint32_t opcode = dw[0] & 0xff;
	const struct shape *shape;
	const char *why;

	if (opcode >= sizeof(shapes) / sizeof(shapes[0]) || !shapes[opcode].execute) {
		broken(its, MODEL_P11, "command", dw, "the opcode is reserved");
		return;
	}
	shape = &shapes[opcode];
	if (!is_canonical(shape, dw))
		broken(its, MODEL_P3, shape->name, dw, "not in canonical form");
	why = shape->execute(its, dw);
	if (why && *why)
		broken(its, MODEL_P11, shape->name, dw, why);
}
