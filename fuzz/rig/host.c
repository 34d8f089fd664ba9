/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "rig/host.h"

#include <string.h>

#define VALID	     (1ULL << 63)
#define TYPE(baser)  ((baser) >> 56 & 7)
#define DEVICES	     1
#define COLLECTIONS  4
#define HCC(typer)   ((typer) >> 24 & 0xff)
#define BASER_RO     0x071f000000000000ULL /* Type, Entry_Size */
#define PAGE_SIZE_AT 8
#define PAGE_SIZE    0x300ULL
#define OFFSET_MASK  0xfffe0ULL

void host_reset(struct host *host, const struct trace_its_config *config)
{
	memset(host, 0, sizeof(*host));
	host->config = config;
	memcpy(host->baser, config->baser_reset, sizeof(host->baser));
}

uint64_t host_queue_base(const struct host *host)
{
	return host->cbaser & 0xfffffffff0000ULL;
}

uint32_t host_queue_bytes(const struct host *host)
{
	return (uint32_t)((host->cbaser & 0xff) + 1) * 4096;
}

/* Bytes from this offset to the last command that a doorbell announced. */
static uint32_t left_from(const struct host *host, uint64_t offset)
{
	uint32_t bytes = host_queue_bytes(host);

	return (host->cwriter % bytes + bytes - (uint32_t)(offset % bytes)) % bytes;
}

bool host_creadr_behind(const struct host *host, uint64_t at, uint64_t wanted)
{
	return left_from(host, at) > left_from(host, wanted);
}

uint64_t host_push(struct host *host)
{
	uint64_t address = host_queue_base(host) + host->position;

	host->position += 32;
	if (host->position >= host_queue_bytes(host))
		host->position = 0;
	return address;
}

/*
 * The new value of the register at reg, whose old value is old, after an access of size bytes at
 * address at.
 */
static uint64_t merged(uint64_t old, uint64_t reg, uint64_t at, uint64_t size, uint64_t value)
{
	if (size == 8)
		return value;
	if (at == reg)
		return (old & ~0xffffffffULL) | (value & 0xffffffffULL);
	return (old & 0xffffffffULL) | value << 32;
}

static bool needs_table(const struct host *host, uint64_t type)
{
	return type == DEVICES || (type == COLLECTIONS && HCC(host->config->typer) == 0);
}

/* Can the ITS be enabled? It needs a valid queue and valid tables. */
static bool can_enable(const struct host *host)
{
	unsigned int n;

	for (n = 0; n < 8; n++) {
		if (needs_table(host, TYPE(host->config->baser_reset[n])) &&
		    !(host->baser[n] & VALID))
			return false;
	}
	return host->cbaser & VALID;
}

static unsigned int write_ctlr(struct host *host, uint64_t value)
{
	bool was = host->enabled;

	if (!(value & 1)) {
		host->enabled = false;
		return was ? HOST_DISABLED : 0;
	}
	host->enabled = was || can_enable(host);
	return host->enabled && !was ? HOST_ENABLED : 0;
}

static unsigned int write_cbaser(struct host *host, uint64_t value)
{
	host->cbaser = value;
	host->queue = true;
	host->position = host->cwriter < host_queue_bytes(host) ? host->cwriter : 0;
	return HOST_QUEUE;
}

/*
 * A doorbell for part of what was written does not move the write position. A doorbell to anywhere
 * else moves it there.
 */
static unsigned int write_cwriter(struct host *host, uint64_t value)
{
	uint32_t bytes = host_queue_bytes(host), offset = (uint32_t)(value & OFFSET_MASK);
	uint32_t ahead = (offset + bytes - host->cwriter % bytes) % bytes;
	uint32_t written = (host->position + bytes - host->cwriter % bytes) % bytes;

	if (offset >= bytes)
		return 0;
	if (ahead > written)
		host->position = offset;
	host->cwriter = offset;
	return HOST_DOORBELL;
}

/* Bits of BASER<n> that stick for certain. */
static uint64_t certain(const struct host *host, unsigned int n)
{
	uint64_t mask = host->config->baser_sticky[n] & ~(BASER_RO | PAGE_SIZE);

	return (host->config->baser_pages[n] == 7 ? mask | PAGE_SIZE : mask) | VALID;
}

static unsigned int write_baser(struct host *host, unsigned int n, uint64_t value)
{
	uint64_t old = host->baser[n], type = TYPE(host->config->baser_reset[n]), changed;

	if (!type)
		return 0;
	changed = (old ^ value) & ~BASER_RO;
	host->baser[n] = (old & BASER_RO) | (value & ~BASER_RO);
	if (!changed || !(old & VALID) || (type != DEVICES && type != COLLECTIONS))
		return 0;
	return (changed & certain(host, n)) ? HOST_TABLE : HOST_TABLE_MAYBE;
}

unsigned int host_write(struct host *host, uint64_t offset, uint64_t size, uint64_t value,
			bool quiescent)
{
	uint64_t reg = offset & ~7ULL;
	unsigned int n = (unsigned int)(reg - 0x100) / 8;

	if (offset == 0 && size == 4)
		return write_ctlr(host, value);
	if (size < 4 || offset % size || reg < 0x80 || reg >= 0x140)
		return 0;
	if (reg == 0x88)
		return offset == 0x88 ? write_cwriter(host, value) : 0;
	if (host->enabled || !quiescent)
		return 0;
	if (reg == 0x80)
		return write_cbaser(host, merged(host->cbaser, reg, offset, size, value));
	if (reg >= 0x100)
		return write_baser(host, n, merged(host->baser[n], reg, offset, size, value));
	return 0;
}

void host_read_ctlr(struct host *host, uint64_t value)
{
	host->enabled = value & 1;
}
