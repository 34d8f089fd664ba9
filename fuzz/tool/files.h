/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Files that the user names one by one, or as folders.
 */
#ifndef FILES_H
#define FILES_H

#include <stdbool.h>
#include <stddef.h>

struct files {
	char **names;
	size_t count, room;
};

/*
 * Adds each named file. A named folder stands for all files in it and in its folders, sorted; files
 * that are no inputs are left out.
 * False: one cannot be read; a message was printed.
 */
bool files_find(struct files *files, int count, char **names);
/* Frees the names. */
void files_free(struct files *files);

#endif
