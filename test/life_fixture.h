/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the life cycle suites share: literal commands, and a world that lives through one test. */
#ifndef LIFE_FIXTURE_H
#define LIFE_FIXTURE_H

#include "world.h"

extern struct world world;

extern const uint64_t mapd_5[4];
extern const uint64_t mapd_5_off[4];
extern const uint64_t mapc_0[4];
extern const uint64_t mapc_0_rd1[4];
extern const uint64_t mapti_5_0[4];
extern const uint64_t mapti_5_bad[4];
extern const uint64_t discard_5_0[4];
extern const uint64_t sync_0[4];
extern const uint64_t unknown[4];

void open_manual(uint32_t budget);
uint64_t creadr(void);
unsigned int executed_opcode(unsigned int i);
/* Opcodes of what the hardware executed, two hexadecimal digits each. */
void expect_executed(const char *opcodes);
/* Maps collection 0, device 5, and its event 0. */
void map_something(void);
/* Writes CBASER, sets CWRITER to 0 and enables. */
void restart(void);

#endif
