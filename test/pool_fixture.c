/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "pool_fixture.h"

#include <check.h>

#include "model/model.h"
#include "shadow/memory/pool.h"

struct model *pool_model;
struct itsg_domain pool_domain;

void pool_start_with(uint64_t page, uint32_t budget)
{
	struct model_config config = {
		.page_size = page, .coherent = true, .background = MODEL_HOST};
	struct itsg_domain_config wanted = {
		.page_size = page, .pa_limit = (uint64_t)1 << 52, .budget = budget};

	pool_model = model_create(&config);
	ck_assert(pool_model != NULL);
	wanted.ctx = model_domain_ctx(pool_model);
	ck_assert_int_eq(itsg_domain_init(&pool_domain, &wanted), ITSG_OK);
}

void pool_start(void)
{
	pool_start_with(4096, 0);
}

void pool_stop(void)
{
	ck_assert_msg(model_violation(pool_model)->property == MODEL_NONE, "%s",
		      model_violation(pool_model)->text);
	model_destroy(pool_model);
}

enum itsg_status pool_add(itsg_pa pa, uint64_t size)
{
	return itsg_pool_add(&pool_domain, pa, size, ITSG_POOL_HOST);
}

itsg_pa pool_take(unsigned int order)
{
	void *ctx = model_domain_ctx(pool_model);
	struct itsg_block block = {.pa = POOL_NONE};
	bool taken;

	itsg_platform_lock(ctx);
	taken = itsg_pool_take(&pool_domain.pool, order, &block);
	itsg_platform_unlock(ctx);
	ck_assert_int_eq(taken, block.pa != POOL_NONE);
	return block.pa;
}

bool pool_give(itsg_pa pa, unsigned int order)
{
	void *ctx = model_domain_ctx(pool_model);
	bool given;

	itsg_platform_lock(ctx);
	given = itsg_pool_give(&pool_domain.pool, pa, order);
	itsg_platform_unlock(ctx);
	return given;
}

uint8_t *pool_bytes(itsg_pa pa)
{
	uint32_t i;

	for (i = 0; i < pool_domain.pool.region_count; i++)
		if (pa - pool_domain.pool.regions[i].pa < pool_domain.pool.regions[i].size)
			return pool_domain.pool.regions[i].va +
			       (pa - pool_domain.pool.regions[i].pa);
	ck_abort_msg("no region has that address");
	return NULL;
}
