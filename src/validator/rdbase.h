/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* RDbases: how commands name redistributors. All of it is pure: no state, no locks. */
#ifndef ITSG_RDBASE_H
#define ITSG_RDBASE_H

#include <itsguard/state.h>

#include "validator/inline.h"

/* The RDbase of redistributor index, as commands carry it; index below redistributor_count. */
ALWAYS_INLINE itsg_rdbase rdbase_of(const struct itsg_limits *limits, uint32_t index)
{
	const struct itsg_redistributor *rd = &limits->redistributors[index];

	return limits->pta ? rd->base >> 16 : rd->processor;
}

/*
 * True if RDbase, as commands carry it, names a redistributor of limits.
 *
 * Work: the logarithm of the number of redistributors.
 */
bool itsg_rdbase_search(const struct itsg_limits *limits, itsg_rdbase rd);

/* The same. On nearly every machine redistributors are numbered from 0: then it is one look. */
ALWAYS_INLINE bool rdbase_is_known(const struct itsg_limits *limits, itsg_rdbase rd)
{
	return rd < limits->numbered || itsg_rdbase_search(limits, rd);
}

#endif
