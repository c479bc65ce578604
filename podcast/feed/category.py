"""Apple's podcast categories, by their English or German names."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from podcast.errors import UserError

_FILE = Path(__file__).with_name("categories.toml")
_SHOWN = 4


def itunes_category(name: str) -> tuple[str, str]:
    """Apple's (category, subcategory or empty) for a name such as `News`, `Politik` or
    `News > Politics`; UserError lists near choices."""
    wanted = _folded(name)
    found = _known().get(wanted)
    if found is not None:
        return found
    near = get_close_matches(wanted, _known(), n=_SHOWN, cutoff=0.6)
    choices = dict.fromkeys(" > ".join(filter(None, _known()[one])) for one in near)
    if choices:
        raise UserError(f"unknown category '{name}'", "podcast.toml",
                        f"Did you mean: {', '.join(choices)}?")
    main = dict.fromkeys(category for category, _ in _known().values())
    raise UserError(f"unknown category '{name}'", "podcast.toml", f"Known: {', '.join(main)}.")


@cache
def _known() -> Mapping[str, tuple[str, str]]:
    """Folded name → category; a main category wins over a subcategory of the same name."""
    import tomllib

    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    found: dict[str, tuple[str, str]] = {}
    for english, entry in data.items():
        for name in (english, entry["de"]):
            found[_folded(name)] = (english, "")
    for english, entry in data.items():
        for sub, german in entry["sub"].items():
            for name in (sub, german, f"{english} > {sub}", f"{entry['de']} > {german}"):
                found.setdefault(_folded(name), (english, sub))
    return found


def _folded(name: str) -> str:
    plain = name.casefold().replace("’", "'").replace("&", " und ").replace(" and ", " und ")
    return " > ".join(" ".join(part.split()) for part in plain.replace(":", ">").split(">"))
