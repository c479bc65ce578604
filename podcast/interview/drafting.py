"""Article → Draft: every paragraph decided, and the script that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import NAMESPACE_URL, uuid5

from podcast.article.byline import byline_of
from podcast.interview import dialogue, words
from podcast.interview.casting import NARRATOR, Troupe, assemble
from podcast.interview.chapters import propose
from podcast.interview.credits import author_of, makers_of
from podcast.interview.labels import is_outlet
from podcast.interview.naming import interview_title, opening_words, slugify
from podcast.interview.recognition import recognise
from podcast.interview.scoring import Decision, ParagraphRole
from podcast.interview.speech import quoted
from podcast.interview.turns import Staged, stage
from podcast.interview.units import Unit
from podcast.model import Article, Heading, Script, Span, Turn

_MOST_REASONS = 3
_TOGETHER = 0.5
"""How sure it is who says what several people say."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user states about an article; empty: take it from the article."""

    title: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    created: str = ""
    """ISO 8601 date and time with offset: now, as the caller sees it."""
    show_guid: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What was decided about one paragraph or turn of the source, and why."""

    text: str
    """Source text including its label."""
    role: ParagraphRole
    speaker: str
    """Display name, or empty."""
    confidence: float
    reasons: tuple[str, ...]
    quotes: tuple[tuple[int, int, str], ...] = ()
    """Direct speech: start, end (offsets into `text`) and the speaker's display name."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A first script of an article, how it was decided, and what the user should know."""

    script: Script
    paragraphs: tuple[Paragraph, ...]
    notices: tuple[str, ...] = ()


def draft(article: Article, options: Options) -> Draft:
    """The script of an article: all its text, in order, spoken or left out with a reason."""
    found = recognise(article)
    held, cut = found.dialogue, found.units
    decisions = _without_partial_headings(cut, found.decisions, article)
    decisions = _without_empty_headings(decisions)
    author = options.author or _author(article, cut, decisions)
    troupe = assemble(held, _publisher(article, held), author)
    spoken = quoted([unit.text for unit in cut], held.guests,
                    [one.role == "narration" for one in decisions])
    staged = stage(cut, decisions, troupe, spoken)
    script = _script(article, options, troupe, staged)
    paragraphs = tuple(_paragraph(*row) for row in zip(cut, decisions, staged, strict=True))
    seen = () if held.guests else dialogue.seen_labels(found.texts, found.uses)
    opening = _opening_paragraphs(article, troupe)
    return Draft(script, (*opening, *paragraphs),
                 _notices(article, held, troupe, seen, found.reasons))


def _paragraph(unit: Unit, decision: Decision, staged: Staged) -> Paragraph:
    together = bool(unit.label) and unit.person is None
    sure = min(decision.confidence, _TOGETHER) if together else decision.confidence
    return Paragraph(unit.text, decision.role, staged.speaker, sure, decision.reasons,
                     staged.quotes)


def _opening_paragraphs(article: Article, troupe: Troupe) -> tuple[Paragraph, ...]:
    """Headline and standfirst, which every article sets apart itself."""
    found = []
    if article.title:
        found.append(Paragraph(article.title, "heading", "", 1.0, ("headline of the article",)))
    if article.subtitle:
        found.append(Paragraph(article.subtitle, "narration", troupe.narrator.name, 1.0,
                               ("standfirst of the article",)))
    return tuple(found)


def _without_partial_headings(cut: Sequence[Unit],
                              decisions: Sequence[Decision],
                              article: Article) -> tuple[Decision, ...]:
    """Only a whole block of the article can be a heading."""
    whole = {block.text for block in article.blocks}
    return tuple(
        Decision("narration", 0.5, ()) if one.role == "heading" and unit.text not in whole else one
        for unit, one in zip(cut, decisions, strict=True))


def _without_empty_headings(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Nobody hears a heading above nothing but the next one: it is read as text, and marked."""
    following = [*(one.role for one in decisions[1:]), *["heading"][: len(decisions)]]
    return tuple(
        Decision("narration", 0.5, one.reasons, "heading")
        if one.role == after == "heading" else one
        for one, after in zip(decisions, following, strict=True))


def _publisher(article: Article, held: dialogue.Dialogue) -> str:
    outlets = [one.name for one in held.journalists if any(is_outlet(form) for form in one.forms)]
    return article.publisher or next(iter(outlets), "")


def _author(article: Article, cut: Sequence[Unit], decisions: Sequence[Decision]) -> str:
    """Who asked, or else who wrote: the author's line counts only where it was left out."""
    asked = next((found for unit in cut if (found := author_of(unit.text))), "")
    wrote = next((found for unit, one in zip(cut, decisions, strict=True)
                  if one.role == "boilerplate" and (found := _written_by(unit.text))), "")
    return article.author or asked or wrote


def _written_by(text: str) -> str:
    made = makers_of(text)
    return byline_of(text) if made is None else made.writes


def _script(article: Article, options: Options, troupe: Troupe,
            staged: Sequence[Staged]) -> Script:
    title = options.title or article.title or _derived_title(article, troupe)
    slug = slugify(title)
    turns, chapters = _divide(_opening(article, title), staged, troupe, article)
    return Script(
        id=str(uuid5(NAMESPACE_URL, f"{options.show_guid}/{options.created}/{slug}")),
        slug=slug, title=title, cast=troupe.cast, turns=turns, chapters=chapters,
        author=troupe.author, publisher=troupe.publisher,
        published=options.published or article.published, created=options.created,
        language=article.language, url=options.url or article.url)


def _derived_title(article: Article, troupe: Troupe) -> str:
    names = [one.name for one in troupe.guests if one.name]
    if names:
        return interview_title(names)
    return opening_words(article.blocks[0].text) if article.blocks else ""


def _opening(article: Article, title: str) -> list[Turn]:
    """Headline and standfirst: the title is announced anyway, a standfirst is read."""
    found = []
    if article.title and article.title != title:
        found.append(Turn("omitted", "", (Span(article.title),),
                          reason=words.text("reasons", "title")))
    if article.subtitle:
        found.append(Turn("narration", NARRATOR, (Span(article.subtitle),)))
    return found


def _divide(opening: list[Turn], staged: Sequence[Staged], troupe: Troupe,
            article: Article) -> tuple[tuple[Turn, ...], tuple[Heading, ...]]:
    """Turns with their chapters: the printed headings, or proposed ones."""
    printed = tuple(Heading(one.heading) for one in staged if one.heading)
    turns, chapter = list(opening), -1
    for one in staged:
        chapter += bool(one.heading)
        turns.extend(_at(turn, chapter) for turn in one.turns)
    if printed:
        return tuple(turns), printed
    proposals = propose(turns, frozenset(one.key for one in troupe.journalists),
                        [*troupe.held.journalists, *troupe.held.guests],
                        frozenset(block.text for block in article.blocks))
    starts = {one.turn: place for place, one in enumerate(proposals)}
    divided, chapter = [], -1
    for index, turn in enumerate(turns):
        chapter = starts.get(index, chapter)
        divided.append(_at(turn, chapter))
    return tuple(divided), tuple(Heading(one.title) for one in proposals)


def _at(turn: Turn, chapter: int) -> Turn:
    return replace(turn, chapter=chapter)


def _notices(article: Article, held: dialogue.Dialogue, troupe: Troupe,
             seen: tuple[str, ...], reasons: tuple[str, ...]) -> tuple[str, ...]:
    found = list(article.notices)
    if reasons:
        found.append("Labels are missing; this was taken for an interview because "
                     f"{', '.join(reasons[:_MOST_REASONS])}. Look over who says what.")
    if seen:
        found.append(f"No interview was recognised: the labels {' and '.join(seen)} were seen, "
                     "but too few turns are labelled. One narrator reads everything. Write the "
                     "names before the paragraphs in the script.")
    elif not held.guests:
        found.append("No interview was recognised: nobody's turns are labelled. "
                     "One narrator reads everything.")
    if any(not guest.name for guest in troupe.guests):
        found.append("The guest is not named in the article: write the name into the cast.")
    return tuple(found)
