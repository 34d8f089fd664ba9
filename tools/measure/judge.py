# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Runs corpus and suites with one mutant switched on."""
import glob
import os
import re
import resource
import subprocess

FOLDERS = ("regress", "linux", "good", "bad")
# Enough for a machine that is busy with something else, but not for ever.
PATIENCE = 20
MEMORY = 2 << 30


class Unit:
	"""What one run covers: a folder of traces, or a suite. reached: a byte for each mutant, 1 where it can matter."""

	def __init__(self, name, command, status=0):
		self.name, self.command, self.status = name, command, status
		self.seconds = self.reached = None


def units(root):
	with open("test/suites.h", encoding="utf-8") as file:
		suites = re.findall(r"^\tX\((\w+)\)", file.read(), re.M)
	all_units = []
	for folder in FOLDERS:
		clean = ["--clean"] if folder in ("linux", "good") else []
		all_units.append(Unit("corpus/" + folder, [root + "/build/host/itsguard", "replay", "--quiet", *clean,
						       *sorted(glob.glob(f"corpus/{folder}/*.trace"))]))
	unreadable = sorted(glob.glob("corpus/unreadable/*.trace"))
	all_units.append(Unit("corpus/unreadable", [root + "/build/host/itsguard", "replay", "--quiet", *unreadable], 2))
	return all_units + [Unit(suite, [root + "/build/host/run-tests", suite]) for suite in suites]


def run(command, environment, seconds):
	"""Exit status; None where it was ended for its time."""
	def limits():
		resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
		resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
		resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
	child = subprocess.Popen(command, env=dict(os.environ, CK_FORK="no", **environment), preexec_fn=limits,
				 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
	try:
		status = child.wait(timeout=3 * seconds + PATIENCE)
	except subprocess.TimeoutExpired:
		child.kill()
		child.wait()
		return None
	return None if status in (-24, -9) else status  # SIGXCPU and its successor


def spent():
	"""Seconds of CPU: by the clock a busy machine would count."""
	usage = resource.getrusage(resource.RUSAGE_CHILDREN)
	return usage.ru_utime + usage.ru_stime


def measure(unit, path, count):
	"""Runs the unit with no mutant awake: it must pass; notes what it reaches and how long it takes."""
	with open(path, "wb") as file:
		file.write(bytes(count + 1))
	before = spent()
	status = run(unit.command, {"ITSGUARD_REACHED": os.path.abspath(path)}, 300)
	unit.seconds = spent() - before
	if status != unit.status:
		raise SystemExit(f"automutants: {unit.name} fails without a mutant: {status}")
	with open(path, "rb") as file:
		unit.reached = file.read()


def judge(all_units, number):
	"""What catches it: (kind, name), kind one of corpus, test, limit, survives."""
	reaching = [unit for unit in all_units if unit.reached[number]]
	for unit in reaching:
		status = run(unit.command, {"ITSGUARD_MUTANT": str(number)}, int(2 + 4 * unit.seconds))
		if status is None:
			return "limit", unit.name
		if status != unit.status:
			return ("corpus" if unit.name.startswith("corpus/") else "test"), unit.name
	return "survives", "-"
