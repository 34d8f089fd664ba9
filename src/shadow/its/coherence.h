/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What we write for the hardware, and when it is in memory as the hardware sees it. Nobody else
 * writes its->coherent and its->unfenced.
 */
#ifndef ITSG_ITS_COHERENCE_H
#define ITSG_ITS_COHERENCE_H

#include "shadow/its/slow.h"

/* The hardware snoops, or does not. */
static inline void coherence_set(struct itsg_its *its, bool coherent)
{
	its->coherent = coherent;
	slow_when(its, SLOW_CLEAN, !coherent);
}

/* A barrier was made that completes what was cleaned. */
static inline void coherence_fenced(struct itsg_its *its)
{
	its->unfenced = false;
}

/* Cleans where the hardware does not snoop. A fence has to follow in the same call. */
void itsg_coherence_clean(struct itsg_its *its, const void *va, uint64_t bytes);

/* Everything written and cleaned so far is in memory. */
void itsg_coherence_fence(struct itsg_its *its);

#endif
