/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * An ITS driver that never does anything wrong: it talks to an ITS the way Linux does. Its bus must
 * treat it as hardware would, so each refusal is a fault of what lies behind the bus. It uses
 * nothing of src/validator and src/shadow: commands and registers are written down a second time on
 * purpose. Host only.
 *
 * The bool functions return true when the hardware did what a driver needs. When they return false,
 * its->failed says why:
 * - set: something was wrong with the hardware, and reason says what. It may be a fault, a
 *   time-out, or a register that does not read back. A window that is too small to probe counts
 *   too. Nothing more is sent. Every later call returns false at once, until linux_kexec.
 * - clear: the driver itself declined, as Linux does, and nothing was sent. It had no memory or no
 *   LPI, or a DeviceID was beyond its table, or an event was not in the state that a call needs.
 */
#ifndef LINUX_H
#define LINUX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINUX_CPUS	   64
#define LINUX_PAGES	   8192 /* of the memory window; it uses no more */
#define LINUX_DEVICES	   256	/* that can exist at one time */
#define LINUX_LPIS	   8192
#define LINUX_FIRST_LPI	   8192u /* the lowest INTID that is an LPI */
#define LINUX_L2_PAGES	   512	 /* of the device table */
#define LINUX_ITT_PAGES	   512	 /* that hold several ITTs each */
#define LINUX_POLLS	   100000
#define LINUX_QUEUE_BYTES  65536u
#define LINUX_VECTORS	   32
#define LINUX_REASON_BYTES 160
#define LINUX_TABLES	   8

/* How the driver reaches the machine. Each returns false when the access faults. */
struct linux_bus {
	void *arg;
	bool (*read)(void *arg, uint32_t offset, unsigned int size, uint64_t *value);
	bool (*write)(void *arg, uint32_t offset, unsigned int size, uint64_t value);
	/* A 64-bit store to the host's own memory. */
	bool (*store)(void *arg, uint64_t pa, uint64_t value);
	/* Called between two polls: time passes, and hardware may work. May be NULL. */
	void (*relax)(void *arg);
};

/* How it reaches the registers of redistributors: by CPU, and by offset from RD_base. */
struct linux_rd_bus {
	void *arg;
	bool (*read)(void *arg, uint32_t cpu, uint32_t offset, unsigned int size, uint64_t *value);
	bool (*write)(void *arg, uint32_t cpu, uint32_t offset, unsigned int size, uint64_t value);
};

struct linux_cpu {
	uint32_t processor; /* GICR_TYPER.Processor_Number */
	uint64_t rd_base;   /* of its redistributor; for PTA */
};

/* What zero means stands in brackets. */
struct linux_config {
	uint32_t cpus; /* CPU n has ICID n */
	struct linux_cpu cpu[LINUX_CPUS];
	uint64_t mem, mem_size; /* where the driver may allocate; mem is page aligned */
	bool mem_zero;		/* it reads zero at first, and need not be cleared */
	uint32_t page_size;	/* the kernel's: 4096, 16384, 65536 [4096] */
	bool slab;		/* ITTs as before Linux 6.13: in slab pages, among other objects */
	bool vpe_proxy; /* on GICv4.0, redistributors have no DirectLPI: map the proxy device */
	uint32_t lpis;	/* [LINUX_LPIS] */
	uint32_t polls; /* looks at a register before the driver gives up [LINUX_POLLS] */
	uint64_t device_limit; /* workload: DeviceIDs stay below it [what the ITS has] */
	uint32_t device_count; /* workload: so many exist at one time at most [LINUX_DEVICES / 4] */
	uint32_t vectors;      /* workload: of one device at most [LINUX_VECTORS] */
	bool suspend;	       /* workload: the system sleeps now and then */
	/* LPIs are enabled on each CPU that comes up. Not copied. [somebody else enables them] */
	const struct linux_rd_bus *rd;
};

/* One GITS_BASER<n>. */
struct linux_table {
	uint64_t value; /* as it was read back; Valid = 0: not in use */
	uint64_t base;
	uint64_t bytes; /* at base */
	uint32_t page_bytes, entry_bytes;
	bool indirect;
};

struct linux_device {
	bool used;
	bool proxy; /* the vPE proxy: it has no LPIs and stays */
	uint32_t id;
	uint32_t events;	 /* ITT entries: a power of two, at least 2 */
	uint32_t lpi;		 /* INTID of event 0 */
	uint32_t lpis;		 /* events that have an LPI */
	uint64_t itt, itt_bytes; /* as allocated; linux_memory.c decides where */
	bool whole_pages;
};

/* The state of one INTID. */
struct linux_lpi {
	bool taken, active, masked;
	uint8_t cpu;
};

struct linux_its {
	struct linux_config config;
	struct linux_bus bus;
	bool failed;
	char reason[LINUX_REASON_BYTES];

	uint64_t typer;
	bool flush; /* the queue is not shareable: Linux cleans each command to memory */
	struct linux_table tables[LINUX_TABLES];
	struct linux_table *devices_table; /* NULL: the ITS has no such table */

	/* The queue. These count bytes since the queue was set up. They never wrap. */
	uint64_t queue;
	uint64_t filled;   /* written to queue memory */
	uint64_t posted;   /* told to the ITS */
	uint64_t consumed; /* seen in CREADR */
	bool batch;

	bool lpis_on[LINUX_CPUS]; /* this kernel has enabled them there */
	uint64_t property_table;  /* 0: none yet */
	bool property_flush;	  /* not shareable: Linux cleans what it writes there */
	uint8_t properties[LINUX_LPIS];

	bool online[LINUX_CPUS];
	struct linux_device devices[LINUX_DEVICES];
	struct linux_lpi lpis[LINUX_LPIS];
	struct linux_l2 {
		uint64_t index; /* in level 1 */
		uint64_t page;
	} l2[LINUX_L2_PAGES];
	uint32_t l2_count;

	uint8_t page_taken[LINUX_PAGES];
	uint8_t page_dirty[LINUX_PAGES];
	uint64_t itt_pages[LINUX_ITT_PAGES];
	uint32_t itt_class[LINUX_ITT_PAGES]; /* slab: size of its objects */
	uint32_t itt_page_count;

	bool asleep;
	bool was_online[LINUX_CPUS];
	uint32_t ctlr_saved;
	uint64_t cbaser_saved;

	uint64_t commands; /* posted so far, for tests */
	uint64_t doorbells;
};

/* Prepares the driver. config and bus are copied. Accesses nothing. */
void linux_init(struct linux_its *its, const struct linux_config *config,
		const struct linux_bus *bus);

/* Sets up an ITS, whatever state it is in. */
bool linux_probe(struct linux_its *its);

/* A CPU comes online, for the first time or again: sends MAPC and INVALL. */
bool linux_cpu_up(struct linux_its *its, uint32_t cpu);
/* A CPU goes offline. Its interrupts move to the lowest other CPU that is online. */
bool linux_cpu_down(struct linux_its *its, uint32_t cpu);

/* Returns how many DeviceIDs the ITS has table entries for. Requires: it was probed. */
uint64_t linux_device_ids(const struct linux_its *its);

/* Creates a device with so many vectors, and maps it with MAPD. Each vector gets an LPI. */
bool linux_device_create(struct linux_its *its, uint32_t id, uint32_t vectors);
/* Masks and discards what is active, then unmaps the device: MAPD with V = 0. */
bool linux_device_remove(struct linux_its *its, uint32_t id);
bool linux_device_remove_all(struct linux_its *its);
/* Returns the device, or NULL. */
struct linux_device *linux_device_find(struct linux_its *its, uint32_t id);

/* MAPTI: the event goes to this CPU. It begins masked. */
bool linux_irq_activate(struct linux_its *its, uint32_t id, uint32_t event, uint32_t cpu);
/* DISCARD */
bool linux_irq_deactivate(struct linux_its *its, uint32_t id, uint32_t event);
/* INV, after a change of the property table. */
bool linux_irq_mask(struct linux_its *its, uint32_t id, uint32_t event);
bool linux_irq_unmask(struct linux_its *its, uint32_t id, uint32_t event);
/* MOVI: the event goes to another CPU. */
bool linux_irq_affinity(struct linux_its *its, uint32_t id, uint32_t event, uint32_t cpu);
/* Sets the pending state (INT) or clears it (CLEAR). */
bool linux_irq_retrigger(struct linux_its *its, uint32_t id, uint32_t event, bool pending);
/* Returns the LPI, or NULL: there is no such device, or the event has no LPI. */
struct linux_lpi *linux_irq_find(struct linux_its *its, uint32_t id, uint32_t event);

/* While batch mode is on, a post does not wait until it is consumed. So it is when many CPUs
 * post at once. It still waits before memory is used again. Turning it off waits for everything. */
bool linux_batch(struct linux_its *its, bool on);

/* Suspend first takes all CPUs but the lowest one offline. Resume brings them back. In between,
 * power may or may not be lost. */
bool linux_suspend(struct linux_its *its);
bool linux_resume(struct linux_its *its);

/* A second kernel starts on the live ITS. It knows nothing of the first. config takes the place
 * of the old one (NULL: stays as it was), and the ITS is probed. */
bool linux_kexec(struct linux_its *its, const struct linux_config *config);

/* Does so many operations that the seed chooses. Each is correct where it stands. First brings
 * CPUs up if none is. At the end nothing is in flight, and devices stay.
 * May be called again and again. */
bool linux_workload(struct linux_its *its, uint32_t seed, unsigned int operations);

#endif
