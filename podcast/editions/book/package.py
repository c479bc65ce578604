"""The package document: what the book is, what it consists of, and who can read it how.

EPUB 3.3, 5; EPUB Accessibility 1.1, 3. Conformance is not claimed: that takes somebody who has
looked at the book.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape
from uuid import NAMESPACE_URL, UUID, uuid5

from podcast.editions.address import web_address
from podcast.editions.base import Context
from podcast.editions.book.overlay import ACTIVE, PLAYING
from podcast.editions.captions import clock
from podcast.editions.speakers import credited
from podcast.editions.wording import one_line, wording
from podcast.feed.item import episode_date, in_zone
from podcast.model import Episode, Script

_ROLES = {"guest": "ive", "journalist": "ivr"}
"""MARC relators: interviewee, interviewer."""
_SUFFICIENT = ("textual,auditory", "textual", "auditory")
_FEATURES = ("synchronizedAudioText", "tableOfContents", "readingOrder", "structuralNavigation",
             "displayTransformability", "alternativeText")


@dataclass(frozen=True, slots=True)
class Resource:
    """A file of the book."""

    path: str
    media_type: str
    properties: str = ""
    overlay: str = ""
    """Path of the Media Overlay that belongs to it."""
    duration_ms: int = 0
    """How long a Media Overlay lasts."""
    in_order: bool = False
    """Whether it is read when its turn comes."""

    @property
    def id(self) -> str:
        """Its name in the package document."""
        return _id(self.path)


def package(episode: Episode, context: Context, resources: Sequence[Resource]) -> str:
    """The package document of a book with these files."""
    language = escape(episode.script.language)
    return ('<?xml version="1.0" encoding="utf-8"?>\n'
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
            f' xml:lang="{language}">\n'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
            f"{''.join(_metadata(episode, context, resources))}</metadata>\n"
            f"<manifest>\n{''.join(map(_item, resources))}</manifest>\n"
            f"<spine>\n{''.join(_spine(resources))}</spine>\n</package>\n")


def _metadata(episode: Episode, context: Context, resources: Sequence[Resource]) -> Iterator[str]:
    script = episode.script
    yield f'<dc:identifier id="id">{_urn(script.id)}</dc:identifier>\n'
    yield from _elements(script, context)
    yield from _people(script, context)
    yield _meta("dcterms:modified", _modified(script, context))
    for one in resources:
        if one.duration_ms:
            yield _meta("media:duration", clock(one.duration_ms), one.id)
    yield _meta("media:duration", clock(sum(one.duration_ms for one in resources)))
    yield _meta("media:active-class", ACTIVE)
    yield _meta("media:playback-active-class", PLAYING)
    yield from _access(script, has_cover=any("cover" in one.properties for one in resources))


def _elements(script: Script, context: Context) -> Iterator[str]:
    """Dublin Core but the people."""
    settings = context.settings
    publisher = script.publisher or settings.author or settings.title
    found = (("title", script.title if one_line(script.title) else script.slug),
             ("language", script.language), ("publisher", publisher),
             ("date", _date(script.published)), ("source", web_address(script.url)),
             ("rights", settings.copyright))
    for name, text in found:
        if one_line(text):
            yield f"<dc:{name}>{escape(one_line(text), quote=False)}</dc:{name}>\n"


def _people(script: Script, context: Context) -> Iterator[str]:
    """Who wrote it, who asked, who answered, and by which voices all that is heard."""
    author = one_line(script.author) or one_line(credited(script, context.settings))
    yield from _person("creator", "author", author, "aut")
    for number, member in enumerate(script.cast, 1):
        if member.role in _ROLES and one_line(member.name):
            yield from _person("contributor", f"person-{number}", one_line(member.name),
                               _ROLES[member.role])
    voices = [one.name for one in context.provenance.voices] or [""]
    for name in voices:
        yield _meta("media:narrator",
                    f"{wording(script.language).synthetic_voice} {one_line(name)}".strip())


def _person(element: str, own: str, name: str, role: str) -> Iterator[str]:
    yield f'<dc:{element} id="{own}">{escape(name, quote=False)}</dc:{element}>\n'
    yield (f'<meta refines="#{own}" property="role" scheme="marc:relators">{role}</meta>\n')


def _access(script: Script, *, has_cover: bool) -> Iterator[str]:
    for mode in ("textual", "auditory", *(("visual",) if has_cover else ())):
        yield _meta("schema:accessMode", mode)
    for modes in _SUFFICIENT:
        yield _meta("schema:accessModeSufficient", modes)
    for feature in _FEATURES:
        yield _meta("schema:accessibilityFeature", feature)
    yield _meta("schema:accessibilityHazard", "none")
    yield _meta("schema:accessibilitySummary", wording(script.language).book["summary"])


def _meta(name: str, text: str, refined: str = "") -> str:
    refines = f' refines="#{refined}"' if refined else ""
    return f'<meta property="{name}"{refines}>{escape(text, quote=False)}</meta>\n'


def _item(one: Resource) -> str:
    properties = f' properties="{one.properties}"' if one.properties else ""
    overlay = f' media-overlay="{_id(one.overlay)}"' if one.overlay else ""
    return (f'<item id="{one.id}" href="{one.path}" media-type="{one.media_type}"'
            f"{properties}{overlay}/>\n")


def _spine(resources: Iterable[Resource]) -> Iterator[str]:
    return (f'<itemref idref="{one.id}"/>\n' for one in resources if one.in_order)


def _id(path: str) -> str:
    return path.replace(".", "-")


def _urn(own: str) -> str:
    """A script's id as a URN; one that is no UUID becomes one."""
    try:
        return UUID(own).urn
    except ValueError:
        return uuid5(NAMESPACE_URL, own).urn


def _date(written: str) -> str:
    """The day of an ISO 8601 date; empty if it is none."""
    try:
        return date.fromisoformat(written[:10]).isoformat()
    except ValueError:
        return ""


def _modified(script: Script, context: Context) -> str:
    """When the book was last changed, as far as its script tells: never by the clock."""
    where = f"scripts/{script.slug}.md"
    dates = [episode_date(script), *(one.date for one in script.corrections)]
    moments = [in_zone(one, context.settings, where) for one in dates if one]
    last = max(moments, default=datetime(1980, 1, 1, tzinfo=UTC))
    return last.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
