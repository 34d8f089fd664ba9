/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Stacks to switch between, in a way that the sanitizers understand. */
#ifndef MODEL_FIBER_H
#define MODEL_FIBER_H

struct model_fiber;

/* Returns a fiber for the stack that this is called on. */
struct model_fiber *model_fiber_main(void);
/* Returns a fiber with a new stack. The first switch to it calls run(arg). run must not return. */
struct model_fiber *model_fiber_make(void (*run)(void *arg), void *arg);
/* Switches to another fiber. Returns when somebody switches back.
 * Requires: the caller is on from. */
void model_fiber_switch(struct model_fiber *from, struct model_fiber *to);
/* The next switch away from this fiber is its last. What sanitizers keep for it may go. */
void model_fiber_over(struct model_fiber *fiber);
/* Requires: nobody is on it, unless it is the one of model_fiber_main. */
void model_fiber_free(struct model_fiber *fiber);

#endif
