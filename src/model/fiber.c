/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#define _GNU_SOURCE /* for ucontext */
#include "model/fiber.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <ucontext.h>

#include "model/bytes.h"

#define STACK_BYTES 131072u
#define SPARES	    4 /* as many as a schedule has tasks */

#ifdef __SANITIZE_ADDRESS__
#define UNDER_ASAN
#endif
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define UNDER_ASAN
#endif
#if __has_feature(thread_sanitizer)
#define UNDER_TSAN
#endif
#endif

/* When stacks lie near one another, valgrind mistakes a switch between them for a very deep
 * call. So it is told of each stack. */
#ifdef UNDER_VALGRIND
#include <valgrind/valgrind.h>
#else
#define VALGRIND_STACK_REGISTER(from, to) ((void)(from), (void)(to), 0u)
#define VALGRIND_STACK_DEREGISTER(id)	  ((void)(id))
#endif

#ifdef UNDER_ASAN
void __sanitizer_start_switch_fiber(void **fake, const void *bottom, size_t size);
void __sanitizer_finish_switch_fiber(void *fake, const void **bottom, size_t *size);
void __asan_unpoison_memory_region(void const volatile *at, size_t size);
#endif
#ifdef UNDER_TSAN
void *__tsan_get_current_fiber(void);
void *__tsan_create_fiber(unsigned int flags);
void __tsan_destroy_fiber(void *fiber);
void __tsan_switch_to_fiber(void *fiber, unsigned int flags);
#endif

struct stack {
	uint8_t *at;
	unsigned int id; /* for valgrind */
};

struct model_fiber {
	ucontext_t context;
	void (*run)(void *arg);
	void *arg;
	struct stack stack; /* .at is NULL for the thread's own stack */
	/* What follows is for the sanitizers. */
	const void *bottom;
	size_t size;
	void *fake, *tsan;
	bool over;		    /* no switch will come back to it */
	struct model_fiber *before; /* the fiber that switched to this one */
};

/* A switch has arrived on this stack. The sanitizer tells the bounds of the stack that was left. */
static void arrived(struct model_fiber *fiber)
{
#ifdef UNDER_ASAN
	__sanitizer_finish_switch_fiber(fiber->fake, &fiber->before->bottom, &fiber->before->size);
#else
	(void)fiber;
#endif
}

static void leaving(struct model_fiber *from, struct model_fiber *to)
{
	to->before = from;
#ifdef UNDER_ASAN
	__sanitizer_start_switch_fiber(from->over ? NULL : &from->fake, to->bottom, to->size);
#endif
#ifdef UNDER_TSAN
	__tsan_switch_to_fiber(to->tsan, 0);
#endif
}

void model_fiber_switch(struct model_fiber *from, struct model_fiber *to)
{
	leaving(from, to);
	swapcontext(&from->context, &to->context);
	arrived(from);
}

/* makecontext passes only ints, so the pointer comes in two halves. */
static void enter(unsigned int high, unsigned int low)
{
	struct model_fiber *fiber =
		(struct model_fiber *)(uintptr_t)((uint64_t)high << 32 | (uint64_t)low);

	arrived(fiber);
	fiber->run(fiber->arg);
}

static struct model_fiber *new_fiber(void)
{
	struct model_fiber *fiber = model_grow(NULL, 1, sizeof(*fiber));

	*fiber = (struct model_fiber){.stack = {.at = NULL}};
	return fiber;
}

struct model_fiber *model_fiber_main(void)
{
	struct model_fiber *fiber = new_fiber();

#ifdef UNDER_TSAN
	fiber->tsan = __tsan_get_current_fiber();
#endif
	return fiber;
}

/* Stacks that are not in use. Making one is slow, and schedules are short. Only one thread at a
 * time executes schedules. */
static struct stack spare[SPARES];
static unsigned int spares;

static struct stack new_stack(void)
{
	struct stack stack = {.at = model_grow(NULL, STACK_BYTES, 1)};

	stack.id = VALGRIND_STACK_REGISTER(stack.at, stack.at + STACK_BYTES);
	return stack;
}

static struct stack take_stack(void)
{
	if (!spares)
		return new_stack();
#ifdef UNDER_ASAN
	/* Its last user never returned, so parts of it are still poisoned. */
	__asan_unpoison_memory_region(spare[spares - 1].at, STACK_BYTES);
#endif
	return spare[--spares];
}

static void give_stack(struct stack stack)
{
	if (!stack.at)
		return;
	if (spares < SPARES) {
		spare[spares++] = stack;
		return;
	}
	VALGRIND_STACK_DEREGISTER(stack.id);
	free(stack.at);
}

struct model_fiber *model_fiber_make(void (*run)(void *arg), void *arg)
{
	struct model_fiber *fiber = new_fiber();
	uint64_t at = (uint64_t)(uintptr_t)fiber;

	fiber->run = run;
	fiber->arg = arg;
	fiber->stack = take_stack();
	fiber->bottom = fiber->stack.at;
	fiber->size = STACK_BYTES;
	getcontext(&fiber->context);
	fiber->context.uc_stack.ss_sp = fiber->stack.at;
	fiber->context.uc_stack.ss_size = STACK_BYTES;
	makecontext(&fiber->context, (void (*)(void))(uintptr_t)enter, 2, (unsigned int)(at >> 32),
		    (unsigned int)at);
#ifdef UNDER_TSAN
	fiber->tsan = __tsan_create_fiber(0);
#endif
	return fiber;
}

void model_fiber_over(struct model_fiber *fiber)
{
	fiber->over = true;
}

void model_fiber_free(struct model_fiber *fiber)
{
#ifdef UNDER_TSAN
	if (fiber->stack.at)
		__tsan_destroy_fiber(fiber->tsan);
#endif
	give_stack(fiber->stack);
	free(fiber);
}
