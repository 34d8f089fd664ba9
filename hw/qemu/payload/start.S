/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * An arm64 Image like Linux's: QEMU or the monitor starts it with the MMU off and x0 = DTB. If it
 * begins at EL2 there is no hypervisor, and it goes down to EL1 by itself. Every CPU gets the same
 * identity map, a stack, and vectors that survive an expected abort.
 */
#include "layout.h"

#define SCTLR_EL1_ON 0x30d0180d	/* RES1, M, C, SA, I */
#define MAIR	     0x04ff	/* 0: normal write-back, 1: device nGnRE */
#define TCR_EL1_48   0x2803510	/* lower half only, 48 bits, 40-bit addresses: filled in below */

#define CPU_STACK 0
#define CPU_FAULT 8		/* struct fault */
#define CPU_STARTED_AT 56

	.section .text.boot, "ax"
	.globl	_start
_start:
	b	1f
	.word	0
	.quad	0x01000000		/* text offset: HOST_IMAGE - MONITOR_BASE */
	.quad	_image_end - _start
	.quad	0x2			/* 4 KiB pages */
	.quad	0, 0, 0
	.ascii	"ARM\x64"
	.word	0
1:	mov	x19, x0
	mov	x20, xzr
	mrs	x1, currentel
	cmp	x1, #0x8
	b.ne	2f
	mov	x20, #1
	bl	drop_to_el1
2:	bl	mmu_on
	ldr	x0, =_bss
	ldr	x1, =_bss_end
3:	stp	xzr, xzr, [x0], #16
	cmp	x0, x1
	b.lo	3b
	ldr	x0, =cpus
	ldr	x1, =boot_stack_top
	str	x1, [x0, #CPU_STACK]
	msr	tpidr_el1, x0
	mov	sp, x1
	mov	x0, x19
	mov	x1, x20
	bl	payload_main
	b	.

/* x0 = struct cpu, from PSCI. */
	.globl	secondary_start
secondary_start:
	mov	x19, x0
	mrs	x20, currentel
	cmp	x20, #0x8
	b.ne	1f
	bl	drop_to_el1
1:	bl	mmu_on
	str	x20, [x19, #CPU_STARTED_AT]
	msr	tpidr_el1, x19
	ldr	x1, [x19, #CPU_STACK]
	mov	sp, x1
	mov	x0, x19
	bl	secondary_main
	b	.

/* Sets up as little as a firmware would. */
drop_to_el1:
	mov	x1, #(1 << 31)		/* HCR_EL2.RW */
	msr	hcr_el2, x1
	mov	x1, #3
	msr	cnthctl_el2, x1
	msr	cntvoff_el2, xzr
	mov	x1, #0x33ff
	msr	cptr_el2, x1
	msr	hstr_el2, xzr
	mov	x1, #0xf
	msr	S3_4_C12_C9_5, x1	/* ICC_SRE_EL2 */
	isb
	msr	S3_4_C12_C11_0, xzr	/* ICH_HCR_EL2 */
	mrs	x1, midr_el1
	msr	vpidr_el2, x1
	mrs	x1, mpidr_el1
	msr	vmpidr_el2, x1
	mrs	x1, pmcr_el0
	ubfx	x1, x1, #11, #5
	msr	mdcr_el2, x1
	ldr	x1, =0x30d00800
	msr	sctlr_el1, x1
	mov	x1, #0x3c5
	msr	spsr_el2, x1
	msr	elr_el2, x30
	eret

mmu_on:
	ldr	x1, =table_l0
	msr	ttbr0_el1, x1
	mov	x1, #MAIR
	msr	mair_el1, x1
	ldr	x1, =0x200803510	/* T0SZ 16, write-back, inner shareable, EPD1, IPS 40 bits */
	msr	tcr_el1, x1
	ldr	x1, =payload_vectors
	msr	vbar_el1, x1
	mov	x1, #(3 << 20)
	msr	cpacr_el1, x1
	tlbi	vmalle1
	ic	iallu
	dsb	nsh
	isb
	ldr	x1, =SCTLR_EL1_ON
	msr	sctlr_el1, x1
	isb
	ret

/* In the CPU's struct fault. x0 = struct cpu afterwards, x1 = ELR. */
.macro note_exception
	mrs	x0, tpidr_el1
	mrs	x1, esr_el1
	str	x1, [x0, #CPU_FAULT]
	mrs	x1, far_el1
	str	x1, [x0, #CPU_FAULT + 8]
	mrs	x1, elr_el1
	str	x1, [x0, #CPU_FAULT + 16]
.endm

/* Notes a synchronous exception, and skips the instruction. */
	.text
	.balign	0x800
	.globl	payload_vectors
payload_vectors:
	.skip	0x200
	sub	sp, sp, #32
	stp	x0, x1, [sp]
	str	x2, [sp, #16]
	note_exception
	ldr	x2, [x0, #CPU_FAULT + 24]	/* how many */
	add	x2, x2, #1
	str	x2, [x0, #CPU_FAULT + 24]
	ldr	x2, [x0, #CPU_FAULT + 32]	/* where to go on; 0: behind the instruction */
	add	x1, x1, #4
	cmp	x2, #0
	csel	x1, x1, x2, eq
	msr	elr_el1, x1
	ldr	x2, [x0, #CPU_FAULT + 40]	/* expected? */
	cbz	x2, unexpected
	ldr	x2, [sp, #16]
	ldp	x0, x1, [sp]
	add	sp, sp, #32
	eret
	.balign	0x80
	b	unexpected
	.balign	0x80
	b	unexpected
	.balign	0x80
	b	unexpected
	.balign	0x400
	.skip	0x200			/* 64-bit programs: there are none */
	/* From run_32: the exception is noted, and run_32 returns. */
	note_exception
	ldp	x19, x20, [sp, #16]
	ldp	x21, x22, [sp, #32]
	ldp	x23, x24, [sp, #48]
	ldp	x25, x26, [sp, #64]
	ldp	x27, x28, [sp, #80]
	ldp	x29, x30, [sp], #96
	ret

/* void run_32(uint64_t code, uint64_t r0): a 32-bit program at EL0, until its first exception. */
	.globl	run_32
run_32:
	stp	x29, x30, [sp, #-96]!
	stp	x19, x20, [sp, #16]
	stp	x21, x22, [sp, #32]
	stp	x23, x24, [sp, #48]
	stp	x25, x26, [sp, #64]
	stp	x27, x28, [sp, #80]
	msr	elr_el1, x0
	mov	x2, #0x1d0		/* User mode, A32; A, I and F masked */
	msr	spsr_el1, x2
	mov	x0, x1
	eret

unexpected:
	mrs	x0, esr_el1
	mrs	x1, far_el1
	mrs	x2, elr_el1
	bl	payload_unexpected
	b	.

	.data
	.balign	4096
table_l0:
	.quad	table_l1 + 3
	.skip	511 * 8
	.globl	table_l1
table_l1:
	.quad	0x0060000000000405		/* devices: never executed */
	.quad	0x40000000 | 0x701		/* RAM */
	.quad	0x80000000 | 0x701		/* where there may be none */
	.quad	0x701				/* devices once more, as normal memory: for attacks */
	.skip	252 * 8
	.quad	0x4000000000 | 0x0060000000000405	/* PCI configuration space */
	.skip	255 * 8

	.bss
	.balign	16
boot_stack:
	.skip	0x4000
boot_stack_top:
