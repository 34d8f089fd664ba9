/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A trace as a test: what `itsguard emit-test` prints calls this. */
#ifndef TRACE_FIXTURE_H
#define TRACE_FIXTURE_H

#include <check.h>

/*
 * Replays the trace as `itsguard replay` does, with reports and without. Fails the test unless
 * every property and every expectation holds, X property lines included.
 */
void trace_must_hold(const char *text);

#endif
