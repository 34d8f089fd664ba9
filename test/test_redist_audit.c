// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The LPI tables that the host names, and that are not its own. */
#include "rd_world.h"
#include "suites.h"

#define PAGE 0x1000u

static struct rdw world;

/* 16 bits of INTID: a property table of 0xe000 bytes, a pending table of 0x2000. */
static const struct {
	uint64_t propbaser, pendbaser;
	enum itsg_purpose purpose;
	uint32_t offset;
	uint64_t pa, bytes;
} lpi_tables[] = {
	{RDW_PROPERTY_WORD, RDW_GUEST | 0x780, ITSG_FOR_PENDING_TABLE, 0x78, RDW_GUEST, 0x2000},
	/* the second of its two pages is the hypervisor's */
	{RDW_PROPERTY_WORD, 0x60000000 | 0x780, ITSG_FOR_PENDING_TABLE, 0x78, 0x60000000, 0x2000},
	{RDW_HYP | 0x780 | 15, RDW_PENDING_WORD, ITSG_FOR_PROPERTY_TABLE, 0x70, RDW_HYP, 0xe000},
	/* the last of its fourteen pages is the guest's */
	{(RDW_GUEST - 0xd000) | 0x780 | 15, RDW_PENDING_WORD, ITSG_FOR_PROPERTY_TABLE, 0x70,
	 RDW_GUEST - 0xd000, 0xe000},
};

#define LPI_TABLES (sizeof(lpi_tables) / sizeof(lpi_tables[0]))

static void enable_lpis(int row, enum itsg_audit audit)
{
	const struct rdw_options options = {.audit = audit};

	rdw_open(&world, &options);
	model_own(world.model, 0x60001000, PAGE, MODEL_HYP);
	rdw_tables(&world, 0, lpi_tables[row].propbaser, lpi_tables[row].pendbaser);
	ck_assert_uint_eq(world.attempts, 0);
	ck_assert_int_eq(rdw_enable(&world, 0), ITSG_OK);
	rdw_check(&world, 0);
}

static void expect_lpi_table_told(int row, enum itsg_verdict verdict)
{
	ck_assert_uint_eq(rdw_counters(&world, 0).attempts, 1);
	ck_assert_uint_eq(world.attempts, 1);
	ck_assert_int_eq(world.attempt.reason, ITSG_REASON_ADDRESS_NOT_HOST);
	ck_assert_int_eq(world.attempt.verdict, verdict);
	ck_assert_int_eq(world.attempt.purpose, lpi_tables[row].purpose);
	ck_assert_uint_eq(world.attempt.its, 0x100);
	ck_assert_uint_eq(world.attempt.position, lpi_tables[row].offset);
	ck_assert_uint_eq(world.attempt.pa, lpi_tables[row].pa);
	ck_assert_uint_eq(world.attempt.size, lpi_tables[row].bytes);
	ck_assert_uint_eq(world.attempt.words[0], rdw_read(&world, 0, lpi_tables[row].offset, 8));
}

/* A pending table is not used. A property table is: the ledger refuses it as ever. */
START_TEST(bad_lpi_table_is_told)
{
	bool property = lpi_tables[_i].purpose == ITSG_FOR_PROPERTY_TABLE;

	enable_lpis(_i, ITSG_AUDIT_REPORT);
	expect_lpi_table_told(_i, property ? ITSG_FORWARD : ITSG_REWRITE);
	if (property)
		rdw_expect_off(&world, 0, ITSG_REASON_ENABLE_PROPERTIES);
	ck_assert_uint_eq(world.refusals, 0);
	rdw_close(&world);
}
END_TEST

START_TEST(bad_lpi_table_is_refused)
{
	enable_lpis(_i, ITSG_AUDIT_REFUSE);
	expect_lpi_table_told(_i, ITSG_REFUSE);
	rdw_expect_off(&world, 0, ITSG_REASON_ADDRESS_NOT_HOST);
	ck_assert_uint_eq(world.acquired, 0);
	ck_assert_uint_eq(rdw_claimed(&world), 0);
	rdw_close(&world);
}
END_TEST

START_TEST(good_lpi_table_nobody_looks_at)
{
	enable_lpis(_i, ITSG_AUDIT_OFF);
	ck_assert_uint_eq(rdw_counters(&world, 0).attempts, 0);
	ck_assert_uint_eq(world.attempts, 0);
	rdw_close(&world);
}
END_TEST

/* The page behind each table is not the host's. */
START_TEST(good_lpi_tables_of_the_host)
{
	const struct rdw_options options = {.audit = _i ? ITSG_AUDIT_REFUSE : ITSG_AUDIT_REPORT};

	rdw_open(&world, &options);
	model_own(world.model, RDW_PROPERTIES + 0xe000, PAGE, MODEL_HYP);
	model_own(world.model, RDW_PENDING + 0x2000, PAGE, MODEL_HYP);
	rdw_tables(&world, 0, RDW_PROPERTY_WORD, RDW_PENDING_WORD);
	ck_assert_int_eq(rdw_enable(&world, 0), ITSG_OK);
	rdw_check(&world, 0);
	ck_assert_uint_eq(rdw_counters(&world, 0).attempts, 0);
	ck_assert_uint_eq(world.refusals, 0);
	rdw_close(&world);
}
END_TEST

/* ---- Configuration ---- */

START_TEST(bad_audit_that_is_none)
{
	const struct rdw_options options = {.audit = ITSG_AUDITS};

	rdw_start(&world, &options);
	ck_assert_int_eq(rdw_init(&world, 0), ITSG_INVALID);
	rdw_destroy(&world);
}
END_TEST

Suite *suite_redist_audit(void)
{
	Suite *suite = suite_create("redist_audit");
	TCase *redist = tcase_create("redist_audit");

	tcase_add_loop_test(redist, bad_lpi_table_is_told, 0, LPI_TABLES);
	tcase_add_loop_test(redist, bad_lpi_table_is_refused, 0, LPI_TABLES);
	tcase_add_loop_test(redist, good_lpi_table_nobody_looks_at, 0, LPI_TABLES);
	tcase_add_loop_test(redist, good_lpi_tables_of_the_host, 0, 2);
	tcase_add_test(redist, bad_audit_that_is_none);
	suite_add_tcase(suite, redist);
	return suite;
}
