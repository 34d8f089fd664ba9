// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The PPI is EL2's only while the timer is armed. A kernel that sets up its interrupt controller
 * just then would make it Group 1, and then get an interrupt that it does not know. So meanwhile
 * the frame's registers are out of the host's stage 2. Its accesses are carried out here, except
 * for the bits of this PPI, which are kept for the host.
 */
#include "ppi.h"

#define GROUP	    0x80 /* GICR_IGROUPR0, and so on */
#define SET	    0x100
#define CLEAR	    0x180
#define PEND	    0x200
#define UNPEND	    0x280
#define ACTIVE	    0x300
#define PASSIVE	    0x380
#define LEVEL	    0x418 /* of PPIs 24 to 27 */
#define CONFIG	    0xc04 /* of the PPIs */
#define ONE	    ((uint32_t)BIT(PPI))
#define LEVEL_SHIFT 16

/* ---- The hardware's registers ---- */

static uint64_t load(uint64_t address, unsigned int size)
{
	switch (size) {
	case 1: return *(volatile uint8_t *)address;
	case 2: return *(volatile uint16_t *)address;
	case 4: return *(volatile uint32_t *)address;
	default: return *(volatile uint64_t *)address;
	}
}

static void store(uint64_t address, unsigned int size, uint64_t value)
{
	switch (size) {
	case 1: *(volatile uint8_t *)address = (uint8_t)value; break;
	case 2: *(volatile uint16_t *)address = (uint16_t)value; break;
	case 4: *(volatile uint32_t *)address = (uint32_t)value; break;
	default: *(volatile uint64_t *)address = value; break;
	}
}

static void set(const struct ppi *ppi, bool group1, bool enabled, uint32_t level)
{
	uint64_t base = ppi->sgi;

	mmio_write32(base + CLEAR, ONE);
	ppi_unpend(ppi);
	mmio_write32(base + GROUP, (mmio_read32(base + GROUP) & ~ONE) | (group1 ? ONE : 0));
	mmio_write32(base + LEVEL,
		     (mmio_read32(base + LEVEL) & ~(0xffu << LEVEL_SHIFT)) | level << LEVEL_SHIFT);
	if (enabled)
		mmio_write32(base + SET, ONE);
	dsb_ish();
}

void ppi_unpend(const struct ppi *ppi)
{
	mmio_write32(ppi->sgi + UNPEND, ONE);
	dsb_ish();
}

/* ---- Whose it is ---- */

/* False: the page is not the host's to lose. */
static bool hide(uint64_t pa)
{
	uint64_t *entry;
	bool good;

	stage2_lock();
	entry = stage2_page(pa);
	good = entry && stage2_state(*entry) == PAGE_HOST;
	if (good) {
		stage2_take(entry, OWNER_MONITOR);
		stage2_flush();
	}
	stage2_unlock();
	return good;
}

static void show(uint64_t pa)
{
	stage2_lock();
	stage2_give(stage2_page(pa), pa);
	stage2_unlock();
}

void ppi_take(struct ppi *ppi)
{
	spin_lock(&ppi->lock);
	ppi->taken = hide(ppi->sgi);
	ppi->group1 = mmio_read32(ppi->sgi + GROUP) & ONE;
	ppi->enabled = mmio_read32(ppi->sgi + SET) & ONE;
	ppi->level = mmio_read32(ppi->sgi + LEVEL) >> LEVEL_SHIFT & 0xff;
	set(ppi, false, true, 0);
	spin_unlock(&ppi->lock);
}

void ppi_give(struct ppi *ppi)
{
	spin_lock(&ppi->lock);
	set(ppi, ppi->group1, ppi->enabled, ppi->level);
	if (ppi->taken)
		show(ppi->sgi);
	ppi->taken = false;
	spin_unlock(&ppi->lock);
}

/* ---- The host's accesses meanwhile ---- */

/* Which bits of the register at that offset are the PPI's. */
static uint32_t bits_of(uint64_t offset)
{
	switch (offset) {
	case GROUP:
	case SET:
	case CLEAR:
	case PEND:
	case UNPEND:
	case ACTIVE:
	case PASSIVE: return ONE;
	case LEVEL: return 0xffu << LEVEL_SHIFT;
	case CONFIG: return 3u << 20;
	default: return 0;
	}
}

/* What the host finds there. */
static uint32_t shown(const struct ppi *ppi, uint64_t offset)
{
	switch (offset) {
	case GROUP: return ppi->group1 ? ONE : 0;
	case SET:
	case CLEAR: return ppi->enabled ? ONE : 0;
	case LEVEL: return ppi->level << LEVEL_SHIFT;
	case CONFIG: return mmio_read32(ppi->sgi + CONFIG);
	default: return 0;
	}
}

/* value: as the host writes it, of the bits in mask. */
static void keep(struct ppi *ppi, uint64_t offset, uint32_t value, uint32_t mask)
{
	if (offset == GROUP && mask & ONE)
		ppi->group1 = value & ONE;
	else if (offset == SET)
		ppi->enabled |= (value & mask & ONE) != 0;
	else if (offset == CLEAR)
		ppi->enabled &= !(value & mask & ONE);
	else if (offset == LEVEL)
		ppi->level = ((shown(ppi, LEVEL) & ~mask) | (value & mask)) >> LEVEL_SHIFT & 0xff;
}

/* What the hardware is to have in the PPI's bits, whatever the host writes. */
static uint32_t stays(const struct ppi *ppi, uint64_t offset)
{
	return offset == CONFIG ? mmio_read32(ppi->sgi + CONFIG) : 0;
}

/* The part of a word's bits that an access at pa covers, as the access has them. */
static uint64_t part(uint32_t word, const struct hypglue_access *access)
{
	uint64_t mask = access->size < 8 ? BIT(8 * access->size) - 1 : UINT64_MAX;

	return (uint64_t)word >> 8 * (access->pa & 3) & mask;
}

static void carry_out(struct ppi *ppi, const struct hypglue_access *access, uint64_t registers[31])
{
	uint64_t offset = (access->pa - ppi->sgi) & ~3ull, value = 0;
	uint64_t mask = part(bits_of(offset), access);
	unsigned int shift = 8 * (access->pa & 3);

	if (!access->write) {
		value = load(access->pa, access->size) & ~mask;
		value |= part(shown(ppi, offset), access) & mask;
		if (access->reg < 31)
			registers[access->reg] = hypglue_extend(access, value);
		return;
	}
	if (access->reg < 31)
		value = registers[access->reg];
	keep(ppi, offset, (uint32_t)(value << shift), (uint32_t)(mask << shift));
	value = (value & ~mask) | (part(stays(ppi, offset), access) & mask);
	store(access->pa, access->size, value);
}

enum hypglue_action ppi_access(struct ppi *ppi, const struct hypglue_fault *fault,
			       uint64_t registers[31])
{
	enum hypglue_action action = HYPGLUE_PASS;
	struct hypglue_access access;
	enum hypglue_syndrome syndrome = hypglue_decode(fault, &access);

	if (syndrome == HYPGLUE_FOREIGN || access.pa - ppi->sgi >= PAGE_SIZE)
		return HYPGLUE_PASS;
	spin_lock(&ppi->lock);
	if (ppi->taken) {
		action = HYPGLUE_ABORT;
		if (syndrome == HYPGLUE_ACCESS && !(access.pa % access.size) && access.size < 8) {
			carry_out(ppi, &access, registers);
			action = HYPGLUE_DONE;
		}
	}
	spin_unlock(&ppi->lock);
	return action;
}
