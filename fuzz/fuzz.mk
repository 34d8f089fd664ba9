# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The fuzzers.
#
#   make fuzz FUZZER=fuzz_mmio    any host: register accesses, memory, hardware, ledger (the default)
#   make fuzz FUZZER=fuzz_linux   a driver that does everything right: nothing may be refused
#   make fuzz FUZZER=fuzz_codec   the codec and the pure checks, against a second set of formulas
#   make fuzz FUZZER=fuzz_smp     CPUs and the hardware at once, switched at calls of the platform
#   make fuzz FUZZER=fuzz_trap    any syndrome and address at any table of regions
#   make fuzz FUZZER=fuzz_fdt     any device tree
#   make fuzz FUZZER=fuzz_hvc     any sequence of hypercalls
#   make fuzz FUZZER=fuzz_setup   any embedder: any set-up on any hardware, while calls fail
#   make fuzz FUZZER=fuzz_redist  CPUs and the hardware at once at redistributors
#   make fuzz KEEP_GOING=1        go on after a finding, to the end of TIME (docs/fuzzing.md)
#   make afl FUZZER=...           any of them under AFL++: tools/afl

FUZZERS	:= fuzz_mmio fuzz_linux fuzz_codec fuzz_smp fuzz_trap fuzz_fdt fuzz_hvc fuzz_setup fuzz_redist
FUZZER	?= fuzz_mmio
TIME	?= 60
KEEP_GOING ?=

ifneq ($(filter fuzz afl,$(MAKECMDGOALS)),)
ifneq ($(filter $(FUZZER),$(FUZZERS)),$(FUZZER))
$(error there is no FUZZER=$(FUZZER); there are: $(FUZZERS))
endif
ifeq ($(shell echo '$(TIME)' | grep -xE '0*[1-9][0-9]*'),)
$(error TIME=$(TIME) is no number of seconds; for example TIME=600)
endif
endif

# $(call fuzzers,variant,flags): all fuzzers. The inputs of fuzz_mmio are steps in the binary form of a trace, so steps are mutated.
define fuzzers
$(B)/$(1)/fuzz_mmio: $(B)/$(1)/fuzz/mutator/libfuzzer.o
$(FUZZERS:%=$(B)/$(1)/%): $(B)/$(1)/%: $(B)/$(1)/fuzz/%.o $(B)/$(1)/libworld.a $(B)/$(1)/libhypglue.a $(B)/$(1)/libitsguard.a
	$$(call say,LD      $$@)
	$$(Q)$(FUZZ_CC) $(2) -fsanitize=fuzzer $$(filter %.o,$$^) -L$$(@D) -lworld -lhypglue -litsguard -lworld -lfdt -o $$@
endef
$(eval $(call fuzzers,fuzz,$(FUZZ_FLAGS)))
$(eval $(call fuzzers,fuzz-msan,-fsanitize=memory))

# The tool is built, too: findings are read with it.
fuzz: $(B)/fuzz/$(FUZZER) $(B)/itsguard
	@mkdir -p $(B)/fuzz/corpus/$(FUZZER)
	@touch $(B)/fuzz/$(FUZZER).start
	@echo "== $(FUZZER) for $(TIME) s; findings go to $(B)/fuzz/"
	@(cd $(B)/fuzz && ITSGUARD_TRACE= ./$(FUZZER) -max_total_time=$(TIME) -max_len=4096 -timeout=10 -print_final_stats=1 \
		-artifact_prefix=$(FUZZER)- $(if $(KEEP_GOING),-fork=1 -ignore_crashes=1 -ignore_ooms=1 -ignore_timeouts=1) \
		-verbosity=1 $(if $(wildcard fuzz/$(FUZZER).dict),-dict=$(CURDIR)/fuzz/$(FUZZER).dict) corpus/$(FUZZER) \
		$(CURDIR)/corpus/seeds/$(FUZZER) 2>&1) | tools/fuzz-progress $(FUZZER) $(B)/fuzz

# ---- corpus --------------------------------------------------------------------------------------

.PHONY: corpus-build corpus-check corpus-min
corpus-build: $(FUZZERS:%=$(B)/fuzz/%) $(FUZZERS:%=$(B)/fuzz-msan/%) $(B)/asan/itsguard $(B)/msan/itsguard
corpus-check: corpus-build
	@echo "== corpus, ASan + UBSan and MSan"
	@$(MSAN_ENV) tools/corpus check $(B)
corpus-min: $(FUZZERS:%=$(B)/fuzz/%) $(B)/itsguard
	@tools/corpus min $(B)

# ---- as OSS-Fuzz builds ----------------------------------------------------------------------------
#
# Once for each sanitizer, with the flags that the base image sets. Then each fuzzer runs its seeds.

OSS	:= $(B)/oss-fuzz
OSS_SAN	:= address undefined memory
OSS_address := -fsanitize=address -fsanitize-address-use-after-scope
OSS_undefined := -fsanitize=array-bounds,bool,builtin,enum,function,integer-divide-by-zero,null,object-size,return,returns-nonnull-attribute,shift,signed-integer-overflow,unsigned-integer-overflow,unreachable,vla-bound,vptr \
	-fno-sanitize-recover=array-bounds,bool,builtin,enum,function,integer-divide-by-zero,null,object-size,return,returns-nonnull-attribute,shift,signed-integer-overflow,unreachable,vla-bound,vptr
OSS_memory := -fsanitize=memory -fsanitize-memory-track-origins
OSS_FLAGS := -O1 -fno-omit-frame-pointer -gline-tables-only -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION -fsanitize=fuzzer-no-link

.PHONY: oss-fuzz $(OSS_SAN:%=oss-fuzz-%)
oss-fuzz: $(OSS_SAN:%=oss-fuzz-%)
$(OSS_SAN:%=oss-fuzz-%): oss-fuzz-%: $(B)/.setup
	@echo "== fuzz/build.sh, $*"
	@rm -rf $(OSS)/$*
	@mkdir -p $(OSS)/$*/out $(OSS)/$*/work
	@SANITIZER=$* CC=$(FUZZ_CC) CXX=clang++-19 CFLAGS="$(OSS_FLAGS) $(OSS_$*)" CXXFLAGS="$(OSS_FLAGS) $(OSS_$*)" \
		LIB_FUZZING_ENGINE=-fsanitize=fuzzer SRC=$(CURDIR) OUT=$(CURDIR)/$(OSS)/$*/out WORK=$(CURDIR)/$(OSS)/$*/work fuzz/build.sh
	@tools/oss-fuzz-check $(OSS)/$*/out
