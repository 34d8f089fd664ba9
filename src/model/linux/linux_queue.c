/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The command queue. Each doorbell is one 32-bit store to GITS_CWRITER for one or two commands.
 * Progress is seen by 32-bit reads of GITS_CREADR.
 */
#include "model/linux/linux_queue.h"

#include "model/linux/linux_machine.h"

#define COMMAND_BYTES 32u

uint64_t linux_target(const struct linux_its *its, uint32_t cpu)
{
	const struct linux_cpu *target = &its->config.cpu[cpu];

	if (its->typer >> 19 & 1)
		return target->rd_base & 0x000fffffffff0000u;
	return (uint64_t)target->processor << 16;
}

void linux_queue_restart(struct linux_its *its)
{
	its->filled = 0;
	its->posted = 0;
	its->consumed = 0;
}

/* Reads CREADR and notes how far the ITS is. */
static void look(struct linux_its *its)
{
	uint64_t creadr = linux_read(its, LINUX_CREADR, 4);

	if (its->failed)
		return;
	if (creadr % COMMAND_BYTES != 0 || creadr >= LINUX_QUEUE_BYTES) {
		linux_fail(its, "CREADR reads 0x%llx", (unsigned long long)creadr);
		return;
	}
	its->consumed += (creadr - its->consumed) % LINUX_QUEUE_BYTES;
	if (its->consumed > its->posted)
		linux_fail(its, "CREADR reads 0x%llx, but only 0x%llx was posted",
			   (unsigned long long)creadr,
			   (unsigned long long)(its->posted % LINUX_QUEUE_BYTES));
}

/* One slot always stays free. Otherwise a full queue would look empty. */
static bool wait_for_slot(struct linux_its *its)
{
	uint32_t polls = 0;

	for (;;) {
		look(its);
		if (its->failed)
			return false;
		if (its->filled + COMMAND_BYTES - its->consumed < LINUX_QUEUE_BYTES)
			return true;
		if (!linux_relax(its, &polls, "the queue stays full"))
			return false;
	}
}

static void put(struct linux_its *its, const uint64_t words[4])
{
	uint64_t slot = its->queue + its->filled % LINUX_QUEUE_BYTES;

	if (!wait_for_slot(its))
		return;
	for (unsigned int i = 0; i < 4; i++)
		linux_store(its, slot + 8ull * i, words[i]);
	its->filled += COMMAND_BYTES;
	its->commands++;
}

static bool wait_until(struct linux_its *its, uint64_t position)
{
	uint32_t polls = 0;

	for (;;) {
		look(its);
		if (its->failed)
			return false;
		if (its->consumed >= position)
			return true;
		if (!linux_relax(its, &polls, "CREADR does not reach CWRITER"))
			return false;
	}
}

bool linux_wait(struct linux_its *its)
{
	return wait_until(its, its->posted);
}

static void put_sync(struct linux_its *its, uint32_t cpu)
{
	const uint64_t words[4] = {0x05, 0, linux_target(its, cpu), 0};

	put(its, words);
}

bool linux_post(struct linux_its *its, const uint64_t words[4], uint32_t sync_cpu)
{
	put(its, words);
	if (sync_cpu != LINUX_NO_SYNC)
		put_sync(its, sync_cpu);
	/* The wait for this doorbell starts from here. */
	look(its);
	if (its->failed)
		return false;
	its->posted = its->filled;
	its->doorbells++;
	linux_write(its, LINUX_CWRITER, 4, its->posted % LINUX_QUEUE_BYTES);
	if (its->batch)
		return !its->failed;
	return wait_until(its, its->posted);
}

bool linux_batch(struct linux_its *its, bool on)
{
	if (its->failed)
		return false;
	if (its->batch == on)
		return true;
	its->batch = on;
	return on || linux_wait(its);
}
