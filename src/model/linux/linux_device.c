/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* CPUs, devices and interrupts: which command is sent when. */
#include "model/linux/linux_device.h"

#include "model/linux/linux_machine.h"
#include "model/linux/linux_memory.h"
#include "model/linux/linux_queue.h"
#include "model/linux/linux_redist.h"
#include "model/linux/linux_tables.h"

#define NO_LPIS 0u

/* ---- Commands, word by word ---- */

static bool send_mapd(struct linux_its *its, const struct linux_device *device, bool valid)
{
	uint64_t size = 0;
	uint64_t words[4] = {0x08, 0, device->itt & 0x000fffffffffff00u, 0};

	while ((uint64_t)2 << size < device->events)
		size++;
	words[0] |= (uint64_t)device->id << 32;
	words[1] = size;
	if (valid)
		words[2] |= (uint64_t)1 << 63;
	return linux_post(its, words, LINUX_NO_SYNC);
}

static bool send_mapc(struct linux_its *its, uint32_t cpu)
{
	const uint64_t words[4] = {0x09, 0, (uint64_t)1 << 63 | linux_target(its, cpu) | cpu, 0};

	return linux_post(its, words, cpu);
}

static bool send_invall(struct linux_its *its, uint32_t cpu)
{
	const uint64_t words[4] = {0x0d, 0, cpu, 0};

	return linux_post(its, words, cpu);
}

/* Opcodes: MOVI 0x01, INT 0x03, CLEAR 0x04, MAPTI 0x0a, INV 0x0c, DISCARD 0x0f. A SYNC for the
 * CPU follows. */
static bool send_event(struct linux_its *its, uint64_t opcode, uint32_t id, uint32_t event,
		       uint32_t intid, uint32_t icid, uint32_t sync_cpu)
{
	const uint64_t words[4] = {opcode | (uint64_t)id << 32, event | (uint64_t)intid << 32, icid,
				   0};

	return linux_post(its, words, sync_cpu);
}

/* ---- Look-ups ---- */

struct linux_device *linux_device_find(struct linux_its *its, uint32_t id)
{
	for (unsigned int i = 0; i < LINUX_DEVICES; i++) {
		if (its->devices[i].used && its->devices[i].id == id)
			return &its->devices[i];
	}
	return NULL;
}

struct linux_lpi *linux_irq_find(struct linux_its *its, uint32_t id, uint32_t event)
{
	const struct linux_device *device = linux_device_find(its, id);

	if (!device || event >= device->lpis)
		return NULL;
	return &its->lpis[device->lpi - LINUX_FIRST_LPI + event];
}

/* Returns the interrupt, or NULL if the driver may not do anything to it now. */
static struct linux_lpi *find(struct linux_its *its, uint32_t id, uint32_t event, bool active)
{
	struct linux_lpi *lpi = its->failed || its->asleep ? NULL : linux_irq_find(its, id, event);

	return lpi && lpi->active == active ? lpi : NULL;
}

static bool is_online(const struct linux_its *its, uint32_t cpu)
{
	return cpu < its->config.cpus && its->online[cpu];
}

/* ---- Interrupts ---- */

bool linux_irq_activate(struct linux_its *its, uint32_t id, uint32_t event, uint32_t cpu)
{
	struct linux_lpi *lpi = find(its, id, event, false);

	if (!lpi || !is_online(its, cpu))
		return false;
	lpi->active = true;
	lpi->cpu = (uint8_t)cpu;
	return send_event(its, 0x0a, id, event, (uint32_t)(lpi - its->lpis) + LINUX_FIRST_LPI, cpu,
			  cpu);
}

bool linux_irq_deactivate(struct linux_its *its, uint32_t id, uint32_t event)
{
	struct linux_lpi *lpi = find(its, id, event, true);

	if (!lpi)
		return false;
	lpi->active = false;
	lpi->masked = true;
	return send_event(its, 0x0f, id, event, 0, 0, lpi->cpu);
}

static bool set_mask(struct linux_its *its, uint32_t id, uint32_t event, bool masked)
{
	struct linux_lpi *lpi = find(its, id, event, true);

	if (!lpi)
		return false;
	lpi->masked = masked;
	linux_lpi_configure(its, (uint32_t)(lpi - its->lpis) + LINUX_FIRST_LPI, !masked);
	return send_event(its, 0x0c, id, event, 0, 0, lpi->cpu);
}

bool linux_irq_mask(struct linux_its *its, uint32_t id, uint32_t event)
{
	return set_mask(its, id, event, true);
}

bool linux_irq_unmask(struct linux_its *its, uint32_t id, uint32_t event)
{
	return set_mask(its, id, event, false);
}

bool linux_irq_affinity(struct linux_its *its, uint32_t id, uint32_t event, uint32_t cpu)
{
	struct linux_lpi *lpi = find(its, id, event, true);
	uint32_t from;

	if (!lpi || !is_online(its, cpu))
		return false;
	from = lpi->cpu;
	if (from == cpu)
		return true;
	lpi->cpu = (uint8_t)cpu;
	return send_event(its, 0x01, id, event, 0, cpu, from);
}

bool linux_irq_retrigger(struct linux_its *its, uint32_t id, uint32_t event, bool pending)
{
	const struct linux_lpi *lpi = find(its, id, event, true);

	if (!lpi)
		return false;
	return send_event(its, pending ? 0x03 : 0x04, id, event, 0, 0, lpi->cpu);
}

/* ---- CPUs ---- */

bool linux_cpu_up(struct linux_its *its, uint32_t cpu)
{
	if (its->failed || its->asleep || cpu >= its->config.cpus)
		return false;
	if (!linux_lpis_up(its, cpu))
		return false;
	/* Linux reads it again each time, for PTA. */
	(void)linux_read(its, LINUX_TYPER, 8);
	if (!send_mapc(its, cpu) || !send_invall(its, cpu))
		return false;
	its->online[cpu] = true;
	return true;
}

static bool move_away(struct linux_its *its, const struct linux_device *device, uint32_t from,
		      uint32_t to)
{
	for (uint32_t event = 0; event < device->lpis; event++) {
		const struct linux_lpi *lpi = &its->lpis[device->lpi - LINUX_FIRST_LPI + event];

		if (!lpi->active || lpi->cpu != from)
			continue;
		if (!linux_irq_affinity(its, device->id, event, to))
			return false;
	}
	return true;
}

bool linux_cpu_down(struct linux_its *its, uint32_t cpu)
{
	uint32_t to = 0;

	if (its->failed || its->asleep || !is_online(its, cpu))
		return false;
	while (to < its->config.cpus && (to == cpu || !its->online[to]))
		to++;
	if (to == its->config.cpus)
		return false;
	for (unsigned int i = 0; i < LINUX_DEVICES; i++) {
		const struct linux_device *device = &its->devices[i];

		if (device->used && !move_away(its, device, cpu, to))
			return false;
	}
	its->online[cpu] = false;
	return true;
}

/* ---- Devices ---- */

static struct linux_device *unused(struct linux_its *its)
{
	for (unsigned int i = 0; i < LINUX_DEVICES; i++) {
		if (!its->devices[i].used)
			return &its->devices[i];
	}
	return NULL;
}

static uint32_t power_of_two(uint32_t count)
{
	uint32_t power = 1;

	while (power < count)
		power *= 2;
	return power;
}

/* LPIs come first: what may be declined is declined before anything is taken for good. */
static bool take_memory(struct linux_its *its, struct linux_device *device)
{
	struct linux_block block;

	if (device->lpis > 0) {
		device->lpi = linux_lpis_alloc(its, device->lpis);
		if (device->lpi == 0)
			return false;
	}
	if (!linux_device_entry(its, device->id) || !linux_itt_alloc(its, device->events, &block)) {
		linux_lpis_free(its, device->lpi, device->lpis);
		return false;
	}
	device->itt = block.pa;
	device->itt_bytes = block.bytes;
	device->whole_pages = block.whole_pages;
	return true;
}

static bool create(struct linux_its *its, uint32_t id, uint32_t vectors, uint32_t lpis, bool proxy)
{
	struct linux_device device = {.used = true, .proxy = proxy, .id = id, .lpis = lpis};
	struct linux_device *slot = unused(its);
	uint64_t most = (uint64_t)1 << ((its->typer >> 8 & 31) + 1);

	if (its->failed || its->asleep || !slot || linux_device_find(its, id))
		return false;
	device.events = vectors < 2 ? 2 : power_of_two(vectors);
	if (vectors == 0 || device.events > most || !take_memory(its, &device))
		return false;
	*slot = device;
	return send_mapd(its, slot, true);
}

bool linux_device_create(struct linux_its *its, uint32_t id, uint32_t vectors)
{
	if (vectors > LINUX_LPIS)
		return false;
	return create(its, id, vectors, power_of_two(vectors), false);
}

/* On GICv4.0 without DirectLPI the last DeviceID stands for vPE doorbells. It has an event for
 * each CPU. */
bool linux_proxy_create(struct linux_its *its)
{
	uint64_t last = ((uint64_t)1 << ((its->typer >> 13 & 31) + 1)) - 1;

	return create(its, (uint32_t)last, power_of_two(its->config.cpus), NO_LPIS, true);
}

/* Does it as device drivers do: from the last interrupt to the first, each masked before it is
 * given up. */
static bool deactivate_all(struct linux_its *its, const struct linux_device *device)
{
	for (uint32_t event = device->lpis; event-- > 0;) {
		const struct linux_lpi *lpi = &its->lpis[device->lpi - LINUX_FIRST_LPI + event];

		if (!lpi->active)
			continue;
		if (!lpi->masked && !linux_irq_mask(its, device->id, event))
			return false;
		if (!linux_irq_deactivate(its, device->id, event))
			return false;
	}
	return true;
}

bool linux_device_remove(struct linux_its *its, uint32_t id)
{
	struct linux_device *device = linux_device_find(its, id);

	if (its->failed || its->asleep || !device || device->proxy ||
	    !deactivate_all(its, device) || !send_mapd(its, device, false))
		return false;
	/* The ITS may use the ITT until it has consumed the MAPD. */
	if (!linux_wait(its))
		return false;
	if (device->whole_pages)
		linux_pages_free(its, device->itt, device->itt_bytes);
	linux_lpis_free(its, device->lpi, device->lpis);
	device->used = false;
	return true;
}

bool linux_device_remove_all(struct linux_its *its)
{
	for (unsigned int i = 0; i < LINUX_DEVICES; i++) {
		const struct linux_device *device = &its->devices[i];

		if (device->used && !device->proxy && !linux_device_remove(its, device->id))
			return false;
	}
	return !its->failed;
}
