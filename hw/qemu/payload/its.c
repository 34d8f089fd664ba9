// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "its.h"

#define WAIT_US 1500000

struct its_command its_queue[QUEUE_BYTES / 32] __attribute__((aligned(65536)));
uint8_t its_device_table[65536] __attribute__((aligned(65536)));
uint8_t its_collection_table[65536] __attribute__((aligned(65536)));
struct spinlock its_lock;
static volatile uint32_t position;

uint64_t its_read64(uint32_t offset)
{
	uint64_t value;

	__asm__ volatile("ldr %0, [%1]"
			 : "=r"(value)
			 : "r"((uint64_t)ITS_BASE + offset)
			 : "memory");
	return value;
}

uint32_t its_read32(uint32_t offset)
{
	uint32_t value;

	__asm__ volatile("ldr %w0, [%1]"
			 : "=r"(value)
			 : "r"((uint64_t)ITS_BASE + offset)
			 : "memory");
	return value;
}

void its_write64(uint32_t offset, uint64_t value)
{
	__asm__ volatile("str %0, [%1]"
			 :
			 : "r"(value), "r"((uint64_t)ITS_BASE + offset)
			 : "memory");
}

void its_write32(uint32_t offset, uint32_t value)
{
	__asm__ volatile("str %w0, [%1]"
			 :
			 : "r"(value), "r"((uint64_t)ITS_BASE + offset)
			 : "memory");
}

bool its_init_with(uint64_t cbaser, uint64_t devices, uint64_t collections)
{
	its_write64(GITS_BASER0, devices);
	its_write64(GITS_BASER1, collections);
	its_write64(GITS_CBASER, cbaser);
	its_write64(GITS_CWRITER, 0);
	position = 0;
	its_write32(GITS_CTLR, GITS_ENABLED);
	return its_read32(GITS_CTLR) & GITS_ENABLED;
}

bool its_init(void)
{
	return its_init_with(ITS_CBASER(its_queue), ITS_BASER(its_device_table),
			     ITS_BASER(its_collection_table));
}

void its_disable(void)
{
	uint64_t end = now_us() + WAIT_US;

	its_write32(GITS_CTLR, 0);
	while (!(its_read32(GITS_CTLR) & GITS_QUIESCENT)) {
		if (now_us() > end)
			bail_out("the ITS does not become quiescent");
	}
}

static struct its_command command(uint64_t opcode, uint64_t device, uint64_t dw1, uint64_t dw2)
{
	return (struct its_command){{opcode | device << 32, dw1, dw2, 0}};
}

struct its_command its_mapd(uint32_t device, uint64_t itt, unsigned int bits, bool valid)
{
	return command(0x08, device, bits - 1, itt | (valid ? GITS_VALID : 0));
}

struct its_command its_mapc(uint32_t icid, unsigned int cpu, bool valid)
{
	return command(0x09, 0, 0, (uint64_t)cpu << 16 | icid | (valid ? GITS_VALID : 0));
}

struct its_command its_mapti(uint32_t device, uint32_t event, uint32_t intid, uint32_t icid)
{
	return command(0x0a, device, (uint64_t)intid << 32 | event, icid);
}

struct its_command its_movi(uint32_t device, uint32_t event, uint32_t icid)
{
	return command(0x01, device, event, icid);
}

struct its_command its_int(uint32_t device, uint32_t event)
{
	return command(0x03, device, event, 0);
}

struct its_command its_clear(uint32_t device, uint32_t event)
{
	return command(0x04, device, event, 0);
}

struct its_command its_inv(uint32_t device, uint32_t event)
{
	return command(0x0c, device, event, 0);
}

struct its_command its_discard(uint32_t device, uint32_t event)
{
	return command(0x0f, device, event, 0);
}

struct its_command its_sync(unsigned int cpu)
{
	return command(0x05, 0, 0, (uint64_t)cpu << 16);
}

void its_put(struct its_command put)
{
	volatile uint64_t *slot = its_queue[position / 32].words;

	for (unsigned int i = 0; i < 4; i++)
		slot[i] = put.words[i];
	position = (position + 32) % QUEUE_BYTES;
}

bool its_ring(void)
{
	uint64_t end = now_us() + WAIT_US;

	__asm__ volatile("dsb sy" : : : "memory");
	its_write32(GITS_CWRITER, position);
	while (its_read32(GITS_CREADR) != position) {
		if (now_us() > end)
			return false;
	}
	return true;
}

bool its_send(struct its_command send)
{
	its_put(send);
	its_put(its_sync(0));
	return its_ring();
}

uint32_t its_position(void)
{
	return position;
}
