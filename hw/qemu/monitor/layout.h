/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where things are on QEMU's virt machine: for C, assembler, the linker script and the payloads,
 * since a hostile host knows it all. The monitor owns the first 16 MiB of RAM. The host's Image
 * comes right behind.
 */
#ifndef MONITOR_LAYOUT_H
#define MONITOR_LAYOUT_H

#define MONITOR_BASE 0x40000000 /* of RAM, too */
#define MONITOR_SIZE 0x01000000
#define MONITOR_END  (MONITOR_BASE + MONITOR_SIZE)

#define MONITOR_TEXT   0x40080000 /* where QEMU puts a raw -kernel */
#define MONITOR_RODATA 0x400a0000
#define MONITOR_DATA   0x400c0000
#define MONITOR_HEAP   0x40200000 /* the host's page tables, pin counts, the pool */

/*
 * A page with a known pattern is at either end of the monitor's memory. It is checked when the
 * power goes off.
 */
#define CANARY_LOW  0x40001000
#define CANARY_HIGH 0x40fff000

#define HOST_IMAGE 0x41000000 /* an arm64 Image is loaded here */

#define UART_BASE 0x09000000 /* PL011 */

#define CPUS_MAX   16
#define STACK_SIZE 0x4000

/* struct cpu, for boot.S and vectors.S */
#define CPU_STACK 0

#endif
