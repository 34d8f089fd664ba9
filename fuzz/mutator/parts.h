/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Between the files of the mutator. */
#ifndef MUTATOR_PARTS_H
#define MUTATOR_PARTS_H

#include "mutator/mutator.h"
#include "rig/host.h"

/* ---- live.c: what the steps before a place are about ---- */

#define LIVE_MAX 16

/* The last different ones. */
struct live_pool {
	uint64_t value[LIVE_MAX];
	unsigned int count; /* that there ever were */
};

struct live {
	const struct trace_config *config;
	struct host host[TRACE_ITS_MAX]; /* the host's queues and tables */
	struct live_pool devices, events /* device << 32 | event */, icids, intids, addresses;
	unsigned int since; /* commands since the last doorbell */
	bool properties;    /* a redistributor was given tables */
};

void live_begin(struct live *live, const struct trace_config *config);
void live_note(struct live *live, const struct step *step);
/* Of the steps before index end. */
void live_at(struct live *live, const struct mutator_input *input, size_t end);
bool live_pool_pick(const struct live_pool *pool, struct dice *dice, uint64_t *value);

/* ---- value.c: numbers that matter here ---- */

/* It, one less, one more, or twice. */
uint64_t value_near(uint64_t value, struct dice *dice);
uint64_t value_device(const struct live *live, unsigned int its, struct dice *dice);
uint64_t value_event(const struct live *live, unsigned int its, struct dice *dice);
uint64_t value_intid(const struct live *live, struct dice *dice);
uint64_t value_icid(const struct live *live, unsigned int its, struct dice *dice);
/* As it stands in bits 51:16 of a command's word. */
uint64_t value_rd(const struct live *live, unsigned int its, struct dice *dice);
/* Of a page, or of something that is near a page's end. */
uint64_t value_address(const struct live *live, struct dice *dice);
/* Where all memory is the host's, mostly. */
uint64_t value_arena(struct dice *dice);
/* Of a word in a slot of the queue that is about to be read, or was. */
uint64_t value_slot_word(const struct live *live, unsigned int its, struct dice *dice);
uint64_t value_bytes(struct dice *dice); /* of pages */

/* ---- command.c ---- */

void command_any(const struct live *live, unsigned int its, uint64_t words[4], struct dice *dice);
void command_of(unsigned int opcode, const struct live *live, unsigned int its, uint64_t words[4],
		struct dice *dice);
/* Another value in one of its fields. */
void command_change(const struct live *live, unsigned int its, uint64_t words[4],
		    struct dice *dice);

/* ---- access.c: register accesses ---- */

uint64_t access_offset(struct dice *dice);
/* That this register could be given; cut to size. */
uint64_t access_value(const struct live *live, unsigned int its, uint64_t offset, uint64_t size,
		      struct dice *dice);
uint64_t access_size(uint64_t offset, struct dice *dice);
uint64_t access_rd_offset(struct dice *dice);
uint64_t access_rd_size(uint64_t offset, struct dice *dice);
uint64_t access_rd_value(const struct live *live, uint64_t offset, uint64_t size,
			 struct dice *dice);
/* Where a table, a queue or an ITT could be. */
uint64_t access_baser(const struct live *live, unsigned int its, unsigned int n, struct dice *dice);
uint64_t access_cbaser(const struct live *live, struct dice *dice);

/* ---- step.c: one step ---- */

/* A new one of that kind, of one that an attack can have. */
void step_make(struct step *step, enum step_kind kind, const struct live *live, unsigned int its,
	       struct dice *dice);
void step_any(struct step *step, const struct live *live, unsigned int its, struct dice *dice);
/* Another value for one operand. */
void step_change(struct step *step, const struct live *live, struct dice *dice);

/* ---- config.c ---- */

void config_change(struct mutator_input *input, struct dice *dice);

#endif
