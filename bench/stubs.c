// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * What the library calls, with as little behind it as possible. memset and memcpy are here as well.
 * So what is counted does not depend on the C library, or on the CPU that it picks code for.
 */
#define _DEFAULT_SOURCE /* mmap without a file */
#include "stubs.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#define OFFSET_CTLR    0x0000u
#define OFFSET_TYPER   0x0008u
#define OFFSET_CBASER  0x0080u
#define OFFSET_CWRITER 0x0088u
#define OFFSET_CREADR  0x0090u
#define OFFSET_BASER   0x0100u

#define TYPER	 0x0000001f0001efb1u /* 16 bits of DeviceID, EventID and ICID, 12-byte ITT entries */
#define FIXED	 0x071f000000000000u
#define QUIET	 0x80000000u
#define DEVICES	 0x0107000000000000u
#define COLLECTS 0x0407000000000000u

struct stub_its stub_its;
uint64_t stub_staging[STUB_QUEUE_MOST / sizeof(uint64_t)];
uint64_t stub_set_bytes;
static uint8_t *pool;

void stub_reset(void)
{
	stub_its = (struct stub_its){.ctlr = QUIET, .baser = {DEVICES, COLLECTS}};
}

/* ---- platform.h ---- */

uint32_t itsg_platform_read32(void *ctx, uint32_t offset)
{
	(void)ctx;
	return offset == OFFSET_CTLR ? stub_its.ctlr : 0;
}

uint64_t itsg_platform_read64(void *ctx, uint32_t offset)
{
	(void)ctx;
	switch (offset) {
	case OFFSET_CREADR: stub_its.creadr_reads++; return stub_its.cwriter;
	case OFFSET_TYPER: return TYPER;
	case OFFSET_CBASER: return stub_its.cbaser;
	default: break;
	}
	return offset - OFFSET_BASER < 8 * ITSG_BASERS ? stub_its.baser[(offset - OFFSET_BASER) / 8]
						       : 0;
}

void itsg_platform_write32(void *ctx, uint32_t offset, uint32_t value)
{
	(void)ctx;
	if (offset == OFFSET_CTLR)
		stub_its.ctlr = value & 1 ? 1 : QUIET;
}

static void write_baser(unsigned int n, uint64_t value)
{
	uint64_t fixed = stub_its.baser[n] & FIXED;

	if (fixed)
		stub_its.baser[n] = (value & ~FIXED) | fixed;
}

void itsg_platform_write64(void *ctx, uint32_t offset, uint64_t value)
{
	(void)ctx;
	if (offset == OFFSET_CWRITER) {
		stub_its.cwriter = value;
		stub_its.doorbells++;
	} else if (offset == OFFSET_CBASER) {
		stub_its.cbaser = value;
		stub_its.cwriter = 0;
	} else if (offset - OFFSET_BASER < 8 * ITSG_BASERS) {
		write_baser((offset - OFFSET_BASER) / 8, value);
	}
}

void itsg_platform_read_slot(void *ctx, itsg_pa pa, uint64_t words[4])
{
	const volatile uint64_t *from = &stub_staging[(pa - STUB_STAGING_PA) / 8];

	(void)ctx;
	words[0] = from[0];
	words[1] = from[1];
	words[2] = from[2];
	words[3] = from[3];
}

void itsg_platform_flush_staging(void *ctx, itsg_pa pa, uint64_t size)
{
	(void)ctx, (void)pa, (void)size;
}

void *itsg_platform_map(void *ctx, itsg_pa pa, uint64_t size)
{
	(void)ctx;
	if (!pool)
		pool = mmap(NULL, STUB_POOL_BYTES, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (pool == MAP_FAILED || pa != STUB_POOL_PA || size != STUB_POOL_BYTES)
		return NULL;
	return pool;
}

void itsg_platform_unmap(void *ctx, void *va, itsg_pa pa, uint64_t size)
{
	(void)ctx, (void)va, (void)pa, (void)size;
}

void itsg_platform_clean(void *ctx, const void *va, uint64_t size)
{
	(void)ctx, (void)va, (void)size;
}

void itsg_platform_load_barrier(void *ctx)
{
	(void)ctx;
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
}

void itsg_platform_store_barrier(void *ctx)
{
	(void)ctx;
	__atomic_thread_fence(__ATOMIC_RELEASE);
}

void itsg_platform_lock(void *ctx)
{
	(void)ctx;
}

void itsg_platform_unlock(void *ctx)
{
	(void)ctx;
}

void itsg_platform_report(void *ctx, const struct itsg_event *event)
{
	(void)ctx, (void)event;
}

/* ---- ledger.h ---- */

#define AGREE(name)                                                                                \
	enum itsg_status itsg_ledger_##name(void *ctx, itsg_pa pa, uint64_t size)                  \
	{                                                                                          \
		(void)ctx, (void)pa, (void)size;                                                   \
		return ITSG_OK;                                                                    \
	}
AGREE(host_donate_hyp)
AGREE(hyp_donate_host)
AGREE(host_share_hyp)
AGREE(host_unshare_hyp)
AGREE(pin)
AGREE(unpin)
AGREE(host_donate_hyp_mmio)
AGREE(hyp_donate_host_mmio)
AGREE(is_host)

/* ---- memset, memcpy ---- */

typedef uint64_t unaligned_word __attribute__((aligned(1), may_alias));

void *memset(void *to, int value, size_t bytes)
{
	uint64_t word = (uint8_t)value * 0x0101010101010101u;
	uint8_t *at = to;

	stub_set_bytes += bytes;
	for (; bytes >= 64; bytes -= 64, at += 64)
		for (unsigned int i = 0; i < 64; i += 8)
			*(unaligned_word *)(at + i) = word;
	for (; bytes >= 8; bytes -= 8, at += 8)
		*(unaligned_word *)at = word;
	for (; bytes; bytes--)
		*at++ = (uint8_t)value;
	return to;
}

void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
	const uint8_t *source = from;
	uint8_t *at = to;

	for (; bytes >= 8; bytes -= 8, at += 8, source += 8)
		*(unaligned_word *)at = *(const unaligned_word *)source;
	for (; bytes; bytes--)
		*at++ = *source++;
	return to;
}
