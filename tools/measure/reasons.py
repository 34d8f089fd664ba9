# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Lists of exceptions. A line that begins with a blank names one. The lines before it say why, down to the next reason."""


def load(path):
	"""name -> reason, '#' lines left out."""
	reasons, reason, named = {}, [], False
	with open(path, encoding="utf-8") as file:
		for line in file.read().splitlines():
			if line.startswith("#") or not line.strip():
				continue
			if line[0].isspace():
				reasons[line.strip()] = " ".join(reason)
				named = True
			else:
				reason = [line] if named else reason + [line]
				named = False
	return reasons
