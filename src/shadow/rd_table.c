// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * LPI property tables. They stay the host's, which writes them at run time; the hardware only reads
 * them. Redistributors share a table, most often one table for all, so its pages are claimed when
 * the first of them wants it and let go when the last has no use for it; whoever comes by with
 * budget does the work. All of it is under the domain's lock, and so are rd->table and rd->uses.
 */
#include "shadow/rd.h"

static struct itsg_rd_table *table_of(const struct itsg_rd *rd)
{
	return rd->table ? &rd->domain->tables[rd->table - 1] : NULL;
}

/* May this value stand in PROPBASER beside what others of the group have there? */
static bool group_agrees(const struct itsg_rd *rd, uint64_t value)
{
	const struct itsg_rd *other;

	if (rd->config.caps.own_properties)
		return true;
	for (other = rd->domain->redistributors; other; other = other->next)
		if (other != rd && other->uses && table_of(other)->value != value &&
		    itsg_rd_same_group(rd->config.caps.typer, other->config.caps.typer))
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

static void begin(struct itsg_rd_table *table, uint64_t page, uint64_t value, uint64_t bytes)
{
	itsg_pa pa = value & RD_PROPERTY_ADDRESS;
	itsg_pa first = pa & ~(page - 1);

	table->value = value;
	table->run = (struct itsg_run){
		.pa = first,
		.pages = (bits_round_up(pa + bytes, page) - first) / page,
	};
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
		begin(&domain->tables[n - 1], domain->config.page_size, value, bytes);
	domain->tables[n - 1].users++;
	rd->table = n;
	rd->uses = true;
	return ITSG_REASON_NONE;
}

enum itsg_reason itsg_rd_table_use(struct itsg_rd *rd, uint64_t value, uint64_t bytes)
{
	enum itsg_reason reason;

	itsg_platform_lock(rd->domain->config.ctx);
	reason = use(rd, value, bytes);
	itsg_platform_unlock(rd->domain->config.ctx);
	return reason;
}

static enum itsg_status claim(struct itsg_rd *rd, struct itsg_rd_table *table)
{
	uint64_t page = rd->domain->config.page_size;
	itsg_pa pa;

	while (table->run.done < table->run.pages) {
		if (!rd_spend(rd))
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

	itsg_platform_lock(rd->domain->config.ctx);
	status = claim(rd, table_of(rd));
	itsg_platform_unlock(rd->domain->config.ctx);
	return status;
}

static bool give_pages(struct itsg_rd *rd, struct itsg_rd_table *table)
{
	uint64_t page = rd->domain->config.page_size;
	itsg_pa pa;

	while (!itsg_run_is_empty(&table->run)) {
		if (!rd_spend(rd))
			return false;
		if (!itsg_run_give(rd->domain, rd->config.ctx, &table->run, &pa)) {
			itsg_rd_release_failed(rd, pa, page, ITSG_FOR_PROPERTY_TABLE);
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
	/* The record may have become another table's meanwhile: helping with that is no harm. */
	if (!table->users) {
		if (!give_pages(rd, table))
			return false;
		table->value = 0;
	}
	rd->table = 0;
	return true;
}

bool itsg_rd_table_release(struct itsg_rd *rd)
{
	bool released;

	itsg_platform_lock(rd->domain->config.ctx);
	released = release(rd);
	itsg_platform_unlock(rd->domain->config.ctx);
	return released;
}

/* Of the group, with own registers for none, somebody's LPIs are on or coming on. */
static bool group_is_in_use(const struct itsg_rd *rd)
{
	const struct itsg_rd *other;

	for (other = rd->domain->redistributors; other; other = other->next)
		if (other != rd && other->uses &&
		    itsg_rd_same_group(rd->config.caps.typer, other->config.caps.typer))
			return true;
	return false;
}

/* Who comes next asks for the lock first, and writes its own table afterwards. */
void itsg_rd_table_leave(struct itsg_rd *rd)
{
	itsg_platform_lock(rd->domain->config.ctx);
	if (rd->config.caps.own_properties || !group_is_in_use(rd))
		itsg_platform_write64(rd->config.ctx, GICR_OFFSET_PROPBASER, 0);
	itsg_platform_unlock(rd->domain->config.ctx);
}

uint64_t itsg_rd_claimed_pages(struct itsg_domain *domain)
{
	uint64_t pages = 0;
	unsigned int n;

	itsg_platform_lock(domain->config.ctx);
	for (n = 0; n < ITSG_RD_TABLES; n++)
		pages += domain->tables[n].run.done;
	itsg_platform_unlock(domain->config.ctx);
	return pages;
}
