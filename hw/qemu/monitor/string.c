// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* The functions that compiler and libfdt may call. */
#include <itsguard/env.h>

#include "string.h"

/* A word at an address of any alignment: EL2's memory is normal, so this works. */
typedef uint64_t __attribute__((may_alias, aligned(1))) word;

void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
	uint8_t *t = to;
	const uint8_t *f = from;

	for (; bytes >= sizeof(word); bytes -= sizeof(word), t += sizeof(word), f += sizeof(word))
		*(word *)(void *)t = *(const word *)(const void *)f;
	while (bytes--)
		*t++ = *f++;
	return to;
}

void *memset(void *to, int value, size_t bytes)
{
	const uint64_t pattern = (uint8_t)value * (uint64_t)0x0101010101010101;
	uint8_t *t = to;

	for (; bytes >= 4 * sizeof(word); bytes -= 4 * sizeof(word), t += 4 * sizeof(word)) {
		((word *)(void *)t)[0] = pattern;
		((word *)(void *)t)[1] = pattern;
		((word *)(void *)t)[2] = pattern;
		((word *)(void *)t)[3] = pattern;
	}
	while (bytes--)
		*t++ = (uint8_t)value;
	return to;
}

void *memmove(void *to, const void *from, size_t bytes)
{
	uint8_t *t = to;
	const uint8_t *f = from;

	if (t <= f) {
		for (size_t i = 0; i < bytes; i++)
			t[i] = f[i];
		return to;
	}
	while (bytes--)
		t[bytes] = f[bytes];
	return to;
}

int memcmp(const void *a, const void *b, size_t bytes)
{
	const uint8_t *x = a, *y = b;

	for (; bytes; bytes--, x++, y++) {
		if (*x != *y)
			return *x - *y;
	}
	return 0;
}

void *memchr(const void *in, int value, size_t bytes)
{
	const uint8_t *p = in;

	for (; bytes; bytes--, p++) {
		if (*p == (uint8_t)value)
			return (void *)(uintptr_t)p;
	}
	return NULL;
}

size_t strlen(const char *text)
{
	size_t n = 0;

	while (text[n])
		n++;
	return n;
}

size_t strnlen(const char *text, size_t most)
{
	size_t n = 0;

	while (n < most && text[n])
		n++;
	return n;
}

char *strrchr(const char *text, int value)
{
	const char *last = NULL;

	for (;; text++) {
		if (*text == (char)value)
			last = text;
		if (!*text)
			return (char *)(uintptr_t)last;
	}
}

/* Debian builds its libfdt with stack protectors. */
uintptr_t __stack_chk_guard = 0x1f7e3c9b5a;
void __stack_chk_fail(void)
{
	for (;;)
		;
}
