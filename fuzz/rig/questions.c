/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Questions to a rig: counters, maxima, what the last step gave.
 */
#include "rig/rig.h"

#include <string.h>

#include "rig/state.h"

static void add_counters(struct itsg_counters *sum, const struct itsg_counters *more)
{
	unsigned int n;

	for (n = 0; n < ITSG_VERDICTS; n++)
		sum->verdicts[n] += more->verdicts[n];
	for (n = 0; n < ITSG_REASONS; n++)
		sum->reasons[n] += more->reasons[n];
	sum->fetched += more->fetched;
	sum->own += more->own;
	sum->walked += more->walked;
	sum->published += more->published;
	sum->res0 += more->res0;
	sum->purges += more->purges;
	sum->work += more->work;
	sum->work_max = more->work_max > sum->work_max ? more->work_max : sum->work_max;
	sum->events_lost += more->events_lost;
	sum->release_failures += more->release_failures;
	sum->hw_errors += more->hw_errors;
	sum->claimed_pages += more->claimed_pages;
	sum->devices += more->devices;
	sum->attempts += more->attempts;
}

void rig_counters(const struct rig *rig, struct itsg_counters *counters)
{
	unsigned int n;

	memset(counters, 0, sizeof(*counters));
	for (n = 0; n < rig->config.its_count; n++)
		add_counters(counters, &rig->its[n].counters);
}

uint64_t rig_attempts(const struct rig *rig)
{
	struct itsg_counters counters;
	unsigned int n;

	rig_counters(rig, &counters);
	for (n = 0; n < rig->rd_count; n++)
		counters.attempts += rig->rd[n].counters.attempts;
	return counters.attempts;
}

void rig_maxima(const struct rig *rig, struct rig_maxima *maxima)
{
	*maxima = rig->maxima;
}

uint64_t rig_last_value(const struct rig *rig)
{
	return rig->last_value;
}

bool rig_last_abort(const struct rig *rig)
{
	return rig->last_abort;
}

uint32_t rig_last_reads(const struct rig *rig)
{
	return rig->last_reads;
}

uint32_t rig_slot_line(const struct rig *rig, unsigned int its, uint32_t position)
{
	if (its >= rig->config.its_count || position / 32 >= TRACE_QUEUE_MAX)
		return 0;
	return rig->its[its].lines[position / 32];
}

bool rig_queue(const struct rig *rig, unsigned int its, uint64_t *base, uint32_t *bytes,
	       uint32_t *cwriter)
{
	const struct host *host;

	if (its >= rig->config.its_count || !rig->its[its].host.queue)
		return false;
	host = &rig->its[its].host;
	*base = host_queue_base(host);
	*bytes = host_queue_bytes(host);
	*cwriter = host->cwriter;
	return true;
}

struct model *rig_model(struct rig *rig)
{
	return rig->model;
}
