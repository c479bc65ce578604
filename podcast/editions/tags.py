"""ID3v2.3: what an audio file says about itself, chapters in the order they are heard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

from podcast.editions.address import web_address
from podcast.editions.provenance import NOTHING_KNOWN, Provenance, generator
from podcast.editions.speakers import copyright_line, credited
from podcast.editions.wording import about, disclosed, one_line, wording
from podcast.model import Chapter, Episode, Script
from podcast.settings import Settings

PADDING = 1024
"""Bytes of padding, so that other programs can edit a tag in place."""

_UTF16 = 1
_FRONT_COVER = 3
_NO_OFFSET = 0xFFFFFFFF
_TOP_LEVEL_ORDERED = 3
_MAX_ENTRIES = 255
_HEADER = 10
_ORDER = ("CTOC", "CHAP", "APIC")


def id3_tag(episode: Episode, settings: Settings, cover_jpeg: bytes,
            provenance: Provenance = NOTHING_KNOWN, lyrics: str = "") -> bytes:
    """A complete ID3v2.3.0 tag (id3.org) with chapters by the ID3v2 Chapter Frame Addendum 1.0.

    `lyrics` is the text that apps show while it is heard.
    """
    id3 = _id3()
    tag = id3.ID3()
    for frame in (*_frames(episode, settings, cover_jpeg), *_provenance(provenance)):
        tag.add(frame)
    if lyrics:
        language = wording(episode.script.language).iso639_2
        tag.add(_id3().USLT(encoding=_UTF16, lang=language, desc="", text=lyrics))
    return _in_time_order(_serialised(tag))


def _id3() -> Any:
    """mutagen's module of frames, which has no types."""
    from mutagen import id3

    return id3


def _frames(episode: Episode, settings: Settings, cover_jpeg: bytes) -> Iterator[Any]:
    id3 = _id3()
    script = episode.script
    words = wording(script.language)
    yield from _names(script, settings)
    yield from _dates(script, settings)
    yield id3.TLAN(encoding=0, text=[words.iso639_2])
    told = about(episode.summary, script)
    if told:
        yield id3.COMM(encoding=_UTF16, lang=words.iso639_2, desc="", text=[told])
    if web_address(script.url):
        yield id3.WOAS(url=web_address(script.url))
    yield id3.TXXX(encoding=_UTF16, desc=words.voices, text=[disclosed(script)])
    yield from _chapters(episode.chapters)
    yield id3.APIC(encoding=0, mime="image/jpeg", type=_FRONT_COVER, desc="", data=cover_jpeg)


def _provenance(provenance: Provenance) -> Iterator[Any]:
    """What made the sound, for machines: the disclosure beside it is for people."""
    id3 = _id3()
    for name, text in (("digitalSourceType", provenance.source_type),
                       ("generator", "; ".join([generator(), *sorted(
                           set(provenance.engines.values()))]))):
        yield id3.TXXX(encoding=_UTF16, desc=name, text=[text])


def _names(script: Script, settings: Settings) -> Iterator[Any]:
    id3 = _id3()
    yield id3.TIT2(encoding=_UTF16, text=[one_line(script.title)])
    yield id3.TPE1(encoding=_UTF16, text=[one_line(credited(script, settings))])
    yield id3.TALB(encoding=_UTF16, text=[one_line(settings.title)])


def _dates(script: Script, settings: Settings) -> Iterator[Any]:
    id3 = _id3()
    for written in (script.published, script.created):
        try:
            day = date.fromisoformat(written[:10])
        except ValueError:
            continue
        yield id3.TYER(encoding=0, text=[f"{day:%Y}"])
        yield id3.TDAT(encoding=0, text=[f"{day:%d%m}"])
        yield id3.TCOP(encoding=_UTF16, text=[copyright_line(script, settings, f"{day:%Y}")])
        return


def _chapters(chapters: tuple[Chapter, ...]) -> Iterator[Any]:
    id3 = _id3()
    if not chapters:
        return
    names = [f"chp{number}" for number in range(len(chapters))]
    yield id3.CTOC(element_id="toc", flags=_TOP_LEVEL_ORDERED, sub_frames=[],
                   child_element_ids=names[:_MAX_ENTRIES])
    for name, chapter in zip(names, chapters, strict=True):
        title = id3.TIT2(encoding=_UTF16, text=[one_line(chapter.title)])
        yield id3.CHAP(element_id=name, start_time=_ms(chapter.start_s),
                       end_time=_ms(chapter.end_s), start_offset=_NO_OFFSET,
                       end_offset=_NO_OFFSET, sub_frames=[title])


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _serialised(tag: Any) -> bytes:
    file = BytesIO()
    tag.save(file, v1=0, v2_version=3, padding=lambda _: PADDING)
    return file.getvalue()


def _in_time_order(tag: bytes) -> bytes:
    """The tag with chapters by time and the picture last: mutagen sorts frames by size."""
    frames = sorted(_split(tag), key=_place)
    body = b"".join(frames)
    return tag[:_HEADER] + body + bytes(len(tag) - _HEADER - len(body))


def _split(tag: bytes) -> Iterator[bytes]:
    at = _HEADER
    while at + _HEADER <= len(tag) and tag[at] != 0:
        end = at + _HEADER + int.from_bytes(tag[at + 4:at + 8], "big")
        yield tag[at:end]
        at = end


def _place(frame: bytes) -> tuple[int, int, bytes]:
    """Rank of the frame's kind, start of a chapter in ms, and its name for a stable order."""
    name = frame[:4].decode("ascii")
    rank = _ORDER.index(name) if name in _ORDER else -1
    start = 0
    if name == "CHAP":
        times = frame.index(b"\0", _HEADER) + 1
        start = int.from_bytes(frame[times:times + 4], "big")
    return rank, start, frame[:4]
