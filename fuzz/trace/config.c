/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The configuration of a trace: defaults (those of QEMU's virt machine), `=` lines, and what can be
 * derived from recorded reads.
 */
#include "trace/config.h"

#include <itsguard/types.h>
#include <stdio.h>
#include <string.h>

#define TYPER_VIRTUAL	 0x2ULL
#define BASER_FIXED	 0x071f000000000000ULL /* Type and Entry_Size */
#define BASER_TYPE	 0x0700000000000000ULL
#define BASER_RESET	 0x200ULL /* 64K pages */
#define RD_FIRST	 0x8200000ULL
#define RD_STRIDE	 0x40000ULL
#define QEMU_TYPER	 0x1f0001efb1ULL
#define QEMU_RD_TYPER	 0x1000001ULL /* PLPIS, CommonLPIAff = 1 */
#define QEMU_RD_CTLR	 0x2U	      /* CES */
#define QEMU_IIDR	 0x43bU
#define QEMU_DEVICES	 0x0107000000000200ULL
#define QEMU_COLLECTIONS 0x0407000000000200ULL
#define QEMU_VPES	 0x0207000000000200ULL

static void its_default(struct trace_its_config *its)
{
	unsigned int n;

	its->typer = QEMU_TYPER;
	its->iidr = QEMU_IIDR;
	its->ring = 65536;
	its->budget = 64;
	its->bus_bits = TRACE_BUS_MOST;
	its->baser_reset[0] = QEMU_DEVICES;
	its->baser_reset[1] = QEMU_COLLECTIONS;
	for (n = 0; n < 8; n++) {
		its->baser_pages[n] = 7;
		its->baser_sticky[n] = UINT64_MAX;
	}
	its->pidr2 = 0x3b;
}

void trace_config_default(struct trace_config *config)
{
	unsigned int n;

	memset(config, 0, sizeof(*config));
	config->its_count = 1;
	config->cpus = 8;
	config->lpi_bits = 16;
	config->vpe_bits = 16;
	config->page = 4096;
	config->pool = 16777216;
	config->coherent = true;
	config->automatic = true;
	config->rd_own = true;
	config->rd_bus_bits = TRACE_BUS_MOST;
	config->rd_typer = QEMU_RD_TYPER;
	config->rd_ctlr = QEMU_RD_CTLR;
	for (n = 0; n < TRACE_CPU_MAX; n++)
		config->rd[n] = RD_FIRST + n * RD_STRIDE;
	for (n = 0; n < TRACE_ITS_MAX; n++)
		its_default(&config->its[n]);
}

/* ---- Keys ---- */

enum key {
	KEY_CPUS,
	KEY_LPI_BITS,
	KEY_VPE_BITS,
	KEY_PAGE,
	KEY_RING,
	KEY_BUDGET,
	KEY_POOL,
	KEY_DEVICES,
	KEY_EVENTS,
	KEY_VPES,
	KEY_COHERENT,
	KEY_AUTO,
	KEY_REDIST,
	KEY_RD_OWN,
	KEY_BUS_BITS,
	KEY_RD_BUS_BITS,
	KEY_LPIS,
	KEY_POLLS,
	KEYS,
};

/* Keys that have one decimal value. */
static const struct number_key {
	const char *name;
	uint64_t least, most;
	const char *expected;
} number_keys[KEYS] = {
	[KEY_CPUS] = {"cpus", 1, TRACE_CPU_MAX, "<n> of = cpus (decimal, 1 to 64)"},
	[KEY_LPI_BITS] = {"lpi-bits", 14, 24, "<n> of = lpi-bits (decimal, 14 to 24)"},
	[KEY_VPE_BITS] = {"vpe-bits", 1, 16, "<n> of = vpe-bits (decimal, 1 to 16)"},
	[KEY_PAGE] = {"page", 4096, 65536, "<bytes> of = page (4096, 16384 or 65536)"},
	[KEY_RING] = {"ring", 4096, 1048576,
		      "<bytes> of = ring (decimal, a power of two from 4096 to 1048576)"},
	[KEY_BUDGET] = {"budget", 1, UINT32_MAX, "<units> of = budget (decimal, not 0)"},
	[KEY_POOL] = {"pool", 131072, 4294967296,
		      "<bytes> of = pool (decimal, a multiple of 65536 from 131072 to 4294967296)"},
	[KEY_DEVICES] = {"devices", 1, 4294967296, "<n> of = devices (decimal, not 0)"},
	[KEY_EVENTS] = {"events", 1, 4294967296, "<n> of = events (decimal, not 0)"},
	[KEY_VPES] = {"vpes", 1, 65536, "<n> of = vpes (decimal, 1 to 65536)"},
	[KEY_COHERENT] = {"coherent", 0, 1, "0 or 1 of = coherent"},
	[KEY_AUTO] = {"auto", 0, 1, "0 or 1 of = auto"},
	[KEY_REDIST] = {"redist", 0, 1, "0 or 1 of = redist"},
	[KEY_RD_OWN] = {"rd-own", 0, 1, "0 or 1 of = rd-own"},
	[KEY_BUS_BITS] = {"bus-bits", TRACE_BUS_LEAST, TRACE_BUS_MOST,
			  "<n> of = bus-bits (decimal, 28 to 52)"},
	[KEY_RD_BUS_BITS] = {"rd-bus-bits", TRACE_BUS_LEAST, TRACE_BUS_MOST,
			     "<n> of = rd-bus-bits (decimal, 28 to 52)"},
	[KEY_LPIS] = {"lpis", 1, 16777216, "<n> of = lpis (decimal, 1 to 16777216)"},
	[KEY_POLLS] = {"polls", 0, TRACE_POLLS_MAX, "<n> of = polls (decimal, at most 65536)"},
};

static bool number_fits(enum key key, uint64_t value)
{
	if (value < number_keys[key].least)
		return false;
	if (key == KEY_PAGE)
		return value == 4096 || value == 16384 || value == 65536;
	if (key == KEY_RING)
		return (value & (value - 1)) == 0;
	if (key == KEY_POOL)
		return value % 65536 == 0;
	return true;
}

static void set_number(struct trace_keys *keys, enum key key, uint64_t value)
{
	struct trace_config *config = keys->config;
	struct trace_its_config *its = &config->its[keys->its];

	switch (key) {
	case KEY_CPUS:
		config->cpus = (uint32_t)value;
		keys->cpus_set = true;
		break;
	case KEY_LPI_BITS: config->lpi_bits = (uint32_t)value; break;
	case KEY_VPE_BITS: config->vpe_bits = (uint32_t)value; break;
	case KEY_PAGE: config->page = (uint32_t)value; break;
	case KEY_RING: its->ring = (uint32_t)value; break;
	case KEY_BUDGET: its->budget = (uint32_t)value; break;
	case KEY_POOL: config->pool = value; break;
	case KEY_DEVICES: its->devices = value; break;
	case KEY_EVENTS: its->events = value; break;
	case KEY_VPES: its->vpes = value; break;
	case KEY_COHERENT: config->coherent = value; break;
	case KEY_AUTO:
		config->automatic = value;
		keys->auto_set = true;
		break;
	case KEY_REDIST: config->redist = value; break;
	case KEY_RD_OWN: config->rd_own = value; break;
	case KEY_BUS_BITS: its->bus_bits = (uint32_t)value; break;
	case KEY_RD_BUS_BITS: config->rd_bus_bits = (uint32_t)value; break;
	case KEY_LPIS: config->lpis = (uint32_t)value; break;
	case KEY_POLLS: config->polls = (uint32_t)value; break;
	case KEYS: break;
	}
}

static bool end_of_line(struct trace_keys *keys, const struct trace_word *words, size_t count,
			size_t used)
{
	if (count > used)
		return trace_found(keys->error, keys->line, &words[used], "the end of the line");
	return true;
}

static bool number_key(struct trace_keys *keys, enum key key, const struct trace_word *words,
		       size_t count)
{
	uint64_t value;

	if (!trace_decimal(&words[1], number_keys[key].most, &value) || !number_fits(key, value))
		return trace_found(keys->error, keys->line, &words[1], number_keys[key].expected);
	if (!end_of_line(keys, words, count, 2))
		return false;
	set_number(keys, key, value);
	return true;
}

static bool typer_key(struct trace_keys *keys, const struct trace_word *words, size_t count)
{
	if (!trace_hex(&words[1], UINT64_MAX, &keys->config->its[keys->its].typer))
		return trace_found(keys->error, keys->line, &words[1],
				   "<value> of = typer (hexadecimal of at most 64 bits)");
	keys->typer_set[keys->its] = true;
	return end_of_line(keys, words, count, 2);
}

/* Takes `= iidr` and `= pidr2`. */
static bool id_key(struct trace_keys *keys, const struct trace_word *words, size_t count,
		   uint32_t *id, bool *set)
{
	uint64_t value;

	if (!trace_hex(&words[1], UINT32_MAX, &value))
		return trace_found(keys->error, keys->line, &words[1],
				   "<value> of = iidr or = pidr2 (hexadecimal of at most 32 bits)");
	*id = (uint32_t)value;
	*set = true;
	return end_of_line(keys, words, count, 2);
}

static bool baser_key(struct trace_keys *keys, const struct trace_word *words, size_t count)
{
	struct trace_its_config *its = &keys->config->its[keys->its];
	uint64_t n, reset, pages = 7, sticky = UINT64_MAX;

	if (!trace_hex(&words[1], 7, &n))
		return trace_found(keys->error, keys->line, &words[1], "<n> of = baser (0 to 7)");
	if (!trace_hex(&words[2], UINT64_MAX, &reset))
		return trace_found(keys->error, keys->line, &words[2],
				   "<reset value> of = baser (hexadecimal of at most 64 bits)");
	if (count > 3 && (!trace_hex(&words[3], 7, &pages) || !pages))
		return trace_found(keys->error, keys->line, &words[3],
				   "<page sizes> of = baser (1 to 7)");
	if (count > 4 && !trace_hex(&words[4], UINT64_MAX, &sticky))
		return trace_found(keys->error, keys->line, &words[4],
				   "<sticky mask> of = baser (hexadecimal of at most 64 bits)");
	its->baser_reset[n] = reset;
	its->baser_pages[n] = (uint8_t)pages;
	its->baser_sticky[n] = sticky;
	keys->baser_set[keys->its] |= (uint8_t)(1U << n);
	return end_of_line(keys, words, count, 5);
}

static bool rd_key(struct trace_keys *keys, const struct trace_word *words, size_t count)
{
	uint64_t cpu, pa;

	if (!trace_hex(&words[1], TRACE_CPU_MAX - 1, &cpu))
		return trace_found(keys->error, keys->line, &words[1],
				   "<cpu> of = rd (hexadecimal, below 40)");
	if (!trace_hex(&words[2], UINT64_MAX, &pa) || pa % 65536)
		return trace_found(keys->error, keys->line, &words[2],
				   "<pa> of = rd (hexadecimal, a multiple of 10000)");
	keys->config->rd[cpu] = pa;
	return end_of_line(keys, words, count, 3);
}

/* Takes `= rd-typer` and `= rd-ctlr`. */
static bool rd_bits_key(struct trace_keys *keys, const struct trace_word *words, size_t count,
			uint64_t bits, uint64_t *value)
{
	if (!trace_hex(&words[1], UINT64_MAX, value) || *value & ~bits)
		return trace_found(keys->error, keys->line, &words[1],
				   "<value> of = rd-typer (no more than f0000ef) or = rd-ctlr (6)");
	return end_of_line(keys, words, count, 2);
}

static bool rd_ctlr_key(struct trace_keys *keys, const struct trace_word *words, size_t count)
{
	uint64_t value = 0;
	bool taken = rd_bits_key(keys, words, count, TRACE_RD_CTLR, &value);

	keys->config->rd_ctlr = (uint32_t)value;
	return taken;
}

static bool mem_key(struct trace_keys *keys, const struct trace_word *words, size_t count)
{
	struct trace_config *config = keys->config;
	struct trace_range range = {0};
	size_t owner = trace_find(&words[3], trace_owner_names, TRACE_NOBODY);

	if (config->mem_count == TRACE_RANGES)
		return trace_fail(keys->error, keys->line, "expected at most 64 = mem lines");
	if (!trace_hex(&words[1], UINT64_MAX, &range.pa) || range.pa % 4096)
		return trace_found(keys->error, keys->line, &words[1],
				   "<pa> of = mem (hexadecimal, a multiple of 1000)");
	if (!trace_decimal(&words[2], UINT64_MAX - range.pa, &range.size) || !range.size ||
	    range.size % 4096)
		return trace_found(keys->error, keys->line, &words[2],
				   "<size> of = mem (decimal, a multiple of 4096, not wrapping)");
	if (owner == TRACE_NOBODY)
		return trace_found(keys->error, keys->line, &words[3],
				   "<owner> of = mem (host, hyp, guest or mmio)");
	range.owner = (enum trace_owner)owner;
	config->mem[config->mem_count++] = range;
	return end_of_line(keys, words, count, 4);
}

static bool choice_key(struct trace_keys *keys, const struct trace_word *words, size_t count,
		       const char *no, const char *yes, bool *value)
{
	char expected[40];

	snprintf(expected, sizeof(expected), "%s or %s", no, yes);
	*value = trace_word_is(&words[1], yes);
	if (!*value && !trace_word_is(&words[1], no))
		return trace_found(keys->error, keys->line, &words[1], expected);
	return end_of_line(keys, words, count, 2);
}

static bool audit_key(struct trace_keys *keys, const struct trace_word *words, size_t count)
{
	size_t audit = trace_find(&words[1], trace_audit_names, ITSG_AUDITS);

	if (audit == ITSG_AUDITS)
		return trace_found(keys->error, keys->line, &words[1], "off, report or refuse");
	keys->config->audit = (uint32_t)audit;
	return end_of_line(keys, words, count, 2);
}

bool trace_key(struct trace_keys *keys, const struct trace_word *words, size_t count)
{
	struct trace_config *config = keys->config;
	struct trace_its_config *its = &config->its[keys->its];
	unsigned int key;

	for (key = 0; key < KEYS; key++) {
		if (trace_word_is(&words[0], number_keys[key].name))
			return number_key(keys, (enum key)key, words, count);
	}
	if (trace_word_is(&words[0], "typer"))
		return typer_key(keys, words, count);
	if (trace_word_is(&words[0], "iidr"))
		return id_key(keys, words, count, &its->iidr, &keys->iidr_set[keys->its]);
	if (trace_word_is(&words[0], "pidr2"))
		return id_key(keys, words, count, &its->pidr2, &keys->pidr2_set[keys->its]);
	if (trace_word_is(&words[0], "baser"))
		return baser_key(keys, words, count);
	if (trace_word_is(&words[0], "rd"))
		return rd_key(keys, words, count);
	if (trace_word_is(&words[0], "rd-typer"))
		return rd_bits_key(keys, words, count, TRACE_RD_TYPER, &config->rd_typer);
	if (trace_word_is(&words[0], "rd-ctlr"))
		return rd_ctlr_key(keys, words, count);
	if (trace_word_is(&words[0], "mem"))
		return mem_key(keys, words, count);
	if (trace_word_is(&words[0], "way"))
		return choice_key(keys, words, count, "reset", "rebuild", &config->rebuild);
	if (trace_word_is(&words[0], "backing"))
		return choice_key(keys, words, count, "own", "claim", &config->claim);
	if (trace_word_is(&words[0], "gicv4"))
		return choice_key(keys, words, count, "off", "on", &config->gicv4);
	if (trace_word_is(&words[0], "audit"))
		return audit_key(keys, words, count);
	return trace_found(keys->error, keys->line, &words[0], "a configuration key after =");
}

/* ---- Derivation ---- */

/*
 * Finds the first value that was read from a register. If the driver read it in halves, both are
 * put together.
 */
static bool first_read(const struct step *steps, size_t count, unsigned int its, uint64_t offset,
		       uint64_t *value)
{
	bool low = false, high = false;
	size_t i;

	for (i = 0; i < count && !(low && high); i++) {
		const struct step *step = &steps[i];

		if (step->kind != STEP_READ || step->count < 3 || step->its != its)
			continue;
		if (step->op[0] == offset && step->op[1] == 8 && !low && !high) {
			*value = step->op[2];
			return true;
		}
		if (step->op[0] == offset && step->op[1] == 4 && !low) {
			*value = (high ? *value & ~0xffffffffULL : 0) | step->op[2];
			low = true;
		}
		if (step->op[0] == offset + 4 && step->op[1] == 4 && !high) {
			*value = (low ? *value & 0xffffffffULL : 0) | step->op[2] << 32;
			high = true;
		}
	}
	return low && high;
}

static void first_read32(const struct step *steps, size_t count, unsigned int its, uint64_t offset,
			 uint32_t *value)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (steps[i].kind == STEP_READ && steps[i].count == 3 && steps[i].its == its &&
		    steps[i].op[0] == offset && steps[i].op[1] == 4) {
			*value = (uint32_t)steps[i].op[2];
			return;
		}
	}
}

static void derive_baser(struct trace_its_config *config, const struct step *steps, size_t count,
			 unsigned int its, unsigned int n)
{
	uint64_t value;

	if (!first_read(steps, count, its, 0x100 + 8 * n, &value))
		return;
	config->baser_reset[n] = value & BASER_TYPE ? (value & BASER_FIXED) | BASER_RESET : 0;
}

static void derive_its(struct trace_keys *keys, const struct step *steps, size_t count,
		       unsigned int its)
{
	struct trace_its_config *config = &keys->config->its[its];
	unsigned int n;

	if (!keys->typer_set[its])
		(void)first_read(steps, count, its, 8, &config->typer);
	if (config->typer & TYPER_VIRTUAL) {
		if (!keys->pidr2_set[its])
			config->pidr2 = 0x4b;
		if (!(keys->baser_set[its] & 4))
			config->baser_reset[2] = QEMU_VPES;
	}
	if (!keys->iidr_set[its])
		first_read32(steps, count, its, 4, &config->iidr);
	if (!keys->pidr2_set[its])
		first_read32(steps, count, its, 0xffe8, &config->pidr2);
	for (n = 0; n < 8; n++) {
		if (!(keys->baser_set[its] >> n & 1))
			derive_baser(config, steps, count, its, n);
	}
}

static uint32_t highest_cpu(const struct step *steps, size_t count)
{
	uint32_t cpus = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		if ((steps[i].kind == STEP_REDIST || steps[i].kind == STEP_REDIST_READ) &&
		    steps[i].op[0] >= cpus)
			cpus = (uint32_t)steps[i].op[0] + 1;
	}
	return cpus;
}

static bool has_hardware_line(const struct step *steps, size_t count)
{
	size_t i;

	for (i = 0; i < count && steps[i].kind != STEP_HARDWARE; i++)
		;
	return i < count;
}

void trace_derive(struct trace_keys *keys, const struct step *steps, size_t count)
{
	uint32_t cpus = highest_cpu(steps, count);
	unsigned int its;

	for (its = 0; its < keys->config->its_count; its++)
		derive_its(keys, steps, count, its);
	if (!keys->cpus_set && cpus)
		keys->config->cpus = cpus;
	if (!keys->auto_set)
		keys->config->automatic = !has_hardware_line(steps, count);
}
