// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Any device tree. If the first byte is 1, the rest is a flattened tree. Otherwise the rest says
 * which nodes and properties libfdt's writer puts together.
 *
 * The result must keep the promises of the header. A second search, with slower functions of
 * libfdt, must find the same.
 */
#include <libfdt.h>
#include <stdlib.h>
#include <string.h>

#include "hypglue/fdt.h"
#include "input.h"

#define ROOM  16384
#define LIMIT ((uint64_t)1 << 52)

static _Alignas(8) char blob[ROOM];
static struct hypglue_fdt found, again;

/* ---- trees from bytes ---- */

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
static const char *const texts[] = {"arm,gic-v3", "arm,gic-v3-its", "okay", "disabled",
				    "memory",	  "simple-bus",	    "",	    "x"};
static const char *const nodes[] = {"memory@40000000", "reserved-memory", "intc", "its", "soc"};
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

static size_t build(void)
{
	int depth = 1, error = fdt_create(blob, ROOM);

	if (take(1) & 1)
		error |= fdt_add_reservemap_entry(blob, (uint64_t)take(1) << 46,
						  (uint64_t)take(1) << 40);
	error |= fdt_finish_reservemap(blob) | fdt_begin_node(blob, "");
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
		default: error = put_property(); break;
		}
	}
	while (depth-- > 0 && !error)
		error = fdt_end_node(blob);
	if (error || fdt_finish(blob))
		return 0;
	return fdt_totalsize(blob);
}

/* ---- promises ---- */

static void check_range(struct hypglue_range range, uint64_t align)
{
	must(range.start < range.end && range.end <= LIMIT, "a range is empty or too high");
	must(!(range.start % align), "a range is not aligned");
}

static void apart(struct hypglue_range frames)
{
	uint32_t i;

	for (i = 0; i < found.memory_count; i++)
		must(frames.end <= found.memory[i].start || found.memory[i].end <= frames.start,
		     "frames lie in memory");
}

static void check_gics(void)
{
	uint32_t i, rds = 0;

	for (i = 0; i < found.gic_count; i++) {
		check_range(found.gics[i].distributor, 0x10000);
		apart(found.gics[i].distributor);
		must(found.gics[i].first_rd == rds, "redistributor regions are not in order");
		must(found.gics[i].rd_count > 0, "a GIC without redistributors");
		must(!found.gics[i].stride || found.gics[i].stride >= 0x20000, "a small stride");
		rds += found.gics[i].rd_count;
	}
	must(rds == found.rd_count, "redistributor regions of nobody");
	for (i = 0; i < rds; i++) {
		check_range(found.rds[i], 0x10000);
		apart(found.rds[i]);
	}
}

static void check_found(void)
{
	uint32_t i;

	must(found.gic_count <= HYPGLUE_FDT_GICS && found.its_count <= HYPGLUE_FDT_ITSS &&
		     found.rd_count <= HYPGLUE_FDT_RDS &&
		     found.memory_count <= HYPGLUE_FDT_MEMORY &&
		     found.reserved_count <= HYPGLUE_FDT_RESERVED &&
		     found.blocked_count <= HYPGLUE_FDT_BLOCKED,
	     "more than there is room for");
	check_gics();
	for (i = 0; i < found.its_count; i++) {
		check_range(found.itss[i].frames, 0x10000);
		apart(found.itss[i].frames);
		must(found.itss[i].gic == HYPGLUE_FDT_NO_GIC || found.itss[i].gic < found.gic_count,
		     "an ITS of no GIC");
	}
	for (i = 0; i < found.memory_count; i++)
		check_range(found.memory[i], 1);
	for (i = 0; i < found.reserved_count; i++)
		check_range(found.reserved[i].range, 1);
	for (i = 0; i < found.blocked_count; i++)
		check_range(found.blocked[i], 0x10000);
}

/* ---- the second search ---- */

static bool lists(const void *fdt, int node, const char *property, const char *wanted)
{
	int bytes = 0, i, length = (int)strlen(wanted);
	const char *list = fdt_getprop(fdt, node, property, &bytes);

	for (i = 0; list && i + length < bytes; i++)
		if ((!i || !list[i - 1]) && !memcmp(list + i, wanted, (size_t)length + 1))
			return true;
	return false;
}

static bool is_off(const void *fdt, int node)
{
	for (; node >= 0; node = fdt_parent_offset(fdt, node))
		if (fdt_getprop(fdt, node, "status", NULL) && !lists(fdt, node, "status", "okay") &&
		    !lists(fdt, node, "status", "ok"))
			return true;
	return false;
}

static uint32_t cells_of(const void *fdt, int node, const char *name, uint32_t fallback)
{
	int bytes = 0;
	const fdt32_t *data = fdt_getprop(fdt, node, name, &bytes);

	return data && bytes == 4 ? fdt32_ld(data) : fallback;
}

static uint64_t number(const fdt32_t *data, uint32_t count)
{
	return count == 0   ? 0
	       : count == 1 ? fdt32_ld(data)
			    : (uint64_t)fdt32_ld(data) << 32 | fdt32_ld(data + 1);
}

/* Translates an address in node's children to an address among node's siblings. */
static uint64_t lift(const void *fdt, int node, uint64_t address, uint64_t bytes_of_it)
{
	int parent = fdt_parent_offset(fdt, node), bytes = 0, i;
	uint32_t from = cells_of(fdt, node, "#address-cells", 2),
		 size = cells_of(fdt, node, "#size-cells", 1);
	uint32_t to = cells_of(fdt, parent, "#address-cells", 2);
	const fdt32_t *ranges = fdt_getprop(fdt, node, "ranges", &bytes);
	int entry = (int)(from + to + size);

	must(ranges, "translated without ranges");
	for (i = 0; i + entry <= bytes / 4; i += entry) {
		uint64_t base = number(ranges + i, from),
			 room = number(ranges + i + from + to, size);

		if (address >= base && address - base < room &&
		    bytes_of_it <= room - (address - base))
			return address - base + number(ranges + i + from, to);
	}
	must(!bytes, "translated by no entry");
	return address;
}

static uint64_t frames_of(const void *fdt, int node)
{
	int parent = fdt_parent_offset(fdt, node);
	int there = 0;
	const fdt32_t *reg = fdt_getprop(fdt, node, "reg", &there);
	uint32_t before = cells_of(fdt, parent, "#address-cells", 2);
	uint32_t after = cells_of(fdt, parent, "#size-cells", 1);
	uint64_t address = number(reg, before), bytes = number(reg + before, after);

	must(there / 4 >= (int)(before + after), "a reg that is too short");

	for (; parent > 0; parent = fdt_parent_offset(fdt, parent))
		address = lift(fdt, parent, address, bytes);
	return address;
}

static void search_again(const void *fdt)
{
	int node = 0, depth = 0;
	uint32_t itss = 0, gics = 0;

	for (node = fdt_next_node(fdt, 0, &depth); node >= 0 && depth > 0;
	     node = fdt_next_node(fdt, node, &depth)) {
		if (is_off(fdt, node))
			continue;
		if (lists(fdt, node, "compatible", "arm,gic-v3-its")) {
			must(itss < found.its_count, "an ITS was missed");
			must(found.itss[itss].frames.start == frames_of(fdt, node),
			     "an ITS is elsewhere");
			itss++;
		} else if (lists(fdt, node, "compatible", "arm,gic-v3")) {
			must(gics < found.gic_count, "a GIC was missed");
			must(found.gics[gics].distributor.start == frames_of(fdt, node),
			     "a GIC is elsewhere");
			gics++;
		}
	}
	must(itss == found.its_count && gics == found.gic_count, "more were found than there are");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum hypglue_fdt_status status;
	size_t bytes;
	char *copy;

	if (!size)
		return 0;
	input = data + 1;
	input_size = size - 1;
	bytes = input_size;
	if (data[0] != 1)
		bytes = build();
	/* An allocation of its own lets a sanitizer see the first byte after it. */
	copy = malloc(bytes ? bytes : 1);
	memcpy(copy, data[0] == 1 ? (const char *)data + 1 : blob, bytes);
	status = hypglue_fdt_discover(copy, bytes, &found);
	must(hypglue_fdt_status_text(status)[0], "a status without a text");
	must(!memcmp(copy, data[0] == 1 ? (const char *)data + 1 : blob, bytes),
	     "the tree was changed");
	if (status == HYPGLUE_FDT_OK) {
		check_found();
		search_again(copy);
		must(hypglue_fdt_discover(copy, bytes, &again) == status &&
			     !memcmp((const char *)&found, (const char *)&again, sizeof(found)),
		     "not the same twice");
	}
	free(copy);
	return 0;
}
