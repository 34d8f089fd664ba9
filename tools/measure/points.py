# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Where a C source can be changed, and to what. clang's syntax tree says so, because it knows what is a macro."""
import json
import re
import subprocess

NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
SHIFTED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
ARITHMETIC = {"+": "-", "-": "+", "*": "/", "/": "*", "%": "/", "<<": ">>", ">>": "<<", "&": "|", "|": "&", "^": "|"}
ASSIGNED = {"+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=", "<<=": ">>=", ">>=": "<<=", "&=": "|=", "|=": "&=",
	    "^=": "|="}
# Not evaluated, or constant to the compiler.
NOT_HERE = {"ConstantExpr", "UnaryExprOrTypeTraitExpr", "StaticAssertDecl", "FieldDecl", "EnumDecl", "RecordDecl"}
STATEMENTS = {"CallExpr", "CompoundAssignOperator"}


class Spot:
	"""A range of source text, and what can replace it."""

	def __init__(self, begin, end):
		self.begin, self.end = begin, end
		self.values = []  # (kind, text): what the expression is instead
		self.truths = []  # the same, where only zero or not zero matters
		self.drops = []   # the expression as a statement, left out: texts instead
		self.guards = []  # a statement with its semicolon, left out


class Source:
	"""One file: its text, the functions in it, and in each the spots."""

	def __init__(self, path):
		self.path = path
		with open(path, encoding="latin-1") as file:
			self.text = file.read()
		self.functions = {}

	def spot(self, function, begin, end):
		return self.functions[function].setdefault((begin, end), Spot(begin, end))


def place(location):
	return location.get("expansionLoc", location)


def remember_files(node, last):
	"""clang names a file only where it is another than before, in the order of its output."""
	if isinstance(node, list):
		for item in node:
			remember_files(item, last)
	elif isinstance(node, dict):
		if "offset" in node:
			last[0] = node.get("file", last[0])
			node["in"] = last[0]
		for key, value in node.items():
			if key != "includedFrom" and isinstance(value, (dict, list)):
				remember_files(value, last)


def closing(text, at):
	"""The offset behind the parenthesis that closes the one at `at`."""
	depth = 0
	for i in range(at, len(text)):
		depth += {"(": 1, ")": -1}.get(text[i], 0)
		if not depth:
			return i + 1
	raise ValueError("unbalanced")


class Reader:
	"""Walks the functions of one translation unit."""

	def __init__(self, sources, with_arguments):
		self.sources = sources
		self.with_arguments = with_arguments  # macros that take arguments
		self.source = self.function = None

	def extent(self, node):
		"""(begin, end, is one use of a macro); None where it has no text of its own."""
		span = node.get("range", {})
		first, last = span.get("begin", {}), span.get("end", {})
		if "offset" not in place(first) or "offset" not in place(last):
			return None
		begin, end = place(first)["offset"], place(last)["offset"] + place(last)["tokLen"]
		text = self.source.text
		if "expansionLoc" in last and text[place(last)["offset"]:end] in self.with_arguments:
			end = closing(text, text.index("(", end))
		macro = "expansionLoc" in first and "expansionLoc" in last and \
			place(first)["offset"] == place(last)["offset"]
		return begin, end, macro

	def text(self, node):
		begin, end, _ = self.extent(node)
		return self.source.text[begin:end]

	def spot(self, node):
		begin, end, _ = self.extent(node)
		return self.source.spot(self.function, begin, end)

	def functions(self, node):
		for child in node.get("inner", []):
			path = place(child.get("loc", {})).get("in")
			body = child.get("inner", [{}])[-1]
			if child.get("kind") != "FunctionDecl" or path not in self.sources or body.get("kind") != "CompoundStmt":
				continue
			self.source, self.function = self.sources[path], child["name"]
			if "expansionLoc" in body["range"]["begin"] or self.function in self.source.functions:
				continue
			self.source.functions[self.function] = {}
			self.returns = child["type"]["qualType"].split("(")[0].strip()
			self.last = body["inner"][-1] if body.get("inner") else None
			self.statement(body)

	# ---- statements

	def statement(self, node):
		kind = node.get("kind")
		if not kind or not self.extent(node) or self.extent(node)[2]:
			return
		handler = getattr(self, "on_" + kind, None)
		if handler:
			handler(node)
		elif kind.endswith("Expr") or kind.endswith("Operator") or kind.endswith("Literal"):
			self.drop(node)
			self.expression(node)
		else:
			for child in node.get("inner", []):
				self.statement(child)

	def drop(self, node):
		kind = node["kind"]
		if kind in STATEMENTS or (kind == "BinaryOperator" and node["opcode"] == "=") or \
		   (kind == "UnaryOperator" and node["opcode"] in ("++", "--")) or kind == "AtomicExpr":
			self.spot(node).drops.append(("drop", "(void)0"))

	def on_DeclStmt(self, node):
		for child in node.get("inner", []):
			if child.get("kind") == "VarDecl" and child.get("storageClass") != "static" and "init" in child:
				self.expression(child["inner"][-1])

	def on_IfStmt(self, node):
		parts = node["inner"]
		self.condition(parts[0])
		self.leave(parts[1])
		for child in parts[1:]:
			self.statement(child)

	def on_WhileStmt(self, node):
		self.condition(node["inner"][0])
		self.statement(node["inner"][1])

	def on_DoStmt(self, node):
		self.statement(node["inner"][0])
		self.condition(node["inner"][1])

	def on_ForStmt(self, node):
		start, _, condition, step, body = node["inner"]
		self.statement(start)
		if condition.get("kind"):
			self.condition(condition)
		self.statement(step)
		self.statement(body)

	def on_SwitchStmt(self, node):
		self.expression(node["inner"][0])
		self.statement(node["inner"][-1])

	def on_CaseStmt(self, node):
		for child in node["inner"][1:]:
			self.statement(child)

	def on_BreakStmt(self, node):
		self.leave(node)

	def on_ReturnStmt(self, node):
		for child in node.get("inner", []):
			self.returned(child)
			self.expression(child)

	def leave(self, node):
		"""A statement that leaves, where something comes after it."""
		if node.get("kind") in ("ReturnStmt", "BreakStmt", "ContinueStmt") and not self.extent(node)[2]:
			begin, end, _ = self.extent(node)
			end = self.source.text.index(";", end) + 1
			self.source.spot(self.function, begin, end).guards.append(("drop", ";"))

	def is_negated_anyway(self, node):
		while node["kind"] in ("ImplicitCastExpr", "ParenExpr"):
			node = node["inner"][0]
		return node["kind"] in ("BinaryOperator", "UnaryOperator") and (node["opcode"] in NEGATED or node["opcode"] == "!")

	def returned(self, node):
		text, spot = self.text(node), self.spot(node)
		if self.returns in ("bool", "_Bool"):
			if text not in ("true", "false") and not self.is_negated_anyway(node):
				spot.values.append(("return", f"!({text})"))
		elif self.returns.startswith("enum"):
			is_zero = text.endswith("_OK") or text.endswith("_NONE")
			spot.values.append(("return", "1" if is_zero else "0"))

	# ---- expressions

	def condition(self, node):
		if self.extent(node):
			self.turned(node)
			self.expression(node)

	def turned(self, node):
		if not self.is_negated_anyway(node):
			self.spot(node).truths.append(("negate", f"!({self.text(node)})"))

	def expression(self, node):
		kind = node.get("kind")
		if not kind or kind in NOT_HERE or not self.extent(node):
			return
		if self.extent(node)[2]:
			self.constant(node)
			return
		handler = getattr(self, "of_" + kind, None)
		if handler:
			handler(node)
		for child in self.parts(node):
			self.expression(child)

	def parts(self, node):
		parts = node.get("inner", [])
		if node["kind"] == "InitListExpr" and self.text(node) == "{0}":
			return []
		return parts

	def of_BinaryOperator(self, node):
		op = node["opcode"]
		left, right = node["inner"]
		if op in ("=", ","):
			return
		a, b, spot = self.text(left), self.text(right), self.spot(node)
		if op in ("&&", "||"):
			other = "||" if op == "&&" else "&&"
			spot.values += [("logic", f"({a}) {other} ({b})"), ("logic", f"!!({a})"), ("logic", f"!!({b})")]
		if op in NEGATED:
			spot.values.append(("negate", f"({a}) {NEGATED[op]} ({b})"))
		if op in SHIFTED:
			spot.values.append(("boundary", f"({a}) {SHIFTED[op]} ({b})"))
		if op in ARITHMETIC and not any("*" in side["type"]["qualType"] for side in (left, right)):
			spot.values.append(("arithmetic", f"({a}) {ARITHMETIC[op]} ({b})"))
		if op in ("&", "|"):
			spot.values.append(("mask", f"({a})"))
		if op == "|":
			spot.values.append(("mask", f"({b})"))

	def of_CompoundAssignOperator(self, node):
		op = node["opcode"]
		left, right = (self.text(child) for child in node["inner"])
		self.spot(node).values.append(("arithmetic", f"({left}) {ASSIGNED[op]} ({right})"))
		if op in ("&=", "|="):
			self.spot(node).values.append(("mask", f"({left}) = ({right})"))

	def of_UnaryOperator(self, node):
		op, operand = node["opcode"], self.text(node["inner"][0])
		if op == "!":
			self.spot(node).values.append(("negate", f"!!({operand})"))
		elif op in ("~", "-"):
			self.spot(node).values.append(("arithmetic", f"({operand})"))
		elif op in ("++", "--"):
			other = "--" if op == "++" else "++"
			text = operand + other if node.get("isPostfix") else other + operand
			self.spot(node).values.append(("arithmetic", text))

	def of_ConditionalOperator(self, node):
		self.turned(node["inner"][0])

	def of_IntegerLiteral(self, node):
		self.around(node)

	def of_DeclRefExpr(self, node):
		if node.get("referencedDecl", {}).get("kind") == "EnumConstantDecl":
			self.around(node)

	def constant(self, node):
		text = self.text(node)
		if text in ("true", "false"):
			self.spot(node).values.append(("constant", "false" if text == "true" else "true"))
		elif re.fullmatch(r"[A-Z][A-Z0-9_]*", text) and text != "NULL" and not text.startswith("__ATOMIC") \
		     and "*" not in node["type"]["qualType"]:
			self.around(node)

	def around(self, node):
		text, values = self.text(node), self.spot(node).values
		if not any(kind == "constant" for kind, _ in values):
			values.append(("constant", f"{text} + 1"))
			if node["kind"] == "IntegerLiteral" and text.rstrip("uUlL") != "0":
				values.append(("constant", f"{text} - 1"))


def read(clang, flags, units, paths):
	"""The Sources of paths, as the translation units see them."""
	sources = {path: Source(path) for path in paths}
	with_arguments = set()
	for text in [source.text for source in sources.values()] + [open(p, encoding="latin-1").read() for p in flags["headers"]]:
		with_arguments.update(re.findall(r"^#define (\w+)\(", text, re.M))
	for unit in units:
		out = subprocess.run([clang, *flags["compile"], "-Xclang", "-ast-dump=json", "-fsyntax-only", unit],
				     check=True, capture_output=True, text=True).stdout
		tree = json.loads(out)
		remember_files(tree, [None])
		Reader(sources, with_arguments).functions(tree)
	return sources
