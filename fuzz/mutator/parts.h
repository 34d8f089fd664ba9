/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the files of the mutator share. */
#ifndef MUTATOR_PARTS_H
#define MUTATOR_PARTS_H

#include "mutator/mutator.h"
#include "rig/host.h"

/* ---- live.c: what the steps before a place have set up ---- */

#define LIVE_MAX 16

/* The last LIVE_MAX different values. */
struct live_pool {
	uint64_t value[LIVE_MAX];
	unsigned int count; /* how many there ever were */
};

struct live {
	const struct trace_config *config;
	struct host host[TRACE_ITS_MAX]; /* the host's queues and tables */
	struct live_pool devices, events /* device << 32 | event */, icids, intids, addresses;
	unsigned int since; /* commands since the last doorbell */
	bool properties;    /* a redistributor was given a table */
};

/* Sets live to the state before any step. */
void live_begin(struct live *live, const struct trace_config *config);
/* Adds what a step sets up. */
void live_note(struct live *live, const struct step *step);
/* Sets live to the state after the steps before index end. */
void live_at(struct live *live, const struct mutator_input *input, size_t end);
/* Picks one of the values. False: there are none. */
bool live_pool_pick(const struct live_pool *pool, struct dice *dice, uint64_t *value);

/* ---- value.c: numbers that matter here ---- */

/* Returns the value, one less, one more, twice or half of it. */
uint64_t value_near(uint64_t value, struct dice *dice);
/* Returns a DeviceID. */
uint64_t value_device(const struct live *live, unsigned int its, struct dice *dice);
/* Returns an EventID. */
uint64_t value_event(const struct live *live, unsigned int its, struct dice *dice);
/* Returns an INTID of an LPI, mostly. */
uint64_t value_intid(const struct live *live, struct dice *dice);
/* Returns an ICID. */
uint64_t value_icid(const struct live *live, unsigned int its, struct dice *dice);
/* Returns an RDbase, in place in bits 51:16 of a command's word. */
uint64_t value_rd(const struct live *live, unsigned int its, struct dice *dice);
/* Returns the address of a page, or of something near the end of a page. */
uint64_t value_address(const struct live *live, struct dice *dice);
/* Returns an address in memory that is, in most machines, all the host's. */
uint64_t value_arena(struct dice *dice);
/* Returns the address of a word in a slot that will be read next, or was read last. */
uint64_t value_slot_word(const struct live *live, unsigned int its, struct dice *dice);
/* Returns a size: some pages, in bytes. */
uint64_t value_bytes(struct dice *dice);

/* ---- command.c ---- */

/* Makes any command; first those that the others need. */
void command_any(const struct live *live, unsigned int its, uint64_t words[4], struct dice *dice);
/* Makes a command with this opcode. */
void command_of(unsigned int opcode, const struct live *live, unsigned int its, uint64_t words[4],
		struct dice *dice);
/* Changes the value of one field. */
void command_change(const struct live *live, unsigned int its, uint64_t words[4],
		    struct dice *dice);

/* ---- access.c: register accesses ---- */

/* Returns an offset in the ITS's frames. */
uint64_t access_offset(struct dice *dice);
/* Returns a value that this register could be given, cut to size. */
uint64_t access_value(const struct live *live, unsigned int its, uint64_t offset, uint64_t size,
		      struct dice *dice);
/* Returns a size for an access at this offset. */
uint64_t access_size(uint64_t offset, struct dice *dice);
/* The same three for a redistributor. */
uint64_t access_rd_offset(struct dice *dice);
uint64_t access_rd_size(uint64_t offset, struct dice *dice);
uint64_t access_rd_value(const struct live *live, uint64_t offset, uint64_t size,
			 struct dice *dice);
/* Return what BASER<n> or CBASER could be given. */
uint64_t access_baser(const struct live *live, unsigned int its, unsigned int n, struct dice *dice);
uint64_t access_cbaser(const struct live *live, struct dice *dice);

/* ---- step.c: one step ---- */

/* Makes a new step of this kind, which is one that an attack can have. */
void step_make(struct step *step, enum step_kind kind, const struct live *live, unsigned int its,
	       struct dice *dice);
/* Makes any step, now and then an `I` line. */
void step_any(struct step *step, const struct live *live, unsigned int its, struct dice *dice);
/* Changes the value of one operand. */
void step_change(struct step *step, const struct live *live, struct dice *dice);

/* ---- config.c ---- */

/* Changes one item of the configuration, or a group of items. */
void config_change(struct mutator_input *input, struct dice *dice);

#endif
