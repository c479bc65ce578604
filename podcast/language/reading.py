"""From displayed text to words with the way they are spoken."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from podcast.engines.base import Preferences
from podcast.language.context import Claim, Context, Piece
from podcast.language.folding import EMOJI, Folded, fold
from podcast.language.lexicon import EMPTY, Lexicon, foreign_letters
from podcast.language.rules import claimable, claims
from podcast.language.tables import Language
from podcast.words import Word

WORDS = Preferences()
"""Of an engine that takes words, and nothing else."""
SCRIPT = "script"
"""Source of what the author of a script wishes."""
STOPS = ".,:;!?"
_DASHES = "-–—−―‒‐"
_PAUSES = "-–—−―‒….,:;"
_HYPHENS = "-–‐"
_SEPARATORS = "/|*_\\~^<>·•"
_OPENING, _CLOSING = "([{", (")", "]", "}")
_APOSTROPHES = "'’‘`´"
_TOKEN = re.compile(r"\S+")
_FOREIGN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+){0,9}")
_PLAIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]+[.,:;!?]?")


@dataclass(frozen=True, slots=True)
class Override:
    """What a script's author says about the characters [start, end) of an utterance."""

    start: int
    end: int
    say: str | None = None
    lang: str = ""
    stress: bool = False


def read(
    text: str, overrides: Sequence[Override], language: Language,
    preferences: Preferences = WORDS, lexicon: Lexicon = EMPTY,
) -> tuple[Word, ...]:
    """The words of a sentence: every displayed character that is no space is in exactly one.

    A word's `spoken` holds what an engine is given, with the punctuation that shapes prosody; it
    is empty for what is not said. What the author of a script wishes comes first, then the
    lexicon, then the rules; an engine's preferences decide the form.
    """
    folded = fold(text)
    own = [replace(one, start=folded.plain(one.start), end=folded.plain(one.end))
           for one in overrides]
    context = Context(folded.text, language, preferences.numbers)
    found = _claims(context, own, preferences, lexicon)
    words = [_word(folded.text, run, language, preferences)
             for run in _runs(folded.text, found)]
    marked = [_marked(word, own, preferences) for word in _punctuated(folded.text, words)]
    return tuple(_displayed(word, folded) for word in marked)


def _claims(context: Context, overrides: Sequence[Override], preferences: Preferences,
            lexicon: Lexicon) -> list[Piece]:
    """What is read in another way than it is written, the author's wishes first."""
    found = [one for override in overrides
             for one in _wished(context, override, preferences) if one[0].start < one[0].end]
    taken = _reserved(context, overrides)
    entries = [one for one in lexicon.find(context.text, context.language, preferences)
               if claimable(one, taken)]
    ruled = _arbitrated(claims(context, _reserved(context, overrides)), entries)
    return sorted((piece for one in (*found, *ruled) for piece in one),
                  key=lambda piece: piece.start)


def _reserved(context: Context, overrides: Sequence[Override]) -> bytearray:
    """What is not open to rules and lexicon, for the author has said how it is read: 1 there."""
    taken = bytearray(len(context.text))
    for override in overrides:
        if override.say is not None or override.lang:
            taken[override.start : override.end] = b"\1" * (override.end - override.start)
    return taken


def _arbitrated(ruled: Sequence[Claim], entries: Sequence[Claim]) -> list[Claim]:
    """Entries of the lexicon, and what the rules claim beside them.

    An entry gives way only to a rule that needs its word for more: `Uhr` in 14.30 Uhr.
    """
    kept = [entry for entry in entries if all(_inside(one, entry) for one in ruled
                                              if _overlap(one, entry))]
    return [*kept, *(one for one in ruled if not any(_overlap(one, entry) for entry in kept))]


def _overlap(one: Claim, other: Claim) -> bool:
    return one[0].start < other[-1].end and other[0].start < one[-1].end


def _inside(one: Claim, other: Claim) -> bool:
    return other[0].start <= one[0].start and one[-1].end <= other[-1].end


def _wished(context: Context, override: Override, preferences: Preferences) -> Iterator[Claim]:
    """What the author says; in another language word by word, in letters if need be."""
    if override.say is not None:
        yield (Piece(override.start, override.end, override.say, source=SCRIPT),)
    elif override.lang and not preferences.switches:
        for match in _FOREIGN.finditer(context.text, override.start, override.end):
            spoken = foreign_letters(match[0], override.lang, context.language)
            if spoken:
                yield (Piece(match.start(), match.end(), spoken, source=SCRIPT),)


def _displayed(word: Word, folded: Folded) -> Word:
    """The word with its place in the written text."""
    start, end = folded.written(word.start, word.end)
    return word if folded.origin is None else word._replace(start=start, end=end)


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters without a space between them, or held together by a claim."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


def _runs(text: str, found: Sequence[Piece]) -> Iterator[_Run]:
    waiting = deque(found)
    tokens = deque(match.span() for match in _TOKEN.finditer(text))
    while tokens:
        start, end = tokens.popleft()
        inside: list[Piece] = []
        reach = end
        while True:
            while waiting and waiting[0].start < end:
                inside.append(waiting.popleft())
                reach = max(reach, _before_spaces(text, inside[-1].end))
            if not tokens or tokens[0][0] >= reach:
                break
            end = tokens.popleft()[1]
        yield _Run(start, end, tuple(inside))


def _before_spaces(text: str, end: int) -> int:
    while end and text[end - 1].isspace():
        end -= 1
    return end


def _word(text: str, run: _Run, language: Language, preferences: Preferences) -> Word:
    if not run.pieces and _PLAIN.fullmatch(text, run.start, run.end):
        return Word(run.start, run.end, text[run.start : run.end])
    only = run.pieces[0] if len(run.pieces) == 1 and _alone(text, run, run.pieces[0]) else None
    ipa = only.ipa if only and preferences.ipa else ""
    lang = only.lang if only and preferences.switches and not ipa else ""
    if only and (ipa or lang):
        shown = replace(only, spoken=text[only.start : only.end])
        run = replace(run, pieces=(shown,))
    sources = ", ".join(dict.fromkeys(one.source for one in run.pieces if one.source))
    return Word(run.start, run.end, _spoken(text, run, language), lang, ipa=ipa, source=sources)


def _spoken(text: str, run: _Run, language: Language) -> str:
    spoken: list[str] = []
    at = run.start
    for piece in run.pieces:
        _join(spoken, _literal(text, at, piece.start, language))
        _join(spoken, piece.spoken)
        at = max(at, piece.end)
    _join(spoken, _literal(text, at, run.end, language))
    return clean("".join(spoken))


def _alone(text: str, run: _Run, piece: Piece) -> bool:
    """Whether nothing but punctuation stands beside a piece."""
    around = text[run.start : piece.start] + text[piece.end : run.end]
    return not any(one.isalnum() for one in around)


def _join(spoken: list[str], more: str) -> None:
    """Go on with more letters; where two words would touch, a space parts them."""
    if more:
        touching = bool(spoken) and spoken[-1][-1].isalnum() and more[0].isalnum()
        spoken.append(f" {more}" if touching else more)


def _literal(text: str, start: int, end: int, language: Language) -> str:
    """Characters that no rule claimed, as they are said."""
    return "".join(_character(text, at, language) for at in range(start, end))


def _character(text: str, at: int, language: Language) -> str:
    letter, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if letter in language.symbols:
        return _symbol(text, at, language)
    if letter.isalnum() or (unicodedata.category(letter) == "Mn" and before.isalpha()):
        return letter
    return _mark(letter, before, after, language)


def _mark(letter: str, before: str, after: str, language: Language) -> str:
    """A punctuation mark between its neighbours; quotation marks and brackets are not said."""
    inside = before.isalnum() and after.isalnum()
    if letter in STOPS:
        return _stop(letter, before + after, inside, language)
    if letter in _DASHES:
        return ("-" if letter in _HYPHENS else ", ") if inside else _dash(before, after)
    if letter in _APOSTROPHES:
        return "'" if inside else ""
    if letter == "…":
        return "... " if inside else "..."
    return " " if letter in _SEPARATORS else ""


def _stop(letter: str, around: str, inside: bool, language: Language) -> str:
    words = language.numerals.words
    if around.isdecimal() and len(around) == 2:
        said = {".": words["dot"], ",": words["point"], ":": words["against"]}
        return f" {said[letter]} " if letter in said else letter
    return f"{letter} " if inside else letter


def _dash(before: str, after: str) -> str:
    """A dash that joins nothing: a pause between spaces, nothing in `Haupt- und`."""
    return "," if (before + after).isspace() or not before + after else ""


def _symbol(text: str, at: int, language: Language) -> str:
    letter = text[at]
    if at and text[at - 1] == letter:
        return ""
    pair = letter * 2
    doubled = text.startswith(pair, at) and pair in language.symbols
    return f" {language.symbols[pair if doubled else letter]} "


def clean(spoken: str) -> str:
    """What engines may be given: no control characters, one space, one stop at a time."""
    spoken = "".join(" " if one.isspace() else one for one in spoken
                     if one.isspace() or unicodedata.category(one)[0] != "C")
    spoken = re.sub(r"[.,:;!?]+(?: +[.,:;!?]+)*", _one_stop, " ".join(spoken.split()))
    return re.sub(r" ([.,:;!?])", r"\1", spoken).lstrip(STOPS + " ")


def _one_stop(match: re.Match[str]) -> str:
    stops = match[0]
    strongest = next((one for one in "?!" if one in stops), "")
    return strongest or ("," if stops.count(".") > 1 else stops[-1])


def _punctuated(text: str, words: list[Word]) -> list[Word]:
    """The words with the pauses that brackets and free-standing dashes make."""
    done: list[Word] = []
    said = -1
    for at, word in enumerate(words):
        shown = text[word.start : word.end]
        silent = not any(one.isalnum() for one in word.spoken)
        if said >= 0 and (shown[0] in _OPENING or EMOJI.match(shown)
                          or (silent and any(c in _PAUSES for c in shown))):
            done[said] = _paused(done[said])
        if silent and said >= 0 and shown[-1:] in "?!":
            ended = done[said].spoken.rstrip(STOPS) + shown[-1]
            done[said] = done[said]._replace(spoken=ended)
        closes = shown.rstrip(STOPS).endswith(_CLOSING) and at + 1 < len(words)
        word = word._replace(spoken="") if silent else _paused(word) if closes else word
        said = said if silent else at
        done.append(word)
    return done


def _paused(word: Word) -> Word:
    return word if word.spoken.endswith(tuple(STOPS)) else word._replace(spoken=word.spoken + ",")


def _marked(word: Word, overrides: Sequence[Override], preferences: Preferences) -> Word:
    """The word with the author's wishes that the engine can fulfil."""
    mine = [one for one in overrides if one.start < word.end and word.start < one.end]
    if not mine:
        return word
    lang = next((one.lang for one in mine if one.lang and preferences.switches), word.lang)
    stress = preferences.stress and any(one.stress for one in mine)
    said = stress or lang != word.lang
    return word._replace(lang=lang, stress=stress, source=SCRIPT if said else word.source)


def silent_signs(text: str, language: Language) -> tuple[str, ...]:
    """Signs of a text that the language has no word for: they are displayed and not heard."""
    folded = fold(text).text
    named = {*language.symbols, *"".join((*language.units, *language.currencies)),
             *language.numerals.fractions, *language.life, *_SEPARATORS, *_DASHES, *_APOSTROPHES,
             *"<>⁻"}
    signs = (one for one in folded if unicodedata.category(one)[0] == "S" and one not in named)
    return tuple(dict.fromkeys(one for one in signs if not _is_emoji(one)))


def _is_emoji(sign: str) -> bool:
    if not EMOJI.match(sign):
        return False
    from emoji import is_emoji

    return is_emoji(sign)
