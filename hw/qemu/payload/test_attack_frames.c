// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Frames of interrupt controllers that a strange device tree leaves out, or names wrongly. QEMU
 * puts two words at EXPECTED: bit n is the 64 KiB frame n behind the distributor. Those of the
 * first word must abort, those of the second must answer.
 */
#include "gic.h"

#define EXPECTED 0x7fff0000
#define FRAME	 0x10000
#define FRAMES	 64

static uint64_t frame_at(unsigned int n)
{
	return GICD_BASE + (uint64_t)n * FRAME;
}

static void test_blocked(uint64_t frame)
{
	static const uint32_t offsets[] = {0, 0x40, 0x70, 0x80, 0x100, 0xffe8, 0xfffc};
	uint64_t value;
	bool none = true;

	for (unsigned int i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
		none &= !try_read(frame + offsets[i], 4, &value);
		none &= !try_write(frame + offsets[i], 4, 0);
	}
	ok(none, "the frame at %lx is out of reach", frame);
}

void test_main(void)
{
	const uint64_t *expected = (const uint64_t *)(uint64_t)EXPECTED;
	uint64_t value;

	ok(expected[0] || expected[1], "there is something to look at");
	for (unsigned int n = 0; n < FRAMES; n++) {
		if (expected[0] >> n & 1)
			test_blocked(frame_at(n));
		if (expected[1] >> n & 1)
			ok(try_read(frame_at(n), 4, &value), "the frame at %lx answers",
			   frame_at(n));
	}
}
