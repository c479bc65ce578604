"""Who is named in an article: labels folded to persons, their full names and their gender."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from podcast.interview import words
from podcast.interview.labels import bare
from podcast.interview.patterns import (
    NAME,
    UPPER,
    address,
    knows_first_name,
    particles,
    titles,
)
from podcast.model import Gender

_LEAST_MISPRINT = 6
_ALIKE = 0.88


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody or some outlet that turns are labelled with."""

    name: str
    forms: tuple[str, ...]
    """The labels as printed."""
    surname: str
    first_name: str = ""
    gender: Gender = "unknown"

    @property
    def mentions(self) -> re.Pattern[str]:
        """Matches every way in which a text names this person."""
        names = {self.name, self.surname, *(bare(form) for form in self.forms)} - {""}
        return _mentions(tuple(sorted(names, key=len, reverse=True)))


@lru_cache(1000)
def _mentions(names: tuple[str, ...]) -> re.Pattern[str]:
    body = "|".join(re.escape(one) for one in names)
    return re.compile(rf"(?<!\w)(?:{body})(?:s|['’])?(?!\w)" if names else r"(?!)")


def fold_labels(counts: Counter[str]) -> list[tuple[str, ...]]:
    """Labels grouped by person: full name, surname, first name and initials are one.

    A short form that fits two full names stays alone.
    """
    tokens = {label: _tokens(label) for label in counts}
    owners = _owners(set(tokens.values()))
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for label, found in tokens.items():
        known = _meant_by(found, tokens, counts, label)
        anchors = owners.get(known, set()) - {known}
        fitting = _of_gender(anchors, label)
        groups[next(iter(fitting)) if len(fitting) == 1 else known].append(label)
    return [tuple(labels) for labels in groups.values()]


def _tokens(label: str) -> tuple[str, ...]:
    """The words of a bare label in small letters, without `Frau` and `Herr`."""
    found = tuple(bare(label).casefold().replace("’", "'").split())
    return found[1:] if len(found) > 1 and _address_in(label) else found


def _address_in(label: str) -> str:
    """`male` or `female` if a label begins with `Herr` or `Frau`."""
    first = label.split()[0] if label.split() else ""
    return next((gender for gender in ("male", "female")
                 if first in words.listed("people", f"{gender}_address")), "")


def _of_gender(names: set[tuple[str, ...]], label: str) -> set[tuple[str, ...]]:
    """Those of several full names that a label with `Herr` or `Frau` can mean."""
    other = {"male": "female", "female": "male"}.get(_address_in(label), "")
    if len(names) < 2 or not other:
        return names
    return {name for name in names if name[0] not in words.folded("names", other)}


def _meant_by(found: tuple[str, ...], tokens: Mapping[str, tuple[str, ...]],
              counts: Counter[str], label: str) -> tuple[str, ...]:
    """The label a joint one (`A und B`) begins with, or a misprinted one stands for."""
    known = set(tokens.values())
    joint = next((place for place, word in enumerate(found)
                  if word in words.folded("labels", "joining")), 0)
    if joint and found[:joint] in known and found[joint + 1 :] in known:
        return found[:joint]
    if counts[label] > 1 or len(found) != 1 or len(found[0]) < _LEAST_MISPRINT:
        return found
    return next((tokens[one] for one, count in counts.items()
                 if count > 1 and len(tokens[one]) == 1 and tokens[one][0][0] == found[0][0]
                 and SequenceMatcher(None, tokens[one][0], found[0]).ratio() > _ALIKE), found)


def _owners(names: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], set[tuple[str, ...]]]:
    """Every short form → the full names it may stand for."""
    found: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for name in names:
        if len(name) < 2 or not words.folded("labels", "joining").isdisjoint(name):
            continue
        for start in range(1, len(name)):
            found[name[start:]].add(name)
        found[name[:1]].add(name)
        for short in _initials(name):
            found[short].add(name)
    return found


def _initials(name: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    letters = [token[0] for token in name]
    dotted = [f"{letter}." for letter in letters]
    double = ["-".join(f"{part[0]}." for part in token.split("-") if part) for token in name]
    short = [(dotted[0], *name[1:])]
    return (tuple(dotted), ("".join(dotted),), ("".join(letters),), tuple(double),
            ("".join(filter(str.isalpha, "".join(double))),), *short)


def addressed(text: str) -> str:
    """The name somebody is addressed with most often (`Wendt` in `Herr Wendt`), or empty."""
    found = Counter(re.findall(rf"(?<!\w){address()}\s{titles()}({NAME})", text))
    return next((name for name, _ in found.most_common(1)), "")


def called_names(texts: Iterable[str]) -> frozenset[str]:
    """The surnames, in small letters, that anybody is called Frau or Herr with."""
    pattern = re.compile(rf"(?<!\w){address()}\s{titles()}(?:{particles()}\s)*({NAME})")
    return frozenset(name.casefold() for text in texts for name in pattern.findall(text))


def address_of(names: Iterable[str]) -> re.Pattern[str]:
    """Matches `Frau` or `Herr` with one of these surnames; nothing if there are none."""
    body = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(
        rf"(?<!\w){address()}\s(?:[\w.\-]+\s){{0,3}}?(?i:{body})(?!\w)" if body else r"(?!)")


def identify(forms: tuple[str, ...], text: str, name: str = "") -> Person:
    """A person with the fullest name the article gives for these labels, or for `name`."""
    small = words.folded("labels", "particles")
    alone = [form for form in map(bare, forms)
             if words.folded("labels", "joining").isdisjoint(form.casefold().split())]
    longest = name or max(alone or map(bare, forms),
                          key=lambda form: (len(form.split()), len(form)))
    name = longest
    if _is_initials(longest):
        name = _name_of_initials(longest, text) or longest
    elif len([one for one in longest.split() if one.casefold() not in small]) == 1:
        name = _full_name(longest, text)
        name = _with_second_name(name, text) if name else longest
    if name == longest and name.isupper() and len(name) > 3:
        name = _as_in_text(name, text) or name.title()
    first, _, surname = name.partition(" ") if " " in name else ("", "", name)
    if surname.endswith(f" {longest}"):
        surname = surname if surname.split()[0].casefold() in small else longest
    return Person(name, forms, surname, first)


def _is_initials(label: str) -> bool:
    return re.fullmatch(rf"(?:\w\.[\s-]?){{1,4}}|{UPPER}{{2,3}}", label) is not None


def _name_of_initials(label: str, text: str) -> str:
    letters = [letter for letter in label if letter.isalpha()]
    if len(letters) < 2:
        return ""
    pattern = r"[ \-]".join(rf"{_with_accents(letter)}[\w'’\-]+" for letter in letters)
    names = Counter(re.findall(rf"(?<!\w){pattern}(?!\w)", text))
    known = Counter({name: n for name, n in names.items() if knows_first_name(name.split()[0])})
    return next((name for name, _ in (known or names).most_common(1)), "")


def _with_accents(letter: str) -> str:
    """Matches a capital letter, with or without the accents it may have lost as an initial."""
    plain = unicodedata.normalize("NFD", letter)[0]
    forms = {one for one in map(chr, range(0xC0, 0x250))
             if unicodedata.normalize("NFD", one)[0] == plain} if plain == letter else set()
    return f"[{letter}{''.join(sorted(forms))}]"


def _with_second_name(name: str, text: str) -> str:
    """`Mai Linh Nguyễn` for `Linh Nguyễn`: another first name before it, known or always there."""
    before = re.findall(rf"(?:(?<!\w)({NAME}) )?{re.escape(name)}(?!\w)", text)
    words_ = Counter(one for one in before if one and _may_be_first_name(one)
                     and not male_role(one) and not one.isupper())
    word, count = next(iter(words_.most_common(1)), ("", 0))
    always = count == len(before) and count > 1 and not knows_first_name(name.split()[0])
    return f"{word} {name}" if word and (knows_first_name(word) or always) else name


def _full_name(short: str, text: str) -> str:
    """`Bart Somers` for `Somers` or `Bart`, if the article says so."""
    found: Counter[str] = Counter()
    wrong = words.folded("names", _other_gender(short, text)) if _other_gender(short, text) else ()
    before = rf"(?<!\w)({NAME}(?: {particles()})*) (?i:{re.escape(short)})(?!\w)"
    for match in re.finditer(before, text):
        first = match[1].split()[0]
        if _may_be_first_name(first) and first.casefold() not in wrong:
            found[match[0]] += 3 if knows_first_name(first) else 1
    found.update(_behind(short, text, unpreceded=not found))
    best = found.most_common(1)
    if not best or (best[0][1] < 2 and not _introduced(best[0][0], text)
                    and not _presented(best[0][0], text)):
        return ""
    name = best[0][0]
    return " ".join(one.title() if one.isupper() and short.isupper() else one
                    for one in name.split())


def _behind(short: str, text: str, *, unpreceded: bool) -> Counter[str]:
    """`Nele Achterberg` for `Nele`: not at a paragraph's start, where a sentence may begin."""
    found: Counter[str] = Counter()
    pattern = rf"(?<!\w)(?i:{re.escape(short)}) ((?:{particles()} )*{NAME})"
    for match in re.finditer(pattern, text):
        inside = match.start() > 0 and text[match.start() - 1] != "\n"
        listed = text[match.end() : match.end() + 1] in (",", "(")
        if (inside or listed) and _may_be_first_name(match[1].split()[-1]):
            found[match[0]] += 1 + knows_first_name(short) + unpreceded
    return found


def _other_gender(short: str, text: str) -> str:
    """The gender that somebody who is called only Herr, or only Frau, has not."""
    called = {gender: re.search(rf"(?<!\w){address(gender)}\s{titles()}{re.escape(short)}(?!\w)",
                                text) is not None for gender in ("male", "female")}
    if called["male"] == called["female"]:
        return ""
    return "female" if called["male"] else "male"


def _introduced(name: str, text: str) -> bool:
    return re.search(rf"{re.escape(name)}(?:,|\s\(|\sist\s)", text) is not None


def _presented(name: str, text: str) -> bool:
    """`mit Théo Lefèvre`, `mit dem Planer Théo Lefèvre`: not `mit dem Pariser Planer Lefèvre`."""
    if name.split()[0].endswith(words.listed("people", "role_endings")):
        return False
    with_ = "|".join(words.listed("people", "presenting"))
    article = "|".join(words.listed("people", "presented"))
    role = rf"(?:(?:{article})\s(?:[a-zäöü]\w+\s)?)?(?:{NAME}\s)?"
    return re.search(rf"(?<!\w)(?i:{with_})\s{role}{re.escape(name)}(?!\w)", text) is not None


def _may_be_first_name(word: str) -> bool:
    folded = word.casefold()
    return not (
        folded in words.folded("labels", "titles")
        or folded in words.folded("people", "male_roles")
        or word in words.exact("grammar", "not_nouns")
        or folded in words.folded("grammar", "articles")
        or folded in words.folded("grammar", "prepositions")
        or folded in words.folded("verbs", "saying")
        or female_role(word)
    )


def _as_in_text(name: str, text: str) -> str:
    spelt = Counter(found[0] for found in re.finditer(rf"(?<!\w)(?i:{re.escape(name)})(?!\w)", text)
                    if not found[0].isupper())
    return next((form for form, _ in spelt.most_common(1)), "")


def female_role(noun: str) -> bool:
    """Whether a noun is a role in its female form ("Bürgermeisterin")."""
    if noun.casefold() in words.folded("people", "female_roles"):
        return True
    return (noun[:1].isupper() and len(noun) > 5 and noun not in words.exact("people", "not_roles")
            and noun.endswith(words.listed("people", "female_endings")))


def male_role(noun: str) -> bool:
    """Whether a noun is, or ends in, a role in its male form ("Oberbürgermeister")."""
    folded = noun.casefold().removesuffix("s")
    return noun[:1].isupper() and (
        folded in words.folded("people", "male_roles")
        or any(len(role) > 5 and folded.endswith(role) for role in
               words.folded("people", "male_roles"))
    )
