# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What became of a boot, read from its console."""
import re

PHASE = re.compile(r"itsguard-rig: phase=(\S+) (ok|FAIL)(.*)")
ATTACK = re.compile(r"itsguard-rig: attack=(\S+) (stopped|hit)(.*)")
INIT = "itsguard-rig: init "
END = "itsguard-rig: end "
STEP = "itsguard-rig: step"
# What a kernel says when something is wrong with it, its interrupts, or the hardware it sees.
TROUBLE = re.compile(
    r"WARNING: |\bBUG\b|Oops|Kernel panic|Call trace|Unable to handle|SError|Internal error|ITS queue timeout|"
    r"nobody cared|Disabling IRQ|\bstalls? |soft lockup|hard LOCKUP|blocked for more than|completion polled|"
    r"\bI/O .*timeout|timeout, (aborting|reset|disable)|lost interrupt|[Uu]nexpected (IRQ|interrupt)|its_\S+ fail|"
    r"Failed to (map|allocate).*(IRQ|irq|MSI)|probe of .* failed with error|CPU\d+: failed|failed to come online")

# The monitor's lines: a refusal; and at power-off its counters, and whether its own memory is intact.
MONITOR = re.compile(r"itsguard: (.*)")
REASON = re.compile(r"refusals:? (\w+) (\d+)$")
REFUSALS = re.compile(r"\brefusals[ :=]+(\d+)$")  # one for each ITS, one for the redistributors
ATTEMPTS = re.compile(r"\battempts (\d+)$")  # likewise: memory named that is not the host's
FAILURES = re.compile(r"(release failures|hardware errors) (\d+)")
FETCHED = re.compile(r"fetched (\d+)")
REFUSED = re.compile(r"\brefused\b")
OPEN = "redistributors pass through"
INTACT = "monitor memory intact"

# What hostile.c sends, by the verdicts it must get. An attack may have more than one access refused.
COMMAND_REASONS = {"OPCODE": 4, "DEVICE_UNMAPPED": 1, "SIZE_RANGE": 1, "DEVICE_RANGE": 1, "RDBASE": 1, "EVENT_RANGE": 1,
                   "INTID_RANGE": 1, "EVENT_UNMAPPED": 1, "COLLECTION_BUSY": 1}
ACCESS_REASONS = ("REG_STATE", "CWRITER_RANGE", "NOT_WRITABLE", "REG_UNKNOWN", "ACCESS_SIZE")
# Attacks that succeed on QEMU's own ITS. If they did not, stopping them would prove nothing.
REAL = ("itt-over-memory", "translater", "gicr-pendbaser", "gicr-propbaser")


class Result:
    def __init__(self, name, wanted, log):
        self.name, self.wanted, self.log = name, wanted, log
        self.phases = []    # (name, ok, detail)
        self.attacks = {}   # name: was it stopped
        self.trouble = []
        self.refusals = []  # lines
        self.reasons = {}   # the counters at power-off
        self.refused = None
        self.attempts = None
        self.failures = 0
        self.fetched = 0
        self.intact = self.open = False
        self.init_s = None  # from the start of QEMU to init
        self.total_s = 0
        self.last = 0
        self.ended = False
        self.status = None
        self.why = []

    @property
    def ok(self):
        return not self.why

    def take(self, text, now):
        if match := PHASE.search(text):
            name = "kexec" if match[1] == "second" else match[1]
            # Seconds of the machine that runs QEMU: the guest's own clock stands still or jumps when it sleeps.
            self.phases.append((name, match[2] == "ok", f"{now - self.last:.1f}s{match[3].rstrip()}"))
            self.last = now
        elif match := ATTACK.search(text):
            self.attacks[match[1]] = match[2] == "stopped"
        elif INIT in text:
            self.init_s = self.init_s or now
            self.last = self.last or now
        elif END in text:
            self.ended = True
        elif match := MONITOR.search(text):
            self.take_monitor(match[1].rstrip())
        elif TROUBLE.search(text):
            self.trouble.append(text.strip())

    def take_monitor(self, text):
        if match := REASON.search(text):
            self.reasons[match[1]] = self.reasons.get(match[1], 0) + int(match[2])
        elif match := REFUSALS.search(text):
            self.refused = (self.refused or 0) + int(match[1])
        elif match := ATTEMPTS.search(text):
            self.attempts = (self.attempts or 0) + int(match[1])
        elif REFUSED.search(text) and not FETCHED.search(text):
            self.refusals.append(text)
        self.failures += sum(int(number) for _, number in FAILURES.findall(text))
        self.fetched += sum(int(number) for number in FETCHED.findall(text))
        self.intact = self.intact or INTACT in text
        self.open = self.open or OPEN in text
        if "PANIC" in text:
            self.trouble.append(text)

    # ---- judging -----------------------------------------------------------------------------------

    def judge(self, monitored):
        self.judge_phases()
        if self.trouble:
            self.why.append(f"{len(self.trouble)} complaints on the console, the first: {self.trouble[0]}")
        if self.status in (124, 137):
            self.why.append("out of time")
        elif self.status:
            self.why.append(f"QEMU ended with {self.status}; see {self.log}.stderr")
        elif not self.ended:
            self.why.append("the machine went down before the end")
        if "hostile" in self.wanted:
            self.judge_attacks(monitored)
        if monitored:
            self.judge_monitor()

    def judge_phases(self):
        seen = {name: (ok, detail) for name, ok, detail in self.phases}
        for name in self.wanted:
            ok, detail = seen.get(name, (False, "did not end"))
            if not ok:
                self.why.append(f"phase {name}: {detail}")

    def judge_monitor(self):
        if self.refused is None:
            self.why.append("no counters of the monitor's")
        if self.attempts is None:
            self.why.append("no counters of attempts")
        elif self.attempts and "hostile" not in self.wanted:
            self.why.append(f"{self.attempts} attempts of a correct host")
        if not self.intact:
            self.why.append("the monitor's memory is not intact, or it did not look")
        if self.failures:
            self.why.append(f"{self.failures} release failures or hardware errors")
        if "hostile" in self.wanted:
            self.judge_reasons()
        elif self.refused or self.refusals:
            self.why.append(f"{self.refused or len(self.refusals)} refusals of a correct host, the first: {(self.refusals or ['-'])[0]}")
        counted = sum(int(number) for _, _, detail in self.phases for number in re.findall(r"commands=(\d+)", detail))
        if self.fetched < counted:
            self.why.append(f"Linux posted {counted} commands, the monitor fetched {self.fetched}")

    def judge_reasons(self):
        for reason, number in COMMAND_REASONS.items():
            if self.reasons.get(reason, 0) != number:
                self.why.append(f"{self.reasons.get(reason, 0)} refusals with {reason}, {number} expected")
        self.why += [f"no refusal with {reason}" for reason in ACCESS_REASONS if not self.reasons.get(reason)]

    def judge_attacks(self, monitored):
        if not self.attacks:
            self.why.append("no attack was made")
        for name, stopped in self.attacks.items():
            if monitored and not stopped and not (self.open and name.startswith("gicr-")):
                self.why.append(f"attack {name} hit")
        if not monitored:
            self.why += [f"attack {name} does no harm on a bare machine" for name in REAL if self.attacks.get(name, True)]

    # ---- showing -----------------------------------------------------------------------------------

    def show(self):
        for phase, ok, detail in self.phases:
            print(f"  {self.name}: {phase:8} {'ok  ' if ok else 'FAIL'} {detail}")
        if self.attacks:
            stopped = sum(self.attacks.values())
            hit = [name for name, ok in self.attacks.items() if not ok]
            print(f"  {self.name}: attacks stopped={stopped} hit={len(hit)} {' '.join(hit)}")
        refused = "-" if self.refused is None else self.refused
        print(f"{self.name}: {'ok' if self.ok else 'FAILED'} phases={len(self.phases)}/{len(self.wanted)} "
              f"init={self.init_s or 0:.1f}s total={self.total_s:.1f}s refused={refused} fetched={self.fetched}", flush=True)
        for why in self.why:
            print(f"  {self.name}: {why}")
        if not self.ok:
            print(f"  {self.name}: the console is in {self.log}", flush=True)


def follow(machine, result, recorder=None):
    """Reads the console to its end. With a recorder the guest waits after each phase."""
    for text in machine.lines():
        known = len(result.phases)
        result.take(text, machine.elapsed())
        if recorder:
            recorder.line(text)
        if recorder and len(result.phases) > known:
            recorder.phase(result.phases[-1][0])
        if recorder and (len(result.phases) > known or STEP in text):
            machine.say("")
    result.status = machine.end()
    result.total_s = machine.elapsed()


def spread(numbers):
    numbers = sorted(numbers)
    return f"{numbers[0]:.1f}/{numbers[len(numbers) // 2]:.1f}/{numbers[-1]:.1f}" if numbers else "-"


def summary(results):
    """One line about all boots, for people and for a script that greps."""
    bad = [result.name for result in results if not result.ok]
    clean = [result for result in results if "hostile" not in result.wanted]
    print(f"qemu-linux: {'FAILED' if bad else 'ok'} boots={len(results)} failed={len(bad)} "
          f"refused-of-correct-hosts={sum(result.refused or 0 for result in clean)} "
          f"commands={sum(result.fetched for result in results)} "
          f"init(min/median/max)={spread([result.init_s for result in results if result.init_s])}s "
          f"boot(min/median/max)={spread([result.total_s for result in results])}s "
          f"seconds={sum(result.total_s for result in results):.0f}{' ' if bad else ''}{' '.join(bad)}", flush=True)
