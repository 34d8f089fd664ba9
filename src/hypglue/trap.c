// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Syndrome decoding (ESR_EL2, EC 0x24 and 0x20) and the trap path. Policy: what the syndrome does
 * not say in full is not guessed. It goes back to the host as an abort.
 */
#include "hypglue/aarch64.h"
#include "hypglue/trap.h"
#include "validator/bits.h"

#define EC_INSTRUCTION_ABORT 0x20u
#define EC_DATA_ABORT	     0x24u

/* ISS of a data abort */
#define ISS_ISV	     24u
#define ISS_SAS	     22u
#define ISS_SSE	     21u
#define ISS_SRT	     16u
#define ISS_SF	     15u
#define ISS_AR	     14u
#define ISS_VNCR     13u
#define ISS_LST	     11u /* two bits: a 64-byte access, whatever SAS says */
#define ISS_FNV	     10u
#define ISS_EA	     9u
#define ISS_CM	     8u
#define ISS_S1PTW    7u
#define ISS_WNR	     6u
#define SAS_64	     3u
#define SPSR_AARCH32 4u

#define RD_VIRTUAL 0x20000u /* from RD_base: the frames a HYPGLUE_RD_VIRTUAL has */

/* Fault kinds, DFSC[5:2], at levels DFSC[1:0]. */
#define DFSC_TRANSLATION 1u
#define DFSC_ACCESS_FLAG 2u
#define DFSC_PERMISSION	 3u

/*
 * HPFAR_EL2.FIPA is [47:4]. It holds bits [55:12] of the address, with any page size. High bits are
 * kept, so that no address beyond the regions can pass for one inside.
 */
static itsg_pa fault_page(const struct hypglue_fault *fault)
{
	return bits_get(fault->hpfar, 4, 44) << 12;
}

static bool is_stage2_fault(uint64_t esr)
{
	uint64_t class = bits_get(esr, 26, 6), kind = bits_get(esr, 2, 4);

	if (class != EC_DATA_ABORT && class != EC_INSTRUCTION_ABORT)
		return false;
	return kind == DFSC_TRANSLATION || kind == DFSC_ACCESS_FLAG || kind == DFSC_PERMISSION;
}

/*
 * ESR[63:32] describes newer kinds of access (tags, 64 bytes, overlays); a plain one has zeros
 * there. An AArch32 process is refused: its IT state would have to be moved on, and it has no
 * business here.
 */
static bool is_plain_access(const struct hypglue_fault *fault)
{
	static const uint64_t never = BIT(ISS_VNCR) | BITS(ISS_LST, 2) | BIT(ISS_FNV) |
				      BIT(ISS_EA) | BIT(ISS_CM) | BIT(ISS_S1PTW);

	if (bits_get(fault->esr, 26, 6) != EC_DATA_ABORT || bits_get(fault->spsr, SPSR_AARCH32, 1))
		return false;
	return bits_get(fault->esr, ISS_ISV, 1) && !(fault->esr & never) && !(fault->esr >> 32);
}

enum hypglue_syndrome hypglue_decode(const struct hypglue_fault *fault,
				     struct hypglue_access *access)
{
	uint64_t esr = fault->esr;

	*access = (struct hypglue_access){0};
	if (!is_stage2_fault(esr))
		return HYPGLUE_FOREIGN;
	access->pa = fault_page(fault);
	if (!bits_get(esr, ISS_FNV, 1))
		access->pa |= bits_get(fault->far, 0, 12);
	if (!is_plain_access(fault))
		return HYPGLUE_UNUSABLE;
	if (bits_get(esr, ISS_SAS, 2) == SAS_64 && !bits_get(esr, ISS_SF, 1))
		return HYPGLUE_UNUSABLE;
	access->size = (uint8_t)(1u << bits_get(esr, ISS_SAS, 2));
	access->reg = (uint8_t)bits_get(esr, ISS_SRT, 5);
	access->write = bits_get(esr, ISS_WNR, 1);
	access->extend = bits_get(esr, ISS_SSE, 1);
	access->wide = bits_get(esr, ISS_SF, 1);
	access->ordered = bits_get(esr, ISS_AR, 1);
	return HYPGLUE_ACCESS;
}

uint64_t hypglue_extend(const struct hypglue_access *access, uint64_t value)
{
	unsigned int bits = access->size * 8u;

	value &= BITS(0, bits);
	if (access->extend && bits < 64 && bits_get(value, bits - 1, 1))
		value |= ~BITS(0, bits);
	return access->wide ? value : bits_get(value, 0, 32);
}

static enum itsg_status region_read(const struct hypglue_region *region, uint32_t offset,
				    uint32_t size, uint64_t *value)
{
	switch (region->kind) {
	case HYPGLUE_ITS: return itsg_mmio_read(region->of.its, offset, size, value);
	case HYPGLUE_RD: return itsg_rd_mmio_read(region->of.rd, offset, size, value);
	case HYPGLUE_RD_VIRTUAL:
		return itsg_rd_mmio_read(region->of.rd, RD_VIRTUAL + offset, size, value);
	case HYPGLUE_BLOCKED: break;
	}
	return ITSG_ABORT;
}

static enum itsg_status region_write(const struct hypglue_region *region, uint32_t offset,
				     uint32_t size, uint64_t value)
{
	switch (region->kind) {
	case HYPGLUE_ITS: return itsg_mmio_write(region->of.its, offset, size, value);
	case HYPGLUE_RD: return itsg_rd_mmio_write(region->of.rd, offset, size, value);
	case HYPGLUE_RD_VIRTUAL:
		return itsg_rd_mmio_write(region->of.rd, RD_VIRTUAL + offset, size, value);
	case HYPGLUE_BLOCKED: break;
	}
	return ITSG_ABORT;
}

static enum itsg_work region_work(const struct hypglue_region *region)
{
	switch (region->kind) {
	case HYPGLUE_ITS: return itsg_its_work(region->of.its);
	case HYPGLUE_RD:
	case HYPGLUE_RD_VIRTUAL: return itsg_rd_work(region->of.rd);
	case HYPGLUE_BLOCKED: break;
	}
	return ITSG_WORK_NONE;
}

static enum itsg_status region_poll(const struct hypglue_region *region)
{
	switch (region->kind) {
	case HYPGLUE_ITS: return itsg_poll(region->of.its);
	case HYPGLUE_RD:
	case HYPGLUE_RD_VIRTUAL: return itsg_rd_poll(region->of.rd);
	case HYPGLUE_BLOCKED: break;
	}
	return ITSG_NOT_READY;
}

/* One step. Returns what it left; nothing, if what was mediated there has gone meanwhile. */
static enum itsg_work step(const struct hypglue_region *region)
{
	return region_poll(region) == ITSG_NOT_READY ? ITSG_WORK_NONE : region_work(region);
}

/* Goes on with what the budget ended, for so many budgets. */
static enum itsg_work go_on(const struct hypglue_region *region, uint32_t polls)
{
	enum itsg_work left = region_work(region);

	for (; left == ITSG_WORK_NOW && polls; polls--)
		left = step(region);
	return left;
}

static enum hypglue_action action_of(enum itsg_status status)
{
	switch (status) {
	case ITSG_OK: return HYPGLUE_DONE;
	case ITSG_AGAIN: return HYPGLUE_REPLAY;
	case ITSG_NOT_READY: return HYPGLUE_PASS;
	case ITSG_ABORT:
	case ITSG_INVALID:
	case ITSG_STATE:
	case ITSG_NO_MEMORY:
	case ITSG_LEDGER:
	case ITSG_UNSUPPORTED:
	case ITSG_BUG: break;
	}
	return HYPGLUE_ABORT;
}

static enum hypglue_action load(const struct hypglue_region *region,
				const struct hypglue_access *access, uint64_t registers[31])
{
	uint32_t offset = (uint32_t)(access->pa - region->base);
	uint64_t value = 0;
	enum hypglue_action action = action_of(region_read(region, offset, access->size, &value));

	if (action == HYPGLUE_DONE && access->reg < 31)
		registers[access->reg] = hypglue_extend(access, value);
	return action;
}

static enum hypglue_action store(const struct hypglue_region *region,
				 const struct hypglue_access *access, const uint64_t registers[31])
{
	uint32_t offset = (uint32_t)(access->pa - region->base);
	uint64_t value = access->reg < 31 ? registers[access->reg] : 0;

	value &= BITS(0, access->size * 8u);
	return action_of(region_write(region, offset, access->size, value));
}

/*
 * Acquire and release order the host's own accesses against this one. It is no longer an access of
 * the host's CPU, so barriers on both sides stand in for them.
 */
static enum hypglue_action emulate(const struct hypglue_region *region,
				   const struct hypglue_access *access, uint64_t registers[31])
{
	enum hypglue_action action;

	if (access->ordered)
		hypglue_full_barrier();
	action = access->write ? store(region, access, registers) : load(region, access, registers);
	if (access->ordered)
		hypglue_full_barrier();
	return action;
}

/*
 * An access that lies only partly in the region. Nothing is emulated, and nobody may forward it
 * into a closed region.
 */
static enum hypglue_action straddle(const struct hypglue_regions *regions,
				    const struct hypglue_region *region, itsg_pa last)
{
	const struct hypglue_region *next = hypglue_regions_find(regions, last, 1);

	if (!hypglue_region_is_hosts(region) || (next && !hypglue_region_is_hosts(next)))
		return HYPGLUE_ABORT;
	return HYPGLUE_PASS;
}

static bool is_inside(const struct hypglue_region *region, itsg_pa pa, uint64_t size)
{
	return pa >= region->base && size <= region->size &&
	       pa - region->base <= region->size - size;
}

/* An access in a region that is mediated. */
static enum hypglue_action mediate(const struct hypglue_regions *regions,
				   const struct hypglue_region *region,
				   const struct hypglue_access *access, uint64_t registers[31],
				   enum itsg_work *left)
{
	enum hypglue_action action = HYPGLUE_ABORT;

	if (access->size)
		action = emulate(region, access, registers);
	*left = go_on(region, action == HYPGLUE_REPLAY ? 0 : regions->polls);
	return action;
}

/* As the region's state says, which is read once. */
static enum hypglue_action answer(const struct hypglue_regions *regions,
				  const struct hypglue_region *region,
				  const struct hypglue_access *access, uint64_t registers[31],
				  enum itsg_work *left)
{
	switch (hypglue_region_state(region)) {
	case HYPGLUE_STARTING: return HYPGLUE_REPLAY;
	case HYPGLUE_OPEN:
	case HYPGLUE_GONE: return HYPGLUE_PASS;
	case HYPGLUE_READY:
	case HYPGLUE_STUCK: break;
	}
	return mediate(regions, region, access, registers, left);
}

/* A syndrome that says too little leaves the size 0. It counts as an access of one byte. */
enum hypglue_action hypglue_data_abort(const struct hypglue_regions *regions,
				       const struct hypglue_fault *fault, uint64_t registers[31],
				       enum itsg_work *left)
{
	const struct hypglue_region *region;
	struct hypglue_access access;
	uint64_t size;

	*left = ITSG_WORK_NONE;
	if (hypglue_decode(fault, &access) == HYPGLUE_FOREIGN)
		return HYPGLUE_PASS;
	size = access.size ? access.size : 1;
	region = hypglue_regions_find(regions, access.pa, size);
	if (!region)
		return HYPGLUE_PASS;
	if (!is_inside(region, access.pa, size))
		return straddle(regions, region, access.pa + size - 1);
	return answer(regions, region, &access, registers, left);
}

/* ---- The later poll ---- */

static bool is_mediated(const struct hypglue_region *region)
{
	enum hypglue_state state = hypglue_region_state(region);

	return state == HYPGLUE_READY || state == HYPGLUE_STUCK;
}

/* What it has to do. Virtual frames have nothing beside what their RD_base has. */
static enum itsg_work work_of(const struct hypglue_region *region)
{
	if (region->kind == HYPGLUE_RD_VIRTUAL || !is_mediated(region))
		return ITSG_WORK_NONE;
	return region_work(region);
}

/* Steps taken, at most so many: one if there is anything to do, more while the budget ends them. */
static uint64_t poll_region(const struct hypglue_region *region, uint64_t most)
{
	enum itsg_work left = work_of(region);
	uint64_t taken;

	if (left == ITSG_WORK_NONE)
		return 0;
	left = step(region);
	for (taken = 1; left == ITSG_WORK_NOW && taken < most; taken++)
		left = step(region);
	return taken;
}

enum itsg_work hypglue_work(const struct hypglue_regions *regions)
{
	enum itsg_work most = ITSG_WORK_NONE, one;
	uint32_t n;

	for (n = 0; n < regions->count; n++) {
		one = work_of(&regions->region[n]);
		most = one > most ? one : most;
	}
	return most;
}

enum itsg_work hypglue_poll(struct hypglue_regions *regions)
{
	uint64_t steps = (uint64_t)regions->polls + 1, taken;
	uint32_t first = __atomic_load_n(&regions->turn, __ATOMIC_RELAXED), n, at;

	for (n = 0; n < regions->count && steps; n++) {
		at = (uint32_t)(((uint64_t)first + n) % regions->count);
		taken = poll_region(&regions->region[at], steps);
		if (taken)
			__atomic_store_n(&regions->turn, at + 1, __ATOMIC_RELAXED);
		steps -= taken;
	}
	return hypglue_work(regions);
}
