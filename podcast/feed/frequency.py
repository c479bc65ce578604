"""How often a show appears: a word, or a rule of iCalendar (RFC 5545, section 3.3.10)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from podcast.editions.wording import one_line
from podcast.errors import UserError
from podcast.feed.extension import Tag
from podcast.settings import SHOW_FILE, Settings

FREQUENCIES = Path(__file__).with_name("frequencies.toml")
_DAY = "(?:[+-]?[1-9][0-9]?)?(?:MO|TU|WE|TH|FR|SA|SU)"
_NUMBER = "[+-]?[0-9]{1,3}"
_PARTS = {
    "FREQ": "SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY",
    "UNTIL": "[0-9]{8}(?:T[0-9]{6}Z?)?", "COUNT": "[1-9][0-9]*", "INTERVAL": "[1-9][0-9]*",
    "BYDAY": f"{_DAY}(?:,{_DAY})*", "WKST": "MO|TU|WE|TH|FR|SA|SU",
    **dict.fromkeys(("BYSECOND", "BYMINUTE", "BYHOUR", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO",
                     "BYMONTH", "BYSETPOS"), f"{_NUMBER}(?:,{_NUMBER})*"),
}


def frequency(settings: Settings) -> Iterator[Tag]:
    """The element that says how often episodes come; UserError for what is neither word nor
    rule."""
    written = one_line(settings.update_frequency)
    if not written:
        return
    rule = written if _is_rule(written) else _rules().get(written.casefold())
    if rule is None:
        raise UserError(f"unknown update_frequency '{written}'", SHOW_FILE,
                        f"Known: {', '.join(_rules())}, and rules like FREQ=WEEKLY;BYDAY=MO.")
    yield Tag("podcast:updateFrequency", written, (("rrule", rule) if rule else
                                                   ("complete", "true"),))


def has_ended(settings: Settings) -> bool:
    """Whether no further episode comes."""
    return _rules().get(one_line(settings.update_frequency).casefold()) == ""


def _is_rule(written: str) -> bool:
    """Whether it is a rule: a frequency first, and each part known and there once."""
    parts = [part.partition("=") for part in written.split(";")]
    names = [name for name, _, _ in parts]
    return (names[0] == "FREQ" and len(set(names)) == len(names)
            and not {"COUNT", "UNTIL"} <= set(names)
            and all(name in _PARTS and re.fullmatch(_PARTS[name], value)
                    for name, _, value in parts))


@cache
def _rules() -> Mapping[str, str]:
    known: dict[str, str] = tomllib.loads(FREQUENCIES.read_text(encoding="utf-8"))
    return known
