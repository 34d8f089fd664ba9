/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* One ITS: its registers, its queue, and what the hardware itself knows to be mapped. Data only. */
#ifndef MODEL_STATE_ITS_H
#define MODEL_STATE_ITS_H

#include <itsguard/types.h>

#include "model/hash.h"
#include "model/state/context.h"

struct model_its_config;

enum model_table_kind { MODEL_DEVICES, MODEL_VPES, MODEL_COLLECTIONS, MODEL_TABLES };

/* One BASER, decoded. */
struct model_table {
	bool implemented, valid, indirect;
	unsigned int baser; /* which one */
	uint64_t base, bytes, page, ids, l2_ids;
	uint32_t entry;
	enum itsg_purpose top, leaf;
};

struct model_device {
	uint32_t id;
	uint32_t bits; /* of EventID */
	uint32_t live; /* mapped events */
	uint32_t next; /* index + 1 of the next unused record */
	uint64_t itt;
	uint64_t entry_pa, l1_pa; /* l1_pa 0: flat */
	bool used, cached;
	bool dangling; /* its ITT is gone; its entry must go before the next enable */
};

struct model_collection {
	uint32_t icid, cpu, live;
	bool mapped, cached;
	bool internal; /* held inside the ITS */
	uint64_t rd;   /* RDbase as in the command */
	uint64_t entry_pa;
};

/* A MAPD with V = 1 that the library has read last. */
struct model_mapd {
	bool read;
	uint64_t words[4];
	uint64_t pa, bytes; /* its ITT, as the host means it */
	bool queued;	    /* the ITT lies in the queue of this ITS */
	bool asked, foul;   /* the ledger was asked about it; not all of it is the host's */
	bool told;
};

struct model_its {
	struct model_ctx ctx;
	const struct model_its_config *config;
	unsigned int number;

	bool enabled, quiescent;
	bool fails;   /* its next access for a command fails: it stalls there */
	bool stalled; /* CREADR.Stalled */
	bool stuck;   /* it does not become quiescent */
	uint32_t its_number;
	uint64_t cbaser, baser[8];
	uint32_t cwriter, creadr;
	struct model_table table[MODEL_TABLES];

	bool ordered;	/* a store barrier came after the last register write and clean */
	bool unordered; /* something was cleared or cleaned, and no barrier since */

	uint32_t published; /* slots from creadr to here are the hardware's */
	uint64_t *snapshot; /* of these slots, 4 words each */
	uint32_t snapshot_slots;
	uint64_t executed; /* commands since the start */
	uint64_t known;	   /* how many of them the library has seen in CREADR */

	struct model_map device_map, collection_map;
	struct model_map event_map; /* ITT entries that are too small to hold all, by address */
	struct model_device *devices;
	size_t device_count, device_room;
	uint32_t device_unused; /* index + 1 of the first unused record; 0: none */
	struct model_collection *collections;
	size_t collection_count, collection_room;
	uint32_t dangling; /* devices that are dangling */
	struct model_mapd mapd;
};

#endif
