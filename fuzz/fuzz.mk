# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The fuzzers.
#
#   make fuzz FUZZER=fuzz_mmio    any host: register accesses, memory, hardware, ledger (the default)
#   make fuzz FUZZER=fuzz_linux   a driver that does everything right: nothing may be refused
#   make fuzz FUZZER=fuzz_codec   the codec and the pure checks against formulas of their own
#   make fuzz FUZZER=fuzz_smp     CPUs and the hardware at once, switched at every call of the platform
#   make fuzz FUZZER=fuzz_trap    any syndrome and address at any table of regions
#   make fuzz FUZZER=fuzz_fdt     any device tree
#   make fuzz FUZZER=fuzz_hvc     any sequence of hypercalls

FUZZERS	:= fuzz_mmio fuzz_linux fuzz_codec fuzz_smp fuzz_trap fuzz_fdt fuzz_hvc
FUZZER	?= fuzz_mmio
SEEDS	:= $(B)/seeds/mmio
SMP_SEEDS := $(B)/seeds/smp
FDT_SEEDS := $(B)/seeds/fdt
# Of the fuzzer that runs.
seeds	= $(if $(filter fuzz_mmio,$(FUZZER)),$(SEEDS)) $(if $(filter fuzz_smp,$(FUZZER)),$(SMP_SEEDS)) \
	  $(if $(filter fuzz_fdt,$(FUZZER)),$(FDT_SEEDS))
TIME	?= 60

$(FUZZERS:%=$(B)/fuzz/%): $(B)/fuzz/%: $(B)/fuzz/fuzz/%.o $(B)/fuzz/libworld.a $(B)/fuzz/libhypglue.a \
		    $(B)/fuzz/libitsguard.a
	$(call say,LD      $@)
	$(Q)$(FUZZ_CC) $(FUZZ_FLAGS) -fsanitize=fuzzer $< -L$(@D) -lworld -lhypglue -litsguard -lworld -lfdt -o $@

# The real boots and the hand-written traces, cut into pieces.
$(SEEDS)/.made: $(B)/itsguard $(wildcard corpus/*/*.trace)
	$(Q)rm -rf $(SEEDS)
	$(Q)mkdir -p $(SEEDS)
	$(Q)$(B)/itsguard seeds $(SEEDS) $(filter-out corpus/unreadable/%,$(wildcard corpus/*/*.trace))
	$(Q)touch $@

# Each pair of acts against each other.
$(SMP_SEEDS)/.made: $(B)/fuzz/fuzz_smp
	$(Q)rm -rf $(SMP_SEEDS)
	$(Q)mkdir -p $(SMP_SEEDS)
	$(Q)ITSGUARD_SEEDS=$(SMP_SEEDS) $<
	$(Q)touch $@

# Trees as machines have them, flattened; a byte before each says so.
$(FDT_SEEDS)/.made: $(wildcard corpus/fdt/*.dts)
	$(Q)rm -rf $(FDT_SEEDS)
	$(Q)mkdir -p $(FDT_SEEDS)
	$(Q)for dts in $^; do (printf '\001'; dtc -q -I dts -O dtb $$dts) >$(FDT_SEEDS)/$$(basename $$dts .dts) || exit 1; done
	$(Q)touch $@

fuzz: $(B)/fuzz/$(FUZZER) $(addsuffix /.made,$(strip $(seeds)))
	@mkdir -p $(B)/fuzz/corpus/$(FUZZER)
	@echo "== $(FUZZER) for $(TIME) s; findings go to $(B)/fuzz/"
	@cd $(B)/fuzz && ITSGUARD_TRACE=$(CURDIR)/$(B)/fuzz/$(FUZZER).trace ./$(FUZZER) -max_total_time=$(TIME) -max_len=4096 -timeout=10 -print_final_stats=1 \
		-verbosity=1 $(if $(wildcard fuzz/$(FUZZER).dict),-dict=$(CURDIR)/fuzz/$(FUZZER).dict) corpus/$(FUZZER) \
		$(abspath $(strip $(seeds))) 2>&1 | \
		$(CURDIR)/tools/fuzz-progress $(FUZZER) $(B)/fuzz
