"""Who is named in an article: labels folded to persons, their full names and their gender."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from podcast.interview import words
from podcast.interview.labels import bare
from podcast.model import Gender

UPPER = f"[{''.join(chr(one) for one in range(0x41, 0x250) if chr(one).isupper())}]"
"""Matches a Latin capital letter, with or without accents."""
_WORD = rf"{UPPER}[\w'’\-]*"
_SENTENCE_BREAK = ".!?…:"


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
        body = "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True))
        return re.compile(rf"(?<!\w)(?:{body})(?:s|['’])?(?!\w)")


def fold_labels(counts: Counter[str]) -> list[tuple[str, ...]]:
    """Labels grouped by person: full name, surname, first name and initials are one.

    A short form that fits two full names stays alone.
    """
    tokens = {label: tuple(bare(label).casefold().split()) for label in counts}
    owners = _owners(set(tokens.values()))
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for label, found in tokens.items():
        anchors = owners.get(found, set()) - {found}
        anchor = next(iter(anchors)) if len(anchors) == 1 else found
        groups[anchor].append(label)
    return [tuple(labels) for labels in groups.values()]


def _owners(names: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], set[tuple[str, ...]]]:
    """Every short form → the full names it may stand for."""
    found: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for name in names:
        if len(name) < 2:
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
    return (tuple(dotted), ("".join(dotted),), ("".join(letters),))


def addressed(text: str) -> str:
    """The name somebody is addressed with most often (`Wendt` in `Herr Wendt`), or empty."""
    address = "|".join((*words.listed("people", "male_address"),
                        *words.listed("people", "female_address")))
    title = r"(?:(?:Dr|Prof)\.?\s)*"
    found = Counter(re.findall(rf"(?<!\w)(?:{address})\s{title}({_WORD})", text))
    return next((name for name, _ in found.most_common(1)), "")


def called_names(texts: Iterable[str]) -> frozenset[str]:
    """The surnames, in small letters, that anybody is called Frau or Herr with."""
    address = "|".join((*words.listed("people", "male_address"),
                        *words.listed("people", "female_address")))
    particles = "|".join(words.listed("labels", "particles"))
    title = r"(?:(?:Dr|Prof)\.?\s)*"
    pattern = re.compile(rf"(?<!\w)(?:{address})\s{title}(?:(?:{particles})\s)*({_WORD})")
    return frozenset(name.casefold() for text in texts for name in pattern.findall(text))


def address_of(names: Iterable[str]) -> re.Pattern[str]:
    """Matches `Frau` or `Herr` with one of these surnames; nothing if there are none."""
    address = "|".join((*words.listed("people", "male_address"),
                        *words.listed("people", "female_address")))
    body = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?:{address})\s(?:[\w.\-]+\s){{0,3}}?(?i:{body})(?!\w)" if body else r"(?!)")


def identify(forms: tuple[str, ...], text: str, name: str = "") -> Person:
    """A person with the fullest name the article gives for these labels, or for `name`."""
    particles = words.folded("labels", "particles")
    longest = name or max(map(bare, forms), key=lambda form: (len(form.split()), len(form)))
    name = longest
    if _is_initials(longest):
        name = _name_of_initials(longest, text) or longest
    elif len([one for one in longest.split() if one.casefold() not in particles]) == 1:
        name = _full_name(longest, text) or longest
    if name == longest and name.isupper() and len(name) > 3:
        name = _as_in_text(name, text) or name.title()
    first, _, surname = name.partition(" ") if " " in name else ("", "", name)
    return Person(name, forms, surname, first)


def _is_initials(label: str) -> bool:
    return re.fullmatch(r"(?:\w\.\s?){1,4}|[A-ZÄÖÜ]{2,3}", label) is not None


def _name_of_initials(label: str, text: str) -> str:
    letters = [letter for letter in label if letter.isalpha()]
    if len(letters) < 2:
        return ""
    pattern = r" ".join(rf"{re.escape(letter)}[\w'’\-]+" for letter in letters)
    names = Counter(re.findall(rf"(?<!\w){pattern}(?!\w)", text))
    known = Counter({name: n for name, n in names.items() if knows_first_name(name.split()[0])})
    return next((name for name, _ in (known or names).most_common(1)), "")


def knows_first_name(first_name: str) -> bool:
    """Whether a word is a first name of the tables."""
    folded = first_name.casefold().split("-")[0]
    return any(folded in words.folded("names", table) for table in ("male", "female", "either"))


def _full_name(short: str, text: str) -> str:
    """`Bart Somers` for `Somers` or `Bart`, if the article says so."""
    flags = re.IGNORECASE if short.isupper() else re.NOFLAG
    particles = "|".join(words.listed("labels", "particles"))
    before = rf"(?<!\w)({_WORD}(?: (?:{particles}))*) (?i:{re.escape(short)})(?!\w)"
    found: Counter[str] = Counter()
    for match in re.finditer(before, text):
        if _may_be_first_name(match[1].split()[0]):
            found[match[0]] += 3 if knows_first_name(match[1].split()[0]) else 1
    unpreceded = not found
    behind = rf"(?<!\w)(?i:{re.escape(short)}) ((?:(?:{particles}) )*{_WORD})"
    for match in re.finditer(behind, text):
        if _may_be_first_name(match[1].split()[-1]):
            found[match[0]] += 1 + knows_first_name(short) + unpreceded
    best = found.most_common(1)
    if not best or (best[0][1] < 2 and not _introduced(best[0][0], text)
                    and not _presented(best[0][0], text)):
        return ""
    name = best[0][0]
    return name if not flags else " ".join(w.title() if w.isupper() else w for w in name.split())


def _introduced(name: str, text: str) -> bool:
    return re.search(rf"{re.escape(name)}(?:,|\s\(|\sist\s)", text) is not None


def _presented(name: str, text: str) -> bool:
    """`mit Théo Lefèvre`, `mit dem Planer Théo Lefèvre`: not `mit dem Pariser Planer Lefèvre`."""
    if name.split()[0].endswith(words.listed("people", "role_endings")):
        return False
    with_ = "|".join(words.listed("people", "presenting"))
    article = "|".join(words.listed("people", "presented"))
    role = rf"(?:(?:{article})\s(?:[a-zäöü]\w+\s)?)?(?:{_WORD}\s)?"
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
