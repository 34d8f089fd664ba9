/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The audit of addresses that the host names. What extent a command or a register means is worked
 * out here, from the words. The owner counts at the moment when the library asks: right after that
 * the page may move. So what it tells is held against what it was told last.
 */
#include "model/audit.h"

#include <inttypes.h>
#include <string.h>

#include "model/blocks.h"
#include "model/its_facts.h"
#include "model/memory.h"
#include "model/model.h"
#include "model/violation.h"

#define MAPD	    8u
#define VALID(word) ((word) >> 63)
#define ITT_ADDRESS UINT64_C(0x000fffffffffff00)
#define LIMIT	    UINT64_C(0x0001000000000000)

struct extent {
	uint64_t pa, bytes;
};

/* The domain asks nothing. */
static unsigned int number_of(const struct model_ctx *ctx)
{
	if (ctx->rd)
		return ctx->rd->number;
	return ctx->its ? ctx->its->number : MODEL_ITS_MAX;
}

static void broken(const struct model_ctx *ctx, const struct extent *extent, const char *what)
{
	model_break(ctx->model, MODEL_P6, "%s%u: %#" PRIx64 "+%#" PRIx64 " %s",
		    ctx->rd ? "RD" : "ITS", number_of(ctx), extent->pa, extent->bytes, what);
}

/* ---- What the words mean ---- */

static struct extent of_mapd(const struct model_its *its, const uint64_t words[4])
{
	return (struct extent){words[2] & ITT_ADDRESS, (uint64_t)model_ite_bytes(its)
							       << ((words[1] & 0x1f) + 1)};
}

/* The table itself, or the first of two levels. */
static struct extent of_baser(uint64_t baser)
{
	static const uint64_t pages[4] = {4096, 16384, 65536, 65536};
	uint64_t page = pages[baser >> 8 & 3], base = baser & 0xfffffffff000;

	if (page == 65536)
		base = (base & ~UINT64_C(0xffff)) | (baser >> 12 & 0xf) << 48;
	return (struct extent){base & ~(page - 1), ((baser & 0xff) + 1) * page};
}

static struct extent of_cbaser(uint64_t cbaser)
{
	return (struct extent){cbaser & 0xfffffffff0000, ((cbaser & 0xff) + 1) * 4096};
}

/* INTID bits that count. */
static uint32_t bits_of(const struct model *model, uint64_t propbaser)
{
	uint32_t bits = (uint32_t)(propbaser & 0x1f) + 1, most = model->config.rd_told_bits;

	if (!most)
		most = model->config.rd_lpi_bits;
	return bits < most ? bits : most;
}

static bool is_beyond_bus(const struct model *model, unsigned int rd, const struct extent *extent)
{
	uint32_t bits = model->config.rd[rd].bus_bits;

	return bits && (extent->pa + extent->bytes - 1) >> bits;
}

static struct extent of_propbaser(const struct model *model, uint64_t propbaser)
{
	return (struct extent){propbaser & 0xffffffffff000,
			       (UINT64_C(1) << bits_of(model, propbaser)) - MODEL_LPI_FIRST};
}

static struct extent of_pendbaser(const struct model *model, uint64_t propbaser, uint64_t pendbaser)
{
	return (struct extent){pendbaser & 0xfffffffff0000,
			       (UINT64_C(1) << bits_of(model, propbaser)) / 8};
}

/* What a table register of an ITS means. */
static struct extent of_register(uint32_t offset, uint64_t value)
{
	return offset == 0x80 ? of_cbaser(value) : of_baser(value);
}

static bool is_beyond(const struct model *model, const struct extent *extent)
{
	uint64_t limit = model->config.pa_limit ? model->config.pa_limit : LIMIT;

	return extent->pa >= limit || extent->bytes > limit - extent->pa;
}

static bool is_foul(const struct model *model, const struct extent *extent)
{
	return is_beyond(model, extent) ||
	       model_owner_of_all(model, extent->pa, extent->bytes) != MODEL_HOST;
}

/* Was the last question about all pages of the extent, and no others? */
static bool was_asked(const struct model_ctx *ctx, const struct extent *extent)
{
	uint64_t page = ctx->model->config.page_size, first = extent->pa & ~(page - 1);
	uint64_t end = (extent->pa + extent->bytes + page - 1) & ~(page - 1);

	return ctx->audit.size && ctx->audit.pa == first && ctx->audit.size == end - first;
}

/* ---- MAPD ---- */

/* Is a page of it pinned as part of this ITS's queue? Pages larger than 4 KiB hide what is. */
static bool is_queued(const struct model_its *its, const struct extent *extent)
{
	struct model *model = its->ctx.model;
	uint64_t at, end = extent->pa + extent->bytes;

	if (model->config.page_size != MODEL_PAGE || is_beyond(model, extent))
		return false;
	for (at = extent->pa & ~(uint64_t)(MODEL_PAGE - 1); at < end && model->memory.pinned;
	     at += MODEL_PAGE)
		if (model_page_get(model, at)->queue == its->number + 1)
			return true;
	return false;
}

void model_audit_read(struct model_ctx *ctx, const uint64_t words[4])
{
	struct model_mapd *mapd = &ctx->its->mapd;
	struct extent extent = of_mapd(ctx->its, words);

	mapd->read = (words[0] & 0xff) == MAPD && VALID(words[2]);
	if (!mapd->read || ctx->model->config.audit == ITSG_AUDIT_OFF)
		return;
	*mapd = (struct model_mapd){.read = true, .pa = extent.pa, .bytes = extent.bytes};
	memcpy(mapd->words, words, sizeof(mapd->words));
}

static bool is_mapd(const struct model_its *its, const struct itsg_event *event)
{
	return its->mapd.read && memcmp(its->mapd.words, event->words, sizeof(event->words)) == 0;
}

/* The library goes on with it. */
static void mapd_goes_on(struct model_its *its)
{
	const struct model_mapd *mapd = &its->mapd;
	struct extent extent = {mapd->pa, mapd->bytes};
	enum itsg_audit audit = its->ctx.model->config.audit;

	if (!mapd->read || audit == ITSG_AUDIT_OFF)
		return;
	if (mapd->told ? audit == ITSG_AUDIT_REFUSE : mapd->foul || is_queued(its, &extent))
		broken(&its->ctx, &extent,
		       mapd->told ? "is refused as an ITT, and taken all the same"
				  : "is taken as an ITT, is not the host's, and is not told");
	else if (!mapd->told && !mapd->asked)
		broken(&its->ctx, &extent, "is taken as an ITT, and the ledger was not asked");
}

static void mapd_is_told(struct model_its *its, const struct itsg_event *event)
{
	struct model_mapd *mapd = &its->mapd;
	struct extent extent = {event->pa, event->size};
	bool right = is_mapd(its, event) && event->pa == mapd->pa && event->size == mapd->bytes;

	if (!right || mapd->told)
		broken(&its->ctx, &extent, "is told, and no MAPD names that");
	else if (event->reason != ITSG_REASON_ADDRESS_STAGING && !(mapd->asked && mapd->foul))
		broken(&its->ctx, &extent, "is told as an ITT, and it is the host's");
	mapd->told = true;
}

/* ---- Registers ---- */

/* The size of a pending table depends on PROPBASER: it is what a test has said, if it has. */
static struct extent of_event(const struct model_ctx *ctx, const struct itsg_event *event)
{
	uint64_t value = event->words[0];

	if (ctx->its)
		return of_register(event->position, value);
	if (event->purpose == ITSG_FOR_PROPERTY_TABLE)
		return of_propbaser(ctx->model, value);
	return (struct extent){of_pendbaser(ctx->model, 0, value).pa,
			       ctx->rd->pending_bytes ? ctx->rd->pending_bytes : event->size};
}

static void register_is_told(const struct model_ctx *ctx, const struct itsg_event *event)
{
	struct extent extent = {event->pa, event->size}, meant = of_event(ctx, event);

	if (meant.pa != extent.pa || meant.bytes != extent.bytes)
		broken(ctx, &extent, "is told, and the register says something else");
	else if (!is_beyond(ctx->model, &extent) && !(was_asked(ctx, &extent) && ctx->audit.foul))
		broken(ctx, &extent, "is told, and it is the host's");
}

/* ---- What the library does ---- */

void model_audit_locked(struct model_ctx *ctx)
{
	ctx->audit.size = 0;
	ctx->audit.told = 0;
}

void model_audit_asked(struct model_ctx *ctx, uint64_t pa, uint64_t size, bool foul)
{
	struct model_mapd *mapd = ctx->its ? &ctx->its->mapd : NULL;
	struct extent extent = {pa, size};

	if (ctx->model->config.audit == ITSG_AUDIT_OFF)
		broken(ctx, &extent, "is asked about, and the audit is off");
	ctx->audit.pa = pa;
	ctx->audit.size = size;
	ctx->audit.foul = foul;
	if (!mapd || !mapd->read)
		return;
	extent = (struct extent){mapd->pa, mapd->bytes};
	if (was_asked(ctx, &extent)) {
		mapd->asked = true;
		mapd->foul = foul;
	}
}

static void attempt(struct model_ctx *ctx, const struct itsg_event *event)
{
	bool refuse = ctx->model->config.audit == ITSG_AUDIT_REFUSE;
	struct extent extent = {event->pa, event->size};

	ctx->audit.attempts++;
	ctx->audit.told |= UINT32_C(1) << event->purpose;
	if ((event->verdict == ITSG_REFUSE) != refuse)
		broken(ctx, &extent, "is told with a verdict that the audit does not have");
	if (event->purpose == ITSG_FOR_ITT && ctx->its)
		mapd_is_told(ctx->its, event);
	else
		register_is_told(ctx, event);
}

static bool is_reason_of_audit(enum itsg_reason reason)
{
	return reason == ITSG_REASON_ADDRESS_NOT_HOST || reason == ITSG_REASON_ADDRESS_NOT_RAM ||
	       reason == ITSG_REASON_ADDRESS_STAGING;
}

static void verdict(struct model_its *its, const struct itsg_event *event)
{
	struct extent extent = {its->mapd.pa, its->mapd.bytes};

	if (!is_mapd(its, event))
		return;
	if (event->verdict != ITSG_REFUSE)
		mapd_goes_on(its);
	else if (is_reason_of_audit(event->reason) && !its->mapd.told)
		broken(&its->ctx, &extent, "is refused as an ITT, and is not told");
}

void model_audit_reported(struct model_ctx *ctx, const struct itsg_event *event)
{
	if (event->kind == ITSG_EVENT_ATTEMPT)
		attempt(ctx, event);
	else if (event->kind == ITSG_EVENT_COMMAND && ctx->its)
		verdict(ctx->its, event);
	else if (event->kind == ITSG_EVENT_ACQUIRE && ctx->its && event->purpose == ITSG_FOR_ITT)
		mapd_goes_on(ctx->its);
}

/* ---- What a test asks ---- */

static uint32_t purpose_if_foul(const struct model *model, struct extent extent,
				enum itsg_purpose purpose)
{
	return is_foul(model, &extent) ? UINT32_C(1) << purpose : 0;
}

static uint32_t foul_table(const struct model *model, uint64_t baser)
{
	uint64_t type = baser >> 56 & 7;

	if (!VALID(baser) || (type != 1 && type != 4))
		return 0;
	return purpose_if_foul(model, of_baser(baser),
			       type == 1 ? ITSG_FOR_DEVICE_TABLE : ITSG_FOR_COLLECTION_TABLE);
}

uint32_t model_audit_enable(struct model *model, const uint64_t basers[8], uint64_t cbaser)
{
	struct extent queue = of_cbaser(cbaser);
	uint32_t wanted;
	unsigned int n;

	if (model->config.audit == ITSG_AUDIT_OFF || is_beyond(model, &queue))
		return 0;
	wanted = purpose_if_foul(model, queue, ITSG_FOR_QUEUE);
	for (n = 0; n < 8; n++)
		wanted |= foul_table(model, basers[n]);
	return wanted;
}

uint32_t model_audit_rd_enable(struct model *model, unsigned int rd, uint64_t propbaser,
			       uint64_t pendbaser)
{
	struct extent property = of_propbaser(model, propbaser);
	struct extent pending = of_pendbaser(model, propbaser, pendbaser);

	model->rd[rd].pending_bytes = pending.bytes;
	if (model->config.audit == ITSG_AUDIT_OFF || bits_of(model, propbaser) < 14 ||
	    is_beyond(model, &property) || is_beyond_bus(model, rd, &property) ||
	    is_beyond(model, &pending) || is_beyond_bus(model, rd, &pending))
		return 0;
	return purpose_if_foul(model, property, ITSG_FOR_PROPERTY_TABLE) |
	       purpose_if_foul(model, pending, ITSG_FOR_PENDING_TABLE);
}

void model_audit_told(struct model *model, const void *ctx, uint32_t wanted)
{
	const struct model_ctx *at = ctx;
	uint32_t missing = wanted & ~at->audit.told;
	enum itsg_purpose purpose = ITSG_FOR_DEVICE_TABLE;

	while (missing >> purpose > 1)
		purpose++;
	if (missing)
		model_break(model, MODEL_P6, "%s: enabled with a %s that is not the host's, untold",
			    at->rd ? "RD" : "ITS", model_purpose_name(purpose));
}

uint64_t model_attempts(const void *ctx)
{
	return ((const struct model_ctx *)ctx)->audit.attempts;
}
