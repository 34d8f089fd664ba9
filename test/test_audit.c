// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Memory that the host names and that is not its own. The queue is at 0x40100000, tables are at
 * 0x40200000 and 0x40210000. ITT entries have 12 bytes. The guest, the hypervisor, a device and
 * nobody have a page each.
 */
#include "life_fixture.h"
#include "suites.h"

#define GUEST  0x50000000u
#define HYP    0x51000000u
#define MMIO   0x52000000u
#define NOBODY 0x53000000u
#define PAGE   0x1000u

static void own_pages(void)
{
	model_own(world.model, GUEST, PAGE, MODEL_GUEST);
	model_own(world.model, HYP, PAGE, MODEL_HYP);
	model_own(world.model, MMIO, PAGE, MODEL_MMIO);
	model_own(world.model, NOBODY, PAGE, MODEL_NOBODY);
}

static void open_audit(enum itsg_audit audit)
{
	const struct world_options options = {.audit = audit};

	world_open(&world, &options);
	own_pages();
	world_boot(&world);
}

/* DeviceID 5, V = 1. */
static void post_mapd(uint64_t itt, uint64_t size)
{
	world_post_words(&world, 0x0000000500000008, size, 0x8000000000000000 | itt, 0);
}

static void expect_attempts(uint64_t count)
{
	ck_assert_uint_eq(world_counters(&world).attempts, count);
}

static struct itsg_event take_event(enum itsg_event_kind kind)
{
	struct itsg_event event = {0};

	ck_assert(itsg_event_take(&world.its, &event));
	ck_assert_int_eq(event.kind, kind);
	return event;
}

static void expect_no_event(void)
{
	struct itsg_event event;

	ck_assert(!itsg_event_take(&world.its, &event));
}

/* ---- MAPD ---- */

static const struct {
	uint64_t itt, size;
	enum itsg_reason reason;
	uint64_t bytes;
} itts[] = {
	/* four events: 48 bytes */
	{GUEST, 1, ITSG_REASON_ADDRESS_NOT_HOST, 48},
	{HYP + 0xf00, 1, ITSG_REASON_ADDRESS_NOT_HOST, 48},
	{MMIO, 1, ITSG_REASON_ADDRESS_NOT_RAM, 48},
	{NOBODY, 1, ITSG_REASON_ADDRESS_NOT_RAM, 48},
	{WORLD_POOL, 1, ITSG_REASON_ADDRESS_NOT_HOST, 48},
	/* 512 events: 6144 bytes, of which the last 2048 are the guest's */
	{GUEST - 0x1000, 8, ITSG_REASON_ADDRESS_NOT_HOST, 6144},
	/* it begins in mid-page, and its last 256 bytes are the guest's */
	{GUEST - 0x500, 6, ITSG_REASON_ADDRESS_NOT_HOST, 1536},
	/* its first bytes are the guest's */
	{GUEST + 0xf00, 8, ITSG_REASON_ADDRESS_NOT_HOST, 6144},
	/* 16,384 events: 192 KiB, and the guest's page is the last */
	{GUEST - 0x2f000, 13, ITSG_REASON_ADDRESS_NOT_HOST, 196608},
	/* the host's own queue */
	{0x40100f00, 1, ITSG_REASON_ADDRESS_STAGING, 48},
	{0x400fff00, 8, ITSG_REASON_ADDRESS_STAGING, 6144},
};

#define ITTS (sizeof(itts) / sizeof(itts[0]))

static struct itsg_event expect_itt_told(int row, enum itsg_verdict verdict)
{
	struct itsg_event event = take_event(ITSG_EVENT_ATTEMPT);

	ck_assert_int_eq(event.reason, itts[row].reason);
	ck_assert_int_eq(event.verdict, verdict);
	ck_assert_int_eq(event.purpose, ITSG_FOR_ITT);
	ck_assert_uint_eq(event.pa, itts[row].itt);
	ck_assert_uint_eq(event.size, itts[row].bytes);
	ck_assert_uint_eq(event.position, 0);
	ck_assert_uint_eq(event.words[0], 0x0000000500000008);
	ck_assert_uint_eq(event.words[1], itts[row].size);
	ck_assert_uint_eq(event.words[2], 0x8000000000000000 | itts[row].itt);
	return event;
}

START_TEST(bad_itt_is_told)
{
	open_audit(ITSG_AUDIT_REPORT);
	post_mapd(itts[_i].itt, itts[_i].size);
	expect_attempts(1);
	expect_itt_told(_i, ITSG_REWRITE);
	expect_no_event();
	expect_executed("08");
	ck_assert_uint_eq(world_counters(&world).devices, 1);
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REWRITE], 1);
	world_close(&world);
}
END_TEST

/* Nothing has changed but counters and the log. */
START_TEST(bad_itt_is_refused)
{
	uint64_t free_bytes;

	open_audit(ITSG_AUDIT_REFUSE);
	free_bytes = itsg_pool_free_bytes(&world.domain);
	post_mapd(itts[_i].itt, itts[_i].size);
	expect_attempts(1);
	expect_itt_told(_i, ITSG_REFUSE);
	ck_assert_int_eq(take_event(ITSG_EVENT_COMMAND).reason, itts[_i].reason);
	expect_no_event();
	expect_executed("");
	ck_assert_uint_eq(world_counters(&world).devices, 0);
	ck_assert_uint_eq(world_counters(&world).reasons[itts[_i].reason], 1);
	ck_assert_uint_eq(itsg_pool_free_bytes(&world.domain), free_bytes);
	ck_assert_uint_eq(creadr(), 0x20);
	world_close(&world);
}
END_TEST

START_TEST(good_itt_nobody_looks_at)
{
	open_audit(ITSG_AUDIT_OFF);
	post_mapd(itts[_i].itt, itts[_i].size);
	expect_attempts(0);
	expect_no_event();
	expect_executed("08");
	world_close(&world);
}
END_TEST

/* Right before the guest's page, right behind it, and on both sides of the queue. */
START_TEST(good_itts_of_the_host)
{
	static const struct {
		uint64_t itt, size;
	} rows[] = {{0x40300000, 1},	 {GUEST - 0x600, 6},	{GUEST - 0x1800, 8},
		    {GUEST + 0x1000, 8}, {0x40101000, 8},	{0x400fe000, 8},
		    {0x40200000, 1},	 {GUEST - 0x30000, 13}, {MMIO - 0x100, 1},
		    {NOBODY + 0x1000, 1}};
	unsigned int i;

	open_audit(_i ? ITSG_AUDIT_REFUSE : ITSG_AUDIT_REPORT);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		post_mapd(rows[i].itt, rows[i].size);
		expect_attempts(0);
	}
	expect_no_event();
	world_close(&world);
}
END_TEST

/* With V = 0 address and Size mean nothing. */
START_TEST(good_unmapping_names_nothing)
{
	open_audit(_i ? ITSG_AUDIT_REFUSE : ITSG_AUDIT_REPORT);
	world_post_words(&world, 0x0000000500000008, 0x8, GUEST, 0);
	map_something();
	world_post_words(&world, 0x0000000500000008, 0x8, GUEST, 0);
	expect_executed("0f08");
	expect_attempts(0);
	expect_no_event();
	world_close(&world);
}
END_TEST

/* What is refused for another reason is not looked at: its extent has no bound. */
START_TEST(bad_refused_before_it_is_looked_at)
{
	const struct world_options options = {.events = 64};

	world_open(&world, &options);
	own_pages();
	world_boot(&world);
	post_mapd(GUEST, 6);
	ck_assert_int_eq(take_event(ITSG_EVENT_COMMAND).reason, ITSG_REASON_CAPACITY);
	post_mapd(GUEST, 16);
	ck_assert_int_eq(take_event(ITSG_EVENT_COMMAND).reason, ITSG_REASON_SIZE_RANGE);
	post_mapd(0x1000000000000, 1);
	ck_assert_int_eq(take_event(ITSG_EVENT_COMMAND).reason, ITSG_REASON_ADDRESS_LIMIT);
	expect_attempts(0);
	post_mapd(GUEST, 5);
	expect_attempts(1);
	world_close(&world);
}
END_TEST

/* A page may change hands while the device is mapped. What is said again is looked at again. */
START_TEST(bad_page_given_away_between)
{
	open_audit(ITSG_AUDIT_REPORT);
	post_mapd(0x40300000, 1);
	ck_assert(model_move(world.model, 0x40300000, PAGE, MODEL_TO_GUEST));
	expect_attempts(0);
	post_mapd(0x40300000, 1);
	expect_attempts(1);
	world_close(&world);
}
END_TEST

/* 65,536 entries of 12 bytes are 192 pages, within the unit of the command. Of 16 bytes and 262,144
 * entries they are 1,024: four units more. The same with 64 KiB pages: none. */
START_TEST(good_questions_cost_units)
{
	static const struct {
		uint64_t typer, page, size, units;
	} rows[] = {
		{0x0000001f0001efb1, 4096, 15, 1},
		{0x0000001f0001f1f1, 4096, 17, 5},
		{0x0000001f0001f1f1, 65536, 17, 1},
	};
	const struct world_options options = {
		.typer = rows[_i].typer, .page_size = rows[_i].page, .audit = ITSG_AUDIT_REFUSE};
	uint64_t work;

	world_open(&world, &options);
	model_own(world.model, 0x60000000, 0x10000, MODEL_GUEST);
	world_boot(&world);
	work = world_counters(&world).work;
	post_mapd(0x60000000, rows[_i].size);
	expect_attempts(1);
	ck_assert_uint_eq(world_counters(&world).work, work + rows[_i].units);
	world_close(&world);
}
END_TEST

/* ---- What the ledger may answer ---- */

static const struct {
	enum itsg_status answer;
	enum itsg_reason told, refused;
} answers[] = {
	{ITSG_LEDGER, ITSG_REASON_ADDRESS_NOT_HOST, ITSG_REASON_ADDRESS_NOT_HOST},
	{ITSG_INVALID, ITSG_REASON_ADDRESS_NOT_RAM, ITSG_REASON_ADDRESS_NOT_RAM},
	{ITSG_UNSUPPORTED, ITSG_REASON_NONE, ITSG_REASON_ADDRESS_NOT_HOST},
	/* no answer that was agreed on */
	{ITSG_AGAIN, ITSG_REASON_ADDRESS_NOT_HOST, ITSG_REASON_ADDRESS_NOT_HOST},
	{ITSG_BUG, ITSG_REASON_ADDRESS_NOT_HOST, ITSG_REASON_ADDRESS_NOT_HOST},
	{(enum itsg_status)99, ITSG_REASON_ADDRESS_NOT_HOST, ITSG_REASON_ADDRESS_NOT_HOST},
};

#define ANSWERS (sizeof(answers) / sizeof(answers[0]))

START_TEST(bad_answers_are_told)
{
	open_audit(ITSG_AUDIT_REPORT);
	model_answer(world.model, answers[_i].answer);
	post_mapd(0x40300000, 1);
	expect_attempts(answers[_i].told != ITSG_REASON_NONE);
	if (answers[_i].told)
		ck_assert_int_eq(take_event(ITSG_EVENT_ATTEMPT).reason, answers[_i].told);
	expect_no_event();
	expect_executed("08");
	world_close(&world);
}
END_TEST

START_TEST(bad_answers_are_refused)
{
	open_audit(ITSG_AUDIT_REFUSE);
	model_answer(world.model, answers[_i].answer);
	post_mapd(0x40300000, 1);
	expect_attempts(1);
	ck_assert_int_eq(take_event(ITSG_EVENT_ATTEMPT).reason, answers[_i].refused);
	ck_assert_int_eq(take_event(ITSG_EVENT_COMMAND).reason, answers[_i].refused);
	expect_executed("");
	world_close(&world);
}
END_TEST

/* ---- Enable ---- */

/* Valid, RaWaWb, inner shareable; Type and Entry_Size are read-only. */
#define FLAT	     0xb900000000000400u
#define TWO_LEVELS   0xf900000000000400u
#define COLLECTION   0xbc00000000000400u
#define PAGES_OF_64K 0x200u
#define PAGES_OF_16K 0x100u

static const struct {
	uint64_t device, collection, queue;
	uint32_t offset;
	enum itsg_purpose purpose;
	enum itsg_reason reason;
	uint64_t pa, bytes;
} tables[] = {
	/* one page */
	{FLAT | GUEST, BASER_COLLECT, CBASER_QUEUE, 0x100, ITSG_FOR_DEVICE_TABLE,
	 ITSG_REASON_ADDRESS_NOT_HOST, GUEST, 4096},
	/* 16 pages; the last is the guest's */
	{FLAT | (GUEST - 0xf000) | 15, BASER_COLLECT, CBASER_QUEUE, 0x100, ITSG_FOR_DEVICE_TABLE,
	 ITSG_REASON_ADDRESS_NOT_HOST, GUEST - 0xf000, 65536},
	/* two pages of 64 KiB; the guest's is in the second */
	{FLAT | PAGES_OF_64K | (GUEST - 0x10000) | 1, BASER_COLLECT, CBASER_QUEUE, 0x100,
	 ITSG_FOR_DEVICE_TABLE, ITSG_REASON_ADDRESS_NOT_HOST, GUEST - 0x10000, 131072},
	/* two pages of 16 KiB */
	{FLAT | PAGES_OF_16K | (GUEST - 0x4000) | 1, BASER_COLLECT, CBASER_QUEUE, 0x100,
	 ITSG_FOR_DEVICE_TABLE, ITSG_REASON_ADDRESS_NOT_HOST, GUEST - 0x4000, 32768},
	/* level 1 of two */
	{TWO_LEVELS | HYP, BASER_COLLECT, CBASER_QUEUE, 0x100, ITSG_FOR_DEVICE_TABLE,
	 ITSG_REASON_ADDRESS_NOT_HOST, HYP, 4096},
	/* with 64 KiB pages bits 15:12 are PA[51:48], here beyond the limit of 2^48 */
	{FLAT | PAGES_OF_64K | 0x40201000, BASER_COLLECT, CBASER_QUEUE, 0x100,
	 ITSG_FOR_DEVICE_TABLE, ITSG_REASON_ADDRESS_LIMIT, 0x1000040200000, 65536},
	/* the last page below 2^48 and one more */
	{FLAT | 0xfffffffff000 | 1, BASER_COLLECT, CBASER_QUEUE, 0x100, ITSG_FOR_DEVICE_TABLE,
	 ITSG_REASON_ADDRESS_LIMIT, 0xfffffffff000, 8192},
	{BASER_DEVICE, COLLECTION | MMIO, CBASER_QUEUE, 0x108, ITSG_FOR_COLLECTION_TABLE,
	 ITSG_REASON_ADDRESS_NOT_RAM, MMIO, 4096},
	/* a queue of 16 pages; the last is nobody's */
	{BASER_DEVICE, BASER_COLLECT, 0xb800000000000400 | 0x54000000 | 15, 0x80, ITSG_FOR_QUEUE,
	 ITSG_REASON_ADDRESS_NOT_RAM, 0x54000000, 65536},
};

#define TABLES (sizeof(tables) / sizeof(tables[0]))

static void write_tables(int row)
{
	world_write(&world, 0x100, 8, tables[row].device);
	world_write(&world, 0x108, 8, tables[row].collection);
	world_write(&world, 0x80, 8, tables[row].queue);
	world_write(&world, 0x88, 8, 0);
	expect_attempts(0);
	expect_no_event();
}

static void open_tables(int row, enum itsg_audit audit)
{
	const struct world_options options = {.audit = audit};

	world_open(&world, &options);
	own_pages();
	model_own(world.model, 0x5400f000, PAGE, MODEL_NOBODY);
	write_tables(row);
	world_write(&world, 0, 4, 1);
	world_settle(&world);
}

static void expect_table_told(int row, enum itsg_verdict verdict)
{
	struct itsg_event event = take_event(ITSG_EVENT_ATTEMPT);

	ck_assert_int_eq(event.reason, tables[row].reason);
	ck_assert_int_eq(event.verdict, verdict);
	ck_assert_int_eq(event.purpose, tables[row].purpose);
	ck_assert_uint_eq(event.position, tables[row].offset);
	ck_assert_uint_eq(event.pa, tables[row].pa);
	ck_assert_uint_eq(event.size, tables[row].bytes);
	ck_assert_uint_eq(event.words[0], world_read(&world, tables[row].offset, 8));
}

/* Tables are not used. A queue is: the ledger refuses it as ever. */
START_TEST(bad_table_is_told)
{
	bool queue = tables[_i].purpose == ITSG_FOR_QUEUE;

	open_tables(_i, ITSG_AUDIT_REPORT);
	expect_attempts(1);
	expect_table_told(_i, queue ? ITSG_FORWARD : ITSG_REWRITE);
	if (queue)
		ck_assert_int_eq(take_event(ITSG_EVENT_ENABLE_FAILED).reason,
				 ITSG_REASON_ENABLE_STAGING);
	expect_no_event();
	ck_assert_uint_eq(world_read(&world, 0, 4), queue ? 0x80000000 : 0x80000001);
	world_close(&world);
}
END_TEST

START_TEST(bad_table_is_refused)
{
	open_tables(_i, ITSG_AUDIT_REFUSE);
	expect_attempts(1);
	expect_table_told(_i, ITSG_REFUSE);
	ck_assert_int_eq(take_event(ITSG_EVENT_ENABLE_FAILED).reason, tables[_i].reason);
	expect_no_event();
	ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000000);
	ck_assert_uint_eq(world_counters(&world).claimed_pages, 0);
	/* the host puts it right */
	world_boot(&world);
	expect_attempts(1);
	world_close(&world);
}
END_TEST

START_TEST(good_tables_nobody_looks_at)
{
	open_tables(_i, ITSG_AUDIT_OFF);
	expect_attempts(0);
	world_close(&world);
}
END_TEST

/* Each enable says again what the registers hold. All that is wrong is told, and the first one
 * gives the reason. */
START_TEST(bad_all_at_once)
{
	const struct world_options options = {.audit = ITSG_AUDIT_REFUSE};

	world_open(&world, &options);
	own_pages();
	world_write(&world, 0x100, 8, FLAT | MMIO);
	world_write(&world, 0x108, 8, COLLECTION | GUEST);
	world_write(&world, 0x80, 8, 0xb800000000000400 | HYP);
	world_write(&world, 0, 4, 1);
	expect_attempts(3);
	world_write(&world, 0, 4, 1);
	expect_attempts(6);
	ck_assert_uint_eq(world_counters(&world).reasons[ITSG_REASON_ADDRESS_NOT_RAM], 2);
	ck_assert_uint_eq(world_counters(&world).reasons[ITSG_REASON_ADDRESS_NOT_HOST], 0);
	world_close(&world);
}
END_TEST

/*
 * Drivers write in halves, in either order, and try values with Valid set. Linux tries page sizes
 * with the address that an earlier kernel left. Only what holds at the enable counts.
 */
START_TEST(good_values_on_the_way)
{
	open_audit(_i ? ITSG_AUDIT_REFUSE : ITSG_AUDIT_REPORT);
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	world_write(&world, 0x104, 4, 0xb9070000); /* the address is 0 now and then */
	world_write(&world, 0x100, 4, GUEST | 0x400);
	world_write(&world, 0x100, 4, 0x40200400);
	world_write(&world, 0x100, 8, BASER_DEVICE | PAGES_OF_64K | 0xff); /* up to the guest's */
	world_write(&world, 0x100, 8, BASER_DEVICE);
	world_write(&world, 0x84, 4, 0xb8000001);
	world_write(&world, 0x80, 4, 0x40100400);
	world_write(&world, 0x84, 4, 0xb8000000);
	expect_attempts(0);
	world_write(&world, 0, 4, 1);
	world_settle(&world);
	ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000001);
	expect_attempts(0);
	expect_no_event();
	world_close(&world);
}
END_TEST

/* A collection table is not needed where the ITS holds collections itself. One that is not Valid
 * says nothing. */
START_TEST(good_table_that_is_not_valid)
{
	const struct world_options options = {.typer = TYPER_QEMU | 0x4000000,
					      .audit = ITSG_AUDIT_REFUSE};

	world_open(&world, &options);
	own_pages();
	world_write(&world, 0x100, 8, BASER_DEVICE);
	world_write(&world, 0x108, 8, (COLLECTION | GUEST) & ~(1ULL << 63));
	world_write(&world, 0x80, 8, CBASER_QUEUE);
	world_write(&world, 0, 4, 1);
	world_settle(&world);
	ck_assert_uint_eq(world_read(&world, 0, 4), 0x80000001);
	expect_attempts(0);
	world_close(&world);
}
END_TEST

/* ---- Configuration ---- */

START_TEST(bad_audit_that_is_none)
{
	const struct world_options options = {.audit = ITSG_AUDITS};

	ck_assert_int_eq(world_try(&world, &options), ITSG_INVALID);
	world_destroy(&world);
}
END_TEST

Suite *suite_audit(void)
{
	Suite *suite = suite_create("audit");
	TCase *mapd = tcase_create("mapd"), *enable = tcase_create("enable");

	tcase_add_loop_test(mapd, bad_itt_is_told, 0, ITTS);
	tcase_add_loop_test(mapd, bad_itt_is_refused, 0, ITTS);
	tcase_add_loop_test(mapd, good_itt_nobody_looks_at, 0, ITTS);
	tcase_add_loop_test(mapd, good_itts_of_the_host, 0, 2);
	tcase_add_loop_test(mapd, good_unmapping_names_nothing, 0, 2);
	tcase_add_test(mapd, bad_refused_before_it_is_looked_at);
	tcase_add_test(mapd, bad_page_given_away_between);
	tcase_add_loop_test(mapd, good_questions_cost_units, 0, 3);
	tcase_add_loop_test(mapd, bad_answers_are_told, 0, ANSWERS);
	tcase_add_loop_test(mapd, bad_answers_are_refused, 0, ANSWERS);
	suite_add_tcase(suite, mapd);
	tcase_add_loop_test(enable, bad_table_is_told, 0, TABLES);
	tcase_add_loop_test(enable, bad_table_is_refused, 0, TABLES);
	tcase_add_loop_test(enable, good_tables_nobody_looks_at, 0, TABLES);
	tcase_add_test(enable, bad_all_at_once);
	tcase_add_loop_test(enable, good_values_on_the_way, 0, 2);
	tcase_add_test(enable, good_table_that_is_not_valid);
	tcase_add_test(enable, bad_audit_that_is_none);
	suite_add_tcase(suite, enable);
	return suite;
}
