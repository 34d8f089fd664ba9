/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Stacks to switch between, in a way that the sanitizers understand. */
#ifndef MODEL_FIBER_H
#define MODEL_FIBER_H

struct model_fiber;

/* The stack this is called on. */
struct model_fiber *model_fiber_main(void);
/* A new one, on which run(arg) begins at the first switch to it; run must not return. */
struct model_fiber *model_fiber_make(void (*run)(void *arg), void *arg);
/* from: the one this is called on. */
void model_fiber_switch(struct model_fiber *from, struct model_fiber *to);
/* The next switch from it is the last: what sanitizers keep for it may go. */
void model_fiber_over(struct model_fiber *fiber);
void model_fiber_free(struct model_fiber *fiber);

#endif
