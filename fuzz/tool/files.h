/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Files named one by one or as folders. */
#ifndef FILES_H
#define FILES_H

#include <stdbool.h>
#include <stddef.h>

struct files {
	char **names;
	size_t count, room;
};

/*
 * Names as they are; of a folder the files in it and in its folders, sorted, without those that are
 * no inputs. False: one cannot be read, which was said.
 */
bool files_find(struct files *files, int count, char **names);
void files_free(struct files *files);

#endif
