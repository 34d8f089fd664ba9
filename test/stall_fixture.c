// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "stall_fixture.h"

void stall_open(bool inv, uint32_t budget)
{
	const struct world_options options = {
		.typer = TYPER_QEMU | (inv ? STALL_INV : 0), .manual = true, .budget = budget};

	world_open(&world, &options);
	world_boot(&world);
	map_something();
	world.hw_fails = true;
}

void stall_post(const uint64_t words[4])
{
	world_put(&world, words);
	world_doorbell(&world);
}

void stall_at(const uint64_t words[4])
{
	model_its_stall(world.model, 0);
	stall_post(words);
	world_run(&world);
	(void)creadr();
	ck_assert(model_its_stalled(world.model, 0));
}

uint32_t stall_ctlr(void)
{
	return (uint32_t)world_read(&world, 0, 4);
}

bool stall_take_event(enum itsg_event_kind kind, struct itsg_event *event)
{
	while (itsg_event_take(&world.its, event))
		if (event->kind == kind)
			return true;
	return false;
}
