// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The start of the monitor. Policy: the host owns the machine, except the monitor's memory and the
 * frames that itsguard takes. Its power calls are relayed. Whatever else it does is its own
 * business.
 */
#include "monitor.h"
#include "discover.h"
#include "guard.h"
#include "options.h"
#include "timer.h"

#define IMAGE_MAGIC 0x644d5241 /* "ARM\x64" */

struct image_header {
	uint32_t code[2];
	uint64_t text_offset, image_size, flags, reserved[3];
	uint32_t magic, pe;
};

static void check_image(uint64_t dtb)
{
	const struct image_header *image = (const struct image_header *)(uint64_t)HOST_IMAGE;

	if (image->magic != IMAGE_MAGIC)
		panic("no arm64 Image at", HOST_IMAGE, image->magic);
	if (!memory_is_ram(HOST_IMAGE, image->image_size))
		panic("the Image does not fit into RAM", HOST_IMAGE, image->image_size);
	if (dtb >= HOST_IMAGE && dtb - HOST_IMAGE < image->image_size)
		panic("the Image runs over the device tree", image->image_size, dtb);
}

static void start_host(struct cpu *cpu, uint64_t entry, uint64_t argument)
{
	cpu_setup(cpu);
	timer_init(cpu);
	enter_host(entry, argument, cpu->stack_top);
}

void monitor_main(void *dtb)
{
	struct cpu *cpu;

	sysreg_write(cptr_el2, 0x33ff); /* libfdt as Debian builds it uses vector registers */
	isb();
	discover_tree(dtb);
	memory_init();
	mmu_map_ram();
	check_image((uint64_t)dtb);
	cpus_init(dtb);
	stage2_init();
	ledger_init();
	canary_init();
	discover_frames();
	options_init(dtb);
	guard_init();
	memory_hide_monitor(dtb);
	cpu = cpu_find(sysreg_read(mpidr_el1));
	cpu->state = CPU_ON;
	print("host starts at %x, %lu KiB of monitor memory left", HOST_IMAGE, heap_left() >> 10);
	start_host(cpu, HOST_IMAGE, (uint64_t)dtb);
	panic("the host was not entered", 0, 0);
}

void secondary_main(struct cpu *cpu)
{
	uint64_t entry, argument;

	cpu_lock();
	cpu->state = CPU_ON;
	entry = cpu->entry;
	argument = cpu->argument;
	cpu_unlock();
	start_host(cpu, entry, argument);
	panic("the host was not entered", entry, 0);
}
