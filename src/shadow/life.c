// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The life of the hardware side: on, drained, off, void after a power loss, given back. What the
 * host wrote to CTLR.Enabled (its->enabled) is only a wish; each step moves towards it as far as
 * hardware, ledger and budget let it.
 */
#include "shadow/internal.h"

static bool tearing_down(const struct itsg_its *its)
{
	return its->jobs & JOB_TEARDOWN;
}

bool itsg_life_quiescent(const struct itsg_its *its)
{
	return its->enabled || (its->phase == ITSG_PHASE_OFF && itsg_claim_is_empty(its));
}

void itsg_life_enable_failed(struct itsg_its *its, enum itsg_reason reason)
{
	const uint64_t words[4] = {its->cbaser.host};

	its->enabled = false;
	itsg_report_refusal(its, ITSG_EVENT_ENABLE_FAILED, reason, GITS_OFFSET_CTLR, 0, words);
}

static bool table_is_missing(const struct itsg_its *its)
{
	const struct itsg_baser *devices = itsg_limits_table(its, BASER_DEVICES);
	const struct itsg_baser *collections = itsg_limits_table(its, BASER_COLLECTIONS);

	if (!(its->cbaser.host & BASER_VALID) || (devices && !(devices->host & BASER_VALID)))
		return true;
	return !itsg_geometry_hcc(its->shown_typer) && collections &&
	       !(collections->host & BASER_VALID);
}

/* The host wants Enabled = 1. During a drain that is enough; off, the claim and the rest follow in
 * steps. */
void itsg_life_enable(struct itsg_its *its)
{
	itsg_pa limit = its->domain->config.pa_limit;

	if (table_is_missing(its)) {
		itsg_life_enable_failed(its, ITSG_REASON_ENABLE_INVALID_TABLE);
		return;
	}
	if (its->staging >= limit || its->staging_bytes > limit - its->staging) {
		itsg_life_enable_failed(its, ITSG_REASON_ENABLE_STAGING);
		return;
	}
	its->enabled = true;
}

/* Tables and ring afresh: this also covers an ITS that lost power. */
static void program(struct itsg_its *its)
{
	void *ctx = its->config.ctx;
	unsigned int n;

	itsg_fence(its);
	for (n = 0; n < ITSG_BASERS; n++)
		if (its->basers[n].hw)
			itsg_platform_write64(ctx, GITS_OFFSET_BASER + 8 * n, its->basers[n].hw);
	itsg_platform_write64(ctx, GITS_OFFSET_CBASER, its->cbaser.hw);
	itsg_platform_write64(ctx, GITS_OFFSET_CWRITER, 0);
	itsg_ring_reset(its);
	itsg_platform_write32(ctx, GITS_OFFSET_CTLR, CTLR_ENABLED);
	itsg_report_phase(its, ITSG_PHASE_ON);
}

/* Whatever was said of a power loss: tables change only under hardware that is seen to be off. */
bool itsg_life_stops(struct itsg_its *its)
{
	uint32_t ctlr = itsg_platform_read32(its->config.ctx, GITS_OFFSET_CTLR);

	if (ctlr & CTLR_ENABLED)
		itsg_platform_write32(its->config.ctx, GITS_OFFSET_CTLR, 0);
	return !(ctlr & CTLR_ENABLED) && ctlr & CTLR_QUIESCENT;
}

static bool start(struct itsg_its *its)
{
	if (its->enabled) {
		itsg_claim_begin(its);
		if (!itsg_claim_advance(its))
			return false;
	}
	if (its->jobs & JOB_CLEAR) {
		if (!itsg_tables_clear(its, true))
			return false;
		its->jobs &= ~(uint32_t)JOB_CLEAR;
	}
	if (!itsg_life_stops(its))
		return false;
	program(its);
	return true;
}

/* Off: towards on if the host wants it, or a teardown has something to unmap; else nothing is held.
 */
static bool from_off(struct itsg_its *its)
{
	bool purge = tearing_down(its) && itsg_is_mapping(its);

	if (its->enabled || purge) {
		if (purge)
			itsg_purge_owed(its);
		return start(its);
	}
	if (!itsg_claim_release(its))
		return false;
	if (!tearing_down(its))
		return false;
	itsg_jobs_reset(its);
	itsg_report_phase(its, ITSG_PHASE_RETURN);
	return true;
}

static bool is_drained(const struct itsg_its *its)
{
	if (its->enabled || its->hand.stage != HAND_FREE)
		return false;
	if (tearing_down(its) && its->jobs & (JOB_RESEND | JOB_PURGE))
		return false;
	return its->ring.head == its->ring.tail;
}

static bool from_on(struct itsg_its *its)
{
	if (tearing_down(its) && itsg_is_mapping(its))
		itsg_purge_owed(its);
	if (!is_drained(its))
		return false;
	itsg_platform_write32(its->config.ctx, GITS_OFFSET_CTLR, 0);
	itsg_report_phase(its, ITSG_PHASE_STOPPING);
	return true;
}

static bool from_stopping(struct itsg_its *its)
{
	if (!itsg_life_stops(its))
		return false;
	itsg_report_phase(its, ITSG_PHASE_OFF);
	return true;
}

/* True if the phase moved, so that the next one may have something to do as well. */
static bool advance(struct itsg_its *its)
{
	switch (its->phase) {
	case ITSG_PHASE_OFF: return from_off(its);
	case ITSG_PHASE_ON: return from_on(its);
	case ITSG_PHASE_STOPPING: return from_stopping(its);
	case ITSG_PHASE_VOID:
		if (!itsg_void(its))
			return false;
		itsg_report_phase(its, ITSG_PHASE_OFF);
		return true;
	case ITSG_PHASE_RETURN:
		if (itsg_return(its))
			itsg_report_phase(its, ITSG_PHASE_GONE);
		return false;
	case ITSG_PHASE_GONE: break;
	}
	return false;
}

/* At most once round: a phase that comes back has to wait for the hardware in any case. */
void itsg_life(struct itsg_its *its)
{
	unsigned int moves;

	for (moves = 0; moves < 4; moves++)
		if (!advance(its))
			return;
}
