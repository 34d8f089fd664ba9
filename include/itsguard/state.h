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
	uint32_t id[12];    /* 0xffd0 .. 0xfffc */
	itsg_intid lpi_end; /* first INTID that is no LPI: at most 1 << (GICD_TYPER.IDbits + 1) */
	/* Sorted without repeats: by base if TYPER.PTA, else by processor. Must outlive the ITS. */
	const struct itsg_redistributor *redistributors;
	uint32_t redistributor_count;
	bool non_coherent; /* the ITS does not snoop, whatever attributes stick */
};

/* Bracketed: what zero means. */
struct itsg_its_config {
	void *ctx;    /* handed to the platform and the ledger */
	uint32_t id;  /* shown in events */
	itsg_pa base; /* of the control frame */
	struct itsg_caps caps;
	uint32_t budget;      /* work units a call [ITSG_BUDGET_DEFAULT] */
	uint32_t ring_bytes;  /* shadow ring: 4 KiB times a power of two, to 1 MiB
				 [ITSG_RING_DEFAULT] */
	uint64_t devices;     /* DeviceIDs 0 .. devices - 1 can be mapped [what TYPER and the pool
				 allow] */
	uint64_t events;      /* EventIDs one device can have [2^(TYPER.ID_bits + 1)] */
	uint32_t collections; /* ICIDs 0 .. collections - 1 can be mapped [what TYPER and the pool
				 allow] */
	uint8_t inner, outer, share; /* attributes of our tables and ring, used as they are if any
					of them is set [RaWaWb, as inner, inner shareable; where the
					hardware does not snoop, non-cacheable, non-shareable] */
	uint8_t device_bits,
		event_bits;  /* TYPER.Devbits + 1, ID_bits + 1 as shown [the hardware's] */
	bool bad_access_raz; /* accesses of a wrong size are RAZ/WI [abort] */
	uint32_t report; /* mask of 1 << enum itsg_event_kind for itsg_platform_report [nothing] */
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
	uint64_t claimed_pages;	   /* host pages shared and pinned now */
	uint64_t devices;	   /* mapped now */
};

/* ---- Below: the library's own. ---- */

struct itsg_pool_region {
	itsg_pa pa;
	uint64_t size;
	uint8_t *va;
	uint8_t *map; /* a byte for each 256 bytes of the region */
	enum itsg_pool_source source;
	/* teardown: bytes cleared, and given back, so far */
	uint64_t cleared, returned;
};

/* Pages that change hands one by one, forth and back. */
struct itsg_run {
	itsg_pa pa;
	uint64_t pages, done;
	bool half;	       /* the page at done is shared but not pinned */
	bool queue;	       /* an ITS's; else a property table */
	struct itsg_run *next; /* queue of the domain */
};

/* An LPI property table of the host's: redistributors share it. */
struct itsg_rd_table {
	uint64_t value; /* of the hardware's PROPBASER; 0: none */
	uint32_t users;
	struct itsg_run run;
};

struct itsg_rd;

struct itsg_domain {
	struct itsg_domain_config config;
	uint32_t instances;
	itsg_pa address_end; /* first address that one of the ITSs or redistributors cannot carry */
	struct itsg_run *queues; /* the ITSs'; under the domain's lock */
	struct itsg_rd *redistributors;
	struct itsg_rd_table tables[ITSG_RD_TABLES];
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

/* What commands are checked against, all as limits: a value is good when it is below. */
struct itsg_limits {
	uint64_t devices;
	uint64_t events;
	uint64_t icids;
	itsg_intid intids;
	uint32_t event_bits;	 /* Size of MAPD must be below this */
	uint32_t ite_bytes;	 /* bytes of an ITT entry */
	uint32_t vpes, vpt_bits; /* GICv4: vPEIDs; most vINTID bits */
	bool pta;
	const struct itsg_redistributor *redistributors;
	uint32_t redistributor_count;
	uint32_t numbered; /* without PTA: RDbases from 0 on without a gap */
	itsg_pa pa_limit;
};

/* One GITS_BASER<n>: how its fields stick, the value the host sees, the value the hardware has. */
struct itsg_baser {
	uint64_t fixed;		  /* Type and Entry_Size */
	uint64_t address_bits[4]; /* of [47:12], those that stick, for each Page_Size */
	uint8_t page_size[4], inner[8], outer[8], share[4], size_bits;
	bool indirect;
	bool shown;
	uint64_t host; /* the virtual register */
	uint64_t hw;   /* what the hardware gets at enable, Valid set; 0: not implemented */
};

struct itsg_slot {
	uint64_t release;  /* ITT to release at the walk: its address, its order in the low byte */
	uint32_t position; /* what virtual CREADR becomes at the walk; bit 0: release is meant */
};

struct itsg_ring {
	uint64_t *words; /* four to a slot */
	struct itsg_slot *slots;
	uint32_t bytes;
	uint32_t head;	    /* next slot to be written */
	uint32_t published; /* hardware CWRITER */
	uint32_t tail;	    /* next slot to be walked */
	uint32_t releases;  /* slots in flight with something to release */
	struct itsg_block ring_block, slot_block;
};

struct itsg_device {
	itsg_pa itt;
	uint64_t *records; /* one for each event, 0 when unmapped */
	uint32_t live;	   /* mapped events */
	uint32_t events;   /* EventIDs it has, a power of two; 0: the device is not mapped */
	itsg_device_id next, previous;
};

struct itsg_collection {
	itsg_rdbase rd;
	uint32_t live; /* events that name it */
	bool mapped;
};

struct itsg_devices {
	struct itsg_device **root; /* leaves of ITSG_DEVICE_LEAF records, NULL until used */
	uint64_t capacity;
	itsg_device_id first; /* head of the list of mapped devices; meaningful if count */
	uint64_t count;
	uint8_t ite_bytes;
	struct itsg_block root_block;
};

struct itsg_table {
	struct itsg_block block;
	uint64_t ids;	 /* entries, flat or over all level-2 pages */
	uint32_t page;	 /* bytes in a level-2 page, 0: flat */
	uint32_t l2_ids; /* entries in one */
};

/* The host command in hand: kept, with the words read, until it is through. */
struct itsg_hand {
	uint8_t stage; /* enum in src/shadow; 0: it is through */
	enum itsg_verdict verdict;
	struct itsg_command cmd;
	uint64_t words[4];
	struct itsg_block blocks[4]; /* what a MAPD has acquired: enum in src/shadow */
};

struct itsg_its {
	uint32_t ready; /* enum in src/shadow; published with release, read with acquire */
	bool routine;	/* on, wanted on, nothing owed or begun: a step is walk, fetch, publish */
	struct itsg_domain *domain;
	struct itsg_its_config config;
	uint64_t shown_typer;
	enum itsg_layout layout;
	struct itsg_limits limits;
	bool coherent;
	bool unfenced;	     /* cleaned lines that no barrier has completed yet */
	itsg_pa address_end; /* first address the hardware cannot carry */
	bool flush_staging;

	/* the host's view */
	bool enabled;
	uint8_t its_number;
	struct itsg_baser cbaser; /* one page size, no levels; otherwise the same fields */
	uint32_t staging_bytes;
	itsg_pa staging;
	uint32_t cwriter, creadr, fetch;
	struct itsg_baser basers[ITSG_BASERS];

	/* the hardware's side */
	enum itsg_phase phase;
	uint32_t left;	   /* of the budget of this step */
	uint32_t jobs;	   /* what is owed before the next fetch; bits in src/shadow */
	uint64_t scan;	   /* cursor of the job that runs */
	uint64_t hw_error; /* what the hardware's CREADR said that it should not; 0: nothing */
	struct itsg_ring ring;
	struct itsg_run claim, frames;
	struct itsg_devices devices;
	struct itsg_collection *collections;
	uint32_t collection_end;   /* capacity */
	uint32_t collection_top;   /* no mapped ICID at or above */
	uint32_t collection_count; /* mapped now */
	struct itsg_block collection_block;
	struct itsg_table device_table, collection_table, vpe_table;
	itsg_event_id unmap_next; /* first event of the device being unmapped not looked at yet */
	uint8_t clearing; /* which of the tables, or of the blocks in hand, is being cleared */
	uint64_t cleared; /* bytes of it, or of the block being cleared */
	struct itsg_hand hand;

	struct itsg_counters counters;
	struct itsg_event events[ITSG_EVENT_RING];
	uint32_t event_first, event_count;
};

/* What the pool gives for a wish of n bytes: a power of two, at least 256. A constant for a
 * constant. */
#define ITSG_POOL_BLOCK(n)                                                                         \
	((n) <= 256 ? (uint64_t)256 : (uint64_t)1 << (64 - __builtin_clzll((uint64_t)(n)-1)))

#define ITSG_DIVIDE_UP(n, by) (((uint64_t)(n) + (by)-1) / (by))

/*
 * Bytes that an ITS and its domain can come to need, as a constant expression: structures and pool,
 * the pool's own map included, with every one of devices mapped with events each and nothing in
 * flight. For hardware tables of 8-byte entries in 4 KiB pages with two levels, and ITT entries of
 * ite bytes; what a region's ends cut off is not in it.
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
	  (uint64_t)(devices) *                                                                    \
		  (ITSG_POOL_BLOCK((uint64_t)(events) * (ite)) + ITSG_POOL_BLOCK((events)*8))) *   \
		 256 / 255 +                                                                       \
	 1)

#endif
