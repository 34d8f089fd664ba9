// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "validator/rd_registers.h"

#include "validator/geometry.h"
#include "validator/registers.h"

/*
 * The map of RD_base: first offset, offset behind the last, bytes of one register, legal sizes,
 * which register. SETLPIR and its kind take a 32-bit write to the low half, zero-extended.
 */
static const struct registers_entry rows[] = {
	{0x0000, 0x0004, 4, SIZE_32, RD_CTLR},
	{0x0004, 0x0008, 4, SIZE_32, RD_IIDR},
	{0x0008, 0x0010, 8, SIZE_64_32, RD_TYPER},
	{0x0010, 0x0014, 4, SIZE_32, RD_ZERO}, /* STATUSR */
	{0x0014, 0x0018, 4, SIZE_32, RD_WAKER},
	{0x0018, 0x0020, 4, SIZE_32, RD_ZERO}, /* MPAMIDR, PARTIDR */
	{0x0040, 0x0048, 8, SIZE_64_32, RD_SETLPIR},
	{0x0048, 0x0050, 8, SIZE_64_32, RD_CLRLPIR},
	{0x0070, 0x0078, 8, SIZE_64_32, RD_PROPBASER},
	{0x0078, 0x0080, 8, SIZE_64_32, RD_PENDBASER},
	{0x00a0, 0x00a8, 8, SIZE_64_32, RD_INVLPIR},
	{0x00b0, 0x00b8, 8, SIZE_64_32, RD_INVALLR},
	{0x00c0, 0x00c4, 4, SIZE_32, RD_SYNCR},
	{0xffd0, 0x10000, 4, SIZE_32, RD_ID},
};

static enum rd_registers_id virtual_register(uint32_t offset, uint32_t size)
{
	if (offset == GICR_OFFSET_CTLR && size == 4)
		return RD_VIRTUAL_CTLR;
	return (offset & ~7u) == GICR_OFFSET_TYPER && size >= 4 ? RD_VIRTUAL_TYPER : RD_VIRTUAL;
}

enum itsg_reason itsg_rd_registers_find(uint32_t region, uint32_t offset, uint32_t size,
					struct rd_registers_access *access)
{
	enum itsg_reason reason = itsg_registers_shape(region, offset, size);
	const struct registers_entry *row;

	*access = (struct rd_registers_access){.id = RD_NONE};
	if (reason)
		return reason;
	if (offset >= GICR_VLPI_BASE) {
		access->id = virtual_register(offset - GICR_VLPI_BASE, size);
		access->shift = access->id == RD_VIRTUAL_TYPER ? offset % 8 * 8 : 0;
		return ITSG_REASON_NONE;
	}
	row = itsg_registers_row(rows, sizeof(rows) / sizeof(rows[0]), offset);
	if (!row)
		return ITSG_REASON_REG_UNKNOWN;
	reason = itsg_registers_part(row, offset, size, &access->index, &access->shift);
	access->id = reason ? RD_NONE : (enum rd_registers_id)row->id;
	return reason;
}

uint64_t itsg_rd_registers_stick(const struct itsg_rd_sticks *sticks, uint64_t value)
{
	return (value & sticks->address) | (value & sticks->id_bits) |
	       bits_put(sticks->inner[bits_get(value, RD_INNER_LOW, 3)], RD_INNER_LOW, 3) |
	       bits_put(sticks->outer[bits_get(value, RD_OUTER_LOW, 3)], RD_OUTER_LOW, 3) |
	       bits_put(sticks->share[bits_get(value, RD_SHARE_LOW, 2)], RD_SHARE_LOW, 2);
}

/* The rule is that of the ITS's registers. Only the fields lie elsewhere. */
bool itsg_rd_registers_is_coherent(uint64_t value)
{
	return itsg_geometry_is_coherent(
		bits_put(bits_get(value, RD_INNER_LOW, 3), BASER_INNER_LOW, 3) |
		bits_put(bits_get(value, RD_OUTER_LOW, 3), BASER_OUTER_LOW, 3) |
		bits_put(bits_get(value, RD_SHARE_LOW, 2), BASER_SHARE_LOW, 2));
}

/*
 * CommonLPIAff 0: all are of one group. 1, 2, 3: those with the same Aff3, Aff3.Aff2,
 * Aff3.Aff2.Aff1.
 */
bool itsg_rd_registers_same_group(uint64_t typer_a, uint64_t typer_b)
{
	unsigned int common = (unsigned int)bits_get(typer_a, RD_TYPER_COMMON_LOW, 2);
	uint64_t affinity_a = typer_a >> 32, affinity_b = typer_b >> 32;

	return !common || (affinity_a ^ affinity_b) >> (32 - 8 * common) == 0;
}
