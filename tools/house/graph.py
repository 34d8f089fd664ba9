# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Rooms, and the calls between them. A room is a header and the .c file of the same name beside it, or one of the two."""
import collections
import fnmatch
import os

# source, target, declared: files; name: the function called; inside: the one that calls.
Call = collections.namedtuple("Call", "source line name target declared inside")


def room_of(path):
	"""src/shadow/step.c and src/shadow/step.h are src/shadow/step."""
	return os.path.splitext(path)[0]


class Graph:
	"""All calls of the tree. To name a function or a variable counts as a call, too."""

	def __init__(self, facts, seams):
		self.facts = facts
		self.seams = seams
		self.defined = collections.defaultdict(list)  # key: files
		for path, fact in facts.items():
			for item in fact["functions"] + fact["variables"]:
				self.defined[item["key"]].append(path)
		self.rooms = sorted({room_of(path) for path in facts})
		self.calls = list(self.find_calls())
		self.edges = collections.defaultdict(list)  # (room, room): calls
		for call in self.calls:
			edge = room_of(call.source), room_of(call.target)
			if edge[0] != edge[1]:
				self.edges[edge].append(call)

	def find_calls(self):
		"""From every file that holds code."""
		for path, fact in self.facts.items():
			for item in fact["functions"] + fact["variables"]:
				for key, line in item["uses"]:
					target = self.target(path, key)
					if target:
						yield Call(path, line, key.split("#")[-1], target, fact["declared"][key], item["name"])

	def is_seam(self, key, header):
		"""Whoever links the library defines it."""
		return header in self.seams or any(fnmatch.fnmatchcase(key, seam) for seam in self.seams)

	def target(self, path, key):
		"""The file that a use of key in path leads to; None if it leads out of the project."""
		header = self.facts[path]["declared"].get(key)
		if header and self.is_seam(key, header):
			return header
		files = self.defined.get(key, [])
		if len(files) <= 1:
			return files[0] if files else None
		# Several programs have one each: its own, its header's, its folder's, the library's. Else any of them may be meant.
		near = ([file for file in files if file == path] or
			[file for file in files if header and room_of(file) == room_of(header)] or
			[file for file in files if os.path.dirname(file) == os.path.dirname(path)] or
			[file for file in files if file.startswith("src/")])
		if len(near) == 1:
			return near[0]
		return header if header and header.endswith(".h") else None

	def circles(self):
		"""Rooms that call each other round in a circle: sorted lists of two and more."""
		outward = collections.defaultdict(set)
		for source, target in self.edges:
			outward[source].add(target)
		return sorted(sorted(group) for group in components(self.rooms, outward) if len(group) > 1)


def components(nodes, outward):
	"""Tarjan's strongly connected components, without recursion."""
	index, low, stack, on_stack, found = {}, {}, [], set(), []
	for root in nodes:
		if root in index:
			continue
		work = [(root, iter(sorted(outward[root])))]
		index[root] = low[root] = len(index)
		stack.append(root)
		on_stack.add(root)
		while work:
			node, rest = work[-1]
			step = next(rest, None)
			if step is None:
				work.pop()
				if work:
					low[work[-1][0]] = min(low[work[-1][0]], low[node])
				if low[node] == index[node]:
					group = []
					while not group or group[-1] != node:
						group.append(stack.pop())
						on_stack.discard(group[-1])
					found.append(group)
			elif step not in index:
				index[step] = low[step] = len(index)
				stack.append(step)
				on_stack.add(step)
				work.append((step, iter(sorted(outward[step]))))
			elif step in on_stack:
				low[node] = min(low[node], index[step])
	return found
