/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The model as a whole: made, reset, destroyed, and who watches it. */
#include "model/model.h"

#include <itsguard/types.h>

#include <stdlib.h>

#include "model/blocks.h"
#include "model/hash.h"
#include "model/its.h"
#include "model/memory.h"
#include "model/redist.h"
#include "model/region.h"
#include "model/state/model.h"

static void own_frames(struct model *model, const struct model_its_config *its)
{
	bool virtual_frame = (its->typer >> 39 & 1) || (its->typer >> 40 & 1);

	model_own(model, its->base, virtual_frame ? 0x40000 : 0x20000, MODEL_MMIO);
}

static void own_rd_frames(struct model *model, const struct model_rd_config *rd)
{
	model_own(model, rd->base, rd->typer & 2 ? 0x40000 : 0x20000, MODEL_MMIO);
}

/* Returns false if this machine has no memory. */
static bool start(struct model *model, const struct model_config *config)
{
	unsigned int i;

	model_threads(model, false);
	model_blocks_reset(model);
	model->config = *config;
	model_memory_reset(model);
	if (!model_regions_reset(model))
		return false;
	model->domain = (struct model_ctx){.model = model};
	if (config->pool_size)
		model_own(model, config->pool_pa, config->pool_size, MODEL_HYP);
	for (i = 0; i < config->its_count; i++) {
		own_frames(model, &config->its[i]);
		model_its_reset(model, i);
	}
	for (i = 0; i < config->rd_count; i++) {
		own_rd_frames(model, &config->rd[i]);
		model_rd_reset(model, i);
	}
	model_map_clear(&model->lpis);
	model_map_clear(&model->mapped);
	model->violation.property = MODEL_NONE;
	model->violation.text[0] = 0;
	model->answer = ITSG_OK;
	model->fallible = model->fail_at = model->fail_again = 0;
	model->hook = NULL;
	model->read_hook = NULL;
	model->host_reads = 0;
	model->lock_hook = NULL;
	model->held = (struct model_held){0};
	return true;
}

struct model *model_create(const struct model_config *config)
{
	struct model *model = calloc(1, sizeof(*model));

	if (model && !start(model, config)) {
		model_destroy(model);
		return NULL;
	}
	return model;
}

void model_reset(struct model *model, const struct model_config *config)
{
	model->watch = (struct model_watch){0};
	if (!start(model, config))
		abort();
}

void model_destroy(struct model *model)
{
	unsigned int i;

	if (!model)
		return;
	model_threads(model, false);
	for (i = 0; i < MODEL_ITS_MAX; i++)
		model_its_free(&model->its[i]);
	model_regions_free(model);
	model_memory_free(model);
	model_map_free(&model->lpis);
	model_map_free(&model->mapped);
	free(model->blocks.block);
	free(model);
}

void *model_its_ctx(struct model *model, unsigned int its)
{
	return &model->its[its].ctx;
}

void *model_domain_ctx(struct model *model)
{
	return &model->domain;
}

void *model_rd_ctx(struct model *model, unsigned int rd)
{
	return &model->rd[rd].ctx;
}

void model_on_host_read(struct model *model, void (*hook)(void *arg), void *arg)
{
	model->hook = hook;
	model->hook_arg = arg;
}

void model_on_register_read(struct model *model,
			    uint64_t (*hook)(void *arg, const void *ctx, uint32_t offset,
					     uint64_t value),
			    void *arg)
{
	model->read_hook = hook;
	model->read_arg = arg;
}

void model_on_lock(struct model *model, void (*hook)(void *arg, void *ctx, bool taken), void *arg)
{
	model->lock_hook = hook;
	model->lock_arg = arg;
}

uint64_t model_host_reads(const struct model *model)
{
	return model->host_reads;
}

void model_watch(struct model *model, const struct model_watch *watch)
{
	model->watch = watch ? *watch : (struct model_watch){0};
}

const struct model_spent *model_spent(const void *ctx)
{
	return &((const struct model_ctx *)ctx)->spent;
}

uint32_t model_report_mask(void)
{
	return 1u << ITSG_EVENT_ACQUIRE | 1u << ITSG_EVENT_CLEAR | 1u << ITSG_EVENT_RELEASE |
	       1u << ITSG_EVENT_ATTEMPT;
}
