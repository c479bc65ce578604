"""The author's line of an article: `Von Ada Beispiel und Bo Muster`."""

from __future__ import annotations

from podcast.article.dates import printed_date
from podcast.article.words import listed

_LONGEST = 90
_BETWEEN = " ,;|/·•–—-("
"""Signs between the authors and the date."""


def byline_of(text: str) -> str:
    """The authors a whole paragraph names; empty if it is anything but a line of names."""
    rest = _after_start(text.strip()) if len(text) <= _LONGEST else ""
    return rest if _all_names(rest) else ""


def _all_names(text: str) -> bool:
    tokens = [token for part in text.split() for token in _parts(part)]
    names: list[list[str]] = [[]]
    for token in tokens:
        if token == "," or token in listed("byline", "joining"):
            names.append([])
        else:
            names[-1].append(token)
    return all(_is_name(name) for name in names)


def names_in(text: str) -> str:
    """The names that a line marked as the authors' gives, with or without a word before them."""
    return byline_of(text) or (text if len(text) <= _LONGEST and _all_names(text) else "")


def dated_names(text: str) -> tuple[str, str]:
    """The names and the date of an authors' line that may also say when it appeared."""
    names, sign, rest = text.partition(next(filter(str.isdecimal, text), "\0"))
    for word in reversed(listed("byline", "before_dates")):
        names = names.rstrip(_BETWEEN).removesuffix(f" {word}")
    found = names_in(names.rstrip(_BETWEEN)) if sign and len(text) <= _LONGEST else ""
    return (found, printed_date(sign + rest)) if found else (names_in(text), "")


def _after_start(text: str) -> str:
    for start in sorted(listed("byline", "starts"), key=len, reverse=True):
        rest = text.removeprefix(start)
        if rest != text and (rest[:1].isspace() or rest.startswith(": ")):
            return rest.lstrip(": ")
    return ""


def _parts(token: str) -> tuple[str, ...]:
    return (token[:-1], ",") if token.endswith(",") and len(token) > 1 else (token,)


def _is_name(tokens: list[str]) -> bool:
    """First name and surname at least, each with a capital; particles only between them."""
    if not 2 <= len(tokens) <= 5 or not (_capital(tokens[0]) and _capital(tokens[-1])):
        return False
    return all(_capital(token) or token in listed("byline", "particles") for token in tokens)


def _capital(token: str) -> bool:
    letters = token.replace("-", "").replace("'", "").replace("’", "").removesuffix(".")
    return token[0].isupper() and letters.isalpha() and (token[-1] != "." or len(letters) == 1)
