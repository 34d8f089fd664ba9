// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The table, and what makes a row match. */
#include "hypglue/quirks.h"
#include "validator/bits.h"

#define TYPER_ITE	   4u  /* ITT_entry_size, minus one, four bits */
#define TYPER_DEVBITS	   13u /* Devbits, minus one, five bits */
#define SHARE_INNER	   1u
#define PRE_ITS_DEVICE_LOG 2u /* the window has a word for each DeviceID */
#define BELOW_4G	   BIT(32)

enum machine {
	RK3566 = 1,
	RK3568 = 2,
	RK3588 = 4,
	RK3588S = 8,
};

static const struct machine_row {
	const char *compatible;
	enum machine bit;
} machines[] = {
	{"rockchip,rk3566", RK3566},
	{"rockchip,rk3568", RK3568},
	{"rockchip,rk3588", RK3588},
	{"rockchip,rk3588s", RK3588S},
};

/* What a row asks of the board, besides its IIDR. */
enum condition {
	ALWAYS,
	ON_MACHINE,
	SAID_NON_COHERENT,
	BEHIND_PRE_ITS,
};

/* Zero: nothing is changed. */
static const struct quirk {
	const char *name;
	uint32_t iidr_mask, iidr;
	enum condition condition;
	uint32_t machines;
	uint8_t device_bits, ite_bytes;
	bool non_coherent, uncached;
	itsg_pa pool_end;
	uint64_t vlpi_offset;
} quirks[] = {
	{.name = "Cavium 22375, 24313: 20 DeviceID bits, no caches",
	 .iidr_mask = 0xffff0fff,
	 .iidr = 0xa100034c,
	 .device_bits = 20,
	 .uncached = true},
	{.name = "QDF2400 0065: ITT entries of 16 bytes",
	 .iidr_mask = 0xffffffff,
	 .iidr = 0x00001070,
	 .ite_bytes = 16},
	{.name = "Hip07 161600802: VLPI frame in VMAPP and VMOVP",
	 .iidr_mask = 0xffffffff,
	 .iidr = 0x00000004,
	 .vlpi_offset = 0x20000},
	{.name = "Socionext pre-ITS: DeviceIDs of its window",
	 .iidr_mask = 0xffffffff,
	 .iidr = 0x0001143b,
	 .condition = BEHIND_PRE_ITS},
	{.name = "RK3588001: nothing snoops",
	 .iidr_mask = 0xffffffff,
	 .iidr = 0x0201743b,
	 .condition = ON_MACHINE,
	 .machines = RK3588 | RK3588S,
	 .non_coherent = true},
	{.name = "RK3566, RK3568: 32 address bits; taken as not snooping",
	 .iidr_mask = 0xffffffff,
	 .iidr = 0x0201743b,
	 .condition = ON_MACHINE,
	 .machines = RK3566 | RK3568,
	 .non_coherent = true,
	 .pool_end = BELOW_4G},
	{.name = "firmware: not coherent", .condition = SAID_NON_COHERENT, .non_coherent = true},
};

#define QUIRKS (sizeof(quirks) / sizeof(quirks[0]))

static bool strings_equal(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

bool hypglue_string_listed(const char *list, size_t bytes, const char *wanted)
{
	size_t start = 0, i;

	for (i = 0; i < bytes; i++) {
		if (list[i])
			continue;
		if (strings_equal(list + start, wanted))
			return true;
		start = i + 1;
	}
	return false;
}

uint32_t hypglue_quirks_machines(const char *list, size_t bytes)
{
	uint32_t found = 0;
	size_t i;

	for (i = 0; i < sizeof(machines) / sizeof(machines[0]); i++)
		if (hypglue_string_listed(list, bytes, machines[i].compatible))
			found |= (uint32_t)machines[i].bit;
	return found;
}

static bool holds(const struct quirk *quirk, const struct hypglue_board *board)
{
	switch (quirk->condition) {
	case ALWAYS: return true;
	case ON_MACHINE: return quirk->machines & board->machines;
	case SAID_NON_COHERENT: return board->non_coherent;
	case BEHIND_PRE_ITS: return board->pre_its != 0;
	}
	return false;
}

static void put_field(uint64_t *word, unsigned int low, unsigned int count, uint64_t value)
{
	*word = (*word & ~BITS(low, count)) | bits_put(value, low, count);
}

/* Lowers the DeviceID bits to bits; never raises them. */
static void limit_device_bits(struct itsg_caps *caps, unsigned int bits)
{
	if (bits_get(caps->typer, TYPER_DEVBITS, 5) + 1 > bits)
		put_field(&caps->typer, TYPER_DEVBITS, 5, bits - 1);
}

/*
 * The DeviceID bits that a window has room for. One that is too small for two DeviceIDs leaves one
 * bit: TYPER cannot say less.
 */
static unsigned int window_bits(uint64_t bytes)
{
	unsigned int log = 63u - (unsigned int)__builtin_clzll(bytes);

	return log > PRE_ITS_DEVICE_LOG ? log - PRE_ITS_DEVICE_LOG : 1;
}

static void apply(const struct quirk *quirk, const struct hypglue_board *board,
		  struct itsg_its_config *config, struct hypglue_quirks *result)
{
	if (quirk->device_bits)
		limit_device_bits(&config->caps, quirk->device_bits);
	if (quirk->condition == BEHIND_PRE_ITS)
		limit_device_bits(&config->caps, window_bits(board->pre_its));
	if (quirk->ite_bytes)
		put_field(&config->caps.typer, TYPER_ITE, 4, quirk->ite_bytes - 1u);
	if (quirk->non_coherent) {
		config->caps.non_coherent = true;
		result->non_coherent_rds = true;
	}
	if (quirk->uncached) {
		config->inner = 0;
		config->outer = 0;
		config->share = SHARE_INNER;
		config->caps.non_coherent = true;
	}
	if (quirk->pool_end && (!result->pool_end || quirk->pool_end < result->pool_end))
		result->pool_end = quirk->pool_end;
	if (quirk->vlpi_offset)
		result->vlpi_offset = quirk->vlpi_offset;
}

void hypglue_quirks_apply(const struct hypglue_board *board, struct itsg_its_config *config,
			  struct hypglue_quirks *result)
{
	unsigned int n;

	*result = (struct hypglue_quirks){0};
	for (n = 0; n < QUIRKS; n++) {
		if ((config->caps.iidr & quirks[n].iidr_mask) != quirks[n].iidr)
			continue;
		if (!holds(&quirks[n], board))
			continue;
		apply(&quirks[n], board, config, result);
		result->applied |= 1u << n;
	}
}

const char *hypglue_quirk_name(unsigned int n)
{
	return n < QUIRKS ? quirks[n].name : NULL;
}
