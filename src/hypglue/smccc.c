// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Dispatch. Policy: the host chooses numbers only. What they name (which ITS, with which
 * configuration) was fixed by the hypervisor at boot. Calls that change something run one at a
 * time. A second one is told to come again; nobody waits.
 */
#include "hypglue/smccc.h"
#include "validator/bits.h"

#define SVE_HINT      BIT(16)
#define RESULTS	      4u /* x0..x3; the caller expects the others to be kept */
#define EVENT_RESULTS 9u /* x0..x8 */

typedef enum hypglue_result call_fn(struct hypglue_host *host, const uint64_t *arguments,
				    uint64_t *results);

static enum hypglue_result result_of(enum itsg_status status)
{
	switch (status) {
	case ITSG_OK: return HYPGLUE_SUCCESS;
	case ITSG_AGAIN: return HYPGLUE_AGAIN;
	case ITSG_INVALID: return HYPGLUE_INVALID_PARAMETER;
	case ITSG_LEDGER: return HYPGLUE_DENIED;
	case ITSG_NO_MEMORY: return HYPGLUE_NO_MEMORY;
	case ITSG_NOT_READY:
	case ITSG_STATE: return HYPGLUE_BAD_STATE;
	case ITSG_UNSUPPORTED: return HYPGLUE_NO_ANSWER;
	case ITSG_ABORT:
	case ITSG_BUG: break;
	}
	return HYPGLUE_STUCK_PAGES;
}

static struct hypglue_region *region_of(const struct hypglue_host *host, uint64_t index)
{
	return index < host->regions->count ? &host->regions->region[index] : NULL;
}

/*
 * The ITS of a region, if it can be asked: it was set up. Its structure is in order until it is
 * initialised again, and only SET_UP does that.
 */
static struct itsg_its *its_of(const struct hypglue_host *host, uint64_t index,
			       enum hypglue_result *result)
{
	const struct hypglue_region *region = region_of(host, index);
	enum hypglue_state state;

	*result = HYPGLUE_INVALID_PARAMETER;
	if (!region || region->kind != HYPGLUE_ITS)
		return NULL;
	*result = HYPGLUE_BAD_STATE;
	state = hypglue_region_state(region);
	if (state != HYPGLUE_READY && state != HYPGLUE_STUCK)
		return NULL;
	*result = HYPGLUE_SUCCESS;
	return region->of.its;
}

static enum hypglue_result call_version(struct hypglue_host *host, const uint64_t *arguments,
					uint64_t *results)
{
	(void)arguments;
	results[1] = HYPGLUE_ABI_VERSION;
	results[2] = host->regions->count;
	return HYPGLUE_SUCCESS;
}

static enum hypglue_result call_region(struct hypglue_host *host, const uint64_t *arguments,
				       uint64_t *results)
{
	const struct hypglue_region *region = region_of(host, arguments[1]);

	if (!region)
		return HYPGLUE_INVALID_PARAMETER;
	results[1] = region->base;
	results[2] = region->size;
	results[3] = (uint64_t)region->kind << 8 | (uint64_t)hypglue_region_state(region);
	return HYPGLUE_SUCCESS;
}

static enum hypglue_result call_set_up(struct hypglue_host *host, const uint64_t *arguments,
				       uint64_t *results)
{
	uint32_t first = 0, count = host->regions->count, stuck;
	enum itsg_status status;

	if (arguments[1] != HYPGLUE_ALL) {
		if (!region_of(host, arguments[1]))
			return HYPGLUE_INVALID_PARAMETER;
		first = (uint32_t)arguments[1];
		count = 1;
	}
	status = hypglue_regions_start(host->regions, first, count, &stuck);
	results[1] = stuck;
	return result_of(status);
}

/* The library checks form and limits. Only the work in one call is bounded here. */
static enum hypglue_result call_top_up(struct hypglue_host *host, const uint64_t *arguments,
				       uint64_t *results)
{
	uint64_t most = host->top_up_max ? host->top_up_max : HYPGLUE_TOP_UP_MAX;
	enum itsg_status status;

	if (arguments[2] > most)
		return HYPGLUE_INVALID_PARAMETER;
	status = itsg_pool_add(host->domain, arguments[1], arguments[2], ITSG_POOL_HOST);
	results[1] = itsg_pool_free_bytes(host->domain);
	return result_of(status);
}

static enum hypglue_result call_event(struct hypglue_host *host, const uint64_t *arguments,
				      uint64_t *results)
{
	enum hypglue_result result;
	struct itsg_its *its = its_of(host, arguments[1], &result);
	struct itsg_event event;
	unsigned int i;

	if (!its)
		return result;
	if (!itsg_event_take(its, &event))
		return HYPGLUE_SUCCESS;
	results[1] = BIT(63) | (uint64_t)event.position << 24 | (uint64_t)event.reason << 16 |
		     (uint64_t)event.verdict << 8 | (uint64_t)event.kind;
	results[2] = event.pa;
	results[3] = event.size;
	for (i = 0; i < 4; i++)
		results[4 + i] = event.words[i];
	results[8] = (uint64_t)event.purpose;
	return HYPGLUE_SUCCESS;
}

/* docs/hypercalls.md has the numbers. They are stable; new ones go to the end. */
static bool counter_of(const struct itsg_counters *counters, uint64_t number, uint64_t *value)
{
	const uint64_t single[] = {
		counters->fetched,
		counters->own,
		counters->walked,
		counters->published,
		counters->res0,
		counters->purges,
		counters->work,
		counters->work_max,
		counters->events_lost,
		counters->hw_errors,
		counters->devices,
		counters->claimed_pages,
		counters->release_failures,
	};
	const uint64_t count = sizeof(single) / sizeof(single[0]);

	if (number < count) {
		*value = single[number];
		return true;
	}
	if (number >= 0x100 && number - 0x100 < ITSG_VERDICTS) {
		*value = counters->verdicts[number - 0x100];
		return true;
	}
	if (number >= 0x200 && number - 0x200 < ITSG_REASONS) {
		*value = counters->reasons[number - 0x200];
		return true;
	}
	return false;
}

static enum hypglue_result call_counter(struct hypglue_host *host, const uint64_t *arguments,
					uint64_t *results)
{
	enum hypglue_result result;
	struct itsg_its *its = its_of(host, arguments[1], &result);
	struct itsg_counters counters;

	if (!its)
		return result;
	itsg_counters_get(its, &counters);
	return counter_of(&counters, arguments[2], &results[1]) ? HYPGLUE_SUCCESS
								: HYPGLUE_INVALID_PARAMETER;
}

static enum hypglue_result call_poll(struct hypglue_host *host, const uint64_t *arguments,
				     uint64_t *results)
{
	enum hypglue_result result;
	struct itsg_its *its = its_of(host, arguments[1], &result);

	(void)results;
	return its ? result_of(itsg_poll(its)) : result;
}

static enum hypglue_result call_teardown(struct hypglue_host *host, const uint64_t *arguments,
					 uint64_t *results)
{
	struct hypglue_region *region = region_of(host, arguments[1]);

	(void)results;
	if (!host->may_tear_down)
		return HYPGLUE_DENIED;
	if (!region)
		return HYPGLUE_INVALID_PARAMETER;
	return result_of(hypglue_region_stop(region));
}

static enum hypglue_result call_reclaim(struct hypglue_host *host, const uint64_t *arguments,
					uint64_t *results)
{
	(void)arguments;
	(void)results;
	if (!host->may_tear_down)
		return HYPGLUE_DENIED;
	return result_of(itsg_domain_teardown(host->domain));
}

/* Runs a call alone. Who comes meanwhile gets AGAIN. */
static enum hypglue_result alone(struct hypglue_host *host, call_fn *call,
				 const uint64_t *arguments, uint64_t *results)
{
	enum hypglue_result result;

	if (__atomic_exchange_n(&host->busy, 1, __ATOMIC_ACQUIRE))
		return HYPGLUE_AGAIN;
	result = call(host, arguments, results);
	__atomic_store_n(&host->busy, 0, __ATOMIC_RELEASE);
	return result;
}

static enum hypglue_result dispatch(struct hypglue_host *host, uint32_t function,
				    const uint64_t *arguments, uint64_t *results)
{
	switch (function) {
	case HYPGLUE_CALL_VERSION: return call_version(host, arguments, results);
	case HYPGLUE_CALL_REGION: return call_region(host, arguments, results);
	case HYPGLUE_CALL_SET_UP: return alone(host, call_set_up, arguments, results);
	case HYPGLUE_CALL_TOP_UP: return alone(host, call_top_up, arguments, results);
	case HYPGLUE_CALL_EVENT: return call_event(host, arguments, results);
	case HYPGLUE_CALL_COUNTER: return call_counter(host, arguments, results);
	case HYPGLUE_CALL_POLL: return call_poll(host, arguments, results);
	case HYPGLUE_CALL_TEARDOWN: return alone(host, call_teardown, arguments, results);
	case HYPGLUE_CALL_RECLAIM: return alone(host, call_reclaim, arguments, results);
	default: return HYPGLUE_NOT_SUPPORTED;
	}
}

/*
 * How many registers the function's definition names as results. They are written whatever the
 * result is.
 */
static uint32_t result_count(uint32_t function)
{
	return function == HYPGLUE_CALL_EVENT ? EVENT_RESULTS : RESULTS;
}

bool hypglue_host_call(struct hypglue_host *host, uint64_t registers[18])
{
	uint32_t function = (uint32_t)(registers[0] & ~SVE_HINT), i;
	uint64_t arguments[RESULTS], results[EVENT_RESULTS] = {0};

	if (function < HYPGLUE_CALL_FIRST || function > HYPGLUE_CALL_LAST)
		return false;
	for (i = 0; i < RESULTS; i++)
		arguments[i] = registers[i];
	results[0] = (uint64_t)(int64_t)dispatch(host, function, arguments, results);
	for (i = 0; i < result_count(function); i++)
		registers[i] = results[i];
	return true;
}
