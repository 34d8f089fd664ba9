/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Registers, values, commands and properties in words.
 */
#include "words.h"

#include <inttypes.h>
#include <stdio.h>

#define VALID	 ((uint64_t)1 << 63)
#define PA_51_16 ((uint64_t)0xfffffffff0000)

static const struct {
	uint32_t offset;
	const char *name;
} registers[] = {
	{0x0, "CTLR"},
	{0x4, "IIDR"},
	{0x8, "TYPER"},
	{0xc, "TYPER (high)"},
	{0x10, "MPAMIDR"},
	{0x14, "PARTIDR"},
	{0x18, "MPIDR"},
	{0x40, "STATUSR"},
	{0x48, "UMSIR"},
	{0x80, "CBASER"},
	{0x84, "CBASER (high)"},
	{0x88, "CWRITER"},
	{0x8c, "CWRITER (high)"},
	{0x90, "CREADR"},
	{0x94, "CREADR (high)"},
	{0xffe8, "PIDR2"},
	{0x10040, "TRANSLATER"},
	{0x20020, "SGIR"},
};

void words_register(uint32_t offset, char *name, size_t size)
{
	size_t n;

	for (n = 0; n < sizeof(registers) / sizeof(registers[0]); n++) {
		if (registers[n].offset == offset) {
			snprintf(name, size, "%s", registers[n].name);
			return;
		}
	}
	if (offset >= 0x100 && offset < 0x140 && offset % 4 == 0)
		snprintf(name, size, "BASER%" PRIu32 "%s", (offset - 0x100) / 8,
			 offset % 8 ? " (high)" : "");
	else
		snprintf(name, size, "offset %" PRIx32, offset);
}

static void words_baser(uint64_t value, char *text, size_t size)
{
	static const unsigned int kib[4] = {4, 16, 64, 64};
	unsigned int page = kib[value >> 8 & 3];
	uint64_t pa = value & 0xfffffffff000ULL;

	if (!(value & VALID)) {
		snprintf(text, size, ": not valid");
		return;
	}
	if (page == 64)
		pa = (value & 0xffffffff0000ULL) | (value >> 12 & 0xf) << 48;
	snprintf(text, size,
		 ": valid, %s, %u KiB in %u KiB pages at 0x%" PRIx64 " (host's address, not used)",
		 value >> 62 & 1 ? "two levels" : "flat", (unsigned int)((value & 0xff) + 1) * page,
		 page, pa);
}

void words_value(uint32_t offset, uint64_t value, char *text, size_t size)
{
	text[0] = '\0';
	if (offset == 0)
		snprintf(text, size, ": %s", value & 1 ? "enable" : "disable");
	else if (offset == 0x80)
		snprintf(text, size, ": %s, %u KiB at 0x%" PRIx64,
			 value & VALID ? "valid" : "not valid",
			 (unsigned int)((value & 0xff) + 1) * 4, value & PA_51_16);
	else if (offset == 0x88)
		snprintf(text, size, ": commands up to 0x%" PRIx64, value & 0xfffe0);
	else if (offset >= 0x100 && offset < 0x140 && offset % 8 == 0)
		words_baser(value, text, size);
}

/* Name and fields, one after the other: for commands without words of their own. */
static void words_fields(const struct itsg_command *cmd, const uint64_t words[4], char *text,
			 size_t size)
{
	unsigned int count, n;
	const struct itsg_field *fields = itsg_command_fields(cmd->kind, &count);
	size_t at = (size_t)snprintf(text, size, "%s", itsg_command_name(cmd->kind));

	for (n = 0; n < count && at < size; n++) {
		uint64_t mask = fields[n].bits < 64 ? (1ULL << fields[n].bits) - 1 : UINT64_MAX;
		uint64_t value = words[fields[n].word] >> fields[n].low & mask;

		if (fields[n].in_place)
			value <<= fields[n].low;
		at += (size_t)snprintf(text + at, size - at, "%s %s 0x%" PRIx64, n ? "," : "",
				       fields[n].name, value);
	}
}

static void words_mapd(const struct itsg_command *cmd, char *text, size_t size)
{
	if (cmd->valid)
		snprintf(text, size,
			 "MAPD device 0x%" PRIx32 ": %" PRIu64 " events, ITT at 0x%" PRIx64,
			 cmd->device, (uint64_t)1 << (cmd->size + 1), cmd->address);
	else
		snprintf(text, size, "MAPD device 0x%" PRIx32 ": unmap", cmd->device);
}

static void words_mapc(const struct itsg_command *cmd, char *text, size_t size)
{
	if (cmd->valid)
		snprintf(text, size, "MAPC collection %u: to redistributor 0x%" PRIx64, cmd->icid,
			 cmd->rd);
	else
		snprintf(text, size, "MAPC collection %u: unmap", cmd->icid);
}

static bool words_physical(const struct itsg_command *cmd, char *text, size_t size)
{
	switch ((int)cmd->kind) {
	case ITSG_CMD_MAPD: words_mapd(cmd, text, size); return true;
	case ITSG_CMD_MAPC: words_mapc(cmd, text, size); return true;
	case ITSG_CMD_MAPTI:
		snprintf(text, size,
			 "MAPTI device 0x%" PRIx32 " event %" PRIu32 ": LPI %" PRIu32
			 " in collection %u",
			 cmd->device, cmd->event, cmd->intid, cmd->icid);
		return true;
	case ITSG_CMD_MOVI:
	case ITSG_CMD_MAPI:
		snprintf(text, size, "%s device 0x%" PRIx32 " event %" PRIu32 ": to collection %u",
			 itsg_command_name(cmd->kind), cmd->device, cmd->event, cmd->icid);
		return true;
	case ITSG_CMD_INT:
	case ITSG_CMD_CLEAR:
	case ITSG_CMD_INV:
	case ITSG_CMD_DISCARD:
		snprintf(text, size, "%s device 0x%" PRIx32 " event %" PRIu32,
			 itsg_command_name(cmd->kind), cmd->device, cmd->event);
		return true;
	case ITSG_CMD_SYNC:
		snprintf(text, size, "SYNC redistributor 0x%" PRIx64, cmd->rd);
		return true;
	case ITSG_CMD_INVALL: snprintf(text, size, "INVALL collection %u", cmd->icid); return true;
	default: return false;
	}
}

void words_command(uint64_t typer, const uint64_t words[4], char *text, size_t size)
{
	struct itsg_command cmd;

	if (!itsg_command_decode(typer >> 40 & 1 ? ITSG_GICV4_1 : ITSG_GICV4, words, &cmd)) {
		snprintf(text, size,
			 "no known command: %016" PRIx64 " %016" PRIx64 " %016" PRIx64
			 " %016" PRIx64,
			 words[0], words[1], words[2], words[3]);
		return;
	}
	if (!words_physical(&cmd, text, size))
		words_fields(&cmd, words, text, size);
}

static const char *phase_text(uint32_t phase)
{
	static const char *const texts[] = {
		[ITSG_PHASE_OFF] = "the hardware is off, quiescent and walked",
		[ITSG_PHASE_ON] = "the hardware is enabled",
		[ITSG_PHASE_STOPPING] = "the hardware is being disabled",
		[ITSG_PHASE_VOID] = "work in flight is void: it is dropped",
		[ITSG_PHASE_RETURN] = "memory is being given back",
		[ITSG_PHASE_GONE] = "torn down",
		[ITSG_PHASE_KEPT] = "the hardware is off after a stall: all is kept until a reset",
	};

	return phase < sizeof(texts) / sizeof(texts[0]) ? texts[phase] : "?";
}

/* The same for a redistributor. */
static const char *lpi_text(uint32_t phase)
{
	static const char *const texts[] = {
		[ITSG_PHASE_OFF] = "LPIs are disabled, and RWP is 0",
		[ITSG_PHASE_ON] = "LPIs are enabled",
		[ITSG_PHASE_STOPPING] = "LPIs are being disabled",
		[ITSG_PHASE_VOID] = "?",
		[ITSG_PHASE_RETURN] = "memory and frames are being given back",
		[ITSG_PHASE_GONE] = "torn down",
	};

	return phase < sizeof(texts) / sizeof(texts[0]) ? texts[phase] : "?";
}

const char *words_phase(uint32_t its, uint32_t phase)
{
	return its < MODEL_WATCH_RD ? phase_text(phase) : lpi_text(phase);
}

/* ---- Properties ---- */

static const char *const properties[] = {
	[MODEL_NONE] = "",
	[MODEL_P1] =
		"Isolation: the hardware touches no page that is not the hypervisor's or claimed "
		"for that purpose",
	[MODEL_P2] =
		"No dangling access: a page goes back only when the command that ended its use "
		"has been walked",
	[MODEL_P3] =
		"One fetch: each word of the host's queue is read once, and what was checked is "
		"what is committed",
	[MODEL_P4] =
		"No torn command: a slot is written only while the hardware cannot be reading it",
	[MODEL_P5] = "No forged content: what the hardware interprets was cleared, and the host "
		     "cannot write it",
	[MODEL_P6] = "Transparency: what a correct driver does works",
	[MODEL_P7] = "Liveness: nothing blocks for ever, and the work of a trap is bounded",
	[MODEL_P8] = "All or nothing: an operation takes full effect or none",
	[MODEL_P9] = "Conservation: no page is lost or doubled",
	[MODEL_P10] = "No undefined behaviour, no inconsistency, no lock left held",
	[MODEL_P11] = "No architectural error reaches the hardware",
	[MODEL_P12] =
		"No confused reader: only the host's staging memory is read, while it is pinned",
};

const char *words_property(enum model_property property)
{
	return properties[property];
}

const char *words_owner(enum model_owner owner)
{
	switch (owner) {
	case MODEL_HOST: return "the host's";
	case MODEL_HYP: return "the hypervisor's";
	case MODEL_GUEST: return "a guest's";
	case MODEL_MMIO: return "a device's registers";
	case MODEL_NOBODY: break;
	}
	return "nobody's";
}

const char *words_attempt(enum itsg_verdict verdict)
{
	if (verdict == ITSG_REFUSE)
		return "refused";
	return verdict == ITSG_REWRITE ? "disarmed, the address is not used"
				       : "the ledger decides when the pages are claimed";
}

void words_attempts(uint64_t count, uint32_t audit, char *text, size_t size)
{
	*text = '\0';
	if (count)
		snprintf(text, size,
			 "attempts on memory that is not the host's: %" PRIu64 ", all %s", count,
			 audit == ITSG_AUDIT_REFUSE ? "refused" : "disarmed");
}
