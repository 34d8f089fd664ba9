// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The pool's functions, with the domain's lock around them. */
#include "shadow/memory/block.h"
#include "shadow/memory/domain_lock.h"

void *itsg_block_va(const struct itsg_domain *domain, itsg_pa pa)
{
	void *va;

	domain_lock(domain);
	va = itsg_pool_va(&domain->pool, pa);
	domain_unlock(domain);
	return va;
}

itsg_pa itsg_block_pa(const struct itsg_domain *domain, const void *va)
{
	itsg_pa pa;

	domain_lock(domain);
	pa = itsg_pool_pa(&domain->pool, va);
	domain_unlock(domain);
	return pa;
}
