// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* A redistributor's registers: one row for each access, before and after LPIs are enabled. */
#include <string.h>

#include "rd_world.h"
#include "suites.h"

static struct rdw world;

enum when { OFF, ON };

struct row {
	const char *name;
	enum when when;
	uint64_t typer; /* more bits of GICR_TYPER */
	uint32_t ctlr;	/* of the hardware's CTLR */
	bool writes;
	uint32_t offset, size;
	uint64_t value; /* written, or read back */
	enum itsg_status status;
	enum itsg_reason reason;
	/* after a write: this register reads so */
	uint32_t look;
	uint64_t seen;
};

#define R(at, bytes, what) .offset = at, .size = bytes, .value = what
#define W(at, bytes, what) .writes = true, R(at, bytes, what)
#define THEN(at, what)	   .look = at, .seen = what
#define NO(name)	   .reason = ITSG_REASON_##name
#define ABORTED(name)	   .status = ITSG_ABORT, .reason = ITSG_REASON_##name
#define VIRTUAL		   .typer = 0x40000c6 /* VLPIS, Dirty, MPAM, RVPEID, VSGI */
#define NO_DIRECT	   .typer = ~0ULL     /* neither DirectLPI nor DPGS */
#define PENDING_0	   (RDW_PENDING_WORD)

static const struct row rows[] = {
	/* reads */
	{"CTLR", OFF, R(0x0000, 4, 0)},
	{"CTLR on", ON, R(0x0000, 4, 1)},
	{"CTLR shows CES and IR", OFF, .ctlr = 6, R(0x0000, 4, 6)},
	{"IIDR", OFF, R(0x0004, 4, 0x43b)},
	{"TYPER", OFF, R(0x0008, 8, 0x29)},
	{"TYPER without virtual bits", OFF, VIRTUAL, R(0x0008, 8, 0x29)},
	{"TYPER low", OFF, R(0x0008, 4, 0x29)},
	{"TYPER high", OFF, R(0x000c, 4, 0)},
	{"STATUSR", OFF, R(0x0010, 4, 0)},
	{"WAKER", OFF, R(0x0014, 4, 6)},
	{"MPAMIDR", OFF, R(0x0018, 4, 0)},
	{"PARTIDR", OFF, R(0x001c, 4, 0)},
	{"SETLPIR is write-only", OFF, R(0x0040, 8, 0)},
	{"PROPBASER at reset", OFF, R(0x0070, 8, 0)},
	{"PROPBASER reads back", ON, R(0x0070, 8, RDW_PROPERTY_WORD)},
	{"PENDBASER reads back", ON, R(0x0078, 8, PENDING_0)},
	{"PENDBASER high", ON, R(0x007c, 4, 0)},
	{"SYNCR", ON, R(0x00c0, 4, 0)},
	{"PIDR2 says GICv3", OFF, R(0xffe8, 4, 0x3b)},
	{"CIDR3", OFF, R(0xfffc, 4, 0xfc)},
	{"virtual frame: TYPER's place", OFF, VIRTUAL, R(0x20008, 8, 0x29)},
	{"virtual frame: TYPER's place, low", OFF, VIRTUAL, R(0x20008, 4, 0x29)},
	{"virtual frame: TYPER's place, high", OFF, VIRTUAL, R(0x2000c, 4, 0)},
	{"virtual frame: TYPER's place, a byte", OFF, VIRTUAL, R(0x20008, 1, 0)},
	{"virtual frame: CTLR's place", OFF, VIRTUAL, R(0x20000, 4, 0)},
	{"virtual frame: CTLR's place shows IR alone", ON, VIRTUAL, .ctlr = 6, R(0x20000, 4, 4)},
	{"virtual frame: CTLR's place, 64 bits", OFF, VIRTUAL, .ctlr = 6, R(0x20000, 8, 0)},
	{"virtual frame: PIDR2's place", OFF, VIRTUAL, R(0x2ffe8, 4, 0)},
	{"virtual frame: a byte", OFF, VIRTUAL, R(0x20071, 1, 0)},
	{"reserved frame", OFF, VIRTUAL, R(0x3fffc, 4, 0)},
	/* reads that are refused */
	{"no frames beyond without VLPIS", OFF, R(0x20008, 8, 0), ABORTED(ACCESS_ALIGN)},
	{"over the end", OFF, VIRTUAL, R(0x40000, 4, 0), ABORTED(ACCESS_ALIGN)},
	{"far off", OFF, R(0xfffffffc, 4, 0), ABORTED(ACCESS_ALIGN)},
	{"RF38 CTLR by 64 bits", OFF, R(0x0000, 8, 0), ABORTED(ACCESS_SIZE)},
	{"CTLR by a byte", OFF, R(0x0000, 1, 0), ABORTED(ACCESS_SIZE)},
	{"PROPBASER by a halfword", OFF, R(0x0070, 2, 0), ABORTED(ACCESS_SIZE)},
	{"size 3", OFF, R(0x0008, 3, 0), ABORTED(ACCESS_SIZE)},
	{"size 0", OFF, R(0x0008, 0, 0), ABORTED(ACCESS_SIZE)},
	{"size 16", OFF, R(0x0070, 16, 0), ABORTED(ACCESS_SIZE)},
	{"not aligned", OFF, R(0x0074, 8, 0), ABORTED(ACCESS_ALIGN)},
	{"FCTLR is IMPLEMENTATION DEFINED", OFF, R(0x0020, 4, 0), NO(REG_UNKNOWN)},
	{"PWRR is IMPLEMENTATION DEFINED", OFF, R(0x0024, 4, 0), NO(REG_UNKNOWN)},
	{"reserved", OFF, R(0x0080, 8, 0), NO(REG_UNKNOWN)},
	{"reserved, high", OFF, R(0xc000, 4, 0), NO(REG_UNKNOWN)},
	/* writes */
	{"CTLR: DPG bits", OFF, W(0x0000, 4, 0xfffffffe), THEN(0, 0x07000000)},
	{"CTLR: no DPG without DPGS", OFF, NO_DIRECT, W(0x0000, 4, 0x07000000), THEN(0, 0)},
	{"STATUSR", OFF, W(0x0010, 4, 0xf)},
	{"WAKER: only ProcessorSleep", OFF, W(0x0014, 4, 0xfffffffd), THEN(0x14, 0)},
	{"WAKER: sleeps", OFF, W(0x0014, 4, 0xffffffff), THEN(0x14, 6)},
	{"PARTIDR", OFF, W(0x001c, 4, ~0u), THEN(0x1c, 0)},
	{"PROPBASER: RES0 does not stick", OFF, W(0x0070, 8, ~0ULL),
	 THEN(0x70, 0x070fffffffffff9f)},
	{"PENDBASER: RES0 and PTZ do not", OFF, W(0x0078, 8, ~0ULL),
	 THEN(0x78, 0x070fffffffff0f80)},
	{"RF35 PROPBASER low", OFF, W(0x0070, 4, 0x40100790), THEN(0x70, 0x40100790)},
	{"RF35 PROPBASER high", OFF, W(0x0074, 4, 0x07000001), THEN(0x70, 0x0700000100000000)},
	{"RF37 PROPBASER while on", ON, W(0x0070, 8, 0), NO(REG_STATE),
	 THEN(0x70, RDW_PROPERTY_WORD)},
	{"RF37 PENDBASER while on", ON, W(0x0078, 8, RDW_GUEST), NO(REG_STATE),
	 THEN(0x78, PENDING_0)},
	{"RF37 half of it while on", ON, W(0x007c, 4, 1), NO(REG_STATE), THEN(0x78, PENDING_0)},
	{"SETLPIR", ON, W(0x0040, 8, 8192)},
	{"SETLPIR's upper half is dropped", ON, W(0x0040, 8, 0xffffffff00002000)},
	{"SETLPIR by 32 bits", ON, W(0x0040, 4, 65535)},
	{"SETLPIR's upper half alone", ON, W(0x0044, 4, 8192)},
	{"SETLPIR: no LPI", ON, W(0x0040, 8, 8191), NO(INTID_RANGE)},
	{"SETLPIR: beyond IDbits", ON, W(0x0040, 8, 65536), NO(INTID_RANGE)},
	{"SETLPIR while off", OFF, W(0x0040, 8, 8192), NO(REG_STATE)},
	{"SETLPIR without DirectLPI", ON, NO_DIRECT, .ctlr = 4, W(0x0040, 8, 8192),
	 NO(REG_UNKNOWN)},
	{"CLRLPIR", ON, W(0x0048, 8, 8192)},
	{"CLRLPIR: no LPI", ON, W(0x0048, 8, 0), NO(INTID_RANGE)},
	{"INVLPIR", ON, W(0x00a0, 8, 8192)},
	{"INVLPIR: V and vPEID are dropped", ON, W(0x00a0, 8, 0x8000ffff00002000)},
	{"INVLPIR: no LPI", ON, W(0x00a0, 8, 1), NO(INTID_RANGE)},
	{"INVLPIR: beyond IDbits", ON, W(0x00a0, 8, 0xffffffff), NO(INTID_RANGE)},
	{"INVLPIR while off", OFF, W(0x00a0, 8, 8192), NO(REG_STATE)},
	{"INVLPIR where there is none", ON, NO_DIRECT, W(0x00a0, 8, 8192), NO(REG_UNKNOWN)},
	{"INVLPIR by IR alone", ON, NO_DIRECT, .ctlr = 4, W(0x00a0, 8, 8192)},
	{"INVALLR", ON, W(0x00b0, 8, ~0ULL)},
	{"INVALLR while off", OFF, W(0x00b0, 8, 0), NO(REG_STATE)},
	{"SYNCR", OFF, W(0x00c0, 4, 1), NO(NOT_WRITABLE)},
	{"TYPER", OFF, W(0x0008, 8, ~0ULL), NO(NOT_WRITABLE), THEN(8, 0x29)},
	{"IIDR", OFF, W(0x0004, 4, ~0u), NO(NOT_WRITABLE)},
	{"PIDR2", OFF, W(0xffe8, 4, ~0u), NO(NOT_WRITABLE)},
	{"VPROPBASER", OFF, VIRTUAL, W(0x20070, 8, 0x8000000051000000), NO(REG_UNKNOWN),
	 THEN(0x20070, 0)},
	{"VPENDBASER", ON, VIRTUAL, W(0x20078, 8, 0x8000000051000000), NO(REG_UNKNOWN),
	 THEN(0x20078, 0)},
	{"FCTLR", OFF, W(0x0020, 4, ~0u), NO(REG_UNKNOWN)},
	{"MOVLPIR's old place", ON, W(0x0100, 8, ~0ULL), NO(REG_UNKNOWN)},
	{"PROPBASER by a byte", OFF, W(0x0070, 1, 0xff), ABORTED(ACCESS_SIZE), THEN(0x70, 0)},
	{"PENDBASER not aligned", OFF, W(0x007c, 8, ~0ULL), ABORTED(ACCESS_ALIGN), THEN(0x78, 0)},
};

static void set_up(const struct row *row, bool bad_access_raz)
{
	struct rdw_options options = {.ctlr = row->ctlr, .bad_access_raz = bad_access_raz};

	options.typer = row->typer == ~0ULL ? 1 : RDW_TYPER_PLAIN | row->typer;
	rdw_open(&world, &options);
	if (row->when == ON)
		rdw_boot(&world, 0);
}

static void carry_out(const struct row *row, enum itsg_status status)
{
	uint64_t value = 1;

	if (row->writes)
		ck_assert_msg(rdw_write(&world, 0, row->offset, row->size, row->value) == status,
			      "%s: status", row->name);
	else
		ck_assert_msg(rdw_read_status(&world, 0, row->offset, row->size, &value) == status,
			      "%s: status", row->name);
	if (!row->writes)
		ck_assert_msg(value == row->value, "%s: reads %llx", row->name,
			      (unsigned long long)value);
	if (row->writes && (row->look || row->seen)) {
		value = rdw_read(&world, 0, row->look,
				 row->look == 0 || row->look == 0x14 || row->look == 0x1c ? 4 : 8);
		ck_assert_msg(value == row->seen, "%s: then reads %llx", row->name,
			      (unsigned long long)value);
	}
}

START_TEST(cell)
{
	const struct row *row = &rows[_i];

	set_up(row, false);
	carry_out(row, row->status);
	ck_assert_msg(world.refusals == (row->reason != ITSG_REASON_NONE), "%s: %u refusals",
		      row->name, world.refusals);
	if (row->reason) {
		ck_assert_msg(world.refusal.reason == row->reason, "%s: %s", row->name,
			      itsg_reason_name(world.refusal.reason));
		ck_assert_uint_eq(rdw_counters(&world, 0).reasons[row->reason], 1);
		ck_assert_uint_eq(world.refusal.position, row->offset);
	}
	rdw_close(&world);
}
END_TEST

START_TEST(good_bad_access_raz)
{
	const struct row *row = &rows[_i];

	if (row->status != ITSG_ABORT)
		return;
	set_up(row, true);
	carry_out(row, ITSG_OK);
	rdw_expect_refused(&world, row->reason);
	rdw_close(&world);
}
END_TEST

/* Each offset, each size: nothing breaks, nothing undefined reaches the hardware (P11). */
START_TEST(good_every_access)
{
	static const uint32_t sizes[] = {0, 1, 2, 3, 4, 7, 8, 16};
	const struct rdw_options options = {.typer = RDW_TYPER_PLAIN | RDW_TYPER_VIRTUAL};
	uint32_t offset;
	uint64_t value;
	unsigned int i;

	rdw_open(&world, &options);
	if (_i & 1)
		rdw_boot(&world, 0);
	for (offset = 0; offset < 0x40010; offset += offset < 0x200 ? 1 : 0x3fd) {
		for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			(void)rdw_read_status(&world, 0, offset, sizes[i], &value);
			(void)rdw_write_once(&world, 0, offset, sizes[i],
					     _i & 2 ? ~0ULL : 0x5a5a5a5a5a5a5a5a);
		}
	}
	rdw_close(&world);
}
END_TEST

/* SGI_base is not mediated: the embedder lets the access through. */
START_TEST(good_sgi_base_passes)
{
	static const uint32_t offsets[] = {0x10000, 0x10080, 0x10400, 0x1fffc};
	uint64_t value = 1;
	unsigned int i;

	rdw_open(&world, NULL);
	for (i = 0; i < 4; i++) {
		ck_assert_int_eq(rdw_read_status(&world, 0, offsets[i], 4, &value), ITSG_NOT_READY);
		ck_assert_uint_eq(value, 0);
		ck_assert_int_eq(rdw_write(&world, 0, offsets[i], 4, 1), ITSG_NOT_READY);
	}
	ck_assert_int_eq(model_owner_of(world.model, RDW_BASE(0)), MODEL_HYP);
	ck_assert_int_eq(model_owner_of(world.model, RDW_BASE(0) + 0xf000), MODEL_HYP);
	ck_assert_int_eq(model_owner_of(world.model, RDW_BASE(0) + 0x10000), MODEL_MMIO);
	ck_assert_int_eq(model_owner_of(world.model, RDW_BASE(0) + 0x1f000), MODEL_MMIO);
	ck_assert_uint_eq(world.refusals, 0);
	rdw_close(&world);
}
END_TEST

/* Attributes read back as they stick. Those that reach the hardware are the embedder's. */
START_TEST(good_attributes_stick_as_hardware)
{
	const struct rdw_options options = {.sticky = 0x000000fffffffb9f}; /* share 2: 0 */

	rdw_open(&world, &options);
	rdw_write(&world, 0, RDW_PROPBASER, 8, ~0ULL);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_PROPBASER, 8), 0x000000fffffff39f & ~0xc00ULL);
	rdw_close(&world);
}
END_TEST

/*
 * Where nobody snoops the tables, the host is shown that nothing is shareable. So it cleans what it
 * writes.
 */
START_TEST(good_non_coherent_is_told)
{
	const struct rdw_options options = {.non_coherent = true};

	rdw_open(&world, &options);
	rdw_write(&world, 0, RDW_PROPBASER, 8, RDW_PROPERTY_WORD);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_PROPBASER, 8), RDW_PROPERTY_WORD & ~0xc00u);
	rdw_write(&world, 0, RDW_PENDBASER, 8, RDW_PENDING_WORD);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_PENDBASER, 8), RDW_PENDING_WORD & ~0xc00u);
	ck_assert_int_eq(rdw_write(&world, 0, RDW_CTLR, 4, 1), ITSG_OK);
	ck_assert(model_rd_enabled(world.model, 0));
	/* the hardware may not keep anything in caches: non-cacheable, non-shareable */
	ck_assert_uint_eq(itsg_platform_read64(model_rd_ctx(world.model, 0), RDW_PROPBASER) >> 56,
			  0);
	ck_assert_uint_eq(itsg_platform_read64(model_rd_ctx(world.model, 0), RDW_PROPBASER) & 0xf80,
			  0x80);
	ck_assert_uint_eq(itsg_platform_read64(model_rd_ctx(world.model, 0), RDW_PENDBASER) & 0xf80,
			  0x80);
	rdw_close(&world);
}
END_TEST

Suite *suite_redist(void)
{
	Suite *suite = suite_create("redist");
	TCase *cells = tcase_create("cells"), *rest = tcase_create("rest");

	tcase_add_loop_test(cells, cell, 0, (int)(sizeof(rows) / sizeof(rows[0])));
	tcase_add_loop_test(cells, good_bad_access_raz, 0, (int)(sizeof(rows) / sizeof(rows[0])));
	tcase_add_loop_test(rest, good_every_access, 0, 4);
	tcase_add_test(rest, good_sgi_base_passes);
	tcase_add_test(rest, good_attributes_stick_as_hardware);
	tcase_add_test(rest, good_non_coherent_is_told);
	suite_add_tcase(suite, cells);
	suite_add_tcase(suite, rest);
	return suite;
}
