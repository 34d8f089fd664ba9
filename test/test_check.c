/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Checks of commands that need no state: each limit at its edge, and which reason comes first. */
#include <check.h>
#include <string.h>

#include "suites.h"
#include "validator/check.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MAX32	     0xffffffffu

/* Shorter names for the columns below. */
#define OK	 ITSG_REASON_NONE
#define DEVICE_R ITSG_REASON_DEVICE_RANGE
#define SIZE_R	 ITSG_REASON_SIZE_RANGE
#define EVENT_R	 ITSG_REASON_EVENT_RANGE
#define INTID_R	 ITSG_REASON_INTID_RANGE
#define ICID_R	 ITSG_REASON_ICID_RANGE
#define VPE_R	 ITSG_REASON_VPE_RANGE
#define VPT_R	 ITSG_REASON_VPT_SIZE_RANGE
#define RD_R	 ITSG_REASON_RDBASE
#define LIMIT_R	 ITSG_REASON_ADDRESS_LIMIT

static const struct itsg_redistributor by_number[] = {
	{0x2f400000, 0},     {0x2f100000, 3},	   {0x2f300000, 7},
	{0x2f200000, 0x100}, {0x2f000000, 0xffff},
};

static const struct itsg_redistributor by_base[] = {
	{0x000000002f180000, 9}, {0x000000002f1a0000, 8}, {0x0000000100000000, 7},
	{0x0001000000000000, 6}, {0x000fffffffff0000, 5},
};

static struct itsg_limits limits_good(void)
{
	struct itsg_limits limits = {
		.devices = 0x1000,
		.events = 0x10000,
		.icids = 0x30,
		.intids = 0x8000,
		.event_bits = 16,
		.ite_bytes = 8,
		.vpes = 0x100,
		.vpt_bits = 16,
		.redistributors = by_number,
		.redistributor_count = COUNT(by_number),
		.pa_limit = (uint64_t)1 << 40,
	};

	return limits;
}

/* In range for every kind. Members that a kind does not have are not looked at. */
static struct itsg_command command_good(enum itsg_command_kind kind)
{
	struct itsg_command cmd = {
		.kind = kind,
		.device = 5,
		.event = 9000,
		.intid = 8200,
		.doorbell = 8300,
		.icid = 2,
		.vpe = 9,
		.size = 15,
		.valid = 1,
		.db = 1,
		.alloc = 1,
		.address = 0x90010000,
		.vconf = 0x90000000,
		.rd = 3,
		.rd2 = 7,
	};

	return cmd;
}

enum member { DEVICE, EVENT, INTID, DOORBELL, ICID, VPE, SIZE, ADDRESS, RD, RD2 };

static void set(struct itsg_command *cmd, enum member member, uint64_t value)
{
	switch (member) {
	case DEVICE: cmd->device = (itsg_device_id)value; break;
	case EVENT: cmd->event = (itsg_event_id)value; break;
	case INTID: cmd->intid = (itsg_intid)value; break;
	case DOORBELL: cmd->doorbell = (uint32_t)value; break;
	case ICID: cmd->icid = (uint16_t)value; break;
	case VPE: cmd->vpe = (uint16_t)value; break;
	case SIZE: cmd->size = (uint8_t)value; break;
	case ADDRESS: cmd->address = value; break;
	case RD: cmd->rd = value; break;
	case RD2: cmd->rd2 = value; break;
	}
}

static void expect(const struct itsg_limits *limits, const struct itsg_command *cmd,
		   enum itsg_reason want)
{
	enum itsg_reason got = itsg_check_command(limits, cmd);

	ck_assert_msg(got == want, "%s: %s, not %s", itsg_command_name(cmd->kind),
		      itsg_reason_name(got), itsg_reason_name(want));
}

/* ---- limits ---- */

struct edge {
	uint64_t value;
	enum itsg_reason reason;
};

#define EDGES 16

static const struct edge device_edges[EDGES] = {
	{0, OK}, {0xfff, OK}, {0x1000, DEVICE_R}, {0x1001, DEVICE_R}, {MAX32, DEVICE_R}};
static const struct edge event_edges[EDGES] = {
	{0, OK}, {0xffff, OK}, {0x10000, EVENT_R}, {0x10001, EVENT_R}, {MAX32, EVENT_R}};
static const struct edge icid_edges[EDGES] = {
	{0, OK}, {0x2f, OK}, {0x30, ICID_R}, {0x31, ICID_R}, {0xffff, ICID_R}};
static const struct edge vpe_edges[EDGES] = {
	{0, OK}, {0xff, OK}, {0x100, VPE_R}, {0x101, VPE_R}, {0xffff, VPE_R}};
static const struct edge intid_edges[EDGES] = {
	{0, INTID_R},	   {1022, INTID_R},   {1023, INTID_R},	  {1024, INTID_R},
	{8191, INTID_R},   {8192, OK},	      {8193, OK},	  {0x7fff, OK},
	{0x8000, INTID_R}, {0x8001, INTID_R}, {0x10000, INTID_R}, {MAX32, INTID_R}};
/* MAPI, VMAPI: EventID is the INTID as well. */
static const struct edge both_edges[EDGES] = {
	{0, INTID_R},	   {1023, INTID_R},   {8191, INTID_R},	  {8192, OK},	   {0x7fff, OK},
	{0x8000, INTID_R}, {0xffff, INTID_R}, {0x10000, EVENT_R}, {MAX32, EVENT_R}};
static const struct edge doorbell_edges[EDGES] = {
	{0, INTID_R}, {1022, INTID_R}, {1023, OK},	  {1024, INTID_R},   {8191, INTID_R},
	{8192, OK},   {0x7fff, OK},    {0x8000, INTID_R}, {0x8001, INTID_R}, {MAX32, INTID_R}};
static const struct edge size_edges[EDGES] = {{0, OK},	    {14, OK},	  {15, OK},
					      {16, SIZE_R}, {17, SIZE_R}, {31, SIZE_R}};
static const struct edge vpt_edges[EDGES] = {{0, VPT_R},  {11, VPT_R}, {12, VPT_R},
					     {13, OK},	  {14, OK},    {15, OK},
					     {16, VPT_R}, {17, VPT_R}, {31, VPT_R}};
/* clang-format off */
static const struct edge rd_edges[EDGES] = {
	{0, OK}, {1, RD_R}, {2, RD_R}, {3, OK}, {4, RD_R}, {6, RD_R}, {7, OK}, {8, RD_R},
	{0xff, RD_R}, {0x100, OK}, {0xfffe, RD_R}, {0xffff, OK},
	{0x10000, RD_R}, {0x10003, RD_R}, {0x100000003, RD_R}, {0xfffffffff, RD_R}};

/* Which members each command has a limit for, and the edges of that limit. */
static const struct {
	enum itsg_command_kind kind;
	enum member member;
	const struct edge *edges;
} limited[] = {
	{ITSG_CMD_MOVI, DEVICE, device_edges}, {ITSG_CMD_MOVI, EVENT, event_edges},
	{ITSG_CMD_MOVI, ICID, icid_edges}, {ITSG_CMD_INT, DEVICE, device_edges},
	{ITSG_CMD_INT, EVENT, event_edges}, {ITSG_CMD_CLEAR, DEVICE, device_edges},
	{ITSG_CMD_CLEAR, EVENT, event_edges}, {ITSG_CMD_DISCARD, DEVICE, device_edges},
	{ITSG_CMD_DISCARD, EVENT, event_edges}, {ITSG_CMD_INV, DEVICE, device_edges},
	{ITSG_CMD_INV, EVENT, event_edges}, {ITSG_CMD_SYNC, RD, rd_edges},
	{ITSG_CMD_MAPD, DEVICE, device_edges}, {ITSG_CMD_MAPD, SIZE, size_edges},
	{ITSG_CMD_MAPC, ICID, icid_edges}, {ITSG_CMD_MAPC, RD, rd_edges},
	{ITSG_CMD_MAPTI, DEVICE, device_edges}, {ITSG_CMD_MAPTI, EVENT, event_edges},
	{ITSG_CMD_MAPTI, INTID, intid_edges}, {ITSG_CMD_MAPTI, ICID, icid_edges},
	{ITSG_CMD_MAPI, DEVICE, device_edges}, {ITSG_CMD_MAPI, EVENT, both_edges},
	{ITSG_CMD_MAPI, ICID, icid_edges}, {ITSG_CMD_INVALL, ICID, icid_edges},
	{ITSG_CMD_MOVALL, RD, rd_edges}, {ITSG_CMD_MOVALL, RD2, rd_edges},
	{ITSG_CMD_VMAPP, VPE, vpe_edges}, {ITSG_CMD_VMAPP, SIZE, vpt_edges},
	{ITSG_CMD_VMAPP, RD, rd_edges}, {ITSG_CMD_VMAPTI, DEVICE, device_edges},
	{ITSG_CMD_VMAPTI, EVENT, event_edges}, {ITSG_CMD_VMAPTI, VPE, vpe_edges},
	{ITSG_CMD_VMAPTI, DOORBELL, doorbell_edges}, {ITSG_CMD_VMAPI, DEVICE, device_edges},
	{ITSG_CMD_VMAPI, VPE, vpe_edges}, {ITSG_CMD_VMAPI, DOORBELL, doorbell_edges},
	{ITSG_CMD_VMOVI, DEVICE, device_edges}, {ITSG_CMD_VMOVI, EVENT, event_edges},
	{ITSG_CMD_VMOVI, VPE, vpe_edges}, {ITSG_CMD_VMOVI, DOORBELL, doorbell_edges},
	{ITSG_CMD_VMOVP, VPE, vpe_edges}, {ITSG_CMD_VMOVP, RD, rd_edges},
	{ITSG_CMD_VSYNC, VPE, vpe_edges}, {ITSG_CMD_VINVALL, VPE, vpe_edges},
};
/* clang-format on */

START_TEST(rf42_limits_at_their_edge)
{
	struct itsg_limits limits = limits_good();
	struct itsg_command cmd;
	size_t i;

	for (i = 0; i < EDGES && (!i || limited[_i].edges[i].value); i++) {
		cmd = command_good(limited[_i].kind);
		set(&cmd, limited[_i].member, limited[_i].edges[i].value);
		expect(&limits, &cmd, limited[_i].edges[i].reason);
	}
}
END_TEST

/* Limits as wide as the fields themselves: everything passes, nothing is cut to 32 bits. */
START_TEST(good_limits_as_wide_as_the_fields)
{
	struct itsg_limits limits = limits_good();
	struct itsg_command cmd = command_good(ITSG_CMD_MAPTI);

	limits.devices = limits.events = (uint64_t)1 << 32;
	limits.icids = 0x10000;
	limits.vpes = 0x10000;
	cmd.device = cmd.event = MAX32;
	cmd.icid = 0xffff;
	cmd.intid = 0x7fff;
	expect(&limits, &cmd, OK);
	cmd = command_good(ITSG_CMD_VSYNC);
	cmd.vpe = 0xffff;
	expect(&limits, &cmd, OK);
}
END_TEST

START_TEST(bad_limits_of_zero)
{
	struct itsg_limits limits = limits_good();
	struct itsg_command cmd = command_good(ITSG_CMD_INV);

	limits.devices = 0;
	cmd.device = 0;
	expect(&limits, &cmd, DEVICE_R);
	limits.icids = 0;
	cmd = command_good(ITSG_CMD_INVALL);
	cmd.icid = 0;
	expect(&limits, &cmd, ICID_R);
	limits.vpes = 0;
	cmd = command_good(ITSG_CMD_VSYNC);
	cmd.vpe = 0;
	expect(&limits, &cmd, VPE_R);
}
END_TEST

/* Not offered before redistributors are mediated, even with all fields good. */
START_TEST(bad_later_layouts)
{
	static const enum itsg_command_kind kinds[] = {ITSG_CMD_VSGI, ITSG_CMD_INVDB,
						       ITSG_CMD_VMAPP_V4_1, ITSG_CMD_VMOVP_V4_1};
	struct itsg_limits limits = limits_good();
	struct itsg_command cmd;
	size_t i;

	for (i = 0; i < COUNT(kinds); i++) {
		cmd = command_good(kinds[i]);
		expect(&limits, &cmd, ITSG_REASON_OPCODE);
	}
}
END_TEST

/* ---- which reason comes first ---- */

struct fault {
	enum member member;
	uint64_t value;
	enum itsg_reason reason;
};

#define BAD_DEVICE                                                                                 \
	{                                                                                          \
		DEVICE, 0x1000, DEVICE_R                                                           \
	}
#define BAD_EVENT                                                                                  \
	{                                                                                          \
		EVENT, 0x10000, EVENT_R                                                            \
	}
#define BAD_ICID                                                                                   \
	{                                                                                          \
		ICID, 0x30, ICID_R                                                                 \
	}
#define BAD_INTID                                                                                  \
	{                                                                                          \
		INTID, 8191, INTID_R                                                               \
	}
#define BAD_EVENT_AS_INTID                                                                         \
	{                                                                                          \
		EVENT, 8191, INTID_R                                                               \
	}
#define BAD_VPE                                                                                    \
	{                                                                                          \
		VPE, 0x100, VPE_R                                                                  \
	}
#define BAD_DOORBELL                                                                               \
	{                                                                                          \
		DOORBELL, 8191, INTID_R                                                            \
	}
#define BAD_RD                                                                                     \
	{                                                                                          \
		RD, 4, RD_R                                                                        \
	}
#define BAD_ADDRESS                                                                                \
	{                                                                                          \
		ADDRESS, 0xfffffffff0000, LIMIT_R                                                  \
	}

static const struct {
	enum itsg_command_kind kind;
	unsigned int count;
	struct fault faults[5];
} orders[] = {
	{ITSG_CMD_INT, 2, {BAD_DEVICE, BAD_EVENT}},
	{ITSG_CMD_CLEAR, 2, {BAD_DEVICE, BAD_EVENT}},
	{ITSG_CMD_INV, 2, {BAD_DEVICE, BAD_EVENT}},
	{ITSG_CMD_DISCARD, 2, {BAD_DEVICE, BAD_EVENT}},
	{ITSG_CMD_MOVI, 3, {BAD_DEVICE, BAD_EVENT, BAD_ICID}},
	{ITSG_CMD_MAPTI, 4, {BAD_DEVICE, BAD_EVENT, BAD_ICID, BAD_INTID}},
	{ITSG_CMD_MAPI, 4, {BAD_DEVICE, BAD_EVENT, BAD_ICID, BAD_EVENT_AS_INTID}},
	{ITSG_CMD_MAPD, 3, {BAD_DEVICE, {SIZE, 16, SIZE_R}, BAD_ADDRESS}},
	{ITSG_CMD_MAPC, 2, {BAD_ICID, BAD_RD}},
	{ITSG_CMD_MOVALL, 2, {BAD_RD, {RD2, 4, RD_R}}},
	{ITSG_CMD_VMAPP, 4, {BAD_VPE, {SIZE, 16, VPT_R}, BAD_RD, BAD_ADDRESS}},
	{ITSG_CMD_VMAPTI, 5, {BAD_DEVICE, BAD_EVENT, BAD_INTID, BAD_VPE, BAD_DOORBELL}},
	{ITSG_CMD_VMAPI, 5, {BAD_DEVICE, BAD_EVENT, BAD_EVENT_AS_INTID, BAD_VPE, BAD_DOORBELL}},
	{ITSG_CMD_VMOVI, 4, {BAD_DEVICE, BAD_EVENT, BAD_VPE, BAD_DOORBELL}},
	{ITSG_CMD_VMOVP, 2, {BAD_VPE, BAD_RD}},
};

/* Everything wrong at once, then one fault fewer from the front each time. */
START_TEST(good_order_of_reasons)
{
	struct itsg_limits limits = limits_good();
	const struct fault *faults = orders[_i].faults;
	struct itsg_command cmd;
	unsigned int first, i;

	for (first = 0; first < orders[_i].count; first++) {
		cmd = command_good(orders[_i].kind);
		for (i = orders[_i].count; i-- > first;)
			set(&cmd, faults[i].member, faults[i].value);
		expect(&limits, &cmd, faults[first].reason);
	}
	cmd = command_good(orders[_i].kind);
	expect(&limits, &cmd, OK);
}
END_TEST

/* ---- fields that are ignored ---- */

static struct itsg_command command_unmap(enum itsg_command_kind kind)
{
	struct itsg_command cmd = command_good(kind);

	cmd.valid = 0;
	cmd.event = cmd.intid = cmd.doorbell = MAX32;
	cmd.size = 31;
	cmd.address = cmd.vconf = 0x000fffffffffff00;
	cmd.rd = cmd.rd2 = 0xfffffffff;
	return cmd;
}

START_TEST(good_unmap_looks_at_the_key_alone)
{
	struct itsg_limits limits = limits_good();
	struct itsg_command cmd;

	cmd = command_unmap(ITSG_CMD_MAPD);
	cmd.icid = cmd.vpe = 0xffff;
	expect(&limits, &cmd, OK);
	cmd.device = 0x1000;
	expect(&limits, &cmd, DEVICE_R);
	cmd = command_unmap(ITSG_CMD_MAPC);
	cmd.device = MAX32;
	cmd.vpe = 0xffff;
	expect(&limits, &cmd, OK);
	cmd.icid = 0x30;
	expect(&limits, &cmd, ICID_R);
	cmd = command_unmap(ITSG_CMD_VMAPP);
	cmd.device = MAX32;
	cmd.icid = 0xffff;
	expect(&limits, &cmd, OK);
	cmd.vpe = 0x100;
	expect(&limits, &cmd, VPE_R);
}
END_TEST

START_TEST(good_doorbell_ignored_without_d)
{
	struct itsg_limits limits = limits_good();
	struct itsg_command cmd = command_good(ITSG_CMD_VMOVI);

	cmd.doorbell = 0;
	expect(&limits, &cmd, INTID_R);
	cmd.db = 0;
	expect(&limits, &cmd, OK);
}
END_TEST

/* 1023 says "no doorbell", and only in doorbell fields. */
START_TEST(bad_intid_1023)
{
	struct itsg_limits limits = limits_good();
	struct itsg_command cmd = command_good(ITSG_CMD_MAPTI);

	cmd.intid = 1023;
	expect(&limits, &cmd, INTID_R);
	cmd = command_good(ITSG_CMD_MAPI);
	cmd.event = 1023;
	expect(&limits, &cmd, INTID_R);
	cmd = command_good(ITSG_CMD_VMAPTI);
	cmd.doorbell = 1023;
	expect(&limits, &cmd, OK);
	cmd.intid = 1023;
	expect(&limits, &cmd, INTID_R);
}
END_TEST

START_TEST(bad_vintid_is_no_lpi)
{
	struct itsg_limits limits = limits_good();
	struct itsg_command vmapti = command_good(ITSG_CMD_VMAPTI);
	struct itsg_command vmapi = command_good(ITSG_CMD_VMAPI);

	vmapti.intid = vmapi.event = 8191;
	expect(&limits, &vmapti, INTID_R);
	expect(&limits, &vmapi, INTID_R);
	vmapti.intid = vmapi.event = 8192;
	expect(&limits, &vmapti, OK);
	expect(&limits, &vmapi, OK);
}
END_TEST

/* No vLPI lies beyond the INTIDs that a GIC has, whatever the vPE's table may hold. */
START_TEST(bad_vintid_beyond_the_gic)
{
	struct itsg_limits limits = limits_good();
	struct itsg_command cmd = command_good(ITSG_CMD_VMAPTI);

	limits.events = (uint64_t)1 << 32;
	limits.intids = 0x10000;
	cmd.intid = 0xffff;
	expect(&limits, &cmd, OK);
	cmd.intid = 0x10000;
	expect(&limits, &cmd, INTID_R);
	cmd.intid = MAX32;
	expect(&limits, &cmd, INTID_R);
	cmd = command_good(ITSG_CMD_VMAPI);
	cmd.event = 0x10000;
	expect(&limits, &cmd, INTID_R);
}
END_TEST

/* ---- addresses ---- */

static const struct {
	uint64_t limit;
	unsigned int ite, size;
	uint64_t address;
	enum itsg_reason reason;
} itts[] = {
	/* 256 bytes */
	{0x10000000000, 8, 4, 0, OK},
	{0x10000000000, 8, 4, 0xffffffff00, OK},
	{0x10000000000, 8, 4, 0x10000000000, LIMIT_R},
	{0x10000000000, 8, 4, 0xfffffffffff00, LIMIT_R},
	/* 512 bytes, 384 bytes, 16 bytes */
	{0x10000000000, 8, 5, 0xfffffffe00, OK},
	{0x10000000000, 8, 5, 0xffffffff00, LIMIT_R},
	{0x10000000000, 12, 4, 0xfffffffe00, OK},
	{0x10000000000, 12, 4, 0xffffffff00, LIMIT_R},
	{0x10000000000, 8, 0, 0xffffffff00, OK},
	/* neither 4K nor 64K alignment is asked for */
	{0x10000000000, 8, 4, 0x812345600, OK},
	{0x10000000000, 8, 4, 0x812345000, OK},
	/* 64 GiB */
	{0x10000000000, 16, 31, 0xf000000000, OK},
	{0x10000000000, 16, 31, 0xf000000100, LIMIT_R},
	{0x10000000000, 16, 31, 0xffffffff00, LIMIT_R},
	{0x1000000000, 16, 31, 0, OK},
	{0x0fffffff00, 16, 31, 0, LIMIT_R},
	{0x10000000000000, 16, 31, 0xffff000000000, OK},
	{0x10000000000000, 16, 31, 0xffff000000100, LIMIT_R},
	{0x10000000000000, 16, 31, 0xfffffffffff00, LIMIT_R},
};

START_TEST(rf23_itt_below_the_address_limit)
{
	struct itsg_limits limits = limits_good();
	struct itsg_command cmd = command_good(ITSG_CMD_MAPD);

	limits.event_bits = 32;
	limits.pa_limit = itts[_i].limit;
	limits.ite_bytes = itts[_i].ite;
	cmd.size = (uint8_t)itts[_i].size;
	cmd.address = itts[_i].address;
	expect(&limits, &cmd, itts[_i].reason);
}
END_TEST

/* Bits to bytes in that order: 2^20 vLPIs are 128 KiB, not 8 MiB and not 1 MiB. */
START_TEST(rf46_pending_table_below_the_address_limit)
{
	struct itsg_limits limits = limits_good();
	struct itsg_command cmd = command_good(ITSG_CMD_VMAPP);

	limits.vpt_bits = 20;
	cmd.size = 19;
	cmd.address = 0xfffffe0000;
	expect(&limits, &cmd, OK);
	cmd.address = 0xffffff0000;
	expect(&limits, &cmd, LIMIT_R);
	cmd.size = 18;
	expect(&limits, &cmd, OK);
	cmd.size = 13;
	expect(&limits, &cmd, OK);
	cmd.address = 0x10000000000;
	expect(&limits, &cmd, LIMIT_R);
	cmd.address = 0xfffffffff0000;
	expect(&limits, &cmd, LIMIT_R);
}
END_TEST

/* ---- redistributors ---- */

static bool names_rd(const struct itsg_limits *limits, itsg_rdbase rd)
{
	return !itsg_check_command(limits, &(struct itsg_command){.kind = ITSG_CMD_SYNC, .rd = rd});
}

START_TEST(good_rdbase_is_number_or_address)
{
	/* 2f19: the SGI frame of the first. With addresses, processor numbers mean nothing. */
	static const itsg_rdbase good[] = {0x2f18, 0x2f1a, 0x10000, 0x100000000, 0xfffffffff};
	static const itsg_rdbase bad[] = {0,	  1,	       9,	    0x2f17,    0x2f19,
					  0x2f1b, 0x100002f18, 0xffffffffe, 0x2f180000};
	struct itsg_limits limits = limits_good();
	size_t i;

	ck_assert(names_rd(&limits, 0x100));
	ck_assert(!names_rd(&limits, 0x2f10));
	ck_assert(!names_rd(&limits, 0x2f40));
	limits.pta = true;
	limits.redistributors = by_base;
	limits.redistributor_count = COUNT(by_base);
	for (i = 0; i < COUNT(good); i++)
		ck_assert(names_rd(&limits, good[i]));
	for (i = 0; i < COUNT(bad); i++)
		ck_assert(!names_rd(&limits, bad[i]));
}
END_TEST

/* From none to many, dense and with every other number missing. */
START_TEST(good_rdbase_of_any_count)
{
	static struct itsg_redistributor list[64];
	struct itsg_limits limits = limits_good();
	uint32_t step, count, i;

	limits.redistributors = list;
	for (step = 1; step <= 3; step++)
		for (count = 0; count <= COUNT(list); count++) {
			for (i = 0; i < COUNT(list); i++)
				list[i].processor = i * step;
			limits.redistributor_count = count;
			for (i = 0; i < 4 * COUNT(list); i++)
				ck_assert_int_eq(names_rd(&limits, i),
						 i % step == 0 && i / step < count);
		}
}
END_TEST

/* clang-format off */
static const char *const reason_names[ITSG_REASONS] = {
	"NONE", "OPCODE", "DEVICE_RANGE", "SIZE_RANGE", "EVENT_RANGE", "INTID_RANGE",
	"ICID_RANGE", "VPE_RANGE", "VPT_SIZE_RANGE", "RDBASE", "ADDRESS_LIMIT",
	"ADDRESS_ALIGN", "ADDRESS_WRAP", "ADDRESS_NOT_RAM", "ADDRESS_NOT_HOST",
	"ADDRESS_STAGING", "ADDRESS_PURPOSE", "DEVICE_UNMAPPED", "EVENT_UNMAPPED",
	"EVENT_BUSY", "EVENT_KIND", "COLLECTION_UNMAPPED", "COLLECTION_BUSY",
	"VPE_UNMAPPED", "VPE_BUSY", "POOL", "CAPACITY", "LEDGER", "ACCESS_SIZE",
	"ACCESS_ALIGN", "REG_UNKNOWN", "REG_STATE", "CWRITER_RANGE",
	"ENABLE_INVALID_TABLE", "ENABLE_STAGING", "NOT_WRITABLE",
	"ENABLE_PROPERTIES", "PROPERTIES_DIFFER", "LPIS_STAY", "INTID_BUSY", "RESET_NEEDED",
};
/* clang-format on */

START_TEST(good_reason_names)
{
	unsigned int reason;

	for (reason = 0; reason < ITSG_REASONS; reason++) {
		ck_assert_str_eq(itsg_reason_name((enum itsg_reason)reason), reason_names[reason]);
		ck_assert(itsg_reason_text((enum itsg_reason)reason)[0] != '\0');
	}
}
END_TEST

Suite *suite_check(void)
{
	Suite *suite = suite_create("check");
	TCase *fields = tcase_create("fields"), *rd = tcase_create("rdbase");

	tcase_add_loop_test(fields, rf42_limits_at_their_edge, 0, (int)COUNT(limited));
	tcase_add_test(fields, good_limits_as_wide_as_the_fields);
	tcase_add_test(fields, bad_limits_of_zero);
	tcase_add_test(fields, bad_later_layouts);
	tcase_add_loop_test(fields, good_order_of_reasons, 0, (int)COUNT(orders));
	tcase_add_test(fields, good_unmap_looks_at_the_key_alone);
	tcase_add_test(fields, good_doorbell_ignored_without_d);
	tcase_add_test(fields, bad_intid_1023);
	tcase_add_test(fields, bad_vintid_is_no_lpi);
	tcase_add_test(fields, bad_vintid_beyond_the_gic);
	tcase_add_loop_test(fields, rf23_itt_below_the_address_limit, 0, (int)COUNT(itts));
	tcase_add_test(fields, rf46_pending_table_below_the_address_limit);
	tcase_add_test(fields, good_reason_names);
	suite_add_tcase(suite, fields);
	tcase_add_test(rd, good_rdbase_is_number_or_address);
	tcase_add_test(rd, good_rdbase_of_any_count);
	suite_add_tcase(suite, rd);
	return suite;
}
