/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The ITS command set as data, and the codec made from it. A command is 32 bytes, four
 * little-endian 64-bit words DW0..DW3. The table below is the only place that knows where a field
 * lies.
 *
 * All functions here are pure: constant time, no state, no locks.
 */
#ifndef ITSG_COMMAND_H
#define ITSG_COMMAND_H

#include <itsguard/types.h>

/* Which opcodes exist, and which layout VMAPP and VMOVP have. */
enum itsg_layout {
	ITSG_GICV3,
	ITSG_GICV4,
	ITSG_GICV4_1,
};

/*
 * F(member, word, low bit, bits): a number, right-aligned in the member.
 * A(member, word, low bit, bits): an address whose bits stand in place: member = word & mask.
 */
#define ITSG_FIELDS_EVENT(F, A) F(device, 0, 32, 32) F(event, 1, 0, 32)
#define ITSG_FIELDS_SYNC(F, A)	F(rd, 2, 16, 36)
#define ITSG_FIELDS_MOVI(F, A)	F(device, 0, 32, 32) F(event, 1, 0, 32) F(icid, 2, 0, 16)
#define ITSG_FIELDS_MAPD(F, A)                                                                     \
	F(device, 0, 32, 32) F(size, 1, 0, 5) A(address, 2, 8, 44) F(valid, 2, 63, 1)
#define ITSG_FIELDS_MAPC(F, A) F(icid, 2, 0, 16) F(rd, 2, 16, 36) F(valid, 2, 63, 1)
#define ITSG_FIELDS_MAPTI(F, A)                                                                    \
	F(device, 0, 32, 32) F(event, 1, 0, 32) F(intid, 1, 32, 32) F(icid, 2, 0, 16)
#define ITSG_FIELDS_INVALL(F, A) F(icid, 2, 0, 16)
#define ITSG_FIELDS_MOVALL(F, A) F(rd, 2, 16, 36) F(rd2, 3, 16, 36)
#define ITSG_FIELDS_VMAPP(F, A)                                                                    \
	F(vpe, 1, 32, 16)                                                                          \
	F(rd, 2, 16, 36) F(valid, 2, 63, 1) F(size, 3, 0, 5) A(address, 3, 16, 36)
#define ITSG_FIELDS_VMAPP_V4_1(F, A)                                                               \
	F(alloc, 0, 8, 1)                                                                          \
	F(ptz, 0, 9, 1)                                                                            \
	A(vconf, 0, 16, 36)                                                                        \
	F(doorbell, 1, 0, 32)                                                                      \
	ITSG_FIELDS_VMAPP(F, A)
#define ITSG_FIELDS_VMAPTI(F, A)                                                                   \
	F(device, 0, 32, 32)                                                                       \
	F(event, 1, 0, 32) F(vpe, 1, 32, 16) F(intid, 2, 0, 32) F(doorbell, 2, 32, 32)
#define ITSG_FIELDS_VMAPI(F, A)                                                                    \
	F(device, 0, 32, 32) F(event, 1, 0, 32) F(vpe, 1, 32, 16) F(doorbell, 2, 32, 32)
#define ITSG_FIELDS_VMOVI(F, A)                                                                    \
	F(device, 0, 32, 32)                                                                       \
	F(event, 1, 0, 32) F(vpe, 1, 32, 16) F(db, 2, 0, 1) F(doorbell, 2, 32, 32)
#define ITSG_FIELDS_VMOVP(F, A)                                                                    \
	F(sequence, 0, 32, 16) F(list, 1, 0, 16) F(vpe, 1, 32, 16) F(rd, 2, 16, 36)
#define ITSG_FIELDS_VMOVP_V4_1(F, A) ITSG_FIELDS_VMOVP(F, A) F(db, 2, 63, 1) F(doorbell, 3, 0, 32)
#define ITSG_FIELDS_VPE(F, A)	     F(vpe, 1, 32, 16)
#define ITSG_FIELDS_VSGI(F, A)                                                                     \
	F(enable, 0, 8, 1)                                                                         \
	F(clear, 0, 9, 1)                                                                          \
	F(group, 0, 10, 1) F(priority, 0, 20, 4) F(sgi, 0, 32, 4) F(vpe, 1, 32, 16)

/*
 * X(kind, name, key, first layout that has it, fields). The key is the opcode. From GICv4.1 on some
 * opcodes have another layout: its key is the opcode plus 0x40.
 */
#define ITSG_COMMAND_TABLE(X)                                                                      \
	X(MOVI, "MOVI", 0x01, ITSG_GICV3, ITSG_FIELDS_MOVI)                                        \
	X(INT, "INT", 0x03, ITSG_GICV3, ITSG_FIELDS_EVENT)                                         \
	X(CLEAR, "CLEAR", 0x04, ITSG_GICV3, ITSG_FIELDS_EVENT)                                     \
	X(SYNC, "SYNC", 0x05, ITSG_GICV3, ITSG_FIELDS_SYNC)                                        \
	X(MAPD, "MAPD", 0x08, ITSG_GICV3, ITSG_FIELDS_MAPD)                                        \
	X(MAPC, "MAPC", 0x09, ITSG_GICV3, ITSG_FIELDS_MAPC)                                        \
	X(MAPTI, "MAPTI", 0x0a, ITSG_GICV3, ITSG_FIELDS_MAPTI)                                     \
	X(MAPI, "MAPI", 0x0b, ITSG_GICV3, ITSG_FIELDS_MOVI)                                        \
	X(INV, "INV", 0x0c, ITSG_GICV3, ITSG_FIELDS_EVENT)                                         \
	X(INVALL, "INVALL", 0x0d, ITSG_GICV3, ITSG_FIELDS_INVALL)                                  \
	X(MOVALL, "MOVALL", 0x0e, ITSG_GICV3, ITSG_FIELDS_MOVALL)                                  \
	X(DISCARD, "DISCARD", 0x0f, ITSG_GICV3, ITSG_FIELDS_EVENT)                                 \
	X(VMOVI, "VMOVI", 0x21, ITSG_GICV4, ITSG_FIELDS_VMOVI)                                     \
	X(VMOVP, "VMOVP", 0x22, ITSG_GICV4, ITSG_FIELDS_VMOVP)                                     \
	X(VMOVP_V4_1, "VMOVP", 0x62, ITSG_GICV4_1, ITSG_FIELDS_VMOVP_V4_1)                         \
	X(VSGI, "VSGI", 0x23, ITSG_GICV4_1, ITSG_FIELDS_VSGI)                                      \
	X(VSYNC, "VSYNC", 0x25, ITSG_GICV4, ITSG_FIELDS_VPE)                                       \
	X(VMAPP, "VMAPP", 0x29, ITSG_GICV4, ITSG_FIELDS_VMAPP)                                     \
	X(VMAPP_V4_1, "VMAPP", 0x69, ITSG_GICV4_1, ITSG_FIELDS_VMAPP_V4_1)                         \
	X(VMAPTI, "VMAPTI", 0x2a, ITSG_GICV4, ITSG_FIELDS_VMAPTI)                                  \
	X(VMAPI, "VMAPI", 0x2b, ITSG_GICV4, ITSG_FIELDS_VMAPI)                                     \
	X(VINVALL, "VINVALL", 0x2d, ITSG_GICV4, ITSG_FIELDS_VPE)                                   \
	X(INVDB, "INVDB", 0x2e, ITSG_GICV4_1, ITSG_FIELDS_VPE)

enum itsg_command_kind {
	ITSG_CMD_NONE, /* not a command of this layout */
#define ITSG_COMMAND_ENUM(kind, name, key, first, fields) ITSG_CMD_##kind,
	ITSG_COMMAND_TABLE(ITSG_COMMAND_ENUM)
#undef ITSG_COMMAND_ENUM
		ITSG_COMMAND_KINDS,
};

/* A decoded command. Members that the kind does not have are zero. */
struct itsg_command {
	enum itsg_command_kind kind;
	itsg_device_id device;
	itsg_event_id event;
	itsg_intid intid;  /* pINTID of MAPTI, vINTID of VMAPTI */
	uint32_t doorbell; /* an LPI, or 1023 for none */
	uint16_t icid;
	uint16_t vpe;
	uint16_t sequence, list; /* VMOVP */
	uint8_t size;		 /* MAPD: EventID bits minus one; VMAPP: vINTID bits minus one */
	uint8_t valid;		 /* V */
	uint8_t db;		 /* VMOVI: D; VMOVP: DB */
	uint8_t alloc, ptz;	 /* VMAPP */
	/* VSGI */
	uint8_t enable, clear, group, priority, sgi;
	itsg_pa address;     /* MAPD: ITT; VMAPP: virtual pending table */
	itsg_pa vconf;	     /* VMAPP on GICv4.1 */
	itsg_rdbase rd, rd2; /* rd2: target of MOVALL */
};

/* One field of a command, for people and tools that show it. */
struct itsg_field {
	const char *name;
	uint8_t word, low, bits;
	bool in_place; /* an address: shown with its low bits as zeros */
};

/*
 * Decodes words for the layout. Bits that no field covers are ignored.
 *
 * Returns:
 *   true: cmd holds the command.
 *   false: no command of this layout has that opcode; cmd->kind is ITSG_CMD_NONE.
 */
ITSG_MUST_CHECK bool itsg_command_decode(enum itsg_layout layout, const uint64_t words[4],
					 struct itsg_command *cmd);

/*
 * Encodes cmd canonically: every bit that no field covers is zero, and members are cut to their
 * field's width. For all words with a known opcode, encode(decode(words)) equals words in every bit
 * that a field covers.
 *
 * Requires: a kind other than ITSG_CMD_NONE.
 */
void itsg_command_encode(const struct itsg_command *cmd, uint64_t words[4]);

/*
 * The bits of word 0..3 that the kind defines, opcode included.
 *
 * Requires: kind below ITSG_COMMAND_KINDS, word at most 3.
 */
uint64_t itsg_command_mask(enum itsg_command_kind kind, unsigned int word);

/* The name of the kind, as the architecture has it; "unknown" for ITSG_CMD_NONE. */
const char *itsg_command_name(enum itsg_command_kind kind);

/* The kind's fields in table order; *count is their number. */
const struct itsg_field *itsg_command_fields(enum itsg_command_kind kind, unsigned int *count);

#endif
