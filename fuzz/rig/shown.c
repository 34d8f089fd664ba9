// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rig/shown.h"

#include <inttypes.h>
#include <string.h>

#include "model/model.h"

#define CBASER	  0x80
#define CWRITER	  0x88
#define CREADR	  0x90
#define BASER	  0x100
#define BASER_END 0x140
#define VALID	  (1ULL << 63)
#define SIZE	  0xffULL
#define INNER(c)  ((c) >> 59 & 7)
#define TYPE(b)	  ((b) >> 56 & 7)
/* Bits that stick for certain, whatever attributes the register shows. */
#define CBASER_SURE  0x800fffffffff00ffULL
#define CWRITER_SURE 0xfffe0ULL

void shown_forget(struct shown *shown)
{
	memset(shown, 0, sizeof(*shown));
	shown->wild = true;
}

static bool find(uint64_t offset, enum shown_register *reg)
{
	uint64_t at = offset & ~7ULL;

	if (at >= BASER && at < BASER_END)
		*reg = SHOWN_BASER + (unsigned int)(at - BASER) / 8;
	else if (at == CBASER)
		*reg = SHOWN_CBASER;
	else if (at == CWRITER)
		*reg = SHOWN_CWRITER;
	else if (at == CREADR)
		*reg = SHOWN_CREADR;
	else
		return false;
	return true;
}

static uint64_t sure(enum shown_register reg)
{
	if (reg == SHOWN_CBASER)
		return CBASER_SURE;
	return reg == SHOWN_CWRITER ? CWRITER_SURE : VALID;
}

/* ---- The queue ---- */

static uint32_t queue_bytes(const struct shown *shown)
{
	return (uint32_t)((shown->value[SHOWN_CBASER] & SIZE) + 1) * 4096;
}

static bool queue_is_known(const struct shown *shown)
{
	uint32_t bytes = queue_bytes(shown);

	return shown->known[SHOWN_CBASER] && shown->known[SHOWN_CWRITER] &&
	       shown->known[SHOWN_CREADR] && shown->value[SHOWN_CWRITER] < bytes &&
	       shown->value[SHOWN_CREADR] < bytes;
}

/* Bytes from the CREADR that was read last to this position. */
static uint64_t ahead(const struct shown *shown, uint64_t position)
{
	uint32_t bytes = queue_bytes(shown);

	return (position + bytes - shown->value[SHOWN_CREADR]) % bytes;
}

static void new_cwriter(struct shown *shown, uint64_t value)
{
	value &= CWRITER_SURE;
	if (!queue_is_known(shown) ||
	    ahead(shown, value) < ahead(shown, shown->value[SHOWN_CWRITER]))
		shown->wild = true;
	shown->value[SHOWN_CWRITER] = value;
	shown->known[SHOWN_CWRITER] = true;
}

static void new_queue(struct shown *shown)
{
	shown->value[SHOWN_CREADR] = 0;
	shown->known[SHOWN_CREADR] = true;
	shown->wild = false;
}

static void check_creadr(const struct shown *shown, struct model *model, uint64_t value)
{
	if (shown->wild || !queue_is_known(shown) || value >= queue_bytes(shown))
		return;
	if (ahead(shown, value) > ahead(shown, shown->value[SHOWN_CWRITER]))
		model_break(model, MODEL_P6,
			    "CREADR reads %" PRIx64 " after %" PRIx64 ", CWRITER is %" PRIx64,
			    value, shown->value[SHOWN_CREADR], shown->value[SHOWN_CWRITER]);
}

bool shown_is_uncached(const struct shown *shown)
{
	return shown->known[SHOWN_CBASER] && INNER(shown->value[SHOWN_CBASER]) <= 1;
}

/* ---- Accesses ---- */

void shown_write(struct shown *shown, uint64_t offset, uint64_t size, uint64_t value)
{
	enum shown_register reg;
	uint64_t mask = size == 8 ? UINT64_MAX : UINT32_MAX;

	if (size < 4 || offset % size || !find(offset, &reg) || reg == SHOWN_CREADR)
		return;
	if (reg == SHOWN_CWRITER) {
		if (offset == CWRITER)
			new_cwriter(shown, value);
		return;
	}
	if (offset % 8)
		mask <<= 32, value <<= 32;
	/* one known half is not enough to know the register */
	shown->known[reg] = shown->known[reg] || size == 8;
	shown->value[reg] = (shown->value[reg] & ~mask) | (value & mask);
	if (reg == SHOWN_CBASER)
		new_queue(shown);
}

void shown_read(struct shown *shown, struct model *model, uint64_t offset, uint64_t size,
		uint64_t value)
{
	uint64_t bits;
	enum shown_register reg;

	if (!find(offset, &reg) || offset % 8 || (size != 8 && reg != SHOWN_CREADR))
		return;
	bits = sure(reg);
	if (reg >= SHOWN_BASER && !TYPE(value)) /* no table, or one that is hidden from the host */
		return;
	if (reg == SHOWN_CREADR)
		check_creadr(shown, model, value);
	else if (shown->known[reg] && (shown->value[reg] ^ value) & bits)
		model_break(model, MODEL_P6,
			    "the register at %#" PRIx64 " reads %" PRIx64 ", written was %" PRIx64,
			    offset, value, shown->value[reg]);
	shown->value[reg] = value;
	shown->known[reg] = true;
}
