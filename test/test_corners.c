// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Corners that no other suite looks at. For each there was an automatic mutant (tools/automutants)
 * that all of them let pass.
 */
#include "fault_machine.h"
#include "life_fixture.h"
#include "pool_fixture.h"
#include "rd_world.h"
#include "suites.h"
#include "validator/bits.h"
#include "validator/geometry.h"
#include "validator/rd_registers.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct machine machine;
static struct rdw rdw;

/* ---- set-up ---- */

static uint32_t its_ctlr;

static uint64_t show_ctlr(void *arg, const void *ctx, uint32_t offset, uint64_t value)
{
	(void)arg, (void)ctx;
	return offset ? value : its_ctlr;
}

/* Enabled, not quiescent, or both: the tables are in use, and the ITS is not taken over. */
START_TEST(bad_its_that_is_on)
{
	static const uint32_t bad[] = {0x80000001, 0x00000000, 0x00000001};
	struct itsg_its_config config;
	enum itsg_status status;

	world_open(&world, NULL);
	config = world.its.config;
	do
		status = itsg_its_teardown(&world.its);
	while (status == ITSG_AGAIN);
	ck_assert_int_eq(status, ITSG_OK);
	its_ctlr = bad[_i];
	model_on_register_read(world.model, show_ctlr, NULL);
	ck_assert_int_eq(itsg_its_init(&world.its, &world.domain, &config), ITSG_STATE);
	ck_assert_int_eq(model_owner_of(world.model, WORLD_BASE), MODEL_MMIO);
	its_ctlr = 0x80000000;
	ck_assert_int_eq(itsg_its_init(&world.its, &world.domain, &config), ITSG_OK);
	model_on_register_read(world.model, NULL, NULL);
	world_close(&world);
}
END_TEST

/* The queue begins below the limit and ends above it. */
START_TEST(bad_queue_across_the_limit)
{
	/* The tables lie beyond it as well, which would be told. */
	const struct world_options options = {
		.pool_pa = 0x30000000, .pa_limit = 0x40101000, .audit = ITSG_AUDIT_OFF};
	struct itsg_event event = {0};

	world_open(&world, &options);
	world_write(&world, 0x100, 8, BASER_DEVICE);
	world_write(&world, 0x108, 8, BASER_COLLECT);
	world_write(&world, 0x80, 8, CBASER_QUEUE | 1);
	world_write(&world, 0, 4, 1);
	ck_assert(itsg_event_take(&world.its, &event));
	ck_assert_int_eq(event.reason, ITSG_REASON_ENABLE_STAGING);
	world_write(&world, 0x80, 8, CBASER_QUEUE);
	ck_assert_int_eq(world_write(&world, 0, 4, 1), ITSG_OK);
	world_settle(&world);
	ck_assert(!itsg_event_take(&world.its, &event));
	world_close(&world);
}
END_TEST

/* ---- the pool ---- */

/* Regions may touch on either side. With one byte more they overlap. */
START_TEST(good_regions_touch)
{
	pool_start();
	ck_assert_int_eq(pool_add(0x40100000, 0x100000), ITSG_OK);
	ck_assert_int_eq(pool_add(0x40000000, 0x101000), ITSG_INVALID);
	ck_assert_int_eq(pool_add(0x40000000, 0x100000), ITSG_OK);
	ck_assert_int_eq(pool_add(0x401ff000, 0x100000), ITSG_INVALID);
	ck_assert_int_eq(pool_add(0x40200000, 0x100000), ITSG_OK);
	pool_stop();
}
END_TEST

/* The hardware's last address is in the middle of the pool, or right at its end. */
START_TEST(bad_pool_across_the_hardware_limit)
{
	struct world_options options = {.cbaser_sticky = 0xb8e000ffffff0fff,
					.pool_pa = 0x10000000000 - 0x80000,
					.pool = 0x100000};

	ck_assert_int_eq(world_try(&world, &options), ITSG_UNSUPPORTED);
	ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_OK);
	world_destroy(&world);
	options.pool_pa = 0x10000000000 - 0x100000;
	world_open(&world, &options);
	world_boot(&world);
	map_something();
	world_close(&world);
}
END_TEST

/* ---- setting up ---- */

/* The attributes of our tables and ring, unless the embedder gives some, however few. */
START_TEST(good_attributes)
{
	static const struct {
		uint8_t inner, outer, share, is_inner, is_outer, is_share;
	} cases[] = {
		{0, 0, 0, 7, 0, 1}, {0, 0, 2, 0, 0, 2}, {0, 1, 0, 0, 1, 0},
		{1, 0, 0, 1, 0, 0}, {5, 3, 1, 5, 3, 1},
	};
	const struct machine_options options = {0};
	struct itsg_its_config config;
	uint64_t hw;
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		machine_start(&machine, &options);
		ck_assert_int_eq(machine_pool(&machine), ITSG_OK);
		machine_configure(&machine, 0, &config);
		config.inner = cases[i].inner;
		config.outer = cases[i].outer;
		config.share = cases[i].share;
		ck_assert_int_eq(itsg_its_init(&machine.its[0], &machine.domain, &config), ITSG_OK);
		hw = machine.its[0].hw.cbaser;
		ck_assert_uint_eq(bits_get(hw, BASER_INNER_LOW, 3), cases[i].is_inner);
		ck_assert_uint_eq(bits_get(hw, BASER_OUTER_LOW, 3), cases[i].is_outer);
		ck_assert_uint_eq(bits_get(hw, BASER_SHARE_LOW, 2), cases[i].is_share);
		machine_close(&machine);
	}
	machine_free(&machine);
}
END_TEST

/* Two frames; four where TYPER.VSGI or VMAPP is set. Nothing else decides that. */
START_TEST(good_frames)
{
	static const struct {
		uint64_t typer, pages;
	} cases[] = {
		{0, 32}, {BIT(38), 32}, {BIT(39), 64}, {BIT(40), 64}, {BIT(41), 32}, {BIT(42), 32},
	};
	struct machine_options options = {0};
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		options.typer = 0x0000001f0001efb1 | cases[i].typer;
		machine_open(&machine, &options);
		ck_assert_uint_eq(machine.its[0].frames.pages, cases[i].pages);
		machine_close(&machine);
	}
	machine_free(&machine);
}
END_TEST

/* ---- power ---- */

/* Each device dropped after a power loss is a work unit. With a budget of one, a call drops one. */
START_TEST(good_devices_are_dropped_one_by_one)
{
	uint64_t before, now;
	unsigned int id, calls = 0;

	open_manual(1);
	for (id = 1; id <= 4; id++)
		world_post_words(&world, (uint64_t)id << 32 | 8, 1, 0x8000000040300000, 0);
	ck_assert_uint_eq(world_counters(&world).devices, 4);
	model_its_power_lost(world.model, 0);
	itsg_power_lost(&world.its);
	while ((before = world_counters(&world).devices) && calls++ < 10000) {
		ck_assert_int_eq(itsg_poll(&world.its), ITSG_AGAIN);
		now = world_counters(&world).devices;
		ck_assert_uint_ge(now + 1, before);
	}
	ck_assert_uint_eq(before, 0);
	world_close(&world);
}
END_TEST

/* ---- registers ---- */

/* All attributes stick on this hardware: the host reads back each of them as it wrote it. */
START_TEST(good_attributes_read_back)
{
	uint64_t i, value;

	open_manual(0);
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	for (i = 0; i < 8; i++) {
		value = i << BASER_INNER_LOW | (7 - i) << BASER_OUTER_LOW |
			(i & 3) << BASER_SHARE_LOW;
		world_write(&world, 0x100, 8, value);
		ck_assert_uint_eq(world_read(&world, 0x100, 8) & 0x3800000000000c00,
				  value & 0x3800000000000c00);
		ck_assert_uint_eq(world_read(&world, 0x100, 8) >> BASER_OUTER_LOW & 7, 7 - i);
		world_write(&world, 0x80, 8, value);
		ck_assert_uint_eq(world_read(&world, 0x80, 8), value);
	}
	world_close(&world);
}
END_TEST

/* Page_Size 3 is reserved and taken as 2. */
START_TEST(good_reserved_page_size)
{
	open_manual(0);
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	world_write(&world, 0x100, 8, 0x40200300);
	ck_assert_uint_eq(world_read(&world, 0x100, 8) >> BASER_PAGE_LOW & 3, 2);
	world_close(&world);
}
END_TEST

/* The GIC has fewer LPIs than the INTID's bits could say. */
START_TEST(bad_lpi_beyond_the_last)
{
	struct itsg_rd_config config;

	rdw_start(&rdw, NULL);
	config = rdw_config(&rdw, 0);
	config.caps.lpi_end = 10000;
	ck_assert_int_eq(itsg_rd_init(&rdw.rd[0], &rdw.domain, &config), ITSG_OK);
	rdw_tables(&rdw, 0, RDW_PROPERTIES | 0x780 | 13, RDW_PENDING_WORD);
	ck_assert_int_eq(rdw_enable(&rdw, 0), ITSG_OK);
	rdw_write(&rdw, 0, RDW_INVLPIR, 8, 9999);
	ck_assert_uint_eq(rdw.refusals, 0);
	rdw_write(&rdw, 0, RDW_INVLPIR, 8, 10000);
	rdw_expect_refused(&rdw, ITSG_REASON_INTID_RANGE);
	rdw_close(&rdw);
}
END_TEST

/* Firmware left LPIs on, or on their way: the redistributor is not taken over. */
START_TEST(bad_rd_that_is_on)
{
	struct itsg_rd_config config;

	rdw_start(&rdw, &(struct rdw_options){.cpus = 1});
	config = rdw_config(&rdw, 0);
	itsg_platform_write64(config.ctx, RDW_PROPBASER, RDW_PROPERTY_WORD);
	itsg_platform_write64(config.ctx, RDW_PENDBASER, RDW_PENDING_WORD);
	itsg_platform_write32(config.ctx, RDW_CTLR, 1);
	model_rd_run(rdw.model, 0);
	ck_assert_int_eq(itsg_rd_init(&rdw.rd[0], &rdw.domain, &config), ITSG_STATE);
	rdw_destroy(&rdw);
}
END_TEST

/* Both tables end where memory ends. Other fields of PENDBASER are no part of the address. */
START_TEST(good_rd_tables_at_the_end_of_memory)
{
	const struct rdw_options options = {.lpi_bits = 19};
	const uint64_t limit = (uint64_t)1 << 48, property = limit - (1 << 19) + 8192;

	rdw_open(&rdw, &options);
	rdw_tables(&rdw, 0, property | 0x780 | 18, (limit - 0x10000) | BITS(56, 3) | 0x780);
	ck_assert_int_eq(rdw_enable(&rdw, 0), ITSG_OK);
	ck_assert_uint_eq(rdw.refusals, 0);
	rdw_disable(&rdw, 0);
	rdw_tables(&rdw, 0, (property + 0x1000) | 0x780 | 18, RDW_PENDING_WORD);
	ck_assert_int_eq(rdw_enable(&rdw, 0), ITSG_OK);
	rdw_expect_off(&rdw, 0, ITSG_REASON_ADDRESS_LIMIT);
	rdw_close(&rdw);
}
END_TEST

/*
 * A PROPBASER with more INTID bits than the GIC has gets those of the GIC, and so does the
 * hardware.
 */
START_TEST(good_rd_bits_are_clipped)
{
	const struct rdw_options options = {.lpi_bits = 15};

	rdw_open(&rdw, &options);
	rdw_tables(&rdw, 0, RDW_PROPERTIES | 0x780 | 31, RDW_PENDING_WORD);
	ck_assert_int_eq(rdw_enable(&rdw, 0), ITSG_OK);
	ck_assert_uint_eq(itsg_platform_read64(model_rd_ctx(rdw.model, 0), RDW_PROPBASER) & 31, 14);
	rdw_close(&rdw);
}
END_TEST

/* LPIs are off once RWP reads 0, and not when the hardware was told so. */
START_TEST(good_rd_disable_waits)
{
	const struct rdw_options options = {.manual = true};

	rdw_open(&rdw, &options);
	rdw_boot(&rdw, 0);
	rdw_run(&rdw);
	ck_assert_int_eq(rdw_write_once(&rdw, 0, RDW_CTLR, 4, 0), ITSG_OK);
	ck_assert_int_eq(rdw.rd[0].phase, ITSG_PHASE_STOPPING);
	ck_assert_uint_eq(rdw_counters(&rdw, 0).disables, 0);
	rdw_run(&rdw);
	ck_assert_int_eq(rdw_poll(&rdw, 0), ITSG_OK);
	ck_assert_uint_eq(rdw_counters(&rdw, 0).disables, 1);
	rdw_close(&rdw);
}
END_TEST

/* ---- pure functions ---- */

START_TEST(good_rd_coherence)
{
	unsigned int inner, outer, share;
	uint64_t value;
	bool expected;

	for (inner = 0; inner < 8; inner++)
		for (outer = 0; outer < 8; outer++)
			for (share = 0; share < 4; share++) {
				value = (uint64_t)inner << 7 | (uint64_t)outer << 56 | share << 10;
				expected = (share == 1 || share == 2) && inner >= 2 && outer != 1;
				ck_assert(itsg_rd_registers_is_coherent(value) == expected);
				ck_assert(itsg_rd_registers_is_coherent(
						  ~(BITS(7, 5) | BITS(56, 3)) | value) == expected);
			}
}
END_TEST

/* CommonLPIAff says how many of Aff3, Aff2, Aff1 must be the same; each bit of them counts. */
START_TEST(good_rd_groups)
{
	uint64_t common, a;
	unsigned int bit;

	for (common = 0; common < 4; common++)
		for (bit = 0; bit < 32; bit++) {
			a = common << 24;
			ck_assert(itsg_rd_registers_same_group(a, a | (uint64_t)1 << (32 + bit)) ==
				  (bit < 32 - 8 * common));
		}
}
END_TEST

/* Bits beside a field are no part of it. */
START_TEST(good_baser_fields)
{
	struct geometry_table table;

	itsg_geometry_decode_baser(~BITS(48, 5) | (uint64_t)7 << 48, &table);
	ck_assert_uint_eq(table.entry_bytes, 8);
	ck_assert_uint_eq(table.pages, 256);
	ck_assert_uint_eq(table.page_bytes, 65536);
	ck_assert_uint_eq(table.type, 7);
	itsg_geometry_decode_baser((uint64_t)7 << 48, &table);
	ck_assert_uint_eq(table.entry_bytes, 8);
	ck_assert_uint_eq(table.pages, 1);
	ck_assert_uint_eq(table.page_bytes, 4096);
	ck_assert_uint_eq(table.type, 0);
}
END_TEST

/* ---- events, and hardware that lies ---- */

START_TEST(good_events_come_in_order)
{
	struct itsg_event event;
	unsigned int i;

	open_manual(0);
	while (itsg_event_take(&world.its, &event))
		;
	for (i = 0; i < 3; i++)
		world_post(&world, unknown);
	for (i = 0; i < 3; i++) {
		ck_assert(itsg_event_take(&world.its, &event));
		ck_assert_int_eq(event.kind, ITSG_EVENT_COMMAND);
		ck_assert_uint_eq(event.position, 32 * i);
	}
	ck_assert(!itsg_event_take(&world.its, &event));
	world_close(&world);
}
END_TEST

/*
 * Power goes, and nobody tells the library. CREADR is out of place: this is reported once, and
 * nothing is walked because of it.
 */
START_TEST(bad_creadr_out_of_place)
{
	struct itsg_event event;
	uint64_t value = 0;
	unsigned int i;

	open_manual(0);
	map_something();
	world_put(&world, sync_0);
	world_doorbell(&world);
	model_its_power_lost(world.model, 0);
	for (i = 0; i < 2; i++) {
		ck_assert_int_eq(itsg_mmio_read(&world.its, 0x90, 4, &value), ITSG_OK);
		ck_assert_uint_eq(value, 0x60);
	}
	ck_assert_uint_eq(world_counters(&world).hw_errors, 1);
	ck_assert(itsg_event_take(&world.its, &event));
	ck_assert_int_eq(event.kind, ITSG_EVENT_HW_ERROR);
	ck_assert(!itsg_event_take(&world.its, &event));
	world_destroy(&world);
}
END_TEST

/* ---- polls ---- */

/* While a MAPD's memory is being cleared nothing is in flight. Even so, a poll returns AGAIN. */
START_TEST(good_polls_carry_a_mapd_through)
{
	unsigned int polls = 0;

	open_manual(1);
	world_put(&world, (const uint64_t[4]){0x500000008, 11, 0x8000000040300000, 0});
	world_doorbell(&world);
	while (itsg_poll(&world.its) == ITSG_AGAIN && polls++ < 100000)
		world_run(&world);
	ck_assert_uint_eq(world_counters(&world).devices, 1);
	ck_assert_uint_eq(creadr(), 0x20);
	world_close(&world);
}
END_TEST

/* The collection is mapped, and the host starts again with another table. So a purge is owed. */
static void purge_one_collection(itsg_icid icid)
{
	world_post_words(&world, 9, 0, (uint64_t)1 << 63 | icid, 0);
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	world_write(&world, 0x108, 8, BASER_COLLECT + 0x10000);
	world_write(&world, 0x80, 8, CBASER_QUEUE);
	world_write(&world, 0x88, 8, 0);
	world_write(&world, 0, 4, 1);
}

/* While a purge looks for what is mapped, nothing is in flight either. */
START_TEST(good_polls_carry_a_purge_through)
{
	unsigned int polls = 0;

	open_manual(1);
	purge_one_collection(500);
	while (itsg_poll(&world.its) == ITSG_AGAIN && polls++ < 100000)
		world_run(&world);
	ck_assert_uint_eq(world_counters(&world).purges, 1);
	world_close(&world);
}
END_TEST

/* Four units: a page claimed, a scan of a part of a unit, an own MAPC written, and its walk. */
START_TEST(good_a_part_of_a_unit_counts)
{
	uint64_t before;

	open_manual(64);
	before = world_counters(&world).work;
	purge_one_collection(5);
	world_settle(&world);
	/* besides: the host's MAPC fetched and walked, and the page let go */
	ck_assert_uint_eq(world_counters(&world).work - before, 7);
	world_close(&world);
}
END_TEST

/* The pool has room for the ring, but not for a table of one 64 KiB page. */
START_TEST(bad_no_room_for_a_table)
{
	const struct world_options options = {.pool = 131072, .baser_pages = 4, .devices = 64};

	ck_assert_int_eq(world_try(&world, &options), ITSG_NO_MEMORY);
	ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_OK);
	model_check_returned(world.model);
	ck_assert_int_eq(model_violation(world.model)->property, MODEL_NONE);
	world_destroy(&world);
}
END_TEST

/* A purge is reported when it becomes owed and when it is done. */
static unsigned int purges[2];

static void count_purges(void *arg, const struct itsg_event *event)
{
	(void)arg;
	if (event->kind == ITSG_EVENT_PURGE)
		purges[event->position & 1]++;
}

START_TEST(good_purges_are_told)
{
	purges[0] = purges[1] = 0;
	open_manual(0);
	map_something();
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	model_watch(world.model, &(struct model_watch){.reported = count_purges});
	world_write(&world, 0x108, 8, BASER_COLLECT + 0x10000);
	restart();
	ck_assert_uint_eq(purges[1], 1);
	ck_assert_uint_eq(purges[0], 1);
	world_close(&world);
}
END_TEST

/* The event says what a page is claimed for. */
static enum itsg_purpose claimed_for;

static void note_claim(void *arg, const struct itsg_event *event)
{
	(void)arg;
	if (event->kind == ITSG_EVENT_CLAIM)
		claimed_for = event->purpose;
}

START_TEST(good_claims_say_what_for)
{
	rdw_open(&rdw, NULL);
	model_watch(rdw.model, &(struct model_watch){.reported = note_claim});
	claimed_for = ITSG_FOR_STATE;
	rdw_boot(&rdw, 0);
	ck_assert_int_eq(claimed_for, ITSG_FOR_PROPERTY_TABLE);
	rdw_close(&rdw);
}
END_TEST

Suite *suite_corners(void)
{
	Suite *suite = suite_create("corners");
	TCase *tcase = tcase_create("corners");

	tcase_add_loop_test(tcase, bad_its_that_is_on, 0, 3);
	tcase_add_test(tcase, bad_queue_across_the_limit);
	tcase_add_test(tcase, good_regions_touch);
	tcase_add_test(tcase, bad_pool_across_the_hardware_limit);
	tcase_add_test(tcase, good_attributes);
	tcase_add_test(tcase, good_frames);
	tcase_add_test(tcase, good_devices_are_dropped_one_by_one);
	tcase_add_test(tcase, good_attributes_read_back);
	tcase_add_test(tcase, good_reserved_page_size);
	tcase_add_test(tcase, bad_lpi_beyond_the_last);
	tcase_add_test(tcase, bad_rd_that_is_on);
	tcase_add_test(tcase, good_rd_tables_at_the_end_of_memory);
	tcase_add_test(tcase, good_rd_bits_are_clipped);
	tcase_add_test(tcase, good_rd_disable_waits);
	tcase_add_test(tcase, good_rd_coherence);
	tcase_add_test(tcase, good_rd_groups);
	tcase_add_test(tcase, good_baser_fields);
	tcase_add_test(tcase, good_events_come_in_order);
	tcase_add_test(tcase, bad_creadr_out_of_place);
	tcase_add_test(tcase, good_polls_carry_a_mapd_through);
	tcase_add_test(tcase, good_polls_carry_a_purge_through);
	tcase_add_test(tcase, good_a_part_of_a_unit_counts);
	tcase_add_test(tcase, bad_no_room_for_a_table);
	tcase_add_test(tcase, good_purges_are_told);
	tcase_add_test(tcase, good_claims_say_what_for);
	suite_add_tcase(suite, tcase);
	return suite;
}
