// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Measures how fast the fuzz target is. It is linked with the target and with libFuzzer, whose
 * callbacks are part of the cost, but it runs from LLVMFuzzerInitialize, over inputs of its own.
 * Each input has 32 steps. Four enable an ITS, and four commands map something. Then come good and
 * bad steps of a host, in an order that a fixed seed decides.
 */
#define _POSIX_C_SOURCE 200809L /* clock_gettime */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "trace/binary.h"

#define STEPS	32u
#define INPUTS	64u
#define BYTES	4096u
#define WINDOWS 5u /* of a second each; the best one counts */
#define VALID	((uint64_t)1 << 63)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

struct input {
	uint8_t data[BYTES];
	size_t size;
};

static struct input inputs[INPUTS];
static uint64_t seed = 0x9e3779b97f4a7c15;

static uint32_t draw(uint32_t limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 32) % limit;
}

static struct step step_of(enum step_kind kind, uint8_t count, uint64_t a, uint64_t b, uint64_t c)
{
	return (struct step){.kind = (uint8_t)kind, .count = count, .op = {a, b, c}};
}

static struct step write_of(uint32_t offset, uint32_t size, uint64_t value)
{
	return step_of(STEP_WRITE, 3, offset, size, value);
}

static struct step command_of(uint64_t dw0, uint64_t dw1, uint64_t dw2)
{
	struct step step = step_of(STEP_COMMAND, 4, dw0, dw1, dw2);

	return step;
}

/* A device of four, an event of eight, a collection of two. */
static struct step draw_command(void)
{
	uint64_t device = (uint64_t)draw(4) << 32, event = draw(8), icid = draw(2);

	switch (draw(8)) {
	case 0: return command_of(device | 0x08, 3, VALID | 0x90000000);
	case 1: return command_of(0x09, 0, VALID | icid);
	case 2:
	case 3: return command_of(device | 0x0a, (uint64_t)(8192 + draw(64)) << 32 | event, icid);
	case 4: return command_of(0x05, 0, 0);
	case 5: return command_of(device | 0x0c, event, 0);
	case 6: return command_of(device | 0x0f, event, 0);
	default: return command_of(device | draw(64), event, draw(2) ? VALID : 0);
	}
}

static struct step draw_other(void)
{
	switch (draw(8)) {
	case 0: return step_of(STEP_READ, 2, 0x90, 4, 0);
	case 1: return step_of(STEP_HARDWARE, 1, draw(8), 0, 0);
	case 2: return step_of(STEP_HARDWARE, 1, TRACE_ALL, 0, 0);
	case 3: return step_of(STEP_MSI, 3, draw(4), 4, draw(8));
	case 4: return write_of(0x100, 8, draw(2) ? VALID : 0);
	case 5: return write_of(0, 4, draw(2));
	case 6: return step_of(STEP_FAIL, 1, 1 + draw(8), 0, 0);
	default: return step_of(STEP_MEMORY, 2, 0x40000000 + 8 * draw(64), seed, 0);
	}
}

static uint32_t begin(struct step steps[STEPS], uint64_t queue)
{
	const struct step first[] = {
		write_of(0x80, 8, VALID | queue),
		write_of(0x100, 8, VALID | 0x90000000),
		write_of(0x108, 8, VALID | 0x91000000),
		write_of(0, 4, 1),
		command_of(0x09, 0, VALID),
		command_of(0x09, 0, VALID | 1),
		command_of(0x08, 3, VALID | 0x90000000),
		command_of((uint64_t)1 << 32 | 0x08, 3, VALID | 0x90000000),
	};

	memcpy(steps, first, sizeof(first));
	return sizeof(first) / sizeof(first[0]);
}

static void draw_steps(struct step steps[STEPS], uint64_t queue)
{
	uint32_t i = begin(steps, queue), slots = 4;

	for (; i < STEPS; i++) {
		switch (draw(4)) {
		case 0: steps[i] = write_of(0x88, 4, 32 * slots); break;
		case 1: steps[i] = draw_other(); break;
		default:
			steps[i] = draw_command();
			slots++;
			break;
		}
	}
}

static void make_inputs(void)
{
	struct trace_config config;
	struct step steps[STEPS];
	uint32_t i;

	binary_profile(&config, true);
	for (i = 0; i < INPUTS; i++) {
		draw_steps(steps, 0x40000000);
		inputs[i].size = binary_encode(&config, steps, STEPS, true, inputs[i].data, BYTES);
		if (inputs[i].size > BYTES)
			exit(1);
	}
}

/* Checks that the fuzz target will take all of an input. Otherwise the figures mean nothing. */
static void check_inputs(void)
{
	static struct step steps[2 * STEPS];
	struct trace_config config;
	uint32_t i;

	for (i = 0; i < INPUTS; i++) {
		if (binary_decode(inputs[i].data, inputs[i].size, &config, steps, 2 * STEPS) ==
		    STEPS)
			continue;
		fputs("fuzz_time: an input has not 32 steps\n", stderr);
		exit(1);
	}
}

/* CPU time of this process alone: the machine may have other things to do. */
static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double execs_per_second(void)
{
	double start = now(), spent;
	uint64_t execs = 0;
	uint32_t i;

	do {
		for (i = 0; i < INPUTS; i++, execs++)
			LLVMFuzzerTestOneInput(inputs[i].data, inputs[i].size);
		spent = now() - start;
	} while (spent < 1);
	return (double)execs / spent;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	double best = 0, rate;
	uint32_t i;

	(void)argc, (void)argv;
	make_inputs();
	check_inputs();
	for (i = 0; i < WINDOWS; i++) {
		rate = execs_per_second();
		if (rate > best)
			best = rate;
	}
	printf("fuzz_mmio_execs_per_s %.0f\n", best);
	printf("fuzz_mmio_steps_per_s %.0f\n", best * STEPS);
	exit(0);
}
