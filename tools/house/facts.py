# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""What each source file holds: its functions, what they use, what they write. Read with libclang, kept in build/.

A fact belongs to the file its text stands in. So an inline function belongs to its header, and it is read once, from the
first .c file that includes the header. The facts of a file are read anew when the file or a header it includes changes."""
import hashlib
import json
import os
import re

from clang.cindex import CursorKind, Index, LinkageKind, TypeKind

FOLDERS = ("include", "src", "fuzz", "test", "bench", "docs/example", "hw")
INCLUDE = ("include", "src", "fuzz")
INCLUDE_BARE = ("include", "src", "hw/qemu/monitor", "hw/qemu")
BARE = ("hw/qemu/monitor/", "hw/qemu/payload/", "hw/qemu/conform/")
PLAIN = ("hw/qemu/conform/host.c",)  # runs on the host
FLAGS = ["-std=gnu11", "-D_GNU_SOURCE"]
# What runs on QEMU. The cross compiler's headers of C come first; libfdt's are the host's.
GUEST = ["--target=aarch64-linux-gnu", "-isystem", "/usr/aarch64-linux-gnu/include", "-idirafter", "/usr/include"]
LEFT_OUT = ("fuzz/afl_main.c",)  # only AFL++'s compiler understands it
WRITES = ("src", "include")  # where writes are looked for
CACHE = "build/callgraph.json"
INCLUDE_LINE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+["<]([^">]+\.h)[">]', re.M)
LIBC = ("memcpy", "memset", "memmove", "memcmp")  # include/itsguard/env.h declares some of them
COPIES = ("memset", "memcpy", "memmove", "__builtin_memset", "__builtin_memcpy")


def search(path):
	"""Where its headers are looked for."""
	return INCLUDE_BARE if path.startswith(BARE) and path not in PLAIN else INCLUDE


def flags(path):
	"""What it is compiled with."""
	return FLAGS + (GUEST if path.startswith("hw/") and path not in PLAIN else []) + ["-I" + folder for folder in search(path)]


def sources():
	"""Every source file of the tree, by path."""
	found = {}
	for top in FOLDERS:
		for folder, _, names in os.walk(top):
			for name in names:
				path = os.path.join(folder, name)
				if name.endswith((".c", ".h")) and path not in LEFT_OUT:
					with open(path, encoding="utf-8") as file:
						found[path] = file.read()
	return dict(sorted(found.items()))


def includes(texts):
	"""For each file: (included file of the project, line)."""
	found = {}
	for path, text in texts.items():
		found[path] = []
		for match in INCLUDE_LINE.finditer(text):
			places = [os.path.normpath(os.path.join(folder, match[1])) for folder in (os.path.dirname(path), *search(path))]
			target = next((place for place in places if place in texts), None)
			if target:
				found[path].append((target, text.count("\n", 0, match.start(1)) + 1))
	return found


def keys(texts, included):
	"""For each file a hash of its text and of all it includes, at whatever depth."""
	own = {path: hashlib.sha256(text.encode()).hexdigest() for path, text in texts.items()}
	found = {}
	for path in texts:
		seen, todo = {path}, [path]
		while todo:
			for target, _ in included[todo.pop()]:
				if target not in seen:
					seen.add(target)
					todo.append(target)
		found[path] = hashlib.sha256("".join(sorted(p + own[p] for p in seen)).encode()).hexdigest()
	return found


def version():
	"""Of this file: other rules, other facts."""
	with open(__file__, "rb") as file:
		return hashlib.sha256(file.read()).hexdigest()


def collect(texts):
	"""The facts of all files, what files include, what does not parse; only what changed is parsed."""
	included = includes(texts)
	now = keys(texts, included)
	kept = load_cache()
	facts = {path: kept[path] for path in texts if path in kept and kept[path]["key"] == now[path]}
	missing = [path for path in texts if path not in facts]
	index, broken = Index.create(), {}
	# The .c files first: they give each header's functions the surroundings they are made for.
	for path in sorted(missing, key=lambda path: (not path.endswith(".c"), path)):
		if path in facts:
			continue
		unit = Unit(index, path, set(missing) - set(facts))
		# What is known of a file that does not parse is not kept: it may be half of what is there.
		key = {} if unit.errors else now
		broken.update(dict.fromkeys(unit.errors))
		for name, fact in unit.read().items():
			facts[name] = {"key": key.get(name), **fact}
	if missing or set(kept) - set(texts):
		save_cache(facts)
	return facts, included, list(broken)


def load_cache():
	"""What an earlier run left."""
	try:
		with open(CACHE, encoding="utf-8") as file:
			kept = json.load(file)
	except (OSError, ValueError):
		return {}
	return kept["files"] if kept.get("version") == version() else {}


def save_cache(facts):
	"""Beside, then over: two runs at once do no harm."""
	os.makedirs(os.path.dirname(CACHE), exist_ok=True)
	beside = f"{CACHE}.{os.getpid()}"
	with open(beside, "w", encoding="utf-8") as file:
		json.dump({"version": version(), "files": facts}, file)
	os.replace(beside, CACHE)


class Unit:
	"""One .c file with its headers, as the compiler sees it."""

	def __init__(self, index, path, wanted):
		self.unit = index.parse(path, args=flags(path))
		self.errors = [f"{error.location.file or path}:{error.location.line}: {error.spelling}"
			       for error in self.unit.diagnostics if error.severity >= error.Error]
		self.path = path
		self.wanted = wanted
		self.facts = {}
		self.targets = {}

	def read(self):
		"""path: facts, of the files wanted."""
		for cursor in self.unit.cursor.get_children():
			if cursor.kind not in (CursorKind.FUNCTION_DECL, CursorKind.VAR_DECL, CursorKind.STRUCT_DECL):
				continue
			path = file_of(cursor)
			if path not in self.wanted:
				continue
			fact = self.fact(path)
			if cursor.kind == CursorKind.STRUCT_DECL:
				self.read_struct(fact, cursor)
			elif cursor.kind == CursorKind.VAR_DECL:
				self.read_variable(fact, cursor)
			elif cursor.is_definition():
				fact["functions"].append(Function(self, cursor, path).read())
		self.fact(self.path)
		# The same header may be included with nothing in it that concerns us.
		for include in self.unit.get_includes():
			if include.include.name in self.wanted:
				self.fact(include.include.name)
		return self.facts

	def fact(self, path):
		"""Of that file, empty at first."""
		return self.facts.setdefault(path, {"functions": [], "variables": [], "structs": {}, "declared": {}, "values": []})

	@staticmethod
	def read_struct(fact, cursor):
		"""name: [member, type at the end of pointers and arrays, is there a pointer on the way]."""
		if cursor.is_definition() and cursor.spelling:
			fact["structs"][cursor.spelling] = [
				[field.spelling, *reached(field.type)] for field in cursor.type.get_fields()]

	def read_variable(self, fact, cursor):
		"""A variable of the file: what its initial value names."""
		if not cursor.is_definition():
			return
		reader = Function(self, cursor, file_of(cursor))
		reader.visit(cursor)
		fact["variables"].append({"name": cursor.spelling, "key": self.target(cursor)[0], "line": cursor.location.line,
					  "uses": reader.uses})

	def target(self, cursor):
		"""(key, file of the first declaration) of a function or variable; None if it is none of the project's."""
		number = cursor.hash
		if number not in self.targets:
			self.targets[number] = self.find_target(cursor)
		return self.targets[number]

	@staticmethod
	def find_target(cursor):
		"""The name if other files can use it, else file#name."""
		linkage = cursor.linkage
		if linkage not in (LinkageKind.EXTERNAL, LinkageKind.INTERNAL):
			return None
		path = file_of(cursor.canonical)
		if not path or not path.startswith(FOLDERS):
			return None
		if linkage == LinkageKind.INTERNAL:
			definition = cursor.get_definition()
			return f"{file_of(definition) if definition else path}#{cursor.spelling}", path
		return cursor.spelling, path


def file_of(cursor):
	"""The file its text stands in, as a path from the top of the tree."""
	file = cursor.location.file
	return os.path.normpath(file.name) if file else ""


def reached(kind):
	"""The struct at the end of pointers and arrays, and whether there is a pointer on the way."""
	pointer = False
	while True:
		kind = kind.get_canonical()
		if kind.kind == TypeKind.POINTER:
			pointer = True
			kind = kind.get_pointee()
		elif kind.kind in (TypeKind.CONSTANTARRAY, TypeKind.INCOMPLETEARRAY):
			kind = kind.element_type
		else:
			break
	return [struct_name(kind), pointer]


def struct_name(kind):
	"""Of a struct type; empty for others."""
	kind = kind.get_canonical()
	return kind.get_declaration().spelling if kind.kind == TypeKind.RECORD else ""


class Function:
	"""One function while it is read."""

	def __init__(self, unit, cursor, path):
		self.unit = unit
		self.cursor = cursor
		self.path = path
		self.uses = []
		self.writes = []
		self.aliases = {}
		self.watches_writes = path.startswith(WRITES) and cursor.kind == CursorKind.FUNCTION_DECL

	def read(self):
		"""All that is known of it."""
		self.visit(self.cursor)
		extent = self.cursor.extent
		return {"name": self.cursor.spelling, "key": self.unit.target(self.cursor)[0], "line": extent.start.line,
			"end": extent.end.line, "uses": self.uses, "writes": self.writes}

	def visit(self, cursor):
		"""What is below, in the order of the text."""
		children = list(cursor.get_children())
		if self.watches_writes and len(children) > 2 and cursor.kind == CursorKind.UNEXPOSED_EXPR:
			self.atomic(cursor, children[0])
		for child in children:
			kind = child.kind
			if kind == CursorKind.DECL_REF_EXPR:
				self.use(child)
			else:
				if self.watches_writes and kind in WATCHED:
					WATCHED[kind](self, child)
				self.visit(child)

	def use(self, cursor):
		"""A function or variable is named."""
		referenced = cursor.referenced
		if referenced is None or referenced.kind not in (CursorKind.FUNCTION_DECL, CursorKind.VAR_DECL) or referenced.spelling in LIBC:
			return
		target = self.unit.target(referenced)
		if target:
			key, declared = target
			self.uses.append([key, cursor.location.line])
			self.unit.fact(self.path)["declared"][key] = declared

	# ---- writes ----

	def wrote(self, cursor, target, lent=None):
		"""target is an expression; lent: the function whose argument its address is."""
		for chain in self.chains(target):
			self.writes.append([chain, cursor.location.line, lent])

	def binary(self, cursor):
		"""An assignment is the operator whose left side is not read."""
		left = strip(first(cursor))
		if left is not None and left.kind in LVALUES and not is_address_or_value(left):
			self.wrote(cursor, left)
			right = list(cursor.get_children())[1]
			self.alias(left, right)

	def compound(self, cursor):
		"""+= and its like."""
		self.wrote(cursor, strip(first(cursor)))

	def unary(self, cursor):
		"""++ and --: neither read first, as - does, nor an address, as & makes."""
		operand = strip(first(cursor))
		if operand is not None and operand.kind in LVALUES and cursor.type == operand.type and not is_address_or_value(operand):
			self.wrote(cursor, operand)

	def variable(self, cursor):
		"""A local pointer that stands for a place."""
		name = struct_name(cursor.type)
		values = self.unit.fact(self.path)["values"]
		if name and name not in values:
			values.append(name)
		for child in cursor.get_children():
			self.alias(cursor, child)

	def alias(self, variable, value):
		"""From now on a write through variable is one to what value points to."""
		if variable.kind == CursorKind.DECL_REF_EXPR:
			variable = variable.referenced
		if variable.kind != CursorKind.VAR_DECL or variable.type.kind != TypeKind.POINTER:
			return
		for place in places(value):
			self.aliases.setdefault(variable.hash, []).extend(self.chains(place))

	def call(self, cursor):
		"""Addresses that are handed on to be written."""
		callee = cursor.referenced
		if callee is None or callee.kind != CursorKind.FUNCTION_DECL:
			return
		arguments = list(cursor.get_arguments())
		name = callee.spelling
		if name in COPIES:
			self.copied(cursor, arguments[0])
			return
		parameters = list(callee.type.argument_types()) if callee.type.kind == TypeKind.FUNCTIONPROTO else []
		target = self.unit.target(callee)
		for argument, kind in zip(arguments, parameters):
			kind = kind.get_canonical()
			if kind.kind == TypeKind.POINTER and not kind.get_pointee().is_const_qualified():
				place = address_of(argument)
				if place is not None:
					self.wrote(cursor, place, target[0] if target else name)

	def atomic(self, cursor, pointer):
		"""An atomic operation has no name in the tree, only in the text."""
		name = next(cursor.get_tokens()).spelling
		if name.startswith("__atomic_") and "load" not in name:
			self.copied(cursor, pointer)

	def copied(self, cursor, pointer):
		"""What a pointer points to is written, all of it."""
		place = address_of(pointer)
		if place is not None:
			self.wrote(cursor, place)
			return
		pointer = bare(pointer)
		name = struct_name(pointer.type.get_canonical().get_pointee())
		for chain in self.chains(pointer) or [[]]:
			whole = ([[name, "*"]] if name else []) + chain
			if whole:
				self.writes.append([whole, cursor.location.line, None])

	def chains(self, cursor):
		"""
		The ways an expression may be read as a place: lists of [struct, member], the innermost member first.
		Empty for what lies in a local variable.
		"""
		chain, pointer = [], False
		name = struct_name(cursor.type)
		if name:
			chain.append([name, "*"])
		while cursor is not None:
			kind = cursor.kind
			if kind == CursorKind.MEMBER_REF_EXPR:
				field = cursor.referenced
				chain.append([field.semantic_parent.spelling, field.spelling])
				cursor = first(cursor)
				if cursor is not None and cursor.type.get_canonical().kind == TypeKind.POINTER:
					pointer = True
			elif kind == CursorKind.DECL_REF_EXPR:
				if cursor.referenced.hash in self.aliases:
					return [chain + more for more in self.aliases[cursor.referenced.hash]]
				pointer = pointer or cursor.type.get_canonical().kind == TypeKind.POINTER
				return [chain] if chain and pointer else []
			elif kind in PASSED:
				cursor = first(cursor)
			else:
				break
		return [chain] if chain else []


PASSED = (CursorKind.PAREN_EXPR, CursorKind.UNEXPOSED_EXPR, CursorKind.CSTYLE_CAST_EXPR, CursorKind.ARRAY_SUBSCRIPT_EXPR,
	  CursorKind.UNARY_OPERATOR)
LVALUES = (CursorKind.MEMBER_REF_EXPR, CursorKind.ARRAY_SUBSCRIPT_EXPR, CursorKind.UNARY_OPERATOR, CursorKind.DECL_REF_EXPR)
WATCHED = {
	CursorKind.BINARY_OPERATOR: Function.binary,
	CursorKind.COMPOUND_ASSIGNMENT_OPERATOR: Function.compound,
	CursorKind.UNARY_OPERATOR: Function.unary,
	CursorKind.VAR_DECL: Function.variable,
	CursorKind.CALL_EXPR: Function.call,
}


def first(cursor):
	"""Its first child, if it has one."""
	return next(iter(cursor.get_children()), None)


def strip(cursor):
	"""Without parentheses."""
	while cursor is not None and cursor.kind == CursorKind.PAREN_EXPR:
		cursor = first(cursor)
	return cursor


def is_dereference(cursor):
	"""*pointer."""
	operand = first(cursor)
	return (cursor.kind == CursorKind.UNARY_OPERATOR and operand is not None
		and operand.type.get_canonical().kind == TypeKind.POINTER
		and operand.type.get_canonical().get_pointee() == cursor.type.get_canonical())


def is_address_or_value(cursor):
	"""A unary operator that is no place: &x, -x, !x."""
	return cursor.kind == CursorKind.UNARY_OPERATOR and not is_dereference(cursor)


def bare(cursor):
	"""Without parentheses and conversions."""
	while cursor is not None and cursor.kind in (CursorKind.PAREN_EXPR, CursorKind.UNEXPOSED_EXPR, CursorKind.CSTYLE_CAST_EXPR):
		cursor = first(cursor)
	return cursor


def address_of(cursor):
	"""The x of &x, or of an array x that decays to a pointer."""
	cursor = bare(cursor)
	if cursor is None:
		return None
	kind = cursor.type.get_canonical().kind
	if cursor.kind == CursorKind.UNARY_OPERATOR and kind == TypeKind.POINTER and not is_dereference(cursor):
		operand = strip(first(cursor))
		return operand if operand.type != cursor.type else None
	return cursor if kind == TypeKind.CONSTANTARRAY and cursor.kind == CursorKind.MEMBER_REF_EXPR else None


def places(cursor):
	"""All x whose address an initial value may be: &x, a ? &x : &y."""
	found = []
	todo = [cursor]
	while todo:
		cursor = bare(todo.pop())
		if cursor is None:
			continue
		place = address_of(cursor)
		if place is not None:
			found.append(place)
		elif cursor.kind == CursorKind.CONDITIONAL_OPERATOR:
			todo.extend(list(cursor.get_children())[1:])
	return found
