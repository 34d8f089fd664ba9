/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Register accesses, barriers and cache maintenance. An access to a device is one instruction with
 * one general register and no write-back. So a hypervisor above this one also gets a valid
 * syndrome.
 *
 * None of the accessors orders anything but itself. Accesses to one device stay in program order
 * among themselves (Device-nGnRE, same peripheral). What orders them against memory is said with
 * each.
 *
 * Requires: at is mapped, as device memory or as the memory that is meant, and aligned to the size.
 * Locks: none.
 *
 * On another processor this header gives the same calls in C, for tests of what is built on them.
 */
#ifndef HYPGLUE_AARCH64_H
#define HYPGLUE_AARCH64_H

#include <itsguard/env.h>

#ifdef __aarch64__

/*
 * Loads.
 *
 * Order before: none is needed. The library never waits for memory to be written before it asks a
 *   register.
 * Order after: hypglue_load_barrier, which the library calls, orders what is done because of the
 *   value. The host's slots are read after CWRITER is seen. Memory is given back after CREADR is
 *   seen.
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
 * Stores.
 *
 * Order before: hypglue_store_barrier, which the library calls, makes visible what the ITS reads
 *   because of the store: slots before CWRITER, tables before BASER and CTLR. A dsb is enough. A
 *   dmb is not: the ITS reads over another port than the one the store goes through.
 * Order after: none. Completion is seen by reading the ITS's registers.
 */
static inline void hypglue_write32(uintptr_t at, uint32_t value)
{
	__asm__ volatile("str %w0, [%1]" : : "rZ"(value), "r"(at) : "memory");
}

static inline void hypglue_write64(uintptr_t at, uint64_t value)
{
	__asm__ volatile("str %x0, [%1]" : : "rZ"(value), "r"(at) : "memory");
}

/*
 * Loads after it come after loads before it, of memory and of devices. Outer shareable, as device
 * memory is.
 */
static inline void hypglue_load_barrier(void)
{
	__asm__ volatile("dmb oshld" : : : "memory");
}

/* Stores before it have reached what snoops, before anything after it begins. */
static inline void hypglue_store_barrier(void)
{
	__asm__ volatile("dsb oshst" : : : "memory");
}

/*
 * As the store barrier; and cache maintenance before it is done to the point of coherency. oshst
 * would not do: maintenance counts as loads, which it does not cover. Nor does it cover observers
 * outside the shareable domains.
 */
static inline void hypglue_clean_barrier(void)
{
	__asm__ volatile("dsb sy" : : : "memory");
}

/* Everything before it, device accesses included, is ordered before everything after it. */
static inline void hypglue_full_barrier(void)
{
	__asm__ volatile("dmb sy" : : : "memory");
}

/* CTR_EL0. */
static inline uint64_t hypglue_read_ctr(void)
{
	uint64_t value;

	__asm__("mrs %0, ctr_el0" : "=r"(value));
	return value;
}

/*
 * Cleans the line that holds at, to the point of coherency. It is ordered with stores to the same
 * line. hypglue_clean_barrier on the same CPU completes it.
 */
static inline void hypglue_clean_line(uintptr_t at)
{
	__asm__ volatile("dc cvac, %0" : : "r"(at) : "memory");
}

/* As hypglue_clean_line; and the next load after hypglue_clean_barrier reads the line anew. */
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
