#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The rules of the house, seen to fail: small trees with one mistake planted in each. tools/lint and what it calls must report
# it with file and line, and must find nothing in the tree without it.
set -u
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0
passed=0
spdx='SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause'

plant() { # path; the text comes from standard input
	mkdir -p "$tree/$(dirname "$1")"
	case $1 in
	*.h) echo "#pragma once /* $spdx */" ;;
	*.c) echo "// $spdx" ;;
	*.md) echo "<!-- $spdx -->" ;;
	*) echo "# $spdx" ;;
	esac >"$tree/$1"
	cat >>"$tree/$1"
}

expect() { # what, exit status, pattern, command...
	what=$1 want=$2 pattern=$3
	shift 3
	(cd "$tree" && "$@") >"$tree/out" 2>&1
	got=$?
	if [ "$got" = "$want" ] && grep -qE -- "$pattern" "$tree/out"; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	echo "lint: $what: exit status $got, expected $want and /$pattern/:" >&2
	head -5 "$tree/out" >&2
}

clean() { # what; the tree as it is has no mistake
	expect "$1" 0 '^$' sh -c 'echo; tools/callgraph && tools/prose'
}

# ---- a tree that is in order ----
fresh() {
	rm -rf "$tree"
	mkdir -p "$tree/tools" "$tree/docs" "$tree/fuzz" "$tree/test"
	cp -R tools/callgraph tools/prose tools/lint tools/house tools/quirk-rows "$tree/tools"
	cp tools/folders "$tree/tools" # the real table
	cp .clang-format "$tree"
	plant include/itsguard/state.h <<-'END'
		struct itsg_slot {
			unsigned position;
		};
		struct itsg_ring {
			struct itsg_slot *slots;
			unsigned head, tail;
		};
		struct itsg_its {
			unsigned left;
			struct itsg_ring ring;
			unsigned words[4];
		};
		struct itsg_rd {
			unsigned table;
		};
	END
	plant include/itsguard/itsguard.h <<-'END'
		#include <itsguard/state.h>
		void itsg_poll(struct itsg_its *its);
	END
	plant include/itsguard/platform.h <<-'END'
		void itsg_platform_fence(void);
	END
	plant src/validator/bits.h <<-'END'
		static inline unsigned bits_low(unsigned value)
		{
			return value & 1;
		}
	END
	plant src/shadow/its/cursor.h <<-'END'
		#include "shadow/its/ring.h"
		#include "validator/bits.h"

		static inline unsigned cursor_next(struct itsg_its *its)
		{
			ring_own(its);
			return bits_low(its->left);
		}
	END
	plant src/shadow/its/ring.h <<-'END'
		#include <itsguard/state.h>
		void ring_own(struct itsg_its *its);
	END
	plant src/shadow/its/ring.c <<-'END'
		#include "shadow/its/ring.h"
		#include <itsguard/platform.h>

		void ring_own(struct itsg_its *its)
		{
			its->ring.head++;
			its->ring.slots[0].position = 0;
			itsg_platform_fence();
		}
	END
	plant src/shadow/its/step.c <<-'END'
		#include "shadow/its/cursor.h"
		#include <itsguard/itsguard.h>

		void itsg_poll(struct itsg_its *its)
		{
			its->left = cursor_next(its);
		}
	END
	plant src/shadow/redist/rd.h <<-'END'
		void rd_step(void);
	END
	plant src/shadow/redist/rd.c <<-'END'
		#include "shadow/redist/rd.h"

		void rd_step(void)
		{
		}
	END
	plant src/hypglue/trap.h <<-'END'
		void trap(void);
	END
	plant src/hypglue/trap.c <<-'END'
		#include "hypglue/trap.h"
		#include <itsguard/itsguard.h>

		void trap(void)
		{
			struct itsg_its its;

			its.left = 0;
			itsg_poll(&its);
		}
	END
	plant src/model/platform.c <<-'END'
		#include <itsguard/platform.h>

		void itsg_platform_fence(void)
		{
		}
	END
	plant tools/owners <<-'END'
		[its]
		left: its/step
		ring: its/ring
	END
	plant docs/page.md <<-'END'
		A short page.
	END
}
fresh
clean "a tree in order"

# ---- circles ----
plant src/shadow/its/ring.c <<-'END'
	#include "shadow/its/ring.h"
	#include <itsguard/itsguard.h>

	void ring_own(struct itsg_its *its)
	{
		its->ring.head++;
		itsg_poll(its);
	}
END
expect "a circle through an inline function: its rooms" 1 \
	'a circle of calls between 3 rooms: src/shadow/its/cursor src/shadow/its/ring src/shadow/its/step$' tools/callgraph
expect "a circle: the call in the header" 1 '^ *src/shadow/its/cursor.h:7: cursor_next calls ring_own in src/shadow/its/ring.c$' tools/callgraph
expect "a circle: the call that closes it" 1 '^ *src/shadow/its/ring.c:8: ring_own calls itsg_poll in src/shadow/its/step.c$' tools/callgraph
plant tools/circles <<-'END'
	src/shadow/its/step src/shadow/its/ring src/shadow/its/cursor: to be opened
END
clean "a circle that tools/circles lists"
plant tools/circles <<-'END'
	src/shadow/its/step src/shadow/its/ring src/shadow/its/cursor:
END
expect "an entry without a reason" 1 '^tools/circles:2: the entry gives no reason' tools/callgraph
fresh
plant tools/circles <<-'END'
	src/shadow/its/step src/shadow/its/ring: to be opened
END
expect "an entry without a circle" 1 '^tools/circles:2: these rooms make no circle' tools/callgraph
plant tools/circles <<-'END'
	src/shadow/its/step src/shadow/its/ring
END
expect "an entry that cannot be read" 2 '^tools/circles:2: expected NAME' tools/callgraph

# A function named in a table is called by whoever goes through the table.
fresh
plant src/shadow/its/ring.c <<-'END'
	#include "shadow/its/ring.h"
	#include <itsguard/itsguard.h>

	static void (*const table[])(struct itsg_its *its) = {itsg_poll};

	void ring_own(struct itsg_its *its)
	{
		table[its->ring.head = 0](its);
	}
END
expect "a circle through a table" 1 'src/shadow/its/ring.c:5: table calls itsg_poll in src/shadow/its/step.c$' tools/callgraph

# ---- upward ----
upward() { # what, pattern; the file src/../up.c, path $3, comes from standard input
	fresh
	plant "$3"
	expect "$1" 1 "$2" tools/callgraph
}
upward "the validator calls the library's state" \
	'^src/validator/up.c:5: src/validator may not call src/shadow/its: up calls itsg_poll in src/shadow/its/step.c' src/validator/up.c <<-'END'
	#include <itsguard/itsguard.h>
	void up(struct itsg_its *its)
	{
		itsg_poll(its);
	}
END
upward "the validator includes src/shadow" '^src/validator/up.h:2: src/validator may not include src/shadow/its/ring.h' src/validator/up.h <<-'END'
	#include "shadow/its/ring.h"
END
upward "an ITS calls a redistributor, inline in a header" \
	'^src/shadow/its/up.h:5: src/shadow/its may not call src/shadow/redist' src/shadow/its/up.h <<-'END'
	void rd_step(void);
	static inline void up(void)
	{
		rd_step();
	}
END
upward "a redistributor includes an ITS's header" \
	'^src/shadow/redist/up.c:2: src/shadow/redist may not include src/shadow/its/cursor.h' src/shadow/redist/up.c <<-'END'
	#include "shadow/its/cursor.h"
END
upward "src/hypglue goes past the public interface" \
	'^src/hypglue/up.c:5: src/hypglue may not call src/shadow/its: up calls ring_own' src/hypglue/up.c <<-'END'
	void ring_own(void *its);
	void up(void)
	{
		ring_own((void *)0);
	}
END
upward "memory calls an ITS" '^src/shadow/memory/up.c:5: src/shadow/memory may not call src/shadow/its' src/shadow/memory/up.c <<-'END'
	void ring_own(void *its);
	void up(void)
	{
		ring_own((void *)0);
	}
END
upward "the model uses the validator" '^src/model/up.c:2: src/model may not include src/validator/bits.h' src/model/up.c <<-'END'
	#include "validator/bits.h"
END
upward "the model includes the library's interface" '^src/model/up.c:2: src/model may not include include/itsguard/itsguard.h' src/model/up.c <<-'END'
	#include <itsguard/itsguard.h>
END
upward "a folder nobody thought of" '^src/attic/up.c:1: tools/folders has no row for src/attic' src/attic/up.c </dev/null
fresh
plant fuzz/rig/rig.c <<-'END'
	void rig(void)
	{
	}
END
plant fuzz/trace/up.c <<-'END'
	void rig(void);
	void up(void)
	{
		rig();
	}
END
expect "traces call the rig" 1 '^fuzz/trace/up.c:5: fuzz/trace may not call fuzz/rig' tools/callgraph

# ---- length ----
long() { # lines in the body
	fresh
	{
		echo 'void wide(volatile int *place)'
		echo '{'
		for _ in $(seq "$1"); do echo '	*place = 1;'; done
		echo '}'
	} | plant src/validator/wide.c
}
long 57
clean "a function of 60 lines"
long 58
expect "a function of 61 lines" 1 '^src/validator/wide.c:2: wide has 61 lines; at most 60' tools/callgraph

# ---- owners ----
stranger() { # what, pattern, the statement
	fresh
	plant src/shadow/its/other.c <<-END
		#include "shadow/its/ring.h"
		void *memset(void *to, int value, unsigned long bytes);
		void fill(unsigned *words);
		void other(struct itsg_its *its, struct itsg_ring *ring);
		void other(struct itsg_its *its, struct itsg_ring *ring)
		{
			(void)ring;
			$3
		}
	END
	expect "$1" 1 "^src/shadow/its/other.c:9: other $2; tools/owners allows " tools/callgraph
}
stranger "an assignment" 'writes left of struct itsg_its' 'its->left = 1;'
stranger "a decrement" 'writes left of struct itsg_its' 'its->left--;'
stranger "a compound assignment" 'writes left of struct itsg_its' 'its->left |= 4;'
stranger "an atomic store" 'writes left of struct itsg_its' '__atomic_store_n(&its->left, 1, __ATOMIC_RELEASE);'
stranger "below a member" 'writes ring of struct itsg_its' 'its->ring.slots[3].position = 1;'
stranger "a copy of a whole" 'writes ring of struct itsg_its' 'its->ring = *ring;'
stranger "memset" 'writes ring of struct itsg_its' 'memset(&its->ring, 0, sizeof(its->ring));'
stranger "a pointer to a part" 'writes ring of struct itsg_its' 'ring->head = 1;'
stranger "a local pointer" 'writes left of struct itsg_its' 'unsigned *left = &its->left; *left = 2;'
stranger "an address handed on" 'lends left of struct itsg_its to fill' 'fill(&its->left);'
harmless() { # what, the statement
	fresh
	plant src/shadow/its/other.c <<-END
		#include "shadow/its/ring.h"
		void *memcpy(void *to, const void *from, unsigned long bytes);
		void look(const unsigned *left);
		int other(struct itsg_its *its);
		int other(struct itsg_its *its)
		{
			struct itsg_its copy = *its;
			unsigned other = 0;
			$2
			return copy.left == other;
		}
	END
	clean "$1"
}
harmless "a comparison" 'if (its->left == 1 || its->ring.head > 2) return 1;'
harmless "a read" 'other = its->ring.head + -its->left;'
harmless "a copy made" 'memcpy(&other, &its->left, 4);'
harmless "an address handed on to be read" 'look(&its->left);'
harmless "an atomic load" 'other = __atomic_load_n(&its->left, __ATOMIC_ACQUIRE);'
harmless "a member that nobody owns" 'its->words[0] = 1;'
fresh
echo 'depth: its/ring' >>"$tree/tools/owners"
expect "an owner of what does not exist" 1 '^tools/owners:5: struct itsg_its has no member depth' tools/callgraph
fresh
echo 'words: its/attic' >>"$tree/tools/owners"
expect "an owner that does not exist" 1 '^tools/owners:5: there is no room its/attic' tools/callgraph
fresh
echo 'words: its/ring' >>"$tree/tools/owners"
expect "an owner that does not write" 1 '^tools/owners:5: src/shadow/its/ring does not write words' tools/callgraph
rm "$tree/tools/owners"
clean "no owners named"

# ---- what callgraph says besides ----
fresh
expect "figures" 0 '^all +[0-9]+ +[0-9]+' tools/callgraph --figures
expect "who writes" 0 '^  ring: src/shadow/its/ring$' tools/callgraph --who-writes
expect "why" 0 '^src/shadow/its/step.c:7: itsg_poll calls cursor_next in src/shadow/its/cursor.h$' \
	tools/callgraph --why src/shadow/its/step src/shadow/its/cursor.h
expect "no such room" 2 "there is no room 'attic'" tools/callgraph --why attic src/shadow/its/ring
expect "an unknown option" 2 '^usage: callgraph' tools/callgraph --dance
expect "not at the top of a tree" 2 'no tools/folders here' sh -c 'cd src && ../tools/callgraph'
# What was read before is not used when a header has changed.
sed -i 's/ring_own(its);/ring_own(its), itsg_poll(its);/; 3i #include <itsguard/itsguard.h>' "$tree/src/shadow/its/cursor.h"
expect "a header changes" 1 'a circle of calls between 2 rooms: src/shadow/its/cursor src/shadow/its/step' tools/callgraph
fresh
echo 'int broken = ;' >>"$tree/src/shadow/its/ring.c"
expect "a file that does not parse" 1 '^src/shadow/its/ring.c:11: expected expression' tools/callgraph

# ---- prose ----
words() { seq -s ' ' -f 'word%g' "$1"; }
prose() { # what, file, line, the words there are; the text comes from standard input
	fresh
	plant "$2"
	expect "$1" 1 "^$2:$3: $4 words: " tools/prose
}
fresh
{
	words 35
	printf '\n\n| %s | %s |\n\n' "$(words 20)" "$(words 30)"
	printf '    %s\n\n' "$(words 50)"
	printf -- '- %s\n- %s\n\n' "$(words 30)" "$(words 30)"
	printf '```\n%s\n```\n' "$(words 50)"
	printf '%s: %s.\nhttps://example.org/ `%s`\n' "$(words 20)" "$(words 30)" "$(words 50)"
} | plant docs/page.md
clean "35 words, a table, a list, code, a colon, a URL"
prose "a paragraph" docs/page.md 3 36 <<-END

	$(words 30)
	$(words 6).
END
prose "the second sentence of a line" docs/page.md 2 36 <<-END
	Short. $(words 36)
END
prose "a list item" docs/page.md 3 36 <<-END
	- Short.
	- $(words 30)
	  $(words 6)
END
prose "a cell of a table" docs/page.md 2 37 <<-END
	| Short. | $(words 37) |
END
prose "a semicolon" docs/page.md 2 40 <<-END
	$(words 20); $(words 20).
END
prose "e.g." docs/page.md 2 41 <<-END
	$(words 20), e.g. $(words 20).
END
prose "a comment in C" src/validator/page.h 3 36 <<-END
	/*
	 * $(words 20)
	 * $(words 16)
	 */
END
prose "a comment behind code" src/validator/page.h 2 36 <<-END
	int page; /* $(words 36) */
END
prose "// comments" src/validator/page.c 3 36 <<-END

	// $(words 20)
	// $(words 16)
END
prose "a comment in a makefile" fuzz/page.mk 2 36 <<-END
	# $(words 36)
END
prose "a script of tools/" tools/page 3 36 <<-END
	true
	# $(words 36)
END
prose "the second column of a table in a comment" tools/page 3 36 <<-END
	#   make this    word
	#   make that    $(words 20)
	#                $(words 16)
END
plant tools/prose.todo <<-'END'
	tools/page
END
clean "a file that tools/prose.todo lists"
expect "the same, with --all" 1 '^tools/page:3: 36 words' tools/prose --all
expect "a table" 1 '^tools .* 1$' tools/prose --all --count tools/page
expect "no such file" 2 'attic: there is no such file' tools/prose attic

# ---- quirk rows ----
fresh
quirks() { # the comment above the row, the test, the row's name in it, what is run
	plant src/hypglue/quirks.c <<-END
		} quirks[] = {
		/* $1 */
		{.name = "a part",
		 .iidr = 1},
	END
	plant test/test_hypglue_quirks.c <<-END
		START_TEST($2)
		expect("$3");
		END_TEST
		tcase_add_test(rows, $4);
	END
}
expect "a tree without a table" 0 '^$' sh -c 'echo; tools/quirk-rows'
quirks "Shown by good_part." good_part "a part" good_part
expect "a row with its test" 0 '^$' sh -c 'echo; tools/quirk-rows'
quirks "A part that differs." good_part "a part" good_part
expect "a row that names no test" 1 '^src/hypglue/quirks.c:4: "a part": no test is said' tools/quirk-rows
quirks "Shown by good_part." good_other "a part" good_other
expect "a row whose test is not there" 1 ':4: "a part": nothing runs good_part' tools/quirk-rows
quirks "Shown by good_part." good_part "a part" good_other
expect "a row whose test is not run" 1 ':4: "a part": nothing runs good_part' tools/quirk-rows
quirks "Shown by good_part." good_part "another" good_part
expect "a row that its test does not name" 1 ':4: "a part": good_part does not name it' tools/quirk-rows
echo | plant src/hypglue/quirks.c
expect "a table without rows" 1 'quirks.c: no row was found' tools/quirk-rows
rm "$tree/test/test_hypglue_quirks.c"
expect "a table without tests" 1 'there is no test/test_hypglue_quirks.c' tools/quirk-rows

# ---- lint calls them ----
lint() { # what, status, pattern
	# A here-document has no tabs left.
	find "$tree" -name '*.[ch]' -exec clang-format-14 -i {} +
	expect "$1" "$2" "$3" tools/lint
}
fresh
lint "lint of a tree in order" 0 '^lint: ok'
long 58
lint "lint calls callgraph" 1 '^lint: tools/callgraph has findings'
fresh
words 36 | plant docs/page.md
lint "lint calls prose" 1 '^lint: tools/prose has findings'
fresh
plant src/hypglue/quirks.c <<-'END'
	int quirks;
END
lint "lint calls quirk-rows" 1 '^lint: tools/quirk-rows has findings'
fresh
seq -f '// %g' 600 | plant src/validator/wide.c
lint "a file of 601 lines" 1 '^lint: src/validator/wide.c: 601 lines'
fresh
sed -i 1d "$tree/src/shadow/redist/rd.h"
lint "no SPDX line" 1 '^lint: src/shadow/redist/rd.h: no SPDX line'
fresh
sed -i 's|^{|{ malloc(1);|' "$tree/src/shadow/redist/rd.c"
lint "a banned word in a folder of src/shadow" 1 '^src/shadow/redist/rd.c:[0-9]*:.*malloc'
fresh
plant src/hypglue/trap.h <<-'END'
	#define GITS_CTLR 0
END
lint "a public header that defines a GIC name" 1 'src/hypglue/trap.h:2:#define GITS_CTLR'

echo "lint: $passed passed, $failed failed"
[ "$failed" = 0 ]
