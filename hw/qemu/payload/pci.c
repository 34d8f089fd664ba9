// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "pci.h"

#define ECAM		      0x4010000000
#define FUNCTION	      (ECAM + (1 << 15))
#define EDU_BAR		      0x10000000
#define EDU_IDENTITY	      0x11e81234
#define PCI_COMMAND	      0x04
#define PCI_BAR0	      0x10
#define PCI_CAPS	      0x34
#define MEMORY_AND_BUS_MASTER 0x6
#define CAP_MSI		      0x05
#define MSI_ENABLE	      BIT(16)
#define EDU_RAISE	      0x60
#define EDU_ACKNOWLEDGE	      0x64

static uint64_t msi;

static uint64_t find_msi(void)
{
	uint32_t at = mmio_read32(FUNCTION + PCI_CAPS) & 0xfc;

	for (unsigned int i = 0; at && i < 48; i++) {
		if ((mmio_read32(FUNCTION + at) & 0xff) == CAP_MSI)
			return FUNCTION + at;
		at = mmio_read32(FUNCTION + at) >> 8 & 0xfc;
	}
	return 0;
}

bool edu_init(uint64_t address, uint32_t event)
{
	if (mmio_read32(FUNCTION) != EDU_IDENTITY)
		return false;
	mmio_write32(FUNCTION + PCI_BAR0, EDU_BAR);
	mmio_write32(FUNCTION + PCI_COMMAND, MEMORY_AND_BUS_MASTER);
	msi = find_msi();
	if (!msi)
		return false;
	mmio_write32(msi + 4, (uint32_t)address);
	mmio_write32(msi + 8, (uint32_t)(address >> 32));
	mmio_write32(msi + 12, event);
	mmio_write32(msi, mmio_read32(msi) | MSI_ENABLE);
	return true;
}

void edu_set_event(uint32_t event)
{
	mmio_write32(msi + 12, event);
}

void edu_interrupt(void)
{
	mmio_write32(EDU_BAR + EDU_RAISE, 1);
	mmio_write32(EDU_BAR + EDU_ACKNOWLEDGE, 1);
}
