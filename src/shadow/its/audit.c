// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "shadow/its/audit.h"
#include "shadow/its/report.h"
#include "shadow/its/work.h"
#include "shadow/memory/extent.h"
#include "validator/geometry.h"
#include "validator/registers.h"

#define AUDIT_PAGES 256u /* that the ledger is asked about, for a work unit; see ledger.h */

/* With REFUSE that is its verdict, whatever the caller has put there. */
static enum itsg_reason attempt(struct itsg_its *its, struct itsg_event *event)
{
	bool refused = its->config.audit == ITSG_AUDIT_REFUSE;

	event->kind = ITSG_EVENT_ATTEMPT;
	event->its = its->config.id;
	if (refused)
		event->verdict = ITSG_REFUSE;
	its->counters.attempts++;
	itsg_report(its, event);
	return refused ? event->reason : ITSG_REASON_NONE;
}

/* ---- MAPD ---- */

static NOINLINE enum itsg_reason mapd_attempt(struct itsg_its *its, enum itsg_reason reason,
					      uint64_t bytes)
{
	struct itsg_event event = {.verdict = ITSG_REWRITE,
				   .reason = reason,
				   .purpose = ITSG_FOR_ITT,
				   .position = its->queue.fetch,
				   .pa = its->hand.cmd.address,
				   .size = bytes};

	memcpy(event.words, its->hand.words, sizeof(event.words));
	return attempt(its, &event);
}

/* Hardware would write over commands that it is still to read. */
static bool is_in_queue(const struct itsg_queue *queue, itsg_pa pa, uint64_t bytes)
{
	return pa < queue->pa + queue->bytes && queue->pa < pa + bytes;
}

static enum itsg_reason check(struct itsg_its *its, itsg_pa pa, uint64_t bytes)
{
	if (is_in_queue(&its->queue, pa, bytes))
		return ITSG_REASON_ADDRESS_STAGING;
	/* Most ITTs are shorter, and cost no division. Larger pages would only be fewer. */
	if (bytes >= (uint64_t)AUDIT_PAGES * UNIT_BYTES)
		work_charge_many(its, bytes / (AUDIT_PAGES * its->domain->config.page_size));
	return extent_check(its->domain, its->config.ctx, its->config.audit, pa, bytes);
}

enum itsg_reason itsg_audit_mapd(struct itsg_its *its)
{
	unsigned int bits = its->hand.cmd.size + 1u;
	uint64_t bytes = itsg_geometry_itt_bytes(bits, its->limits.ite_bytes);
	enum itsg_reason reason;

	if (its->hand.cmd.device >= its->devices.capacity || BIT(bits) > its->config.events)
		return ITSG_REASON_NONE;
	reason = check(its, its->hand.cmd.address, bytes);
	return reason ? mapd_attempt(its, reason, bytes) : ITSG_REASON_NONE;
}

/* ---- Enable ---- */

/* event has purpose, position, value and verdict. */
static enum itsg_reason audit_register(struct itsg_its *its, struct itsg_event *event, itsg_pa pa,
				       uint64_t bytes)
{
	event->reason = extent_check(its->domain, its->config.ctx, its->config.audit, pa, bytes);
	if (!event->reason)
		return ITSG_REASON_NONE;
	event->pa = pa;
	event->size = bytes;
	return attempt(its, event);
}

static enum itsg_reason audit_table(struct itsg_its *its, unsigned int n)
{
	uint64_t value = its->registers.basers[n];
	struct geometry_table table;
	struct itsg_event event = {
		.verdict = ITSG_REWRITE, .position = GITS_OFFSET_BASER + 8 * n, .words = {value}};

	itsg_geometry_decode_baser(value, &table);
	if (!its->basers[n].shown || !table.valid)
		return ITSG_REASON_NONE;
	event.purpose =
		table.type == BASER_DEVICES ? ITSG_FOR_DEVICE_TABLE : ITSG_FOR_COLLECTION_TABLE;
	return audit_register(its, &event, table.base, table.bytes);
}

static enum itsg_reason audit_queue(struct itsg_its *its)
{
	struct itsg_event event = {.verdict = ITSG_FORWARD,
				   .purpose = ITSG_FOR_QUEUE,
				   .position = GITS_OFFSET_CBASER,
				   .words = {its->registers.cbaser}};

	return audit_register(its, &event, its->queue.pa, its->queue.bytes);
}

/* All of them are told, and the first one gives the reason. */
enum itsg_reason itsg_audit_enable(struct itsg_its *its)
{
	enum itsg_reason reason = ITSG_REASON_NONE, next;
	unsigned int n;

	for (n = 0; n < ITSG_BASERS; n++) {
		next = audit_table(its, n);
		reason = reason ? reason : next;
	}
	next = audit_queue(its);
	return reason ? reason : next;
}
