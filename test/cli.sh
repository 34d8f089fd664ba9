#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# usage: cli.sh ITSGUARD
# The tool as people and scripts meet it: exit statuses, messages with file and line, the summary line.
set -u
tool=$1
out=$(mktemp)
trap 'rm -f "$out" "$out".*' EXIT
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
expect "no command" 2 '^usage: itsguard replay' "$tool"
expect "unknown command" 2 '^usage: itsguard replay' "$tool" dance
expect "help" 0 '^usage: itsguard replay' "$tool" help
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
expect "explain of a binary file" 0 'EVENT_BUSY' "$tool" explain "$out.bin"
expect "hash" 0 '[0-9a-f]{8}' "$tool" hash "$from"
first=$("$tool" hash "$from" | tr ' ' '\n' | grep -E '^[0-9a-f]{8,}$')
again=$("$tool" hash "$out.bin" | tr ' ' '\n' | grep -E '^[0-9a-f]{8,}$')
expect "the same hash for either form" 0 '^same$' sh -c "[ -n '$first' ] && [ '$first' = '$again' ] && echo same"
expect "convert without a second name" 2 'usage' "$tool" convert "$from"

echo "cli: $passed passed, $failed failed"
[ "$failed" = 0 ]
