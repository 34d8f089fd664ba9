// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Any device tree. If the first byte is 1, the rest is a flattened tree. Otherwise the rest says
 * which nodes and properties libfdt's writer puts together. Then the registers of a machine are
 * made up, and the frames are looked for.
 *
 * The result must keep the promises of the headers. A second search, with slower functions of
 * libfdt, must find the same. Each frame that the tree names must be mediated or blocked.
 */
#include <libfdt.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fdt_input.h"
#include "hypglue/frames.h"

#define LIMIT ((uint64_t)1 << 52)
#define FRAME ((uint64_t)0x10000)

static struct hypglue_fdt found, again;
static struct hypglue_frames frames;

/* ---- promises ---- */

static void check_range(struct hypglue_range range, uint64_t align)
{
	must(range.start < range.end && range.end <= LIMIT, "a range is empty or too high");
	must(!(range.start % align), "a range is not aligned");
}

static void apart(struct hypglue_range range)
{
	uint32_t i;

	for (i = 0; i < found.memory_count; i++)
		must(range.end <= found.memory[i].start || found.memory[i].end <= range.start,
		     "frames lie in memory");
}

static void check_gics(void)
{
	uint32_t i, rds = 0;

	for (i = 0; i < found.gic_count; i++) {
		check_range(found.gics[i].distributor, 0x10000);
		apart(found.gics[i].distributor);
		must(found.gics[i].first_rd == rds, "redistributor regions are not in order");
		must(found.gics[i].rd_count > 0, "a GIC without redistributors");
		must(!found.gics[i].stride || found.gics[i].stride >= 0x20000, "a small stride");
		rds += found.gics[i].rd_count;
	}
	must(rds == found.rd_count, "redistributor regions of nobody");
	for (i = 0; i < rds; i++) {
		check_range(found.rds[i], 0x10000);
		apart(found.rds[i]);
	}
}

static void check_found(void)
{
	uint32_t i;

	must(found.gic_count <= HYPGLUE_FDT_GICS && found.its_count <= HYPGLUE_FDT_ITSS &&
		     found.rd_count <= HYPGLUE_FDT_RDS &&
		     found.memory_count <= HYPGLUE_FDT_MEMORY &&
		     found.reserved_count <= HYPGLUE_FDT_RESERVED &&
		     found.blocked_count <= HYPGLUE_FDT_BLOCKED &&
		     found.cpu_count <= HYPGLUE_FDT_CPUS,
	     "more than there is room for");
	check_gics();
	for (i = 0; i < found.its_count; i++) {
		check_range(found.itss[i].frames, 0x10000);
		apart(found.itss[i].frames);
		must(found.itss[i].gic == HYPGLUE_FDT_NO_GIC || found.itss[i].gic < found.gic_count,
		     "an ITS of no GIC");
	}
	for (i = 0; i < found.memory_count; i++)
		check_range(found.memory[i], 1);
	for (i = 0; i < found.reserved_count; i++)
		check_range(found.reserved[i].range, 1);
	for (i = 0; i < found.blocked_count; i++)
		check_range(found.blocked[i].range, 0x10000);
}

/* ---- the second search ---- */

static bool lists(const void *fdt, int node, const char *property, const char *wanted)
{
	int bytes = 0, i;
	const char *list = fdt_getprop(fdt, node, property, &bytes);

	for (i = 0; list && i < bytes; i += (int)strlen(list + i) + 1)
		if (!strcasecmp(list + i, wanted))
			return true;
	return false;
}

static bool is_off(const void *fdt, int node)
{
	const char *status;
	int bytes = 0;

	for (; node >= 0; node = fdt_parent_offset(fdt, node)) {
		status = fdt_getprop(fdt, node, "status", &bytes);
		if (status &&
		    (!bytes || (strcmp(status, "okay") != 0 && strcmp(status, "ok") != 0)))
			return true;
	}
	return false;
}

static uint32_t cells_of(const void *fdt, int node, const char *name, uint32_t fallback)
{
	int bytes = 0;
	const fdt32_t *data = fdt_getprop(fdt, node, name, &bytes);

	return data && bytes == 4 ? fdt32_ld(data) : fallback;
}

static uint64_t number(const fdt32_t *data, uint32_t count)
{
	return count == 0   ? 0
	       : count == 1 ? fdt32_ld(data)
			    : (uint64_t)fdt32_ld(data) << 32 | fdt32_ld(data + 1);
}

/* Translates an address in node's children to an address among node's siblings. */
static uint64_t lift(const void *fdt, int node, uint64_t address, uint64_t bytes_of_it)
{
	int parent = fdt_parent_offset(fdt, node), bytes = 0, i;
	uint32_t from = cells_of(fdt, node, "#address-cells", 2),
		 size = cells_of(fdt, node, "#size-cells", 1);
	uint32_t to = cells_of(fdt, parent, "#address-cells", 2);
	const fdt32_t *ranges = fdt_getprop(fdt, node, "ranges", &bytes);
	int entry = (int)(from + to + size);

	must(ranges, "translated without ranges");
	for (i = 0; i + entry <= bytes / 4; i += entry) {
		uint64_t base = number(ranges + i, from),
			 room = number(ranges + i + from + to, size);

		if (address < base || address - base >= room)
			continue;
		must(bytes_of_it <= room - (address - base), "translated by half a window");
		return address - base + number(ranges + i + from, to);
	}
	must(!bytes, "translated by no entry");
	return address;
}

/* Entry n of reg, of which most bytes matter; false: there is none. */
static bool entry_of(const void *fdt, int node, int n, uint64_t most, struct hypglue_range *range)
{
	int parent = fdt_parent_offset(fdt, node);
	int there = 0;
	const fdt32_t *reg = fdt_getprop(fdt, node, "reg", &there);
	uint32_t before = cells_of(fdt, parent, "#address-cells", 2);
	uint32_t after = cells_of(fdt, parent, "#size-cells", 1);
	uint64_t bytes;

	if (there / 4 < (n + 1) * (int)(before + after))
		return false;
	reg += (size_t)n * (before + after);
	range->start = number(reg, before);
	bytes = number(reg + before, after);
	bytes = bytes < most ? bytes : most;
	for (; bytes && parent > 0; parent = fdt_parent_offset(fdt, parent))
		range->start = lift(fdt, parent, range->start, bytes);
	range->end = range->start + bytes;
	return true;
}

static struct hypglue_range frames_of(const void *fdt, int node)
{
	struct hypglue_range range = {0, 0};

	must(entry_of(fdt, node, 0, 0x20000, &range), "a reg that is too short");
	return range;
}

static bool is_its(const void *fdt, int node)
{
	return lists(fdt, node, "compatible", "arm,gic-v3-its");
}

static bool is_gic(const void *fdt, int node)
{
	return lists(fdt, node, "compatible", "arm,gic-v3");
}

static void search_again(const void *fdt)
{
	int node = 0, depth = 0;
	uint32_t itss = 0, gics = 0;

	for (node = fdt_next_node(fdt, 0, &depth); node >= 0 && depth > 0;
	     node = fdt_next_node(fdt, node, &depth)) {
		if (is_off(fdt, node))
			continue;
		if (is_its(fdt, node)) {
			must(itss < found.its_count, "an ITS was missed");
			must(found.itss[itss].frames.start == frames_of(fdt, node).start,
			     "an ITS is elsewhere");
			itss++;
		} else if (is_gic(fdt, node)) {
			must(gics < found.gic_count, "a GIC was missed");
			must(found.gics[gics].distributor.start == frames_of(fdt, node).start,
			     "a GIC is elsewhere");
			gics++;
		}
	}
	must(itss == found.its_count && gics == found.gic_count, "more were found than there are");
}

/* ---- a machine ---- */

static uint32_t machine;

/* Any number that belongs to a frame. */
static uint32_t mix(uint64_t frame)
{
	uint64_t value = (frame / FRAME + machine) * 0x9e3779b97f4a7c15;

	return (uint32_t)(value >> 32 ^ value >> 13);
}

static bool frame_is_there(uint64_t frame)
{
	return mix(frame) % 16 != 0;
}

/* Last in one of four; virtual LPIs, if at all, in all of them; few CPUs. */
static uint64_t rd_typer(uint64_t frame)
{
	uint64_t random = mix(frame);
	uint64_t typer = (random >> 8 & 3) << 32 | (random >> 16 & 7) << 8 | 1;

	if (!(random >> 4 & 3))
		typer |= 0x10;
	if (machine & 1)
		typer |= 2;
	return machine & 2 ? typer | 0x80 : typer;
}

/* Four frames in one of eight. */
static uint64_t its_typer(uint64_t frame)
{
	return 0x1f0001efb1 | (uint64_t) !(mix(frame) >> 20 & 7) << 39;
}

/* A frame in 32 is on, as an ITS and as a redistributor. */
static uint32_t frame_ctlr(uint64_t frame)
{
	return mix(frame) >> 24 & 31 ? 0x80000000 : mix(frame) & 1 ? 0x80000001 : 8;
}

/* As VLPI_base of a redistributor. */
static bool frame_is_virtually_on(uint64_t frame)
{
	return !(mix(frame) >> 19 & 15);
}

/*
 * A frame is what the search takes it for. It asks for TYPER of an ITS and of a redistributor at
 * the same place, so who it is is said by the list of ITSs.
 */
uint32_t hypglue_hook_read32(void *ctx, itsg_pa pa)
{
	uint64_t frame = pa & ~(FRAME - 1), typer = rd_typer(frame);
	uint32_t i;

	(void)ctx;
	must(pa < LIMIT, "a register beyond the limit is read");
	for (i = 0; i < found.its_count; i++)
		if (found.itss[i].frames.start == frame)
			typer = its_typer(frame);
	switch (pa - frame) {
	case 0x0: return frame_ctlr(frame);
	case 0x74:
	case 0x7c: return frame_is_virtually_on(frame) ? pa & 8 ? 0x10000000 : 0x80000000 : 0;
	case 0x4: return 0x00780000 | (mix(frame) & 0xf800);
	case 0x8: return (uint32_t)typer;
	case 0xc: return (uint32_t)(typer >> 32);
	case 0xffe8: return frame_is_there(frame) ? 0x3b : 0;
	default: must(false, "a register that need not be read");
	}
	return 0;
}

/* ---- each frame that the tree names ---- */

/* Is what the frame says to be on? Its virtual frames count if they lie before the end. */
static bool is_on(uint64_t frame, uint64_t end)
{
	return frame_ctlr(frame) & 9 ||
	       (hypglue_hook_read32(NULL, frame + 8) & 2 && frame + 4 * FRAME <= end &&
		frame_is_virtually_on(frame + 2 * FRAME));
}

static bool holds(struct hypglue_range range, uint64_t frame)
{
	return range.start <= frame && frame + FRAME <= range.end;
}

static bool is_mediated(uint64_t frame)
{
	struct hypglue_range range;
	uint32_t i;

	for (i = 0; i < frames.rd_count; i++) {
		range.start = frames.by_base[i].base;
		range.end = range.start + (rd_typer(range.start) & 2 ? 4 : 2) * FRAME;
		if (holds(range, frame))
			return true;
	}
	for (i = 0; i < frames.its_count; i++)
		if (holds(frames.itss[i].range, frame))
			return true;
	return false;
}

static bool is_blocked(uint64_t frame)
{
	uint32_t i;

	for (i = 0; i < frames.blocked_count; i++)
		if (holds(frames.blocked[i], frame))
			return true;
	return false;
}

/* Not each frame of a long region: its ends, and some between. */
static void check_covered(struct hypglue_range range)
{
	uint64_t frame = range.start & ~(FRAME - 1), step = FRAME;

	for (; frame < range.end; frame += step) {
		must(is_mediated(frame) != is_blocked(frame), "a frame is left to the host");
		step = frame - range.start < 64 * FRAME || range.end - frame < 32 * FRAME
			       ? FRAME
			       : 7 * FRAME;
	}
}

/* Is there a frame of a GICv3 in a doubtful range? None of them may be on. */
static bool any_is_there(struct hypglue_range range)
{
	uint64_t frame = range.start & ~(FRAME - 1);
	bool any = false;

	for (; frame < range.end; frame += FRAME) {
		if (!frame_is_there(frame))
			continue;
		must(!is_on(frame, (range.end + FRAME - 1) & ~(FRAME - 1)),
		     "a frame that is on is left to itself");
		any = true;
	}
	return any;
}

static bool is_below_disabled_gic(const void *fdt, int node)
{
	for (node = fdt_parent_offset(fdt, node); node >= 0; node = fdt_parent_offset(fdt, node))
		if (is_gic(fdt, node) && is_off(fdt, node))
			return true;
	return false;
}

static uint32_t region_count(const void *fdt, int node)
{
	return cells_of(fdt, node, "#redistributor-regions", 1);
}

static void check_gic_covered(const void *fdt, int node)
{
	struct hypglue_range range;
	uint32_t n;

	for (n = 1; entry_of(fdt, node, (int)n, ~0ull, &range); n++) {
		if (range.end - range.start < 0x20000)
			continue;
		if (n > region_count(fdt, node) && !is_off(fdt, node) && !any_is_there(range))
			continue;
		check_covered(range);
	}
}

static void check_its_covered(const void *fdt, int node)
{
	struct hypglue_range range = frames_of(fdt, node);
	bool off = is_off(fdt, node);
	uint32_t count =
		(off ? machine & 2 && frames.rd_count : its_typer(range.start) >> 39) ? 4 : 2;

	must(!off || is_below_disabled_gic(fdt, node) || !frame_is_there(range.start) ||
		     frame_ctlr(range.start) == 0x80000000,
	     "an ITS that is on is left to itself");
	range.end = range.start + count * FRAME;
	check_covered(range.end <= LIMIT ? range : (struct hypglue_range){range.start, LIMIT});
}

static void check_all_covered(const void *fdt)
{
	int node = 0, depth = 0;

	for (node = fdt_next_node(fdt, 0, &depth); node >= 0 && depth > 0;
	     node = fdt_next_node(fdt, node, &depth)) {
		if (is_its(fdt, node))
			check_its_covered(fdt, node);
		else if (is_gic(fdt, node))
			check_gic_covered(fdt, node);
	}
}

/* Is the frame in what the tree calls a region, or an ITS that is disabled? */
static bool is_named(const void *fdt, uint64_t frame)
{
	int node = 0, depth = 0;
	struct hypglue_range range;
	uint32_t n;

	for (node = fdt_next_node(fdt, 0, &depth); node >= 0 && depth > 0;
	     node = fdt_next_node(fdt, node, &depth)) {
		if (is_its(fdt, node) && is_off(fdt, node) &&
		    frame - frames_of(fdt, node).start < 4 * FRAME)
			return true;
		for (n = 1; is_gic(fdt, node) && entry_of(fdt, node, (int)n, ~0ull, &range); n++)
			if (frame < range.end && range.start < frame + FRAME)
				return true;
	}
	return false;
}

static bool begins_region(uint64_t base)
{
	uint32_t i;

	for (i = 0; i < found.rd_count; i++)
		if (found.rds[i].start == base)
			return true;
	return false;
}

/* A redistributor lies in one region as a whole. */
static bool is_in_region(uint32_t n)
{
	uint64_t base = frames.by_base[n].base, end = base + (rd_typer(base) & 2 ? 4 : 2) * FRAME;
	uint32_t i;

	for (i = 0; i < found.rd_count; i++)
		if (found.rds[i].start <= base && end <= found.rds[i].end)
			return true;
	return false;
}

/* What lies between a redistributor and the next one, in each region that holds it, is off. */
static void check_gap(uint64_t base, uint64_t next)
{
	uint64_t at = base + (rd_typer(base) & 2 ? 4 : 2) * FRAME;
	uint32_t i;

	for (i = 0; i < found.rd_count; i++)
		if (found.rds[i].start <= base && base < found.rds[i].end &&
		    found.rds[i].end < next)
			next = found.rds[i].end;
	for (; at < next; at += FRAME)
		must(!frame_is_there(at) || !is_on(at, next),
		     "a redistributor that is on is skipped");
}

/* The walk goes on from each redistributor, to another one or to Last. */
static void check_redistributors(void)
{
	uint64_t next;
	uint32_t i, j;

	for (i = 0; i < frames.rd_count; i++) {
		must(frame_is_there(frames.by_base[i].base), "a redistributor that is none");
		must(is_in_region(i), "a redistributor reaches over its region");
		next = frames.by_base[i].base;
		must(rd_typer(next) == frames.rd[i].typer, "the TYPER of another one");
		if (rd_typer(next) & 0x10)
			continue;
		next += found.gics[frames.rd[i].gic].stride
				? found.gics[frames.rd[i].gic].stride
				: (rd_typer(next) & 2 ? 4u : 2u) * FRAME;
		check_gap(frames.by_base[i].base, next);
		for (j = 0; j < frames.rd_count && frames.by_base[j].base != next; j++)
			;
		must(j < frames.rd_count || begins_region(next), "the walk ends before Last");
	}
	for (i = 0; i < found.cpu_count; i++) {
		for (j = 0; j < frames.rd_count; j++)
			if (frames.rd[j].typer >> 32 == found.cpus[i].affinity)
				break;
		must(j < frames.rd_count || !found.cpus[i].usable, "a CPU was forgotten");
	}
}

static void check_frames(const void *fdt)
{
	uint32_t i;

	if (hypglue_frames_find(&found, LIMIT, NULL, &frames))
		return;
	check_all_covered(fdt);
	check_redistributors();
	for (i = 0; i < frames.blocked_count; i++) {
		check_range(frames.blocked[i], FRAME);
		apart(frames.blocked[i]);
		must(is_named(fdt, frames.blocked[i].start) &&
			     is_named(fdt, frames.blocked[i].end - FRAME),
		     "blocked without a reason");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum hypglue_fdt_status status;
	size_t bytes;
	char *copy;

	if (!size)
		return 0;
	input = data + 1;
	input_size = size - 1;
	bytes = input_size;
	machine = data[0];
	if (data[0] != 1)
		bytes = build();
	/* An allocation of its own lets a sanitizer see the first byte after it. */
	copy = malloc(bytes ? bytes : 1);
	memcpy(copy, data[0] == 1 ? (const char *)data + 1 : blob, bytes);
	status = hypglue_fdt_discover(copy, bytes, &found);
	must(hypglue_fdt_status_text(status)[0], "a status without a text");
	must(!memcmp(copy, data[0] == 1 ? (const char *)data + 1 : blob, bytes),
	     "the tree was changed");
	if (status == HYPGLUE_FDT_OK) {
		check_found();
		search_again(copy);
		must(hypglue_fdt_discover(copy, bytes, &again) == status &&
			     !memcmp((const char *)&found, (const char *)&again, sizeof(found)),
		     "not the same twice");
		check_frames(copy);
	}
	free(copy);
	return 0;
}
