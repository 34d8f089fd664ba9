// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "payload.h"

#define UARTDR	    0x00
#define UARTFR	    0x18
#define UARTFR_TXFF BIT(5)

static struct spinlock lock;

void uart_write(const char *text, size_t bytes)
{
	spin_lock(&lock);
	for (size_t i = 0; i < bytes; i++) {
		while (mmio_read32(UART_BASE + UARTFR) & UARTFR_TXFF)
			;
		mmio_write32(UART_BASE + UARTDR, (uint8_t)text[i]);
	}
	spin_unlock(&lock);
}
