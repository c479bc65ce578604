"""A language's tables, read from its TOML files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from podcast.errors import UserError
from podcast.language.numbers import Speller
from podcast.language.tables import (
    NUMERAL_WORDS,
    Abbreviation,
    Gender,
    Grammar,
    Heteronym,
    Language,
    Law,
    Numerals,
    Spelling,
    Unit,
    Words,
)
from podcast.registry import target


def load_language(code: str) -> Language:
    """The language of a BCP 47 tag (`de`, `de-AT`); UserError lists the known ones."""
    return _loaded(_registered(code))


@lru_cache
def _loaded(place: str) -> Language:
    package, _, file = place.partition(":")
    folder = Path(next(iter(import_module(package).__path__)))
    return read_language(folder / file)


def _registered(code: str) -> str:
    try:
        return target("languages", code)
    except UserError:
        return target("languages", code.split("-")[0].lower())


def read_language(place: Path) -> Language:
    """A language from its TOML file and the files it includes from the same folder."""
    from hashlib import sha256

    texts = [place.read_text(encoding="utf-8")]
    data = tomllib.loads(texts[0])
    for name in data.pop("include", ()):
        texts.append((place.parent / name).read_text(encoding="utf-8"))
        _merge(data, tomllib.loads(texts[-1]))
    return _language(data, sha256("\0".join(texts).encode()).hexdigest())


def _merge(data: dict[str, Any], more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(data.get(key), dict):
            _merge(data[key], value)
        else:
            data[key] = value


def _language(data: Mapping[str, Any], version: str) -> Language:
    letters, calendar = data.get("letters", {}), data.get("calendar", {})
    sentences, rulers = data.get("sentences", {}), data.get("rulers", {})
    said = dict(_abbreviations(data.get("abbreviations", {})))
    numbers = data["numbers"]
    return Language(
        code=data["code"],
        version=version,
        spell=_speller(data),
        numerals=_numerals(numbers),
        grammar=_grammar(data.get("grammar", {}), calendar),
        units=_units(data.get("units", {})),
        longest_unit=max(map(len, data.get("units", {"": ""}))),
        units_apart=frozenset(data["numbers"].get("units_apart", ())),
        currencies=_units(data.get("currencies", {})),
        cents=_words(data.get("cents", {})),
        law=_law(data.get("law", {})),
        months=tuple(calendar.get("months", ())),
        date=calendar.get("date", "{day} {month} {year}"),
        date_cues=frozenset(calendar.get("cues", ())),
        date_words=frozenset(calendar.get("date_words", ())),
        life=_words(data.get("life", {})),
        life_words=frozenset(data.get("life", {}).get("words", ())),
        regnal=_words(rulers),
        rulers=frozenset(rulers.get("names", ())),
        rulers_feminine=frozenset(rulers.get("feminine", ())),
        rulers_in_s=frozenset(rulers.get("in_s", ())),
        symphonists=frozenset(data.get("symphonists", {}).get("names", ())),
        directions=_words(data.get("directions", {})),
        cities=frozenset(data.get("places", {}).get("cities", ())),
        abbreviations=MappingProxyType({k.replace(" ", ""): v for k, v in said.items()}),
        abbreviation_starts=frozenset(_starts(said)),
        street=_words(data.get("street", {})),
        days=_words(calendar.get("days", {})),
        scripture=_words(data.get("scripture", {})),
        telephones=_words(data.get("telephones", {})),
        starters=frozenset(sentences.get("starters", ())),
        counted=frozenset(sentences.get("counted", ())),
        lettered_endings=tuple(word.lower() for word in sentences.get("lettered", ())),
        marked=frozenset(sentences.get("marked", ())),
        acronyms=_words(data.get("acronyms", {})),
        phrases=_words(data.get("phrases", {})),
        acronyms_read=frozenset(letters.get("read", ())),
        acronyms_spelled=frozenset(letters.get("spelled", ())),
        shouted=frozenset(letters.get("shouted", ())),
        gender_apart=tuple(data.get("gender_endings", {}).get("apart", ())),
        gender_pairs=tuple(data.get("gender_endings", {}).get("pairs", ())),
        gender_joined=tuple(data.get("gender_endings", {}).get("joined", ())),
        web=_words(data.get("web", {})),
        symbols=_words(data.get("symbols", {})),
        vowels=_words(data.get("respelling", {}).get("vowels", {})),
        consonants=_words(data.get("respelling", {}).get("consonants", {})),
        inflections=_words(data.get("inflections", {})),
        heteronyms=tuple(Heteronym(**one) for one in data.get("heteronyms", ())),
        frame=_words(data.get("frame", {})),
        substitutes={char: tuple(others) for char, others in data.get("substitutes", {}).items()},
        chapters=_words(data.get("chapters", {})),
        spelling=_spelling(data.get("spelling", {})),
    )


def _words(table: Mapping[str, Any]) -> Words:
    return MappingProxyType({key: value for key, value in table.items() if isinstance(value, str)})


def _speller(data: Mapping[str, Any]) -> Speller:
    rules = {name: tuple((base, divisor, text) for base, divisor, text in one["rules"])
             for name, one in data["rules"].items()}
    return Speller(rules, data["numbers"]["rules"])


def _units(table: Mapping[str, Any]) -> Mapping[str, Unit]:
    return MappingProxyType({
        sign: Unit(say, say) if isinstance(say, str) else Unit(*say)
        for sign, say in table.items()})


def _abbreviations(groups: Mapping[str, Any]) -> Iterable[tuple[str, Abbreviation]]:
    """Each abbreviation, by how it ends, with what it is when numbered."""
    numbered = groups.get("numbered", {})
    for ends in ("never", "sometimes", "always"):
        for written, say in groups.get(ends, {}).items():
            one, genitive = (say, "") if isinstance(say, str) else say
            yield written, Abbreviation(one, ends, genitive, numbered.get(written, ""))
    for written, say in groups.get("months", {}).items():
        yield written, Abbreviation(say, dated=True)
    for written in numbered:
        if not any(written in groups.get(ends, {}) for ends in ("never", "sometimes", "always")):
            yield written, Abbreviation(numbered=numbered[written])


def _starts(written: Iterable[str]) -> Iterable[str]:
    for one in written:
        parts = one.split(" ")
        yield from ("".join(parts[:count]) for count in range(2, len(parts) + 1))


def _grammar(data: Mapping[str, Any], calendar: Mapping[str, Any]) -> Grammar:
    articles = {word: kind for kind, words in data.get("articles", {}).items() for word in words}
    return Grammar(
        articles=MappingProxyType(articles),
        months=frozenset((*calendar.get("months", ()), *calendar.get("short_months", ()))),
        weekdays=tuple(calendar.get("weekdays", ())),
        adjectival=tuple(data.get("adjectival", ())),
        adjectival_endings=tuple(data.get("adjectival_endings", ())),
        nouns=_by_word(data.get("nouns", {})),
        noun_endings=_by_word(data.get("noun_endings", {})),
        **{name: frozenset(data.get(name, ()))
           for name in ("dative", "accusative", "nominative", "with_genitive", "birthdays",
                        "genitive_articles", "two_way", "amounts",
                        "dates", "series", "skipped", "ranks", "groups", "feminine", "copulas",
                        "no_adjectives")},
    )


def _by_word(groups: Mapping[str, str]) -> Mapping[str, Gender]:
    """Word → its gender; a gender's words are one text with spaces between them."""
    genders: tuple[Gender, ...] = ("m", "f", "n", "p")
    return MappingProxyType({word: gender for gender in genders
                             for word in groups.get(gender, "").split()})


def _law(data: Mapping[str, Any]) -> Law:
    return Law(data.get("one", ""), data.get("many", ""), tuple(data.get("names", ())),
               _words(data.get("parts", {})))


def _numerals(data: Mapping[str, Any]) -> Numerals:
    def listed(name: str) -> frozenset[str]:
        return frozenset(data.get(name, ()))

    return Numerals(
        words=_words({**dict.fromkeys(NUMERAL_WORDS, ""), **data}),
        glued=tuple(data.get("glued", ())),
        counts=listed("counts"),
        counts_before_noun=listed("counts_before_noun"),
        year_cues=listed("year_cues"),
        countable=listed("countable"),
        plural_endings=tuple(data.get("plural_endings", ())),
        declined=tuple(data.get("declined", ())),
        digitwise=listed("digitwise"),
        scales=MappingProxyType({k: (one, many)
                                 for k, (one, many) in data.get("scales", {}).items()}),
        fractions=_words(data.get("fractions", {})),
        denominators=_words(data.get("denominators", {})),
        scores=listed("scores"),
        clock_cues=listed("clock_cues"),
        ratings=listed("ratings"),
        address_cues=listed("address_cues"),
        suffixed=data.get("suffixed", ""),
        plurals=tuple(data.get("plurals", ())),
        decade_endings=tuple(data.get("decade_endings", ())),
        per_words=listed("per_words"),
        rates=listed("rates"),
        numbered=listed("numbered"),
    )


def _spelling(data: Mapping[str, Any]) -> Spelling:
    return Spelling(
        dictionary=data.get("dictionary", ""),
        alphabet=data.get("alphabet", ""),
        joints=tuple(data.get("joints", ())),
        endings=tuple(data.get("endings", ())),
        beginnings=frozenset(data.get("beginnings", ())),
        short=frozenset(data.get("short", ())),
        confused=tuple((one, other) for one, other in data.get("confused", ())),
        separate=frozenset(data.get("separate", ())),
    )
