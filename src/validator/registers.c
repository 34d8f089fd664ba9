// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "validator/registers.h"

/* Legal access sizes, as a mask: a size is its own bit. */
#define SIZE_32	   4u
#define SIZE_64	   8u
#define SIZE_64_32 (SIZE_64 | SIZE_32)
#define SIZE_MSI   (SIZE_32 | 2u)

struct entry {
	uint32_t first, end; /* end: offset behind the last register */
	uint8_t width;	     /* bytes of one register */
	uint8_t sizes;	     /* legal access sizes */
	uint8_t id;
};

static const struct entry map[] = {
	{0x0000, 0x0004, 4, SIZE_32, REG_CTLR},
	{0x0004, 0x0008, 4, SIZE_32, REG_IIDR},
	{0x0008, 0x0010, 8, SIZE_64_32, REG_TYPER},
	{0x0010, 0x001c, 4, SIZE_32, REG_ZERO},	   /* MPAMIDR, PARTIDR, MPIDR */
	{0x0040, 0x0044, 4, SIZE_32, REG_ZERO},	   /* STATUSR */
	{0x0048, 0x0050, 8, SIZE_64_32, REG_ZERO}, /* UMSIR */
	{0x0080, 0x0088, 8, SIZE_64_32, REG_CBASER},
	{0x0088, 0x0090, 8, SIZE_64_32, REG_CWRITER},
	{0x0090, 0x0098, 8, SIZE_64_32, REG_CREADR},
	{0x0100, 0x0140, 8, SIZE_64_32, REG_BASER},
	{0xffd0, 0x10000, 4, SIZE_32, REG_ID},
	{0x10040, 0x10044, 4, SIZE_MSI, REG_TRANSLATER},
	{0x20020, 0x20028, 8, SIZE_64, REG_ZERO}, /* SGIR */
};

static const struct entry *find(uint32_t offset)
{
	static const struct entry none = {.id = REG_NONE};
	unsigned int i;

	for (i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		if (offset >= map[i].first && offset < map[i].end)
			return &map[i];
	return &none;
}

enum itsg_reason itsg_registers_find(uint32_t region, uint32_t offset, uint32_t size,
				     struct registers_access *access)
{
	const struct entry *entry;

	*access = (struct registers_access){.id = REG_NONE};
	if (!size || size > 8 || (size & (size - 1)))
		return ITSG_REASON_ACCESS_SIZE;
	if ((offset & (size - 1)) || offset >= region || size > region - offset)
		return ITSG_REASON_ACCESS_ALIGN;
	entry = find(offset);
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
