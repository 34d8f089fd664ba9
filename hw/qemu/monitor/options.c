// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <libfdt.h>

#include "hypglue/regions.h"

#include "monitor.h"
#include "options.h"

static struct options chosen = {.polls = HYPGLUE_POLLS_DEFAULT, .timer = true};

/* The words of text that begin with key set *value to the number behind it. The last one counts. */
static void number(const char *text, const char *key, uint32_t *value)
{
	size_t size = strlen(key);

	for (const char *word = text; *word; word++) {
		if ((word != text && word[-1] != ' ') || memcmp(word, key, size))
			continue;
		*value = 0;
		for (word += size; *word >= '0' && *word <= '9' && *value < 1000000; word++)
			*value = *value * 10 + (uint32_t)(*word - '0');
		if (!*word)
			return;
	}
}

void options_init(const void *dtb)
{
	static char text[1024];
	int bytes = 0;
	const char *args = fdt_getprop(dtb, fdt_path_offset(dtb, "/chosen"), "bootargs", &bytes);
	uint32_t timer = 1;

	if (!args || bytes <= 0)
		return;
	for (int i = 0; i < bytes && i < (int)sizeof(text) - 64 && args[i]; i++)
		text[i] = args[i];
	number(text, "itsguard.budget=", &chosen.budget);
	number(text, "itsguard.polls=", &chosen.polls);
	number(text, "itsguard.timer=", &timer);
	chosen.timer = timer;
}

const struct options *options(void)
{
	return &chosen;
}
