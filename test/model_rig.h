/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A library of a few lines for the tests of the model itself. It does right what a test does not
 * ask it to do wrong. The pool is RIG_POOL; the RIG_ names say where the blocks in it lie.
 */
#ifndef MODEL_RIG_H
#define MODEL_RIG_H

#include <check.h>
#include <itsguard/ledger.h>
#include <itsguard/platform.h>
#include <itsguard/types.h>

#include "model/model.h"

#define RIG_POOL       UINT64_C(0x80000000)
#define RIG_POOL_SIZE  0x80000u
#define RIG_RING       (RIG_POOL + 0x00000)
#define RIG_DEVICES    (RIG_POOL + 0x10000)
#define RIG_COLLECTION (RIG_POOL + 0x20000)
#define RIG_VPES       (RIG_POOL + 0x30000)
#define RIG_PAGE       (RIG_POOL + 0x40000)
#define RIG_ITT	       (RIG_POOL + 0x50000)
#define RIG_ITT2       (RIG_POOL + 0x50100)
#define RIG_OTHER      (RIG_POOL + 0x60000)
#define RIG_STAGING    UINT64_C(0x40000000)
#define RIG_GUEST      UINT64_C(0x50000000)
#define RIG_TOPUP      UINT64_C(0x60000000)
#define RIG_HYP	       UINT64_C(0x70000000)
#define RIG_ITS	       UINT64_C(0x08080000)
#define RIG_RD	       UINT64_C(0x080a0000)
/* 8-byte ITT entries, 5-bit EventIDs, 16-bit DeviceIDs, processor numbers. */
#define RIG_TYPER   UINT64_C(0x1e471)
#define RIG_PTA	    (UINT64_C(1) << 19)
#define RIG_INV	    (UINT64_C(1) << 46)
#define RIG_HCC(n)  ((uint64_t)(n) << 24)
#define RIG_VALID   (UINT64_C(1) << 63)
#define RIG_LEVEL1  (UINT64_C(1) << 62)
#define RIG_DEVICE  0x0107000000000000u /* BASER0: type and entry size */
#define RIG_COLLECT 0x0407000000000000u /* BASER1 */
#define RIG_VPE	    0x0207000000000000u /* BASER2 */

struct rig {
	struct model_config config;
	struct model *model;
	uint8_t *pool;
	void *its, *domain;
	uint32_t head;
	uint64_t device_baser, collection_baser, cbaser;
};

/* The usual machine. To have another one, change rig->config and then open. */
void rig_configure(struct rig *rig);
void rig_open(struct rig *rig);
/* Opens, acquires and clears tables and ring, and enables the ITS. */
void rig_start(struct rig *rig);
/*
 * As rig_start. The device table has two levels, and there is a page at RIG_PAGE that level 1 does
 * not name yet.
 */
void rig_two_level(struct rig *rig);
void rig_close(struct rig *rig);
/* Closes. Fails unless exactly this is the first property broken. */
void rig_expect(struct rig *rig, enum model_property property);

void rig_report(struct rig *rig, enum itsg_event_kind kind, uint64_t pa, uint64_t size,
		enum itsg_purpose purpose);
void rig_acquire(struct rig *rig, uint64_t pa, uint64_t size, enum itsg_purpose purpose);
void rig_clear(struct rig *rig, uint64_t pa, uint64_t size, enum itsg_purpose purpose);
void rig_release(struct rig *rig, uint64_t pa, uint64_t size, enum itsg_purpose purpose);
/* Acquired, cleared, cleaned. */
void rig_block(struct rig *rig, uint64_t pa, uint64_t size, enum itsg_purpose purpose);
void rig_store(struct rig *rig, uint64_t pa, uint64_t value);
void rig_tables(struct rig *rig);
void rig_enable(struct rig *rig);
/* Disables and waits for Quiescent; tables and ring become not Valid. */
void rig_disable(struct rig *rig);

/* Writes a slot. rig_publish moves CWRITER behind all slots written. */
void rig_put(struct rig *rig, uint64_t dw0, uint64_t dw1, uint64_t dw2, uint64_t dw3);
void rig_publish(struct rig *rig);
/* put, publish, executed, CREADR read */
void rig_do(struct rig *rig, uint64_t dw0, uint64_t dw1, uint64_t dw2, uint64_t dw3);
void rig_mapd(struct rig *rig, uint32_t device, uint64_t itt);
void rig_unmapd(struct rig *rig, uint32_t device);
void rig_mapc(struct rig *rig, uint32_t icid, uint32_t processor);
void rig_mapti(struct rig *rig, uint32_t device, uint32_t event, uint32_t intid, uint32_t icid);
void rig_discard(struct rig *rig, uint32_t device, uint32_t event);
/* Maps device 1 with its ITT at RIG_ITT, and event 0 as LPI 8192 on collection 0 at processor 0. */
void rig_live(struct rig *rig);

#endif
