/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Who holds which memory over time: a strip for each range, with the steps from left to right, and
 * the same in words.
 */
#include "html.h"

#include <inttypes.h>
#include <stdlib.h>

#define PAGE	  4096
#define FEW	  8 /* rows that are shown unfolded */
#define CLAIM_MAX 65536

/* ---- Keeping ---- */

static struct html_holding *add(struct html *html, uint8_t group, uint64_t pa, uint64_t size,
				uint32_t entry)
{
	struct html_holding *holding;

	html->holdings = html_grow(html->holdings, &html->holding_room, html->holding_count,
				   sizeof(*html->holdings));
	holding = &html->holdings[html->holding_count++];
	*holding = (struct html_holding){
		.pa = pa, .size = size, .group = group, .open = true, .from = entry};
	return holding;
}

static void close_at(struct html *html, uint8_t group, uint64_t pa, uint32_t entry)
{
	size_t i;

	for (i = html->holding_count; i > 0; i--) {
		struct html_holding *holding = &html->holdings[i - 1];

		if (!holding->open || holding->group != group || holding->pa != pa)
			continue;
		holding->open = false;
		holding->to = entry;
		return;
	}
}

/* Takes pages one by one, because pages claimed at once may be released one by one. */
static void claim(struct html *html, const struct itsg_event *event, uint32_t entry)
{
	uint64_t at;

	for (at = 0; at < event->size && html->holding_count < CLAIM_MAX; at += PAGE) {
		if (event->kind == ITSG_EVENT_UNCLAIM)
			close_at(html, GROUP_CLAIM, event->pa + at, entry);
		else
			add(html, GROUP_CLAIM, event->pa + at, PAGE, entry)->its = event->its;
	}
}

void html_owner_event(struct html *html, const struct itsg_event *event, uint32_t entry)
{
	uint8_t group = (uint8_t)(GROUP_PURPOSE + event->purpose);

	if (event->kind == ITSG_EVENT_CLAIM || event->kind == ITSG_EVENT_UNCLAIM)
		claim(html, event, entry);
	if (event->kind == ITSG_EVENT_ACQUIRE && group < GROUPS)
		add(html, group, event->pa, event->size, entry)->its = event->its;
	if (event->kind == ITSG_EVENT_RELEASE && group < GROUPS)
		close_at(html, group, event->pa, entry);
}

static void given(struct html *html, uint64_t pa, uint64_t size, enum model_owner owner,
		  uint32_t entry)
{
	close_at(html, GROUP_GIVEN, pa, entry);
	if (owner == MODEL_GUEST || owner == MODEL_HYP || owner == MODEL_MMIO)
		add(html, GROUP_GIVEN, pa, size, entry)->owner = (uint8_t)owner;
}

void html_owner_moved(struct html *html, const struct step *step, uint32_t entry)
{
	enum model_owner owner = model_owner_of(rig_model(html->run->rig), step->op[0]);

	given(html, step->op[0], step->op[1], owner, entry);
}

void html_owner_config(struct html *html)
{
	static const enum model_owner owners[TRACE_OWNERS] = {
		[TRACE_HOST] = MODEL_HOST,     [TRACE_HYP] = MODEL_HYP,
		[TRACE_GUEST] = MODEL_GUEST,   [TRACE_MMIO] = MODEL_MMIO,
		[TRACE_NOBODY] = MODEL_NOBODY,
	};
	const struct trace_config *config = &html->trace->config;
	uint32_t n;

	for (n = 0; n < config->mem_count; n++)
		given(html, config->mem[n].pa, config->mem[n].size, owners[config->mem[n].owner],
		      0);
}

/* ---- Order ---- */

static int by_place(const void *left, const void *right)
{
	const struct html_holding *a = left, *b = right;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->pa != b->pa)
		return a->pa < b->pa ? -1 : 1;
	return a->from < b->from ? -1 : a->from > b->from;
}

static bool same_time(const struct html_holding *a, const struct html_holding *b)
{
	return a->from == b->from && a->open == b->open && a->to == b->to;
}

static bool is_gap(const struct html_holding *all, size_t count, size_t i, uint64_t end)
{
	return i >= count || all[i].pa != end || all[i].group != all[0].group;
}

/* Has the page at this index the same times as the first one? */
static bool pages_alike(const struct html_holding *all, size_t times, size_t at, size_t count)
{
	size_t i;

	for (i = 0; i < times; i++)
		if (at + i >= count || all[at + i].pa != all[at].pa ||
		    !same_time(&all[i], &all[at + i]))
			return false;
	return at + i >= count || all[at + i].pa != all[at].pa ||
	       all[at + i].group != all[at].group;
}

/* How many times the first page, or block, is held. */
static size_t times_of(const struct html_holding *all, size_t count)
{
	size_t n = 1;

	while (n < count && all[n].pa == all[0].pa && all[n].group == all[0].group)
		n++;
	return n;
}

/* How many holdings make one row: pages that are consecutive and have the same times. */
static size_t row_of(const struct html_holding *all, size_t count, uint64_t *size)
{
	size_t times = times_of(all, count), at = times;

	*size = all[0].size;
	if (all[0].group != GROUP_CLAIM)
		return times;
	while (!is_gap(all, count, at, all[0].pa + *size) && pages_alike(all, times, at, count)) {
		*size += all[at].size;
		at += times;
	}
	return at;
}

/* ---- Showing ---- */

static const char *group_name(uint8_t group)
{
	static const char *const purposes[] = {
		[ITSG_FOR_DEVICE_TABLE] = "Pool: device tables",
		[ITSG_FOR_DEVICE_PAGE] = "Pool: level-2 pages of device tables",
		[ITSG_FOR_COLLECTION_TABLE] = "Pool: collection tables",
		[ITSG_FOR_VPE_TABLE] = "Pool: vPE tables",
		[ITSG_FOR_RING] = "Pool: shadow rings",
		[ITSG_FOR_ITT] = "Pool: ITTs, one a device",
		[ITSG_FOR_STATE] = "Pool: the library's records",
		[ITSG_FOR_PENDING_TABLE] = "Pool: pending tables",
		[ITSG_FOR_PROPERTY_TABLE] = "Property tables",
		[ITSG_FOR_LPIS] = "Pool: mapped LPIs",
		[ITSG_FOR_QUEUE] = "Queues",
	};

	if (group == GROUP_CLAIM)
		return "Host pages, shared with the hypervisor and pinned";
	if (group == GROUP_GIVEN)
		return "Not the host's: what the trace gave to others";
	return purposes[group - GROUP_PURPOSE];
}

static const char *owner_name(uint8_t owner)
{
	if (owner == MODEL_GUEST)
		return "a guest's";
	return owner == MODEL_HYP ? "the hypervisor's" : "a device's registers";
}

static void size_words(uint64_t size, char text[32])
{
	if (size >= 1 << 20 && size % (1 << 20) == 0)
		snprintf(text, 32, "%" PRIu64 " MiB", size >> 20);
	else if (size >= 1 << 10 && size % (1 << 10) == 0)
		snprintf(text, 32, "%" PRIu64 " KiB", size >> 10);
	else
		snprintf(text, 32, "%" PRIu64 " B", size);
}

/* The position in hundredths of a per cent of the strip's width. */
static uint32_t place(const struct html *html, uint32_t entry)
{
	return (uint32_t)((uint64_t)entry * 10000 / (html->count ? html->count : 1));
}

static void put_bar(const struct html *html, const struct html_holding *holding)
{
	uint32_t end = holding->open ? (uint32_t)html->count : holding->to;
	uint32_t left = place(html, holding->from), right = place(html, end);
	char target[32], from[32], to[32];

	html_target(html, holding->from, target);
	fprintf(html->out,
		"<a class='g%u' href='%s' style='left:%u.%02u%%;width:%u.%02u%%' title='",
		holding->group, target, left / 100, left % 100, (right - left) / 100,
		(right - left) % 100);
	html_when(html, holding->from, from);
	html_when(html, end, to);
	fprintf(html->out, "from %s to %s", from, to);
	if (holding->group == GROUP_GIVEN)
		fprintf(html->out, ": %s", owner_name(holding->owner));
	fputs("'>", html->out);
	if (holding->group == GROUP_GIVEN)
		fprintf(html->out, "<span>%s</span>", owner_name(holding->owner));
	fputs("</a>", html->out);
}

/* Writes the times in words, each a link, for readers who see no strips. */
static void put_times(const struct html *html, const struct html_holding *row, size_t times)
{
	size_t i;

	for (i = 0; i < times; i++) {
		fputs(i ? "; " : "", html->out);
		html_link(html, row[i].from);
		fputs(" &ndash; ", html->out);
		html_link(html, row[i].open ? (uint32_t)html->count : row[i].to);
		if (i == 3 && times > 5) {
			fprintf(html->out, "; %zu more", times - i - 1);
			return;
		}
	}
}

static void put_row(const struct html *html, const struct html_holding *row, size_t times,
		    uint64_t size)
{
	char words[32];
	size_t i;

	size_words(size, words);
	fprintf(html->out, "<div class='row'><div class='lab'><code>0x%" PRIx64 "</code> %s",
		row->pa, words);
	if (row->its)
		fprintf(html->out, row->its >= MODEL_WATCH_RD ? ", RD %" PRIu32 : ", ITS %" PRIu32,
			row->its % MODEL_WATCH_RD);
	fputs("<small>", html->out);
	if (times > HTML_BARS)
		fprintf(html->out, "(of %zu times, the first %d are drawn) ", times, HTML_BARS);
	put_times(html, row, times);
	fputs("</small></div><div class='bar'>", html->out);
	for (i = 0; i < times && i < HTML_BARS; i++)
		put_bar(html, &row[i]);
	fputs("</div></div>\n", html->out);
}

/* Writes rows of a group from at on, up to max. Returns the index after them. */
static size_t put_rows(const struct html *html, size_t at, size_t end, unsigned int max)
{
	const struct html_holding *all = html->holdings;
	uint64_t size;
	size_t count;

	for (; max && at < end; max--) {
		count = row_of(all + at, end - at, &size);
		put_row(html, all + at, times_of(all + at, end - at), size);
		at += count;
	}
	return at;
}

static size_t count_rows(const struct html *html, size_t at, size_t end)
{
	uint64_t size;
	size_t rows = 0;

	for (; at < end; rows++)
		at += row_of(html->holdings + at, end - at, &size);
	return rows;
}

static void put_more(const struct html *html, size_t at, size_t end, size_t rows)
{
	size_t more = rows > FEW ? rows - FEW : 0;

	if (!more)
		return;
	fprintf(html->out, "<details><summary>%zu more</summary>\n", more);
	(void)put_rows(html, at, end, HTML_ROWS - FEW);
	fputs("</details>\n", html->out);
	if (rows > HTML_ROWS)
		fprintf(html->out, "<p class='note'>Left out: %zu of %zu ranges.</p>\n",
			rows - HTML_ROWS, rows);
}

static void put_group(const struct html *html, size_t at, size_t end)
{
	size_t rows = count_rows(html, at, end);
	uint8_t group = html->holdings[at].group;

	fprintf(html->out, "<h3><span class='key g%u'></span>%s</h3>\n", group, group_name(group));
	at = put_rows(html, at, end, FEW);
	put_more(html, at, end, rows);
}

static void put_axis(const struct html *html)
{
	unsigned int quarter;

	fputs("<div class='row axis'><div class='lab'>steps</div><div class='bar'>", html->out);
	for (quarter = 0; quarter < 4; quarter++) {
		fprintf(html->out, "<span style='left:%u%%'>", quarter * 25);
		html_link(html, (uint32_t)(html->count * quarter / 4));
		fputs("</span>", html->out);
	}
	fputs("</div></div>\n", html->out);
}

static size_t group_end(const struct html *html, size_t at)
{
	uint8_t group = html->holdings[at].group;

	while (at < html->holding_count && html->holdings[at].group == group)
		at++;
	return at;
}

void html_put_owners(const struct html *html)
{
	size_t at, end;

	fputs("<section id='memory'><h2>Memory over time</h2>\n"
	      "<p>Memory that is not listed does not change hands. Strips run from the first step "
	      "to the last; each leads to the step with which it begins.</p>\n",
	      html->out);
	if (html->holding_count)
		qsort(html->holdings, html->holding_count, sizeof(*html->holdings), by_place);
	put_axis(html);
	for (at = 0; at < html->holding_count; at = end) {
		end = group_end(html, at);
		put_group(html, at, end);
	}
	fputs("</section>\n", html->out);
}
