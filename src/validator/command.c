// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The command codec: straight-line code and descriptions, both made from ITSG_COMMAND_TABLE. */
#include <itsguard/command.h>

#include "validator/bits.h"

#define OPCODES	     64
#define LATER_LAYOUT OPCODES /* added to an opcode: the row that replaces it from GICv4.1 on */

struct row {
	uint8_t kind;
	uint8_t first;
};

static const struct row rows[2 * OPCODES] = {
#define ROW(kind, name, key, first, fields) [key] = {ITSG_CMD_##kind, first},
	ITSG_COMMAND_TABLE(ROW)
#undef ROW
};

static enum itsg_command_kind kind_of(enum itsg_layout layout, uint64_t opcode)
{
	const struct row *row;

	if (opcode >= OPCODES)
		return ITSG_CMD_NONE;
	row = &rows[opcode + LATER_LAYOUT];
	if (layout != ITSG_GICV4_1 || !row->kind)
		row = &rows[opcode];
	return (unsigned int)layout >= row->first ? (enum itsg_command_kind)row->kind
						  : ITSG_CMD_NONE;
}

#define GET(member, word, low, bits)                                                               \
	cmd->member = (__typeof__(cmd->member))bits_get(words[word], low, bits);
#define GET_IN_PLACE(member, word, low, bits) cmd->member = words[word] & BITS(low, bits);

bool itsg_command_decode(enum itsg_layout layout, const uint64_t words[4], struct itsg_command *cmd)
{
	*cmd = (struct itsg_command){.kind = kind_of(layout, bits_get(words[0], 0, 8))};
	switch (cmd->kind) {
	case ITSG_CMD_NONE:
	case ITSG_COMMAND_KINDS: return false;
#define DECODE(kind, name, key, first, fields)                                                     \
	case ITSG_CMD_##kind: fields(GET, GET_IN_PLACE) return true;
		ITSG_COMMAND_TABLE(DECODE)
#undef DECODE
	}
	return false;
}

#define PUT(member, word, low, bits)	      words[word] |= bits_put(cmd->member, low, bits);
#define PUT_IN_PLACE(member, word, low, bits) words[word] |= cmd->member & BITS(low, bits);

void itsg_command_encode(const struct itsg_command *cmd, uint64_t words[4])
{
	words[0] = words[1] = words[2] = words[3] = 0;
	switch (cmd->kind) {
	case ITSG_CMD_NONE:
	case ITSG_COMMAND_KINDS: break;
#define ENCODE(kind, name, key, first, fields)                                                     \
	case ITSG_CMD_##kind: words[0] = (key) % OPCODES; fields(PUT, PUT_IN_PLACE) break;
		ITSG_COMMAND_TABLE(ENCODE)
#undef ENCODE
	}
}

static const uint64_t masks[ITSG_COMMAND_KINDS][4] = {
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

uint64_t itsg_command_mask(enum itsg_command_kind kind, unsigned int word)
{
	return masks[kind][word];
}

const char *itsg_command_name(enum itsg_command_kind kind)
{
	static const char *const names[ITSG_COMMAND_KINDS] = {[ITSG_CMD_NONE] = "unknown",
#define NAME(kind, name, key, first, fields) [ITSG_CMD_##kind] = name,
							      ITSG_COMMAND_TABLE(NAME)
#undef NAME
	};

	return kind < ITSG_COMMAND_KINDS ? names[kind] : "?";
}

#define FIELD(member, word, low, bits)		{#member, word, low, bits, false},
#define FIELD_IN_PLACE(member, word, low, bits) {#member, word, low, bits, true},
#define FIELDS(kind, name, key, first, fields)                                                     \
	static const struct itsg_field fields_of_##kind[] = {fields(FIELD, FIELD_IN_PLACE)};
ITSG_COMMAND_TABLE(FIELDS)
#undef FIELDS

const struct itsg_field *itsg_command_fields(enum itsg_command_kind kind, unsigned int *count)
{
	static const struct {
		const struct itsg_field *fields;
		unsigned int count;
	} table[ITSG_COMMAND_KINDS] = {
#define ENTRY(kind, name, key, first, fields)                                                      \
	[ITSG_CMD_##                                                                               \
		kind] = {fields_of_##kind, sizeof(fields_of_##kind) / sizeof(struct itsg_field)},
		ITSG_COMMAND_TABLE(ENTRY)
#undef ENTRY
	};

	if (kind >= ITSG_COMMAND_KINDS) {
		*count = 0;
		return NULL;
	}
	*count = table[kind].count;
	return table[kind].fields;
}
