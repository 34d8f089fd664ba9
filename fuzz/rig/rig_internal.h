/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Between the files of fuzz/rig. */
#ifndef RIG_INTERNAL_H
#define RIG_INTERNAL_H

#include "rig/equal.h"
#include "rig/host.h"
#include "rig/rig.h"
#include "rig/shown.h"

/* Counters of the library. */
struct rig_done {
	uint64_t work, fetched, walked;
};

struct rig_its {
	struct itsg_its lib;
	struct itsg_redistributor rd[TRACE_CPU_MAX];
	struct itsg_counters counters; /* as of the last call */
	uint64_t budget;
	struct rig_done before; /* as its lock was taken */
	bool tearing;		/* teardown was asked for */
	bool gone;		/* and is done */
	bool hw_on;		/* Enabled, as last written to the hardware */
	bool seen_off; /* a call began with the hardware off and quiescent, which it has been since
			*/
	struct host host;
	struct shown shown;
	struct equal equal;
	uint64_t expected[ITSG_VERDICTS]; /* counters at the last X line of each verdict */
	uint32_t *lines;		  /* of the C or Q line for each slot */
	bool lines_used;
};

struct rig_race {
	unsigned int wanted, count, ordered; /* wanted 0: none is being collected */
	uint64_t choices[RIG_CHOICES];
	struct step steps[RIG_AT_ONCE];
	struct rig_outcome outcome[RIG_AT_ONCE];
	uint8_t order[RIG_AT_ONCE];
};

struct rig_rd {
	struct itsg_rd lib;
	struct itsg_rd_counters counters; /* as of the last call */
	bool tearing, gone;
	bool off;   /* the host's last write of EnableLPIs, and it was taken, was a 0 */
	bool ptz;   /* it has promised a pending table of zeros, and not enabled since */
	bool hw_on; /* EnableLPIs of the hardware */
};

struct rig {
	struct trace_config config;
	struct model *model;
	struct itsg_domain domain;
	struct rig_its its[TRACE_ITS_MAX];
	struct rig_rd rd[TRACE_CPU_MAX]; /* of CPUs below rd_count */
	uint32_t rd_count;
	struct model_watch observer;
	struct model_config world;
	bool domain_gone;
	bool bare;
	uint32_t line; /* of the step that runs */
	uint64_t topup;
	uint64_t pool_bytes;
	struct rig_maxima maxima;

	struct step inserted[RIG_INSERTED];
	unsigned int inserted_count;

	struct rig_race race;
	bool racing; /* it is running */

	uint64_t last_value;
	uint32_t last_reads;
	bool last_abort;
	enum itsg_reason last_reason; /* of a refusal; NONE: there was none */

	bool excused; /* a BW or BR line runs: its refusal is no news */
	uint64_t excused_count;
	bool settled; /* everything has had its time since the last step that did something */
	struct itsg_event refusal;
	uint32_t refusal_line;
	struct step difference;
	uint64_t difference_value;

	enum model_property broken;
	char text[240];
};

/* ---- rig.c ---- */
__attribute__((format(printf, 3, 4))) enum rig_result rig_say(struct rig *rig,
							      enum rig_result result,
							      const char *format, ...);

/* ---- redist.c: redistributors, where the trace has them mediated ---- */
void rig_rd_world(const struct rig *rig, struct model_config *world);
enum itsg_status rig_rd_init(struct rig *rig, unsigned int cpu, uint32_t report);
/* G, GR, S rd-powerlost, S rd-teardown. */
enum rig_result rig_rd_step(struct rig *rig, const struct step *step);
/* All of them finish what they were told. True: there was something. */
bool rig_rd_run(struct rig *rig);
void rig_rd_settle(struct rig *rig);
void rig_rd_finish(struct rig *rig);

/* ---- calls.c: every call of the library goes through one of these ---- */
enum itsg_status rig_read(struct rig *rig, unsigned int its, uint64_t offset, uint64_t size,
			  uint64_t *value);
enum itsg_status rig_write(struct rig *rig, unsigned int its, uint64_t offset, uint64_t size,
			   uint64_t value);
/* Only the call, and what the host learns by it; rig_after_calls checks what the others do. */
enum itsg_status rig_read_raw(struct rig *rig, unsigned int its, uint64_t offset, uint64_t size,
			      uint64_t *value);
/* What the host knows of the ITS once this write is taken. */
void rig_note_write(struct rig *rig, unsigned int its, uint64_t offset, uint64_t size,
		    uint64_t value);
/* What must hold between calls, and the hardware running on if it may: of all ITSs. */
void rig_after_calls(struct rig *rig);
/* What registers read as is not known. */
void rig_forget_shown(struct rig *rig, unsigned int its);
enum itsg_status rig_poll(struct rig *rig, unsigned int its);
enum itsg_status rig_teardown_once(struct rig *rig, unsigned int its);
void rig_power_lost(struct rig *rig, unsigned int its);
void rig_topup(struct rig *rig, uint64_t bytes);
/* Host pages that the library says it has claimed. */
uint64_t rig_claimed_pages(struct rig *rig);
/* Teardown to its end; the hardware runs freely if it may. */
void rig_teardown(struct rig *rig, unsigned int its);

/* ---- race.c ---- */
/* False: too many. */
bool rig_race_begin(struct rig *rig, const struct step *step);
/* The last one that is wanted runs them all. */
enum rig_result rig_race_add(struct rig *rig, const struct step *step);
/* Those that have come so far. */
void rig_race_run(struct rig *rig);
/* The library has just taken an ITS's lock. */
void rig_race_locked(struct rig *rig);

/* ---- work.c: what each trap did, seen at its lock ---- */
void rig_work_watch(struct rig *rig);
/* After a call of itsg_domain_teardown. */
void rig_work_domain(struct rig *rig);

/* ---- steps.c ---- */
/* A step that calls no library function: the host's CPU, the hardware, the ledger. */
enum rig_result rig_world_step(struct rig *rig, const struct step *step);

/* ---- expect.c ---- */
enum rig_result rig_expectation(struct rig *rig, const struct step *step);
/* Bits in which a recorded read may differ without being a difference. */
uint64_t rig_ignored_bits(const struct rig *rig, const struct step *step);

#endif
