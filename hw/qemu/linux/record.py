# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What a Linux does to QEMU's ITS, as a trace (docs/trace-format.md).

QEMU's trace log has every access and the opcode of each command it executes, but not the commands. These are read from
the ring in guest memory, with the machine stopped: at the end of each phase, and before the ring can have been
written twice. Each is compared with the opcode and the slot in the log, so a command that is read too late is noticed.
"""
import os
import re
import struct
import threading
import time

READ_AFTER = 600  # commands; the ring has 2,048, and some more come until the machine stands still
PATTERNS = (
    ("command", re.compile(r"gicv3_its_process_command .*offset 0x(\w+): 0x(\w+)")),
    ("W", re.compile(r"gicv3_its_write .*offset 0x(\w+) data 0x(\w+) size (\d+)")),
    ("R", re.compile(r"gicv3_its_read .*offset 0x(\w+) data 0x(\w+) size (\d+)")),
    ("BW", re.compile(r"gicv3_its_badwrite .*offset 0x(\w+) data 0x(\w+) size (\d+)")),
    ("BR", re.compile(r"gicv3_its_badread .*offset 0x(\w+) size (\d+)")),
    ("T", re.compile(r"gicv3_its_translation_write .*offset 0x\w+ data 0x(\w+) size (\d+) requester_id 0x(\w+)")),
    ("G", re.compile(r"gicv3_redist_write .*redistributor 0x(\w+) write: offset 0x(\w+) data 0x(\w+) size (\d+)")),
)
LPI_REGISTERS = (0x0, 0x70, 0x78, 0xa0, 0xb0)
CBASER, CWRITER = 0x80, 0x88


class LostCommands(Exception):
    pass


class Recorder:
    def __init__(self, log, qmp, scratch):
        self.log, self.qmp, self.scratch = log, qmp, scratch
        self.file = None
        self.rest = ""
        self.events = []    # lines; a command not read yet is a list [CBASER, slot, opcode]
        self.pending = []   # their indices
        self.cbaser = 0
        self.commands = self.phases = self.reads = 0
        self.error = None
        self.lock = threading.Lock()
        self.ended = False
        self.watcher = threading.Thread(target=self.watch, daemon=True)
        self.watcher.start()

    # ---- the log -----------------------------------------------------------------------------------

    def drain(self):
        """Takes what QEMU has logged so far."""
        if self.file is None and os.path.exists(self.log):
            self.file = open(self.log, encoding="ascii", errors="replace")
        if self.file is None:
            return
        *lines, self.rest = (self.rest + self.file.read()).split("\n")
        for line in lines:
            self.take(line)

    def take(self, line):
        for kind, pattern in PATTERNS:
            if match := pattern.match(line):
                getattr(self, "take_" + kind)(*match.groups())
                return

    def take_command(self, slot, opcode):
        self.pending.append(len(self.events))
        self.events.append([self.cbaser, int(slot, 16), int(opcode, 16)])

    def take_W(self, offset, value, size):
        at, number = int(offset, 16), int(value, 16)
        if at == CBASER and size == "8":
            self.cbaser = number
        elif at == CBASER:
            self.cbaser = self.cbaser & ~0xffffffff | number
        elif at == CBASER + 4:
            self.cbaser = self.cbaser & 0xffffffff | number << 32
        self.events.append(f"W {offset} {size} {value}")

    def take_R(self, offset, value, size):
        self.events.append(f"R {offset} {size} {value}")

    def take_BW(self, offset, value, size):
        self.events.append(f"BW {offset} {size} {value}")

    def take_BR(self, offset, size):
        self.events.append(f"BR {offset} {size}")

    def take_T(self, event, size, device):
        self.events.append(f"T {device} {size} {event}")

    def take_G(self, cpu, offset, value, size):
        at = int(offset, 16)
        if at in LPI_REGISTERS or at >= 0x20000:
            self.events.append(f"G {cpu} {offset} {size} {value}")

    # ---- the ring ----------------------------------------------------------------------------------

    def read_rings(self):
        """Fills in the commands that are pending. Requires: the machine is stopped, and the log has been taken to its end.
        There are two rings if a second kernel has come up since."""
        for cbaser in sorted({self.events[index][0] for index in self.pending}):
            self.read_ring(cbaser, [index for index in self.pending if self.events[index][0] == cbaser])
        self.commands += len(self.pending)
        self.pending = []

    def read_ring(self, cbaser, indices):
        base = cbaser & 0xffffffffff000
        size = ((cbaser & 0xff) + 1) * 4096
        if len(indices) > size // 32 - 16:
            raise LostCommands(f"{len(indices)} commands in a ring of {size // 32} before it could be read")
        if len({self.events[index][1] for index in indices}) < len(indices):
            raise LostCommands("a slot was used twice before it could be read")
        ring = self.qmp.memory(base, size, self.scratch)
        self.reads += 1
        for index in indices:
            _, slot, opcode = self.events[index]
            words = struct.unpack_from("<4Q", ring, slot * 32)
            if words[0] & 0xff != opcode:
                raise LostCommands(f"slot {slot:#x} holds opcode {words[0] & 0xff:#x}, QEMU executed {opcode:#x}")
            self.events[index] = "C " + " ".join(f"{word:016x}" for word in words)

    def look(self, phase=None):
        """Stops the machine, takes everything, and lets it go on."""
        if self.error:
            return
        try:
            self.qmp.do("stop")
            self.drain()
            self.read_rings()
            if phase:
                self.events.append(f"P {phase}")
                self.phases += 1
        except (LostCommands, RuntimeError, OSError, ValueError) as error:
            self.error = error
        finally:
            self.qmp.do("cont")

    def watch(self):
        """A thread of its own: looks at the ring when enough has come in, or when nothing has for a moment."""
        known = 0
        while not self.ended:
            time.sleep(0.02)
            with self.lock:
                if self.ended:
                    return
                self.drain()
                quiet, known = known == len(self.events), len(self.events)
                if len(self.pending) > READ_AFTER or self.pending and quiet:
                    self.look()

    # ---- for the runner ----------------------------------------------------------------------------

    def phase(self, name):
        """A phase has ended. The guest waits for the console meanwhile."""
        with self.lock:
            self.look(name)

    def line(self, text):
        """A line of the console. Some ask for a look at the ring: the last word of a kernel that starts another one, since
        the ring's memory will be used for something else; and the guest's own request, for which it waits."""
        if text.endswith("Bye!") or "itsguard-rig: step" in text:
            with self.lock:
                self.look()
        elif "itsguard-rig: end" in text:
            self.ended = True

    def finish(self, path, about):
        """Writes the trace, without what QEMU saw after the last phase, on the way down: that ring is gone."""
        self.ended = True
        self.watcher.join()
        if self.error:
            raise LostCommands(str(self.error))
        last = max((i for i, event in enumerate(self.events) if event[0] == "P"), default=-1)
        lines = self.events[:last + 1]
        if not lines or any(isinstance(line, list) for line in lines):
            raise LostCommands("no phase was recorded")
        with open(path, "w", encoding="ascii") as out:
            out.write("# its-trace v1\n# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause\n")
            out.write("".join(f"# {line}\n" for line in about))
            out.write(f"# {self.commands} commands, each held against the opcode that QEMU logged; {self.reads} looks at the ring\n")
            out.write("\n".join(lines) + "\n")
