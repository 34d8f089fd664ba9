// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "validator/registers.h"

/* Legal access sizes, as a mask: a size is its own bit. */
#define SIZE_32	   4u
#define SIZE_64	   8u
#define SIZE_64_32 (SIZE_64 | SIZE_32)
#define SIZE_MSI   (SIZE_32 | 2u)

/* The map: first offset, offset behind the last, bytes of one register, legal sizes, which. */
#define LOW_MAP(X)                                                                                 \
	X(0x0000, 0x0004, 4, SIZE_32, REG_CTLR)                                                    \
	X(0x0004, 0x0008, 4, SIZE_32, REG_IIDR)                                                    \
	X(0x0008, 0x0010, 8, SIZE_64_32, REG_TYPER)                                                \
	X(0x0010, 0x001c, 4, SIZE_32, REG_ZERO)	   /* MPAMIDR, PARTIDR, MPIDR */                   \
	X(0x0040, 0x0044, 4, SIZE_32, REG_ZERO)	   /* STATUSR */                                   \
	X(0x0048, 0x0050, 8, SIZE_64_32, REG_ZERO) /* UMSIR */                                     \
	X(0x0080, 0x0088, 8, SIZE_64_32, REG_CBASER)                                               \
	X(0x0088, 0x0090, 8, SIZE_64_32, REG_CWRITER)                                              \
	X(0x0090, 0x0098, 8, SIZE_64_32, REG_CREADR)                                               \
	X(0x0100, 0x0140, 8, SIZE_64_32, REG_BASER)

#define HIGH_MAP(X)                                                                                \
	X(0xffd0, 0x10000, 4, SIZE_32, REG_ID)                                                     \
	X(0x10040, 0x10044, 4, SIZE_MSI, REG_TRANSLATER)                                           \
	X(0x20020, 0x20028, 8, SIZE_64, REG_ZERO) /* SGIR */

const struct registers_entry itsg_registers_low[REGISTERS_LOW_END / 4] = {
#define BY_INDEX(first, end, width, sizes, id)                                                     \
	[(first) / 4 ...(end) / 4 - 1] = {first, end, width, sizes, id},
	LOW_MAP(BY_INDEX)
#undef BY_INDEX
};

static const struct registers_entry high[] = {
#define IN_ORDER(first, end, width, sizes, id) {first, end, width, sizes, id},
	HIGH_MAP(IN_ORDER)
#undef IN_ORDER
};

static const struct registers_entry *high_entry(uint32_t offset)
{
	static const struct registers_entry none = {.id = REG_NONE};
	unsigned int i;

	for (i = 0; i < sizeof(high) / sizeof(high[0]); i++)
		if (offset >= high[i].first && offset < high[i].end)
			return &high[i];
	return &none;
}

enum itsg_reason itsg_registers_find(uint32_t region, uint32_t offset, uint32_t size,
				     struct registers_access *access)
{
	const struct registers_entry *entry;

	*access = (struct registers_access){.id = REG_NONE};
	if (!size || size > 8 || (size & (size - 1)))
		return ITSG_REASON_ACCESS_SIZE;
	if ((offset & (size - 1)) || offset >= region || size > region - offset)
		return ITSG_REASON_ACCESS_ALIGN;
	entry = offset < REGISTERS_LOW_END ? &itsg_registers_low[offset / 4] : high_entry(offset);
	if (entry->id == REG_NONE)
		return ITSG_REASON_REG_UNKNOWN;
	/* Less than a word is there only at the register's low end. */
	if (!(entry->sizes & size) || (size < 4 && offset != entry->first))
		return ITSG_REASON_ACCESS_SIZE;
	access->id = (enum registers_id)entry->id;
	access->index = (offset - entry->first) / (entry->width == 8 ? 8 : 4);
	access->shift = (offset & (entry->width - 1)) * 8;
	return ITSG_REASON_NONE;
}
