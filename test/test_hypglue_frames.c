// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Frames by their registers: sorted lists, limits, registers of any value. What becomes of whole
 * trees is in test_hypglue_fdt_cases.c.
 */
#include <string.h>

#include "fake_frames.h"
#include "hypglue/frames.h"
#include "hypglue/ranges.h"
#include "suites.h"

#define LIMIT	((itsg_pa)1 << 40)
#define GICD	0x08000000u
#define GICR	0x080a0000u
#define RD_SIZE 0x20000u
#define TYPER	0x1f0001efb1u /* of QEMU's ITS */
#define PTA	0x80000u

static struct hypglue_fdt in;
static struct hypglue_frames out;

/* One GIC with count CPUs, whose redistributors lie one behind the other in a region. */
static void open_machine(uint32_t count)
{
	uint32_t i;

	fake_clear();
	memset(&in, 0, sizeof(in));
	fake_add(FAKE_DISTRIBUTOR, GICD, 0x37a0000);
	in.gic_count = 1;
	in.gics[0].distributor = (struct hypglue_range){GICD, GICD + 0x10000};
	in.gics[0].rd_count = 1;
	in.rd_count = 1;
	in.rds[0] = (struct hypglue_range){GICR, GICR + count * RD_SIZE};
	in.cpu_count = count;
	for (i = 0; i < count; i++) {
		in.cpus[i] = (struct hypglue_fdt_cpu){i, true};
		fake_rd(GICR + i * RD_SIZE, i, i + 1 == count ? FAKE_LAST : 0);
	}
}

static enum hypglue_fdt_status find(void)
{
	memset(&out, 0xa5, sizeof(out)); /* what is in it before does not matter */
	return hypglue_frames_find(&in, LIMIT, NULL, &out);
}

static void expect(enum hypglue_fdt_status status, uint64_t where)
{
	ck_assert_int_eq(find(), status);
	ck_assert_uint_eq(out.where, where);
}

static void put_its(uint64_t base, uint32_t gic, uint64_t typer)
{
	fake_add(FAKE_ITS, base, typer);
	in.itss[in.its_count++] =
		(struct hypglue_fdt_its){.frames = {base, base + 0x20000}, .gic = gic};
}

/* Regions in any order, and processors in another order than addresses. */
START_TEST(good_lists_are_sorted)
{
	static const uint32_t processors[] = {2, 0, 3, 1};
	static const uint64_t bases[] = {0x20000000, 0x20020000, 0x10000000, 0x10020000};
	const struct itsg_redistributor *list;
	uint32_t i, count;

	open_machine(0);
	in.rd_count = in.gics[0].rd_count = 2;
	in.rds[0] = (struct hypglue_range){0x20000000, 0x20040000};
	in.rds[1] = (struct hypglue_range){0x10000000, 0x10040000};
	in.cpu_count = 1;
	in.cpus[0] = (struct hypglue_fdt_cpu){0, true};
	for (i = 0; i < 4; i++)
		fake_rd(bases[i], processors[i], i % 2 ? FAKE_LAST : 0);
	put_its(0x30000000, 0, TYPER);
	ck_assert_int_eq(find(), HYPGLUE_FDT_OK);
	ck_assert_uint_eq(out.rd_count, 4);
	list = hypglue_frames_list(&out, 0, TYPER | PTA, &count);
	ck_assert_uint_eq(count, 4);
	ck_assert_uint_eq(list[0].base, 0x10000000);
	ck_assert_uint_eq(list[1].base, 0x10020000);
	ck_assert_uint_eq(list[2].base, 0x20000000);
	ck_assert_uint_eq(list[3].base, 0x20020000);
	ck_assert_uint_eq(list[3].processor, 0);
	ck_assert_uint_eq(out.rd[0].typer, 0x300000301);
	ck_assert_uint_eq(out.rd[3].typer, 0x000000011);
	list = hypglue_frames_list(&out, 0, TYPER, &count);
	ck_assert_uint_eq(count, 4);
	for (i = 0; i < 4; i++)
		ck_assert_uint_eq(list[i].processor, i);
	ck_assert_uint_eq(list[0].base, 0x20020000);
	ck_assert_uint_eq(list[3].base, 0x10000000);
	ck_assert_uint_eq(fake_strays, 0);
}
END_TEST

/* A list by processor has no repeats: with PTA = 1 the numbers may mean nothing. */
START_TEST(good_processors_that_repeat)
{
	const struct itsg_redistributor *list;
	uint32_t count;

	open_machine(0);
	in.rds[0] = (struct hypglue_range){GICR, GICR + 3 * RD_SIZE};
	in.cpu_count = 1;
	in.cpus[0] = (struct hypglue_fdt_cpu){7, true};
	fake_add(FAKE_REDISTRIBUTOR, GICR, 0x500000500);
	fake_add(FAKE_REDISTRIBUTOR, GICR + RD_SIZE, 0x600000500);
	fake_add(FAKE_REDISTRIBUTOR, GICR + 2 * RD_SIZE, 0x700000010);
	ck_assert_int_eq(find(), HYPGLUE_FDT_OK);
	list = hypglue_frames_list(&out, 0, 0, &count);
	ck_assert_uint_eq(count, 2);
	ck_assert_uint_eq(list[0].processor, 0);
	ck_assert_uint_eq(list[1].processor, 5);
	list = hypglue_frames_list(&out, 0, PTA, &count);
	ck_assert_uint_eq(count, 3);
	ck_assert_uint_eq(list[2].base, GICR + 2 * RD_SIZE);
}
END_TEST

START_TEST(good_as_many_as_there_is_room_for)
{
	uint32_t i;

	open_machine(512);
	ck_assert_int_eq(find(), HYPGLUE_FDT_OK);
	ck_assert_uint_eq(out.rd_count, 512);
	ck_assert_uint_eq(out.blocked_count, 0);
	open_machine(0);
	in.rds[0].end = GICR + 513ull * RD_SIZE;
	for (i = 0; i < 513; i++)
		fake_rd(GICR + i * RD_SIZE, i, i == 512 ? FAKE_LAST : 0);
	expect(HYPGLUE_FDT_FULL, GICR + 512ull * RD_SIZE);
}
END_TEST

/*
 * Nobody reads what a disabled GIC has: it may have no clock. Every gap makes a blocked range. Its
 * two frames are looked at, unless it is behind Last.
 */
START_TEST(bad_gaps_everywhere)
{
	uint32_t i;

	open_machine(256);
	fake_clear();
	fake_add(FAKE_DISTRIBUTOR, GICD, 0x37a0000);
	in.gics[0].stride = 2ull * RD_SIZE;
	in.rds[0].end = GICR + 512ull * RD_SIZE;
	for (i = 0; i < 256; i++)
		fake_rd(GICR + 2 * i * RD_SIZE, i, i == 255 ? FAKE_LAST : 0);
	for (i = 0; i < 64; i++)
		in.blocked[in.blocked_count++] = (struct hypglue_fdt_blocked){
			{0x100000000 + i * 0x100000ull, 0x100020000 + i * 0x100000ull},
			i % 2 ? HYPGLUE_FDT_BLOCKED_SILENT_ITS : HYPGLUE_FDT_BLOCKED_REGION};
	ck_assert_int_eq(find(), HYPGLUE_FDT_OK);
	ck_assert_uint_eq(out.blocked_count, 256 + 64);
	for (i = 0; i < 256; i++) {
		ck_assert_uint_eq(out.blocked[i].start, GICR + (2 * i + 1) * RD_SIZE);
		ck_assert_uint_eq(out.blocked[i].end, GICR + (2 * i + 2) * RD_SIZE);
	}
	ck_assert_uint_eq(out.blocked[256].start, 0x100000000);
	ck_assert_uint_eq(out.blocked[319].end, 0x103f20000);
	ck_assert_uint_eq(fake_strays, 255 * 2);
}
END_TEST

/* A CTLR, and is what has it off? */
struct ctlr_row {
	uint32_t value;
	bool off;
};

static const struct ctlr_row rd_rows[] = {
	{0, true},    {0x6, true},  {0x07000000, true}, {1, false},
	{0x8, false}, {0x9, false}, {0x80000000, true}, {0xffffffff, false},
};

static void put_blocked(uint64_t start, uint64_t end, enum hypglue_fdt_blocked_kind kind)
{
	in.blocked[in.blocked_count++] = (struct hypglue_fdt_blocked){{start, end}, kind};
}

/* Blocking an ITS takes the host's access, not the tables that an earlier owner has left in it. */
START_TEST(bad_disabled_its_that_is_on)
{
	static const struct ctlr_row rows[] = {
		{0x80000000, true}, {0x800000f0, true}, {0x80000001, false},
		{0, false},	    {1, false},		{0xffffffff, false},
	};
	size_t i;

	for (i = 0; i < 6; i++) {
		open_machine(2);
		put_blocked(0x30000000, 0x30040000, HYPGLUE_FDT_BLOCKED_ITS);
		fake_add(FAKE_ITS, 0x30000000, TYPER);
		fake_ctlr(0x30000000, rows[i].value);
		if (!rows[i].off) {
			expect(HYPGLUE_FDT_LIVE, 0x30000000);
			fake_pidr2(0x30000000, 0x2b);
		}
		ck_assert_int_eq(find(), HYPGLUE_FDT_OK);
		ck_assert_uint_eq(out.blocked_count, 1);
		ck_assert_uint_eq(out.blocked[0].end, 0x30020000);
		in.blocked[0].kind = HYPGLUE_FDT_BLOCKED_SILENT_ITS; /* nobody knows */
		fake_pidr2(0x30000000, FAKE_PIDR2);
		ck_assert_int_eq(find(), HYPGLUE_FDT_OK);
		ck_assert_uint_eq(fake_strays, 0);
	}
}
END_TEST

/* So it is with a redistributor that a stride skips: the first one here, or the second one. */
START_TEST(bad_skipped_redistributor_that_is_on)
{
	uint32_t i, skipped;

	for (i = 0; i < sizeof(rd_rows) / sizeof(rd_rows[0]); i++)
		for (skipped = 1; skipped < 3; skipped++) {
			open_machine(7);
			in.cpu_count = 1;
			in.gics[0].stride = 3ull * RD_SIZE;
			fake_ctlr(GICR + (3 + skipped) * RD_SIZE, rd_rows[i].value);
			if (!rd_rows[i].off) {
				expect(HYPGLUE_FDT_LIVE, GICR + (3 + skipped) * RD_SIZE);
				fake_pidr2(GICR + (3 + skipped) * RD_SIZE, 0x2b);
			}
			ck_assert_int_eq(find(), HYPGLUE_FDT_OK);
			ck_assert_uint_eq(out.rd_count, 3);
			ck_assert_uint_eq(out.blocked_count, 2);
		}
}
END_TEST

/* Virtual tables are in use without EnableLPIs, too. What the range does not hold is not read. */
START_TEST(bad_skipped_virtual_tables)
{
	static const struct {
		uint64_t value;
		bool off;
	} rows[] = {
		{0, true},	     {0x7fffffff6fffffff, true}, {0x8000000000000000, false},
		{0x80000000, false}, {0x10000000, false},	 {0x1000000000000000, true},
	};
	const uint64_t skipped = GICR + 2ull * RD_SIZE;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		open_machine(0);
		in.rds[0].end = GICR + 8ull * RD_SIZE;
		in.gics[0].stride = 4ull * RD_SIZE;
		in.cpu_count = 1;
		in.cpus[0] = (struct hypglue_fdt_cpu){0, true};
		fake_rd(GICR, 0, 2);
		fake_rd(skipped, 1, 2);
		fake_add(FAKE_VIRTUAL, skipped + RD_SIZE, rows[i].value);
		fake_pidr2(skipped + RD_SIZE, 0);
		fake_rd(GICR + 4 * RD_SIZE, 2, 2 | FAKE_LAST);
		ck_assert_msg(find() == (rows[i].off ? HYPGLUE_FDT_OK : HYPGLUE_FDT_LIVE),
			      "row %zu", i);
		if (!rows[i].off)
			ck_assert_uint_eq(out.where, skipped);
		in.gics[0].stride = 0;
		put_blocked(0x30000000, 0x30030000, HYPGLUE_FDT_BLOCKED_MAYBE);
		fake_rd(0x30000000, 5, 2);
		fake_add(FAKE_VIRTUAL, 0x30020000, ~0ull);
		fake_pidr2(0x30020000, 0);
		ck_assert_int_eq(find(), HYPGLUE_FDT_OK);
		in.blocked[0].range.end = 0x30040000;
		expect(HYPGLUE_FDT_LIVE, 0x30000000);
	}
}
END_TEST

/* A gap that goes on behind its region: only the region's bytes are looked at. */
START_TEST(bad_gap_at_the_end_of_a_region)
{
	open_machine(4);
	in.cpu_count = 1;
	in.gics[0].stride = 2ull * RD_SIZE;
	in.rds[0].end = GICR + 3ull * RD_SIZE;
	fake_pidr2(GICR + 3 * RD_SIZE, 0x2b);
	expect(HYPGLUE_FDT_SHORT, GICR + 4ull * RD_SIZE);
	ck_assert_int_eq(hypglue_frames_find(&in, GICR + 2ull * RD_SIZE, NULL, &out),
			 HYPGLUE_FDT_LIMIT);
	ck_assert_uint_eq(out.where, GICR + 2ull * RD_SIZE);
	in.gics[0].stride = 4ull * RD_SIZE;
	ck_assert_int_eq(hypglue_frames_find(&in, GICR + 2ull * RD_SIZE, NULL, &out),
			 HYPGLUE_FDT_LIMIT);
	ck_assert_uint_eq(out.where, GICR + (uint64_t)RD_SIZE);
	fake_ctlr(GICR + 2 * RD_SIZE, 1);
	expect(HYPGLUE_FDT_LIVE, GICR + 2ull * RD_SIZE);
}
END_TEST

/* In a doubtful range a redistributor may stand anywhere. */
START_TEST(bad_uncounted_redistributors)
{
	uint64_t base;
	uint32_t i;

	for (base = 0x30000000; base < 0x30050000; base += 0x10000)
		for (i = 0; i < sizeof(rd_rows) / sizeof(rd_rows[0]); i++) {
			open_machine(2);
			put_blocked(0x30000000, 0x30050000, HYPGLUE_FDT_BLOCKED_MAYBE);
			fake_rd(base, 7, 0);
			fake_ctlr(base, rd_rows[i].value);
			if (!rd_rows[i].off) {
				expect(HYPGLUE_FDT_LIVE, base);
				continue;
			}
			ck_assert_int_eq(find(), HYPGLUE_FDT_OK);
			ck_assert_uint_eq(out.blocked_count, 1);
			ck_assert_uint_eq(out.blocked[0].start, 0x30000000);
			ck_assert_uint_eq(out.blocked[0].end, 0x30050000);
			fake_pidr2(base, 0x2b);
			ck_assert_int_eq(find(), HYPGLUE_FDT_OK);
			ck_assert_uint_eq(out.blocked_count, 0);
		}
}
END_TEST

/* 4,096 frames are looked at: a tree that names more doubtful ones is refused. */
START_TEST(bad_too_many_doubtful_frames)
{
	open_machine(2);
	put_blocked(0x30000000, 0x38000000, HYPGLUE_FDT_BLOCKED_MAYBE);
	put_blocked(0x40000000, 0x48000000, HYPGLUE_FDT_BLOCKED_MAYBE);
	ck_assert_int_eq(find(), HYPGLUE_FDT_OK);
	ck_assert_uint_eq(out.blocked_count, 0);
	ck_assert_uint_eq(fake_strays, 4096);
	in.blocked[1].range.end += 0x10000;
	expect(HYPGLUE_FDT_REG, 0x48000000);
}
END_TEST

/* Each frame must say in its PIDR2 that it is one. */
START_TEST(bad_frames_of_something_else)
{
	static const uint64_t bases[] = {GICD, GICR + RD_SIZE, 0x30000000};
	static const uint32_t others[] = {0, 0x2b, 0x1b, 0x5b, 0xffffffff};
	size_t i, j;

	for (i = 0; i < 3; i++)
		for (j = 0; j < 5; j++) {
			open_machine(3);
			put_its(0x30000000, 0, TYPER);
			fake_pidr2(bases[i], others[j]);
			expect(HYPGLUE_FDT_NOT_V3, bases[i]);
		}
	open_machine(3);
	put_its(0x30000000, 0, TYPER);
	fake_pidr2(GICR, 0x4b); /* GICv4 */
	ck_assert_int_eq(find(), HYPGLUE_FDT_OK);
}
END_TEST

START_TEST(bad_addresses)
{
	open_machine(2);
	ck_assert_int_eq(hypglue_frames_find(&in, GICR + 2 * RD_SIZE, NULL, &out), HYPGLUE_FDT_OK);
	ck_assert_int_eq(hypglue_frames_find(&in, GICR + 2 * RD_SIZE - 1, NULL, &out),
			 HYPGLUE_FDT_LIMIT);
	ck_assert_uint_eq(out.where, GICR + RD_SIZE);
	ck_assert_int_eq(hypglue_frames_find(&in, GICD + 0xffff, NULL, &out), HYPGLUE_FDT_LIMIT);
	ck_assert_uint_eq(out.where, GICD);
	in.rds[0].end = GICR + 3 * RD_SIZE; /* the tail cannot be blocked */
	ck_assert_int_eq(hypglue_frames_find(&in, GICR + 2 * RD_SIZE, NULL, &out),
			 HYPGLUE_FDT_LIMIT);
	open_machine(2);
	put_its(LIMIT - 0x20000, 0, TYPER);
	ck_assert_int_eq(find(), HYPGLUE_FDT_OK);
	in.its_count = 0;
	fake_clear();
	open_machine(2);
	put_its(LIMIT - 0x20000, 0, TYPER | (uint64_t)1 << 39);
	expect(HYPGLUE_FDT_LIMIT, LIMIT - 0x20000);
	open_machine(2);
	in.blocked_count = 1;
	in.blocked[0] = (struct hypglue_fdt_blocked){{LIMIT - 0x10000, LIMIT + 0x10000},
						     HYPGLUE_FDT_BLOCKED_MAYBE};
	expect(HYPGLUE_FDT_LIMIT, LIMIT - 0x10000);
	ck_assert_uint_eq(fake_strays, 0);
}
END_TEST

/* A stride may be larger than the region: then it has one redistributor, and must say so. */
START_TEST(bad_strides)
{
	open_machine(2);
	in.gics[0].stride = 0xffff0000;
	expect(HYPGLUE_FDT_SHORT, GICR + 0xffff0000ull);
	open_machine(1);
	in.gics[0].stride = 0xffff0000;
	ck_assert_int_eq(find(), HYPGLUE_FDT_OK);
}
END_TEST

START_TEST(bad_overlaps)
{
	open_machine(2);
	put_its(GICR + 0x10000, 0, TYPER); /* on SGI_base */
	expect(HYPGLUE_FDT_OVERLAP, GICR + 0x10000);
	open_machine(2);
	put_its(0x30000000, 0, TYPER);
	in.memory_count = 1;
	in.memory[0] = (struct hypglue_range){0x30020000, 0x30030000};
	ck_assert_int_eq(find(), HYPGLUE_FDT_OK);
	open_machine(2);
	put_its(0x30000000, 0, TYPER | (uint64_t)1 << 40); /* 256 KiB */
	in.memory_count = 1;
	in.memory[0] = (struct hypglue_range){0x30020000, 0x30030000};
	expect(HYPGLUE_FDT_OVERLAP, 0x30000000);
	open_machine(2);
	in.rds[0].end += 0x100000;
	in.memory_count = 1;
	in.memory[0] = (struct hypglue_range){in.rds[0].end - 1, in.rds[0].end};
	expect(HYPGLUE_FDT_OVERLAP, GICR + 2 * RD_SIZE);
	open_machine(2);
	in.blocked_count = 1;
	in.blocked[0] = (struct hypglue_fdt_blocked){{GICD + 0x10000, GICD + 0x20000},
						     HYPGLUE_FDT_BLOCKED_REGION};
	ck_assert_int_eq(find(), HYPGLUE_FDT_OK);
	in.blocked[0].range.start = GICD;
	expect(HYPGLUE_FDT_OVERLAP, GICD);
}
END_TEST

START_TEST(bad_cpus_without_redistributors)
{
	open_machine(2);
	in.cpus[1].affinity = 0x80000001;
	expect(HYPGLUE_FDT_CPU, 0x80000001);
	in.cpus[1].usable = false;
	ck_assert_int_eq(find(), HYPGLUE_FDT_OK);
	in.cpus[0].usable = false;
	expect(HYPGLUE_FDT_CPU, 0);
}
END_TEST

/* Registers of any value: there is an answer, and what is found lies in the region. */
START_TEST(bad_registers)
{
	uint64_t random = 88172645463325252, base;
	unsigned int round, i, answers = 0;

	for (round = 0; round < 2000; round++) {
		open_machine(0);
		in.rds[0].end = GICR + 8 * RD_SIZE;
		in.cpu_count = 1;
		for (base = GICR; base < in.rds[0].end; base += 0x10000) {
			random ^= random << 13;
			random ^= random >> 7;
			random ^= random << 17;
			fake_add(FAKE_REDISTRIBUTOR, base, round ? random & 0xffffffff : 0);
			if (random >> 60 == 0)
				fake_pidr2(base, (uint32_t)random);
		}
		in.cpus[0] = (struct hypglue_fdt_cpu){0, true};
		if (find())
			continue;
		answers++;
		for (i = 0; i < out.rd_count; i++)
			ck_assert(out.by_base[i].base >= GICR &&
				  out.by_base[i].base < in.rds[0].end);
		for (i = 0; i < out.blocked_count; i++)
			ck_assert(out.blocked[i].start >= GICR &&
				  out.blocked[i].end <= in.rds[0].end);
	}
	ck_assert_uint_gt(answers, 500);
}
END_TEST

START_TEST(good_lpi_end)
{
	static const struct {
		uint32_t typer;
		itsg_intid end;
	} rows[] = {
		{0x037a0008, 65536}, /* QEMU: 16 bits */
		{0x00780000, 65536}, /* num_LPIs = 0: IDbits alone */
		{0x00780800, 8196},  /* 1: 4 LPIs */
		{0x00785000, 10240}, /* 10: 2,048 */
		{0x00787000, 40960}, /* 14: 32,768 */
		{0x00787800, 65536}, /* 15: 65,536, more than the bits hold */
		{0x0078f800, 65536}, /* 31 */
		{0x00680000, 16384}, /* 14 bits */
		{0x00600000, 8192},  /* 13 bits: no LPI */
		{0x00600800, 8192},	{0x00480000, 1024},
		{0x00b80000, 16777216}, /* 24 bits, the most there may be */
		{0x00b8b000, 8396800},	/* 22: 2^23 LPIs */
		{0x00f80000, 16777216}, /* 32 bits, which no GIC has */
		{0xffffffff, 16777216}, {0, 2},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(hypglue_lpi_end(rows[i].typer) == rows[i].end, "row %zu: %u", i,
			      hypglue_lpi_end(rows[i].typer));
}
END_TEST

/* in, out and the rest, as digits: each range is a first digit and the one behind its last. */
static void expect_rest(const char *in_text, const char *out_text, const char *want)
{
	struct hypglue_range lists[2][8], left[16];
	const char *text[2] = {in_text, out_text};
	uint32_t count[2] = {0, 0}, i;
	char got[33] = "";

	for (i = 0; i < 2; i++)
		for (; text[i][2 * count[i]]; count[i]++) {
			lists[i][count[i]].start = (uint64_t)text[i][2 * count[i]];
			lists[i][count[i]].end = (uint64_t)text[i][2 * count[i] + 1];
		}
	count[0] = hypglue_ranges_subtract(lists[0], count[0], lists[1], count[1], left);
	for (i = 0; i < count[0]; i++) {
		got[2 * i] = (char)left[i].start;
		got[2 * i + 1] = (char)left[i].end;
	}
	ck_assert_str_eq(got, want);
}

START_TEST(good_ranges)
{
	struct hypglue_range list[] = {{5, 7}, {1, 3}, {3, 5}, {4, 9}};

	expect_rest("", "", "");
	expect_rest("19", "", "19");
	expect_rest("", "19", "");
	expect_rest("19", "19", "");
	expect_rest("28", "19", "");
	expect_rest("19", "12", "29");
	expect_rest("19", "89", "18");
	expect_rest("19", "34", "1349");
	expect_rest("19", "3445", "1359");
	expect_rest("19", "3467", "134679");
	expect_rest("1458", "36", "1368");
	expect_rest("1458", "27", "1278");
	expect_rest("15376a", "", "15577a"); /* those that meet are not written twice */
	expect_rest("1923", "45", "1459");
	expect_rest("1219", "", "1229");
	hypglue_ranges_sort(list, 4);
	ck_assert_uint_eq(list[0].start, 1);
	ck_assert_uint_eq(list[1].start, 3);
	ck_assert_uint_eq(list[2].start, 4);
	ck_assert_uint_eq(list[3].start, 5);
	ck_assert_ptr_null(hypglue_ranges_clash(list, 2));
	ck_assert_ptr_eq(hypglue_ranges_clash(list, 4), &list[2]);
	ck_assert(!hypglue_ranges_meet(&list[0], &list[1]));
	ck_assert(hypglue_ranges_meet(&list[1], &list[2]));
}
END_TEST

Suite *suite_hypglue_frames(void)
{
	Suite *suite = suite_create("hypglue_frames");
	TCase *tcase = tcase_create("frames");

	tcase_add_test(tcase, good_lists_are_sorted);
	tcase_add_test(tcase, good_processors_that_repeat);
	tcase_add_test(tcase, good_as_many_as_there_is_room_for);
	tcase_add_test(tcase, bad_gaps_everywhere);
	tcase_add_test(tcase, bad_disabled_its_that_is_on);
	tcase_add_test(tcase, bad_skipped_redistributor_that_is_on);
	tcase_add_test(tcase, bad_skipped_virtual_tables);
	tcase_add_test(tcase, bad_gap_at_the_end_of_a_region);
	tcase_add_test(tcase, bad_uncounted_redistributors);
	tcase_add_test(tcase, bad_too_many_doubtful_frames);
	tcase_add_test(tcase, bad_frames_of_something_else);
	tcase_add_test(tcase, bad_addresses);
	tcase_add_test(tcase, bad_strides);
	tcase_add_test(tcase, bad_overlaps);
	tcase_add_test(tcase, bad_cpus_without_redistributors);
	tcase_add_test(tcase, bad_registers);
	tcase_add_test(tcase, good_lpi_end);
	tcase_add_test(tcase, good_ranges);
	suite_add_tcase(suite, tcase);
	return suite;
}
