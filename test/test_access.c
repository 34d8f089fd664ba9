// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Register accesses: each row of the register table, with literal offsets and values. */
#include <string.h>

#include "suites.h"
#include "world.h"

static struct world world;

static void open_off(void)
{
	world_open(&world, NULL);
	world.hw_writes = 0;
}

static void open_on(void)
{
	world_open(&world, NULL);
	world_boot(&world);
}

static void close_world(void)
{
	world_close(&world);
}

static void expect_refused(enum itsg_reason reason)
{
	struct itsg_event event;

	ck_assert(itsg_event_take(&world.its, &event));
	ck_assert_msg(event.reason == reason, "%s", itsg_reason_name(event.reason));
	ck_assert(!itsg_event_take(&world.its, &event));
}

static void expect_quiet(void)
{
	struct itsg_event event;

	ck_assert(!itsg_event_take(&world.its, &event));
}

struct access {
	uint32_t offset, size;
	enum itsg_status status;
	enum itsg_reason reason;
	uint64_t value; /* read back */
};

static const struct access reads[] = {
	{0x0000, 4, ITSG_OK, ITSG_REASON_NONE, 0x80000000},
	{0x0004, 4, ITSG_OK, ITSG_REASON_NONE, 0x43b},
	{0x0008, 8, ITSG_OK, ITSG_REASON_NONE, 0x0000001f0001efb1},
	{0x0008, 4, ITSG_OK, ITSG_REASON_NONE, 0x0001efb1},
	{0x000c, 4, ITSG_OK, ITSG_REASON_NONE, 0x1f},
	{0x0010, 4, ITSG_OK, ITSG_REASON_NONE, 0},
	{0x0014, 4, ITSG_OK, ITSG_REASON_NONE, 0},
	{0x0018, 4, ITSG_OK, ITSG_REASON_NONE, 0},
	{0x0040, 4, ITSG_OK, ITSG_REASON_NONE, 0},
	{0x0048, 8, ITSG_OK, ITSG_REASON_NONE, 0},
	{0x0080, 8, ITSG_OK, ITSG_REASON_NONE, 0},
	{0x0084, 4, ITSG_OK, ITSG_REASON_NONE, 0},
	{0x0088, 8, ITSG_OK, ITSG_REASON_NONE, 0},
	{0x008c, 4, ITSG_OK, ITSG_REASON_NONE, 0},
	{0x0090, 8, ITSG_OK, ITSG_REASON_NONE, 0},
	{0x0094, 4, ITSG_OK, ITSG_REASON_NONE, 0},
	{0x0100, 8, ITSG_OK, ITSG_REASON_NONE, 0x0107000000000000},
	{0x0104, 4, ITSG_OK, ITSG_REASON_NONE, 0x01070000},
	{0x0108, 8, ITSG_OK, ITSG_REASON_NONE, 0x0407000000000000},
	{0x0110, 8, ITSG_OK, ITSG_REASON_NONE, 0},
	{0x0138, 8, ITSG_OK, ITSG_REASON_NONE, 0},
	{0xffd0, 4, ITSG_OK, ITSG_REASON_NONE, 0x44}, /* the hardware's: only PIDR2 is changed */
	{0xffe8, 4, ITSG_OK, ITSG_REASON_NONE, 0x3b},
	{0x10040, 4, ITSG_OK, ITSG_REASON_NONE, 0},
	/* sizes that the register does not have */
	{0x0000, 8, ITSG_ABORT, ITSG_REASON_ACCESS_SIZE, 0},
	{0x0000, 1, ITSG_ABORT, ITSG_REASON_ACCESS_SIZE, 0},
	{0x0000, 2, ITSG_ABORT, ITSG_REASON_ACCESS_SIZE, 0},
	{0x0088, 1, ITSG_ABORT, ITSG_REASON_ACCESS_SIZE, 0},
	{0x0088, 2, ITSG_ABORT, ITSG_REASON_ACCESS_SIZE, 0},
	{0x0100, 1, ITSG_ABORT, ITSG_REASON_ACCESS_SIZE, 0},
	{0xffe8, 8, ITSG_ABORT, ITSG_REASON_ACCESS_SIZE, 0},
	{0x0008, 3, ITSG_ABORT, ITSG_REASON_ACCESS_SIZE, 0},
	{0x0008, 16, ITSG_ABORT, ITSG_REASON_ACCESS_SIZE, 0},
	{0x0008, 0, ITSG_ABORT, ITSG_REASON_ACCESS_SIZE, 0},
	/* not aligned to the size; over the end of the region */
	{0x0004, 8, ITSG_ABORT, ITSG_REASON_ACCESS_ALIGN, 0},
	{0x0084, 8, ITSG_ABORT, ITSG_REASON_ACCESS_ALIGN, 0},
	{0x008a, 4, ITSG_ABORT, ITSG_REASON_ACCESS_ALIGN, 0},
	{0x1fffe, 4, ITSG_ABORT, ITSG_REASON_ACCESS_ALIGN, 0},
	{0x20000, 4, ITSG_ABORT, ITSG_REASON_ACCESS_ALIGN, 0},
	{0xfffffffc, 4, ITSG_ABORT, ITSG_REASON_ACCESS_ALIGN, 0},
	/* reserved, IMPLEMENTATION DEFINED */
	{0x001c, 4, ITSG_OK, ITSG_REASON_REG_UNKNOWN, 0},
	{0x0020, 4, ITSG_OK, ITSG_REASON_REG_UNKNOWN, 0},
	{0x0030, 4, ITSG_OK, ITSG_REASON_REG_UNKNOWN, 0},
	{0x0098, 8, ITSG_OK, ITSG_REASON_REG_UNKNOWN, 0},
	{0x0140, 8, ITSG_OK, ITSG_REASON_REG_UNKNOWN, 0},
	{0xc000, 4, ITSG_OK, ITSG_REASON_REG_UNKNOWN, 0},
	{0xf000, 4, ITSG_OK, ITSG_REASON_REG_UNKNOWN, 0},
	{0x10000, 4, ITSG_OK, ITSG_REASON_REG_UNKNOWN, 0},
	{0x1fffc, 4, ITSG_OK, ITSG_REASON_REG_UNKNOWN, 0},
};

START_TEST(read_cell)
{
	const struct access *access = &reads[_i];
	uint64_t value = 1;

	open_off();
	world_write(&world, 0x100, 8, 0); /* as Linux does before it looks */
	world_write(&world, 0x108, 8, 0);
	ck_assert_int_eq(world_read_status(&world, access->offset, access->size, &value),
			 access->status);
	ck_assert_msg(value == access->value, "offset %x size %u reads %llx", access->offset,
		      access->size, (unsigned long long)value);
	if (access->reason)
		expect_refused(access->reason);
	else
		expect_quiet();
	ck_assert_uint_eq(world.hw_writes, 0);
	close_world();
}
END_TEST

static const struct access writes[] = {
	{0x0000, 8, ITSG_ABORT, ITSG_REASON_ACCESS_SIZE, 0},
	{0x0000, 1, ITSG_ABORT, ITSG_REASON_ACCESS_SIZE, 0},
	{0x0004, 4, ITSG_OK, ITSG_REASON_NOT_WRITABLE, 0},
	{0x0008, 8, ITSG_OK, ITSG_REASON_NOT_WRITABLE, 0},
	{0x0010, 4, ITSG_OK, ITSG_REASON_NONE, 0},
	{0x0014, 4, ITSG_OK, ITSG_REASON_NONE, 0},
	{0x0020, 4, ITSG_OK, ITSG_REASON_REG_UNKNOWN, 0},
	{0x0028, 4, ITSG_OK, ITSG_REASON_REG_UNKNOWN, 0},
	{0x0040, 4, ITSG_OK, ITSG_REASON_NONE, 0},
	{0x0090, 8, ITSG_OK, ITSG_REASON_NOT_WRITABLE, 0},
	{0x0090, 4, ITSG_OK, ITSG_REASON_NOT_WRITABLE, 0},
	{0x0110, 8, ITSG_OK, ITSG_REASON_NONE, 0},
	{0x0138, 4, ITSG_OK, ITSG_REASON_NONE, 0},
	{0xc000, 4, ITSG_OK, ITSG_REASON_REG_UNKNOWN, 0},
	{0xffe8, 4, ITSG_OK, ITSG_REASON_NOT_WRITABLE, 0},
	{0x10040, 4, ITSG_ABORT, ITSG_REASON_NOT_WRITABLE, 0},
	{0x10040, 2, ITSG_ABORT, ITSG_REASON_NOT_WRITABLE, 0},
	{0x10040, 1, ITSG_ABORT, ITSG_REASON_ACCESS_SIZE, 0},
	{0x20020, 8, ITSG_ABORT, ITSG_REASON_ACCESS_ALIGN, 0},
};

/* What cannot be written reads the same afterwards, and nothing of it reaches the hardware. */
START_TEST(write_cell)
{
	const struct access *access = &writes[_i];
	uint64_t before = 0, after = 0;

	open_off();
	(void)world_read_status(&world, access->offset & ~7u, 8, &before);
	while (itsg_event_take(&world.its, &(struct itsg_event){0}))
		;
	ck_assert_int_eq(world_write(&world, access->offset, access->size, ~(uint64_t)0),
			 access->status);
	if (access->reason)
		expect_refused(access->reason);
	else
		expect_quiet();
	(void)world_read_status(&world, access->offset & ~7u, 8, &after);
	ck_assert_uint_eq(before, after);
	ck_assert_uint_eq(world.hw_writes, 0);
	close_world();
}
END_TEST

START_TEST(bad_access_can_be_raz)
{
	const struct world_options options = {.bad_access_raz = true};
	uint64_t value;

	world_open(&world, &options);
	ck_assert_int_eq(world_read_status(&world, 0, 8, &value), ITSG_OK);
	ck_assert_uint_eq(value, 0);
	expect_refused(ITSG_REASON_ACCESS_SIZE);
	ck_assert_int_eq(world_write(&world, 0x88, 1, 0x20), ITSG_OK);
	expect_refused(ITSG_REASON_ACCESS_SIZE);
	close_world();
}
END_TEST

START_TEST(rf35_halves_change_only_their_half)
{
	open_off();
	world_write(&world, 0x100, 8, 0xb907000040200400);
	world_write(&world, 0x104, 4, 0x11111111);
	ck_assert_uint_eq(world_read(&world, 0x100, 4), 0x40200400);
	world_write(&world, 0x100, 8, 0xb907000040200400);
	world_write(&world, 0x100, 4, 0x50300401);
	ck_assert_uint_eq(world_read(&world, 0x100, 8), 0xb907000050300401);
	world_write(&world, 0x80, 8, 0xb80000004259040f);
	world_write(&world, 0x80, 4, 0x43000400);
	ck_assert_uint_eq(world_read(&world, 0x80, 8), 0xb800000043000400);
	world_write(&world, 0x84, 4, 0);
	ck_assert_uint_eq(world_read(&world, 0x80, 8), 0x43000400);
	close_world();
}
END_TEST

/* CBASER address bits [15:12] must be zero and are taken as zero; RES0 bits do not stick. */
START_TEST(good_cbaser_reads_back_as_it_sticks)
{
	open_off();
	world_write(&world, 0x80, 8, ~(uint64_t)0);
	ck_assert_uint_eq(world_read(&world, 0x80, 8) & 0x000000000000f300, 0);
	ck_assert_uint_eq(world_read(&world, 0x80, 8) & 0x4710000000000000, 0);
	world_write(&world, 0x80, 8, 0xb80000008001040f);
	ck_assert_uint_eq(world_read(&world, 0x80, 8), 0xb80000008001040f);
	close_world();
}
END_TEST

START_TEST(good_baser_type_and_entry_size_are_read_only)
{
	open_off();
	world_write(&world, 0x100, 8, ~(uint64_t)0);
	ck_assert_uint_eq(world_read(&world, 0x100, 8) >> 48 & 0x71f, 0x107);
	/* Page_Size 3 reads as the hardware makes it read; Linux's Type and Entry_Size are taken */
	world_write(&world, 0x100, 8, 0xf9070000425a0600);
	ck_assert_uint_eq(world_read(&world, 0x100, 8), 0xf9070000425a0600);
	close_world();
}
END_TEST

START_TEST(rf37_tables_cannot_change_while_enabled)
{
	open_on();
	world_write(&world, 0x100, 8, 0);
	expect_refused(ITSG_REASON_REG_STATE);
	world_write(&world, 0x108, 4, 0);
	expect_refused(ITSG_REASON_REG_STATE);
	world_write(&world, 0x80, 8, 0);
	expect_refused(ITSG_REASON_REG_STATE);
	ck_assert_uint_eq(world_read(&world, 0x100, 8), 0xb907000040200400);
	ck_assert_uint_eq(world_read(&world, 0x80, 8), 0xb800000040100400);
	ck_assert_uint_eq(world.hw_writes, 0);
	close_world();
}
END_TEST

START_TEST(rf37_tables_cannot_change_before_quiescent)
{
	const struct world_options options = {.manual = true};
	const uint64_t sync[4] = {5, 0, 0, 0};

	world_open(&world, &options);
	world_boot(&world);
	world_put(&world, sync);
	world_doorbell(&world);
	world_write(&world, 0, 4, 0);
	ck_assert_uint_eq(world_read(&world, 0, 4), 0);
	world_write(&world, 0x80, 8, 0);
	expect_refused(ITSG_REASON_REG_STATE);
	world_settle(&world);
	ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000000);
	world_write(&world, 0x80, 8, 0);
	expect_quiet();
	close_world();
}
END_TEST

START_TEST(rf28_cwriter_equal_to_the_size_is_out_of_range)
{
	open_on();
	world_write(&world, 0x88, 4, 0x1000);
	expect_refused(ITSG_REASON_CWRITER_RANGE);
	ck_assert_uint_eq(world_read(&world, 0x88, 4), 0);
	world_write(&world, 0x88, 4, 0xfffe0);
	expect_refused(ITSG_REASON_CWRITER_RANGE);
	ck_assert_uint_eq(world.hw_writes, 0);
	close_world();
}
END_TEST

START_TEST(rf30_only_defined_cwriter_bits)
{
	const uint64_t sync[4] = {5, 0, 0, 0};

	open_on();
	world_put(&world, sync);
	world_write(&world, 0x88, 8, 0xfffffffffff0003f); /* Retry and every RES0 bit */
	ck_assert_uint_eq(world_read(&world, 0x88, 8), 0x20);
	world_settle(&world);
	ck_assert_uint_eq(world.executed_count, 1); /* the model refuses a CWRITER with RES0 bits */
	close_world();
}
END_TEST

START_TEST(good_upper_halves_of_the_ring_registers)
{
	open_on();
	world_write(&world, 0x8c, 4, 0xffffffff);
	ck_assert_uint_eq(world_read(&world, 0x88, 8), 0);
	expect_quiet();
	close_world();
}
END_TEST

START_TEST(good_ctlr_reads_as_written)
{
	open_off();
	ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000000);
	world_write(&world, 0, 4, 0xffffff5e); /* ITS_Number 5, ImDe, RES0: all but Enabled */
	ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000050);
	world_write(&world, 0, 4, 0);
	world_boot(&world);
	world_write(&world, 0, 4, 0x31); /* ITS_Number is fixed while enabled */
	ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000001);
	close_world();
}
END_TEST

/* While GICv4 is off, GICv4 hardware looks like GICv3. It still gets the vPE table it needs. */
START_TEST(good_gicv4_is_hidden)
{
	const struct world_options options = {.typer = 0x0000003f0001efb3,
					      .device_baser = 0x0107000000000200};

	world_open(&world, &options);
	ck_assert_uint_eq(world_read(&world, 8, 8), 0x0000001f0001efb1);
	world_boot(&world);
	close_world();
}
END_TEST

START_TEST(good_v4_1_hardware_has_four_frames)
{
	const struct world_options options = {.typer = 0x000001bf0001efb3}; /* VMAPP and VSGI */
	uint64_t value;

	world_open(&world, &options);
	ck_assert_uint_eq(world_read(&world, 8, 8), 0x0000001f0001efb1);
	ck_assert_int_eq(world_read_status(&world, 0x20020, 8, &value), ITSG_OK);
	ck_assert_uint_eq(value, 0);
	ck_assert_int_eq(world_write(&world, 0x20020, 8, ~(uint64_t)0), ITSG_OK);
	ck_assert_int_eq(world_read_status(&world, 0x20020, 4, &value), ITSG_ABORT);
	ck_assert_int_eq(world_read_status(&world, 0x3fff8, 8, &value), ITSG_OK);
	ck_assert_int_eq(world_read_status(&world, 0x40000, 8, &value), ITSG_ABORT);
	close_world();
}
END_TEST

START_TEST(rf10_not_ready_before_init_and_after_teardown)
{
	static struct itsg_its blank;
	uint64_t value = 1;

	ck_assert_int_eq(itsg_mmio_read(&blank, 0, 4, &value), ITSG_NOT_READY);
	ck_assert_uint_eq(value, 0);
	ck_assert_int_eq(itsg_mmio_write(&blank, 0x88, 4, 0x20), ITSG_NOT_READY);
	ck_assert_int_eq(itsg_poll(&blank), ITSG_NOT_READY);
	ck_assert_int_eq(itsg_its_teardown(&blank), ITSG_NOT_READY);
	open_on();
	close_world();
	ck_assert_int_eq(itsg_mmio_read(&world.its, 0, 4, &value), ITSG_NOT_READY);
	ck_assert_int_eq(itsg_mmio_write(&world.its, 0x88, 4, 0x20), ITSG_NOT_READY);
}
END_TEST

/* A flood of refusals is counted; the first ones stay readable. */
START_TEST(bad_event_ring_overflows)
{
	struct itsg_event event;
	unsigned int i;

	open_on();
	for (i = 0; i < 100; i++)
		world_write(&world, 0x88, 4, 0x1000 + 0x20 * i);
	ck_assert_uint_eq(world_counters(&world).events_lost, 100 - ITSG_EVENT_RING);
	ck_assert_uint_eq(world_counters(&world).reasons[ITSG_REASON_CWRITER_RANGE], 100);
	ck_assert(itsg_event_take(&world.its, &event));
	ck_assert_uint_eq(event.words[0], 0x1000);
	close_world();
}
END_TEST

Suite *suite_access(void)
{
	Suite *suite = suite_create("access");
	TCase *cells = tcase_create("cells"), *rules = tcase_create("rules");

	tcase_add_loop_test(cells, read_cell, 0, (int)(sizeof(reads) / sizeof(reads[0])));
	tcase_add_loop_test(cells, write_cell, 0, (int)(sizeof(writes) / sizeof(writes[0])));
	tcase_add_test(rules, bad_access_can_be_raz);
	tcase_add_test(rules, rf35_halves_change_only_their_half);
	tcase_add_test(rules, good_cbaser_reads_back_as_it_sticks);
	tcase_add_test(rules, good_baser_type_and_entry_size_are_read_only);
	tcase_add_test(rules, rf37_tables_cannot_change_while_enabled);
	tcase_add_test(rules, rf37_tables_cannot_change_before_quiescent);
	tcase_add_test(rules, rf28_cwriter_equal_to_the_size_is_out_of_range);
	tcase_add_test(rules, rf30_only_defined_cwriter_bits);
	tcase_add_test(rules, good_upper_halves_of_the_ring_registers);
	tcase_add_test(rules, good_ctlr_reads_as_written);
	tcase_add_test(rules, good_gicv4_is_hidden);
	tcase_add_test(rules, good_v4_1_hardware_has_four_frames);
	tcase_add_test(rules, rf10_not_ready_before_init_and_after_teardown);
	tcase_add_test(rules, bad_event_ring_overflows);
	suite_add_tcase(suite, cells);
	suite_add_tcase(suite, rules);
	return suite;
}
