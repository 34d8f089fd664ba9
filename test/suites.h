/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* One suite for each part; test/main.c runs them all. What the list names is declared here too. */
#ifndef SUITES_H
#define SUITES_H

#include <check.h>

/* clang-format off */
#define SUITES(X) \
	X(model) \
	X(trace) \
	X(mutator) \
	X(verdicts) \
	X(access) \
	X(audit) \
	X(init) \
	X(valid) \
	X(next) \
	X(hw) \
	X(corners) \
	X(life) \
	X(ends) \
	X(power) \
	X(stall) \
	X(quiet) \
	X(findings) \
	X(command) \
	X(geometry) \
	X(check) \
	X(registers) \
	X(ring) \
	X(pool) \
	X(redist) \
	X(redist_start) \
	X(hypglue_redist) \
	X(redist_life) \
	X(redist_ends) \
	X(redist_stuck) \
	X(redist_audit) \
	X(redist_driver) \
	X(redist_threads) \
	X(hypglue_trap) \
	X(hypglue_work) \
	X(hypglue_regions) \
	X(hypglue_life) \
	X(hypglue_inject) \
	X(hypglue_fdt) \
	X(hypglue_fdt_form) \
	X(hypglue_fdt_cases) \
	X(hypglue_frames) \
	X(hypglue_guard) \
	X(hypglue_quirks) \
	X(hypglue_calls) \
	X(hypglue_platform) \
	X(driver) \
	X(threads) \
	X(binary) \
	X(roll_back) \
	X(linux) \
	X(bounds) \
	X(faults)
/* clang-format on */

#define SUITE_DECLARE(name) Suite *suite_##name(void);
SUITES(SUITE_DECLARE)
#undef SUITE_DECLARE

#endif
