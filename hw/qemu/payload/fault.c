// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "payload.h"

void fault_expect(void)
{
	this_cpu()->fault = (struct fault){.expected = 1};
	__asm__ volatile("dsb sy\n\tisb" : : : "memory");
}

uint64_t fault_seen(void)
{
	struct fault *fault = &this_cpu()->fault;

	__asm__ volatile("dsb sy\n\tisb" : : : "memory");
	fault->expected = 0;
	return *(volatile uint64_t *)&fault->count;
}

uint64_t fault_esr(void)
{
	return *(volatile uint64_t *)&this_cpu()->fault.esr;
}

static uint64_t load(uint64_t address, unsigned int size)
{
	uint64_t value = 0;

	switch (size) {
	case 1: __asm__ volatile("ldrb %w0, [%1]" : "+r"(value) : "r"(address) : "memory"); break;
	case 2: __asm__ volatile("ldrh %w0, [%1]" : "+r"(value) : "r"(address) : "memory"); break;
	case 4: __asm__ volatile("ldr %w0, [%1]" : "+r"(value) : "r"(address) : "memory"); break;
	default: __asm__ volatile("ldr %0, [%1]" : "+r"(value) : "r"(address) : "memory"); break;
	}
	return value;
}

static void store(uint64_t address, unsigned int size, uint64_t value)
{
	switch (size) {
	case 1: __asm__ volatile("strb %w0, [%1]" : : "r"(value), "r"(address) : "memory"); break;
	case 2: __asm__ volatile("strh %w0, [%1]" : : "r"(value), "r"(address) : "memory"); break;
	case 4: __asm__ volatile("str %w0, [%1]" : : "r"(value), "r"(address) : "memory"); break;
	default: __asm__ volatile("str %0, [%1]" : : "r"(value), "r"(address) : "memory"); break;
	}
}

bool try_read(uint64_t address, unsigned int size, uint64_t *value)
{
	fault_expect();
	*value = load(address, size);
	return fault_seen() == 0;
}

bool try_write(uint64_t address, unsigned int size, uint64_t value)
{
	fault_expect();
	store(address, size, value);
	return fault_seen() == 0;
}

/*
 * The bytes there may be anything, so call this only for addresses that must not be fetched from.
 */
bool try_call(uint64_t address)
{
	uint64_t back;

	fault_expect();
	__asm__ volatile("adr %0, 1f\n\tstr %0, [%1]\n\tblr %2\n1:"
			 : "=&r"(back)
			 : "r"(&this_cpu()->fault.resume), "r"(address)
			 : "x30", "memory");
	return fault_seen() == 0;
}

#define L1_ALIAS     3		   /* 0xc0000000 */
#define RAM_FOR_USER 0x40000741ull /* normal memory, AP = 1 */

static void map_alias(uint64_t entry)
{
	*(volatile uint64_t *)&table_l1[L1_ALIAS] = entry;
	__asm__ volatile("dsb ish\n\ttlbi vmalle1is\n\tdsb ish\n\tisb" : : : "memory");
}

void run_user(const uint32_t *code, uint32_t r0)
{
	uint64_t before = table_l1[L1_ALIAS];

	map_alias(RAM_FOR_USER);
	run_32((uint64_t)code, r0);
	map_alias(before);
}
