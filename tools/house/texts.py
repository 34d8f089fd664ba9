# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Finds the English in a file: texts, each a list of (line number, line), without markup that no one reads aloud."""
import ast
import io
import re
import tokenize

LIST = re.compile(r"(?:[-*+o]|\d+[.)])\s+")
GAP = re.compile(r"(?<=\S)(?:\s{2,}|\t+)(?=\S)")  # between the columns of a table in a comment
URL = re.compile(r"<?\bhttps?://[^\s)>\]]+>?")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
SPAN = re.compile(r"(`+)(.+?)\1", re.S)
DIRECTIVE = re.compile(r"SPDX-License-Identifier|clang-format (?:on|off)|\bNOLINT|shellcheck |noqa|cppcheck-suppress|^!")
CODE = re.compile(r"^usage:|^\$ |^#\s*(?:include|define|if|endif)\b|^[\w.>-]+\(.*\);?$")


def kind_of(path, text):
	"""How comments look in it; None: not a file with prose of ours."""
	name = path.rsplit("/", 1)[-1]
	if path.startswith("LICENSES/"):
		return None
	if name.endswith(".md"):
		return markdown
	if name.endswith((".c", ".h", ".S", ".lds")):
		return c_comments
	if name.endswith(".trace"):
		return hash_comments
	if name.endswith(".py") or text.startswith("#!") and "python" in text.split("\n", 1)[0]:
		return python_comments
	if name.endswith((".mk", ".sh", ".yml", ".yaml")) or name in ("Makefile", ".gitignore") or text.startswith("#!") or path.startswith("tools/"):
		return hash_comments
	return None


def markdown(text):
	"""Paragraphs, headings, list items, cells of tables; no code."""
	text = re.sub(r"<!--.*?-->", lambda match: "\n" * match[0].count("\n"), text, flags=re.S)
	found, current, fence, item, blank = [], [], None, None, True
	for number, line in enumerate(text.split("\n"), 1):
		line = line.expandtabs(4)
		bare = re.sub(r"^(?:>\s?)+", "", line.strip())
		indent = len(line) - len(line.lstrip())
		mark = re.match(r"(```+|~~~+)", bare)
		if mark and (fence is None or bare.startswith(fence)):
			fence = None if fence else mark[1]
		starts = not bare or mark or fence or bare.startswith(("#", "|", "<")) or LIST.match(bare)
		code = blank and indent >= (4 if item is None else item + 4)
		if starts or code:
			found.append(current)
			current = []
		blank = not bare or code
		if not bare or mark or fence or code:
			continue
		if bare.startswith("|"):
			found += [[(number, cell)] for cell in re.split(r"(?<!\\)\|", bare) if re.search(r"\w", cell)]
			continue
		marker = LIST.match(bare)
		if marker:
			item = indent + len(marker[0])
		elif indent == 0 and starts or indent == 0 and not current:
			item = None
		current.append((number, bare[len(marker[0]):] if marker else bare.lstrip("#").strip()))
		if bare.startswith("#"):
			found.append(current)
			current = []
	return [one for one in found + [current] if one]


def looks_like_code(bare):
	"""A line of a comment: a statement, a command, a definition."""
	plain = re.findall(r"(?<!\S)[A-Za-z]+(?=[,.:;]?(?:\s|$))", bare)
	statement = bare[-1] in ";{}\\" or re.match(r"\S+\s*(?:[-+|&]?=|<<|\|)\s", bare)
	return bool(CODE.search(bare)) or bool(statement) and len(plain) * 2 < len(bare.split())


def block(lines):
	"""The texts in the lines of a comment: (number, line without the comment's own marks)."""
	found, current, column, before = [], [], None, None
	for number, line in lines:
		line = line.expandtabs(8).rstrip()
		bare = line.strip()
		indent = len(line) - len(bare)
		if not re.search(r"\w", bare) or DIRECTIVE.search(bare):
			found.append(current)
			current, column, before = [], None, None
			continue
		marker = LIST.match(bare)
		cells = GAP.split(bare)
		if bare.startswith("usage:") and len(cells) > 1:
			bare = bare[len("usage:"):].strip()
		if column is not None and indent >= column and not marker:
			# The next line of a list item, or of the last column of a table.
			current.append((number, bare))
			continue
		if marker or len(cells) > 1 or column is not None or indent != before or looks_like_code(bare):
			found.append(current)
			current, column = [], None
		before = indent
		if looks_like_code(bare) and (indent > 2 or not current):
			continue
		if marker:
			column = indent + 1
		elif len(cells) > 1:
			# Only the last cell goes on in the next line.
			column = len(line) - len(cells[-1]) - 2
			found += [[(number, cell)] for cell in cells[:-1]]
		current.append((number, bare[len(marker[0]):] if marker else cells[-1]))
	return [one for one in found + [current] if one]


C_TOKEN = re.compile(r"""/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.S)


def c_comments(text):
	"""Each /* */ is a text of its own; // lines below each other are one."""
	found, lines, last = [], [], -1
	for match in C_TOKEN.finditer(text):
		token = match[0]
		number = text.count("\n", 0, match.start()) + 1
		if token.startswith("//"):
			alone = not text[text.rfind("\n", 0, match.start()) + 1:match.start()].strip()
			if not (alone and number == last + 1):
				found += block(lines)
				lines = []
			lines.append((number, token[2:]))
			last = number
		elif token.startswith("/*"):
			inner = token[2:-2].split("\n")
			inner = inner[:1] + [re.sub(r"^\s*\*", "", line) for line in inner[1:]]
			inner[0] = " " + inner[0].lstrip("*!").strip()
			if len(inner) > 1 and not token.split("\n")[1].lstrip().startswith("*"):
				inner = [" " + line.strip() for line in inner]  # a trailing comment that goes on
			found += block([(number + offset, line) for offset, line in enumerate(inner)])
	return found + block(lines)


def hash_comments(text):
	"""Lines that begin with #, and what follows code behind a #."""
	found, lines = [], []
	for number, line in enumerate(text.split("\n"), 1):
		bare = line.strip()
		if bare.startswith("#"):
			lines.append((number, bare.lstrip("#") if number > 1 else bare[1:]))
			continue
		found += block(lines)
		lines = []
		for match in re.finditer(r"\s#\s", line):
			before = line[:match.start()]
			if before.count('"') % 2 == 0 and before.count("'") % 2 == 0:
				found += block([(number, " " + line[match.end():].strip())])
				break
	return found + block(lines)


def python_comments(text):
	"""Comments, and the first string of a file, class or function."""
	found, lines, last = [], [], -1
	for token in tokenize.generate_tokens(io.StringIO(text).readline):
		if token.type != tokenize.COMMENT:
			continue
		if token.start[0] != last + 1 or token.line[:token.start[1]].strip():
			found += block(lines)
			lines = []
		last = token.start[0]
		lines.append((last, token.string[1:]))
	found += block(lines)
	for node in ast.walk(ast.parse(text)):
		body = getattr(node, "body", None)
		if not isinstance(body, list) or not body or not isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
			continue
		first = body[0]
		if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
			inner = first.value.value.split("\n")
			# What stands after the quotes has the indent of the lines below it.
			below = [len(line) - len(line.lstrip()) for line in inner[1:] if line.strip()]
			inner[0] = " " * min(below, default=0) + inner[0].lstrip()
			inner = [line.replace("\t", "        ") for line in inner]
			found += block([(first.lineno + offset, line) for offset, line in enumerate(inner)])
	return found


def words_of(one):
	"""(word, line number) of a text. A span of code is one word; URLs are none."""
	text = "\n".join(line for _, line in one)
	text = SPAN.sub(lambda match: re.sub(r"[ \t]", "\0", match[0]).replace("\n", "\0\n\0"), text)
	text = LINK.sub(r"\1", URL.sub("", text))
	found = []
	for (number, _), line in zip(one, text.split("\n")):
		found += [(word, number) for word in line.split() if not (word.startswith("\0") and not word.strip("\0`"))]
	return found
