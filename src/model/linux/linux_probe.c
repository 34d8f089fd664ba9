/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Setting an ITS up from any state: quiesce, tables, queue, enable. */
#include "model/linux/linux_probe.h"

#include "model/linux/linux_device.h"
#include "model/linux/linux_machine.h"
#include "model/linux/linux_memory.h"
#include "model/linux/linux_queue.h"
#include "model/linux/linux_tables.h"

#define CTLR_ENABLED   0x1u
#define CTLR_IMDE      0x2u
#define CTLR_QUIESCENT 0x80000000u

#define CBASER_ADDRESS 0x000ffffffffff000u
#define CBASER_SIZE    0xffu

bool linux_quiesce(struct linux_its *its)
{
	uint64_t ctlr = linux_read(its, LINUX_CTLR, 4);
	uint32_t polls = 0;

	if ((ctlr & CTLR_QUIESCENT) && !(ctlr & CTLR_ENABLED))
		return !its->failed;
	linux_write(its, LINUX_CTLR, 4, ctlr & ~(uint64_t)(CTLR_ENABLED | CTLR_IMDE));
	while (!(linux_read(its, LINUX_CTLR, 4) & CTLR_QUIESCENT)) {
		if (!linux_relax(its, &polls, "the ITS does not become quiescent"))
			return false;
	}
	return !its->failed;
}

static bool setup_queue(struct linux_its *its)
{
	uint64_t value, got;

	its->queue = linux_pages_alloc(its, LINUX_QUEUE_BYTES);
	if (its->queue == LINUX_NOWHERE)
		return linux_fail(its, "no memory for the queue");
	value = its->queue | LINUX_CACHE_RAWAWB | LINUX_SHARE_INNER |
		(LINUX_QUEUE_BYTES / 4096 - 1) | LINUX_VALID;
	linux_write(its, LINUX_CBASER, 8, value);
	got = linux_read(its, LINUX_CBASER, 8);
	/* Linux trusts the other fields. But an ITS that kept another address would read memory
	 * that is not the driver's. */
	if (!its->failed && (got ^ value) & (LINUX_VALID | CBASER_ADDRESS | CBASER_SIZE))
		return linux_fail(its, "CBASER reads 0x%llx after 0x%llx was written",
				  (unsigned long long)got, (unsigned long long)value);
	its->flush = ((got ^ value) & LINUX_SHARE_MASK) != 0;
	if (its->flush && !(got & LINUX_SHARE_MASK)) {
		value = (value & ~(LINUX_CACHE_MASK | LINUX_SHARE_MASK)) | LINUX_CACHE_NONE;
		linux_write(its, LINUX_CBASER, 8, value);
	}
	linux_queue_restart(its);
	linux_write(its, LINUX_CWRITER, 8, 0);
	return !its->failed;
}

static bool is_its(struct linux_its *its)
{
	uint64_t revision = linux_read(its, LINUX_PIDR2, 4) >> 4 & 0xf;

	if (its->failed)
		return false;
	if (revision != 3 && revision != 4)
		return linux_fail(its, "PIDR2 is not that of an ITS");
	return linux_quiesce(its);
}

static bool reset(struct linux_its *its)
{
	if (!is_its(its))
		return false;
	for (unsigned int n = 0; n < LINUX_TABLES; n++)
		linux_write(its, LINUX_BASER + 8 * n, 8, 0);
	return !its->failed;
}

static bool is_v4(const struct linux_its *its)
{
	return its->typer >> 1 & 1;
}

static void enable(struct linux_its *its)
{
	uint64_t ctlr = linux_read(its, LINUX_CTLR, 4) | CTLR_ENABLED;

	if (is_v4(its))
		ctlr |= CTLR_IMDE;
	linux_write(its, LINUX_CTLR, 4, ctlr);
}

bool linux_probe(struct linux_its *its)
{
	/* Linux resets every ITS before it sets up the first one.
	 * So it looks at each of them twice. */
	if (!reset(its) || !is_its(its))
		return false;
	its->typer = linux_read(its, LINUX_TYPER, 8);
	(void)linux_read(its, LINUX_IIDR, 4);
	/* Linux allocates the queue first and programs it last.
	 * Only the queue's address shows that. */
	if (!linux_tables_setup(its) || !setup_queue(its))
		return false;
	enable(its);
	if (its->config.vpe_proxy && is_v4(its) && !(its->typer >> 40 & 1))
		return linux_proxy_create(its);
	return !its->failed;
}
