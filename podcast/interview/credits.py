"""Who took a picture, who asked, who wrote: lines of names around a conversation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from podcast.interview import words
from podcast.interview.patterns import UPPER

_LONGEST_CAPTION = 220
_LONGEST_AUTHOR = 200
_CREDIT_END = re.compile(
    r"(?:\(?(?:Fotos?|FOTOS?|Bild(?:er)?|BILD(?:ER)?|©)\s?[:©]?\s?[^()]{2,60}\)?|©[^()]{2,60}"
    r"|\([^()/]{2,60}/[^()]{2,40}\))\.?$")
_ALONE = re.compile(r"von", re.IGNORECASE)
"""`Von Ada Blau` alone is the authors' line."""
_JOINED = re.compile(r"\sund\s|\s&\s|\s?/\s?|,\s")
_IN_BRACKETS = re.compile(r"\((?:Text|Interview|Fotos?|Bilder?|Illustration(?:en)?|Video|Grafik)\)",
                          re.IGNORECASE)


@cache
def _credit_pattern() -> re.Pattern[str]:
    agencies = "|".join(re.escape(one) for one in
                        sorted(words.listed("box", "agencies"), key=len, reverse=True))
    name = rf"{UPPER}[\w.\-]+(?:\s{UPPER}[\w.\-]+){{0,3}}"
    more = rf"(?:\s?[/,]\s?(?:{agencies}|{name}))*"
    return re.compile(rf"\W*(?:{name}\s?/\s?)?(?:{agencies}){more}\W*")


def is_credit(text: str) -> bool:
    """Whether a whole paragraph is nothing but a photo credit."""
    return len(text) < 120 and _credit_pattern().fullmatch(text) is not None


def ends_with_credit(text: str) -> bool:
    """Whether a short paragraph ends with a photo credit."""
    return len(text) <= _LONGEST_CAPTION and _CREDIT_END.search(text) is not None


def is_caption(text: str) -> bool:
    """Whether a short paragraph says where somebody stands in a picture, or what kind it is."""
    return len(text) <= _LONGEST_CAPTION and words.holds(text, "boilerplate", "caption")


def names_makers(text: str) -> bool:
    """Whether a line says who wrote, asked or took pictures: `Ada Blau (Text), Bo Ried (Fotos)`."""
    made = makers_of(text)
    return (len(text) <= _LONGEST_AUTHOR and _IN_BRACKETS.search(text) is not None) or (
        made is not None and made != Makers())


@dataclass(frozen=True, slots=True)
class Makers:
    """Whom a line of crafts and names gives; empty where it does not say it."""

    asks: str = ""
    writes: str = ""


def makers_of(text: str) -> Makers | None:
    """What a whole line of crafts and full names says (`Interview: Ada Blau, Fotos: Bo Ried`);
    None for anything else."""
    line = text.strip(" ()–—-*•")
    if len(text) > _LONGEST_AUTHOR or _makers().fullmatch(line) is None:
        return None
    made = _maker().findall(line)
    if len(made) == 1 and _ALONE.fullmatch(made[0][0]):
        return None
    found = {kind: _printed(name) for craft, name in made
             for kind in ("asks", "writes") if _does(craft, kind)}
    return Makers(**found)


def _printed(name: str) -> str:
    """A name as it is written in a text, also where the line is in capitals."""
    return name.rstrip(".").title() if name.isupper() else name.rstrip(".")


def _does(crafts: str, kind: str) -> bool:
    return any(words.starts(craft, "boilerplate", kind) == craft
               for craft in _JOINED.split(crafts))


@cache
def _maker() -> re.Pattern[str]:
    """One or more crafts and the full names behind them: (crafts, names)."""
    known = "|".join(re.escape(one) for kind in ("asks", "writes", "pictures") for one in
                     sorted(words.listed("boilerplate", kind), key=len, reverse=True))
    craft = rf"(?:(?i:{known})(?!\w))"
    small = "|".join(words.listed("labels", "particles"))
    begins = "|".join((*words.listed("grammar", "articles"), *words.listed("grammar", "not_nouns"),
                       *words.listed("grammar", "prepositions"),
                       *(one.split()[0] for one in words.listed("people", "greetings"))))
    agencies = "|".join(re.escape(one) for one in words.listed("box", "agencies"))
    word = rf"(?!{craft}){UPPER}[\w.'’\-]*"
    name = rf"(?!(?i:{begins})\s){word}(?:\s(?:(?:{small})\s)*{word}){{1,4}}"
    more = rf"(?:(?:,|\sund|\sUND|\s&|\s?/)\s?(?:{name}|{agencies}))*"
    return re.compile(rf"({craft}(?:(?:\sund\s|\s&\s|\s?/\s?|,\s){craft})*)"
                      rf"(?:\s?[:|©–]|\svon)?\s({name}{more})")


@cache
def _makers() -> re.Pattern[str]:
    one = _maker().pattern
    return re.compile(rf"{one}(?:\s?[,;|/·•–.]?\s?{one})*\.?")


@cache
def _names() -> re.Pattern[str]:
    """One or more full names, joined; not the next word for another craft."""
    word = rf"(?!Foto|Bild|Illustration|Text|FOTO|BILD|TEXT){UPPER}[\w.'’\-]*"
    particle = "|".join(words.listed("labels", "particles"))
    name = rf"{word}(?:\s(?:(?:{particle})\s)*{word}){{0,3}}"
    return re.compile(rf"{name}(?:(?:,|\sund|\sUND|\s&|\s/)\s{name})*")


def author_of(text: str) -> str:
    """Who asked, from `Das Interview führte …`; empty if the paragraph does not say it."""
    made = makers_of(text)
    if made is not None and made.asks:
        return made.asks
    start = text.lstrip("(–-—*• ")
    phrase = words.starts(start, "boilerplate", "author")
    if not phrase or len(text) > _LONGEST_AUTHOR:
        return ""
    rest = _after_articles(start[len(phrase) :].lstrip(": "))
    found = _names().match(rest)
    if found is None or (len(phrase.split()) == 1 and not _ends(rest[found.end() :])):
        return ""
    return found[0].rstrip(".,")


def _ends(rest: str) -> bool:
    """Whether nothing but another craft's names follows."""
    return not rest.strip(" .)") or rest.lstrip(" ,.;|/")[:4].casefold() in ("foto", "bild", "text")


def _after_articles(rest: str) -> str:
    known = words.folded("boilerplate", "author_article")
    while (parts := rest.split(" ", 1))[0].casefold() in known and len(parts) > 1:
        rest = parts[1]
    return rest


def says_who_asked(text: str) -> bool:
    """Whether a short paragraph says who led the conversation, named or not."""
    start = text.lstrip("(–-—*• ")
    phrase = words.starts(start, "boilerplate", "author")
    return bool(author_of(text)) or (len(phrase.split()) > 1 and len(text) <= _LONGEST_AUTHOR)
