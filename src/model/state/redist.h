/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* One redistributor that the library mediates. Data only. */
#ifndef MODEL_STATE_REDIST_H
#define MODEL_STATE_REDIST_H

#include "model/state/context.h"

struct model_rd_config;

struct model_rd {
	struct model_ctx ctx;
	const struct model_rd_config *config;
	unsigned int number;
	bool enabled, rwp, busy, ptz;
	bool stopping;	/* rwp is 1 because of a disable: its tables may still be in use */
	bool stuck;	/* it completes nothing */
	bool unordered; /* something was cleared or cleaned, and no barrier since */
	uint32_t dpg, waker;
	uint64_t propbaser, pendbaser;
	uint64_t pending_bytes; /* of the host's table, as a test says; 0: it has said nothing */
};

#endif
