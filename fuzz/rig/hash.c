// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rig/hash.h"

#define FNV_START 0xcbf29ce484222325ULL
#define FNV_PRIME 0x100000001b3ULL

enum tag { TAG_EXECUTED = 1, TAG_HW_WRITE, TAG_VERDICT, TAG_REFUSED, TAG_STEP };

/* FNV-1a over the bytes of the value. */
void rig_hash_add(struct rig_hash *hash, uint64_t value)
{
	unsigned int i;

	for (i = 0; i < 8; i++)
		hash->value = (hash->value ^ (value >> 8 * i & 0xff)) * FNV_PRIME;
}

static void add_words(struct rig_hash *hash, enum tag tag, unsigned int its,
		      const uint64_t words[4])
{
	unsigned int i;

	rig_hash_add(hash, (uint64_t)tag << 32 | its);
	for (i = 0; i < 4; i++)
		rig_hash_add(hash, words[i]);
}

static void executed(void *arg, unsigned int its, const uint64_t words[4])
{
	add_words(arg, TAG_EXECUTED, its, words);
}

static void hw_write(void *arg, unsigned int its, uint32_t offset, uint64_t value)
{
	rig_hash_add(arg, (uint64_t)TAG_HW_WRITE << 32 | its);
	rig_hash_add(arg, offset);
	rig_hash_add(arg, value);
}

static void reported(void *arg, const struct itsg_event *event)
{
	if (event->kind == ITSG_EVENT_COMMAND) {
		add_words(arg, TAG_VERDICT, event->its, event->words);
		rig_hash_add(arg, event->position);
		rig_hash_add(arg, (uint64_t)event->verdict << 32 | (uint64_t)event->reason);
	}
	if (event->kind == ITSG_EVENT_ACCESS || event->kind == ITSG_EVENT_ENABLE_FAILED) {
		rig_hash_add(arg, (uint64_t)TAG_REFUSED << 32 | event->its);
		rig_hash_add(arg, (uint64_t)event->position << 32 | (uint64_t)event->reason);
	}
}

void rig_hash_begin(struct rig_hash *hash)
{
	hash->watch = (struct model_watch){hash, executed, reported, hw_write};
	hash->value = FNV_START;
}

void rig_hash_step(struct rig_hash *hash, const struct rig *rig, enum rig_result result)
{
	rig_hash_add(hash, (uint64_t)TAG_STEP << 32 | (uint64_t)result);
	rig_hash_add(hash, rig_last_value(rig));
	rig_hash_add(hash, (uint64_t)rig_last_reads(rig) << 1 | rig_last_abort(rig));
}
