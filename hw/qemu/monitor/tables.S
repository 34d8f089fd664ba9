/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * EL2's own page tables: an identity map of 39 bits. The first GiB is devices. The second is RAM by
 * 2 MiB blocks; the monitor's own 2 MiB of it are by pages. There text is executable and read-only,
 * constants are read-only, and the rest is not executable. mmu.c adds the RAM beyond.
 */
#include "layout.h"

#define TABLE	0x3
#define XN	(1 << 54)
#define RO	(1 << 7)
#define NORMAL	0x740		/* AF, inner shareable, AP[1], attribute 0 */
#define DEVICE	0x444		/* AF, AP[1], attribute 1 */
#define BLOCK	0x1
#define PAGE	0x3

	.data
	.balign	4096
	.globl	el2_l1
el2_l1:
	.quad	DEVICE | XN | BLOCK
	.quad	el2_l2 + TABLE
	.skip	510 * 8

el2_l2:
	.quad	el2_l3 + TABLE
	.set	pa, MONITOR_BASE + 0x200000
	.rept	511
	.quad	pa | NORMAL | XN | BLOCK
	.set	pa, pa + 0x200000
	.endr

el2_l3:
	.set	pa, MONITOR_BASE
	.rept	512
	.if	pa >= MONITOR_TEXT && pa < MONITOR_RODATA
	.quad	pa | NORMAL | RO | PAGE
	.elseif	pa >= MONITOR_RODATA && pa < MONITOR_DATA
	.quad	pa | NORMAL | RO | XN | PAGE
	.else
	.quad	pa | NORMAL | XN | PAGE
	.endif
	.set	pa, pa + 4096
	.endr
