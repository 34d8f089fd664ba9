/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `X hw-equal`: did the hardware see the host's commands, each once, in order, and nothing else but
 * the commands of the library's own that a purge, an expansion or a power loss calls for? Worked
 * out from the host's memory and what the hardware executes alone.
 */
#ifndef RIG_EQUAL_H
#define RIG_EQUAL_H

#include "model/model.h"
#include "rig/host.h"
#include "rig/map.h"

struct equal {
	const struct model *model;
	const struct host *host;
	uint64_t (*queue)[4]; /* the host's commands as they were published, by slot */
	uint32_t next;	      /* offset of the first not accounted for; host->cwriter ends them */
	uint32_t end;
	struct rig_map devices;	    /* DeviceID -> live events; as the hardware has them */
	struct rig_map events;	    /* DeviceID << 32 | EventID */
	struct rig_map collections; /* ICID -> RDbase */
	struct rig_map lost;	    /* collections of the hardware's own that went with its power */
	bool purge_may, purge_must;
	bool teardown; /* whatever comes unmaps */
	bool blind;    /* power went with work in flight: nothing is known until a new queue */
	bool failed;
	char text[200];
};

bool equal_create(struct equal *equal);
void equal_destroy(struct equal *equal);
void equal_reset(struct equal *equal, const struct model *model, const struct host *host);

/* After host_write: what it did. */
void equal_host_wrote(struct equal *equal, unsigned int did);
void equal_executed(struct equal *equal, const uint64_t words[4]);
/* The host read CREADR. */
void equal_creadr(struct equal *equal, uint64_t value);
/* clean: the hardware was off, quiescent and seen so. */
void equal_power_lost(struct equal *equal, bool clean);
void equal_teardown(struct equal *equal);
/* Everything published has had its time: NULL, or what is wrong. enabled: as the host reads it. */
const char *equal_finish(struct equal *equal, bool enabled);

#endif
