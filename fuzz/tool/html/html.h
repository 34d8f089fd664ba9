/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Between the files of `itsguard explain --html`: what is kept of a run (html_keep.c,
 * html_rings.c, html_owners.c), and the parts of the page made of it (the same, html_steps.c,
 * html_page.c).
 */
#ifndef HTML_H
#define HTML_H

#include <stdio.h>

#include "tool/explain.h"
#include "tool/tool.h"

#define HTML_STEPS 3000	 /* steps shown, at most */
#define HTML_CELLS 2048	 /* slots of a ring shown, at most */
#define HTML_ROWS  200	 /* ranges of memory shown of each kind, at most */
#define HTML_BARS  200	 /* times that one range was held, at most */
#define HTML_LINES 60	 /* of what happened in one step, at most */
#define HTML_TOTAL 20000 /* ... in all steps; after that */
#define HTML_LEAST 3
#define HTML_WRAPS 16 /* places where a ring wraps, at most */

/* ---- Steps ---- */

struct html_entry {
	uint32_t line; /* 0: outside of any step */
	uint8_t its, cpu, kind;
	bool refused;  /* something was */
	bool ending;   /* the run ended here, badly */
	bool teardown; /* the final one */
	bool shown;
	uint32_t verdicts[ITSG_VERDICTS];
	char *head, *text;
};

/* ---- Rings ---- */

enum html_slot_kind {
	SLOT_NEVER,   /* written */
	SLOT_WAITING, /* written by the host, not fetched */
	SLOT_OWN,
};

#define SLOT_VERDICT 3U /* and up: plus enum itsg_verdict */

struct html_slot {
	uint8_t kind;
	enum itsg_reason reason;
	uint64_t words[4];
	uint32_t line;	 /* of the host's command */
	uint32_t entry;	 /* in which it got its verdict */
	uint64_t number; /* it is retired when so many slots of the shadow ring are */
	uint64_t turn;	 /* how often the ring had been round */
};

struct html_ring {
	struct html_slot *slots;
	uint32_t count;
	uint32_t next; /* slot that is written next */
	uint64_t turns;
	unsigned int wraps;
	uint32_t wrap_entry[HTML_WRAPS]; /* the first ones */
};

struct html_its {
	struct html_ring host, shadow;
	uint64_t committed, executed, walked; /* slots of the shadow ring, ever */
	uint64_t queue;			      /* its address */
	uint32_t cwriter;
	uint32_t queues; /* how many the host has set up */
};

struct html_rings {
	struct html_its its[TRACE_ITS_MAX];
	uint32_t entry; /* after this step */
	uint64_t in_flight;
};

/* ---- Memory ---- */

enum html_group {
	GROUP_CLAIM, /* host pages shared and pinned */
	GROUP_GIVEN, /* host pages that the host gave away itself */
};

#define GROUP_PURPOSE 2U /* and up: plus enum itsg_purpose */
#define GROUPS	      (GROUP_PURPOSE + ITSG_FOR_PROPERTY_TABLE + 1U)

/* Memory in one hand for a time. */
struct html_holding {
	uint64_t pa, size;
	uint8_t group;
	uint8_t owner; /* GROUP_GIVEN: enum model_owner */
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
	/* What has happened since the last telling. */
	struct html_event *events;
	size_t event_count, event_room;
	bool settled;	/* every step has run */
	uint32_t lines; /* of what happened in steps, on the page so far */
	struct html_rings now, end, fullest;
	struct html_holding *holdings;
	size_t holding_count, holding_room;
	struct itsg_counters counters; /* before the final teardown */
	struct rig_maxima maxima;
};

/* ---- html_memory.c ---- */
/* As realloc, for count things of this size, doubling; never NULL. */
void *html_grow(void *array, size_t *room, size_t count, size_t size);
/* As calloc; never NULL, even for none. */
void *html_zeroed(size_t count, size_t size);
/* As strdup; never NULL. */
char *html_copy(const char *text);

/* ---- html_keep.c ---- */
/* Runs the trace and keeps what the page is made of. Ends the process if there is no memory. */
void html_keep(struct html *html, struct run *run);
void html_free(struct html *html);
/* Marks where it ends, if that is a bad end. */
void html_mark(struct html *html);
/* Is it an end to which only the run comes that nobody listens to? */
bool html_is_unheard(const struct html *html);

/* ---- html_put.c ---- */
/* With what HTML takes for markup written so that it is none. */
void html_text(FILE *out, const char *text);
__attribute__((format(printf, 2, 3))) void html_print(FILE *out, const char *format, ...);
/* The fragment of the step, or of the steps left out that it is among. */
void html_target(const struct html *html, uint32_t entry, char target[32]);
/* "line 12", "the start", "the teardown" ... */
void html_when(const struct html *html, uint32_t entry, char text[32]);
/* The same as a link. */
void html_link(const struct html *html, uint32_t entry);

/* ---- html_rings.c ---- */
void html_ring_event(struct html *html, const struct itsg_event *event, uint32_t entry);
void html_ring_executed(struct html *html, unsigned int its);
/* After each telling: what the host has set up by then. */
void html_ring_told(struct html *html, uint32_t entry);
/* When every step has run. */
void html_rings_end(struct html *html);
void html_rings_free(struct html_rings *rings);

/* ---- html_grid.c ---- */
void html_put_rings(const struct html *html);

/* ---- html_owners.c ---- */
void html_owner_event(struct html *html, const struct itsg_event *event, uint32_t entry);
/* After an O line. */
void html_owner_moved(struct html *html, const struct step *step, uint32_t entry);
/* Memory that the trace gives to somebody from the start. */
void html_owner_config(struct html *html);
void html_put_owners(const struct html *html);

/* ---- html_steps.c ---- */
/* Which steps are shown: to be called before anything links to one. */
void html_choose_steps(struct html *html);
void html_put_steps(struct html *html);

/* ---- html_page.c ---- */
/* comment: what the trace says of itself, used up; may be NULL. */
void html_put_page(struct html *html, char *comment);

/* ---- html_style.c ---- */
extern const char html_style[];

#endif
