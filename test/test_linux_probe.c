/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How the driver sets up an ITS, and what it does not accept. */
#include "linux_fixture.h"

#include <string.h>

/*
 * What Linux 6.1 was seen to do on QEMU, from first access to last. Addresses are those of this
 * window.
 */
START_TEST(good_probe_as_recorded)
{
	static const struct fake_access want[] = {
		{'R', 0xffe8, 4, 0x3b},
		{'R', 0x000, 4, 0x80000000},
		{'W', 0x100, 8, 0},
		{'W', 0x108, 8, 0},
		{'W', 0x110, 8, 0},
		{'W', 0x118, 8, 0},
		{'W', 0x120, 8, 0},
		{'W', 0x128, 8, 0},
		{'W', 0x130, 8, 0},
		{'W', 0x138, 8, 0},
		{'R', 0xffe8, 4, 0x3b},
		{'R', 0x000, 4, 0x80000000},
		{'R', 0x008, 8, 0x1f0001efb1},
		{'R', 0x004, 4, 0x43b},
		{'R', 0x100, 8, 0x107000000000000},
		{'R', 0x100, 8, 0x107000000000000},
		{'W', 0x100, 8, 0x107000000000200},
		{'R', 0x100, 8, 0x107000000000200},
		{'R', 0x100, 8, 0x107000000000200},
		{'W', 0x100, 8, 0x7800000000000400},
		{'R', 0x100, 8, 0x7907000000000400},
		{'R', 0x100, 8, 0x7907000000000400},
		{'W', 0x100, 8, 0xf907000042000600},
		{'R', 0x100, 8, 0xf907000042000600},
		{'R', 0x108, 8, 0x407000000000000},
		{'R', 0x108, 8, 0x407000000000000},
		{'W', 0x108, 8, 0x407000000000200},
		{'R', 0x108, 8, 0x407000000000200},
		{'R', 0x108, 8, 0x407000000000200},
		{'W', 0x108, 8, 0xbc07000042010600},
		{'R', 0x108, 8, 0xbc07000042010600},
		{'R', 0x110, 8, 0},
		{'R', 0x118, 8, 0},
		{'R', 0x120, 8, 0},
		{'R', 0x128, 8, 0},
		{'R', 0x130, 8, 0},
		{'R', 0x138, 8, 0},
		{'W', 0x080, 8, 0xb80000004202040f},
		{'R', 0x080, 8, 0xb80000004202040f},
		{'W', 0x088, 8, 0},
		{'R', 0x000, 4, 0x80000000},
		{'W', 0x000, 4, 0x80000001},
	};

	driver_probe();
	EXPECT_ACCESSES(want);
	ck_assert_uint_eq(fake_hw.stores, 0);
}
END_TEST

START_TEST(good_probe_clears_memory)
{
	driver_config.mem_zero = false;
	fake_hw.memory[5] = 0xdead;
	driver_probe();
	ck_assert_uint_eq(fake_hw.memory[5], 0);
	ck_assert_uint_eq(fake_hw.stores, 3 * 65536 / 8);
}
END_TEST

/* Blocks are aligned in the address space, not in the window. */
START_TEST(good_probe_odd_window)
{
	driver_config.mem = 0x42001000;
	driver_config.mem_size = FAKE_WINDOW - 4096;
	driver_probe();
	ck_assert_uint_eq(fake_hw.baser[0], 0xf907000042010600);
	ck_assert_uint_eq(fake_hw.cbaser, 0xb80000004203040f);
}
END_TEST

START_TEST(bad_probe_small_window)
{
	driver_config.mem_size = 0x20000;
	driver_start();
	ck_assert(!linux_probe(&driver));
	ck_assert_str_eq(driver.reason, "no memory for the queue");
}
END_TEST

/* 4K pages only: a level-1 table of 1024 bytes in one page; level-2 pages hold 512 devices each. */
START_TEST(good_probe_4k_pages)
{
	fake_hw.pages = 1;
	driver_probe();
	ck_assert_uint_eq(fake_hw.baser[0], 0xf907000042000400);
	ck_assert_uint_eq(fake_hw.baser[1], 0xbc07000042001400);
	ck_assert_uint_eq(linux_device_ids(&driver), 65536);
}
END_TEST

START_TEST(good_probe_16k_pages)
{
	fake_hw.pages = 2;
	driver_probe();
	ck_assert_uint_eq(fake_hw.baser[0], 0xf907000042000500);
	ck_assert_uint_eq(fake_hw.baser[1], 0xbc07000042004500);
}
END_TEST

/* Flat: 65536 devices of 8 bytes are 128 pages of 4 KiB, naturally aligned; 8 of 64 KiB. */
START_TEST(good_probe_flat)
{
	fake_hw.stuck_zero = (uint64_t)1 << 62;
	fake_hw.pages = 1;
	driver_probe();
	ck_assert_uint_eq(fake_hw.baser[0], 0xb90700004200047f);
	fake_hw.pages = 7;
	fake_hw.ctlr = 0x80000000;
	driver_probe();
	ck_assert_uint_eq(fake_hw.baser[0], 0xb907000042000607);
	ck_assert_uint_eq(linux_device_ids(&driver), 65536);
}
END_TEST

/* 20 bits of DeviceID, flat, 4K pages: there can be 256 pages at most, for 131072 devices. */
START_TEST(good_probe_flat_capped)
{
	fake_hw.typer = 0x1f00027fb1;
	fake_hw.stuck_zero = (uint64_t)1 << 62;
	fake_hw.pages = 1;
	driver_probe();
	ck_assert_uint_eq(fake_hw.baser[0], 0xb9070000420004ff);
	ck_assert_uint_eq(linux_device_ids(&driver), 131072);
	ck_assert(!linux_device_create(&driver, 131072, 1));
	driver_check();
}
END_TEST

/* Nothing shareable sticks: tables and queue go non-cacheable, each written a second time. */
START_TEST(good_probe_not_shareable)
{
	fake_hw.stuck_zero = (uint64_t)3 << 10;
	driver_probe();
	ck_assert_uint_eq(fake_hw.baser[0], 0xc907000042000200);
	ck_assert_uint_eq(fake_hw.baser[1], 0x8c07000042010200);
	ck_assert_uint_eq(fake_hw.cbaser, 0x880000004202000f);
	ck_assert(driver.flush);
}
END_TEST

/* docs/its.md, BASER: with 64 KiB pages, address bits 51:48 are register bits 15:12. */
START_TEST(good_probe_52_bit_address)
{
	driver_config.mem = 0x000a800012340000;
	fake_hw.mem = driver_config.mem;
	driver_probe();
	ck_assert_uint_eq(fake_hw.baser[0], 0xf90780001234a600);
	ck_assert_uint_eq(fake_hw.cbaser, 0xb80a80001236040f);
}
END_TEST

START_TEST(good_probe_gicv4)
{
	fake_hw.typer = 0x3f0001efb3;
	fake_hw.baser_fixed[2] = 0x0207000000000000;
	driver_config.vpe_proxy = true;
	driver_probe();
	ck_assert_uint_eq(fake_hw.baser[2], 0xfa07000042020600);
	ck_assert_uint_eq(fake_hw.ctlr & 3, 3);
	ck_assert_uint_eq(fake_hw.commands[0][0], 0x0000ffff00000008);
	ck_assert_uint_eq(fake_hw.commands[0][1], 1);
}
END_TEST

START_TEST(bad_probe_no_page_size)
{
	fake_hw.pages = 0;
	fake_hw.baser[0] |= 0x300;
	driver_start();
	ck_assert(!linux_probe(&driver));
	ck_assert_ptr_nonnull(strstr(driver.reason, "no page size"));
}
END_TEST

START_TEST(bad_probe_baser_address)
{
	fake_hw.stuck_zero = 0x42000000;
	driver_start();
	ck_assert(!linux_probe(&driver));
	ck_assert_ptr_nonnull(strstr(driver.reason, "BASER0 reads"));
}
END_TEST

START_TEST(bad_probe_cbaser)
{
	memset(fake_hw.baser_fixed, 0, sizeof(fake_hw.baser_fixed));
	memset(fake_hw.baser, 0, sizeof(fake_hw.baser));
	fake_hw.stuck_zero = (uint64_t)1 << 63;
	driver_start();
	ck_assert(!linux_probe(&driver));
	ck_assert_ptr_nonnull(strstr(driver.reason, "CBASER reads"));
}
END_TEST

START_TEST(bad_probe_fault)
{
	fake_hw.fault_offset = 0x108;
	driver_start();
	ck_assert(!linux_probe(&driver));
	ck_assert_ptr_nonnull(strstr(driver.reason, "64-bit write of 0x0 at 0x108 faulted"));
	ck_assert_uint_eq(fake_hw.access_count, 4);
}
END_TEST

void linux_probe_tests(Suite *suite)
{
	const TTest *const probing[] = {good_probe_as_recorded,	  good_probe_clears_memory,
					good_probe_4k_pages,	  good_probe_16k_pages,
					good_probe_flat,	  good_probe_flat_capped,
					good_probe_not_shareable, good_probe_52_bit_address,
					good_probe_gicv4,	  bad_probe_no_page_size,
					bad_probe_baser_address,  bad_probe_cbaser,
					bad_probe_fault,	  good_probe_odd_window,
					bad_probe_small_window,	  NULL};

	linux_group(suite, "probe", probing);
}
