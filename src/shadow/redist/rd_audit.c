// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "shadow/memory/extent.h"
#include "shadow/redist/rd_audit.h"
#include "shadow/redist/rd_report.h"
#include "validator/rd_registers.h"

/* event has purpose, position, value, address, size and verdict. */
static enum itsg_reason audit(struct itsg_rd *rd, struct itsg_event *event)
{
	bool refuses = rd->config.audit == ITSG_AUDIT_REFUSE;

	event->reason =
		extent_check(rd->domain, rd->config.ctx, rd->config.audit, event->pa, event->size);
	if (!event->reason)
		return ITSG_REASON_NONE;
	event->kind = ITSG_EVENT_ATTEMPT;
	event->its = rd->config.id;
	if (refuses)
		event->verdict = ITSG_REFUSE;
	itsg_rd_report_attempt(rd, event);
	return refuses ? event->reason : ITSG_REASON_NONE;
}

enum itsg_reason itsg_rd_audit_enable(struct itsg_rd *rd, unsigned int bits)
{
	struct itsg_event property = {.verdict = ITSG_FORWARD,
				      .purpose = ITSG_FOR_PROPERTY_TABLE,
				      .position = GICR_OFFSET_PROPBASER,
				      .words = {rd->propbaser},
				      .pa = rd->propbaser & RD_PROPERTY_ADDRESS,
				      .size = rd_registers_property_bytes(bits)};
	struct itsg_event pending = {.verdict = ITSG_REWRITE,
				     .purpose = ITSG_FOR_PENDING_TABLE,
				     .position = GICR_OFFSET_PENDBASER,
				     .words = {rd->pendbaser},
				     .pa = rd->pendbaser & RD_PENDING_ADDRESS,
				     .size = BIT(bits) / 8};
	enum itsg_reason first = audit(rd, &property), second = audit(rd, &pending);

	return first ? first : second;
}
