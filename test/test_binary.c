// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The two forms of a trace say the same: every corpus file and any bytes survive there and back,
 * and give the same result each time.
 */
#include "suites.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rig/hash.h"
#include "trace/binary.h"

#define TEXT_MAX    (2U << 20)
#define RANDOM_RUNS 4000
#define RANDOM_SIZE 300

struct text {
	char *at;
	size_t size;
};

static void put_line(void *arg, const char *line)
{
	struct text *text = arg;
	size_t size = strlen(line);

	ck_assert_uint_lt(text->size + size + 1, TEXT_MAX);
	memcpy(text->at + text->size, line, size);
	text->at[text->size + size] = '\n';
	text->size += size + 1;
}

static struct text printed(const struct trace *trace)
{
	struct text text = {malloc(TEXT_MAX), 0};

	ck_assert_ptr_nonnull(text.at);
	trace_print(trace, put_line, &text);
	return text;
}

static struct text encoded(const struct trace *trace)
{
	struct text data = {NULL, 0};

	data.size =
		binary_encode(&trace->config, trace->steps, trace->count, BINARY_WHOLE, NULL, 0);
	data.at = malloc(data.size);
	ck_assert_ptr_nonnull(data.at);
	ck_assert_uint_eq(binary_encode(&trace->config, trace->steps, trace->count, BINARY_WHOLE,
					(uint8_t *)data.at, data.size),
			  data.size);
	return data;
}

static struct trace decoded(const struct text *data)
{
	struct trace trace = {0};

	trace.steps = calloc(data->size, sizeof(*trace.steps));
	ck_assert_ptr_nonnull(trace.steps);
	trace.count = binary_decode((const uint8_t *)data->at, data->size, &trace.config,
				    trace.steps, data->size);
	return trace;
}

static struct trace parsed(const struct text *text)
{
	struct trace trace;
	struct trace_error error;

	if (!trace_parse(&trace, text->at, text->size, &error))
		ck_abort_msg("%u: %s in\n%.*s", error.line, error.text, (int)text->size, text->at);
	return trace;
}

static void expect_same(const struct text *a, const struct text *b)
{
	ck_assert_uint_eq(a->size, b->size);
	ck_assert_mem_eq(a->at, b->at, a->size);
}

/*
 * Writes the trace as text, then as binary, then that as text and as binary again. Frees the trace.
 */
static void there_and_back(struct trace *trace)
{
	struct text text = printed(trace), data = encoded(trace), text2, data2;
	struct trace copy = decoded(&data), again;

	ck_assert_mem_eq(&copy.config, &trace->config, sizeof(copy.config));
	text2 = printed(&copy);
	expect_same(&text, &text2);
	again = parsed(&text2);
	data2 = encoded(&again);
	expect_same(&data, &data2);
	free(text.at);
	free(text2.at);
	free(data.at);
	free(data2.at);
	trace_free(trace);
	trace_free(&copy);
	trace_free(&again);
}

/* ---- The corpus ---- */

static struct text read_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct text text = {malloc(TEXT_MAX), 0};

	ck_assert_msg(file != NULL, "%s", path);
	ck_assert_ptr_nonnull(text.at);
	text.size = fread(text.at, 1, TEXT_MAX, file);
	ck_assert_uint_lt(text.size, TEXT_MAX);
	fclose(file);
	return text;
}

/* Calls each with every trace that can be read. */
static void each_corpus_file(void (*each)(struct trace *trace, const char *path))
{
	struct trace_error error;
	struct trace trace;
	glob_t files;
	size_t i, used = 0;

	ck_assert_int_eq(glob("corpus/*/*.trace", 0, NULL, &files), 0);
	for (i = 0; i < files.gl_pathc; i++) {
		struct text text = read_file(files.gl_pathv[i]);

		if (trace_parse(&trace, text.at, text.size, &error)) {
			each(&trace, files.gl_pathv[i]);
			used++;
		}
		free(text.at);
	}
	globfree(&files);
	ck_assert_uint_gt(used, 250);
}

static void convert_file(struct trace *trace, const char *path)
{
	(void)path;
	there_and_back(trace);
}

START_TEST(good_corpus_there_and_back)
{
	each_corpus_file(convert_file);
}
END_TEST

static struct rig *rig;
static unsigned int differing;

static uint64_t hash_of(const struct trace *trace)
{
	struct rig_hash hash;
	enum rig_result result;
	size_t i;

	rig_hash_begin(&hash);
	rig_observe(rig, &hash.watch);
	result = rig_begin(rig, &trace->config, RIG_HASH_EVENTS);
	for (i = 0; i < trace->count && result == RIG_OK; i++) {
		result = rig_step(rig, &trace->steps[i]);
		rig_hash_step(&hash, rig, result);
	}
	if (result == RIG_OK)
		result = rig_settle(rig);
	if (result == RIG_OK)
		result = rig_finish(rig);
	rig_hash_step(&hash, rig, result);
	return hash.value;
}

/* Once as it was read, once from the binary form, with another trace's remains in the rig. */
static void hash_file(struct trace *trace, const char *path)
{
	static uint64_t last;
	struct text data = encoded(trace);
	struct trace copy = decoded(&data);
	uint64_t first = hash_of(trace), second = hash_of(&copy);

	ck_assert_msg(first == second, "%s: %016llx, then %016llx", path, (unsigned long long)first,
		      (unsigned long long)second);
	differing += first != last;
	last = first;
	free(data.at);
	trace_free(trace);
	trace_free(&copy);
}

START_TEST(good_corpus_runs_alike)
{
	rig = rig_create();
	ck_assert_ptr_nonnull(rig);
	differing = 0;
	each_corpus_file(hash_file);
	ck_assert_uint_gt(differing, 200);
	rig_destroy(rig);
}
END_TEST

/* ---- Any bytes ---- */

static uint8_t dice(void)
{
	static uint64_t state = 1;

	state = state * 6364136223846793005U + 1442695040888963407U;
	return (uint8_t)(state >> 56);
}

/* Bytes that are more often items than not; the forms take turns. */
static void roll(uint8_t *data, size_t size, unsigned int form)
{
	size_t i;

	data[0] = (uint8_t)form;
	for (i = 1; i < size; i++)
		data[i] = dice() & 1 ? dice() : dice() & 1 ? (uint8_t)(dice() % STEP_KINDS) : 0;
	if (size > 1 && dice() & 1)
		data[1] = (uint8_t)(0x80 + dice() % 26);
}

START_TEST(good_any_bytes_there_and_back)
{
	uint8_t bytes[RANDOM_SIZE];
	unsigned int n;

	for (n = 0; n < RANDOM_RUNS; n++) {
		size_t size = 1 + (size_t)(dice() << 8 | dice()) % RANDOM_SIZE;
		struct text data = {(char *)bytes, size};
		struct trace trace;

		roll(bytes, size, n % 4);
		trace = decoded(&data);
		there_and_back(&trace);
	}
}
END_TEST

/* ---- What an attack may be ---- */

START_TEST(good_attack_is_bounded)
{
	struct trace_config config;
	struct step in[4] = {{.kind = STEP_EXPECT_ABORT},
			     {.kind = STEP_TOPUP, .count = 1, .op = {1ULL << 40}},
			     {.kind = STEP_REBUILD},
			     {.kind = STEP_TEARDOWN}};
	struct step out[4];
	uint8_t data[256];
	size_t size;

	binary_profile(&config, false);
	config.pool = 1ULL << 32;
	config.its[0].ring = 1U << 20;
	config.claim = true;
	size = binary_encode(&config, in, 4, 0, data, sizeof(data));
	ck_assert_uint_le(size, sizeof(data));
	ck_assert_uint_eq(binary_decode(data, size, &config, out, 4), 2);
	ck_assert_uint_eq(out[0].kind, STEP_TOPUP);
	ck_assert_uint_eq(out[0].op[0], 1U << 18);
	ck_assert_uint_eq(out[1].kind, STEP_TEARDOWN);
	ck_assert_uint_eq(config.pool, 1U << 20);
	ck_assert_uint_eq(config.its[0].ring, 65536);
	ck_assert(!config.claim);
	data[0] = BINARY_WHOLE;
	ck_assert_uint_eq(binary_decode(data, size, &config, out, 4), 4);
	ck_assert_uint_eq(out[1].op[0], 1ULL << 40);
	ck_assert_uint_eq(config.pool, 1ULL << 32);
	ck_assert(config.claim);
}
END_TEST

START_TEST(good_lines_are_those_of_the_text)
{
	static const char text[] = "# its-trace v1\n= its 1\n= iidr 5\n= its 0\nW 0 4 1\nCPU 3\n"
				   "= its 1\nR 0 4\nI M 40 1\nP x\n";
	struct text source = {(char *)(uintptr_t)text, sizeof(text) - 1}, canonical;
	struct trace trace = parsed(&source), again;
	size_t i;

	canonical = printed(&trace);
	again = parsed(&canonical);
	trace_number(&trace);
	ck_assert_uint_eq(trace.count, 4);
	for (i = 0; i < trace.count; i++)
		ck_assert_uint_eq(trace.steps[i].line, again.steps[i].line);
	ck_assert_uint_eq(again.config.its[1].iidr, 5);
	ck_assert_uint_eq(again.config.its[0].iidr, 0x43b);
	free(canonical.at);
	trace_free(&trace);
	trace_free(&again);
}
END_TEST

Suite *suite_binary(void)
{
	Suite *suite = suite_create("binary");
	TCase *tcase = tcase_create("forms");

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, good_corpus_there_and_back);
	tcase_add_test(tcase, good_corpus_runs_alike);
	tcase_add_test(tcase, good_any_bytes_there_and_back);
	tcase_add_test(tcase, good_attack_is_bounded);
	tcase_add_test(tcase, good_lines_are_those_of_the_text);
	suite_add_tcase(suite, tcase);
	return suite;
}
