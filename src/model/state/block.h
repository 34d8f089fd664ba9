/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Pool blocks as the library reports them. Data only. */
#ifndef MODEL_STATE_BLOCK_H
#define MODEL_STATE_BLOCK_H

#include <itsguard/types.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct model_its;
struct model_rd;
struct model_region;

struct model_block {
	uint64_t pa, size;
	enum itsg_purpose purpose;
	struct model_its *its; /* NULL: a redistributor's, or the domain's */
	struct model_rd *rd;
	const struct model_region *region;
	uint64_t clear_from, clear_to; /* offsets cleared since it was acquired or last in use */
	uint32_t cached;	       /* tables: valid entries that the ITS may cache */
	uint32_t inflight;	       /* ITT: commands that name it and are not executed yet */
	uint32_t device;	       /* ITT: DeviceID that it is mapped for */
	uint64_t left; /* ITT: value of its->executed after the command that unmapped it */
	uint32_t next; /* index + 1 of the next unused record */
	bool held, seen, mapped;
	bool level1; /* device table: was in use as level 1 of two */
};

struct model_blocks {
	struct model_block *block;
	size_t count, room;
	uint32_t unused; /* index + 1 of the first unused record; 0: none */
	size_t held;
};

#endif
