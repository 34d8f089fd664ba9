/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rings as grids of slots. Letter and colour give the verdict. A broken line surrounds a slot
 * that is not retired yet.
 */
#include "html.h"

#include <inttypes.h>
#include <string.h>

#include "tool/words.h"

#define SLOT   32
#define ROW    32 /* slots in a row */
#define ROOMY  96 /* up to this many slots, each has room for a name */
#define FLIGHT 3  /* a picture of its own needs this many slots in flight */

/* The slots of a ring that are shown. */
struct range {
	uint32_t first, end;
	bool roomy;
};

struct slot_form {
	char letter, class;
	const char *name;
};

static const struct slot_form forms[] = {
	[SLOT_NEVER] = {' ', 'n', "never written"},
	[SLOT_WAITING] = {'.', 'w', "written by the host, not fetched"},
	[SLOT_OWN] = {'O', 'o', "own command of the library"},
	[SLOT_VERDICT + ITSG_FORWARD] = {'F', 'f', "forward"},
	[SLOT_VERDICT + ITSG_REWRITE] = {'W', 'r', "rewrite"},
	[SLOT_VERDICT + ITSG_EXPAND] = {'X', 'x', "expand"},
	[SLOT_VERDICT + ITSG_NOTHING] = {'N', 'z', "nothing to do"},
	[SLOT_VERDICT + ITSG_REFUSE] = {'R', 'b', "refuse"},
};

/* ---- One slot ---- */

static bool is_retired(const struct html_its *its, const struct html_slot *slot)
{
	return slot->kind == SLOT_NEVER ||
	       (slot->kind != SLOT_WAITING && slot->number <= its->walked);
}

static const char *state(const struct html_its *its, const struct html_slot *slot)
{
	if (slot->kind == SLOT_WAITING)
		return "";
	if (is_retired(its, slot))
		return ", retired";
	return slot->number <= its->executed ? ", executed, not retired"
					     : ", pending: not executed";
}

static void put_title(const struct html *html, unsigned int n, const struct html_its *its,
		      const struct html_slot *slot, uint32_t position)
{
	char text[200];

	words_command(html->trace->config.its[n].typer, slot->words, text, sizeof(text));
	html_print(html->out, "slot %" PRIu32 " (0x%" PRIx32 "): %s: %s", position, position * SLOT,
		   text, forms[slot->kind].name);
	if (slot->kind == SLOT_VERDICT + ITSG_REFUSE)
		html_print(html->out, " %s, %s", itsg_reason_name(slot->reason),
			   itsg_reason_text(slot->reason));
	html_text(html->out, state(its, slot));
	if (slot->line)
		html_print(html->out, "; line %" PRIu32, slot->line);
}

/* Writes the first word of the command, which is its name. */
static void put_name(const struct html *html, unsigned int n, const struct html_slot *slot)
{
	char text[200];

	words_command(html->trace->config.its[n].typer, slot->words, text, sizeof(text));
	if (strncmp(text, "no known", strlen("no known")) == 0)
		snprintf(text, sizeof(text), "unknown");
	text[strcspn(text, " ")] = '\0';
	fputs("<small>", html->out);
	html_text(html->out, text);
	fputs("</small>", html->out);
}

static const char *next_words(const struct html_ring *ring)
{
	return ring->turns ? "the next slot: from here on they are from the time round before"
			   : "the next slot";
}

static void put_unused(const struct html *html, const struct html_ring *ring, bool next)
{
	if (next)
		fprintf(html->out, "<i class='next' title='%s'></i>", next_words(ring));
	else
		fputs("<i></i>", html->out);
}

static void put_slot(const struct html *html, unsigned int n, const struct html_its *its,
		     const struct html_ring *ring, uint32_t position, bool roomy)
{
	const struct html_slot *slot = &ring->slots[position];
	bool old = slot->turn < ring->turns, next = position == ring->next;
	char target[32] = "";
	FILE *out = html->out;

	if (slot->kind == SLOT_NEVER) {
		put_unused(html, ring, next);
		return;
	}
	html_target(html, slot->entry, target);
	fprintf(out, "<a class='v%c%s%s%s'", forms[slot->kind].class,
		is_retired(its, slot) ? "" : " p", old ? " old" : "", next ? " next" : "");
	if (slot->kind != SLOT_WAITING)
		fprintf(out, " href='%s'", target);
	fputs(" title='", out);
	put_title(html, n, its, slot, position);
	if (old)
		html_print(out, "; %" PRIu64 " round%s before", ring->turns - slot->turn,
			   ring->turns - slot->turn == 1 ? "" : "s");
	if (next)
		html_print(out, "; %s", next_words(ring));
	fprintf(out, "'>%c", forms[slot->kind].letter);
	if (roomy) {
		fprintf(out, " %" PRIu32, position);
		put_name(html, n, slot);
	}
	fputs("</a>", out);
}

/* ---- A ring ---- */

/* Index behind the last slot that was ever written. */
static uint32_t used(const struct html_ring *ring)
{
	uint32_t end = ring->count;

	while (end > 0 && ring->slots[end - 1].kind == SLOT_NEVER)
		end--;
	return end;
}

/* The first slot shown: the newest slots are shown, and those before them. */
static uint32_t first_shown(const struct html_ring *ring, uint32_t end)
{
	uint32_t newest = ring->next && ring->next <= end ? ring->next : end;

	if (end <= HTML_CELLS || newest <= HTML_CELLS)
		return 0;
	return (newest - HTML_CELLS + ROW - 1) / ROW * ROW;
}

static void put_wraps(const struct html *html, const struct html_ring *ring)
{
	unsigned int i;

	if (!ring->turns) {
		fputs(" It has not wrapped.", html->out);
		return;
	}
	fprintf(html->out, " <b>Wrapped %" PRIu64 " time%s</b>, at ", ring->turns,
		ring->turns == 1 ? "" : "s");
	for (i = 0; i < ring->wraps; i++) {
		if (i)
			fputs(", ", html->out);
		html_link(html, ring->wrap_entry[i]);
	}
	if (ring->turns > ring->wraps)
		fprintf(html->out, " and %" PRIu64 " more", ring->turns - ring->wraps);
	fputs(": slots before the next one are from the latest round; those from it on are older.",
	      html->out);
}

/* Writes slots in rows, each with the number of its first slot. */
static void put_slots(const struct html *html, unsigned int n, const struct html_its *its,
		      const struct html_ring *ring, const struct range *range)
{
	uint32_t end = range->end, at;

	/* The next slot is shown, too, used or not. */
	if (end == ring->next && end < ring->count && end > range->first)
		end++;
	for (at = range->first; at < end; at++) {
		if (at == range->first || (!range->roomy && at % ROW == 0))
			fprintf(html->out, "%s<div class='line'><u>%" PRIu32 "</u><div>",
				at == range->first ? "" : "</div></div>\n", at);
		put_slot(html, n, its, ring, at, range->roomy);
	}
	if (end > range->first)
		fputs("</div></div>\n", html->out);
}

static void put_grid(const struct html *html, unsigned int n, const struct html_its *its,
		     const struct html_ring *ring)
{
	uint32_t end = used(ring);
	struct range range = {.first = first_shown(ring, end)};
	uint32_t shown;

	range.end = end - range.first > HTML_CELLS ? range.first + HTML_CELLS : end;
	shown = range.end - range.first;
	range.roomy = shown <= ROOMY;
	fprintf(html->out, "<div class='grid%s'>", range.roomy ? " roomy" : "");
	put_slots(html, n, its, ring, &range);
	fputs("</div>\n", html->out);
	if (shown < end)
		fprintf(html->out,
			"<p class='note'>Left out: %" PRIu32 " of the %" PRIu32
			" slots that were used; shown are %" PRIu32 " to %" PRIu32 ".</p>\n",
			end - shown, end, range.first, range.end - 1);
	if (end + 1 == ring->count)
		fprintf(html->out, "<p class='note'>Slot %" PRIu32 " was not used.</p>\n", end);
	else if (end < ring->count)
		fprintf(html->out,
			"<p class='note'>Slots %" PRIu32 " to %" PRIu32
			" were not used since the ring was set up.</p>\n",
			end, ring->count - 1);
}

static void put_queue(const struct html *html, unsigned int n, const struct html_its *its)
{
	FILE *out = html->out;

	fputs("<h4>The host's queue</h4>\n", out);
	if (!its->host.count) {
		fputs("<p>The host never set one up.</p>\n", out);
		return;
	}
	fprintf(out,
		"<p>%" PRIu32 " slots at 0x%" PRIx64 ", in the host's memory. CWRITER is 0x%" PRIx32
		".",
		its->host.count, its->queue, its->cwriter);
	if (its->queues > 1)
		fprintf(out, " It is the last of %" PRIu32 " that were set up.", its->queues);
	put_wraps(html, &its->host);
	fputs("</p>\n", out);
	put_grid(html, n, its, &its->host);
}

static void put_shadow(const struct html *html, unsigned int n, const struct html_its *its)
{
	FILE *out = html->out;

	fputs("<h4>The shadow ring</h4>\n", out);
	if (!its->shadow.count) {
		fputs("<p>The hardware was never enabled.</p>\n", out);
		return;
	}
	fprintf(out,
		"<p>%" PRIu32
		" slots, in the hypervisor's memory: what the hardware reads. Of %" PRIu64
		" command%s ever, %" PRIu64 " %s executed and %" PRIu64 " retired.",
		its->shadow.count, its->committed, its->committed == 1 ? "" : "s", its->executed,
		its->executed == 1 ? "is" : "are", its->walked);
	put_wraps(html, &its->shadow);
	fputs("</p>\n", out);
	put_grid(html, n, its, &its->shadow);
}

/* ---- All of them ---- */

static void put_legend(FILE *out)
{
	size_t i;

	fputs("<p class='legend'>", out);
	for (i = SLOT_WAITING; i < sizeof(forms) / sizeof(forms[0]); i++)
		fprintf(out, "<span><span class='v%c'>%c</span> %s</span> ", forms[i].class,
			forms[i].letter, forms[i].name);
	fputs("<span><span class='vf p'>F</span> broken line: not retired yet</span> "
	      "<span><span class='vf old'>F</span> hollow: from an earlier round</span> "
	      "<span><span class='vf next'>F</span> bar on its left: the next slot</span></p>\n",
	      out);
}

static void put_pair(const struct html *html, const struct html_rings *rings)
{
	unsigned int n;

	for (n = 0; n < html->trace->config.its_count; n++) {
		if (html->trace->config.its_count > 1)
			fprintf(html->out, "<h3>ITS %u</h3>\n", n);
		fputs("<div class='pair'><div>", html->out);
		put_queue(html, n, &rings->its[n]);
		fputs("</div><div>", html->out);
		put_shadow(html, n, &rings->its[n]);
		fputs("</div></div>\n", html->out);
	}
}

void html_put_rings(const struct html *html)
{
	FILE *out = html->out;

	fputs("<section id='rings'><h2>The two rings</h2>\n", out);
	put_legend(out);
	fprintf(out,
		"<p>As they were %s. A slot leads to the step in which it got its verdict.</p>\n",
		html->run->cut ? "before the step that ends the program"
			       : "after the last step, before the final teardown");
	put_pair(html, &html->end);
	if (html->fullest.in_flight >= FLIGHT) {
		fprintf(out,
			"<details><summary>At their fullest: %" PRIu64 " slots in flight</summary>"
			"<p>After ",
			html->fullest.in_flight);
		html_link(html, html->fullest.entry);
		fputs(".</p>\n", out);
		put_pair(html, &html->fullest);
		fputs("</details>\n", out);
	}
	fputs("</section>\n", out);
}
