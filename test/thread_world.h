/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A machine (fault_machine.h) that several tasks or threads use at once; and a host that posts to
 * it from many CPUs. The host has a lock of its own around its queue, as Linux has.
 */
#ifndef THREAD_WORLD_H
#define THREAD_WORLD_H

#include <pthread.h>

#include "fault_machine.h"

#define QUEUE_BYTES    4096u
#define QUEUE_BASE(n)  (MACHINE_MEMORY + (n)*MACHINE_WINDOW + 0x100000u)
#define TABLES_BASE(n) (MACHINE_MEMORY + (n)*MACHINE_WINDOW + 0x200000u)
#define ITTS_BASE(n)   (MACHINE_MEMORY + (n)*MACHINE_WINDOW + 0x300000u)

/* The host's queue of one ITS. Positions are bytes since it was set up, and never wrap. */
struct queue {
	pthread_mutex_t lock;
	uint64_t filled, consumed;
};

struct thread_world {
	struct machine machine;
	struct queue queue[MACHINE_ITS];
};

/* Opens with model_threads on, enables every ITS, and maps its collection n at CPU n. */
void thread_world_open(struct thread_world *world, const struct machine_options *options);
void thread_world_close(struct thread_world *world);

/* What a call in a thread may return: done, not done yet, or nothing is there any more. */
void cpu_expect(struct thread_world *world, enum itsg_status status);
enum itsg_status cpu_write(struct thread_world *world, unsigned int its, uint32_t offset,
			   uint32_t size, uint64_t value);
uint64_t cpu_read(struct thread_world *world, unsigned int its, uint32_t offset, uint32_t size);
/* Writes a command into the slot at this offset of the queue, without a doorbell. */
void cpu_put(struct thread_world *world, unsigned int its, uint64_t offset,
	     const uint64_t words[4]);
/*
 * From any thread: posts the commands in one go, rings the doorbell, and waits until CREADR is past
 * them.
 */
void cpu_post(struct thread_world *world, unsigned int its, const uint64_t (*commands)[4],
	      unsigned int count);

#endif
