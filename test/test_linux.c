/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The driver of src/model/linux by itself, against the small hardware of fake_its.c. */
#define _POSIX_C_SOURCE 200809L

#include "suites.h"

#include "linux_fixture.h"
#include "model/linux/linux_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Commands ---- */

START_TEST(good_cpu_up_as_recorded)
{
	static const struct fake_access want[] = {
		{'R', 0x008, 8, 0x1f0001efb1},
		{'R', 0x090, 4, 0},
		{'R', 0x090, 4, 0},
		{'R', 0x090, 4, 0},
		{'W', 0x088, 4, 0x40},
		{'R', 0x090, 4, 0x40},
		{'R', 0x090, 4, 0x40},
		{'R', 0x090, 4, 0x40},
		{'R', 0x090, 4, 0x40},
		{'W', 0x088, 4, 0x80},
		{'R', 0x090, 4, 0x80},
	};
	static const uint64_t commands[][4] = {
		{0x09, 0, 0x8000000000030003, 0},
		{0x05, 0, 0x0000000000030000, 0},
		{0x0d, 0, 0x0000000000000003, 0},
		{0x05, 0, 0x0000000000030000, 0},
	};

	driver_probe();
	fake_forget(&fake_hw);
	ck_assert(linux_cpu_up(&driver, 3));
	EXPECT_ACCESSES(want);
	EXPECT_COMMANDS(commands);
}
END_TEST

START_TEST(good_cpu_up_physical_target)
{
	static const uint64_t commands[][4] = {
		{0x09, 0, 0x800000002f180003, 0},
		{0x05, 0, 0x000000002f180000, 0},
		{0x0d, 0, 0x0000000000000003, 0},
		{0x05, 0, 0x000000002f180000, 0},
	};

	fake_hw.typer |= 1 << 19;
	driver_config.cpu[3].rd_base = 0x2f180000;
	driver_probe();
	ck_assert(linux_cpu_up(&driver, 3));
	EXPECT_COMMANDS(commands);
}
END_TEST

/* The first ITT lies in the first page after the level-2 page. 8-byte entries: 256 bytes each. */
START_TEST(good_event_words)
{
	static const uint64_t want[][4] = {
		{0x0000000100000008, 0x0000000000000000, 0x8000000042040000, 0},
		{0x0000000200000008, 0x0000000000000000, 0x8000000042040100, 0},
		{0x0000001000000008, 0x0000000000000004, 0x8000000042040200, 0},
		{0x000000100000000a, 0x0000200800000005, 0x0000000000000003, 0},
		{0x0000000000000005, 0, 0x0000000000030000, 0},
		{0x000000100000000c, 0x0000000000000005, 0, 0},
		{0x0000000000000005, 0, 0x0000000000030000, 0},
		{0x0000001000000001, 0x0000000000000005, 0x0000000000000002, 0},
		{0x0000000000000005, 0, 0x0000000000030000, 0},
		{0x0000001000000003, 0x0000000000000005, 0, 0},
		{0x0000000000000005, 0, 0x0000000000020000, 0},
		{0x0000001000000004, 0x0000000000000005, 0, 0},
		{0x0000000000000005, 0, 0x0000000000020000, 0},
		{0x000000100000000c, 0x0000000000000005, 0, 0},
		{0x0000000000000005, 0, 0x0000000000020000, 0},
		{0x000000100000000f, 0x0000000000000005, 0, 0},
		{0x0000000000000005, 0, 0x0000000000020000, 0},
		{0x0000001000000008, 0x0000000000000004, 0x0000000042040200, 0},
	};

	fake_hw.typer = 0x1f0001ef71;
	driver_run(4);
	ck_assert(linux_device_create(&driver, 1, 1));
	ck_assert(linux_device_create(&driver, 2, 2));
	ck_assert(linux_device_create(&driver, 0x10, 32));
	ck_assert(linux_irq_activate(&driver, 0x10, 5, 3));
	ck_assert(linux_irq_unmask(&driver, 0x10, 5));
	ck_assert(linux_irq_affinity(&driver, 0x10, 5, 2));
	ck_assert(linux_irq_affinity(&driver, 0x10, 5, 2));
	ck_assert(linux_irq_retrigger(&driver, 0x10, 5, true));
	ck_assert(linux_irq_retrigger(&driver, 0x10, 5, false));
	ck_assert(linux_device_remove(&driver, 0x10));
	/* LPI 8192, then 8193 and 8194, then 8195 and on: event 5 is 8200. */
	EXPECT_COMMANDS(want);
	driver_check();
}
END_TEST

START_TEST(good_level_2_entry)
{
	driver_run(1);
	ck_assert(linux_device_create(&driver, 0x8, 2));
	ck_assert_uint_eq(fake_peek(&fake_hw, 0x42000000), 0x8000000042030000);
	ck_assert_uint_eq(fake_peek(&fake_hw, 0x42000038), 0);
	ck_assert(linux_device_create(&driver, 0xffff, 2));
	ck_assert_uint_eq(fake_peek(&fake_hw, 0x42000038), 0x8000000042050000);
	ck_assert(linux_device_create(&driver, 0xe000, 2));
	ck_assert_uint_eq(driver.l2_count, 2);
	driver_check();
}
END_TEST

/* ---- ITTs ---- */

static uint64_t itt_word(uint32_t id, uint32_t vectors)
{
	fake_forget(&fake_hw);
	ck_assert(linux_device_create(&driver, id, vectors));
	ck_assert_uint_eq(fake_hw.command_count, 1);
	return fake_hw.commands[0][2];
}

/* 32 entries of 12 bytes: 384 bytes. MAPD cannot hold the address of every second ITT. */
START_TEST(good_itt_packing)
{
	driver_run(1);
	ck_assert_uint_eq(itt_word(8, 32), 0x8000000042040000);
	ck_assert_uint_eq(itt_word(16, 32), 0x8000000042040100);
	ck_assert_uint_eq(linux_device_find(&driver, 16)->itt, 0x42040180);
	ck_assert_uint_eq(itt_word(24, 2), 0x8000000042040300);
	ck_assert(linux_device_remove(&driver, 16));
	ck_assert_uint_eq(itt_word(32, 64), 0x8000000042040400);
	ck_assert_uint_eq(itt_word(40, 1), 0x8000000042040100);
	driver_check();
}
END_TEST

START_TEST(good_itt_own_pages)
{
	driver_run(1);
	ck_assert_uint_eq(itt_word(8, 512), 0x8000000042040000);
	ck_assert_uint_eq(itt_word(16, 2), 0x8000000042042000);
	ck_assert_uint_eq(itt_word(24, 342), 0x8000000042044000);
	ck_assert(linux_device_remove(&driver, 8));
	ck_assert_uint_eq(itt_word(32, 500), 0x8000000042040000);
	/* A page that was used is cleared before it is used again. */
	ck_assert_uint_eq(fake_hw.stores, 8192 / 8 + 4);
	driver_check();
}
END_TEST

/* Before 6.13: 256 + 255 bytes make 512, 384 + 255 make 1024, cleared each time. */
START_TEST(good_itt_slab)
{
	driver_config.slab = true;
	driver_run(1);
	ck_assert_uint_eq(itt_word(8, 2), 0x8000000042040000);
	ck_assert_uint_eq(itt_word(16, 3), 0x8000000042040200);
	ck_assert_uint_eq(itt_word(24, 32), 0x8000000042041000);
	ck_assert_uint_eq(itt_word(32, 32), 0x8000000042041400);
	ck_assert_uint_eq(fake_hw.stores, 1024 / 8 + 1 + 4);
	ck_assert_uint_eq(fake_peek(&fake_hw, 0x42040ff8), 0x42040200);
	driver_check();
}
END_TEST

/* ---- The queue ---- */

/* Three times around the queue, in steps of two commands, on an ITS that needs time. */
START_TEST(good_ring_wrap)
{
	fake_hw.pace = 1;
	driver_run(1);
	ck_assert(linux_device_create(&driver, 8, 4));
	ck_assert(linux_irq_activate(&driver, 8, 3, 0));
	for (unsigned int i = 0; i < 3000; i++)
		ck_assert(linux_irq_retrigger(&driver, 8, 3, i % 2));
	driver_check();
	ck_assert_uint_eq(fake_hw.command_count, 1 + 2 + 6000);
	ck_assert_uint_eq(fake_hw.cwriter, (4 + 1 + 2 + 6000) % 2048 * 32);
	for (unsigned int i = 0; i < 3000; i++)
		ck_assert_uint_eq(fake_hw.commands[3 + 2 * i][0],
				  i % 2 ? 0x800000003 : 0x800000004);
}
END_TEST

/* Nobody waits: the ring fills up to its last slot but one, and the ITS sees everything once. */
START_TEST(good_ring_full)
{
	unsigned int most = 0;

	fake_hw.pace = 1;
	driver_config.polls = 3000;
	driver_run(1);
	ck_assert(linux_device_create(&driver, 8, 4));
	ck_assert(linux_irq_activate(&driver, 8, 3, 0));
	ck_assert(linux_batch(&driver, true));
	for (unsigned int i = 0; i < 3000; i++) {
		unsigned int used;

		ck_assert(linux_irq_retrigger(&driver, 8, 3, i % 2));
		used = (unsigned int)((fake_hw.cwriter + 65536 - fake_hw.creadr) % 65536 / 32);
		most = used > most ? used : most;
	}
	ck_assert_uint_eq(most, 2047);
	ck_assert(linux_batch(&driver, false));
	driver_check();
	ck_assert_uint_eq(fake_hw.creadr, fake_hw.cwriter);
	ck_assert_uint_eq(fake_hw.command_count, 1 + 2 + 6000);
	for (unsigned int i = 0; i < 3000; i++)
		ck_assert_uint_eq(fake_hw.commands[3 + 2 * i][0],
				  i % 2 ? 0x800000003 : 0x800000004);
}
END_TEST

START_TEST(bad_queue_stuck)
{
	size_t accesses;

	driver_run(1);
	fake_hw.dead = true;
	ck_assert(!linux_device_create(&driver, 8, 4));
	ck_assert(driver.failed);
	ck_assert_ptr_nonnull(strstr(driver.reason, "time-out"));
	accesses = fake_hw.access_count;
	ck_assert_uint_ge(accesses, driver_config.polls);
	ck_assert_uint_le(accesses, driver_config.polls + 8);
	ck_assert(!linux_device_create(&driver, 16, 4));
	ck_assert(!linux_irq_activate(&driver, 8, 0, 0));
	ck_assert(!linux_suspend(&driver));
	ck_assert_uint_eq(fake_hw.access_count, accesses);
}
END_TEST

START_TEST(bad_creadr_ahead)
{
	driver_run(1);
	fake_hw.creadr = 0x100;
	ck_assert(!linux_device_create(&driver, 8, 4));
	ck_assert_ptr_nonnull(strstr(driver.reason, "only 0x80 was posted"));
}
END_TEST

START_TEST(bad_creadr_stalled)
{
	driver_run(1);
	ck_assert(linux_batch(&driver, true));
	fake_hw.dead = true;
	ck_assert(linux_device_create(&driver, 8, 4));
	fake_hw.creadr |= 1;
	ck_assert(!linux_device_create(&driver, 16, 4));
	ck_assert_str_eq(driver.reason, "CREADR reads 0x81");
}
END_TEST

/* Even when nobody waits, memory is not used again before the ITS has finished with it. */
START_TEST(good_remove_waits)
{
	fake_hw.pace = 1;
	driver_run(1);
	ck_assert(linux_device_create(&driver, 8, 4) && linux_batch(&driver, true));
	ck_assert(linux_irq_activate(&driver, 8, 0, 0));
	ck_assert_uint_ne(fake_hw.creadr, fake_hw.cwriter);
	ck_assert(linux_device_remove(&driver, 8));
	ck_assert_uint_eq(fake_hw.creadr, fake_hw.cwriter);
	driver_check();
}
END_TEST

START_TEST(bad_store_faults)
{
	driver_run(1);
	fake_hw.no_stores = true;
	ck_assert(!linux_device_create(&driver, 8, 4));
	ck_assert_ptr_nonnull(strstr(driver.reason, "store to memory"));
	ck_assert_uint_eq(fake_hw.command_count, 0);
}
END_TEST

/* What Linux would not do either: nothing is sent, and the driver works as before. */
START_TEST(good_declined)
{
	driver_run(2);
	ck_assert(linux_device_create(&driver, 8, 4));
	ck_assert(linux_irq_activate(&driver, 8, 0, 0));
	fake_forget(&fake_hw);
	ck_assert(!linux_device_create(&driver, 8, 4));
	ck_assert(!linux_device_create(&driver, 0x10000, 4));
	ck_assert(!linux_device_create(&driver, 16, 0));
	ck_assert(!linux_device_create(&driver, 16, 8189));
	ck_assert(!linux_device_remove(&driver, 16));
	ck_assert(!linux_irq_activate(&driver, 8, 0, 0));
	ck_assert(!linux_irq_activate(&driver, 8, 1, 2));
	ck_assert(!linux_irq_activate(&driver, 8, 4, 0));
	ck_assert(!linux_irq_deactivate(&driver, 8, 1));
	ck_assert(!linux_irq_affinity(&driver, 8, 0, 3));
	ck_assert(!linux_irq_mask(&driver, 8, 1));
	ck_assert(!linux_cpu_up(&driver, 4));
	ck_assert(!linux_cpu_down(&driver, 3));
	ck_assert(!linux_resume(&driver));
	driver_check();
	ck_assert_uint_eq(fake_hw.access_count + fake_hw.stores, 0);
	ck_assert(linux_irq_activate(&driver, 8, 1, 1));
}
END_TEST

/* ---- CPUs, sleep, kexec ---- */

START_TEST(good_cpu_down_moves_interrupts)
{
	static const uint64_t want[][4] = {
		{0x0000000800000001, 0x0000000000000001, 0, 0},
		{0x0000000000000005, 0, 0x0000000000020000, 0},
	};

	driver_run(3);
	ck_assert(linux_device_create(&driver, 8, 2));
	ck_assert(linux_irq_activate(&driver, 8, 0, 1));
	ck_assert(linux_irq_activate(&driver, 8, 1, 2));
	fake_forget(&fake_hw);
	ck_assert(linux_cpu_down(&driver, 2));
	EXPECT_COMMANDS(want);
	ck_assert(!linux_irq_affinity(&driver, 8, 0, 2));
	ck_assert(linux_cpu_up(&driver, 2));
	ck_assert(linux_irq_affinity(&driver, 8, 0, 2));
	driver_check();
}
END_TEST

START_TEST(good_sleep_as_recorded)
{
	static const struct fake_access want[] = {
		{'R', 0x000, 4, 0x80000001},	     {'R', 0x000, 4, 0x80000001},
		{'W', 0x000, 4, 0x80000000},	     {'R', 0x000, 4, 0x80000000},
		{'R', 0x080, 8, 0xb80000004202040f}, {'R', 0x000, 4, 0x80000000},
		{'W', 0x080, 8, 0xb80000004202040f}, {'W', 0x088, 8, 0},
		{'W', 0x100, 8, 0xf907000042000600}, {'R', 0x100, 8, 0xf907000042000600},
		{'W', 0x108, 8, 0xbc07000042010600}, {'R', 0x108, 8, 0xbc07000042010600},
		{'W', 0x000, 4, 0x80000001},	     {'R', 0x008, 8, 0x1f0001efb1},
	};

	driver_run(1);
	ck_assert(linux_suspend(&driver));
	ck_assert(linux_resume(&driver));
	EXPECT_ACCESSES(want);
	driver_check();
}
END_TEST

/* Two collections are in the ITS. CPU 0's is mapped again at once, the others' with their CPUs. */
START_TEST(good_sleep_hardware_collections)
{
	fake_hw.typer |= 2 << 24;
	driver_run(2);
	ck_assert(linux_device_create(&driver, 8, 2));
	ck_assert(linux_irq_activate(&driver, 8, 1, 1));
	fake_forget(&fake_hw);
	ck_assert(linux_suspend(&driver));
	ck_assert_uint_eq(fake_hw.commands[0][0], 0x800000001);
	memset(fake_hw.collection, 0, sizeof(fake_hw.collection));
	fake_forget(&fake_hw);
	ck_assert(linux_resume(&driver));
	ck_assert_uint_eq(fake_hw.command_count, 8);
	ck_assert_uint_eq(fake_hw.commands[0][2], 0x8000000000000000);
	ck_assert_uint_eq(fake_hw.commands[4][2], 0x8000000000010001);
	ck_assert(linux_irq_affinity(&driver, 8, 1, 1));
	driver_check();
}
END_TEST

/* The second kernel finds a live ITS and memory that is not zero. Its CPUs have other numbers. */
START_TEST(good_kexec)
{
	static const struct fake_access want[] = {
		{'R', 0xffe8, 4, 0x3b},	     {'R', 0x000, 4, 0x80000001},
		{'W', 0x000, 4, 0x80000000}, {'R', 0x000, 4, 0x00000000},
		{'R', 0x000, 4, 0x80000000}, {'W', 0x100, 8, 0},
	};
	struct linux_config second = driver_config;

	fake_hw.pace = 7;
	driver_run(4);
	ck_assert(linux_device_create(&driver, 8, 2));
	ck_assert(linux_irq_activate(&driver, 8, 1, 3));
	second.cpu[0].processor = 3;
	second.cpu[3].processor = 0;
	fake_forget(&fake_hw);
	ck_assert(linux_kexec(&driver, &second));
	ck_assert_uint_gt(fake_hw.stores, 3 * 65536 / 8 - 1);
	fake_hw.access_count = 6;
	EXPECT_ACCESSES(want);
	ck_assert(linux_cpu_up(&driver, 0));
	ck_assert_uint_eq(fake_hw.commands[0][2], 0x8000000000030000);
	ck_assert(linux_device_create(&driver, 8, 2));
	ck_assert(linux_irq_activate(&driver, 8, 1, 0));
	driver_check();
}
END_TEST

/* On GICv4, ImDe goes off and on together with Enabled. */
START_TEST(good_kexec_gicv4)
{
	fake_hw.typer = 0x3f0001efb3;
	driver_run(1);
	ck_assert(linux_kexec(&driver, NULL));
	ck_assert_uint_eq(fake_hw.accesses[1].value, 0x80000003);
	ck_assert_uint_eq(fake_hw.accesses[2].value, 0x80000000);
	ck_assert_uint_eq(fake_hw.ctlr, 0x80000003);
	driver_check();
}
END_TEST

/* ---- Workloads ---- */

static uint64_t digest(void)
{
	uint64_t sum = fake_hw.command_count;

	for (size_t i = 0; i < fake_hw.command_count && i < FAKE_COMMANDS; i++) {
		for (size_t j = 0; j < 4; j++)
			sum = (sum ^ fake_hw.commands[i][j]) * 0x100000001b3;
	}
	return sum;
}

static uint64_t work(uint32_t seed, unsigned int operations)
{
	driver_probe();
	ck_assert_msg(linux_workload(&driver, seed, operations), "seed %u: %s", seed,
		      driver.reason);
	ck_assert_uint_eq(fake_hw.creadr, fake_hw.cwriter);
	ck_assert_uint_eq(driver.consumed, driver.posted);
	driver_check();
	return digest();
}

START_TEST(good_workload)
{
	uint32_t seed = (uint32_t)_i;

	fake_hw.pace = seed % 4;
	fake_hw.pages = seed % 3 == 0 ? 1 : 7;
	driver_config.slab = seed % 5 == 0;
	driver_config.suspend = seed % 2 == 0;
	driver_config.mem_zero = seed % 7 != 0;
	driver_config.polls = 100000;
	work(seed, 4000);
	ck_assert_uint_gt(driver.commands, 2 * 2048);
	ck_assert(linux_device_remove_all(&driver));
	driver_check();
	for (uint32_t id = 0; id < FAKE_DEVICES; id++)
		ck_assert_uint_eq(fake_hw.device_bits[id], 0);
	for (uint32_t i = 0; i < LINUX_LPIS; i++)
		ck_assert(!driver.lpis[i].taken);
}
END_TEST

/* Each opcode the driver knows occurs, and every CPU goes down and comes up. */
START_TEST(good_workload_covers)
{
	unsigned int seen[16] = {0}, down[4] = {0}, up[4] = {0};

	driver_probe();
	for (uint32_t i = 0; i < 100; i++) {
		ck_assert(linux_workload(&driver, i, 40));
		for (unsigned int cpu = 0; cpu < 4; cpu++) {
			down[cpu] += !driver.online[cpu];
			up[cpu] += driver.online[cpu];
		}
	}
	for (size_t i = 0; i < fake_hw.command_count; i++)
		seen[fake_hw.commands[i][0] & 15]++;
	for (size_t i = 0; i < 16; i++)
		ck_assert_msg((seen[i] > 0) == (0xb73a >> i & 1), "opcode %zu: %u", i, seen[i]);
	for (unsigned int cpu = 0; cpu < 4; cpu++)
		ck_assert_uint_gt(down[cpu] * up[cpu], 0);
	driver_check();
}
END_TEST

START_TEST(good_workload_is_deterministic)
{
	uint64_t first, second, third;

	first = work(3, 500);
	fake_reset(&fake_hw);
	second = work(3, 500);
	fake_reset(&fake_hw);
	third = work(4, 500);
	ck_assert_uint_eq(first, second);
	ck_assert_uint_ne(first, third);
}
END_TEST

/* ---- The recorder ---- */

START_TEST(good_record)
{
	static const char want[] =
		"# its-trace v1\n= cpus 4\n= rd 0 2f100000\n= rd 1 2f120000\n"
		"= rd 2 2f140000\n= rd 3 2f160000\n= typer 1f0001efb1\n"
		"M 42000000 8000000042030000\nR 90 4 80\nR 90 4 80\n"
		"C 0000001000000008 0000000000000004 8000000042040000 0000000000000000\n"
		"W 88 4 a0\nR 90 4 a0\nP end\nBR 0 4\n";
	static struct linux_record record;
	struct linux_bus bus = fake_bus(&fake_hw);
	char *text = NULL;
	size_t size = 0;
	FILE *nowhere = fopen("/dev/null", "w");
	FILE *out = open_memstream(&text, &size);

	linux_record_init(&record, &bus, nowhere);
	linux_init(&driver, &driver_config, &record.bus);
	ck_assert(linux_probe(&driver) && linux_cpu_up(&driver, 0));
	driver_check();
	record.out = out;
	record.memory = true;
	linux_record_begin(&record, &driver_config, "= typer 1f0001efb1\n");
	ck_assert(linux_device_create(&driver, 0x10, 32));
	linux_record_line(&record, "P end");
	fake_hw.fault_offset = 0;
	ck_assert(!linux_suspend(&driver));
	ck_assert_int_eq(fclose(out), 0);
	ck_assert_int_eq(fclose(nowhere), 0);
	ck_assert_str_eq(text, want);
	free(text);
}
END_TEST

/* A wrap, and a restart of the queue that posts nothing. */
START_TEST(good_record_wrap)
{
	static struct linux_record record;
	struct linux_bus bus = fake_bus(&fake_hw);
	char *text = NULL;
	size_t size = 0, commands = 0;
	FILE *out = open_memstream(&text, &size);

	linux_record_init(&record, &bus, out);
	linux_init(&driver, &driver_config, &record.bus);
	ck_assert(linux_probe(&driver) && linux_cpu_up(&driver, 0) &&
		  linux_device_create(&driver, 8, 2));
	ck_assert(linux_irq_activate(&driver, 8, 0, 0));
	for (unsigned int i = 0; i < 1500; i++)
		ck_assert(linux_irq_unmask(&driver, 8, 0));
	ck_assert(linux_suspend(&driver) && linux_resume(&driver) && linux_irq_mask(&driver, 8, 0));
	ck_assert_int_eq(fclose(out), 0);
	for (const char *line = strstr(text, "\nC "); line; line = strstr(line + 1, "\nC "))
		commands++;
	ck_assert_uint_eq(commands, driver.commands);
	ck_assert_uint_eq(commands, fake_hw.command_count);
	free(text);
	driver_check();
}
END_TEST

Suite *suite_linux(void)
{
	const TTest *const commands[] = {good_cpu_up_as_recorded, good_cpu_up_physical_target,
					 good_event_words,	  good_level_2_entry,
					 good_itt_packing,	  good_itt_own_pages,
					 good_itt_slab,		  good_ring_wrap,
					 good_ring_full,	  bad_queue_stuck,
					 bad_creadr_ahead,	  bad_creadr_stalled,
					 good_remove_waits,	  bad_store_faults,
					 good_declined,		  NULL};
	const TTest *const life[] = {good_cpu_down_moves_interrupts,
				     good_sleep_as_recorded,
				     good_sleep_hardware_collections,
				     good_kexec,
				     good_kexec_gicv4,
				     good_workload_covers,
				     good_workload_is_deterministic,
				     good_record,
				     good_record_wrap,
				     NULL};
	const TTest *const none[] = {NULL};
	Suite *suite = suite_create("linux");

	linux_probe_tests(suite);
	linux_group(suite, "commands", commands);
	linux_group(suite, "life", life);
	tcase_add_loop_test(linux_group(suite, "workload", none), good_workload, 1, 21);
	return suite;
}
