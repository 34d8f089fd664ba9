#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# usage: TEST_CC=... TEST_LIBS=... TOOL_OBJECTS=... cli.sh ITSGUARD
# TEST_CC and TEST_LIBS compile and link a test that itsguard emit-test wrote; TOOL_OBJECTS is what the tool is made of,
# to be linked with a library that has a defect.
# The tool as people and scripts meet it: exit statuses, messages with file and line, the summary line.
set -u
tool=$1
out=$(mktemp)
trap 'rm -rf "$out" "$out".*' EXIT
failed=0
passed=0

expect() { # what, status, pattern, command...
	what=$1 want=$2 pattern=$3
	shift 3
	"$@" >"$out" 2>&1
	got=$?
	if [ "$got" = "$want" ] && grep -qE -- "$pattern" "$out"; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	echo "cli: $what: exit status $got, expected $want and /$pattern/:" >&2
	head -3 "$out" >&2
}

for file in corpus/unreadable/*.trace; do
	expect "$file" 2 "^$file:?[0-9]*: ." "$tool" replay "$file"
done
expect "the page of what the library does not take" 2 'the library does not take' "$tool" explain --html corpus/unreadable/redist-entry.trace
for file in corpus/bad/bad_mapti-twice.trace corpus/unreadable/redist-entry.trace corpus/unreadable/cpu-40.trace; do
	"$tool" replay "$file" >/dev/null 2>&1
	expect "explain ends as replay does: $file" $? . "$tool" explain "$file"
done
expect "no command" 2 '^usage: itsguard COMMAND' "$tool"
expect "unknown command" 2 "there is no command 'dance'" "$tool" dance
expect "help" 0 '^usage: itsguard replay' "$tool" help
expect "help of one command" 0 '^usage: itsguard minimize .-o OUT' "$tool" help minimize
expect "the same asked of the command" 0 '^usage: itsguard minimize .-o OUT' "$tool" minimize "$0" --help
expect "help of no command" 2 "there is no command 'dance'" "$tool" help dance
expect "an unknown option is named" 2 "^itsguard replay: unknown option '--fast'" "$tool" replay --fast "$0"
expect "a name that is no option" 2 '^--fast: No such file' "$tool" replay -- --fast
for command in help "emit-test $0" "replay corpus/bad" "hash corpus/good/good_ring-wraps.trace" "diff $0 $0" "explain corpus/good/good_ring-wraps.trace"; do
	command=$(echo "$command" | sed "s|$0|corpus/bad/bad_mapti-twice.trace|g")
	expect "$command to where nothing can be written" 2 'No space left' sh -c "'$tool' $command >/dev/full"
done
expect "no such file" 2 'corpus/nothing.trace: No such file' "$tool" replay corpus/nothing.trace
expect "summary line" 0 ': ok commands=[0-9]+ forward=[0-9]+ rewrite=[0-9]+ expand=[0-9]+ nothing=[0-9]+ refuse=[0-9]+ reasons=' \
	"$tool" replay corpus/linux/k61-el1-gic3.trace
expect "virtual commands are refused first at the first of them" 1 'k61-gic4-vm.trace:[0-9]+: not clean: VMAPP .* was refused: OPCODE' \
	"$tool" replay --clean corpus/gicv4/k61-gic4-vm.trace
expect "explain says the verdict" 0 'refuse' "$tool" explain corpus/bad/bad_mapti-twice.trace
expect "explain says the reason in words" 0 'EVENT_BUSY: the event is mapped already' "$tool" explain corpus/bad/bad_mapti-twice.trace
sed 's/^X reason .*/X reason POOL/' corpus/bad/bad_mapti-twice.trace >"$out.trace"
expect "an expectation that does not hold" 1 ':[0-9]+: .*POOL' "$tool" replay "$out.trace"
printf '# its-trace v1\nX property P1\n' >"$out.trace"
expect "a property that should have been broken" 1 'P1' "$tool" replay "$out.trace"
printf '\357\273\277# its-trace v1\n' >"$out.mark"
expect "a byte-order mark" 2 '.mark:1: begins with a byte-order mark' "$tool" replay "$out.mark"
printf '\377\376#\0 \0i\0t\0s\0-\0t\0r\0a\0c\0e\0 \0v\0001\0\n\0' >"$out.wide"
expect "16-bit characters" 2 '.wide:1: text of 16-bit characters' "$tool" replay "$out.wide"
printf '\0\n# its-trace v1\n' >"$out.late"
expect "text with something before it" 2 ".late: '# its-trace' comes after 2 bytes" "$tool" replay "$out.late"
: >"$out.empty"
expect "an empty file" 2 '.empty: the file is empty' "$tool" replay "$out.empty"
expect "one bad file among good ones" 1 ': ok ' "$tool" replay "$out.trace" corpus/linux/k61-el1-gic3-pm.trace


# recorded boots again, with what they wrote to redistributors mediated as well
for file in corpus/linux/k61-el1-*.trace corpus/linux/p612-*.trace; do
	sed '1a = redist 1' "$file" >"$out.trace"
	expect "$file with redistributors" 0 ': ok .* pages-claimed-max=30 ' "$tool" replay --clean "$out.trace"
done

# text to binary and back, and the binary form as input
from=corpus/bad/bad_mapti-twice.trace
expect "convert to binary" 0 done sh -c "'$tool' convert '$from' '$out.bin' && echo done"
expect "convert to text" 0 done sh -c "'$tool' convert '$out.bin' '$out.again' && echo done"
expect "convert to binary again" 0 done sh -c "'$tool' convert '$out.again' '$out.bin2' && echo done"
expect "binary is stable" 0 '^$' sh -c "cmp '$out.bin' '$out.bin2' && echo"
expect "replay of a binary file" 0 ': ok commands=' "$tool" replay "$out.bin"
expect "... which is said" 0 ': ok commands=.* \(binary form\)$' "$tool" replay "$out.bin"
expect "explain of a binary file" 0 'EVENT_BUSY' "$tool" explain "$out.bin"
expect "... which is said too" 0 '\(binary form\)' "$tool" explain "$out.bin"
expect "... and on the page" 0 'is in the binary form' "$tool" explain --html "$out.bin"
mkdir "$out.crashes" && cp "$out.bin" "$out.crashes/fuzz_mmio-crash-1" && cp "$out.bin" "$out.crashes/fuzz_linux-crash-1"
expect "a crash file of fuzz_mmio" 0 ': ok ' "$tool" replay "$out.crashes/fuzz_mmio-crash-1"
for command in replay explain minimize hash emit-test; do
	expect "$command of a crash file of fuzz_linux" 2 '^[^ ]*: an input of fuzz_linux, .*: run build/fuzz/fuzz_linux [^ ]*/fuzz_linux-crash-1$' \
		"$tool" $command "$out.crashes/fuzz_linux-crash-1"
done
expect "convert of one" 2 'run build/fuzz/fuzz_linux' "$tool" convert "$out.crashes/fuzz_linux-crash-1" "$out.again"
cp "$from" "$out.crashes/fuzz_smp-crash-1"
expect "a text trace is one whatever it is called" 0 ': ok ' "$tool" replay "$out.crashes/fuzz_smp-crash-1"
expect "hash" 0 '[0-9a-f]{8}' "$tool" hash "$from"
first=$("$tool" hash "$from" | tr ' ' '\n' | grep -E '^[0-9a-f]{8,}$')
again=$("$tool" hash "$out.bin" | tr ' ' '\n' | grep -E '^[0-9a-f]{8,}$')
expect "the same hash for either form" 0 '^same$' sh -c "[ -n '$first' ] && [ '$first' = '$again' ] && echo same"
expect "convert without a second name" 2 'usage' "$tool" convert "$from"

# the shortest trace that still breaks the same
bad=corpus/bad/bad_mapd-itt-hyp-page.trace
sed 's/^X creadr 160/X creadr 40/' "$bad" >"$out.trace"
expect "minimize" 0 '^# Breaks an expectation \(X creadr\): CREADR is 160, not 40' "$tool" minimize "$out.trace"
expect "minimize says from what to what" 0 '^# Minimized from 44 steps of .* to 6\.' "$tool" minimize "$out.trace"
expect "minimize to a file" 0 ' steps of 44 break an expectation' "$tool" minimize "$out.trace" -o "$out.small"
expect "what is left fails the same expectation" 1 "X creadr 40' does not hold: CREADR is 160, not 40" "$tool" replay "$out.small"
expect "nothing can be left out twice" 0 '^# Minimized from 6 steps of .* to 6\.' "$tool" minimize "$out.small"
expect "minimize of a binary file" 0 '^# Minimized from 44 steps' sh -c "'$tool' convert '$out.trace' '$out.bin' && '$tool' minimize '$out.bin'"
(cat corpus/linux/k61-el1-gic3.trace && echo X creadr 40) >"$out.long"
expect "minimize within no time" 0 'there was no time for more' "$tool" minimize --time 0 "$out.long"
expect "minimize of a trace that breaks nothing" 1 'breaks nothing' "$tool" minimize "$bad"
expect "minimize of no file" 2 'usage: itsguard minimize' "$tool" minimize
expect "minimize of two files" 2 'usage: itsguard minimize' "$tool" minimize "$bad" "$bad"
expect "minimize with an unknown option" 2 'usage: itsguard minimize' "$tool" minimize --fast "$bad"
expect "minimize with no such time" 2 'usage: itsguard minimize' "$tool" minimize --cpu 0 "$bad"
expect "minimize of a missing file" 2 'nothing.trace: No such file' "$tool" minimize corpus/nothing.trace
expect "minimize of what is no trace" 2 ':[0-9]+: ' "$tool" minimize corpus/unreadable/at-once-none.trace
expect "minimize to where nothing can be written" 2 'No such file' "$tool" minimize "$out.trace" -o "$out.d/x"
expect "... is said before the work" 2 '^[^ ]*: No such file' "$tool" minimize "$bad" -o "$out.d/x"
expect "what cannot be minimized leaves no file" 1 '^absent$' sh -c "'$tool' minimize '$bad' -o '$out.x'; s=\$?; [ -e '$out.x' ] || echo absent; exit \$s"

# memory that is not the host's
attempt="attempt: ITT at 0x51000000, 384 bytes, the hypervisor's: ADDRESS_NOT_HOST"
expect "replay counts attempts" 0 ': ok .* attempts=1$' "$tool" replay "$bad"
expect "an attempt is not clean" 1 ':[0-9]+: not clean: an attempt: 51000000, 384 bytes, is named as ITT: ADDRESS_NOT_HOST' "$tool" replay --clean "$bad"
expect "explain tells it where it happens" 0 "$attempt, disarmed" "$tool" explain "$bad"
expect "... and at the end" 0 "attempts on memory that is not the host's: 1, all disarmed" "$tool" explain "$bad"
expect "the page marks it" 0 "<strong class='tag'>attempt</strong>" "$tool" explain --html "$bad"
expect "... and has it in its verdict" 0 "Attempts on memory that is not the host&#39;s: 1, all disarmed\." "$tool" explain --html "$bad"
sed '1a = audit refuse' "$bad" >"$out.trace"
expect "one that is refused" 1 "$attempt, refused" "$tool" explain "$out.trace"
sed '1a = audit maybe' "$bad" >"$out.trace"
expect "an audit that is none" 2 ":2: expected off, report or refuse, found 'maybe'" "$tool" replay "$out.trace"

# the same of libraries that have a defect
broken_tool() { # name of the new tool, then for each defect: file, sed script
	new=$out.$1 objects=
	shift
	while [ $# -gt 0 ]; do
		object=$out.$(basename "$1").o
		sed "$2" "$1" >"$out.broken.c"
		! cmp -s "$1" "$out.broken.c" || { echo "cli: $1 has nothing for $2" >&2; return 1; }
		$TEST_CC -c "$out.broken.c" -o "$object" || return 1
		objects="$objects $object"
		shift 2
	done
	$TEST_CC $TOOL_OBJECTS $objects $TEST_LIBS -o "$new"
}
refused='s/\(its->counters.verdicts\[ITSG_REFUSE\]++;\)'
broken_tool early src/shadow/its/mapd.c 's/itsg_outcome_forward(its, its->hand.verdict, release);/itsg_blocks_release_itt(its, release); itsg_outcome_forward(its, its->hand.verdict, 0);/' \
	src/shadow/memory/run.c 's/itsg_ledger_unpin(ctx, \*pa, page)/ITSG_OK/' || failed=$((failed + 1))
broken_tool trap src/shadow/its/outcome.c "$refused/\\1 if (reason == ITSG_REASON_EVENT_RANGE) __builtin_trap();/" || failed=$((failed + 1))
broken_tool loop src/shadow/its/outcome.c "$refused/\\1 while (reason == ITSG_REASON_EVENT_RANGE) __asm__ volatile(\"\");/" || failed=$((failed + 1))
printf '# its-trace v1\nW 100 8 b907000040100607\nW 108 8 bc07000040200600\nW 80 8 b800000040000400\nW 0 4 1\n' >"$out.trace"
broken_tool nolock src/shadow/its/trap.c '/itsg_platform_\(un\)*lock/d' || failed=$((failed + 1))
expect "minimize keeps what must come at once" 0 '^A [234] ' "$out.nolock" minimize corpus/good/good_smp-post-disable.trace
expect "an empty boot breaks P9 there" 1 'broken P9' "$out.early" replay "$out.trace"
expect "minimize of a broken property" 0 '^8 steps of 8541 break P2: ' "$out.early" minimize corpus/linux/k61-el1-gic3.trace -o "$out.p2"
expect "it is the same property" 1 'broken P2: ' "$out.early" replay "$out.p2"
expect "it came from thousands of steps to a few" 0 '^# Minimized from 8541 steps of k61-el1-gic3.trace to [6-9]\.' cat "$out.p2"
expect "its fields are small" 0 '^C 0000000000000008 0000000000000000 8000' cat "$out.p2"
expect "what it breaks is told" 0 '^# Breaks P2: block 0xf0000[0-9a-f]+\+0x100 \(ITT\): a device is still mapped to it' cat "$out.p2"
expect "of the right library it breaks nothing" 1 'breaks nothing' "$tool" minimize "$out.p2"
(cat "$out.p2" && echo X property P2) >"$out.trace"
expect "a wanted break stays wanted" 0 '^X property P2' "$out.early" minimize "$out.trace"
expect "the page of a broken property" 1 'broken P2' "$out.early" explain --html "$out.p2" -o "$out.html"
expect "... says which, and what it means" 0 'Property P2 is broken</strong><p>No dangling access' cat "$out.html"
trapped=corpus/bad/bad_mapti-twice.trace
expect "a trace that ends the program is counted" 1 '^[^ ]*mapti-twice.trace:27: breaks the program: signal (4|5) ' "$out.trap" replay "$trapped" "$bad"
expect "... and the next is run" 1 '^[^ ]*hyp-page.trace: ok ' "$out.trap" replay "$trapped" "$bad"
expect "... also quietly" 1 '^replay: 2 of 4 traces ok' "$out.trap" replay --quiet "$trapped" "$bad" "$trapped" "$bad"
expect "one without an end, too" 1 'mapti-twice.trace:27: breaks the program: it does not come to an end' "$out.loop" replay --time 1 "$trapped" "$bad"
expect "a limit from outside ends it all" 1 '^(137|152)$' sh -c "(ulimit -t 1; '$out.loop' replay '$trapped' '$bad' >/dev/null 2>&1); echo \$?; exit 1"
expect "explain tells what ends the program" 1 '^   27: host writes CWRITER .4 bytes.: 0xc0' "$out.trap" explain "$trapped"
expect "... and how" 1 '^[^ ]*mapti-twice.trace:27: breaks the program: signal (4|5) ' "$out.trap" explain "$trapped"
sed 's|codec_decode(kind, its->hand.words, &cmd);|& itsg_platform_read_slot(its->config.ctx, its->queue.pa + its->queue.fetch, its->hand.words);|' src/shadow/its/batch.h >"$out.batch.h"
broken_tool twice src/shadow/its/trap.c "s|\"shadow/its/batch.h\"|\"$out.batch.h\"|" || failed=$((failed + 1))
twice=corpus/bad/bad_toctou-device.trace
for command in replay hash explain "explain --html -o $out.html"; do
	expect "what only shows when nobody listens: $command" 1 'device.trace:22: broken P7: .*, when nobody listens' "$out.twice" $command "$twice"
done
expect "... what that property is" 1 '^P7 is Liveness: ' "$out.twice" explain "$twice"
expect "... and on the page" 0 'When nobody listens .*Line 22: property P7 is broken' cat "$out.html"
expect "... no line of which says that all is well" 1 '^$' sh -c "grep -n '&#10004;' '$out.html'; s=\$?; echo; exit \$s"
mkdir -p "$out.crashes/more/.hidden"
rm "$out.crashes"/*crash*
sed 's/^W 88 4 60/& # again/' "$twice" >"$out.crashes/more/twice.trace"
cp "$twice" "$out.crashes" && cp "$bad" "$out.crashes/more/.hidden/bad" && echo no trace >"$out.crashes/more/README.txt"
expect "a folder and what is in it" 1 '^replay: 0 of 2 traces ok' "$out.twice" replay --quiet "$out.crashes"
expect "... what is broken, each once" 1 '^P7 when nobody listens "a call was seen to do \.\.\. units of work and counts \.\.\.": 2, shortest ' "$out.twice" replay --quiet "$out.crashes"
mkdir "$out.none"
expect "... sorted, under names that can be used again" 1 '^[^ ]*[^/]/more/twice.trace: failed' "$out.twice" replay "$out.crashes/"
expect "a folder of nothing" 2 'no inputs in it' "$tool" replay "$out.none"
expect "minimize of what ends the program" 0 'Breaks the program: signal (4|5) ' "$out.trap" minimize corpus/bad/bad_mapti-twice.trace
expect "the page of what ends the program" 1 'bad_mapti-twice.trace:27: breaks the program: signal' "$out.trap" explain --html corpus/bad/bad_mapti-twice.trace -o "$out.html"
expect "... shows what comes before" 0 'Line 27 of the trace breaks the program: signal' cat "$out.html"
expect "... and the step itself" 0 "here it ends</strong> host writes CWRITER" cat "$out.html"
expect "... after which nothing comes" 1 '^$' sh -c "grep -nE 'torn down|the (final )?teardown' '$out.html'; s=\$?; echo; exit \$s"
expect "... to a few steps" 0 '^# Minimized from 35 steps of .* to [67]\.' "$out.trap" minimize corpus/bad/bad_mapti-twice.trace
mkdir "$out.seeds" && "$tool" seeds "$out.seeds" corpus/bad/bad_mapti-twice.trace >/dev/null
expect "a fuzzer's file that ends the program" 0 '^# Minimized from 20 steps of 00000 to [67]\.' "$out.trap" minimize "$out.seeds/00000"
expect "minimize of what does not end" 0 'Breaks the program: it does not come to an end' "$out.loop" minimize --time 5 --cpu 1 corpus/bad/bad_mapti-twice.trace

expect "seeds to where there is no folder" 2 'No such file' "$tool" seeds "$out.d" "$bad"

# a trace as a test
emitted() { # file: prints the test's own exit status
	"$tool" emit-test "$1" >"$out.c" || return 3
	name=$(sed -n 's/^START_TEST(\(.*\))$/\1/p' "$out.c")
	{
		echo '#include "trace_fixture.h"'
		cat "$out.c"
		echo "int main(void) { SRunner *r; Suite *s = suite_create(\"emitted\"); TCase *t = tcase_create(\"emitted\");"
		echo "tcase_add_test(t, $name); suite_add_tcase(s, t); r = srunner_create(s); srunner_run_all(r, CK_NORMAL);"
		echo "return srunner_ntests_failed(r) + !srunner_ntests_run(r); }"
	} >"$out.test.c"
	$TEST_CC "$out.test.c" $TEST_LIBS -o "$out.test" || return 3
	"$out.test"
}
expect "a test of a good trace passes" 0 '100%: Checks: 1, Failures: 0' emitted "$bad"
expect "a test of a recorded boot passes" 0 '100%: Checks: 1, Failures: 0' emitted corpus/linux/k61-el1-gic3-pm.trace
expect "a test of a wrong expectation fails" 1 'X creadr 40: CREADR is 160, not 40' emitted "$out.small"
printf '# its-trace v1\nP a"b\\\\??=c\nX property P1\n' >"$out.trace"
expect "a test of a property that is not broken fails, whatever a phase is called" 1 'P1 was not broken' emitted "$out.trace"
expect "a test says how it is run" 0 'tcase_add_test.tcase, bad_mapd_itt_hyp_page' "$tool" emit-test "$bad"
expect "... alone" 0 'build/host/run-tests trace' "$tool" emit-test "$bad"
expect "emit-test of no file" 2 'usage: itsguard emit-test' "$tool" emit-test
expect "emit-test with an unknown option" 2 'usage: itsguard emit-test' "$tool" emit-test -o "$bad"
expect "emit-test of a missing file" 2 'nothing.trace: No such file' "$tool" emit-test corpus/nothing.trace

# what two traces do differently
boot=corpus/linux/k61-el1-gic3-pm.trace
expect "diff of a trace and itself" 0 'do the same$' "$tool" diff "$boot" "$boot"
expect "other addresses do the same" 0 'do the same$' "$tool" diff corpus/linux/driver_second-kernel-new.trace corpus/linux/driver_second-kernel-same.trace
expect "either form does the same" 0 'do the same$' sh -c "'$tool' convert '$bad' '$out.bin' && '$tool' diff '$bad' '$out.bin'"
sed '/^C 000000100000000a 0000200100000001/s/00000001 /00000000 /' corpus/bad/bad_mapti-twice.trace | grep -v '^X' >"$out.trace"
expect "diff says the lines of both" 1 '^A:16 B:16: host writes CWRITER' "$tool" diff corpus/bad/bad_mapti-twice.trace "$out.trace"
expect "diff says what each did" 1 '^    A  verdict: MAPTI device 0x10 event 1: LPI 8193 in collection 0 -> forward' "$tool" diff corpus/bad/bad_mapti-twice.trace "$out.trace"
expect "... and the other" 1 '^    B  verdict: MAPTI device 0x10 event 0: LPI 8193 in collection 0 -> refuse EVENT_BUSY' "$tool" diff corpus/bad/bad_mapti-twice.trace "$out.trace"
expect "diff says counters" 1 '^counter: refused, EVENT_BUSY: A 1, B 2' "$tool" diff corpus/bad/bad_mapti-twice.trace "$out.trace"
expect "diff says how each ends" 1 "^end of A, .*: an expectation does not hold: CREADR is 160, not 40" "$tool" diff "$out.small" "$bad"
expect "diff says steps that only one has" 1 'steps that only B has, before A:' "$tool" diff "$out.small" "$bad"
expect "diff stops" 1 'more differences: --all shows them' "$tool" diff corpus/linux/driver_1-cpu.trace corpus/linux/driver_64-cpus.trace
expect "diff of one file" 2 'usage: itsguard diff' "$tool" diff "$bad"
expect "diff with an unknown option" 2 'usage: itsguard diff' "$tool" diff --some "$bad" "$bad"
expect "diff of a missing file" 2 'nothing.trace: No such file' "$tool" diff "$bad" corpus/nothing.trace
expect "diff of what is no trace" 2 ':[0-9]+: ' "$tool" diff corpus/unreadable/at-once-none.trace "$bad"

# a trace as a page
whole() { # name, then a check of the page in $out.html
	what=$1 pattern=$2
	expect "$what" 0 "$pattern" cat "$out.html"
}
expect "explain --html" 0 '^$' sh -c "'$tool' explain --html '$bad' -o '$out.html'; echo"
whole "the page is whole" '^</html>'
whole "the page says how it ends" '&#10004; Every property held'
whole "a slot says its command, verdict and state" "slot 4 \\(0x80\\): MAPD device 0x20: 32 events, ITT at 0x51000000: rewrite, retired; line 23"
whole "one is, several are" 'Of [0-9]+ commands ever, [0-9]+ are executed'
whole "memory says from when to when" "from line 27 to line 44"
expect "in the end every slot is retired" 1 '^$' sh -c "sed '/At their fullest/,\$d' '$out.html' | grep -E \"title='[^']*not (executed|retired)\"; s=\$?; echo; exit \$s"
expect "the page takes nothing from outside and runs nothing" 1 '^$' sh -c "grep -nE '<script|src=|url\\(|https?:|@import' '$out.html'; s=\$?; echo; exit \$s"
links_lead() { # what
	expect "$1" 1 '^$' sh -c "grep -oE \"href='#[^']*\" '$out.html' | sed \"s/href='#//\" | sort -u >'$out.links'
		grep -oE \" id='[^']*\" '$out.html' | sed \"s/ id='//\" | sort -u | comm -23 '$out.links' - | grep .; s=\$?; echo; exit \$s"
}
links_lead "every link on the page leads somewhere"
(sed '/^C 0000001000000008/,$d' "$bad" && echo W 88 8 20) >"$out.trace" && "$tool" explain --html "$out.trace" >"$out.html"
whole "one is" 'Of 1 command ever, 1 is executed'
printf '# its-trace v1\n# one\n# two\n#\n# three\n' >"$out.trace" && "$tool" explain --html "$out.trace" >"$out.html"
expect "a comment's lines are run together, but for an empty one" 0 "<p class='about'> one  two </p> <p class='about'> three" sh -c "grep -A4 about '$out.html' | tr '\n' ' '"
printf '# its-trace v1\n# <b>&"bold"\nP <script>alert(1)</script>\nW 0 4 1\n' >"$out.<i>.trace"
"$tool" explain --html "$out.<i>.trace" >"$out.html"
whole "markup in a trace is text" '&lt;script&gt;alert\(1\)&lt;/script&gt;'
whole "... in its comment" '&lt;b&gt;&amp;&quot;bold&quot;'
expect "... and in its name" 1 '^$' sh -c "grep -nE '<script>|<i>\\.trace|<b>&.bold' '$out.html'; s=\$?; echo; exit \$s"
"$tool" explain --html corpus/good/good_shadow-ring-full.trace >"$out.html"
whole "a full ring is shown full" 'At their fullest: 127 slots in flight'
whole "what is pending says so" "class='vf p' href='#e[0-9]+' title='slot 5 \\(0xa0\\): SYNC redistributor 0x5: forward, pending: not executed"
whole "what waits for room says so" "slot 150 \\(0x12c0\\): SYNC redistributor 0x6: written by the host, not fetched"
"$tool" explain --html corpus/linux/driver_wrap.trace >"$out.html"
links_lead "links to steps that are left out lead somewhere, too"
whole "a long trace is cut, and says so" 'Left out here: [0-9]+ steps, lines'
whole "a ring that wraps says so" 'Wrapped [0-9]+ time'
whole "... and from where on its slots are older" "next' .*the next slot: from here on they are from the time round before'>"
expect "a long trace's page is bounded" 0 '^[0-9]{1,7}$' sh -c "wc -c <'$out.html'"
expect "explain --html of a wrong expectation" 1 'does not hold' "$tool" explain --html "$out.small" -o "$out.html"
whole "... says so" '&#10008; An expectation does not hold'
whole "... and marks the step" "class='st broken'"
expect "explain -o without --html" 2 'usage: itsguard explain' "$tool" explain "$bad" -o "$out.html"
expect "explain with an unknown option" 2 'usage: itsguard explain' "$tool" explain --pdf "$bad"
expect "explain of a missing file" 2 'nothing.trace: No such file' "$tool" explain --html corpus/nothing.trace
expect "explain --html to where nothing can be written" 2 'No such file' "$tool" explain --html "$bad" -o "$out.d/x"

echo "cli: $passed passed, $failed failed"
[ "$failed" = 0 ]
