// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Any table of regions in any state, any syndrome, any address. The expected result is computed
 * here a second time, byte by byte and without a search. The library itself is replaced by a
 * recorder, which also says what work is left.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "hypglue/hypglue.h"

#define REGIONS 5
#define PAGES	256u /* all regions lie below this page */

static void same(const char *what, uint64_t is, uint64_t wanted)
{
	if (is == wanted)
		return;
	fprintf(stderr, "broken: %s: %" PRIx64 ", not %" PRIx64 "\n", what, is, wanted);
	abort();
}

/* ---- the library, replaced by a recorder ---- */

static struct {
	unsigned int calls;
	const void *whose; /* ITS or redistributor */
	uint32_t offset, size;
	bool write;
	uint64_t value;
	/* what it will answer */
	enum itsg_status status;
	uint64_t answer;
	/* what each ITS or redistributor has left: so many budgets, and then this */
	uint8_t budgets[REGIONS];
	enum itsg_work then[REGIONS];
	unsigned int polls[REGIONS];
} library;

static struct itsg_its its[REGIONS];
static struct itsg_rd rds[REGIONS];

static enum itsg_work left_of(size_t n)
{
	return library.budgets[n] ? ITSG_WORK_NOW : library.then[n];
}

static enum itsg_status polled(size_t n)
{
	library.polls[n]++;
	library.budgets[n] -= library.budgets[n] != 0;
	return ITSG_AGAIN;
}

enum itsg_work itsg_its_work(const struct itsg_its *one)
{
	return left_of((size_t)(one - its));
}

enum itsg_work itsg_rd_work(const struct itsg_rd *one)
{
	return left_of((size_t)(one - rds));
}

enum itsg_status itsg_poll(struct itsg_its *one)
{
	return polled((size_t)(one - its));
}

enum itsg_status itsg_rd_poll(struct itsg_rd *one)
{
	return polled((size_t)(one - rds));
}

static enum itsg_status recorded(const void *whose, uint32_t offset, uint32_t size, bool write)
{
	library.calls++;
	library.whose = whose;
	library.offset = offset;
	library.size = size;
	library.write = write;
	return library.status;
}

enum itsg_status itsg_mmio_read(struct itsg_its *one, uint32_t offset, uint32_t size,
				uint64_t *value)
{
	*value = library.answer;
	return recorded(one, offset, size, false);
}

enum itsg_status itsg_mmio_write(struct itsg_its *one, uint32_t offset, uint32_t size,
				 uint64_t value)
{
	library.value = value;
	return recorded(one, offset, size, true);
}

enum itsg_status itsg_rd_mmio_read(struct itsg_rd *rd, uint32_t offset, uint32_t size,
				   uint64_t *value)
{
	*value = library.answer;
	return recorded(rd, offset, size, false);
}

enum itsg_status itsg_rd_mmio_write(struct itsg_rd *rd, uint32_t offset, uint32_t size,
				    uint64_t value)
{
	library.value = value;
	return recorded(rd, offset, size, true);
}

/* ---- the table, and the same by page ---- */

static struct itsg_domain domain;
static struct itsg_its_config configs[REGIONS];
static struct itsg_rd_config rd_configs[REGIONS];
static struct hypglue_region memory[REGIONS];
static struct hypglue_regions regions;

/* owner[page]: index of the region as offered, plus one; 0: none. */
static struct {
	uint8_t owner[PAGES + 1];
	struct hypglue_region offered[REGIONS];
	uint8_t state[REGIONS];
} truth;

static bool is_free(uint64_t first, uint64_t pages)
{
	uint64_t i;

	for (i = first; i < first + pages; i++)
		if (truth.owner[i])
			return false;
	return true;
}

static void make_its(unsigned int n)
{
	struct hypglue_region *offered = &truth.offered[n];

	offered->kind = HYPGLUE_ITS;
	offered->size = 0x20000;
	offered->of.its = &its[n];
	offered->domain = &domain;
	offered->config = &configs[n];
	configs[n].base = offered->base;
}

/* The virtual frames lie behind RD_base and SGI_base. */
static void make_rd(unsigned int n, bool is_virtual)
{
	struct hypglue_region *offered = &truth.offered[n];

	offered->kind = is_virtual ? HYPGLUE_RD_VIRTUAL : HYPGLUE_RD;
	offered->size = is_virtual ? 0x20000 : 0x10000;
	offered->of.rd = &rds[n];
	offered->domain = &domain;
	offered->rd_config = &rd_configs[n];
	rd_configs[n].base = offered->base - (is_virtual ? 0x20000 : 0);
}

static void add_region(unsigned int n)
{
	uint64_t first = take(1) % (PAGES - 64), pages = 1 + take(1) % 8, i, form = take(1);
	struct hypglue_region *offered = &truth.offered[n];
	enum itsg_status status;
	bool good;

	/* directly after the one before */
	if (form & 2 && n && offered[-1].base >> 12 < PAGES - 64)
		first = (offered[-1].base + offered[-1].size) >> 12;

	*offered = (struct hypglue_region){
		.base = first << 12, .size = pages << 12, .kind = HYPGLUE_BLOCKED};
	if (form & 1)
		make_its(n);
	else if (form & 4)
		make_rd(n, form & 8 && first >= 32);
	pages = offered->size >> 12;
	good = is_free(first, pages);
	status = hypglue_regions_add(&regions, offered);
	same("add", (uint64_t)status, (uint64_t)(good ? ITSG_OK : ITSG_INVALID));
	for (i = first; good && i < first + pages; i++)
		truth.owner[i] = (uint8_t)(n + 1);
	truth.state[n] = (uint8_t)(take(1) % 5);
}

static void make_table(void)
{
	unsigned int n = (unsigned int)take(1) % (REGIONS + 1), i, j;

	memset(&truth, 0, sizeof(truth));
	same("init", (uint64_t)hypglue_regions_init(&regions, memory, REGIONS, 4096, PAGES << 12),
	     ITSG_OK);
	for (i = 0; i < n; i++)
		add_region(i);
	same("valid", hypglue_regions_is_valid(&regions), true);
	for (i = 0; i < regions.count; i++)
		for (j = 0; j < n; j++)
			if (regions.region[i].base == truth.offered[j].base)
				regions.region[i].state =
					truth.state[truth.owner[regions.region[i].base >> 12] - 1];
}

static int owner_of(uint64_t pa)
{
	return pa >> 12 < PAGES ? (int)truth.owner[pa >> 12] - 1 : -1;
}

static bool is_closed(int region)
{
	return region >= 0 && truth.state[region] != HYPGLUE_OPEN &&
	       truth.state[region] != HYPGLUE_GONE;
}

/* ---- the oracle ---- */

struct wanted {
	enum hypglue_action action;
	unsigned int calls;
	uint32_t size;
	uint64_t pa;
	bool usable, write;
	uint64_t value; /* written, or expected in the register */
	unsigned int reg;
	int region; /* whose work is gone on with and asked for; -1: nobody's */
};

static bool one(uint64_t esr, unsigned int n)
{
	return esr & (uint64_t)1 << n;
}

static bool is_usable(const struct hypglue_fault *fault)
{
	static const uint8_t zero[] = {7, 8, 9, 10, 11, 12, 13};
	uint64_t esr = fault->esr;
	unsigned int i;

	for (i = 0; i < sizeof(zero); i++)
		if (one(esr, zero[i]))
			return false;
	for (i = 32; i < 64; i++)
		if (one(esr, i))
			return false;
	if (one(esr, 23) && one(esr, 22) && !one(esr, 15))
		return false;
	return one(esr, 24) && one(esr, 28) && !one(fault->spsr, 4);
}

static uint64_t loaded(uint64_t esr, uint64_t answer)
{
	bool sign = one(esr, 21), wide = one(esr, 15);

	switch (esr >> 22 & 3) {
	case 0: answer = sign ? (uint64_t)(int64_t)(int8_t)answer : (uint8_t)answer; break;
	case 1: answer = sign ? (uint64_t)(int64_t)(int16_t)answer : (uint16_t)answer; break;
	case 2: answer = sign ? (uint64_t)(int64_t)(int32_t)answer : (uint32_t)answer; break;
	default: break;
	}
	return wide ? answer : (uint32_t)answer;
}

static uint64_t stored(uint64_t esr, const uint64_t registers[31])
{
	unsigned int reg = (unsigned int)(esr >> 16 & 31);
	uint64_t value = reg == 31 ? 0 : registers[reg];

	switch (esr >> 22 & 3) {
	case 0: return (uint8_t)value;
	case 1: return (uint16_t)value;
	case 2: return (uint32_t)value;
	default: return value;
	}
}

static enum hypglue_action answered(enum itsg_status status)
{
	return status == ITSG_OK	  ? HYPGLUE_DONE
	       : status == ITSG_AGAIN	  ? HYPGLUE_REPLAY
	       : status == ITSG_NOT_READY ? HYPGLUE_PASS
					  : HYPGLUE_ABORT;
}

static struct wanted want(const struct hypglue_fault *fault, const uint64_t registers[31])
{
	uint64_t esr = fault->esr, class = esr >> 26 & 63, code = esr & 63, i;
	struct wanted wanted = {.action = HYPGLUE_PASS, .region = -1};
	bool closed = false, mixed = false;
	int first;

	if ((class != 32 && class != 36) || code < 4 || code > 15)
		return wanted;
	wanted.pa =
		(fault->hpfar & 0x0000fffffffffff0) << 8 | (one(esr, 10) ? 0 : fault->far & 0xfff);
	wanted.usable = is_usable(fault);
	wanted.size = wanted.usable ? 1u << (esr >> 22 & 3) : 1;
	first = owner_of(wanted.pa);
	for (i = 0; i < wanted.size; i++) {
		closed |= is_closed(owner_of(wanted.pa + i));
		mixed |= owner_of(wanted.pa + i) != first;
	}
	if (!closed)
		return wanted;
	wanted.action = HYPGLUE_ABORT;
	if (mixed)
		return wanted;
	if (truth.state[first] == HYPGLUE_STARTING)
		wanted.action = HYPGLUE_REPLAY;
	else if (truth.offered[first].kind != HYPGLUE_BLOCKED)
		wanted.region = first;
	if (wanted.region < 0 || !wanted.usable)
		return wanted;
	wanted.action = answered(library.status);
	wanted.calls = 1;
	wanted.write = one(esr, 6);
	wanted.reg = (unsigned int)(esr >> 16 & 31);
	wanted.value = wanted.write ? stored(esr, registers) : loaded(esr, library.answer);
	return wanted;
}

static void check_call(const struct wanted *wanted)
{
	const struct hypglue_region *region;
	uint64_t virtual_frames;
	const void *whose;

	same("calls", library.calls, wanted->calls);
	if (!wanted->calls)
		return;
	region = &truth.offered[owner_of(wanted->pa)];
	whose = region->kind == HYPGLUE_ITS ? (const void *)region->of.its : region->of.rd;
	virtual_frames = region->kind == HYPGLUE_RD_VIRTUAL ? 0x20000 : 0;
	same("whose", (uint64_t)(uintptr_t)library.whose, (uint64_t)(uintptr_t)whose);
	same("offset", library.offset, wanted->pa - region->base + virtual_frames);
	same("size", library.size, wanted->size);
	same("write", library.write, wanted->write);
	if (wanted->write)
		same("value", library.value, wanted->value);
}

/* What a trap goes on with: one budget after the other, as long as the last one ended early. */
static unsigned int polls_wanted(const struct wanted *wanted)
{
	unsigned int left = wanted->region < 0 ? 0 : library.budgets[wanted->region];

	if (wanted->action == HYPGLUE_REPLAY)
		return 0;
	return left < regions.polls ? left : regions.polls;
}

/* A byte of the answer for each, so that no input is used up. */
static void leave_work(void)
{
	unsigned int n, byte;

	for (n = 0; n < REGIONS; n++) {
		byte = (unsigned int)(library.answer >> 8 * n & 0xff);
		library.budgets[n] = byte & 1 ? byte >> 2 & 7 : 0;
		library.then[n] = byte & 2 ? ITSG_WORK_LATER : ITSG_WORK_NONE;
		library.polls[n] = 0;
	}
	regions.polls = (library.answer >> 56) % 6;
}

static unsigned int polls_of_all(void)
{
	unsigned int n, sum = 0;

	for (n = 0; n < REGIONS; n++)
		sum += library.polls[n];
	return sum;
}

/* What region n has to do that a later poll sees. */
static enum itsg_work work_of(unsigned int n)
{
	enum hypglue_kind kind = truth.offered[n].kind;
	bool mediated = truth.state[n] == HYPGLUE_READY || truth.state[n] == HYPGLUE_STUCK;
	bool in_table = truth.offered[n].size && owner_of(truth.offered[n].base) == (int)n;

	if (!mediated || !in_table || (kind != HYPGLUE_ITS && kind != HYPGLUE_RD))
		return ITSG_WORK_NONE;
	return left_of(n);
}

static enum itsg_work most_work(void)
{
	enum itsg_work most = ITSG_WORK_NONE;
	unsigned int n;

	for (n = 0; n < REGIONS; n++)
		most = work_of(n) > most ? work_of(n) : most;
	return most;
}

/*
 * One later poll, and then as many more as there are regions. None takes more steps than it may, or
 * steps of regions without work. No region waits for more polls than that.
 */
static void later(void)
{
	bool has_work[REGIONS];
	unsigned int n, call, before;
	enum itsg_work said;

	leave_work();
	for (n = 0; n < REGIONS; n++)
		has_work[n] = work_of(n) != ITSG_WORK_NONE;
	for (call = 0; call < REGIONS; call++) {
		before = polls_of_all();
		said = hypglue_poll(&regions);
		same("left", (uint64_t)said, (uint64_t)most_work());
		same("asked", (uint64_t)hypglue_work(&regions), (uint64_t)most_work());
		must(polls_of_all() - before <= regions.polls + 1, "more polls than allowed");
		if (said == ITSG_WORK_NOW)
			same("polls", polls_of_all() - before, regions.polls + 1);
	}
	for (n = 0; n < REGIONS; n++)
		same("had its turn", library.polls[n] != 0, has_work[n]);
}

/* Returns a syndrome; those near good ones are frequent. */
static uint64_t take_esr(void)
{
	uint64_t form = take(1), esr = take(8);

	if (form & 1)
		esr &= 0xffffffff;
	if (form & 2)
		esr = (esr & ~(uint64_t)0xfc00003f) | 0x90000004 | (esr & 0xb);
	if (form & 4)
		esr = (esr | 0x01000000) & ~(uint64_t)0x3f80;
	return esr;
}

static void trap(void)
{
	struct hypglue_fault fault = {.esr = take_esr()};
	uint64_t registers[31], before[31], pa;
	struct wanted wanted;
	unsigned int i, polls;
	enum itsg_work left = ITSG_WORK_LATER;

	if (take(1) & 1) {
		pa = (take(1) << 12) + (take(1) & 1 ? take(2) : 0) - (take(1) & 7);
		fault.hpfar = pa >> 12 << 4 | (take(1) & 15);
		fault.far = take(4) << 12 | (pa & 0xfff);
	} else {
		fault.hpfar = take(8);
		fault.far = take(8);
	}
	fault.spsr = take(1);
	library.status = (enum itsg_status)(take(1) % (ITSG_BUG + 1));
	library.answer = take(8);
	library.calls = 0;
	for (i = 0; i < 31; i++)
		before[i] = registers[i] = 0x0123456789abcdef * (i + 1);
	leave_work();
	wanted = want(&fault, before);
	polls = polls_wanted(&wanted);
	same("action", (uint64_t)hypglue_data_abort(&regions, &fault, registers, &left),
	     (uint64_t)wanted.action);
	same("polls", polls_of_all(), polls);
	same("left", (uint64_t)left,
	     (uint64_t)(wanted.region < 0 ? ITSG_WORK_NONE : left_of((size_t)wanted.region)));
	if (wanted.region >= 0)
		same("whose poll", library.polls[wanted.region], polls);
	check_call(&wanted);
	if (wanted.calls && !wanted.write && wanted.action == HYPGLUE_DONE && wanted.reg < 31)
		before[wanted.reg] = wanted.value;
	for (i = 0; i < 31; i++)
		same("register", registers[i], before[i]);
	later();
}

/* ---- stage 2 ---- */

/* Checks page by page, from pa in both directions, how far the same may be mapped. */
static void clip(void)
{
	uint64_t page = take(1) | (take(1) & 1) << 8, start = take(1), end = start + take(2) % 512;
	struct hypglue_range range = {start << 12, end << 12};
	bool may = page >= start && page < end && !is_closed(owner_of(page << 12)), got;
	uint64_t low = page, high = page + 1;

	got = hypglue_regions_clip(&regions, page << 12, &range);
	same("may be mapped", got, may);
	if (!may) {
		same("empty", range.start, range.end);
		return;
	}
	while (low > start && owner_of((low - 1) << 12) == owner_of(page << 12))
		low--;
	while (high < end && owner_of(high << 12) == owner_of(page << 12))
		high++;
	same("start", range.start, low << 12);
	same("end", range.end, high << 12);
}

static void block(void)
{
	uint64_t page = take(1), size, pages;
	const struct hypglue_range all = {0, (uint64_t)1 << 40};

	size = hypglue_regions_block(&regions, page << 12, all, 4096, 3, 4096 << 9);
	for (pages = 1 << 9; pages; pages >>= 3) {
		uint64_t first = page & ~(pages - 1), i;
		bool good = true;

		for (i = first; i < first + pages; i++)
			good &= owner_of(i << 12) == owner_of(page << 12) &&
				!is_closed(owner_of(i << 12));
		if (good)
			break;
	}
	same("block", size, pages << 12);
}

/* ---- the abort ---- */

static void inject(void)
{
	uint64_t modes = take(1) & 1 ? 0x5 : 0x1f; /* half of them EL0 or EL1 */
	struct hypglue_el1 host = {.esr_el2 = take_esr(),
				   .far_el2 = take(8),
				   .elr_el2 = take(8),
				   .spsr_el2 = take(8) & (~(uint64_t)0x1f | modes),
				   .sctlr_el1 = take(8),
				   .vbar_el1 = take(8),
				   .sctlr2_el1 = take(1),
				   .has_mte = take(1) & 1,
				   .has_nmi = take(1) & 1};
	static const uint16_t vectors[32] = {[0] = 0x401, [4] = 0x001, [5] = 0x201, [16] = 0x601};
	uint64_t class = host.esr_el2 >> 26 & 63, mode = host.spsr_el2 & 31, pstate;
	struct hypglue_exception seen;
	bool got = hypglue_inject(&host, &seen);

	same("injected", got, (class == 32 || class == 36) && vectors[mode]);
	if (!got)
		return;
	same("pc", seen.elr_el2,
	     (host.vbar_el1 >> 11 << 11) + (vectors[mode] & ~1u) +
		     (one(host.sctlr2_el1, 5) ? 0x180 : 0));
	pstate = (host.spsr_el2 & 0xf1400000) | 0x3c5;
	pstate |= one(host.sctlr_el1, 23) ? 0 : 1 << 22;
	pstate |= one(host.sctlr_el1, 44) ? 1 << 12 : 0;
	pstate |= host.has_mte ? 1 << 25 : 0;
	pstate |= host.has_nmi && !one(host.sctlr_el1, 62) ? 1 << 13 : 0;
	same("pstate", seen.spsr_el2, pstate);
	same("class", seen.esr_el1 >> 26, class | (mode == 4 || mode == 5));
	same("external abort", seen.esr_el1 & 0x3f, 0x10);
	same("nothing else", seen.esr_el1 & ~(uint64_t)0xfe000550, 0);
	same("elr", seen.elr_el1, host.elr_el2);
	same("spsr", seen.spsr_el1, host.spsr_el2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	input = data;
	input_size = size;
	make_table();
	while (input_size) {
		switch (take(1) & 7) {
		case 0: clip(); break;
		case 1: block(); break;
		case 2: inject(); break;
		default: trap(); break;
		}
	}
	return 0;
}
