/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Sleep, and a second kernel on the live machine. */
#include "model/linux/linux_machine.h"
#include "model/linux/linux_probe.h"
#include "model/linux/linux_queue.h"
#include "model/linux/linux_tables.h"

#include <string.h>

static uint32_t boot_cpu(const struct linux_its *its)
{
	uint32_t cpu = 0;

	while (cpu + 1 < its->config.cpus && !its->online[cpu])
		cpu++;
	return cpu;
}

static bool park_cpus(struct linux_its *its)
{
	uint32_t boot = boot_cpu(its);

	memcpy(its->was_online, its->online, sizeof(its->online));
	for (uint32_t cpu = boot + 1; cpu < its->config.cpus; cpu++) {
		if (its->online[cpu] && !linux_cpu_down(its, cpu))
			return false;
	}
	return true;
}

bool linux_suspend(struct linux_its *its)
{
	if (its->failed || its->asleep || !linux_batch(its, false) || !park_cpus(its))
		return false;
	its->ctlr_saved = (uint32_t)linux_read(its, LINUX_CTLR, 4);
	if (!linux_quiesce(its))
		return false;
	its->cbaser_saved = linux_read(its, LINUX_CBASER, 8);
	its->asleep = true;
	return !its->failed;
}

/* Collections inside the ITS are lost with its power. */
static bool restore_collections(struct linux_its *its)
{
	uint32_t in_hardware = linux_read(its, LINUX_TYPER, 8) >> 24 & 0xff;
	uint32_t boot = boot_cpu(its);

	if (boot < in_hardware && its->online[boot] && !linux_cpu_up(its, boot))
		return false;
	for (uint32_t cpu = boot + 1; cpu < its->config.cpus; cpu++) {
		if (its->was_online[cpu] && !linux_cpu_up(its, cpu))
			return false;
	}
	return !its->failed;
}

bool linux_resume(struct linux_its *its)
{
	if (its->failed || !its->asleep || !linux_quiesce(its))
		return false;
	linux_write(its, LINUX_CBASER, 8, its->cbaser_saved);
	linux_queue_restart(its);
	linux_write(its, LINUX_CWRITER, 8, 0);
	linux_tables_restore(its);
	linux_write(its, LINUX_CTLR, 4, its->ctlr_saved);
	its->asleep = false;
	return restore_collections(its);
}

bool linux_kexec(struct linux_its *its, const struct linux_config *config)
{
	struct linux_config next = config ? *config : its->config;
	struct linux_config last = its->config;
	struct linux_bus bus = its->bus;

	/* The memory of the first kernel does not read zero. */
	if (next.mem < last.mem + last.mem_size && last.mem < next.mem + next.mem_size)
		next.mem_zero = false;
	linux_init(its, &next, &bus);
	return linux_probe(its);
}
