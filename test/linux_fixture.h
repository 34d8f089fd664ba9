/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the tests of the driver share: one fake ITS, one driver, and how to compare what it did. */
#ifndef LINUX_FIXTURE_H
#define LINUX_FIXTURE_H

#include <check.h>

#include "fake_its.h"

extern struct fake_its fake_hw;
extern struct linux_its driver;
extern struct linux_config driver_config;

/* The driver is initialised, nothing has been accessed. */
void driver_start(void);
/* Fails the test if the driver or the fake found anything wrong. */
void driver_check(void);
void driver_probe(void);
/* Probes, with so many CPUs online, and empties the log. */
void driver_run(uint32_t cpus);

void driver_expect_accesses(const struct fake_access *want, size_t count);
void driver_expect_commands(const uint64_t (*want)[4], size_t count);

#define EXPECT_ACCESSES(want) driver_expect_accesses(want, sizeof(want) / sizeof((want)[0]))
#define EXPECT_COMMANDS(want) driver_expect_commands(want, sizeof(want) / sizeof((want)[0]))

/* A test case whose tests each begin with a new machine. tests ends with NULL. */
TCase *linux_group(Suite *suite, const char *name, const TTest *const *tests);

void linux_probe_tests(Suite *suite);

#endif
