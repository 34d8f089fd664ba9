# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# What measures the tests.
#
#   make mutants-auto [SAMPLE=300] [SEED=1]   a sample of all small changes made by rule, and what catches each
#   make coverage                             what tests and corpus reach: build/coverage/{tests,corpus,both}/index.html

SAMPLE	?= 300
SEED	?= 1

# Counts in the library alone. MC/DC: does each part of a condition decide it, at least once?
COUNTED	:= -fprofile-instr-generate -fcoverage-mapping -fcoverage-mcdc
$(eval $(call variant,cov,clang-19,-O1 -fprofile-instr-generate,$(COUNTED)))

$(eval $(call fuzzers,cov,-fprofile-instr-generate))

.PHONY: mutants-auto coverage
mutants-auto: $(B)/.setup
	@tools/automutants --sample $(SAMPLE) --seed $(SEED)

coverage: $(B)/cov/run-tests $(B)/cov/itsguard $(FUZZERS:%=$(B)/cov/%)
	@tools/coverage $(B)/cov $(B)/coverage
