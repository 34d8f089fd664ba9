/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Redistributors in a trace: G and GR lines, if `= redist 1` says that they are mediated. After
 * each call come the same checks as after a call of an ITS.
 */
#include "rig/redist.h"

#include <inttypes.h>
#include <string.h>

#include "rig/calls.h"
#include "rig/judge.h"
#include "rig/left.h"
#include "rig/limits.h"
#include "rig/state.h"

#define CTLR	   0
#define ENABLE	   0x1ULL
#define RWP	   0x8ULL
#define TYPER	   8
#define PENDBASER  0x78
#define PTZ_HIGH   (1ULL << 30) /* in the upper half */
#define VIRTUAL	   0x20000	/* VLPI_base */
#define VLPIS	   2ULL
#define WHO	   0xffffffff00ffff01ULL /* of TYPER: affinity, Processor_Number, PLPIS */
#define NOT_SHOWN  0x40000c6ULL		 /* of TYPER: VLPIS, Dirty, MPAM, RVPEID, VSGI */
#define PATIENCE   (1U << 16)
#define IDLE_LIMIT 64

/* Four CPUs to an Aff1, as in clusters. */
static uint64_t affinity(unsigned int cpu)
{
	return (uint64_t)(cpu / 4) << 8 | cpu % 4;
}

static uint64_t typer_of(const struct trace_config *config, unsigned int cpu)
{
	return config->rd_typer | cpu << 8 | affinity(cpu) << 32;
}

void rig_rd_world(const struct rig *rig, struct model_config *world)
{
	const struct trace_config *config = &rig->config;
	unsigned int n;

	if (!config->redist)
		return;
	world->rd_count = config->cpus;
	world->rd_lpi_bits = config->lpi_bits;
	world->rd_told_bits = 14;
	while (1u << world->rd_told_bits < rig_lpi_end(config))
		world->rd_told_bits++;
	world->rd_own_properties = config->rd_own;
	for (n = 0; n < config->cpus; n++)
		world->rd[n] = (struct model_rd_config){
			.base = config->rd[n],
			.typer = typer_of(config, n),
			.ctlr = config->rd_ctlr,
			.bus_bits = config->rd_bus_bits,
			.iidr = config->its[0].iidr,
			.pidr2 = config->its[0].pidr2,
			.sticky = UINT64_MAX,
		};
}

/* ---- Calls ---- */

/*
 * A host that promises zeros must get zeros: the library must set PTZ. It may do so only over a
 * table that is clear.
 */
static void check_enable(struct rig *rig, unsigned int cpu)
{
	struct rig_rd *rd = &rig->rd[cpu];
	bool was = rd->hw_on;

	rd->hw_on = model_rd_enabled(rig->model, cpu);
	if (was || !rd->hw_on)
		return;
	if (rd->ptz && !model_rd_ptz(rig->model, cpu))
		model_break(rig->model, MODEL_P6,
			    "RD%u: PTZ was written, and the pending table is as it was", cpu);
	rd->ptz = false;
}

static void after_call(struct rig *rig, unsigned int cpu, enum itsg_status status)
{
	struct rig_rd *rd = &rig->rd[cpu];
	const struct model_spent *spent = model_spent(model_rd_ctx(rig->model, cpu));
	uint64_t seen = spent->pages; /* pages since the call's last lock */
	uint64_t work = rd->counters.work, budget = rig->config.its[0].budget;

	itsg_rd_counters_get(&rd->lib, &rd->counters);
	work = rd->counters.work - work;
	if (work > budget)
		model_break(rig->model, MODEL_P7,
			    "a call did %" PRIu64 " units of work, the budget is %" PRIu64, work,
			    budget);
	if (seen > work)
		model_break(rig->model, MODEL_P7,
			    "RD%u: a call was seen to do %" PRIu64
			    " units of work and counts %" PRIu64,
			    cpu, seen, work);
	if (status == ITSG_BUG)
		model_break(rig->model, MODEL_P10, "the library found itself inconsistent");
	if (!rd->gone && !itsg_rd_is_valid(&rd->lib))
		model_break(rig->model, MODEL_P10, "itsg_rd_is_valid says no");
	if (!itsg_domain_is_valid(&rig->domain))
		model_break(rig->model, MODEL_P10, "itsg_domain_is_valid says no");
	check_enable(rig, cpu);
	rig_check_attempts(rig, model_rd_ctx(rig->model, cpu), rd->counters.attempts);
	model_check(rig->model, rig_claimed_pages(rig));
	if (rig->config.automatic)
		model_rd_run(rig->model, cpu);
}

enum itsg_status rig_rd_init(struct rig *rig, unsigned int cpu, uint32_t report)
{
	struct itsg_rd_config config = {
		.ctx = model_rd_ctx(rig->model, cpu),
		.id = MODEL_WATCH_RD + cpu,
		.base = rig->config.rd[cpu],
		.budget = rig->config.its[0].budget,
		.report = report | model_report_mask(),
		.audit = rig->config.audit,
	};
	struct rig_rd *rd = &rig->rd[cpu];
	enum itsg_status status;

	if (!rig->bare)
		config.report |= 1U << ITSG_EVENT_ACCESS | 1U << ITSG_EVENT_ENABLE_FAILED;
	memset(rd, 0, sizeof(*rd));
	itsg_rd_caps_read(config.ctx, &config.caps);
	config.caps.lpi_end = rig_lpi_end(&rig->config);
	config.caps.address_limit = rig_bus_limit(rig->config.rd_bus_bits);
	config.caps.own_properties = rig->config.rd_own;
	config.caps.non_coherent = !rig->config.coherent;
	status = itsg_rd_init(&rd->lib, &rig->domain, &config);
	if (status != ITSG_OK)
		return status;
	rig->rd_count = cpu + 1;
	itsg_rd_counters_get(&rd->lib, &rd->counters); /* work done in init counts for no trap */
	return ITSG_OK;
}

static struct left left_before(const struct rig_rd *rd)
{
	return (struct left){itsg_rd_work(&rd->lib), rd->hw_writes};
}

static struct left_done done_since(const struct rig *rig, unsigned int cpu)
{
	const struct rig_rd *rd = &rig->rd[cpu];

	return (struct left_done){model_spent(rd->lib.config.ctx), rd->hw_writes,
				  rd->lib.counters.work - rd->counters.work,
				  rig->config.its[0].budget, itsg_rd_work(&rd->lib)};
}

/* A step was taken. read: by a call that changed nothing before it. */
static void check_left(struct rig *rig, unsigned int cpu, const struct left *before, bool read,
		       enum itsg_status status)
{
	const struct left_done done = done_since(rig, cpu);

	if (status == ITSG_NOT_READY)
		return;
	if (read)
		left_check_idle(rig, "RD", cpu, before, &done);
	left_check_said(rig, "RD", cpu, &done);
}

enum itsg_status rig_rd_poll(struct rig *rig, unsigned int cpu)
{
	const struct left before = left_before(&rig->rd[cpu]);
	enum itsg_status status = itsg_rd_poll(&rig->rd[cpu].lib);

	check_left(rig, cpu, &before, true, status);
	left_check_end(rig, "RD", cpu, status, itsg_rd_work(&rig->rd[cpu].lib),
		       rig->rd[cpu].lib.counters.waits);
	after_call(rig, cpu, status);
	return status;
}

/* As an embedder does in the trap itself. While the host has to come again, it does not. */
static void go_on(struct rig *rig, unsigned int cpu, enum itsg_status status)
{
	uint32_t polls;

	for (polls = status == ITSG_AGAIN ? 0 : rig->config.polls; polls; polls--) {
		if (itsg_rd_work(&rig->rd[cpu].lib) != ITSG_WORK_NOW)
			return;
		(void)rig_rd_poll(rig, cpu);
	}
}

/* Notes a write that was taken. */
static void note_write(struct rig_rd *rd, uint64_t offset, uint64_t size, uint64_t value)
{
	if (offset == CTLR && size == 4)
		rd->off = !(value & ENABLE);
	else if (offset == PENDBASER && size == 8)
		rd->ptz = value >> 32 & PTZ_HIGH;
	else if (offset == PENDBASER + 4 && size == 4)
		rd->ptz = value & PTZ_HIGH;
}

/* What the audit must tell of a write, as in calls.c. */
static uint32_t to_be_told(struct rig *rig, unsigned int cpu, const struct step *step)
{
	const struct itsg_rd *lib = &rig->rd[cpu].lib;
	bool enables = step->op[1] == CTLR && step->op[2] == 4 && step->op[3] & ENABLE;

	if (!enables || lib->enabled || rig->rd[cpu].tearing)
		return 0;
	return model_audit_rd_enable(rig->model, cpu, lib->propbaser, lib->pendbaser);
}

/*
 * If the hardware runs by itself, the instruction is repeated until it is complete. Otherwise the
 * trace has to repeat it.
 */
static enum itsg_status write(struct rig *rig, unsigned int cpu, const struct step *step)
{
	struct rig_rd *rd = &rig->rd[cpu];
	uint64_t refused = rd->counters.reasons[ITSG_REASON_REG_STATE];
	enum itsg_status status;
	unsigned int calls = 0;
	uint32_t wanted = to_be_told(rig, cpu, step);

	do {
		status = itsg_rd_mmio_write(&rig->rd[cpu].lib, (uint32_t)step->op[1],
					    (uint32_t)step->op[2], step->op[3]);
		check_left(rig, cpu, NULL, false, status);
		if (!calls)
			rig_check_told(rig, model_rd_ctx(rig->model, cpu), wanted, rd->lib.enabled);
		after_call(rig, cpu, status);
	} while (status == ITSG_AGAIN && rig->config.automatic && ++calls < PATIENCE &&
		 rig_judge(rig) == RIG_OK);
	if (status == ITSG_AGAIN) /* how far it has come is not known */
		rd->off = rd->ptz = false;
	else if (status == ITSG_OK && rd->counters.reasons[ITSG_REASON_REG_STATE] == refused)
		note_write(rd, step->op[1], step->op[2], step->op[3]);
	if (calls == PATIENCE)
		model_break(rig->model, MODEL_P7, "an enable of RD%u does not come to an end", cpu);
	/* A driver does not poll after an enable, so LPIs before the real enable would be lost.
	 * With hardware that does not answer they are, and it was reported. */
	if (status == ITSG_OK && step->op[1] == CTLR && step->op[3] & ENABLE &&
	    rig->rd[cpu].lib.enabled && !model_rd_enabled(rig->model, cpu) &&
	    rd->counters.waits != LEFT_GIVEN_UP)
		model_break(rig->model, MODEL_P6, "RD%u: an enable is answered and not through",
			    cpu);
	go_on(rig, cpu, status);
	return status;
}

/* Drivers read TYPER in both frames and trust the identity that it gives. */
static void check_read(struct rig *rig, unsigned int cpu, uint64_t offset, uint64_t size)
{
	uint64_t typer = typer_of(&rig->config, cpu), value = rig->last_value;

	if (offset == CTLR && rig->rd[cpu].off && value & ENABLE)
		model_break(rig->model, MODEL_P6, "RD%u reads as enabled after a disable", cpu);
	if (size != 8 || (offset != TYPER && (offset != VIRTUAL + TYPER || !(typer & VLPIS))))
		return;
	if (value & NOT_SHOWN)
		model_break(rig->model, MODEL_P6,
			    "RD%u offers what is not mediated: TYPER %" PRIx64, cpu, value);
	if ((value ^ typer) & WHO)
		model_break(rig->model, MODEL_P6, "RD%u: TYPER at %#" PRIx64 " reads %" PRIx64, cpu,
			    offset, value);
}

static enum itsg_status read(struct rig *rig, unsigned int cpu, const struct step *step)
{
	const struct left before = left_before(&rig->rd[cpu]);
	enum itsg_status status = itsg_rd_mmio_read(&rig->rd[cpu].lib, (uint32_t)step->op[1],
						    (uint32_t)step->op[2], &rig->last_value);

	rig->last_reads++;
	if (status == ITSG_OK)
		check_read(rig, cpu, step->op[1], step->op[2]);
	check_left(rig, cpu, &before, true, status);
	after_call(rig, cpu, status);
	go_on(rig, cpu, status);
	return status;
}

static void teardown_once(struct rig *rig, unsigned int cpu)
{
	struct rig_rd *rd = &rig->rd[cpu];
	enum itsg_status status = itsg_rd_teardown(&rd->lib);

	check_left(rig, cpu, NULL, false, status);
	rd->tearing = true;
	rd->gone = status == ITSG_OK || status == ITSG_NOT_READY;
	after_call(rig, cpu, status);
}

/* ---- Steps ---- */

/* Has the recorded driver polled for RWP = 0? If it saw it, yes. */
static bool driver_polls(const struct rig *rig, const struct step *step)
{
	return rig->config.automatic && step->count == 4 && step->op[1] == CTLR &&
	       step->op[2] == 4 && !(step->op[3] & RWP);
}

static enum rig_result read_step(struct rig *rig, unsigned int cpu, const struct step *step)
{
	enum itsg_status status;

	rig->last_reads = 0;
	status = read(rig, cpu, step);
	while (status == ITSG_OK && driver_polls(rig, step) && rig->last_value & RWP &&
	       rig->last_reads < PATIENCE && rig_judge(rig) == RIG_OK)
		status = read(rig, cpu, step);
	if (rig->last_reads == PATIENCE)
		model_break(rig->model, MODEL_P7, "RWP of RD%u stays 1", cpu);
	rig->last_abort = status == ITSG_ABORT;
	if (step->count == 4 && rig->last_value != step->op[3] && !rig->difference.line) {
		rig->difference = *step;
		rig->difference_value = rig->last_value;
	}
	return RIG_OK;
}

static void teardown_step(struct rig *rig, unsigned int cpu)
{
	unsigned int calls = 0;

	while (!rig->rd[cpu].gone && calls++ < PATIENCE && rig_judge(rig) == RIG_OK) {
		teardown_once(rig, cpu);
		if (!rig->config.automatic)
			return;
	}
}

static void power_lost(struct rig *rig, unsigned int cpu)
{
	if (rig->rd[cpu].tearing)
		return;
	model_rd_power_lost(rig->model, cpu);
	rig->rd[cpu].hw_on = false;
	itsg_rd_power_lost(&rig->rd[cpu].lib);
	after_call(rig, cpu, ITSG_OK);
}

enum rig_result rig_rd_step(struct rig *rig, const struct step *step)
{
	unsigned int cpu = (unsigned int)step->op[0];

	if (cpu >= rig->rd_count)
		return rig_say(rig, RIG_UNUSABLE, "there is no mediated redistributor %u", cpu);
	switch (step->kind) {
	case STEP_REDIST: rig->last_abort = write(rig, cpu, step) == ITSG_ABORT; break;
	case STEP_REDIST_READ: return read_step(rig, cpu, step);
	case STEP_REDIST_POWERLOST: power_lost(rig, cpu); break;
	default: teardown_step(rig, cpu); break;
	}
	return RIG_OK;
}

bool rig_rd_run(struct rig *rig)
{
	bool moved = false;
	unsigned int n;

	for (n = 0; n < rig->rd_count; n++)
		moved = model_rd_run(rig->model, n) || moved;
	return moved;
}

/* ---- Loops that go on until something is complete ---- */

static void check_disable(struct rig *rig, unsigned int cpu)
{
	if (rig->rd[cpu].off && model_rd_enabled(rig->model, cpu))
		model_break(rig->model, MODEL_P6, "RD%u: a disable is not carried out", cpu);
}

static void settle(struct rig *rig, unsigned int cpu)
{
	unsigned int idle = 0;
	uint64_t work;
	bool moved;

	do {
		work = rig->rd[cpu].counters.work;
		if (rig_rd_poll(rig, cpu) != ITSG_AGAIN) {
			check_disable(rig, cpu);
			return;
		}
		moved = model_rd_run(rig->model, cpu);
		idle = moved || rig->rd[cpu].counters.work != work ? 0 : idle + 1;
	} while (idle < IDLE_LIMIT && rig_judge(rig) == RIG_OK);
	model_break(rig->model, MODEL_P7, "what RD%u has to do does not come to an end", cpu);
}

void rig_rd_settle(struct rig *rig)
{
	unsigned int n;

	for (n = 0; n < rig->rd_count && rig_judge(rig) == RIG_OK; n++) {
		if (!rig->rd[n].gone && !rig->rd[n].tearing)
			settle(rig, n);
	}
}

void rig_rd_finish(struct rig *rig)
{
	unsigned int calls, n;

	for (n = 0; n < rig->rd_count && rig_judge(rig) == RIG_OK; n++) {
		for (calls = 0; !rig->rd[n].gone && calls < PATIENCE; calls++) {
			model_rd_run(rig->model, n);
			teardown_once(rig, n);
		}
		if (!rig->rd[n].gone)
			model_break(rig->model, MODEL_P7, "teardown of RD%u does not end", n);
	}
}
