// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* LPIs of redistributors: their tables, enable and disable. */
#include <string.h>

#include "rd_world.h"
#include "suites.h"

#define PAGES_16 14u /* of a property table for 16 bits of INTID */

static struct rdw world;

/* ---- Property tables ---- */

START_TEST(good_one_table_for_all)
{
	const struct rdw_options options = {.cpus = 8, .pool = 2 << 20};
	unsigned int cpu;

	rdw_open(&world, &options);
	for (cpu = 0; cpu < 8; cpu++) {
		rdw_boot(&world, cpu);
		ck_assert_uint_eq(rdw_claimed(&world), PAGES_16);
	}
	ck_assert_uint_eq(world.claims, PAGES_16);
	for (cpu = 0; cpu < 8; cpu++) {
		ck_assert_uint_eq(rdw_claimed(&world), PAGES_16);
		rdw_disable(&world, cpu);
	}
	ck_assert_uint_eq(rdw_claimed(&world), 0);
	ck_assert_uint_eq(world.unclaims, PAGES_16);
	ck_assert_uint_eq(world.refusals, 0);
	rdw_close(&world);
}
END_TEST

/*
 * One PROPBASER serves all, and no bit of Shareability sticks, though it was asked for. Even so,
 * PROPBASER is not written again while LPIs of others are on.
 */
START_TEST(good_one_register_for_all)
{
	const struct rdw_options options = {
		.cpus = 2, .sticky = 0x070ffffffffff39f, .inner = 7, .share = 1};
	unsigned int cpu;

	rdw_open(&world, &options);
	for (cpu = 0; cpu < 2; cpu++) {
		rdw_tables(&world, cpu, RDW_PROPERTIES | 0x780 | 15,
			   RDW_PENDING_WORD + cpu * 0x10000);
		ck_assert_int_eq(rdw_enable(&world, cpu), ITSG_OK);
		rdw_check(&world, cpu);
	}
	rdw_close(&world);
}
END_TEST

/*
 * Bytes of a table, and so its pages. They count from INTID 8192 on. With more bits than there are,
 * the table has as many as there are.
 */
START_TEST(good_id_bits)
{
	static const struct {
		uint64_t propbaser;
		uint32_t lpi_bits;
		uint8_t id_bits;
		uint64_t page, pages;
	} rows[] = {
		{RDW_PROPERTIES | 13, 16, 0, 4096, 2},
		{RDW_PROPERTIES | 14, 16, 0, 4096, 6},
		{RDW_PROPERTIES | 15, 16, 0, 4096, 14},
		{RDW_PROPERTIES | 31, 16, 0, 4096, 14},
		{RDW_PROPERTIES | 23, 20, 0, 4096, 254},
		{RDW_PROPERTIES | 15, 16, 14, 4096, 2},
		{RDW_PROPERTIES | 15, 16, 0, 16384, 4},
		{RDW_PROPERTIES | 15, 16, 0, 65536, 1},
		/* not aligned to a page: there is one page more */
		{(RDW_PROPERTIES + 0x3000) | 13, 16, 0, 16384, 2},
	};
	const struct rdw_options options = {.lpi_bits = rows[_i].lpi_bits,
					    .id_bits = rows[_i].id_bits,
					    .page_size = rows[_i].page};

	rdw_open(&world, &options);
	rdw_tables(&world, 0, rows[_i].propbaser, RDW_PENDING_WORD);
	ck_assert_int_eq(rdw_enable(&world, 0), ITSG_OK);
	ck_assert(model_rd_enabled(world.model, 0));
	ck_assert_uint_eq(rdw_claimed(&world), rows[_i].pages);
	/* the host reads what it wrote */
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_PROPBASER, 8), rows[_i].propbaser);
	rdw_close(&world);
}
END_TEST

START_TEST(bad_id_bits_without_lpis)
{
	rdw_open(&world, NULL);
	rdw_tables(&world, 0, RDW_PROPERTIES | (unsigned int)_i, RDW_PENDING_WORD);
	ck_assert_int_eq(rdw_enable(&world, 0), ITSG_OK);
	rdw_expect_off(&world, 0, ITSG_REASON_INTID_RANGE);
	rdw_close(&world);
}
END_TEST

/* Only memory that is the host's alone can be claimed; all of it or none. */
START_TEST(bad_property_table)
{
	static const struct {
		uint64_t pa;
		enum itsg_reason reason;
	} rows[] = {
		{RDW_GUEST, ITSG_REASON_ENABLE_PROPERTIES},
		{RDW_HYP, ITSG_REASON_ENABLE_PROPERTIES},
		{RDW_POOL, ITSG_REASON_ENABLE_PROPERTIES},
		{RDW_BASE(0), ITSG_REASON_ENABLE_PROPERTIES},
		{RDW_BASE(0) + 0x10000, ITSG_REASON_ENABLE_PROPERTIES}, /* SGI_base */
		{RDW_GUEST - 0x1000, ITSG_REASON_ENABLE_PROPERTIES},	/* its first page is good */
		{RDW_GUEST - 0xd000, ITSG_REASON_ENABLE_PROPERTIES},	/* all but the last */
		{1ULL << 48, ITSG_REASON_ADDRESS_LIMIT},
		{(1ULL << 48) - 0x1000, ITSG_REASON_ADDRESS_LIMIT},
		{0xffffffffff000, ITSG_REASON_ADDRESS_LIMIT},
	};

	rdw_open(&world, NULL);
	rdw_tables(&world, 0, rows[_i].pa | 15, RDW_PENDING_WORD);
	ck_assert_int_eq(rdw_enable(&world, 0), ITSG_OK);
	rdw_expect_off(&world, 0, rows[_i].reason);
	ck_assert_uint_eq(rdw_claimed(&world), 0);
	/* and the host can correct it */
	rdw_boot(&world, 0);
	rdw_close(&world);
}
END_TEST

/* Its bus carries less than its registers hold. No memory of the pool may lie beyond. */
START_TEST(bad_pool_beyond_the_bus)
{
	struct itsg_rd_config config;

	rdw_start(&world, NULL);
	config = rdw_config(&world, 0);
	config.caps.address_limit = (uint64_t)1 << 32;
	ck_assert_int_eq(itsg_rd_init(&world.rd[0], &world.domain, &config), ITSG_UNSUPPORTED);
	rdw_close(&world);
}
END_TEST

/* Nor may a table of the host's. */
START_TEST(bad_table_beyond_the_bus)
{
	static const struct {
		uint64_t properties, pending;
		bool works;
	} rows[] = {
		{0x40100000, 0x40300000, true},	   {0x40100000, 0xf0ffff0000, true},
		{0x40100000, 0xf100000000, false}, {0xf0ffff2000, 0x40300000, true},
		{0xf0ffff3000, 0x40300000, false}, /* its last 4 KiB */
		{0xf140100000, 0x40300000, false},
	};
	struct itsg_rd_config config;

	rdw_start(&world, NULL);
	config = rdw_config(&world, 0);
	config.caps.address_limit = 0xf100000000;
	ck_assert_int_eq(itsg_rd_init(&world.rd[0], &world.domain, &config), ITSG_OK);
	rdw_tables(&world, 0, rows[_i].properties | 15, rows[_i].pending);
	ck_assert_int_eq(rdw_enable(&world, 0), ITSG_OK);
	if (!rows[_i].works)
		rdw_expect_off(&world, 0, ITSG_REASON_ADDRESS_LIMIT);
	ck_assert(model_rd_enabled(world.model, 0) == rows[_i].works);
	rdw_close(&world);
}
END_TEST

START_TEST(bad_host_moves_its_table)
{
	rdw_open(&world, NULL);
	rdw_boot(&world, 0);
	ck_assert(!model_move(world.model, RDW_PROPERTIES, 0x1000, MODEL_TO_GUEST));
	ck_assert(!model_move(world.model, RDW_PROPERTIES + 0xd000, 0x1000, MODEL_UNSHARE));
	/* behind the last byte */
	ck_assert(model_move(world.model, RDW_PROPERTIES + 0xe000, 0x1000, MODEL_TO_GUEST));
	rdw_disable(&world, 0);
	ck_assert(model_move(world.model, RDW_PROPERTIES, 0x1000, MODEL_TO_GUEST));
	ck_assert_int_eq(rdw_enable(&world, 0), ITSG_OK);
	rdw_expect_off(&world, 0, ITSG_REASON_ENABLE_PROPERTIES);
	rdw_close(&world);
}
END_TEST

/*
 * Two redistributors of a group with two tables are UNPREDICTABLE, unless the embedder knows
 * better.
 */
START_TEST(bad_tables_differ)
{
	const struct rdw_options options = {.cpus = 2, .own_properties = _i};

	rdw_open(&world, &options);
	rdw_boot(&world, 0);
	rdw_tables(&world, 1, RDW_OTHER | 15, RDW_PENDING);
	ck_assert_int_eq(rdw_enable(&world, 1), ITSG_OK);
	if (!_i)
		rdw_expect_off(&world, 1, ITSG_REASON_PROPERTIES_DIFFER);
	ck_assert_uint_eq(rdw_claimed(&world), _i ? 2 * PAGES_16 : PAGES_16);
	rdw_disable(&world, 0);
	ck_assert_int_eq(rdw_enable(&world, 1), ITSG_OK);
	ck_assert(model_rd_enabled(world.model, 1));
	ck_assert_uint_eq(rdw_claimed(&world), PAGES_16);
	rdw_close(&world);
}
END_TEST

/* Groups by CommonLPIAff: 0 is all of them, 1 those of one Aff3. */
START_TEST(good_groups)
{
	const struct rdw_options options = {.cpus = 8,
					    .pool = 2 << 20,
					    .typer = RDW_TYPER_PLAIN | RDW_COMMON(1),
					    .affinity_by_four = true};

	rdw_open(&world, &options);
	rdw_boot(&world, 0);
	rdw_tables(&world, 4, RDW_OTHER | 15, RDW_PENDING);
	ck_assert_int_eq(rdw_enable(&world, 4), ITSG_OK);
	ck_assert_uint_eq(rdw_claimed(&world), 2 * PAGES_16);
	rdw_tables(&world, 3, RDW_OTHER | 15, RDW_PENDING);
	ck_assert_int_eq(rdw_enable(&world, 3), ITSG_OK);
	rdw_expect_off(&world, 3, ITSG_REASON_PROPERTIES_DIFFER);
	rdw_tables(&world, 5, RDW_PROPERTY_WORD, RDW_PENDING);
	ck_assert_int_eq(rdw_enable(&world, 5), ITSG_OK);
	rdw_expect_off(&world, 5, ITSG_REASON_PROPERTIES_DIFFER);
	rdw_close(&world);
}
END_TEST

/*
 * Two different tables have pages in common. Each page is let go with the last table that it is in.
 */
START_TEST(good_tables_overlap)
{
	const struct rdw_options options = {.cpus = 2, .own_properties = true};
	unsigned int first = _i ? 1 : 0;
	uint64_t alone = _i ? RDW_PROPERTIES - 0x1000 : RDW_PROPERTIES + 0xd000;

	rdw_open(&world, &options);
	rdw_boot(&world, 0);
	rdw_tables(&world, 1, (RDW_PROPERTIES - 0x1000) | 15, RDW_PENDING);
	ck_assert_int_eq(rdw_enable(&world, 1), ITSG_OK);
	ck_assert(model_rd_enabled(world.model, 1));
	ck_assert_uint_eq(rdw_claimed(&world), 2 * PAGES_16);
	rdw_disable(&world, first);
	ck_assert_uint_eq(rdw_claimed(&world), PAGES_16);
	ck_assert(model_move(world.model, alone, 0x1000, MODEL_TO_GUEST));
	ck_assert(!model_move(world.model, RDW_PROPERTIES, 0x1000, MODEL_TO_GUEST));
	rdw_disable(&world, !first);
	ck_assert(model_move(world.model, RDW_PROPERTIES, 0x1000, MODEL_TO_GUEST));
	rdw_close(&world);
}
END_TEST

START_TEST(bad_more_tables_than_tracked)
{
	const struct rdw_options options = {
		.cpus = ITSG_RD_TABLES + 1, .own_properties = true, .pool = 4 << 20};
	unsigned int cpu;

	rdw_open(&world, &options);
	for (cpu = 0; cpu <= ITSG_RD_TABLES; cpu++) {
		rdw_tables(&world, cpu, (RDW_PROPERTIES + cpu * 0x10000) | 15, 0);
		ck_assert_int_eq(rdw_enable(&world, cpu), ITSG_OK);
	}
	rdw_expect_off(&world, ITSG_RD_TABLES, ITSG_REASON_CAPACITY);
	rdw_disable(&world, 3);
	ck_assert_int_eq(rdw_enable(&world, ITSG_RD_TABLES), ITSG_OK);
	ck_assert(model_rd_enabled(world.model, ITSG_RD_TABLES));
	rdw_close(&world);
}
END_TEST

/* ---- Pending tables ---- */

/* Whatever address the host gives, the table is in the pool, and no page of others is touched. */
START_TEST(good_pending_table_is_own)
{
	static const uint64_t addresses[] = {RDW_PENDING, RDW_GUEST, RDW_HYP, RDW_POOL, 0};

	uint64_t before;

	rdw_open(&world, NULL);
	before = model_peek(world.model, addresses[_i] + RDW_LPI / 8);
	rdw_tables(&world, 0, RDW_PROPERTY_WORD, addresses[_i] | 0x780);
	ck_assert_int_eq(rdw_enable(&world, 0), ITSG_OK);
	rdw_make_pending(&world, 0);
	ck_assert_uint_eq(model_peek(world.model, addresses[_i] + RDW_LPI / 8), before);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_PENDBASER, 8), addresses[_i] | 0x780);
	rdw_close(&world);
}
END_TEST

START_TEST(bad_pending_beyond_the_limit)
{
	rdw_open(&world, NULL);
	rdw_tables(&world, 0, RDW_PROPERTY_WORD, 1ULL << 48);
	ck_assert_int_eq(rdw_enable(&world, 0), ITSG_OK);
	rdw_expect_off(&world, 0, ITSG_REASON_ADDRESS_LIMIT);
	rdw_close(&world);
}
END_TEST

START_TEST(good_pending_state_survives)
{
	rdw_open(&world, NULL);
	rdw_boot(&world, 0);
	rdw_make_pending(&world, 0);
	rdw_disable(&world, 0);
	ck_assert(!rdw_is_pending(&world, 0));
	rdw_boot(&world, 0);
	ck_assert(rdw_is_pending(&world, 0));
	rdw_close(&world);
}
END_TEST

/* PTZ, other memory or more of it: zeros. Also when written in halves. */
START_TEST(good_pending_state_goes)
{
	rdw_open(&world, NULL);
	rdw_tables(&world, 0, RDW_PROPERTIES | 13, RDW_PENDING_WORD);
	ck_assert_int_eq(rdw_enable(&world, 0), ITSG_OK);
	rdw_make_pending(&world, 0);
	rdw_disable(&world, 0);
	if (_i == 0)
		rdw_write(&world, 0, RDW_PENDBASER, 8, RDW_PENDING_WORD | RDW_PTZ);
	else if (_i == 1)
		rdw_write(&world, 0, RDW_PENDBASER + 4, 4, RDW_PTZ >> 32);
	else if (_i == 2)
		rdw_write(&world, 0, RDW_PENDBASER, 8, RDW_PENDING_WORD + 0x10000);
	else
		rdw_write(&world, 0, RDW_PENDBASER, 4, (uint32_t)RDW_PENDING_WORD + 0x10000);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_PENDBASER, 8) & RDW_PTZ, 0);
	ck_assert_int_eq(rdw_enable(&world, 0), ITSG_OK);
	ck_assert(!rdw_is_pending(&world, 0));
	/* once only */
	rdw_make_pending(&world, 0);
	rdw_disable(&world, 0);
	ck_assert_int_eq(rdw_enable(&world, 0), ITSG_OK);
	ck_assert(rdw_is_pending(&world, 0));
	rdw_close(&world);
}
END_TEST

/* PTZ that a later write cleared promises nothing. */
START_TEST(good_ptz_taken_back)
{
	rdw_open(&world, NULL);
	rdw_boot(&world, 0);
	rdw_make_pending(&world, 0);
	rdw_disable(&world, 0);
	rdw_write(&world, 0, RDW_PENDBASER, 8, RDW_PENDING_WORD | RDW_PTZ);
	rdw_write(&world, 0, RDW_PENDBASER, 8, RDW_PENDING_WORD);
	ck_assert_int_eq(rdw_enable(&world, 0), ITSG_OK);
	ck_assert(rdw_is_pending(&world, 0));
	rdw_close(&world);
}
END_TEST

/* The table grows with IDbits; the smaller one goes back. */
START_TEST(good_larger_pending_table)
{
	const struct rdw_options options = {.lpi_bits = 20, .pool = 2 << 20};
	uint64_t free_bytes;

	rdw_open(&world, &options);
	free_bytes = itsg_pool_free_bytes(&world.domain);
	rdw_boot(&world, 0);
	ck_assert_uint_eq(itsg_pool_free_bytes(&world.domain), free_bytes - 0x10000);
	rdw_disable(&world, 0);
	rdw_write(&world, 0, RDW_PROPBASER, 8, RDW_PROPERTIES | 19);
	ck_assert_int_eq(rdw_enable(&world, 0), ITSG_OK);
	ck_assert_uint_eq(itsg_pool_free_bytes(&world.domain), free_bytes - 0x20000);
	rdw_make_pending(&world, 0);
	/* and does not shrink */
	rdw_disable(&world, 0);
	rdw_write(&world, 0, RDW_PROPBASER, 8, RDW_PROPERTY_WORD);
	ck_assert_int_eq(rdw_enable(&world, 0), ITSG_OK);
	ck_assert(rdw_is_pending(&world, 0));
	ck_assert_uint_eq(itsg_pool_free_bytes(&world.domain), free_bytes - 0x20000);
	rdw_close(&world);
}
END_TEST

START_TEST(bad_pool_exhausted)
{
	const struct rdw_options options = {.cpus = 2, .pool = 0x20000};

	rdw_open(&world, &options); /* room for one, beside the pool's own map */
	rdw_boot(&world, 0);
	rdw_tables(&world, 1, RDW_PROPERTY_WORD, RDW_PENDING_WORD);
	ck_assert_int_eq(rdw_enable(&world, 1), ITSG_OK);
	rdw_expect_off(&world, 1, ITSG_REASON_POOL);
	ck_assert_uint_eq(rdw_claimed(&world), PAGES_16);
	model_own(world.model, 0x60000000, 0x40000, MODEL_HOST);
	ck_assert_int_eq(itsg_pool_add(&world.domain, 0x60000000, 0x40000, ITSG_POOL_HOST),
			 ITSG_OK);
	ck_assert_int_eq(rdw_enable(&world, 1), ITSG_OK);
	ck_assert(model_rd_enabled(world.model, 1));
	rdw_close(&world);
}
END_TEST

/* ---- Enable and disable ---- */

/* The budget ends the enable many times. The host's instruction is repeated until it is through. */
START_TEST(good_enable_in_steps)
{
	const struct rdw_options options = {.budget = (uint32_t)_i};
	unsigned int calls = 0, units = PAGES_16 + 16;

	rdw_open(&world, &options);
	rdw_tables(&world, 0, RDW_PROPERTY_WORD, RDW_PENDING_WORD);
	while (rdw_write_once(&world, 0, RDW_CTLR, 4, 1) == ITSG_AGAIN) {
		calls++;
		ck_assert(!model_rd_enabled(world.model, 0));
		ck_assert_uint_le(calls, units);
	}
	ck_assert(model_rd_enabled(world.model, 0));
	ck_assert_uint_ge(calls + 1, units / (unsigned int)_i);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), 1);
	ck_assert_int_eq(rdw_poll(&world, 0), ITSG_OK);
	rdw_close(&world);
}
END_TEST

/* An enable under way shows as RWP, and may be taken back at any point. */
START_TEST(good_enable_taken_back)
{
	const struct rdw_options options = {.budget = 1};
	int i;

	rdw_open(&world, &options);
	rdw_tables(&world, 0, RDW_PROPERTY_WORD, RDW_PENDING_WORD);
	for (i = 0; i < _i; i++)
		ck_assert_int_eq(rdw_write_once(&world, 0, RDW_CTLR, 4, 1), ITSG_AGAIN);
	ck_assert_int_eq(rdw_write(&world, 0, RDW_PROPBASER, 8, 0), ITSG_OK);
	rdw_expect_refused(&world, ITSG_REASON_REG_STATE);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), 9);
	rdw_write(&world, 0, RDW_CTLR, 4, 0);
	while (rdw_read(&world, 0, RDW_CTLR, 4) & RDW_RWP)
		;
	ck_assert_uint_eq(rdw_claimed(&world), 0);
	rdw_boot(&world, 0);
	rdw_close(&world);
}
END_TEST

START_TEST(good_disable_waits_for_the_hardware)
{
	const struct rdw_options options = {.manual = true};

	rdw_open(&world, &options);
	rdw_boot(&world, 0);
	rdw_write(&world, 0, RDW_CTLR, 4, 0);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), RDW_RWP);
	/* it may still read and write */
	ck_assert_uint_eq(rdw_claimed(&world), PAGES_16);
	ck_assert(!model_move(world.model, RDW_PROPERTIES, 0x1000, MODEL_TO_GUEST));
	rdw_write(&world, 0, RDW_PENDBASER, 8, 0);
	rdw_expect_refused(&world, ITSG_REASON_REG_STATE);
	ck_assert_int_eq(rdw_poll(&world, 0), ITSG_AGAIN);
	ck_assert_uint_eq(world.unclaims, 0);
	rdw_run(&world);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), 0);
	ck_assert_uint_eq(rdw_claimed(&world), 0);
	ck_assert_int_eq(rdw_poll(&world, 0), ITSG_OK);
	rdw_close(&world);
}
END_TEST

START_TEST(good_enabled_again_before_it_was_off)
{
	const struct rdw_options options = {.manual = true};

	rdw_open(&world, &options);
	rdw_boot(&world, 0);
	rdw_make_pending(&world, 0);
	rdw_write(&world, 0, RDW_CTLR, 4, 0);
	ck_assert_int_eq(rdw_write_once(&world, 0, RDW_CTLR, 4, 1), ITSG_AGAIN);
	ck_assert(!model_rd_enabled(world.model, 0));
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), 9);
	rdw_run(&world);
	ck_assert_int_eq(rdw_write_once(&world, 0, RDW_CTLR, 4, 1), ITSG_OK);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), 1);
	ck_assert(model_rd_enabled(world.model, 0));
	ck_assert(rdw_is_pending(&world, 0));
	ck_assert_uint_eq(world.claims, PAGES_16);
	rdw_close(&world);
}
END_TEST

/* EnableLPIs may be RES1 once it is set. The host sees that, and nothing is let go. */
START_TEST(bad_lpis_stay)
{
	const struct rdw_options options = {.stays = true};

	rdw_open(&world, &options);
	rdw_boot(&world, 0);
	rdw_write(&world, 0, RDW_CTLR, 4, 0);
	rdw_expect_refused(&world, ITSG_REASON_LPIS_STAY);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), 1);
	ck_assert_uint_eq(rdw_claimed(&world), PAGES_16);
	rdw_write(&world, 0, RDW_PENDBASER, 8, 0);
	rdw_expect_refused(&world, ITSG_REASON_REG_STATE);
	ck_assert_int_eq(itsg_rd_teardown(&world.rd[0]), ITSG_STATE);
	ck_assert_int_eq(itsg_rd_teardown(&world.rd[0]), ITSG_STATE);
	ck_assert_uint_eq(rdw_claimed(&world), PAGES_16);
	rdw_check(&world, 0);
	rdw_destroy(&world);
}
END_TEST

/* A change of DPG* is a write like others: it waits while RWP is 1. */
START_TEST(good_dpg_waits_for_rwp)
{
	const struct rdw_options options = {.manual = true};

	rdw_open(&world, &options);
	rdw_write(&world, 0, RDW_CTLR, 4, 0x02000000);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), 0x02000008);
	rdw_write(&world, 0, RDW_CTLR, 4, 0x04000000);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), 0x04000008);
	rdw_run(&world);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), 0x04000008);
	rdw_run(&world);
	ck_assert_uint_eq(rdw_read(&world, 0, RDW_CTLR, 4), 0x04000000);
	ck_assert_uint_eq(itsg_platform_read32(model_rd_ctx(world.model, 0), 0) & ~6u, 0x04000000);
	rdw_close(&world);
}
END_TEST

Suite *suite_redist_life(void)
{
	Suite *suite = suite_create("redist_life");
	TCase *life = tcase_create("life");

	tcase_add_test(life, good_one_table_for_all);
	tcase_add_test(life, good_one_register_for_all);
	tcase_add_loop_test(life, good_id_bits, 0, 9);
	tcase_add_loop_test(life, bad_id_bits_without_lpis, 0, 13);
	tcase_add_loop_test(life, bad_property_table, 0, 10);
	tcase_add_test(life, bad_pool_beyond_the_bus);
	tcase_add_loop_test(life, bad_table_beyond_the_bus, 0, 6);
	tcase_add_test(life, bad_host_moves_its_table);
	tcase_add_loop_test(life, bad_tables_differ, 0, 2);
	tcase_add_test(life, good_groups);
	tcase_add_loop_test(life, good_tables_overlap, 0, 2);
	tcase_add_test(life, bad_more_tables_than_tracked);
	tcase_add_loop_test(life, good_pending_table_is_own, 0, 5);
	tcase_add_test(life, bad_pending_beyond_the_limit);
	tcase_add_test(life, good_pending_state_survives);
	tcase_add_loop_test(life, good_pending_state_goes, 0, 4);
	tcase_add_test(life, good_ptz_taken_back);
	tcase_add_test(life, good_larger_pending_table);
	tcase_add_test(life, bad_pool_exhausted);
	tcase_add_loop_test(life, good_enable_in_steps, 1, 9);
	tcase_add_loop_test(life, good_enable_taken_back, 1, 28);
	tcase_add_test(life, good_disable_waits_for_the_hardware);
	tcase_add_test(life, good_enabled_again_before_it_was_off);
	tcase_add_test(life, bad_lpis_stay);
	tcase_add_test(life, good_dpg_waits_for_rwp);
	suite_add_tcase(suite, life);
	return suite;
}
