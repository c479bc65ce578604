"""Numbers in words, by the spell-out rules of Unicode CLDR (RBNF) as compiled to a table.

The rules of a language come with its tables; `compile_numbers.py` makes that table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal

Ending = Literal["e", "en", "er", "es", "em"]
Rules = Mapping[str, Sequence[tuple[int, int, str]]]
"""Rule set → `[smallest number, divisor, text]`, the smallest number first."""
LONGEST = 15
"""The most digits a number may have to be said in words."""
LARGEST = 10**LONGEST
_MARK = re.compile(r"\[([^\]]*)\]|<([\w-]*)<|>([\w-]*)>|=([\w-]+)=")


class Speller:
    """Spells the numbers of one language; `names` maps a use to one of CLDR's rule sets."""

    def __init__(self, rules: Rules, names: Mapping[str, str]) -> None:
        self._rules = rules
        self._names = names
        self._spelled = lru_cache(maxsize=8192)(self._spell)

    def cardinal(self, number: int) -> str:
        """The number as it is counted; one digit after the other if there is no word for it."""
        return self.form("cardinal", number)

    def before_noun(self, number: int) -> str:
        """The number as it stands before a noun or in a compound: ein, not eins."""
        return self.form("attributive", number) if number == 1 else self.cardinal(number)

    def ordinal(self, number: int, ending: Ending) -> str:
        """The ordinal with its ending."""
        name = f"ordinal_{ending}"
        return self.form(name if name in self._names else "ordinal", number)

    def year(self, number: int) -> str:
        """The number as a year: neunzehnhundertvierundsechzig."""
        return self.form("year" if 1100 <= number < 2000 else "cardinal", number)

    def form(self, use: str, number: int) -> str:
        """The number by the rule set of a use (`cardinal`, `ordinal_en`, `feminine` …)."""
        if number >= LARGEST:
            return self.digits(str(number))
        return self._spelled(self._names.get(use, self._names["cardinal"]), number)

    def digits(self, text: str) -> str:
        """Each digit in words."""
        return " ".join(self.cardinal(int(one)) for one in text if one.isdecimal())

    def _spell(self, name: str, number: int) -> str:
        rules = self._rules[name]
        _, divisor, text = next(rule for rule in reversed(rules) if rule[0] <= number)
        quotient, remainder = divmod(number, divisor)

        def filled(match: re.Match[str]) -> str:
            optional, less, more, same = match.groups()
            if optional is not None:
                return _MARK.sub(filled, optional) if remainder else ""
            if less is not None:
                return self._spelled(less or name, quotient)
            if more is not None:
                return self._spelled(more or name, remainder)
            return self._spelled(same, number)

        return _MARK.sub(filled, text)

