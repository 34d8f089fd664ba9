/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What each single trap did. */
#ifndef RIG_WORK_H
#define RIG_WORK_H

#include "rig/rig.h"

/* Watches what each trap does, from now on. */
void rig_work_watch(struct rig *rig);
/* To be called after each call of itsg_domain_teardown: checks its work. */
void rig_work_domain(struct rig *rig);

#endif
