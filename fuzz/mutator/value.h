/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Numbers that matter here. */
#ifndef MUTATOR_VALUE_H
#define MUTATOR_VALUE_H

#include "mutator/live.h"

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

#endif
