// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Instructions for which a stage-2 fault has no syndrome, or one that is no plain access. */
#include "odd.h"

/* clang-format off: one line each */
#define ODD(function, code, ...)                                                                   \
	static void function(uint64_t address)                                                     \
	{                                                                                          \
		__asm__ volatile(code : "+r"(address) : : "memory", ##__VA_ARGS__);                \
	}

/* The rest of the program does without vector registers. This lets the assembler use them. */
#define VECTORS ".arch_extension fp\n\t.arch_extension simd\n\t"

ODD(load_pair, "ldp x1, x2, [%0]", "x1", "x2")
ODD(load_pair_words, "ldp w1, w2, [%0]", "x1", "x2")
ODD(load_pair_signed, "ldpsw x1, x2, [%0]", "x1", "x2")
ODD(store_pair, "stp xzr, xzr, [%0]")
ODD(store_pair_back, "stp xzr, xzr, [%0], #16")
ODD(load_pair_hint, "ldnp x1, x2, [%0]", "x1", "x2")
ODD(load_back, "ldr x1, [%0], #8", "x1")
ODD(load_before, "ldr w1, [%0, #0]!", "x1")
ODD(store_back, "str xzr, [%0], #8")
ODD(store_before, "str wzr, [%0, #0]!")
ODD(load_exclusive, "ldxr x1, [%0]", "x1")
ODD(load_exclusive_pair, "ldxp x1, x2, [%0]", "x1", "x2")
ODD(load_acquire_exclusive, "ldaxr w1, [%0]", "x1")
ODD(load_vector, VECTORS "ldr q0, [%0]", "v0")
ODD(load_double, VECTORS "ldr d0, [%0]", "v0")
ODD(store_vector, VECTORS "str q0, [%0]")
ODD(load_lane, VECTORS "ld1 {v0.b}[3], [%0]", "v0")
ODD(load_structure, VECTORS "ld4 {v0.16b, v1.16b, v2.16b, v3.16b}, [%0]", "v0", "v1", "v2", "v3")
ODD(store_structure, VECTORS "st2 {v0.16b, v1.16b}, [%0]")
ODD(store_vector_pair, VECTORS "stp q0, q1, [%0]")
ODD(prefetch, "prfm pldl1keep, [%0]")
ODD(clean, "dc cvac, %0")
ODD(clean_invalidate, "dc civac, %0")
ODD(invalidate, "dc ivac, %0")
ODD(zero, "dc zva, %0")
ODD(invalidate_instructions, "ic ivau, %0")

const struct odd odd_instructions[] = {
	{"ldp", load_pair, false},
	{"ldp of words", load_pair_words, false},
	{"ldpsw", load_pair_signed, false},
	{"stp", store_pair, false},
	{"stp with writeback", store_pair_back, false},
	{"ldnp", load_pair_hint, false},
	{"ldr post-indexed", load_back, false},
	{"ldr pre-indexed", load_before, false},
	{"str post-indexed", store_back, false},
	{"str pre-indexed", store_before, false},
	{"ldxr", load_exclusive, true},
	{"ldxp", load_exclusive_pair, false},
	{"ldaxr", load_acquire_exclusive, true},
	{"ldr of a vector", load_vector, false},
	{"ldr of a double", load_double, false},
	{"str of a vector", store_vector, false},
	{"ld1 of a lane", load_lane, false},
	{"ld4", load_structure, false},
	{"st2", store_structure, false},
	{"stp of vectors", store_vector_pair, false},
	{"prfm", prefetch, true},
	{"dc cvac", clean, true},
	{"dc civac", clean_invalidate, true},
	{"dc ivac", invalidate, true},
	{"dc zva", zero, false},
	{"ic ivau", invalidate_instructions, true},
};
/* clang-format on */

const unsigned int odd_count = sizeof(odd_instructions) / sizeof(odd_instructions[0]);
