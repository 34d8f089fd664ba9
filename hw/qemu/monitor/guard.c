// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * itsguard behind the traps. Every ITS of the device tree is taken over before the host starts, and
 * stays so until the power goes off.
 */
#include <libfdt.h>

#include "hypglue/fdt.h"
#include "hypglue/platform_linear.h"
#include "hypglue/quirks.h"
#include "hypglue/smccc.h"

#include "monitor.h"
#include "gic.h"
#include "guard.h"
#include "redist.h"
#include "report.h"

#define ITS_MAX	   4
#define POOL_BYTES (8 << 20)
#define TRAP_LINES 4

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
static struct itsg_redistributor rds[CPUS_MAX];
static uint32_t rd_count;
static struct hypglue_region region_memory[2 * ITS_MAX + 2 * CPUS_MAX + HYPGLUE_FDT_BLOCKED];
static struct hypglue_regions regions;
static struct hypglue_host host = {.regions = &regions, .domain = &domain};

static void demand(enum itsg_status status, const char *what)
{
	if (status != ITSG_OK)
		panic(what, status, 0);
}

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
		      const struct hypglue_fdt *found)
{
	const struct hypglue_board board = {found->machines, its->non_coherent, its->pre_its,
					    its->pre_its_base};
	struct itsg_caps *caps = &g->config.caps;
	struct hypglue_quirks quirks;

	itsg_caps_read(&g->platform, caps);
	hypglue_quirks_apply(&board, &g->config, &quirks);
	report_quirks("ITS", quirks.applied);
	add_window(&quirks);
	caps->lpi_end = gic_lpi_end(found->gics[its->gic].distributor.start);
	gic_sort(rds, rd_count, caps->typer >> 19 & 1);
	caps->never_on = true; /* the monitor is the first to run */
	caps->redistributors = rds;
	caps->redistributor_count = rd_count;
}

static void add_its(const struct hypglue_fdt_its *its, const struct hypglue_fdt *found)
{
	uint64_t base = its->frames.start;
	struct guarded_its *g = &itss[its_count];
	struct hypglue_region region = {.kind = HYPGLUE_ITS,
					.base = base,
					.va = (void *)base,
					.of.its = &g->its,
					.domain = &domain,
					.config = &g->config};

	if (its_count == ITS_MAX || its->gic >= found->gic_count)
		panic("an ITS too many, or without a GIC", base, its->gic);
	g->platform =
		(struct hypglue_linear){.frames = base, .limit = ADDRESS_LIMIT, .lock = &g->lock};
	g->config.ctx = &g->platform;
	g->config.id = its_count++;
	g->config.base = base;
	caps_init(g, its, found);
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
}

static void add_redistributors(const struct hypglue_fdt_gic *gic, const struct hypglue_fdt *found)
{
	const struct hypglue_board board = {.machines = found->machines,
					    .non_coherent = gic->non_coherent};
	uint32_t first = rd_count;

	for (uint32_t i = 0; i < gic->rd_count; i++)
		rd_count = gic_redistributors(&found->rds[gic->first_rd + i], gic->stride, rds,
					      rd_count, CPUS_MAX);
	redist_add(&regions, &domain, rds + first, rd_count - first,
		   gic_lpi_end(gic->distributor.start), &board);
}

void guard_init(const void *dtb)
{
	static struct hypglue_fdt found;
	enum hypglue_fdt_status status = hypglue_fdt_discover(dtb, fdt_totalsize(dtb), &found);

	if (status != HYPGLUE_FDT_OK)
		panic(hypglue_fdt_status_text(status), (uint64_t)dtb, status);
	domain_init();
	for (uint32_t i = 0; i < found.gic_count; i++)
		add_redistributors(&found.gics[i], &found);
	for (uint32_t i = 0; i < found.its_count; i++)
		add_its(&found.itss[i], &found);
	/* An ITS that is disabled in the device tree is still a bus master. */
	for (uint32_t i = 0; i < found.blocked_count; i++)
		add_blocked(found.blocked[i]);
	demand(hypglue_regions_start(&regions, 0, regions.count, NULL), "itsguard cannot start");
	print("%u ITS guarded, %u redistributors guarded", its_count, rd_count);
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

enum hypglue_action guard_access(const struct hypglue_fault *fault, uint64_t registers[31])
{
	enum hypglue_action action = hypglue_data_abort(&regions, fault, registers);

	if (action != HYPGLUE_PASS && may_have_refused(fault, action))
		report(TRAP_LINES);
	return action;
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
