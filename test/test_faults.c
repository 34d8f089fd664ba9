// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * P8 and P9 under every single fault. First a machine lives its life without faults, with a driver
 * that does all that Linux does. Then it does so again for each call to the ledger or the mapping,
 * and that call fails. And again for each block taken from the pool, which then is empty. What was
 * refused must have changed nothing, and life goes on. At certain moments the whole state must be
 * what it was without the fault. At the end everything is returned.
 */
#include <string.h>

#include "fault_state.h"
#include "suites.h"

#define OPERATIONS 60
#define SYNCS	   16
#define TAKES	   2048
#define TOP_UP	   0x40000u

struct life {
	const char *name;
	struct machine_options machine;
	struct linux_config driver;
	unsigned int pace; /* most commands executed between two polls; 0: all at once */
	bool power;
};

static const struct life lives[] = {
	{.name = "QEMU's virt"},
	{.name = "budget of one", .machine = {.budget = 1}},
	{.name = "slow hardware", .pace = 2},
	{.name = "ITTs in slab pages, 64 KiB pages",
	 .machine = {.page_size = 65536},
	 .driver = {.slab = true}},
	{.name = "non-coherent, small ring", .machine = {.non_coherent = true, .ring = 4096}},
	{.name = "collections in the hardware, power lost",
	 .machine = {.typer = 0x000000000401efb1, .no_collection_table = true, .budget = 7},
	 .power = true},
};

/*
 * A block taken from the pool: in which section under the domain's lock, and after how many loads
 * from the host's queue.
 */
struct take {
	uint64_t section, reads;
};

static struct fault {
	enum { NO_FAULT, CALL_FAULT, POOL_FAULT } kind;
	uint64_t call; /* number of the call, of those that can be made to fail */
	struct take take;
	bool hit;
	unsigned int compared;
} fault;

static const struct life *life;
static struct machine machine;
static struct linux_its driver;
static struct state expected[SYNCS], before_call, before_enable, before_command, now;
static struct take takes[TAKES];
static unsigned int take_count, sync_count, enables_failed, refused;
static uint64_t sections, free_before;
static uint32_t dice;

static bool is_hit(void)
{
	return fault.kind == CALL_FAULT ? model_fallible_calls(machine.model) >= fault.call
					: fault.hit;
}

/* ---- Faults of the pool ---- */

static uint32_t real_orders(void)
{
	uint32_t orders = 0;
	unsigned int order;

	for (order = 0; order < ITSG_POOL_ORDERS; order++)
		orders |= (uint32_t)(machine.domain.pool.free[order] != ~(itsg_pa)0) << order;
	return orders;
}

/* While the section lasts, the pool looks as if it had no free block. */
static void section_begins(void)
{
	sections++;
	free_before = machine.domain.pool.free_bytes;
	if (fault.kind != POOL_FAULT || sections != fault.take.section)
		return;
	fault.hit = true;
	machine.domain.pool.free_orders = 0;
}

static void section_ends(void)
{
	machine.domain.pool.free_orders = real_orders();
	if (fault.kind != NO_FAULT || machine.domain.pool.free_bytes >= free_before)
		return;
	/* The pool is large: it is empty only when the fault says so. */
	if (!machine.domain.pool.free_bytes)
		return;
	ck_assert_uint_lt(take_count, TAKES);
	takes[take_count++] = (struct take){sections, model_host_reads(machine.model)};
}

static void on_lock(void *arg, void *ctx, bool taken)
{
	(void)arg;
	if (ctx != model_domain_ctx(machine.model))
		return;
	if (taken)
		section_begins();
	else
		section_ends();
}

/* The command for which the pool will be empty has just been fetched. */
static void on_read(void *arg)
{
	model_on_host_read(machine.model, on_read, arg);
	if (model_host_reads(machine.model) == fault.take.reads)
		state_take(&before_command, &machine, STATE_NO_POSITIONS);
}

static void on_refused(const struct itsg_event *event)
{
	refused++;
	ck_assert_msg(is_hit(), "%s: refused without a fault: %s", life->name,
		      itsg_reason_name(event->reason));
	if (event->reason != ITSG_REASON_POOL) {
		ck_assert_int_eq(event->reason, ITSG_REASON_DEVICE_UNMAPPED);
		return;
	}
	state_take(&now, &machine, STATE_NO_POSITIONS);
	state_expect_equal(&before_command, &now, "a MAPD that found the pool empty");
	fault.compared++;
}

static void on_reported(void *arg, const struct itsg_event *event)
{
	(void)arg;
	enables_failed += event->kind == ITSG_EVENT_ENABLE_FAILED;
	if (event->kind == ITSG_EVENT_COMMAND && event->verdict == ITSG_REFUSE)
		on_refused(event);
}

/* ---- Calls ---- */

static void check(void)
{
	model_check(machine.model, machine_claimed(&machine));
	machine_expect_intact(&machine);
	ck_assert(itsg_domain_is_valid(&machine.domain));
	if (machine.its[0].ready)
		ck_assert(itsg_its_is_valid(&machine.its[0]));
}

/*
 * A call that is done or not. If the fault made it refuse, it has changed nothing and can be
 * repeated.
 */
static void all_or_nothing(enum itsg_status (*call)(void), const char *what)
{
	enum itsg_status status;

	state_take(&before_call, &machine, 0);
	status = call();
	check();
	if (status == ITSG_OK)
		return;
	ck_assert_msg(is_hit(), "%s: %s: status %d without a fault", life->name, what, status);
	state_take(&now, &machine, 0);
	state_expect_equal(&before_call, &now, what);
	fault.compared++;
	ck_assert_int_eq(call(), ITSG_OK);
}

static void run_hardware(void)
{
	dice = dice * 1103515245u + 12345u;
	if (life->pace)
		model_its_run(machine.model, 0, (dice >> 16) % (life->pace + 1));
	else
		while (model_its_run(machine.model, 0, 64))
			;
}

static bool enable(uint64_t value)
{
	return itsg_mmio_write(&machine.its[0], 0, 4, value) == ITSG_OK;
}

/*
 * What a host does that is told of a failed enable: it waits until the ITS is off, and tries again.
 */
static void enable_again(void)
{
	uint64_t value = driver.ctlr_saved | 1;

	enables_failed = 0;
	ck_assert(is_hit());
	ck_assert(machine_settle(&machine, 0));
	state_take(&now, &machine, STATE_NO_CWRITER);
	state_expect_equal(&before_enable, &now, "an enable that failed");
	fault.compared++;
	ck_assert(enable(value & 0xf1));
	ck_assert_uint_eq(enables_failed, 0);
}

static void after_call(void)
{
	check();
	if (!life->pace)
		run_hardware();
	if (enables_failed)
		enable_again();
}

static bool bus_read(void *arg, uint32_t offset, unsigned int size, uint64_t *value)
{
	bool good = itsg_mmio_read(&machine.its[0], offset, size, value) == ITSG_OK;

	(void)arg;
	after_call();
	return good;
}

static bool bus_write(void *arg, uint32_t offset, unsigned int size, uint64_t value)
{
	bool good;

	(void)arg;
	if (offset == 0 && value & 1)
		state_take(&before_enable, &machine, STATE_NO_CWRITER);
	good = itsg_mmio_write(&machine.its[0], offset, size, value) == ITSG_OK;
	after_call();
	return good;
}

static bool bus_store(void *arg, uint64_t pa, uint64_t value)
{
	(void)arg;
	return model_host_store(machine.model, pa, value);
}

static void bus_relax(void *arg)
{
	(void)arg;
	run_hardware();
}

/* ---- A life ---- */

static enum itsg_status add_pool(void)
{
	return machine_pool(&machine);
}

static enum itsg_status add_its(void)
{
	return machine_its(&machine, 0);
}

static enum itsg_status top_up(void)
{
	return itsg_pool_add(&machine.domain, MACHINE_TOP_UP, TOP_UP, ITSG_POOL_HOST);
}

/*
 * Called when nothing is under way: the state is that without the fault. The exceptions: a fault of
 * the pool, since other blocks are taken then, and hardware whose pace depends on the number of
 * calls.
 */
static void sync(const char *where)
{
	unsigned int n = sync_count++;

	ck_assert(machine_settle(&machine, 0));
	check();
	ck_assert(itsg_its_is_valid(&machine.its[0]));
	ck_assert_uint_lt(n, SYNCS);
	state_take(&now, &machine, 0);
	if (fault.kind == NO_FAULT)
		expected[n] = now;
	else if (fault.kind == CALL_FAULT && !life->pace)
		state_expect_equal(&expected[n], &now, where);
}

static void must(bool good)
{
	ck_assert_msg(good && !driver.failed, "%s: %s", life->name, driver.reason);
}

static void sleep_and_wake(void)
{
	must(linux_suspend(&driver));
	sync("asleep");
	if (life->power) {
		model_its_power_lost(machine.model, 0);
		itsg_power_lost(&machine.its[0]);
	}
	must(linux_resume(&driver));
	must(linux_workload(&driver, 2, OPERATIONS / 4));
	sync("awake again");
}

static void second_kernel(void)
{
	struct linux_config config = driver.config;

	config.cpu[0] = driver.config.cpu[3];
	config.cpu[3] = driver.config.cpu[0];
	must(linux_kexec(&driver, &config));
	must(linux_workload(&driver, 3, OPERATIONS / 4));
	sync("a second kernel");
}

static void end(enum itsg_status (*call)(void))
{
	enum itsg_status status = ITSG_AGAIN;
	unsigned int failures = 0, i;

	for (i = 0; i < 100000 && status != ITSG_OK; i++) {
		run_hardware();
		status = call();
		check();
		failures += status == ITSG_LEDGER;
		ck_assert(status == ITSG_OK || status == ITSG_AGAIN || status == ITSG_LEDGER);
	}
	ck_assert_int_eq(status, ITSG_OK);
	ck_assert_uint_le(failures, is_hit());
	fault.compared += failures;
}

static enum itsg_status teardown_its(void)
{
	return itsg_its_teardown(&machine.its[0]);
}

static enum itsg_status teardown_domain(void)
{
	return itsg_domain_teardown(&machine.domain);
}

static void begin(void)
{
	const struct model_watch watch = {.reported = on_reported};

	machine_start(&machine, &life->machine);
	sections = sync_count = enables_failed = refused = 0;
	dice = 1;
	model_watch(machine.model, &watch);
	model_on_lock(machine.model, on_lock, NULL);
	if (fault.kind == CALL_FAULT)
		model_fail_after(machine.model, fault.call);
	if (fault.kind == POOL_FAULT)
		model_on_host_read(machine.model, on_read, NULL);
}

static void boot(void)
{
	const struct linux_bus bus = {NULL, bus_read, bus_write, bus_store, bus_relax};
	struct linux_config config = life->driver;

	all_or_nothing(add_pool, "itsg_pool_add");
	all_or_nothing(add_its, "itsg_its_init");
	sync("set up");
	machine_driver(&machine, 0, &config);
	linux_init(&driver, &config, &bus);
	must(linux_probe(&driver));
}

static void live(void)
{
	begin();
	boot();
	must(linux_workload(&driver, 1, OPERATIONS));
	sync("at work");
	all_or_nothing(top_up, "itsg_pool_add of host pages");
	sync("topped up");
	sleep_and_wake();
	second_kernel();
	must(linux_device_remove_all(&driver));
	sync("no devices");
	end(teardown_its);
	end(teardown_domain);
	model_check_returned(machine.model);
	machine_expect_intact(&machine);
}

static void live_with(struct fault with)
{
	fault = with;
	live();
	ck_assert_msg(is_hit(), "%s: the fault did not come", life->name);
}

static void live_without(int n)
{
	life = &lives[n];
	take_count = 0;
	fault = (struct fault){.kind = NO_FAULT};
	live();
	ck_assert_uint_eq(refused, 0);
}

START_TEST(good_every_call_fails_once)
{
	uint64_t calls, call;
	unsigned int compared = 0;

	live_without(_i);
	calls = model_fallible_calls(machine.model);
	ck_assert_uint_ge(calls, 16);
	for (call = 1; call <= calls; call++) {
		live_with((struct fault){.kind = CALL_FAULT, .call = call});
		ck_assert_uint_eq(refused, 0);
		compared += fault.compared;
	}
	/* A caller sees every fault, but for those of a disable that lets pages go. */
	ck_assert_uint_ge(compared, calls / 3);
	machine_free(&machine);
}
END_TEST

START_TEST(good_pool_is_empty_once)
{
	unsigned int i, of_devices = 0;

	live_without(_i);
	ck_assert_uint_ge(take_count, 20);
	for (i = 0; i < take_count; i++) {
		live_with((struct fault){.kind = POOL_FAULT, .take = takes[i]});
		ck_assert_uint_eq(fault.compared, 1);
		of_devices += takes[i].reads > 0;
	}
	ck_assert_uint_ge(of_devices, 12);
	machine_free(&machine);
}
END_TEST

Suite *suite_faults(void)
{
	Suite *suite = suite_create("faults");
	TCase *tcase = tcase_create("every fault");
	int count = (int)(sizeof(lives) / sizeof(lives[0]));

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, good_every_call_fails_once, 0, count);
	tcase_add_loop_test(tcase, good_pool_is_empty_once, 0, count);
	suite_add_tcase(suite, tcase);
	return suite;
}
