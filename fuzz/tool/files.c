/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#define _DEFAULT_SOURCE

#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PATH_BYTES 4096

static void no_memory(void)
{
	fputs("itsguard: no memory\n", stderr);
	exit(2);
}

static void add(struct files *files, const char *name)
{
	char *copy = strdup(name);

	if (files->count == files->room) {
		files->room = files->room ? 2 * files->room : 64;
		files->names = realloc(files->names, files->room * sizeof(*files->names));
	}
	if (!copy || !files->names)
		no_memory();
	files->names[files->count++] = copy;
}

/* Is the file hidden, a text for people, or one of AFL++'s own records? */
static bool is_no_input(const char *name)
{
	static const char *const others[] = {"cmdline",		  "fastresume.bin", "fuzz_bitmap",
					     "fuzzer_setup",	  "fuzzer_stats",   "is_main_node",
					     "is_secondary_node", "plot_data",	    "target_hash"};
	const char *end = strrchr(name, '.');
	size_t i;

	if (name[0] == '.' || strncmp(name, "README", strlen("README")) == 0 ||
	    (end && strcmp(end, ".md") == 0))
		return true;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(name, others[i]) == 0)
			return true;
	return false;
}

static bool unread(const char *name, const char *why)
{
	fprintf(stderr, "%s: %s\n", name, why);
	return false;
}

/* Adds a file, or a folder. A link is neither, because it may lead back. */
static void add_entry(struct files *files, struct files *folders, const char *folder,
		      const char *name)
{
	const char *slash = folder[strlen(folder) - 1] == '/' ? "" : "/";
	char path[PATH_BYTES];
	struct stat status;

	if (is_no_input(name) ||
	    snprintf(path, sizeof(path), "%s%s%s", folder, slash, name) >= PATH_BYTES ||
	    lstat(path, &status) != 0)
		return;
	if (S_ISDIR(status.st_mode))
		add(folders, path);
	else if (S_ISREG(status.st_mode))
		add(files, path);
}

static bool read_folder(struct files *files, struct files *folders, const char *folder)
{
	DIR *stream = opendir(folder);
	const struct dirent *entry;

	if (!stream)
		return unread(folder, strerror(errno));
	while ((entry = readdir(stream)))
		add_entry(files, folders, folder, entry->d_name);
	(void)closedir(stream);
	return true;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool add_folder(struct files *files, const char *name)
{
	struct files folders = {0};
	size_t before = files->count, i;
	bool good = true;

	add(&folders, name);
	for (i = 0; i < folders.count && good; i++)
		good = read_folder(files, &folders, folders.names[i]);
	files_free(&folders);
	if (!good)
		return false;
	if (files->count == before)
		return unread(name, "no inputs in it");
	qsort(files->names + before, files->count - before, sizeof(*files->names), by_name);
	return true;
}

static bool is_folder(const char *name)
{
	struct stat status;

	return stat(name, &status) == 0 && S_ISDIR(status.st_mode);
}

bool files_find(struct files *files, int count, char **names)
{
	int i;

	for (i = 0; i < count; i++) {
		if (!is_folder(names[i]))
			add(files, names[i]);
		else if (!add_folder(files, names[i]))
			return false;
	}
	return true;
}

void files_free(struct files *files)
{
	size_t i;

	for (i = 0; i < files->count; i++)
		free(files->names[i]);
	free(files->names);
}
