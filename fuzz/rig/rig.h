/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rig: the model and the library together, set up as a trace's configuration says, and one
 * function that carries out one step. Nothing here prints. Only rig_create allocates memory. The
 * tool and the fuzzers drive the same functions:
 *
 *	rig = rig_create();
 *	if (rig_begin(rig, &config, 0) == RIG_OK)
 *		for each step: rig_step(rig, &step), until RIG_FAILED or RIG_BROKEN
 *	if (nothing failed) rig_settle(rig), then rig_finish(rig)
 */
#ifndef RIG_H
#define RIG_H

#include <itsguard/itsguard.h>

#include "model/model.h"
#include "trace/trace.h"

struct rig;

enum rig_result {
	RIG_OK,
	RIG_UNUSABLE, /* step or configuration makes no sense here; nothing was done */
	RIG_FAILED,   /* an expectation does not hold */
	RIG_BROKEN,   /* a property does not hold */
};

/* Physical addresses that the rig uses. */
#define RIG_ITS_BASE   0x8080000ULL /* of ITS 0 */
#define RIG_ITS_STRIDE 0x40000ULL
#define RIG_POOL       0xf000000000ULL
#define RIG_TOPUP      0xf800000000ULL
#define RIG_PA_LIMIT   (1ULL << 48)
#define RIG_INSERTED   16 /* `I` lines that can wait at once */

/* Returns a new rig; NULL: no memory. */
struct rig *rig_create(void);
/* Frees a rig; it may be NULL. */
void rig_destroy(struct rig *rig);

/* A bit of report: nobody will ask for hw-equal, for lines of slots, or for the first refusal. */
#define RIG_BARE (1U << 31)

/*
 * Starts afresh with this configuration, which is copied. Cheap after the first time. report: kinds
 * of library events (1 << kind) that the observer wants, beside those that the rig needs.
 * Returns RIG_OK, RIG_UNUSABLE (the library does not take the configuration), or RIG_BROKEN.
 */
enum rig_result rig_begin(struct rig *rig, const struct trace_config *config, uint32_t report);

/*
 * Names an observer, which is told all that the model reports; NULL: none.
 * Requires: rig_begin comes after it.
 */
void rig_observe(struct rig *rig, const struct model_watch *observer);

/*
 * Carries out one step.
 * Requires: since rig_begin, no step gave RIG_FAILED or RIG_BROKEN.
 */
enum rig_result rig_step(struct rig *rig, const struct step *step);

/* Polls, and lets the hardware run, until nothing is pending. */
enum rig_result rig_settle(struct rig *rig);

/*
 * Tears down all ITSs, redistributors and the domain, and checks that all memory has come back
 * (P9).
 */
enum rig_result rig_finish(struct rig *rig);

/* Returns RIG_BROKEN if a property is broken, else RIG_OK. */
enum rig_result rig_judge(struct rig *rig);
/* Returns why the last result was not RIG_OK. */
const char *rig_text(const struct rig *rig);
/* Returns the property that is broken; MODEL_NONE: none. */
enum model_property rig_broken(const struct rig *rig);

/* Gives the sums over all ITSs; work_max is the maximum. */
void rig_counters(const struct rig *rig, struct itsg_counters *counters);

/* Returns how often memory was named that is not the host's, on ITSs and redistributors. */
uint64_t rig_attempts(const struct rig *rig);

/* The trap that used the largest part of its budget. */
struct rig_worst {
	uint64_t work;	 /* units that the library counted */
	uint64_t seen;	 /* units that the model saw */
	uint64_t budget; /* 0: there was no trap */
};

/* Since rig_begin. */
struct rig_maxima {
	uint64_t steps; /* steps that ran */
	uint64_t claimed_pages;
	uint64_t pool_used; /* bytes */
	struct rig_worst worst;
};
/* Gives the maxima. */
void rig_maxima(const struct rig *rig, struct rig_maxima *maxima);
/* Sets *worst to the worse of the two. */
void rig_worst_of(struct rig_worst *worst, const struct rig_worst *other);

/* What `--clean` complains about, and the line where it happened; line 0: there is no complaint. */
struct rig_complaint {
	uint32_t line;
	char text[240];
};
/* Gives the first command, access or enable that was refused. BW and BR lines do not count. */
void rig_first_refusal(const struct rig *rig, struct rig_complaint *complaint);
/* Gives the first time that memory was named which is not the host's. */
void rig_first_attempt(const struct rig *rig, struct rig_complaint *complaint);
/* Gives the first recorded read that gave another value. */
void rig_first_difference(const struct rig *rig, struct rig_complaint *complaint);
/*
 * Judges hw-equal for all ITSs. The line is that of the host's command.
 * Requires: rig_settle was called after the last step.
 */
void rig_hw_equal(struct rig *rig, struct rig_complaint *complaint);

/* Returns what the last read gave. */
uint64_t rig_last_value(const struct rig *rig);
/* Was the last access aborted? */
bool rig_last_abort(const struct rig *rig);
/* Returns how many reads the last step made: more than one if it polled. */
uint32_t rig_last_reads(const struct rig *rig);
/*
 * Returns the line of the C or Q step that wrote the slot at this offset of the staging queue; 0:
 * none.
 */
uint32_t rig_slot_line(const struct rig *rig, unsigned int its, uint32_t position);
/* Gives the staging queue as the host set it up. False: there is none yet. */
bool rig_queue(const struct rig *rig, unsigned int its, uint64_t *base, uint32_t *bytes,
	       uint32_t *cwriter);
/* Returns the model that the rig runs. */
struct model *rig_model(struct rig *rig);

/* ---- Events at once (`A` lines) ---- */
#define RIG_AT_ONCE 32 /* events at most */
#define RIG_CHOICES 4  /* words that say which task goes on */

struct rig_outcome {
	enum itsg_status status;
	uint64_t value; /* of a read */
	bool ordered;
};
/*
 * Gives what the last race came to. Requires: its last event has been added.
 * order: indexes of the events, in the order in which they took their first lock. outcomes: what
 * each event came to, by index.
 * Returns how many events there were.
 */
unsigned int rig_race_outcomes(const struct rig *rig, const uint8_t **order,
			       const struct rig_outcome **outcomes);
/*
 * Were all of them accesses and teardowns of ITS 0? Then the same events one after the other, in
 * that order, must give the same.
 */
bool rig_race_is_pure(const struct rig *rig);

#endif
