// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Calls to what is below: the firmware, or a monitor. */
#include "payload.h"

uint64_t smc(uint64_t function, uint64_t a, uint64_t b, uint64_t c)
{
	register uint64_t x0 __asm__("x0") = function;
	register uint64_t x1 __asm__("x1") = a;
	register uint64_t x2 __asm__("x2") = b;
	register uint64_t x3 __asm__("x3") = c;

	__asm__ volatile("smc #0"
			 : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)
			 :
			 : "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14",
			   "x15", "x16", "x17", "memory");
	return x0;
}

void hvc(uint64_t registers[9])
{
	register uint64_t *at __asm__("x19") = registers;

	__asm__ volatile("ldp x0, x1, [x19]\n\tldp x2, x3, [x19, #16]\n\t"
			 "ldp x4, x5, [x19, #32]\n\tldp x6, x7, [x19, #48]\n\t"
			 "ldr x8, [x19, #64]\n\t"
			 "hvc #0\n\t"
			 "stp x0, x1, [x19]\n\tstp x2, x3, [x19, #16]\n\t"
			 "stp x4, x5, [x19, #32]\n\tstp x6, x7, [x19, #48]\n\t"
			 "str x8, [x19, #64]"
			 :
			 : "r"(at)
			 : "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11",
			   "x12", "x13", "x14", "x15", "x16", "x17", "memory");
}
