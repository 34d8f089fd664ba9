// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The PL011, which the host uses as well. Characters are put in when there is room; nothing is set
 * up.
 */
#include "monitor.h"

#define UARTDR	    0x00
#define UARTFR	    0x18
#define UARTFR_TXFF BIT(5)

static struct spinlock uart_lock;

static void put(char c)
{
	while (mmio_read32(UART_BASE + UARTFR) & UARTFR_TXFF)
		;
	mmio_write32(UART_BASE + UARTDR, (uint8_t)c);
}

void uart_write(const char *text, size_t bytes)
{
	spin_lock(&uart_lock);
	for (size_t i = 0; i < bytes; i++)
		put(text[i]);
	spin_unlock(&uart_lock);
}
