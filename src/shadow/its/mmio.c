// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The registers as the host sees them. All of them are virtual. Nothing of an access is passed on.
 * A write changes the library's state, or nothing at all. A read is answered from that state.
 */
#include "shadow/its/audit.h"
#include "shadow/its/limits.h"
#include "shadow/its/mmio.h"
#include "shadow/its/mode.h"
#include "shadow/its/next.h"
#include "shadow/its/queue.h"
#include "shadow/its/report.h"
#include "shadow/its/unmap.h"
#include "validator/bits.h"
#include "validator/geometry.h"

#define PIDR2_INDEX    6u /* of the ID registers from 0xffd0 on */
#define PIDR2_ARCH_LOW 4u
#define PIDR2_GICV3    3u

/* CBASER, BASERs and ITS_Number may not change. */
static bool is_locked(const struct itsg_its *its)
{
	return its->mode.wish || !itsg_is_quiescent(its) || mode_owes(its, OWED_TEARDOWN);
}

static bool table_is_missing(const struct itsg_its *its)
{
	uint64_t devices = itsg_limits_host_table(its, BASER_DEVICES, BASER_VALID);
	uint64_t collections = itsg_limits_host_table(its, BASER_COLLECTIONS, BASER_VALID);

	if (!(its->registers.cbaser & devices & BASER_VALID))
		return true;
	return !itsg_geometry_hcc(its->shown_typer) && !(collections & BASER_VALID);
}

/* During a drain the wish is enough. When the hardware is off, the claim and the rest follow in
 * steps. */
static enum itsg_reason check_enable(struct itsg_its *its)
{
	itsg_pa limit = its->domain->config.pa_limit;
	const struct itsg_queue *queue = &its->queue;

	if (mode_owes(its, OWED_RESET))
		return ITSG_REASON_RESET_NEEDED;
	if (table_is_missing(its))
		return ITSG_REASON_ENABLE_INVALID_TABLE;
	if (queue->pa >= limit || queue->bytes > limit - queue->pa)
		return ITSG_REASON_ENABLE_STAGING;
	return its->config.audit == ITSG_AUDIT_OFF ? ITSG_REASON_NONE : itsg_audit_enable(its);
}

static void enable(struct itsg_its *its)
{
	enum itsg_reason reason = check_enable(its);

	if (reason)
		itsg_mode_enable_failed(its, reason);
	else
		mode_wish(its, true);
}

static enum itsg_reason write_ctlr(struct itsg_its *its, uint64_t value)
{
	if (mode_owes(its, OWED_TEARDOWN))
		return ITSG_REASON_REG_STATE;
	if (!is_locked(its))
		its->registers.its_number = (uint8_t)bits_get(value, CTLR_NUMBER_LOW, 4);
	if (!(value & CTLR_ENABLED))
		mode_wish(its, false);
	else if (!its->mode.wish)
		enable(its);
	return ITSG_REASON_NONE;
}

static uint64_t read_ctlr(const struct itsg_its *its)
{
	return (its->mode.wish ? CTLR_ENABLED : 0) |
	       (uint64_t)its->registers.its_number << CTLR_NUMBER_LOW |
	       (itsg_is_quiescent(its) ? CTLR_QUIESCENT : 0);
}

/* Either half starts the queue afresh; CWRITER stays as it was. */
static enum itsg_reason write_cbaser(struct itsg_its *its, uint64_t value)
{
	if (is_locked(its))
		return ITSG_REASON_REG_STATE;
	its->registers.cbaser = itsg_geometry_baser_stick(&its->cbaser, value);
	queue_place(its, its->registers.cbaser);
	return ITSG_REASON_NONE;
}

static enum itsg_reason write_cwriter(struct itsg_its *its, uint32_t shift, uint64_t value)
{
	if (mode_owes(its, OWED_TEARDOWN))
		return ITSG_REASON_REG_STATE;
	if (shift)
		return ITSG_REASON_NONE; /* the upper half is RES0 */
	if (!queue_take_cwriter(its, value))
		return ITSG_REASON_CWRITER_RANGE;
	queue_check_cwriter(its);
	return ITSG_REASON_NONE;
}

static bool is_mapping_table(const struct itsg_baser *baser)
{
	uint64_t type = bits_get(baser->fixed, 56, 3);

	return type == BASER_DEVICES || type == BASER_COLLECTIONS;
}

/* A host that changes or drops a table has unmapped all that was in it. A host that sets its
 * first table has unmapped all that the hardware held without a table. */
static enum itsg_reason write_baser(struct itsg_its *its, unsigned int n, uint64_t value)
{
	const struct itsg_baser *baser = &its->basers[n];
	uint64_t old = its->registers.basers[n], stuck;

	if (!baser->shown)
		return ITSG_REASON_NONE;
	if (is_locked(its))
		return ITSG_REASON_REG_STATE;
	stuck = itsg_geometry_baser_stick(baser, value);
	its->registers.basers[n] = stuck;
	if ((old | stuck) & BASER_VALID && old != stuck && is_mapping_table(baser))
		itsg_purge_owe(its);
	itsg_limits_update(its);
	return ITSG_REASON_NONE;
}

/* What a write of a part makes of a 64-bit register. */
static uint64_t merge(uint64_t old, const struct registers_access *access, uint32_t size,
		      uint64_t value)
{
	return registers_merge(old, access->shift, size, value);
}

static enum itsg_reason write_register(struct itsg_its *its, const struct registers_access *access,
				       uint32_t size, uint64_t value)
{
	const struct itsg_registers *now = &its->registers;
	uint32_t n = access->index;

	switch (access->id) {
	case REG_CWRITER: return write_cwriter(its, access->shift, value);
	case REG_CTLR: return write_ctlr(its, value);
	case REG_CBASER: return write_cbaser(its, merge(now->cbaser, access, size, value));
	case REG_BASER: return write_baser(its, n, merge(now->basers[n], access, size, value));
	case REG_ZERO: return ITSG_REASON_NONE;
	case REG_CREADR:
	case REG_IIDR:
	case REG_TYPER:
	case REG_ID:
	case REG_TRANSLATER: return ITSG_REASON_NOT_WRITABLE;
	case REG_NONE: break;
	}
	return ITSG_REASON_REG_UNKNOWN;
}

static uint64_t read_id(const struct itsg_its *its, uint32_t index)
{
	uint32_t id = its->config.caps.id[index];

	if (index != PIDR2_INDEX)
		return id;
	return (id & ~(0xfu << PIDR2_ARCH_LOW)) | PIDR2_GICV3 << PIDR2_ARCH_LOW;
}

static uint64_t read_register(const struct itsg_its *its, const struct registers_access *access)
{
	switch (access->id) {
	case REG_CREADR: return its->queue.creadr;
	case REG_CTLR: return read_ctlr(its);
	case REG_TYPER: return its->shown_typer;
	case REG_IIDR: return its->config.caps.iidr;
	case REG_CBASER: return its->registers.cbaser;
	case REG_CWRITER: return its->queue.cwriter;
	case REG_BASER:
		return its->basers[access->index].shown ? its->registers.basers[access->index] : 0;
	case REG_ID: return read_id(its, access->index);
	case REG_ZERO:
	case REG_TRANSLATER:
	case REG_NONE: break;
	}
	return 0;
}

static bool is_aborted(const struct itsg_its *its, enum registers_id id, enum itsg_reason reason)
{
	if (reason == ITSG_REASON_ACCESS_SIZE || reason == ITSG_REASON_ACCESS_ALIGN)
		return !its->config.bad_access_raz;
	return reason == ITSG_REASON_NOT_WRITABLE && id == REG_TRANSLATER;
}

/* A refused access is counted and reported. */
static enum itsg_status refuse(struct itsg_its *its, enum registers_id id, enum itsg_reason reason,
			       uint32_t offset, uint32_t size, uint64_t value)
{
	const uint64_t words[4] = {value};

	itsg_report_refusal(its, ITSG_EVENT_ACCESS, reason, offset, size, words);
	return is_aborted(its, id, reason) ? ITSG_ABORT : ITSG_OK;
}

static uint32_t region_bytes(const struct itsg_its *its)
{
	return (uint32_t)(its->frames.pages * its->domain->config.page_size);
}

void itsg_registers_reset(struct itsg_its *its)
{
	unsigned int n;

	for (n = 0; n < ITSG_BASERS; n++)
		its->registers.basers[n] = its->basers[n].reset;
	itsg_limits_update(its);
}

enum itsg_status itsg_register_read(struct itsg_its *its, uint32_t offset, uint32_t size,
				    uint64_t *value)
{
	struct registers_access access;
	enum itsg_reason reason = itsg_registers_find(region_bytes(its), offset, size, &access);

	if (reason)
		return refuse(its, access.id, reason, offset, size, 0);
	*value = (read_register(its, &access) >> access.shift) & BITS(0, size * 8);
	return ITSG_OK;
}

enum itsg_status itsg_register_write(struct itsg_its *its, uint32_t offset, uint32_t size,
				     uint64_t value)
{
	struct registers_access access;
	enum itsg_reason reason = itsg_registers_find(region_bytes(its), offset, size, &access);

	if (!reason)
		reason = write_register(its, &access, size, value);
	return reason ? refuse(its, access.id, reason, offset, size, value) : ITSG_OK;
}
