/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Memory for the page. If there is none, the process ends.
 */
#define _POSIX_C_SOURCE 200809L

#include "html.h"

#include <stdlib.h>
#include <string.h>

static void *must(void *memory)
{
	if (memory)
		return memory;
	fputs("itsguard: no memory\n", stderr);
	exit(EXIT_UNREAD);
}

void *html_grow(void *array, size_t *room, size_t count, size_t size)
{
	if (count < *room)
		return array;
	*room = *room ? 2 * *room : 64;
	return must(realloc(array, *room * size));
}

void *html_zeroed(size_t count, size_t size)
{
	return must(calloc(count ? count : 1, size));
}

char *html_copy(const char *text)
{
	return must(strdup(text));
}
