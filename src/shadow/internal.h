/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the files of src/shadow offer each other. Unless it says otherwise a function here is called
 * with the ITS lock held, on a valid instance, and does bounded work.
 */
#ifndef ITSG_INTERNAL_H
#define ITSG_INTERNAL_H

#include <itsguard/itsguard.h>

#include "validator/bits.h"
#include "validator/check.h"
#include "validator/geometry.h"
#include "validator/inline.h"
#include "validator/registers.h"
#include "validator/ring.h"

/* GITS_CTLR, CWRITER and CREADR fields. */
#define CTLR_ENABLED	0x1u
#define CTLR_NUMBER_LOW 4u
#define CTLR_QUIESCENT	0x80000000u
#define CREADR_STALLED	0x1u
#define RING_OFFSET	0x000fffe0u

#define UNIT_BYTES  4096u /* cleared or scanned for one work unit */
#define BLOCK_BYTES 256u  /* the smallest pool block; also what an ITT is aligned to */
#define DEVICE_LEAF 128u  /* device records in a radix leaf */

/* What is owed, in the order in which it is done. */
enum jobs {
	JOB_CLEAR = 1,	  /* tables hold whatever memory held: clear them before the enable */
	JOB_RESEND = 2,	  /* collections inside the hardware were lost: MAPC them again */
	JOB_PURGE = 4,	  /* the host dropped a table: unmap everything */
	JOB_TEARDOWN = 8, /* the embedder wants it all back */
	JOB_VOID_TABLES =
		16, /* power went with work in flight: clear the tables before anything else */
};

/* Where the command in hand stands. */
enum hand_stage {
	HAND_FREE,   /* it is through */
	HAND_WAIT,   /* checked; waits for a slot */
	HAND_CLEAR,  /* MAPD: everything is acquired, being cleared */
	HAND_UNMAP,  /* MAPD: the device's old mapping is being unmapped */
	HAND_COMMIT, /* MAPD: only its own slot is missing */
};

/* What a MAPD acquires. */
enum hand_block {
	HAND_ITT,
	HAND_RECORDS,
	HAND_LEAF, /* of device records, if it is the first in it */
	HAND_PAGE, /* of the device table's level 2, likewise */
	HAND_BLOCKS,
};

/* its->ready. */
enum its_ready {
	ITS_NONE,  /* nothing is mediated: before init, after teardown */
	ITS_READY, /* published with release when everything is in place */
	ITS_BUSY,  /* init is taking over: accesses have to come again */
};

static inline bool spend(struct itsg_its *its)
{
	if (!its->left)
		return false;
	its->left--;
	return true;
}

static inline bool itsg_reports(const struct itsg_its *its, enum itsg_event_kind kind)
{
	return its->config.report >> kind & 1;
}

/* ---- report.c: counters and events ---- */
#define REPORT_KEPT                                                                                \
	(BIT(ITSG_EVENT_ACCESS) | BIT(ITSG_EVENT_ENABLE_FAILED) | BIT(ITSG_EVENT_RELEASE_FAILED) | \
	 BIT(ITSG_EVENT_HW_ERROR))

/* Somebody wants it: most kinds are there for tools alone, and cost nothing where there are none.
 */
static inline bool report_is_heard(const struct itsg_its *its, enum itsg_event_kind kind)
{
	return (REPORT_KEPT | its->config.report) >> kind & 1;
}

void itsg_report(struct itsg_its *its, const struct itsg_event *event);
void itsg_report_heard_block(struct itsg_its *its, enum itsg_event_kind kind, itsg_pa pa,
			     uint64_t size, enum itsg_purpose purpose);
void itsg_report_heard_words(struct itsg_its *its, enum itsg_event_kind kind, uint32_t position,
			     uint32_t to, const uint64_t words[4]);

static inline void itsg_report_block(struct itsg_its *its, enum itsg_event_kind kind, itsg_pa pa,
				     uint64_t size, enum itsg_purpose purpose)
{
	if (report_is_heard(its, kind))
		itsg_report_heard_block(its, kind, pa, size, purpose);
}

/* words: NULL for none. */
static inline void itsg_report_words(struct itsg_its *its, enum itsg_event_kind kind,
				     uint32_t position, uint32_t to, const uint64_t words[4])
{
	if (report_is_heard(its, kind))
		itsg_report_heard_words(its, kind, position, to, words);
}

void itsg_report_refusal(struct itsg_its *its, enum itsg_event_kind kind, enum itsg_reason reason,
			 uint32_t position, uint64_t size, const uint64_t words[4]);
void itsg_report_phase(struct itsg_its *its, enum itsg_phase phase);

/* ---- pool.c: called with the domain lock held ---- */
#define POOL_NONE (~(itsg_pa)0)
ITSG_MUST_CHECK bool itsg_pool_take(struct itsg_domain *domain, unsigned int order,
				    struct itsg_block *block);
/* False: no such block is out; nothing was done. */
ITSG_MUST_CHECK bool itsg_pool_give(struct itsg_domain *domain, itsg_pa pa, unsigned int order);
void itsg_pool_map_region(struct itsg_domain *domain, struct itsg_pool_region *region);
unsigned int itsg_pool_order(uint64_t bytes); /* ITSG_POOL_ORDERS: too large for any */

/* ---- block.c: pool blocks, and those in the name of an ITS ---- */
/* These two take the domain lock themselves. */
ITSG_MUST_CHECK bool itsg_domain_take(struct itsg_domain *domain, uint64_t bytes,
				      struct itsg_block *block);
ITSG_MUST_CHECK bool itsg_domain_give(struct itsg_domain *domain, itsg_pa pa, unsigned int order);
/* Writes zeros from there on, as far as *left work units go; bytes written. */
uint64_t itsg_block_zero(const struct itsg_block *block, uint64_t from, uint32_t *left);
ITSG_MUST_CHECK bool itsg_block_acquire(struct itsg_its *its, uint64_t bytes,
					enum itsg_purpose purpose, struct itsg_block *block);
/* The block of that size known to be there; none if va is NULL. */
struct itsg_block itsg_block_at(const struct itsg_its *its, itsg_pa pa, uint64_t size);
struct itsg_block itsg_block_of(const struct itsg_its *its, void *va, uint64_t size);
/* Harmless on a block that was never acquired; leaves it so. */
void itsg_block_release(struct itsg_its *its, struct itsg_block *block, enum itsg_purpose purpose);
/* Clears on from its->cleared within the budget; true when all of it is clear, and its->cleared 0
 * again. */
ITSG_MUST_CHECK bool itsg_block_clear(struct itsg_its *its, const struct itsg_block *block,
				      enum itsg_purpose purpose);
/* Release by what was recorded: an ITT by address and order, records by where they are. */
void itsg_block_release_itt(struct itsg_its *its, uint64_t pa_and_order);
void itsg_block_release_records(struct itsg_its *its, struct itsg_device *device);
void itsg_clean(struct itsg_its *its, const void *va, uint64_t bytes);
/* Everything written and cleaned so far is in memory, as the hardware sees it. */
void itsg_fence(struct itsg_its *its);

/* ---- shadow_ring.c ---- */
/* Needs room. CREADR does not move past the host's command for it. */
void itsg_ring_own(struct itsg_its *its, const struct itsg_command *cmd, uint64_t release);
void itsg_ring_skip(struct itsg_its *its);
/* creadr: what the hardware said that it should not; 0: it is well. */
void itsg_ring_hw_error(struct itsg_its *its, uint64_t creadr);
void itsg_ring_publish(struct itsg_its *its);
void itsg_ring_reset(struct itsg_its *its);

/* ---- devices.c, collections.c ---- */
static inline struct itsg_device *itsg_device_record(const struct itsg_its *its, itsg_device_id id)
{
	struct itsg_device *leaf;

	if (id >= its->devices.capacity)
		return NULL;
	leaf = its->devices.root[id / DEVICE_LEAF];
	return leaf ? &leaf[id % DEVICE_LEAF] : NULL;
}

/* NULL: not mapped. */
static inline struct itsg_device *itsg_device_find(const struct itsg_its *its, itsg_device_id id)
{
	struct itsg_device *device = itsg_device_record(its, id);

	return device && device->events ? device : NULL;
}

void itsg_device_link(struct itsg_its *its, itsg_device_id id, struct itsg_device *device);
void itsg_device_forget(struct itsg_its *its, struct itsg_device *device);
uint64_t itsg_device_release_word(const struct itsg_its *its, const struct itsg_device *device);
static inline struct itsg_collection *itsg_collection_find(const struct itsg_its *its,
							   itsg_icid icid)
{
	struct itsg_collection *collection;

	if (icid >= its->collection_end)
		return NULL;
	collection = &its->collections[icid];
	return collection->mapped ? collection : NULL;
}

void itsg_collection_map(struct itsg_its *its, itsg_icid icid, itsg_rdbase rd);
void itsg_collection_unmap(struct itsg_its *its, itsg_icid icid);

/* Event records: INTID in [31:0], ICID in [47:32], kind in [49:48]; 0 is unmapped. */
#define RECORD_PHYSICAL ((uint64_t)1 << 48)

static inline uint64_t record_physical(itsg_intid intid, itsg_icid icid)
{
	return RECORD_PHYSICAL | (uint64_t)icid << 32 | intid;
}

static inline itsg_icid record_icid(uint64_t record)
{
	return (itsg_icid)bits_get(record, 32, 16);
}

/* ---- tables.c: what the hardware's BASERs point to ---- */
ITSG_MUST_CHECK enum itsg_status itsg_tables_make(struct itsg_its *its);
/* Clears all of them, level-2 pages included, within the budget; fresh: level 1 as well. */
ITSG_MUST_CHECK bool itsg_tables_clear(struct itsg_its *its, bool fresh);
/* Releases them, within the budget, level-2 pages before level 1. */
ITSG_MUST_CHECK bool itsg_tables_release(struct itsg_its *its);
bool itsg_tables_needs_page(const struct itsg_its *its, itsg_device_id id);
void itsg_tables_install_page(struct itsg_its *its, itsg_device_id id,
			      const struct itsg_block *page);

/* ---- probe.c ---- */
/* How BASERs and CBASER stick; leaves them not Valid. Requires a disabled, quiescent ITS. */
ITSG_MUST_CHECK enum itsg_status itsg_probe(struct itsg_its *its);
/* Requires the same. Does that BASER or CBASER come to what value says, with each bit that is not
 * an attribute? One that ignores some, or reads 1 whatever is written, would have the hardware
 * elsewhere. */
ITSG_MUST_CHECK bool itsg_probe_holds(struct itsg_its *its, uint32_t offset, uint64_t value);
#define ATTR_NON_CACHEABLE 1u
#define ATTR_RAWAWB	   7u
#define SHARE_INNER	   1u

/* Of tables and ring, as they lie in a BASER: the embedder's, or what suits hardware that snoops
 * (its->coherent), or does not. */
uint64_t itsg_attributes(const struct itsg_its *its);

/* ---- limits.c ---- */
uint64_t itsg_limits_typer(const struct itsg_its *its);
void itsg_limits_update(struct itsg_its *its);
const struct itsg_baser *itsg_limits_table(const struct itsg_its *its, unsigned int type);

/* ---- run.c: host pages that are shared and pinned ---- */
bool itsg_run_is_empty(const struct itsg_run *run);
/* With the domain's lock held: the next page, or the last; *pa is it. False: the ledger refused,
 * nothing is lost. take: not yet all. give: not empty. */
ITSG_MUST_CHECK bool itsg_run_take(struct itsg_domain *domain, void *ctx, struct itsg_run *run,
				   itsg_pa *pa);
ITSG_MUST_CHECK bool itsg_run_give(struct itsg_domain *domain, void *ctx, struct itsg_run *run,
				   itsg_pa *pa);
/* Others of the domain know of it from here on, or no more: these take the lock. Harmless if it is
 * not there. */
void itsg_run_join(struct itsg_domain *domain, struct itsg_run *run);
void itsg_run_leave(struct itsg_domain *domain, struct itsg_run *run);

/* ---- claim.c: the staging queue's pages ---- */
void itsg_claim_begin(struct itsg_its *its);
/* One page after the other, within the budget. False: not there yet; a refusal has ended the
 * enable. */
ITSG_MUST_CHECK bool itsg_claim_advance(struct itsg_its *its);
ITSG_MUST_CHECK bool itsg_claim_release(struct itsg_its *its);
bool itsg_claim_is_empty(const struct itsg_its *its);

/* ---- commands.c, mapd.c, unmap.c ---- */
/* A smaller queue set below CWRITER: nothing until the host writes a valid one. */
static inline bool itsg_command_can_fetch(const struct itsg_its *its)
{
	return its->fetch != its->cwriter && its->cwriter < its->staging_bytes;
}

/* Requires something to fetch. Fetches and processes what the host has posted, within the budget.
 */
void itsg_command_fetch(struct itsg_its *its);
/* The one read into its->hand.words. False: it waits. */
ITSG_MUST_CHECK bool itsg_command_process(struct itsg_its *its);
void itsg_command_report(struct itsg_its *its, enum itsg_verdict verdict);
/* One that has begun goes on. False: it still waits, in its->hand. */
ITSG_MUST_CHECK bool itsg_command_resume(struct itsg_its *its);
/* The ways in which a command that went through its->pending ends. */
void itsg_command_forward(struct itsg_its *its, enum itsg_verdict verdict, uint64_t release);
void itsg_command_refuse(struct itsg_its *its, enum itsg_reason reason);
void itsg_command_nothing(struct itsg_its *its);
/* MAPD, from its->hand. */
ITSG_MUST_CHECK bool itsg_mapd_run(struct itsg_its *its);
void itsg_mapd_drop(struct itsg_its *its);
ITSG_MUST_CHECK bool itsg_unmap_events(struct itsg_its *its, itsg_device_id id,
				       struct itsg_device *device);
ITSG_MUST_CHECK bool itsg_unmap_device(struct itsg_its *its, itsg_device_id id,
				       struct itsg_device *device);
ITSG_MUST_CHECK bool itsg_purge(struct itsg_its *its);
ITSG_MUST_CHECK bool itsg_resend(struct itsg_its *its);
void itsg_purge_owed(struct itsg_its *its);
void itsg_jobs_reset(struct itsg_its *its);
bool itsg_is_mapping(const struct itsg_its *its);

/* ---- mmio.c ---- */
/* False: there is no such offset in the host's ring; the old one stays. */
static inline bool itsg_cwriter_take(struct itsg_its *its, uint64_t value)
{
	uint32_t offset = (uint32_t)value & RING_OFFSET;

	if (offset >= its->staging_bytes)
		return false;
	its->cwriter = offset;
	return true;
}

ITSG_MUST_CHECK enum itsg_status itsg_register_read(struct itsg_its *its, uint32_t offset,
						    uint32_t size, uint64_t *value);
ITSG_MUST_CHECK enum itsg_status itsg_register_write(struct itsg_its *its, uint32_t offset,
						     uint32_t size, uint64_t value);

/* ---- init.c, leave.c: who belongs to a domain; these take its lock ---- */
/* False: there is pool memory at or above address_end, the first address that it cannot carry. */
ITSG_MUST_CHECK bool itsg_domain_join(struct itsg_domain *domain, itsg_pa address_end);
void itsg_domain_leave(struct itsg_domain *domain);

/* ---- life.c, step.c ---- */
void itsg_life(struct itsg_its *its);
/* True when the hardware is seen to be off and quiescent; tells it to be. */
bool itsg_life_stops(struct itsg_its *its);
bool itsg_life_quiescent(const struct itsg_its *its);
void itsg_life_enable(struct itsg_its *its);
void itsg_life_enable_failed(struct itsg_its *its, enum itsg_reason reason);
ITSG_MUST_CHECK bool itsg_void(struct itsg_its *its);
ITSG_MUST_CHECK bool itsg_return(struct itsg_its *its);
ITSG_MUST_CHECK bool itsg_return_memory(struct itsg_its *its);
void itsg_step(struct itsg_its *its);
/* What a routine step has to do besides plain commands. read: the next command is in its->hand.
 * Units used. */
uint32_t itsg_routine_rest(struct itsg_its *its, uint32_t budget, bool read);
/* Slot by slot, on what the hardware answered. */
void itsg_walk_each(struct itsg_its *its, uint64_t creadr);
bool itsg_has_work(const struct itsg_its *its);

#endif
