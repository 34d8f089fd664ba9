// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * itsguard behind the traps. Every ITS of the device tree is taken over before the host starts, and
 * stays so until the power goes off.
 */
#include "hypglue/platform_linear.h"
#include "hypglue/quirks.h"
#include "hypglue/smccc.h"

#include "monitor.h"
#include "discover.h"
#include "guard.h"
#include "options.h"
#include "redist.h"
#include "report.h"

#define ITS_MAX	    4
#define BLOCKED_MAX 64
#define POOL_BYTES  (8 << 20)
#define TRAP_LINES  4

struct guarded_its {
	struct itsg_its its;
	struct itsg_its_config config;
	struct hypglue_linear platform;
	struct spinlock lock;
};

static struct itsg_domain domain;
static struct spinlock domain_lock;
static struct hypglue_linear domain_platform = {.limit = ADDRESS_LIMIT, .lock = &domain_lock};
static struct guarded_its itss[ITS_MAX];
static uint32_t its_count;
static struct hypglue_region region_memory[2 * ITS_MAX + 2 * CPUS_MAX + BLOCKED_MAX];
static struct hypglue_regions regions;
static struct hypglue_host host = {.regions = &regions, .domain = &domain};

static void demand(enum itsg_status status, const char *what)
{
	if (status != ITSG_OK)
		panic(what, status, 0);
}

/* What may be a frame, but is not to be driven, may still be a bus master. */
static void add_blocked(struct hypglue_range range)
{
	const struct hypglue_region region = {.kind = HYPGLUE_BLOCKED,
					      .base = range.start,
					      .size = range.end - range.start,
					      .ctx = &domain_platform};

	demand(hypglue_regions_add(&regions, &region), "a range cannot be blocked");
}

/* A store to the window in front of an ITS is an MSI of any device: no CPU gets there. */
static void add_window(const struct hypglue_quirks *quirks)
{
	if (quirks->window_bytes)
		add_blocked((struct hypglue_range){
			quirks->window & ~(uint64_t)(PAGE_SIZE - 1),
			(quirks->window + quirks->window_bytes + PAGE_SIZE - 1) &
				~(uint64_t)(PAGE_SIZE - 1)});
}

static void caps_init(struct guarded_its *g, const struct hypglue_fdt_its *its,
		      const struct hypglue_frames_its *frames)
{
	const struct hypglue_board board = {discover_found()->machines, its->non_coherent,
					    its->pre_its, its->pre_its_base};
	struct itsg_caps *caps = &g->config.caps;
	struct hypglue_quirks quirks;

	itsg_caps_read(&g->platform, caps);
	hypglue_quirks_apply(&board, &g->config, &quirks);
	report_quirks("ITS", quirks.applied);
	add_window(&quirks);
	caps->never_on = true; /* the monitor is the first to run */
	caps->lpi_end = discover_found_frames()->gics[frames->gic].lpi_end;
	caps->redistributors = hypglue_frames_list(discover_found_frames(), frames->gic,
						   caps->typer, &caps->redistributor_count);
	g->config.budget = options()->budget;
}

static void add_its(const struct hypglue_fdt_its *its, const struct hypglue_frames_its *frames)
{
	uint64_t base = frames->range.start;
	struct guarded_its *g = &itss[its_count];
	struct hypglue_region region = {.kind = HYPGLUE_ITS,
					.base = base,
					.va = (void *)base,
					.of.its = &g->its,
					.domain = &domain,
					.config = &g->config};

	if (its_count == ITS_MAX)
		panic("an ITS too many", base, its_count);
	g->platform =
		(struct hypglue_linear){.frames = base, .limit = ADDRESS_LIMIT, .lock = &g->lock};
	g->config.ctx = &g->platform;
	g->config.id = its_count++;
	g->config.base = base;
	caps_init(g, its, frames);
	region.size = hypglue_its_frames(g->config.caps.typer);
	demand(hypglue_regions_add(&regions, &region), "the ITS's frames cannot be guarded");
}

static void domain_init(void)
{
	const struct itsg_domain_config config = {
		.ctx = &domain_platform, .page_size = PAGE_SIZE, .pa_limit = ADDRESS_LIMIT};

	demand(itsg_domain_init(&domain, &config), "the domain cannot be set up");
	demand(itsg_pool_add(&domain, (itsg_pa)heap_take(POOL_BYTES, PAGE_SIZE), POOL_BYTES,
			     ITSG_POOL_HYP),
	       "the pool cannot be added");
	demand(hypglue_regions_init(&regions, region_memory,
				    sizeof(region_memory) / sizeof(region_memory[0]), PAGE_SIZE,
				    ADDRESS_LIMIT),
	       "no table of regions");
	regions.polls = options()->polls;
}

void guard_init(void)
{
	const struct hypglue_fdt *found = discover_found();
	const struct hypglue_frames *frames = discover_found_frames();

	domain_init();
	for (uint32_t i = 0; i < frames->gic_count; i++)
		redist_add(&regions, &domain, i);
	for (uint32_t i = 0; i < frames->its_count; i++)
		add_its(&found->itss[i], &frames->itss[i]);
	for (uint32_t i = 0; i < frames->blocked_count; i++)
		add_blocked(frames->blocked[i]);
	demand(hypglue_regions_start(&regions, 0, regions.count, NULL), "itsguard cannot start");
	print("%u ITS guarded, %u redistributors guarded, %u ranges blocked", its_count,
	      frames->rd_count, frames->blocked_count);
}

static void report(unsigned int most)
{
	for (uint32_t i = 0; i < its_count; i++)
		report_events(&itss[i].its, most);
}

/* An answered read has hardly caused a refusal: the next write will report it. */
static bool may_have_refused(const struct hypglue_fault *fault, enum hypglue_action action)
{
	return fault->esr & BIT(6) || action == HYPGLUE_ABORT;
}

enum hypglue_action guard_access(const struct hypglue_fault *fault, uint64_t registers[31],
				 enum itsg_work *left)
{
	enum hypglue_action action = hypglue_data_abort(&regions, fault, registers, left);

	if (action != HYPGLUE_PASS && may_have_refused(fault, action))
		report(TRAP_LINES);
	return action;
}

enum itsg_work guard_poll(void)
{
	return hypglue_poll(&regions);
}

enum itsg_work guard_work(void)
{
	return hypglue_work(&regions);
}

void guard_call(uint64_t registers[31])
{
	if (!hypglue_host_call(&host, registers))
		registers[0] = (uint64_t)HYPGLUE_NOT_SUPPORTED;
}

void guard_summary(void)
{
	report(ITSG_EVENT_RING);
	for (uint32_t i = 0; i < its_count; i++)
		report_counters(&itss[i].its, i);
	redist_counters();
	print("faults met in a split block and retried: %lu", stage2_retried());
	print("monitor memory %s", canary_intact() ? "intact" : "OVERWRITTEN");
}
