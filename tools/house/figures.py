# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""The house in numbers."""
import os

from graph import room_of

HEAD = ("folder", "rooms", "functions", "median", "p90", "longest", "calls out", "pairs", "circles", "rooms in them")


def quantile(numbers, share):
	"""The smallest number that so large a share does not exceed."""
	ordered = sorted(numbers)
	return ordered[max(0, -(-len(ordered) * share // 100) - 1)] if ordered else 0


def row(name, graph, inside):
	"""The figures of the files for which inside holds."""
	rooms = [room for room in graph.rooms if inside(room)]
	lengths = [function["end"] - function["line"] + 1 for path, fact in graph.facts.items() if inside(room_of(path))
		   for function in fact["functions"]]
	edges = {edge: calls for edge, calls in graph.edges.items() if inside(edge[0])}
	circles = [circle for circle in graph.circles() if inside(circle[0])]
	return [name, len(rooms), len(lengths), quantile(lengths, 50), quantile(lengths, 90), max(lengths, default=0),
		sum(len(calls) for calls in edges.values()), len(edges), len(circles), sum(len(circle) for circle in circles)]


def show(graph):
	"""A table: one row for each folder, one for all."""
	folders = sorted({os.path.dirname(room) for room in graph.rooms})
	rows = [HEAD]
	for folder in folders:
		rows.append(row(folder, graph, lambda room, folder=folder: os.path.dirname(room) == folder))
	rows.append(row("all", graph, lambda room: True))
	widths = [max(len(str(line[column])) for line in rows) for column in range(len(HEAD))]
	for line in rows:
		print("  ".join(str(cell).ljust(width) if column == 0 else str(cell).rjust(width)
				for column, (cell, width) in enumerate(zip(line, widths))))
	print("\nmedian, p90, longest: lines of a function. calls out: places where a room calls another; pairs: of rooms, one calling the other.")
