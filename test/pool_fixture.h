/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the tests of the pool share: one model, one domain on it. */
#ifndef POOL_FIXTURE_H
#define POOL_FIXTURE_H

#include <check.h>

#include <itsguard/itsguard.h>

#include "model/model.h"

#define NO_BLOCK (~(itsg_pa)0)

extern struct model *pool_model;
extern struct itsg_domain pool_domain;

/*
 * Opens with all memory the host's and none in the pool. budget: as in struct itsg_domain_config.
 */
void pool_start_with(uint64_t page, uint32_t budget);
void pool_start(void);
/* Fails the test if the model saw anything wrong. */
void pool_stop(void);

/* Adds a region that the host donates. */
enum itsg_status pool_add(itsg_pa pa, uint64_t size);
/* These two hold the domain lock around the call. */
itsg_pa pool_take(unsigned int order);
bool pool_give(itsg_pa pa, unsigned int order);
/* Where the hypervisor has mapped that address of the pool. */
uint8_t *pool_bytes(itsg_pa pa);

void pool_region_tests(Suite *suite);

#endif
