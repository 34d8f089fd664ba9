// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "validator/registers.h"

#define SIZE_MSI (SIZE_32 | 2u)

static const struct registers_entry map[] = {
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

const struct registers_entry *itsg_registers_row(const struct registers_entry *rows, uint32_t count,
						 uint32_t offset)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		if (offset >= rows[i].first && offset < rows[i].end)
			return &rows[i];
	return NULL;
}

enum itsg_reason itsg_registers_shape(uint32_t region, uint32_t offset, uint32_t size)
{
	if (!size || size > 8 || (size & (size - 1)))
		return ITSG_REASON_ACCESS_SIZE;
	if ((offset & (size - 1)) || offset >= region || size > region - offset)
		return ITSG_REASON_ACCESS_ALIGN;
	return ITSG_REASON_NONE;
}

enum itsg_reason itsg_registers_part(const struct registers_entry *entry, uint32_t offset,
				     uint32_t size, uint32_t *index, uint32_t *shift)
{
	/* An access of less than a word is there only at the register's low end. */
	if (!(entry->sizes & size) || (size < 4 && offset != entry->first))
		return ITSG_REASON_ACCESS_SIZE;
	*index = (offset - entry->first) / (entry->width == 8 ? 8 : 4);
	*shift = (offset & (entry->width - 1u)) * 8;
	return ITSG_REASON_NONE;
}

enum itsg_reason itsg_registers_find(uint32_t region, uint32_t offset, uint32_t size,
				     struct registers_access *access)
{
	enum itsg_reason reason = itsg_registers_shape(region, offset, size);
	const struct registers_entry *entry;

	*access = (struct registers_access){.id = REG_NONE};
	if (reason)
		return reason;
	entry = itsg_registers_row(map, sizeof(map) / sizeof(map[0]), offset);
	if (!entry)
		return ITSG_REASON_REG_UNKNOWN;
	reason = itsg_registers_part(entry, offset, size, &access->index, &access->shift);
	access->id = reason ? REG_NONE : (enum registers_id)entry->id;
	return reason;
}
