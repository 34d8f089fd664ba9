/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Redistributors, if the trace says that they are mediated. */
#ifndef RIG_REDIST_H
#define RIG_REDIST_H

#include "rig/rig.h"

/* Adds them to the model's configuration. */
void rig_rd_world(const struct rig *rig, struct model_config *world);
/* Starts one. */
enum itsg_status rig_rd_init(struct rig *rig, unsigned int cpu, uint32_t report);
/* Carries out G, GR, S rd-powerlost and S rd-teardown. */
enum rig_result rig_rd_step(struct rig *rig, const struct step *step);
/* Polls one; the usual checks follow. */
enum itsg_status rig_rd_poll(struct rig *rig, unsigned int cpu);
/* Lets the hardware of all complete what it was told. True: there was something. */
bool rig_rd_run(struct rig *rig);
/* Polls each until nothing is pending. */
void rig_rd_settle(struct rig *rig);
/* Tears down all. */
void rig_rd_finish(struct rig *rig);

#endif
