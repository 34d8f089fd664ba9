/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The hardware's accesses to its tables and ITTs. */
#ifndef MODEL_TABLES_H
#define MODEL_TABLES_H

#include "model/state/block.h"
#include "model/state/its.h"

/* Why an access found no entry. */
enum model_fault {
	MODEL_FINE,
	MODEL_NO_ACCESS, /* P1 is broken already */
	MODEL_DEVICE_RANGE,
	MODEL_NO_LEVEL1,
	MODEL_DEVICE_UNMAPPED,
	MODEL_EVENT_RANGE,
	MODEL_EVENT_UNMAPPED,
	MODEL_ICID_RANGE,
	MODEL_COLLECTION_UNMAPPED,
};

/* Memory that the hardware reaches. */
struct model_view {
	uint8_t *hw, *expect; /* NULL: nothing to reach */
	uint64_t pa;
};

struct model_dte {
	struct model_view view;
	uint64_t l1_pa;
	struct model_device *device; /* NULL: unmapped */
};

struct model_ite {
	struct model_view view;
	struct model_device *device;
	bool valid;
	uint32_t intid, icid;
};

/* Returns the fault in words: NULL for MODEL_FINE, "" if the violation was recorded already. */
const char *model_fault_text(enum model_fault fault);

/* Decodes all BASERs anew. */
void model_tables_reset(struct model_its *its);
/* Decodes BASER<n> after a write of it. */
void model_table_decode(struct model_its *its, unsigned int n);

/* Returns the block that has [pa, pa + size) for the hardware, or NULL. NULL also breaks P1. */
const struct model_block *model_hw_block(struct model_its *its, uint64_t pa, uint64_t size,
					 enum itsg_purpose purpose);
/* The same, and sets *view. Returns false where model_hw_block returns NULL. */
bool model_hw_reach(struct model_its *its, uint64_t pa, uint64_t size, enum itsg_purpose purpose,
		    struct model_view *view);

/* Find an entry as the hardware does, by way of level 1 if there is one. What is not as the
 * hardware wrote it breaks P5. */
enum model_fault model_dte_find(struct model_its *its, uint32_t id, struct model_dte *dte);
enum model_fault model_ite_find(struct model_its *its, uint32_t id, uint32_t event,
				struct model_ite *ite);
enum model_fault model_cte_find(struct model_its *its, uint32_t icid,
				struct model_collection **collection, struct model_view *view);

/* Write an entry that was found. */
void model_dte_write(struct model_its *its, const struct model_dte *dte, uint64_t value);
void model_ite_write(struct model_its *its, const struct model_ite *ite, bool valid, uint32_t intid,
		     uint32_t icid);
/* A collection that the ITS holds inside has no entry: then nothing is written. */
void model_cte_write(struct model_its *its, const struct model_view *view, uint64_t value);

#endif
