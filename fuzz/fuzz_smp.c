// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * CPUs at once. Up to three CPUs and the hardware act on one or two ITSs. The input says what they
 * do, and who goes on at each call of the platform.
 *
 * The oracles are P1..P12, and a second run: what was at once comes one after the other, in the
 * order of the locks. Both runs must give the same.
 *
 * The input becomes steps of a trace (A lines). So a finding is written in the text form, for
 * itsguard replay and explain. With ITSGUARD_SEEDS=folder in the environment nothing is fuzzed.
 * Inputs are then written to that folder, one for each pair of acts.
 */
#include <string.h>

#include "finding.h"
#include "rig/hash.h"
#include "trace/trace.h"
#include "worst.h"

#define STEPS	    768
#define ROUNDS	    12
#define ACTS	    6 /* at most in a round */
#define QUEUE_SIZE  4096u
#define FLAG_BUDGET 8u	/* a budget of 8 units, not 64 */
#define FLAG_OFF    32u /* ITSs are off when the first round begins */
#define TABLES(n)   (0x100000u + (n)*0x1000000u)
#define QUEUE(n)    (0x200000u + (n)*0x1000000u)
#define ITTS(n)	    (0x300000u + (n)*0x1000000u)

enum act {
	ACT_POST,
	ACT_POST_MEANWHILE,
	ACT_READ_CREADR,
	ACT_READ_CTLR,
	ACT_DISABLE,
	ACT_ENABLE,
	ACT_DOORBELL,
	ACT_TABLE,
	ACT_QUEUE,
	ACT_TEARDOWN,
	ACT_TOPUP,
	ACT_FAULT,
	ACT_HARDWARE,
	ACT_MOVE,
	ACT_WORD,
	ACT_ACCESS,
	ACTS_KINDS,
};

struct list {
	struct step step[STEPS];
	size_t count;
};

static struct rig *rig;
static struct trace_config config;
static struct list all, round_steps, serial;
static struct rig_hash seen, told; /* what hardware and observer saw; what the host was told */
static const uint8_t *input;
static size_t input_size;
static unsigned int position[2]; /* next slot of each queue */

static unsigned int take(void)
{
	if (!input_size)
		return 0;
	input_size--;
	return *input++;
}

/* ---- Steps ---- */

static struct step *add(struct list *list, enum step_kind kind, unsigned int its, unsigned int cpu)
{
	struct step *step = &list->step[list->count < STEPS ? list->count++ : STEPS - 1];

	*step = (struct step){.kind = (uint8_t)kind, .its = (uint8_t)its, .cpu = (uint8_t)cpu};
	return step;
}

static void put(struct step *step, unsigned int count, uint64_t a, uint64_t b, uint64_t c)
{
	step->count = (uint8_t)count;
	step->op[0] = a;
	step->op[1] = b;
	step->op[2] = c;
}

static void write_to(struct list *list, unsigned int its, unsigned int cpu, uint64_t offset,
		     uint64_t size, uint64_t value)
{
	put(add(list, STEP_WRITE, its, cpu), 3, offset, size,
	    size == 8 ? value : value & 0xffffffff);
}

static void read_from(struct list *list, unsigned int its, unsigned int cpu, uint64_t offset,
		      uint64_t size)
{
	put(add(list, STEP_READ, its, cpu), 2, offset, size, 0);
}

static void command(struct list *list, unsigned int its, unsigned int cpu, const uint64_t words[4])
{
	struct step *step = add(list, STEP_SLOT, its, cpu);

	step->count = 5;
	step->op[0] = position[its];
	memcpy(step->op + 1, words, 32);
	position[its] = (position[its] + 1) % (QUEUE_SIZE / 32);
}

static void doorbell(struct list *list, unsigned int its, unsigned int cpu)
{
	write_to(list, its, cpu, 0x88, 4, position[its] * UINT64_C(32));
}

/* ---- The world at the start ---- */

/* Sets the configuration. Returns the first byte, which has more flags. */
static unsigned int choose_config(void)
{
	static const uint8_t budgets[] = {64, 8, 3, 1};
	unsigned int flags = take(), n;

	trace_config_default(&config);
	config.its_count = 1 + (flags & 1);
	config.automatic = false;
	config.coherent = !(flags & 2);
	config.pool = flags & 4 ? 0x40000 : 0x100000;
	config.cpus = 4;
	for (n = 0; n < config.its_count; n++) {
		config.its[n].budget = budgets[flags >> 3 & 3];
		config.its[n].ring = 4096;
		config.its[n].devices = 256;
		config.its[n].events = 64;
	}
	return flags;
}

static void let_run(unsigned int its)
{
	unsigned int looks = 2 + 64 / config.its[0].budget;

	for (; looks; looks--) {
		put(add(&all, STEP_HARDWARE, its, 0), 1, TRACE_ALL, 0, 0);
		read_from(&all, its, 0, 0x90, 4);
	}
}

static void set_up(unsigned int its, bool off)
{
	uint64_t n;

	write_to(&all, its, 0, 0x100, 8, 0xb907000000000000 | TABLES(its));
	write_to(&all, its, 0, 0x108, 8, 0xbc07000000000000 | (TABLES(its) + 0x10000));
	write_to(&all, its, 0, 0x80, 8, 0xb800000000000400 | QUEUE(its));
	write_to(&all, its, 0, 0x88, 8, 0);
	write_to(&all, its, 0, 0, 4, 1);
	position[its] = 0;
	for (n = 0; n < 4; n++)
		command(&all, its, 0, (const uint64_t[4]){0x09, 0, 1ULL << 63 | n << 16 | n, 0});
	command(&all, its, 0, (const uint64_t[4]){0x08, 1, 1ULL << 63 | ITTS(its), 0});
	command(&all, its, 0, (const uint64_t[4]){0x0a, 8192ULL << 32, 0, 0});
	doorbell(&all, its, 0);
	let_run(its);
	if (!off)
		return;
	write_to(&all, its, 0, 0, 4, 0);
	let_run(its);
}

/* ---- Acts ---- */

static void some_command(struct list *list, unsigned int its, unsigned int cpu)
{
	static const uint8_t opcodes[] = {0x08, 0x08, 0x0a, 0x0a, 0x0f, 0x01, 0x03, 0x09,
					  0x05, 0x0c, 0x0d, 0x04, 0x0e, 0x08, 0x0a, 0xff};
	unsigned int what = take(), how = take();
	uint64_t opcode = opcodes[what & 15], id = what >> 4 & 3, words[4];

	if (what >> 6 == 3)
		id += 129; /* in another leaf */
	words[0] = opcode | id << 32;
	words[1] = (how & 3) | (8192ULL + (how >> 2 & 3)) << 32;
	words[2] = (how >> 4 & 3) | (opcode == 0x09 ? (how >> 4 & 3ULL) << 16 : 0);
	words[3] = 0;
	if (opcode == 0x08)
		words[2] = ITTS(its) + id * 0x100;
	if (how >> 6 != 3)
		words[2] |= opcode == 0x08 || opcode == 0x09 ? 1ULL << 63 : 0;
	command(list, its, cpu, words);
}

/* Writes commands, before the round or during it. */
static void post(struct list *list, unsigned int its, unsigned int cpu)
{
	unsigned int count = 1 + take() % 4;

	for (; count; count--)
		some_command(list, its, cpu);
	doorbell(&round_steps, its, cpu);
}

static void on_table(unsigned int its, unsigned int cpu)
{
	unsigned int what = take();
	uint64_t n = what & 1, base = TABLES(its) + n * 0x10000;
	uint64_t value = (n ? 0xbc07000000000000 : 0xb907000000000000) | base;

	if (what & 2)
		value = what & 4 ? 0 : value + 0x40000;
	if (what & 8)
		write_to(&round_steps, its, cpu, 0x104 + 8 * n, 4, value >> 32);
	else
		write_to(&round_steps, its, cpu, 0x100 + 8 * n, 8, value);
}

static void on_queue(unsigned int its, unsigned int cpu)
{
	unsigned int what = take();
	uint64_t value = 0xb800000000000400 | QUEUE(its);

	if (what & 1)
		value += 0x10000;
	if (what & 2)
		value |= 1; /* two pages */
	if (what & 4)
		write_to(&round_steps, its, cpu, 0x80, 4, value);
	else
		write_to(&round_steps, its, cpu, 0x80, 8, value);
}

static void on_memory(enum act act, unsigned int its, unsigned int cpu)
{
	unsigned int what = take();
	uint64_t slot = position[its] + QUEUE_SIZE / 32 - 1 - what % 8;

	if (act == ACT_MOVE)
		put(add(&round_steps, STEP_MOVE, its, cpu), 3, QUEUE(its) + (what & 8 ? 0x1000 : 0),
		    4096, what % TRACE_MOVES);
	else
		put(add(&round_steps, STEP_MEMORY, its, cpu), 2,
		    QUEUE(its) + slot % (QUEUE_SIZE / 32) * 32 + (what >> 3 & 3) * UINT64_C(8),
		    take(), 0);
}

static void on_access(unsigned int its, unsigned int cpu)
{
	static const uint32_t offsets[] = {0x88,   0x8c, 0x80,	0x84, 0x100, 0x108,   0x8,   0x90,
					   0xffe8, 0x4,	 0x140, 0x28, 0x8a,  0x10040, 0x110, 0xc};
	unsigned int what = take();
	uint64_t size = what & 16 ? 4 : 8;

	if (what & 32)
		write_to(&round_steps, its, cpu, offsets[what & 15], size, take() * UINT64_C(32));
	else
		read_from(&round_steps, its, cpu, offsets[what & 15], size);
}

static void act(enum act act, unsigned int its, unsigned int cpu)
{
	struct list *round = &round_steps;

	switch (act) {
	case ACT_POST: post(&all, its, cpu); break;
	case ACT_POST_MEANWHILE: post(round, its, cpu); break;
	case ACT_READ_CREADR: read_from(round, its, cpu, 0x90, 4); break;
	case ACT_READ_CTLR: read_from(round, its, cpu, 0, 4); break;
	case ACT_DISABLE: write_to(round, its, cpu, 0, 4, 0); break;
	case ACT_ENABLE: write_to(round, its, cpu, 0, 4, 1); break;
	case ACT_DOORBELL: write_to(round, its, cpu, 0x88, 4, take() * UINT64_C(32)); break;
	case ACT_TABLE: on_table(its, cpu); break;
	case ACT_QUEUE: on_queue(its, cpu); break;
	case ACT_TEARDOWN:
		add(round, STEP_TEARDOWN, its, cpu);
		add(round, STEP_TEARDOWN, its, cpu);
		break;
	case ACT_TOPUP: put(add(round, STEP_TOPUP, its, cpu), 1, 1, 0, 0); break;
	case ACT_FAULT: put(add(round, STEP_FAIL, its, cpu), 1, 1 + take() % 4, 0, 0); break;
	case ACT_HARDWARE: put(add(round, STEP_HARDWARE, its, 0), 1, 1 + take() % 8, 0, 0); break;
	case ACT_MOVE:
	case ACT_WORD: on_memory(act, its, cpu); break;
	case ACT_ACCESS:
	case ACTS_KINDS: on_access(its, cpu); break;
	}
}

/* ---- Rounds ---- */

static uint64_t take_word(void)
{
	uint64_t word = 0;
	unsigned int i;

	for (i = 0; i < 8; i++)
		word |= (uint64_t)take() << 8 * i;
	return word;
}

static void one_round(void)
{
	unsigned int head = take(), acts = 2 + head % (ACTS - 1), words = head >> 4 & 3, i, what;
	uint64_t choices[RIG_CHOICES] = {0};
	struct step *at_once;

	round_steps.count = 0;
	for (i = 0; i <= words; i++)
		choices[i] = take_word();
	for (i = 0; i < acts; i++) {
		what = take();
		act((enum act)(what & 15), (what >> 6) % config.its_count, (what >> 4 & 3) % 3);
	}
	if (round_steps.count > RIG_AT_ONCE || all.count + round_steps.count + 40 > STEPS)
		return;
	at_once = add(&all, STEP_AT_ONCE, 0, 0);
	put(at_once, 5, round_steps.count, choices[0], choices[1]);
	at_once->op[3] = choices[2];
	at_once->op[4] = choices[3];
	for (i = 0; i < round_steps.count; i++)
		*add(&all, STEP_PHASE, 0, 0) = round_steps.step[i];
	if (head & 0x80)
		put(add(&all, STEP_HARDWARE, head >> 3 & 1, 0), 1, 1 + (head >> 4 & 3) * 8, 0, 0);
	if (head & 0x40)
		read_from(&all, 0, 0, 0x90, 4);
}

static void make_steps(const uint8_t *data, size_t size)
{
	unsigned int n, flags;
	size_t i;

	input = data;
	input_size = size;
	all.count = 0;
	flags = choose_config();
	for (n = 0; n < config.its_count; n++)
		set_up(n, flags & FLAG_OFF);
	for (n = 0; n < ROUNDS && input_size; n++)
		one_round();
	for (i = 0; i < all.count; i++) {
		all.step[i].line = (uint32_t)i + 1;
		all.step[i].its = (uint8_t)(all.step[i].its % config.its_count);
	}
}

/* ---- Findings ---- */

static void print_list(struct list *list, const char *suffix)
{
	const struct trace trace = {.config = config, .steps = list->step, .count = list->count};

	finding_write(&trace, suffix);
}

static __attribute__((noreturn)) void die(const char *what)
{
	if (rig_broken(rig) != MODEL_NONE)
		fprintf(stderr, "broken P%d%s: %s\n", (int)rig_broken(rig), what, rig_text(rig));
	else
		fprintf(stderr, "broken%s\n", what);
	print_list(&all, "");
	print_list(&serial, ".serial");
	abort();
}

/* ---- One run ---- */

static void start(void)
{
	rig_hash_begin(&told);
	rig_hash_begin(&seen);
	rig_observe(rig, &seen.watch);
	if (rig_begin(rig, &config, RIG_BARE | RIG_HASH_EVENTS) == RIG_BROKEN)
		die(" at the start");
}

static void end(void)
{
	if (rig_judge(rig) == RIG_OK && rig_settle(rig) == RIG_OK)
		(void)rig_finish(rig);
}

static void do_step(struct step *step)
{
	if (rig_judge(rig) == RIG_OK)
		(void)rig_step(rig, step);
}

static void add_outcome(const struct step *step, uint64_t value, bool aborted)
{
	bool read = step->kind == STEP_READ, access = read || step->kind == STEP_WRITE;

	rig_hash_add(&told, read ? value : 0);
	rig_hash_add(&told, access && aborted);
}

/*
 * Adds the results of a round to the hash, in the order of the locks, and its steps to the serial
 * list. The A line is left out if all of them are library calls and nothing else.
 */
static void note_round(const struct step *at_once, struct step *steps)
{
	const struct rig_outcome *outcomes;
	const uint8_t *order;
	unsigned int count = rig_race_outcomes(rig, &order, &outcomes), i;
	bool pure = rig_race_is_pure(rig);

	if (!pure)
		*add(&serial, STEP_PHASE, 0, 0) = *at_once;
	for (i = 0; i < count; i++) {
		unsigned int n = order[i];

		add_outcome(&steps[n], outcomes[n].value, outcomes[n].status == ITSG_ABORT);
		*add(&serial, STEP_PHASE, 0, 0) = steps[pure ? n : i];
	}
}

static size_t do_round(struct step *steps, bool first)
{
	size_t count = steps[0].op[0], i;

	for (i = 0; i <= count; i++)
		do_step(&steps[i]);
	if (rig_judge(rig) == RIG_OK && first)
		note_round(&steps[0], steps + 1);
	return count + 1;
}

static void run_at_once(void)
{
	size_t i;

	start();
	serial.count = 0;
	for (i = 0; i < all.count && rig_judge(rig) == RIG_OK;) {
		if (all.step[i].kind == STEP_AT_ONCE) {
			i += do_round(&all.step[i], true);
			continue;
		}
		*add(&serial, STEP_PHASE, 0, 0) = all.step[i];
		do_step(&all.step[i++]);
		add_outcome(&all.step[i - 1], rig_last_value(rig), rig_last_abort(rig));
	}
	end();
}

static void add_outcomes(const struct step *steps)
{
	const struct rig_outcome *outcomes;
	const uint8_t *order;
	unsigned int count = rig_race_outcomes(rig, &order, &outcomes), i;

	for (i = 0; i < count; i++)
		add_outcome(&steps[order[i]], outcomes[order[i]].value,
			    outcomes[order[i]].status == ITSG_ABORT);
}

static void run_serial(void)
{
	size_t i;

	start();
	for (i = 0; i < serial.count && rig_judge(rig) == RIG_OK;) {
		struct step *step = &serial.step[i];

		if (step->kind == STEP_AT_ONCE) {
			i += do_round(step, false);
			add_outcomes(step + 1);
			continue;
		}
		do_step(step);
		add_outcome(step, rig_last_value(rig), rig_last_abort(rig));
		i++;
	}
	end();
}

/* ---- Seeds ---- */

static uint8_t *put_act(uint8_t *at, enum act act, unsigned int cpu)
{
	static const uint8_t operands[ACTS_KINDS] = {5, 5, 0, 0, 0, 0, 1, 1,
						     1, 0, 0, 1, 1, 1, 2, 1};
	static const uint8_t values[] = {1, 0x22, 0x10, 0x30, 0x20};

	*at++ = (uint8_t)(act | cpu << 4);
	memcpy(at, values, operands[act]);
	return at + operands[act];
}

/*
 * A seed repeats three times: two acts at once with a third beside them, then hardware and a read
 * of CREADR.
 */
static size_t make_seed(uint8_t *seed, unsigned int flags, enum act a, enum act b)
{
	static const uint8_t choices[] = {0x44, 0x11, 0x05, 0x50, 0x14, 0x41, 0x04, 0x10};
	unsigned int round;
	uint8_t *at = seed;

	*at++ = (uint8_t)flags;
	for (round = 0; round < 3; round++) {
		*at++ = 0xc4;
		memcpy(at, choices, sizeof(choices));
		at = put_act(at + sizeof(choices), a, 0);
		at = put_act(at, b, 1);
		at = put_act(at, (a + b) % 3 ? ACT_READ_CREADR : ACT_HARDWARE, 2);
	}
	return (size_t)(at - seed);
}

static void write_seed(const char *folder, unsigned int flags, enum act a, enum act b)
{
	uint8_t seed[128];
	size_t size = make_seed(seed, flags, a, b);
	char path[1024];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%02x-%02x-%02x", folder, flags, a, b);
	file = fopen(path, "wb");
	if (!file || fwrite(seed, 1, size, file) != size || fclose(file) != 0) {
		fprintf(stderr, "fuzz_smp: cannot write %s\n", path);
		exit(1);
	}
}

int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *folder = getenv("ITSGUARD_SEEDS");
	unsigned int a, b;

	(void)argc, (void)argv;
	for (a = 0; folder && a < ACTS_KINDS; a++)
		for (b = a; b < ACTS_KINDS; b++) {
			write_seed(folder, (a + b) % 2 ? FLAG_BUDGET : 0, (enum act)a, (enum act)b);
			write_seed(folder, FLAG_OFF, (enum act)a, (enum act)b);
		}
	if (folder)
		exit(0);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint64_t seen_at_once, told_at_once;

	if (!rig)
		rig = worst_rig_create();
	make_steps(data, size);
	run_at_once();
	if (rig_judge(rig) == RIG_BROKEN)
		die("");
	worst_keep(rig);
	seen_at_once = seen.value;
	told_at_once = told.value;
	run_serial();
	if (rig_judge(rig) == RIG_BROKEN)
		die(", in the order of the locks");
	if (seen.value != seen_at_once || told.value != told_at_once)
		die(": at once it came to something else than in the order of the locks");
	return 0;
}
