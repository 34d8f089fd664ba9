/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The entries: of the first CPU (from QEMU: x0 = DTB), and of each further one (from PSCI: x0 = its
 * struct cpu). Both are at EL2 with the MMU off. Nothing is written to memory before the MMU is on,
 * so no cache needs care: the tables are part of the image.
 */
#include "layout.h"

#define SCTLR_EL2_ON 0x30cd183d	/* RES1, M, C, SA, I, WXN, and A off */
#define MAIR	     0x04ff	/* 0: normal write-back, 1: device nGnRE */
#define TCR_EL2_39   0x80803519	/* 39 bits, 4 KiB, write-back, inner shareable; PS comes from the CPU */

.macro mmu_on
	ldr	x1, =el2_l1
	msr	ttbr0_el2, x1
	mov	x1, #MAIR
	msr	mair_el2, x1
	ldr	x1, =TCR_EL2_39
	mrs	x2, id_aa64mmfr0_el1
	and	x2, x2, #0xf		/* PARange; more than 48 bits are not needed */
	cmp	x2, #5
	mov	x3, #5
	csel	x2, x2, x3, ls
	bfi	x1, x2, #16, #3
	msr	tcr_el2, x1
	adr	x1, vectors
	msr	vbar_el2, x1
	tlbi	alle2
	ic	iallu
	dsb	nsh
	isb
	ldr	x1, =SCTLR_EL2_ON
	msr	sctlr_el2, x1
	isb
.endm

	.section .text.boot, "ax"
	.globl	_start
_start:
	msr	daifset, #0xf
	mov	x19, x0
	mmu_on
	ldr	x0, =_bss
	ldr	x1, =_bss_end
1:	stp	xzr, xzr, [x0], #16
	cmp	x0, x1
	b.lo	1b
	ldr	x1, =boot_stack_top
	mov	sp, x1
	mov	x0, x19
	bl	monitor_main
	b	.

	.globl	secondary_start
secondary_start:
	msr	daifset, #0xf
	mov	x19, x0
	mmu_on
	ldr	x1, [x19, #CPU_STACK]
	mov	sp, x1
	mov	x0, x19
	bl	secondary_main
	b	.

/*
 * enter_host(entry, x0, stack top): to EL1 with the MMU off. No value of EL2's may stay in a
 * register.
 */
	.text
	.globl	enter_host
enter_host:
	mov	sp, x2
	msr	elr_el2, x0
	mov	x0, #0x3c5		/* EL1h, DAIF masked */
	msr	spsr_el2, x0
	mov	x0, x1
	.irp	n, 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30
	mov	x\n, xzr
	.endr
	eret
	dsb	nsh
	isb

	.bss
	.balign	16
boot_stack:
	.skip	STACK_SIZE
boot_stack_top:
