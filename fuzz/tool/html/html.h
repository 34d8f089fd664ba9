/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the files of `itsguard explain --html` share. First the run is kept (html_keep.c,
 * html_rings.c, html_owners.c). Then the parts of the page are made from it (html_page.c and the
 * files that it calls).
 */
#ifndef HTML_H
#define HTML_H

#include <stdio.h>

#include "tool/explain.h"
#include "tool/tool.h"

#define HTML_STEPS 3000	 /* steps shown, at most */
#define HTML_CELLS 2048	 /* slots of a ring shown, at most */
#define HTML_ROWS  200	 /* memory ranges of each kind shown, at most */
#define HTML_BARS  200	 /* times shown at which one range was held, at most */
#define HTML_LINES 60	 /* lines shown for one step, at most */
#define HTML_TOTAL 20000 /* lines shown for all steps; then HTML_LEAST a step */
#define HTML_LEAST 3
#define HTML_WRAPS 16 /* places kept at which a ring wraps, at most */

/* ---- Steps ---- */

struct html_entry {
	uint32_t line; /* 0: outside of any step */
	uint8_t its, cpu, kind;
	bool refused;  /* something was refused in it */
	bool attempt;  /* memory was named that is not the host's */
	bool ending;   /* the bad ending came here */
	bool teardown; /* the final one */
	bool shown;
	uint32_t verdicts[ITSG_VERDICTS];
	char *head, *text;
};

/* ---- Rings ---- */

enum html_slot_kind {
	SLOT_NEVER,   /* never written */
	SLOT_WAITING, /* written by the host, not fetched */
	SLOT_OWN,
};

#define SLOT_VERDICT 3U /* this and up: plus enum itsg_verdict */

struct html_slot {
	uint8_t kind;
	enum itsg_reason reason;
	uint64_t words[4];
	uint32_t line;	/* line of the host's command */
	uint32_t entry; /* the entry in which it got its verdict */
	/* Retired when this many slots of the shadow ring are retired. */
	uint64_t number;
	uint64_t turn; /* rounds of the ring before this slot was written */
};

struct html_ring {
	struct html_slot *slots;
	uint32_t count;
	uint32_t next; /* the slot that is written next */
	uint64_t turns;
	unsigned int wraps;
	uint32_t wrap_entry[HTML_WRAPS]; /* the first wraps */
};

struct html_its {
	struct html_ring host, shadow;
	uint64_t committed, executed, walked; /* slots of the shadow ring, since the start */
	uint64_t queue;			      /* address of the queue */
	uint32_t cwriter;
	uint32_t queues; /* how many queues the host has set up */
};

struct html_rings {
	struct html_its its[TRACE_ITS_MAX];
	uint32_t entry; /* the state after this entry */
	uint64_t in_flight;
};

/* ---- Memory ---- */

enum html_group {
	GROUP_CLAIM, /* host pages, shared and pinned */
	GROUP_GIVEN, /* host pages that the host itself gave away */
};

#define GROUP_PURPOSE 2U /* this and up: plus enum itsg_purpose */
#define GROUPS	      (GROUP_PURPOSE + ITSG_PURPOSES)

/* Memory that one owner holds for some time. */
struct html_holding {
	uint64_t pa, size;
	uint8_t group;
	uint8_t owner; /* for GROUP_GIVEN: enum model_owner */
	bool open;
	uint32_t its;
	uint32_t from, to; /* entries */
};

/* ---- All of it ---- */

struct html {
	FILE *out;
	const struct run *run;
	const struct trace *trace;
	bool binary;
	struct ending ending; /* what the trace came to */
	struct html_entry *entries;
	size_t count, room;
	/* What has happened since the last entry was told. */
	struct html_event *events;
	size_t event_count, event_room;
	bool settled;	/* every step has run */
	uint32_t lines; /* lines of steps on the page so far */
	struct html_rings now, end, fullest;
	struct html_holding *holdings;
	size_t holding_count, holding_room;
	struct itsg_counters counters; /* as they were before the final teardown */
	uint64_t attempts;	       /* the same */
	struct rig_maxima maxima;
};

/* ---- html_memory.c: ends the process if there is no memory ---- */
/* Makes room for one more element, like realloc; the room doubles. Never returns NULL. */
void *html_grow(void *array, size_t *room, size_t count, size_t size);
/* Like calloc. Never returns NULL, even for no elements. */
void *html_zeroed(size_t count, size_t size);
/* Like strdup. Never returns NULL. */
char *html_copy(const char *text);

/* ---- html_keep.c ---- */
/* Runs the trace, and keeps what the page is made of. */
void html_keep(struct html *html, struct run *run);
/* Frees what was kept. */
void html_free(struct html *html);
/* Marks the entry of a bad ending. */
void html_mark(struct html *html);
/* Did only the run without a listener come to this ending? */
bool html_is_unheard(const struct html *html);

/* ---- html_put.c: requires html_choose_steps for links ---- */
/* Writes text so that no part of it is markup. */
void html_text(FILE *out, const char *text);
/* Prints with a format, so that no part of the result is markup. */
__attribute__((format(printf, 2, 3))) void html_print(FILE *out, const char *format, ...);
/*
 * Gives the fragment of an entry. If the entry is left out: that of the place where the page says
 * so.
 */
void html_target(const struct html *html, uint32_t entry, char target[32]);
/* Gives the place of an entry: "line 12", "the start", "the teardown" ... */
void html_when(const struct html *html, uint32_t entry, char text[32]);
/* Writes the same as a link. */
void html_link(const struct html *html, uint32_t entry);

/* ---- html_rings.c ---- */
/* Takes an event that the library reported. */
void html_ring_event(struct html *html, const struct itsg_event *event, uint32_t entry);
/* Takes a command that the hardware executed. */
void html_ring_executed(struct html *html, unsigned int its);
/* To be called after each entry is told: takes the queue that the host has set up by then. */
void html_ring_told(struct html *html, uint32_t entry);
/* To be called when every step has run. */
void html_rings_end(struct html *html);
/* Frees the slots. */
void html_rings_free(struct html_rings *rings);

/* ---- html_grid.c ---- */
/* Writes both rings of each ITS. */
void html_put_rings(const struct html *html);

/* ---- html_owners.c ---- */
/* Takes an event that the library reported. */
void html_owner_event(struct html *html, const struct itsg_event *event, uint32_t entry);
/* Takes an O line. */
void html_owner_moved(struct html *html, const struct step *step, uint32_t entry);
/* Takes the memory that the trace gives away from the start. */
void html_owner_config(struct html *html);
/* Writes who holds which memory over time. */
void html_put_owners(const struct html *html);

/* ---- html_steps.c ---- */
/* Chooses the entries that are shown. */
void html_choose_steps(struct html *html);
/* Writes the steps. */
void html_put_steps(struct html *html);

/* ---- html_page.c ---- */
/* Writes the whole page. comment is the trace's own, is changed, and may be NULL. */
void html_put_page(struct html *html, char *comment);

/* ---- html_style.c ---- */
/* The style sheet. */
extern const char html_style[];

#endif
