# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The fuzzers under AFL++ (tools/afl, docs/fuzzing.md).
#
#   make afl FUZZER=fuzz_mmio TIME=60 AFL_CORES=2
#
# Three builds: plain, for CMPLOG, with sanitizers. Only the library is instrumented for coverage, as with libFuzzer.

AFL_CC	:= AFL_QUIET=1 afl-clang-fast
AFL_CORES ?= $(shell nproc)

# $(call afl,name,environment of the compiler,flags)
define afl
$(call compile,$(1),src/validator,$(2) $(AFL_CC),$(FREE) $(LIBINC) $(3))
$(call compile,$(1),src/shadow,$(2) $(AFL_CC),$(FREE) $(LIBINC) $(3))
$(call compile,$(1),src/hypglue,$(2) $(AFL_CC),$(FREE) $(LIBINC) $(3))
$(call compile,$(1),src/model,$(CLANG),$(HOSTINC) $(3))
$(call compile,$(1),fuzz,$(CLANG),$(HOSTINC) $(3))
$(B)/$(1)/fuzz/afl_main.o: fuzz/afl_main.c fuzz/afl.denylist Makefile | $(B)/.setup
	$(Q)mkdir -p $$(@D)
	$$(call say,CC      $$@)
	$(Q)AFL_LLVM_DENYLIST=fuzz/afl.denylist $(AFL_CC) $(BASE) $(3) -c $$< -o $$@
$(call archives,$(1))
$(FUZZERS:%=$(B)/$(1)/%): $(B)/$(1)/%: $(B)/$(1)/fuzz/%.o $(B)/$(1)/fuzz/afl_main.o $(B)/$(1)/libworld.a \
		$(B)/$(1)/libhypglue.a $(B)/$(1)/libitsguard.a
	$$(call say,LD      $$@)
	$(Q)$(2) $(AFL_CC) $(3) $$(filter %.o,$$^) -L$$(@D) -lworld -lhypglue -litsguard -lworld -lfdt -o $$@
endef
$(eval $(call afl,afl,,-O2))
$(eval $(call afl,afl-cmplog,AFL_LLVM_CMPLOG=1,-O2))
$(eval $(call afl,afl-asan,,-O2 $(SAN)))

AFL_MUTATOR_SRC := $(filter fuzz/mutator/% fuzz/trace/% %/host.c,$(RIG)) fuzz/mutator/afl.c
$(B)/afl/mutator.so: $(AFL_MUTATOR_SRC) $(wildcard fuzz/*/*.h) | $(B)/.setup
	$(Q)mkdir -p $(@D)
	$(call say,LD      $@)
	$(Q)$(CLANG) -std=c11 -g -O2 $(WARN) $(HOSTINC) -fPIC -shared -fvisibility=default $(AFL_MUTATOR_SRC) -o $@

afl: $(B)/afl/$(FUZZER) $(B)/afl-cmplog/$(FUZZER) $(B)/afl-asan/$(FUZZER) $(B)/afl/mutator.so $(B)/itsguard
	@tools/afl $(B) $(FUZZER) $(TIME) $(AFL_CORES) $(wildcard corpus/seeds/$(FUZZER))
