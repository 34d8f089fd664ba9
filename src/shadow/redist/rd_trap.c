// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Where the host's accesses to a redistributor come in: the lock, the access, the step. */
#include <itsguard/itsguard.h>

#include "shadow/memory/domain.h"
#include "shadow/redist/rd_life.h"
#include "shadow/redist/rd_mmio.h"
#include "shadow/redist/rd_report.h"
#include "validator/rd_registers.h"

/* OK: locked, and there is something to mediate. */
static enum itsg_status enter(struct itsg_rd *rd)
{
	uint32_t ready = domain_ready(&rd->ready);

	if (ready != DOMAIN_READY)
		return ready == DOMAIN_BUSY ? ITSG_AGAIN : ITSG_NOT_READY;
	itsg_platform_lock(rd->config.ctx);
	if (rd->phase != ITSG_PHASE_GONE)
		return ITSG_OK;
	itsg_platform_unlock(rd->config.ctx);
	return ITSG_NOT_READY;
}

static enum itsg_status enter_at(struct itsg_rd *rd, uint32_t offset)
{
	/* SGI_base is not ours. */
	return offset - GICR_SGI_BASE < GICR_FRAME ? ITSG_NOT_READY : enter(rd);
}

enum itsg_status itsg_rd_mmio_read(struct itsg_rd *rd, uint32_t offset, uint32_t size,
				   uint64_t *value)
{
	enum itsg_status status;

	*value = 0;
	status = enter_at(rd, offset);
	if (status)
		return status;
	itsg_rd_step(rd);
	status = itsg_rd_register_read(rd, offset, size, value);
	itsg_platform_unlock(rd->config.ctx);
	return status;
}

/* The budget, or RWP, has interrupted an enable. No driver polls for its end, and LPIs that come
 * before it would be lost. */
static bool must_come_again(const struct itsg_rd *rd, uint32_t offset, uint32_t size)
{
	return offset == GICR_OFFSET_CTLR && size == 4 && rd->enabled &&
	       rd->phase != ITSG_PHASE_ON && !rd_is_stuck(rd) &&
	       (!rd->left || itsg_platform_read32(rd->config.ctx, GICR_OFFSET_CTLR) & RD_CTLR_RWP);
}

enum itsg_status itsg_rd_mmio_write(struct itsg_rd *rd, uint32_t offset, uint32_t size,
				    uint64_t value)
{
	enum itsg_status status = enter_at(rd, offset);

	if (status)
		return status;
	status = itsg_rd_register_write(rd, offset, size, value);
	itsg_rd_step(rd);
	if (!status && must_come_again(rd, offset, size))
		status = ITSG_AGAIN;
	itsg_platform_unlock(rd->config.ctx);
	return status;
}

/* Hardware that does not answer has been reported. Only the budget is worth a call soon. */
static bool can_go_on(const struct itsg_rd *rd)
{
	enum itsg_work work = itsg_rd_work_now(rd);

	return work == ITSG_WORK_NOW || (work == ITSG_WORK_LATER && !rd_is_stuck(rd));
}

enum itsg_status itsg_rd_poll(struct itsg_rd *rd)
{
	enum itsg_status status = enter(rd);

	if (status)
		return status;
	itsg_rd_step(rd);
	status = can_go_on(rd) ? ITSG_AGAIN : ITSG_OK;
	itsg_platform_unlock(rd->config.ctx);
	return status;
}

enum itsg_work itsg_rd_work(const struct itsg_rd *rd)
{
	if (domain_ready(&rd->ready) != DOMAIN_READY)
		return ITSG_WORK_NONE;
	return (enum itsg_work)__atomic_load_n(&rd->work, __ATOMIC_RELAXED);
}
