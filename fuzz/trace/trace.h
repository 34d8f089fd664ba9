/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The text trace format `its-trace v1` (docs/trace-format.md) as data: a configuration and an array
 * of steps. A step has no pointers, so it can be copied and has a binary form.
 */
#ifndef TRACE_H
#define TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRACE_ITS_MAX	4
#define TRACE_CPU_MAX	64
#define TRACE_RANGES	64
#define TRACE_OPERANDS	5
#define TRACE_NAME_MAX	(sizeof(uint64_t) * TRACE_OPERANDS) /* characters in a phase's name */
#define TRACE_LINE_MAX	160    /* bytes of a printed step, with its NUL */
#define TRACE_QUEUE_MAX 32768U /* slots in the longest queue a host can have */
#define TRACE_BUS_LEAST 28U    /* address bits: what the traces' frames need */
#define TRACE_BUS_MOST	52U
#define TRACE_ALL	UINT64_MAX /* the operand of `H all` */
#define TRACE_NO_KIND	STEP_KINDS
#define TRACE_RD_TYPER	0x0f0000efULL /* bits that `= rd-typer` can set */
#define TRACE_RD_CTLR	0x6ULL
#define TRACE_POLLS_MAX 65536

/*
 * Every kind of line: kind, first word, second word (or ""), operands, names of the operands.
 * Each operand is one letter:
 *	h hexadecimal of 32 bits, x of 64 bits.
 *	w a word of a command (64 bits, printed in full).
 *	a the address of a 64-bit word.
 *	z the size of an access, v a value of that size.
 *	c a CPU, q a slot of a queue.
 *	d decimal, + decimal but not 0, n decimal or `all`.
 *	o an owner, m a move, r a reason, p a property, t a name.
 * What follows ? is optional.
 */
#define TRACE_FORMS(X)                                                                             \
	X(WRITE, "W", "", "hzv", "offset size value")                                              \
	X(READ, "R", "", "hz?v", "offset size value")                                              \
	X(COMMAND, "C", "", "wwww", "dw0 dw1 dw2 dw3")                                             \
	X(MSI, "T", "", "hzv", "deviceid size event")                                              \
	X(REDIST, "G", "", "chzv", "cpu offset size value")                                        \
	X(BAD_WRITE, "BW", "", "hzv", "offset size value")                                         \
	X(BAD_READ, "BR", "", "hz?v", "offset size value")                                         \
	X(PHASE, "P", "", "t", "name")                                                             \
	X(SLOT, "Q", "", "qwwww", "slot dw0 dw1 dw2 dw3")                                          \
	X(MEMORY, "M", "", "ax", "pa value")                                                       \
	X(HOSTILE, "D", "", "axx", "pa value value")                                               \
	X(HARDWARE, "H", "", "n", "n")                                                             \
	X(MOVE, "O", "", "xdm", "pa size what")                                                    \
	X(FAIL, "F", "", "+", "n")                                                                 \
	X(REBUILD, "S", "rebuild", "", "")                                                         \
	X(TEARDOWN, "S", "teardown", "", "")                                                       \
	X(POWERLOST, "S", "powerlost", "", "")                                                     \
	X(TOPUP, "S", "topup", "+", "bytes")                                                       \
	X(DECLARE, "L", "", "h", "deviceid")                                                       \
	X(DATA_ABORT, "E", "", "xxx", "esr ipa xt")                                                \
	X(LIVE, "=", "live", "h", "cwriter")                                                       \
	X(LIVE_DEVICE, "=", "device", "hx+", "id itt eventid-bits")                                \
	X(LIVE_COLLECTION, "=", "collection", "hx", "icid rd")                                     \
	X(EXPECT_FORWARD, "X", "forward", "d", "n")                                                \
	X(EXPECT_REWRITE, "X", "rewrite", "d", "n")                                                \
	X(EXPECT_EXPAND, "X", "expand", "d", "n")                                                  \
	X(EXPECT_NOTHING, "X", "nothing", "d", "n")                                                \
	X(EXPECT_REFUSE, "X", "refuse", "d", "n")                                                  \
	X(EXPECT_REASON, "X", "reason", "r", "name")                                               \
	X(EXPECT_VALUE, "X", "value", "x", "v")                                                    \
	X(EXPECT_CREADR, "X", "creadr", "x", "v")                                                  \
	X(EXPECT_OWNER, "X", "owner", "xo", "pa owner")                                            \
	X(EXPECT_MEMORY, "X", "mem", "ax", "pa value")                                             \
	X(EXPECT_LPI, "X", "lpi", "hc", "intid cpu")                                               \
	X(EXPECT_ABORT, "X", "abort", "", "")                                                      \
	X(EXPECT_PROPERTY, "X", "property", "p", "Pn")                                             \
	X(EXPECT_EQUAL, "X", "hw-equal", "", "")                                                   \
	X(AT_ONCE, "A", "", "+wwww", "n choices choices choices choices")                          \
	X(REDIST_READ, "GR", "", "chz?v", "cpu offset size value")                                 \
	X(REDIST_POWERLOST, "S", "rd-powerlost", "c", "cpu")                                       \
	X(REDIST_TEARDOWN, "S", "rd-teardown", "c", "cpu")                                         \
	X(STALL, "S", "stall", "", "")                                                             \
	X(STUCK, "S", "stuck", "", "")                                                             \
	X(UNSTUCK, "S", "unstuck", "", "")                                                         \
	X(POLL, "S", "poll", "+", "n")                                                             \
	X(EXPECT_WORK, "X", "work", "d", "n")                                                      \
	X(EXPECT_REDIST_WORK, "X", "rd-work", "cd", "cpu n")                                       \
	X(EXPECT_ATTEMPT, "X", "attempt", "d", "n")

enum step_kind {
#define TRACE_FORM_ENUM(kind, first, second, operands, names) STEP_##kind,
	TRACE_FORMS(TRACE_FORM_ENUM)
#undef TRACE_FORM_ENUM
		STEP_KINDS,
};

enum trace_owner {
	TRACE_HOST,
	TRACE_HYP,
	TRACE_GUEST,
	TRACE_MMIO,
	TRACE_NOBODY, /* in expectations only */
	TRACE_OWNERS,
};

enum trace_move {
	TRACE_TO_GUEST,
	TRACE_TO_HYP,
	TRACE_TO_HOST,
	TRACE_SHARE,
	TRACE_UNSHARE,
	TRACE_MOVES,
};

struct step {
	uint8_t kind; /* enum step_kind */
	uint8_t its;
	uint8_t cpu;
	uint8_t count; /* how many operands were given */
	bool inserted; /* an `I` line: it happens in the middle of the next library call */
	uint32_t line;
	uint64_t op[TRACE_OPERANDS]; /* a phase's name: eight characters in each operand */
};

struct trace_range {
	uint64_t pa, size;
	enum trace_owner owner;
};

struct trace_its_config {
	uint64_t typer;
	uint32_t iidr, pidr2;
	uint64_t baser_reset[8];
	uint64_t baser_sticky[8];
	uint8_t baser_pages[8];
	uint32_t ring, budget;
	uint32_t bus_bits;		/* of addresses; less than the registers hold */
	uint64_t devices, events, vpes; /* 0: as many as the library allows */
};

struct trace_config {
	uint32_t its_count;
	uint32_t cpus;
	uint32_t lpi_bits, vpe_bits;
	uint32_t lpis; /* how many there are; 0: as many as lpi_bits has */
	uint32_t page;
	uint64_t pool;
	bool rebuild, claim, gicv4; /* this version can run none of them */
	bool coherent;
	bool automatic;
	bool redist;	   /* redistributors are mediated */
	bool rd_own;	   /* redistributors of a CommonLPIAff group may differ in PROPBASER */
	uint64_t rd_typer; /* GICR_TYPER without Processor_Number and affinity */
	uint32_t rd_ctlr;  /* CES and IR of GICR_CTLR */
	uint32_t rd_bus_bits;
	uint32_t polls; /* budgets that the embedder goes on with after each access */
	uint32_t audit; /* enum itsg_audit, of all ITSs and redistributors */
	uint32_t mem_count;
	struct trace_range mem[TRACE_RANGES];
	uint64_t rd[TRACE_CPU_MAX];
	struct trace_its_config its[TRACE_ITS_MAX];
};

struct trace {
	struct trace_config config;
	struct step *steps;
	size_t count;
	uint32_t unsupported_line; /* the first line that this version cannot run; 0: none */
	char unsupported[32];	   /* the words of that line */
};

struct trace_error {
	uint32_t line;
	char text[200]; /* what was expected, and what was found */
};

/*
 * Reads text into *trace.
 * Returns true if all is well: the caller frees *trace with trace_free. False: *error says why, and
 * there is nothing to free.
 */
bool trace_parse(struct trace *trace, const char *text, size_t size, struct trace_error *error);
/* Frees the steps. */
void trace_free(struct trace *trace);

/* Sets the configuration that holds when no line and no recorded read says otherwise. */
void trace_config_default(struct trace_config *config);

/* Prints the step as one line, without a newline. Returns its length. */
size_t trace_print_step(const struct step *step, char line[TRACE_LINE_MAX]);

/*
 * Calls put with each line of the trace, in order: configuration, steps, changes of ITS and CPU.
 * trace_parse reads the same trace from these lines.
 */
void trace_print(const struct trace *trace, void (*put)(void *arg, const char *line), void *arg);

/* Sets the line of each step to the line that trace_print puts it on. */
void trace_number(struct trace *trace);

/* Is it an X line? */
bool step_is_expectation(const struct step *step);
/* May it follow `I`? */
bool step_may_be_inserted(const struct step *step);
/* May it follow `A`? */
bool step_may_be_at_once(const struct step *step);
/* Can this version run it? If not, it is only parsed. */
bool step_is_supported(const struct step *step);
/* Returns what this version cannot run of the configuration; NULL: nothing. */
const char *trace_unsupported_config(const struct trace_config *config);
/* Gives the words that a line of this kind begins with. */
void step_kind_name(const struct step *step, char name[32]);

/* Gives the name of a phase step: at most TRACE_NAME_MAX characters and a NUL. */
void step_name(const struct step *step, char name[TRACE_NAME_MAX + 1]);

/* Returns the name of a reason; "?": there is no such reason. */
const char *trace_reason_name(uint64_t reason);

#endif
