// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Runs a fuzz target under AFL++: many inputs in each process, through shared memory. The first
 * input is empty and comes before the fork. What is made only once is then there for all.
 */
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define INPUTS 100000 /* in one process */

/* AFL++'s macros break these rules. */
#pragma clang diagnostic ignored "-Wcast-qual"
#pragma clang diagnostic ignored "-Wshorten-64-to-32"

__AFL_FUZZ_INIT();

int main(void)
{
	const uint8_t *data;

	(void)LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	__AFL_INIT();
	data = __AFL_FUZZ_TESTCASE_BUF;
	while (__AFL_LOOP(INPUTS)) {
		size_t size = (size_t)__AFL_FUZZ_TESTCASE_LEN;

		(void)LLVMFuzzerTestOneInput(data, size);
	}
	return 0;
}
