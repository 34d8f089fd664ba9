/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The state of a rig, and what the files of fuzz/rig share. */
#ifndef RIG_INTERNAL_H
#define RIG_INTERNAL_H

#include "rig/equal.h"
#include "rig/host.h"
#include "rig/rig.h"
#include "rig/shown.h"

/* Counters of the library that are compared before and after a trap. */
struct rig_done {
	uint64_t work, fetched, walked;
};

struct rig_its {
	struct itsg_its lib;
	struct itsg_redistributor rd[TRACE_CPU_MAX];
	struct itsg_counters counters; /* as of the last call */
	uint64_t budget;
	struct rig_done before; /* as of the taking of its lock */
	bool tearing;		/* teardown was asked for */
	bool gone;		/* teardown is complete */
	bool hw_on;		/* Enabled, as last written to the hardware */
	/* The hardware was off and quiescent when a call began, and has not been enabled since. */
	bool seen_off;
	struct host host;
	struct shown shown;
	struct equal equal;
	uint64_t expected[ITSG_VERDICTS]; /* counters at the last X line of each verdict */
	/* For each slot: the line of the C or Q step that wrote it. */
	uint32_t *lines;
	bool lines_used;
};

struct rig_race {
	unsigned int wanted, count, ordered; /* wanted 0: no race is being collected */
	uint64_t choices[RIG_CHOICES];
	struct step steps[RIG_AT_ONCE];
	struct rig_outcome outcome[RIG_AT_ONCE];
	uint8_t order[RIG_AT_ONCE];
};

struct rig_rd {
	struct itsg_rd lib;
	struct itsg_rd_counters counters; /* as of the last call */
	bool tearing, gone;
	bool off;   /* the last write of EnableLPIs that was taken was a 0 */
	bool ptz;   /* PTZ was written, and LPIs have not been enabled since */
	bool hw_on; /* EnableLPIs of the hardware */
};

struct rig {
	struct trace_config config;
	struct model *model;
	struct itsg_domain domain;
	struct rig_its its[TRACE_ITS_MAX];
	struct rig_rd rd[TRACE_CPU_MAX]; /* valid for CPUs below rd_count */
	uint32_t rd_count;
	struct model_watch observer;
	struct model_config world;
	bool domain_gone;
	bool bare;
	uint32_t line; /* line of the current step */
	uint64_t topup;
	uint64_t pool_bytes;
	struct rig_maxima maxima;

	struct step inserted[RIG_INSERTED];
	unsigned int inserted_count;

	struct rig_race race;
	bool racing; /* a race is running */

	uint64_t last_value;
	uint32_t last_reads;
	bool last_abort;
	enum itsg_reason last_reason; /* of the last refusal; NONE: there was none */

	bool excused; /* a BW or BR line runs, so a refusal is expected */
	uint64_t excused_count;
	bool settled; /* nothing is pending: rig_settle ran, and only X lines since then */
	struct itsg_event refusal;
	uint32_t refusal_line;
	struct step difference;
	uint64_t difference_value;

	enum model_property broken;
	char text[240];
};

/* ---- judge.c ---- */

/* Sets the text that goes with a result. Returns that result. */
__attribute__((format(printf, 3, 4))) enum rig_result rig_say(struct rig *rig,
							      enum rig_result result,
							      const char *format, ...);

/* ---- calls.c: every call of an ITS in the library goes through one of these ---- */

/* Reads a register; the usual checks follow. */
enum itsg_status rig_read(struct rig *rig, unsigned int its, uint64_t offset, uint64_t size,
			  uint64_t *value);
/* Writes a register; the usual checks follow. */
enum itsg_status rig_write(struct rig *rig, unsigned int its, uint64_t offset, uint64_t size,
			   uint64_t value);
/*
 * Reads a register and notes what the host learns by it.
 * Requires: rig_after_calls is called later; it makes the checks.
 */
enum itsg_status rig_read_raw(struct rig *rig, unsigned int its, uint64_t offset, uint64_t size,
			      uint64_t *value);
/* Notes what the host knows of the ITS once this write is taken. */
void rig_note_write(struct rig *rig, unsigned int its, uint64_t offset, uint64_t size,
		    uint64_t value);
/* Checks all ITSs as after each call. Then the hardware runs, if it runs by itself. */
void rig_after_calls(struct rig *rig);
/* From now on it is unknown what the registers must read as. */
void rig_forget_shown(struct rig *rig, unsigned int its);
/* Polls; the usual checks follow. */
enum itsg_status rig_poll(struct rig *rig, unsigned int its);
/* Calls teardown once; the usual checks follow. */
enum itsg_status rig_teardown_once(struct rig *rig, unsigned int its);
/* The hardware loses its power, and the library is told. */
void rig_power_lost(struct rig *rig, unsigned int its);
/* Adds host memory to the pool: at least so many bytes. */
void rig_topup(struct rig *rig, uint64_t bytes);
/* Returns how many host pages the library says it has claimed. */
uint64_t rig_claimed_pages(struct rig *rig);

/* ---- world.c ---- */

/* Carries out a step that calls no library function: the host's CPU, the hardware, the ledger. */
enum rig_result rig_world_step(struct rig *rig, const struct step *step);

/* ---- redist.c: redistributors, if the trace says that they are mediated ---- */

/* Adds them to the model's configuration. */
void rig_rd_world(const struct rig *rig, struct model_config *world);
/* Starts one. */
enum itsg_status rig_rd_init(struct rig *rig, unsigned int cpu, uint32_t report);
/* Carries out G, GR, S rd-powerlost and S rd-teardown. */
enum rig_result rig_rd_step(struct rig *rig, const struct step *step);
/* Lets the hardware of all complete what it was told. True: there was something. */
bool rig_rd_run(struct rig *rig);
/* Polls each until nothing is pending. */
void rig_rd_settle(struct rig *rig);
/* Tears down all. */
void rig_rd_finish(struct rig *rig);

/* ---- race.c ---- */

/* Takes an A line. False: too many events. */
bool rig_race_begin(struct rig *rig, const struct step *step);
/* Adds an event. If it is the last, all of them run. */
enum rig_result rig_race_add(struct rig *rig, const struct step *step);
/* Runs the events that have come so far. */
void rig_race_run(struct rig *rig);
/* To be called when the library has taken an ITS's lock. */
void rig_race_locked(struct rig *rig);

/* ---- work.c ---- */

/* Watches what each trap does, from now on. */
void rig_work_watch(struct rig *rig);
/* To be called after each call of itsg_domain_teardown: checks its work. */
void rig_work_domain(struct rig *rig);

/* ---- finish.c ---- */

/* Tears down an ITS. The hardware runs meanwhile. */
void rig_teardown(struct rig *rig, unsigned int its);

/* ---- expect.c ---- */

/* Judges an X line. */
enum rig_result rig_expectation(struct rig *rig, const struct step *step);
/* Returns the bits in which a recorded read may differ. */
uint64_t rig_ignored_bits(const struct rig *rig, const struct step *step);

#endif
