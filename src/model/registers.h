/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The ITS's registers. An access that is illegal or UNPREDICTABLE breaks P11. */
#ifndef MODEL_REGISTERS_H
#define MODEL_REGISTERS_H

#include <stdint.h>

struct model_its;

uint64_t model_register_read(struct model_its *its, uint32_t offset, uint32_t size);
void model_register_write(struct model_its *its, uint32_t offset, uint32_t size, uint64_t value);

#endif
