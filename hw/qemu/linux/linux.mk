# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# Stock Linux on QEMU; see hw/qemu/linux/README.md.

LINUX	:= hw/qemu/linux
QB	:= $(B)/qemu
QL	:= $(QB)/linux
KERNELS	:= k61 k612

.PHONY: qemu-linux-files
qemu-linux-files: $(KERNELS:%=$(QL)/%.cpio.gz)

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
