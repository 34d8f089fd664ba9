// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The ITS's registers by every means: all sizes at all kinds of offsets, the zero register, and
 * instructions that leave no syndrome. Also unaligned accesses, and those across the ends of the
 * frames. These go through a mapping as normal memory, since on device memory the CPU itself would
 * refuse them.
 */
#include "gic.h"
#include "its.h"
#include "odd.h"
#include "pci.h"

#define DEVICE	 0x30
#define BITS	 5
#define LONG_US	 1000000
#define SHORT_US 20000
#define ALIAS	 0xc0000000ull	/* where start.S has the devices once more, as normal memory */
#define WALK	 0x100000000ull /* its table would be what the test puts there */
#define SWEEP	 20000

static uint8_t itt[4096] __attribute__((aligned(256)));

/*
 * What a read of each register may give, by size. Everything else aborts, or reads 0 where there is
 * no register.
 */
struct reg {
	const char *name;
	uint32_t offset;
	bool word, half_of_double, doubleword;
};

static const struct reg registers[] = {
	{"CTLR", 0x0000, true, false, false},  {"IIDR", 0x0004, true, false, false},
	{"TYPER", 0x0008, true, true, true},   {"CBASER", 0x0080, true, true, true},
	{"CWRITER", 0x0088, true, true, true}, {"CREADR", 0x0090, true, true, true},
	{"BASER0", 0x0100, true, true, true},  {"BASER7", 0x0138, true, true, true},
	{"PIDR2", 0xffe8, true, false, false}, {"CIDR0", 0xfff0, true, false, false},
};

static void start(void)
{
	its_disable();
	if (!its_init() || !its_send(its_mapc(0, 0, true)))
		bail_out("the driver does not start");
	its_send(its_mapd(DEVICE, (uint64_t)itt, BITS, true));
	its_send(its_mapti(DEVICE, 0, LPI_FIRST, 0));
}

static void still_works(const char *after)
{
	ok(its_send(its_int(DEVICE, 0)) && gic_wait(LONG_US) == LPI_FIRST,
	   "%s: an INT still arrives", after);
}

static void test_sizes(void)
{
	uint64_t value, half;

	for (unsigned int i = 0; i < sizeof(registers) / sizeof(registers[0]); i++) {
		const struct reg *reg = &registers[i];
		uint64_t at = ITS_BASE + reg->offset;

		ok(!try_read(at, 1, &value), "%s: a byte cannot be read", reg->name);
		ok(esr_is_external(fault_esr()), "%s: and that is an external abort", reg->name);
		ok(!try_read(at, 2, &value), "%s: a halfword cannot be read", reg->name);
		ok(try_read(at, 4, &half) == reg->word, "%s: a word", reg->name);
		ok(try_read(at, 8, &value) == reg->doubleword, "%s: a doubleword", reg->name);
		if (reg->doubleword)
			ok((uint32_t)value == half, "%s: its halves are the same", reg->name);
	}
}

static void test_writes(void)
{
	uint64_t ctlr = its_read32(GITS_CTLR), cbaser = its_read64(GITS_CBASER), value;

	ok(!try_write(ITS_BASE + GITS_CTLR, 1, 0), "a byte into CTLR aborts");
	ok(!try_write(ITS_BASE + GITS_CTLR, 2, 0), "a halfword into CTLR aborts");
	ok(!try_write(ITS_BASE + GITS_CTLR, 8, 0), "a doubleword into CTLR and IIDR aborts");
	ok(!try_write(ITS_BASE + GITS_CWRITER, 1, 0), "a byte into CWRITER aborts");
	its_write64(GITS_CBASER, 0);
	its_write64(GITS_BASER0, 0);
	its_write64(GITS_CREADR, 0x40);
	ok(its_read64(GITS_CBASER) == cbaser, "CBASER keeps its value while enabled");
	ok(its_read32(GITS_CTLR) == ctlr, "CTLR has not changed");
	ok(try_write(ITS_BASE + 0x200, 4, ~0ull) && try_read(ITS_BASE + 0x200, 4, &value) &&
		   value == 0,
	   "where there is no register: writes ignored, reads 0");
	still_works("writes");
}

/* The ITS would take a CPU's store for one of device 0: an interrupt from nowhere. */
static void test_translater(void)
{
	bool through, arrived;

	its_send(its_mapd(0, (uint64_t)itt + 1024, BITS, true));
	its_send(its_mapti(0, 2, LPI_FIRST + 9, 0));
	through = try_write(ITS_BASE + GITS_TRANSLATER, 4, 2);
	arrived = gic_wait(SHORT_US) == LPI_FIRST + 9;
	if (below == BELOW_GUARD)
		ok(!through && !arrived, "a CPU's store to TRANSLATER aborts, no interrupt comes");
	else
		ok(through && arrived, "a CPU's store to TRANSLATER makes an interrupt");
	its_send(its_discard(0, 2));
	its_send(its_mapd(0, 0, BITS, false));
}

static uint64_t load_signed_word(uint64_t at)
{
	uint64_t value;

	__asm__ volatile("ldrsw %0, [%1]" : "=r"(value) : "r"(at) : "memory");
	return value;
}

static void test_zero_register(void)
{
	uint64_t at = ITS_BASE + GITS_CBASER, keep = 0x1234;

	__asm__ volatile("ldr wzr, [%0]" : : "r"(at) : "memory");
	__asm__ volatile("ldr xzr, [%0]" : : "r"(at) : "memory");
	its_disable();
	__asm__ volatile("str xzr, [%0]" : : "r"(at) : "memory");
	ok(its_read64(GITS_CBASER) == 0, "the zero register stores 0");
	its_write64(GITS_CBASER, ITS_CBASER(its_queue) | 0x8000000000000000);
	ok(load_signed_word(at + 4) == (uint64_t)(int64_t)(int32_t)its_read32(GITS_CBASER + 4),
	   "ldrsw extends the sign");
	__asm__ volatile("ldar %w0, [%1]"
			 : "=r"(keep)
			 : "r"((uint64_t)ITS_BASE + GITS_CTLR)
			 : "memory");
	ok(keep == its_read32(GITS_CTLR), "a load with acquire");
	__asm__ volatile("stlr %w0, [%1]"
			 :
			 : "r"(0), "r"((uint64_t)ITS_BASE + GITS_CTLR)
			 : "memory");
	ok(!(its_read32(GITS_CTLR) & GITS_ENABLED), "a store with release");
	start();
	still_works("the zero register");
}

static void test_odd(uint64_t base, const char *where)
{
	const struct odd *odd;
	uint64_t faults;

	for (unsigned int i = 0; i < odd_count; i++) {
		odd = &odd_instructions[i];
		fault_expect();
		odd->run(base + GITS_CBASER);
		faults = fault_seen();
		ok(faults == 1 || (odd->harmless && !faults), "%s of a register, mapped as %s: %s",
		   odd->name, where, faults ? "aborts" : "does nothing");
	}
}

/* The syndrome of such an access names the whole size at the first byte behind the border. */
static void test_straddle(void)
{
	static const struct {
		uint64_t at;
		const char *what;
	} places[] = {{ALIAS + ITS_BASE + 0xfffc, "two pages of the ITS"},
		      {ALIAS + ITS_BASE + 0x1fffc, "the ITS and what follows it"},
		      {ALIAS + ITS_BASE - 4, "what precedes it and the ITS"}};
	uint64_t value, at;

	for (unsigned int i = 0; i < 3; i++) {
		at = places[i].at;
		ok(!try_read(at, 8, &value), "a load across %s aborts", places[i].what);
		ok(!try_write(at, 8, ~0ull), "a store across %s aborts", places[i].what);
	}
	for (unsigned int i = 1; i < 8; i++)
		ok(!try_read(ALIAS + ITS_BASE + GITS_CBASER + i, 8, &value),
		   "an unaligned load, %u bytes into CBASER, aborts", i);
}

/* These are not loads or stores of the host's: a fetch, and walks of its own page tables. */
static void test_strange(void)
{
	volatile uint64_t *walk = &table_l1[WALK >> 30];
	static const uint64_t places[] = {ITS_BASE, MONITOR_TEXT, MONITOR_HEAP};
	uint64_t value;

	ok(!try_call(ALIAS + ITS_BASE), "code fetched from the ITS aborts");
	for (unsigned int i = 0; i < 3; i++) {
		*walk = places[i] | 3;
		__asm__ volatile("dsb ish\n\ttlbi vmalle1\n\tdsb ish\n\tisb" : : : "memory");
		ok(!try_read(WALK, 8, &value), "a page table walk through %lx aborts", places[i]);
		ok(esr_is_external(fault_esr()), "and that is an external abort");
	}
	*walk = 0;
	__asm__ volatile("dsb ish\n\ttlbi vmalle1\n\tdsb ish\n\tisb" : : : "memory");
}

/* Anything, anywhere in the frames. */
static void test_sweep(void)
{
	uint64_t random = 88172645463325252, value, offset, aborts = 0;

	for (unsigned int i = 0; i < SWEEP; i++) {
		random ^= random << 13;
		random ^= random >> 7;
		random ^= random << 17;
		offset = random >> 60 ? random >> 20 & 0x1ff : random >> 20 & 0x1ffff;
		if (random & 1)
			aborts += !try_write(ALIAS + ITS_BASE + offset, 1u << (random >> 8 & 3),
					     random);
		else
			aborts += !try_read(ALIAS + ITS_BASE + offset, 1u << (random >> 8 & 3),
					    &value);
	}
	ok(aborts > 0 && aborts < SWEEP, "%u accesses at random: %lu abort", SWEEP, aborts);
	start();
	still_works("accesses at random");
}

void test_main(void)
{
	gic_init();
	gic_cpu_init(0);
	start();
	still_works("at first");
	test_translater();
	if (below != BELOW_GUARD) {
		skip("everything else", "that is the hardware's own affair");
		return;
	}
	test_sizes();
	test_writes();
	test_zero_register();
	test_odd(ITS_BASE, "device memory");
	still_works("odd instructions on device memory");
	test_odd(ALIAS + ITS_BASE, "normal memory");
	still_works("odd instructions on normal memory");
	test_straddle();
	test_strange();
	still_works("strange accesses");
	test_sweep();
}
