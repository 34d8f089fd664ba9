/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The audit of addresses that the host names: what must be told of them, and what must not. */
#ifndef MODEL_AUDIT_H
#define MODEL_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

struct itsg_event;
struct model_ctx;

/* The lock of this context was taken. */
void model_audit_locked(struct model_ctx *ctx);
/* The library has read these words from the queue of this context's ITS. */
void model_audit_read(struct model_ctx *ctx, const uint64_t words[4]);
/* It has asked its ledger. foul: the answer was not that all of it is the host's. */
void model_audit_asked(struct model_ctx *ctx, uint64_t pa, uint64_t size, bool foul);
/* It has reported an event. */
void model_audit_reported(struct model_ctx *ctx, const struct itsg_event *event);

#endif
