/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The driver's access to the machine. */
#include "model/linux/linux_machine.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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
