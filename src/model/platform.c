/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What include/itsguard/platform.h asks of an embedder. This file checks P10 (locks, mappings), P12
 * (what the hypervisor reads) and the order of barriers.
 */
#include <itsguard/platform.h>

#include <inttypes.h>

#include "model/audit.h"
#include "model/blocks.h"
#include "model/fail.h"
#include "model/lookup.h"
#include "model/memory.h"
#include "model/redist.h"
#include "model/redist_registers.h"
#include "model/region.h"
#include "model/registers.h"
#include "model/tasks.h"
#include "model/threads.h"
#include "model/violation.h"

static struct model *model_of(void *ctx)
{
	return ((struct model_ctx *)ctx)->model;
}

/* Each call of the library goes through here first, locks and reports aside. */
static struct model *called(void *ctx)
{
	struct model *model = model_of(ctx);

	model_point(model);
	model_enter(model);
	return model;
}

static void no_register(struct model *model)
{
	model_break(model, MODEL_P10, "a register is accessed with the domain's ctx");
}

static uint64_t read_register(void *ctx, uint32_t offset, uint32_t size)
{
	struct model *model = called(ctx);
	struct model_ctx *c = ctx;
	uint64_t value = 0;

	if (c->its)
		value = model_register_read(c->its, offset, size);
	else if (c->rd)
		value = model_rd_register_read(c->rd, offset, size);
	else
		no_register(model);
	if (model->read_hook)
		value = model->read_hook(model->read_arg, ctx, offset, value);
	model_leave(model);
	return value;
}

static void write_register(void *ctx, uint32_t offset, uint32_t size, uint64_t value)
{
	struct model *model = called(ctx);
	struct model_ctx *c = ctx;

	if (c->its)
		model_register_write(c->its, offset, size, value);
	else if (c->rd)
		model_rd_register_write(c->rd, offset, size, value);
	else
		no_register(model);
	model_leave(model);
}

uint32_t itsg_platform_read32(void *ctx, uint32_t offset)
{
	return (uint32_t)read_register(ctx, offset, 4);
}

uint64_t itsg_platform_read64(void *ctx, uint32_t offset)
{
	return read_register(ctx, offset, 8);
}

void itsg_platform_write32(void *ctx, uint32_t offset, uint32_t value)
{
	write_register(ctx, offset, 4, value);
}

void itsg_platform_write64(void *ctx, uint32_t offset, uint64_t value)
{
	write_register(ctx, offset, 8, value);
}

/* ---- The host's memory ---- */

static void check_slot(const struct model_ctx *ctx, uint64_t pa)
{
	struct model *model = ctx->model;
	const struct model_page *page = model_page_get(model, pa);

	if (!ctx->load_ordered)
		model_break(model, MODEL_P3, "slot %#" PRIx64 " is read before a load barrier", pa);
	if (ctx->uncached && (pa < ctx->flushed_from || pa + 32 > ctx->flushed_to))
		model_break(model, MODEL_P3,
			    "slot %#" PRIx64
			    " is read and was not flushed: the host writes it past "
			    "the caches",
			    pa);
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
	struct model *model = called(ctx);
	uint64_t loaded[4];
	unsigned int i;

	check_slot(ctx, pa);
	for (i = 0; i < 4; i++) {
		loaded[i] = model_host_load(model, (pa & ~(uint64_t)7) + 8ull * i);
		after_load(model);
	}
	model_audit_read(ctx, loaded);
	((struct model_ctx *)ctx)->spent.loads += 4;
	((struct model_ctx *)ctx)->flushed_to = 0;
	model_leave(model);
	/* Last, so that sanitizers see the library's own store. */
	for (i = 0; i < 4; i++)
		words[i] = loaded[i];
}

void itsg_platform_flush_staging(void *ctx, itsg_pa pa, uint64_t size)
{
	struct model *model = called(ctx);

	model_host_flush(model, pa, size);
	((struct model_ctx *)ctx)->flushed_from = pa;
	((struct model_ctx *)ctx)->flushed_to = pa + size;
	model_leave(model);
}

/* ---- Pool memory ---- */

static void *map(struct model *model, itsg_pa pa, uint64_t size)
{
	uint64_t mask = model->config.page_size - 1;

	if ((pa & mask) || (size & mask))
		model_break(model, MODEL_P10, "map of %#" PRIx64 "+%#" PRIx64 ", not whole pages",
			    pa, size);
	if (model_must_fail(model) || (pa & mask) || (size & mask))
		return NULL;
	return model_region_map(model, pa, size);
}

void *itsg_platform_map(void *ctx, itsg_pa pa, uint64_t size)
{
	struct model *model = called(ctx);
	void *va = map(model, pa, size);

	model_leave(model);
	return va;
}

void itsg_platform_unmap(void *ctx, void *va, itsg_pa pa, uint64_t size)
{
	struct model *model = called(ctx);

	if (!model_region_unmap(model, va, pa, size))
		model_break(model, MODEL_P10,
			    "unmap of %#" PRIx64 "+%#" PRIx64 ", not mapped there", pa, size);
	model_leave(model);
}

/* Notes a clean, or a barrier, for the ITS or redistributor of this context. In the domain's
 * context it counts for all of them. */
static void set_order(const struct model_ctx *ctx, bool barrier)
{
	struct model *model = ctx->model;
	unsigned int i;

	for (i = 0; i < model->config.its_count; i++) {
		if (!model_ctx_is_domain(ctx) && ctx->its != &model->its[i])
			continue;
		model->its[i].ordered = barrier;
		model->its[i].unordered = !barrier;
	}
	for (i = 0; i < model->config.rd_count; i++) {
		if (!model_ctx_is_domain(ctx) && ctx->rd != &model->rd[i])
			continue;
		model->rd[i].unordered = !barrier;
	}
}

void itsg_platform_clean(void *ctx, const void *va, uint64_t size)
{
	struct model *model = called(ctx);

	if (!model_region_clean(model, va, size))
		model_break(model, MODEL_P10, "clean of %" PRIu64 " bytes outside the pool", size);
	set_order(ctx, false);
	((struct model_ctx *)ctx)->unfenced = true;
	if (!((struct model_ctx *)ctx)->its) /* those of an ITS are counted when reported */
		((struct model_ctx *)ctx)->spent.cleared += (size + MODEL_PAGE - 1) / MODEL_PAGE;
	model_leave(model);
}

void itsg_platform_load_barrier(void *ctx)
{
	struct model *model = called(ctx);

	((struct model_ctx *)ctx)->load_ordered = true;
	model_leave(model);
}

void itsg_platform_store_barrier(void *ctx)
{
	struct model *model = called(ctx);

	set_order(ctx, true);
	((struct model_ctx *)ctx)->unfenced = false;
	model_leave(model);
}

/* ---- Locks ---- */

/* Returns why the lock must not be taken, or NULL. */
static const char *why_not_locked(const struct model_held *held, const struct model_ctx *ctx)
{
	if (held->its == ctx || held->domain == ctx)
		return "a lock is taken twice";
	if (held->domain)
		return model_ctx_is_domain(ctx) ? "two domain locks are taken"
						: "an ITS lock is taken inside the domain lock";
	return !model_ctx_is_domain(ctx) && held->its ? "two ITS locks are taken" : NULL;
}

static void lock_taken(struct model_ctx *ctx, struct model_held *held)
{
	struct model *model = ctx->model;

	model_enter(model);
	*(model_ctx_is_domain(ctx) ? &held->domain : &held->its) = ctx;
	ctx->locked = true;
	ctx->load_ordered = false;
	ctx->spent = (struct model_spent){0};
	model_audit_locked(ctx);
	if (model->lock_hook)
		model->lock_hook(model->lock_arg, ctx, true);
	model_leave(model);
}

void itsg_platform_lock(void *ctx)
{
	struct model *model = model_of(ctx);
	struct model_held *held = model_held(model);
	const char *why = held->its || held->domain ? why_not_locked(held, ctx) : NULL;

	model_point(model);
	if (why)
		model_break(model, MODEL_P10, "%s", why);
	/* It would wait for itself for ever. */
	if (held->its == ctx || held->domain == ctx)
		return;
	if (model->run || model->guard)
		model_lock_take(ctx);
	lock_taken(ctx, held);
}

/* Checks that a barrier came after all that was cleaned. A barrier completes only what its own
 * CPU has cleaned, and the next trap may be on another CPU. */
static void check_fenced(struct model_ctx *ctx)
{
	if (ctx->its && ctx->its->unordered && !ctx->model->config.coherent)
		model_break(ctx->model, MODEL_P5,
			    "ITS%u: a call ends with memory cleaned and no barrier after it",
			    ctx->its->number);
	if (ctx->rd && ctx->rd->unordered && !ctx->model->config.coherent)
		model_break(ctx->model, MODEL_P5,
			    "RD%u: a call ends with memory cleaned and no barrier after it",
			    ctx->rd->number);
	/* What goes back to a host must be cleaned even if the ITSs snoop. */
	if (model_ctx_is_domain(ctx) && ctx->unfenced)
		model_break(
			ctx->model, MODEL_P5,
			"a call on the domain ends with memory cleaned and no barrier after it");
}

static bool lock_is_dropped(struct model_ctx *ctx, struct model_held *held)
{
	struct model *model = ctx->model;
	bool mine = held->its == ctx || held->domain == ctx;

	model_enter(model);
	if (!mine)
		model_break(model, MODEL_P10, "a lock is released that nobody holds");
	else if (model->lock_hook)
		model->lock_hook(model->lock_arg, ctx, false);
	check_fenced(ctx);
	if (mine) {
		*(model_ctx_is_domain(ctx) ? &held->domain : &held->its) = NULL;
		ctx->locked = false;
	}
	model_leave(model);
	return mine;
}

void itsg_platform_unlock(void *ctx)
{
	struct model *model = model_of(ctx);

	model_point(model);
	if (lock_is_dropped(ctx, model_held(model)) && model->guard)
		model_lock_drop(ctx);
	model_point(model);
}

/* ---- Reports ---- */

/* Returns the ITS of this context. In the domain's context: the ITS that the event names. */
static struct model_its *reporter(struct model_ctx *ctx, const struct itsg_event *event)
{
	if (ctx->its || event->its >= ctx->model->config.its_count)
		return ctx->its;
	return &ctx->model->its[event->its];
}

/* No other task may go on here. A schedule must not depend on who wants reports. */
void itsg_platform_report(void *ctx, const struct itsg_event *event)
{
	struct model *model = model_of(ctx);
	struct model_spent *spent = &((struct model_ctx *)ctx)->spent;

	model_enter(model);
	if (((struct model_ctx *)ctx)->rd)
		model_rd_block_event(((struct model_ctx *)ctx)->rd, event);
	else if (event->kind == ITSG_EVENT_ACQUIRE)
		model_block_acquire(model, reporter(ctx, event), event);
	else if (event->kind == ITSG_EVENT_CLEAR)
		model_block_clear(model, event);
	else if (event->kind == ITSG_EVENT_RELEASE)
		model_block_release(model, reporter(ctx, event), event);
	model_audit_reported(ctx, event);
	if (event->kind == ITSG_EVENT_CLEAR)
		spent->cleared += (event->size + MODEL_PAGE - 1) / MODEL_PAGE;
	if (model->watch.reported)
		model->watch.reported(model->watch.arg, event);
	model_leave(model);
}
