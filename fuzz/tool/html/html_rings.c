/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What is in the rings. The library reports the verdict of each command, and each command of its
 * own. These come in the order of the slots of the shadow ring. It also reports how far it has
 * published and walked.
 */
#include "html.h"
#include "tool/text.h"

#include <stdlib.h>
#include <string.h>

#define SLOT 32

/* ---- Rings ---- */

/* Makes the ring empty, with count slots. */
static void ring_reset(struct html_ring *ring, uint32_t count)
{
	free(ring->slots);
	*ring = (struct html_ring){.slots = html_zeroed(count, sizeof(*ring->slots)),
				   .count = count};
}

static void ring_wraps(struct html_ring *ring, uint32_t entry)
{
	if (ring->wraps < HTML_WRAPS)
		ring->wrap_entry[ring->wraps++] = entry;
	ring->turns++;
}

/* Takes the next slot. NULL: there is no ring. */
static struct html_slot *ring_push(struct html_ring *ring, uint32_t entry)
{
	struct html_slot *slot;

	if (!ring->count)
		return NULL;
	slot = &ring->slots[ring->next];
	*slot = (struct html_slot){.entry = entry, .turn = ring->turns};
	ring->next = (ring->next + 1) % ring->count;
	if (!ring->next)
		ring_wraps(ring, entry);
	return slot;
}

/* ---- The shadow ring ---- */

static struct html_its *its_of(struct html *html, uint32_t its)
{
	return its < html->trace->config.its_count ? &html->now.its[its] : NULL;
}

static void restart(const struct html *html, struct html_its *its, uint32_t n)
{
	its->walked = its->executed = its->committed;
	ring_reset(&its->shadow, html->trace->config.its[n].ring / SLOT);
}

static void commit(struct html *html, uint32_t n, const struct itsg_event *event,
		   const struct html_slot *from)
{
	struct html_its *its = &html->now.its[n];
	struct html_slot *slot;

	if (!its->shadow.count)
		restart(html, its, n);
	slot = ring_push(&its->shadow, from->entry);
	slot->kind = from->kind;
	slot->line = from->line;
	slot->number = ++its->committed;
	memcpy(slot->words, event->words, sizeof(slot->words));
}

static void walk(struct html_its *its, const struct itsg_event *event)
{
	uint32_t from = event->position / SLOT, to = (uint32_t)event->size / SLOT;

	if (its->shadow.count)
		its->walked += (to + its->shadow.count - from) % its->shadow.count;
}

/* An enable starts with an empty ring. After a power loss nothing is in flight. */
static void phase(struct html *html, uint32_t n, uint32_t position)
{
	struct html_its *its = &html->now.its[n];

	if (position == ITSG_PHASE_ON)
		restart(html, its, n);
	if (position == ITSG_PHASE_VOID || position == ITSG_PHASE_OFF)
		its->walked = its->executed = its->committed;
}

/* ---- The host's queue ---- */

static bool takes_slot(enum itsg_verdict verdict)
{
	return verdict == ITSG_FORWARD || verdict == ITSG_REWRITE || verdict == ITSG_EXPAND;
}

static void verdict(struct html *html, const struct itsg_event *event, uint32_t entry)
{
	struct html_its *its = &html->now.its[event->its];
	uint32_t position = event->position / SLOT;
	struct html_slot slot = {
		.kind = (uint8_t)(SLOT_VERDICT + event->verdict),
		.reason = event->reason,
		.entry = entry,
		.line = rig_slot_line(html->run->rig, event->its, event->position),
	};

	memcpy(slot.words, event->words, sizeof(slot.words));
	if (takes_slot(event->verdict))
		commit(html, event->its, event, &slot);
	slot.number = its->committed;
	slot.turn = its->host.turns;
	if (position >= its->host.count)
		return;
	its->host.slots[position] = slot;
	its->host.next = (position + 1) % its->host.count;
	if (!its->host.next)
		ring_wraps(&its->host, entry);
}

static void own(struct html *html, const struct itsg_event *event, uint32_t entry)
{
	const struct html_slot slot = {.kind = SLOT_OWN, .entry = entry};

	commit(html, event->its, event, &slot);
}

void html_ring_event(struct html *html, const struct itsg_event *event, uint32_t entry)
{
	struct html_its *its = its_of(html, event->its);

	if (!its)
		return;
	if (event->kind == ITSG_EVENT_COMMAND)
		verdict(html, event, entry);
	else if (event->kind == ITSG_EVENT_OWN)
		own(html, event, entry);
	else if (event->kind == ITSG_EVENT_WALK)
		walk(its, event);
	else if (event->kind == ITSG_EVENT_PHASE)
		phase(html, event->its, event->position);
}

void html_ring_executed(struct html *html, unsigned int its)
{
	struct html_its *at = its_of(html, its);

	if (at)
		at->executed++;
}

/* ---- Copies ---- */

static void ring_copy(struct html_ring *to, const struct html_ring *from)
{
	free(to->slots);
	*to = *from;
	to->slots = html_zeroed(from->count, sizeof(*to->slots));
	if (from->count)
		memcpy(to->slots, from->slots, from->count * sizeof(*to->slots));
}

static void rings_copy(struct html_rings *to, const struct html_rings *from)
{
	struct html_rings old = *to;
	unsigned int n;

	*to = *from;
	for (n = 0; n < TRACE_ITS_MAX; n++) {
		to->its[n].host = old.its[n].host;
		to->its[n].shadow = old.its[n].shadow;
		ring_copy(&to->its[n].host, &from->its[n].host);
		ring_copy(&to->its[n].shadow, &from->its[n].shadow);
	}
}

/* ---- After each step ---- */

/* Adds commands that the host has written, and that have no verdict yet. */
static void add_waiting(struct html *html, uint32_t n)
{
	struct html_ring *ring = &html->now.its[n].host;
	const struct step *step;
	uint32_t line, i;

	for (i = 0; i < ring->count; i++) {
		line = rig_slot_line(html->run->rig, n, i * SLOT);
		step = line && line != ring->slots[i].line ? text_step(html->trace, line) : NULL;
		if (!step)
			continue;
		ring->slots[i] =
			(struct html_slot){.kind = SLOT_WAITING, .line = line, .turn = ring->turns};
		memcpy(ring->slots[i].words, step->op + (step->kind == STEP_SLOT),
		       sizeof(ring->slots[i].words));
	}
}

static uint64_t in_flight(const struct html *html)
{
	uint64_t sum = 0;
	unsigned int n;

	for (n = 0; n < html->trace->config.its_count; n++)
		sum += html->now.its[n].committed - html->now.its[n].walked;
	return sum;
}

static void look_at_queue(struct html *html, unsigned int n)
{
	struct html_its *its = &html->now.its[n];
	uint64_t base;
	uint32_t bytes;

	if (!rig_queue(html->run->rig, n, &base, &bytes, &its->cwriter))
		return;
	if (its->host.count == bytes / SLOT && its->queue == base)
		return;
	ring_reset(&its->host, bytes / SLOT);
	its->queue = base;
	its->queues++;
}

void html_ring_told(struct html *html, uint32_t entry)
{
	unsigned int n;

	for (n = 0; n < html->trace->config.its_count; n++)
		look_at_queue(html, n);
	html->now.entry = entry;
	html->now.in_flight = in_flight(html);
	if (html->now.in_flight <= html->fullest.in_flight)
		return;
	for (n = 0; n < html->trace->config.its_count; n++)
		add_waiting(html, n);
	rings_copy(&html->fullest, &html->now);
}

void html_rings_free(struct html_rings *rings)
{
	unsigned int n;

	for (n = 0; n < TRACE_ITS_MAX; n++) {
		free(rings->its[n].host.slots);
		free(rings->its[n].shadow.slots);
	}
}

void html_rings_end(struct html *html)
{
	unsigned int n;

	for (n = 0; n < html->trace->config.its_count; n++)
		add_waiting(html, n);
	rings_copy(&html->end, &html->now);
}
