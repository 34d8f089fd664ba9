// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "script.h"

typedef void carry_out(uint64_t number, const uint64_t argument[4]);

static void carry_read(uint64_t number, const uint64_t argument[4])
{
	uint64_t value = 0;

	if (machine_read((uint32_t)argument[0], (uint32_t)argument[1], &value))
		machine_say(number, "reads", value);
	else
		machine_say(number, "aborts", 0);
}

static void carry_write(uint64_t number, const uint64_t argument[4])
{
	if (!machine_write((uint32_t)argument[0], (uint32_t)argument[1], argument[2]))
		machine_say(number, "aborts", 0);
}

static void carry_block(uint64_t number, const uint64_t argument[4])
{
	(void)number;
	machine_block((uint32_t)argument[0], (uint32_t)argument[1], (uint32_t)argument[2]);
}

static void carry_store(uint64_t number, const uint64_t argument[4])
{
	(void)number;
	machine_store((uint32_t)argument[0], argument[1]);
}

static void carry_msi(uint64_t number, const uint64_t argument[4])
{
	if (!machine_msi((uint32_t)argument[0], (uint32_t)argument[1]))
		machine_say(number, "no such device", argument[0]);
}

static void carry_lpis(uint64_t number, const uint64_t argument[4])
{
	static const char *const names[MACHINE_CPUS] = {"cpu0", "cpu1", "cpu2", "cpu3"};
	static uint64_t bits[MACHINE_LPIS / 64];

	(void)argument;
	for (uint32_t cpu = 0; cpu < MACHINE_CPUS; cpu++) {
		for (uint32_t i = 0; i < MACHINE_LPIS / 64; i++)
			bits[i] = 0;
		machine_lpis(cpu, bits);
		for (uint32_t intid = 0; intid < MACHINE_LPIS; intid++) {
			if (bits[intid / 64] >> intid % 64 & 1)
				machine_say(number, names[cpu], intid);
		}
	}
}

void script_run(const struct script *script)
{
	static carry_out *const carry[STEP_KINDS] = {
		[STEP_READ] = carry_read,   [STEP_WRITE] = carry_write, [STEP_BLOCK] = carry_block,
		[STEP_STORE] = carry_store, [STEP_MSI] = carry_msi,	[STEP_LPIS] = carry_lpis,
	};

	if (script->magic != SCRIPT_MAGIC || script->steps > SCRIPT_STEPS) {
		machine_say(0, "no script", script->magic);
		return;
	}
	for (uint64_t i = 0; i < script->steps; i++) {
		const struct step *step = &script->step[i];

		if (step->kind >= STEP_KINDS) {
			machine_say(i, "no such step", step->kind);
			return;
		}
		carry[step->kind](i, step->argument);
		machine_done(i);
	}
	machine_say(script->steps, "end", 0);
}
