"""Dates as pages and files give them."""

from __future__ import annotations

from datetime import date
from typing import Any


def iso_date(value: Any) -> str:
    """The date at the beginning of an ISO 8601 time; empty if there is none."""
    try:
        return date.fromisoformat(str(value).strip()[:10]).isoformat()
    except ValueError:
        return ""
