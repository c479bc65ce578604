"""Dates as pages and files give them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from podcast.article.words import listed

_PRINTED = re.compile(r"(\d{1,2})\. ?(?:(\d{1,2})\.|([^\W\d_]{3,9})\.?) ?(\d{4})\b")


def iso_date(value: Any) -> str:
    """The date at the beginning of an ISO 8601 time; empty if there is none."""
    try:
        return date.fromisoformat(str(value).strip()[:10]).isoformat()
    except ValueError:
        return ""


def printed_date(text: str) -> str:
    """The first date that stands in a German text (`1.3.2026`, `1. März 2026`); may be empty."""
    found = _PRINTED.search(text)
    if found is None:
        return ""
    day, number, name, year = found.groups()
    months = listed("dates", "months")
    month = int(number) if number else months.index(name) + 1 if name in months else 0
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return ""
