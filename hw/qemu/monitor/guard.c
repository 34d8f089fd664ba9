// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "monitor.h"
#include "gic.h"
#include "guard.h"
#include "platform.h"
#include "report.h"

#define ITS_MAX	   4
#define POOL_BYTES (8 << 20)
#define TRAP_LINES 4

struct guarded_its {
	struct itsg_its its;
	struct itsg_its_config config;
	struct platform platform;
};

static struct itsg_domain domain;
static struct platform domain_platform;
static struct guarded_its itss[ITS_MAX];
static uint32_t its_count;
static struct itsg_redistributor rds[CPUS_MAX];
static uint32_t rd_count;
static struct hypglue_region region_memory[ITS_MAX];
static struct hypglue_regions regions;

static void demand(enum itsg_status status, const char *what)
{
	if (status != ITSG_OK)
		panic(what, status, 0);
}

static void add_its(uint64_t base, uint64_t distributor)
{
	struct guarded_its *g = &itss[its_count];
	struct hypglue_region region = {.kind = HYPGLUE_ITS,
					.base = base,
					.va = (void *)base,
					.of.its = &g->its,
					.domain = &domain,
					.config = &g->config};

	if (its_count == ITS_MAX)
		panic("too many ITSs", base, ITS_MAX);
	g->platform.base = base;
	g->config.ctx = &g->platform;
	g->config.id = its_count++;
	g->config.base = base;
	itsg_caps_read(&g->platform, &g->config.caps);
	g->config.caps.lpi_end = gic_lpi_end(distributor);
	gic_sort(rds, rd_count, g->config.caps.typer >> 19 & 1);
	g->config.caps.redistributors = rds;
	g->config.caps.redistributor_count = rd_count;
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
	demand(hypglue_regions_init(&regions, region_memory, ITS_MAX, PAGE_SIZE, ADDRESS_LIMIT),
	       "no table of regions");
}

void guard_init(const void *dtb)
{
	(void)dtb;
	domain_init();
	rd_count = gic_redistributors((struct range){0x080a0000, 0xf60000}, 0, rds, 0, CPUS_MAX);
	add_its(0x08080000, 0x08000000);
	demand(hypglue_regions_start(&regions, 0, regions.count, NULL), "itsguard cannot start");
	print("%u ITS guarded, %u redistributors pass through", its_count, rd_count);
}

static void report(unsigned int most)
{
	for (uint32_t i = 0; i < its_count; i++)
		report_events(&itss[i].its, most);
}

/* A read that was answered has hardly had anything refused: the next write tells. */
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
	registers[0] = (uint64_t)-1;
}

void guard_summary(void)
{
	report(ITSG_EVENT_RING);
	for (uint32_t i = 0; i < its_count; i++)
		report_counters(&itss[i].its, i);
	print("monitor memory %s", canary_intact() ? "intact" : "OVERWRITTEN");
}
