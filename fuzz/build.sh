#!/bin/bash -eu
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Builds the fuzzers as OSS-Fuzz and ClusterFuzzLite want it: with $CC $CFLAGS, $CXX $CXXFLAGS and $LIB_FUZZING_ENGINE.
# Results go to $OUT, objects to $WORK. Each fuzzer gets its seeds, its dictionary and its options.
# By hand: make oss-fuzz.
cd "$(dirname "$0")/.."
: "${CC:?}" "${CXX:?}" "${CFLAGS:?}" "${CXXFLAGS:?}" "${LIB_FUZZING_ENGINE:?}" "${OUT:?}"
work=${WORK:-build/oss-fuzz/work}
include="-Iinclude -Isrc -Ifuzz"

# Only the library gives coverage feedback, if it can be turned off for the rest.
world=
case " $CFLAGS " in *" -fsanitize=fuzzer-no-link "*) world="-fno-sanitize=fuzzer-no-link" ;; esac

compile() { # flags, files...: makes objects in $work, prints their names
	local flags=$1 file object
	shift
	for file in "$@"; do
		object=$work/${file%.c}.o
		mkdir -p "${object%/*}"
		# shellcheck disable=SC2086
		$CC $CFLAGS -std=gnu11 $include $flags -c "$file" -o "$object"
		echo "$object"
	done
}

archive() { # name, objects...
	local name=$1
	shift
	rm -f "$work/lib$name.a"
	"${AR:-ar}" rcs "$work/lib$name.a" "$@"
}

# shellcheck disable=SC2046
{
	archive itsguard $(compile "-ffreestanding -DITSG_DEBUG" src/validator/*.c src/shadow/*/*.c)
	archive hypglue $(compile "-ffreestanding" src/hypglue/*.c)
	archive world $(compile "$world" src/model/*.c src/model/*/*.c fuzz/trace/*.c fuzz/rig/*.c \
		$(ls fuzz/mutator/*.c 2>/dev/null | grep -v -e /afl.c -e /libfuzzer.c))
}
steps=$([ ! -f fuzz/mutator/libfuzzer.c ] || compile "$world" fuzz/mutator/libfuzzer.c)

for source in fuzz/fuzz_*.c; do
	name=$(basename "$source" .c)
	objects=$(compile "$world" "$source")
	[ "$name" != fuzz_mmio ] || objects="$objects $steps"
	# shellcheck disable=SC2086
	$CXX $CXXFLAGS $objects -L"$work" -lworld -lhypglue -litsguard -lworld $LIB_FUZZING_ENGINE -Wl,-Bstatic -lfdt -Wl,-Bdynamic -o "$OUT/$name"
	rm -f "$OUT/${name}_seed_corpus.zip"
	(cd "corpus/seeds/$name" && python3 -m zipfile -c "$OUT/${name}_seed_corpus.zip" ./*)
	[ ! -f "fuzz/$name.dict" ] || cp "fuzz/$name.dict" "$OUT/"
	printf '[libfuzzer]\nmax_len = 4096\ntimeout = 10\n' >"$OUT/$name.options"
	[ ! -f "fuzz/$name.dict" ] || echo "dict = $name.dict" >>"$OUT/$name.options"
	echo "built $OUT/$name"
done
