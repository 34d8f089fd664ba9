/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The state of a rig. For the files of fuzz/rig alone. */
#ifndef RIG_STATE_H
#define RIG_STATE_H

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
	bool abandoned;		/* it was disabled while it was stalled */
	uint64_t hw_writes;	/* registers of the hardware that the library wrote */
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
	uint64_t hw_writes;
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
	struct itsg_event attempt; /* the first one, with its line; line 0: there was none */
	uint32_t attempt_line;
	uint64_t attempts_expected; /* attempts at the last X line about them */
	bool settled; /* nothing is pending: rig_settle ran, and only X lines since then */
	struct itsg_event refusal;
	uint32_t refusal_line;
	struct step difference;
	uint64_t difference_value;

	enum model_property broken;
	char text[240];
};

#endif
