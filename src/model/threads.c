/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Many threads in one model. The model's own lock makes each of its calls whole. ThreadSanitizer
 * sees neither that lock nor what is done under it. So the library's accesses between two calls are
 * in order only where its own locks put them in order. Those are real locks here.
 */
#include "model/threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "model/bytes.h"
#include "model/model.h"
#include "model/tasks.h"

#ifdef __has_feature
#if __has_feature(thread_sanitizer)
#define UNDER_TSAN
#endif
#endif

#ifdef UNDER_TSAN
#define UNSEEN __attribute__((disable_sanitizer_instrumentation))
void __tsan_ignore_thread_begin(void);
void __tsan_ignore_thread_end(void);
#else
#define UNSEEN
static void __tsan_ignore_thread_begin(void)
{
}
static void __tsan_ignore_thread_end(void)
{
}
#endif

#define LOCKS (MODEL_ITS_MAX + 1 + MODEL_RD_MAX)

struct model_guard {
	int taken;
	pthread_mutex_t lock[LOCKS]; /* for the ITSs, the domain, the redistributors */
};

static _Thread_local unsigned int depth;
static _Thread_local struct model_held own;

UNSEEN void model_guard_enter(const struct model *model)
{
	if (depth++)
		return;
	__tsan_ignore_thread_begin();
	while (__atomic_exchange_n(&model->guard->taken, 1, __ATOMIC_ACQUIRE))
		sched_yield();
}

UNSEEN void model_guard_leave(const struct model *model)
{
	if (--depth)
		return;
	__atomic_store_n(&model->guard->taken, 0, __ATOMIC_RELEASE);
	__tsan_ignore_thread_end();
}

/* What a thread held of a model that is gone does not count. */
struct model_held *model_held_of_many(const struct model *model)
{
	if (model->run)
		return model_run_held(model->run);
	if (own.model != model)
		own = (struct model_held){.model = model};
	return &own;
}

static pthread_mutex_t *mutex_of(const struct model_ctx *ctx)
{
	unsigned int n = MODEL_ITS_MAX;

	if (ctx->its)
		n = ctx->its->number;
	else if (ctx->rd)
		n = MODEL_ITS_MAX + 1 + ctx->rd->number;
	return &ctx->model->guard->lock[n];
}

void model_lock_take(struct model_ctx *ctx)
{
	if (ctx->model->run)
		model_run_wait(ctx->model->run, ctx);
	if (ctx->model->guard)
		pthread_mutex_lock(mutex_of(ctx));
}

void model_lock_drop(struct model_ctx *ctx)
{
	if (ctx->model->guard)
		pthread_mutex_unlock(mutex_of(ctx));
}

void model_threads(struct model *model, bool on)
{
	unsigned int i;

	own = (struct model_held){0};
	if (on == (model->guard != NULL))
		return;
	if (!on) {
		free(model->guard);
		model->guard = NULL;
		return;
	}
	model->guard = model_grow(NULL, 1, sizeof(*model->guard));
	model->guard->taken = 0;
	for (i = 0; i < LOCKS; i++)
		pthread_mutex_init(&model->guard->lock[i], NULL);
}
