# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What the call graph must obey: no circles but the known ones, calls upward nowhere, functions that fit a page."""
import os

from graph import room_of

LINES = 60  # of a function, from its first line to the closing brace
SHOWN = 3  # calls shown for two rooms of a circle


class Wrong(Exception):
	"""A data file that cannot be understood: file:line: why."""


def lines_of(path):
	"""(line number, words) of a data file; comments and empty lines left out."""
	try:
		with open(path, encoding="utf-8") as file:
			rows = [(number, line.split("#")[0].strip()) for number, line in enumerate(file, 1)]
	except FileNotFoundError:
		return []
	return [(number, row) for number, row in rows if row]


def row_of(path, number, row):
	"""NAME: REST."""
	name, colon, rest = row.partition(":")
	if not colon or not name.strip():
		raise Wrong(f"{path}:{number}: expected NAME: ...")
	return name.strip(), rest.strip()


class Folders:
	"""Which folder may use which."""

	def __init__(self, path):
		self.path = path
		self.allowed, self.seams = {}, []
		for number, row in lines_of(path):
			if row.startswith("seam "):
				self.seams += row.split()[1:]
				continue
			name, rest = row_of(path, number, row)
			self.allowed.setdefault(name, set()).update(rest.split())

	def row_for(self, path):
		"""The folder of the table a file belongs to; None: no row fits."""
		folder = os.path.dirname(path)
		while folder and folder not in self.allowed:
			folder = os.path.dirname(folder)
		return folder or None

	def may_use(self, source, target, declared):
		"""declared: where a called function is declared; None for an include."""
		row = self.row_for(source)
		may = self.allowed[row]
		return (self.row_for(target) == row or not may.isdisjoint({self.row_for(target), target, room_of(target)})
			or declared is not None and (declared in may or "public" in may and declared.startswith("include/itsguard/")))

	def check(self, graph, included):
		"""What the table does not allow."""
		for path in graph.facts:
			if self.row_for(path) is None:
				yield f"{path}:1: {self.path} has no row for {os.path.dirname(path) or 'the top folder'}"
				return
		for source, targets in included.items():
			for target, line in targets:
				if not self.may_use(source, target, None):
					yield f"{source}:{line}: {self.row_for(source)} may not include {target}"
		for call in graph.calls:
			if not self.may_use(call.source, call.target, call.declared):
				yield (f"{call.source}:{call.line}: {self.row_for(call.source)} may not call {self.row_for(call.target)}: "
				       f"{call.inside} calls {call.name} in {call.target}")


def circle_text(graph, circle):
	"""The rooms, and the calls that make the circle."""
	rooms = set(circle)
	text = [f"{' '.join(circle)}"]
	for (source, target), calls in sorted(graph.edges.items()):
		if source not in rooms or target not in rooms:
			continue
		text += [f"  {call.source}:{call.line}: {call.inside} calls {call.name} in {call.target}" for call in calls[:SHOWN]]
		if len(calls) > SHOWN:
			text.append(f"  ... and {len(calls) - SHOWN} more: tools/callgraph --why {source} {target}")
	return "\n".join(text)


def check_circles(graph, path):
	"""Circles that the list does not allow, and entries of the list without a circle."""
	found = {tuple(circle): circle for circle in graph.circles()}
	known = set()
	for number, row in lines_of(path):
		rooms, reason = row_of(path, number, row)
		key = tuple(sorted(rooms.split()))
		if not reason:
			yield f"{path}:{number}: the entry gives no reason"
		if key not in found:
			yield f"{path}:{number}: these rooms make no circle of their own now: delete or correct the entry"
		known.add(key)
	for key, circle in found.items():
		if key not in known:
			first = next(calls[0] for edge, calls in sorted(graph.edges.items()) if set(edge) <= set(circle))
			yield f"{first.source}:{first.line}: a circle of calls between {len(circle)} rooms: {circle_text(graph, circle)}"


def check_lengths(facts):
	"""Functions that are too long."""
	for path, fact in facts.items():
		for function in fact["functions"]:
			lines = function["end"] - function["line"] + 1
			if lines > LINES:
				yield f"{path}:{function['line']}: {function['name']} has {lines} lines; at most {LINES} are allowed"


def check_rooms(graph, names):
	"""Rooms named on the command line."""
	rooms = [room_of(name) if name.endswith((".c", ".h")) else name for name in names]
	for room in rooms:
		if room not in graph.rooms:
			raise Wrong(f"callgraph: there is no room '{room}'")
	return rooms
