// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * LPI property tables. They stay the host's, which writes them at run time. The hardware only reads
 * them. Redistributors share a table; most often there is one for all. Its pages are claimed when
 * the first user comes and let go when the last one leaves. Any of them goes on with that work at
 * its own step. All of it is under the domain's lock, and so are rd->table and rd->uses.
 */
#include "shadow/memory/domain_lock.h"
#include "shadow/memory/run.h"
#include "shadow/redist/rd_hw.h"
#include "shadow/redist/rd_report.h"
#include "shadow/redist/rd_table.h"
#include "shadow/redist/rd_work.h"
#include "validator/rd_registers.h"

static struct itsg_rd_table *table_of(const struct itsg_rd *rd)
{
	return rd->table ? &rd->domain->tables[rd->table - 1] : NULL;
}

/* True if PROPBASER may have this value while others of the group have theirs. */
static bool group_agrees(const struct itsg_rd *rd, uint64_t value)
{
	const struct itsg_rd *other;

	if (rd->config.caps.own_properties)
		return true;
	for (other = rd->domain->redistributors; other; other = other->next)
		if (other != rd && other->uses && table_of(other)->value != value &&
		    itsg_rd_registers_same_group(rd->config.caps.typer, other->config.caps.typer))
			return false;
	return true;
}

/* The record of that table, or an unused one. */
static uint8_t find(const struct itsg_domain *domain, uint64_t value)
{
	uint8_t n, unused = 0;

	for (n = 1; n <= ITSG_RD_TABLES; n++) {
		if (domain->tables[n - 1].value == value)
			return n;
		if (!unused && !domain->tables[n - 1].value)
			unused = n;
	}
	return unused;
}

/* Adds a table that nobody used. From here on the other runs of the domain know of its pages. */
static void add(struct itsg_domain *domain, struct itsg_rd_table *table, uint64_t value,
		uint64_t bytes)
{
	table->value = value;
	table->run = (struct itsg_run){0};
	itsg_run_describe(&table->run, value & RD_PROPERTY_ADDRESS, bytes,
			  domain->config.page_size);
	itsg_run_join(domain, &table->run);
}

static void remove(struct itsg_domain *domain, struct itsg_rd_table *table)
{
	itsg_run_leave(domain, &table->run);
	table->value = 0;
}

static enum itsg_reason use(struct itsg_rd *rd, uint64_t value, uint64_t bytes)
{
	struct itsg_domain *domain = rd->domain;
	uint8_t n;

	if (rd->uses)
		return ITSG_REASON_NONE;
	if (!group_agrees(rd, value))
		return ITSG_REASON_PROPERTIES_DIFFER;
	n = find(domain, value);
	if (!n)
		return ITSG_REASON_CAPACITY;
	if (!domain->tables[n - 1].value)
		add(domain, &domain->tables[n - 1], value, bytes);
	domain->tables[n - 1].users++;
	rd->table = n;
	rd->uses = true;
	return ITSG_REASON_NONE;
}

enum itsg_reason itsg_rd_table_use(struct itsg_rd *rd, uint64_t value, uint64_t bytes)
{
	enum itsg_reason reason;

	domain_lock(rd->domain);
	reason = use(rd, value, bytes);
	domain_unlock(rd->domain);
	return reason;
}

static enum itsg_status claim_pages(struct itsg_rd *rd, struct itsg_rd_table *table)
{
	uint64_t page = rd->domain->config.page_size;
	itsg_pa pa;

	while (!run_is_whole(&table->run)) {
		if (!rd_work_spend(rd))
			return ITSG_AGAIN;
		if (!itsg_run_take(rd->domain, rd->config.ctx, &table->run, &pa))
			return ITSG_LEDGER;
		itsg_rd_report(rd, ITSG_EVENT_CLAIM, pa, page, ITSG_FOR_PROPERTY_TABLE);
	}
	return ITSG_OK;
}

enum itsg_status itsg_rd_table_claim(struct itsg_rd *rd)
{
	enum itsg_status status;

	domain_lock(rd->domain);
	status = claim_pages(rd, table_of(rd));
	domain_unlock(rd->domain);
	return status;
}

static bool give_pages(struct itsg_rd *rd, struct itsg_rd_table *table)
{
	uint64_t page = rd->domain->config.page_size;
	itsg_pa pa;

	while (!run_is_empty(&table->run)) {
		if (!rd_work_spend(rd))
			return false;
		if (!itsg_run_give(rd->domain, rd->config.ctx, &table->run, &pa)) {
			itsg_rd_report_release_failed(rd, pa, page, ITSG_FOR_PROPERTY_TABLE);
			return false;
		}
		itsg_rd_report(rd, ITSG_EVENT_UNCLAIM, pa, page, ITSG_FOR_PROPERTY_TABLE);
	}
	return true;
}

static bool release(struct itsg_rd *rd)
{
	struct itsg_rd_table *table = table_of(rd);

	if (!table)
		return true;
	if (rd->uses)
		table->users--;
	rd->uses = false;
	/* Meanwhile another table may have taken the record. Then it does no harm to help with
	 * that one. */
	if (!table->users) {
		if (!give_pages(rd, table))
			return false;
		remove(rd->domain, table);
	}
	rd->table = 0;
	return true;
}

bool itsg_rd_table_release(struct itsg_rd *rd)
{
	bool released;

	domain_lock(rd->domain);
	released = release(rd);
	domain_unlock(rd->domain);
	return released;
}

/* Another redistributor of the group has its LPIs on, or is about to. */
static bool group_is_in_use(const struct itsg_rd *rd)
{
	const struct itsg_rd *other;

	for (other = rd->domain->redistributors; other; other = other->next)
		if (other != rd && other->uses &&
		    itsg_rd_registers_same_group(rd->config.caps.typer, other->config.caps.typer))
			return true;
	return false;
}

/* One that is enabled next takes the lock first, and then writes its own table. */
void itsg_rd_table_leave(struct itsg_rd *rd)
{
	domain_lock(rd->domain);
	if (rd->config.caps.own_properties || !group_is_in_use(rd))
		itsg_rd_hw_clear_propbaser(rd);
	domain_unlock(rd->domain);
}

uint64_t itsg_rd_claimed_pages(struct itsg_domain *domain)
{
	uint64_t pages = 0;
	unsigned int n;

	domain_lock(domain);
	for (n = 0; n < ITSG_RD_TABLES; n++)
		pages += domain->tables[n].run.done;
	domain_unlock(domain);
	return pages;
}
