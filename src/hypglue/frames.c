// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Policy: the tree says where to look, the registers say what is there, and what neither explains
 * is blocked. A contradiction ends the search.
 */
#include "hypglue/frames.h"
#include "hypglue/ranges.h"
#include "validator/bits.h"

#define FRAME	   0x10000u
#define ITS_FRAMES 0x20000u
#define RD_FRAMES  0x20000u
#define CTLR	   0x0u /* GITS_CTLR and GICR_CTLR */
#define PIDR2	   0xffe8u
#define GICD_TYPER 0x4u
#define TYPER	   0x8u /* GITS_TYPER and GICR_TYPER */
#define VPROPBASER 0x20070u
#define VPENDBASER 0x20078u
#define TYPER_LAST 4u
#define TYPER_PTA  19u

struct search {
	const struct hypglue_fdt *found;
	struct hypglue_frames *frames;
	itsg_pa limit;
	void *ctx;
};

static enum hypglue_fdt_status fail(const struct search *search, enum hypglue_fdt_status status,
				    uint64_t where)
{
	search->frames->where = where;
	return status;
}

static uint64_t read_typer(const struct search *search, itsg_pa frame)
{
	uint64_t low = hypglue_hook_read32(search->ctx, frame + TYPER);

	return low | (uint64_t)hypglue_hook_read32(search->ctx, frame + TYPER + 4) << 32;
}

static bool is_v3(const struct search *search, itsg_pa frame)
{
	return hypglue_pidr2_is_v3(hypglue_hook_read32(search->ctx, frame + PIDR2));
}

/* May these bytes be read, and is a frame of a GICv3 at their start? */
static enum hypglue_fdt_status check_frame(const struct search *search, itsg_pa frame,
					   uint64_t bytes)
{
	if (frame >= search->limit || bytes > search->limit - frame)
		return fail(search, HYPGLUE_FDT_LIMIT, frame);
	return is_v3(search, frame) ? HYPGLUE_FDT_OK : fail(search, HYPGLUE_FDT_NOT_V3, frame);
}

/* ---- what is not mediated must be off ---- */

/*
 * Is the redistributor off that has its RD_base there? An ITS may be there instead: bit 0 of its
 * CTLR says as much, and bit 3 is 0. The virtual frames are read only if the range holds them.
 */
static bool is_rd_off(const struct search *search, itsg_pa frame, itsg_pa end)
{
	uint64_t typer;
	uint32_t high;

	if (!hypglue_rd_is_off(hypglue_hook_read32(search->ctx, frame + CTLR)))
		return false;
	typer = hypglue_hook_read32(search->ctx, frame + TYPER);
	if (hypglue_rd_frames(typer) == RD_FRAMES || end - frame < hypglue_rd_frames(typer))
		return true;
	high = hypglue_hook_read32(search->ctx, frame + VPROPBASER + 4);
	return hypglue_rd_virtual_is_off(high,
					 hypglue_hook_read32(search->ctx, frame + VPENDBASER + 4));
}

/*
 * Looks at each frame of a range where redistributors may be, which lies below the limit. *any: a
 * frame of a GICv3 is there.
 */
static enum hypglue_fdt_status look(const struct search *search, struct hypglue_range range,
				    bool *any)
{
	itsg_pa frame;

	*any = false;
	for (frame = range.start; frame < range.end; frame += FRAME) {
		if (search->frames->look_count++ == HYPGLUE_FRAMES_LOOKS)
			return fail(search, HYPGLUE_FDT_REG, frame);
		if (!is_v3(search, frame))
			continue;
		*any = true;
		if (!is_rd_off(search, frame, range.end))
			return fail(search, HYPGLUE_FDT_LIVE, frame);
	}
	return HYPGLUE_FDT_OK;
}

/* If a control frame of an ITS is there, it must be off. */
static enum hypglue_fdt_status check_its_off(const struct search *search, itsg_pa frame)
{
	if (is_v3(search, frame) &&
	    !hypglue_its_is_off(hypglue_hook_read32(search->ctx, frame + CTLR)))
		return fail(search, HYPGLUE_FDT_LIVE, frame);
	return HYPGLUE_FDT_OK;
}

/* What a stride skips of a region, from start to end. */
static enum hypglue_fdt_status look_at_gap(const struct search *search, itsg_pa start, itsg_pa end)
{
	bool any;

	if (end > search->limit)
		return fail(search, HYPGLUE_FDT_LIMIT, start);
	return look(search, (struct hypglue_range){start, end}, &any);
}

/* ---- redistributors ---- */

static void insert_by_base(struct hypglue_frames *frames, uint32_t first, itsg_pa base,
			   const struct hypglue_frames_rd *rd)
{
	uint32_t at = frames->rd_count++;

	for (; at > first && base < frames->by_base[at - 1].base; at--) {
		frames->by_base[at] = frames->by_base[at - 1];
		frames->rd[at] = frames->rd[at - 1];
	}
	frames->by_base[at] = (struct itsg_redistributor){
		.base = base, .processor = (uint32_t)bits_get(rd->typer, 8, 16)};
	frames->rd[at] = *rd;
}

/* Two of the same number are one target to an ITS that names targets by number. */
static void insert_by_processor(struct hypglue_frames *frames, struct hypglue_frames_gic *gic,
				const struct itsg_redistributor *rd)
{
	struct itsg_redistributor *list = frames->by_processor + gic->first;
	uint32_t at = gic->processors, i;

	while (at > 0 && rd->processor < list[at - 1].processor)
		at--;
	if (at > 0 && rd->processor == list[at - 1].processor)
		return;
	for (i = gic->processors++; i > at; i--)
		list[i] = list[i - 1];
	list[at] = *rd;
}

static enum hypglue_fdt_status add_rd(const struct search *search, itsg_pa base,
				      const struct hypglue_frames_rd *rd)
{
	struct hypglue_frames *frames = search->frames;
	struct hypglue_frames_gic *gic = &frames->gics[rd->gic];
	const struct itsg_redistributor listed = {
		.base = base, .processor = (uint32_t)bits_get(rd->typer, 8, 16)};

	if (frames->rd_count == HYPGLUE_FRAMES_RDS)
		return fail(search, HYPGLUE_FDT_FULL, base);
	insert_by_base(frames, gic->first, base, rd);
	insert_by_processor(frames, gic, &listed);
	gic->count++;
	frames->taken[frames->taken_count++] =
		(struct hypglue_range){base, base + hypglue_rd_frames(rd->typer)};
	return HYPGLUE_FDT_OK;
}

/* Reads the redistributor at base, which must lie in region. */
static enum hypglue_fdt_status read_rd(const struct search *search,
				       const struct hypglue_range *region, itsg_pa base,
				       struct hypglue_frames_rd *rd)
{
	uint64_t stride = search->found->gics[rd->gic].stride, bytes;
	enum hypglue_fdt_status status;

	if (region->end - base < RD_FRAMES)
		return fail(search, HYPGLUE_FDT_SHORT, base);
	status = check_frame(search, base, RD_FRAMES);
	if (status)
		return status;
	rd->typer = read_typer(search, base);
	bytes = hypglue_rd_frames(rd->typer);
	if (region->end - base < bytes)
		return fail(search, HYPGLUE_FDT_SHORT, base);
	if (stride && stride < bytes)
		return fail(search, HYPGLUE_FDT_STRIDE, base);
	return HYPGLUE_FDT_OK;
}

/* Does another region of the GIC begin there? */
static bool goes_on(const struct search *search, const struct hypglue_fdt_gic *gic, itsg_pa base)
{
	uint32_t i;

	for (i = 0; i < gic->rd_count; i++)
		if (search->found->rds[gic->first_rd + i].start == base)
			return true;
	return false;
}

static enum hypglue_fdt_status walk_region(const struct search *search, uint32_t index,
					   const struct hypglue_range *region)
{
	const struct hypglue_fdt_gic *gic = &search->found->gics[index];
	struct hypglue_frames_rd rd = {.gic = index};
	itsg_pa base = region->start, end;
	enum hypglue_fdt_status status;

	while (base < region->end) {
		status = read_rd(search, region, base, &rd);
		if (!status)
			status = add_rd(search, base, &rd);
		if (status || bits_get(rd.typer, TYPER_LAST, 1))
			return status;
		end = base + hypglue_rd_frames(rd.typer);
		base = gic->stride ? base + gic->stride : end;
		status = look_at_gap(search, end, base < region->end ? base : region->end);
		if (status)
			return status;
	}
	return goes_on(search, gic, base) ? HYPGLUE_FDT_OK : fail(search, HYPGLUE_FDT_SHORT, base);
}

static enum hypglue_fdt_status find_gic(const struct search *search, uint32_t index)
{
	const struct hypglue_fdt_gic *gic = &search->found->gics[index];
	struct hypglue_frames_gic *result = &search->frames->gics[search->frames->gic_count++];
	itsg_pa base = gic->distributor.start;
	enum hypglue_fdt_status status = check_frame(search, base, FRAME);
	uint32_t i;

	if (status)
		return status;
	*result = (struct hypglue_frames_gic){
		.first = search->frames->rd_count,
		.lpi_end = hypglue_lpi_end(hypglue_hook_read32(search->ctx, base + GICD_TYPER))};
	for (i = 0; i < gic->rd_count && !status; i++)
		status = walk_region(search, index, &search->found->rds[gic->first_rd + i]);
	return status;
}

static bool has_redistributor(const struct hypglue_frames *frames, uint32_t affinity)
{
	uint32_t i;

	for (i = 0; i < frames->rd_count; i++)
		if (frames->rd[i].typer >> 32 == affinity)
			return true;
	return false;
}

static enum hypglue_fdt_status check_cpus(const struct search *search)
{
	const struct hypglue_fdt_cpu *cpu = search->found->cpus;
	bool any = false;
	uint32_t i;

	for (i = 0; i < search->found->cpu_count; i++) {
		if (!cpu[i].usable)
			continue;
		any = true;
		if (!has_redistributor(search->frames, cpu[i].affinity))
			return fail(search, HYPGLUE_FDT_CPU, cpu[i].affinity);
	}
	return any ? HYPGLUE_FDT_OK : HYPGLUE_FDT_CPU;
}

/* ---- ITSs ---- */

static enum hypglue_fdt_status find_its(const struct search *search,
					const struct hypglue_fdt_its *its)
{
	struct hypglue_frames *frames = search->frames;
	struct hypglue_frames_its *result = &frames->itss[frames->its_count++];
	itsg_pa base = its->frames.start;
	enum hypglue_fdt_status status;
	uint64_t bytes;

	*result = (struct hypglue_frames_its){.gic = its->gic};
	if (its->gic == HYPGLUE_FDT_NO_GIC && search->found->gic_count != 1)
		return fail(search, HYPGLUE_FDT_ORPHAN, base);
	if (its->gic == HYPGLUE_FDT_NO_GIC)
		result->gic = 0;
	status = check_frame(search, base, ITS_FRAMES);
	if (status)
		return status;
	result->typer = read_typer(search, base);
	bytes = hypglue_its_frames(result->typer);
	if (bytes > search->limit - base)
		return fail(search, HYPGLUE_FDT_LIMIT, base);
	result->range = (struct hypglue_range){base, base + bytes};
	frames->taken[frames->taken_count++] = result->range;
	return HYPGLUE_FDT_OK;
}

/* ---- what is blocked ---- */

static bool has_41(const struct hypglue_frames *frames)
{
	uint32_t i;

	for (i = 0; i < frames->rd_count; i++)
		if (hypglue_rd_is_41(frames->rd[i].typer))
			return true;
	return false;
}

static enum hypglue_fdt_status add_in(const struct search *search, struct hypglue_range range)
{
	struct hypglue_frames *frames = search->frames;

	if (range.end > search->limit)
		return fail(search, HYPGLUE_FDT_LIMIT, range.start);
	frames->in[frames->in_count++] = range;
	return HYPGLUE_FDT_OK;
}

static enum hypglue_fdt_status add_its_in(const struct search *search, struct hypglue_range range,
					  bool may_read)
{
	enum hypglue_fdt_status status;

	if (!has_41(search->frames) && range.end - range.start > ITS_FRAMES)
		range.end = range.start + ITS_FRAMES;
	status = add_in(search, range);
	return status || !may_read ? status : check_its_off(search, range.start);
}

static enum hypglue_fdt_status add_maybe_in(const struct search *search, struct hypglue_range range)
{
	enum hypglue_fdt_status status;
	bool any;

	if (range.end > search->limit)
		return fail(search, HYPGLUE_FDT_LIMIT, range.start);
	status = look(search, range, &any);
	return status || !any ? status : add_in(search, range);
}

static enum hypglue_fdt_status add_entry_in(const struct search *search,
					    const struct hypglue_fdt_blocked *blocked)
{
	switch (blocked->kind) {
	case HYPGLUE_FDT_BLOCKED_ITS: return add_its_in(search, blocked->range, true);
	case HYPGLUE_FDT_BLOCKED_SILENT_ITS: return add_its_in(search, blocked->range, false);
	case HYPGLUE_FDT_BLOCKED_MAYBE: return add_maybe_in(search, blocked->range);
	case HYPGLUE_FDT_BLOCKED_REGION: break;
	}
	return add_in(search, blocked->range);
}

static enum hypglue_fdt_status collect_in(const struct search *search)
{
	const struct hypglue_fdt *found = search->found;
	enum hypglue_fdt_status status = HYPGLUE_FDT_OK;
	uint32_t i;

	for (i = 0; i < found->rd_count && !status; i++)
		status = add_in(search, found->rds[i]);
	for (i = 0; i < found->blocked_count && !status; i++)
		status = add_entry_in(search, &found->blocked[i]);
	return status;
}

/* Is one of the list in memory, or in the distributor of a GIC that is enabled? */
static enum hypglue_fdt_status check_apart(const struct search *search,
					   const struct hypglue_range *list, uint32_t count)
{
	const struct hypglue_fdt *found = search->found;
	struct hypglue_range distributor;
	uint32_t i, j;

	for (i = 0; i < count; i++) {
		for (j = 0; j < found->memory_count; j++)
			if (hypglue_ranges_meet(&list[i], &found->memory[j]))
				return fail(search, HYPGLUE_FDT_OVERLAP, list[i].start);
		for (j = 0; j < found->gic_count; j++) {
			distributor = found->gics[j].distributor;
			distributor.end = distributor.start + FRAME;
			if (hypglue_ranges_meet(&list[i], &distributor))
				return fail(search, HYPGLUE_FDT_OVERLAP, list[i].start);
		}
	}
	return HYPGLUE_FDT_OK;
}

static enum hypglue_fdt_status find_blocked(const struct search *search)
{
	struct hypglue_frames *frames = search->frames;
	enum hypglue_fdt_status status = collect_in(search);
	const struct hypglue_range *clash;

	if (status)
		return status;
	hypglue_ranges_sort(frames->in, frames->in_count);
	hypglue_ranges_sort(frames->taken, frames->taken_count);
	clash = hypglue_ranges_clash(frames->taken, frames->taken_count);
	if (clash)
		return fail(search, HYPGLUE_FDT_OVERLAP, clash->start);
	frames->blocked_count = hypglue_ranges_subtract(frames->in, frames->in_count, frames->taken,
							frames->taken_count, frames->blocked);
	status = check_apart(search, frames->taken, frames->taken_count);
	return status ? status : check_apart(search, frames->blocked, frames->blocked_count);
}

enum hypglue_fdt_status hypglue_frames_find(const struct hypglue_fdt *found, itsg_pa limit,
					    void *ctx, struct hypglue_frames *frames)
{
	const struct search search = {found, frames, limit, ctx};
	enum hypglue_fdt_status status = HYPGLUE_FDT_OK;
	uint32_t i;

	memset(frames, 0, sizeof(*frames));
	for (i = 0; i < found->gic_count && !status; i++)
		status = find_gic(&search, i);
	for (i = 0; i < found->its_count && !status; i++)
		status = find_its(&search, &found->itss[i]);
	if (!status)
		status = check_cpus(&search);
	return status ? status : find_blocked(&search);
}

const struct itsg_redistributor *hypglue_frames_list(const struct hypglue_frames *frames,
						     uint32_t gic, uint64_t gits_typer,
						     uint32_t *count)
{
	bool pta = bits_get(gits_typer, TYPER_PTA, 1);

	*count = pta ? frames->gics[gic].count : frames->gics[gic].processors;
	return (pta ? frames->by_base : frames->by_processor) + frames->gics[gic].first;
}
