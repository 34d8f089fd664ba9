/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * All headers of the EL2 glue. Calls go down only: hypglue uses <itsguard/itsguard.h>, and nothing
 * of the library knows hypglue. README.md says how the parts are put together.
 */
#ifndef HYPGLUE_H
#define HYPGLUE_H

#include "hypglue/fdt.h"
#include "hypglue/frames.h"
#include "hypglue/gic.h"
#include "hypglue/inject.h"
#include "hypglue/mmio_guard.h"
#include "hypglue/platform_linear.h"
#include "hypglue/quirks.h"
#include "hypglue/regions.h"
#include "hypglue/smccc.h"
#include "hypglue/trap.h"

#endif
