/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The structures an embedder provides memory for, complete so that their size is a constant.
 * Configuration and counters are its to read; no member of itsg_domain and itsg_its is.
 */
#ifndef ITSG_STATE_H
#define ITSG_STATE_H

#include <itsguard/command.h>
#include <itsguard/types.h>

#define ITSG_POOL_REGIONS    16
#define ITSG_POOL_ORDERS     25 /* blocks of 256 bytes << order: up to 4 GiB */
#define ITSG_POOL_REGION_MAX ((uint64_t)1 << 32)
#define ITSG_BASERS	     8
#define ITSG_RD_TABLES	     16 /* LPI property tables in a domain; Linux has one */
#define ITSG_EVENT_RING	     32
#define ITSG_BUDGET_DEFAULT  64
#define ITSG_RING_DEFAULT    65536
#define ITSG_PATIENCE	     1024 /* looks at hardware that is to be off, until that is reported */

enum itsg_pool_source {
	ITSG_POOL_HYP,
	ITSG_POOL_HOST,
};

struct itsg_domain_config {
	void *ctx;	    /* handed to the platform and the ledger */
	uint64_t page_size; /* the hypervisor's */
	itsg_pa pa_limit;   /* first address beyond the physical address space */
	uint32_t budget;    /* work units in one itsg_domain_teardown call [ITSG_BUDGET_DEFAULT] */
};

struct itsg_redistributor {
	itsg_pa base;	    /* RD_base frame, plus a quirk's offset */
	uint32_t processor; /* GICR_TYPER.Processor_Number */
};

/* What the hardware can do: from its registers and the embedder's quirk table. */
struct itsg_caps {
	uint64_t typer;
	uint32_t iidr;
	uint32_t id[12]; /* 0xffd0 .. 0xfffc */
	/* First INTID that is no LPI: by GICD_TYPER.IDbits and num_LPIs. No ITS of a domain may
	 * have more than the first one. 8193 to 2^24. */
	itsg_intid lpi_end;
	/* Sorted without repeats: by base if TYPER.PTA, else by processor. Must outlive the ITS. */
	const struct itsg_redistributor *redistributors;
	uint32_t redistributor_count;
	bool non_coherent; /* the ITS does not snoop, whatever attributes stick */
	/*
	 * First address that the part's bus does not carry [what the registers hold]. Parts exist
	 * whose registers hold more: what they write there lands at a lower address.
	 */
	itsg_pa address_limit;
	/*
	 * The embedder knows that the ITS was not enabled since its last reset. With TYPER.INV = 0
	 * init asks for it: what an ITS was told before, it may still have in its caches.
	 */
	bool never_on;
};

/* In brackets: what zero means. */
struct itsg_its_config {
	void *ctx;    /* handed to the platform and the ledger */
	uint32_t id;  /* shown in events */
	itsg_pa base; /* of the control frame */
	struct itsg_caps caps;
	uint32_t budget; /* work units a call [ITSG_BUDGET_DEFAULT] */
	/* Bytes of the shadow ring: 4 KiB times a power of two, to 1 MiB [ITSG_RING_DEFAULT] */
	uint32_t ring_bytes;
	/* DeviceIDs 0 .. devices - 1 can be mapped [what TYPER and the pool allow] */
	uint64_t devices;
	/* EventIDs that one device can have [2^(TYPER.ID_bits + 1)] */
	uint64_t events;
	/* ICIDs 0 .. collections - 1 can be mapped [what TYPER and the pool allow] */
	uint32_t collections;
	/*
	 * Attributes of our tables and ring, used as they are if any of them is set [RaWaWb, as
	 * inner, inner shareable; where the hardware does not snoop, non-cacheable, non-shareable]
	 */
	uint8_t inner, outer, share;
	/* TYPER.Devbits + 1 and TYPER.ID_bits + 1, as shown to the host [the hardware's] */
	uint8_t device_bits, event_bits;
	bool bad_access_raz; /* accesses of a wrong size are RAZ/WI [abort] */
	uint32_t report; /* mask of 1 << enum itsg_event_kind for itsg_platform_report [nothing] */
	enum itsg_audit audit; /* needs itsg_ledger_is_host [ITSG_AUDIT_REPORT] */
};

struct itsg_counters {
	uint64_t verdicts[ITSG_VERDICTS]; /* host commands, by what became of them */
	uint64_t reasons[ITSG_REASONS];	  /* refusals of commands, accesses and enables */
	uint64_t fetched;		  /* host commands read */
	uint64_t own;			  /* commands of the library's own */
	uint64_t walked;		  /* slots retired */
	uint64_t published;		  /* hardware doorbells */
	uint64_t res0;			  /* host commands with bits set that no field covers */
	uint64_t purges;		  /* purges finished */
	uint64_t work;			  /* work units, all calls */
	uint64_t work_max;		  /* most in one call */
	uint64_t events_lost;
	uint64_t release_failures; /* releases the ledger refused; each is retried */
	uint64_t hw_errors;	   /* CREADR stalled or out of place */
	uint64_t abandons;	   /* disables that gave up commands in flight */
	uint64_t not_off;	   /* reports that the hardware is not off when told so */
	/* Looks at hardware that was told to be off and is not, up to ITSG_PATIENCE; 0: none */
	uint64_t waits;
	uint64_t claimed_pages; /* host pages shared and pinned now */
	uint64_t devices;	/* mapped now */
	uint64_t attempts;	/* memory named that is not the host's */
};

/*
 * ---- Below: the library's own. ----
 *
 * Each group of members is written by the files of its owner alone. The owner is named with it:
 * a file, or a folder, of src/shadow.
 */

/* ---- memory/: whose page is it ---- */

struct itsg_pool_region {
	itsg_pa pa;
	uint64_t size;
	uint8_t *va;
	uint8_t *map; /* a byte for each 256 bytes of the region */
	enum itsg_pool_source source;
	uint64_t cleared, returned; /* bytes, so far, on the way back */
};

struct itsg_pool {
	uint32_t region_count;
	struct itsg_pool_region regions[ITSG_POOL_REGIONS];
	uint64_t free_bytes;
	uint32_t free_orders; /* bit n: free[n] is not empty */
	itsg_pa free[ITSG_POOL_ORDERS];
};

struct itsg_block {
	void *va; /* NULL: none */
	itsg_pa pa;
	uint64_t size;
};

/* Pages of the host's, claimed one by one. */
struct itsg_run {
	itsg_pa pa;
	uint64_t pages;
	uint64_t done;	       /* pages that are claimed */
	bool half;	       /* the page behind them is shared but not pinned */
	bool queue;	       /* an ITS's queue; else a property table */
	struct itsg_run *next; /* in the domain's list; under its lock */
};

/* Register frames, in pages of the hypervisor's size. */
struct itsg_frames {
	itsg_pa pa;
	uint64_t pages;
	uint64_t done; /* pages that are ours */
};

/* An LPI property table of the host's: redistributors share it. redist/rd_table */
struct itsg_rd_table {
	uint64_t value; /* of the hardware's PROPBASER; 0: none */
	uint32_t users;
	struct itsg_run run;
};

/* LPIs that are mapped by an ITS of the domain: a bit for each INTID. memory/lpis */
struct itsg_lpis {
	uint64_t *mapped;
	itsg_intid end; /* first INTID that has no bit */
	uint32_t users; /* ITSs */
	struct itsg_block block;
};

struct itsg_rd;

struct itsg_domain {
	struct itsg_domain_config config;
	uint32_t members;    /* ITSs and redistributors */
	itsg_pa address_end; /* first address that one of them cannot carry */
	struct itsg_pool pool;
	/* Queues of the ITSs, property tables in use. All below is under the domain's lock. */
	struct itsg_run *runs;
	struct itsg_lpis lpis;
	/* redist/ */
	struct itsg_rd *redistributors;
	struct itsg_rd_table tables[ITSG_RD_TABLES];
};

/* ---- its/: one ITS ---- */

/* limits: what commands are checked against. A value is good when it is below its limit. */
struct itsg_limits {
	uint64_t devices;
	uint64_t events;
	uint64_t icids;
	itsg_intid intids;
	uint32_t event_bits; /* Size of MAPD must be below this */
	uint32_t ite_bytes;  /* bytes of an ITT entry */
	uint32_t vpes;	     /* GICv4: vPEIDs */
	uint32_t vpt_bits;   /* GICv4: most vINTID bits */
	bool pta;
	const struct itsg_redistributor *redistributors;
	uint32_t redistributor_count;
	uint32_t numbered; /* without PTA: RDbases from 0 on without a gap */
	itsg_pa pa_limit;
};

/* probe: how the fields of a GITS_BASER<n> stick, each written value and what it reads back as.
 * CBASER has no page sizes and no levels. */
struct itsg_baser {
	uint64_t fixed;		  /* Type and Entry_Size */
	uint64_t reset;		  /* what it reads once 0 is written: fixed, and a page size */
	uint64_t address_bits[4]; /* of [47:12], those that stick, for each Page_Size */
	uint8_t page_size[4], inner[8], outer[8], share[4], size_bits;
	bool indirect;
	bool shown; /* to the host */
};

/* mode: what the ITS is in, what the host wants of it, and what is owed. */
struct itsg_mode {
	enum itsg_phase phase;
	bool wish;	/* CTLR.Enabled, as the host wants it */
	uint32_t owed;	/* work before the next fetch; bits in its/mode.h */
	uint32_t waits; /* looks at hardware that is to be off and is not, up to ITSG_PATIENCE */
};

/* cursor: how far the work is that the budget has interrupted. */
struct itsg_cursor {
	uint8_t work;	/* whose it is; enum in its/cursor.h */
	uint8_t part;	/* which table or block */
	uint32_t of;	/* the device whose events are unmapped */
	uint64_t index; /* entry, record or collection */
	uint64_t bytes; /* of the block at hand */
};

/* queue: the host's staging queue. Positions are byte offsets. */
struct itsg_queue {
	itsg_pa pa;
	uint32_t bytes;
	uint32_t cwriter;      /* as the host wrote it */
	uint32_t fetch;	       /* the next command to be read */
	uint32_t creadr;       /* as the host sees it */
	bool flushed;	       /* written past the caches: lines are flushed before each read */
	struct itsg_run pages; /* claimed */
};

/* registers: what the host wrote, as it stuck. */
struct itsg_registers {
	uint8_t its_number;
	uint64_t cbaser;
	uint64_t basers[ITSG_BASERS];
};

/* hw: what the hardware gets at the next enable, Valid set; 0: nothing. */
struct itsg_hw {
	uint64_t cbaser;
	uint64_t basers[ITSG_BASERS];
};

struct itsg_slot {
	uint64_t release;  /* what goes at the walk: an ITT or an LPI, see its/release.h */
	uint32_t position; /* what virtual CREADR becomes at the walk; bit 0: release is meant */
};

/* shadow_ring: the ring that the hardware reads. */
struct itsg_ring {
	uint64_t *words; /* four to a slot */
	struct itsg_slot *slots;
	uint32_t bytes;
	uint32_t head;	    /* next slot to be written */
	uint32_t published; /* hardware CWRITER */
	uint32_t tail;	    /* next slot to be walked */
	uint32_t releases;  /* slots in flight with something to release */
	uint64_t hw_error;  /* what CREADR said that it should not; 0: nothing */
	struct itsg_block ring_block, slot_block;
};

struct itsg_device {
	itsg_pa itt;
	uint64_t *records; /* one for each event, 0 when unmapped */
	uint32_t live;	   /* mapped events */
	uint32_t events;   /* EventIDs it has, a power of two; 0: the device is not mapped */
	itsg_device_id next, previous;
};

/* devices; live counts and records: mapping */
struct itsg_devices {
	struct itsg_device **root; /* leaves of device records, NULL until used */
	uint64_t capacity;
	itsg_device_id first; /* head of the list of mapped devices; meaningful if count */
	uint64_t count;
	struct itsg_block root_block;
};

struct itsg_collection {
	itsg_rdbase rd;
	uint32_t live; /* events that name it */
	bool mapped;
};

/* collections; live counts: mapping */
struct itsg_collections {
	struct itsg_collection *all;
	uint32_t end;	/* capacity */
	uint32_t top;	/* no mapped ICID at or above */
	uint32_t count; /* mapped now */
	struct itsg_block block;
};

struct itsg_table {
	struct itsg_block block;
	uint64_t ids;	 /* entries, flat or over all level-2 pages */
	uint32_t page;	 /* bytes in a level-2 page, 0: flat */
	uint32_t l2_ids; /* entries in one */
};

/* tables: what the hardware's BASERs point to. */
struct itsg_tables {
	struct itsg_table devices, collections, vpes;
};

/* hand: the host command in hand. It is kept, with the words read, until it is through. */
struct itsg_hand {
	uint8_t stage; /* enum in its/hand.h; 0: it is through */
	enum itsg_verdict verdict;
	struct itsg_command cmd;
	uint64_t words[4];
	struct itsg_block blocks[4]; /* what a MAPD has acquired: enum in its/hand.h */
};

/* report: events that wait for itsg_event_take. */
struct itsg_log {
	struct itsg_event events[ITSG_EVENT_RING];
	uint32_t first, count;
};

struct itsg_its {
	uint32_t ready; /* init, leave; enum in memory/domain.h */
	uint16_t slow;	/* reasons why a step cannot be a short one; enum in its/slow.h */
	uint16_t work;	/* enum itsg_work: what the last step left. Read without the lock */

	/* init */
	struct itsg_domain *domain;
	struct itsg_its_config config;
	enum itsg_layout layout;
	struct itsg_frames frames; /* give_back returns them */

	/* probe */
	itsg_pa address_end; /* first address the hardware cannot carry */
	struct itsg_baser cbaser, basers[ITSG_BASERS];

	/* coherence */
	bool coherent; /* the hardware snoops */
	bool unfenced; /* cleaned lines that no barrier has completed yet */

	/* limits */
	uint64_t shown_typer;
	struct itsg_limits limits;

	/* each with its owner, above */
	struct itsg_mode mode;
	struct itsg_queue queue;
	struct itsg_registers registers;
	struct itsg_hw hw;
	struct itsg_ring ring;
	struct itsg_devices devices;
	struct itsg_collections collections;
	struct itsg_tables tables;
	struct itsg_hand hand;
	struct itsg_cursor cursor;
	uint64_t *lpis; /* lpis: bits of the domain's; NULL: it has not joined */

	uint32_t left;		       /* of the budget of this step: its/work.h */
	struct itsg_counters counters; /* each counted by the file that it counts */
	struct itsg_log log;
};

/* What the pool gives for a wish of n bytes: a power of two, at least 256. It is a constant if n
 * is one. */
#define ITSG_POOL_BLOCK(n)                                                                         \
	((n) <= 256 ? (uint64_t)256 : (uint64_t)1 << (64 - __builtin_clzll((uint64_t)(n)-1)))

#define ITSG_DIVIDE_UP(n, by) (((uint64_t)(n) + (by)-1) / (by))

/*
 * Bytes that an ITS and its domain can come to need, as a constant expression. It counts the
 * structures and the pool, with the pool's own map. All devices are mapped, with that many events
 * each, and nothing is in flight. Hardware tables have entries of 8 bytes in 4 KiB pages and two
 * levels; ITT entries have ite bytes. INTIDs have 16 bits. What a region loses at its ends is not
 * in it.
 */
#define itsg_state_size(devices, events, ite, collections, ring)                                   \
	(sizeof(struct itsg_its) + sizeof(struct itsg_domain) +                                    \
	 (ITSG_POOL_BLOCK((ring) < 65536 ? 65536 : (ring)) +                                       \
	  ITSG_POOL_BLOCK((ring) / 32 * sizeof(struct itsg_slot)) +                                \
	  ITSG_POOL_BLOCK((uint64_t)(collections) * sizeof(struct itsg_collection)) +              \
	  ITSG_POOL_BLOCK(4096 * ITSG_DIVIDE_UP((collections)*8, 4096)) +                          \
	  ITSG_POOL_BLOCK(ITSG_DIVIDE_UP(devices, 128) * sizeof(struct itsg_device *)) +           \
	  ITSG_DIVIDE_UP(devices, 128) * 128 * sizeof(struct itsg_device) +                        \
	  ITSG_POOL_BLOCK(4096 * ITSG_DIVIDE_UP(ITSG_DIVIDE_UP(devices, 512) * 8, 4096)) +         \
	  4096 * ITSG_DIVIDE_UP(devices, 512) + ITSG_POOL_BLOCK(4096) /* table of vPEs */ +        \
	  ITSG_POOL_BLOCK(65536 / 8) /* a bit for each INTID */ +                                  \
	  (uint64_t)(devices) *                                                                    \
		  (ITSG_POOL_BLOCK((uint64_t)(events) * (ite)) + ITSG_POOL_BLOCK((events)*8))) *   \
		 256 / 255 +                                                                       \
	 1)

#endif
