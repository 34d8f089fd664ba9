# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# The EL2 monitor and the EL1 payloads, included by the Makefile.

Q_B	:= $(B)/qemu
FDT	:= $(Q_B)/fdt
FDT_A	:= $(FDT)/usr/lib/aarch64-linux-gnu/libfdt.a

MON_C	:= $(sort $(wildcard hw/qemu/monitor/*.c))
MON_S	:= $(sort $(wildcard hw/qemu/monitor/*.S))
MON_ALL	:= $(MON_C:hw/qemu/%.c=$(Q_B)/%.o) $(MON_S:hw/qemu/%.S=$(Q_B)/%.o)
MON_LIB	:= $(B)/aarch64/libhypglue.a $(B)/aarch64/libitsguard.a $(FDT_A)
MON_INC	:= $(LIBINC) -Ihw/qemu/monitor -isystem $(FDT)/usr/include
# The compiler must not turn a loop inside memcpy into a call of memcpy.
BARE	:= -std=c11 -g $(WARN) -MMD -MP $(NVHE) -fno-tree-loop-distribute-patterns
BARE_LD	:= -nostdlib -static -no-pie -Wl,--build-id=none -Wl,-z,max-page-size=4096 -Wl,-z,noexecstack \
	   -Wl,--no-warn-rwx-segments

.PHONY: qemu-build
qemu-build: $(Q_B)/monitor-guard.bin $(Q_B)/monitor-forward.bin

# libfdt for arm64, as Debian builds it: fetched once, never committed.
$(FDT_A): hw/qemu/fetch-libfdt | $(B)/.setup
	$(call say,FETCH   $@)
	$(Q)hw/qemu/fetch-libfdt $(FDT)

$(Q_B)/%.o: hw/qemu/%.c $(FDT_A) Makefile hw/qemu/qemu.mk
	$(Q)mkdir -p $(@D)
	$(call say,CC      $@)
	$(Q)$(CROSS)gcc $(BARE) $(MON_INC) -c $< -o $@
$(Q_B)/%.o: hw/qemu/%.S Makefile hw/qemu/qemu.mk
	$(Q)mkdir -p $(@D)
	$(call say,AS      $@)
	$(Q)$(CROSS)gcc -g -MMD -MP -Ihw/qemu/monitor -c $< -o $@
$(Q_B)/monitor.lds: hw/qemu/monitor/monitor.lds hw/qemu/monitor/layout.h
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS)gcc -E -P -x c -Ihw/qemu/monitor $< -o $@
# Two monitors: with the library behind the traps, and with every access forwarded.
define monitor
$(Q_B)/monitor-$(1).elf: $(2) $(MON_LIB) $(Q_B)/monitor.lds
	$$(call say,LD      $$@)
	$$(Q)$(CROSS)gcc $(BARE_LD) -T $(Q_B)/monitor.lds $(2) -Wl,--start-group $(MON_LIB) -Wl,--end-group -o $$@
endef
$(eval $(call monitor,guard,$(filter-out %/forward.o,$(MON_ALL))))
$(eval $(call monitor,forward,$(filter-out %/guard.o %/redist.o,$(MON_ALL))))
$(Q_B)/%.bin: $(Q_B)/%.elf
	$(Q)$(CROSS)objcopy -O binary $< $@

# ---- payloads ------------------------------------------------------------------------------------

PAY	:= hw/qemu/payload
TESTS	:= $(patsubst $(PAY)/test_%.c,%,$(sort $(wildcard $(PAY)/test_*.c)))
PAY_O	:= $(patsubst hw/qemu/%.c,$(Q_B)/%.o,$(filter-out $(PAY)/test_%.c,$(sort $(wildcard $(PAY)/*.c)))) \
	   $(Q_B)/payload/start.o $(Q_B)/monitor/format.o $(Q_B)/monitor/string.o

qemu-build: $(TESTS:%=$(Q_B)/%.bin)

$(Q_B)/payload.lds: $(PAY)/payload.lds hw/qemu/monitor/layout.h
	$(Q)mkdir -p $(@D)
	$(Q)$(CROSS)gcc -E -P -x c -Ihw/qemu/monitor $< -o $@
$(TESTS:%=$(Q_B)/%.elf): $(Q_B)/%.elf: $(Q_B)/payload/test_%.o $(PAY_O) $(Q_B)/payload.lds
	$(call say,LD      $@)
	$(Q)$(CROSS)gcc $(BARE_LD) -T $(Q_B)/payload.lds $(filter %.o,$^) -o $@

# ---- the same commands on QEMU's ITS and on the model ---------------------------------------------

CONF	:= hw/qemu/conform
qemu-build: $(Q_B)/conform.bin $(B)/host/conform

$(Q_B)/conform/%.o: MON_INC += -Ihw/qemu
$(Q_B)/conform.elf: $(Q_B)/conform/payload.o $(Q_B)/conform/script.o $(PAY_O) $(Q_B)/payload.lds
	$(call say,LD      $@)
	$(Q)$(CROSS)gcc $(BARE_LD) -T $(Q_B)/payload.lds $(filter %.o,$^) -o $@
$(eval $(call compile,host,$(CONF),$(CC),-O2 $(PUBLIC) -Isrc))
# Without the library: nothing here uses a part of the archive that needs it.
$(B)/host/conform: $(B)/host/$(CONF)/host.o $(B)/host/$(CONF)/script.o $(B)/host/libworld.a
	$(call say,LD      $@)
	$(Q)$(CC) $^ -o $@

# ---- runs ----------------------------------------------------------------------------------------

.PHONY: qemu-test qemu-payloads qemu-conform
# One after the other, because they have limits by the clock.
qemu-test:
	@$(MAKE) --no-print-directory qemu-payloads
	@$(MAKE) --no-print-directory qemu-conform
	@$(MAKE) --no-print-directory qemu-linux
qemu-payloads: qemu-build
	@echo "== EL1 programs on QEMU: alone, under the monitor without the library, and with it"
	@hw/qemu/run-payloads --build $(Q_B) $(RUN)

qemu-conform: $(Q_B)/conform.bin $(B)/host/conform
	@echo "== the same commands on QEMU's ITS and on the model"
	@$(CONF)/run --build $(B) $(CASES)

# Writes the table into README.md.
.PHONY: qemu-bench
qemu-bench: qemu-build
	@hw/qemu/bench $(Q_B) README.md
