/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Registers, values, commands and properties in words. */
#ifndef TOOL_WORDS_H
#define TOOL_WORDS_H

#include <itsguard/itsguard.h>
#include "model/model.h"

/* Returns what a property promises, as a sentence without its full stop. */
const char *words_property(enum model_property property);
/* Gives the name of the register at this offset of the frames; "offset 20" if it has none. */
void words_register(uint32_t offset, char *name, size_t size);
/* Gives what a write of value means; may be "". */
void words_value(uint32_t offset, uint64_t value, char *text, size_t size);
/*
 * Returns what the phase (enum itsg_phase) of an ITS means; from MODEL_WATCH_RD on: of a
 * redistributor.
 */
const char *words_phase(uint32_t its, uint32_t phase);
/* Returns whose memory it is: "the hypervisor's". */
const char *words_owner(enum model_owner owner);
/* Returns what became of an attempt (ITSG_EVENT_ATTEMPT), by its verdict. */
const char *words_attempt(enum itsg_verdict verdict);
/* Says how many attempts there were, and what became of them; "" for none. */
void words_attempts(uint64_t count, uint32_t audit, char *text, size_t size);
/* Says a command in words. */
void words_command(uint64_t typer, const uint64_t words[4], char *text, size_t size);

#endif
