"""The speaking script: a Markdown file that people edit, and the Script it stands for.

Only what this format declares is syntax; any other text is literal and survives writing and
reading: front matter (`header`), chapter headings, `Name:` at the head of a paragraph (`labels`),
block quotes, comments, and spans with attributes (`grammar`, `attributes`).
"""

from podcast.script.reader import parse_script, read_script
from podcast.script.text import normalise
from podcast.script.writer import canonical, write_script

__all__ = ["canonical", "normalise", "parse_script", "read_script", "write_script"]
