# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""
Which room writes which member of the library's structures.

A write is an assignment, ++ or --, memset, memcpy or an atomic store, to the member or to anything below it. It is found
through a local pointer to the member, and through a pointer to a structure that only this member holds. Below a member is
also what its pointers lead to, but not another structure of the table. Who hands the address of a member to a function
that may write there writes it, too, unless that function's room is an owner.
"""
import collections

from graph import room_of
from rules import Wrong, lines_of, row_of

TOPS = {"its": "itsg_its", "rd": "itsg_rd", "domain": "itsg_domain"}
WHOLE = "*"

Write = collections.namedtuple("Write", "struct member source line inside lent")  # lent: room of the function lent to


class Writes:
	"""All writes of the tree, by structure and member."""

	def __init__(self, graph):
		self.graph = graph
		self.structs = {}
		self.values = set()
		for path, fact in graph.facts.items():
			self.structs.update(fact["structs"])
			if path.startswith("src/"):
				self.values.update(fact["values"])
		self.values -= set(TOPS.values())
		self.spread_values()
		self.holders = self.find_holders()
		self.all = sorted(set(self.find()))

	def spread_values(self):
		"""What lies in a structure that is also a local variable, lies in that variable."""
		todo = list(self.values)
		while todo:
			for _, name, pointer in self.structs.get(todo.pop(), []):
				if name and not pointer and name not in self.values:
					self.values.add(name)
					todo.append(name)

	def find_holders(self):
		"""struct: (structure of the table, member), if that one member holds all there are."""
		holders = collections.defaultdict(set)
		for top in TOPS.values():
			for member, name, _ in self.structs.get(top, []):
				todo, seen = [name], set()
				while todo:
					name = todo.pop()
					if name in seen or not name or name in TOPS.values():
						continue
					seen.add(name)
					holders[name].add((top, member))
					todo += [below for _, below, _ in self.structs.get(name, [])]
		return {name: next(iter(places)) for name, places in holders.items() if len(places) == 1 and name not in self.values}

	def find(self):
		"""Every write whose place is known."""
		for path, fact in self.graph.facts.items():
			for function in fact["functions"]:
				for chain, line, lent in function["writes"]:
					place = self.place(chain)
					if place:
						target = lent and self.graph.target(path, lent)
						yield Write(*place, path, line, function["name"], room_of(target) if target else lent or "")

	def place(self, chain):
		"""(structure, member) that a chain of members lies in."""
		for position, (struct, member) in enumerate(chain):
			if struct not in TOPS.values():
				continue
			# A pointer to such a structure is a member of the next one: then that one is meant.
			if member == WHOLE and position + 1 < len(chain) and chain[position + 1][0] in TOPS.values():
				continue
			return struct, member
		for struct, _ in reversed(chain):
			if struct in self.holders:
				return self.holders[struct]
		return None

	def show(self):
		"""A table for people."""
		for top in TOPS.values():
			if top not in self.structs:
				continue
			print(f"struct {top}")
			for member in [WHOLE] + [name for name, _, _ in self.structs[top]]:
				rooms = collections.defaultdict(set)
				for write in self.all:
					if (write.struct, write.member) == (top, member):
						rooms[room_of(write.source)].add(write.lent)
				# Who writes itself is not said to lend as well.
				names = [room if "" in lent else f"{room} (lends to {' '.join(sorted(lent))})" for room, lent in sorted(rooms.items())]
				print(f"  {member}: {', '.join(names) or '-'}")

	def check(self, path):
		"""Writes by rooms that the file of owners does not name."""
		top, owners, seen = None, {}, collections.defaultdict(set)
		for number, row in lines_of(path):
			if row.startswith("["):
				top = TOPS.get(row.strip("[]"))
				if not top or top not in self.structs:
					raise Wrong(f"{path}:{number}: no such section; there are {' '.join(f'[{name}]' for name in TOPS)}")
				continue
			if not top:
				raise Wrong(f"{path}:{number}: a section comes first: [its]")
			names, rest = row_of(path, number, row)
			for member in names.replace(",", " ").split():
				if member != WHOLE and member not in [name for name, _, _ in self.structs[top]]:
					yield f"{path}:{number}: struct {top} has no member {member}"
				rooms = set()
				for name in rest.replace(",", " ").split():
					room = next((r for r in (name, "src/shadow/" + name) if r in self.graph.rooms), None)
					if room:
						rooms.add(room)
					else:
						yield f"{path}:{number}: there is no room {name}"
				owners[top, member] = (rooms, number)
		for write in self.all:
			rooms, _ = owners.get((write.struct, write.member), (None, 0))
			if rooms is None or not write.source.startswith(("src/", "include/")):
				continue
			room = room_of(write.source)
			seen[write.struct, write.member].update({room, write.lent})
			if room not in rooms and write.lent not in rooms:
				verb = f"lends {write.member} of struct {write.struct} to {write.lent}" if write.lent else \
					f"writes {write.member} of struct {write.struct}"
				yield f"{write.source}:{write.line}: {write.inside} {verb}; {path} allows {' '.join(sorted(rooms)) or 'nobody'}"
		for (struct, member), (rooms, number) in owners.items():
			for room in sorted(rooms - seen[struct, member]):
				yield f"{path}:{number}: {room} does not write {member} of struct {struct}: delete it from the entry"
