// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "thread_world.h"

#include <sched.h>

void cpu_expect(struct thread_world *world, enum itsg_status status)
{
	if (status != ITSG_OK && status != ITSG_AGAIN && status != ITSG_NOT_READY)
		model_break(world->machine.model, MODEL_P10, "a call came to %d", (int)status);
}

enum itsg_status cpu_write(struct thread_world *world, unsigned int its, uint32_t offset,
			   uint32_t size, uint64_t value)
{
	return itsg_mmio_write(&world->machine.its[its], offset, size, value);
}

uint64_t cpu_read(struct thread_world *world, unsigned int its, uint32_t offset, uint32_t size)
{
	uint64_t value;

	return itsg_mmio_read(&world->machine.its[its], offset, size, &value) == ITSG_OK ? value
											 : 0;
}

void cpu_put(struct thread_world *world, unsigned int its, uint64_t offset, const uint64_t words[4])
{
	unsigned int i;

	for (i = 0; i < 4; i++)
		(void)model_host_store(world->machine.model, QUEUE_BASE(its) + offset + 8 * i,
				       words[i]);
}

/* Under the queue's lock: how far the ITS is. */
static void look(struct thread_world *world, unsigned int its)
{
	struct queue *queue = &world->queue[its];
	uint64_t creadr = cpu_read(world, its, 0x90, 4);

	queue->consumed += (creadr - queue->consumed) % QUEUE_BYTES;
	if (queue->consumed > queue->filled)
		model_break(world->machine.model, MODEL_P6, "CREADR %#llx is beyond CWRITER",
			    (unsigned long long)creadr);
}

static uint64_t put_all(struct thread_world *world, unsigned int its, const uint64_t (*commands)[4],
			unsigned int count)
{
	struct queue *queue = &world->queue[its];
	unsigned int i;

	for (look(world, its); queue->filled - queue->consumed + 32 * count >= QUEUE_BYTES;) {
		sched_yield();
		look(world, its);
	}
	for (i = 0; i < count; i++) {
		cpu_put(world, its, queue->filled % QUEUE_BYTES, commands[i]);
		queue->filled += 32;
	}
	(void)cpu_write(world, its, 0x88, 4, queue->filled % QUEUE_BYTES);
	return queue->filled;
}

static bool is_consumed(struct thread_world *world, unsigned int its, uint64_t end)
{
	struct queue *queue = &world->queue[its];
	bool consumed;

	pthread_mutex_lock(&queue->lock);
	look(world, its);
	consumed = queue->consumed >= end;
	pthread_mutex_unlock(&queue->lock);
	return consumed;
}

void cpu_post(struct thread_world *world, unsigned int its, const uint64_t (*commands)[4],
	      unsigned int count)
{
	struct queue *queue = &world->queue[its];
	uint64_t end;

	pthread_mutex_lock(&queue->lock);
	end = put_all(world, its, commands, count);
	pthread_mutex_unlock(&queue->lock);
	while (!is_consumed(world, its, end))
		sched_yield();
}

static void boot_one(struct thread_world *world, unsigned int its)
{
	uint64_t cpu;

	(void)cpu_write(world, its, 0x100, 8, 0xb907000000000400 | TABLES_BASE(its));
	(void)cpu_write(world, its, 0x108, 8, 0xbc07000000000400 | (TABLES_BASE(its) + 0x10000));
	(void)cpu_write(world, its, 0x80, 8, 0xb800000000000400 | QUEUE_BASE(its));
	(void)cpu_write(world, its, 0x88, 8, 0);
	(void)cpu_write(world, its, 0, 4, 1);
	for (cpu = 0; cpu < MACHINE_CPUS; cpu++)
		cpu_put(world, its, (uint32_t)cpu * 32,
			(const uint64_t[4]){0x09, 0, 0x8000000000000000 | cpu << 16 | cpu, 0});
	world->queue[its].filled = world->queue[its].consumed = MACHINE_CPUS * 32;
	(void)cpu_write(world, its, 0x88, 4, MACHINE_CPUS * 32);
	ck_assert(machine_settle(&world->machine, its));
	ck_assert_uint_eq(cpu_read(world, its, 0x90, 4), MACHINE_CPUS * 32);
}

void thread_world_open(struct thread_world *world, const struct machine_options *options)
{
	unsigned int n;

	machine_open(&world->machine, options);
	for (n = 0; n < world->machine.options.its; n++) {
		pthread_mutex_init(&world->queue[n].lock, NULL);
		boot_one(world, n);
	}
	model_threads(world->machine.model, true);
}

void thread_world_close(struct thread_world *world)
{
	model_check(world->machine.model, machine_claimed(&world->machine));
	model_threads(world->machine.model, false);
	machine_close(&world->machine);
}
