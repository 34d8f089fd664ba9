/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* CPUs, devices and interrupts. */
#ifndef LINUX_DEVICE_H
#define LINUX_DEVICE_H

#include "model/linux/linux.h"

/* Maps the device that stands for vPE doorbells. */
bool linux_proxy_create(struct linux_its *its);

#endif
