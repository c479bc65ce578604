"""Sentences of a written text: where each begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from podcast.language.letters import abbreviation_pattern, is_roman
from podcast.language.tables import Language

_LONGEST_INSERTION = 240
_END = re.compile(r"(?:[!?]+|…|\.+)[.!?…]*[\"'“”’‘»«›‹)\]]*(?=\s)")
_NEXT = re.compile(r"\s*[\"'„“”‚‘’»«›‹(\[–—-]*\s*([^\W_]?)([^\W_]*)")
_ENCLOSED = re.compile(
    r"„[^„“”]*[“”]|»[^»«]*«|«[^«»]*»|“[^“”„]*”|\"[^\"]*\"|\([^()]*\)|\[[^\[\]]*\]")
_ATTACHED = re.compile(r"\s*[,;:–—-]|\s+[a-zäöüß]|\s*[.!?…]")
_LAST_WORD = re.compile(r"([^\W_][\w’'-]*)\s+\Z")
_NUMERAL = re.compile(r"(?<![\w.,])(\d+)\.\Z")
_LETTERS = re.compile(r"(?<![\w.])([^\W\d_]+)\.\Z")
_BEGINNING = re.compile(r"(?:\A|[.!?…:][\"'“”»«)]*)\s*[\"„»«(]*\Z")
_LOOK = 40


def split_sentences(text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """The [start, end) of every sentence; together they hold every character but spaces."""
    found: list[tuple[int, int]] = []
    start = 0
    for end in (*_ends(text, language), len(text)):
        sentence = text[start:end]
        first = start + len(sentence) - len(sentence.lstrip())
        last = start + len(sentence.rstrip())
        if first < last:
            found.append((first, last))
        start = end
    return tuple(found)


def _ends(text: str, language: Language) -> Iterator[int]:
    insertions = _insertions(text)
    within = 0
    for match in _END.finditer(text):
        while within < len(insertions) and insertions[within][1] <= match.start():
            within += 1
        inside = within < len(insertions) and insertions[within][0] <= match.start()
        if not inside and _ends_sentence(text, match, language):
            yield match.end()


def _insertions(text: str) -> list[tuple[int, int]]:
    """Quotations and brackets that a sentence runs on behind: `"Ah! So?", sagt er.`"""
    return [
        match.span() for match in _ENCLOSED.finditer(text)
        if len(match[0]) <= _LONGEST_INSERTION and _ATTACHED.match(text, match.end())
    ]


def _ends_sentence(text: str, match: re.Match[str], language: Language) -> bool:
    following = _NEXT.match(text, match.end())
    first, rest = (following[1], following[2]) if following else ("", "")
    if not first:
        return True
    if first.islower():
        return False
    before = text[max(0, match.start() - _LOOK) : match.start()] + "."
    if first.isdigit() and _numbered(language).search(before):
        return False
    if match[0][0] != "." or match[0].startswith(".."):
        return True
    return not _dot_belongs_to_word(before, first + rest, language)


def _dot_belongs_to_word(before: str, following: str, language: Language) -> bool:
    """Whether the dot at the end of `before` is part of a number, initial or abbreviation."""
    numeral = _NUMERAL.search(before)
    if numeral:
        return _is_ordinal(before[: numeral.start()], int(numeral[1]), following, language)
    said = _abbreviation(language).search(before)
    if said:
        entry = language.abbreviation(said[0])
        return entry.ends == "never" or following not in language.starters
    letters = _LETTERS.search(before)
    if letters is None:
        return False
    previous = _last_word(before[: letters.start()])
    if len(letters[1]) == 1:
        return letters[1].islower() or _is_initial(letters[1], previous, following, language)
    return _is_regnal(letters[1], previous) and following not in language.starters


def _is_ordinal(before: str, number: int, following: str, language: Language) -> bool:
    begins = _BEGINNING.search(before) is not None
    if number > 999 or (begins and following in language.starters):
        return False
    if begins or following in language.months or following in language.counted:
        return True
    previous = _last_word(before).lower()
    ordinals = language.numerals.ordinals
    if previous in ordinals.series:
        return re.search(r"\d\.\s+\w+\s+\Z", before) is not None
    return previous in ordinals.en | ordinals.e and following not in language.starters


def _is_initial(letter: str, previous: str, following: str, language: Language) -> bool:
    if previous in language.lettered:
        return following not in language.starters
    return not (is_roman(letter) and previous[:1].isupper() and following in language.starters)


def _is_regnal(letters: str, previous: str) -> bool:
    return is_roman(letters) and previous[:1].isupper()


def _last_word(before: str) -> str:
    found = _LAST_WORD.search(before)
    return found[1] if found else ""


@lru_cache
def _abbreviation(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?:{abbreviation_pattern(language).pattern})\Z")


@lru_cache
def _numbered(language: Language) -> re.Pattern[str]:
    """Abbreviations that are such only before a number, without looking for the number."""
    names = (one for one in language.spellings if language.abbreviation(one).ends == "numbered")
    return re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, names))})\Z")
