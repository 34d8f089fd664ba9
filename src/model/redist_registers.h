/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The registers of RD_base. An access that is illegal or UNPREDICTABLE breaks P11. */
#ifndef MODEL_REDIST_REGISTERS_H
#define MODEL_REDIST_REGISTERS_H

#include <stdint.h>

struct model_rd;

uint64_t model_rd_register_read(struct model_rd *rd, uint32_t offset, uint32_t size);
void model_rd_register_write(struct model_rd *rd, uint32_t offset, uint32_t size, uint64_t value);

#endif
