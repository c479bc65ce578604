"""Where sentences, questions and labels end, as printed."""

from __future__ import annotations

import re

ENDS = ".!?…"
"""Signs that end a sentence."""
CLOSING = "\"“”«»‹›‘’)]"
"""Signs that may stand behind its end; those of quotations may also open one."""
QUOTES = CLOSING[:-2] + "„‚'"
LABEL = re.compile(r"[^\W_][^:.!?\n]{0,48}:(?=\s|$)")
"""A name, or what looks like one, before what is said."""


def ends_sentence(text: str) -> bool:
    """Whether the text ends like a sentence, quoted or in brackets too."""
    return text.rstrip(CLOSING).endswith(tuple(ENDS))


def ends_question(text: str) -> bool:
    """Whether the text ends like a question, quoted or in brackets too."""
    return text.rstrip(CLOSING).endswith("?")
