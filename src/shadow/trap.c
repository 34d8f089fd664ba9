// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Where the host's accesses come in: the lock, the access, the step. Drivers ring CWRITER and poll
 * CREADR all day, as 32 bits: while its->routine holds, these two take a step without the questions
 * whose answers it stands for. What such a trap does not need is out of line, so that it does not
 * pay for it.
 */
#include "shadow/batch.h"
#include "shadow/walk.h"

ALWAYS_INLINE bool is_ready(const struct itsg_its *its)
{
	return __atomic_load_n(&its->ready, __ATOMIC_ACQUIRE) == ITS_READY;
}

static NOINLINE enum itsg_status not_ready(const struct itsg_its *its)
{
	return __atomic_load_n(&its->ready, __ATOMIC_ACQUIRE) == ITS_BUSY ? ITSG_AGAIN
									  : ITSG_NOT_READY;
}

/* Any access, with the lock held, which it gives up. */
static NOINLINE enum itsg_status read_locked(struct itsg_its *its, uint32_t offset, uint32_t size,
					     uint64_t *value)
{
	enum itsg_status status = ITSG_NOT_READY;

	if (its->phase != ITSG_PHASE_GONE) {
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

	if (its->phase != ITSG_PHASE_GONE) {
		status = itsg_register_write(its, offset, size, value);
		itsg_step(its);
	}
	itsg_platform_unlock(its->config.ctx);
	return status;
}

/*
 * The walk, while its->routine: when the hardware has done all it was given and there is nothing to
 * release, nothing is between the host's CREADR and the fetch position. Units used.
 */
ALWAYS_INLINE uint32_t routine_walk(struct itsg_its *its)
{
	struct itsg_ring *ring = &its->ring;
	uint64_t creadr;
	uint32_t slots;

	if (ring->tail == ring->published)
		return 0;
	creadr = itsg_platform_read64(its->config.ctx, GITS_OFFSET_CREADR);
	slots = ((ring->published - ring->tail) & (ring->bytes - 1)) / RING_SLOT;
	if (creadr != ring->published || ring->releases || slots > its->config.budget) {
		its->left = its->config.budget;
		itsg_walk_each(its, creadr);
		return its->config.budget - its->left;
	}
	ring->tail = ring->published;
	its->creadr = its->fetch;
	its->counters.walked += slots;
	return slots;
}

static NOINLINE enum itsg_status read_creadr(struct itsg_its *its, uint64_t *value)
{
	uint32_t used;

	if (!is_ready(its))
		return not_ready(its);
	itsg_platform_lock(its->config.ctx);
	if (!its->routine)
		return read_locked(its, GITS_OFFSET_CREADR, 4, value);
	used = routine_walk(its);
	if (its->fetch != its->cwriter)
		used += itsg_routine_rest(its, its->config.budget - used, false);
	step_account(its, used);
	*value = its->creadr;
	itsg_platform_unlock(its->config.ctx);
	return ITSG_OK;
}

/* A driver that posts while the hardware is still at work: walk first. */
static NOINLINE enum itsg_status post_behind(struct itsg_its *its)
{
	uint32_t used = routine_walk(its);

	used += batch_run(its, its->config.budget - used);
	step_account(its, used);
	itsg_platform_unlock(its->config.ctx);
	return ITSG_OK;
}

static NOINLINE enum itsg_status write_cwriter(struct itsg_its *its, uint64_t value)
{
	if (!is_ready(its))
		return not_ready(its);
	itsg_platform_lock(its->config.ctx);
	if (!its->routine || !itsg_cwriter_take(its, value))
		return write_locked(its, GITS_OFFSET_CWRITER, 4, value);
	if (its->ring.tail != its->ring.published)
		return post_behind(its);
	step_account(its, batch_run(its, its->config.budget));
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
	if (its->phase == ITSG_PHASE_GONE)
		return ITSG_NOT_READY;
	itsg_step(its);
	return itsg_has_work(its) ? ITSG_AGAIN : ITSG_OK;
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
