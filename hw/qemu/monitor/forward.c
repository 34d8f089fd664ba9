// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * In place of guard.c: the same traps, but each access goes on to the hardware as it is. This is
 * what a hypervisor has without the library: its stage 2 holds, but the ITS writes past it. The
 * cost of mediation is measured against it.
 */
#include "hypglue/aarch64.h"

#include "monitor.h"
#include "discover.h"
#include "guard.h"

#define ITS_MAX	      4
#define RD_BASE_FRAME 0x10000

static struct hypglue_region region_memory[ITS_MAX + CPUS_MAX];
static struct hypglue_regions regions;

static void demand(enum itsg_status status, const char *what)
{
	if (status != ITSG_OK)
		panic(what, status, 0);
}

static void add(uint64_t base, uint64_t size)
{
	const struct hypglue_region region = {.kind = HYPGLUE_BLOCKED, .base = base, .size = size};

	demand(hypglue_regions_add(&regions, &region), "the frames cannot be taken");
}

/* The same frames as in guard.c, so that a look-up costs the same. */
void guard_init(void)
{
	const struct hypglue_frames *frames = discover_found_frames();

	demand(hypglue_regions_init(&regions, region_memory, ITS_MAX + CPUS_MAX, PAGE_SIZE,
				    ADDRESS_LIMIT),
	       "no table of regions");
	for (uint32_t i = 0; i < frames->its_count; i++)
		add(frames->itss[i].range.start,
		    frames->itss[i].range.end - frames->itss[i].range.start);
	for (uint32_t i = 0; i < frames->rd_count; i++)
		add(frames->by_base[i].base, RD_BASE_FRAME);
	demand(hypglue_regions_start(&regions, 0, regions.count, NULL), "the frames stay");
	print("%u ITS trapped, every access forwarded", frames->its_count);
}

static uint64_t load(const struct hypglue_access *access)
{
	switch (access->size) {
	case 1: return *(volatile uint8_t *)access->pa;
	case 2: return *(volatile uint16_t *)access->pa;
	case 4: return hypglue_read32(access->pa);
	default: return hypglue_read64(access->pa);
	}
}

static void store(const struct hypglue_access *access, uint64_t value)
{
	switch (access->size) {
	case 1: *(volatile uint8_t *)access->pa = (uint8_t)value; break;
	case 2: *(volatile uint16_t *)access->pa = (uint16_t)value; break;
	case 4: hypglue_write32(access->pa, (uint32_t)value); break;
	default: hypglue_write64(access->pa, value); break;
	}
}

enum hypglue_action guard_access(const struct hypglue_fault *fault, uint64_t registers[31],
				 enum itsg_work *left)
{
	struct hypglue_access access;
	enum hypglue_syndrome syndrome = hypglue_decode(fault, &access);

	*left = ITSG_WORK_NONE;
	if (syndrome == HYPGLUE_FOREIGN || !hypglue_regions_find(&regions, access.pa, 1))
		return HYPGLUE_PASS;
	if (syndrome != HYPGLUE_ACCESS || access.pa % access.size)
		return HYPGLUE_ABORT;
	if (access.write)
		store(&access, access.reg < 31 ? registers[access.reg] : 0);
	else if (access.reg < 31)
		registers[access.reg] = hypglue_extend(&access, load(&access));
	return HYPGLUE_DONE;
}

/* Nothing is ever left: the hardware itself was told. */
enum itsg_work guard_poll(void)
{
	return ITSG_WORK_NONE;
}

enum itsg_work guard_work(void)
{
	return ITSG_WORK_NONE;
}

void guard_call(uint64_t registers[31])
{
	registers[0] = (uint64_t)-1;
}

void guard_summary(void)
{
	print("monitor memory %s", canary_intact() ? "intact" : "OVERWRITTEN");
}
