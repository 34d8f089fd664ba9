// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Where the host's accesses come in: the lock, the access, the step. Drivers write CWRITER and poll
 * CREADR all day, as 32 bits. While there is no reason to be slow, these two take a short step:
 * walk, fetch, publish. What such a trap does not need is out of line, so that it does not pay for
 * it.
 */
#include <itsguard/itsguard.h>

#include "shadow/its/batch.h"
#include "shadow/its/mmio.h"
#include "shadow/its/next.h"
#include "shadow/its/step.h"
#include "shadow/its/walk.h"
#include "shadow/memory/domain.h"

ALWAYS_INLINE bool is_ready(const struct itsg_its *its)
{
	return domain_ready(&its->ready) == DOMAIN_READY;
}

static NOINLINE enum itsg_status not_ready(const struct itsg_its *its)
{
	return domain_ready(&its->ready) == DOMAIN_BUSY ? ITSG_AGAIN : ITSG_NOT_READY;
}

/* Any access. Called with the lock held; it releases the lock. */
static NOINLINE enum itsg_status read_locked(struct itsg_its *its, uint32_t offset, uint32_t size,
					     uint64_t *value)
{
	enum itsg_status status = ITSG_NOT_READY;

	if (its->mode.phase != ITSG_PHASE_GONE) {
		itsg_step(its);
		status = itsg_register_read(its, offset, size, value);
	}
	itsg_platform_unlock(its->config.ctx);
	return status;
}

static NOINLINE enum itsg_status write_locked(struct itsg_its *its, uint32_t offset, uint32_t size,
					      uint64_t value)
{
	enum itsg_status status = ITSG_NOT_READY;

	if (its->mode.phase != ITSG_PHASE_GONE) {
		status = itsg_register_write(its, offset, size, value);
		itsg_step(its);
	}
	itsg_platform_unlock(its->config.ctx);
	return status;
}

/* CREADR after a whole step. Called with the lock held; it releases the lock. */
static NOINLINE enum itsg_status read_creadr_slowly(struct itsg_its *its, uint64_t *value)
{
	enum itsg_status status = ITSG_NOT_READY;

	if (its->mode.phase != ITSG_PHASE_GONE) {
		itsg_step(its);
		*value = its->queue.creadr;
		status = ITSG_OK;
	}
	itsg_platform_unlock(its->config.ctx);
	return status;
}

/* With no reason to be slow, nothing is left to fetch. */
static NOINLINE enum itsg_status read_creadr(struct itsg_its *its, uint64_t *value)
{
	if (!is_ready(its))
		return not_ready(its);
	itsg_platform_lock(its->config.ctx);
	if (its->slow)
		return read_creadr_slowly(its, value);
	work_account(its, walk_short(its));
	*value = its->queue.creadr;
	itsg_platform_unlock(its->config.ctx);
	return ITSG_OK;
}

/* The driver posts while the hardware is still at work: walk first. */
static NOINLINE enum itsg_status post_behind(struct itsg_its *its)
{
	uint32_t used = walk_short(its);

	if (!slot_is_stalled(&its->ring))
		used += batch_fetch(its, used);
	work_account(its, used);
	itsg_platform_unlock(its->config.ctx);
	return ITSG_OK;
}

static NOINLINE enum itsg_status write_cwriter(struct itsg_its *its, uint64_t value)
{
	if (!is_ready(its))
		return not_ready(its);
	itsg_platform_lock(its->config.ctx);
	if (its->slow || !queue_take_cwriter(its, value))
		return write_locked(its, GITS_OFFSET_CWRITER, 4, value);
	if (its->ring.tail != its->ring.published)
		return post_behind(its);
	work_account(its, batch_fetch(its, 0));
	itsg_platform_unlock(its->config.ctx);
	return ITSG_OK;
}

static NOINLINE enum itsg_status read_other(struct itsg_its *its, uint32_t offset, uint32_t size,
					    uint64_t *value)
{
	if (!is_ready(its))
		return not_ready(its);
	itsg_platform_lock(its->config.ctx);
	return read_locked(its, offset, size, value);
}

static NOINLINE enum itsg_status write_other(struct itsg_its *its, uint32_t offset, uint32_t size,
					     uint64_t value)
{
	if (!is_ready(its))
		return not_ready(its);
	itsg_platform_lock(its->config.ctx);
	return write_locked(its, offset, size, value);
}

enum itsg_status itsg_mmio_read(struct itsg_its *its, uint32_t offset, uint32_t size,
				uint64_t *value)
{
	*value = 0;
	if (offset == GITS_OFFSET_CREADR && size == 4)
		return read_creadr(its, value);
	return read_other(its, offset, size, value);
}

enum itsg_status itsg_mmio_write(struct itsg_its *its, uint32_t offset, uint32_t size,
				 uint64_t value)
{
	if (offset == GITS_OFFSET_CWRITER && size == 4)
		return write_cwriter(its, value);
	return write_other(its, offset, size, value);
}

static enum itsg_status poll(struct itsg_its *its)
{
	if (its->mode.phase == ITSG_PHASE_GONE)
		return ITSG_NOT_READY;
	itsg_step(its);
	return itsg_is_idle(its) ? ITSG_OK : ITSG_AGAIN;
}

enum itsg_status itsg_poll(struct itsg_its *its)
{
	enum itsg_status status;

	if (!is_ready(its))
		return not_ready(its);
	itsg_platform_lock(its->config.ctx);
	status = poll(its);
	itsg_platform_unlock(its->config.ctx);
	return status;
}

enum itsg_work itsg_its_work(const struct itsg_its *its)
{
	if (!is_ready(its))
		return ITSG_WORK_NONE;
	return (enum itsg_work)__atomic_load_n(&its->work, __ATOMIC_RELAXED);
}
