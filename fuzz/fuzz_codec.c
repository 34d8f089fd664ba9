// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The pure parts of the library with any values: the codec of commands, the checks of a command,
 * sizes and tables, the register map, the quirk table. The expected results are computed here a
 * second time, from the architecture and in another way. Any difference is a finding.
 *
 * The first byte chooses the part; the rest are its arguments.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "codec_quirks.h"
#include "codec_registers.h"
#include "codec_values.h"
#include "validator/check.h"
#include "validator/geometry.h"

#define RDS 4

/* ---- Commands, as IHI 0069 describes them ---- */

#define LOW  0x00000000ffffffffULL
#define HIGH 0xffffffff00000000ULL
#define VPE  0x0000ffff00000000ULL
#define RD   0x000fffffffff0000ULL
#define V    0x8000000000000000ULL
#define ID16 0x000000000000ffffULL

/*
 * mask: the bits of each word that have a meaning, without the opcode. rules: what is checked, in
 * order; rules after ; apply only with V = 1. layouts: bit 0, 1, 2 for GICv3, v4, v4.1.
 */
static const struct form {
	uint8_t opcode, layouts;
	uint64_t mask[4];
	const char *rules;
} forms[] = {
	{0x01, 7, {HIGH, LOW, ID16, 0}, "dei"},
	{0x03, 7, {HIGH, LOW, 0, 0}, "de"},
	{0x04, 7, {HIGH, LOW, 0, 0}, "de"},
	{0x05, 7, {0, 0, RD, 0}, "r"},
	{0x08, 7, {HIGH, 0x1f, V | 0xfffffffffff00, 0}, "d;sa"},
	{0x09, 7, {0, 0, V | RD | ID16, 0}, "i;r"},
	{0x0a, 7, {HIGH, HIGH | LOW, ID16, 0}, "deip"},
	{0x0b, 7, {HIGH, LOW, ID16, 0}, "deiq"},
	{0x0c, 7, {HIGH, LOW, 0, 0}, "de"},
	{0x0d, 7, {0, 0, ID16, 0}, "i"},
	{0x0e, 7, {0, 0, RD, RD}, "rR"},
	{0x0f, 7, {HIGH, LOW, 0, 0}, "de"},
	{0x21, 6, {HIGH, LOW | VPE, HIGH | 1, 0}, "devB"},
	{0x22, 2, {VPE, VPE | ID16, RD, 0}, "vr"},
	{0x22, 4, {VPE, VPE | ID16, V | RD, LOW}, "x"},
	{0x23, 4, {0xf00f00700, VPE, 0, 0}, "x"},
	{0x25, 6, {0, VPE, 0, 0}, "v"},
	{0x29, 2, {0, VPE, V | RD, 0x1f | RD}, "v;zrA"},
	{0x29, 4, {0x300 | RD, VPE | LOW, V | RD, 0x1f | RD}, "x"},
	{0x2a, 6, {HIGH, LOW | VPE, HIGH | LOW, 0}, "depvb"},
	{0x2b, 6, {HIGH, LOW | VPE, HIGH, 0}, "deqvb"},
	{0x2d, 6, {0, VPE, 0, 0}, "v"},
	{0x2e, 4, {0, VPE, 0, 0}, "x"},
};

#define FORMS (sizeof(forms) / sizeof(forms[0]))

static const struct form *form_of(enum itsg_layout layout, uint64_t dw0)
{
	size_t i;

	for (i = 0; i < FORMS; i++)
		if (forms[i].opcode == (dw0 & 0xff) && forms[i].layouts >> layout & 1)
			return &forms[i];
	return NULL;
}

/* Checks the members that have the same place in every command. */
static void check_common(const struct form *form, const uint64_t w[4],
			 const struct itsg_command *cmd)
{
	bool event = (form->mask[1] & LOW) == LOW && form->opcode != 0x29;
	bool rd = form->opcode != 0x08 && (form->mask[2] & ~(V | ID16)) == RD;
	bool valid = form->opcode == 0x08 || form->opcode == 0x09 || form->opcode == 0x29;

	same("DeviceID", cmd->device, form->mask[0] == HIGH ? w[0] >> 32 : 0);
	same("EventID", cmd->event, event ? w[1] & LOW : 0);
	same("vPEID", cmd->vpe, (form->mask[1] & HIGH) == VPE ? w[1] >> 32 & ID16 : 0);
	same("V", cmd->valid, valid ? w[2] >> 63 : 0);
	same("RDbase", cmd->rd, rd ? w[2] << 12 >> 28 : 0);
	same("ICID", cmd->icid,
	     (form->mask[2] & ID16) == ID16 && form->opcode < 0x10 ? w[2] & ID16 : 0);
}

static void check_special(const struct form *form, const uint64_t w[4],
			  const struct itsg_command *cmd)
{
	switch (form->opcode) {
	case 0x08:
		same("Size", cmd->size, w[1] & 31);
		same("ITT", cmd->address, w[2] & 0xfffffffffff00);
		break;
	case 0x0a: same("pINTID", cmd->intid, w[1] >> 32); break;
	case 0x0e: same("RDbase 2", cmd->rd2, w[3] << 12 >> 28); break;
	case 0x21: same("D", cmd->db, w[2] & 1); break;
	case 0x22:
		same("Sequence", cmd->sequence, w[0] << 16 >> 48);
		same("ITSList", cmd->list, w[1] & 0xffff);
		break;
	case 0x23:
		same("vSGI", cmd->sgi, w[0] >> 32 & 15);
		same("Priority", cmd->priority, w[0] >> 20 & 15);
		same("Enable", cmd->enable, w[0] >> 8 & 1);
		same("Clear", cmd->clear, w[0] >> 9 & 1);
		same("Group", cmd->group, w[0] >> 10 & 1);
		break;
	case 0x29:
		same("VPT_size", cmd->size, w[3] & 31);
		same("VPT", cmd->address, w[3] & RD);
		break;
	case 0x2a: same("vINTID", cmd->intid, w[2] & LOW); /* fall through */
	case 0x2b: same("doorbell", cmd->doorbell, w[2] >> 32); break;
	default: break;
	}
}

/*
 * Decodes words and encodes them again. The result has the same words, without the bits that have
 * no meaning.
 */
static void check_words(enum itsg_layout layout, const uint64_t w[4])
{
	const struct form *form = form_of(layout, w[0]);
	struct itsg_command cmd;
	uint64_t out[4];
	unsigned int i;

	memset(&cmd, 0xa5, sizeof(cmd));
	same("known opcode", itsg_command_decode(layout, w, &cmd), form != NULL);
	if (!form) {
		same("kind", cmd.kind, ITSG_CMD_NONE);
		return;
	}
	check_common(form, w, &cmd);
	check_special(form, w, &cmd);
	itsg_command_encode(&cmd, out);
	for (i = 0; i < 4; i++) {
		uint64_t mask = form->mask[i] | (i ? 0 : 0xff);

		same("encoded word", out[i], w[i] & mask);
		same("mask", itsg_command_mask(cmd.kind, i), mask);
	}
}

static void codec(void)
{
	uint64_t w[4];
	unsigned int i;

	for (i = 0; i < 4; i++)
		w[i] = take_value();
	if (take(1) & 1)
		w[0] = (w[0] & ~(uint64_t)0xff) | forms[take(1) % FORMS].opcode;
	check_words(ITSG_GICV3, w);
	check_words(ITSG_GICV4, w);
	check_words(ITSG_GICV4_1, w);
}

/*
 * Encodes members of any width. The result has no stray bits. Decoded and encoded again, it stays
 * the same.
 */
static void codec_members(void)
{
	struct itsg_command cmd, again;
	uint8_t bytes[sizeof(cmd)];
	uint64_t w[4], w2[4];
	enum itsg_layout layout = ITSG_GICV4_1;
	unsigned int i;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)take(1);
	memcpy(&cmd, bytes, sizeof(cmd));
	cmd.kind = (enum itsg_command_kind)(1 + take(1) % (ITSG_COMMAND_KINDS - 1));
	itsg_command_encode(&cmd, w);
	for (i = 0; i < 4; i++)
		same("bits outside", w[i] & ~itsg_command_mask(cmd.kind, i), 0);
	if (cmd.kind == ITSG_CMD_VMOVP || cmd.kind == ITSG_CMD_VMAPP)
		layout = ITSG_GICV4;
	expect(itsg_command_decode(layout, w, &again), "decodes", cmd.kind, layout);
	same("kind", again.kind, cmd.kind);
	itsg_command_encode(&again, w2);
	for (i = 0; i < 4; i++)
		same("encoded again", w2[i], w[i]);
}

/* ---- Checks of a command ---- */

static bool names_rd(const struct itsg_limits *limits, uint64_t rd)
{
	uint32_t i;

	for (i = 0; i < limits->redistributor_count; i++) {
		const struct itsg_redistributor *at = &limits->redistributors[i];

		if (limits->pta ? rd << 16 == at->base : rd == at->processor)
			return true;
	}
	return false;
}

static bool lpi(const struct itsg_limits *limits, uint64_t intid)
{
	return intid / 8192 && intid < limits->intids;
}

static bool below(const struct itsg_limits *limits, uint64_t address, unsigned __int128 bytes)
{
	return (unsigned __int128)address + bytes <= limits->pa_limit;
}

static bool range_rule(char rule, const struct itsg_limits *limits, const struct itsg_command *cmd,
		       enum itsg_reason *reason)
{
	switch (rule) {
	case 'd': *reason = ITSG_REASON_DEVICE_RANGE; return cmd->device < limits->devices;
	case 'e': *reason = ITSG_REASON_EVENT_RANGE; return cmd->event < limits->events;
	case 'i': *reason = ITSG_REASON_ICID_RANGE; return cmd->icid < limits->icids;
	case 'v': *reason = ITSG_REASON_VPE_RANGE; return cmd->vpe < limits->vpes;
	case 's': *reason = ITSG_REASON_SIZE_RANGE; return cmd->size + 1u <= limits->event_bits;
	case 'r': *reason = ITSG_REASON_RDBASE; return names_rd(limits, cmd->rd);
	case 'R': *reason = ITSG_REASON_RDBASE; return names_rd(limits, cmd->rd2);
	case 'p': *reason = ITSG_REASON_INTID_RANGE; return lpi(limits, cmd->intid);
	case 'q': *reason = ITSG_REASON_INTID_RANGE; return lpi(limits, cmd->event);
	case 'B':
		*reason = ITSG_REASON_INTID_RANGE;
		return !cmd->db || cmd->doorbell == 1023 || lpi(limits, cmd->doorbell);
	case 'b':
		*reason = ITSG_REASON_INTID_RANGE;
		return cmd->doorbell == 1023 || lpi(limits, cmd->doorbell);
	default: *reason = ITSG_REASON_OPCODE; return false;
	}
}

static bool rule_holds(char rule, const struct itsg_limits *limits, const struct itsg_command *cmd,
		       enum itsg_reason *reason)
{
	unsigned __int128 one = 1;

	switch (rule) {
	case 'a':
		*reason = ITSG_REASON_ADDRESS_LIMIT;
		return below(limits, cmd->address, (one << (cmd->size + 1)) * limits->ite_bytes);
	case 'A':
		*reason = ITSG_REASON_ADDRESS_LIMIT;
		return below(limits, cmd->address, (one << cmd->size) / 4);
	case 'z':
		*reason = ITSG_REASON_VPT_SIZE_RANGE;
		return cmd->size + 1u >= 14 && cmd->size + 1u <= limits->vpt_bits;
	default: return range_rule(rule, limits, cmd, reason);
	}
}

static enum itsg_reason expected_reason(const struct form *form, const struct itsg_limits *limits,
					const struct itsg_command *cmd)
{
	enum itsg_reason reason;
	const char *rule;

	for (rule = form->rules; *rule; rule++) {
		if (*rule == ';' && !cmd->valid)
			break;
		if (*rule != ';' && !rule_holds(*rule, limits, cmd, &reason))
			return reason;
	}
	return ITSG_REASON_NONE;
}

static void take_limits(struct itsg_limits *limits, struct itsg_redistributor rds[RDS])
{
	uint64_t stride = 0x10000 * (1 + take(1));
	unsigned int i;

	*limits = (struct itsg_limits){
		.devices = take_value() & 0x1ffffffff,
		.events = take_value() & 0x1ffffffff,
		.icids = take_value() & 0x1ffff,
		.intids = 8193 + (uint32_t)(take(4) & 0xffffff),
		.event_bits = 1 + (uint32_t)take(1) % 32,
		.ite_bytes = 1 + (uint32_t)take(1) % 16,
		.vpes = (uint32_t)take(3) & 0x1ffff,
		.vpt_bits = (uint32_t)take(1) % 33,
		.pta = take(1) & 1,
		.redistributors = rds,
		.redistributor_count = (uint32_t)take(1) % (RDS + 1),
		.pa_limit = take_value() & (((uint64_t)1 << 53) - 1),
	};
	for (i = 0; i < RDS; i++)
		rds[i] = (struct itsg_redistributor){.base = (i + 1) * stride,
						     .processor = (uint32_t)(i * stride >> 17)};
}

/* Sets limits just above or just below what the command has. */
static void move_limits(struct itsg_limits *limits, const struct itsg_command *cmd)
{
	unsigned int how = (unsigned int)take(1), one = how & 1;
	uint64_t itt = (uint64_t)limits->ite_bytes << (cmd->size + 1);

	if (how & 2)
		limits->devices = (uint64_t)cmd->device + one;
	if (how & 4)
		limits->events = (uint64_t)cmd->event + one;
	if (how & 8)
		limits->icids = (uint64_t)cmd->icid + one;
	if (how & 16)
		limits->vpes = cmd->vpe + one;
	if (how & 32)
		limits->event_bits = limits->vpt_bits = cmd->size + one;
	if (how & 64)
		limits->pa_limit = cmd->address + itt - 1 + one;
	if (how & 128 && cmd->intid >= 8192 && cmd->intid < 1U << 24)
		limits->intids = cmd->intid + 1 + one;
}

static void check(void)
{
	struct itsg_redistributor rds[RDS];
	struct itsg_limits limits;
	struct itsg_command cmd;
	enum itsg_layout layout = take(1) & 1 ? ITSG_GICV4 : ITSG_GICV4_1;
	uint64_t w[4];
	unsigned int i;

	take_limits(&limits, rds);
	for (i = 0; i < 4; i++)
		w[i] = take_value();
	w[0] = (w[0] & ~(uint64_t)0xff) | forms[take(1) % FORMS].opcode;
	if (take(1) & 1) /* else most numbers would name no redistributor */
		w[2] = (w[2] & ~RD) | (limits.pta ? rds[take(1) % RDS].base : take(1) % 8 << 16);
	if (!itsg_command_decode(layout, w, &cmd))
		return;
	move_limits(&limits, &cmd);
	same("reason", itsg_check_command(&limits, &cmd),
	     expected_reason(form_of(layout, w[0]), &limits, &cmd));
}

/* ---- Sizes and tables ---- */

static void baser(void)
{
	uint64_t value = take_value() ^ take(8), bytes, page, pa = take(8);
	unsigned int page_field = (unsigned int)(value >> 8 & 3);
	uint64_t base = 0, i, entry = (value >> 48 & 31) + 1;
	struct geometry_table table;

	page = 4096;
	for (i = 0; i < page_field && i < 2; i++)
		page *= 4;
	for (i = 12; i < 48; i++)
		if (value >> i & 1)
			base += (uint64_t)1 << (page == 65536 && i < 16 ? i + 36 : i);
	base -= base % page;
	bytes = (value % 256 + 1) * page;
	itsg_geometry_decode_baser(value, &table);
	same("Valid", table.valid, value >> 63);
	same("Indirect", table.indirect, value >> 62 & 1);
	same("Type", table.type, value >> 56 & 7);
	same("Entry_Size", table.entry_bytes, entry);
	same("Page_Size", table.page_bytes, page);
	same("page bytes", itsg_geometry_page_bytes(page_field), page);
	same("base", table.base, base);
	same("bytes", table.bytes, bytes);
	same("IDs", table.ids, value >> 62 & 1 ? bytes / 8 * (page / entry) : bytes / entry);
	pa = pa % ((uint64_t)1 << (page == 65536 ? 52 : 48)) / page * page;
	itsg_geometry_decode_baser(
		itsg_geometry_baser_address(pa, page_field) | (uint64_t)page_field << 8, &table);
	same("address there and back", table.base, pa);
}

static void typer(void)
{
	uint64_t value = take_value() ^ take(8), table = take_value() & 0xffffffff;
	uint64_t cid = value >> 36 & 1 ? 2ULL << (value >> 32 & 15) : 65536;
	uint64_t hcc = value >> 24 & 255, all = table < cid ? table : cid;
	unsigned int bits = (value >> 8 & 31) + 1, ite = (value >> 4 & 15) + 1;

	same("Devbits", itsg_geometry_device_bits(value), (value >> 13 & 31) + 1);
	same("ID_bits", itsg_geometry_event_bits(value), bits);
	same("ITT_entry_size", itsg_geometry_ite_bytes(value), ite);
	same("CIDs", (uint64_t)1 << itsg_geometry_collection_bits(value), cid);
	same("HCC", itsg_geometry_hcc(value), hcc);
	same("collections", itsg_geometry_collections(value, table),
	     table ? all + (value >> 2 & 1 ? hcc : 0) : hcc);
	same("ITT", itsg_geometry_itt_bytes(bits, ite), ((uint64_t)1 << bits) * ite);
	same("queue", itsg_geometry_queue_bytes(value), (value % 256 + 1) * 4096);
}

static void take_baser(struct itsg_baser *baser)
{
	unsigned int i;

	memset(baser, 0, sizeof(*baser));
	baser->fixed = take(1) % 8 << 56 | take(1) % 32 << 48;
	for (i = 0; i < 4; i++) {
		baser->page_size[i] = (uint8_t)(take(1) & 3);
		baser->share[i] = (uint8_t)(take(1) & 3);
		baser->address_bits[i] = take_value() & 0xfffffffff000;
	}
	for (i = 0; i < 8; i++) {
		baser->inner[i] = (uint8_t)(take(1) & 7);
		baser->outer[i] = (uint8_t)(take(1) & 7);
	}
	baser->size_bits = (uint8_t)((1u << take(1) % 9) - 1);
	baser->indirect = take(1) & 1;
}

static void stick(void)
{
	struct itsg_baser from;
	uint64_t value = take_value() ^ take(8), got, page;

	take_baser(&from);
	got = itsg_geometry_baser_stick(&from, value);
	page = from.page_size[value >> 8 & 3];
	same("Valid", got >> 63, value >> 63);
	same("Indirect", got >> 62 & 1, from.indirect ? value >> 62 & 1 : 0);
	same("InnerCache", got >> 59 & 7, from.inner[value >> 59 & 7]);
	same("OuterCache", got >> 53 & 7, from.outer[value >> 53 & 7]);
	same("Type and Entry_Size", got & 0x071f000000000000, from.fixed);
	same("address", got & 0xfffffffff000, value & from.address_bits[page]);
	same("Shareability", got >> 10 & 3, from.share[value >> 10 & 3]);
	same("Page_Size", got >> 8 & 3, page);
	same("Size", got & 255, value & from.size_bits);
}

/* How many IDs fit so many pages of this size. */
static uint64_t held(uint64_t pages, uint64_t page, uint64_t entry, bool indirect)
{
	return indirect ? pages * page / 8 * (page / entry) : pages * page / entry;
}

static bool any_plan(const struct itsg_baser *from, uint64_t ids, bool two_levels)
{
	uint64_t entry = (from->fixed >> 48 & 31) + 1, most = from->size_bits + 1ULL;
	unsigned int size;

	for (size = 0; size < 3; size++) {
		uint64_t page = 4096ULL << 2 * size;

		if (from->page_size[size] == size &&
		    (held(most, page, entry, false) >= ids ||
		     (two_levels && from->indirect && held(most, page, entry, true) >= ids)))
			return true;
	}
	return false;
}

static void plan(void)
{
	uint64_t ids = 1 + (take_value() & 0xffffffff), entry;
	bool two_levels = take(1) & 1, possible;
	struct geometry_plan plan = {0};
	struct itsg_baser from;

	take_baser(&from);
	entry = (from.fixed >> 48 & 31) + 1;
	possible = itsg_geometry_plan_table(&from, ids, two_levels, &plan);
	same("possible", possible, any_plan(&from, ids, two_levels));
	if (!possible)
		return;
	expect(plan.pages >= 1 && plan.pages <= from.size_bits + 1u, "pages", plan.pages,
	       from.size_bits);
	same("Page_Size sticks", from.page_size[plan.page_field], plan.page_field);
	same("page", plan.page_bytes, 4096ULL << 2 * plan.page_field);
	expect(!plan.indirect || (two_levels && from.indirect), "two levels", plan.indirect, 0);
	same("IDs", plan.ids, held(plan.pages, plan.page_bytes, entry, plan.indirect));
	expect(plan.ids >= ids, "IDs", plan.ids, ids);
	expect(plan.pages == 1 || held(plan.pages - 1, plan.page_bytes, entry, plan.indirect) < ids,
	       "more pages than needed", plan.pages, ids);
}

static void coherent(void)
{
	uint64_t value = take_value() ^ take(8);
	bool shared = (value >> 10 & 3) == 1 || (value >> 10 & 3) == 2;
	/* 0 and 1 of InnerCache: Device, Non-cacheable. 0 of OuterCache: "as inner". */
	static const char inner[] = "--yyyyyy", outer[] = "y-yyyyyy";

	same("coherent", itsg_geometry_is_coherent(value),
	     shared && inner[value >> 59 & 7] == 'y' && outer[value >> 53 & 7] == 'y');
}

/* ---- The register map ---- */

static void registers(void)
{
	uint32_t region = take(1) & 1 ? 0x20000 : 0x40000, size = 1u << take(1) % 4;
	uint32_t form = (uint32_t)take(1), offset = (uint32_t)take(4);
	struct registers_access got, wanted;
	enum itsg_reason reason, expected;

	if (form & 1)
		offset &= 0x1ff;
	else if (form & 2)
		offset &= 0x3ffff;
	if (form & 4)
		size = (uint32_t)take(4);
	reason = itsg_registers_find(region, offset, size, &got);
	expected = expected_access(region, offset, size, &wanted);
	same("access", reason, expected);
	same("register", got.id, wanted.id);
	if (expected != ITSG_REASON_NONE)
		return;
	if (got.id == REG_BASER || got.id == REG_ID)
		same("index", got.index, wanted.index);
	same("shift", got.shift, wanted.shift);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const parts[])(void) = {codec, codec_members, check,    baser,	 typer,
					      stick, plan,	    coherent, registers, quirks};

	input = data;
	input_size = size;
	parts[take(1) % (sizeof(parts) / sizeof(parts[0]))]();
	return 0;
}
