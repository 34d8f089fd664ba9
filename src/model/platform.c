/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The library's side door to the model: what include/itsguard/platform.h asks of an embedder. P10
 * (locks, mappings), P12 (what the hypervisor reads) and the order of barriers are looked at here.
 */
#include <itsguard/platform.h>

#include <inttypes.h>

#include "internal.h"

static struct model *model_of(void *ctx)
{
	return ((struct model_ctx *)ctx)->model;
}

static struct model_its *its_of(void *ctx)
{
	struct model_ctx *c = ctx;

	if (!c->its)
		model_break(c->model, MODEL_P10, "a register is accessed with the domain's ctx");
	return c->its;
}

uint32_t itsg_platform_read32(void *ctx, uint32_t offset)
{
	struct model_its *its = its_of(ctx);

	return its ? (uint32_t)model_register_read(its, offset, 4) : 0;
}

uint64_t itsg_platform_read64(void *ctx, uint32_t offset)
{
	struct model_its *its = its_of(ctx);

	return its ? model_register_read(its, offset, 8) : 0;
}

void itsg_platform_write32(void *ctx, uint32_t offset, uint32_t value)
{
	struct model_its *its = its_of(ctx);

	if (its)
		model_register_write(its, offset, 4, value);
}

void itsg_platform_write64(void *ctx, uint32_t offset, uint64_t value)
{
	struct model_its *its = its_of(ctx);

	if (its)
		model_register_write(its, offset, 8, value);
}

/* ---- Reading the host's memory ---- */

static void check_slot(struct model *model, uint64_t pa)
{
	struct model_page scratch;
	const struct model_page *page = model_page_look(model, pa, &scratch);

	if (!model->load_ordered)
		model_break(model, MODEL_P3, "slot %#" PRIx64 " is read before a load barrier", pa);
	if (pa % 32)
		model_break(model, MODEL_P12, "slot %#" PRIx64 " is out of alignment", pa);
	else if (page->owner != MODEL_HOST || !page->shared || !page->pins)
		model_break(model, MODEL_P12,
			    "slot %#" PRIx64 " is read: owner %d, shared %d, pins %u", pa,
			    page->owner, page->shared, page->pins);
}

static void after_load(struct model *model)
{
	void (*hook)(void *arg) = model->hook;

	model->host_reads++;
	model->hook = NULL;
	if (hook)
		hook(model->hook_arg);
}

void itsg_platform_read_slot(void *ctx, itsg_pa pa, uint64_t words[4])
{
	struct model *model = model_of(ctx);
	unsigned int i;

	check_slot(model, pa);
	for (i = 0; i < 4; i++) {
		words[i] = model_host_load(model, (pa & ~(uint64_t)7) + 8 * i);
		after_load(model);
	}
}

void itsg_platform_flush_staging(void *ctx, itsg_pa pa, uint64_t size)
{
	model_host_flush(model_of(ctx), pa, size);
}

/* ---- Pool memory ---- */

void *itsg_platform_map(void *ctx, itsg_pa pa, uint64_t size)
{
	struct model *model = model_of(ctx);
	uint64_t mask = model->config.page_size - 1;

	if ((pa & mask) || (size & mask))
		model_break(model, MODEL_P10, "map of %#" PRIx64 "+%#" PRIx64 ", not whole pages",
			    pa, size);
	if (model_must_fail(model) || (pa & mask) || (size & mask))
		return NULL;
	return model_region_map(model, pa, size);
}

void itsg_platform_unmap(void *ctx, void *va, itsg_pa pa, uint64_t size)
{
	if (!model_region_unmap(model_of(ctx), va, pa, size))
		model_break(model_of(ctx), MODEL_P10,
			    "unmap of %#" PRIx64 "+%#" PRIx64 ", not mapped there", pa, size);
}

static void set_order(struct model *model, bool barrier)
{
	unsigned int i;

	for (i = 0; i < model->config.its_count; i++) {
		model->its[i].ordered = barrier;
		model->its[i].unordered = !barrier;
	}
}

void itsg_platform_clean(void *ctx, const void *va, uint64_t size)
{
	struct model *model = model_of(ctx);

	if (!model_region_clean(model, va, size))
		model_break(model, MODEL_P10, "clean of %" PRIu64 " bytes outside the pool", size);
	set_order(model, false);
}

void itsg_platform_load_barrier(void *ctx)
{
	model_of(ctx)->load_ordered = true;
}

void itsg_platform_store_barrier(void *ctx)
{
	set_order(model_of(ctx), true);
}

/* ---- Locks ---- */

static bool any_its_locked(const struct model *model)
{
	unsigned int i;

	for (i = 0; i < model->config.its_count; i++) {
		if (model->its[i].ctx.locked)
			return true;
	}
	return false;
}

void itsg_platform_lock(void *ctx)
{
	struct model_ctx *c = ctx;

	if (c->locked)
		model_break(c->model, MODEL_P10, "a lock is taken twice");
	else if (c->its && c->model->domain.locked)
		model_break(c->model, MODEL_P10, "an ITS lock is taken inside the domain lock");
	else if (c->its && any_its_locked(c->model))
		model_break(c->model, MODEL_P10, "two ITS locks are taken");
	c->locked = true;
	if (c->its)
		c->model->load_ordered = false;
}

void itsg_platform_unlock(void *ctx)
{
	struct model_ctx *c = ctx;

	if (!c->locked)
		model_break(c->model, MODEL_P10, "a lock is released that nobody holds");
	/* A barrier completes only what its own CPU has cleaned; the next trap may be on another.
	 */
	if (c->its && c->its->unordered && !c->model->config.coherent)
		model_break(c->model, MODEL_P5,
			    "ITS%u: a call ends with memory cleaned and no barrier after it",
			    c->its->number);
	c->locked = false;
}

/* ---- Reports ---- */

/* The ITS whose context it is; in the domain's, the one the event names. */
static struct model_its *reporter(struct model_ctx *ctx, const struct itsg_event *event)
{
	if (ctx->its || event->its >= ctx->model->config.its_count)
		return ctx->its;
	return &ctx->model->its[event->its];
}

void itsg_platform_report(void *ctx, const struct itsg_event *event)
{
	struct model *model = model_of(ctx);

	if (event->kind == ITSG_EVENT_ACQUIRE)
		model_block_acquire(model, reporter(ctx, event), event);
	else if (event->kind == ITSG_EVENT_CLEAR)
		model_block_clear(model, event);
	else if (event->kind == ITSG_EVENT_RELEASE)
		model_block_release(model, reporter(ctx, event), event);
	if (model->watch.reported)
		model->watch.reported(model->watch.arg, event);
}
