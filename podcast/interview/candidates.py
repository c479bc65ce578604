"""Who may have spoken: everybody near a quotation, with the evidence for and against."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

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
    tagged: bool = False
    """By words of the quotation's own sentence that announce speech."""
    colon: bool = False
    """A colon leads from here to the quotation."""


class Evidence(NamedTuple):
    """One observation that speaks for or against a candidate."""

    name: str
    factor: float = 1.0
    announces: bool = False
    """Seen on words that announce speech."""


@dataclass(frozen=True, slots=True)
class ReadParagraph:
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


def in_zone(read: ReadParagraph, zone: Zone, register: Register) -> Iterator[Candidate]:
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
    read: ReadParagraph
    zone: Zone
    phrases: tuple[Phrase, ...]
    cues: tuple[Cue, ...]
    colon: bool
    start: int
    end: int


def _scored(mention: Mention, look: _Look) -> Candidate:
    evidence = [*_syntax(mention.phrase, look), *_standing(mention, look)]
    names = {one.name for one in evidence}
    announced = any(one.announces for one in evidence)
    return Candidate(mention.entity, _sum(evidence), mention.sure,
                     announced and look.zone.name != "next" and "late" not in names,
                     not names.isdisjoint(("colon", "colon_name")))


def _sum(evidence: Iterable[Evidence]) -> float:
    return sum(words.weight("speaker", one.name) * one.factor for one in evidence)


def _syntax(phrase: Phrase, look: _Look) -> Iterator[Evidence]:
    """How a phrase stands to the words that announce speech."""
    if phrase.kind == "noun" and _is_source(phrase, look):
        yield Evidence("source", announces=True)
        return
    if any(cue.kind == "impersonal" for cue in look.cues):
        yield from _impersonal(phrase, look)
        return
    quoting = next((cue for cue in look.cues if cue.kind == "quoting"), None)
    if quoting is not None and _is_quoted(phrase, quoting, look):
        yield Evidence("object", announces=True)
        return
    if phrase.attribute:
        yield Evidence("attribute")
    elif phrase.governed:
        yield Evidence("governed")
        opinion = phrase.governed in words.exact("quotes", "opinion")
        if opinion and look.colon and not look.cues:
            yield Evidence("for")
    elif "n" not in phrase.cases:
        yield Evidence("oblique")
    yield from _at_cues(phrase, look)
    yield from _without_cue(phrase, look)


def _at_cues(phrase: Phrase, look: _Look) -> Iterator[Evidence]:
    """The best place a phrase has at one of the cues."""
    found = ([], *(list(_at_cue(phrase, cue, look)) for cue in look.cues))
    yield from max(found, key=_sum)


def _at_cue(phrase: Phrase, cue: Cue, look: _Look) -> Iterator[Evidence]:
    verb = cue.place
    if cue.kind == "quoting":
        return
    nominative = [one for one in look.phrases if one.nominative]
    if phrase.first > verb:
        rank = sum(verb < one.first < phrase.first for one in nominative)
        yield Evidence(f"after_{min(rank, _NOUN_LIMIT)}", cue.strength, announces=True)
        yield Evidence("distance", float(min(phrase.first - verb - 1, 15)))
        if look.zone.name == "behind" and verb - look.start > _LATE:
            yield Evidence("late")
        if any(look.read.passage.tokens[at].text == "," for at in range(verb + 1, phrase.first)):
            yield Evidence("across_comma")
        if look.zone.name == "ahead" and look.colon is False:
            yield Evidence("ahead_after")
    else:
        yield from _before(phrase, cue, nominative, look)
    if look.zone.name == "ahead":
        yield Evidence("cue_far", float(min(look.end - verb, 20)))


def _is_quoted(phrase: Phrase, cue: Cue, look: _Look) -> bool:
    """`zitiert den Minister`, `der Minister wird zitiert`."""
    tokens = look.read.passage.tokens
    passive = any(tokens[at].low in words.folded("verbs", "passive")
                  for at in range(look.start, look.end))
    if phrase.governed or phrase.attribute or (phrase.first < cue.place and not passive):
        return False
    return passive or "a" in phrase.cases


def _before(phrase: Phrase, cue: Cue, nominative: Sequence[Phrase],
            look: _Look) -> Iterator[Evidence]:
    if cue.kind == "so":
        return
    tokens = look.read.passage.tokens
    between = [one for one in nominative if phrase.first < one.first < cue.place]
    opener = tokens[phrase.first - 1].low if phrase.first else ""
    if look.zone.name in ("behind", "between"):
        if opener in words.folded("quotes", "comparing") or any(
                tokens[at].low in words.folded("verbs", "auxiliary")
                for at in range(look.start, phrase.first)):
            yield Evidence("wie", cue.strength, announces=True)
        return
    yield Evidence(f"before_{min(len(between), _NOUN_LIMIT)}", cue.strength, announces=True)
    if phrase.first == look.start or phrase.first == look.read.passage.bounds(phrase.sentence)[0]:
        yield Evidence("begins")
    if any(tokens[at].text in (";", ":") for at in range(phrase.last, cue.place)):
        yield Evidence("cut_off")


def _without_cue(phrase: Phrase, look: _Look) -> Iterator[Evidence]:
    """Places that need no verb of saying."""
    tokens = look.read.passage.tokens
    zone = look.zone.name
    if look.colon and phrase.last == look.end - 1 and not phrase.governed and (
            phrase.first <= look.start + 2 and not look.cues):
        yield Evidence("colon_name", announces=True)
    if zone == "behind" and tokens[look.start].text == "(" and phrase.first == look.start + 1:
        yield Evidence("bracket", announces=True)
    if zone == "behind" and tokens[look.start].text in ("–", "—") and (
            phrase.first == look.start + 1 and not look.cues):
        yield Evidence("signed", announces=True)
    if not phrase.nominative or zone in ("behind", "between"):
        return
    rank = 0 if phrase.kind == "pronoun" else sum(
        one.nominative and one.first < phrase.first for one in look.phrases)
    if rank < 2:
        yield Evidence(f"{zone}_subject_{rank}")
    if look.colon:
        yield Evidence("colon")


def _impersonal(phrase: Phrase, look: _Look) -> Iterator[Evidence]:
    """`heißt es aus dem Ministerium`, `heißt es in einer Mitteilung der Polizei`."""
    head = phrase.nouns[-1]
    writings = words.exact("quotes", "writings")
    if head in writings or head.removesuffix("s").removesuffix("e") in writings or head.endswith(
            words.listed("quotes", "writing_endings")):
        yield Evidence("impersonal_writing", announces=True)
    elif phrase.attribute and not _behind_comma(phrase, look):
        yield Evidence("impersonal_owner", announces=True)
    elif phrase.governed in words.exact("quotes", "impersonal_from"):
        yield Evidence("impersonal_from", announces=True)
    else:
        yield Evidence("governed")


def _behind_comma(phrase: Phrase, look: _Look) -> bool:
    """`heißt es in der Mail, und dass die Zahl der Unfälle …`: another clause."""
    verb = next(cue.place for cue in look.cues if cue.kind == "impersonal")
    return any(look.read.passage.tokens[at].text == "," for at in range(verb, phrase.first))


def _is_source(phrase: Phrase, look: _Look) -> bool:
    """`laut X`, `X zufolge`, `nach Angaben von X`."""
    tokens = look.read.passage.tokens
    following = tokens[phrase.last].low if phrase.last < len(tokens) else ""
    if phrase.nouns[-1] in words.exact("quotes", "source_nouns"):
        return False
    behind = following in words.exact("quotes", "source_behind")
    if behind or phrase.governed in words.exact("quotes", "source_prepositions"):
        return True
    if not phrase.attribute:
        return False
    holder = next((one for one in look.phrases if one.last in (phrase.first, phrase.first - 1)),
                  None)
    return (holder is not None and holder.kind == "noun" and bool(holder.nouns)
            and holder.nouns[-1] in words.exact("quotes", "source_nouns")
            and holder.governed in words.exact("quotes", "source_before"))


def _standing(mention: Mention, look: _Look) -> Iterator[Evidence]:
    """Who it is, whatever the syntax says."""
    entity = mention.entity
    yield Evidence(entity.kind)
    if entity.named and entity.kind != "thing":
        yield Evidence("named")
    if entity.person is not None:
        yield Evidence("guest")
    if mention.phrase.kind == "pronoun":
        yield Evidence("pronoun")
    if look.zone.name in ("earlier", "next"):
        yield Evidence(look.zone.name)
    noun = mention.phrase.nouns[-1]
    if noun in words.exact("mentions", "never") and entity.kind != "person":
        yield Evidence("calendar")
    if not entity.named and noun.endswith(words.listed("quotes", "nouns")):
        yield Evidence("saying_noun")


def _owners(look: _Look, mentions: Sequence[Mention],
            register: Register) -> Iterator[Candidate]:
    """`Sein Fazit: „…“`, `die Antwort der Ministerin: „…“`: whose words they are."""
    if not look.colon:
        return
    for place, phrase in enumerate(look.phrases):
        if phrase.kind == "noun" and not phrase.governed and phrase.nouns[-1].endswith(
                words.listed("quotes", "nouns")):
            for entity, sure in _owners_of(look, place, mentions, register):
                yield Candidate(entity, words.weight("speaker", "owner"), sure, tagged=True)


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
