/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The command codec as inline functions made from ITSG_COMMAND_TABLE: where the kind is a constant,
 * only the shifts and masks of that kind's fields are left of them. command.c makes the functions
 * of <itsguard/command.h> from them. All of it is pure: constant time, no state, no locks.
 */
#ifndef ITSG_CODEC_H
#define ITSG_CODEC_H

#include <itsguard/command.h>

#include "validator/bits.h"
#include "validator/inline.h"

#define CODEC_OPCODES 64u

struct codec_row {
	uint8_t kind;
	uint8_t first; /* layout that has it */
};

/* By opcode. From CODEC_OPCODES on: what takes the opcode's place from GICv4.1 on. */
static const struct codec_row codec_rows[2 * CODEC_OPCODES] = {
#define ROW(kind, name, key, first, fields) [key] = {ITSG_CMD_##kind, first},
	ITSG_COMMAND_TABLE(ROW)
#undef ROW
};

/* The bits of each word that the kind defines, opcode included. */
static const uint64_t codec_masks[ITSG_COMMAND_KINDS][4] = {
#define IN_WORD(w, word, low, bits)   | ((word) == (w) ? BITS(low, bits) : 0)
#define IN_0(member, word, low, bits) IN_WORD(0, word, low, bits)
#define IN_1(member, word, low, bits) IN_WORD(1, word, low, bits)
#define IN_2(member, word, low, bits) IN_WORD(2, word, low, bits)
#define IN_3(member, word, low, bits) IN_WORD(3, word, low, bits)
#define MASKS(kind, name, key, first, fields)                                                      \
	[ITSG_CMD_##kind] = {BITS(0, 8) fields(IN_0, IN_0), 0 fields(IN_1, IN_1),                  \
			     0 fields(IN_2, IN_2), 0 fields(IN_3, IN_3)},
	ITSG_COMMAND_TABLE(MASKS)
#undef MASKS
};

enum codec_opcode {
#define OPCODE(kind, name, key, first, fields) CODEC_OPCODE_##kind = (key) % CODEC_OPCODES,
	ITSG_COMMAND_TABLE(OPCODE)
#undef OPCODE
};

/* The command that DW0 holds; ITSG_CMD_NONE: no command of this layout has that opcode. */
ALWAYS_INLINE enum itsg_command_kind codec_kind(enum itsg_layout layout, uint64_t word0)
{
	uint64_t opcode = bits_get(word0, 0, 8);
	const struct codec_row *row;

	if (opcode >= CODEC_OPCODES)
		return ITSG_CMD_NONE;
	row = &codec_rows[opcode + CODEC_OPCODES];
	if (layout != ITSG_GICV4_1 || !row->kind)
		row = &codec_rows[opcode];
	return (unsigned int)layout >= row->first ? (enum itsg_command_kind)row->kind
						  : ITSG_CMD_NONE;
}

/*
 * True if a bit is set that no field covers. Fields that the command ignores with V = 0 are fields
 * all the same.
 */
ALWAYS_INLINE bool codec_has_res0(enum itsg_command_kind kind, const uint64_t words[4])
{
	const uint64_t *masks = codec_masks[kind];

	/* The analyser takes elements without an initializer for garbage. */
	/* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
	return (words[0] & ~masks[0]) | (words[1] & ~masks[1]) | (words[2] & ~masks[2]) |
	       (words[3] & ~masks[3]);
}

#define GET(member, word, low, bits)                                                               \
	cmd->member = (__typeof__(cmd->member))bits_get(words[word], low, bits);
#define GET_IN_PLACE(member, word, low, bits) cmd->member = words[word] & BITS(low, bits);

/* The fields of words into cmd; members that the kind does not have are zero. */
ALWAYS_INLINE void codec_decode(enum itsg_command_kind kind, const uint64_t words[4],
				struct itsg_command *cmd)
{
	*cmd = (struct itsg_command){.kind = kind};
	switch (kind) {
	case ITSG_CMD_NONE:
	case ITSG_COMMAND_KINDS: break;
#define DECODE(kind, name, key, first, fields)                                                     \
	case ITSG_CMD_##kind: fields(GET, GET_IN_PLACE) break;
		ITSG_COMMAND_TABLE(DECODE)
#undef DECODE
	}
}

#define PUT(member, word, low, bits)	      words[word] |= bits_put(cmd->member, low, bits);
#define PUT_IN_PLACE(member, word, low, bits) words[word] |= cmd->member & BITS(low, bits);

/* cmd in canonical form: every bit that no field covers is zero. */
ALWAYS_INLINE void codec_encode(const struct itsg_command *cmd, uint64_t words[4])
{
	words[0] = words[1] = words[2] = words[3] = 0;
	switch (cmd->kind) {
	case ITSG_CMD_NONE:
	case ITSG_COMMAND_KINDS: break;
#define ENCODE(kind, name, key, first, fields)                                                     \
	case ITSG_CMD_##kind: words[0] = (key) % CODEC_OPCODES; fields(PUT, PUT_IN_PLACE) break;
		ITSG_COMMAND_TABLE(ENCODE)
#undef ENCODE
	}
}

#undef GET
#undef GET_IN_PLACE
#undef PUT
#undef PUT_IN_PLACE

#endif
