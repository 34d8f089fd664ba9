// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* How protected ranges come and go. */
#include <pthread.h>

#include "glue_fixture.h"
#include "suites.h"

#define LDR_X5 0x93c58007u
#define TYPER  8u

static struct glue glue;

static enum model_owner owner(uint64_t pa)
{
	return model_owner_of(glue.machine.model, pa);
}

START_TEST(rf10_accesses_pass_until_set_up_is_complete)
{
	glue_open(&glue, 2);
	ck_assert_int_eq(glue_trap(&glue, LDR_X5, MACHINE_BASE(0) + TYPER), HYPGLUE_PASS);
	/* whatever the syndrome */
	ck_assert_int_eq(glue_trap(&glue, 0x92000047, MACHINE_BASE(0)), HYPGLUE_PASS);
	ck_assert_int_eq(glue_trap(&glue, LDR_X5, MACHINE_BASE(0) + 0x1fffc), HYPGLUE_PASS);
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 1, 1, NULL), ITSG_OK);
	ck_assert_int_eq(glue_trap(&glue, LDR_X5, MACHINE_BASE(0) + TYPER), HYPGLUE_PASS);
	ck_assert_int_eq(glue_trap(&glue, LDR_X5, MACHINE_BASE(1) + TYPER), HYPGLUE_DONE);
	ck_assert_uint_eq(glue.registers[5], 0x1f0001efb1);
	ck_assert_int_eq(owner(MACHINE_BASE(0)), MODEL_MMIO);
	glue_close(&glue);
}
END_TEST

/* While an ITS is initialised its frames are not the host's: the host's accesses are repeated. */
static enum hypglue_action seen[2];
static unsigned int seen_count;

static void on_lock(void *arg, void *ctx, bool taken)
{
	(void)arg;
	(void)ctx;
	if (!taken || seen_count++)
		return;
	seen[0] = glue_trap(&glue, LDR_X5, MACHINE_BASE(0) + TYPER);
	seen[1] = glue_trap(&glue, 0x92000047, MACHINE_BASE(1));
}

START_TEST(rf10_accesses_during_set_up_are_replayed)
{
	glue_open(&glue, 2);
	seen_count = 0;
	model_on_lock(glue.machine.model, on_lock, NULL);
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 0, 2, NULL), ITSG_OK);
	model_on_lock(glue.machine.model, NULL, NULL);
	ck_assert_uint_gt(seen_count, 0);
	ck_assert_int_eq(seen[0], HYPGLUE_REPLAY);
	ck_assert_int_eq(seen[1], HYPGLUE_REPLAY);
	glue_close(&glue);
}
END_TEST

/* Each ledger or mapping call that can fail does so: nothing is left behind, in any region. */
START_TEST(rf12_roll_back_undoes_all)
{
	uint64_t before, calls, n;
	uint32_t i, stuck;

	glue_open(&glue, 3);
	glue_add_blocked(&glue);
	before = model_fallible_calls(glue.machine.model);
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 0, 4, NULL), ITSG_OK);
	calls = model_fallible_calls(glue.machine.model) - before;
	glue_close(&glue);
	ck_assert_uint_ge(calls, 4);
	for (n = 1; n <= calls; n++) {
		glue_open(&glue, 3);
		glue_add_blocked(&glue);
		model_fail_after(glue.machine.model, n);
		ck_assert_int_eq(hypglue_regions_start(&glue.regions, 0, 4, &stuck), ITSG_LEDGER);
		ck_assert_uint_eq(stuck, 0);
		model_fail_after(glue.machine.model, 0);
		for (i = 0; i < 4; i++) {
			ck_assert_int_eq(hypglue_region_state(&glue.memory[i]), HYPGLUE_OPEN);
			ck_assert_int_eq(owner(glue.memory[i].base), MODEL_MMIO);
			ck_assert_int_eq(owner(glue.memory[i].base + glue.memory[i].size - 1),
					 MODEL_MMIO);
			ck_assert_int_eq(glue_trap(&glue, LDR_X5, glue.memory[i].base + TYPER),
					 HYPGLUE_PASS);
		}
		/* and it can be tried again */
		ck_assert_int_eq(hypglue_regions_start(&glue.regions, 0, 4, NULL), ITSG_OK);
		glue_close(&glue);
	}
}
END_TEST

/*
 * The last region fails, because the host turned its ITS on. And the ledger refuses the n-th call
 * of the roll-back.
 */
static void start_and_fail(uint64_t n, enum itsg_status status, uint32_t *stuck)
{
	glue_open(&glue, 3);
	glue.config[2].budget = 0;
	glue.config[2].ring_bytes = 5000;
	model_fail_after(glue.machine.model, n);
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 0, 3, stuck), status);
	model_fail_after(glue.machine.model, 0);
}

START_TEST(rf22_a_failed_roll_back_is_reported)
{
	uint32_t stuck;
	unsigned int i;

	/* two donations; then 32 single pages of each go back, first of 1, then of 0 */
	start_and_fail(0, ITSG_INVALID, &stuck);
	ck_assert_uint_eq(stuck, 0);
	glue_close(&glue);
	for (i = 0; i < 2; i++) {
		start_and_fail(3 + 32 * i, ITSG_BUG, &stuck);
		ck_assert_uint_eq(stuck, 1);
		ck_assert_int_eq(hypglue_region_state(&glue.memory[i]), HYPGLUE_OPEN);
		ck_assert_int_eq(hypglue_region_state(&glue.memory[1 - i]), HYPGLUE_STUCK);
		ck_assert_int_eq(hypglue_region_state(&glue.memory[2]), HYPGLUE_OPEN);
		ck_assert_int_eq(owner(MACHINE_BASE(i)), MODEL_MMIO);
		ck_assert_int_eq(owner(MACHINE_BASE(1 - i)), MODEL_HYP);
		/* still kept from the host */
		ck_assert_int_eq(glue_trap(&glue, 0x92000047, MACHINE_BASE(1 - i)), HYPGLUE_ABORT);
		ck_assert_int_eq(hypglue_regions_start(&glue.regions, 1 - i, 1, NULL), ITSG_STATE);
		/* once it is stopped, it is the host's */
		glue_close(&glue);
		ck_assert_int_eq(hypglue_region_state(&glue.memory[1 - i]), HYPGLUE_GONE);
	}
}
END_TEST

START_TEST(rf54_one_donation_for_a_range)
{
	uint64_t before;

	glue_open(&glue, 1);
	glue_add_blocked(&glue);
	before = model_fallible_calls(glue.machine.model);
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 1, 1, NULL), ITSG_OK);
	ck_assert_uint_eq(model_fallible_calls(glue.machine.model) - before, 1);
	ck_assert_int_eq(owner(GLUE_BLOCKED), MODEL_HYP);
	ck_assert_int_eq(owner(GLUE_BLOCKED + 0xffff), MODEL_HYP);
	ck_assert_int_eq(glue_trap(&glue, LDR_X5, GLUE_BLOCKED), HYPGLUE_ABORT);
	ck_assert_int_eq(glue_trap(&glue, 0x93c58047, GLUE_BLOCKED + 8), HYPGLUE_ABORT);
	before = model_fallible_calls(glue.machine.model);
	ck_assert_int_eq(hypglue_region_stop(&glue.memory[1]), ITSG_OK);
	ck_assert_uint_eq(model_fallible_calls(glue.machine.model) - before, 1);
	ck_assert_int_eq(owner(GLUE_BLOCKED), MODEL_MMIO);
	/* an ITS: its own init donates its frames, and nobody else does */
	before = model_fallible_calls(glue.machine.model);
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 0, 1, NULL), ITSG_OK);
	ck_assert_uint_eq(model_fallible_calls(glue.machine.model) - before, 1);
	glue_close(&glue);
}
END_TEST

START_TEST(bad_starts_and_stops)
{
	glue_open(&glue, 2);
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 0, 0, NULL), ITSG_INVALID);
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 2, 1, NULL), ITSG_INVALID);
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 1, 2, NULL), ITSG_INVALID);
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 1, UINT32_MAX, NULL), ITSG_INVALID);
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, UINT32_MAX, 2, NULL), ITSG_INVALID);
	ck_assert_int_eq(hypglue_region_stop(&glue.memory[0]), ITSG_STATE);
	ck_assert_int_eq(hypglue_region_reset(&glue.memory[0]), ITSG_STATE);
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 1, 1, NULL), ITSG_OK);
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 0, 2, NULL), ITSG_STATE);
	ck_assert_int_eq(hypglue_region_state(&glue.memory[0]), HYPGLUE_OPEN);
	ck_assert_int_eq(hypglue_region_reset(&glue.memory[1]), ITSG_STATE);
	glue_close(&glue);
}
END_TEST

START_TEST(good_stop_and_start_again)
{
	enum itsg_status status = ITSG_AGAIN;
	unsigned int n;

	glue_start(&glue, 1);
	for (n = 0; n < 10000 && status == ITSG_AGAIN; n++) {
		ck_assert_int_eq(hypglue_region_state(&glue.memory[0]), HYPGLUE_READY);
		status = hypglue_region_stop(&glue.memory[0]);
	}
	ck_assert_int_eq(status, ITSG_OK);
	ck_assert_int_eq(hypglue_region_state(&glue.memory[0]), HYPGLUE_GONE);
	ck_assert_int_eq(glue_trap(&glue, LDR_X5, MACHINE_BASE(0) + TYPER), HYPGLUE_PASS);
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 0, 1, NULL), ITSG_STATE);
	ck_assert_int_eq(hypglue_region_stop(&glue.memory[0]), ITSG_STATE);
	ck_assert_int_eq(hypglue_region_reset(&glue.memory[0]), ITSG_OK);
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 0, 1, NULL), ITSG_OK);
	ck_assert_int_eq(glue_trap(&glue, LDR_X5, MACHINE_BASE(0) + TYPER), HYPGLUE_DONE);
	glue_close(&glue);
}
END_TEST

/* ---- threads ---- */

static uint32_t written_before;

static void *watch(void *arg)
{
	enum hypglue_state state;

	(void)arg;
	do
		state = hypglue_region_state(&glue.memory[0]);
	while (state != HYPGLUE_READY);
	return written_before == 0x600d ? NULL : &written_before;
}

/* For ThreadSanitizer this is the only order between the two threads. */
START_TEST(rf11_published_with_release)
{
	pthread_t thread;
	void *result;

	glue_open(&glue, 1);
	glue_add_blocked(&glue);
	ck_assert_int_eq(pthread_create(&thread, NULL, watch, NULL), 0);
	written_before = 0x600d;
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 0, 1, NULL), ITSG_OK);
	ck_assert_int_eq(pthread_join(thread, &result), 0);
	ck_assert_ptr_null(result);
	glue_close(&glue);
}
END_TEST

static void *keep_reading(void *arg)
{
	struct hypglue_fault fault = {.esr = LDR_X5, .hpfar = 0x80800, .far = 8, .spsr = 5};
	uint64_t registers[31] = {0};
	enum hypglue_action action;
	enum itsg_work left;
	unsigned int done = 0;

	while (done < 100) {
		action = hypglue_data_abort(&glue.regions, &fault, registers, &left);
		if (action == HYPGLUE_ABORT || (done && action != HYPGLUE_DONE))
			return arg;
		done += action == HYPGLUE_DONE;
		if (done && registers[5] != 0x1f0001efb1)
			return arg;
	}
	return NULL;
}

START_TEST(rf11_traps_during_set_up)
{
	pthread_t threads[3];
	void *result;
	int i;

	glue_open(&glue, 1);
	model_threads(glue.machine.model, true);
	for (i = 0; i < 3; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, keep_reading, &glue), 0);
	ck_assert_int_eq(hypglue_regions_start(&glue.regions, 0, 1, NULL), ITSG_OK);
	for (i = 0; i < 3; i++) {
		ck_assert_int_eq(pthread_join(threads[i], &result), 0);
		ck_assert_ptr_null(result);
	}
	model_threads(glue.machine.model, false);
	glue_close(&glue);
}
END_TEST

Suite *suite_hypglue_life(void)
{
	Suite *suite = suite_create("hypglue_life");
	TCase *life = tcase_create("life"), *threads = tcase_create("threads");

	tcase_add_test(life, rf10_accesses_pass_until_set_up_is_complete);
	tcase_add_test(life, rf10_accesses_during_set_up_are_replayed);
	tcase_add_test(life, rf12_roll_back_undoes_all);
	tcase_add_test(life, rf22_a_failed_roll_back_is_reported);
	tcase_add_test(life, rf54_one_donation_for_a_range);
	tcase_add_test(life, bad_starts_and_stops);
	tcase_add_test(life, good_stop_and_start_again);
	suite_add_tcase(suite, life);
	tcase_set_timeout(threads, 60);
	tcase_add_test(threads, rf11_published_with_release);
	tcase_add_test(threads, rf11_traps_during_set_up);
	suite_add_tcase(suite, threads);
	return suite;
}
