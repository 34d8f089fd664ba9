/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the files of the model share. Nobody else includes this. "hw" is memory as an ITS sees it,
 * "cpu" as the hypervisor does: the same bytes on a coherent system.
 */
#ifndef MODEL_INTERNAL_H
#define MODEL_INTERNAL_H

#include <itsguard/types.h>

#include "model.h"

#define MODEL_PAGE    4096u
#define MODEL_GRANULE 256u /* the pool's smallest block */
#define MODEL_LINE    64u  /* of a cache */
#define MODEL_JUNK    0xa5 /* what pool memory holds before anybody wrote it */
#define MODEL_REGIONS 32
#define MODEL_SPARE   32
#define MODEL_PA_END  ((uint64_t)1 << 52)

/* Small and called everywhere: sanitizers make them look too large to be inlined. */
#define MODEL_INLINE static inline __attribute__((always_inline))

/* ---- hash.c: a hash table from 64-bit keys to 64-bit values, cleared in constant time ---- */
struct model_slot {
	uint64_t key, value;
	uint32_t generation; /* in use if the map's */
};

struct model_map {
	struct model_slot *slots;
	uint32_t mask, used, generation;
};

MODEL_INLINE uint32_t model_map_home(const struct model_map *map, uint64_t key)
{
	return (uint32_t)((key * 0x9e3779b97f4a7c15u) >> 32) & map->mask;
}

MODEL_INLINE bool model_map_has_at(const struct model_map *map, uint32_t i)
{
	return map->slots[i].generation == map->generation;
}

/* The slot that has the key, or the free one where it would go. */
MODEL_INLINE uint32_t model_map_probe(const struct model_map *map, uint64_t key)
{
	uint32_t i = model_map_home(map, key);

	while (model_map_has_at(map, i) && map->slots[i].key != key)
		i = (i + 1) & map->mask;
	return i;
}

/* NULL: no such key. Until the map changes. */
MODEL_INLINE const uint64_t *model_map_find(const struct model_map *map, uint64_t key)
{
	uint32_t i;

	if (!map->used)
		return NULL;
	i = model_map_probe(map, key);
	return model_map_has_at(map, i) ? &map->slots[i].value : NULL;
}

void model_map_set(struct model_map *map, uint64_t key, uint64_t value);
void model_map_drop(struct model_map *map, uint64_t key);
void model_map_clear(struct model_map *map);
void model_map_free(struct model_map *map);

/* realloc for count things of size bytes; there is no going on without memory. */
void *model_grow(void *old, size_t count, size_t size);

/* ---- memory.c: pages that are not in a region, and who owns what ---- */
struct model_page {
	uint64_t pfn;
	enum model_owner owner, home; /* home: whose it is when the library holds nothing */
	uint32_t pins;
	bool shared, home_shared;
	uint32_t shares;    /* by the library, not undone by it yet */
	unsigned int queue; /* of ITS number queue - 1, which has it pinned; 0: of none */
	bool mmio;
	bool lent;	/* the host gave it to the hypervisor by itself */
	bool mapped;	/* since the library had it donated */
	bool unclean;	/* was unmapped with something in caches only */
	bool hostile;	/* has words on the list of hostile words */
	uint8_t *data;	/* NULL: all zeros */
	uint8_t *stale; /* what the hypervisor's cache holds of it, if that differs */
};

struct model_range {
	uint64_t pa, size;
	enum model_owner owner;
};

struct model_hostile {
	uint64_t pa, value[2];
	unsigned int turn;
};

#define MODEL_RECENT 256u /* a power of two */

struct model_memory {
	struct model_map map;			 /* page number to index */
	struct model_page *recent[MODEL_RECENT]; /* found last, by page number; or NULL */
	struct model_page **chunks;
	size_t page_count, chunk_count;
	uint8_t **buffers; /* 4 KiB each, kept over resets */
	size_t buffer_count, buffer_used;
	struct model_range *ranges; /* later ones count more */
	size_t range_count, range_room;
	struct model_hostile *hostile;
	size_t hostile_count, hostile_room;
	uint64_t pinned; /* pins of all pages */
};

void model_memory_reset(struct model *model);
void model_memory_free(struct model *model);
struct model_page *model_page_nth(const struct model *model, size_t n);
/* model_page_get, when it was not among those found last. */
struct model_page *model_page_not_recent(struct model *model, uint64_t pa);
/* Its 4 KiB, made if need be. */
uint8_t *model_page_data(struct model *model, struct model_page *page);
/* One load of a word of host memory by the hypervisor. */
uint64_t model_host_load(struct model *model, uint64_t pa);
/* What the host wrote past the caches to these lines is seen from now on. */
void model_host_flush(struct model *model, uint64_t pa, uint64_t size);

MODEL_INLINE uint64_t model_load64(const uint8_t *at)
{
	uint64_t value;

	__builtin_memcpy(&value, at, sizeof(value));
	return value;
}

MODEL_INLINE void model_store64(uint8_t *at, uint64_t value)
{
	__builtin_memcpy(at, &value, sizeof(value));
}

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the model runs on little-endian hosts");

bool model_reads_zero(const uint8_t *at, uint64_t size);

/* ---- region.c: memory in one piece, for the pool ---- */
struct model_region {
	uint64_t pa, size;
	uint64_t room; /* bytes of each array */
	uint8_t *cpu, *hw;
	uint8_t *copy;	   /* hw, where ITSs do not snoop; or kept for when they do not, or NULL */
	uint8_t *expect;   /* what the ITSs wrote, in blocks they have seen */
	uint32_t *granule; /* block index + 1 of each 256 bytes */
	unsigned int maps;
};

/* False: no memory. */
bool model_regions_reset(struct model *model);
void model_regions_free(struct model *model);
void *model_region_map(struct model *model, uint64_t pa, uint64_t size);
/* False: no such mapping. */
bool model_region_unmap(struct model *model, const void *va, uint64_t pa, uint64_t size);
bool model_region_clean(struct model *model, const void *va, uint64_t size);

/* ---- blocks.c: pool blocks as the library reports them ---- */
struct model_block {
	uint64_t pa, size;
	enum itsg_purpose purpose;
	struct model_its *its; /* NULL: a redistributor's, or the domain's */
	struct model_rd *rd;
	const struct model_region *region;
	uint64_t clear_from, clear_to; /* offsets cleared since it was acquired or last in use */
	uint32_t cached;	       /* tables: valid entries that the ITS may cache */
	uint32_t inflight;	       /* ITT: commands not executed yet that name it */
	uint32_t device;	       /* ITT: whose, if mapped */
	uint64_t left; /* ITT: its->executed once the command that unmapped it is done */
	uint32_t next; /* unused ones */
	bool held, seen, mapped;
	bool level1; /* device table: was in use as level 1 of two */
};

struct model_blocks {
	struct model_block *block;
	size_t count, room;
	uint32_t unused; /* index + 1 */
	size_t held;
};

void model_blocks_reset(struct model *model);
MODEL_INLINE uint8_t *model_block_hw(const struct model_block *block)
{
	return block->region->hw + (block->pa - block->region->pa);
}

MODEL_INLINE uint8_t *model_block_expect(const struct model_block *block)
{
	return block->region->expect + (block->pa - block->region->pa);
}

const char *model_purpose_name(enum itsg_purpose purpose);
void model_block_acquire(struct model *model, struct model_its *its,
			 const struct itsg_event *event);
void model_block_clear(struct model *model, const struct itsg_event *event);
void model_block_release(struct model *model, struct model_its *its,
			 const struct itsg_event *event);
/* The hardware can look at it from now on: the first time it must be cleared and read zero (P5). */
void model_block_show(struct model_its *its, struct model_block *block);
/* The first held block that overlaps, or NULL. */
struct model_block *model_block_in(const struct model *model, uint64_t pa, uint64_t size);
/* It is gone whatever it was: with the memory it lay in. */
void model_block_drop(struct model *model, struct model_block *block);

/* ---- The ITS ---- */
struct model_ctx {
	struct model *model;
	struct model_its *its; /* NULL: a redistributor's or the domain's context */
	struct model_rd *rd;
	bool locked;
	bool unfenced;	   /* of the domain: something was cleaned, and no barrier since */
	bool load_ordered; /* of an ITS: a load barrier came after its lock was taken */
	bool uncached;	   /* of an ITS: the host writes its queue past the caches */
	uint64_t flushed_from, flushed_to; /* of it, since a slot was read last */
	struct model_spent spent;
};

static inline bool model_ctx_is_domain(const struct model_ctx *ctx)
{
	return !ctx->its && !ctx->rd;
}

/* ---- threads.c: many threads in one model ---- */

/* What a thread, or a task of a schedule, holds. */
struct model_held {
	const struct model *model;
	const struct model_ctx *its, *domain;
};

/* model_enter and model_leave, when there are many. */
void model_guard_enter(const struct model *model);
void model_guard_leave(const struct model *model);
struct model_held *model_held_of_many(const struct model *model);
/* The lock of this context itself, where one thread or task may have to wait for another. */
void model_lock_take(struct model_ctx *ctx);
void model_lock_drop(struct model_ctx *ctx);

/* ---- schedule.c ---- */
struct model_run; /* a schedule being run */
struct model_held *model_run_held(struct model_run *run);
/* The task can go on once nobody has this lock. */
void model_run_wait(struct model_run *run, const struct model_ctx *ctx);

enum model_table_kind { MODEL_DEVICES, MODEL_VPES, MODEL_COLLECTIONS, MODEL_TABLES };

/* One BASER, decoded. */
struct model_table {
	bool implemented, valid, indirect;
	unsigned int baser; /* which one */
	uint64_t base, bytes, page, ids, l2_ids;
	uint32_t entry;
	enum itsg_purpose top, leaf;
};

/* What is mapped, as the hardware itself knows it. */
struct model_device {
	uint32_t id;
	uint32_t bits; /* of EventID */
	uint32_t live; /* mapped events */
	uint32_t next; /* unused ones */
	uint64_t itt;
	uint64_t entry_pa, l1_pa; /* l1_pa 0: flat */
	bool used, cached;
	bool dangling; /* its ITT is gone; so must its entry be before the next enable */
};

struct model_collection {
	uint32_t icid, cpu, live;
	bool mapped, cached, internal;
	uint64_t rd; /* RDbase as in the command */
	uint64_t entry_pa;
};

struct model_its {
	struct model_ctx ctx; /* first: what the library holds a pointer to */
	const struct model_its_config *config;
	unsigned int number;

	bool enabled, quiescent;
	uint32_t its_number;
	uint64_t cbaser, baser[8];
	uint32_t cwriter, creadr;
	struct model_table table[MODEL_TABLES];

	bool ordered;	/* a store barrier came after the last register write and clean */
	bool unordered; /* something was cleared or cleaned, and no barrier since */

	uint32_t published; /* slots from creadr to here are the hardware's */
	uint64_t *snapshot; /* of these slots, 4 words each */
	uint32_t snapshot_slots;
	uint64_t executed; /* commands, since the start */
	uint64_t known;	   /* how many of them CREADR has told the library of */

	struct model_map device_map, collection_map, event_map;
	struct model_device *devices;
	size_t device_count, device_room;
	uint32_t device_unused; /* index + 1 */
	struct model_collection *collections;
	size_t collection_count, collection_room;
	uint32_t dangling;
};

/* ---- redist.c: redistributors that are mediated ---- */
struct model_rd {
	struct model_ctx ctx; /* first: what the library holds a pointer to */
	const struct model_rd_config *config;
	unsigned int number;
	bool enabled, rwp, busy, ptz;
	bool stopping;	/* rwp is that of a disable: its tables may still be in use */
	bool unordered; /* as of an ITS */
	uint32_t dpg, waker;
	uint64_t propbaser, pendbaser;
};

void model_rd_reset(struct model *model, unsigned int number);
/* It may still access its tables. */
bool model_rd_reads(const struct model_rd *rd);
/* The same as far as software can tell: RWP does not say which write is not through. Nothing of its
 * own may be touched. */
bool model_rd_live(const struct model_rd *rd);
/* CommonLPIAff says that they have their property table in common. */
bool model_rd_same_group(const struct model_rd *a, const struct model_rd *b);
/* INTIDs below this are in its tables. */
uint64_t model_rd_lpi_end(const struct model_rd *rd);
void model_rd_enable(struct model_rd *rd);
/* NULL: that CPU's redistributor is not mediated. */
struct model_rd *model_rd_of(struct model *model, uint32_t cpu);
/* An LPI becomes pending there, or not so any more: in the pending table. False: it was ignored. */
bool model_rd_lpi(struct model_rd *rd, uint32_t intid, bool pending);
/* A page of the host's is pinned no more: does one of them still read it? (P2) */
void model_rd_page_dropped(struct model *model, uint64_t pa);
const char *model_rd_block_busy(const struct model_block *block);
/* A block event that a redistributor reports. */
void model_rd_block_event(struct model_rd *rd, const struct itsg_event *event);
/* redist_registers.c */
uint64_t model_rd_register_read(struct model_rd *rd, uint32_t offset, uint32_t size);
void model_rd_register_write(struct model_rd *rd, uint32_t offset, uint32_t size, uint64_t value);

struct model {
	struct model_config config;
	struct model_ctx domain;
	struct model_its its[MODEL_ITS_MAX];
	struct model_rd rd[MODEL_RD_MAX];
	struct model_memory memory;
	struct model_region region[MODEL_REGIONS]; /* [0]: the pool of the configuration */
	struct model_region spare[MODEL_SPARE];	   /* not in use, kept for the next that fits in */
	size_t region_count;			   /* none in use from here on */
	struct model_blocks blocks;
	struct model_map lpis; /* INTID << 32 | CPU: pending */
	struct model_watch watch;
	struct model_violation violation;
	uint64_t fallible, fail_at, fail_again; /* fail_again: so many after fail_at */
	void (*hook)(void *arg);
	void *hook_arg;
	uint64_t (*read_hook)(void *arg, const void *ctx, uint32_t offset, uint64_t value);
	void *read_arg;
	uint64_t host_reads;
	void (*lock_hook)(void *arg, void *ctx, bool taken);
	void *lock_arg;
	struct model_held held;	   /* of the one thread */
	struct model_guard *guard; /* NULL: there is one thread */
	struct model_run *run;	   /* NULL: no schedule is being run */
};

/* Around everything that several threads may do to the model; may be nested. Neither does anything
 * before model_threads. */
MODEL_INLINE void model_enter(const struct model *model)
{
	if (model->guard)
		model_guard_enter(model);
}

MODEL_INLINE void model_leave(const struct model *model)
{
	if (model->guard)
		model_guard_leave(model);
}

/* Each call of the library may be where another task comes first. */
MODEL_INLINE void model_point(struct model *model)
{
	if (model->run)
		model_yield(model);
}

MODEL_INLINE const struct model_region *model_region_at(const struct model *model, uint64_t pa)
{
	size_t i;

	for (i = 0; i < model->region_count; i++) {
		const struct model_region *region = &model->region[i];

		if (pa - region->pa < region->size)
			return region;
	}
	return NULL;
}

MODEL_INLINE struct model_block *model_block_at(const struct model *model, uint64_t pa)
{
	const struct model_region *region = model_region_at(model, pa);
	uint32_t index;

	if (!region)
		return NULL;
	index = region->granule[(pa - region->pa) / MODEL_GRANULE];
	return index ? &model->blocks.block[index - 1] : NULL;
}

MODEL_INLINE bool model_block_covers(const struct model_block *block, uint64_t pa, uint64_t size)
{
	return pa - block->pa < block->size && size <= block->size - (pa - block->pa);
}

/* Pool, frames and queues begin at round addresses: the higher bits keep them apart. */
MODEL_INLINE size_t model_recent_at(uint64_t pfn)
{
	return (pfn ^ pfn >> 12) % MODEL_RECENT;
}

/* The page's record, made if need be. */
MODEL_INLINE struct model_page *model_page_get(struct model *model, uint64_t pa)
{
	uint64_t pfn = pa / MODEL_PAGE;
	struct model_page *page = model->memory.recent[model_recent_at(pfn)];

	return page && page->pfn == pfn ? page : model_page_not_recent(model, pa);
}

/* What the present thread, or task, holds. */
MODEL_INLINE struct model_held *model_held(struct model *model)
{
	return model->run || model->guard ? model_held_of_many(model) : &model->held;
}

/* True: this call is the one to fail. */
bool model_must_fail(struct model *model);

/* GITS_TYPER */
MODEL_INLINE uint64_t model_typer(const struct model_its *its, unsigned int shift,
				  unsigned int bits)
{
	return (its->config->typer >> shift) & (((uint64_t)1 << bits) - 1);
}

MODEL_INLINE uint32_t model_ite_bytes(const struct model_its *its)
{
	return (uint32_t)model_typer(its, 4, 4) + 1;
}

static inline uint32_t model_hcc(const struct model_its *its)
{
	return (uint32_t)model_typer(its, 24, 8);
}

static inline bool model_pta(const struct model_its *its)
{
	return model_typer(its, 19, 1);
}

/* its.c */
void model_its_reset(struct model *model, unsigned int number);
void model_its_free(struct model_its *its);
bool model_its_live(const struct model_its *its);
void model_its_registers_reset(struct model_its *its);
void model_its_enable(struct model_its *its);
uint32_t model_ring_bytes(const struct model_its *its);
/* Hands the slots up to this position to the hardware. */
void model_ring_publish(struct model_its *its, uint32_t to);
/* Nothing is published any more; CREADR is 0. */
void model_ring_restart(struct model_its *its);
void model_ring_check(struct model_its *its);

/* registers.c */
uint64_t model_register_read(struct model_its *its, uint32_t offset, uint32_t size);
void model_register_write(struct model_its *its, uint32_t offset, uint32_t size, uint64_t value);

/* commands.c */
void model_command_execute(struct model_its *its, const uint64_t dw[4]);
bool model_command_names_itt(const struct model_its *its, const uint64_t dw[4], uint64_t *itt,
			     uint64_t *bytes);

/* tables.c: accesses of the hardware */
enum model_fault {
	MODEL_FINE,
	MODEL_NO_ACCESS, /* broken already, as P1 */
	MODEL_DEVICE_RANGE,
	MODEL_NO_LEVEL1,
	MODEL_DEVICE_UNMAPPED,
	MODEL_EVENT_RANGE,
	MODEL_EVENT_UNMAPPED,
	MODEL_ICID_RANGE,
	MODEL_COLLECTION_UNMAPPED,
};

struct model_view {
	uint8_t *hw, *expect; /* NULL: nothing to reach */
	uint64_t pa;
};

struct model_dte {
	struct model_view view;
	uint64_t l1_pa;
	struct model_device *device; /* NULL: unmapped */
};

struct model_ite {
	struct model_view view;
	struct model_device *device;
	bool valid;
	uint32_t intid, icid;
};

/* One ITT entry, as written there. */
uint64_t model_ite_encode(bool valid, uint32_t intid, uint32_t icid);
/* The entry at pa as the ITS wrote it. */
uint64_t model_ite_expected(const struct model_its *its, uint64_t pa, const uint8_t *expect);
const char *model_fault_text(enum model_fault fault);
void model_tables_reset(struct model_its *its);
/* After a write of BASER<n>. */
void model_table_decode(struct model_its *its, unsigned int n);
/* The block that has [pa, pa + size) for the hardware, or NULL and P1. */
const struct model_block *model_hw_block(struct model_its *its, uint64_t pa, uint64_t size,
					 enum itsg_purpose purpose);
bool model_hw_reach(struct model_its *its, uint64_t pa, uint64_t size, enum itsg_purpose purpose,
		    struct model_view *view);
enum model_fault model_dte_find(struct model_its *its, uint32_t id, struct model_dte *dte);
void model_dte_write(struct model_its *its, const struct model_dte *dte, uint64_t value);
enum model_fault model_ite_find(struct model_its *its, uint32_t id, uint32_t event,
				struct model_ite *ite);
void model_ite_write(struct model_its *its, const struct model_ite *ite, bool valid, uint32_t intid,
		     uint32_t icid);
enum model_fault model_cte_find(struct model_its *its, uint32_t icid,
				struct model_collection **collection, struct model_view *view);
void model_cte_write(struct model_its *its, const struct model_view *view, uint64_t value);

/* truth.c: the hardware's own record of what is mapped */
struct model_device *model_device_find(const struct model_its *its, uint32_t id);
struct model_device *model_device_add(struct model_its *its, uint32_t id);
void model_device_forget(struct model_its *its, struct model_device *device);
void model_device_cache(struct model_its *its, struct model_device *device, bool cached);
struct model_collection *model_collection_get(struct model_its *its, uint32_t icid);
void model_collection_cache(struct model_its *its, struct model_collection *collection,
			    bool cached);
void model_cache_drop(struct model_its *its, enum model_table_kind kind);
/* What was mapped through [pa, pa + size) is so no more. */
void model_truth_wipe(struct model_its *its, const struct model_block *block, uint64_t pa,
		      uint64_t size);
/* Why the hardware still needs the block, or NULL. */
const char *model_block_busy(const struct model_block *block);
/* The device's events with entries in [pa, pa + size) are live no more. */
void model_itt_wipe(struct model_its *its, struct model_device *device, uint64_t pa, uint64_t size);
/* Level 1 names a page that lies in this block. */
bool model_level1_names(const struct model_its *its, const struct model_block *block);

/* lpi.c */
bool model_rd_decode(const struct model_its *its, uint64_t dw, uint32_t *cpu);
void model_lpi_set(struct model *model, uint32_t intid, uint32_t cpu, bool pending);
void model_lpi_move(struct model *model, uint32_t intid, uint32_t from, uint32_t to);
void model_lpi_move_all(struct model *model, uint32_t from, uint32_t to);

#endif
