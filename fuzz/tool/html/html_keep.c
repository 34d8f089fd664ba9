/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What is kept of a run. Events are kept until their step is told. Only then it is known which
 * entry they belong to, because reads that are alike are told late.
 */
#include "html.h"

#include <stdlib.h>

struct html_event {
	bool executed; /* executed by the hardware; otherwise reported by the library */
	unsigned int its;
	struct itsg_event event;
};

static struct html_event *add_event(struct html *html)
{
	html->events = html_grow(html->events, &html->event_room, html->event_count,
				 sizeof(*html->events));
	return &html->events[html->event_count++];
}

static void reported(void *arg, const struct itsg_event *event)
{
	*add_event(arg) = (struct html_event){.event = *event};
}

static void executed(void *arg, unsigned int its, const uint64_t words[4])
{
	(void)words;
	*add_event(arg) = (struct html_event){.executed = true, .its = its};
}

static bool is_refusal(const struct itsg_event *event)
{
	return event->kind == ITSG_EVENT_ACCESS || event->kind == ITSG_EVENT_ENABLE_FAILED ||
	       (event->kind == ITSG_EVENT_COMMAND && event->verdict == ITSG_REFUSE);
}

static void take_event(struct html *html, const struct itsg_event *event, uint32_t at)
{
	struct html_entry *entry = &html->entries[at];

	if (event->kind == ITSG_EVENT_COMMAND)
		entry->verdicts[event->verdict]++;
	entry->refused = entry->refused || is_refusal(event);
	entry->attempt = entry->attempt || event->kind == ITSG_EVENT_ATTEMPT;
	html_ring_event(html, event, at);
	html_owner_event(html, event, at);
}

static void take_events(struct html *html, uint32_t at)
{
	size_t i;

	for (i = 0; i < html->event_count; i++) {
		if (html->events[i].executed)
			html_ring_executed(html, html->events[i].its);
		else
			take_event(html, &html->events[i].event, at);
	}
	html->event_count = 0;
}

static void told(void *arg, const struct telling *telling)
{
	const struct step *step = telling->step;
	struct html *html = arg;
	uint32_t at = (uint32_t)html->count;
	struct html_entry *entry;

	html->entries = html_grow(html->entries, &html->room, html->count, sizeof(*html->entries));
	entry = &html->entries[html->count++];
	*entry = (struct html_entry){.teardown = html->settled && !html->run->until,
				     .head = html_copy(telling->head),
				     .text = html_copy(telling->text)};
	if (step) {
		entry->line = step->line;
		entry->its = step->its;
		entry->cpu = step->cpu;
		entry->kind = step->kind;
	}
	if (telling->folded)
		return;
	take_events(html, at);
	if (step && step->kind == STEP_MOVE)
		html_owner_moved(html, step, at);
	html_ring_told(html, at);
}

static void settled(void *arg)
{
	struct html *html = arg;

	html->settled = true;
	rig_counters(html->run->rig, &html->counters);
	html->attempts = rig_attempts(html->run->rig);
	rig_maxima(html->run->rig, &html->maxima);
	html_rings_end(html);
}

void html_keep(struct html *html, struct run *run)
{
	const struct teller teller = {html, told, reported, executed, settled};

	html->run = run;
	html->trace = run->trace;
	html_owner_config(html);
	story_tell(run, &teller);
	/* If the trace cannot be run, nothing is told, although something has happened. */
	if (html->count)
		take_events(html, (uint32_t)html->count - 1);
}

bool html_is_unheard(const struct html *html)
{
	return html->ending.unheard && html->ending.kind != END_GOOD;
}

/* Marks the step itself, or the entry that was told last. */
void html_mark(struct html *html)
{
	const struct ending *ending = &html->ending;
	size_t i;

	if (ending->kind == END_GOOD || ending->kind == END_UNHEARD || !html->count)
		return;
	for (i = html->count; ending->stepping && i > 0; i--) {
		if (html->entries[i - 1].line != ending->line)
			continue;
		html->entries[i - 1].ending = true;
		return;
	}
	html->entries[html->count - 1].ending = true;
}

void html_free(struct html *html)
{
	size_t i;

	for (i = 0; i < html->count; i++) {
		free(html->entries[i].head);
		free(html->entries[i].text);
	}
	free(html->entries);
	free(html->events);
	free(html->holdings);
	html_rings_free(&html->now);
	html_rings_free(&html->end);
	html_rings_free(&html->fullest);
}
