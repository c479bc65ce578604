"""Compiles CLDR's spell-out rules (RBNF) of a language to the small table that ships with it.

    python -m podcast.language.compile_numbers de > podcast/language/de.numbers.toml

Needs unicode-rbnf (extra `dev`), which carries CLDR's rules. What the table says is proved
against that library by the tests.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from podcast.language.numbers import LARGEST

if TYPE_CHECKING:
    from unicode_rbnf.engine import RbnfRule, RbnfRulePart, RbnfRuleSet

SOFT_HYPHEN = "\u00ad"
HEAD = """# CLDR's spell-out rules for '{code}', compiled from unicode-rbnf by
# podcast/language/compile_numbers.py; not to be edited by hand.
"""


def table(code: str) -> str:
    """A language's rule sets as TOML: `[smallest number, divisor, text]`, the smallest first.

    In a text `<name<` is the quotient, `>name>` the remainder and `=name=` the number itself,
    each read by the rule set of that name (none: by the same one); `[…]` is left out where the
    remainder is nought.
    """
    from unicode_rbnf import RbnfEngine

    sets = RbnfEngine.for_language(code).rulesets
    spelled = ((name, rules) for name, rules in sets.items() if not name.startswith("digits"))
    return HEAD.format(code=code) + "".join(_set(name, rules) for name, rules in spelled)


def _set(name: str, rules: RbnfRuleSet) -> str:
    spelled = (rule for rule in rules.numeric_rules.values() if int(rule.value) < LARGEST)
    ordered = sorted(spelled, key=lambda rule: int(rule.value))
    lines = "".join(f"  [{rule.value}, {_divisor(rule)}, {_quoted(_text(rule.parts))}],\n"
                    for rule in ordered)
    return f'\n[rules."{name}"]\nrules = [\n{lines}]\n'


def _divisor(rule: RbnfRule) -> int:
    """What a number is divided by: the highest power of the radix within the rule's number."""
    divisor = 1
    while divisor * rule.radix <= int(rule.value):
        divisor *= rule.radix
    return divisor


def _text(parts: Iterable[RbnfRulePart]) -> str:
    return "".join(map(_part, parts)).replace(SOFT_HYPHEN, "")


def _part(part: RbnfRulePart) -> str:
    from unicode_rbnf.engine import ReplaceRulePart, SubRulePart, SubType, TextRulePart

    if isinstance(part, TextRulePart):
        return part.text
    if isinstance(part, ReplaceRulePart):
        return f"={part.ruleset_name}="
    assert isinstance(part, SubRulePart)
    sign = "<" if part.type == SubType.QUOTIENT else ">"
    inner = f"{part.text_before}{sign}{part.ruleset_name or ''}{sign}{part.text_after}"
    return f"[{inner}]" if part.is_optional else inner


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    sys.stdout.write(table(sys.argv[1]))
