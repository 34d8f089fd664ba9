// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * What EL1 sees of an abort. SPSR: NZCV [31:28], TCO 25, DIT 24, UAO 23, PAN 22, SS 21, IL 20,
 * ALLINT 13, SSBS 12, BTYPE [11:10], DAIF [9:6], M [4:0]. So 0x600003c5 is EL1h, masked, Z and C.
 */
#include "hypglue/inject.h"
#include "suites.h"

#define SPAN	  0x00800000u
#define DSSBS	  0x0000100000000000u
#define SPINTMASK 0x4000000000000000u

struct row {
	const char *what;
	uint64_t esr_el2, spsr_el2, sctlr, sctlr2;
	bool mte, nmi;
	uint64_t esr_el1, vector, pstate;
};

static const struct row rows[] = {
	{"load from EL1h", 0x93850007, 0x00000005, SPAN, 0, false, false, 0x96000010, 0x200, 0x3c5},
	{"load from EL1t", 0x93850007, 0x00000004, SPAN, 0, false, false, 0x96000010, 0x000, 0x3c5},
	{"load from EL0", 0x93850007, 0x00000000, SPAN, 0, false, false, 0x92000010, 0x400, 0x3c5},
	{"load from EL0, AArch32", 0x93850007, 0x00000010, SPAN, 0, false, false, 0x92000010, 0x600,
	 0x3c5},
	{"AArch32 keeps IL 1 at EL1", 0x91850007, 0x00000010, SPAN, 0, false, false, 0x92000010,
	 0x600, 0x3c5},
	{"store", 0x93850047, 0x00000005, SPAN, 0, false, false, 0x96000050, 0x200, 0x3c5},
	{"DC CIVAC", 0x92000147, 0x00000005, SPAN, 0, false, false, 0x96000150, 0x200, 0x3c5},
	{"fetch from EL1h", 0x82000007, 0x00000005, SPAN, 0, false, false, 0x86000010, 0x200,
	 0x3c5},
	{"fetch from EL0", 0x82000007, 0x00000000, SPAN, 0, false, false, 0x82000010, 0x400, 0x3c5},
	{"walk: its WnR is not the access's", 0x920000c7, 0x00000005, SPAN, 0, false, false,
	 0x96000010, 0x200, 0x3c5},
	{"all the rest of the ISS goes", 0x93fffb87, 0x00000005, SPAN, 0, false, false, 0x96000010,
	 0x200, 0x3c5},
	{"PAN set without SPAN", 0x93850007, 0x00000005, 0, 0, false, false, 0x96000010, 0x200,
	 0x4003c5},
	{"PAN kept with SPAN", 0x93850007, 0x00400005, SPAN, 0, false, false, 0x96000010, 0x200,
	 0x4003c5},
	{"NZCV kept", 0x93850007, 0xf0000005, SPAN, 0, false, false, 0x96000010, 0x200, 0xf00003c5},
	{"DIT kept", 0x93850007, 0x01000005, SPAN, 0, false, false, 0x96000010, 0x200, 0x010003c5},
	{"UAO, SS, IL, BTYPE, SSBS, TCO, ALLINT gone", 0x93850007, 0x02b03c05, SPAN, 0, false,
	 false, 0x96000010, 0x200, 0x3c5},
	{"SSBS from DSSBS", 0x93850007, 0x00000005, SPAN | DSSBS, 0, false, false, 0x96000010,
	 0x200, 0x13c5},
	{"TCO with MTE", 0x93850007, 0x00000005, SPAN, 0, true, false, 0x96000010, 0x200,
	 0x020003c5},
	{"ALLINT with NMI", 0x93850007, 0x00000005, SPAN, 0, false, true, 0x96000010, 0x200,
	 0x23c5},
	{"ALLINT not with SPINTMASK", 0x93850007, 0x00002005, SPAN | SPINTMASK, 0, false, true,
	 0x96000010, 0x200, 0x3c5},
	{"EASE: the SError vector", 0x93850007, 0x00000005, SPAN, 0x20, false, false, 0x96000010,
	 0x380, 0x3c5},
	{"EASE from EL0", 0x93850007, 0x00000000, SPAN, 0x20, false, false, 0x92000010, 0x580,
	 0x3c5},
	{"masked already", 0x93850007, 0x600003c5, SPAN, 0, false, false, 0x96000010, 0x200,
	 0x600003c5},
	{"bits without a meaning", 0x93850007, 0xffffffff0c0c0005, SPAN, 0, false, false,
	 0x96000010, 0x200, 0x3c5},
};

START_TEST(good_injections)
{
	const struct row *row = &rows[_i];
	const struct hypglue_el1 host = {
		.esr_el2 = row->esr_el2,
		.far_el2 = 0xffff80001000008c,
		.elr_el2 = 0xffff800008123454,
		.spsr_el2 = row->spsr_el2,
		.sctlr_el1 = row->sctlr,
		.vbar_el1 = 0xffff8000080107ff,
		.sctlr2_el1 = row->sctlr2,
		.has_mte = row->mte,
		.has_nmi = row->nmi,
	};
	struct hypglue_exception seen;

	ck_assert(hypglue_inject(&host, &seen));
	ck_assert_msg(seen.esr_el1 == row->esr_el1, "%s: ESR %llx", row->what,
		      (unsigned long long)seen.esr_el1);
	ck_assert_msg(seen.elr_el2 == 0xffff800008010000 + row->vector, "%s: PC %llx", row->what,
		      (unsigned long long)seen.elr_el2);
	ck_assert_msg(seen.spsr_el2 == row->pstate, "%s: PSTATE %llx", row->what,
		      (unsigned long long)seen.spsr_el2);
	ck_assert_uint_eq(seen.far_el1, 0xffff80001000008c);
	ck_assert_uint_eq(seen.elr_el1, 0xffff800008123454);
	ck_assert_uint_eq(seen.spsr_el1, row->spsr_el2);
}
END_TEST

START_TEST(good_without_far)
{
	const struct hypglue_el1 host = {
		.esr_el2 = 0x93850407, .far_el2 = 0x1234, .spsr_el2 = 5, .sctlr_el1 = SPAN};
	struct hypglue_exception seen;

	ck_assert(hypglue_inject(&host, &seen));
	ck_assert_uint_eq(seen.esr_el1, 0x96000410);
	ck_assert_uint_eq(seen.far_el1, 0);
}
END_TEST

/* M: EL2h, EL2t, EL3h, reserved, AArch32 above EL0; EC: anything but a lower EL's abort. */
START_TEST(bad_states)
{
	static const uint64_t modes[] = {0x1, 0x2,  0x3,  0x6,	0x7,  0x8,  0x9,  0xc, 0xd,
					 0xf, 0x11, 0x12, 0x13, 0x17, 0x1a, 0x1b, 0x1f};
	static const uint64_t classes[] = {0x86000007, 0x96000007, 0x5a000000, 0x02000000,
					   0xbe000000};
	struct hypglue_el1 host = {.esr_el2 = 0x93850007};
	struct hypglue_exception seen = {.esr_el1 = 0x77};
	size_t i;

	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		host.spsr_el2 = modes[i];
		ck_assert_msg(!hypglue_inject(&host, &seen), "mode %llx",
			      (unsigned long long)modes[i]);
	}
	host.spsr_el2 = 5;
	for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		host.esr_el2 = classes[i];
		ck_assert(!hypglue_inject(&host, &seen));
	}
	ck_assert_uint_eq(seen.esr_el1, 0x77);
}
END_TEST

START_TEST(good_skip)
{
	uint64_t elr = 0xffff800008123454, spsr = 0xf2e03fc5;

	hypglue_skip(&elr, &spsr);
	ck_assert_uint_eq(elr, 0xffff800008123458);
	ck_assert_uint_eq(spsr, 0xf2c033c5);
}
END_TEST

Suite *suite_hypglue_inject(void)
{
	Suite *suite = suite_create("hypglue_inject");
	TCase *tcase = tcase_create("inject");

	tcase_add_loop_test(tcase, good_injections, 0, (int)(sizeof(rows) / sizeof(rows[0])));
	tcase_add_test(tcase, good_without_far);
	tcase_add_test(tcase, bad_states);
	tcase_add_test(tcase, good_skip);
	suite_add_tcase(suite, tcase);
	return suite;
}
