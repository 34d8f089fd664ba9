# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Writes sources that hold every mutant, switched off. itsg_mutant, set once at the start, says which one is on."""
import glob
import os
import re

import points

CLANG = "clang-14"
FOLDERS = ("src/validator", "src/shadow")
PRELUDE = """/* Made by tools/automutants. */
extern int itsg_mutant;
extern unsigned char *itsg_reached;
#define M(n) (itsg_reached[n] = 1, __builtin_expect(itsg_mutant == (n), 0))
"""
RUNTIME = """/* Made by tools/automutants. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>

#define MUTANTS %d

int itsg_mutant;
static unsigned char nobody_asks[MUTANTS + 1];
unsigned char *itsg_reached = nobody_asks;

/* Shared, so that what a child of a test reaches counts too. */
static void map_reached(const char *path)
{
	int fd = open(path, O_RDWR);
	void *map = fd < 0 ? MAP_FAILED : mmap(NULL, MUTANTS + 1, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (map == MAP_FAILED)
		exit(3);
	itsg_reached = map;
}

__attribute__((constructor(101))) static void choose(void)
{
	const char *mutant = getenv("ITSGUARD_MUTANT"), *reached = getenv("ITSGUARD_REACHED");

	itsg_mutant = mutant ? atoi(mutant) : 0;
	if (reached)
		map_reached(reached);
}
"""


class Mutant:
	"""Number 0 is none. The name stays while the code around it changes."""

	def __init__(self, number, name, path, line):
		self.number, self.name, self.path, self.line = number, name, path, line


def one_line(text):
	return re.sub(r"\s+", " ", text).strip()


def says(kind, before, after):
	before, after = one_line(before), one_line(after)
	return f"leave out `{before}`" if kind == "drop" else f"`{before}` is `{after}`"


class Writer:
	def __init__(self):
		self.mutants = []
		self.seen = {}

	def number(self, source, function, spot, change):
		kind, after = change
		before = source.text[spot.begin:spot.end]
		name = f"{source.path} {function}: {says(kind, before, after)}"
		same = self.seen[name] = self.seen.get(name, 0) + 1
		line = source.text.count("\n", 0, spot.begin) + 1
		number = len(self.mutants) + 1
		self.mutants.append(Mutant(number, name + (f" ({same})" if same > 1 else ""), source.path, line))
		return number

	def render(self, source, function, spots, begin, end):
		"""Text of the range, with what sleeps in it; spots are in order, outer before inner."""
		out, at = [], begin
		while spots and spots[0].begin < end:
			spot = spots.pop(0)
			out.append(source.text[at:spot.begin])
			out.append(self.wrapped(source, function, spot, spots))
			at = spot.end
		return "".join(out) + source.text[at:end]

	def wrapped(self, source, function, spot, spots):
		numbers = {name: [(self.number(source, function, spot, change), change[1]) for change in getattr(spot, name)]
			   for name in ("guards", "drops", "truths", "values")}
		text = self.render(source, function, spots, spot.begin, spot.end)
		for number, after in numbers["values"]:
			text = f"(M({number}) ? ({after}) : ({text}))"
		for number, after in numbers["truths"]:
			text = f"(M({number}) ? {after} : !!({text}))"
		for number, after in numbers["drops"]:
			text = f"(M({number}) ? {after} : (void)({text}))"
		for number, _ in numbers["guards"]:
			text = f"{{ if (!M({number})) {text} }}"
		return text

	def file(self, source):
		out, at, text = [], 0, source.text
		spots = [(spot, name) for name, all_spots in source.functions.items() for spot in all_spots.values()
			 if spot.values or spot.truths or spot.drops or spot.guards]
		spots.sort(key=lambda pair: (pair[0].begin, -pair[0].end))
		while spots:
			name = spots[0][1]
			mine = [spot for spot, function in spots if function == name]
			spots = spots[len(mine):]
			end = max(spot.end for spot in mine)
			out.append(text[at:mine[0].begin])
			out.append(self.render(source, name, mine, mine[0].begin, end))
			at = end
		return "".join(out) + text[at:]


def write(path, text):
	"""Only what changes is written, and built again."""
	old = open(path, encoding="latin-1").read() if os.path.exists(path) else None
	if old != text:
		os.makedirs(os.path.dirname(path), exist_ok=True)
		with open(path, "w", encoding="latin-1") as file:
			file.write(text)


def generate(tree):
	"""Writes the folders' sources into the tree; all mutants."""
	units = sorted(path for folder in FOLDERS for path in glob.glob(folder + "/**/*.c", recursive=True))
	headers = sorted(path for folder in FOLDERS for path in glob.glob(folder + "/**/*.h", recursive=True))
	flags = {"compile": ["-std=c11", "-ffreestanding", "-Iinclude", "-Isrc"],
		 "headers": sorted(glob.glob("include/itsguard/*.h"))}
	sources = points.read(CLANG, flags, units, units + headers)
	writer = Writer()
	for path in units + headers:
		write(os.path.join(tree, path), writer.file(sources[path]))
	write(os.path.join(tree, "automut.h"), PRELUDE)
	write(os.path.join(tree, "src/validator/automut.c"), RUNTIME % len(writer.mutants))
	return writer.mutants
