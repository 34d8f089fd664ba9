/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the model tells those who watch it. Data only. */
#ifndef MODEL_WATCH_H
#define MODEL_WATCH_H

#include <stdint.h>

struct itsg_event;

#define MODEL_WATCH_RD 0x100u

struct model_watch {
	void *arg;
	/* The hardware executes a command. It has not taken effect yet. */
	void (*executed)(void *arg, unsigned int its, const uint64_t words[4]);
	/* The library reported something (itsg_platform_report). */
	void (*reported)(void *arg, const struct itsg_event *event);
	/* The library wrote a hardware register. For redistributor n, its is MODEL_WATCH_RD + n. */
	void (*hw_write)(void *arg, unsigned int its, uint32_t offset, uint64_t value);
};

/* Work that the library was seen to do with one ctx since it last took the lock of that ctx. What
 * it only looked at cannot be seen from here: slots that it walks, records that it scans. */
struct model_spent {
	uint64_t loads;	    /* words of the host's queue: four to a work unit */
	uint64_t published; /* slots handed to the hardware */
	uint64_t pages;	    /* given, taken, shared, unshared */
	uint64_t cleared;   /* 4 KiB each; a part of one counts in full */
};

#endif
