/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Making and starting a rig.
 */
#include "rig/rig.h"

#include <stdlib.h>
#include <string.h>

#include "rig/judge.h"
#include "rig/limits.h"
#include "rig/redist.h"
#include "rig/state.h"
#include "rig/work.h"

#define CBASER_STICKY 0xb8effffffffffcffULL /* all but RES0 and PA[15:12] */
#define CTLR	      0

/* ---- What the model reports ---- */

static void executed(void *arg, unsigned int its, const uint64_t words[4])
{
	struct rig *rig = arg;

	if (!rig->bare)
		equal_executed(&rig->its[its].equal, words);
	if (rig->observer.executed)
		rig->observer.executed(rig->observer.arg, its, words);
}

static bool is_refusal(const struct itsg_event *event)
{
	if (event->kind == ITSG_EVENT_COMMAND)
		return event->verdict == ITSG_REFUSE;
	return event->kind == ITSG_EVENT_ACCESS || event->kind == ITSG_EVENT_ENABLE_FAILED;
}

static void note_refusal(struct rig *rig, const struct itsg_event *event)
{
	rig->last_reason = event->reason;
	if (rig->excused && event->kind == ITSG_EVENT_ACCESS) {
		rig->excused_count++;
		return;
	}
	if (rig->refusal_line)
		return;
	rig->refusal = *event;
	rig->refusal_line = rig->line;
	if (event->kind == ITSG_EVENT_COMMAND && rig_slot_line(rig, event->its, event->position))
		rig->refusal_line = rig_slot_line(rig, event->its, event->position);
}

static void reported(void *arg, const struct itsg_event *event)
{
	struct rig *rig = arg;

	if (is_refusal(event))
		note_refusal(rig, event);
	if (event->kind == ITSG_EVENT_ATTEMPT && !rig->attempt_line) {
		rig->attempt = *event;
		rig->attempt_line = rig->line;
	}
	if (rig->observer.reported)
		rig->observer.reported(rig->observer.arg, event);
}

/* A stalled ITS is disabled: commands that it was given will never be executed. */
static void note_abandon(struct rig *rig, unsigned int its)
{
	rig->its[its].abandoned = true;
	if (!rig->bare)
		equal_power_lost(&rig->its[its].equal, false);
}

static void note_ctlr(struct rig *rig, unsigned int its, bool on)
{
	struct rig_its *at = &rig->its[its];

	if (at->hw_on && !on && model_its_stalled(rig->model, its))
		note_abandon(rig, its);
	at->hw_on = on;
	at->seen_off = at->seen_off && !on;
	at->abandoned = at->abandoned && !on;
}

static void hw_write(void *arg, unsigned int its, uint32_t offset, uint64_t value)
{
	struct rig *rig = arg;

	if (its < TRACE_ITS_MAX)
		rig->its[its].hw_writes++;
	else if (its - MODEL_WATCH_RD < TRACE_CPU_MAX)
		rig->rd[its - MODEL_WATCH_RD].hw_writes++;
	if (offset == CTLR && its < TRACE_ITS_MAX)
		note_ctlr(rig, its, value & 1);
	if (rig->observer.hw_write)
		rig->observer.hw_write(rig->observer.arg, its, offset, value);
}

/* ---- Life ---- */

struct rig *rig_create(void)
{
	struct rig *rig = calloc(1, sizeof(*rig));
	unsigned int n;

	if (!rig)
		return NULL;
	for (n = 0; n < TRACE_ITS_MAX; n++) {
		rig->its[n].lines = calloc(TRACE_QUEUE_MAX, sizeof(*rig->its[n].lines));
		if (!equal_create(&rig->its[n].equal) || !rig->its[n].lines) {
			rig_destroy(rig);
			return NULL;
		}
	}
	return rig;
}

void rig_destroy(struct rig *rig)
{
	unsigned int n;

	if (!rig)
		return;
	for (n = 0; n < TRACE_ITS_MAX; n++) {
		equal_destroy(&rig->its[n].equal);
		free(rig->its[n].lines);
	}
	if (rig->model)
		model_destroy(rig->model);
	free(rig);
}

void rig_observe(struct rig *rig, const struct model_watch *observer)
{
	rig->observer = observer ? *observer : (struct model_watch){0};
}

/* ---- Starting ---- */

static void world_its(const struct rig *rig, unsigned int n, struct model_its_config *its)
{
	const struct trace_its_config *from = &rig->config.its[n];

	its->base = RIG_ITS_BASE + n * RIG_ITS_STRIDE;
	its->typer = from->typer;
	its->iidr = from->iidr;
	its->pidr2 = from->pidr2;
	memcpy(its->baser_reset, from->baser_reset, sizeof(its->baser_reset));
	memcpy(its->baser_pages, from->baser_pages, sizeof(its->baser_pages));
	memcpy(its->baser_sticky, from->baser_sticky, sizeof(its->baser_sticky));
	its->cbaser_sticky = CBASER_STICKY;
	its->processors = rig->config.cpus;
	memcpy(its->rd_base, rig->config.rd, rig->config.cpus * sizeof(its->rd_base[0]));
	its->lpi_end = rig_lpi_end(&rig->config);
	its->bus_bits = from->bus_bits;
	its->vpe_bits = rig->config.vpe_bits;
}

static enum model_owner owner_of(enum trace_owner owner)
{
	static const enum model_owner owners[TRACE_OWNERS] = {
		[TRACE_HOST] = MODEL_HOST,     [TRACE_HYP] = MODEL_HYP,
		[TRACE_GUEST] = MODEL_GUEST,   [TRACE_MMIO] = MODEL_MMIO,
		[TRACE_NOBODY] = MODEL_NOBODY,
	};

	return owners[owner];
}

static bool make_world(struct rig *rig)
{
	const struct trace_config *config = &rig->config;
	struct model_watch watch = {rig, executed, reported, hw_write};
	uint32_t n;

	rig->world = (struct model_config){
		.page_size = config->page,
		.coherent = config->coherent,
		.background = config->mem_count ? MODEL_NOBODY : MODEL_HOST,
		.pool_pa = rig_pool_pa(config),
		.pool_size = config->pool,
		.its_count = config->its_count,
		.audit = config->audit,
		.pa_limit = RIG_PA_LIMIT,
	};
	for (n = 0; n < config->its_count; n++)
		world_its(rig, n, &rig->world.its[n]);
	rig_rd_world(rig, &rig->world);
	if (!rig->model)
		rig->model = model_create(&rig->world);
	else
		model_reset(rig->model, &rig->world);
	if (!rig->model)
		return false;
	model_watch(rig->model, &watch);
	rig_work_watch(rig);
	for (n = 0; n < config->mem_count; n++)
		model_own(rig->model, config->mem[n].pa, config->mem[n].size,
			  owner_of(config->mem[n].owner));
	return true;
}

static bool goes_before(const struct itsg_redistributor *a, const struct itsg_redistributor *b,
			bool pta)
{
	return pta ? a->base < b->base : a->processor < b->processor;
}

static void sort_redistributors(struct rig *rig, unsigned int its)
{
	struct itsg_redistributor *rd = rig->its[its].rd;
	bool pta = rig->config.its[its].typer >> 19 & 1;
	uint32_t n, at;

	for (n = 0; n < rig->config.cpus; n++) {
		struct itsg_redistributor next = {.base = rig->config.rd[n], .processor = n};

		for (at = n; at > 0 && goes_before(&next, &rd[at - 1], pta); at--)
			rd[at] = rd[at - 1];
		rd[at] = next;
	}
}

static void clear_its(struct rig *rig, unsigned int n)
{
	struct rig_its *its = &rig->its[n];

	its->gone = n >= rig->config.its_count;
	if (its->gone)
		return;
	memset(&its->lib, 0, sizeof(its->lib));
	memset(&its->counters, 0, sizeof(its->counters));
	memset(its->expected, 0, sizeof(its->expected));
	if (its->lines_used)
		memset(its->lines, 0, TRACE_QUEUE_MAX * sizeof(*its->lines));
	its->lines_used = false;
	its->tearing = false;
	its->hw_on = false;
	its->abandoned = false;
	its->hw_writes = 0;
	its->seen_off = true;
	its->budget = rig->config.its[n].budget;
	host_reset(&its->host, &rig->config.its[n]);
	shown_forget(&its->shown);
	equal_reset(&its->equal, rig->model, &its->host);
	sort_redistributors(rig, n);
}

static enum itsg_status init_its(struct rig *rig, unsigned int n, uint32_t report)
{
	const struct trace_its_config *from = &rig->config.its[n];
	struct itsg_its_config config = {
		.ctx = model_its_ctx(rig->model, n),
		.id = n,
		.base = rig->world.its[n].base,
		.budget = from->budget,
		.ring_bytes = from->ring,
		.devices = from->devices,
		.events = from->events,
		.report = report | model_report_mask(),
		.audit = rig->config.audit,
	};

	if (!rig->bare)
		config.report |= 1U << ITSG_EVENT_COMMAND | 1U << ITSG_EVENT_ACCESS |
				 1U << ITSG_EVENT_ENABLE_FAILED;
	itsg_caps_read(config.ctx, &config.caps);
	config.caps.lpi_end = rig_lpi_end(&rig->config);
	config.caps.never_on = true;
	config.caps.address_limit = rig_bus_limit(from->bus_bits);
	config.caps.redistributors = rig->its[n].rd;
	config.caps.redistributor_count = rig->config.cpus;
	config.caps.non_coherent = !rig->config.coherent;
	return itsg_its_init(&rig->its[n].lib, &rig->domain, &config);
}

static enum rig_result init_domain(struct rig *rig)
{
	struct itsg_domain_config config = {
		.ctx = model_domain_ctx(rig->model),
		.page_size = rig->config.page,
		.pa_limit = RIG_PA_LIMIT,
		.budget = rig->config.its[0].budget,
	};
	enum itsg_status status;

	status = itsg_domain_init(&rig->domain, &config);
	if (status != ITSG_OK)
		return rig_say(rig, RIG_UNUSABLE, "itsg_domain_init gives status %d", status);
	status = itsg_pool_add(&rig->domain, rig_pool_pa(&rig->config), rig->config.pool,
			       ITSG_POOL_HYP);
	if (status != ITSG_OK)
		return rig_say(rig, RIG_UNUSABLE, "itsg_pool_add gives status %d", status);
	rig->pool_bytes = itsg_pool_free_bytes(&rig->domain);
	return RIG_OK;
}

static void clear_rig(struct rig *rig)
{
	rig->domain_gone = false;
	rig->rd_count = 0;
	rig->line = 0;
	rig->topup = RIG_TOPUP;
	rig->inserted_count = 0;
	rig->race.wanted = rig->race.count = 0;
	rig->racing = false;
	rig->last_value = 0;
	rig->last_reads = 0;
	rig->last_abort = false;
	rig->last_reason = ITSG_REASON_NONE;
	rig->excused = false;
	rig->excused_count = 0;
	rig->attempts_expected = 0;
	rig->attempt_line = 0;
	rig->settled = false;
	rig->refusal_line = 0;
	rig->difference.line = 0;
	rig->broken = MODEL_NONE;
	rig->text[0] = '\0';
	rig->maxima = (struct rig_maxima){0};
	memset(&rig->domain, 0, sizeof(rig->domain));
}

static const char *status_name(enum itsg_status status)
{
	static const char *const names[] = {"OK",	   "AGAIN", "NOT_READY", "ABORT",
					    "INVALID",	   "STATE", "NO_MEMORY", "LEDGER",
					    "UNSUPPORTED", "BUG"};

	return (size_t)status < sizeof(names) / sizeof(names[0]) ? names[status] : "?";
}

static enum rig_result init_rds(struct rig *rig, uint32_t report)
{
	unsigned int n;

	for (n = 0; n < rig->config.cpus; n++) {
		enum itsg_status status = rig_rd_init(rig, n, report);

		if (status != ITSG_OK)
			return rig_say(rig, RIG_UNUSABLE,
				       "the library does not take RD %u: itsg_rd_init gives %s", n,
				       status_name(status));
	}
	return RIG_OK;
}

enum rig_result rig_begin(struct rig *rig, const struct trace_config *config, uint32_t report)
{
	enum rig_result result;
	unsigned int n;

	clear_rig(rig);
	rig->config = *config;
	rig->bare = report & RIG_BARE;
	report &= ~RIG_BARE;
	if (!make_world(rig))
		return rig_say(rig, RIG_UNUSABLE, "no memory for the model");
	for (n = 0; n < TRACE_ITS_MAX; n++)
		clear_its(rig, n);
	result = init_domain(rig);
	for (n = 0; n < config->its_count && result == RIG_OK; n++) {
		enum itsg_status status = init_its(rig, n, report);

		if (status != ITSG_OK)
			result = rig_say(rig, RIG_UNUSABLE,
					 "the library does not take ITS %u: itsg_its_init gives %s",
					 n, status_name(status));
		else
			itsg_counters_get(&rig->its[n].lib, &rig->its[n].counters);
	}
	if (result == RIG_OK && config->redist)
		result = init_rds(rig, report);
	return rig_judge(rig) == RIG_OK ? result : RIG_BROKEN;
}
