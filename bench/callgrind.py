# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Reads one callgrind profile, a region of the benchmark, and says whose instructions they are."""
import collections
import functools
import os
import re

BULK = ("memset", "memcpy")


@functools.lru_cache(maxsize=None)
def functions_in(path):
    """[(first line, name)] of a C file's functions: a body begins with a brace in column 0."""
    found, name, start = [], None, 0
    if not os.path.exists(path):
        return found
    with open(path, encoding="utf-8") as source:
        for number, line in enumerate(source, 1):
            head = re.match(r"[A-Za-z_][^;=]*?(\w+)\(", line)
            if head:
                name, start = head.group(1), number
            elif line.startswith("{") and name:
                found.append((start, name))
                name = None
    return found


@functools.lru_cache(maxsize=None)
def function_at(path, line):
    """The function of the source that a line is in, wherever it was inlined."""
    best = os.path.basename(path) + ":" + str(line)
    for start, name in functions_in(path):
        if start > line:
            break
        best = name
    return best


class Names:
    """Callgrind writes "(7) text" the first time and "(7)" from then on."""

    def __init__(self):
        self.texts = {}

    def get(self, value):
        number, _, text = value.partition(" ")
        if text:
            self.texts[number] = text
        return self.texts.get(number, value)


class Profile:
    """What the functions of the files that ours matches have executed."""

    def __init__(self, path, ours):
        self.name = ""
        self.functions = collections.Counter()  # as compiled: with what was inlined into them
        self.sources = collections.Counter()  # as written
        self.lines = collections.Counter()  # (file, line)
        self.bulk = collections.Counter()  # memset and memcpy that they called
        self.everything = 0
        self._ours = re.compile(ours)
        self._files, self._names = Names(), Names()
        self._file = self._at = self._function = self._callee = ""
        self._line, self._called = 0, False
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                self._take(line.rstrip("\n"))

    def own(self):
        """Their instructions, those of memset aside, which clears memory."""
        return sum(self.functions.values()) + self.bulk["memcpy"]

    def clearing(self):
        return self.bulk["memset"]

    def _take(self, line):
        if line[:1] and line[0] in "0123456789+-*":
            self._cost(*line.split()[:2])
        elif line.startswith("desc: Trigger: Client Request: "):
            self.name = line.split(": ", 3)[3]
        elif "=" in line:
            self._key(*line.split("=", 1))

    def _key(self, key, value):
        if key == "fl":
            self._file = self._at = self._files.get(value)
        elif key in ("fi", "fe"):
            self._at = self._files.get(value)
        elif key in ("cfi", "cfl"):
            self._files.get(value)
        elif key == "fn":
            self._function = self._names.get(value)
        elif key == "cfn":
            self._callee = self._names.get(value)
        elif key == "calls":
            self._called = True

    def _cost(self, position, cost):
        if position[0] in "+-":
            self._line += int(position)
        elif position != "*":
            self._line = int(position)
        ours = self._ours.search(self._file)
        if self._called:  # what a call came to, all in all
            self._called = False
            if ours and self._callee in BULK:
                self.bulk[self._callee] += int(cost)
            return
        self.everything += int(cost)
        if ours:
            self.functions[self._function] += int(cost)
            self.sources[function_at(self._at, self._line)] += int(cost)
            self.lines[self._at, self._line] += int(cost)
