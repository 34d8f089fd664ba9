# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
#   make demo            set up, build, replay real Linux boots, show an attack refused, fuzz for 20 seconds
#   make test            set up, build with three compilers, analyse; run every test plain, under ASan + UBSan and
#                        under MSan, threads under TSan, and all but the longest suites under valgrind; run the corpus;
#                        then make qemu-test
#   make                 the libraries (libitsguard.a, libhypglue.a in build and build/aarch64) and build/itsguard
#   make fuzz TIME=600 FUZZER=fuzz_mmio
#                        fuzz the register interface for so many seconds; others: FUZZER=fuzz_linux, fuzz_codec, fuzz_smp,
#                        fuzz_trap, fuzz_fdt, fuzz_hvc, fuzz_setup, fuzz_redist; KEEP_GOING=1: go on after a finding
#   make afl TIME=600    the same with AFL++, on all cores: one main, and others that each fuzz in another way
#   make corpus-check    everything in corpus/ under ASan + UBSan and under MSan
#   make oss-fuzz        call fuzz/build.sh as OSS-Fuzz does, with each sanitizer, and run what it builds
#   make corpus-min      make corpus/seeds anew: the fewest inputs that reach what all inputs together reach
#   make bench           instructions, time and memory: a table here, in README.md and in build/bench.json
#   make mutants         plant each defect of mutants/ and show what catches it (8 minutes; resumable)
#   make mutants-fuzz    the same by fuzzing from nothing, five minutes each at most (hours; resumable)
#   make mutants-auto    plant a sample of all small changes that a rule can make, and show what catches each
#   make coverage        what tests and corpus reach of the library: pages in build/coverage, a table here
#   make analyse         clang-tidy and cppcheck over everything
#   make valgrind        run the suites that are too long under valgrind for make test
#   make qemu-test       on QEMU: EL1 programs under the EL2 monitor, the model against QEMU's ITS, stock Linux
#   make qemu-bench      instructions at EL2 for each kind of trap: a table here and in README.md
#   make format          clang-format everything
#   make clean

MAKEFLAGS += --no-builtin-rules
# V=1 shows the commands.
Q	:= $(if $(V),,@)
say	= $(if $(V),,@echo "  $(1)")
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:

CC	:= gcc
CLANG	:= clang-14
CROSS	:= aarch64-linux-gnu-
B	:= build

WARN	:= -Wall -Wextra -Werror -Wconversion -Wsign-conversion -Wshadow -Wcast-qual -Wswitch-enum \
	   -Wmissing-prototypes -Wstrict-prototypes -Wvla -Wundef -Wwrite-strings -Wpointer-arith
BASE	:= -std=c11 -g $(WARN) -MMD -MP
PUBLIC	:= -Iinclude
LIBINC	:= $(PUBLIC) -Isrc
HOSTINC	:= $(PUBLIC) -Isrc -Ifuzz
FREE	:= -ffreestanding
SAN	:= -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
# With sanitizers, this compiler's code runs a sixth faster than that of $(CLANG), with the same checks.
FUZZ_CC	:= clang-19
FUZZ_FLAGS := -O3 $(SAN) -fsanitize-address-use-after-return=never
# The flags of a nVHE hypervisor object.
NVHE	:= -O2 -ffreestanding -mgeneral-regs-only -mno-outline-atomics -fno-pic -fno-stack-protector \
	   -fno-unwind-tables -fno-asynchronous-unwind-tables -fno-common

LIB	:= $(sort $(wildcard src/validator/*.c src/shadow/*/*.c))
GLUE	:= $(sort $(wildcard src/hypglue/*.c))
MODEL	:= $(sort $(wildcard src/model/*.c src/model/*/*.c))
RIG	:= $(sort $(wildcard fuzz/trace/*.c fuzz/rig/*.c) $(filter-out %/libfuzzer.c %/afl.c,$(wildcard fuzz/mutator/*.c)))
TOOL	:= $(sort $(wildcard fuzz/tool/*.c fuzz/tool/*/*.c))
TEST	:= $(sort $(wildcard test/*.c))
EXAMPLE	:= $(sort $(wildcard docs/example/*.c))

CHECK_CFLAGS = $(shell pkg-config --cflags check)
CHECK_LIBS   = $(shell pkg-config --libs check)

# $(call compile,variant,folder,compiler,flags)
define compile
$(B)/$(1)/$(2)/%.o: $(2)/%.c Makefile | $(B)/.setup
	$(Q)mkdir -p $$(@D)
	$$(call say,CC      $$@)
	$(Q)$(3) $(BASE) $(4) -c $$< -o $$@
endef

# $(call archives,variant): archives of the variant's objects.
define archives
$(B)/$(1)/libitsguard.a: $(LIB:%.c=$(B)/$(1)/%.o)
	$$(call say,AR      $$@)
	$(Q)rm -f $$@
	$(Q)ar rcs $$@ $$^
$(B)/$(1)/libhypglue.a: $(GLUE:%.c=$(B)/$(1)/%.o)
	$$(call say,AR      $$@)
	$(Q)rm -f $$@
	$(Q)ar rcs $$@ $$^
$(B)/$(1)/libworld.a: $(MODEL:%.c=$(B)/$(1)/%.o) $(RIG:%.c=$(B)/$(1)/%.o)
	$$(call say,AR      $$@)
	$(Q)rm -f $$@
	$(Q)ar rcs $$@ $$^
endef

# $(call variant,name,compiler,flags,more flags for the library,yet more for its state): objects of everything in
# $(B)/name, archives and programs.
define variant
$(call compile,$(1),src/validator,$(2),$(FREE) $(LIBINC) $(3) $(4))
$(call compile,$(1),src/shadow,$(2),$(FREE) $(LIBINC) $(3) $(4) $(5))
$(call compile,$(1),src/hypglue,$(2),$(FREE) $(LIBINC) $(3) $(4))
$(call compile,$(1),src/model,$(2),$(HOSTINC) $(3))
$(call compile,$(1),fuzz,$(2),$(HOSTINC) $(3))
$(call compile,$(1),test,$(2),$(HOSTINC) $$(CHECK_CFLAGS) $(3))
$(call compile,$(1),docs,$(2),$(PUBLIC) $(3))
$(call archives,$(1))
$(B)/$(1)/itsguard: $(TOOL:%.c=$(B)/$(1)/%.o) $(B)/$(1)/libworld.a $(B)/$(1)/libitsguard.a
	$$(call say,LD      $$@)
	$(Q)$(2) $(3) $$(filter %.o,$$^) -L$$(@D) -lworld -litsguard -lworld -o $$@
$(B)/$(1)/run-tests: $(TEST:%.c=$(B)/$(1)/%.o) $(B)/$(1)/libworld.a $(B)/$(1)/libhypglue.a $(B)/$(1)/libitsguard.a
	$$(call say,LD      $$@)
	$(Q)$(2) $(3) $$(filter %.o,$$^) -L$$(@D) -lworld -lhypglue -litsguard -lworld -lfdt $$(CHECK_LIBS) -o $$@
$(B)/$(1)/example: $(EXAMPLE:%.c=$(B)/$(1)/%.o) $(B)/$(1)/libitsguard.a
	$$(call say,LD      $$@)
	$(Q)$(2) $(3) $$(filter %.o,$$^) -L$$(@D) -litsguard -o $$@
endef

# valgrind runs this one.
$(eval $(call variant,host,$(CC),-O2 -DUNDER_VALGRIND))
# With ITSG_DEBUG the library checks what the architecture asks of each register write (src/shadow/its/hw.h).
$(eval $(call variant,asan,$(CLANG),-O1 $(SAN) -DITSG_DEBUG))
$(eval $(call variant,tsan,$(CLANG),-O1 -fsanitize=thread))
# From 16 on, clang checks a value where it is passed or returned. clang 19 also works with randomised addresses.
$(eval $(call variant,msan,clang-19,-O1 -fsanitize=memory -fno-sanitize-recover=all -fno-omit-frame-pointer))
# Only the library feeds coverage back to the fuzzer. The world around it is there to judge, not to be explored. Operands
# of comparisons are traced in the validator only, where values of the host meet constants. In src/shadow they would cost
# a third of the time, and runs of the same length found no more with them.
$(eval $(call variant,fuzz,$(FUZZ_CC),$(FUZZ_FLAGS) -DITSG_DEBUG,-fsanitize=fuzzer-no-link,-fno-sanitize-coverage=trace-cmp))
$(eval $(call variant,fuzz-msan,$(FUZZ_CC),-O1 -fsanitize=memory -fno-sanitize-recover=all -fno-omit-frame-pointer))
$(eval $(call variant,clang-14,clang-14,-O2))
$(eval $(call variant,clang-19,clang-19,-O2))

# ---- libraries and tool -------------------------------------------------------------------------

.PHONY: all setup clean help demo fuzz afl format mutants mutants-fuzz test test-build test-plain test-asan test-tsan test-cli test-lint \
	test-msan test-valgrind valgrind valgrind-first valgrind-second analyse
all: $(B)/libitsguard.a $(B)/aarch64/libitsguard.a $(B)/libhypglue.a $(B)/aarch64/libhypglue.a $(B)/itsguard

$(B)/libitsguard.a: $(B)/host/libitsguard.a
	$(Q)cp $< $@
$(B)/libhypglue.a: $(B)/host/libhypglue.a
	$(Q)cp $< $@
$(B)/itsguard: $(B)/host/itsguard
	$(Q)cp $< $@

$(B)/aarch64/%.o: src/%.c | $(B)/.setup
	$(Q)mkdir -p $(@D)
	$(call say,CC      $@)
	$(Q)$(CROSS)gcc -std=c11 -g $(WARN) -MMD -MP $(NVHE) $(LIBINC) -c $< -o $@
$(B)/aarch64/libitsguard.a: $(LIB:src/%.c=$(B)/aarch64/%.o)
	$(call say,AR      $@)
	$(Q)rm -f $@
	$(Q)$(CROSS)ar rcs $@ $^

$(B)/aarch64/libhypglue.a: $(GLUE:src/%.c=$(B)/aarch64/%.o)
	$(call say,AR      $@)
	$(Q)rm -f $@
	$(Q)$(CROSS)ar rcs $@ $^
# Only libfdt's headers are taken from here: the cross compiler's own headers come first.
$(B)/aarch64/hypglue/fdt_tree.o: LIBINC += -idirafter /usr/include

# Installs packages once for each checkout and each version of the list.
setup: $(B)/.setup
$(B)/.setup: tools/setup
	@mkdir -p $(B)
	@tools/setup
	@touch $@

# ---- tests ---------------------------------------------------------------------------------------

GOOD	= $(sort $(wildcard corpus/linux/*.trace corpus/good/*.trace))
BAD	= $(sort $(wildcard corpus/bad/*.trace corpus/regress/*.trace))

# The longest come first, and as many run at once as there are cores. Each prints when it is done.
TESTS_HOST := valgrind-second test-asan test-msan valgrind-first test-tsan corpus-check oss-fuzz-address test-plain test-cli test-lint test-linear
test:
	@$(MAKE) --no-print-directory -j$(shell nproc) test-build $(B)/host/run-tests $(B)/itsguard \
		$(B)/asan/run-tests $(B)/tsan/run-tests $(B)/msan/run-tests corpus-build analyse
	@echo "== tests: $(TESTS_HOST); each prints when it is done, the first after some minutes"
	@$(MAKE) --no-print-directory -j$(shell nproc) --output-sync=target $(TESTS_HOST)
	@$(MAKE) --no-print-directory qemu-test

# Check's limits are by the clock, and the machine may be busy.
export CK_TIMEOUT_MULTIPLIER := 5

# Every compiler must give no warnings. The archives must need nothing but what tools/check-symbols allows.
test-build: $(B)/clang-14/itsguard $(B)/clang-14/run-tests $(B)/clang-19/itsguard $(B)/clang-19/run-tests \
	    $(B)/libitsguard.a $(B)/aarch64/libitsguard.a $(B)/libhypglue.a $(B)/aarch64/libhypglue.a $(B)/host/example
	@tools/check-symbols $(CROSS)nm $(B)/aarch64/libitsguard.a
	@tools/check-symbols nm $(B)/libitsguard.a
	@tools/check-symbols $(CROSS)nm $(B)/aarch64/libhypglue.a
	@tools/check-symbols nm $(B)/libhypglue.a
	@tools/lint
	@tools/readme-example --check
	@tools/mutants --check

test-plain: $(B)/host/run-tests $(B)/itsguard
	@echo "== tests, plain"
	@$(B)/host/run-tests
	@$(B)/itsguard replay --quiet --clean $(GOOD)
	@$(B)/itsguard replay --quiet $(BAD)

test-asan: $(B)/asan/run-tests
	@echo "== tests, ASan + UBSan"
	@$(B)/asan/run-tests

# Data races. Only the library's own locks order accesses (src/model/threads.c).
test-tsan: $(B)/tsan/run-tests
	@echo "== threads, TSan"
	@CK_RUN_CASE=threads $(B)/tsan/run-tests threads hypglue_life redist_threads

# Reads of memory that nobody wrote. Everything is instrumented except libc, whose calls MSan knows, and Check. For Check,
# a copy is linked that uses our fwrite (test/msan/fwrite.c).
$(B)/msan/libcheck_pic.a: Makefile | $(B)/.setup
	$(Q)mkdir -p $(@D)
	$(call say,COPY    $@)
	$(Q)objcopy --redefine-sym fwrite=check_fwrite $$($(CC) -print-file-name=libcheck_pic.a) $@
$(B)/msan/run-tests: $(B)/msan/libcheck_pic.a $(B)/msan/test/msan/fwrite.o

test-msan: $(B)/msan/run-tests
	@echo "== tests, MSan"
	@$(MSAN_ENV) $(B)/msan/run-tests
MSAN_ENV := MSAN_SYMBOLIZER_PATH=/usr/lib/llvm-14/bin/llvm-symbolizer

# The plain build under valgrind. One process runs all tests: a fork for each test takes ten times as long.
SUITES	:= $(shell sed -n 's/^\tX(\([a-z_0-9]*\)).*/\1/p' test/suites.h)
# Each of these takes minutes. They repeat scenarios, have long ones, or use threads, which valgrind runs one at a time.
VALGRIND_LONG := faults roll_back bounds threads redist_threads redist_ends redist_driver
VALGRIND_FIRST := linux
VALGRIND := valgrind -q --error-exitcode=9 --leak-check=full --fair-sched=yes
under_valgrind = CK_FORK=no $(VALGRIND) $(B)/host/run-tests

# Two halves, for two cores.
valgrind-first: $(B)/host/run-tests
	@echo "== tests, valgrind: $(VALGRIND_FIRST)"
	@$(under_valgrind) $(VALGRIND_FIRST)
valgrind-second: $(B)/host/run-tests $(B)/itsguard
	@echo "== tests, valgrind (not: $(VALGRIND_FIRST) $(VALGRIND_LONG))"
	@$(under_valgrind) $(filter-out $(VALGRIND_FIRST) $(VALGRIND_LONG),$(SUITES))
	@$(VALGRIND) $(B)/itsguard replay --quiet --clean $(GOOD)
	@$(VALGRIND) $(B)/itsguard replay --quiet $(BAD)
test-valgrind: valgrind-first valgrind-second

valgrind: $(B)/host/run-tests
	@$(under_valgrind) $(VALGRIND_LONG)

# The tool and make fuzz as a user meets them: exit codes and messages.
test-cli: $(B)/itsguard $(B)/host/test/trace_fixture.o $(B)/host/libworld.a $(B)/host/libitsguard.a
	@TEST_CC="$(CC) -std=c11 -O2 $(WARN) $(HOSTINC) -Itest $(CHECK_CFLAGS)" \
		TOOL_OBJECTS="$(TOOL:%.c=$(B)/host/%.o)" \
		TEST_LIBS="$(B)/host/test/trace_fixture.o -L$(B)/host -lworld -litsguard -lworld $(CHECK_LIBS)" \
		test/cli.sh $(B)/itsguard
	@test/campaign.sh $(B)/itsguard

# The rules of the house are seen to fail.
test-lint: $(B)/.setup
	@test/lint.sh

# ---- static analysis ------------------------------------------------------------------------------
#
# .clang-tidy (also in test/ and bench/) and tools/cppcheck.suppress say what is off, and why.

# Without the file that only AFL++'s compiler understands.
C_FILES	:= $(filter-out fuzz/afl_main.c,$(sort $(wildcard src/*/*.c src/*/*/*.c fuzz/*.c fuzz/*/*.c fuzz/*/*/*.c test/*.c test/*/*.c bench/*.c \
	   docs/example/*.c)))
H_FILES	:= $(sort $(wildcard include/itsguard/*.h src/*/*.h src/*/*/*.h fuzz/*.h fuzz/*/*.h fuzz/*/*/*.h test/*.h bench/*.h))
TIDY_RULES := .clang-tidy test/.clang-tidy bench/.clang-tidy

# One file at a time, because the va_list check of clang-tidy 14 mixes files up.
$(B)/tidy/%.ok: %.c $(H_FILES) $(TIDY_RULES) Makefile | $(B)/.setup
	$(Q)mkdir -p $(@D)
	$(call say,TIDY    $<)
	$(Q)clang-tidy-14 --quiet $< -- -std=c11 $(HOSTINC) $(CHECK_CFLAGS) >$@ 2>&1 || { cat $@; exit 1; }
$(B)/cppcheck.ok: $(C_FILES) $(H_FILES) tools/cppcheck.suppress Makefile | $(B)/.setup
	$(call say,CPPCHECK)
	$(Q)cppcheck -q -j$(shell nproc) --std=c11 --enable=warning,style,performance,portability,information \
		--error-exitcode=1 --suppressions-list=tools/cppcheck.suppress -UITSG_ENV_HEADER $(HOSTINC) $(C_FILES)
	$(Q)touch $@
analyse: $(C_FILES:%.c=$(B)/tidy/%.ok) $(B)/cppcheck.ok

# ---- for people ----------------------------------------------------------------------------------

ATTACK	:= corpus/bad/bad_mapd-itt-hyp-page.trace

demo: all $(B)/fuzz/fuzz_mmio
	@echo "== Linux boots, recorded on a machine without itsguard, replayed through it: nothing may be refused"
	@$(B)/itsguard replay --clean $(sort $(wildcard corpus/linux/*.trace))
	@echo
	@echo "== a host that maps an ITT over a page of the hypervisor ($(ATTACK))"
	@$(B)/itsguard explain $(ATTACK)
	@echo
	@$(MAKE) --no-print-directory fuzz TIME=20
	@echo
	@echo "next: build/itsguard explain corpus/bad/<any>.trace, make test, docs/threat-model.md"

mutants: $(B)/.setup
	@tools/mutants
mutants-fuzz: $(B)/.setup
	@tools/mutants --fuzz

format:
	clang-format-14 -i $$(git ls-files '*.c' '*.h' | xargs grep -L 'clang-format off: one line')

clean:
	rm -rf $(B)

help:
	@sed -n 's/^#   //p' Makefile

include fuzz/fuzz.mk
include fuzz/afl.mk
include bench/bench.mk
include tools/tools.mk
include hw/qemu/qemu.mk
include hw/qemu/linux/linux.mk

-include $(shell find $(B) -name '*.d' -type f 2>/dev/null)
