/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The trace format: every kind of line survives there and back, a wrong line gives its error, and
 * the configuration comes from where it should.
 */
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trace/trace.h"
#include "trace_fixture.h"

#define HEAD "# its-trace v1\n"

static struct trace parsed(const char *text)
{
	struct trace trace;
	struct trace_error error;

	if (!trace_parse(&trace, text, strlen(text), &error))
		ck_abort_msg("%u: %s", error.line, error.text);
	return trace;
}

/* ---- There and back ---- */

static const char *const event_lines[] = {
	"W 88 4 40",
	"W 100 8 f9070000425a0600",
	"A 12 0123456789abcdef 0000000000000000 ffffffffffffffff 0000000000000001",
	"R 90 4",
	"R 90 4 40",
	"C 0000001000000008 0000000000000004 8000000812345600 0000000000000000",
	"T 10 4 1f",
	"T 10 2 ffff",
	"G 3f 20070 8 425c078f",
	"BW 10040 1 ff",
	"BR 0 8",
	"BR 0 8 1",
	"P affinity0",
	"P a-name-of-forty-characters-exactly.....x",
	"Q 7fff 0000000000000005 0000000000000000 0000000000030000 ffffffffffffffff",
	"M 42590008 ffffffffffffffff",
	"D 42590000 1 2",
	"H 3",
	"H all",
	"O 42590000 4096 guest",
	"O 42590000 4096 hyp",
	"O 42590000 4096 host",
	"O 42590000 4096 share",
	"O 42590000 65536 unshare",
	"F 12",
	"S rebuild",
	"GR 3f 20008 8 0",
	"GR 0 0 4",
	"S rd-powerlost 3f",
	"S rd-teardown 0",
	"S teardown",
	"S powerlost",
	"S topup 1048576",
	"S poll 12",
	"L ffffffff",
	"E 93820007 8080088 40",
	"X forward 1",
	"X rewrite 10",
	"X expand 0",
	"X nothing 3",
	"X refuse 18446744073709551615",
	"X reason DEVICE_UNMAPPED",
	"X reason NONE",
	"X work 2",
	"X rd-work 3f 1",
	"X value ffffffffffffffff",
	"X creadr fe0",
	"X owner 42590000 nobody",
	"X owner 42590000 guest",
	"X mem 42590000 1",
	"X lpi 2000 3",
	"X abort",
	"X property P12",
	"X hw-equal",
	"S stall",
	"S stuck",
	"S unstuck",
	"I S stall",
	"X attempt 2",
	"I M 42590008 1",
	"I Q 0 0000000000000005 0000000000000000 0000000000030000 0000000000000000",
	"I D 42590000 1 2",
	"I H 1",
	"I O 42590000 4096 share",
	"I F 1",
};

#define EVENT_LINES (sizeof(event_lines) / sizeof(event_lines[0]))

START_TEST(good_event_round_trip)
{
	const char *wanted = event_lines[_i];
	char text[200], line[TRACE_LINE_MAX];
	struct trace trace;

	snprintf(text, sizeof(text), HEAD "%s\n", wanted);
	trace = parsed(text);
	ck_assert_uint_eq(trace.count, 1);
	ck_assert_uint_eq(trace.steps[0].line, 2);
	ck_assert_uint_eq(trace_print_step(&trace.steps[0], line), strlen(wanted));
	ck_assert_str_eq(line, wanted);
	trace_free(&trace);
}
END_TEST

START_TEST(good_every_kind_has_a_line)
{
	bool seen[STEP_KINDS] = {false};
	struct trace trace;
	char text[200];
	size_t i;

	for (i = 0; i < EVENT_LINES; i++) {
		snprintf(text, sizeof(text), HEAD "%s\n", event_lines[i]);
		trace = parsed(text);
		seen[trace.steps[0].kind] = true;
		trace_free(&trace);
	}
	seen[STEP_LIVE] = seen[STEP_LIVE_DEVICE] = seen[STEP_LIVE_COLLECTION] = true;
	for (i = 0; i < STEP_KINDS; i++)
		ck_assert_msg(seen[i], "kind %zu has no line here", i);
}
END_TEST

struct collector {
	char text[16384];
	size_t size;
};

static void collect(void *arg, const char *line)
{
	struct collector *collector = arg;

	collector->size +=
		(size_t)snprintf(collector->text + collector->size,
				 sizeof(collector->text) - collector->size, "%s\n", line);
	ck_assert_uint_lt(collector->size, sizeof(collector->text));
}

static void same_trace(const struct trace *a, const struct trace *b)
{
	struct step left, right;
	size_t i;

	ck_assert_mem_eq(&a->config, &b->config, sizeof(a->config));
	ck_assert_uint_eq(a->count, b->count);
	for (i = 0; i < a->count; i++) {
		left = a->steps[i];
		right = b->steps[i];
		left.line = right.line = 0;
		ck_assert_mem_eq(&left, &right, sizeof(left));
	}
}

START_TEST(good_whole_trace_round_trip)
{
	static struct collector collector;
	struct trace first, second;

	first = parsed(HEAD "= cpus 3\n= typer 3f0801efb3\n= baser 3 107000000000200 4 ff\n"
			    "= rd 2 9000000\n= lpi-bits 14\n= vpe-bits 8\n= page 16384\n"
			    "= ring 4096\n= way rebuild\n= backing claim\n= gicv4 on\n= budget 1\n"
			    "= pool 131072\n= devices 5\n= events 6\n= vpes 7\n= coherent 0\n"
			    "= redist 1\n= rd-own 0\n= rd-typer 2b\n= rd-ctlr 6\n= polls 7\n"
			    "= auto 1\n= mem 42590000 65536 host\n= mem 8080000 131072 mmio\n"
			    "= live 40\n= device 10 42644200 3\n= collection 1 2\n= its 2\n"
			    "= budget 3\nW 0 4 1\nCPU 2\n= its 0\nR 0 4\nI H 1\nCPU 0\nH all\n"
			    "P end\n");
	collector.size = 0;
	trace_print(&first, collect, &collector);
	second = parsed(collector.text);
	same_trace(&first, &second);
	ck_assert_uint_eq(second.config.its[2].budget, 3);
	ck_assert_uint_eq(second.config.its_count, 3);
	trace_free(&first);
	trace_free(&second);
}
END_TEST

START_TEST(good_blanks_and_comments)
{
	struct trace trace =
		parsed("# its-trace v1 \t\r\n\n   \t# nothing\n\tW\t88  4 40 # doorbell\r\n"
		       "R 90 4#x");

	ck_assert_uint_eq(trace.count, 2);
	ck_assert_uint_eq(trace.steps[0].line, 4);
	ck_assert_uint_eq(trace.steps[0].op[2], 0x40);
	ck_assert_uint_eq(trace.steps[1].line, 5);
	ck_assert_uint_eq(trace.steps[1].count, 2);
	trace_free(&trace);
}
END_TEST

START_TEST(good_its_and_cpu_follow)
{
	struct trace trace = parsed(HEAD "R 0 4\nCPU 5\n= its 3\nR 0 4\n= its 0\nR 0 4\n");

	ck_assert_uint_eq(trace.config.its_count, 4);
	ck_assert_uint_eq(trace.steps[0].its, 0);
	ck_assert_uint_eq(trace.steps[0].cpu, 0);
	ck_assert_uint_eq(trace.steps[1].its, 3);
	ck_assert_uint_eq(trace.steps[1].cpu, 5);
	ck_assert_uint_eq(trace.steps[2].its, 0);
	ck_assert_uint_eq(trace.steps[2].cpu, 5);
	trace_free(&trace);
}
END_TEST

START_TEST(good_phase_name)
{
	struct trace trace = parsed(HEAD "P rescan0\n");
	char name[TRACE_NAME_MAX + 1];

	step_name(&trace.steps[0], name);
	ck_assert_str_eq(name, "rescan0");
	trace_free(&trace);
}
END_TEST

START_TEST(good_expectations_are_known)
{
	struct trace trace = parsed(HEAD "E 1 2 3\nX forward 1\nX hw-equal\n");

	ck_assert(!step_is_expectation(&trace.steps[0]));
	ck_assert(step_is_expectation(&trace.steps[1]));
	ck_assert(step_is_expectation(&trace.steps[2]));
	trace_free(&trace);
}
END_TEST

/* ---- What is wrong with a wrong line ---- */

static const struct {
	const char *text;
	uint32_t line;
	const char *says;
} wrong[] = {
	{"", 1, "expected the first line '# its-trace v1', found the end of the line"},
	{"# its-trace v2\n", 1, "expected the first line '# its-trace v1', found '# its-trace v2'"},
	{"# its-trace v1x\nW 0 4 1\n", 1, "found '# its-trace v1x'"},
	{HEAD "Z 1\n", 2, "expected a kind of line, found 'Z'"},
	{HEAD "\n\nw 0 4 1\n", 4, "found 'w'"},
	{HEAD "W 0 4\n", 2,
	 "expected <value> of W (hexadecimal that fits the size), found the end"},
	{HEAD "W 0x88 4 1\n", 2, "expected <offset> of W (hexadecimal of at most 32 bits"},
	{HEAD "W 100000000 4 1\n", 2, "found '100000000'"},
	{HEAD "W 88 3 1\n", 2, "expected <size> of W (decimal: 1, 2, 4 or 8), found '3'"},
	{HEAD "W 88 16 1\n", 2, "found '16'"},
	{HEAD "W 88 4 100000000\n", 2, "expected <value> of W"},
	{HEAD "W 88 8 10000000000000000\n", 2, "found '10000000000000000'"},
	{HEAD "W 88 4 1 2\n", 2, "expected the end of the line, found '2'"},
	{HEAD "W 1 2 3 4 5 6 7 8 9 10\n", 2, "expected the end of the line"},
	{HEAD "R 90\n", 2, "expected <size> of R"},
	{HEAD "R 90 4 40 5\n", 2, "expected the end of the line, found '5'"},
	{HEAD "C 1 2 3\n", 2, "expected <dw3> of C"},
	{HEAD "T 10 4 1ffffffff\n", 2, "expected <event> of T"},
	{HEAD "G 40 0 4 1\n", 2, "expected <cpu> of G (hexadecimal, below 40), found '40'"},
	{HEAD "GR 40 0 4\n", 2, "expected <cpu> of GR (hexadecimal, below 40), found '40'"},
	{HEAD "GR 0 0 4 100000000\n", 2, "expected <value> of GR"},
	{HEAD "S rd-powerlost\n", 2, "expected <cpu> of S rd-powerlost"},
	{HEAD "P\n", 2, "expected <name> of P"},
	{HEAD "P a-name-that-has-more-than-forty-characters\n", 2, "expected <name> of P"},
	{HEAD "Q 8000 1 2 3 4\n", 2, "expected <slot> of Q"},
	{HEAD "M 42590004 1\n", 2, "expected <pa> of M (hexadecimal, a multiple of 8)"},
	{HEAD "D 42590000 1\n", 2, "expected <value> of D"},
	{HEAD "H a\n", 2, "expected <n> of H (decimal, or all), found 'a'"},
	{HEAD "O 42590000 1000 took\n", 2, "expected <what> of O"},
	{HEAD "F 0\n", 2, "expected <n> of F (decimal, not 0), found '0'"},
	{HEAD "S\n", 2,
	 "expected rebuild, teardown, powerlost, topup, rd-powerlost, rd-teardown, stall, stuck, "
	 "unstuck or poll after S"},
	{HEAD "S topup\n", 2, "expected <bytes> of S topup"},
	{HEAD "S poll 0\n", 2, "expected <n> of S poll (decimal, not 0), found '0'"},
	{HEAD "X work later\n", 2, "expected <n> of X work (decimal), found 'later'"},
	{HEAD "= polls 65537\n", 2, "expected <n> of = polls (decimal, at most 65536)"},
	{HEAD "S teardown now\n", 2, "expected the end of the line, found 'now'"},
	{HEAD "CPU 40\n", 2, "expected <n> of CPU"},
	{HEAD "CPU 1 2\n", 2, "expected the end of the line"},
	{HEAD "I W 88 4 1\n", 2, "expected M, Q, D, H, O or F after I, found 'W'"},
	{HEAD "I\n", 2, "expected a kind of line, found the end of the line"},
	{HEAD "X\n", 2, "expected a kind of expectation after X"},
	{HEAD "X maybe 1\n", 2, "found 'maybe'"},
	{HEAD "X forward a\n", 2, "expected <n> of X forward (decimal), found 'a'"},
	{HEAD "X forward 18446744073709551616\n", 2, "expected <n> of X forward"},
	{HEAD "X reason BECAUSE\n", 2, "expected <name> of X reason (a reason's name)"},
	{HEAD "X owner 0 me\n", 2, "expected <owner> of X owner"},
	{HEAD "X property 5\n", 2, "expected <Pn> of X property (P1 to P12), found '5'"},
	{HEAD "X property P13\n", 2, "found 'P13'"},
	{HEAD "X property P\n", 2, "found 'P'"},
	{HEAD "= colour 1\n", 2, "expected a configuration key after =, found 'colour'"},
	{HEAD "=\n", 2, "expected a configuration key after =, found the end of the line"},
	{HEAD "= typer\n", 2, "expected <value> of = typer"},
	{HEAD "= baser 8 0\n", 2, "expected <n> of = baser"},
	{HEAD "= baser 0\n", 2, "expected <reset value> of = baser"},
	{HEAD "= baser 0 0 0\n", 2, "expected <page sizes> of = baser"},
	{HEAD "= baser 0 0 7 x\n", 2, "expected <sticky mask> of = baser"},
	{HEAD "= cpus 65\n", 2, "expected <n> of = cpus (decimal, 1 to 64), found '65'"},
	{HEAD "= cpus 2 3\n", 2, "expected the end of the line, found '3'"},
	{HEAD "= rd 0 1000\n", 2, "expected <pa> of = rd"},
	{HEAD "= page 8192\n", 2, "expected <bytes> of = page"},
	{HEAD "= ring 12288\n", 2, "expected <bytes> of = ring"},
	{HEAD "= budget 0\n", 2, "expected <units> of = budget"},
	{HEAD "= pool 4096\n", 2, "expected <bytes> of = pool"},
	{HEAD "= auto 2\n", 2, "expected 0 or 1 of = auto"},
	{HEAD "= redist 2\n", 2, "expected 0 or 1 of = redist"},
	{HEAD "= rd-own yes\n", 2, "expected 0 or 1 of = rd-own, found 'yes'"},
	{HEAD "= rd-typer 10\n", 2, "expected <value> of = rd-typer"},
	{HEAD "= rd-ctlr 1\n", 2, "or = rd-ctlr (6), found '1'"},
	{HEAD "= mem 1000 4096 nobody\n", 2, "expected <owner> of = mem"},
	{HEAD "= mem 1000 100 host\n", 2, "expected <size> of = mem"},
	{HEAD "= mem fffffffffffff000 8192 host\n", 2, "expected <size> of = mem"},
	{HEAD "= way home\n", 2, "expected reset or rebuild, found 'home'"},
	{HEAD "= its 4\n", 2, "expected <n> of = its"},
	{HEAD "R 0 4\n= budget 3\n", 3, "expected configuration only before the first event"},
	{HEAD "R 0 4\n= live 40\n", 3, "expected configuration only before the first event"},
};

START_TEST(bad_lines_are_named)
{
	struct trace trace;
	struct trace_error error;

	ck_assert_msg(!trace_parse(&trace, wrong[_i].text, strlen(wrong[_i].text), &error),
		      "accepted: %s", wrong[_i].text);
	ck_assert_msg(error.line == wrong[_i].line && strstr(error.text, wrong[_i].says),
		      "%s gives %u: %s", wrong[_i].text, error.line, error.text);
	ck_assert_ptr_null(trace.steps);
}
END_TEST

START_TEST(bad_bytes_are_shown_as_dots)
{
	static const char text[] = HEAD "W\0\x1b 4 1\n";
	struct trace trace;
	struct trace_error error;

	ck_assert(!trace_parse(&trace, text, sizeof(text) - 1, &error));
	ck_assert_uint_eq(error.line, 2);
	ck_assert_str_eq(error.text, "expected a kind of line, found 'W..'");
}
END_TEST

static const struct {
	const char *text;
	uint32_t line;
	const char *what;
} unsupported[] = {
	{HEAD "= way reset\n= way rebuild\n", 3, "way rebuild"},
	{HEAD "= backing claim\n", 2, "backing claim"},
	{HEAD "= gicv4 on\n= way rebuild\n", 2, "gicv4 on"},
	{HEAD "= live 40\n", 2, "= live"},
	{HEAD "= device 1 1000 3\n", 2, "= device"},
	{HEAD "= collection 1 3\n", 2, "= collection"},
	{HEAD "R 0 4\nS rebuild\n", 3, "S rebuild"},
	{HEAD "R 0 4\nL 3\nS rebuild\n", 3, "L"},
	{HEAD "R 0 4\nE 1 2 3\n", 3, "E"},
	{HEAD "= way reset\n= backing own\n= gicv4 off\nR 0 4\nS teardown\n", 0, ""},
};

START_TEST(good_unsupported_is_parsed_and_noted)
{
	struct trace trace = parsed(unsupported[_i].text);

	ck_assert_uint_eq(trace.unsupported_line, unsupported[_i].line);
	ck_assert_str_eq(trace.unsupported, unsupported[_i].what);
	trace_free(&trace);
}
END_TEST

/* ---- Where the configuration comes from ---- */

START_TEST(good_defaults_are_qemu)
{
	struct trace trace = parsed(HEAD);
	const struct trace_its_config *its = &trace.config.its[0];

	ck_assert_uint_eq(trace.config.its_count, 1);
	ck_assert_uint_eq(trace.config.cpus, 8);
	ck_assert_uint_eq(trace.config.lpi_bits, 16);
	ck_assert_uint_eq(trace.config.page, 4096);
	ck_assert_uint_eq(trace.config.pool, 16777216);
	ck_assert(trace.config.coherent && trace.config.automatic);
	ck_assert_uint_eq(its->typer, 0x1f0001efb1);
	ck_assert_uint_eq(its->iidr, 0x43b);
	ck_assert_uint_eq(its->pidr2, 0x3b);
	ck_assert_uint_eq(its->baser_reset[0], 0x0107000000000200);
	ck_assert_uint_eq(its->baser_reset[1], 0x0407000000000200);
	ck_assert_uint_eq(its->baser_reset[2], 0);
	ck_assert_uint_eq(its->baser_pages[0], 7);
	ck_assert_uint_eq(its->baser_sticky[7], UINT64_MAX);
	ck_assert_uint_eq(its->budget, 64);
	ck_assert_uint_eq(its->ring, 65536);
	trace_free(&trace);
}
END_TEST

START_TEST(good_virtual_hardware_has_a_vpe_table)
{
	struct trace trace = parsed(HEAD "= typer 3f0001efb3\n");

	ck_assert_uint_eq(trace.config.its[0].baser_reset[2], 0x0207000000000200);
	ck_assert_uint_eq(trace.config.its[0].pidr2, 0x4b);
	trace_free(&trace);
}
END_TEST

START_TEST(good_first_reads_tell)
{
	struct trace trace = parsed(HEAD "R ffe8 4 5b\nW 100 8 0\nR 8 8 1f0801efb1\nR 8 8 0\n"
					 "R 4 4 201743b\nR 100 8 400000000000000\n"
					 "R 100 8 107000000000200\nR 108 8 0\n"
					 "R 110 4 400\nR 114 4 1030000\nG 5 70 8 0\nG 2 0 4 1\n");
	const struct trace_its_config *its = &trace.config.its[0];

	ck_assert_uint_eq(its->typer, 0x1f0801efb1);
	ck_assert_uint_eq(its->pidr2, 0x5b);
	ck_assert_uint_eq(its->iidr, 0x201743b);
	ck_assert_uint_eq(its->baser_reset[0], 0x0400000000000200);
	ck_assert_uint_eq(its->baser_reset[1], 0);
	ck_assert_uint_eq(its->baser_reset[2], 0x0103000000000200);
	ck_assert_uint_eq(trace.config.cpus, 6);
	trace_free(&trace);
}
END_TEST

START_TEST(good_keys_go_before_reads)
{
	struct trace trace = parsed(HEAD "= typer 1f0001efb1\n= baser 0 107000000000000 2 fff\n"
					 "= cpus 2\nR 8 8 3f0001efb3\nR 100 8 400000000000000\n"
					 "G 5 70 8 0\n");
	const struct trace_its_config *its = &trace.config.its[0];

	ck_assert_uint_eq(its->typer, 0x1f0001efb1);
	ck_assert_uint_eq(its->baser_reset[0], 0x107000000000000);
	ck_assert_uint_eq(its->baser_pages[0], 2);
	ck_assert_uint_eq(its->baser_sticky[0], 0xfff);
	ck_assert_uint_eq(trace.config.cpus, 2);
	trace_free(&trace);
}
END_TEST

START_TEST(good_reads_tell_of_their_own_its)
{
	struct trace trace = parsed(HEAD "R 8 8 1f0001efb1\n= its 1\nR 8 8 1f0801efb1\n");

	ck_assert_uint_eq(trace.config.its[0].typer, 0x1f0001efb1);
	ck_assert_uint_eq(trace.config.its[1].typer, 0x1f0801efb1);
	trace_free(&trace);
}
END_TEST

START_TEST(good_hardware_lines_stop_the_clock)
{
	struct trace trace = parsed(HEAD "R 0 4\nH 1\n");

	ck_assert(!trace.config.automatic);
	trace_free(&trace);
	trace = parsed(HEAD "= auto 1\nH 1\n");
	ck_assert(trace.config.automatic);
	trace_free(&trace);
}
END_TEST

/* Made by itsguard emit-test; needs #include "trace_fixture.h". */
/* clang-format off */
START_TEST(good_example_of_the_format)
{
	static const char trace[] =
		"# its-trace v1\n"
		"= cpus 2\n"
		/* BASER0: valid, two levels, 64 KiB in 64 KiB pages at 0x425a0000 */
		"W 100 8 f9070000425a0600\n"
		/* BASER1: valid, flat, 64 KiB in 64 KiB pages at 0x425b0000 */
		"W 108 8 bc070000425b0600\n"
		/* CBASER: valid, 64 KiB at 0x42590000 */
		"W 80 8 b80000004259040f\n"
		/* CWRITER: commands up to 0x0 */
		"W 88 8 0\n"
		/* CTLR: enable */
		"W 0 4 1\n"
		/* MAPC collection 0: to redistributor 0x0 */
		"C 0000000000000009 0000000000000000 8000000000000000 0000000000000000\n"
		/* SYNC redistributor 0x0 */
		"C 0000000000000005 0000000000000000 0000000000000000 0000000000000000\n"
		/* CWRITER: commands up to 0x40 */
		"W 88 4 40\n"
		"X forward 2\n"
		"X creadr 40\n"
		"X hw-equal\n";

	trace_must_hold(trace);
}
END_TEST
/* clang-format on */

Suite *suite_trace(void)
{
	Suite *suite = suite_create("trace");
	TCase *tcase = tcase_create("round trip");

	tcase_add_loop_test(tcase, good_event_round_trip, 0, EVENT_LINES);
	tcase_add_test(tcase, good_every_kind_has_a_line);
	tcase_add_test(tcase, good_whole_trace_round_trip);
	tcase_add_test(tcase, good_blanks_and_comments);
	tcase_add_test(tcase, good_its_and_cpu_follow);
	tcase_add_test(tcase, good_phase_name);
	tcase_add_test(tcase, good_expectations_are_known);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("errors");
	tcase_add_loop_test(tcase, bad_lines_are_named, 0, sizeof(wrong) / sizeof(wrong[0]));
	tcase_add_test(tcase, bad_bytes_are_shown_as_dots);
	tcase_add_loop_test(tcase, good_unsupported_is_parsed_and_noted, 0,
			    sizeof(unsupported) / sizeof(unsupported[0]));
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("configuration");
	tcase_add_test(tcase, good_defaults_are_qemu);
	tcase_add_test(tcase, good_virtual_hardware_has_a_vpe_table);
	tcase_add_test(tcase, good_first_reads_tell);
	tcase_add_test(tcase, good_keys_go_before_reads);
	tcase_add_test(tcase, good_reads_tell_of_their_own_its);
	tcase_add_test(tcase, good_hardware_lines_stop_the_clock);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("run");
	tcase_add_test(tcase, good_example_of_the_format);
	suite_add_tcase(suite, tcase);
	return suite;
}
