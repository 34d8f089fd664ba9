// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The device trees of corpus/fdt, each with the machine that it stands for and what must come of
 * it. corpus/README.md describes the comments that say so.
 */
#define _POSIX_C_SOURCE 200809L /* popen */
#include <glob.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_frames.h"
#include "fdt_fixture.h"
#include "hypglue/frames.h"
#include "suites.h"

#define TEXT_BYTES 8192
#define ALIGNED	   8u

static struct hypglue_frames frames;
static char got[TEXT_BYTES], want[TEXT_BYTES];
static unsigned int machine_frames;

/* ---- what a file says ---- */

/* Behind what is in a text already. */
static void append(char *text, const char *more)
{
	size_t used = strlen(text);

	ck_assert_uint_lt(used + strlen(more), TEXT_BYTES);
	memcpy(text + used, more, strlen(more) + 1);
}

static void take_frame(const char *text)
{
	char *kind, *rest;
	unsigned long long base = strtoull(text, &kind, 16), typer;

	typer = strtoull(strchr(kind + 1, ' ') ? strchr(kind + 1, ' ') : "", &rest, 16);
	machine_frames++;
	if (!strncmp(kind, " gicd ", 6))
		fake_add(FAKE_DISTRIBUTOR, base, typer);
	else if (!strncmp(kind, " its ", 5))
		fake_add(FAKE_ITS, base, typer);
	else
		fake_add(FAKE_REDISTRIBUTOR, base, typer);
	if (*rest == ' ')
		fake_ctlr(base, (uint32_t)strtoull(rest, &rest, 16));
	ck_assert_msg(*rest == '\n', "frame %s", text);
}

static void read_comments(const char *path)
{
	FILE *file = fopen(path, "r");
	char line[256];

	ck_assert_ptr_nonnull(file);
	fake_clear();
	machine_frames = 0;
	want[0] = 0;
	while (fgets(line, sizeof(line), file)) {
		if (!strncmp(line, "// frame ", 9))
			take_frame(line + 9);
		if (!strncmp(line, "// must: ", 9))
			append(want, line + 9);
	}
	fclose(file);
	ck_assert_msg(want[0], "%s does not say what must come of it", path);
}

/* ---- what comes of it ---- */

__attribute__((format(printf, 1, 2))) static void say(const char *format, ...)
{
	char line[128];
	va_list list;

	va_start(list, format);
	vsnprintf(line, sizeof(line), format, list);
	va_end(list);
	append(got, line);
}

static void say_frames(void)
{
	uint32_t i;

	for (i = 0; i < frames.gic_count; i++)
		say("gic at %" PRIx64 ": INTIDs below %u\n", found.gics[i].distributor.start,
		    frames.gics[i].lpi_end);
	for (i = 0; i < frames.its_count; i++)
		say("its at %" PRIx64 "..%" PRIx64 ": gic %u\n", frames.itss[i].range.start,
		    frames.itss[i].range.end, frames.itss[i].gic);
	for (i = 0; i < frames.rd_count; i++)
		say("redistributor at %" PRIx64 "..%" PRIx64 ": processor %u, gic %u\n",
		    frames.by_base[i].base,
		    frames.by_base[i].base + hypglue_rd_frames(frames.rd[i].typer),
		    frames.by_base[i].processor, frames.rd[i].gic);
	for (i = 0; i < frames.blocked_count; i++)
		say("blocked %" PRIx64 "..%" PRIx64 "\n", frames.blocked[i].start,
		    frames.blocked[i].end);
}

static void say_all(const void *blob, size_t size)
{
	enum hypglue_fdt_status status = hypglue_fdt_discover(blob, size, &found);

	got[0] = 0;
	if (!status)
		status = hypglue_frames_find(&found, (itsg_pa)1 << 48, NULL, &frames);
	if (status)
		snprintf(got, TEXT_BYTES, "refused: %s\n", hypglue_fdt_status_text(status));
	else
		say_frames();
}

static void check_case(const char *path)
{
	static _Alignas(ALIGNED) char blob[FDT_WRITER_BYTES];
	char command[256];
	size_t size;
	FILE *tree_file;

	read_comments(path);
	snprintf(command, sizeof(command), "dtc -q -I dts -O dtb %s", path);
	tree_file = popen(command, "r"); /* NOLINT: the paths are our own */
	ck_assert_ptr_nonnull(tree_file);
	size = fread(blob, 1, sizeof(blob), tree_file);
	ck_assert_msg(!pclose(tree_file), "%s is not compiled", path);
	say_all(blob, size);
	ck_assert_msg(!strcmp(got, want), "%s\n%s\nand not\n%s", path, got, want);
}

/* The name says which of them are refused. */
START_TEST(good_and_bad_trees)
{
	glob_t files;
	size_t i;

	ck_assert_int_eq(glob("corpus/fdt/*.dts", 0, NULL, &files), 0);
	ck_assert_uint_gt(files.gl_pathc, 20);
	for (i = 0; i < files.gl_pathc; i++) {
		check_case(files.gl_pathv[i]);
		ck_assert_msg(!strncmp(got, "refused", 7) ==
				      !strncmp(files.gl_pathv[i], "corpus/fdt/bad_", 15),
			      "%s has the wrong name", files.gl_pathv[i]);
		ck_assert_uint_gt(machine_frames, 0);
	}
	globfree(&files);
}
END_TEST

Suite *suite_hypglue_fdt_cases(void)
{
	Suite *suite = suite_create("hypglue_fdt_cases");
	TCase *tcase = tcase_create("corpus");

	tcase_add_test(tcase, good_and_bad_trees);
	suite_add_tcase(suite, tcase);
	return suite;
}
