// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * What becomes of each GICv3 command in each state: one row a cell. A row gives the commands that
 * make the state, the command itself, its verdict and reason, what the hardware must have executed
 * for it (opcodes in order, and the last command word for word), and how many ITTs the walk
 * releases.
 */
#include <stdio.h>
#include <string.h>

#include "suites.h"
#include "world.h"

#define SETUP_MAX 6
#define ITT	  (~(uint64_t)0) /* in expected words: an address of the library's own */

struct row {
	const char *name;
	struct world_command setup[SETUP_MAX];
	struct world_command command;
	enum itsg_verdict verdict;
	enum itsg_reason reason;
	const char *opcodes; /* hexadecimal, two digits each */
	struct world_command last;
	unsigned int released;
};

/* Literal words: device 5 has 8 events, device 6 two; LPI 0x2000 is 8192. */
#define MAPD_5                                                                                     \
	{                                                                                          \
		{                                                                                  \
			0x0000000500000008, 0x2, 0x8000000040300000, 0                             \
		}                                                                                  \
	}
#define MAPD_5_AGAIN                                                                               \
	{                                                                                          \
		{                                                                                  \
			0x0000000500000008, 0x4, 0x8000000040302000, 0                             \
		}                                                                                  \
	}
#define MAPD_5_OFF                                                                                 \
	{                                                                                          \
		{                                                                                  \
			0x0000000500000008, 0, 0, 0                                                \
		}                                                                                  \
	}
#define MAPD_5_OFF_X                                                                               \
	{                                                                                          \
		{                                                                                  \
			0x0000000500000008, 0x1f, 0x000fffffffffff00, 0                            \
		}                                                                                  \
	}
#define MAPD_6                                                                                     \
	{                                                                                          \
		{                                                                                  \
			0x0000000600000008, 0x0, 0x8000000040301000, 0                             \
		}                                                                                  \
	}
#define MAPC_0                                                                                     \
	{                                                                                          \
		{                                                                                  \
			0x09, 0, 0x8000000000000000, 0                                             \
		}                                                                                  \
	}
#define MAPC_0_RD1                                                                                 \
	{                                                                                          \
		{                                                                                  \
			0x09, 0, 0x8000000000010000, 0                                             \
		}                                                                                  \
	}
#define MAPC_1                                                                                     \
	{                                                                                          \
		{                                                                                  \
			0x09, 0, 0x8000000000010001, 0                                             \
		}                                                                                  \
	}
#define MAPC_0_OFF                                                                                 \
	{                                                                                          \
		{                                                                                  \
			0x09, 0, 0, 0                                                              \
		}                                                                                  \
	}
#define MAPC_0_OFF_X                                                                               \
	{                                                                                          \
		{                                                                                  \
			0x09, 0, 0x000fffffffff0000, 0                                             \
		}                                                                                  \
	}
#define MAPTI_5_0                                                                                  \
	{                                                                                          \
		{                                                                                  \
			0x000000050000000a, 0x0000200000000000, 0x0, 0                             \
		}                                                                                  \
	}
#define MAPTI_5_7                                                                                  \
	{                                                                                          \
		{                                                                                  \
			0x000000050000000a, 0x0000200700000007, 0x0, 0                             \
		}                                                                                  \
	}
#define MAPTI_5_8                                                                                  \
	{                                                                                          \
		{                                                                                  \
			0x000000050000000a, 0x0000200800000008, 0x0, 0                             \
		}                                                                                  \
	}
#define MAPTI_5_0_C1                                                                               \
	{                                                                                          \
		{                                                                                  \
			0x000000050000000a, 0x0000200000000000, 0x1, 0                             \
		}                                                                                  \
	}
#define MAPI_5_8192                                                                                \
	{                                                                                          \
		{                                                                                  \
			0x000000050000000b, 0x0000000000002000, 0x0, 0                             \
		}                                                                                  \
	}
#define MOVI_5_0_C1                                                                                \
	{                                                                                          \
		{                                                                                  \
			0x0000000500000001, 0x0, 0x1, 0                                            \
		}                                                                                  \
	}
#define MOVI_5_0_C0                                                                                \
	{                                                                                          \
		{                                                                                  \
			0x0000000500000001, 0x0, 0x0, 0                                            \
		}                                                                                  \
	}
#define INT_5_0                                                                                    \
	{                                                                                          \
		{                                                                                  \
			0x0000000500000003, 0x0, 0, 0                                              \
		}                                                                                  \
	}
#define CLEAR_5_0                                                                                  \
	{                                                                                          \
		{                                                                                  \
			0x0000000500000004, 0x0, 0, 0                                              \
		}                                                                                  \
	}
#define INV_5_0                                                                                    \
	{                                                                                          \
		{                                                                                  \
			0x000000050000000c, 0x0, 0, 0                                              \
		}                                                                                  \
	}
#define INV_5_8                                                                                    \
	{                                                                                          \
		{                                                                                  \
			0x000000050000000c, 0x8, 0, 0                                              \
		}                                                                                  \
	}
#define DISCARD_5_0                                                                                \
	{                                                                                          \
		{                                                                                  \
			0x000000050000000f, 0x0, 0, 0                                              \
		}                                                                                  \
	}
#define INVALL_0                                                                                   \
	{                                                                                          \
		{                                                                                  \
			0x0d, 0, 0, 0                                                              \
		}                                                                                  \
	}
#define MOVALL_0_0                                                                                 \
	{                                                                                          \
		{                                                                                  \
			0x0e, 0, 0x0, 0x0                                                          \
		}                                                                                  \
	}
#define MOVALL_0_1                                                                                 \
	{                                                                                          \
		{                                                                                  \
			0x0e, 0, 0x0, 0x10000                                                      \
		}                                                                                  \
	}
#define SYNC_3                                                                                     \
	{                                                                                          \
		{                                                                                  \
			0x05, 0, 0x30000, 0                                                        \
		}                                                                                  \
	}
#define MAPD_5_BIG                                                                                 \
	{                                                                                          \
		{                                                                                  \
			0x0000000500000008, 0xd, 0x8000000040400000, 0                             \
		}                                                                                  \
	} /* 2^14 events */

static const struct row rows[] = {
	{"MAPD V=1, unmapped",
	 {{{0}}},
	 MAPD_5,
	 ITSG_REWRITE,
	 ITSG_REASON_NONE,
	 "08",
	 {{0x0000000500000008, 0x2, ITT, 0}},
	 0},
	{"MAPD V=1, mapped, no events",
	 {MAPD_5},
	 MAPD_5_AGAIN,
	 ITSG_EXPAND,
	 ITSG_REASON_NONE,
	 "0808",
	 {{0x0000000500000008, 0x4, ITT, 0}},
	 1},
	{"MAPD V=1, mapped, live events",
	 {MAPC_0, MAPD_5, MAPTI_5_0, MAPTI_5_7},
	 MAPD_5_AGAIN,
	 ITSG_EXPAND,
	 ITSG_REASON_NONE,
	 "0f0f0808",
	 {{0x0000000500000008, 0x4, ITT, 0}},
	 1},
	{"MAPD V=0, unmapped", {{{0}}}, MAPD_5_OFF, ITSG_NOTHING, ITSG_REASON_NONE, "", {{0}}, 0},
	{"MAPD V=0, mapped, no events",
	 {MAPD_5},
	 MAPD_5_OFF,
	 ITSG_REWRITE,
	 ITSG_REASON_NONE,
	 "08",
	 MAPD_5_OFF,
	 1},
	{"MAPD V=0, mapped, other fields",
	 {MAPD_5},
	 MAPD_5_OFF_X,
	 ITSG_REWRITE,
	 ITSG_REASON_NONE,
	 "08",
	 MAPD_5_OFF,
	 1},
	{"MAPD V=0, mapped, events gone",
	 {MAPC_0, MAPD_5, MAPTI_5_0, DISCARD_5_0},
	 MAPD_5_OFF,
	 ITSG_REWRITE,
	 ITSG_REASON_NONE,
	 "08",
	 MAPD_5_OFF,
	 1},
	{"MAPD V=0, mapped, live events",
	 {MAPC_0, MAPD_5, MAPTI_5_0, MAPTI_5_7},
	 MAPD_5_OFF,
	 ITSG_EXPAND,
	 ITSG_REASON_NONE,
	 "0f0f08",
	 MAPD_5_OFF,
	 1},

	{"MAPC V=1, unmapped", {{{0}}}, MAPC_0, ITSG_FORWARD, ITSG_REASON_NONE, "09", MAPC_0, 0},
	{"MAPC V=1, mapped, same RDbase",
	 {MAPC_0},
	 MAPC_0,
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "09",
	 MAPC_0,
	 0},
	{"MAPC V=1, same RDbase, live events",
	 {MAPC_0, MAPD_5, MAPTI_5_0},
	 MAPC_0,
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "09",
	 MAPC_0,
	 0},
	{"MAPC V=1, other RDbase, no events",
	 {MAPC_0},
	 MAPC_0_RD1,
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "09",
	 MAPC_0_RD1,
	 0},
	{"MAPC V=1, other RDbase, live events",
	 {MAPC_0, MAPD_5, MAPTI_5_0},
	 MAPC_0_RD1,
	 ITSG_REFUSE,
	 ITSG_REASON_COLLECTION_BUSY,
	 "",
	 {{0}},
	 0},
	{"MAPC V=1, other RDbase, events moved away",
	 {MAPC_0, MAPC_1, MAPD_5, MAPTI_5_0, MOVI_5_0_C1},
	 MAPC_0_RD1,
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "09",
	 MAPC_0_RD1,
	 0},
	{"MAPC V=0, unmapped", {{{0}}}, MAPC_0_OFF, ITSG_NOTHING, ITSG_REASON_NONE, "", {{0}}, 0},
	{"MAPC V=0, mapped, no events",
	 {MAPC_0},
	 MAPC_0_OFF,
	 ITSG_REWRITE,
	 ITSG_REASON_NONE,
	 "09",
	 MAPC_0_OFF,
	 0},
	{"MAPC V=0, mapped, RDbase set",
	 {MAPC_0},
	 MAPC_0_OFF_X,
	 ITSG_REWRITE,
	 ITSG_REASON_NONE,
	 "09",
	 MAPC_0_OFF,
	 0},
	{"MAPC V=0, mapped, live events",
	 {MAPC_0, MAPD_5, MAPTI_5_0},
	 MAPC_0_OFF,
	 ITSG_REFUSE,
	 ITSG_REASON_COLLECTION_BUSY,
	 "",
	 {{0}},
	 0},

	{"MAPTI, device unmapped",
	 {MAPC_0},
	 MAPTI_5_0,
	 ITSG_REFUSE,
	 ITSG_REASON_DEVICE_UNMAPPED,
	 "",
	 {{0}},
	 0},
	{"MAPTI, last event of the device",
	 {MAPC_0, MAPD_5},
	 MAPTI_5_7,
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "0a",
	 MAPTI_5_7,
	 0},
	{"MAPTI, EventID beyond the device's Size",
	 {MAPC_0, MAPD_5},
	 MAPTI_5_8,
	 ITSG_REFUSE,
	 ITSG_REASON_EVENT_RANGE,
	 "",
	 {{0}},
	 0},
	{"MAPTI, event mapped already",
	 {MAPC_0, MAPD_5, MAPTI_5_0},
	 MAPTI_5_0,
	 ITSG_REFUSE,
	 ITSG_REASON_EVENT_BUSY,
	 "",
	 {{0}},
	 0},
	{"MAPTI, collection unmapped",
	 {MAPD_5},
	 MAPTI_5_0,
	 ITSG_REFUSE,
	 ITSG_REASON_COLLECTION_UNMAPPED,
	 "",
	 {{0}},
	 0},
	{"MAPTI, event busy before collection unmapped",
	 {MAPC_0, MAPD_5, MAPTI_5_0},
	 MAPTI_5_0_C1,
	 ITSG_REFUSE,
	 ITSG_REASON_EVENT_BUSY,
	 "",
	 {{0}},
	 0},
	{"MAPTI, range before collection unmapped",
	 {MAPD_5},
	 MAPTI_5_8,
	 ITSG_REFUSE,
	 ITSG_REASON_EVENT_RANGE,
	 "",
	 {{0}},
	 0},
	{"MAPTI, after DISCARD",
	 {MAPC_0, MAPD_5, MAPTI_5_0, DISCARD_5_0},
	 MAPTI_5_0,
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "0a",
	 MAPTI_5_0,
	 0},
	{"MAPTI, otherwise",
	 {MAPC_0, MAPD_5},
	 MAPTI_5_0,
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "0a",
	 MAPTI_5_0,
	 0},
	{"MAPI, device unmapped",
	 {MAPC_0},
	 MAPI_5_8192,
	 ITSG_REFUSE,
	 ITSG_REASON_DEVICE_UNMAPPED,
	 "",
	 {{0}},
	 0},
	{"MAPI, EventID beyond the device's Size",
	 {MAPC_0, MAPD_5},
	 MAPI_5_8192,
	 ITSG_REFUSE,
	 ITSG_REASON_EVENT_RANGE,
	 "",
	 {{0}},
	 0},
	{"MAPI, collection unmapped",
	 {MAPD_5_BIG},
	 MAPI_5_8192,
	 ITSG_REFUSE,
	 ITSG_REASON_COLLECTION_UNMAPPED,
	 "",
	 {{0}},
	 0},
	{"MAPI, event mapped already",
	 {MAPC_0, MAPD_5_BIG, MAPI_5_8192},
	 MAPI_5_8192,
	 ITSG_REFUSE,
	 ITSG_REASON_EVENT_BUSY,
	 "",
	 {{0}},
	 0},
	{"MAPI, otherwise",
	 {MAPC_0, MAPD_5_BIG},
	 MAPI_5_8192,
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "0b",
	 MAPI_5_8192,
	 0},

	{"MOVI, device unmapped",
	 {MAPC_0},
	 MOVI_5_0_C0,
	 ITSG_REFUSE,
	 ITSG_REASON_DEVICE_UNMAPPED,
	 "",
	 {{0}},
	 0},
	{"MOVI, event unmapped",
	 {MAPC_0, MAPD_5},
	 MOVI_5_0_C0,
	 ITSG_REFUSE,
	 ITSG_REASON_EVENT_UNMAPPED,
	 "",
	 {{0}},
	 0},
	{"MOVI, new collection unmapped",
	 {MAPC_0, MAPD_5, MAPTI_5_0},
	 MOVI_5_0_C1,
	 ITSG_REFUSE,
	 ITSG_REASON_COLLECTION_UNMAPPED,
	 "",
	 {{0}},
	 0},
	{"MOVI, same collection",
	 {MAPC_0, MAPD_5, MAPTI_5_0},
	 MOVI_5_0_C0,
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "01",
	 MOVI_5_0_C0,
	 0},
	{"MOVI, other collection",
	 {MAPC_0, MAPC_1, MAPD_5, MAPTI_5_0},
	 MOVI_5_0_C1,
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "01",
	 MOVI_5_0_C1,
	 0},

	{"INT, device unmapped",
	 {MAPC_0},
	 INT_5_0,
	 ITSG_REFUSE,
	 ITSG_REASON_DEVICE_UNMAPPED,
	 "",
	 {{0}},
	 0},
	{"INT, event unmapped",
	 {MAPC_0, MAPD_5},
	 INT_5_0,
	 ITSG_REFUSE,
	 ITSG_REASON_EVENT_UNMAPPED,
	 "",
	 {{0}},
	 0},
	{"INT, otherwise",
	 {MAPC_0, MAPD_5, MAPTI_5_0},
	 INT_5_0,
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "03",
	 INT_5_0,
	 0},
	{"CLEAR, device unmapped",
	 {MAPC_0},
	 CLEAR_5_0,
	 ITSG_REFUSE,
	 ITSG_REASON_DEVICE_UNMAPPED,
	 "",
	 {{0}},
	 0},
	{"CLEAR, event unmapped",
	 {MAPC_0, MAPD_5},
	 CLEAR_5_0,
	 ITSG_REFUSE,
	 ITSG_REASON_EVENT_UNMAPPED,
	 "",
	 {{0}},
	 0},
	{"CLEAR, otherwise",
	 {MAPC_0, MAPD_5, MAPTI_5_0},
	 CLEAR_5_0,
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "04",
	 CLEAR_5_0,
	 0},
	{"INV, device unmapped",
	 {MAPC_0},
	 INV_5_0,
	 ITSG_REFUSE,
	 ITSG_REASON_DEVICE_UNMAPPED,
	 "",
	 {{0}},
	 0},
	{"INV, event unmapped",
	 {MAPC_0, MAPD_5},
	 INV_5_0,
	 ITSG_REFUSE,
	 ITSG_REASON_EVENT_UNMAPPED,
	 "",
	 {{0}},
	 0},
	{"INV, EventID beyond the device's Size",
	 {MAPC_0, MAPD_5},
	 INV_5_8,
	 ITSG_REFUSE,
	 ITSG_REASON_EVENT_RANGE,
	 "",
	 {{0}},
	 0},
	{"INV, otherwise",
	 {MAPC_0, MAPD_5, MAPTI_5_0},
	 INV_5_0,
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "0c",
	 INV_5_0,
	 0},

	{"DISCARD, device unmapped",
	 {MAPC_0},
	 DISCARD_5_0,
	 ITSG_REFUSE,
	 ITSG_REASON_DEVICE_UNMAPPED,
	 "",
	 {{0}},
	 0},
	{"DISCARD, event unmapped",
	 {MAPC_0, MAPD_5},
	 DISCARD_5_0,
	 ITSG_REFUSE,
	 ITSG_REASON_EVENT_UNMAPPED,
	 "",
	 {{0}},
	 0},
	{"DISCARD, twice",
	 {MAPC_0, MAPD_5, MAPTI_5_0, DISCARD_5_0},
	 DISCARD_5_0,
	 ITSG_REFUSE,
	 ITSG_REASON_EVENT_UNMAPPED,
	 "",
	 {{0}},
	 0},
	{"DISCARD, otherwise",
	 {MAPC_0, MAPD_5, MAPTI_5_0},
	 DISCARD_5_0,
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "0f",
	 DISCARD_5_0,
	 0},

	{"INVALL, collection unmapped",
	 {{{0}}},
	 INVALL_0,
	 ITSG_REFUSE,
	 ITSG_REASON_COLLECTION_UNMAPPED,
	 "",
	 {{0}},
	 0},
	{"INVALL, collection mapped",
	 {MAPC_0},
	 INVALL_0,
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "0d",
	 INVALL_0,
	 0},
	{"MOVALL, same redistributors",
	 {{{0}}},
	 MOVALL_0_0,
	 ITSG_NOTHING,
	 ITSG_REASON_NONE,
	 "",
	 {{0}},
	 0},
	{"MOVALL, different redistributors",
	 {{{0}}},
	 MOVALL_0_1,
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "0e",
	 MOVALL_0_1,
	 0},
	{"SYNC", {{{0}}}, SYNC_3, ITSG_FORWARD, ITSG_REASON_NONE, "05", SYNC_3, 0},

	/* checks before any state */
	{"opcode 0", {{{0}}}, {{0, 0, 0, 0}}, ITSG_REFUSE, ITSG_REASON_OPCODE, "", {{0}}, 0},
	{"opcode 0x02", {{{0}}}, {{2, 0, 0, 0}}, ITSG_REFUSE, ITSG_REASON_OPCODE, "", {{0}}, 0},
	{"opcode 0xff", {{{0}}}, {{0xff, 0, 0, 0}}, ITSG_REFUSE, ITSG_REASON_OPCODE, "", {{0}}, 0},
	{"VMAPP while GICv4 is off",
	 {{{0}}},
	 {{0x29, 0, 0x8000000000000000, 0x4000000f}},
	 ITSG_REFUSE,
	 ITSG_REASON_OPCODE,
	 "",
	 {{0}},
	 0},
	{"VMOVI while GICv4 is off",
	 {{{0}}},
	 {{0x21, 0, 0, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_OPCODE,
	 "",
	 {{0}},
	 0},
	{"VSYNC while GICv4 is off",
	 {{{0}}},
	 {{0x25, 0, 0, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_OPCODE,
	 "",
	 {{0}},
	 0},
	{"INVDB while GICv4 is off",
	 {{{0}}},
	 {{0x2e, 0, 0, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_OPCODE,
	 "",
	 {{0}},
	 0},
	{"last DeviceID of the host's table",
	 {{{0}}},
	 {{0x000001ff00000008, 0, 0x8000000040300000, 0}},
	 ITSG_REWRITE,
	 ITSG_REASON_NONE,
	 "08",
	 {{0x000001ff00000008, 0, ITT, 0}},
	 0},
	{"DeviceID beyond the host's table",
	 {{{0}}},
	 {{0x0000020000000008, 0, 0x8000000040300000, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_DEVICE_RANGE,
	 "",
	 {{0}},
	 0},
	{"DeviceID beyond Devbits, V=0",
	 {{{0}}},
	 {{0xffffffff00000008, 0, 0, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_DEVICE_RANGE,
	 "",
	 {{0}},
	 0},
	{"Size beyond ID_bits",
	 {{{0}}},
	 {{0x0000000500000008, 0x10, 0x8000000040300000, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_SIZE_RANGE,
	 "",
	 {{0}},
	 0},
	{"Size 31",
	 {{{0}}},
	 {{0x0000000500000008, 0x1f, 0x8000000040300000, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_SIZE_RANGE,
	 "",
	 {{0}},
	 0},
	{"EventID beyond ID_bits",
	 {MAPC_0, MAPD_5},
	 {{0x000000050000000a, 0x0000200000010000, 0, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_EVENT_RANGE,
	 "",
	 {{0}},
	 0},
	{"INTID 8191",
	 {MAPC_0, MAPD_5},
	 {{0x000000050000000a, 0x00001fff00000000, 0, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_INTID_RANGE,
	 "",
	 {{0}},
	 0},
	{"INTID 1023",
	 {MAPC_0, MAPD_5},
	 {{0x000000050000000a, 0x000003ff00000000, 0, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_INTID_RANGE,
	 "",
	 {{0}},
	 0},
	{"INTID 65535",
	 {MAPC_0, MAPD_5},
	 {{0x000000050000000a, 0x0000ffff00000000, 0, 0}},
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "0a",
	 {{0x000000050000000a, 0x0000ffff00000000, 0, 0}},
	 0},
	{"INTID 65536",
	 {MAPC_0, MAPD_5},
	 {{0x000000050000000a, 0x0001000000000000, 0, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_INTID_RANGE,
	 "",
	 {{0}},
	 0},
	{"MAPI of an event that is no LPI",
	 {MAPC_0, MAPD_5},
	 {{0x000000050000000b, 0x7, 0, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_INTID_RANGE,
	 "",
	 {{0}},
	 0},
	{"ICID beyond the host's table",
	 {{{0}}},
	 {{0x09, 0, 0x8000000000000200, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_ICID_RANGE,
	 "",
	 {{0}},
	 0},
	{"last ICID of the host's table",
	 {{{0}}},
	 {{0x09, 0, 0x80000000000001ff, 0}},
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "09",
	 {{0x09, 0, 0x80000000000001ff, 0}},
	 0},
	{"INVALL, ICID beyond the host's table",
	 {{{0}}},
	 {{0x0d, 0, 0xffff, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_ICID_RANGE,
	 "",
	 {{0}},
	 0},
	{"MAPC to an unknown redistributor",
	 {{{0}}},
	 {{0x09, 0, 0x8000000000040000, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_RDBASE,
	 "",
	 {{0}},
	 0},
	{"MAPC with RDbase above the processor number",
	 {{{0}}},
	 {{0x09, 0, 0x8000000100000000, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_RDBASE,
	 "",
	 {{0}},
	 0},
	{"SYNC to an unknown redistributor",
	 {{{0}}},
	 {{0x05, 0, 0x40000, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_RDBASE,
	 "",
	 {{0}},
	 0},
	{"MOVALL from an unknown redistributor",
	 {{{0}}},
	 {{0x0e, 0, 0x40000, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_RDBASE,
	 "",
	 {{0}},
	 0},
	{"MOVALL to an unknown redistributor",
	 {{{0}}},
	 {{0x0e, 0, 0, 0x40000}},
	 ITSG_REFUSE,
	 ITSG_REASON_RDBASE,
	 "",
	 {{0}},
	 0},
	{"ITT beyond the address limit",
	 {{{0}}},
	 {{0x0000000500000008, 0, 0x8001000000000000, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_ADDRESS_LIMIT,
	 "",
	 {{0}},
	 0},
	{"ITT that ends beyond the address limit",
	 {{{0}}},
	 {{0x0000000500000008, 0x7, 0x8000ffffffffff00, 0}},
	 ITSG_REFUSE,
	 ITSG_REASON_ADDRESS_LIMIT,
	 "",
	 {{0}},
	 0},
	{"RES0 bits are dropped",
	 {{{0}}},
	 {{0xfffffffffffff005, ~(uint64_t)0, 0xfff000000003ffff, ~(uint64_t)0}},
	 ITSG_FORWARD,
	 ITSG_REASON_NONE,
	 "05",
	 SYNC_3,
	 0},
	{"ITT at any 256-byte boundary",
	 {{{0}}},
	 {{0x0000000500000008, 0x2, 0x8000000040300f00, 0}},
	 ITSG_REWRITE,
	 ITSG_REASON_NONE,
	 "08",
	 {{0x0000000500000008, 0x2, ITT, 0}},
	 0},
	{"ITT over another device's",
	 {MAPD_6},
	 {{0x0000000500000008, 0x2, 0x8000000040301000, 0}},
	 ITSG_REWRITE,
	 ITSG_REASON_NONE,
	 "08",
	 {{0x0000000500000008, 0x2, ITT, 0}},
	 0},
};

static void set_up(struct world *world, const struct row *row)
{
	struct itsg_counters counters;
	unsigned int i;

	world_open(world, NULL);
	world_boot(world);
	for (i = 0; i < SETUP_MAX && row->setup[i].words[0]; i++)
		world_post(world, row->setup[i].words);
	counters = world_counters(world);
	ck_assert_msg(!counters.verdicts[ITSG_REFUSE], "%s: setup refused", row->name);
	world->executed_count = 0;
	world->released_itts = 0;
}

static unsigned int opcode_at(const char *opcodes, unsigned int i)
{
	unsigned int opcode = 0;

	ck_assert_int_eq(sscanf(opcodes + 2 * i, "%2x", &opcode), 1);
	return opcode;
}

static void check_last(const struct world *world, const struct row *row)
{
	const uint64_t *is = world->executed[world->executed_count - 1].words;
	unsigned int i;

	for (i = 0; i < 4; i++) {
		if (row->last.words[i] != ITT) {
			ck_assert_msg(is[i] == row->last.words[i], "%s: DW%u is %llx", row->name, i,
				      (unsigned long long)is[i]);
			continue;
		}
		/* an address of the pool, whatever the host named */
		ck_assert_uint_eq(is[i] >> 52, 0x800);
		ck_assert_uint_ge(is[i] & 0xffffffffff00, WORLD_POOL);
	}
}

static void check_hardware(const struct world *world, const struct row *row)
{
	unsigned int count = (unsigned int)strlen(row->opcodes) / 2, i;

	ck_assert_msg(world->executed_count == count, "%s: hardware executed %u commands",
		      row->name, world->executed_count);
	for (i = 0; i < count; i++)
		ck_assert_msg((world->executed[i].words[0] & 0xff) == opcode_at(row->opcodes, i),
			      "%s: command %u is %llx", row->name, i,
			      (unsigned long long)world->executed[i].words[0]);
	if (count)
		check_last(world, row);
}

static void check_events(struct world *world, const struct row *row)
{
	struct itsg_event event;

	if (row->verdict != ITSG_REFUSE) {
		ck_assert(!itsg_event_take(&world->its, &event));
		return;
	}
	ck_assert(itsg_event_take(&world->its, &event));
	ck_assert_int_eq(event.kind, ITSG_EVENT_COMMAND);
	ck_assert_msg(event.reason == row->reason, "%s: refused with %s", row->name,
		      itsg_reason_name(event.reason));
	ck_assert_mem_eq(event.words, row->command.words, 32);
}

START_TEST(cell)
{
	const struct row *row = &rows[_i];
	struct itsg_counters before, after;
	static struct world world;
	enum itsg_verdict verdict;

	set_up(&world, row);
	before = world_counters(&world);
	world_post(&world, row->command.words);
	after = world_counters(&world);
	for (verdict = 0; verdict < ITSG_VERDICTS; verdict++)
		ck_assert_msg(after.verdicts[verdict] - before.verdicts[verdict] ==
				      (verdict == row->verdict),
			      "%s: verdict %s is off", row->name, itsg_verdict_name(verdict));
	check_events(&world, row);
	check_hardware(&world, row);
	ck_assert_msg(world.released_itts == row->released, "%s: %u ITTs released", row->name,
		      world.released_itts);
	/* whatever became of it, CREADR has passed it */
	ck_assert_uint_eq(world_read(&world, 0x90, 4), world.position);
	world_close(&world);
}
END_TEST

/* Nothing that a MAPD V = 0 needs the memory of is given back before the walk has passed it. */
START_TEST(good_release_waits_for_the_walk)
{
	const struct world_options options = {.manual = true};
	const struct world_command map = MAPD_5, unmap = MAPD_5_OFF;
	static struct world world;

	world_open(&world, &options);
	world_boot(&world);
	world_post(&world, map.words);
	world_put(&world, unmap.words);
	world_doorbell(&world);
	ck_assert_uint_eq(world.released_itts, 0);
	world_run(&world);
	ck_assert_uint_eq(world.released_itts, 0);
	world_read(&world, 0x90, 4);
	ck_assert_uint_eq(world.released_itts, 1);
	world_close(&world);
}
END_TEST

Suite *suite_verdicts(void)
{
	Suite *suite = suite_create("verdicts");
	TCase *cells = tcase_create("cells"), *walk = tcase_create("walk");

	tcase_add_loop_test(cells, cell, 0, (int)(sizeof(rows) / sizeof(rows[0])));
	tcase_add_test(walk, good_release_waits_for_the_walk);
	suite_add_tcase(suite, cells);
	suite_add_tcase(suite, walk);
	return suite;
}
