// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * include/itsguard/ledger.h on top of the host's stage 2. Each call asks every page first, and
 * changes none before all have agreed. What may fail for want of a table happens while asking.
 */
#include <itsguard/ledger.h>

#include "monitor.h"

#define RANGES_MAX 8

/* What a call demands of each page, and what the page becomes. */
struct move {
	enum page_state from, to;
	bool mmio;
	int pin; /* +1, -1 */
};

static const struct move donate = {PAGE_HOST, PAGE_HYP, false, 0};
static const struct move give_back = {PAGE_HYP, PAGE_HOST, false, 0};
static const struct move share = {PAGE_HOST, PAGE_SHARED, false, 0};
static const struct move unshare = {PAGE_SHARED, PAGE_HOST, false, 0};
static const struct move pin = {PAGE_SHARED, PAGE_SHARED, false, 1};
static const struct move unpin = {PAGE_SHARED, PAGE_SHARED, false, -1};
static const struct move donate_mmio = {PAGE_HOST, PAGE_HYP, true, 0};
static const struct move give_back_mmio = {PAGE_HYP, PAGE_HOST, true, 0};

static uint16_t *pins[RANGES_MAX]; /* a count for each page of each RAM range */

void ledger_init(void)
{
	struct range range;

	for (unsigned int i = 0; memory_range(i, &range) && i < RANGES_MAX; i++)
		pins[i] = heap_take(range.size / PAGE_SIZE * sizeof(**pins), PAGE_SIZE);
}

/* True if pa is RAM. */
static uint16_t *pins_of(uint64_t pa)
{
	struct range range;
	unsigned int i = 0;

	while (memory_range(i, &range) && pa - range.base >= range.size)
		i++;
	return &pins[i][(pa - range.base) / PAGE_SIZE];
}

static bool pins_agree(const struct move *move, uint64_t pa)
{
	if (move->mmio)
		return true;
	if (move->pin > 0)
		return *pins_of(pa) < UINT16_MAX;
	return (*pins_of(pa) > 0) == (move->pin < 0);
}

static bool page_agrees(const struct move *move, uint64_t pa)
{
	const uint64_t *entry = stage2_page(pa);

	return entry && stage2_state(*entry) == move->from && pins_agree(move, pa);
}

static void page_move(const struct move *move, uint64_t pa)
{
	uint64_t *entry = stage2_page(pa);

	if (move->pin)
		*pins_of(pa) = (uint16_t)(*pins_of(pa) + move->pin);
	else if (move->to == PAGE_HYP)
		stage2_take(entry, OWNER_HYP);
	else if (move->from == PAGE_HYP)
		stage2_give(entry, pa);
	else
		stage2_share(entry, move->to == PAGE_SHARED);
}

static bool range_is_fit(const struct move *move, uint64_t pa, uint64_t size)
{
	if (!size || (pa | size) % PAGE_SIZE || pa >= ADDRESS_LIMIT || size > ADDRESS_LIMIT - pa)
		return false;
	if (!move->mmio)
		return memory_may_be_given(pa, size);
	for (uint64_t at = 0; at < size; at += PAGE_SIZE) {
		if (memory_is_ram(pa + at, PAGE_SIZE))
			return false;
	}
	return true;
}

static bool range_move(const struct move *move, uint64_t pa, uint64_t size)
{
	for (uint64_t at = 0; at < size; at += PAGE_SIZE) {
		if (!page_agrees(move, pa + at))
			return false;
	}
	for (uint64_t at = 0; at < size; at += PAGE_SIZE)
		page_move(move, pa + at);
	if (move->to == PAGE_HYP)
		stage2_flush();
	return true;
}

static enum itsg_status apply(const struct move *move, uint64_t pa, uint64_t size)
{
	bool moved;

	if (!range_is_fit(move, pa, size))
		return ITSG_LEDGER;
	stage2_lock();
	moved = range_move(move, pa, size);
	stage2_unlock();
	return moved ? ITSG_OK : ITSG_LEDGER;
}

enum itsg_status itsg_ledger_host_donate_hyp(void *ctx, itsg_pa pa, uint64_t size)
{
	(void)ctx;
	return apply(&donate, pa, size);
}

enum itsg_status itsg_ledger_hyp_donate_host(void *ctx, itsg_pa pa, uint64_t size)
{
	(void)ctx;
	return apply(&give_back, pa, size);
}

enum itsg_status itsg_ledger_host_share_hyp(void *ctx, itsg_pa pa, uint64_t size)
{
	(void)ctx;
	return apply(&share, pa, size);
}

enum itsg_status itsg_ledger_host_unshare_hyp(void *ctx, itsg_pa pa, uint64_t size)
{
	(void)ctx;
	return apply(&unshare, pa, size);
}

enum itsg_status itsg_ledger_pin(void *ctx, itsg_pa pa, uint64_t size)
{
	(void)ctx;
	return apply(&pin, pa, size);
}

enum itsg_status itsg_ledger_unpin(void *ctx, itsg_pa pa, uint64_t size)
{
	(void)ctx;
	return apply(&unpin, pa, size);
}

enum itsg_status itsg_ledger_host_donate_hyp_mmio(void *ctx, itsg_pa pa, uint64_t size)
{
	(void)ctx;
	return apply(&donate_mmio, pa, size);
}

enum itsg_status itsg_ledger_hyp_donate_host_mmio(void *ctx, itsg_pa pa, uint64_t size)
{
	(void)ctx;
	return apply(&give_back_mmio, pa, size);
}

enum itsg_status itsg_ledger_is_host(void *ctx, itsg_pa pa, uint64_t size)
{
	bool host;

	(void)ctx;
	if (pa >= ADDRESS_LIMIT || size > ADDRESS_LIMIT - pa || !memory_is_ram(pa, size))
		return ITSG_INVALID;
	stage2_lock();
	host = stage2_is_host(pa, pa + size);
	stage2_unlock();
	return host ? ITSG_OK : ITSG_LEDGER;
}
