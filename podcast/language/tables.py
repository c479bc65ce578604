"""A language's words, read from its TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from podcast.errors import UserError
from podcast.registry import names, target

Ends = Literal["never", "sometimes", "numbered"]


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """How an abbreviation is said, and whether a sentence may end with it.

    `numbered` ones are abbreviations only before a number.
    """

    say: str
    ends: Ends


@dataclass(frozen=True, slots=True)
class Ordinals:
    """Words before an ordinal that decide its ending."""

    en: frozenset[str]
    e: frozenset[str]
    dative: frozenset[str]
    series: frozenset[str]


@dataclass(frozen=True, slots=True)
class Numerals:
    """The words around numbers that are not numbers themselves."""

    words: Mapping[str, str]
    """`point`, `dot`, `minus`, `range`, `against`, `clock`, `one`, `one_feminine`, `decade`."""
    feminine: tuple[str, ...]
    not_feminine: frozenset[str]
    glued: tuple[str, ...]
    ordinals: Ordinals
    year_cues: frozenset[str]
    regnal: Mapping[str, str]
    regnal_feminine: frozenset[str]
    scales: Mapping[str, tuple[str, str]]
    currencies: Mapping[str, str]
    fractions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Spelling:
    """How words of the language are built, for finding misspelled ones."""

    dictionary: str
    alphabet: str
    joints: tuple[str, ...]
    endings: tuple[str, ...]
    beginnings: frozenset[str]
    short: frozenset[str]
    confused: tuple[tuple[str, str], ...]
    separate: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Everything a language's file says; one object per language, compared by identity."""

    code: str
    numerals: Numerals
    units: Mapping[str, str]
    months: tuple[str, ...]
    date: str
    date_cues: frozenset[str]
    abbreviations: Mapping[str, Abbreviation]
    """Without spaces → how it is said."""
    spellings: tuple[str, ...]
    """The abbreviations as people write them, the longest first."""
    starters: frozenset[str]
    counted: frozenset[str]
    lettered: frozenset[str]
    acronyms: Mapping[str, str]
    acronyms_read: frozenset[str]
    acronyms_spelled: frozenset[str]
    shouted: frozenset[str]
    web: Mapping[str, str]
    symbols: Mapping[str, str]
    frame: Mapping[str, str]
    chapters: Mapping[str, str]
    spelling: Spelling

    def abbreviation(self, written: str) -> Abbreviation:
        """The abbreviation as people write it, with or without spaces, maybe capitalised."""
        key = "".join(written.split())
        return self.abbreviations.get(key) or self.abbreviations[key[0].lower() + key[1:]]


def load_language(code: str) -> Language:
    """The language of a BCP 47 tag (`de`, `de-AT`); UserError lists the known ones."""
    known = names("languages")
    name = code if code in known else code.split("-")[0].lower()
    if name not in known:
        raise UserError(f"unknown language '{code}'", next_step=f"Known: {', '.join(known)}.")
    return _load(name)


@lru_cache
def _load(name: str) -> Language:
    package, _, file = target("languages", name).partition(":")
    return _language(tomllib.loads((files(package) / file).read_text(encoding="utf-8")))


def _language(data: Mapping[str, Any]) -> Language:
    said = {
        written: Abbreviation(say, ends)
        for ends, table in data["abbreviations"].items() for written, say in table.items()
    }
    return Language(
        code=data["code"],
        numerals=_numerals(data["numbers"]),
        units=MappingProxyType(data["units"]),
        months=tuple(data["calendar"]["months"]),
        date=data["calendar"]["date"],
        date_cues=frozenset(data["calendar"]["cues"]),
        abbreviations=MappingProxyType({k.replace(" ", ""): v for k, v in said.items()}),
        spellings=tuple(sorted(said, key=len, reverse=True)),
        starters=frozenset(data["sentences"]["starters"]),
        counted=frozenset(data["sentences"]["counted"]),
        lettered=frozenset(data["sentences"]["lettered"]),
        acronyms=MappingProxyType(data["acronyms"]),
        acronyms_read=frozenset(data["acronyms_read"]["words"]),
        acronyms_spelled=frozenset(data["acronyms_read"]["spelled"]),
        shouted=frozenset(data["acronyms_read"]["shouted"]),
        web=MappingProxyType(data["web"]),
        symbols=MappingProxyType(data["symbols"]),
        frame=MappingProxyType(data["frame"]),
        chapters=MappingProxyType(data["chapters"]),
        spelling=_spelling(data["spelling"]),
    )


def _spelling(data: Mapping[str, Any]) -> Spelling:
    return Spelling(
        dictionary=data["dictionary"],
        alphabet=data["alphabet"],
        joints=tuple(data["joints"]),
        endings=tuple(data["endings"]),
        beginnings=frozenset(data["beginnings"]),
        short=frozenset(data["short"]),
        confused=tuple((one, other) for one, other in data["confused"]),
        separate=frozenset(data["separate"]),
    )


def _numerals(data: Mapping[str, Any]) -> Numerals:
    ordinals = {name: frozenset(words) for name, words in data["ordinals"].items()}
    regnal = {name: word for name, word in data["regnal"].items() if isinstance(word, str)}
    return Numerals(
        words=MappingProxyType({k: v for k, v in data.items() if isinstance(v, str)}),
        feminine=tuple(data["feminine"]),
        not_feminine=frozenset(data["not_feminine"]),
        glued=tuple(data["glued"]),
        ordinals=Ordinals(**ordinals),
        year_cues=frozenset(data["years"]["cues"]),
        regnal=MappingProxyType(regnal),
        regnal_feminine=frozenset(data["regnal"]["feminine"]),
        scales=MappingProxyType({k: (one, many) for k, (one, many) in data["scales"].items()}),
        currencies=MappingProxyType(data["currencies"]),
        fractions=MappingProxyType(data["fractions"]),
    )
