// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Teardown, init that fails, pools that run dry, non-coherent machines. */
#include "life_fixture.h"
#include "suites.h"

/*
 * Hardware that does not snoop, by its registers or by what the platform says. It gets tables and a
 * ring that it may not keep in caches.
 */
START_TEST(good_attributes_without_snooping)
{
	const struct world_options options[] = {
		{.non_coherent = true},
		{.cbaser_sticky = ~0xc00ULL}, /* no shareability */
		{0},
	};
	const uint64_t attributes = 0x38e0000000000c00,
		       want = _i < 2 ? 1ULL << 59 : 7ULL << 59 | 0x400;
	void *ctx;

	world_open(&world, &options[_i]);
	ctx = model_its_ctx(world.model, 0);
	world_boot(&world);
	ck_assert_uint_eq(itsg_platform_read64(ctx, 0x80) & attributes, want);
	ck_assert_uint_eq(itsg_platform_read64(ctx, 0x100) & attributes, want);
	ck_assert_uint_eq(itsg_platform_read64(ctx, 0x108) & attributes, want);
	world_close(&world);
}
END_TEST

/*
 * 200 collections are in the hardware, then comes a table of 128: those above are not mapped any
 * more.
 */
START_TEST(bad_collection_table_appears)
{
	const struct world_options options = {.typer = 0x00000000c801efb1,
					      .collection_baser = 0x041f000000000200};

	world_open(&world, &options);
	world_write(&world, 0x100, 8, BASER_DEVICE);
	world_write(&world, 0x80, 8, CBASER_QUEUE);
	world_write(&world, 0, 4, 1);
	world_post_words(&world, 9, 0, 0x80000000000000c0, 0); /* MAPC 192 */
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], 0);
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	world_write(&world, 0x108, 8, BASER_COLLECT);
	world_write(&world, 0x80, 8, CBASER_QUEUE);
	world.position = 0;
	world_write(&world, 0, 4, 1);
	world_settle(&world);
	world_check(&world); /* itsg_its_is_valid among others */
	ck_assert_uint_eq(world_counters(&world).purges, 1);
	world_close(&world);
}
END_TEST

/* Teardown from every state that a few traps can lead to, with every small budget. */
START_TEST(good_teardown_anywhere)
{
	const uint64_t remap[4] = {0x0000000500000008, 0x8, 0x8000000040300000, 0};
	unsigned int k;

	for (k = 0; k < 12; k++) {
		open_manual((uint32_t)_i);
		map_something();
		world_put(&world, remap);
		if (k > 0)
			world_doorbell(&world);
		if (k > 2)
			world_write(&world, 0, 4, 0);
		model_its_run(world.model, 0, k / 2);
		if (k > 4)
			(void)creadr();
		if (k > 6)
			world_write(&world, 0, 4, 1);
		if (k > 8)
			world_settle(&world);
		if (k > 9)
			world_write(&world, 0, 4, 0);
		world_close(&world);
	}
}
END_TEST

/* The step that ends a teardown may be the host's own access. The next call still returns OK. */
START_TEST(good_teardown_ended_by_a_poll)
{
	unsigned int i;

	open_manual(1);
	map_something();
	ck_assert_int_eq(itsg_its_teardown(&world.its), ITSG_AGAIN);
	for (i = 0; i < 5000; i++) {
		world_run(&world);
		if (itsg_poll(&world.its) == ITSG_NOT_READY)
			break;
	}
	ck_assert_uint_lt(i, 5000);
	world_close(&world);
}
END_TEST

/* A purge that the budget cut short leaves nothing behind that disturbs a teardown. */
START_TEST(good_teardown_in_mid_purge)
{
	const uint64_t mapc_9[4] = {0x09, 0, 0x8000000000000009, 0};
	const uint64_t mapc_9_off[4] = {0x09, 0, 0x0000000000000009, 0};
	int traps;

	for (traps = 0; traps < 40; traps++) {
		open_manual(1);
		world_post(&world, mapc_0);
		world_post(&world, mapc_9);
		world_post(&world, mapc_9_off);
		world_post(&world, mapd_5);
		world_post(&world, mapd_5_off);
		world_write(&world, 0, 4, 0);
		world_settle(&world);
		world_write(&world, 0x100, 8, 0);
		world_write(&world, 0x100, 8, BASER_DEVICE);
		world_write(&world, 0, 4, 1);
		model_its_run(world.model, 0, 1);
		for (int i = 0; i < traps; i++)
			(void)creadr();
		world_write(&world, 0, 4, 0);
		world_settle(&world);
		world_close(&world);
	}
}
END_TEST

/* A BASER with 4 KiB pages cannot hold PA[51:48]. A table up there would really be elsewhere. */
START_TEST(bad_pool_above_48_bits)
{
	const struct world_options options = {.pool_pa = 0x1000000000000,
					      .pa_limit = (uint64_t)1 << 52};

	ck_assert_int_eq(world_try(&world, &options), ITSG_UNSUPPORTED);
	ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_OK);
	model_check_returned(world.model);
	ck_assert_int_eq(model_violation(world.model)->property, MODEL_NONE);
	world_destroy(&world);
}
END_TEST

/* An ITS with fewer address bits than the pool has gets no block above them. */
START_TEST(bad_pool_beyond_the_hardware)
{
	const struct world_options options = {.cbaser_sticky = 0xb8e00000ffff0fff};

	ck_assert_int_eq(world_try(&world, &options), ITSG_UNSUPPORTED);
	ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_OK);
	model_check_returned(world.model);
	world_destroy(&world);
}
END_TEST

static void fail_next(struct world *at)
{
	model_fail_after(at->model, 1);
}

/*
 * What a failed init has cleaned is in memory before it returns. The next call may be on another
 * CPU, and that CPU's barrier does not complete the cleaning.
 */
START_TEST(bad_init_fails_and_keeps_frames_non_coherent)
{
	const struct world_options options = {.cbaser_sticky = 0xb8e00000ffff0fff,
					      .non_coherent = true};

	world_hw_write_hook = fail_next; /* the call after the last one gives the frames back */
	ck_assert_int_eq(world_try(&world, &options), ITSG_BUG);
	world_hw_write_hook = NULL;
	(void)world_counters(&world);
	ck_assert_int_eq(model_violation(world.model)->property, MODEL_NONE);
	while (itsg_its_teardown(&world.its) != ITSG_OK)
		;
	ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_OK);
	model_check_returned(world.model);
	ck_assert_int_eq(model_violation(world.model)->property, MODEL_NONE);
	world_destroy(&world);
}
END_TEST

/*
 * Bits of a table register that read 1 whatever is written. The table would be elsewhere, be larger
 * than its block, or be taken for a level 1.
 */
START_TEST(bad_table_register_has_bits_that_stay_1)
{
	static const uint64_t stuck[] = {0x30000000, 0x7, 0x4000000000000000};
	const struct world_options options = {.device_baser = 0x0107000000000200 | stuck[_i],
					      .baser_sticky = ~stuck[_i],
					      .devices = 256}; /* flat, one page */

	ck_assert_int_eq(world_try(&world, &options), ITSG_UNSUPPORTED);
	ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_OK);
	model_check_returned(world.model);
	ck_assert_int_eq(model_violation(world.model)->property, MODEL_NONE);
	world_destroy(&world);
}
END_TEST

/* Memory that the ITS cannot reach cannot be added later either: free blocks would lie there. */
START_TEST(bad_top_up_beyond_the_hardware)
{
	const struct world_options options = {.cbaser_sticky = 0xb8e000ffffff0fff,
					      .pa_limit = (uint64_t)1 << 48};

	world_open(&world, &options);
	world_boot(&world);
	ck_assert_int_eq(itsg_pool_add(&world.domain, (uint64_t)1 << 40, 0x10000, ITSG_POOL_HOST),
			 ITSG_INVALID);
	map_something();
	world_close(&world);
}
END_TEST

START_TEST(good_host_is_not_heard_during_teardown)
{
	open_manual(0);
	map_something();
	ck_assert_int_eq(itsg_its_teardown(&world.its), ITSG_AGAIN);
	world_write(&world, 0, 4, 1);
	world_write(&world, 0x88, 4, 0x20);
	world_write(&world, 0x100, 8, 0);
	ck_assert_uint_eq(world_counters(&world).reasons[ITSG_REASON_REG_STATE], 3);
	world_close(&world);
}
END_TEST

START_TEST(bad_teardown_ledger_fails)
{
	enum itsg_status status = ITSG_AGAIN;
	unsigned int k, n, failures;

	for (k = 1; k < 40; k++) {
		open_manual(0);
		map_something();
		model_fail_after(world.model, k);
		failures = 0;
		for (n = 0; n < 1000; n++) {
			world_run(&world);
			status = itsg_its_teardown(&world.its);
			failures += status == ITSG_LEDGER;
			if (status == ITSG_OK)
				break;
		}
		ck_assert_int_eq(status, ITSG_OK);
		model_fail_after(world.model, 0);
		ck_assert_uint_le(failures, 1);
		ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_OK);
		model_check_returned(world.model);
		ck_assert_int_eq(model_violation(world.model)->property, MODEL_NONE);
		world_destroy(&world);
	}
}
END_TEST

START_TEST(bad_init_fails_anywhere)
{
	uint64_t calls;
	unsigned int k;

	world_open(&world, NULL);
	calls = model_fallible_calls(world.model);
	world_close(&world);
	ck_assert_uint_ge(calls, 2);
	for (k = 0x1000; k < 0x60000; k += 0x3000) {
		const struct world_options options = {.pool = k > 0x2000 ? k : 0x2000};
		enum itsg_status status = world_try(&world, &options);

		ck_assert(status == ITSG_OK || status == ITSG_NO_MEMORY);
		if (status == ITSG_OK) {
			world_close(&world);
			continue;
		}
		ck_assert_int_eq(itsg_domain_teardown(&world.domain), ITSG_OK);
		model_check_returned(world.model);
		ck_assert_int_eq(model_violation(world.model)->property, MODEL_NONE);
		world_destroy(&world);
	}
}
END_TEST

START_TEST(bad_init_twice)
{
	enum itsg_status status;

	world_open(&world, NULL);
	/* a second instance on the same hardware does not get its frames */
	static struct itsg_its other;
	status = itsg_its_init(&other, &world.domain, &world.its.config);
	ck_assert_int_eq(status, ITSG_LEDGER);
	ck_assert_int_eq(itsg_poll(&other), ITSG_NOT_READY);
	world_close(&world);
}
END_TEST

/* An exhausted pool refuses with that reason, changes nothing, and can be topped up. */
START_TEST(bad_pool_exhausted)
{
	const struct world_options options = {.pool = 0x40000, .devices = 512, .collections = 64};
	const uint64_t big[4] = {0x0000000500000008, 0xf, 0x8000000040300000, 0}; /* 768 KiB */
	uint64_t before;

	world_open(&world, &options);
	world_boot(&world);
	world_post(&world, mapc_0);
	before = itsg_pool_free_bytes(&world.domain);
	world_post(&world, big);
	ck_assert_uint_eq(world_counters(&world).reasons[ITSG_REASON_POOL], 1);
	ck_assert_uint_eq(itsg_pool_free_bytes(&world.domain), before);
	world_post(&world, mapti_5_0);
	ck_assert_uint_eq(world_counters(&world).reasons[ITSG_REASON_DEVICE_UNMAPPED], 1);
	ck_assert_int_eq(itsg_pool_add(&world.domain, 0xf1000000000, 0x400000, ITSG_POOL_HOST),
			 ITSG_OK);
	world_post(&world, big);
	world_post(&world, mapti_5_0);
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], 2);
	world_close(&world);
}
END_TEST

START_TEST(bad_capacity)
{
	const struct world_options options = {.devices = 5, .events = 8, .collections = 2};
	const uint64_t mapd_4[4] = {0x0000000400000008, 0x2, 0x8000000040300000, 0};
	const uint64_t mapd_4_big[4] = {0x0000000400000008, 0x3, 0x8000000040300000, 0};
	const uint64_t mapc_2[4] = {0x09, 0, 0x8000000000000002, 0};

	world_open(&world, &options);
	world_boot(&world);
	world_post(&world, mapd_5);
	world_post(&world, mapd_4_big);
	world_post(&world, mapc_2);
	ck_assert_uint_eq(world_counters(&world).reasons[ITSG_REASON_CAPACITY], 3);
	world_post(&world, mapd_4);
	world_post(&world, mapc_0);
	world_post(&world, mapd_5_off);
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], 3);
	world_close(&world);
}
END_TEST

/* Non-coherent hardware, and a host whose writes to its queue go past the caches. */
START_TEST(rf32_non_coherent_its)
{
	const struct world_options options = {.non_coherent = true, .budget = (uint32_t)_i};
	const uint64_t remap[4] = {0x0000000500000008, 0xa, 0x8000000040300000, 0};

	world_open(&world, &options);
	world_boot(&world);
	world_write(&world, 0, 4, 0);
	world_settle(&world);
	world_write(&world, 0x80, 8, CBASER_4K); /* non-shareable, non-cacheable */
	world_write(&world, 0, 4, 1);
	world_settle(&world);
	map_something();
	world_post(&world, remap);
	world_post(&world, mapd_5_off);
	expect_executed("0f080808");
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], 0);
	world_close(&world);
}
END_TEST

/* A host whose writes to its queue go past the caches: each line is flushed before it is read. */
START_TEST(rf32_uncached_queue)
{
	const struct world_options options = {.host_uncached = true, .non_coherent = _i};

	world_open(&world, &options);
	world_boot(&world);
	map_something();
	world_post(&world, mapd_5_off);
	expect_executed("0f08");
	ck_assert_uint_eq(world_counters(&world).verdicts[ITSG_REFUSE], 0);
	world_close(&world);
}
END_TEST

/* It is a constant expression. */
static const uint64_t sizes[] = {
	itsg_state_size(256, 32, 12, 512, 65536),
	itsg_state_size(4096, 32, 12, 512, 65536),
};

/*
 * The size that itsg_state_size gives is enough, and not much more than enough, for every device
 * that there can be.
 */
START_TEST(good_state_size)
{
	static const unsigned int devices[] = {256, 4096, 256, 4096};
	const struct world_options options = {
		.typer = _i < 2 ? TYPER_QEMU : TYPER_QEMU | 2, /* with a table of vPEs */
		.pool = 16u << 20,
		.devices = devices[_i],
		.collections = 512};
	uint64_t words[4] = {0, 0x4, 0x8000000040300000, 0}, used, size;
	struct world_options enough = options;
	unsigned int id;

	world_open(&world, &options);
	ck_assert_int_eq(world_write(&world, 0x100, 8, BASER_DEVICE | 7), ITSG_OK); /* 4096 IDs */
	ck_assert_int_eq(world_write(&world, 0x108, 8, BASER_COLLECT), ITSG_OK);
	ck_assert_int_eq(world_write(&world, 0x80, 8, CBASER_QUEUE), ITSG_OK);
	ck_assert_int_eq(world_write(&world, 0, 4, 1), ITSG_OK);
	for (id = 0; id < devices[_i]; id++) {
		words[0] = (uint64_t)id << 32 | 0x08;
		world_post(&world, words);
		world.executed_count = 0;
	}
	ck_assert_uint_eq(world_counters(&world).devices, devices[_i]);
	used = (16u << 20) - (16u << 20) / 256 - itsg_pool_free_bytes(&world.domain);
	world_close(&world);
	size = sizes[_i % 2] - sizeof(world.its) - sizeof(world.domain);
	ck_assert_uint_ge(size - size / 256, used); /* a region's map takes this part of it */
	ck_assert_uint_le(size, used + used / 16);
	enough.pool = (size + 0xffff) & ~(uint64_t)0xffff;
	world_open(&world, &enough);
	world_close(&world);
}
END_TEST

/* The figures that README.md gives. */
START_TEST(good_state_size_as_documented)
{
	ck_assert_uint_eq(itsg_state_size(256, 32, 12, 512, 65536), 344223);
	ck_assert_uint_eq(itsg_state_size(4096, 32, 12, 512, 65536), 3457054);
	ck_assert_uint_eq(itsg_state_size(65536, 32, 12, 512, 65536), 53299110);
}
END_TEST

Suite *suite_ends(void)
{
	Suite *suite = suite_create("ends");
	TCase *ends = tcase_create("ends");

	tcase_set_timeout(ends, 120);
	tcase_add_test(ends, bad_collection_table_appears);
	tcase_add_loop_test(ends, good_attributes_without_snooping, 0, 3);
	tcase_add_loop_test(ends, good_state_size, 0, 4);
	tcase_add_test(ends, good_state_size_as_documented);
	tcase_add_loop_test(ends, good_teardown_anywhere, 1, 9);
	tcase_add_test(ends, good_teardown_ended_by_a_poll);
	tcase_add_test(ends, good_teardown_in_mid_purge);
	tcase_add_test(ends, bad_pool_above_48_bits);
	tcase_add_test(ends, bad_pool_beyond_the_hardware);
	tcase_add_loop_test(ends, bad_table_register_has_bits_that_stay_1, 0, 3);
	tcase_add_test(ends, bad_init_fails_and_keeps_frames_non_coherent);
	tcase_add_test(ends, bad_top_up_beyond_the_hardware);
	tcase_add_test(ends, good_host_is_not_heard_during_teardown);
	tcase_add_test(ends, bad_teardown_ledger_fails);
	tcase_add_test(ends, bad_init_fails_anywhere);
	tcase_add_test(ends, bad_init_twice);
	tcase_add_test(ends, bad_pool_exhausted);
	tcase_add_test(ends, bad_capacity);
	tcase_add_loop_test(ends, rf32_non_coherent_its, 0, 5);
	tcase_add_loop_test(ends, rf32_uncached_queue, 0, 2);
	suite_add_tcase(suite, ends);
	return suite;
}
