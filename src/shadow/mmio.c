// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The registers as the host sees them. Each is virtual: nothing of an access is passed on, a write
 * changes the library's state or nothing at all, and a read is answered from it.
 */
#include "shadow/internal.h"

#define PIDR2_INDEX    6u /* of the ID registers from 0xffd0 on */
#define PIDR2_ARCH_LOW 4u
#define PIDR2_GICV3    3u

static bool is_locked(const struct itsg_its *its)
{
	return its->enabled || !itsg_life_quiescent(its) || its->jobs & JOB_TEARDOWN;
}

static enum itsg_reason write_ctlr(struct itsg_its *its, uint64_t value)
{
	if (its->jobs & JOB_TEARDOWN)
		return ITSG_REASON_REG_STATE;
	if (!is_locked(its))
		its->its_number = (uint8_t)bits_get(value, CTLR_NUMBER_LOW, 4);
	if (!(value & CTLR_ENABLED))
		its->enabled = false;
	else if (!its->enabled)
		itsg_life_enable(its);
	return ITSG_REASON_NONE;
}

static uint64_t read_ctlr(const struct itsg_its *its)
{
	return (its->enabled ? CTLR_ENABLED : 0) | (uint64_t)its->its_number << CTLR_NUMBER_LOW |
	       (itsg_life_quiescent(its) ? CTLR_QUIESCENT : 0);
}

/* Either half starts the queue afresh; CWRITER stays as it was. */
static enum itsg_reason write_cbaser(struct itsg_its *its, uint64_t value)
{
	if (is_locked(its))
		return ITSG_REASON_REG_STATE;
	its->cbaser.host = itsg_geometry_baser_stick(&its->cbaser, value);
	its->staging = its->cbaser.host & CBASER_ADDRESS;
	its->staging_bytes = itsg_geometry_queue_bytes(its->cbaser.host);
	its->creadr = its->fetch = 0;
	return ITSG_REASON_NONE;
}

static enum itsg_reason write_cwriter(struct itsg_its *its, uint32_t shift, uint64_t value)
{
	if (its->jobs & JOB_TEARDOWN)
		return ITSG_REASON_REG_STATE;
	if (shift)
		return ITSG_REASON_NONE; /* the upper half is RES0 */
	return itsg_cwriter_take(its, value) ? ITSG_REASON_NONE : ITSG_REASON_CWRITER_RANGE;
}

static bool is_mapping_table(const struct itsg_baser *baser)
{
	uint64_t type = bits_get(baser->fixed, 56, 3);

	return type == BASER_DEVICES || type == BASER_COLLECTIONS;
}

/* A host that changes or drops a table it had has unmapped all that was in it; and one that brings
 * a table, all that the hardware held for want of it. */
static enum itsg_reason write_baser(struct itsg_its *its, struct itsg_baser *baser, uint64_t value)
{
	uint64_t old = baser->host;

	if (!baser->shown)
		return ITSG_REASON_NONE;
	if (is_locked(its))
		return ITSG_REASON_REG_STATE;
	baser->host = itsg_geometry_baser_stick(baser, value);
	if ((old | baser->host) & BASER_VALID && old != baser->host && is_mapping_table(baser))
		itsg_purge_owed(its);
	itsg_limits_update(its);
	return ITSG_REASON_NONE;
}

static enum itsg_reason write_register(struct itsg_its *its, const struct registers_access *access,
				       uint32_t size, uint64_t value)
{
	struct itsg_baser *baser;

	switch (access->id) {
	case REG_CWRITER: return write_cwriter(its, access->shift, value);
	case REG_CTLR: return write_ctlr(its, value);
	case REG_CBASER:
		return write_cbaser(its,
				    registers_merge(its->cbaser.host, access->shift, size, value));
	case REG_BASER:
		baser = &its->basers[access->index];
		return write_baser(its, baser,
				   registers_merge(baser->host, access->shift, size, value));
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
	case REG_CREADR: return its->creadr;
	case REG_CTLR: return read_ctlr(its);
	case REG_TYPER: return its->shown_typer;
	case REG_IIDR: return its->config.caps.iidr;
	case REG_CBASER: return its->cbaser.host;
	case REG_CWRITER: return its->cwriter;
	case REG_BASER:
		return its->basers[access->index].shown ? its->basers[access->index].host : 0;
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

/* A refused access leaves a counter and an event. */
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
