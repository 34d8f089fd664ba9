/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Calls of the ITS part of the library. After each call it is checked what must hold between calls.
 * Then the hardware runs, if the trace says that it runs by itself. What must hold for each single
 * trap is checked in work.c.
 */
#include "rig/calls.h"

#include <inttypes.h>

#include "rig/left.h"
#include "rig/state.h"

#define TOPUP_GRAIN 65536ULL
#define LEDGER_PAGE 4096ULL

/* The hardware is off and quiescent, and the call that comes now will see it so. */
static bool is_quiescent(const struct rig *rig, unsigned int n)
{
	return !rig->its[n].hw_on && model_its_idle(rig->model, n);
}

/* Only a reset makes hardware with GITS_TYPER.INV = 0 forget what it did before it stalled. */
bool rig_is_held_up(const struct rig *rig, unsigned int its)
{
	bool forgets = rig->config.its[its].typer >> 46 & 1;

	if (!rig->its[its].hw_on && !model_its_idle(rig->model, its))
		return true;
	return rig->its[its].abandoned && !forgets;
}

uint64_t rig_claimed_pages(struct rig *rig)
{
	uint64_t sum = rig->rd_count ? itsg_rd_claimed_pages(&rig->domain) : 0;
	unsigned int n;

	for (n = 0; n < rig->config.its_count; n++)
		sum += rig->its[n].gone ? 0 : rig->its[n].counters.claimed_pages;
	return sum;
}

static void keep_maxima(struct rig *rig)
{
	uint64_t claimed = rig_claimed_pages(rig), free_bytes;

	if (claimed > rig->maxima.claimed_pages)
		rig->maxima.claimed_pages = claimed;
	if (rig->domain_gone)
		return;
	free_bytes = rig->domain.pool.free_bytes;
	if (rig->pool_bytes >= free_bytes && rig->pool_bytes - free_bytes > rig->maxima.pool_used)
		rig->maxima.pool_used = rig->pool_bytes - free_bytes;
}

void rig_check_attempts(struct rig *rig, const void *ctx, uint64_t counted)
{
	if (counted != model_attempts(ctx))
		model_break(rig->model, MODEL_P6,
			    "%" PRIu64 " attempts are counted, %" PRIu64 " were told", counted,
			    model_attempts(ctx));
}

static void before_call(struct rig *rig, unsigned int n)
{
	if (is_quiescent(rig, n))
		rig->its[n].seen_off = true;
}

static struct left left_before(const struct rig_its *its)
{
	return (struct left){itsg_its_work(&its->lib), its->hw_writes};
}

static struct left_done done_since(const struct rig *rig, unsigned int n)
{
	const struct rig_its *its = &rig->its[n];

	return (struct left_done){model_spent(its->lib.config.ctx), its->hw_writes,
				  its->lib.counters.work - its->counters.work, its->budget,
				  itsg_its_work(&its->lib)};
}

/* A step was taken by a call that changed nothing before it. */
static void check_idle(struct rig *rig, unsigned int n, const struct left *before,
		       enum itsg_status status)
{
	const struct left_done done = done_since(rig, n);

	if (status == ITSG_NOT_READY)
		return;
	left_check_idle(rig, "ITS", n, before, &done);
	left_check_said(rig, "ITS", n, &done);
}

/* A step was taken. */
static void check_said(struct rig *rig, unsigned int n)
{
	const struct left_done done = done_since(rig, n);

	left_check_said(rig, "ITS", n, &done);
}

static void after_call(struct rig *rig, unsigned int n, enum itsg_status status)
{
	struct rig_its *its = &rig->its[n];

	itsg_counters_get(&its->lib, &its->counters);
	if (status == ITSG_BUG)
		model_break(rig->model, MODEL_P10, "the library found itself inconsistent");
	if (!its->gone && !itsg_its_is_valid(&its->lib))
		model_break(rig->model, MODEL_P10, "itsg_its_is_valid says no");
	if (!itsg_domain_is_valid(&rig->domain))
		model_break(rig->model, MODEL_P10, "itsg_domain_is_valid says no");
	keep_maxima(rig);
	rig_check_attempts(rig, model_its_ctx(rig->model, n), its->counters.attempts);
	model_check(rig->model, rig_claimed_pages(rig));
	if (rig->config.automatic)
		model_its_run(rig->model, n, UINT32_MAX);
}

void rig_after_calls(struct rig *rig)
{
	unsigned int n;

	for (n = 0; n < rig->config.its_count; n++)
		itsg_counters_get(&rig->its[n].lib, &rig->its[n].counters);
	for (n = 0; n < rig->config.its_count; n++)
		after_call(rig, n, ITSG_OK);
}

enum itsg_status rig_read_raw(struct rig *rig, unsigned int its, uint64_t offset, uint64_t size,
			      uint64_t *value)
{
	enum itsg_status status;

	*value = 0;
	status = itsg_mmio_read(&rig->its[its].lib, (uint32_t)offset, (uint32_t)size, value);
	if (status == ITSG_OK && offset == 0 && size == 4)
		host_read_ctlr(&rig->its[its].host, *value);
	if (status == ITSG_OK && offset == 0x90 && !rig->bare)
		equal_creadr(&rig->its[its].equal, *value);
	return status;
}

enum itsg_status rig_poll(struct rig *rig, unsigned int its)
{
	const struct left before = left_before(&rig->its[its]);
	enum itsg_status status;

	before_call(rig, its);
	status = itsg_poll(&rig->its[its].lib);
	check_idle(rig, its, &before, status);
	left_check_end(rig, "ITS", its, status, itsg_its_work(&rig->its[its].lib),
		       rig->its[its].lib.mode.waits);
	after_call(rig, its, status);
	return status;
}

/* As an embedder does in the trap itself: for as many budgets as the trace allows. */
static void go_on(struct rig *rig, unsigned int its)
{
	uint32_t polls;

	for (polls = rig->config.polls; polls; polls--) {
		if (itsg_its_work(&rig->its[its].lib) != ITSG_WORK_NOW)
			return;
		(void)rig_poll(rig, its);
	}
}

enum itsg_status rig_read(struct rig *rig, unsigned int its, uint64_t offset, uint64_t size,
			  uint64_t *value)
{
	const struct left before = left_before(&rig->its[its]);
	enum itsg_status status;

	before_call(rig, its);
	status = rig_read_raw(rig, its, offset, size, value);
	check_idle(rig, its, &before, status);
	after_call(rig, its, status);
	if (status == ITSG_OK && !rig->its[its].tearing)
		shown_read(&rig->its[its].shown, rig->model, offset, size, *value);
	go_on(rig, its);
	return status;
}

/*
 * How many register writes were refused so far. Commands and enables are refused for other reasons.
 */
static uint64_t refused(const struct rig_its *its)
{
	return its->counters.reasons[ITSG_REASON_REG_STATE] +
	       its->counters.reasons[ITSG_REASON_CWRITER_RANGE];
}

static void note_taken(struct rig *rig, unsigned int its, uint64_t offset, uint64_t size,
		       uint64_t value)
{
	struct shown *shown = &rig->its[its].shown;

	shown_write(shown, offset, size, value);
	model_its_uncached(rig->model, its, shown_is_uncached(shown));
}

void rig_note_write(struct rig *rig, unsigned int its, uint64_t offset, uint64_t size,
		    uint64_t value)
{
	struct rig_its *at = &rig->its[its];
	unsigned int did = 0;

	if (!at->tearing)
		did = host_write(&at->host, offset, size, value, is_quiescent(rig, its));
	if (did && !rig->bare)
		equal_host_wrote(&at->equal, did);
}

/*
 * What the audit must tell of a write: if it enables, of what the registers hold at that moment,
 * as a read of them would give it.
 */
static uint32_t to_be_told(struct rig *rig, const struct rig_its *its, uint64_t offset,
			   uint64_t size, uint64_t value)
{
	bool enables = offset == 0 && size == 4 && value & 1 && !its->lib.mode.wish;

	if (!enables || its->tearing || rig->racing)
		return 0;
	return model_audit_enable(rig->model, its->lib.registers.basers, its->lib.registers.cbaser);
}

void rig_check_told(struct rig *rig, const void *ctx, uint32_t wanted, bool enabled)
{
	model_audit_told(rig->model, ctx, wanted);
	if (wanted && enabled && rig->config.audit == ITSG_AUDIT_REFUSE)
		model_break(rig->model, MODEL_P6, "it is enabled with what the audit refuses");
}

/* An enable that lacks a table, or waits for a reset, is refused before anybody looks. */
static void check_told(struct rig *rig, unsigned int n, uint32_t wanted)
{
	struct rig_its *its = &rig->its[n];
	const uint64_t *before = its->counters.reasons, *now = its->lib.counters.reasons;

	if (now[ITSG_REASON_ENABLE_INVALID_TABLE] == before[ITSG_REASON_ENABLE_INVALID_TABLE] &&
	    now[ITSG_REASON_RESET_NEEDED] == before[ITSG_REASON_RESET_NEEDED])
		rig_check_told(rig, model_its_ctx(rig->model, n), wanted, its->lib.mode.wish);
}

enum itsg_status rig_write(struct rig *rig, unsigned int its, uint64_t offset, uint64_t size,
			   uint64_t value)
{
	uint64_t before = refused(&rig->its[its]);
	uint32_t wanted = to_be_told(rig, &rig->its[its], offset, size, value);
	enum itsg_status status;

	before_call(rig, its);
	rig_note_write(rig, its, offset, size, value);
	status = itsg_mmio_write(&rig->its[its].lib, (uint32_t)offset, (uint32_t)size, value);
	check_said(rig, its);
	check_told(rig, its, wanted);
	after_call(rig, its, status);
	if (status == ITSG_OK && refused(&rig->its[its]) == before)
		note_taken(rig, its, offset, size, value);
	go_on(rig, its);
	return status;
}

enum itsg_status rig_teardown_once(struct rig *rig, unsigned int its)
{
	enum itsg_status status;

	before_call(rig, its);
	if (!rig->its[its].tearing && !rig->bare)
		equal_teardown(&rig->its[its].equal);
	rig->its[its].tearing = true;
	status = itsg_its_teardown(&rig->its[its].lib);
	check_said(rig, its);
	rig->its[its].gone = status == ITSG_OK || status == ITSG_NOT_READY;
	if (status == ITSG_STATE && !rig_is_held_up(rig, its))
		model_break(rig->model, MODEL_P7, "teardown of ITS%u says STATE for no reason",
			    its);
	after_call(rig, its, status);
	return status;
}

void rig_forget_shown(struct rig *rig, unsigned int its)
{
	shown_forget(&rig->its[its].shown);
	model_its_uncached(rig->model, its, false);
}

void rig_power_lost(struct rig *rig, unsigned int its)
{
	struct rig_its *at = &rig->its[its];

	if (!rig->bare)
		equal_power_lost(&at->equal, at->seen_off);
	before_call(rig, its);
	at->host.enabled = false;
	at->hw_on = false;
	at->abandoned = false;
	rig_forget_shown(rig, its);
	model_its_power_lost(rig->model, its);
	itsg_power_lost(&at->lib);
	after_call(rig, its, ITSG_OK);
}

/*
 * Gives the host the memory that the trace gave to nobody. What the trace gave to somebody stays as
 * it is.
 */
static void own_for_topup(struct rig *rig, uint64_t pa, uint64_t size)
{
	uint64_t at;

	for (at = pa; at < pa + size; at += LEDGER_PAGE)
		if (model_owner_of(rig->model, at) == MODEL_NOBODY)
			model_own(rig->model, at, LEDGER_PAGE, MODEL_HOST);
}

void rig_topup(struct rig *rig, uint64_t bytes)
{
	uint64_t pa = rig->topup, size;

	if (bytes > ITSG_POOL_REGION_MAX || rig->domain_gone)
		return;
	size = (bytes + TOPUP_GRAIN - 1) / TOPUP_GRAIN * TOPUP_GRAIN;
	size = size < 2 * TOPUP_GRAIN ? 2 * TOPUP_GRAIN : size;
	rig->topup += size;
	if (rig->topup > RIG_PA_LIMIT)
		return;
	own_for_topup(rig, pa, size);
	if (itsg_pool_add(&rig->domain, pa, size, ITSG_POOL_HOST) == ITSG_OK)
		rig->pool_bytes += size - size / 256;
	if (!rig->racing)
		model_check(rig->model, rig_claimed_pages(rig));
}
