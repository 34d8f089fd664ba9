/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The driver's access to the machine, and its command queue: one or two commands a doorbell, each
 * doorbell one 32-bit store to GITS_CWRITER, progress seen by 32-bit reads of GITS_CREADR.
 */
#include "linux_parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define COMMAND_BYTES 32u

void linux_init(struct linux_its *its, const struct linux_config *config,
		const struct linux_bus *bus)
{
	struct linux_config copy = *config;

	if (copy.page_size == 0)
		copy.page_size = 4096;
	if (copy.lpis == 0 || copy.lpis > LINUX_LPIS)
		copy.lpis = LINUX_LPIS;
	if (copy.polls == 0)
		copy.polls = LINUX_POLLS;
	if (copy.vectors == 0)
		copy.vectors = LINUX_VECTORS;
	if (copy.device_count == 0 || copy.device_count > LINUX_DEVICES)
		copy.device_count = LINUX_DEVICES / 4;
	if (copy.cpus > LINUX_CPUS)
		copy.cpus = LINUX_CPUS;
	memset(its, 0, sizeof(*its));
	its->config = copy;
	its->bus = *bus;
}

bool linux_fail(struct linux_its *its, const char *format, ...)
{
	va_list args;

	if (its->failed)
		return false;
	its->failed = true;
	va_start(args, format);
	(void)vsnprintf(its->reason, sizeof(its->reason), format, args);
	va_end(args);
	return false;
}

uint64_t linux_read(struct linux_its *its, uint32_t offset, unsigned int size)
{
	uint64_t value = 0;

	if (its->failed)
		return 0;
	if (!its->bus.read(its->bus.arg, offset, size, &value)) {
		linux_fail(its, "a %u-bit read at 0x%x faulted", size * 8, offset);
		return 0;
	}
	return value;
}

void linux_write(struct linux_its *its, uint32_t offset, unsigned int size, uint64_t value)
{
	if (its->failed)
		return;
	if (!its->bus.write(its->bus.arg, offset, size, value))
		linux_fail(its, "a %u-bit write of 0x%llx at 0x%x faulted", size * 8,
			   (unsigned long long)value, offset);
}

void linux_store(struct linux_its *its, uint64_t pa, uint64_t value)
{
	if (its->failed)
		return;
	if (!its->bus.store(its->bus.arg, pa, value))
		linux_fail(its, "a store to memory at 0x%llx faulted", (unsigned long long)pa);
}

bool linux_relax(struct linux_its *its, uint32_t *polls, const char *what)
{
	if (its->failed)
		return false;
	if (++*polls >= its->config.polls)
		return linux_fail(its, "time-out: %s (posted 0x%llx, consumed 0x%llx)", what,
				  (unsigned long long)its->posted,
				  (unsigned long long)its->consumed);
	if (its->bus.relax)
		its->bus.relax(its->bus.arg);
	return true;
}

uint64_t linux_target(const struct linux_its *its, uint32_t cpu)
{
	const struct linux_cpu *target = &its->config.cpu[cpu];

	if (its->typer >> 19 & 1)
		return target->rd_base & 0x000fffffffff0000u;
	return (uint64_t)target->processor << 16;
}

/* ---- The queue ---- */

void linux_queue_restart(struct linux_its *its)
{
	its->filled = 0;
	its->posted = 0;
	its->consumed = 0;
}

/* Reads CREADR and takes note of how far the ITS is. */
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

/* One slot always stays free, or a full queue would look empty. */
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
	/* Where the wait for this doorbell starts from. */
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
