// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * What becomes of each GICv3 command in each state: one row for each. A row has the commands that
 * make the state, the command itself, its verdict and its reason. It has what the hardware must
 * have executed for it: the opcodes in order, and the last command word for word. And it says how
 * many ITTs the walk releases.
 */
#include <stdlib.h>
#include <string.h>

#include "suites.h"
#include "world.h"

#define SETUP_MAX 6
#define ITT	  (~(uint64_t)0) /* in expected words: an address of the library's own */

struct row {
	const char *name;
	struct world_command setup[SETUP_MAX];
	struct world_command command;
	enum itsg_verdict verdict;
	enum itsg_reason reason;
	const char *opcodes; /* hexadecimal, two digits each */
	struct world_command last;
	unsigned int released;
};

#include "verdict_rows.h"

static void set_up(struct world *world, const struct row *row)
{
	struct itsg_counters counters;
	unsigned int i;

	world_open(world, NULL);
	world_boot(world);
	for (i = 0; i < SETUP_MAX && row->setup[i].words[0]; i++)
		world_post(world, row->setup[i].words);
	counters = world_counters(world);
	ck_assert_msg(!counters.verdicts[ITSG_REFUSE], "%s: setup refused", row->name);
	world->executed_count = 0;
	world->released_itts = 0;
}

static unsigned int opcode_at(const char *opcodes, unsigned int i)
{
	const char digits[3] = {opcodes[2u * i], opcodes[2u * i + 1]};
	char *end;
	unsigned long opcode = strtoul(digits, &end, 16);

	ck_assert_ptr_eq(end, digits + 2);
	return (unsigned int)opcode;
}

static void check_last(const struct world *world, const struct row *row)
{
	const uint64_t *is = world->executed[world->executed_count - 1].words;
	unsigned int i;

	for (i = 0; i < 4; i++) {
		if (row->last.words[i] != ITT) {
			ck_assert_msg(is[i] == row->last.words[i], "%s: DW%u is %llx", row->name, i,
				      (unsigned long long)is[i]);
			continue;
		}
		/* an address of the pool, whatever the host named */
		ck_assert_uint_eq(is[i] >> 52, 0x800);
		ck_assert_uint_ge(is[i] & 0xffffffffff00, WORLD_POOL);
	}
}

static void check_hardware(const struct world *world, const struct row *row)
{
	unsigned int count = (unsigned int)strlen(row->opcodes) / 2, i;

	ck_assert_msg(world->executed_count == count, "%s: hardware executed %u commands",
		      row->name, world->executed_count);
	for (i = 0; i < count; i++)
		ck_assert_msg((world->executed[i].words[0] & 0xff) == opcode_at(row->opcodes, i),
			      "%s: command %u is %llx", row->name, i,
			      (unsigned long long)world->executed[i].words[0]);
	if (count)
		check_last(world, row);
}

static void check_events(struct world *world, const struct row *row)
{
	struct itsg_event event;

	if (row->verdict != ITSG_REFUSE) {
		ck_assert(!itsg_event_take(&world->its, &event));
		return;
	}
	ck_assert(itsg_event_take(&world->its, &event));
	ck_assert_int_eq(event.kind, ITSG_EVENT_COMMAND);
	ck_assert_msg(event.reason == row->reason, "%s: refused with %s", row->name,
		      itsg_reason_name(event.reason));
	ck_assert_mem_eq(event.words, row->command.words, 32);
}

START_TEST(cell)
{
	const struct row *row = &rows[_i];
	struct itsg_counters before, after;
	static struct world world;
	enum itsg_verdict verdict;

	set_up(&world, row);
	before = world_counters(&world);
	world_post(&world, row->command.words);
	after = world_counters(&world);
	for (verdict = 0; verdict < ITSG_VERDICTS; verdict++)
		ck_assert_msg(after.verdicts[verdict] - before.verdicts[verdict] ==
				      (verdict == row->verdict),
			      "%s: verdict %s is off", row->name, itsg_verdict_name(verdict));
	check_events(&world, row);
	check_hardware(&world, row);
	ck_assert_msg(world.released_itts == row->released, "%s: %u ITTs released", row->name,
		      world.released_itts);
	/* CREADR has passed it, whatever the verdict */
	ck_assert_uint_eq(world_read(&world, 0x90, 4), world.position);
	world_close(&world);
}
END_TEST

/* No memory that a MAPD with V = 0 needs is given back before the walk has passed it. */
START_TEST(good_release_waits_for_the_walk)
{
	const struct world_options options = {.manual = true};
	const struct world_command map = MAPD_5, unmap = MAPD_5_OFF;
	static struct world world;

	world_open(&world, &options);
	world_boot(&world);
	world_post(&world, map.words);
	world_put(&world, unmap.words);
	world_doorbell(&world);
	ck_assert_uint_eq(world.released_itts, 0);
	world_run(&world);
	ck_assert_uint_eq(world.released_itts, 0);
	world_read(&world, 0x90, 4);
	ck_assert_uint_eq(world.released_itts, 1);
	world_close(&world);
}
END_TEST

Suite *suite_verdicts(void)
{
	Suite *suite = suite_create("verdicts");
	TCase *cells = tcase_create("cells"), *walk = tcase_create("walk");

	tcase_add_loop_test(cells, cell, 0, (int)(sizeof(rows) / sizeof(rows[0])));
	tcase_add_test(walk, good_release_waits_for_the_walk);
	suite_add_tcase(suite, cells);
	suite_add_tcase(suite, walk);
	return suite;
}
