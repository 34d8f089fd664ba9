/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* One device tree, written by a test, and what was discovered in it. */
#ifndef FDT_FIXTURE_H
#define FDT_FIXTURE_H

#include <check.h>

#include "fdt_writer.h"
#include "hypglue/fdt.h"

extern struct fdt_writer tree;
extern struct hypglue_fdt found;

/* A root with cells. The test makes the ranges of the bus above the node. */
void open_tree(void);
/* Ends the tree and looks into a copy of it that is exactly as long as it says. */
enum hypglue_fdt_status discover(void);
/* Nodes that stay open: a GIC with a bus, and an ITS. Its second reg entry is nobody's. */
void put_gic(const char *name);
void put_its(const char *name, uint32_t base);
/* A node that is whole. */
void put_memory(const char *name, uint32_t high, uint32_t base, uint32_t bytes);

#define expect_range(range, from, to)                                                              \
	do {                                                                                       \
		ck_assert_uint_eq((range).start, from);                                            \
		ck_assert_uint_eq((range).end, to);                                                \
	} while (0)

#endif
