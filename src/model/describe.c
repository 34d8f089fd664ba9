/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The model's state as text. Two texts from two moments show what has changed between them.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "model/blocks.h"
#include "model/memory.h"
#include "model/model.h"

struct text {
	char *at;
	size_t size, length;
};

__attribute__((format(printf, 2, 3))) static void say(struct text *text, const char *format, ...)
{
	size_t room = text->length < text->size ? text->size - text->length : 0;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(room ? text->at + text->length : NULL, room, format, arguments);
	va_end(arguments);
	text->length += length > 0 ? (size_t)length : 0;
}

static void say_mapped(struct text *text, const struct model_its *its)
{
	size_t i;

	for (i = 0; i < its->device_count; i++) {
		const struct model_device *device = &its->devices[i];

		if (device->used)
			say(text, "hw%u device %#x itt %#" PRIx64 " bits %u live %u\n", its->number,
			    device->id, device->itt, device->bits, device->live);
	}
	for (i = 0; i < its->collection_count; i++) {
		const struct model_collection *collection = &its->collections[i];

		if (collection->mapped)
			say(text, "hw%u collection %u cpu %u live %u\n", its->number,
			    collection->icid, collection->cpu, collection->live);
	}
}

/* The value counts only while it is Valid. */
static void say_base(struct text *text, const struct model_its *its, const char *name,
		     uint64_t value)
{
	say(text, "hw%u %s %#" PRIx64 "\n", its->number, name, value >> 63 ? value : 0);
}

static void say_its(struct text *text, const struct model_its *its)
{
	unsigned int n;

	say(text, "hw%u enabled %d quiescent %d number %u\n", its->number, its->enabled,
	    its->quiescent, its->its_number);
	if (its->stalled)
		say(text, "hw%u stalled\n", its->number);
	say_base(text, its, "cbaser", its->cbaser);
	say(text, "hw%u cwriter %#x creadr %#x published %#x\n", its->number, its->cwriter,
	    its->creadr, its->published);
	for (n = 0; n < 8; n++)
		say_base(text, its, "baser", its->baser[n]);
	say_mapped(text, its);
}

static void say_blocks(struct text *text, const struct model *model)
{
	size_t i;

	say(text, "blocks %zu\n", model->blocks.held);
	for (i = 0; i < model->blocks.count; i++) {
		const struct model_block *block = &model->blocks.block[i];

		if (block->held)
			say(text, "block %#" PRIx64 "+%#" PRIx64 " %s its %d seen %d mapped %d\n",
			    block->pa, block->size, model_purpose_name(block->purpose),
			    block->its ? (int)block->its->number : -1, block->seen, block->mapped);
	}
}

static void say_pages(struct text *text, const struct model *model)
{
	size_t i;

	say(text, "pinned %" PRIu64 "\n", model->memory.pinned);
	for (i = 0; i < model->memory.page_count; i++) {
		const struct model_page *page = model_page_nth(model, i);

		if (page->owner != page->home || page->shared != page->home_shared || page->pins)
			say(text, "page %#" PRIx64 " owner %d shared %d pins %u\n",
			    page->pfn * MODEL_PAGE, page->owner, page->shared, page->pins);
	}
}

static void say_rd(struct text *text, const struct model_rd *rd)
{
	say(text, "rd%u enabled %d rwp %d dpg %#x propbaser %#" PRIx64 " pendbaser %#" PRIx64 "\n",
	    rd->number, rd->enabled, rd->rwp, rd->dpg, rd->enabled ? rd->propbaser : 0,
	    rd->enabled ? rd->pendbaser : 0);
}

size_t model_describe(const struct model *model, char *buffer, size_t size)
{
	struct text text = {buffer, size, 0};
	unsigned int n;
	size_t i;

	for (n = 0; n < model->config.its_count; n++)
		say_its(&text, &model->its[n]);
	for (n = 0; n < model->config.rd_count; n++)
		say_rd(&text, &model->rd[n]);
	for (i = 0; i < model->region_count; i++)
		say(&text, "region %#" PRIx64 "+%#" PRIx64 " maps %u\n", model->region[i].pa,
		    model->region[i].size, model->region[i].maps);
	say_blocks(&text, model);
	say_pages(&text, model);
	return text.length;
}
