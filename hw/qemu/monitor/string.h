/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Prototypes, in addition to those of itsguard/env.h. */
#ifndef MONITOR_STRING_H
#define MONITOR_STRING_H

#include <stddef.h>
#include <stdint.h>

void *memmove(void *to, const void *from, size_t bytes);
int memcmp(const void *a, const void *b, size_t bytes);
void *memchr(const void *in, int value, size_t bytes);
size_t strlen(const char *text);
size_t strnlen(const char *text, size_t most);
char *strrchr(const char *text, int value);
extern uintptr_t __stack_chk_guard;
void __stack_chk_fail(void);

#endif
