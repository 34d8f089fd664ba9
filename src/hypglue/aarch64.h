/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Register accesses, barriers and cache maintenance. An access to a device is one instruction with
 * one general register and no write-back: also a hypervisor above this one gets a valid syndrome.
 *
 * None of the accessors orders anything but itself: accesses to one device stay in program order
 * among themselves (Device-nGnRE, same peripheral). What orders them against memory stands beside
 * each. On another processor this header gives the same calls in C, for tests of what is built on
 * them.
 */
#ifndef HYPGLUE_AARCH64_H
#define HYPGLUE_AARCH64_H

#include <itsguard/env.h>

#ifdef __aarch64__

/*
 * Loads. Before: nothing is needed, the library never waits for memory to be written before it asks
 * a register. After: what is done because of the value is ordered by hypglue_load_barrier (CWRITER
 * seen, then the host's slots read; CREADR seen, then memory given back), which the library calls.
 */
static inline uint32_t hypglue_read32(uintptr_t at)
{
	uint32_t value;

	__asm__ volatile("ldr %w0, [%1]" : "=r"(value) : "r"(at) : "memory");
	return value;
}

static inline uint64_t hypglue_read64(uintptr_t at)
{
	uint64_t value;

	__asm__ volatile("ldr %0, [%1]" : "=r"(value) : "r"(at) : "memory");
	return value;
}

/*
 * Stores. Before: what the ITS reads because of the store (slots before CWRITER, tables before
 * BASER and CTLR) is made visible by hypglue_store_barrier, which the library calls; a dsb is
 * enough and a dmb is not, as the ITS reads over another port than the one the store goes through.
 * After: nothing; completion is seen by reading the ITS's registers.
 */
static inline void hypglue_write32(uintptr_t at, uint32_t value)
{
	__asm__ volatile("str %w0, [%1]" : : "rZ"(value), "r"(at) : "memory");
}

static inline void hypglue_write64(uintptr_t at, uint64_t value)
{
	__asm__ volatile("str %x0, [%1]" : : "rZ"(value), "r"(at) : "memory");
}

/* Loads after it come after loads before it, of memory and of devices: outer shareable, as device
 * memory is. */
static inline void hypglue_load_barrier(void)
{
	__asm__ volatile("dmb oshld" : : : "memory");
}

/* Stores before it have reached what snoops, before anything after it begins. */
static inline void hypglue_store_barrier(void)
{
	__asm__ volatile("dsb oshst" : : : "memory");
}

/* As the store barrier, and cache maintenance before it is done to the point of coherency: oshst
 * covers neither the loads that maintenance counts as nor observers outside the shareable
 * domains. */
static inline void hypglue_clean_barrier(void)
{
	__asm__ volatile("dsb sy" : : : "memory");
}

/* Everything before it, device accesses included, is ordered before everything after it. */
static inline void hypglue_full_barrier(void)
{
	__asm__ volatile("dmb sy" : : : "memory");
}

static inline uint64_t hypglue_read_ctr(void)
{
	uint64_t value;

	__asm__("mrs %0, ctr_el0" : "=r"(value));
	return value;
}

/* One line to the point of coherency. Ordered with stores to the same line; completed by
 * hypglue_clean_barrier on the same CPU. */
static inline void hypglue_clean_line(uintptr_t at)
{
	__asm__ volatile("dc cvac, %0" : : "r"(at) : "memory");
}

/* As above, and the line is read anew by the next load after hypglue_clean_barrier. */
static inline void hypglue_flush_line(uintptr_t at)
{
	__asm__ volatile("dc civac, %0" : : "r"(at) : "memory");
}

#else

typedef volatile uint32_t __attribute__((may_alias)) hypglue_register32;
typedef volatile uint64_t __attribute__((may_alias)) hypglue_register64;

static inline uint32_t hypglue_read32(uintptr_t at)
{
	return *(hypglue_register32 *)at;
}

static inline uint64_t hypglue_read64(uintptr_t at)
{
	return *(hypglue_register64 *)at;
}

static inline void hypglue_write32(uintptr_t at, uint32_t value)
{
	*(hypglue_register32 *)at = value;
}

static inline void hypglue_write64(uintptr_t at, uint64_t value)
{
	*(hypglue_register64 *)at = value;
}

static inline void hypglue_load_barrier(void)
{
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
}

static inline void hypglue_store_barrier(void)
{
	__atomic_thread_fence(__ATOMIC_RELEASE);
}

static inline void hypglue_clean_barrier(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

static inline void hypglue_full_barrier(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

static inline uint64_t hypglue_read_ctr(void)
{
	return (uint64_t)4 << 16;
}

static inline void hypglue_clean_line(uintptr_t at)
{
	(void)at;
}

static inline void hypglue_flush_line(uintptr_t at)
{
	(void)at;
}

#endif

#include "hypglue/cache.h"

#endif
