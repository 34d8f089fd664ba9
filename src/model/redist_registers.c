/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The registers of RD_base (docs/its.md). An access that is illegal or UNPREDICTABLE breaks P11 and
 * does nothing.
 */
#include "model/redist_registers.h"

#include <inttypes.h>

#include "model/lpi.h"
#include "model/rd_facts.h"
#include "model/redist.h"
#include "model/threads.h"
#include "model/violation.h"

#define ENABLE	     0x1u
#define CES_IR	     0x6u
#define RWP	     0x8u
#define DPG	     0x07000000u
#define PROPBASER_RW UINT64_C(0x070fffffffffff9f)
#define PENDBASER_RW UINT64_C(0x470fffffffff0f80)
#define PTZ	     ((uint64_t)1 << 62)

enum reg {
	NONE,
	CTLR,
	IIDR,
	TYPER,
	WAKER,
	SETLPIR,
	CLRLPIR,
	PROPBASER,
	PENDBASER,
	INVLPIR,
	INVALLR,
	SYNCR,
	ID,
	VPROPBASER,
	VPENDBASER,
};

static void illegal(const struct model_rd *rd, uint32_t offset, uint64_t value, const char *why)
{
	model_break(rd->ctx.model, MODEL_P11, "RD%u: register %#x, %#" PRIx64 ": %s", rd->number,
		    offset, value, why);
}

static enum reg reg_at(uint32_t offset, uint32_t size)
{
	static const struct {
		uint32_t offset, size;
		enum reg reg;
	} regs[] = {
		{0x00, 4, CTLR},	  {0x04, 4, IIDR},	{0x08, 8, TYPER},
		{0x14, 4, WAKER},	  {0x40, 8, SETLPIR},	{0x48, 8, CLRLPIR},
		{0x70, 8, PROPBASER},	  {0x78, 8, PENDBASER}, {0xa0, 8, INVLPIR},
		{0xb0, 8, INVALLR},	  {0xc0, 4, SYNCR},	{0x20070, 8, VPROPBASER},
		{0x20078, 8, VPENDBASER},
	};
	unsigned int i;

	for (i = 0; i < sizeof(regs) / sizeof(regs[0]); i++) {
		if (regs[i].offset == offset && regs[i].size == size)
			return regs[i].reg;
	}
	return offset >= 0xffd0 && offset < 0x10000 && size == 4 && !(offset & 3) ? ID : NONE;
}

static bool has_direct(const struct model_rd *rd)
{
	return rd->config->typer >> 3 & 1;
}

static bool has_virtual(const struct model_rd *rd)
{
	return rd->config->typer >> 1 & 1;
}

static bool has_invalidate(const struct model_rd *rd)
{
	return has_direct(rd) || rd->config->ctlr & 4;
}

uint64_t model_rd_register_read(struct model_rd *rd, uint32_t offset, uint32_t size)
{
	switch (reg_at(offset, size)) {
	case CTLR:
		return (rd->enabled ? ENABLE : 0) | (rd->config->ctlr & CES_IR) |
		       (rd->rwp ? RWP : 0) | rd->dpg;
	case IIDR: return rd->config->iidr;
	case TYPER: return rd->config->typer;
	case WAKER: return rd->waker;
	case PROPBASER: return rd->propbaser;
	case PENDBASER: return rd->pendbaser;
	case SYNCR: return rd->busy;
	case VPROPBASER:
	case VPENDBASER:
		if (!has_virtual(rd))
			break;
		return offset == 0x20070 ? rd->config->vpropbaser : rd->config->vpendbaser;
	case ID: return offset == 0xffe8 ? rd->config->pidr2 : offset & 0xff;
	case SETLPIR:
	case CLRLPIR:
	case INVLPIR:
	case INVALLR:
	case NONE: break;
	}
	illegal(rd, offset, size, "there is nothing to read, or not by so many bytes");
	return 0;
}

/* If EnableLPIs is cleared or DPG* changes, RWP is 1 until the next model_rd_run. */
static void write_ctlr(struct model_rd *rd, uint32_t value)
{
	bool clears = !(value & ENABLE) && rd->enabled && !rd->config->stays;

	if (value & ~(ENABLE | DPG) || (value & DPG && !(rd->config->typer >> 5 & 1))) {
		illegal(rd, 0, value, "bits that are not there, or are read-only, are set");
		return;
	}
	if (rd->rwp) {
		illegal(rd, 0, value, "RWP is 1");
		return;
	}
	rd->rwp = clears || (value & DPG) != rd->dpg;
	rd->stopping = clears;
	rd->dpg = value & DPG;
	if (clears)
		rd->enabled = false;
	else if ((value & ENABLE) && !rd->enabled)
		model_rd_enable(rd);
}

static void write_base(struct model_rd *rd, uint32_t offset, uint64_t value, uint64_t writable,
		       uint64_t *reg)
{
	if (model_rd_live(rd))
		illegal(rd, offset, value, "LPIs are enabled, or their disable is not complete");
	else if (value & ~writable)
		illegal(rd, offset, value, "RES0 bits are set");
	else
		*reg = value & rd->config->sticky & ~PTZ;
}

/* A group has one PROPBASER unless the configuration says otherwise. What one redistributor
 * writes, all of the group see. */
static void write_propbaser(struct model_rd *rd, uint64_t value)
{
	struct model *model = rd->ctx.model;
	unsigned int i;

	/* Without the domain's lock another CPU could enable LPIs between the look at the others
	 * and the write. */
	if (!model->config.rd_own_properties && model_held(model)->domain != &model->domain)
		illegal(rd, 0x70, value, "one PROPBASER, and the domain's lock is not held");
	for (i = 0; i < model->config.rd_count && !model->config.rd_own_properties; i++) {
		if (&model->rd[i] != rd && model_rd_same_group(rd, &model->rd[i]) &&
		    model_rd_reads(&model->rd[i])) {
			illegal(rd, 0x70, value, "one PROPBASER, and others have LPIs enabled");
			return;
		}
	}
	write_base(rd, 0x70, value, PROPBASER_RW, &rd->propbaser);
	for (i = 0; i < model->config.rd_count && !model->config.rd_own_properties; i++) {
		if (model_rd_same_group(rd, &model->rd[i]))
			model->rd[i].propbaser = rd->propbaser;
	}
}

static void write_invalidate(struct model_rd *rd, uint32_t offset, uint64_t value)
{
	bool lpi = value >= MODEL_LPI_FIRST && value < model_rd_lpi_end(rd);

	if (!has_invalidate(rd) || (offset == 0xa0 ? !lpi : value != 0))
		illegal(rd, offset, value, "there is no such register, or no such LPI");
	else if (rd->busy)
		illegal(rd, offset, value, "SYNCR reads Busy");
	else
		rd->busy = rd->enabled;
}

static void write_direct(struct model_rd *rd, uint32_t offset, uint64_t value)
{
	if (!has_direct(rd) || value < MODEL_LPI_FIRST || value >= model_rd_lpi_end(rd))
		illegal(rd, offset, value, "there is no such register, or no such LPI");
	else
		model_lpi_set(rd->ctx.model, (uint32_t)value, rd->number, offset == 0x40);
}

void model_rd_register_write(struct model_rd *rd, uint32_t offset, uint32_t size, uint64_t value)
{
	const struct model_watch *watch = &rd->ctx.model->watch;

	if (watch->hw_write)
		watch->hw_write(watch->arg, MODEL_WATCH_RD + rd->number, offset, value);
	switch (reg_at(offset, size)) {
	case CTLR: write_ctlr(rd, (uint32_t)value); return;
	case WAKER:
		if (value & ~UINT64_C(2))
			illegal(rd, offset, value, "bits that are not ProcessorSleep are set");
		rd->waker = value & 2 ? 6 : 0;
		return;
	case PROPBASER: write_propbaser(rd, value); return;
	case PENDBASER:
		write_base(rd, offset, value, PENDBASER_RW, &rd->pendbaser);
		rd->ptz = value & PTZ;
		return;
	case INVLPIR:
	case INVALLR: write_invalidate(rd, offset, value); return;
	case SETLPIR:
	case CLRLPIR: write_direct(rd, offset, value); return;
	case IIDR:
	case TYPER:
	case SYNCR:
	case ID:
	case VPROPBASER:
	case VPENDBASER:
	case NONE: break;
	}
	illegal(rd, offset, value, "there is no such register, or not to write by so many bytes");
}
