# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What became of a boot, read from its console."""
import re

PHASE = re.compile(r"itsguard-rig: phase=(\S+) (ok|FAIL)(.*)")
INIT = re.compile(r"itsguard-rig: init (.*)")
END = re.compile(r"itsguard-rig: end failed=(\d+)")
# What a kernel says when something is wrong with it, its interrupts, or the hardware it sees.
TROUBLE = re.compile(
    r"WARNING: |\bBUG\b|Oops|Kernel panic|Call trace|Unable to handle|SError|Internal error|ITS queue timeout|"
    r"nobody cared|Disabling IRQ|[Ss]tall(s|ed) |soft lockup|hard LOCKUP|blocked for more than|completion polled|"
    r"\bI/O .*timeout|timeout, (aborting|reset|disable)|lost interrupt|[Uu]nexpected (IRQ|interrupt)|its_\S+ fail|"
    r"Failed to (map|allocate).*(IRQ|irq|MSI)|probe of .* failed with error|CPU\d+: failed|failed to come online")


class Result:
    def __init__(self, wanted, log):
        self.wanted, self.log = wanted, log
        self.phases = []     # (name, ok, detail)
        self.trouble = []
        self.refusals = []   # the monitor's lines
        self.counters = None  # of its line at power-off
        self.init_s = None   # from the start of QEMU to init
        self.total_s = 0
        self.ended = False
        self.status = None
        self.why = []
        self.ok = False

    def take(self, text, now):
        if match := PHASE.search(text):
            name = "kexec" if match[1] == "second" else match[1]
            self.phases.append((name, match[2] == "ok", match[3].strip()))
        elif INIT.search(text):
            self.init_s = self.init_s or now
        elif match := END.search(text):
            self.ended = True
        elif TROUBLE.search(text):
            self.trouble.append(text)

    def judge(self, monitored):
        done = {name for name, ok, _ in self.phases if ok}
        for name, ok, detail in self.phases:
            if not ok:
                self.why.append(f"phase {name} failed: {detail}")
        named = {name for name, _, _ in self.phases}
        self.why += [f"phase {name} did not end" for name in self.wanted if name not in named and name not in done]
        if self.trouble:
            self.why.append(f"the kernel complained {len(self.trouble)} times, first: {self.trouble[0].strip()}")
        if self.status in (124, 137):
            self.why.append("out of time")
        elif self.status:
            self.why.append(f"QEMU ended with {self.status}")
        elif not self.ended:
            self.why.append("the machine went down before the end")
        self.ok = not self.why

    def show(self, name):
        for phase, ok, detail in self.phases:
            print(f"  {name}: {phase:10} {'ok  ' if ok else 'FAIL'} {detail}")
        init = f"{self.init_s:.1f}" if self.init_s else "-"
        print(f"{name}: {'ok' if self.ok else 'FAILED'} phases={len(self.phases)}/{len(self.wanted)} init={init}s "
              f"total={self.total_s:.1f}s")
        for why in self.why:
            print(f"  {name}: {why}")
        if not self.ok:
            print(f"  {name}: the console is in {self.log}")


def follow(machine, wanted, log, recorder=None):
    """Reads the console to its end. With a recorder the guest waits after each phase."""
    result = Result(wanted, log)
    for text in machine.lines():
        known = len(result.phases)
        result.take(text, machine.elapsed())
        if recorder:
            recorder.line(text)
        if recorder and len(result.phases) > known:
            recorder.phase(result.phases[-1][0])
            machine.say("")
    result.status = machine.end()
    result.total_s = machine.elapsed()
    return result
