# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#
#   make demo    set up, build, replay real Linux boots, show an attack refused, fuzz for 20 seconds
#   make test    set up, build, run every test (plain and under ASan+UBSan)
#   make         the libraries and the tool
#   make help    all targets

MAKEFLAGS += --no-builtin-rules
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
# What a nVHE hypervisor object is built with.
NVHE	:= -O2 -ffreestanding -mgeneral-regs-only -mno-outline-atomics -fno-pic -fno-stack-protector \
	   -fno-unwind-tables -fno-asynchronous-unwind-tables -fno-common

LIB	:= $(sort $(wildcard src/validator/*.c src/shadow/*.c))
MODEL	:= $(sort $(wildcard src/model/*.c))
RIG	:= $(sort $(wildcard fuzz/trace/*.c fuzz/rig/*.c))
TOOL	:= $(sort $(wildcard fuzz/tool/*.c))
TEST	:= $(sort $(wildcard test/*.c))
EXAMPLE	:= $(sort $(wildcard docs/example/*.c))

CHECK_CFLAGS = $(shell pkg-config --cflags check)
CHECK_LIBS   = $(shell pkg-config --libs check)

# $(call variant,name,compiler,flags): objects of everything in $(B)/name, and the two archives.
define variant
$(B)/$(1)/src/validator/%.o: src/validator/%.c | tools
	@mkdir -p $$(@D)
	$(2) $(BASE) $(FREE) $(LIBINC) $(3) -c $$< -o $$@
$(B)/$(1)/src/shadow/%.o: src/shadow/%.c | tools
	@mkdir -p $$(@D)
	$(2) $(BASE) $(FREE) $(LIBINC) $(3) -c $$< -o $$@
$(B)/$(1)/src/model/%.o: src/model/%.c | tools
	@mkdir -p $$(@D)
	$(2) $(BASE) $(HOSTINC) $(3) -c $$< -o $$@
$(B)/$(1)/fuzz/%.o: fuzz/%.c | tools
	@mkdir -p $$(@D)
	$(2) $(BASE) $(HOSTINC) $(3) -c $$< -o $$@
$(B)/$(1)/test/%.o: test/%.c | tools
	@mkdir -p $$(@D)
	$(2) $(BASE) $(HOSTINC) $(3) $$(CHECK_CFLAGS) -c $$< -o $$@
$(B)/$(1)/docs/%.o: docs/%.c | tools
	@mkdir -p $$(@D)
	$(2) $(BASE) $(PUBLIC) $(3) -c $$< -o $$@
$(B)/$(1)/libitsguard.a: $(LIB:%.c=$(B)/$(1)/%.o)
	@rm -f $$@
	ar rcs $$@ $$^
$(B)/$(1)/libworld.a: $(MODEL:%.c=$(B)/$(1)/%.o) $(RIG:%.c=$(B)/$(1)/%.o)
	@rm -f $$@
	ar rcs $$@ $$^
$(B)/$(1)/itsguard: $(TOOL:%.c=$(B)/$(1)/%.o) $(B)/$(1)/libworld.a $(B)/$(1)/libitsguard.a
	$(2) $(3) $$(filter %.o,$$^) -L$$(@D) -lworld -litsguard -lworld -o $$@
$(B)/$(1)/run-tests: $(TEST:%.c=$(B)/$(1)/%.o) $(B)/$(1)/libworld.a $(B)/$(1)/libitsguard.a
	$(2) $(3) $$(filter %.o,$$^) -L$$(@D) -lworld -litsguard -lworld $$(CHECK_LIBS) -o $$@
$(B)/$(1)/example: $(EXAMPLE:%.c=$(B)/$(1)/%.o) $(B)/$(1)/libitsguard.a
	$(2) $(3) $$(filter %.o,$$^) -L$$(@D) -litsguard -o $$@
endef

$(eval $(call variant,host,$(CC),-O2))
$(eval $(call variant,asan,$(CLANG),-O1 $(SAN)))
$(eval $(call variant,fuzz,$(CLANG),-O2 -DITSG_FUZZ $(SAN) -fsanitize=fuzzer-no-link))
$(eval $(call variant,clang-14,clang-14,-O2))
$(eval $(call variant,clang-19,clang-19,-O2))

# ---- libraries and tool -------------------------------------------------------------------------

.PHONY: all tools clean help test test-plain test-asan demo fuzz format warnings symbols
all: $(B)/libitsguard.a $(B)/aarch64/libitsguard.a $(B)/itsguard

$(B)/libitsguard.a: $(B)/host/libitsguard.a
	cp $< $@
$(B)/itsguard: $(B)/host/itsguard
	cp $< $@

$(B)/aarch64/%.o: src/%.c | tools
	@mkdir -p $(@D)
	$(CROSS)gcc -std=c11 -g $(WARN) -MMD -MP $(NVHE) $(LIBINC) -c $< -o $@
$(B)/aarch64/libitsguard.a: $(LIB:src/%.c=$(B)/aarch64/%.o)
	@rm -f $@
	$(CROSS)ar rcs $@ $^

# Packages, once for each checkout and version of the list.
tools: $(B)/.setup
$(B)/.setup: tools/setup
	@mkdir -p $(B)
	@tools/setup
	@touch $@

-include $(shell find $(B) -name '*.d' 2>/dev/null)
