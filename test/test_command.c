/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The command codec against words written by hand from the layout tables. Nothing here is computed
 * with the library's own field table.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include <itsguard/command.h>

#include "suites.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Layouts as a mask: bit n is enum itsg_layout n. */
#define V3  1u
#define V40 2u
#define V41 4u
#define V4  (V40 | V41)
#define ALL (V3 | V4)

#define ONES 0xffffffffffffffff

struct vector {
	unsigned int layouts;
	uint64_t words[4];
	struct itsg_command cmd;
};

/* Every field of every command, no two fields of a command alike. */
static const struct vector vectors[] = {
	{ALL,
	 {0x0a0b0c0d00000001, 0x0000000010203040, 0x0000000000005060, 0},
	 {.kind = ITSG_CMD_MOVI, .device = 0x0a0b0c0d, .event = 0x10203040, .icid = 0x5060}},
	{ALL,
	 {0x8123456700000003, 0x0000000089abcdef, 0, 0},
	 {.kind = ITSG_CMD_INT, .device = 0x81234567, .event = 0x89abcdef}},
	{ALL,
	 {0xfedcba9800000004, 0x0000000076543210, 0, 0},
	 {.kind = ITSG_CMD_CLEAR, .device = 0xfedcba98, .event = 0x76543210}},
	{ALL,
	 {0x0000000000000005, 0, 0x000a123456780000, 0},
	 {.kind = ITSG_CMD_SYNC, .rd = 0xa12345678}},
	{ALL,
	 {0xdeadbeef00000008, 0x0000000000000015, 0x800c123456789b00, 0},
	 {.kind = ITSG_CMD_MAPD,
	  .device = 0xdeadbeef,
	  .size = 0x15,
	  .valid = 1,
	  .address = 0x000c123456789b00}},
	{ALL,
	 {0x0000000000000009, 0, 0x800912345678abcd, 0},
	 {.kind = ITSG_CMD_MAPC, .icid = 0xabcd, .valid = 1, .rd = 0x912345678}},
	{ALL,
	 {0x123456780000000a, 0x89abcdef01234567, 0x000000000000fedc, 0},
	 {.kind = ITSG_CMD_MAPTI,
	  .device = 0x12345678,
	  .event = 0x01234567,
	  .intid = 0x89abcdef,
	  .icid = 0xfedc}},
	{ALL,
	 {0x112233440000000b, 0x0000000055667788, 0x00000000000099aa, 0},
	 {.kind = ITSG_CMD_MAPI, .device = 0x11223344, .event = 0x55667788, .icid = 0x99aa}},
	{ALL,
	 {0xcafe01020000000c, 0x0000000003040506, 0, 0},
	 {.kind = ITSG_CMD_INV, .device = 0xcafe0102, .event = 0x03040506}},
	{ALL,
	 {0x000000000000000d, 0, 0x000000000000c0de, 0},
	 {.kind = ITSG_CMD_INVALL, .icid = 0xc0de}},
	{ALL,
	 {0x000000000000000e, 0, 0x0001234567890000, 0x000fedcba9870000},
	 {.kind = ITSG_CMD_MOVALL, .rd = 0x123456789, .rd2 = 0xfedcba987}},
	{ALL,
	 {0x314159260000000f, 0x0000000027182818, 0, 0},
	 {.kind = ITSG_CMD_DISCARD, .device = 0x31415926, .event = 0x27182818}},
	{V4,
	 {0x0badf00d00000021, 0x0000123481828384, 0x9192939400000001, 0},
	 {.kind = ITSG_CMD_VMOVI,
	  .device = 0x0badf00d,
	  .event = 0x81828384,
	  .vpe = 0x1234,
	  .db = 1,
	  .doorbell = 0x91929394}},
	{V40,
	 {0x00008bad00000022, 0x0000246800009753, 0x000b987654320000, 0},
	 {.kind = ITSG_CMD_VMOVP,
	  .sequence = 0x8bad,
	  .list = 0x9753,
	  .vpe = 0x2468,
	  .rd = 0xb98765432}},
	{V41,
	 {0x00008bad00000022, 0x0000246800009753, 0x800b987654320000, 0x00000000a1a2a3a4},
	 {.kind = ITSG_CMD_VMOVP_V4_1,
	  .sequence = 0x8bad,
	  .list = 0x9753,
	  .vpe = 0x2468,
	  .db = 1,
	  .rd = 0xb98765432,
	  .doorbell = 0xa1a2a3a4}},
	{V41, /* Enable and Group set */
	 {0x0000000900600523, 0x0000abcd00000000, 0, 0},
	 {.kind = ITSG_CMD_VSGI, .enable = 1, .group = 1, .priority = 6, .sgi = 9, .vpe = 0xabcd}},
	{V41, /* Clear alone */
	 {0x0000000300a00223, 0x0000432100000000, 0, 0},
	 {.kind = ITSG_CMD_VSGI, .clear = 1, .priority = 10, .sgi = 3, .vpe = 0x4321}},
	{V4,
	 {0x0000000000000025, 0x0000864200000000, 0, 0},
	 {.kind = ITSG_CMD_VSYNC, .vpe = 0x8642}},
	{V40,
	 {0x0000000000000029, 0x0000135700000000, 0x8006543210fe0000, 0x0009abcdef120013},
	 {.kind = ITSG_CMD_VMAPP,
	  .vpe = 0x1357,
	  .valid = 1,
	  .rd = 0x6543210fe,
	  .address = 0x0009abcdef120000,
	  .size = 0x13}},
	{V41, /* Alloc */
	 {0x000e135724680129, 0x00009753b1b2b3b4, 0x8006543210fe0000, 0x0009abcdef12001b},
	 {.kind = ITSG_CMD_VMAPP_V4_1,
	  .alloc = 1,
	  .vconf = 0x000e135724680000,
	  .vpe = 0x9753,
	  .doorbell = 0xb1b2b3b4,
	  .valid = 1,
	  .rd = 0x6543210fe,
	  .address = 0x0009abcdef120000,
	  .size = 0x1b}},
	{V41, /* PTZ alone, V = 0 */
	 {0x0001000200030229, 0x0000000700001234, 0x0000000000010000, 0x000400050006000d},
	 {.kind = ITSG_CMD_VMAPP_V4_1,
	  .ptz = 1,
	  .vconf = 0x0001000200030000,
	  .vpe = 7,
	  .doorbell = 0x1234,
	  .rd = 1,
	  .address = 0x0004000500060000,
	  .size = 0x0d}},
	{V4,
	 {0x8badf00d0000002a, 0x00007531c1c2c3c4, 0xd1d2d3d4e1e2e3e4, 0},
	 {.kind = ITSG_CMD_VMAPTI,
	  .device = 0x8badf00d,
	  .event = 0xc1c2c3c4,
	  .vpe = 0x7531,
	  .intid = 0xe1e2e3e4,
	  .doorbell = 0xd1d2d3d4}},
	{V4,
	 {0x900df00d0000002b, 0x00005317a5a6a7a8, 0xf1f2f3f400000000, 0},
	 {.kind = ITSG_CMD_VMAPI,
	  .device = 0x900df00d,
	  .event = 0xa5a6a7a8,
	  .vpe = 0x5317,
	  .doorbell = 0xf1f2f3f4}},
	{V4,
	 {0x000000000000002d, 0x0000fdb900000000, 0, 0},
	 {.kind = ITSG_CMD_VINVALL, .vpe = 0xfdb9}},
	{V41,
	 {0x000000000000002e, 0x0000bdf100000000, 0, 0},
	 {.kind = ITSG_CMD_INVDB, .vpe = 0xbdf1}},
};

/* Worked examples; docs/its.md has those of GICv3. */
static const struct vector examples[] = {
	{ALL,
	 {0x0000001000000008, 0x0000000000000004, 0x8000000812345600, 0},
	 {.kind = ITSG_CMD_MAPD, .device = 0x10, .size = 4, .valid = 1, .address = 0x812345600}},
	{ALL,
	 {0x0000000000000009, 0, 0x8000000000030003, 0},
	 {.kind = ITSG_CMD_MAPC, .icid = 3, .valid = 1, .rd = 3}},
	{ALL,
	 {0x0000000000000009, 0, 0x800000002f180003, 0},
	 {.kind = ITSG_CMD_MAPC, .icid = 3, .valid = 1, .rd = 0x2f18}},
	{ALL,
	 {0x000000100000000a, 0x0000200800000005, 0x0000000000000003, 0},
	 {.kind = ITSG_CMD_MAPTI, .device = 0x10, .event = 5, .intid = 8200, .icid = 3}},
	{ALL, {0x0000000000000005, 0, 0x0000000000030000, 0}, {.kind = ITSG_CMD_SYNC, .rd = 3}},
	{V41,
	 {0x0000000090000129, 0x000000070000206c, 0x8000000000010000, 0x000000009001000f},
	 {.kind = ITSG_CMD_VMAPP_V4_1,
	  .alloc = 1,
	  .vconf = 0x90000000,
	  .vpe = 7,
	  .doorbell = 8300,
	  .valid = 1,
	  .rd = 1,
	  .address = 0x90010000,
	  .size = 15}},
	{V40,
	 {0x0000000200000022, 0x0000000700000003, 0x0000000000020000, 0},
	 {.kind = ITSG_CMD_VMOVP, .sequence = 2, .list = 3, .vpe = 7, .rd = 2}},
	{V41,
	 {0x0000000400a00523, 0x0000000700000000, 0, 0},
	 {.kind = ITSG_CMD_VSGI, .enable = 1, .group = 1, .priority = 10, .sgi = 4, .vpe = 7}},
};

#define DEV0 0xffffffff000000ff
#define LOW  0x00000000ffffffff
#define VPE  0x0000ffff00000000
#define RD   0x000fffffffff0000
#define TOP  0x8000000000000000

/* One row a command: where it exists, its opcode, the bits it defines, its fields. */
/* clang-format off */
static const struct form {
	enum itsg_command_kind kind;
	unsigned int layouts;
	uint8_t opcode;
	uint64_t mask[4];
	const char *text; /* name: field word[high:low], + where the bits stay in place */
} forms[] = {
	{ITSG_CMD_MOVI, ALL, 0x01, {DEV0, LOW, 0xffff, 0},
	 "MOVI: device 0[63:32]; event 1[31:0]; icid 2[15:0];"},
	{ITSG_CMD_INT, ALL, 0x03, {DEV0, LOW, 0, 0}, "INT: device 0[63:32]; event 1[31:0];"},
	{ITSG_CMD_CLEAR, ALL, 0x04, {DEV0, LOW, 0, 0}, "CLEAR: device 0[63:32]; event 1[31:0];"},
	{ITSG_CMD_SYNC, ALL, 0x05, {0xff, 0, RD, 0}, "SYNC: rd 2[51:16];"},
	{ITSG_CMD_MAPD, ALL, 0x08, {DEV0, 0x1f, 0x800fffffffffff00, 0},
	 "MAPD: device 0[63:32]; size 1[4:0]; address+ 2[51:8]; valid 2[63:63];"},
	{ITSG_CMD_MAPC, ALL, 0x09, {0xff, 0, 0x800fffffffffffff, 0},
	 "MAPC: icid 2[15:0]; rd 2[51:16]; valid 2[63:63];"},
	{ITSG_CMD_MAPTI, ALL, 0x0a, {DEV0, ONES, 0xffff, 0},
	 "MAPTI: device 0[63:32]; event 1[31:0]; intid 1[63:32]; icid 2[15:0];"},
	{ITSG_CMD_MAPI, ALL, 0x0b, {DEV0, LOW, 0xffff, 0},
	 "MAPI: device 0[63:32]; event 1[31:0]; icid 2[15:0];"},
	{ITSG_CMD_INV, ALL, 0x0c, {DEV0, LOW, 0, 0}, "INV: device 0[63:32]; event 1[31:0];"},
	{ITSG_CMD_INVALL, ALL, 0x0d, {0xff, 0, 0xffff, 0}, "INVALL: icid 2[15:0];"},
	{ITSG_CMD_MOVALL, ALL, 0x0e, {0xff, 0, RD, RD}, "MOVALL: rd 2[51:16]; rd2 3[51:16];"},
	{ITSG_CMD_DISCARD, ALL, 0x0f, {DEV0, LOW, 0, 0},
	 "DISCARD: device 0[63:32]; event 1[31:0];"},
	{ITSG_CMD_VMOVI, V4, 0x21, {DEV0, VPE | LOW, 0xffffffff00000001, 0},
	 "VMOVI: device 0[63:32]; event 1[31:0]; vpe 1[47:32]; db 2[0:0]; doorbell 2[63:32];"},
	{ITSG_CMD_VMOVP, V40, 0x22, {0x0000ffff000000ff, 0x0000ffff0000ffff, RD, 0},
	 "VMOVP: sequence 0[47:32]; list 1[15:0]; vpe 1[47:32]; rd 2[51:16];"},
	{ITSG_CMD_VMOVP_V4_1, V41, 0x22,
	 {0x0000ffff000000ff, 0x0000ffff0000ffff, TOP | RD, LOW},
	 "VMOVP: sequence 0[47:32]; list 1[15:0]; vpe 1[47:32]; rd 2[51:16]; db 2[63:63];"
	 " doorbell 3[31:0];"},
	{ITSG_CMD_VSGI, V41, 0x23, {0x0000000f00f007ff, VPE, 0, 0},
	 "VSGI: enable 0[8:8]; clear 0[9:9]; group 0[10:10]; priority 0[23:20]; sgi 0[35:32];"
	 " vpe 1[47:32];"},
	{ITSG_CMD_VSYNC, V4, 0x25, {0xff, VPE, 0, 0}, "VSYNC: vpe 1[47:32];"},
	{ITSG_CMD_VMAPP, V40, 0x29, {0xff, VPE, TOP | RD, 0x000fffffffff001f},
	 "VMAPP: vpe 1[47:32]; rd 2[51:16]; valid 2[63:63]; size 3[4:0]; address+ 3[51:16];"},
	{ITSG_CMD_VMAPP_V4_1, V41, 0x29,
	 {0x000fffffffff03ff, VPE | LOW, TOP | RD, 0x000fffffffff001f},
	 "VMAPP: alloc 0[8:8]; ptz 0[9:9]; vconf+ 0[51:16]; doorbell 1[31:0]; vpe 1[47:32];"
	 " rd 2[51:16]; valid 2[63:63]; size 3[4:0]; address+ 3[51:16];"},
	{ITSG_CMD_VMAPTI, V4, 0x2a, {DEV0, VPE | LOW, ONES, 0},
	 "VMAPTI: device 0[63:32]; event 1[31:0]; vpe 1[47:32]; intid 2[31:0];"
	 " doorbell 2[63:32];"},
	{ITSG_CMD_VMAPI, V4, 0x2b, {DEV0, VPE | LOW, 0xffffffff00000000, 0},
	 "VMAPI: device 0[63:32]; event 1[31:0]; vpe 1[47:32]; doorbell 2[63:32];"},
	{ITSG_CMD_VINVALL, V4, 0x2d, {0xff, VPE, 0, 0}, "VINVALL: vpe 1[47:32];"},
	{ITSG_CMD_INVDB, V41, 0x2e, {0xff, VPE, 0, 0}, "INVDB: vpe 1[47:32];"},
};
/* clang-format on */

static enum itsg_layout first_layout(unsigned int layouts)
{
	if (layouts & V3)
		return ITSG_GICV3;
	return layouts & V40 ? ITSG_GICV4 : ITSG_GICV4_1;
}

static void expect_same(const struct itsg_command *got, const struct itsg_command *want)
{
	ck_assert_int_eq(got->kind, want->kind);
	ck_assert_uint_eq(got->device, want->device);
	ck_assert_uint_eq(got->event, want->event);
	ck_assert_uint_eq(got->intid, want->intid);
	ck_assert_uint_eq(got->doorbell, want->doorbell);
	ck_assert_uint_eq(got->icid, want->icid);
	ck_assert_uint_eq(got->vpe, want->vpe);
	ck_assert_uint_eq(got->sequence, want->sequence);
	ck_assert_uint_eq(got->list, want->list);
	ck_assert_uint_eq(got->size, want->size);
	ck_assert_uint_eq(got->valid, want->valid);
	ck_assert_uint_eq(got->db, want->db);
	ck_assert_uint_eq(got->alloc, want->alloc);
	ck_assert_uint_eq(got->ptz, want->ptz);
	ck_assert_uint_eq(got->enable, want->enable);
	ck_assert_uint_eq(got->clear, want->clear);
	ck_assert_uint_eq(got->group, want->group);
	ck_assert_uint_eq(got->priority, want->priority);
	ck_assert_uint_eq(got->sgi, want->sgi);
	ck_assert_uint_eq(got->address, want->address);
	ck_assert_uint_eq(got->vconf, want->vconf);
	ck_assert_uint_eq(got->rd, want->rd);
	ck_assert_uint_eq(got->rd2, want->rd2);
}

static void expect_words(const uint64_t got[4], const uint64_t want[4])
{
	ck_assert_uint_eq(got[0], want[0]);
	ck_assert_uint_eq(got[1], want[1]);
	ck_assert_uint_eq(got[2], want[2]);
	ck_assert_uint_eq(got[3], want[3]);
}

static struct itsg_command decoded(enum itsg_layout layout, const uint64_t words[4])
{
	struct itsg_command cmd;

	memset(&cmd, 0xa5, sizeof(cmd)); /* members the kind does not have become zero */
	ck_assert(itsg_command_decode(layout, words, &cmd));
	return cmd;
}

/* The words after decode and encode. */
static void round_trip(enum itsg_layout layout, const uint64_t words[4], uint64_t out[4])
{
	struct itsg_command cmd = decoded(layout, words);

	memset(out, 0x5a, 4 * sizeof(*out));
	itsg_command_encode(&cmd, out);
}

static void check_vector(const struct vector *vector)
{
	uint64_t words[4] = {ONES, ONES, ONES, ONES};
	struct itsg_command cmd;
	unsigned int layout;

	for (layout = 0; layout < 3; layout++) {
		if (!(vector->layouts >> layout & 1))
			continue;
		cmd = decoded((enum itsg_layout)layout, vector->words);
		expect_same(&cmd, &vector->cmd);
	}
	itsg_command_encode(&vector->cmd, words);
	expect_words(words, vector->words);
}

START_TEST(good_every_field)
{
	check_vector(&vectors[_i]);
}
END_TEST

START_TEST(good_worked_example)
{
	check_vector(&examples[_i]);
}
END_TEST

/*
 * Each form has a vector for each layout it exists in, so that no new command is forgotten above.
 */
START_TEST(good_every_form_has_a_vector)
{
	unsigned int layouts = 0;
	size_t i;

	for (i = 0; i < COUNT(vectors); i++)
		if (vectors[i].cmd.kind == forms[_i].kind)
			layouts |= vectors[i].layouts;
	ck_assert_uint_eq(layouts, forms[_i].layouts);
	ck_assert_uint_eq(COUNT(forms), ITSG_COMMAND_KINDS - 1);
}
END_TEST

START_TEST(good_unmap_needs_only_the_key)
{
	const uint64_t words[4] = {0x0000001000000008, ONES, 0x7fffffffffffffff, ONES};
	struct itsg_command cmd = decoded(ITSG_GICV3, words);

	ck_assert_int_eq(cmd.kind, ITSG_CMD_MAPD);
	ck_assert_uint_eq(cmd.device, 0x10);
	ck_assert_uint_eq(cmd.valid, 0);
}
END_TEST

static enum itsg_command_kind expected_kind(unsigned int layout, unsigned int opcode)
{
	size_t i;

	for (i = 0; i < COUNT(forms); i++)
		if (forms[i].opcode == opcode && forms[i].layouts >> layout & 1)
			return forms[i].kind;
	return ITSG_CMD_NONE;
}

/* Opcodes by layout, written out once more, and independent of the rows above. */
START_TEST(good_opcodes)
{
	static const char *const accepted[3] = {
		" 01 03 04 05 08 09 0a 0b 0c 0d 0e 0f ",
		" 01 03 04 05 08 09 0a 0b 0c 0d 0e 0f 21 22 25 29 2a 2b 2d ",
		" 01 03 04 05 08 09 0a 0b 0c 0d 0e 0f 21 22 23 25 29 2a 2b 2d 2e ",
	};
	const uint64_t fill = _i / 3 ? ONES : 0;
	const unsigned int layout = (unsigned int)_i % 3;
	struct itsg_command cmd;
	unsigned int opcode;
	char text[8];
	bool found;

	for (opcode = 0; opcode < 256; opcode++) {
		const uint64_t words[4] = {(fill & ~(uint64_t)0xff) | opcode, fill, fill, fill};

		snprintf(text, sizeof(text), " %02x ", opcode);
		memset(&cmd, 0xa5, sizeof(cmd));
		found = itsg_command_decode((enum itsg_layout)layout, words, &cmd);
		ck_assert_msg(found == (strstr(accepted[layout], text) != NULL), "opcode %s", text);
		ck_assert_int_eq(cmd.kind, expected_kind(layout, opcode));
	}
}
END_TEST

START_TEST(good_defined_bits)
{
	const struct form *form = &forms[_i];
	const uint64_t ones[4] = {(ONES ^ 0xff) | form->opcode, ONES, ONES, ONES};
	const uint64_t want[4] = {(form->mask[0] ^ 0xff) | form->opcode, form->mask[1],
				  form->mask[2], form->mask[3]};
	uint64_t got[4];
	unsigned int word;

	for (word = 0; word < 4; word++)
		ck_assert_uint_eq(itsg_command_mask(form->kind, word), form->mask[word]);
	round_trip(first_layout(form->layouts), ones, got);
	expect_words(got, want);
}
END_TEST

/* Members wider than their field are cut to it. Nothing spills into a neighbour. */
START_TEST(good_encode_cuts_members)
{
	const struct form *form = &forms[_i];
	const uint64_t want[4] = {(form->mask[0] ^ 0xff) | form->opcode, form->mask[1],
				  form->mask[2], form->mask[3]};
	struct itsg_command cmd;
	uint64_t got[4];

	memset(&cmd, 0xff, sizeof(cmd));
	cmd.kind = form->kind;
	itsg_command_encode(&cmd, got);
	expect_words(got, want);
}
END_TEST

/* One bit at a time: a field is exactly as wide as the table says, and stands where it says. */
START_TEST(rf44_walking_bit)
{
	const struct form *form = &forms[_i];
	uint64_t words[4], want[4], got[4];
	unsigned int bit, word;

	for (bit = 8; bit < 256; bit++) {
		word = bit / 64;
		memset(words, 0, sizeof(words));
		words[0] = form->opcode;
		memcpy(want, words, sizeof(want));
		words[word] |= (uint64_t)1 << bit % 64;
		want[word] |= words[word] & form->mask[word];
		round_trip(first_layout(form->layouts), words, got);
		expect_words(got, want);
	}
}
END_TEST

/* Two address fields, bit by bit: the member is the address itself, never shifted. */
START_TEST(rf44_addresses_stay_in_place)
{
	uint64_t words[4] = {0x08, 0, 0, 0};
	unsigned int bit;

	for (bit = 8; bit < 52; bit++) {
		words[2] = (uint64_t)1 << bit;
		ck_assert_uint_eq(decoded(ITSG_GICV3, words).address, words[2]);
	}
	words[0] = 0x29;
	words[2] = 0;
	for (bit = 16; bit < 52; bit++) {
		words[3] = (uint64_t)1 << bit;
		ck_assert_uint_eq(decoded(ITSG_GICV4, words).address, words[3]);
	}
}
END_TEST

START_TEST(rf25_upper_bits_never_reach_an_address)
{
	const uint64_t mapd[4] = {0x08, 0, 0xfff0000000001000, 0};
	const uint64_t vmapp[4] = {0xfff000000001fe29, 0, 0xfff0000000020000, 0xfff000000003ffff};

	ck_assert_uint_eq(decoded(ITSG_GICV3, mapd).address, 0x1000);
	ck_assert_uint_eq(decoded(ITSG_GICV4_1, vmapp).vconf, 0x10000);
	ck_assert_uint_eq(decoded(ITSG_GICV4_1, vmapp).rd, 2);
	ck_assert_uint_eq(decoded(ITSG_GICV4_1, vmapp).address, 0x30000);
}
END_TEST

START_TEST(good_names)
{
	const char *name = itsg_command_name(forms[_i].kind);
	size_t length = strlen(name);

	ck_assert_msg(!strncmp(forms[_i].text, name, length) && forms[_i].text[length] == ':', "%s",
		      name);
}
END_TEST

/* The description that tools show names the same bits as the codec uses. */
START_TEST(good_field_descriptions)
{
	const struct form *form = &forms[_i];
	uint64_t mask[4] = {0xff, 0, 0, 0};
	const struct itsg_field *field;
	unsigned int i, count = 0;
	size_t length = strcspn(form->text, " ");
	char text[64];

	field = itsg_command_fields(form->kind, &count);
	for (i = 0; i < count; i++, field++) {
		snprintf(text, sizeof(text), " %s%s %u[%u:%u];", field->name,
			 field->in_place ? "+" : "", field->word, field->low + field->bits - 1u,
			 field->low);
		ck_assert_msg(strstr(form->text, text) != NULL, "%s, not%s", form->text, text);
		length += strlen(text);
		mask[field->word] |= (ONES >> (64 - field->bits)) << field->low;
	}
	ck_assert_uint_eq(length, strlen(form->text));
	expect_words(mask, form->mask);
}
END_TEST

static void add_loop(TCase *tcase, const TTest *test, size_t end)
{
	tcase_add_loop_test(tcase, test, 0, (int)end);
}

Suite *suite_command(void)
{
	Suite *suite = suite_create("command");
	TCase *words = tcase_create("words"), *bits = tcase_create("bits");

	add_loop(words, good_every_field, COUNT(vectors));
	add_loop(words, good_worked_example, COUNT(examples));
	add_loop(words, good_every_form_has_a_vector, COUNT(forms));
	tcase_add_test(words, good_unmap_needs_only_the_key);
	add_loop(words, good_opcodes, 6);
	suite_add_tcase(suite, words);
	add_loop(bits, good_defined_bits, COUNT(forms));
	add_loop(bits, good_encode_cuts_members, COUNT(forms));
	add_loop(bits, rf44_walking_bit, COUNT(forms));
	tcase_add_test(bits, rf44_addresses_stay_in_place);
	tcase_add_test(bits, rf25_upper_bits_never_reach_an_address);
	add_loop(bits, good_names, COUNT(forms));
	add_loop(bits, good_field_descriptions, COUNT(forms));
	suite_add_tcase(suite, bits);
	return suite;
}
