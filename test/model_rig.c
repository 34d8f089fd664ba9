/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include <string.h>

#include "model_rig.h"

static void configure_its(struct model_its_config *its)
{
	its->base = RIG_ITS;
	its->typer = RIG_TYPER;
	its->pidr2 = 0x30;
	its->baser_reset[0] = RIG_DEVICE;
	its->baser_reset[1] = RIG_COLLECT;
	memset(its->baser_pages, 7, sizeof(its->baser_pages));
	memset(its->baser_sticky, 0xff, sizeof(its->baser_sticky));
	its->cbaser_sticky = ~UINT64_C(0);
	its->processors = 4;
	its->rd_base[0] = RIG_RD;
	its->rd_base[1] = RIG_RD + 0x20000;
	its->rd_base[2] = RIG_RD + 0x40000;
	its->rd_base[3] = RIG_RD + 0x60000;
	its->lpi_end = 65536;
	its->vpe_bits = 16;
}

void rig_configure(struct rig *rig)
{
	memset(rig, 0, sizeof(*rig));
	rig->config.page_size = 4096;
	rig->config.coherent = true;
	rig->config.background = MODEL_HOST;
	rig->config.pool_pa = RIG_POOL;
	rig->config.pool_size = RIG_POOL_SIZE;
	rig->config.its_count = 1;
	configure_its(&rig->config.its[0]);
	rig->device_baser = RIG_VALID | RIG_DEVICES;
	rig->collection_baser = RIG_VALID | RIG_COLLECTION;
	rig->cbaser = RIG_VALID | RIG_RING;
}

void rig_open(struct rig *rig)
{
	rig->model = model_create(&rig->config);
	ck_assert_ptr_nonnull(rig->model);
	rig->its = model_its_ctx(rig->model, 0);
	rig->domain = model_domain_ctx(rig->model);
	model_own(rig->model, RIG_GUEST, 0x10000, MODEL_GUEST);
	model_own(rig->model, RIG_HYP, 0x10000, MODEL_HYP);
	rig->pool = itsg_platform_map(rig->domain, RIG_POOL, RIG_POOL_SIZE);
	ck_assert_ptr_nonnull(rig->pool);
}

void rig_start(struct rig *rig)
{
	rig_configure(rig);
	rig_open(rig);
	rig_tables(rig);
	rig_enable(rig);
}

void rig_close(struct rig *rig)
{
	model_destroy(rig->model);
}

void rig_expect(struct rig *rig, enum model_property property)
{
	const struct model_violation *violation = model_violation(rig->model);

	ck_assert_msg(violation->property == property, "P%d is broken, not P%d: %s",
		      violation->property, property, violation->text);
	rig_close(rig);
}

void rig_report(struct rig *rig, enum itsg_event_kind kind, uint64_t pa, uint64_t size,
		enum itsg_purpose purpose)
{
	struct itsg_event event = {.kind = kind, .purpose = purpose, .pa = pa, .size = size};

	itsg_platform_report(rig->its, &event);
}

void rig_acquire(struct rig *rig, uint64_t pa, uint64_t size, enum itsg_purpose purpose)
{
	rig_report(rig, ITSG_EVENT_ACQUIRE, pa, size, purpose);
}

void rig_clear(struct rig *rig, uint64_t pa, uint64_t size, enum itsg_purpose purpose)
{
	memset(rig->pool + (pa - RIG_POOL), 0, size);
	rig_report(rig, ITSG_EVENT_CLEAR, pa, size, purpose);
}

void rig_release(struct rig *rig, uint64_t pa, uint64_t size, enum itsg_purpose purpose)
{
	rig_report(rig, ITSG_EVENT_RELEASE, pa, size, purpose);
}

void rig_block(struct rig *rig, uint64_t pa, uint64_t size, enum itsg_purpose purpose)
{
	rig_acquire(rig, pa, size, purpose);
	rig_clear(rig, pa, size, purpose);
	itsg_platform_clean(rig->its, rig->pool + (pa - RIG_POOL), size);
}

void rig_store(struct rig *rig, uint64_t pa, uint64_t value)
{
	memcpy(rig->pool + (pa - RIG_POOL), &value, sizeof(value));
	itsg_platform_clean(rig->its, rig->pool + (pa - RIG_POOL), sizeof(value));
}

void rig_tables(struct rig *rig)
{
	rig_block(rig, RIG_RING, 0x1000, ITSG_FOR_RING);
	rig_block(rig, RIG_DEVICES, 0x1000, ITSG_FOR_DEVICE_TABLE);
	rig_block(rig, RIG_COLLECTION, 0x1000, ITSG_FOR_COLLECTION_TABLE);
}

void rig_enable(struct rig *rig)
{
	itsg_platform_write64(rig->its, 0x100, rig->device_baser);
	itsg_platform_write64(rig->its, 0x108, rig->collection_baser);
	itsg_platform_write64(rig->its, 0x80, rig->cbaser);
	itsg_platform_write64(rig->its, 0x88, 0);
	itsg_platform_store_barrier(rig->its);
	itsg_platform_write32(rig->its, 0, 1);
	rig->head = 0;
}

void rig_disable(struct rig *rig)
{
	(void)itsg_platform_read32(rig->its, 0x90);
	itsg_platform_write32(rig->its, 0, 0);
	model_its_run(rig->model, 0, 0);
	itsg_platform_write64(rig->its, 0x100, 0);
	itsg_platform_write64(rig->its, 0x108, 0);
	itsg_platform_write64(rig->its, 0x80, 0);
}

void rig_put(struct rig *rig, uint64_t dw0, uint64_t dw1, uint64_t dw2, uint64_t dw3)
{
	const uint64_t dw[4] = {dw0, dw1, dw2, dw3};
	unsigned int i;

	for (i = 0; i < 4; i++)
		rig_store(rig, RIG_RING + rig->head + 8 * i, dw[i]);
	rig->head = (rig->head + 32) % 0x1000;
}

void rig_publish(struct rig *rig)
{
	itsg_platform_store_barrier(rig->its);
	itsg_platform_write32(rig->its, 0x88, rig->head);
}

void rig_do(struct rig *rig, uint64_t dw0, uint64_t dw1, uint64_t dw2, uint64_t dw3)
{
	rig_put(rig, dw0, dw1, dw2, dw3);
	rig_publish(rig);
	model_its_run(rig->model, 0, 1000);
	(void)itsg_platform_read32(rig->its, 0x90);
}

void rig_mapd(struct rig *rig, uint32_t device, uint64_t itt)
{
	rig_do(rig, (uint64_t)device << 32 | 0x08, 4, RIG_VALID | itt, 0);
}

void rig_unmapd(struct rig *rig, uint32_t device)
{
	rig_do(rig, (uint64_t)device << 32 | 0x08, 0, 0, 0);
}

void rig_mapc(struct rig *rig, uint32_t icid, uint32_t processor)
{
	rig_do(rig, 0x09, 0, RIG_VALID | (uint64_t)processor << 16 | icid, 0);
}

void rig_mapti(struct rig *rig, uint32_t device, uint32_t event, uint32_t intid, uint32_t icid)
{
	rig_do(rig, (uint64_t)device << 32 | 0x0a, (uint64_t)intid << 32 | event, icid, 0);
}

void rig_discard(struct rig *rig, uint32_t device, uint32_t event)
{
	rig_do(rig, (uint64_t)device << 32 | 0x0f, event, 0, 0);
}

void rig_live(struct rig *rig)
{
	rig_block(rig, RIG_ITT, 0x100, ITSG_FOR_ITT);
	rig_mapd(rig, 1, RIG_ITT);
	rig_mapc(rig, 0, 0);
	rig_mapti(rig, 1, 0, 8192, 0);
}

void rig_two_level(struct rig *rig)
{
	rig_configure(rig);
	rig_open(rig);
	rig->device_baser |= RIG_LEVEL1;
	rig_tables(rig);
	rig_enable(rig);
	rig_block(rig, RIG_PAGE, 0x1000, ITSG_FOR_DEVICE_PAGE);
}
