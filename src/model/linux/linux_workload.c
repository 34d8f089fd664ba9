/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A machine's life in random order. Each operation is correct where it stands. */
#include "model/linux/linux.h"

struct random {
	uint64_t state;
};

/* splitmix64 */
static uint64_t next(struct random *random)
{
	uint64_t z = random->state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static uint32_t below(struct random *random, uint64_t limit)
{
	return (uint32_t)(next(random) % limit);
}

/* ---- Choices ---- */

static struct linux_device *some_device(struct linux_its *its, struct random *random)
{
	uint32_t start = below(random, LINUX_DEVICES);

	for (uint32_t i = 0; i < LINUX_DEVICES; i++) {
		struct linux_device *device = &its->devices[(start + i) % LINUX_DEVICES];

		if (device->used && !device->proxy)
			return device;
	}
	return NULL;
}

/* Finds an event that is active, or one that is not. Returns false if this device has none. */
static bool some_event(struct linux_its *its, struct random *random,
		       const struct linux_device *device, bool active, uint32_t *event)
{
	uint32_t start = below(random, device->lpis);

	for (uint32_t i = 0; i < device->lpis; i++) {
		*event = (start + i) % device->lpis;
		if (its->lpis[device->lpi - LINUX_FIRST_LPI + *event].active == active)
			return true;
	}
	return false;
}

static uint32_t some_online_cpu(const struct linux_its *its, struct random *random)
{
	uint32_t cpu = below(random, its->config.cpus);

	while (!its->online[cpu])
		cpu = (cpu + 1) % its->config.cpus;
	return cpu;
}

static uint32_t online_cpus(const struct linux_its *its)
{
	uint32_t count = 0;

	for (uint32_t cpu = 0; cpu < its->config.cpus; cpu++)
		count += its->online[cpu];
	return count;
}

static uint32_t devices(const struct linux_its *its)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < LINUX_DEVICES; i++)
		count += its->devices[i].used && !its->devices[i].proxy;
	return count;
}

/* ---- Operations ---- */

/* All operations return false only if the hardware failed. A call that was declined is done. */
static bool passed(const struct linux_its *its, bool done)
{
	return done || !its->failed;
}

static bool create_device(struct linux_its *its, struct random *random)
{
	uint64_t limit = linux_device_ids(its);
	uint32_t vectors = 1 + below(random, its->config.vectors);
	uint32_t id;

	if (its->config.device_limit > 0 && its->config.device_limit < limit)
		limit = its->config.device_limit;
	id = below(random, limit);
	/* Most devices are PCI functions of one bus. */
	if (below(random, 4) > 0)
		id = below(random, limit < 256 ? limit : 256) & ~7u;
	return passed(its, linux_device_create(its, id, vectors));
}

/* The fewer devices there are, the more likely another one comes. In the long term their number
 * is about half the limit. */
static bool create_or_remove(struct linux_its *its, struct random *random)
{
	const struct linux_device *device;

	if (below(random, its->config.device_count) >= devices(its))
		return create_device(its, random);
	device = some_device(its, random);
	return !device || passed(its, linux_device_remove(its, device->id));
}

/* Sends MAPTI, and mostly INV right after it, as when a handler is there. */
static bool start_event(struct linux_its *its, struct random *random, uint32_t id, uint32_t event)
{
	if (!linux_irq_activate(its, id, event, some_online_cpu(its, random)))
		return !its->failed;
	return below(random, 4) == 0 || linux_irq_unmask(its, id, event);
}

static bool use_event(struct linux_its *its, struct random *random, uint32_t id, uint32_t event)
{
	uint32_t what = below(random, 100);

	if (what < 30)
		return linux_irq_affinity(its, id, event, some_online_cpu(its, random));
	if (what < 50)
		return linux_irq_mask(its, id, event);
	if (what < 70)
		return linux_irq_unmask(its, id, event);
	if (what < 80)
		return linux_irq_retrigger(its, id, event, true);
	if (what < 90)
		return linux_irq_retrigger(its, id, event, false);
	return linux_irq_deactivate(its, id, event);
}

static bool on_event(struct linux_its *its, struct random *random)
{
	const struct linux_device *device = some_device(its, random);
	bool start = below(random, 3) == 0;
	uint32_t event;

	if (!device)
		return create_device(its, random);
	if (!some_event(its, random, device, !start, &event)) {
		start = !start;
		if (!some_event(its, random, device, !start, &event))
			return true;
	}
	if (start)
		return start_event(its, random, device->id, event);
	return passed(its, use_event(its, random, device->id, event));
}

static bool on_cpu(struct linux_its *its, struct random *random)
{
	uint32_t cpu = below(random, its->config.cpus);

	if (below(random, 3) == 0 && its->online[cpu] && online_cpus(its) > 1)
		return passed(its, linux_cpu_down(its, cpu));
	return linux_cpu_up(its, cpu);
}

static bool sleep_once(struct linux_its *its)
{
	return linux_suspend(its) && linux_resume(its);
}

static bool step(struct linux_its *its, struct random *random)
{
	uint32_t what = below(random, 1000);

	if (what < 150)
		return create_or_remove(its, random);
	if (what < 960)
		return on_event(its, random);
	if (what < 975)
		return on_cpu(its, random);
	if (what < 999 || !its->config.suspend)
		return linux_batch(its, !its->batch);
	return sleep_once(its);
}

static bool boot_cpus(struct linux_its *its)
{
	for (uint32_t cpu = 0; cpu < its->config.cpus; cpu++) {
		if (!linux_cpu_up(its, cpu))
			return false;
	}
	return true;
}

bool linux_workload(struct linux_its *its, uint32_t seed, unsigned int operations)
{
	struct random random = {seed};

	if (its->failed || its->asleep || its->config.cpus == 0)
		return false;
	if (online_cpus(its) == 0 && !boot_cpus(its))
		return false;
	for (unsigned int i = 0; i < operations; i++) {
		if (!step(its, &random))
			return false;
	}
	return linux_batch(its, false);
}
