/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `X hw-equal`: did the hardware see each of the host's commands once, and in order? Beside them it
 * may see only the library's own commands that a purge, an expansion or a power loss needs.
 *
 * Two sources are used, and nothing of the library: the host's memory, and what the hardware
 * executes.
 */
#ifndef RIG_EQUAL_H
#define RIG_EQUAL_H

#include "model/model.h"
#include "rig/host.h"
#include "rig/map.h"

struct equal {
	const struct model *model;
	const struct host *host;
	uint64_t (*queue)[4];	/* the host's commands, as they were at their doorbell */
	uint32_t next;		/* offset of the first command that is not accounted for */
	uint32_t end;		/* offset behind the last command that a doorbell announced */
	struct rig_map devices; /* DeviceID -> number of live events, as the hardware has them */
	struct rig_map events;	/* DeviceID << 32 | EventID */
	struct rig_map collections; /* ICID -> RDbase */
	struct rig_map lost;	    /* collections held in the hardware that its power loss took */
	bool purge_may, purge_must;
	bool teardown; /* unmaps of any kind are expected */
	bool blind;    /* power was lost with work in flight: not judged until a new queue */
	bool failed;
	char text[200];
};

/* Allocates its memory. False: there is none. */
bool equal_create(struct equal *equal);
/* Frees its memory. */
void equal_destroy(struct equal *equal);
/* Starts again for another trace. */
void equal_reset(struct equal *equal, const struct model *model, const struct host *host);

/* Takes what host_write returned for a write of the host. */
void equal_host_wrote(struct equal *equal, unsigned int did);
/* Takes a command that the hardware executed. */
void equal_executed(struct equal *equal, const uint64_t words[4]);
/* Takes what the host read from CREADR. */
void equal_creadr(struct equal *equal, uint64_t value);
/* Takes a power loss. clean: the hardware was off and quiescent, and a call had seen it so. */
void equal_power_lost(struct equal *equal, bool clean);
/* Takes the call of teardown. */
void equal_teardown(struct equal *equal);
/*
 * Judges the end of the trace. enabled: as the host reads it.
 * Requires: all that doorbells announced has been processed.
 * Returns NULL, or what is wrong.
 */
const char *equal_finish(struct equal *equal, bool enabled);

#endif
