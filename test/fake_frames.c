// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "fake_frames.h"

#include <check.h>

#include "hypglue/frames.h"

#define FRAMES_MAX 640

static struct fake_frame {
	uint64_t base, typer;
	enum fake_kind kind;
	uint32_t pidr2, ctlr;
} fakes[FRAMES_MAX];
static unsigned int fake_count;

unsigned int fake_strays;
uint64_t fake_stray;

void fake_clear(void)
{
	fake_count = 0;
	fake_strays = 0;
	fake_stray = 0;
}

void fake_add(enum fake_kind kind, uint64_t base, uint64_t typer)
{
	ck_assert_uint_lt(fake_count, FRAMES_MAX);
	fakes[fake_count++] = (struct fake_frame){base, typer, kind, FAKE_PIDR2,
						  kind == FAKE_ITS ? FAKE_QUIESCENT : 0};
}

void fake_rd(uint64_t base, uint32_t cpu, uint64_t more)
{
	fake_add(FAKE_REDISTRIBUTOR, base, (uint64_t)cpu << 32 | (cpu & 0xffff) << 8 | more | 1);
}

static struct fake_frame *frame_at(uint64_t base)
{
	unsigned int i;

	for (i = 0; i < fake_count; i++)
		if (fakes[i].base == base)
			return &fakes[i];
	return NULL;
}

void fake_pidr2(uint64_t base, uint32_t value)
{
	struct fake_frame *frame = frame_at(base);

	ck_assert_ptr_nonnull(frame);
	frame->pidr2 = value;
}

void fake_ctlr(uint64_t base, uint32_t value)
{
	struct fake_frame *frame = frame_at(base);

	ck_assert_ptr_nonnull(frame);
	frame->ctlr = value;
}

uint32_t hypglue_hook_read32(void *ctx, itsg_pa pa)
{
	const struct fake_frame *frame = frame_at(pa & ~0xffffull);

	(void)ctx;
	if (frame && (pa & 0xffff) == 0xffe8)
		return frame->pidr2;
	if (frame && frame->kind == FAKE_VIRTUAL && (pa & 0xfff7) == 0x74)
		return (uint32_t)(frame->typer >> (pa & 8 ? 0 : 32));
	if (frame && frame->kind != FAKE_DISTRIBUTOR && !(pa & 0xffff))
		return frame->ctlr;
	if (frame && frame->kind == FAKE_DISTRIBUTOR && (pa & 0xffff) == 4)
		return (uint32_t)frame->typer;
	if (frame && frame->kind != FAKE_DISTRIBUTOR && (pa & 0xfffb) == 8)
		return (uint32_t)(frame->typer >> (pa & 4 ? 32 : 0));
	fake_strays++;
	fake_stray = pa;
	return 0;
}
