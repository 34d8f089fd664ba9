// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Scenes: steps that belong together. They are what a driver does in a row, or somebody who is no
 * driver. Each builds on what is live already.
 */
#include "mutator/scene.h"

#include "mutator/access.h"
#include "mutator/command.h"
#include "mutator/step.h"
#include "rig/rig.h"

#define CTLR	   0x0
#define CBASER	   0x80
#define CWRITER	   0x88
#define CREADR	   0x90
#define BASER(n)   (0x100 + 8ULL * (n))
#define MAPD	   0x08
#define MAPC	   0x09
#define MAPTI	   0x0a
#define DISCARD	   0x0f
#define INV	   0x0c
#define SYNC	   0x05
#define HCC(typer) ((typer) >> 24 & 0xff)
#define INDIRECT   (1ULL << 62)
#define VALID	   (1ULL << 63)

/* The hardware gets its turn, and the host looks at the result. */
static void wait_for(struct scene *scene, uint64_t offset)
{
	unsigned int looks = dice_few(scene->dice, 3);

	if (scene_maybe(scene, 6))
		return;
	for (; looks; looks--) {
		if (!scene->live.config->automatic)
			scene_make(scene, STEP_HARDWARE);
		scene_say(scene, STEP_READ, 2, offset, 4, 0);
	}
}

static void hardware_and_look(struct scene *scene)
{
	wait_for(scene, CREADR);
}

static void doorbell(struct scene *scene)
{
	if (scene_maybe(scene, 12))
		scene_say(scene, STEP_WRITE, 3, CWRITER, 8, scene->live.host[scene->its].position);
	else
		scene_write32(scene, CWRITER, scene->live.host[scene->its].position);
}

static void command(struct scene *scene, unsigned int opcode)
{
	struct step step = {.kind = STEP_COMMAND, .its = (uint8_t)scene->its, .count = 4};

	if (opcode)
		command_of(opcode, &scene->live, scene->its, step.op, scene->dice);
	else
		command_any(&scene->live, scene->its, step.op, scene->dice);
	scene_add(scene, &step);
}

static void baser(struct scene *scene, unsigned int n)
{
	uint64_t value = access_baser(&scene->live, scene->its, n, scene->dice);

	scene_write64(scene, BASER(n), scene_maybe(scene, 24) ? value : value | VALID);
}

static void enable(struct scene *scene)
{
	scene_write32(scene, CTLR, 1);
	if (scene_maybe(scene, 4))
		wait_for(scene, CTLR);
}

static void disable(struct scene *scene)
{
	scene_write32(scene, CTLR, 0);
	wait_for(scene, CTLR);
}

static void tables(struct scene *scene)
{
	bool inside = HCC(scene->live.config->its[scene->its].typer) > 0;

	if (!scene_maybe(scene, 24))
		baser(scene, 0);
	if (!scene_maybe(scene, inside ? 3 : 24))
		baser(scene, 1);
	if (scene_maybe(scene, 16))
		baser(scene, dice_below(scene->dice, 8));
}

static void queue(struct scene *scene)
{
	scene_write64(scene, CBASER, access_cbaser(&scene->live, scene->dice));
	if (!scene_maybe(scene, 6))
		scene_write32(scene, CWRITER, 0);
}

static void burst(struct scene *scene)
{
	unsigned int n = dice_few(scene->dice, scene_maybe(scene, 8) ? 64 : 12);

	for (; n; n--)
		command(scene, 0);
	doorbell(scene);
	wait_for(scene, CREADR);
}

static void set_up(struct scene *scene)
{
	tables(scene);
	queue(scene);
	enable(scene);
	if (!scene_maybe(scene, 4))
		burst(scene);
}

/* Brings a device up as a driver does, and perhaps down or up again. */
static void device(struct scene *scene)
{
	unsigned int events = dice_few(scene->dice, scene_maybe(scene, 6) ? 48 : 8), n;
	struct step *mapd;
	uint64_t id;

	command(scene, MAPC);
	command(scene, MAPD);
	mapd = &scene->steps[scene->count - 1];
	mapd->op[2] |= VALID;
	id = mapd->op[0] >> 32;
	for (n = 0; n < events && scene->count < SCENE_MAX - 8; n++) {
		struct step *step;

		command(scene, MAPTI);
		step = &scene->steps[scene->count - 1];
		step->op[0] = id << 32 | MAPTI;
		step->op[1] = (step->op[1] & ~0xffffffffULL) | n;
	}
	doorbell(scene);
	wait_for(scene, CREADR);
	if (scene_maybe(scene, 2))
		return;
	command(scene, MAPD);
	mapd = &scene->steps[scene->count - 1];
	mapd->op[0] = id << 32 | MAPD;
	mapd->op[2] &= scene_maybe(scene, 3) ? UINT64_MAX : ~VALID;
	doorbell(scene);
}

/* Many commands of a kind that changes little or nothing. They fill the rings. */
static void fill(struct scene *scene)
{
	static const uint8_t kinds[] = {SYNC, SYNC, INV, MAPC, DISCARD, MAPTI};
	unsigned int opcode = DICE_OF(scene->dice, kinds), n = dice_few(scene->dice, 80);

	for (; n; n--)
		command(scene, opcode);
	doorbell(scene);
	wait_for(scene, CREADR);
}

/* The library goes on, and the hardware does not. */
static void look(struct scene *scene)
{
	unsigned int looks = dice_few(scene->dice, 3);

	for (; looks; looks--)
		scene_say(scene, STEP_READ, 2, CREADR, 4, 0);
}

/* The hardware goes on in the middle of the next doorbell. */
static void moves_meanwhile(struct scene *scene)
{
	struct step step;

	step_make(&step, STEP_HARDWARE, &scene->live, scene->its, scene->dice);
	step.inserted = true;
	scene_add(scene, &step);
}

/*
 * The same commands again and again, so that the rings wrap. If nothing waits for the hardware, its
 * ring fills up.
 */
static void laps(struct scene *scene)
{
	const struct host *host = &scene->live.host[scene->its];
	uint32_t bytes = host_queue_bytes(host), there = host->position;
	unsigned int n = dice_few(scene->dice, 8), moves = dice_below(scene->dice, 4);

	for (; n; n--) {
		void (*then)(struct scene *) =
			dice_below(scene->dice, 6) < moves ? hardware_and_look : look;

		scene_write32(scene, CWRITER, scene_maybe(scene, 2) ? 0 : bytes - 32);
		then(scene);
		if (scene_maybe(scene, 3))
			moves_meanwhile(scene);
		scene_write32(scene, CWRITER,
			      scene_maybe(scene, 4) ? (there + bytes - 32) % bytes : there);
		then(scene);
	}
}

/* Another CPU, or the hardware, acts in the middle of a doorbell. */
static void meanwhile(struct scene *scene)
{
	static const uint8_t kinds[] = {STEP_MEMORY,   STEP_SLOT, STEP_HOSTILE,
					STEP_HARDWARE, STEP_MOVE, STEP_FAIL};
	unsigned int n = dice_few(scene->dice, 4);

	for (; n; n--)
		command(scene, 0);
	for (n = dice_few(scene->dice, 3); n && scene->count < SCENE_MAX; n--) {
		scene_make(scene, (enum step_kind)DICE_OF(scene->dice, kinds));
		scene->steps[scene->count - 1].inserted = true;
	}
	doorbell(scene);
	wait_for(scene, CREADR);
}

/* More than the hardware's ring can hold, in few steps. */
static void flood(struct scene *scene)
{
	unsigned int n = 24 + dice_below(scene->dice, 40), other = scene_maybe(scene, 2) ? 6 : 1000;

	for (; n; n--)
		command(scene, scene_maybe(scene, other) ? MAPC : SYNC);
	doorbell(scene);
	if (scene_maybe(scene, 2)) { /* then the ring fills up before its end */
		scene_say(scene, STEP_HARDWARE, 1, TRACE_ALL, 0, 0);
		hardware_and_look(scene);
	}
	look(scene);
	laps(scene);
	if (scene_maybe(scene, 3))
		meanwhile(scene);
}

/* Off and on again: another kernel, a resume, or a driver that changes its mind. */
static void off_and_on(struct scene *scene)
{
	disable(scene);
	if (scene_maybe(scene, 2))
		wait_for(scene, CTLR);
	if (scene_maybe(scene, 2))
		tables(scene);
	if (scene_maybe(scene, 2))
		queue(scene);
	if (scene_maybe(scene, 4))
		scene_make(scene, STEP_MOVE);
	if (!scene_maybe(scene, 6))
		enable(scene);
	if (scene_maybe(scene, 2))
		burst(scene);
}

/* A table of one page of 4 KiB, flat. */
static uint64_t small_table(struct scene *scene, unsigned int n)
{
	uint64_t value = access_baser(&scene->live, scene->its, n, scene->dice);

	return (value & ~(INDIRECT | 0x3ffULL)) | VALID;
}

static void plain_command(struct scene *scene, uint64_t dw0, uint64_t dw2)
{
	struct step step = {
		.kind = STEP_COMMAND, .its = (uint8_t)scene->its, .count = 4, .op = {dw0, 0, dw2}};

	scene_add(scene, &step);
}

/* Unmaps all that is known, as a kernel does when it shuts down. */
static void unmap_all(struct scene *scene)
{
	const struct live live = scene->live;
	unsigned int n;

	for (n = 0; n < live.devices.count && n < LIVE_MAX; n++)
		plain_command(scene, live.devices.value[n] << 32 | MAPD, 0);
	for (n = 0; n < live.icids.count && n < LIVE_MAX; n++)
		plain_command(scene, MAPC, live.icids.value[n]);
	doorbell(scene);
	wait_for(scene, CREADR);
}

/* Drops tables, and perhaps brings them back before anybody has looked. */
static void drop(struct scene *scene)
{
	unsigned int n = dice_below(scene->dice, 2);
	uint64_t old = scene->live.host[scene->its].baser[n];

	if (scene_maybe(scene, 3)) { /* what the table held is unmapped first */
		command(scene, MAPC);
		if (scene_maybe(scene, 2))
			(void)scene_add(scene, &scene->steps[scene->count - 1]);
		scene->steps[scene->count - 1].op[2] &= ~VALID;
		doorbell(scene);
	}
	disable(scene);
	scene_write64(scene, BASER(n), scene_maybe(scene, 3) ? old ^ 0x10000 : 0);
	if (scene_maybe(scene, 3))
		scene_write64(scene, BASER(1 - n), 0);
	if (scene_maybe(scene, 2))
		scene_write64(scene, BASER(n), old);
	enable(scene);
	if (scene_maybe(scene, 4)) /* before everything is unmapped */
		scene_say(scene, STEP_TEARDOWN, 0, 0, 0, 0);
	else if (!scene_maybe(scene, 3))
		burst(scene);
}

/* Another table with few entries. Most often the old one is empty by then. */
static void shrink(struct scene *scene)
{
	if (!scene_maybe(scene, 4))
		unmap_all(scene);
	disable(scene);
	wait_for(scene, CTLR);
	scene_write64(scene, BASER(1), small_table(scene, 1));
	if (scene_maybe(scene, 4))
		scene_write64(scene, BASER(0), small_table(scene, 0));
	enable(scene);
	if (!scene_maybe(scene, 3))
		burst(scene);
}

static void power_loss(struct scene *scene)
{
	if (scene_maybe(scene, 2))
		disable(scene);
	scene_say(scene, STEP_POWERLOST, 0, 0, 0, 0);
	if (scene_maybe(scene, 3))
		tables(scene);
	if (scene_maybe(scene, 2))
		queue(scene);
	if (!scene_maybe(scene, 6))
		enable(scene);
	if (scene_maybe(scene, 2))
		burst(scene);
}

/* The hardware stops in the middle of something. The host disables it, and starts again. */
static void hardware_stops(struct scene *scene)
{
	static void (*const kinds[])(struct scene *) = {device, burst, off_and_on, laps};
	bool stuck = scene_maybe(scene, 4);

	scene_say(scene, stuck ? STEP_STUCK : STEP_STALL, 0, 0, 0, 0);
	DICE_OF(scene->dice, kinds)(scene);
	if (scene_maybe(scene, 8))
		scene_say(scene, STEP_TEARDOWN, 0, 0, 0, 0);
	if (!scene_maybe(scene, 4))
		disable(scene);
	if (stuck && !scene_maybe(scene, 4))
		scene_say(scene, STEP_UNSTUCK, 0, 0, 0, 0);
	if (scene_maybe(scene, 3))
		scene_say(scene, STEP_POWERLOST, 0, 0, 0, 0);
	set_up(scene);
	if (scene_maybe(scene, 2))
		burst(scene);
}

/* ---- Failures and attacks ---- */

/* Something, and a failure in the middle of it. */
static void fault(struct scene *scene)
{
	static void (*const kinds[])(struct scene *) = {set_up, off_and_on, device, burst, enable};

	scene_make(scene, STEP_FAIL);
	if (scene_maybe(scene, 4))
		scene_make(scene, STEP_FAIL);
	if (scene_maybe(scene, 8))
		scene_say(scene, STEP_TEARDOWN, 0, 0, 0, 0);
	else if (scene->live.config->redist && scene_maybe(scene, 2))
		scene_redist(scene);
	else
		DICE_OF(scene->dice, kinds)(scene);
}

/* Before memory goes to the pool, it is made to look like the pool's own data. */
static void forge_pool(struct scene *scene)
{
	static const uint8_t bytes[] = {0x40, 0x40, 0x41, 0x42, 0x80, 0xff};
	unsigned int n = 4 + dice_below(scene->dice, 24);

	for (; n; n--)
		scene_say(scene, STEP_MEMORY, 2, RIG_TOPUP + 8ULL * dice_below(scene->dice, 64),
			  DICE_OF(scene->dice, bytes) * 0x0101010101010101ULL, 0);
	scene_say(scene, STEP_TOPUP, 1, 1 + dice_below(scene->dice, 1 << 18), 0, 0);
	device(scene);
}

/* Words in the slots just written change between two reads. */
static void hostile(struct scene *scene)
{
	unsigned int n = dice_few(scene->dice, 4);

	for (; n; n--)
		command(scene, 0);
	for (n = dice_few(scene->dice, 3); n; n--)
		scene_make(scene, STEP_HOSTILE);
	doorbell(scene);
}

static void pages_go(struct scene *scene)
{
	scene_make(scene, STEP_MOVE);
	if (scene_maybe(scene, 2))
		off_and_on(scene);
	else
		burst(scene);
}

static void end(struct scene *scene)
{
	if (scene_maybe(scene, 2))
		disable(scene);
	scene_say(scene, STEP_TEARDOWN, 0, 0, 0, 0);
	if (scene_maybe(scene, 3))
		scene_make(scene, STEP_HARDWARE);
}

void scene_any(struct scene *scene)
{
	static void (*const kinds[])(struct scene *) = {
		burst,	   burst,   burst,	device,		device, fill,
		laps,	   flood,   off_and_on, off_and_on,	fault,	fault,
		meanwhile, hostile, pages_go,	power_loss,	drop,	shrink,
		set_up,	   end,	    forge_pool, hardware_stops,
	};

	if (scene->live.config->redist && scene_maybe(scene, 3))
		scene_redist(scene);
	else if (!scene->live.host[scene->its].enabled && !scene_maybe(scene, 4))
		(scene_maybe(scene, 6) ? fault : set_up)(scene);
	else
		DICE_OF(scene->dice, kinds)(scene);
}
