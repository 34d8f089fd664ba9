/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * For the tests under MemorySanitizer. The Check library is not compiled with it, so nobody marks
 * what Check writes as written. MSan's fwrite would call every message of Check uninitialised. The
 * Makefile links a copy of Check whose fwrite is this one. Everybody else's fwrite is checked.
 */
#include <stddef.h>
#include <stdio.h>

void __msan_unpoison(const volatile void *at, size_t size);
size_t check_fwrite(const void *at, size_t size, size_t count, FILE *file);

size_t check_fwrite(const void *at, size_t size, size_t count, FILE *file)
{
	__msan_unpoison(at, size * count);
	return fwrite(at, size, count, file);
}
