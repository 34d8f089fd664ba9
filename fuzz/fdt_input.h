/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Device trees from the bytes of an input, for fuzz_fdt: nodes, properties, and whole interrupt
 * controllers of which each part may be a little wrong.
 */
#ifndef FUZZ_FDT_INPUT_H
#define FUZZ_FDT_INPUT_H

#include <libfdt.h>
#include <string.h>

#include "input.h"

#define ROOM 16384

static _Alignas(8) char blob[ROOM];

static const char *const names[] = {"reg",
				    "ranges",
				    "#address-cells",
				    "#size-cells",
				    "compatible",
				    "status",
				    "device_type",
				    "#redistributor-regions",
				    "redistributor-stride",
				    "dma-noncoherent",
				    "no-map",
				    "socionext,synquacer-pre-its"};
static const char *const texts[] = {
	"arm,gic-v3", "arm,gic-v3-its", "okay", "disabled", "memory", "cpu", "", "ARM,GIC-v3-ITS"};
static const char *const nodes[] = {"memory@40000000", "reserved-memory", "intc", "its", "cpus"};
static const uint32_t cells[] = {0,	     1,		 2,	     3,
				 4,	     0x8000000,	 0x8080000,  0x10000,
				 0x20000,    0x40000,	 0x1000,     0xfffff,
				 0xffffffff, 0x80000000, 0x40000000, 0x100000000 - 0x10000};

static int put_cells(const char *name)
{
	unsigned int count = take(1) % 17, i;
	fdt32_t data[16];

	if (count == 16)
		count = 1;
	for (i = 0; i < count; i++) {
		unsigned int form = (unsigned int)take(1);

		data[i] = cpu_to_fdt32(form < 224 ? cells[form % 16] : (uint32_t)take(1) << 16);
	}
	return fdt_property(blob, name, data, (int)count * 4);
}

static int put_text(const char *name)
{
	const char *text = texts[take(1) % 8];

	return fdt_property(blob, name, text, (int)strlen(text) + (take(1) & 15 ? 1 : 0));
}

static int put_property(void)
{
	const char *name = names[take(1) % 12];

	if (!strcmp(name, "compatible") || !strcmp(name, "status") || !strcmp(name, "device_type"))
		return put_text(name);
	return put_cells(name);
}

/* An ITS behind a window. Its addresses lie near the ends of the window. */
static int put_window(void)
{
	uint32_t base = take(1) % 4, room = take(1) % 4, at = take(1) % 8, bytes = take(1) % 4;
	const fdt32_t one = cpu_to_fdt32(1),
		      ranges[] = {cpu_to_fdt32(base << 16), cpu_to_fdt32(take(1) % 4),
				  cpu_to_fdt32(0x08000000), cpu_to_fdt32(room << 16)};
	const fdt32_t reg[] = {cpu_to_fdt32(at << 16), cpu_to_fdt32(bytes << 16)};

	return fdt_begin_node(blob, "soc") | fdt_property(blob, "#address-cells", &one, 4) |
	       fdt_property(blob, "#size-cells", &one, 4) |
	       fdt_property(blob, "ranges", ranges, take(1) & 7 ? 16 : 12) |
	       fdt_begin_node(blob, "its") |
	       fdt_property(blob, "compatible", "arm,gic-v3-its", 15) |
	       fdt_property(blob, "reg", reg, take(1) & 7 ? 8 : 4) | fdt_end_node(blob) |
	       fdt_end_node(blob);
}

static uint32_t some(uint32_t below)
{
	return (uint32_t)take(1) % below;
}

static int put_status(void)
{
	return take(1) & 3 ? 0 : fdt_property(blob, "status", "disabled", 9);
}

static int put_its(const char *name, uint32_t base, uint32_t bytes)
{
	const fdt32_t reg[] = {0, cpu_to_fdt32(base), 0, cpu_to_fdt32(bytes)};

	return fdt_begin_node(blob, name) | fdt_property(blob, "compatible", "arm,gic-v3-its", 15) |
	       fdt_property(blob, "reg", reg, 16) | put_status() | fdt_end_node(blob);
}

static int put_bus_cells(void)
{
	const fdt32_t two = cpu_to_fdt32(2);

	return fdt_property(blob, "#address-cells", &two, 4) |
	       fdt_property(blob, "#size-cells", &two, 4);
}

/* A GIC with everything, each part of it perhaps a little wrong; its root has two cells. */
static int put_gic(void)
{
	uint32_t base = 0x08000000 + ((uint32_t)take(1) << 24), regions = take(1) % 3;
	fdt32_t reg[16] = {0, cpu_to_fdt32(base), 0, cpu_to_fdt32(0x10000)};
	const fdt32_t count = cpu_to_fdt32(take(1) & 7 ? regions + 1 : regions),
		      stride[] = {0, cpu_to_fdt32(some(5) << 17)};
	uint32_t i;
	int error;

	for (i = 1; i < 4; i++) {
		reg[4 * i + 1] = cpu_to_fdt32(base + (some(64) << 16));
		reg[4 * i + 3] = cpu_to_fdt32(some(256) << 16);
	}
	error = fdt_begin_node(blob, "intc") | fdt_property(blob, "compatible", "arm,gic-v3", 11) |
		fdt_property(blob, "reg", reg, 32 + 16 * (int)regions) |
		fdt_property(blob, "#redistributor-regions", &count, 4) | put_status() |
		put_bus_cells() | fdt_property(blob, "ranges", NULL, 0);
	if (odd(3))
		error |= fdt_property(blob, "redistributor-stride", stride, odd(1) ? 4 : 8);
	for (i = take(1) % 3; i; i--)
		error |= put_its("its", base + (some(64) << 16), some(4) << 17);
	return error | fdt_end_node(blob);
}

static int put_cpus(void)
{
	fdt32_t cell = cpu_to_fdt32(1), none = 0;
	int error = fdt_begin_node(blob, "cpus") | fdt_property(blob, "#address-cells", &cell, 4) |
		    fdt_property(blob, "#size-cells", &none, 4);
	uint32_t i;

	for (i = 1 + take(1) % 2; i; i--) {
		cell = cpu_to_fdt32((uint32_t)take(1) % 4);
		error |= fdt_begin_node(blob, "cpu") | fdt_property(blob, "reg", &cell, 4) |
			 put_status() | fdt_end_node(blob);
	}
	return error | fdt_end_node(blob);
}

static size_t build(void)
{
	int depth = 1, error = fdt_create(blob, ROOM);

	if (take(1) & 1)
		error |= fdt_add_reservemap_entry(blob, (uint64_t)take(1) << 46,
						  (uint64_t)take(1) << 40);
	error |= fdt_finish_reservemap(blob) | fdt_begin_node(blob, "");
	if (take(1) & 3)
		error |= put_bus_cells();
	while (input_size && !error && depth) {
		switch (take(1) & 7) {
		case 0:
			error = fdt_begin_node(blob, nodes[take(1) % 5]);
			depth++;
			break;
		case 1:
			if (depth == 1)
				break; /* the root stays open */
			error = fdt_end_node(blob);
			depth--;
			break;
		case 2: error = put_window(); break;
		case 3: error = put_gic(); break;
		case 4: error = put_cpus(); break;
		default: error = put_property(); break;
		}
	}
	while (depth-- > 0 && !error)
		error = fdt_end_node(blob);
	if (error || fdt_finish(blob))
		return 0;
	return fdt_totalsize(blob);
}

#endif
