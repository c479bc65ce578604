"""Addresses of the web and of mail, handles and tags: said part by part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from podcast.language.acronyms import capitals
from podcast.language.context import Claim, Context, claim

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>„“”\"»«()]*[\w/]|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
    r"|(?<![\w.@])[\w-]{2,63}(?:\.[\w-]{2,63})?"
    r"\.(?:de|com|org|net|info|eu|at|ch|be|fr|nl|tv|io|gov|edu|co\.uk)"
    r"(?:/[\w/.?=&%#+~-]*\w)?(?![\w]|\.\w)"
    r"|(?<![\w.@/])[\w-]{1,63}\.(?:co|ly|gl|me|to|cc|ru|pl)/[\w/.?=&%#+~-]*\w")
_DOMAIN = re.compile(r"(?<![^\s„\"(])\.([a-z]{2,4})(?![\w.])")
_HANDLE = re.compile(r"(?<![\w.@])@(\w{2,40}(?:\.[a-z0-9_]\w{0,39}){0,3})(?!\w)")
_TAG = re.compile(r"(?<![\w#&])#([^\W\d]\w{1,60})")
_PART = re.compile(r"\d+|[^\W\d_]+|.")
_HUMP = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])|(?<=[A-ZÄÖÜ])(?=[A-ZÄÖÜ][a-zäöü])|(?<=\D)(?=\d)"
                   r"|(?<=[_.])|(?=[_.])")


def addresses(context: Context) -> Iterator[Claim]:
    """Web and mail addresses, without the scheme."""
    for match in _ADDRESS.finditer(context.text):
        shown = re.sub(r"^https?://", "", match[0]).rstrip("/")
        parts = (_said(part, context) for part in _PART.findall(shown))
        yield claim(match.start(), match.end(), " ".join(parts))


def domains(context: Context) -> Iterator[Claim]:
    """The end of an address alone: .ru, .com."""
    dot = context.language.web.get(".", "")
    for match in _DOMAIN.finditer(context.text):
        name = _said(match[1], context)
        country = name == match[1] and len(name) == 2
        yield claim(match.start(), match.end(),
                    f"{dot} {' '.join(name.upper()) if country else name}")


def _said(part: str, context: Context) -> str:
    language = context.language
    if part.isdecimal():
        spell = language.spell
        return spell.digits(part) if part[0] == "0" or len(part) > 4 else spell.cardinal(int(part))
    known = language.web.get(part) or language.web.get(part.lower())
    return known or (capitals(part, language) if part.isupper() and len(part) > 1 else part)


def handles(context: Context) -> Iterator[Claim]:
    """@handles and #tags, humps apart: #BlackLivesMatter."""
    web = context.language.web
    for pattern, sign in ((_HANDLE, "@"), (_TAG, "tag")):
        for match in pattern.finditer(context.text):
            words = " ".join(_said(part, context) for part in _HUMP.sub(" ", match[1]).split())
            yield claim(match.start(), match.end(), f"{web.get(sign, '')} {words}".strip())
