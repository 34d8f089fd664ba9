// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "fdt_fixture.h"

#include <stdlib.h>
#include <string.h>

struct fdt_writer tree;
struct hypglue_fdt found;

void open_tree(void)
{
	fdt_open(&tree, 0, 0);
	fdt_text(&tree, "compatible", "linux,dummy-virt");
	fdt_cells(&tree, "#address-cells", 2);
	fdt_cells(&tree, "#size-cells", 2);
}

enum hypglue_fdt_status discover(void)
{
	size_t size = fdt_close(&tree), i;
	char *copy;
	enum hypglue_fdt_status status;

	ck_assert_uint_ne(size, 0);
	/* exactly as long as it says: a sanitizer sees each byte read beyond */
	copy = aligned_alloc(8, (size + 7) & ~(size_t)7);
	ck_assert_ptr_nonnull(copy);
	memcpy(copy, tree.blob, size);
	for (i = size; i % 8; i++)
		copy[i] = 0;
	status = hypglue_fdt_discover(copy, size, &found);
	free(copy);
	return status;
}

void put_gic(const char *name)
{
	fdt_node(&tree, name);
	fdt_text(&tree, "compatible", "arm,gic-v3");
	fdt_cells(&tree, "reg", 0, 0x08000000, 0, 0x10000, 0, 0x080a0000, 0, 0x00f60000);
	fdt_cells(&tree, "#address-cells", 2);
	fdt_cells(&tree, "#size-cells", 2);
	fdt_bytes(&tree, "ranges", "", 0);
}

void put_its(const char *name, uint32_t base)
{
	fdt_node(&tree, name);
	fdt_text(&tree, "compatible", "arm,gic-v3-its");
	fdt_cells(&tree, "reg", 0, base, 0, 0x20000, 0, 0xdead0000, 0, 0x1000);
}

void put_memory(const char *name, uint32_t high, uint32_t base, uint32_t bytes)
{
	fdt_node(&tree, name);
	fdt_text(&tree, "device_type", "memory");
	fdt_cells(&tree, "reg", high, base, 0, bytes);
	fdt_end(&tree);
}
