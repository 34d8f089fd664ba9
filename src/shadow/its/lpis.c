// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "shadow/its/lpis.h"
#include "shadow/its/report.h"
#include "shadow/memory/domain_lock.h"
#include "shadow/memory/lpis.h"

static void report(struct itsg_its *its, enum itsg_event_kind kind)
{
	const struct itsg_block *block = &its->domain->lpis.block;

	report_block(its, kind, block->pa, block->size, ITSG_FOR_LPIS);
}

static enum itsg_status join(struct itsg_its *its)
{
	struct itsg_domain *domain = its->domain;
	enum itsg_status status = itsg_lpis_open(domain, its->config.caps.lpi_end);

	if (status != ITSG_OK)
		return status;
	if (domain->lpis.users == 1) {
		report(its, ITSG_EVENT_ACQUIRE);
		report(its, ITSG_EVENT_CLEAR);
	}
	its->lpis = domain->lpis.mapped;
	return ITSG_OK;
}

enum itsg_status itsg_lpis_join(struct itsg_its *its)
{
	enum itsg_status status;

	domain_lock(its->domain);
	status = join(its);
	domain_unlock(its->domain);
	return status;
}

#ifdef ITSG_DEBUG
/* A bit that nobody clears is an LPI that nobody can map any more. */
static void must_be_clear(const struct itsg_block *block)
{
	const uint64_t *words = block->va;
	uint64_t n;

	for (n = 0; n < block->size / sizeof(uint64_t); n++)
		if (words[n])
			__builtin_trap();
}
#else
static void must_be_clear(const struct itsg_block *block)
{
	(void)block;
}
#endif

static void leave(struct itsg_its *its)
{
	struct itsg_domain *domain = its->domain;
	struct itsg_block block = domain->lpis.block;

	if (!itsg_lpis_close(domain))
		return;
	must_be_clear(&block);
	report(its, ITSG_EVENT_RELEASE);
	if (!itsg_lpis_free(domain))
		itsg_report_release_failed(its, block.pa, block.size, ITSG_FOR_LPIS);
}

void itsg_lpis_leave(struct itsg_its *its)
{
	if (!its->lpis)
		return;
	its->lpis = NULL;
	domain_lock(its->domain);
	leave(its);
	domain_unlock(its->domain);
}
