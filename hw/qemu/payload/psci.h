/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Function identifiers and results of PSCI. */
#ifndef PAYLOAD_PSCI_H
#define PAYLOAD_PSCI_H

#define PSCI_VERSION	   0x84000000
#define PSCI_CPU_SUSPEND   0xc4000001
#define PSCI_CPU_OFF	   0x84000002
#define PSCI_CPU_ON	   0xc4000003
#define PSCI_AFFINITY_INFO 0xc4000004
#define PSCI_SYSTEM_OFF	   0x84000008
#define PSCI_SYSTEM_RESET  0x84000009
#define PSCI_FEATURES	   0x8400000a

#define PSCI_SUCCESS	   0
#define PSCI_NOT_SUPPORTED ((uint64_t)-1)
#define PSCI_INVALID	   ((uint64_t)-2)
#define PSCI_ALREADY_ON	   ((uint64_t)-4)
#define PSCI_IS_OFF	   1 /* of AFFINITY_INFO */

#endif
