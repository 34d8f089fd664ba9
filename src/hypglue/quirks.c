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
	R8A779F0 = 16, /* R-Car S4 */
	R8A779G0 = 32, /* V4H */
	R8A779H0 = 64, /* V4M */
	AGILEX5 = 128, /* and Agilex 3, which names it as well */
};

static const struct machine_row {
	const char *compatible;
	enum machine bit;
} machines[] = {
	{"rockchip,rk3566", RK3566},	{"rockchip,rk3568", RK3568},
	{"rockchip,rk3588", RK3588},	{"rockchip,rk3588s", RK3588S},
	{"renesas,r8a779f0", R8A779F0}, {"renesas,r8a779g0", R8A779G0},
	{"renesas,r8a779h0", R8A779H0}, {"intel,socfpga-agilex5", AGILEX5},
};

/* What a row asks for. The first two are rows of an ITS, the others of the platform. */
enum condition {
	BY_IIDR,
	BY_IIDR_BEHIND_PRE_ITS,
	ON_MACHINE,
	SAID_NON_COHERENT,
	SAID_PRE_ITS,
};

/*
 * Zero: nothing is changed. "Shown by" names the test of test/test_hypglue_quirks.c that has seen
 * the row match and what it does. tools/lint holds each row to it.
 */
static const struct quirk {
	const char *name;
	uint32_t iidr_mask, iidr;
	enum condition condition;
	uint32_t machines;
	uint8_t device_bits, ite_bytes;
	bool non_coherent, uncached;
	itsg_pa address_limit;
	uint64_t vlpi_offset;
} quirks[] = {
	/* Shown by good_thunderx. */
	{.name = "Cavium 22375, 24313: 20 DeviceID bits, no caches",
	 .iidr_mask = 0xffff0fff,
	 .iidr = 0xa100034c,
	 .device_bits = 20,
	 .uncached = true},
	/* Shown by good_qdf2400. */
	{.name = "QDF2400 0065: ITT entries of 16 bytes",
	 .iidr_mask = 0xffffffff,
	 .iidr = 0x00001070,
	 .ite_bytes = 16},
	/* Shown by good_hip07. */
	{.name = "Hip07 161600802: VLPI frame in VMAPP and VMOVP",
	 .iidr_mask = 0xffffffff,
	 .iidr = 0x00000004,
	 .vlpi_offset = 0x20000},
	/* Shown by good_pre_its_device_ids. */
	{.name = "Socionext pre-ITS: DeviceIDs of its window",
	 .iidr_mask = 0xffffffff,
	 .iidr = 0x0001143b,
	 .condition = BY_IIDR_BEHIND_PRE_ITS},
	/* Shown by good_pre_its_window. */
	{.name = "pre-ITS: no CPU may store to its window", .condition = SAID_PRE_ITS},
	/* Shown by good_rk3588. */
	{.name = "RK3588001: nothing snoops",
	 .condition = ON_MACHINE,
	 .machines = RK3588 | RK3588S,
	 .non_coherent = true},
	/* Shown by good_rk3568. */
	{.name = "RK3568002: 32 address bits; taken as not snooping",
	 .condition = ON_MACHINE,
	 .machines = RK3566 | RK3568,
	 .non_coherent = true,
	 .address_limit = BELOW_4G},
	/* Shown by good_rcar_gen4. */
	{.name = "R-Car S4, V4H, V4M: 32 address bits",
	 .condition = ON_MACHINE,
	 .machines = R8A779F0 | R8A779G0 | R8A779H0,
	 .address_limit = BELOW_4G},
	/* Shown by good_agilex5. */
	{.name = "Agilex 5: 32 address bits",
	 .condition = ON_MACHINE,
	 .machines = AGILEX5,
	 .address_limit = BELOW_4G},
	/* Shown by good_said_non_coherent. */
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

static bool is_of_platform(const struct quirk *quirk)
{
	return quirk->condition >= ON_MACHINE;
}

static bool holds(const struct quirk *quirk, const struct hypglue_board *board, uint32_t iidr)
{
	switch (quirk->condition) {
	case BY_IIDR: return (iidr & quirk->iidr_mask) == quirk->iidr;
	case BY_IIDR_BEHIND_PRE_ITS:
		return (iidr & quirk->iidr_mask) == quirk->iidr && board->pre_its;
	case ON_MACHINE: return quirk->machines & board->machines;
	case SAID_NON_COHERENT: return board->non_coherent;
	case SAID_PRE_ITS: return board->pre_its != 0;
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

/* 0 is no limit. */
static void lower_limit(itsg_pa *limit, itsg_pa to)
{
	if (to && (!*limit || to < *limit))
		*limit = to;
}

/* What a row changes in an ITS's registers as we take them. */
static void apply_to_typer(const struct quirk *quirk, const struct hypglue_board *board,
			   struct itsg_caps *caps)
{
	if (quirk->device_bits)
		limit_device_bits(caps, quirk->device_bits);
	if (quirk->condition == BY_IIDR_BEHIND_PRE_ITS)
		limit_device_bits(caps, window_bits(board->pre_its));
	if (quirk->ite_bytes > bits_get(caps->typer, TYPER_ITE, 4) + 1)
		put_field(&caps->typer, TYPER_ITE, 4, quirk->ite_bytes - 1u);
}

static void apply_to_memory(const struct quirk *quirk, struct itsg_its_config *config)
{
	config->caps.non_coherent |= quirk->non_coherent;
	lower_limit(&config->caps.address_limit, quirk->address_limit);
	if (!quirk->uncached)
		return;
	config->inner = 0;
	config->outer = 0;
	config->share = SHARE_INNER;
	config->caps.non_coherent = true;
}

static void apply_to_result(const struct quirk *quirk, const struct hypglue_board *board,
			    struct hypglue_quirks *result)
{
	if (quirk->vlpi_offset)
		result->vlpi_offset = quirk->vlpi_offset;
	if (quirk->condition != SAID_PRE_ITS)
		return;
	result->window = board->pre_its_base;
	result->window_bytes = board->pre_its;
}

void hypglue_quirks_apply(const struct hypglue_board *board, struct itsg_its_config *config,
			  struct hypglue_quirks *result)
{
	unsigned int n;

	*result = (struct hypglue_quirks){0};
	for (n = 0; n < QUIRKS; n++) {
		if (!holds(&quirks[n], board, config->caps.iidr))
			continue;
		apply_to_typer(&quirks[n], board, &config->caps);
		apply_to_memory(&quirks[n], config);
		apply_to_result(&quirks[n], board, result);
		result->applied |= 1u << n;
	}
}

uint32_t hypglue_quirks_apply_rd(const struct hypglue_board *board, struct itsg_rd_config *config)
{
	uint32_t applied = 0;
	unsigned int n;

	for (n = 0; n < QUIRKS; n++) {
		if (!is_of_platform(&quirks[n]) || !holds(&quirks[n], board, 0))
			continue;
		config->caps.non_coherent |= quirks[n].non_coherent;
		lower_limit(&config->caps.address_limit, quirks[n].address_limit);
		applied |= 1u << n;
	}
	return applied;
}

const char *hypglue_quirk_name(unsigned int n)
{
	return n < QUIRKS ? quirks[n].name : NULL;
}
