/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The driver's memory: pages of its window, interrupt translation tables in them, and ranges of
 * LPIs.
 *
 * An ITT of a page or more has its own pages. A smaller one shares a page with others:
 * - From Linux 6.13 on, such pages hold nothing but ITTs, packed without regard to alignment. Where
 * ITTs are no multiple of 256 bytes (12-byte entries), one can begin at an address that MAPD cannot
 * express. The ITS then uses one that overlaps the tail of the ITT before it. These pages are never
 * given back, and are cleared only when they are taken.
 * - Before that, an ITT is an object in a slab page. It has a power of two of bytes, is naturally
 * aligned, and leaves room for 256-byte alignment inside. It is cleared each time. Next to it are
 * objects that the rest of the kernel writes to.
 */
#include "model/linux/linux_memory.h"

#include "model/linux/linux_machine.h"

#define ITT_ALIGNMENT 256u

/* ---- Pages ---- */

uint64_t linux_pages_round(const struct linux_its *its, uint64_t bytes)
{
	uint64_t size = its->config.page_size;

	while (size < bytes)
		size *= 2;
	return size;
}

static uint64_t window_pages(const struct linux_its *its)
{
	uint64_t pages = its->config.mem_size / its->config.page_size;

	return pages < LINUX_PAGES ? pages : LINUX_PAGES;
}

static bool pages_free(const struct linux_its *its, uint64_t first, uint64_t count)
{
	for (uint64_t i = first; i < first + count; i++) {
		if (its->page_taken[i])
			return false;
	}
	return true;
}

static void clear(struct linux_its *its, uint64_t pa, uint64_t bytes)
{
	for (uint64_t done = 0; done < bytes && !its->failed; done += 8)
		linux_store(its, pa + done, 0);
}

static void take_page(struct linux_its *its, uint64_t page)
{
	uint64_t size = its->config.page_size;

	its->page_taken[page] = 1;
	if (its->page_dirty[page] || !its->config.mem_zero)
		clear(its, its->config.mem + page * size, size);
	its->page_dirty[page] = 1;
}

uint64_t linux_pages_alloc(struct linux_its *its, uint64_t bytes)
{
	uint64_t size = linux_pages_round(its, bytes);
	uint64_t count = size / its->config.page_size;
	uint64_t end = window_pages(its);
	/* The first page of the window where such a block can begin. */
	uint64_t first = (0 - its->config.mem) % size / its->config.page_size;

	for (; first + count <= end; first += count) {
		if (!pages_free(its, first, count))
			continue;
		for (uint64_t i = 0; i < count; i++)
			take_page(its, first + i);
		return its->config.mem + first * its->config.page_size;
	}
	return LINUX_NOWHERE;
}

void linux_pages_free(struct linux_its *its, uint64_t pa, uint64_t bytes)
{
	uint64_t first = (pa - its->config.mem) / its->config.page_size;
	uint64_t count = linux_pages_round(its, bytes) / its->config.page_size;

	for (uint64_t i = first; i < first + count; i++)
		its->page_taken[i] = 0;
}

/* ---- Interrupt translation tables ---- */

static uint64_t itt_bytes(const struct linux_its *its, uint32_t events)
{
	uint64_t bytes = events * ((its->typer >> 4 & 0xf) + 1);

	return bytes > ITT_ALIGNMENT ? bytes : ITT_ALIGNMENT;
}

/* Returns where a small ITT that overlaps [pa, pa + bytes) ends; 0: none does. */
static uint64_t overlap_end(const struct linux_its *its, uint64_t pa, uint64_t bytes)
{
	for (unsigned int i = 0; i < LINUX_DEVICES; i++) {
		const struct linux_device *device = &its->devices[i];

		if (!device->used || device->whole_pages)
			continue;
		if (device->itt < pa + bytes && pa < device->itt + device->itt_bytes)
			return device->itt + device->itt_bytes;
	}
	return 0;
}

/* Returns the first free place in the page at a multiple of step (1: anywhere).
 * LINUX_NOWHERE: there is none. */
static uint64_t fit(const struct linux_its *its, uint64_t page, uint64_t bytes, uint64_t step)
{
	uint64_t end = page + its->config.page_size;
	uint64_t pa = page;

	while (pa + bytes <= end) {
		uint64_t next = overlap_end(its, pa, bytes);

		if (next == 0)
			return pa;
		pa = (next + step - 1) / step * step;
	}
	return LINUX_NOWHERE;
}

static uint64_t fit_anywhere(const struct linux_its *its, uint64_t bytes, uint32_t slab)
{
	for (uint32_t i = 0; i < its->itt_page_count; i++) {
		uint64_t pa;

		if (its->itt_class[i] != slab)
			continue;
		pa = fit(its, its->itt_pages[i], bytes, slab ? slab : 1);
		if (pa != LINUX_NOWHERE)
			return pa;
	}
	return LINUX_NOWHERE;
}

/* Adds a page to hold ITTs. slab is the size of its objects, 0 for a page of ITTs only. */
static bool add_itt_page(struct linux_its *its, uint32_t slab)
{
	uint64_t page;

	if (its->itt_page_count == LINUX_ITT_PAGES)
		return false;
	page = linux_pages_alloc(its, its->config.page_size);
	if (page == LINUX_NOWHERE)
		return false;
	its->itt_pages[its->itt_page_count] = page;
	its->itt_class[its->itt_page_count] = slab;
	its->itt_page_count++;
	return true;
}

static bool alloc_in_page(struct linux_its *its, uint64_t bytes, uint32_t slab,
			  struct linux_block *block)
{
	block->pa = fit_anywhere(its, bytes, slab);
	if (block->pa == LINUX_NOWHERE && add_itt_page(its, slab))
		block->pa = fit_anywhere(its, bytes, slab);
	block->bytes = bytes;
	return block->pa != LINUX_NOWHERE;
}

static bool alloc_pages(struct linux_its *its, uint64_t bytes, struct linux_block *block)
{
	block->whole_pages = true;
	block->bytes = linux_pages_round(its, bytes);
	block->pa = linux_pages_alloc(its, bytes);
	return block->pa != LINUX_NOWHERE;
}

/* The object at the end of the page is somebody else's. Its owner writes to it while the ITT is
 * in use. */
static void touch_neighbour(struct linux_its *its, const struct linux_block *block)
{
	uint64_t page_size = its->config.page_size;
	uint64_t last = block->pa / page_size * page_size + page_size - 8;

	if (overlap_end(its, last, 8) == 0 && last >= block->pa + block->bytes)
		linux_store(its, last, block->pa);
}

static bool slab_alloc(struct linux_its *its, uint64_t bytes, struct linux_block *block)
{
	uint64_t slab = ITT_ALIGNMENT;

	while (slab < bytes + ITT_ALIGNMENT - 1)
		slab *= 2;
	if (slab >= its->config.page_size)
		return alloc_pages(its, slab, block);
	if (!alloc_in_page(its, slab, (uint32_t)slab, block))
		return false;
	clear(its, block->pa, slab);
	touch_neighbour(its, block);
	return true;
}

bool linux_itt_alloc(struct linux_its *its, uint32_t events, struct linux_block *block)
{
	uint64_t bytes = itt_bytes(its, events);

	block->whole_pages = false;
	if (its->config.slab)
		return slab_alloc(its, bytes, block);
	if (bytes >= its->config.page_size)
		return alloc_pages(its, bytes, block);
	return alloc_in_page(its, bytes, 0, block);
}

/* ---- LPIs ---- */

uint32_t linux_lpis_alloc(struct linux_its *its, uint32_t count)
{
	uint32_t run = 0;

	for (uint32_t i = 0; i < its->config.lpis; i++) {
		run = its->lpis[i].taken ? 0 : run + 1;
		if (run < count)
			continue;
		for (uint32_t j = i + 1 - count; j <= i; j++)
			its->lpis[j] = (struct linux_lpi){.taken = true, .masked = true};
		return LINUX_FIRST_LPI + i + 1 - count;
	}
	return 0;
}

void linux_lpis_free(struct linux_its *its, uint32_t first, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		its->lpis[first - LINUX_FIRST_LPI + i] = (struct linux_lpi){0};
}
