/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Register accesses. */
#ifndef MUTATOR_ACCESS_H
#define MUTATOR_ACCESS_H

#include "mutator/live.h"

/* Returns an offset in the ITS's frames. */
uint64_t access_offset(struct dice *dice);
/* Returns a value that this register could be given, cut to size. */
uint64_t access_value(const struct live *live, unsigned int its, uint64_t offset, uint64_t size,
		      struct dice *dice);
/* Returns a size for an access at this offset. */
uint64_t access_size(uint64_t offset, struct dice *dice);
/* Returns an offset in a redistributor's frames. */
uint64_t access_rd_offset(struct dice *dice);
/* Returns a size for an access at this offset of a redistributor. */
uint64_t access_rd_size(uint64_t offset, struct dice *dice);
/* Returns a value that this register of a redistributor could be given, cut to size. */
uint64_t access_rd_value(const struct live *live, uint64_t offset, uint64_t size,
			 struct dice *dice);
/* Returns a value for BASER<n>. */
uint64_t access_baser(const struct live *live, unsigned int its, unsigned int n, struct dice *dice);
/* Returns a value for CBASER. */
uint64_t access_cbaser(const struct live *live, struct dice *dice);

#endif
