// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The host's stage 2: an identity map of 40 bits. It begins at level 1 with two tables side by
 * side. It is also the record of who owns each page. An invalid entry has its owner in bits that no
 * hardware reads; a valid one of a shared page has a software bit. Blocks are split when one of
 * their pages changes hands. There are as many tables as all of RAM can need, so the host cannot
 * use them up.
 */
#include "monitor.h"

#define ENTRIES	    512
#define TABLE	    3
#define PAGE	    3
#define BLOCK	    1
#define VALID	    BIT(0)
#define TABLE_BIT   BIT(1)
#define ADDRESS	    (BIT(48) - PAGE_SIZE)
#define SHARED	    BIT(55)
#define OWNER_SHIFT 2
#define OWNER_MASK  (0xffull << OWNER_SHIFT)
#define RAM_BITS    0x7fc	      /* AF, inner shareable, read and write, write-back */
#define DEVICE_BITS (BIT(54) | 0x4c4) /* execute never, AF, read and write, device nGnRE */
#define MMIO_TABLES 64

#define LEVEL_SHIFT(level) (39u - 9u * (level))
#define LEVEL_SIZE(level)  BIT(LEVEL_SHIFT(level))

/* VTCR_EL2: 40 bits from level 1, write-back, inner shareable, 4 KiB, 40-bit addresses. */
#define VTCR (BIT(31) | 2u << 16 | 3u << 12 | 1u << 10 | 1u << 8 | 1u << 6 | (64 - ADDRESS_BITS))

static uint64_t *root;
static uint64_t *free_tables;
static uint64_t free_count;
static struct spinlock lock;
static uint64_t retried; /* faults that met a block while it was split */

void stage2_lock(void)
{
	spin_lock(&lock);
}

void stage2_unlock(void)
{
	spin_unlock(&lock);
}

static uint64_t *table_take(void)
{
	uint64_t *table = free_tables;

	if (!free_count)
		return NULL;
	free_count--;
	free_tables += ENTRIES;
	return table;
}

static uint64_t *entry_in(uint64_t *table, uint64_t pa, unsigned int level)
{
	uint64_t index = pa >> LEVEL_SHIFT(level);

	return &table[level == 1 ? index : index % ENTRIES];
}

static bool is_table(uint64_t entry, unsigned int level)
{
	return level < 3 && (entry & TABLE) == TABLE;
}

static void entry_set(uint64_t *entry, uint64_t value)
{
	__atomic_store_n(entry, value, __ATOMIC_RELEASE);
}

void stage2_flush(void)
{
	dsb_ish();
	__asm__ volatile("tlbi vmalls12e1is" : : : "memory");
	dsb_ish();
	isb();
}

/* What a block or page at level means for its part i, one level down. */
static uint64_t part(uint64_t entry, unsigned int level, unsigned int i)
{
	if (!(entry & VALID))
		return entry;
	if (level + 1 == 3)
		entry |= TABLE_BIT;
	return entry + i * LEVEL_SIZE(level + 1);
}

/* Break before make. Other CPUs may fault meanwhile; they wait for the lock and try again. */
static uint64_t *split(uint64_t *entry, unsigned int level)
{
	uint64_t *table = table_take();
	uint64_t old = *entry;

	if (!table)
		return NULL;
	for (unsigned int i = 0; i < ENTRIES; i++)
		table[i] = part(old, level, i);
	if (old & VALID) {
		entry_set(entry, 0);
		stage2_flush();
	}
	dsb_ish();
	entry_set(entry, (uint64_t)table | TABLE);
	dsb_ish();
	return table;
}

uint64_t *stage2_page(uint64_t pa)
{
	uint64_t *table = root;
	uint64_t *entry;

	for (unsigned int level = 1; level < 3; level++) {
		entry = entry_in(table, pa, level);
		table = is_table(*entry, level) ? (uint64_t *)(*entry & ADDRESS)
						: split(entry, level);
		if (!table)
			return NULL;
	}
	return entry_in(table, pa, 3);
}

enum page_state stage2_state(uint64_t entry)
{
	if (entry & VALID)
		return entry & SHARED ? PAGE_SHARED : PAGE_HOST;
	return (entry & OWNER_MASK) >> OWNER_SHIFT == OWNER_HYP ? PAGE_HYP : PAGE_MONITOR;
}

void stage2_take(uint64_t *entry, enum page_owner owner)
{
	entry_set(entry, (uint64_t)owner << OWNER_SHIFT);
}

static uint64_t bits_for(uint64_t pa)
{
	return memory_is_ram(pa, PAGE_SIZE) ? RAM_BITS : DEVICE_BITS;
}

void stage2_give(uint64_t *entry, uint64_t pa)
{
	entry_set(entry, pa | bits_for(pa) | PAGE);
	dsb_ish();
}

/* No hardware reads the bit. So there is no break and no TLB maintenance. */
void stage2_share(uint64_t *entry, bool shared)
{
	entry_set(entry, shared ? *entry | SHARED : *entry & ~SHARED);
}

/* The block or page that has ipa. *next: the first address behind it. */
static uint64_t entry_of(uint64_t ipa, uint64_t *next)
{
	uint64_t *table = root;
	uint64_t entry;

	for (unsigned int level = 1;; level++) {
		entry = *entry_in(table, ipa, level);
		*next = (ipa & ~(LEVEL_SIZE(level) - 1)) + LEVEL_SIZE(level);
		if (!is_table(entry, level))
			return entry;
		table = (uint64_t *)(entry & ADDRESS);
	}
}

bool stage2_reachable(uint64_t ipa)
{
	uint64_t next;

	return ipa < ADDRESS_LIMIT && entry_of(ipa, &next) & VALID;
}

bool stage2_is_host(uint64_t pa, uint64_t end)
{
	bool host = true;

	while (pa < end && host)
		host = entry_of(pa, &pa) & VALID;
	return host;
}

void stage2_count_retry(void)
{
	__atomic_fetch_add(&retried, 1, __ATOMIC_RELAXED);
}

uint64_t stage2_retried(void)
{
	return __atomic_load_n(&retried, __ATOMIC_RELAXED);
}

/* At boot: maps [pa, end) to what value says, by the largest blocks. */
static void fill(uint64_t *table, unsigned int level, uint64_t pa, uint64_t end, uint64_t value)
{
	uint64_t *entry, *below;
	uint64_t next;

	for (; pa < end; pa = next) {
		entry = entry_in(table, pa, level);
		next = (pa & ~(LEVEL_SIZE(level) - 1)) + LEVEL_SIZE(level);
		next = next < end ? next : end;
		if (next - pa == LEVEL_SIZE(level)) {
			*entry = value & VALID ? pa | value | (level == 3 ? TABLE_BIT : 0) : value;
			continue;
		}
		below = is_table(*entry, level) ? (uint64_t *)(*entry & ADDRESS)
						: split(entry, level);
		if (!below)
			panic("no table left at boot", pa, end);
		fill(below, level + 1, pa, next, value);
	}
}

void stage2_init(void)
{
	struct range range;
	uint64_t bytes = 0;

	for (unsigned int i = 0; memory_range(i, &range); i++)
		bytes += range.size;
	free_count = bytes / LEVEL_SIZE(2) + bytes / LEVEL_SIZE(1) + MMIO_TABLES;
	root = heap_take(2 * PAGE_SIZE, 2 * PAGE_SIZE);
	free_tables = heap_take(free_count * PAGE_SIZE, PAGE_SIZE);
	fill(root, 1, 0, ADDRESS_LIMIT, DEVICE_BITS | BLOCK);
	for (unsigned int i = 0; memory_range(i, &range); i++)
		fill(root, 1, range.base, range.base + range.size, RAM_BITS | BLOCK);
	fill(root, 1, MONITOR_BASE, MONITOR_END, (uint64_t)OWNER_MONITOR << OWNER_SHIFT);
	dsb_ish();
}

void stage2_enable(void)
{
	sysreg_write(vtcr_el2, VTCR);
	sysreg_write(vttbr_el2, (uint64_t)root);
	isb();
	__asm__ volatile("tlbi vmalls12e1\n\tdsb nsh\n\tisb" : : : "memory");
}
