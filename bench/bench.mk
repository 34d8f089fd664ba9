# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# What the library costs.

.PHONY: bench bench-insn
BENCH	:= $(filter-out bench/fuzz_time.c bench/discover.c,$(sort $(wildcard bench/*.c)))

# The benchmark has its own loops for memset and memcpy. The compiler must not turn these into calls of memset and memcpy.
$(B)/bench/%.o: bench/%.c Makefile | $(B)/.setup
	$(Q)mkdir -p $(@D)
	$(call say,CC      $@)
	$(Q)$(CC) $(BASE) $(PUBLIC) -O2 -fno-tree-loop-distribute-patterns -c $< -o $@
$(B)/bench/bench: $(BENCH:%.c=$(B)/%.o) $(B)/host/libitsguard.a
	$(call say,LD      $@)
	$(Q)$(CC) $^ -o $@

# The unchanged fuzz target, libFuzzer's callbacks included, driven by a clock.
$(B)/bench/fuzz_time.o: bench/fuzz_time.c Makefile | $(B)/.setup
	$(Q)mkdir -p $(@D)
	$(call say,CC      $@)
	$(Q)$(FUZZ_CC) $(BASE) $(HOSTINC) $(FUZZ_FLAGS) -c $< -o $@
$(B)/bench/fuzz_time: $(B)/bench/fuzz_time.o $(B)/fuzz/fuzz/fuzz_mmio.o $(B)/fuzz/libworld.a $(B)/fuzz/libitsguard.a
	$(call say,LD      $@)
	$(Q)$(FUZZ_CC) $(FUZZ_FLAGS) -fsanitize=fuzzer $(filter %.o,$^) -L$(B)/fuzz -lworld -litsguard -lworld -o $@

# The search in device trees: instructions for a byte, libfdt's included.
$(B)/bench/discover.o: bench/discover.c Makefile | $(B)/.setup
	$(Q)mkdir -p $(@D)
	$(call say,CC      $@)
	$(Q)$(CC) $(BASE) $(LIBINC) -O2 -c $< -o $@
$(B)/bench/discover: $(B)/bench/discover.o $(B)/host/libhypglue.a
	$(call say,LD      $@)
	$(Q)$(CC) $^ -lfdt -o $@

# Fails if the search is not linear in the tree.
.PHONY: test-linear
test-linear: $(B)/bench/discover
	@echo "== hostile device trees: instructions, by callgrind"
	@bench/linear $(B)/bench/discover

# Writes build/bench.json and the table in README.md.
bench: $(B)/bench/bench $(B)/bench/fuzz_time
	@bench/report $(B) README.md

# Shows only where the instructions go. It takes a few seconds and writes nothing into the checkout.
bench-insn: $(B)/bench/bench
	@bench/report $(B)
