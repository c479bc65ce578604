"""Who may have spoken: everybody near a quotation, with the evidence for and against."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from podcast.interview import words
from podcast.interview.cues import Cue, cues_in, opening_cue
from podcast.interview.entities import Mention, Register
from podcast.interview.memory import Entity
from podcast.interview.phrases import Phrase
from podcast.interview.tokens import Passage

_WIDEST = 60
_NOUN_LIMIT = 3
_LATE = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be the speaker."""

    entity: Entity
    score: float
    sure: float
    reasons: tuple[str, ...]
    tagged: bool = False
    """By words of the quotation's own sentence that announce speech."""


@dataclass(frozen=True, slots=True)
class Read:
    """A paragraph with everybody it speaks of."""

    passage: Passage
    phrases: tuple[Phrase, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of tokens near a quotation: [start, end), and how it lies to it."""

    name: str
    """behind, between, ahead, earlier, next."""
    start: int
    end: int


def in_zone(read: Read, zone: Zone, register: Register) -> Iterator[Candidate]:
    """Everybody spoken of in a zone, scored."""
    if zone.end <= zone.start:
        return
    tokens = read.passage.tokens
    start, end = _narrowed(zone)
    first = bisect_left(read.phrases, start, key=lambda one: one.first)
    phrases = [one for one in read.phrases[first : first + _WIDEST] if one.last <= end]
    cues = list(cues_in(tokens, start, end))
    if zone.name in ("behind", "between") and not any(one.place <= start + 2 for one in cues):
        opening = opening_cue(tokens, start, end, phrases)
        cues += [opening] if opening else []
    cues.sort(key=lambda one: one.place)
    if zone.name not in ("earlier", "next"):
        cues = [one for one in cues if one.kind != "gesture" or zone.name == "ahead"]
    colon = zone.name in ("ahead", "earlier") and tokens[end - 1].text == ":"
    look = _Look(read, zone, tuple(phrases), tuple(cues), colon, start, end)
    first = bisect_left(read.mentions, start, key=lambda one: one.phrase.first)
    mentions = [one for one in read.mentions[first : first + _WIDEST] if one.phrase.last <= end]
    yield from (_scored(one, look) for one in mentions)
    yield from _owners(look, mentions, register)


def _narrowed(zone: Zone) -> tuple[int, int]:
    """A zone no wider than a tag may be, cut on the side away from the quotation."""
    if zone.name in ("ahead", "earlier"):
        return max(zone.start, zone.end - _WIDEST), zone.end
    return zone.start, min(zone.end, zone.start + _WIDEST)


@dataclass(frozen=True, slots=True)
class _Look:
    read: Read
    zone: Zone
    phrases: tuple[Phrase, ...]
    cues: tuple[Cue, ...]
    colon: bool
    start: int
    end: int


def _scored(mention: Mention, look: _Look) -> Candidate:
    evidence = [*_syntax(mention.phrase, look), *_standing(mention, look)]
    score = sum(words.weight("speaker", name) * factor for name, factor in evidence)
    announced = any(name.startswith(("after", "before", "source", "wie", "impersonal", "colon_name",
                                     "object", "bracket", "signed")) for name, _ in evidence)
    return Candidate(mention.entity, score, mention.sure, tuple(name for name, _ in evidence),
                     announced and look.zone.name != "next" and ("late", 1.0) not in evidence)


def _syntax(phrase: Phrase, look: _Look) -> Iterator[tuple[str, float]]:
    """How a phrase stands to the words that announce speech."""
    if phrase.kind == "noun" and _is_source(phrase, look):
        yield "source", 1.0
        return
    if any(cue.kind == "impersonal" for cue in look.cues):
        yield from _impersonal(phrase, look)
        return
    quoting = next((cue for cue in look.cues if cue.kind == "quoting"), None)
    if quoting is not None and any(_quoted_by(phrase, quoting, look)):
        yield "object", 1.0
        return
    if phrase.attribute:
        yield "attribute", 1.0
    elif phrase.governed:
        yield "governed", 1.0
        if look.colon and phrase.governed in ("für", "bei") and not look.cues:
            yield "for", 1.0
    elif "n" not in phrase.cases:
        yield "oblique", 1.0
    yield from _at_cues(phrase, look)
    yield from _without_cue(phrase, look)


def _at_cues(phrase: Phrase, look: _Look) -> Iterator[tuple[str, float]]:
    """The best place a phrase has at one of the cues."""
    best: tuple[float, list[tuple[str, float]]] = (0.0, [])
    for cue in look.cues:
        found = list(_at_cue(phrase, cue, look))
        value = sum(words.weight("speaker", name) * factor for name, factor in found)
        if value > best[0]:
            best = (value, found)
    yield from best[1]


def _at_cue(phrase: Phrase, cue: Cue, look: _Look) -> Iterator[tuple[str, float]]:
    verb = cue.place
    if cue.kind == "quoting":
        return
    nominative = [one for one in look.phrases if one.nominative]
    if phrase.first > verb:
        rank = sum(verb < one.first < phrase.first for one in nominative)
        yield f"after_{min(rank, _NOUN_LIMIT)}", cue.strength
        yield "distance", float(min(phrase.first - verb - 1, 15))
        if look.zone.name == "behind" and verb - look.start > _LATE:
            yield "late", 1.0
        if any(look.read.passage.tokens[at].text == "," for at in range(verb + 1, phrase.first)):
            yield "across_comma", 1.0
        if look.zone.name == "ahead" and look.colon is False:
            yield "ahead_after", 1.0
    else:
        yield from _before(phrase, cue, nominative, look)
    if look.zone.name == "ahead":
        yield "cue_far", float(min(look.end - verb, 20))


def _quoted_by(phrase: Phrase, cue: Cue, look: _Look) -> Iterator[tuple[str, float]]:
    """`zitiert den Minister`, `der Minister wird zitiert`."""
    tokens = look.read.passage.tokens
    passive = any(tokens[at].low in ("wird", "wurde", "werden", "wurden")
                  for at in range(look.start, look.end))
    if phrase.governed or phrase.attribute or (phrase.first < cue.place and not passive):
        return
    if passive or "a" in phrase.cases:
        yield "object", 1.0


def _before(phrase: Phrase, cue: Cue, nominative: Sequence[Phrase],
            look: _Look) -> Iterator[tuple[str, float]]:
    if cue.kind == "so":
        return
    tokens = look.read.passage.tokens
    between = [one for one in nominative if phrase.first < one.first < cue.place]
    opener = tokens[phrase.first - 1].low if phrase.first else ""
    if look.zone.name in ("behind", "between"):
        if opener in ("wie", "so") or any(tokens[at].low in words.folded("verbs", "auxiliary")
                                          for at in range(look.start, phrase.first)):
            yield "wie", cue.strength
        return
    yield f"before_{min(len(between), _NOUN_LIMIT)}", cue.strength
    if phrase.first == look.start or phrase.first == look.read.passage.bounds(phrase.sentence)[0]:
        yield "begins", 1.0
    if any(tokens[at].text in (";", ":") for at in range(phrase.last, cue.place)):
        yield "cut_off", 1.0


def _without_cue(phrase: Phrase, look: _Look) -> Iterator[tuple[str, float]]:
    """Places that need no verb of saying."""
    tokens = look.read.passage.tokens
    zone = look.zone.name
    if look.colon and phrase.last == look.end - 1 and not phrase.governed and (
            phrase.first <= look.start + 2 and not look.cues):
        yield "colon_name", 1.0
    if zone == "behind" and tokens[look.start].text == "(" and phrase.first == look.start + 1:
        yield "bracket", 1.0
    if zone == "behind" and tokens[look.start].text in ("–", "—") and (
            phrase.first == look.start + 1 and not look.cues):
        yield "signed", 1.0
    if not phrase.nominative or zone in ("behind", "between"):
        return
    rank = 0 if phrase.kind == "pronoun" else sum(
        one.nominative and one.first < phrase.first for one in look.phrases)
    if rank < 2:
        yield f"{zone}_subject_{rank}", 1.0
    if look.colon:
        yield "colon", 1.0


def _impersonal(phrase: Phrase, look: _Look) -> Iterator[tuple[str, float]]:
    """`heißt es aus dem Ministerium`, `heißt es in einer Mitteilung der Polizei`."""
    head = phrase.nouns[-1] if phrase.nouns else ""
    writing = head in words.exact("quotes", "writings") or head.removesuffix("s").removesuffix(
        "e") in words.exact("quotes", "writings")
    if writing or head.endswith(("mitteilung", "erklärung", "bericht", "schreiben")):
        yield "impersonal_writing", 1.0
    elif phrase.attribute:
        yield "impersonal_owner", 1.0
    elif phrase.governed in ("aus", "bei", "beim", "von", "vom", "seitens", "laut"):
        yield "impersonal_from", 1.0
    else:
        yield "governed", 1.0


def _is_source(phrase: Phrase, look: _Look) -> bool:
    """`laut X`, `X zufolge`, `nach Angaben von X`."""
    tokens = look.read.passage.tokens
    following = tokens[phrase.last].low if phrase.last < len(tokens) else ""
    if phrase.nouns[-1] in words.exact("quotes", "source_nouns"):
        return False
    if phrase.governed in ("laut", "gemäß") or following == "zufolge":
        return True
    if not phrase.attribute:
        return False
    holder = next((one for one in look.phrases if one.last in (phrase.first, phrase.first - 1)),
                  None)
    return (holder is not None and holder.kind == "noun" and bool(holder.nouns)
            and holder.nouns[-1] in words.exact("quotes", "source_nouns")
            and (holder.governed in ("nach", "aus", "laut") or following == "zufolge"))


def _standing(mention: Mention, look: _Look) -> Iterator[tuple[str, float]]:
    """Who it is, whatever the syntax says."""
    entity = mention.entity
    yield entity.kind, 1.0
    if entity.named and entity.kind != "thing":
        yield "named", 1.0
    if entity.person is not None:
        yield "guest", 1.0
    if mention.phrase.kind == "pronoun":
        yield "pronoun", 1.0
    if look.zone.name in ("earlier", "next"):
        yield look.zone.name, 1.0
    noun = mention.phrase.nouns[-1]
    if noun in words.exact("mentions", "never"):
        yield "calendar", 1.0
    if not entity.named and noun.endswith(words.listed("quotes", "nouns")):
        yield "saying_noun", 1.0


def _owners(look: _Look, mentions: Sequence[Mention],
            register: Register) -> Iterator[Candidate]:
    """`Sein Fazit: „…“`, `die Antwort der Ministerin: „…“`: whose words they are."""
    if not look.colon:
        return
    for place, phrase in enumerate(look.phrases):
        if phrase.kind == "noun" and not phrase.governed and phrase.nouns[-1].endswith(
                words.listed("quotes", "nouns")):
            for entity, sure in _owners_of(look, place, mentions, register):
                yield Candidate(entity, words.weight("speaker", "owner"), sure, ("owner",), True)


def _owners_of(look: _Look, place: int, mentions: Sequence[Mention],
               register: Register) -> Iterator[tuple[Entity, float]]:
    """By possessive, by a name in the genitive before, by an attribute behind."""
    phrase = look.phrases[place]
    meant = None
    if phrase.determiner in words.exact("mentions", "his"):
        meant = register.owner("male")
    elif phrase.determiner in words.exact("mentions", "her"):
        meant = register.owner("female")
    if meant is not None:
        yield meant
    named = register.by_name(phrase.nouns[-2]) if len(phrase.nouns) > 1 else None
    if named is not None:
        yield named, 1.0
    yield from ((one.entity, one.sure) for one in mentions if one.phrase.attribute
                and one.phrase in look.phrases[place + 1 : place + 2])
