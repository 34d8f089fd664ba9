# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Scripts for an ITS: from text (the language is in README.md) to the steps of script.h, and at random from a seed."""
import random
import struct

MAGIC = 0x6d726f666e6f63
READ, WRITE, BLOCK, STORE, MSI, LPIS = range(6)
ARENA = 0x48000000
VALID = 1 << 63
CACHED = 7 << 59 | 1 << 10
PAGE_64K = 2 << 8
REGISTERS = {"CTLR": 0x0, "IIDR": 0x4, "TYPER": 0x8, "CBASER": 0x80, "CWRITER": 0x88, "CREADR": 0x90, "PIDR2": 0xffe8,
             **{f"BASER{n}": 0x100 + 8 * n for n in range(8)}}
# name: (offset in the arena, bytes, enum itsg_purpose)
BLOCKS = {"devices": (0x10000, 0x10000, 0), "page": (0x20000, 0x10000, 1), "collections": (0x30000, 0x10000, 2),
          "devices2": (0x200000, 0x10000, 0), "ring": (0x40000, 0x1000, 4), "ring2": (0x50000, 0x10000, 4),
          "itt-large": (0x80000, 0x180000, 5),
          **{f"itt{n}": (0x60000 + 0x1000 * n, 0x1000, 5) for n in range(16)}}
NAMES = {"RING": VALID | CACHED | ARENA + BLOCKS["ring"][0], "RING2": VALID | CACHED | ARENA + BLOCKS["ring2"][0] | 15,
         "DEVICES": VALID | CACHED | PAGE_64K | ARENA + BLOCKS["devices"][0],
         "DEVICES2": VALID | CACHED | PAGE_64K | ARENA + BLOCKS["devices2"][0],
         "DEVICES-4K": VALID | CACHED | ARENA + BLOCKS["devices"][0],
         "COLLECTIONS-4K": VALID | CACHED | ARENA + BLOCKS["collections"][0],
         "COLLECTIONS": VALID | CACHED | PAGE_64K | ARENA + BLOCKS["collections"][0],
         "PAGE": ARENA + BLOCKS["page"][0], "INDIRECT": 1 << 62, "VALID": VALID,
         "ITT-LARGE": ARENA + BLOCKS["itt-large"][0], **{f"ITT{n}": ARENA + 0x60000 + 0x1000 * n for n in range(16)}}
START = ("block ring", "block devices", "block collections", "w64 BASER0 DEVICES", "w64 BASER1 COLLECTIONS",
         "w64 CBASER RING", "w64 CWRITER 0", "w32 CTLR 1", "mapc 0 0", "mapc 1 1", "mapc 2 2", "mapc 3 3")


class ScriptError(Exception):
    pass


def number(text):
    """A number, a name, or several of them joined by +."""
    value = 0
    for part in text.split("+"):
        value |= NAMES[part] if part in NAMES else int(part, 0)
    return value


def register(text):
    name, _, more = text.partition("+")
    return (REGISTERS[name] if name in REGISTERS else int(name, 0)) + int(more or "0", 0)


def mapd(device, itt, bits):
    return 0x08 | device << 32, bits - 1, VALID | itt, 0


COMMANDS = {
    "mapd": mapd,
    "unmapd": lambda device: (0x08 | device << 32, 0, 0, 0),
    "mapc": lambda icid, cpu: (0x09, 0, VALID | cpu << 16 | icid, 0),
    "unmapc": lambda icid: (0x09, 0, icid, 0),
    "mapti": lambda device, event, intid, icid: (0x0a | device << 32, intid << 32 | event, icid, 0),
    "mapi": lambda device, event, icid: (0x0b | device << 32, event, icid, 0),
    "movi": lambda device, event, icid: (0x01 | device << 32, event, icid, 0),
    "int": lambda device, event: (0x03 | device << 32, event, 0, 0),
    "clear": lambda device, event: (0x04 | device << 32, event, 0, 0),
    "inv": lambda device, event: (0x0c | device << 32, event, 0, 0),
    "discard": lambda device, event: (0x0f | device << 32, event, 0, 0),
    "invall": lambda icid: (0x0d, 0, icid, 0),
    "movall": lambda source, target: (0x0e, 0, source << 16, target << 16),
    "sync": lambda cpu: (0x05, 0, cpu << 16, 0),
    "cmd": lambda *words: words,
}


class Script:
    """Steps; and for each step the line that it comes from, with a number."""

    def __init__(self):
        self.steps, self.lines = [], []
        self.ring, self.bytes, self.position = "ring", 0x1000, 0
        self.line = (0, "")

    def step(self, kind, *arguments):
        self.steps.append((kind,) + arguments + (0,) * (4 - len(arguments)))
        self.lines.append(self.line)

    def put(self, words):
        """Puts a command into the ring, without a doorbell."""
        for i, word in enumerate(words):
            self.step(STORE, BLOCKS[self.ring][0] + self.position + 8 * i, word)
        self.position = (self.position + 32) % self.bytes

    def doorbell(self):
        self.step(WRITE, REGISTERS["CWRITER"], 8, self.position)
        self.step(READ, REGISTERS["CREADR"], 8)

    def add(self, line):
        self.line = (self.line[0] + 1, line)
        word, *rest = line.split()
        if word == "start":
            for part in START:
                self.add(part)
        elif word == "put":
            self.put(COMMANDS[rest[0]](*map(number, rest[1:])))
        elif word == "ring":
            self.doorbell()
        elif word in COMMANDS:
            self.put(COMMANDS[word](*map(number, rest)))
            self.doorbell()
        elif word in ("r32", "r64"):
            self.step(READ, register(rest[0]), int(word[1:]) // 8)
        elif word in ("w32", "w64"):
            self.step(WRITE, register(rest[0]), int(word[1:]) // 8, number(rest[1]))
        elif word == "block":
            self.step(BLOCK, *BLOCKS[rest[0]])
        elif word == "store":  # BLOCK+OFFSET VALUE
            name, _, offset = rest[0].partition("+")
            self.step(STORE, BLOCKS[name][0] + int(offset or "0", 0), number(rest[1]))
        elif word == "use":  # commands go to that ring from its start
            self.ring, self.bytes, self.position = rest[0], BLOCKS[rest[0]][1], 0
        elif word == "msi":
            self.step(MSI, *map(number, rest))
        elif word == "lpis":
            self.step(LPIS)
        elif word == "times":  # repeats what follows
            for _ in range(int(rest[0])):
                self.add(" ".join(rest[1:]))
        else:
            raise ScriptError(f"{line}: no such step")

    def bytes_of(self):
        return struct.pack("<QQ", MAGIC, len(self.steps)) + b"".join(struct.pack("<5Q", *s) for s in self.steps)


def from_text(lines):
    script = Script()
    for line in lines:
        try:
            script.add(line)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise ScriptError(f"{line}: {error!r}") from error
    return script


def cases(path):
    """Reads a file of cases: {name: script}."""
    texts = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.split("#")[0].strip()
            if line.startswith("case "):
                texts[line.split()[1]] = name = []
            elif line:
                name.append(line)
    return {name: from_text(lines) for name, lines in texts.items()}


class Legal:
    """A driver's commands at random. None of them is an error. DeviceIDs 0 and 8 can send MSIs."""

    DEVICES, EVENTS, COLLECTIONS = (0, 1, 7, 8, 4097), 32, 6

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.events = {}  # (device, event): [intid, icid]
        self.devices, self.targets, self.enabled, self.lines = set(), {n: n for n in range(4)}, True, ["start"]

    def pick(self, things):
        return self.random.choice(sorted(things))

    def device(self):
        device = self.pick(self.DEVICES)
        if device not in self.devices:
            itt = self.DEVICES.index(device)
            self.devices.add(device)
            return [f"block itt{itt}", f"put mapd {device} ITT{itt} 5"]
        if any(d == device for d, _ in self.events):
            return []
        self.devices.remove(device)
        return [f"put unmapd {device}", "LAND"]

    def collection(self):
        icid = self.random.randrange(self.COLLECTIONS)
        if any(i == icid for _, i in self.events.values()):
            return [f"put mapc {icid} {self.targets[icid]}"]
        if icid in self.targets and self.random.random() < 0.3:
            del self.targets[icid]
            return [f"put unmapc {icid}"]
        self.targets[icid] = self.random.randrange(4)
        return [f"put mapc {icid} {self.targets[icid]}"]

    def map_event(self):
        device, event = self.pick(self.devices or [0]), self.random.randrange(self.EVENTS)
        used = {i for i, _ in self.events.values()}
        intid = self.random.choice((8192, 65535, self.random.randrange(8192, 65536)))
        if device not in self.devices or (device, event) in self.events or intid in used or not self.targets:
            return []
        self.events[device, event] = [intid, self.pick(self.targets)]
        return [f"put mapti {device} {event} {intid} {self.events[device, event][1]}"]

    def of_event(self, word):
        if not self.events:
            return []
        device, event = self.pick(self.events)
        if word == "discard":
            del self.events[device, event]
        if word == "movi":
            self.events[device, event][1] = self.pick(self.targets)
            return [f"put movi {device} {event} {self.events[device, event][1]}"]
        return [f"put {word} {device} {event}"]

    def of_target(self):
        known = [f"put invall {self.pick(self.targets)}"] if self.targets else []
        return [self.random.choice(known + [f"put sync {self.random.randrange(4)}"])]

    def movall(self):
        return [f"put movall {self.random.randrange(4)} {self.random.randrange(4)}"]

    def msi(self):
        mapped = [(device, event) for device, event in self.events if device in (0, 8)]
        if mapped and self.random.random() < 0.8:
            return ["msi {} {}".format(*self.pick(mapped))]
        return [f"msi {self.pick((0, 8))} {self.random.randrange(self.EVENTS)}"]

    def switch(self):
        self.enabled = not self.enabled
        return [f"w32 CTLR {int(self.enabled)}", "r32 CTLR", "r64 CREADR"]

    def look(self):
        return ["ring", "lpis"] if self.random.random() < 0.5 else ["ring"]

    def script(self, count):
        kinds = [(self.device, 2), (self.collection, 2), (self.map_event, 8), (self.of_target, 1), (self.movall, 2),
                 (self.msi, 6), (self.look, 6), (self.switch, 0.3), (lambda: self.of_event("int"), 12),
                 (lambda: self.of_event("movi"), 4), (lambda: self.of_event("clear"), 2),
                 (lambda: self.of_event("discard"), 3), (lambda: self.of_event("inv"), 1)]
        waiting = 0
        for _ in range(count):
            made = self.random.choices([k for k, _ in kinds], [w for _, w in kinds])[0]()
            waiting += sum(line.startswith("put") for line in made)
            # An ITT goes back only once its device is certainly unmapped. The ring has room for 127 commands.
            if "LAND" in made or waiting > 100 and self.enabled:
                made = [line for line in made if line != "LAND"] + ["ring"]
            if "LAND" not in made and not self.enabled and (waiting > 60 or "ring" in made[-1:]):
                made += ([] if self.enabled else self.switch()) + ["ring"]
            waiting = 0 if "ring" in made and self.enabled else waiting
            self.lines += made
        return from_text(self.lines + ([] if self.enabled else self.switch()) + ["ring", "lpis", "r64 CWRITER"])
