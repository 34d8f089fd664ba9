// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Syndromes as an AArch64 CPU writes them. ESR_EL2: EC [31:26], IL 25, ISV 24, SAS [23:22], SSE 21,
 * SRT [20:16], SF 15, AR 14, VNCR 13, LST [12:11], FnV 10, EA 9, CM 8, S1PTW 7, WnR 6, DFSC [5:0].
 * So 0x93850007 is a load of 32 bits into w5 that a level 3 translation fault stopped, 0x93850047
 * the store.
 */
#include <string.h>

#include "glue_fixture.h"
#include "suites.h"

#define LDR_W5	0x93850007u
#define STR_W5	0x93850047u
#define LDR_X5	0x93c58007u
#define STR_X5	0x93c58047u
#define LDR_WZR 0x939f0007u
#define STR_WZR 0x939f0047u
#define CTLR	0x08080000u
#define TYPER	0x08080008u
#define CBASER	0x08080080u
#define CWRITER 0x08080088u
#define LAST	0x0809fffcu /* last word of the region */

static struct glue glue;

static void open_one(void)
{
	glue_start(&glue, 1);
}

static void close_one(void)
{
	glue_close(&glue);
}

struct row {
	uint64_t esr;
	enum hypglue_syndrome syndrome;
	uint8_t size, reg;
	bool write, extend, wide, ordered;
};

static const struct row rows[] = {
	/* every size, load and store */
	{0x93050007, HYPGLUE_ACCESS, 1, 5, false, false, false, false},
	{0x93450007, HYPGLUE_ACCESS, 2, 5, false, false, false, false},
	{0x93850007, HYPGLUE_ACCESS, 4, 5, false, false, false, false},
	{0x93c58007, HYPGLUE_ACCESS, 8, 5, false, false, true, false},
	{0x93050047, HYPGLUE_ACCESS, 1, 5, true, false, false, false},
	{0x93450047, HYPGLUE_ACCESS, 2, 5, true, false, false, false},
	{0x93850047, HYPGLUE_ACCESS, 4, 5, true, false, false, false},
	{0x93c58047, HYPGLUE_ACCESS, 8, 5, true, false, true, false},
	/* LDRSB w, LDRSB x, LDRSH w, LDRSH x, LDRSW x */
	{0x93250007, HYPGLUE_ACCESS, 1, 5, false, true, false, false},
	{0x93258007, HYPGLUE_ACCESS, 1, 5, false, true, true, false},
	{0x93650007, HYPGLUE_ACCESS, 2, 5, false, true, false, false},
	{0x93658007, HYPGLUE_ACCESS, 2, 5, false, true, true, false},
	{0x93a58007, HYPGLUE_ACCESS, 4, 5, false, true, true, false},
	/* LDAR w, STLR x */
	{0x93854007, HYPGLUE_ACCESS, 4, 5, false, false, false, true},
	{0x93c5c047, HYPGLUE_ACCESS, 8, 5, true, false, true, true},
	/* first and last register, the zero register */
	{0x93800007, HYPGLUE_ACCESS, 4, 0, false, false, false, false},
	{0x939e0007, HYPGLUE_ACCESS, 4, 30, false, false, false, false},
	{0x939f0007, HYPGLUE_ACCESS, 4, 31, false, false, false, false},
	/* levels 0..3 of translation, access flag and permission faults */
	{0x93850004, HYPGLUE_ACCESS, 4, 5, false, false, false, false},
	{0x93850005, HYPGLUE_ACCESS, 4, 5, false, false, false, false},
	{0x93850006, HYPGLUE_ACCESS, 4, 5, false, false, false, false},
	{0x93850008, HYPGLUE_ACCESS, 4, 5, false, false, false, false},
	{0x93850009, HYPGLUE_ACCESS, 4, 5, false, false, false, false},
	{0x9385000a, HYPGLUE_ACCESS, 4, 5, false, false, false, false},
	{0x9385000b, HYPGLUE_ACCESS, 4, 5, false, false, false, false},
	{0x9385000c, HYPGLUE_ACCESS, 4, 5, false, false, false, false},
	{0x9385000d, HYPGLUE_ACCESS, 4, 5, false, false, false, false},
	{0x9385000e, HYPGLUE_ACCESS, 4, 5, false, false, false, false},
	{0x9385000f, HYPGLUE_ACCESS, 4, 5, false, false, false, false},
	/* address size, level -1 translation, external, parity, alignment, TLB conflict, atomic */
	{0x93850003, HYPGLUE_FOREIGN, 0, 0, false, false, false, false},
	{0x9385002b, HYPGLUE_FOREIGN, 0, 0, false, false, false, false},
	{0x93850010, HYPGLUE_FOREIGN, 0, 0, false, false, false, false},
	{0x93850014, HYPGLUE_FOREIGN, 0, 0, false, false, false, false},
	{0x93850017, HYPGLUE_FOREIGN, 0, 0, false, false, false, false},
	{0x93850018, HYPGLUE_FOREIGN, 0, 0, false, false, false, false},
	{0x93850021, HYPGLUE_FOREIGN, 0, 0, false, false, false, false},
	{0x93850030, HYPGLUE_FOREIGN, 0, 0, false, false, false, false},
	{0x93850035, HYPGLUE_FOREIGN, 0, 0, false, false, false, false},
	/* EC: data abort of the same EL, HVC, system register, unknown */
	{0x97850007, HYPGLUE_FOREIGN, 0, 0, false, false, false, false},
	{0x87850007, HYPGLUE_FOREIGN, 0, 0, false, false, false, false},
	{0x5a000000, HYPGLUE_FOREIGN, 0, 0, false, false, false, false},
	{0x62000007, HYPGLUE_FOREIGN, 0, 0, false, false, false, false},
	{0x02000007, HYPGLUE_FOREIGN, 0, 0, false, false, false, false},
	{0x00000000, HYPGLUE_FOREIGN, 0, 0, false, false, false, false},
	/* an instruction fetch from the region */
	{0x82000007, HYPGLUE_UNUSABLE, 0, 0, false, false, false, false},
	/* ISV = 0: LDP, atomics, exclusives, write-back, SIMD */
	{0x92000007, HYPGLUE_UNUSABLE, 0, 0, false, false, false, false},
	{0x92000047, HYPGLUE_UNUSABLE, 0, 0, false, false, false, false},
	{0x92850007, HYPGLUE_UNUSABLE, 0, 0, false, false, false, false},
	/* one bit each: S1PTW, CM, EA, FnV, both of LST, VNCR */
	{0x93850087, HYPGLUE_UNUSABLE, 0, 0, false, false, false, false},
	{0x93850107, HYPGLUE_UNUSABLE, 0, 0, false, false, false, false},
	{0x93850207, HYPGLUE_UNUSABLE, 0, 0, false, false, false, false},
	{0x93850407, HYPGLUE_UNUSABLE, 0, 0, false, false, false, false},
	{0x93850807, HYPGLUE_UNUSABLE, 0, 0, false, false, false, false},
	{0x93851007, HYPGLUE_UNUSABLE, 0, 0, false, false, false, false},
	{0x93852007, HYPGLUE_UNUSABLE, 0, 0, false, false, false, false},
	/* DC CIVAC: CM and WnR without ISV */
	{0x92000147, HYPGLUE_UNUSABLE, 0, 0, false, false, false, false},
	/* ISS2: a tag access, a guarded control stack, Xs of ST64BV */
	{0x20093850007, HYPGLUE_UNUSABLE, 0, 0, false, false, false, false},
	{0x10093850007, HYPGLUE_UNUSABLE, 0, 0, false, false, false, false},
	{0x00193850007, HYPGLUE_UNUSABLE, 0, 0, false, false, false, false},
	/* 64 bits from a 32-bit register */
	{0x93c50007, HYPGLUE_UNUSABLE, 0, 0, false, false, false, false},
};

#define ROWS ((int)(sizeof(rows) / sizeof(rows[0])))

START_TEST(good_syndromes)
{
	const struct row *row = &rows[_i];
	const struct hypglue_fault fault = {
		.esr = row->esr, .hpfar = 0x80800, .far = 0xffff80001000008c, .spsr = 0x5};
	struct hypglue_access access;

	ck_assert_int_eq(hypglue_decode(&fault, &access), row->syndrome);
	if (row->syndrome != HYPGLUE_FOREIGN && !(row->esr & 0x400))
		ck_assert_uint_eq(access.pa, 0x0808008c);
	if (row->syndrome != HYPGLUE_ACCESS)
		return;
	ck_assert_uint_eq(access.size, row->size);
	ck_assert_uint_eq(access.reg, row->reg);
	ck_assert_int_eq(access.write, row->write);
	ck_assert_int_eq(access.extend, row->extend);
	ck_assert_int_eq(access.wide, row->wide);
	ck_assert_int_eq(access.ordered, row->ordered);
}
END_TEST

START_TEST(rf01_no_valid_syndrome_is_an_abort)
{
	glue.registers[5] = 0x1234;
	ck_assert_int_eq(glue_trap(&glue, 0x92850007, TYPER), HYPGLUE_ABORT);
	ck_assert_int_eq(glue_trap(&glue, 0x92850047, CBASER), HYPGLUE_ABORT);
	ck_assert_uint_eq(glue.registers[5], 0x1234);
	ck_assert_int_eq(glue_trap(&glue, LDR_X5, CBASER), HYPGLUE_DONE);
	ck_assert_uint_eq(glue.registers[5], 0);
}
END_TEST

/*
 * Every syndrome that cannot be used is an abort in a region. Outside of regions it is passed on.
 */
START_TEST(rf01_unusable_only_matters_in_a_region)
{
	int i;

	for (i = 0; i < ROWS; i++) {
		if (rows[i].syndrome != HYPGLUE_UNUSABLE)
			continue;
		ck_assert_int_eq(glue_trap(&glue, rows[i].esr, TYPER), HYPGLUE_ABORT);
		ck_assert_int_eq(glue_trap(&glue, rows[i].esr, 0x0807f000), HYPGLUE_PASS);
		ck_assert_int_eq(glue_trap(&glue, rows[i].esr, 0x080a0000), HYPGLUE_PASS);
	}
}
END_TEST

/* EL0 in AArch32 may have the frame mapped; its syndrome is valid. */
START_TEST(rf01_aarch32_is_an_abort)
{
	struct hypglue_fault fault = {.esr = LDR_W5, .hpfar = 0x80800, .far = 0x1008, .spsr = 0x10};

	ck_assert_int_eq(hypglue_data_abort(&glue.regions, &fault, glue.registers, &glue.left),
			 HYPGLUE_ABORT);
	fault.spsr = 0x0;
	ck_assert_int_eq(hypglue_data_abort(&glue.regions, &fault, glue.registers, &glue.left),
			 HYPGLUE_DONE);
	ck_assert_uint_eq(glue.registers[5], 0x0001efb1);
}
END_TEST

START_TEST(rf02_a_region_ends_at_its_first_byte_after)
{
	ck_assert_int_eq(glue_trap(&glue, 0x93050007, 0x0809ffff), HYPGLUE_DONE);
	ck_assert_int_eq(glue_trap(&glue, LDR_W5, LAST), HYPGLUE_DONE);
	ck_assert_int_eq(glue_trap(&glue, LDR_W5, 0x080a0000), HYPGLUE_PASS);
	ck_assert_int_eq(glue_trap(&glue, 0x93050007, 0x080a0000), HYPGLUE_PASS);
	ck_assert_int_eq(glue_trap(&glue, LDR_W5, CTLR), HYPGLUE_DONE);
	ck_assert_int_eq(glue_trap(&glue, LDR_W5, 0x0807fffc), HYPGLUE_PASS);
	ck_assert_int_eq(glue_trap(&glue, 0x93050007, 0x0807ffff), HYPGLUE_PASS);
}
END_TEST

START_TEST(rf03_an_access_lies_inside_as_a_whole)
{
	static const uint64_t esr[] = {0x93450007, 0x93850007, 0x93c58007,
				       0x93450047, 0x93850047, 0x93c58047};
	static const uint64_t size[] = {2, 4, 8, 2, 4, 8};
	uint64_t i, over;

	glue.registers[5] = 0x1234;
	for (i = 0; i < 6; i++)
		for (over = 1; over < size[i]; over++) {
			ck_assert_int_eq(glue_trap(&glue, esr[i], 0x080a0000 - size[i] + over),
					 HYPGLUE_ABORT);
			ck_assert_int_eq(glue_trap(&glue, esr[i], 0x08080000 - over),
					 HYPGLUE_ABORT);
		}
	ck_assert_uint_eq(glue.registers[5], 0x1234);
}
END_TEST

/* ... also where the next region begins right there. */
START_TEST(rf03_two_regions_are_not_one)
{
	struct itsg_its_config config = glue.config[0];
	const struct hypglue_region next = {.base = 0x080a0000,
					    .size = 0x20000,
					    .kind = HYPGLUE_ITS,
					    .of.its = &glue.machine.its[0],
					    .domain = &glue.machine.domain,
					    .config = &config};

	config.base = 0x080a0000;
	ck_assert_int_eq(hypglue_regions_add(&glue.regions, &next), ITSG_OK);
	ck_assert_int_eq(glue_trap(&glue, LDR_X5, 0x0809fffc), HYPGLUE_ABORT);
	glue.memory[0].state = HYPGLUE_OPEN;
	glue.memory[1].state = HYPGLUE_READY;
	ck_assert_int_eq(glue_trap(&glue, LDR_X5, 0x0809fffc), HYPGLUE_ABORT);
	glue.memory[1].state = HYPGLUE_OPEN;
	ck_assert_int_eq(glue_trap(&glue, LDR_X5, 0x0809fffc), HYPGLUE_PASS);
	glue.memory[0].state = HYPGLUE_READY;
	glue.regions.count = 1;
}
END_TEST

START_TEST(rf04_register_31_is_the_zero_register)
{
	memset(glue.registers, 0xa5, sizeof(glue.registers));
	ck_assert_int_eq(glue_trap(&glue, LDR_WZR, TYPER), HYPGLUE_DONE);
	glue.registers[30] = 0x8000000040100000;
	ck_assert_int_eq(glue_trap(&glue, 0x93de8047, CBASER), HYPGLUE_DONE);
	ck_assert_int_eq(glue_trap(&glue, LDR_X5, CBASER), HYPGLUE_DONE);
	ck_assert_uint_eq(glue.registers[5], 0x8000000040100000);
	ck_assert_int_eq(glue_trap(&glue, 0x93df8047, CBASER), HYPGLUE_DONE);
	ck_assert_int_eq(glue_trap(&glue, LDR_X5, CBASER), HYPGLUE_DONE);
	ck_assert_uint_eq(glue.registers[5], 0);
	ck_assert_int_eq(glue_trap(&glue, STR_WZR, CTLR), HYPGLUE_DONE);
	ck_assert_uint_eq(glue.registers[4], 0xa5a5a5a5a5a5a5a5);
}
END_TEST

START_TEST(rf05_loads_extend)
{
	static const struct {
		uint8_t size;
		bool extend, wide;
		uint64_t value, left;
	} loads[] = {
		{1, false, false, 0x80, 0x80},
		{1, true, false, 0x80, 0xffffff80},
		{1, true, true, 0x80, 0xffffffffffffff80},
		{1, true, true, 0x7f, 0x7f},
		{2, false, false, 0x8000, 0x8000},
		{2, true, false, 0x8000, 0xffff8000},
		{2, true, true, 0x8000, 0xffffffffffff8000},
		{2, true, true, 0x7fff, 0x7fff},
		{4, false, false, 0x80000000, 0x80000000},
		{4, false, true, 0x80000000, 0x80000000},
		{4, true, true, 0x80000000, 0xffffffff80000000},
		{4, true, true, 0x7fffffff, 0x7fffffff},
		{8, false, true, 0x8000000000000001, 0x8000000000000001},
		{8, true, true, 0x8000000000000001, 0x8000000000000001},
		/* bits beyond those read never show */
		{1, false, true, 0xffffffffffffff12, 0x12},
		{4, false, true, 0xffffffff12345678, 0x12345678},
	};
	size_t i;

	for (i = 0; i < sizeof(loads) / sizeof(loads[0]); i++) {
		const struct hypglue_access access = {
			.size = loads[i].size, .extend = loads[i].extend, .wide = loads[i].wide};

		ck_assert_uint_eq(hypglue_extend(&access, loads[i].value), loads[i].left);
	}
}
END_TEST

/* CTLR reads 0x80000000: Quiescent is the sign bit. */
START_TEST(rf05_ldrsw_of_ctlr)
{
	memset(glue.registers, 0xa5, sizeof(glue.registers));
	ck_assert_int_eq(glue_trap(&glue, 0x93a58007, CTLR), HYPGLUE_DONE);
	ck_assert_uint_eq(glue.registers[5], 0xffffffff80000000);
	ck_assert_int_eq(glue_trap(&glue, LDR_W5, CTLR), HYPGLUE_DONE);
	ck_assert_uint_eq(glue.registers[5], 0x80000000);
}
END_TEST

START_TEST(rf06_hpfar_and_the_low_12_bits_of_far)
{
	static const struct {
		uint64_t hpfar, far, pa;
	} faults[] = {
		{0x80800, 0xffff80001000008c, 0x0808008c},
		{0x80810, 0xffff80001000008c, 0x0808108c}, /* second 4 KiB of a 64 KiB page */
		{0x808f0, 0xffff80001000fffc, 0x0808fffc},
		{0x80800, 0x0000000000000fff, 0x08080fff},
		{0x80800, 0x000000000000f000, 0x08080000},
		{0x8000000000080800, 0x8c, 0x0808008c}, /* NS */
		{0x0000fffffffffff0, 0xfff, 0x00ffffffffffffff},
		{0x0000100000080800, 0x8c, 0x001000000808008c}, /* a 53rd bit is no alias */
		{0x8080f, 0x8c, 0x0808008c},
	};
	struct hypglue_access access;
	size_t i;

	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		const struct hypglue_fault fault = {
			.esr = LDR_W5, .hpfar = faults[i].hpfar, .far = faults[i].far, .spsr = 5};

		ck_assert_int_eq(hypglue_decode(&fault, &access), HYPGLUE_ACCESS);
		ck_assert_uint_eq(access.pa, faults[i].pa);
	}
}
END_TEST

/* FAR is not valid: only the page is known. */
START_TEST(rf06_without_far)
{
	const struct hypglue_fault fault = {.esr = 0x93850407, .hpfar = 0x80800, .far = 0xabc};
	struct hypglue_access access;

	ck_assert_int_eq(hypglue_decode(&fault, &access), HYPGLUE_UNUSABLE);
	ck_assert_uint_eq(access.pa, 0x08080000);
}
END_TEST

/* What each size does at a 32-bit register, a 64-bit one, and TRANSLATER. */
START_TEST(rf07_every_size_has_an_outcome)
{
	static const struct {
		uint64_t esr, pa;
		enum hypglue_action action;
	} sizes[] = {
		{0x93050007, 0x08080000, HYPGLUE_ABORT}, {0x93450007, 0x08080000, HYPGLUE_ABORT},
		{0x93850007, 0x08080000, HYPGLUE_DONE},	 {0x93c58007, 0x08080000, HYPGLUE_ABORT},
		{0x93050047, 0x08080000, HYPGLUE_ABORT}, {0x93450047, 0x08080000, HYPGLUE_ABORT},
		{0x93850047, 0x08080000, HYPGLUE_DONE},	 {0x93c58047, 0x08080000, HYPGLUE_ABORT},
		{0x93050007, 0x08080080, HYPGLUE_ABORT}, {0x93450007, 0x08080080, HYPGLUE_ABORT},
		{0x93850007, 0x08080080, HYPGLUE_DONE},	 {0x93850007, 0x08080084, HYPGLUE_DONE},
		{0x93c58007, 0x08080080, HYPGLUE_DONE},	 {0x93850007, 0x08080082, HYPGLUE_ABORT},
		{0x93c58007, 0x08080084, HYPGLUE_ABORT}, {0x93050047, 0x08080088, HYPGLUE_ABORT},
		{0x93450047, 0x08080088, HYPGLUE_ABORT}, {0x93850047, 0x08080088, HYPGLUE_DONE},
		{0x93c58047, 0x08080088, HYPGLUE_DONE},	 {0x93850047, 0x08090040, HYPGLUE_ABORT},
		{0x93450047, 0x08090040, HYPGLUE_ABORT}, {0x93c58047, 0x08090040, HYPGLUE_ABORT},
	};
	size_t i;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		glue.registers[5] = 0;
		ck_assert_msg(glue_trap(&glue, sizes[i].esr, sizes[i].pa) == sizes[i].action,
			      "%llx at %llx", (unsigned long long)sizes[i].esr,
			      (unsigned long long)sizes[i].pa);
	}
}
END_TEST

/* What lies above the size in the register does not reach the library. */
START_TEST(rf07_a_store_is_cut_to_its_size)
{
	glue.registers[5] = 0x8000000040100000;
	ck_assert_int_eq(glue_trap(&glue, STR_X5, CBASER), HYPGLUE_DONE);
	glue.registers[5] = 0xdeadbeef00000060;
	ck_assert_int_eq(glue_trap(&glue, STR_W5, CWRITER), HYPGLUE_DONE);
	ck_assert_int_eq(glue_trap(&glue, LDR_X5, CWRITER), HYPGLUE_DONE);
	ck_assert_uint_eq(glue.registers[5], 0x60);
	ck_assert_int_eq(glue_trap(&glue, LDR_W5, 0x08080080), HYPGLUE_DONE);
	ck_assert_uint_eq(glue.registers[5], 0x40100000);
}
END_TEST

Suite *suite_hypglue_trap(void)
{
	Suite *suite = suite_create("hypglue_trap");
	TCase *pure = tcase_create("syndromes"), *trap = tcase_create("traps");

	tcase_add_loop_test(pure, good_syndromes, 0, ROWS);
	tcase_add_test(pure, rf05_loads_extend);
	tcase_add_test(pure, rf06_hpfar_and_the_low_12_bits_of_far);
	tcase_add_test(pure, rf06_without_far);
	suite_add_tcase(suite, pure);
	tcase_add_checked_fixture(trap, open_one, close_one);
	tcase_add_test(trap, rf01_no_valid_syndrome_is_an_abort);
	tcase_add_test(trap, rf01_unusable_only_matters_in_a_region);
	tcase_add_test(trap, rf01_aarch32_is_an_abort);
	tcase_add_test(trap, rf02_a_region_ends_at_its_first_byte_after);
	tcase_add_test(trap, rf03_an_access_lies_inside_as_a_whole);
	tcase_add_test(trap, rf03_two_regions_are_not_one);
	tcase_add_test(trap, rf04_register_31_is_the_zero_register);
	tcase_add_test(trap, rf05_ldrsw_of_ctlr);
	tcase_add_test(trap, rf07_every_size_has_an_outcome);
	tcase_add_test(trap, rf07_a_store_is_cut_to_its_size);
	suite_add_tcase(suite, trap);
	return suite;
}
