// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The command codec and the descriptions of commands, made from ITSG_COMMAND_TABLE. */
#include "validator/codec.h"

bool itsg_command_decode(enum itsg_layout layout, const uint64_t words[4], struct itsg_command *cmd)
{
	codec_decode(codec_kind(layout, words[0]), words, cmd);
	return cmd->kind != ITSG_CMD_NONE;
}

void itsg_command_encode(const struct itsg_command *cmd, uint64_t words[4])
{
	codec_encode(cmd, words);
}

uint64_t itsg_command_mask(enum itsg_command_kind kind, unsigned int word)
{
	return codec_masks[kind][word];
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
