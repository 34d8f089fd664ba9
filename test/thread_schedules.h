/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef THREAD_SCHEDULES_H
#define THREAD_SCHEDULES_H

#include <check.h>

/* Adds the tests of thread_schedules.c. */
void schedule_tests(Suite *suite);

#endif
