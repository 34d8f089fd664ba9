// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "mutator/mutator.h"

#include <string.h>

#include "mutator/config.h"
#include "mutator/live.h"
#include "mutator/scene.h"
#include "mutator/step.h"

#define BYTES_ONE_IN 16 /* calls that mutate plain bytes */
#define ANEW_ONE_IN  64 /* calls that drop the input and start from nothing */
#define ROW	     16 /* steps in a row that are moved, deleted or doubled, at most */

/* ---- Decode and encode ---- */

void mutator_decode(struct mutator_input *input, const uint8_t *data, size_t size)
{
	static uint8_t attack[1 << 16];

	input->small = !size || data[0] & BINARY_SMALL;
	size = size < sizeof(attack) ? size : sizeof(attack);
	if (size)
		memcpy(attack, data, size);
	attack[0] = input->small ? BINARY_SMALL : 0;
	input->count = binary_decode(attack, size ? size : 1, &input->config, input->steps,
				     BINARY_ATTACK_STEPS);
}

static size_t encode(const struct mutator_input *input, size_t count, uint8_t *data, size_t size)
{
	return binary_encode(&input->config, input->steps, count, input->small ? BINARY_SMALL : 0,
			     data, size);
}

size_t mutator_encode(const struct mutator_input *input, uint8_t *data, size_t max_size)
{
	size_t low = 0, high = input->count;

	if (encode(input, 0, NULL, 0) > max_size)
		return 0;
	/* Find the largest number of steps that fits. */
	while (low < high) {
		size_t middle = (low + high + 1) / 2;

		if (encode(input, middle, NULL, 0) <= max_size)
			low = middle;
		else
			high = middle - 1;
	}
	return encode(input, low, data, max_size);
}

/* ---- Steps in a row ---- */

/*
 * Makes room for count steps at this place. If there are too many steps then, the last ones are
 * dropped. Returns for how many there is room.
 */
static size_t open_gap(struct mutator_input *input, size_t at, size_t count)
{
	size_t behind = input->count - at;

	if (count > BINARY_ATTACK_STEPS - at)
		count = BINARY_ATTACK_STEPS - at;
	if (behind > BINARY_ATTACK_STEPS - at - count)
		behind = BINARY_ATTACK_STEPS - at - count;
	memmove(&input->steps[at + count], &input->steps[at], behind * sizeof(input->steps[0]));
	input->count = at + count + behind;
	return count;
}

static void close_gap(struct mutator_input *input, size_t at, size_t count)
{
	memmove(&input->steps[at], &input->steps[at + count],
		(input->count - at - count) * sizeof(input->steps[0]));
	input->count -= count;
}

/* Chooses steps in a row: a few more often than many. */
static size_t some(const struct mutator_input *input, size_t *at, struct dice *dice)
{
	size_t most = dice_one_in(dice, 8) ? input->count : ROW;
	size_t count = dice_one_in(dice, 3) ? 1 : dice_few(dice, (unsigned int)most);

	*at = dice_below(dice, input->count);
	return count < input->count - *at ? count : input->count - *at;
}

/* Chooses a place between steps. Half of the time it is the end. */
static size_t some_place(const struct mutator_input *input, struct dice *dice)
{
	return dice_one_in(dice, 2) ? input->count : dice_below(dice, input->count + 1);
}

static void put_at(struct mutator_input *input, size_t at, const struct step *steps, size_t count)
{
	count = open_gap(input, at, count);
	memcpy(&input->steps[at], steps, count * sizeof(steps[0]));
}

/* ---- The kinds ---- */

static bool insert(struct mutator_input *input, struct dice *dice)
{
	static struct scene scene;
	size_t at = some_place(input, dice);

	scene.count = 0;
	scene.dice = dice;
	scene.its = dice_below(dice, input->config.its_count);
	scene.cpu = dice_below(dice, input->config.cpus < 4 ? input->config.cpus : 4);
	live_at(&scene.live, input, at);
	if (input->count && dice_one_in(dice, scene.live.host[scene.its].enabled ? 2 : 5)) {
		step_any(&scene.steps[0], &scene.live, scene.its, dice);
		scene.count = 1;
	} else {
		scene_any(&scene);
	}
	put_at(input, at, scene.steps, scene.count);
	return scene.count > 0;
}

static bool delete (struct mutator_input *input, struct dice *dice)
{
	size_t at, count = some(input, &at, dice);

	close_gap(input, at, count);
	return true;
}

static struct step row[BINARY_ATTACK_STEPS];

static bool duplicate(struct mutator_input *input, struct dice *dice)
{
	size_t at, count = some(input, &at, dice);
	size_t to = dice_one_in(dice, 2) ? at + count : some_place(input, dice);

	memcpy(row, &input->steps[at], count * sizeof(row[0]));
	put_at(input, to, row, count);
	return true;
}

static bool reorder(struct mutator_input *input, struct dice *dice)
{
	size_t at, count = some(input, &at, dice), to;

	if (count == input->count)
		return false;
	memcpy(row, &input->steps[at], count * sizeof(row[0]));
	close_gap(input, at, count);
	do
		to = dice_below(dice, input->count + 1);
	while (to == at);
	put_at(input, to, row, count);
	return true;
}

static bool change_field(struct mutator_input *input, struct dice *dice)
{
	struct step *step = &input->steps[dice_below(dice, input->count)], before = *step;
	unsigned int tries = 8;
	struct live live;

	live_at(&live, input, (size_t)(step - input->steps));
	for (; tries && !memcmp(before.op, step->op, sizeof(before.op)); tries--)
		step_change(step, &live, dice);
	return tries > 0;
}

static bool change_place(struct mutator_input *input, struct dice *dice)
{
	struct step *step = &input->steps[dice_below(dice, input->count)];

	if (step_may_be_inserted(step) && dice_one_in(dice, 2)) {
		step->inserted = !step->inserted;
	} else if (input->config.its_count > 1) {
		step->its = (uint8_t)((step->its + 1) % input->config.its_count);
	} else {
		step->cpu = (uint8_t)((step->cpu + 1 + dice_below(dice, 3)) % 4);
	}
	return true;
}

static bool change_config(struct mutator_input *input, struct dice *dice)
{
	size_t i;

	config_change(input, dice);
	for (i = 0; i < input->count; i++)
		input->steps[i].its = (uint8_t)(input->steps[i].its % input->config.its_count);
	return true;
}

/*
 * Makes the doorbells fit again, whatever happened to the commands: a doorbell after new commands
 * says where they end.
 */
static bool mend_doorbells(struct mutator_input *input)
{
	bool changed = false;
	struct live live;
	size_t i;

	live_begin(&live, &input->config);
	for (i = 0; i < input->count; i++) {
		struct step *step = &input->steps[i];
		uint64_t position = live.host[step->its].position;

		if (live.since && step->kind == STEP_WRITE && step->op[0] == 0x88 &&
		    step->op[2] != position) {
			step->op[2] = position;
			changed = true;
		}
		live_note(&live, step);
	}
	return changed;
}

bool mutator_apply(struct mutator_input *input, enum mutator_kind kind, struct dice *dice)
{
	if (!input->count && kind != MUTATOR_INSERT && kind != MUTATOR_CONFIG)
		return false;
	switch (kind) {
	case MUTATOR_INSERT: return insert(input, dice);
	case MUTATOR_DELETE: return delete (input, dice);
	case MUTATOR_DUPLICATE: return duplicate(input, dice);
	case MUTATOR_REORDER: return reorder(input, dice);
	case MUTATOR_FIELD: return change_field(input, dice);
	case MUTATOR_PLACE: return change_place(input, dice);
	case MUTATOR_CONFIG: return change_config(input, dice);
	case MUTATOR_DOORBELL: return mend_doorbells(input);
	case MUTATOR_KINDS:
	default: return false;
	}
}

/* ---- Calls from outside ---- */

static enum mutator_kind some_kind(struct dice *dice)
{
	static const uint8_t kinds[] = {
		MUTATOR_INSERT,	 MUTATOR_INSERT, MUTATOR_INSERT, MUTATOR_INSERT,
		MUTATOR_INSERT,	 MUTATOR_FIELD,	 MUTATOR_FIELD,	 MUTATOR_FIELD,
		MUTATOR_FIELD,	 MUTATOR_DELETE, MUTATOR_DELETE, MUTATOR_DUPLICATE,
		MUTATOR_REORDER, MUTATOR_PLACE,	 MUTATOR_CONFIG, MUTATOR_CONFIG,
	};

	return (enum mutator_kind)DICE_OF(dice, kinds);
}

/* Starts from nothing: another machine, and some steps on it. */
static void begin_anew(struct mutator_input *input, struct dice *dice)
{
	unsigned int n;

	mutator_decode(input, NULL, 0);
	for (n = dice_below(dice, 6); n; n--)
		config_change(input, dice);
	for (n = dice_few(dice, 4); n; n--)
		(void)insert(input, dice);
}

static void mutate_steps(struct mutator_input *input, struct dice *dice)
{
	unsigned int n = dice_few(dice, 4);

	if (!input->count || dice_one_in(dice, ANEW_ONE_IN))
		begin_anew(input, dice);
	while (n)
		n -= mutator_apply(input, some_kind(dice), dice);
	if (!dice_one_in(dice, 4))
		(void)mend_doorbells(input);
}

static size_t mutate_bytes(uint8_t *data, size_t size, size_t max_size, mutator_bytes *bytes,
			   struct dice *dice)
{
	return bytes ? bytes(data, size, max_size) : mutator_plain(data, size, max_size, dice);
}

size_t mutator_mutate(uint8_t *data, size_t size, size_t max_size, uint64_t seed,
		      mutator_bytes *bytes)
{
	static struct mutator_input input;
	struct dice dice = {seed};
	size_t made;

	if (!max_size)
		return 0;
	size = size < max_size ? size : max_size;
	if (size && dice_one_in(&dice, BYTES_ONE_IN))
		return mutate_bytes(data, size, max_size, bytes, &dice);
	mutator_decode(&input, data, size);
	mutate_steps(&input, &dice);
	made = mutator_encode(&input, data, max_size);
	return made ? made : mutate_bytes(data, size, max_size, bytes, &dice);
}

/* ---- Two inputs ---- */

void mutator_splice(struct mutator_input *input, const struct mutator_input *other,
		    struct dice *dice)
{
	size_t from, count, at, i;

	if (!other->count)
		return;
	if (dice_one_in(dice, 2)) { /* the end of the other one after the start of this one */
		input->count -= input->count ? dice_below(dice, input->count) : 0;
		from = dice_below(dice, other->count);
		count = other->count - from;
		at = input->count;
	} else {
		count = some(other, &from, dice);
		at = some_place(input, dice);
	}
	put_at(input, at, &other->steps[from], count);
	for (i = 0; i < input->count; i++)
		input->steps[i].its = (uint8_t)(input->steps[i].its % input->config.its_count);
}

size_t mutator_cross(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size, uint8_t *out,
		     size_t max_size, uint64_t seed)
{
	static struct mutator_input first, second;
	struct dice dice = {seed};
	size_t made;

	mutator_decode(&first, a, a_size);
	mutator_decode(&second, b, b_size);
	mutator_splice(&first, &second, &dice);
	if (!dice_one_in(&dice, 4))
		(void)mend_doorbells(&first);
	made = mutator_encode(&first, out, max_size);
	if (made || !max_size)
		return made;
	made = a_size < max_size ? a_size : max_size;
	memcpy(out, a, made);
	return made;
}
