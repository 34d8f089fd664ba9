# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What a clang profile says of the sources: lines, sides of branches, MC/DC conditions; all copies of a function as one."""
import json
import os
import re
import subprocess

LLVM = "19"
CODE = 0  # kind of a region


class Measured:
	"""Each a dict: what -> reached. A line is (path, line), a side (path, function, text, place, side), a function
	(path, name, first line, last line)."""

	def __init__(self):
		self.lines, self.sides, self.conditions, self.functions = {}, {}, {}, {}

	def function_at(self, path, line):
		for where, name, first, last in self.functions:
			if where == path and first <= line <= last:
				return name
		return "-"


def llvm(tool, *arguments):
	return subprocess.run([f"llvm-{tool}-{LLVM}", *arguments], check=True, capture_output=True, text=True).stdout


def text_of(sources, path, place):
	"""The text between two positions, blanks as one."""
	if path not in sources:
		with open(path, encoding="utf-8") as file:
			sources[path] = file.read().split("\n")
	first, start, last, end = place
	lines = sources[path][first - 1:last]
	lines[-1] = lines[-1][:end - 1]
	lines[0] = lines[0][start - 1:]
	return re.sub(r"\s+", " ", " ".join(lines)).strip()


def is_switch(sources, path, place):
	"""What no case takes is counted with the value of the switch; every value has a case here."""
	return sources[path][place[0] - 1][:place[1] - 1].endswith("switch (")


def add(where, key, reached):
	where[key] = where.get(key, False) or reached


def function_sides(measured, sources, function):
	name = function["name"].split(":")[-1]
	first, _, last, *_ = function["regions"][0]
	add(measured.functions, (os.path.relpath(function["filenames"][0]), name, first, last), function["count"] > 0)
	for *place, true, false, file, _, _ in function["branches"]:
		path = os.path.relpath(function["filenames"][file])
		if path.startswith("src/"):
			text = text_of(sources, path, place)
			if is_switch(sources, path, place):
				continue
			add(measured.sides, (path, name, text, tuple(place), "true"), true > 0)
			add(measured.sides, (path, name, text, tuple(place), "false"), false > 0)
	for record in function["mcdc_records"]:
		for i, reached in enumerate(record[-1]):
			add(measured.conditions, (os.path.relpath(function["filenames"][record[4]]), name, tuple(record[:4]), i), reached)


def lines(measured, report):
	path = None
	for line in report.splitlines():
		if line.startswith("SF:"):
			path = os.path.relpath(line[3:])
		elif line.startswith("DA:"):
			number, count = line[3:].split(",")[:2]
			add(measured.lines, (path, int(number)), int(count) > 0)


def measure(profile, programs):
	measured, sources = Measured(), {}
	objects = [programs[0], *[f"-object={program}" for program in programs[1:]]]
	lines(measured, llvm("cov", "export", "-format=lcov", "-instr-profile", profile, *objects))
	for data in json.loads(llvm("cov", "export", "-instr-profile", profile, *objects))["data"]:
		for function in data["functions"]:
			function_sides(measured, sources, function)
	return measured
