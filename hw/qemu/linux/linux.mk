# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Stock Linux on QEMU; see hw/qemu/linux/README.md.
#
#   make qemu-linux          both kernels under the EL2 monitor: all phases, then a hostile one
#   make qemu-linux-plain    the same on the bare machine, where the attacks hit
#   make qemu-soak N=50      boot again and again, the kernels in turn
#   make qemu-record         each kernel's traffic on the bare machine as a trace, which is then replayed

LINUX	:= hw/qemu/linux
QB	:= $(B)/qemu
QL	:= $(QB)/linux
KERNELS	:= k61 k612
MONITOR	?= $(QB)/monitor-guard.bin
N	?= 50

.PHONY: qemu-linux qemu-linux-plain qemu-soak qemu-record qemu-linux-files
qemu-linux: qemu-linux-files $(MONITOR)
	@$(LINUX)/run --monitor $(MONITOR) --phases clean --phases hostile
qemu-linux-plain: qemu-linux-files
	@$(LINUX)/run --phases clean --phases hostile
qemu-soak: qemu-linux-files $(MONITOR)
	@$(LINUX)/run --monitor $(MONITOR) --phases soak --times $$((($(N) + 1) / 2))
qemu-record: qemu-linux-files $(B)/itsguard
	@$(LINUX)/run --phases clean --record $(QB)/traces
	@$(B)/itsguard replay --clean $(KERNELS:%=$(QB)/traces/%-clean.trace)

# With the rig's own test: it takes no time, and a verdict that cannot fail is worth nothing.
qemu-linux-files: $(KERNELS:%=$(QL)/%.cpio.gz)
	@$(LINUX)/check-verdict

$(QL)/.fetched: $(LINUX)/fetch | $(B)/.setup
	$(Q)mkdir -p $(@D)
	$(Q)$(LINUX)/fetch $(@D)
	$(Q)touch $@

# Programs that run in Linux, as static as busybox.
GUEST	:= $(addprefix $(QL)/,hostile kexec snapshot)
$(GUEST): $(QL)/%: $(LINUX)/%.c Makefile | $(B)/.setup
	$(Q)mkdir -p $(@D)
	$(call say,CC      $@)
	$(Q)$(CROSS)gcc -std=gnu11 -g -O2 $(filter-out -Wundef,$(WARN)) -static $< -o $@

$(KERNELS:%=$(QL)/%.cpio.gz): $(QL)/%.cpio.gz: $(QL)/.fetched $(GUEST) $(LINUX)/mkinitramfs \
		$(wildcard $(LINUX)/initramfs/* $(LINUX)/initramfs/phases/*)
	$(call say,CPIO    $@)
	$(Q)$(LINUX)/mkinitramfs $(QL)/$* $(QL) $@
