// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "fault_state.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "shadow/its/devices.h"
#include "shadow/memory/domain.h"
#include "validator/ring.h"

__attribute__((format(printf, 2, 3))) static void say(struct state *state, const char *format, ...)
{
	size_t room = STATE_BYTES - state->length;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(state->text + state->length, room, format, arguments);
	va_end(arguments);
	ck_assert(length >= 0 && (size_t)length < room);
	state->length += (size_t)length;
}

/* A hash, for what is too long to be shown. */
static uint64_t digest(const void *at, size_t bytes)
{
	const uint8_t *byte = at;
	uint64_t hash = 0xcbf29ce484222325;
	size_t i;

	for (i = 0; i < bytes; i++)
		hash = (hash ^ byte[i]) * 0x100000001b3;
	return hash;
}

static void say_host_view(struct state *state, const struct itsg_its *its, unsigned int without)
{
	unsigned int n;

	say(state, "enabled %d number %u cbaser %#" PRIx64 " staging %#" PRIx64 "+%#x\n",
	    its->mode.wish, its->registers.its_number, its->registers.cbaser, its->queue.pa,
	    its->queue.bytes);
	if (!(without & STATE_NO_CWRITER))
		say(state, "cwriter %#x\n", its->queue.cwriter);
	if (!(without & STATE_NO_POSITIONS))
		say(state, "creadr %#x fetch %#x\n", its->queue.creadr, its->queue.fetch);
	for (n = 0; n < ITSG_BASERS; n++)
		say(state, "baser%u %#" PRIx64 " %#" PRIx64 "\n", n, its->registers.basers[n],
		    its->hw.basers[n]);
	say(state, "limits %" PRIu64 " %" PRIu64 " typer %#" PRIx64 "\n", its->limits.devices,
	    its->limits.icids, its->shown_typer);
}

static void say_ring(struct state *state, const struct itsg_ring *ring)
{
	uint32_t at;

	say(state, "ring %#x head %#x published %#x tail %#x\n", ring->bytes, ring->head,
	    ring->published, ring->tail);
	for (at = ring->tail; at != ring->head; at = ring_next(at, ring->bytes))
		say(state, "slot %#x releases %#" PRIx64 "\n", at,
		    ring->slots[at / RING_SLOT].release);
}

static void say_devices(struct state *state, const struct itsg_its *its)
{
	itsg_device_id id = its->devices.first;
	uint64_t n, leaves = 0;

	for (n = 0; n < its->devices.count; n++) {
		const struct itsg_device *device = devices_find(its, id);

		say(state, "device %#x itt %#" PRIx64 " bits %u live %u records %#" PRIx64 "\n", id,
		    device->itt, device->events, device->live,
		    digest(device->records, sizeof(uint64_t) * device->events));
		id = device->next;
	}
	for (n = 0; its->devices.root && n * DEVICES_IN_LEAF < its->devices.capacity; n++)
		leaves += its->devices.root[n] != NULL;
	say(state, "devices %" PRIu64 " of %" PRIu64 " leaves %" PRIu64 "\n", its->devices.count,
	    its->devices.capacity, leaves);
}

static void say_collections(struct state *state, const struct itsg_its *its)
{
	uint32_t icid;

	for (icid = 0; icid < its->collections.top; icid++) {
		if (its->collections.all[icid].mapped)
			say(state, "collection %u rd %#" PRIx64 " live %u\n", icid,
			    its->collections.all[icid].rd, its->collections.all[icid].live);
	}
	say(state, "collections %u top %u of %u\n", its->collections.count, its->collections.top,
	    its->collections.end);
}

static void say_tables(struct state *state, const struct itsg_its *its)
{
	const struct itsg_table *table = &its->tables.devices;

	say(state, "tables %#" PRIx64 " %#" PRIx64 " %#" PRIx64 "\n", table->block.pa,
	    its->tables.collections.block.pa, its->tables.vpes.block.pa);
	if (table->page && table->block.va)
		say(state, "level 1 %#" PRIx64 "\n",
		    digest(table->block.va, table->ids / table->l2_ids * 8));
}

static void say_hypervisor_view(struct state *state, const struct itsg_its *its)
{
	const struct itsg_cursor *cursor = &its->cursor;

	say(state, "phase %d owed %#x hw error %#" PRIx64 " hand %u\n", (int)its->mode.phase,
	    its->mode.owed, its->ring.hw_error, its->hand.stage);
	say(state, "cursor %u\n", cursor->work);
	if (cursor->work)
		say(state, "part %u of %u index %" PRIu64 " bytes %" PRIu64 "\n", cursor->part,
		    cursor->of, cursor->index, cursor->bytes);
	say(state, "claim %" PRIu64 " half %d frames %" PRIu64 "\n", its->queue.pages.done,
	    its->queue.pages.half, its->frames.done);
}

static void say_its(struct state *state, const struct itsg_its *its, unsigned int without)
{
	say(state, "ITS%u ready %u\n", its->config.id, its->ready);
	/* Not set up, or gone: the other members mean nothing. */
	if (its->ready != DOMAIN_READY)
		return;
	say_host_view(state, its, without);
	say_hypervisor_view(state, its);
	say_ring(state, &its->ring);
	if (its->mode.phase == ITSG_PHASE_RETURN)
		return;
	say_devices(state, its);
	say_collections(state, its);
	say_tables(state, its);
}

static void say_domain(struct state *state, const struct itsg_domain *domain)
{
	uint32_t i;

	say(state, "domain members %u free %" PRIu64 "\n", domain->members,
	    domain->pool.free_bytes);
	for (i = 0; i < domain->pool.region_count; i++)
		say(state,
		    "region %#" PRIx64 "+%#" PRIx64 " source %d mapped %d cleared %#" PRIx64
		    " returned %#" PRIx64 "\n",
		    domain->pool.regions[i].pa, domain->pool.regions[i].size,
		    (int)domain->pool.regions[i].source, domain->pool.regions[i].va != NULL,
		    domain->pool.regions[i].cleared, domain->pool.regions[i].returned);
}

void state_take(struct state *state, const struct machine *machine, unsigned int without)
{
	unsigned int n;
	size_t length;

	state->length = 0;
	for (n = 0; n < machine->options.its; n++)
		say_its(state, &machine->its[n], without);
	say_domain(state, &machine->domain);
	length = model_describe(machine->model, state->text + state->length,
				STATE_BYTES - state->length);
	state->length += length;
	ck_assert_uint_lt(state->length, STATE_BYTES);
}

bool state_equal(const struct state *a, const struct state *b)
{
	return a->length == b->length && !memcmp(a->text, b->text, a->length);
}

/* Finds the first line that differs. */
void state_expect_equal(const struct state *before, const struct state *after, const char *where)
{
	size_t at = 0, line = 0;

	if (state_equal(before, after))
		return;
	for (; before->text[at] == after->text[at]; at++)
		line = before->text[at] == '\n' ? at + 1 : line;
	ck_abort_msg("%s: '%.*s' is now '%.*s'", where, (int)strcspn(before->text + line, "\n"),
		     before->text + line, (int)strcspn(after->text + line, "\n"),
		     after->text + line);
}
