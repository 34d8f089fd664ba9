/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Names for the values that cross the interface. Each kind of number has its own typedef, so that a
 * prototype says what it takes; sizes are bytes and addresses are physical unless the name says
 * more.
 */
#ifndef ITSG_TYPES_H
#define ITSG_TYPES_H

#include <itsguard/env.h>

typedef uint64_t itsg_pa;	 /* physical address */
typedef uint32_t itsg_device_id; /* DeviceID, up to 32 bits */
typedef uint32_t itsg_event_id;	 /* EventID, up to 32 bits */
typedef uint32_t itsg_intid;	 /* INTID of an LPI */
typedef uint32_t itsg_icid;	 /* collection ID; 16 bits in a command, one more bit as a limit */
typedef uint64_t itsg_rdbase; /* RDbase as commands carry it: processor number, or address >> 16 */

/*
 * What a call came to. Every function that returns one is must-check. The functions say which ones
 * they return, and what state each leaves.
 */
enum itsg_status {
	ITSG_OK = 0,
	ITSG_AGAIN,	  /* not done yet: call again; nothing waits inside the library */
	ITSG_NOT_READY,	  /* the instance is not set up, or is gone: the frames are the host's */
	ITSG_ABORT,	  /* give the host an external abort for this access */
	ITSG_INVALID,	  /* an argument of the embedder's is wrong; nothing was done */
	ITSG_STATE,	  /* the hardware or the instance is not in the state the call needs */
	ITSG_NO_MEMORY,	  /* the pool is empty, or a table of the library's is full */
	ITSG_LEDGER,	  /* the ledger or a mapping refused; what a teardown was refused is kept */
	ITSG_UNSUPPORTED, /* hardware this library has no safe answer for */
	ITSG_BUG,	  /* an inconsistency inside the library or its embedder */
};

/*
 * What a call has left to do. Slots in flight with nothing behind them do not count: what is to be
 * seen of them, the next access or poll shows.
 */
enum itsg_work {
	ITSG_WORK_NONE,	 /* nothing: until the host or the embedder moves, a poll changes nothing */
	ITSG_WORK_LATER, /* it waits for the hardware or the ledger: a later poll goes on */
	ITSG_WORK_NOW,	 /* the budget ended it: a poll goes on at once */
};

/* What becomes of one host command. */
enum itsg_verdict {
	ITSG_FORWARD, /* reaches the hardware in canonical form */
	ITSG_REWRITE, /* as FORWARD, with an address or an ignored field replaced */
	ITSG_EXPAND,  /* the library's own commands first, then this one */
	ITSG_NOTHING, /* accepted; there is nothing for the hardware to do */
	ITSG_REFUSE,  /* skipped, with a reason */
	ITSG_VERDICTS,
};

/*
 * Why something was refused: name, then the text shown to people. NONE means not refused. The order
 * is the order of the checks within each group. Numbers are stable; new ones are added at the end.
 *
 * Some are reserved: no call gives them to a host yet.
 * - For GICv4, which is not offered: VPE_RANGE, VPT_SIZE_RANGE, EVENT_KIND, VPE_UNMAPPED, VPE_BUSY.
 *   The checks contain the first three of these, but never give them: GICv4 opcodes are refused
 *   before, and no event is virtual.
 * - For claims made by commands: ADDRESS_ALIGN, ADDRESS_PURPOSE, LEDGER.
 * - ADDRESS_WRAP: every address and size that a host can name ends far below 2^64.
 *
 * ADDRESS_NOT_RAM, ADDRESS_NOT_HOST and ADDRESS_STAGING come from the audit alone (enum
 * itsg_audit). So does ADDRESS_LIMIT for a table of BASER<n>; from a MAPD or a redistributor it
 * always comes.
 */
#define ITSG_REASON_TABLE(X)                                                                       \
	X(NONE, "not refused")                                                                     \
	X(OPCODE, "the opcode is not one this ITS may be given")                                   \
	X(DEVICE_RANGE, "DeviceID beyond TYPER.Devbits or the host's device table")                \
	X(SIZE_RANGE, "MAPD Size asks for more EventID bits than TYPER.ID_bits")                   \
	X(EVENT_RANGE, "EventID beyond TYPER.ID_bits or the Size of the device's MAPD")            \
	X(INTID_RANGE, "INTID is not an LPI this GIC has")                                         \
	X(ICID_RANGE, "ICID beyond the collections this ITS and the host's table have")            \
	X(VPE_RANGE, "vPEID beyond the vPEs this ITS and the host's table have")                   \
	X(VPT_SIZE_RANGE, "VPT_size has no vLPI, or more than the GIC has")                        \
	X(RDBASE, "RDbase names no known redistributor")                                           \
	X(ADDRESS_LIMIT, "address beyond the physical address space")                              \
	X(ADDRESS_ALIGN, "address is not aligned as the field demands")                            \
	X(ADDRESS_WRAP, "address plus size wraps")                                                 \
	X(ADDRESS_NOT_RAM, "address is not memory")                                                \
	X(ADDRESS_NOT_HOST, "address is not the host's own")                                       \
	X(ADDRESS_STAGING, "address lies in the staging queue")                                    \
	X(ADDRESS_PURPOSE, "address is claimed for another purpose")                               \
	X(DEVICE_UNMAPPED, "the device is not mapped")                                             \
	X(EVENT_UNMAPPED, "the event is not mapped")                                               \
	X(EVENT_BUSY, "the event is mapped already: DISCARD it first")                             \
	X(EVENT_KIND, "the event is virtual where a physical one is needed, or the reverse")       \
	X(COLLECTION_UNMAPPED, "the collection is not mapped")                                     \
	X(COLLECTION_BUSY, "events still use the collection")                                      \
	X(VPE_UNMAPPED, "the vPE is not mapped")                                                   \
	X(VPE_BUSY, "the vPE is mapped with other parameters, or events still use it")             \
	X(POOL, "the memory pool is empty: top it up")                                             \
	X(CAPACITY, "more than this instance was configured to track")                             \
	X(LEDGER, "the ledger refused the pages")                                                  \
	X(ACCESS_SIZE, "the register has no access of this size")                                  \
	X(ACCESS_ALIGN, "the access is not aligned to its size, or leaves the region")             \
	X(REG_UNKNOWN, "no register there that the host may reach")                                \
	X(REG_STATE, "the register cannot change until the ITS is disabled and quiescent")         \
	X(CWRITER_RANGE, "CWRITER offset is not below the queue's size")                           \
	X(ENABLE_INVALID_TABLE, "enable needs a Valid CBASER, device and collection table")        \
	X(ENABLE_STAGING, "enable failed: the command queue's pages could not be claimed")         \
	X(NOT_WRITABLE, "the register cannot be written by the host")                              \
	X(ENABLE_PROPERTIES, "enable failed: the LPI property table could not be claimed or set")  \
	X(PROPERTIES_DIFFER, "enable failed: the group's redistributors have another PROPBASER")   \
	X(LPIS_STAY, "the hardware does not let LPIs be disabled again")                           \
	X(INTID_BUSY, "another event is mapped to this LPI")                                       \
	X(RESET_NEEDED, "enable failed: the ITS stalled, and only a reset makes it forget")

enum itsg_reason {
#define ITSG_REASON_ENUM(name, text) ITSG_REASON_##name,
	ITSG_REASON_TABLE(ITSG_REASON_ENUM)
#undef ITSG_REASON_ENUM
		ITSG_REASONS,
};

/* What a block of pool memory is for. The ITS interprets those up to ITSG_FOR_ITT. */
enum itsg_purpose {
	ITSG_FOR_DEVICE_TABLE,	   /* flat, or level 1 of two */
	ITSG_FOR_DEVICE_PAGE,	   /* a level-2 page of the device table */
	ITSG_FOR_COLLECTION_TABLE, /* flat */
	ITSG_FOR_VPE_TABLE,	   /* the private one that keeps GICv4 hardware well-defined */
	ITSG_FOR_RING,		   /* the shadow ring */
	ITSG_FOR_ITT,		   /* one device's interrupt translation table */
	ITSG_FOR_STATE,		   /* the library's records: the hardware never sees these */
	ITSG_FOR_PENDING_TABLE,	   /* a redistributor's, for physical LPIs */
	ITSG_FOR_PROPERTY_TABLE,   /* of LPIs: never a block, but pages of the host's */
	ITSG_FOR_LPIS,	/* which LPIs are mapped: the domain's, the hardware never sees it */
	ITSG_FOR_QUEUE, /* the host's command queue: never a block */
	ITSG_PURPOSES,
};

enum itsg_event_kind {
	ITSG_EVENT_COMMAND, /* a host command got its verdict: words, verdict, reason, position */
	/* a register access was refused: position = offset, size, reason, words[0] = the value */
	ITSG_EVENT_ACCESS,
	ITSG_EVENT_ENABLE_FAILED,  /* reason */
	ITSG_EVENT_RELEASE_FAILED, /* pages the ledger did not take back: pa, size; retried */
	ITSG_EVENT_HW_ERROR,	   /* hardware CREADR is stalled or where it cannot be: words[0] */
	ITSG_EVENT_OWN,		   /* the library committed a command of its own: words */
	ITSG_EVENT_PUBLISH, /* hardware CWRITER moved: position = from, size = to (ring offsets) */
	ITSG_EVENT_WALK,    /* slots retired: position = from, size = to (ring offsets) */
	ITSG_EVENT_ACQUIRE, /* pool block taken: pa, size, purpose */
	ITSG_EVENT_CLEAR,   /* pool memory written with zeros: pa, size, purpose */
	ITSG_EVENT_RELEASE, /* pool block given back: pa, size, purpose */
	ITSG_EVENT_CLAIM,   /* host pages shared and pinned: pa, size */
	ITSG_EVENT_UNCLAIM, /* host pages let go: pa, size */
	ITSG_EVENT_PHASE,   /* the life cycle moved on: position = enum itsg_phase */
	ITSG_EVENT_PURGE,   /* position = 1 when one begins to be owed, 0 when it is done */
	/* a disable has given up commands that a queue in error will not execute: position = how
	 * many, size = 1 if their memory stays until the ITS is reset (GITS_TYPER.INV = 0) */
	ITSG_EVENT_ABANDON,
	/* the hardware was told to be off and has been looked at ITSG_PATIENCE times: position */
	ITSG_EVENT_NOT_OFF,
	/*
	 * The host has named memory that is not its own: pa, size (as the host means it), purpose,
	 * reason. Of a MAPD: words, position in the queue. Of a register: position = its offset,
	 * words[0] = its value. verdict: REFUSE if it is refused for that; REWRITE if the
	 * address is no reason to refuse, and is not used; FORWARD if the ledger decides when the
	 * pages are claimed (queue and property table).
	 */
	ITSG_EVENT_ATTEMPT,
	ITSG_EVENT_KINDS,
};

struct itsg_event {
	enum itsg_event_kind kind;
	enum itsg_verdict verdict;
	enum itsg_reason reason;
	enum itsg_purpose purpose;
	uint32_t its;	   /* the id the embedder gave the ITS */
	uint32_t position; /* byte offset in the staging queue, or as the kind says */
	uint64_t words[4]; /* the command, as fetched or as committed */
	itsg_pa pa;
	uint64_t size;
};

/*
 * What becomes of memory that the host names and that is not its own. The library does not use
 * these addresses, so this is not about safety: it is about attempts that are seen. A page can
 * change its owner right after the ledger was asked.
 */
enum itsg_audit {
	ITSG_AUDIT_REPORT, /* carried out as ever, counted, and told by ITSG_EVENT_ATTEMPT */
	ITSG_AUDIT_OFF,	   /* nobody looks */
	ITSG_AUDIT_REFUSE, /* counted and told, and refused with the reason */
	ITSG_AUDITS,
};

/* Life cycle of the hardware side. */
enum itsg_phase {
	ITSG_PHASE_OFF,	     /* hardware disabled, quiescent and walked */
	ITSG_PHASE_ON,	     /* hardware enabled */
	ITSG_PHASE_STOPPING, /* Enabled = 0 written, Quiescent not seen yet */
	ITSG_PHASE_VOID,     /* work in flight is void, by power loss or stall: it is dropped */
	ITSG_PHASE_RETURN,   /* teardown: memory is being given back */
	ITSG_PHASE_GONE,     /* torn down; nothing is held */
	/* Off after a stall, and with GITS_TYPER.INV = 0 it may still cache what it was told: all
	 * is kept until itsg_power_lost */
	ITSG_PHASE_KEPT,
};

/*
 * Names and texts, for people. Constant strings; "?" for a number that is out of range. Pure:
 * constant time, no state, no locks.
 */

/* The name of the reason, as in ITSG_REASON_TABLE. */
const char *itsg_reason_name(enum itsg_reason reason);

/* The text of the reason, as in ITSG_REASON_TABLE. */
const char *itsg_reason_text(enum itsg_reason reason);

/* The verdict in one word, in small letters. */
const char *itsg_verdict_name(enum itsg_verdict verdict);

/* The purpose in a few words. */
const char *itsg_purpose_name(enum itsg_purpose purpose);

#endif
