"""Sentences of a written text: where each begins and ends.

Every full stop, question and exclamation mark before a space is looked at: it ends a sentence
unless it stands inside an insertion that the sentence runs on behind, unless what follows cannot
begin one, or unless the dot belongs to the word before it (an ordinal, an abbreviation, an initial,
a ruler's numeral).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from podcast.language.abbreviations import street_pattern
from podcast.language.folding import fold
from podcast.language.inflection import gender, is_counted
from podcast.language.roman import is_roman
from podcast.language.tables import Abbreviation, Language

_LONGEST_INSERTION = 500
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"'“”’‘»«›‹)\]]{0,9}(?=\s)|(?<=\s)[:;]-?[)(](?=\s+[A-ZÄÖÜ])"
                  r"|(?<=[.!?…] )\([^().!?]{2,200}\)(?=\s+[A-ZÄÖÜ])")
"""A stop with what closes behind it; an emoticon; a remark in brackets on its own."""
_NEXT = re.compile(r"\s*[\"'„“”‚‘’»«›‹(\[–—-]*\s*([^\W_]?)([^\W_]*)")
_ENCLOSED = re.compile(
    r"„[^„“”]*[“”]|»[^»«]*«|«[^«»]*»|“[^“”„]*”|\"[^\"]*\"|\([^()]*\)|\[[^\[\]]*\]")
_ATTACHED = re.compile(r"\s*[,;:–—-]|\s+[a-zäöüß]|\s*[.!?…]")
_LAST_WORD = re.compile(r"([^\W_][\w’'-]*)[\"“”»«)]*\s+\Z")
_NUMERAL = re.compile(r"(?<![\w.,:])((?:\d{1,3}\.)?\d+)\.\Z")
_LETTERS = re.compile(r"(?<![\w.'’/°])([^\W\d_]+)\.\Z")
_INITIALS = re.compile(r"(?<![\w.'’/°])(?:[A-ZÄÖÜ][a-z]?\.-?){2,5}\Z")
_BEGINNING = re.compile(r"(?:\A|[.!?…:][\"'“”»«)]*)\s*[\"„»«(]*\Z")
_ITEM = re.compile(r"\A\s*\Z")
_SERIES = re.compile(r"(?:\d|[IVX])\.,?\s+\w*\s*\Z|\d\.\s?[–/-]\s?\Z")
_JOINED = re.compile(r"\d\.\s?[/–-]\s?\Z")
_POINT = re.compile(r"(?<!\d)\d\.\s")
_TOKEN = re.compile(r"[^\s\"„“”»«‚(\[/–]+\Z")
_MEASURED = re.compile(r"\d \S+\Z")
_DATED = re.compile(r"\d\.?\s?\S+\Z")
_DAY = re.compile(r"(?<!\d)\d{1,2}\Z")
_DAY_MONTH = re.compile(r"(?<!\d)\d{1,2}\.\s?\d{1,2}\Z")
_MONTH = re.compile(r"\s(?:[–-]\s?)?\d{1,2}\.")
_REMARK = re.compile(r"[^\W_][,;]? \([^\s().!?]{0,12}[!?]+\)\Z")
_BRAND = re.compile(r"[a-z][A-ZÄÖÜ][^\W\d_]+")
_LOOK = 40
_INSIDE = Abbreviation("…", "never")


def split_sentences(text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """The [start, end) of every sentence; together they hold every character but spaces."""
    folded = fold(text)
    found: list[tuple[int, int]] = []
    start = 0
    for end in (*(folded.written(0, one)[1] for one in _ends(folded.text, language)), len(text)):
        sentence = text[start:end]
        first = start + len(sentence) - len(sentence.lstrip())
        last = start + len(sentence.rstrip())
        if first < last:
            found.append((first, last))
        start = end
    return tuple(found)


def _ends(text: str, language: Language) -> Iterator[int]:
    insertions: list[tuple[int, int]] | None = None
    within = 0
    for match in _END.finditer(text):
        if insertions is None:
            insertions = _insertions(text)
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
        ahead = text[match.end() :].lstrip()[:2]
        goes_on = ahead[:1] in language.symbols or ahead.lstrip("(")[:1] in language.life
        return not goes_on or match[0][0] != "."
    word = first + rest
    if ")" in match[0] and _goes_on_behind(text, match):
        return False
    if first.islower():
        return _BRAND.match(word) is not None
    before = text[max(0, match.start() - _LOOK) : match.start()]
    if match[0][0] != "." or match[0].startswith(".."):
        mark = _last_word(before + " ")
        return mark not in language.marked or word in language.starters
    if first.isdigit() and _in_date(before, text, match.end()):
        return False
    return not _dot_belongs_to_word(f"{before}.", word, language)


def _goes_on_behind(text: str, match: re.Match[str]) -> bool:
    """Whether a remark of one word stands within a sentence: Man muss (sic!) Leute fragen."""
    return _REMARK.search(text, max(0, match.start() - _LOOK), match.end()) is not None


def _in_date(before: str, text: str, at: int) -> bool:
    """Whether a dot stands inside a date in figures: 30. 4. 1945."""
    return bool(_DAY.search(before) and (_MONTH.match(text, at) or _DAY_MONTH.search(before)))


def _dot_belongs_to_word(before: str, following: str, language: Language) -> bool:
    """Whether the dot at the end of `before` is part of a number, initial or abbreviation."""
    numeral = _NUMERAL.search(before)
    if numeral:
        return _is_ordinal(before[: numeral.start()], numeral[1], following, language)
    numbered = following[0].isdigit() or is_roman(following)
    if _MEASURED.search(before) and _is_unit(before.rpartition(" ")[2], language):
        return following not in language.starters
    entry = _abbreviation(before, following, language)
    if entry and (entry.say or numbered):
        return _belongs_to_abbreviation(entry, before, following, language)
    letters = _LETTERS.search(before)
    if letters is None and _INITIALS.search(before):
        return following not in language.starters
    if letters is None:
        return bool(street_pattern(language).search(before, max(0, len(before) - 6))
                    and following[0].isdigit())
    return _belongs_to_letters(letters, before, following, language)


def _belongs_to_letters(letters: re.Match[str], before: str, following: str, language: Language,
                        ) -> bool:
    """Whether a dot behind letters that are no abbreviation is an initial's, a numeral's …"""
    head = before[: letters.start()]
    previous = _last_word(f"{head[:-1]} " if head.endswith("-") else head)
    if len(letters[1]) == 1:
        return _is_initial(letters[1], previous, following, language)
    if following[0].isdigit() and (letters[1] in language.days
                                   or street_pattern(language).search(before)):
        return True
    if len(letters[1]) > 1 and is_roman(letters[1]) and is_counted(following, language):
        return True
    begins = _BEGINNING.search(head) is not None
    counting = is_roman(letters[1]) and (begins or previous.isalpha())
    return (counting and following not in language.starters
            and previous not in language.numerals.numbered)


def _is_unit(sign: str, language: Language) -> bool:
    return sign in language.units or sign in language.currencies


def _abbreviation(before: str, following: str, language: Language) -> Abbreviation | None:
    """The abbreviation that a text ends with, or is in the middle of; of up to four parts."""
    key, rest = "", before
    for _ in range(4):
        token = _TOKEN.search(rest)
        if token is None:
            break
        if token.start() and rest[token.start() - 1] in "/°":
            break
        key, rest = token[0] + key, rest[: token.start()].rstrip()
        if f"{key}{following}." in language.abbreviation_starts:
            return _INSIDE
        begins = not rest or rest[-1] in ".!?:"
        found = language.known_abbreviation(key, begins=begins) or language.known_abbreviation(
            key.rpartition("-")[2], begins=False)
        longer = _TOKEN.search(rest)
        if found and not (longer and longer[0].endswith(".")
                          and language.known_abbreviation(longer[0] + key, begins=True)):
            return found
        if not rest.endswith("."):
            break
    return None


def _belongs_to_abbreviation(entry: Abbreviation, before: str, following: str, language: Language,
                             ) -> bool:
    if not entry.say or (entry.dated and not _DATED.search(before)):
        return following[0].isdigit() or is_roman(following)
    if entry.ends == "never":
        return True
    if entry.numbered and following[0].isdigit():
        return True
    return entry.ends == "sometimes" and following not in language.starters


def _is_ordinal(before: str, digits: str, following: str, language: Language) -> bool:
    if following[0].isdigit():
        return False
    starter = following in language.starters
    if len(digits) < 4 and _BEGINNING.search(before):
        return not starter or _ITEM.match(before) is not None
    previous = _last_word(before)
    if len(digits) < 4 and (is_counted(following, language)
                            or _in_series(before, previous, language)):
        return True
    if len(digits) < 3 and before.endswith((", ", "; ")) and not starter:
        return bool(gender(following, language)) or _POINT.search(before) is not None
    return not starter and _governs_ordinal(previous, digits, following, language)


def _governs_ordinal(previous: str, digits: str, following: str, language: Language) -> bool:
    """Whether the word before a number makes it an ordinal of the word behind it."""
    grammar, governor = language.grammar, previous.lower()
    noun = bool(gender(following, language))
    if governor in grammar.articles:
        return noun or len(digits) < 4
    if governor in grammar.nominative:
        return len(digits) < 3
    if noun and len(digits) < 3 and previous[:1].isupper() and previous.endswith("s"):
        composer = previous.rstrip("s") in language.symphonists
        known = gender(previous, language) or previous in language.numerals.numbered
        return not (composer or known)
    governing = grammar.dative | grammar.accusative
    return noun and len(digits) < 3 and (governor in governing or _adjective(previous, language))


def _in_series(before: str, previous: str, language: Language) -> bool:
    if _JOINED.search(before):
        return True
    return previous.lower() in language.grammar.series and _SERIES.search(before) is not None


def _adjective(word: str, language: Language) -> bool:
    return word.islower() and word.endswith(("en", "em", "er", "es", "e")) \
        and word not in language.grammar.no_adjectives


def _is_initial(letter: str, previous: str, following: str, language: Language) -> bool:
    """Whether a single letter before a dot is an initial rather than the end of a sentence."""
    if previous[:1].isdigit() or previous.lower().endswith(language.lettered_endings):
        return False
    starter = following in language.starters
    if is_roman(letter) and previous[:1].isupper():
        return not starter
    return (not starter) if letter.islower() else (not starter or not previous)


def _last_word(before: str) -> str:
    found = _LAST_WORD.search(before)
    return found[1] if found else ""

