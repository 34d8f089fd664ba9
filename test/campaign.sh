#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# usage: campaign.sh ITSGUARD
# What make fuzz and make afl print about a campaign and its findings. The fuzzer is a stand-in: it prints what an input
# has after "say". These words stand behind the bytes of a real input. They are further steps of it, so it has a trace.
set -u
tool=$1
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
failed=0 passed=0

expect() { # what, status, pattern that a line must match, command...
	local what=$1 want=$2 pattern=$3 got
	shift 3
	"$@" >"$out/said" 2>&1
	got=$?
	if [ "$got" = "$want" ] && grep -qE -- "$pattern" "$out/said"; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	echo "campaign: $what: exit status $got, expected $want and /$pattern/:" >&2
	head -5 "$out/said" >&2
}
says() { expect "$1" 0 "$2" cat "$out/kept"; } # what, pattern that a line of the last keep must match
says_not() { expect "$1" 1 '^$' sh -c "grep -E '$2' '$out/kept'; s=\$?; echo; exit \$s"; }
keep() { "$@" >"$out/kept" 2>&1; }
progress() { printf '%b' "$1" | tools/fuzz-progress fuzz_mmio "$out/fuzz"; } # what libFuzzer says

mkdir "$out/fuzz" "$out/afl-asan" "$out/seeds"
ln -s "$(realpath "$tool")" "$out/itsguard"
cat >"$out/fuzz/fuzz_mmio" <<'END'
#!/bin/bash
! grep -a '^say ' "${@: -1}" | cut -c5- | grep . || kill -ABRT $$
END
chmod +x "$out/fuzz/fuzz_mmio"
cp "$out/fuzz/fuzz_mmio" "$out/afl-asan/"
"$tool" seeds "$out/seeds" corpus/bad/bad_mapti-twice.trace >/dev/null
input() { # file, what is said of it
	mkdir -p "${1%/*}"
	{ cat "$out/seeds/00000"; printf '\nsay %s\n' "$2"; } >"$1"
}

# the words of libFuzzer
keep progress "broken P1: x\n==7== ERROR: libFuzzer: deadly signal\nSUMMARY: libFuzzer: deadly signal\nMS: 0\nartifact_prefix='fuzz_mmio-'; Test unit written to ./fuzz_mmio-crash-1\nstat::number_of_executed_units: 221\n"
says "what broke" '^  broken P1: x$'
says "a finding in the seeds" '^fuzz_mmio: 221 runs, a finding while it ran the seeds$'
says "the input" "^the input:    $out/fuzz/fuzz_mmio-crash-1$"
says "how to run it again" "^run it again: $out/fuzz/fuzz_mmio $out/fuzz/fuzz_mmio-crash-1$"
says_not "nothing is said twice" 'SUMMARY|deadly'
expect "a signal that no property tells of" 1 'SUMMARY: libFuzzer: deadly signal' progress "==7== ERROR: libFuzzer: deadly signal\nSUMMARY: libFuzzer: deadly signal\n"
expect "no finding" 0 '^fuzz_mmio: 99 runs, 12 edges and 30 features, of which 2 and 10 are new, no finding$' \
	progress "#9\tINITED cov: 10 ft: 20 corp: 1/1b exec/s: 0 rss: 1Mb\n#99\tDONE   cov: 12 ft: 30 corp: 1/1b exec/s: 0 rss: 1Mb\nstat::number_of_executed_units: 99\n"
expect "nothing ran" 2 'no run' progress ""
goes_on() {
	touch "$out/fuzz/fuzz_mmio.start"
	sleep 0.1
	(
		printf '%s\n' "INFO: -fork=1: fuzzing in separate process(s)" "#5: cov: 10 ft: 20 corp: 3 exec/s: 0 oom/timeout/crash: 0/0/0 time: 2s job: 1 dft_time: 0"
		input "$out/fuzz/fuzz_mmio-crash-new" "broken P3: new"
		printf '%s\n' "==9== ERROR: libFuzzer: deadly signal" "#70: cov: 11 ft: 22 corp: 3 exec/s: 9 oom/timeout/crash: 0/1/2 time: 3s job: 2 dft_time: 0"
	) | tools/fuzz-progress fuzz_mmio "$out/fuzz"
}
input "$out/fuzz/fuzz_mmio-crash-old" "broken P4: old"
sleep 0.1
expect "one that goes on" 1 '^broken P3: new$' goes_on
cp "$out/said" "$out/kept"
says "... counts" '^fuzz_mmio: 70 runs, 11 edges and 22 features, of which 1 and 2 are new, a finding$'
says_not "... and does not tell of what was there before" 'P4|deadly'
interrupted() {
	timeout -s INT 1 bash -c "(echo '#9 INITED cov: 1 ft: 2 corp: 1/1b exec/s: 3'; exec sleep 20) | tools/fuzz-progress fuzz_mmio '$out/fuzz'; exit 0"
	sleep 0.5
}
expect "Ctrl-C leaves a summary" 0 '^fuzz_mmio: no run, no finding' interrupted

# findings
a=$out/fuzz/fuzz_mmio-crash-a
input "$a" "broken P2: block 0x1f00 is held by 3"
input "$out/fuzz/fuzz_mmio-crash-b" "broken P2: block 0xabcd0 is held by 12"
input "$out/fuzz/fuzz_mmio-crash-c" "SUMMARY: AddressSanitizer: heap-use-after-free src/x.c:1:2 in f"
input "$out/fuzz/fuzz_mmio-crash-d" "broken P5: block 0x1f00 is held by 3"
input "$out/fuzz/fuzz_mmio-timeout-e" "SUMMARY: libFuzzer: timeout"
keep tools/findings "$out/fuzz/fuzz_mmio" "$out"/fuzz/fuzz_mmio-crash-[abcd] "$out/fuzz/fuzz_mmio-timeout-e"
says "inputs are told by what they break" '^inputs: 5; things that they break: 4$'
says "... numbers aside" '^inputs that break this: 2; the shortest:$'
says "... the shortest of them" "^the input:    $a$"
says_not "... and no other" 'crash-b'
says_not "only what the fuzzer says is said" 'Abort'
says "the trace" "^as a trace:   $a.trace$"
says "the steps" "^  $out/itsguard minimize $a.trace -o $a.small.trace$"
says "what only sanitizers see has the tool that has them" "^  $out/asan/itsguard minimize $out/fuzz/fuzz_mmio-crash-c.trace "
says "... and how to make it" "^  make $out/asan/itsguard "
says "an input without an end" '^it does not come to an end$'
says "... is for the plain tool" "^  $out/itsguard minimize $out/fuzz/fuzz_mmio-timeout-e.trace "
expect "the commands can be pasted" 0 'EVENT_BUSY' sh -c "$(grep -m1 '^  .* explain ' "$out/kept")"
input "$out/afl/out/fuzz_mmio/main/crashes/id:000000,sig:06" "broken P2: block 0x10 is held"
keep tools/findings "$out/afl-asan/fuzz_mmio" "$out"/afl/out/*/*/crashes/id*
says "AFL++'s get a name that says whose they are" "^run it again: $out/afl-asan/fuzz_mmio < $out/afl/findings/fuzz_mmio-crash-[0-9a-f]{40}$"
says "... and the same steps" "^  $out/itsguard explain $out/afl/findings/fuzz_mmio-crash-[0-9a-f]{40}.trace$"

# make
fresh_make() { env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make --no-print-directory "$@"; }
expect "TIME that is no number" 2 'TIME=abc is no number of seconds' fresh_make -n fuzz TIME=abc
expect "TIME that would never end" 2 'TIME=0 is no number of seconds' fresh_make -n fuzz TIME=0
expect "FUZZER that is none" 2 'no FUZZER=nosuch; there are: fuzz_mmio .*fuzz_setup' fresh_make -n fuzz FUZZER=nosuch
expect "the same of make afl" 2 'no FUZZER=nosuch' fresh_make -n afl FUZZER=nosuch
expect "help names the fuzzers" 0 'FUZZER=fuzz_linux' fresh_make help
expect "the tool is as new as the fuzzer" 0 '(LD|gcc).*host/itsguard' fresh_make -n -W src/shadow/its/mapd.c fuzz

echo "campaign: $passed passed, $failed failed"
[ "$failed" = 0 ]
