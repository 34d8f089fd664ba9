// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "mutator/live.h"

#include <string.h>

#define PROPBASER 0x70
#define PENDBASER 0x78
#define ADDRESS	  0xffffffffff000ULL

static void keep(struct live_pool *pool, uint64_t value)
{
	unsigned int i;

	for (i = 0; i < pool->count && i < LIVE_MAX; i++)
		if (pool->value[i] == value)
			return;
	pool->value[pool->count++ % LIVE_MAX] = value;
}

bool live_pool_pick(const struct live_pool *pool, struct dice *dice, uint64_t *value)
{
	size_t count = least_of(pool->count, LIVE_MAX);

	if (!count)
		return false;
	*value = pool->value[dice_below(dice, count)];
	return true;
}

void live_begin(struct live *live, const struct trace_config *config)
{
	unsigned int n;

	memset(live, 0, sizeof(*live));
	live->config = config;
	for (n = 0; n < config->its_count; n++)
		host_reset(&live->host[n], &config->its[n]);
}

static void note_command(struct live *live, const uint64_t words[4])
{
	uint64_t device = words[0] >> 32;

	live->since++;
	switch (words[0] & 0xff) {
	case 0x08:
		keep(&live->devices, device);
		keep(&live->addresses, words[2] & ADDRESS);
		break;
	case 0x09: keep(&live->icids, words[2] & 0xffff); break;
	case 0x0a:
		keep(&live->events, device << 32 | (words[1] & 0xffffffff));
		keep(&live->intids, words[1] >> 32);
		break;
	case 0x0b: keep(&live->events, device << 32 | (words[1] & 0xffffffff)); break;
	default: break;
	}
}

static void note_write(struct live *live, const struct step *step)
{
	uint64_t offset = step->op[0];

	(void)host_write(&live->host[step->its], offset, step->op[1], step->op[2], true);
	if ((offset & ~7ULL) == 0x88)
		live->since = 0;
	else if (offset >= 0x80 && offset < 0x140 && step->op[2] & ADDRESS)
		keep(&live->addresses, step->op[2] & ADDRESS);
}

static void note_rd_write(struct live *live, const struct step *step)
{
	if (step->op[1] != PROPBASER && step->op[1] != PENDBASER)
		return;
	live->properties = true;
	keep(&live->addresses, step->op[3] & ADDRESS);
}

void live_note(struct live *live, const struct step *step)
{
	switch (step->kind) {
	case STEP_WRITE:
	case STEP_BAD_WRITE: note_write(live, step); break;
	case STEP_COMMAND:
		note_command(live, step->op);
		(void)host_push(&live->host[step->its]);
		break;
	case STEP_SLOT: note_command(live, step->op + 1); break;
	case STEP_MOVE: keep(&live->addresses, step->op[0] & ADDRESS); break;
	case STEP_REDIST: note_rd_write(live, step); break;
	default: break;
	}
}

void live_at(struct live *live, const struct mutator_input *input, size_t end)
{
	size_t i;

	live_begin(live, &input->config);
	for (i = 0; i < end && i < input->count; i++)
		live_note(live, &input->steps[i]);
}
