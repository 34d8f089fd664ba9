/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "rig/equal.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEVICE_ROOM	(1U << 17)
#define EVENT_ROOM	(1U << 18)
#define COLLECTION_ROOM (1U << 17)

#define OP_MOVI	   0x01
#define OP_INT	   0x03
#define OP_CLEAR   0x04
#define OP_SYNC	   0x05
#define OP_MAPD	   0x08
#define OP_MAPC	   0x09
#define OP_MAPTI   0x0a
#define OP_MAPI	   0x0b
#define OP_INV	   0x0c
#define OP_INVALL  0x0d
#define OP_MOVALL  0x0e
#define OP_DISCARD 0x0f

#define VALID	  (1ULL << 63)
#define RDBASE	  0xfffffffff0000ULL
#define DEVICE_OP 0xffffffff000000ffULL /* DW0 of commands that name a device */
#define ITT	  0xfffffffffff00ULL

/* ---- Fields (IHI 0069, ITS commands) ---- */

static unsigned int opcode(const uint64_t w[4])
{
	return (unsigned int)(w[0] & 0xff);
}

static uint64_t device(const uint64_t w[4])
{
	return w[0] >> 32;
}

static uint64_t event(const uint64_t w[4])
{
	return device(w) << 32 | (w[1] & 0xffffffffU);
}

static uint64_t icid(const uint64_t w[4])
{
	return w[2] & 0xffff;
}

static bool maps(const uint64_t w[4], unsigned int op)
{
	return opcode(w) == op && (w[2] & VALID);
}

static bool unmaps(const uint64_t w[4], unsigned int op)
{
	return opcode(w) == op && !(w[2] & VALID);
}

/*
 * Which bits of MAPD and MAPC are compared. With V = 0 these are only the key. The ITT address
 * never counts.
 */
static void map_masks(const uint64_t w[4], uint64_t mask[4])
{
	bool valid = w[2] & VALID;

	mask[2] = VALID;
	if (opcode(w) == OP_MAPD) {
		mask[0] = DEVICE_OP;
		mask[1] = valid ? 0x1f : 0;
		return;
	}
	mask[2] |= valid ? RDBASE | 0xffff : 0xffff;
}

/* Which bits of a command are compared. Of a command that GICv3 does not have, only the opcode. */
static void masks(const uint64_t w[4], uint64_t mask[4])
{
	memset(mask, 0, 4 * sizeof(mask[0]));
	mask[0] = 0xff;
	switch (opcode(w)) {
	case OP_MAPD:
	case OP_MAPC: map_masks(w, mask); break;
	case OP_SYNC: mask[2] = RDBASE; break;
	case OP_INVALL: mask[2] = 0xffff; break;
	case OP_MOVALL: mask[2] = mask[3] = RDBASE; break;
	case OP_MAPTI:
		mask[0] = DEVICE_OP;
		mask[1] = UINT64_MAX;
		mask[2] = 0xffff;
		break;
	case OP_MAPI:
	case OP_MOVI: mask[2] = 0xffff; /* fall through */
	case OP_INT:
	case OP_CLEAR:
	case OP_INV:
	case OP_DISCARD:
		mask[0] = DEVICE_OP;
		mask[1] = 0xffffffff;
		break;
	default: break;
	}
}

static bool same(const uint64_t host[4], const uint64_t hw[4])
{
	uint64_t mask[4];
	unsigned int i;

	masks(host, mask);
	for (i = 0; i < 4; i++) {
		if ((host[i] ^ hw[i]) & mask[i])
			return false;
	}
	return true;
}

/*
 * Are all bits zero that belong to no field? Fields that V = 0 makes meaningless still count as
 * fields.
 */
static bool canonical(const uint64_t hw[4])
{
	uint64_t mask[4];
	unsigned int i;

	masks(hw, mask);
	if (opcode(hw) == OP_MAPD) {
		mask[1] |= 0x1f;
		mask[2] |= ITT;
	}
	if (opcode(hw) == OP_MAPC)
		mask[2] |= RDBASE;
	for (i = 0; i < 4; i++) {
		if (hw[i] & ~mask[i])
			return false;
	}
	return true;
}

/* ---- Life ---- */

bool equal_create(struct equal *equal)
{
	memset(equal, 0, sizeof(*equal));
	equal->queue = calloc(TRACE_QUEUE_MAX, sizeof(*equal->queue));
	return equal->queue && rig_map_create(&equal->devices, DEVICE_ROOM) &&
	       rig_map_create(&equal->events, EVENT_ROOM) &&
	       rig_map_create(&equal->collections, COLLECTION_ROOM) &&
	       rig_map_create(&equal->lost, COLLECTION_ROOM);
}

void equal_destroy(struct equal *equal)
{
	free(equal->queue);
	rig_map_destroy(&equal->devices);
	rig_map_destroy(&equal->events);
	rig_map_destroy(&equal->collections);
	rig_map_destroy(&equal->lost);
}

static void forget_mappings(struct equal *equal)
{
	rig_map_clear(&equal->devices);
	rig_map_clear(&equal->events);
	rig_map_clear(&equal->collections);
	rig_map_clear(&equal->lost);
	equal->purge_may = false;
	equal->purge_must = false;
}

void equal_reset(struct equal *equal, const struct model *model, const struct host *host)
{
	equal->model = model;
	equal->host = host;
	equal->next = 0;
	equal->end = 0;
	equal->teardown = false;
	equal->blind = false;
	equal->failed = false;
	equal->text[0] = '\0';
	forget_mappings(equal);
}

/* Keeps the text of the first failure only. */
__attribute__((format(printf, 2, 3))) static void fail(struct equal *equal, const char *format, ...)
{
	va_list args;

	if (equal->failed)
		return;
	equal->failed = true;
	va_start(args, format);
	vsnprintf(equal->text, sizeof(equal->text), format, args);
	va_end(args);
}

/* ---- The host's side ---- */

static void copy_until(struct equal *equal, uint32_t end)
{
	uint32_t bytes = host_queue_bytes(equal->host);
	uint64_t base = host_queue_base(equal->host);
	unsigned int i;

	while (equal->end != end) {
		for (i = 0; i < 4; i++)
			equal->queue[equal->end / 32][i] =
				model_peek(equal->model, base + equal->end + 8ull * i);
		equal->end = equal->end + 32 < bytes ? equal->end + 32 : 0;
	}
}

void equal_host_wrote(struct equal *equal, unsigned int did)
{
	if (did & HOST_QUEUE) {
		equal->next = 0;
		equal->end = 0;
		equal->blind = false;
	}
	if (did & HOST_ENABLED)
		equal->end = equal->next; /* they may have been rewritten meanwhile */
	if (did & (HOST_ENABLED | HOST_DOORBELL) && equal->host->enabled && !equal->teardown &&
	    equal->host->cwriter < host_queue_bytes(equal->host))
		copy_until(equal, equal->host->cwriter);
	if (did & HOST_TABLE)
		equal->purge_must = true;
	if (did & HOST_TABLE_MAYBE)
		equal->purge_may = true;
}

static const uint64_t *pending(const struct equal *equal)
{
	return equal->next != equal->end ? equal->queue[equal->next / 32] : NULL;
}

static void consume(struct equal *equal)
{
	equal->next = equal->next + 32 < host_queue_bytes(equal->host) ? equal->next + 32 : 0;
}

/* Is it a command that was accepted and leaves nothing for the hardware to do? */
static bool nothing_to_do(const struct equal *equal, const uint64_t host[4])
{
	if (unmaps(host, OP_MAPD))
		return !rig_map_find(&equal->devices, device(host));
	if (unmaps(host, OP_MAPC))
		return !rig_map_find(&equal->collections, icid(host)) &&
		       !rig_map_find(&equal->lost, icid(host));
	return opcode(host) == OP_MOVALL && ((host[2] ^ host[3]) & RDBASE) == 0;
}

/* ---- The hardware's side ---- */

static void drop_events(struct equal *equal, uint64_t id)
{
	uint64_t *live = rig_map_find(&equal->devices, id);
	size_t i;

	for (i = 0; live && *live && i < equal->events.capacity; i++) {
		const struct rig_map_entry *entry = &equal->events.entries[i];

		if (entry->generation != equal->events.generation || !entry->present ||
		    entry->key >> 32 != id)
			continue;
		rig_map_remove(&equal->events, entry->key);
		*live -= 1;
	}
}

static void map_event(struct equal *equal, const uint64_t hw[4])
{
	uint64_t *live = rig_map_find(&equal->devices, device(hw));

	if (live && !rig_map_find(&equal->events, event(hw)))
		*live += 1;
	if (!rig_map_set(&equal->events, event(hw), 1))
		fail(equal, "more mappings than this tool can follow");
}

static void discard(struct equal *equal, const uint64_t hw[4])
{
	uint64_t *live = rig_map_find(&equal->devices, device(hw));

	if (live && rig_map_find(&equal->events, event(hw)))
		*live -= 1;
	rig_map_remove(&equal->events, event(hw));
}

static void map_device(struct equal *equal, const uint64_t hw[4])
{
	drop_events(equal, device(hw));
	if (!(hw[2] & VALID))
		rig_map_remove(&equal->devices, device(hw));
	else if (!rig_map_set(&equal->devices, device(hw), 0))
		fail(equal, "more mappings than this tool can follow");
}

static void map_collection(struct equal *equal, const uint64_t hw[4])
{
	rig_map_remove(&equal->lost, icid(hw));
	if (!(hw[2] & VALID))
		rig_map_remove(&equal->collections, icid(hw));
	else if (!rig_map_set(&equal->collections, icid(hw), hw[2] & RDBASE))
		fail(equal, "more mappings than this tool can follow");
}

/* Follows what the command does to the mappings. This also shows when a purge is complete. */
static void update(struct equal *equal, const uint64_t hw[4])
{
	switch (opcode(hw)) {
	case OP_MAPD: map_device(equal, hw); break;
	case OP_MAPC: map_collection(equal, hw); break;
	case OP_MAPTI:
	case OP_MAPI: map_event(equal, hw); break;
	case OP_DISCARD: discard(equal, hw); break;
	default: break;
	}
}

static bool purge_owed(struct equal *equal)
{
	if (!equal->purge_may && !equal->purge_must)
		return false;
	if (equal->devices.present || equal->events.present || equal->collections.present)
		return true;
	forget_mappings(equal);
	return false;
}

/* Is it a DISCARD, a MAPD with V = 0 or a MAPC with V = 0 of something that is mapped? */
static bool is_unmap(const struct equal *equal, const uint64_t hw[4])
{
	if (opcode(hw) == OP_DISCARD)
		return rig_map_find(&equal->events, event(hw));
	if (unmaps(hw, OP_MAPD))
		return rig_map_find(&equal->devices, device(hw));
	return unmaps(hw, OP_MAPC) && (rig_map_find(&equal->collections, icid(hw)) ||
				       rig_map_find(&equal->lost, icid(hw)));
}

static bool is_resent(const struct equal *equal, const uint64_t hw[4])
{
	const uint64_t *rd = maps(hw, OP_MAPC) ? rig_map_find(&equal->lost, icid(hw)) : NULL;

	return rd && *rd == (hw[2] & RDBASE);
}

/*
 * Is it a command of the library's own before the host's MAPD: a DISCARD of one of the device's
 * events, or the unmap of its old mapping?
 */
static bool is_expansion(const struct equal *equal, const uint64_t host[4], const uint64_t hw[4])
{
	if (opcode(host) != OP_MAPD || device(host) != device(hw) || !is_unmap(equal, hw))
		return false;
	return opcode(hw) == OP_DISCARD || (opcode(hw) == OP_MAPD && (host[2] & VALID));
}

static void fail_missing(struct equal *equal, const uint64_t host[4], const uint64_t hw[4])
{
	if (!hw) {
		fail(equal,
		     "the host's command at %" PRIx32 " (%016" PRIx64 " %016" PRIx64 " %016" PRIx64
		     ") was passed without reaching the hardware",
		     equal->next, host[0], host[1], host[2]);
		return;
	}
	fail(equal,
	     "the hardware executed %016" PRIx64 " %016" PRIx64 " %016" PRIx64
	     " where the host's command at %" PRIx32 ", %016" PRIx64 " %016" PRIx64 " %016" PRIx64
	     ", should have come",
	     hw[0], hw[1], hw[2], equal->next, host[0], host[1], host[2]);
}

static void match_host(struct equal *equal, const uint64_t hw[4])
{
	const uint64_t *host;

	for (host = pending(equal); host; host = pending(equal)) {
		if (same(host, hw)) {
			consume(equal);
			return;
		}
		if (is_expansion(equal, host, hw))
			return;
		if (!nothing_to_do(equal, host)) {
			fail_missing(equal, host, hw);
			return;
		}
		consume(equal);
	}
	fail(equal,
	     "the hardware executed %016" PRIx64 " %016" PRIx64 " %016" PRIx64
	     ", which the host did not send",
	     hw[0], hw[1], hw[2]);
}

static void judge(struct equal *equal, const uint64_t hw[4])
{
	const uint64_t *host = pending(equal);

	if (!canonical(hw)) {
		fail(equal,
		     "the hardware executed %016" PRIx64 " %016" PRIx64 " %016" PRIx64
		     ", with bits set that no field covers",
		     hw[0], hw[1], hw[2]);
		return;
	}
	if (is_resent(equal, hw))
		return;
	if (equal->teardown && is_unmap(equal, hw) && !(host && same(host, hw)))
		return;
	if (purge_owed(equal)) {
		if (is_unmap(equal, hw) && (equal->purge_must || !host || !same(host, hw)))
			return;
		if (equal->purge_must) {
			fail(equal,
			     "the hardware executed %016" PRIx64 " %016" PRIx64
			     " before the purge was through",
			     hw[0], hw[1]);
			return;
		}
	}
	if (equal->lost.present)
		fail(equal, "the collections that went with the power were not mapped again first");
	match_host(equal, hw);
}

void equal_executed(struct equal *equal, const uint64_t words[4])
{
	if (equal->failed)
		return;
	if (!equal->blind)
		judge(equal, words);
	update(equal, words);
}

/* ---- Larger events ---- */

static bool is_blind(const struct equal *equal)
{
	return equal->failed || equal->blind || equal->teardown;
}

/* Is offset between the first command not accounted for and the last one announced? */
static bool is_pending(const struct equal *equal, uint64_t offset)
{
	uint32_t bytes = host_queue_bytes(equal->host);

	return offset < bytes &&
	       (offset + bytes - equal->next) % bytes <= (equal->end + bytes - equal->next) % bytes;
}

void equal_creadr(struct equal *equal, uint64_t value)
{
	const uint64_t *host;

	if (is_blind(equal) || !is_pending(equal, value) || purge_owed(equal))
		return;
	for (host = pending(equal); host && equal->next != value; host = pending(equal)) {
		if (!nothing_to_do(equal, host)) {
			fail_missing(equal, host, NULL);
			return;
		}
		consume(equal);
	}
}

void equal_power_lost(struct equal *equal, bool clean)
{
	uint64_t hcc = equal->host->config->typer >> 24 & 0xff, id;

	if (!clean) {
		forget_mappings(equal);
		equal->blind = true;
		equal->next = equal->end;
		return;
	}
	for (id = 0; id < hcc; id++) {
		const uint64_t *rd = rig_map_find(&equal->collections, id);

		if (!rd)
			continue;
		if (!rig_map_set(&equal->lost, id, *rd))
			fail(equal, "more mappings than this tool can follow");
		rig_map_remove(&equal->collections, id);
	}
}

void equal_teardown(struct equal *equal)
{
	equal->teardown = true;
}

const char *equal_finish(struct equal *equal, bool enabled)
{
	const uint64_t *host;

	for (host = pending(equal); host && enabled && !is_blind(equal); host = pending(equal)) {
		if (nothing_to_do(equal, host))
			consume(equal);
		else
			fail_missing(equal, host, NULL);
	}
	return equal->failed ? equal->text : NULL;
}
