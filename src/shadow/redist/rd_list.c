// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "shadow/memory/domain_lock.h"
#include "shadow/redist/rd_list.h"

enum itsg_status itsg_rd_list_compare(const struct itsg_rd *rd)
{
	const struct itsg_rd *other;

	for (other = rd->domain->redistributors; other; other = other->next) {
		if (other->uses)
			return ITSG_STATE;
		if (other->config.id_bits != rd->config.id_bits ||
		    other->config.inner != rd->config.inner ||
		    other->config.outer != rd->config.outer ||
		    other->config.share != rd->config.share ||
		    other->config.caps.own_properties != rd->config.caps.own_properties)
			return ITSG_INVALID;
	}
	return ITSG_OK;
}

void itsg_rd_list_join(struct itsg_rd *rd)
{
	rd->next = rd->domain->redistributors;
	rd->domain->redistributors = rd;
}

void itsg_rd_list_leave(struct itsg_rd *rd)
{
	struct itsg_rd **at = &rd->domain->redistributors;

	domain_lock(rd->domain);
	while (*at && *at != rd)
		at = &(*at)->next;
	if (*at)
		*at = rd->next;
	domain_unlock(rd->domain);
}
