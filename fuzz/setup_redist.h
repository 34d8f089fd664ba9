/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The redistributors of fuzz_setup: set-up, the host's accesses, the embedder's calls.
 */
#ifndef FUZZ_SETUP_REDIST_H
#define FUZZ_SETUP_REDIST_H

#include "setup_config.h"
#include "setup_world.h"

static void start_rd(unsigned int n)
{
	struct itsg_rd_config c = {.ctx = model_rd_ctx(world.model, n),
				   .id = MODEL_WATCH_RD + n,
				   .base = RD_AT(n),
				   .budget = (uint32_t)take(1),
				   .report = take_report()};
	bool was_free = owns(RD_AT(n), 0x10000, MODEL_MMIO);
	enum itsg_status status;
	bool on;

	itsg_rd_caps_read(c.ctx, &c.caps);
	c.caps.non_coherent = !world.hardware.coherent;
	c.caps.lpi_end = 65536;
	c.caps.own_properties = world.hardware.rd_own_properties != odd(15);
	while (odd(1))
		bend_rd(&c);
	on = take_company(c.ctx, 1 + (n & 1) * 7); /* EnableLPIs, or RWP */
	world.left_on[n] = on;
	if (odd(3))
		fail_soon();
	status = itsg_rd_init(&world.rd[n], &world.domain, &c);
	alone_again(on, status);
	must(status == ITSG_INVALID || !rd_is_bad(&c, world.domain_config.pa_limit),
	     "what redistributor configuration is bad");
	must(status != ITSG_BUG || world.fails, "BUG without a cause");
	must(status != ITSG_OK || !virtual_tables_are_used(&c, &world.hardware.rd[n]),
	     "virtual tables in use are taken over");
	world.rd_up[n] = status == ITSG_OK || status == ITSG_BUG;
	world.modest |= !c.caps.own_properties && world.hardware.rd_own_properties;
	/*
	 * It is a lie to say that each has its own PROPBASER if the hardware has one for several.
	 */
	world.lied |= (c.report & HEARD) != HEARD || c.base != RD_AT(n) ||
		      (c.caps.own_properties && !world.hardware.rd_own_properties);
	if (!world.rd_up[n])
		must(owns(RD_AT(n), 0x10000, MODEL_MMIO) == was_free,
		     "an init that fails keeps frames");
}

static void boot_rd(unsigned int n)
{
	(void)!itsg_rd_mmio_write(&world.rd[n], 0x70, 8, 0x5000078f + (take(1) & 1) * 0x100000);
	(void)!itsg_rd_mmio_write(&world.rd[n], 0x78, 8, 0x50200780 + n * 0x10000);
	(void)!itsg_rd_mmio_write(&world.rd[n], 0, 4, 1);
}

static void access_rd(unsigned int n)
{
	static const uint32_t offsets[] = {0,	 8,    0x14, 0x70,   0x78,    0x40,
					   0xa0, 0xb0, 0xc0, 0xffe8, 0x20070, 0x10080};
	uint32_t offset = offsets[take(1) % 12] + (odd(7) ? (uint32_t)take(1) : 0);
	uint64_t value = odd(1) ? take(8) : take(2);

	if (odd(1))
		(void)!itsg_rd_mmio_read(&world.rd[n], offset, odd(1) ? 8 : 4, &value);
	else
		(void)!itsg_rd_mmio_write(&world.rd[n], offset, odd(1) ? 8 : 4, value);
}

static void rd_call(unsigned int n)
{
	bool *up = &world.rd_up[n];
	enum itsg_status status;

	switch (take(1) % 8) {
	case 0: (void)!itsg_rd_poll(&world.rd[n]); break;
	case 1:
		if (*up && odd(1))
			model_rd_power_lost(world.model, n);
		itsg_rd_power_lost(&world.rd[n]);
		break;
	case 2:
		status = itsg_rd_teardown(&world.rd[n]);
		must((status == ITSG_NOT_READY) == !*up, "teardown of a redistributor");
		*up = *up && status != ITSG_OK;
		break;
	case 3: boot_rd(n); break;
	case 4: access_rd(n); break;
	default:
		if (!*up)
			start_rd(n);
		break;
	}
}

#endif
