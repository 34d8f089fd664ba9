// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "hypglue/platform_linear.h"
#include "hypglue/quirks.h"

#include "discover.h"
#include "monitor.h"
#include "options.h"
#include "redist.h"
#include "report.h"

#define RD_BASE_FRAME	  0x10000
#define RD_VIRTUAL	  0x20000 /* where a GICv4 redistributor has its virtual frames */
#define RD_VIRTUAL_FRAMES 0x20000
#define TYPER_VLPIS	  BIT(1)

struct guarded_rd {
	struct itsg_rd rd;
	struct itsg_rd_config config;
	struct hypglue_linear platform;
	struct spinlock lock;
};

static struct guarded_rd guarded[CPUS_MAX];
static uint32_t guarded_count;

static void add_region(struct hypglue_regions *regions, const struct hypglue_region *region)
{
	if (hypglue_regions_add(regions, region) != ITSG_OK)
		panic("a redistributor's frame cannot be guarded", region->base, region->size);
}

static void add_frames(struct hypglue_regions *regions, struct itsg_domain *domain,
		       struct guarded_rd *g)
{
	struct hypglue_region region = {.kind = HYPGLUE_RD,
					.base = g->config.base,
					.size = RD_BASE_FRAME,
					.va = (void *)g->config.base,
					.of.rd = &g->rd,
					.domain = domain,
					.rd_config = &g->config};

	add_region(regions, &region);
	if (!(g->config.caps.typer & TYPER_VLPIS))
		return;
	region.kind = HYPGLUE_RD_VIRTUAL;
	region.base += RD_VIRTUAL;
	region.size = RD_VIRTUAL_FRAMES;
	add_region(regions, &region);
}

/* Refusals are printed as they happen: a redistributor has no ring of events. */
static uint32_t configure(struct guarded_rd *g, uint64_t base, itsg_intid lpi_end,
			  const struct hypglue_board *board)
{
	static char name[] = "GICR";

	g->platform = (struct hypglue_linear){
		.frames = base, .limit = ADDRESS_LIMIT, .lock = &g->lock, .owner = name};
	g->config.ctx = &g->platform;
	g->config.id = guarded_count++;
	g->config.base = base;
	g->config.report = BIT(ITSG_EVENT_ACCESS) | BIT(ITSG_EVENT_ENABLE_FAILED) |
			   BIT(ITSG_EVENT_RELEASE_FAILED) | BIT(ITSG_EVENT_HW_ERROR) |
			   BIT(ITSG_EVENT_ATTEMPT);
	itsg_rd_caps_read(&g->platform, &g->config.caps);
	g->config.budget = options()->budget;
	g->config.caps.lpi_end = lpi_end;
	g->config.caps.own_properties = true; /* each of QEMU's has its own */
	return hypglue_quirks_apply_rd(board, &g->config);
}

void redist_add(struct hypglue_regions *regions, struct itsg_domain *domain, uint32_t gic)
{
	const struct hypglue_frames *frames = discover_found_frames();
	const struct itsg_redistributor *rd = frames->by_base + frames->gics[gic].first;
	const struct hypglue_board board = {.machines = discover_found()->machines,
					    .non_coherent =
						    discover_found()->gics[gic].non_coherent};
	uint32_t applied = 0;

	for (uint32_t i = 0; i < frames->gics[gic].count; i++) {
		if (guarded_count == CPUS_MAX)
			panic("too many redistributors", rd[i].base, guarded_count);
		applied |= configure(&guarded[guarded_count], rd[i].base, frames->gics[gic].lpi_end,
				     &board);
		add_frames(regions, domain, &guarded[guarded_count - 1]);
	}
	report_quirks("GICR", applied);
}

void redist_counters(void)
{
	uint64_t reasons[ITSG_REASONS] = {0}, enables = 0, disables = 0, most = 0, refused = 0;
	uint64_t attempts = 0;
	struct itsg_rd_counters c;

	for (uint32_t i = 0; i < guarded_count; i++) {
		itsg_rd_counters_get(&guarded[i].rd, &c);
		enables += c.enables;
		disables += c.disables;
		attempts += c.attempts;
		most = c.work_max > most ? c.work_max : most;
		for (unsigned int j = 0; j < ITSG_REASONS; j++)
			reasons[j] += c.reasons[j];
	}
	refused = report_reasons("GICR", reasons);
	print("GICR: enables %lu disables %lu most work in one call %lu", enables, disables, most);
	print("GICR: attempts %lu", attempts);
	print("GICR: refusals %lu", refused);
}
