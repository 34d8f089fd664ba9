// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * usage: discover KIND BYTES
 *
 * Looks for interrupt controllers in a hostile device tree of so many bytes, for bench/linear. Each
 * kind repeats one thing, to make the search look at something again and again. Without arguments
 * the kinds are listed.
 */
#include <libfdt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hypglue/fdt.h"

#define HEADER	 40u
#define RESERVED 16u /* the end of the list of memory reservations */
#define STRUCT	 (HEADER + RESERVED)
#define NAME_REG 0u /* offsets in the block of names */
#define NAME_AC	 4u
#define NAME_SC	 19u
#define NAME_DT	 31u
#define NAME_ST	 43u
#define NAME_CO	 50u
#define NAME_X	 61u

static const char short_names[] =
	"reg\0#address-cells\0#size-cells\0device_type\0status\0compatible\0x";

static char *blob;
static uint32_t size, used; /* of the blob; of the structure block */
static uint32_t names_bytes = sizeof(short_names);

/* ---- the structure block ---- */

static uint32_t room(void)
{
	return size - STRUCT - names_bytes - used;
}

static void word(uint32_t value)
{
	fdt32_t big = cpu_to_fdt32(value);

	if (room() < sizeof(big))
		exit(2);
	memcpy(blob + STRUCT + used, &big, sizeof(big));
	used += sizeof(big);
}

static void begin(void)
{
	word(FDT_BEGIN_NODE);
	word(0x6e000000); /* "n" */
}

static void end(void)
{
	word(FDT_END_NODE);
}

static void property(uint32_t name, const char *data, uint32_t bytes)
{
	word(FDT_PROP);
	word(bytes);
	word(name);
	if (room() < bytes + 4)
		exit(2);
	if (data)
		memcpy(blob + STRUCT + used, data, bytes);
	used += (bytes + 3) & ~3u;
}

static void cells(void)
{
	property(NAME_AC, "\0\0\0\2", 4);
	property(NAME_SC, "\0\0\0\2", 4);
}

/* ---- kinds ---- */

/* A reg of empty entries behind as many bytes of properties. */
static void empty_entries(void)
{
	begin();
	property(NAME_DT, "memory", 7);
	while (room() > size / 2)
		property(NAME_X, NULL, 0);
	property(NAME_REG, NULL, (room() - 64) & ~15u);
	end();
}

static void properties(void)
{
	begin();
	while (room() > 64)
		property(NAME_X, NULL, 0);
	end();
}

/* Half of the tree is one name, and each property has it, or nearly all of it. */
static void long_names(void)
{
	uint32_t i = 0, first = names_bytes;

	names_bytes = size / 2;
	memset(blob + size - names_bytes, 'a', names_bytes - 1);
	memcpy(blob + size - names_bytes, short_names, sizeof(short_names));
	begin();
	while (room() > 64)
		property(first + i++ % 64, NULL, 0);
	end();
}

static void nodes(void)
{
	while (room() > 64) {
		begin();
		end();
	}
}

/* Each node asks whether it is a memory node, an ITS and so on. */
static void full_nodes(void)
{
	while (room() > 256) {
		begin();
		property(NAME_CO, "vendor,a\0vendor,b\0arm,gic-v3-itx", 33);
		property(NAME_ST, "okay", 5);
		property(NAME_DT, "memory", 7);
		property(NAME_REG, NULL, 16);
		cells();
		end();
	}
}

static void nops(void)
{
	begin();
	while (room() > 64)
		word(FDT_NOP);
	end();
}

/* One list of strings, none of which is the wanted one. */
static void strings(void)
{
	begin();
	property(NAME_CO, NULL, room() - 64);
	end();
}

static void long_node_names(void)
{
	while (room() > 4096) {
		word(FDT_BEGIN_NODE);
		memset(blob + STRUCT + used, 'n', 2043);
		used += 2044;
		end();
	}
}

static const struct kind {
	const char *name;
	void (*fill)(void);
} kinds[] = {
	{"empty-entries", empty_entries},
	{"properties", properties},
	{"long-names", long_names},
	{"nodes", nodes},
	{"full-nodes", full_nodes},
	{"nops", nops},
	{"strings", strings},
	{"long-node-names", long_node_names},
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static void close_tree(void)
{
	if (names_bytes == sizeof(short_names))
		memcpy(blob + size - names_bytes, short_names, sizeof(short_names));
	fdt_set_magic(blob, FDT_MAGIC);
	fdt_set_totalsize(blob, size);
	fdt_set_version(blob, 17);
	fdt_set_last_comp_version(blob, 16);
	fdt_set_off_mem_rsvmap(blob, HEADER);
	fdt_set_off_dt_struct(blob, STRUCT);
	fdt_set_size_dt_struct(blob, used);
	fdt_set_off_dt_strings(blob, size - names_bytes);
	fdt_set_size_dt_strings(blob, names_bytes);
}

static int run(const struct kind *kind, uint32_t bytes)
{
	static struct hypglue_fdt found;
	enum hypglue_fdt_status status;

	size = bytes;
	blob = calloc(1, size);
	if (!blob)
		return 2;
	word(FDT_BEGIN_NODE);
	word(0);
	cells();
	kind->fill();
	end();
	word(FDT_END);
	close_tree();
	status = hypglue_fdt_discover(blob, size, &found);
	if (status)
		fprintf(stderr, "discover: %s: %s\n", kind->name, hypglue_fdt_status_text(status));
	free(blob);
	return status != HYPGLUE_FDT_OK;
}

int main(int argc, char **argv)
{
	size_t i;

	for (i = 0; i < KINDS; i++) {
		if (argc == 3 && !strcmp(argv[1], kinds[i].name))
			return run(&kinds[i], (uint32_t)strtoul(argv[2], NULL, 0));
		if (argc == 1)
			puts(kinds[i].name);
	}
	return argc == 1 ? 0 : 2;
}
