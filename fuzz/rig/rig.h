/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rig: the model and the library put together as a trace's configuration says, and one function
 *that carries out one step. Nothing here prints; memory is allocated by rig_create only. The replay
 *tool and the fuzzers drive the same functions:
 *
 *	rig = rig_create();
 *	if (rig_begin(rig, &config) == RIG_OK)
 *		for each step: if (rig_step(rig, &step) is RIG_FAILED or RIG_BROKEN) break;
 *	if (nothing failed) rig_settle(rig), then rig_finish(rig);
 */
#ifndef RIG_H
#define RIG_H

#include <itsguard/itsguard.h>

#include "model/model.h"
#include "trace/trace.h"

struct rig;

enum rig_result {
	RIG_OK,
	RIG_UNUSABLE, /* the step, or the configuration, means nothing here: nothing was done */
	RIG_FAILED,   /* an expectation does not hold */
	RIG_BROKEN,   /* a property does not hold */
};

/* Physical addresses that the rig chooses. */
#define RIG_ITS_BASE   0x8080000ULL /* of ITS 0 */
#define RIG_ITS_STRIDE 0x40000ULL
#define RIG_POOL       0xf000000000ULL
#define RIG_TOPUP      0xf800000000ULL
#define RIG_PA_LIMIT   (1ULL << 48)
#define RIG_INSERTED   16 /* `I` lines that can wait at once */

/* NULL: no memory. */
struct rig *rig_create(void);
void rig_destroy(struct rig *rig);

/* In report: nobody will ask for hw-equal, for lines of slots or for what was refused first. */
#define RIG_BARE (1U << 31)

/*
 * Starts afresh with this configuration, which is copied. Cheap after the first time. report: kinds
 * of library events (1 << kind) that an observer wants, beside those that the rig needs.
 * RIG_UNUSABLE: the library does not take the configuration. RIG_BROKEN.
 */
enum rig_result rig_begin(struct rig *rig, const struct trace_config *config, uint32_t report);

/* Is told what the model is told of; set before rig_begin. NULL: nobody. */
void rig_observe(struct rig *rig, const struct model_watch *observer);

/* One step. After RIG_FAILED and RIG_BROKEN only rig_begin and the questions below make sense. */
enum rig_result rig_step(struct rig *rig, const struct step *step);

/* Polls and lets the hardware run until nothing is pending. */
enum rig_result rig_settle(struct rig *rig);

/* Tears down what is left, ITSs and domain, and checks that all has come back (P9). */
enum rig_result rig_finish(struct rig *rig);

/* RIG_BROKEN if a property is known to be broken, else RIG_OK. */
enum rig_result rig_judge(struct rig *rig);
/* Why the last result was not RIG_OK. */
const char *rig_text(const struct rig *rig);
/* The property that is broken; MODEL_NONE: none. */
enum model_property rig_broken(const struct rig *rig);

/* Sums over the ITSs; work_max is the greatest. */
void rig_counters(const struct rig *rig, struct itsg_counters *counters);

/* The trap that used most of its budget. */
struct rig_worst {
	uint64_t work;	 /* units, as the library counts them */
	uint64_t seen;	 /* units that the model saw being done */
	uint64_t budget; /* 0: there was no trap */
};

struct rig_maxima {	/* since rig_begin */
	uint64_t steps; /* that ran */
	uint64_t claimed_pages;
	uint64_t pool_used; /* bytes */
	struct rig_worst worst;
};
void rig_maxima(const struct rig *rig, struct rig_maxima *maxima);
/* *worst becomes the worse of the two. */
void rig_worst_of(struct rig_worst *worst, const struct rig_worst *other);

/* What `--clean` asks for. Each has the line it happened at; line 0: it did not. */
struct rig_complaint {
	uint32_t line;
	char text[240];
};
/* The first command, access or enable that was refused; BW and BR lines aside. */
void rig_first_refusal(const struct rig *rig, struct rig_complaint *complaint);
/* The first recorded read that came out otherwise. */
void rig_first_difference(const struct rig *rig, struct rig_complaint *complaint);
/* After rig_settle: hw-equal for all ITSs; the line is that of the host's command it is about. */
void rig_hw_equal(struct rig *rig, struct rig_complaint *complaint);

/* What the last read gave, for explain; and whether the last access was aborted. */
uint64_t rig_last_value(const struct rig *rig);
bool rig_last_abort(const struct rig *rig);
/* Reads that the last step came to: more than one when it polled. */
uint32_t rig_last_reads(const struct rig *rig);
/* Line of the C or Q that wrote the slot at this offset of the ITS's staging queue; 0: none did. */
uint32_t rig_slot_line(const struct rig *rig, unsigned int its, uint32_t position);
/* The queue as the host set it up. False: it has none yet. */
bool rig_queue(const struct rig *rig, unsigned int its, uint64_t *base, uint32_t *bytes,
	       uint32_t *cwriter);
struct model *rig_model(struct rig *rig);

/* ---- Events at once (`A` lines) ---- */
#define RIG_AT_ONCE 32 /* at most */
#define RIG_CHOICES 4  /* words that say who goes on */

struct rig_outcome {
	enum itsg_status status;
	uint64_t value; /* of a read */
	bool ordered;
};
/*
 * After the last of them: how many there were, by their index the order in which they took the
 * first lock they needed, and by their index what each access came to.
 */
unsigned int rig_race_outcomes(const struct rig *rig, const uint8_t **order,
			       const struct rig_outcome **outcomes);
/* All were accesses and teardowns of ITS 0: one after the other in that order comes to the same. */
bool rig_race_is_pure(const struct rig *rig);

#endif
