// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* What AArch64.TakeException does for a synchronous external abort to EL1. */
#include "hypglue/inject.h"
#include "validator/bits.h"

#define EC_INSTRUCTION_LOWER 0x20u
#define EC_INSTRUCTION_SAME  0x21u
#define EC_DATA_LOWER	     0x24u
#define EC_DATA_SAME	     0x25u
#define DFSC_EXTERNAL	     0x10u

#define ISS_S1PTW 7u
#define ISS_KEPT  (BIT(10) | BIT(8) | BIT(6)) /* FnV, CM, WnR */
#define ISS_FNV	  10u
#define ESR_EC	  26u
#define ESR_IL	  25u

#define PSR_MODE_EL0T	 0x00u
#define PSR_MODE_EL1T	 0x04u
#define PSR_MODE_EL1H	 0x05u
#define PSR_MODE_32_USER 0x10u
#define PSR_DAIF	 BITS(6, 4)
#define PSR_BTYPE	 BITS(10, 2)
#define PSR_SSBS	 BIT(12)
#define PSR_ALLINT	 BIT(13)
#define PSR_SS		 BIT(21)
#define PSR_PAN		 BIT(22)
#define PSR_DIT		 BIT(24)
#define PSR_TCO		 BIT(25)
#define PSR_NZCV	 BITS(28, 4)

#define SCTLR_SPAN	23u
#define SCTLR_DSSBS	44u
#define SCTLR_SPINTMASK 62u
#define SCTLR2_EASE	5u

#define VECTOR_SAME_SP0 0x000u
#define VECTOR_SAME_SPX 0x200u
#define VECTOR_LOWER_64 0x400u
#define VECTOR_LOWER_32 0x600u
#define VECTOR_SERROR	0x180u
#define VBAR_ALIGN	11u

static bool is_from_el1(const struct hypglue_el1 *host)
{
	return bits_get(host->spsr_el2, 0, 5) != PSR_MODE_EL0T &&
	       bits_get(host->spsr_el2, 0, 5) != PSR_MODE_32_USER;
}

/* The vector's offset from VBAR, which the interrupted state selects. */
static bool find_vector(const struct hypglue_el1 *host, uint64_t *offset)
{
	switch (bits_get(host->spsr_el2, 0, 5)) {
	case PSR_MODE_EL1T: *offset = VECTOR_SAME_SP0; break;
	case PSR_MODE_EL1H: *offset = VECTOR_SAME_SPX; break;
	case PSR_MODE_EL0T: *offset = VECTOR_LOWER_64; break;
	case PSR_MODE_32_USER: *offset = VECTOR_LOWER_32; break;
	default: return false;
	}
	if (bits_get(host->sctlr2_el1, SCTLR2_EASE, 1))
		*offset += VECTOR_SERROR;
	return true;
}

/*
 * NZCV, DIT and PAN stay; an AArch32 SPSR_EL2 has them at the same places. SS, IL, UAO and BTYPE
 * are 0.
 */
static uint64_t pstate(const struct hypglue_el1 *host)
{
	uint64_t state = host->spsr_el2 & (PSR_NZCV | PSR_DIT | PSR_PAN);

	if (!bits_get(host->sctlr_el1, SCTLR_SPAN, 1))
		state |= PSR_PAN;
	if (bits_get(host->sctlr_el1, SCTLR_DSSBS, 1))
		state |= PSR_SSBS;
	if (host->has_mte)
		state |= PSR_TCO;
	if (host->has_nmi && !bits_get(host->sctlr_el1, SCTLR_SPINTMASK, 1))
		state |= PSR_ALLINT;
	return state | PSR_DAIF | PSR_MODE_EL1H;
}

static uint64_t syndrome(const struct hypglue_el1 *host)
{
	bool data = bits_get(host->esr_el2, ESR_EC, 6) == EC_DATA_LOWER, same = is_from_el1(host);
	uint64_t lower = data ? EC_DATA_LOWER : EC_INSTRUCTION_LOWER;
	uint64_t class = same ? lower + 1 : lower, iss = DFSC_EXTERNAL;

	/*
	 * With S1PTW, WnR describes the walk and not the access. An instruction abort has FnV
	 * alone.
	 */
	if (data && !bits_get(host->esr_el2, ISS_S1PTW, 1))
		iss |= host->esr_el2 & ISS_KEPT;
	else
		iss |= host->esr_el2 & BIT(ISS_FNV);
	return class << ESR_EC | BIT(ESR_IL) | iss;
}

bool hypglue_inject(const struct hypglue_el1 *host, struct hypglue_exception *exception)
{
	uint64_t class = bits_get(host->esr_el2, ESR_EC, 6), offset;

	if (class != EC_DATA_LOWER && class != EC_INSTRUCTION_LOWER)
		return false;
	if (!find_vector(host, &offset))
		return false;
	*exception = (struct hypglue_exception){
		.esr_el1 = syndrome(host),
		.far_el1 = bits_get(host->esr_el2, ISS_FNV, 1) ? 0 : host->far_el2,
		.elr_el1 = host->elr_el2,
		.spsr_el1 = host->spsr_el2,
		.elr_el2 = (host->vbar_el1 & ~BITS(0, VBAR_ALIGN)) + offset,
		.spsr_el2 = pstate(host),
	};
	return true;
}

void hypglue_skip(uint64_t *elr_el2, uint64_t *spsr_el2)
{
	*elr_el2 += 4;
	*spsr_el2 &= ~(PSR_BTYPE | PSR_SS);
}
