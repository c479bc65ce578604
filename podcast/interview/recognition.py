"""Which conversation an article holds: several readings, of which the likeliest is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from podcast.article.byline import byline_of
from podcast.interview.credits import author_of, makers_of
from podcast.interview.dialogue import Dialogue, hold, one_sided
from podcast.interview.features import Sight, observe
from podcast.interview.guests import introduced
from podcast.interview.labels import Use, find_uses, other_uses
from podcast.interview.people import Person
from podcast.interview.scoring import Decision, decide
from podcast.interview.units import Unit, cut, join_lone_labels
from podcast.interview.verdict import judge
from podcast.model import Article, Block

_ENOUGH = 0.0
_LEAST_QUESTIONS = 2
_BESIDE = 12
"""In so many captions and headings a guest is looked for."""
_NOBODY = Person("", (), "")
"""Whoever asks or answers and is not named anywhere."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """An article cut into units, who speaks in it, and the role of every unit."""

    units: tuple[Unit, ...]
    dialogue: Dialogue
    decisions: tuple[Decision, ...]
    uses: tuple[Use, ...]
    texts: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    """What speaks for an interview, where labels do not say so."""


@dataclass(frozen=True, slots=True)
class _Material:
    """What every reading starts from."""

    head: str
    """Title, standfirst and authors."""
    beside: tuple[str, ...]
    """Captions, headings, boxes: nobody's turns, but names stand in them."""
    blocks: tuple[Block, ...]
    texts: tuple[str, ...]
    uses: tuple[Use, ...]

    @property
    def whole_head(self) -> str:
        """The head and everything that stands beside the text."""
        return "\n".join([self.head, *self.beside])


def recognise(article: Article) -> Recognised:
    """The likeliest reading of an article; nobody speaks in it unless the evidence suffices."""
    material = _material(article)
    labelled = hold(material.texts, material.uses, material.whole_head)
    if labelled.guests:
        return _settled(material, labelled)
    if sum(block.text.count("?") for block in material.blocks) < _LEAST_QUESTIONS:
        return _narrated(material)
    guesses, introduction = _guesses(article, material)
    for dialogue in guesses:
        units, sight = _see(material, dialogue)
        decisions = decide(sight.observed, spoken=True, strict=sight.strict)
        verdict = judge(material.head, units, sight, decisions, introduction)
        if verdict.score > _ENOUGH:
            return Recognised(units, dialogue, decisions, material.uses, material.texts,
                              verdict.reasons)
    return _narrated(material)


def _material(article: Article) -> _Material:
    blocks, lone = join_lone_labels(article.blocks)
    texts = tuple(block.text if block.kind in ("paragraph", "list") else "" for block in blocks)
    uses = [use for index, text in enumerate(texts) if makers_of(text) is None
            for use in find_uses(index, text)]
    ordered = sorted([*lone, *other_uses(texts), *uses], key=lambda use: (use.block, use.start))
    head = "\n".join((article.title, article.subtitle, article.author))
    return _Material(head, _beside(blocks), blocks, texts, tuple(ordered))


def _beside(blocks: Sequence[Block]) -> tuple[str, ...]:
    return tuple(block.text for block in blocks if block.kind not in ("paragraph", "list"))


def _see(material: _Material, dialogue: Dialogue) -> tuple[tuple[Unit, ...], Sight]:
    units = cut(material.blocks, material.uses, dialogue)
    return units, observe(units, dialogue)


def _settled(material: _Material, dialogue: Dialogue) -> Recognised:
    """The reading in which labels say who speaks; somebody may ask without a label."""
    asked = dialogue if dialogue.journalists else replace(dialogue, journalists=(_NOBODY,))
    units, sight = _see(material, asked)
    decisions = decide(sight.observed, spoken=True)
    if not any(one.role == "question" for one in decisions):
        asked = dialogue
    return Recognised(units, asked, decisions, material.uses, material.texts)


def _narrated(material: _Material) -> Recognised:
    units, sight = _see(material, Dialogue())
    decisions = decide(sight.observed, spoken=False)
    return Recognised(units, Dialogue(), decisions, material.uses, material.texts)


def _guesses(article: Article, material: _Material) -> tuple[list[Dialogue], float]:
    """Conversations in which one side or both have too few labels, or none; how clearly a guest
    is introduced."""
    authors = _authors(article, material.texts)
    partial = one_sided(material.texts, material.uses, material.whole_head)
    taken = [*authors, *(one.name for one in partial.journalists)]
    guest, introduction = introduced(
        [material.head, *material.beside[:_BESIDE]], material.texts, taken)
    guests = (guest if guest is not None else _NOBODY,)
    plain = Dialogue((_NOBODY,), guests)
    if not partial.speakers:
        return [plain], introduction
    labelled = Dialogue(partial.journalists or (_NOBODY,), partial.guests or guests)
    return [labelled, plain], introduction


def _authors(article: Article, texts: Sequence[str]) -> list[str]:
    near = [*texts[:6], *texts[-4:]]
    found = [author_of(text) or byline_of(text) for text in near]
    return [name for name in (article.author, article.publisher, *found) if name]
