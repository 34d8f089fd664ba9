/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "fake_its.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define VALID ((uint64_t)1 << 63)

void fake_reset(struct fake_its *fake)
{
	memset(fake, 0, sizeof(*fake));
	fake->typer = 0x1f0001efb1;
	fake->baser_fixed[0] = 0x0107000000000000;
	fake->baser_fixed[1] = 0x0407000000000000;
	fake->pages = 7;
	fake->mem = 0x42000000;
	fake->fault_offset = UINT64_MAX;
	fake->ctlr = 0x80000000;
	memcpy(fake->baser, fake->baser_fixed, sizeof(fake->baser));
}

__attribute__((format(printf, 2, 3))) static void wrong(struct fake_its *fake, const char *format,
							...)
{
	va_list args;

	if (fake->wrong[0] != '\0')
		return;
	va_start(args, format);
	(void)vsnprintf(fake->wrong, sizeof(fake->wrong), format, args);
	va_end(args);
}

uint64_t fake_peek(const struct fake_its *fake, uint64_t pa)
{
	return pa - fake->mem < FAKE_WINDOW ? fake->memory[(pa - fake->mem) / 8] : 0;
}

void fake_forget(struct fake_its *fake)
{
	fake->access_count = 0;
	fake->command_count = 0;
	fake->stores = 0;
}

static void log_access(struct fake_its *fake, char kind, uint32_t offset, unsigned int size,
		       uint64_t value)
{
	if (fake->access_count < FAKE_ACCESSES)
		fake->accesses[fake->access_count] =
			(struct fake_access){kind, offset, size, value};
	fake->access_count++;
}

/* ---- The rules for commands ---- */

static bool device_has_entry(const struct fake_its *fake, uint32_t id)
{
	uint64_t baser = fake->baser[0];
	uint64_t page = baser >> 8 & 2 ? 65536 : baser >> 8 & 1 ? 16384 : 4096;
	uint64_t base = baser & 0x0000fffffffff000;
	uint64_t bytes = ((baser & 0xff) + 1) * page;
	uint64_t entry;

	if (page == 65536)
		base = (baser & 0x0000ffffffff0000) | (baser >> 12 & 15) << 48;
	if (!(baser >> 62 & 1))
		return id < bytes / 8;
	if (id / (page / 8) >= bytes / 8)
		return false;
	entry = fake_peek(fake, base + 8 * (id / (page / 8)));
	return entry >> 63 && entry % page == 0;
}

static bool event_ok(const struct fake_its *fake, uint32_t id, uint32_t event)
{
	return id < FAKE_DEVICES && fake->device_bits[id] != 0 && event < 64 &&
	       event >> fake->device_bits[id] == 0;
}

static bool is_live(const struct fake_its *fake, uint32_t id, uint32_t event)
{
	return event_ok(fake, id, event) && (fake->device_live[id] >> event & 1);
}

static bool check_mapd(struct fake_its *fake, const uint64_t w[4])
{
	uint32_t id = (uint32_t)(w[0] >> 32);

	if (id >= FAKE_DEVICES || fake->device_live[id] != 0 || !device_has_entry(fake, id))
		return false;
	if (!(w[2] & VALID)) {
		bool was = fake->device_bits[id] != 0;

		fake->device_bits[id] = 0;
		return was;
	}
	if (fake->device_bits[id] != 0)
		return false;
	fake->device_bits[id] = (uint8_t)(w[1] + 1);
	return w[1] < 16;
}

static bool check_mapti(struct fake_its *fake, const uint64_t w[4])
{
	uint32_t id = (uint32_t)(w[0] >> 32);
	uint32_t event = (uint32_t)w[1];
	uint32_t intid = (uint32_t)(w[1] >> 32);

	if (!event_ok(fake, id, event) || is_live(fake, id, event) || w[2] >= 64 ||
	    !fake->collection[w[2]])
		return false;
	if (intid < 8192 || intid >= 65536 || fake->lpi_used[intid])
		return false;
	fake->lpi_used[intid] = 1;
	fake->intid[id][event] = intid;
	fake->device_live[id] |= (uint64_t)1 << event;
	return true;
}

static bool check_discard(struct fake_its *fake, const uint64_t w[4])
{
	uint32_t id = (uint32_t)(w[0] >> 32);
	uint32_t event = (uint32_t)w[1];

	if (!is_live(fake, id, event))
		return false;
	fake->lpi_used[fake->intid[id][event]] = 0;
	fake->device_live[id] &= ~((uint64_t)1 << event);
	return true;
}

static bool check(struct fake_its *fake, const uint64_t w[4])
{
	uint32_t id = (uint32_t)(w[0] >> 32);
	uint32_t event = (uint32_t)w[1];

	switch (w[0] & 0xff) {
	case 0x01: return is_live(fake, id, event) && w[2] < 64 && fake->collection[w[2]];
	case 0x03:
	case 0x04:
	case 0x0c: return is_live(fake, id, event);
	case 0x05: return w[0] == 5 && w[1] == 0 && w[3] == 0;
	case 0x08: return check_mapd(fake, w);
	case 0x09: fake->collection[w[2] & 63] = 1; return (w[2] & VALID) && (w[2] & 0xffff) < 64;
	case 0x0a: return check_mapti(fake, w);
	case 0x0d: return w[2] < 64 && fake->collection[w[2]];
	case 0x0f: return check_discard(fake, w);
	default: return false;
	}
}

/* ---- Execution ---- */

static uint64_t queue_base(const struct fake_its *fake)
{
	return fake->cbaser & 0x000fffffffff0000;
}

static void execute_one(struct fake_its *fake)
{
	uint64_t pa = queue_base(fake) + fake->creadr;
	uint64_t w[4];

	for (unsigned int i = 0; i < 4; i++)
		w[i] = fake_peek(fake, pa + 8 * i);
	if (fake->command_count < FAKE_COMMANDS)
		memcpy(fake->commands[fake->command_count], w, sizeof(w));
	if (!check(fake, w))
		wrong(fake, "command %zu: %" PRIx64 " %" PRIx64 " %" PRIx64 " %" PRIx64,
		      fake->command_count, w[0], w[1], w[2], w[3]);
	fake->command_count++;
	fake->creadr = (fake->creadr + 32) % (((fake->cbaser & 0xff) + 1) * 4096);
}

static void execute(struct fake_its *fake, unsigned int max)
{
	if (fake->dead || !(fake->ctlr & 1))
		return;
	for (unsigned int i = 0; i < max && fake->creadr != fake->cwriter; i++)
		execute_one(fake);
}

/* ---- Registers ---- */

static void write_ctlr(struct fake_its *fake, uint64_t value)
{
	if ((value & 1) && !(fake->ctlr & 1) && !(fake->cbaser & VALID))
		wrong(fake, "enabled without a queue");
	if (!(value & 1) && (fake->ctlr & 1))
		fake->settling = fake->pace != 0;
	fake->ctlr = (value & 3) | (fake->settling ? 0 : 0x80000000);
}

static void forget_mappings(struct fake_its *fake)
{
	memset(fake->device_bits, 0, sizeof(fake->device_bits));
	memset(fake->device_live, 0, sizeof(fake->device_live));
	memset(fake->lpi_used, 0, sizeof(fake->lpi_used));
	memset(fake->collection, 0, sizeof(fake->collection));
}

static void write_base(struct fake_its *fake, uint32_t offset, uint64_t value)
{
	unsigned int n = (offset - 0x100) / 8;
	uint64_t fixed = (uint64_t)7 << 56 | (uint64_t)31 << 48;

	if ((fake->ctlr & 1) || !(fake->ctlr & 0x80000000))
		wrong(fake, "0x%x written while the ITS is not quiet", offset);
	value &= ~fake->stuck_zero;
	if (offset == 0x80) {
		fake->cbaser = value;
		fake->creadr = 0;
	} else if (fake->baser_fixed[n] != 0) {
		/* A page size that the ITS does not have: it stays what it was. */
		if (!(fake->pages >> (value >> 8 & 3) & 1))
			value = (value & ~(uint64_t)0x300) | (fake->baser[n] & 0x300);
		value = (value & ~fixed) | fake->baser_fixed[n];
		if (value != fake->baser[n])
			forget_mappings(fake);
		fake->baser[n] = value;
	}
}

static bool fake_write(void *arg, uint32_t offset, unsigned int size, uint64_t value)
{
	struct fake_its *fake = arg;

	log_access(fake, 'W', offset, size, value);
	if (offset == fake->fault_offset)
		return false;
	if (offset == 0 && size == 4) {
		write_ctlr(fake, value);
	} else if (offset == 0x88) {
		fake->cwriter = value;
		if (value >= ((fake->cbaser & 0xff) + 1) * 4096 || value % 32 != 0)
			wrong(fake, "CWRITER 0x%" PRIx64, value);
		else if (fake->pace == 0)
			execute(fake, UINT32_MAX);
	} else if (size == 8 && (offset == 0x80 || (offset >= 0x100 && offset < 0x140))) {
		write_base(fake, offset, value);
	} else {
		wrong(fake, "a write of %u bytes at 0x%x", size, offset);
	}
	return true;
}

static uint64_t register_value(struct fake_its *fake, uint32_t offset, unsigned int size)
{
	if (offset >= 0x100 && offset < 0x140 && size == 8)
		return fake->baser[(offset - 0x100) / 8];
	switch (offset << 4 | size) {
	case 0x0004: return fake->ctlr;
	case 0x0044: return 0x43b;
	case 0x0088: return fake->typer;
	case 0x0808: return fake->cbaser;
	case 0x0904: return fake->creadr;
	case 0xffe84: return fake->typer & 2 ? 0x4b : 0x3b;
	default: wrong(fake, "a read of %u bytes at 0x%x", size, offset); return 0;
	}
}

static bool fake_read(void *arg, uint32_t offset, unsigned int size, uint64_t *value)
{
	struct fake_its *fake = arg;

	*value = register_value(fake, offset, size);
	log_access(fake, 'R', offset, size, *value);
	return offset != fake->fault_offset;
}

/* A slot that the ITS may be reading stays as it is. */
static bool in_flight(const struct fake_its *fake, uint64_t pa)
{
	uint64_t bytes = ((fake->cbaser & 0xff) + 1) * 4096;
	uint64_t at = pa - queue_base(fake);
	uint64_t ahead, posted;

	if (!(fake->ctlr & 1) || at >= bytes)
		return false;
	ahead = (at + bytes - fake->creadr) % bytes;
	posted = (fake->cwriter + bytes - fake->creadr) % bytes;
	return ahead < posted;
}

static bool fake_store(void *arg, uint64_t pa, uint64_t value)
{
	struct fake_its *fake = arg;

	fake->stores++;
	if (fake->no_stores)
		return false;
	if (pa - fake->mem >= FAKE_WINDOW || pa % 8 != 0) {
		wrong(fake, "a store at 0x%" PRIx64, pa);
		return false;
	}
	if (in_flight(fake, pa))
		wrong(fake, "a store into a posted slot at 0x%" PRIx64, pa);
	fake->memory[(pa - fake->mem) / 8] = value;
	return true;
}

static void fake_relax(void *arg)
{
	struct fake_its *fake = arg;

	execute(fake, fake->pace);
	if (fake->settling)
		fake->ctlr |= 0x80000000;
	fake->settling = false;
}

struct linux_bus fake_bus(struct fake_its *fake)
{
	return (struct linux_bus){fake, fake_read, fake_write, fake_store, fake_relax};
}
