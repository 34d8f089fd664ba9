// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* clang-format off: one line for each function that is trivial here */
/* All that a small hypervisor with an identity map and one CPU at EL2 at a time needs. */
#include <itsguard/itsguard.h>

static struct itsg_domain domain;
static struct itsg_its its;
static struct itsg_redistributor rds[] = {{0x080a0000, 0}, {0x080c0000, 1}};

#define REG(type, ctx, offset) (*(volatile type *)((uintptr_t)(ctx) + (offset)))

/* platform.h: here ctx is the ITS's own address. */
uint32_t itsg_platform_read32(void *ctx, uint32_t offset) { return REG(uint32_t, ctx, offset); }
uint64_t itsg_platform_read64(void *ctx, uint32_t offset) { return REG(uint64_t, ctx, offset); }
void itsg_platform_write32(void *ctx, uint32_t offset, uint32_t v) { REG(uint32_t, ctx, offset) = v; }
void itsg_platform_write64(void *ctx, uint32_t offset, uint64_t v) { REG(uint64_t, ctx, offset) = v; }

void itsg_platform_read_slot(void *ctx, itsg_pa pa, uint64_t words[4])
{
	(void)ctx;
	for (int i = 0; i < 4; i++)
		words[i] = ((volatile const uint64_t *)(uintptr_t)pa)[i];
}

void itsg_platform_flush_staging(void *ctx, itsg_pa pa, uint64_t n) { (void)ctx, (void)pa, (void)n; /* DC CIVAC */ }
void *itsg_platform_map(void *ctx, itsg_pa pa, uint64_t n) { (void)ctx, (void)n; return (void *)(uintptr_t)pa; }
void itsg_platform_unmap(void *ctx, void *va, itsg_pa pa, uint64_t n) { (void)ctx, (void)va, (void)pa, (void)n; }
void itsg_platform_clean(void *ctx, const void *va, uint64_t n) { (void)ctx, (void)va, (void)n; /* DC CVAC */ }
void itsg_platform_load_barrier(void *ctx) { (void)ctx; __atomic_thread_fence(__ATOMIC_ACQUIRE); }
void itsg_platform_store_barrier(void *ctx) { (void)ctx; __atomic_thread_fence(__ATOMIC_SEQ_CST); /* dsb */ }
void itsg_platform_lock(void *ctx) { (void)ctx; /* your spinlock of this ITS or domain */ }
void itsg_platform_unlock(void *ctx) { (void)ctx; }
void itsg_platform_report(void *ctx, const struct itsg_event *event) { (void)ctx, (void)event; }

/* ledger.h: your stage-2 tables decide. This one trusts nobody. */
#define REFUSE(name) \
	enum itsg_status itsg_ledger_##name(void *ctx, itsg_pa pa, uint64_t size) { (void)ctx, (void)pa, (void)size; return ITSG_LEDGER; }
REFUSE(host_donate_hyp) REFUSE(hyp_donate_host) REFUSE(host_share_hyp) REFUSE(host_unshare_hyp)
REFUSE(pin) REFUSE(unpin) REFUSE(host_donate_hyp_mmio) REFUSE(hyp_donate_host_mmio)
/* Without stage-2 tables there is no answer, and the audit is silent. */
enum itsg_status itsg_ledger_is_host(void *ctx, itsg_pa pa, uint64_t size) { (void)ctx, (void)pa, (void)size; return ITSG_UNSUPPORTED; }

/* Your timer: fires once, and calls guard_timer. backs_off: it takes twice as long as the last time. */
static void timer_arm(bool backs_off) { (void)backs_off; }

/* At boot, with the ITS still off: 16 MiB of hypervisor memory at pool. */
static enum itsg_status guard_init(uintptr_t base, itsg_pa pool)
{
	const struct itsg_domain_config dc = {.ctx = &domain, .page_size = 4096, .pa_limit = 1ull << 40};
	struct itsg_its_config ic = {.ctx = (void *)base, .base = base};
	enum itsg_status status = itsg_domain_init(&domain, &dc);

	itsg_caps_read(ic.ctx, &ic.caps);
	ic.caps.lpi_end = 65536; /* hypglue_lpi_end(GICD_TYPER) */
	ic.caps.never_on = true; /* we start at reset, before any kernel; matters where TYPER.INV = 0 */
	ic.caps.redistributors = rds;
	ic.caps.redistributor_count = 2;
	if (status == ITSG_OK)
		status = itsg_pool_add(&domain, pool, 16 << 20, ITSG_POOL_HYP);
	return status == ITSG_OK ? itsg_its_init(&its, &domain, &ic) : status;
}

/* Goes on with what a step has left. Who waits for an interrupt makes no further access, so nobody else does. */
static void guard_go_on(unsigned int polls)
{
	while (polls-- && itsg_its_work(&its) == ITSG_WORK_NOW && itsg_poll(&its) != ITSG_NOT_READY)
		;
	if (itsg_its_work(&its) != ITSG_WORK_NONE)
		timer_arm(itsg_its_work(&its) == ITSG_WORK_LATER);
}

/* From your timer's interrupt. */
static void guard_timer(void)
{
	guard_go_on(itsg_poll(&its) == ITSG_AGAIN ? 4 : 0);
}

/* From the data-abort handler. OK: the PC moves on; ABORT: the host gets one; AGAIN: it runs its instruction again;
 * NOT_READY: nothing is mediated yet: map the frames for the host, and let it run its instruction again. */
static enum itsg_status guard_access(uint32_t offset, uint32_t size, bool write, uint64_t *value)
{
	enum itsg_status status =
		write ? itsg_mmio_write(&its, offset, size, *value) : itsg_mmio_read(&its, offset, size, value);

	guard_go_on(4);
	return status;
}

int main(void)
{
	uint64_t value = 0;

	guard_timer();
	/* The ledger above refuses, so the frames stay the host's and nothing is mediated. */
	return guard_init(0x08080000, 0x80000000) != ITSG_LEDGER || guard_access(0, 4, false, &value) != ITSG_NOT_READY;
}
