/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* QEMU's edu device at 00:01.0: it sends an MSI when told to. */
#ifndef PAYLOAD_PCI_H
#define PAYLOAD_PCI_H

#include "payload.h"

#define EDU_DEVICE_ID 0x08 /* as the ITS sees it: its requester ID */

/* Sets it up so that its MSI writes event to address. False: it is not there. */
bool edu_init(uint64_t address, uint32_t event);
void edu_set_event(uint32_t event);
/* Sends its MSI. */
void edu_interrupt(void);

#endif
