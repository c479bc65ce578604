"""An episode's sound in other formats, for apps and listeners that prefer them.

They are made from the MP3, not from the turns: the MP3 is what was published and proved, and the
recordings it was joined from may have been dropped since. So they also hear as it does, in time
and level.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from podcast.audio.ffmpeg import convert, ffmpeg_version, find_ffmpeg
from podcast.editions.wording import one_line, printable
from podcast.errors import UserError
from podcast.model import Chapter
from podcast.settings import Alternate
from podcast.store import new_file, put_in_place

LENGTH_TOLERANCE_S = 0.05
"""An alternate is as long as its MP3 but for the last frame."""
_TITLE_BYTES = 255
"""No chapter's title may be longer in an M4A (Nero's `chpl`)."""
_MOST_CHAPTERS = 1000
"""So many have a name in Vorbis comments, where it has three digits."""
_ADDRESS = "WWWAUDIOSOURCE"
"""Where the source is found, as taggers call ID3's WOAS in formats without frames."""
_ITUNES = "----:com.apple.iTunes:"
_FRONT_COVER = 3


@dataclass(frozen=True, slots=True)
class Details:
    """What an alternate says about itself; empty texts are left out."""

    title: str
    artist: str
    album: str
    language: str
    """ISO 639-2."""
    date: str
    """ISO 8601."""
    comment: str
    copyright: str
    address: str
    """Where the interview can be read."""
    chapters: tuple[Chapter, ...]
    """In the order they are heard; the first begins at 0, as QuickTime knows no other."""
    cover_jpeg: bytes
    extra: tuple[tuple[str, str], ...]
    """Further names and texts, which the MP3 has as TXXX."""


def alternate(kind: Alternate, mp3: Path, details: Details, place: Path) -> None:
    """Write an MP3's sound in another format with tags, chapters and cover.

    The file is written beside its place and then moved there. Equal arguments give equal bytes
    with the same `encoder`. Raises UserError.
    """
    with new_file(place) as file:
        made = Path(file.name)
        _encode(KINDS[kind], mp3, details, made)
        _complete(KINDS[kind], mp3, details, made)
        put_in_place(file, place)


def encoder(kind: Alternate) -> str:
    """What makes an alternate of this kind, and how it is set; UserError without an ffmpeg."""
    made = KINDS[kind]
    program = ffmpeg_version(find_ffmpeg(made.encoder))
    return f"ffmpeg {program}, mutagen {version('mutagen')}, {made.encoder} {' '.join(made.how)}"


def _encode(kind: _Kind, mp3: Path, details: Details, made: Path) -> None:
    """The sound and its language; no clock, no random serial number (bitexact)."""
    sources = ("-f", "mp3", "-i", f"file:{mp3}", "-f", "ffmetadata", "-i", "pipe:0")
    taken = ("-map", "0:a:0", "-map_metadata", "1", "-map_metadata:s:a:0", "-1",
             "-metadata:s:a:0", f"language={details.language}")
    strict = ("-xerror", "-fflags", "+bitexact", "-flags:a", "+bitexact")
    arguments = (*sources, *taken, *strict, "-c:a", kind.encoder, *kind.how)
    convert(find_ffmpeg(kind.encoder), arguments, _ffmetadata(details), made)


def _complete(kind: _Kind, mp3: Path, details: Details, made: Path) -> None:
    """Tags and cover; UserError if sound is missing, for ffmpeg leaves out what it cannot read."""
    from mutagen import MutagenError
    from mutagen.mp3 import MP3

    try:
        seconds = kind.tag(made, details)
        sound: Any = MP3(mp3)
    except MutagenError as error:
        raise UserError(f"the tags cannot be written: {error}", str(made.parent),
                        "Nothing was lost; mend that and run it again.") from error
    expected = sound.info.length
    if abs(seconds - expected) > LENGTH_TOLERANCE_S:
        raise UserError(f"{seconds:.1f} s can be read instead of {expected:.1f} s", str(mp3),
                        "The MP3 is damaged; build it again: podcast build.")


def _ffmetadata(details: Details) -> str:
    """The chapters as ffmpeg reads them."""
    lines = [";FFMETADATA1"]
    for start_ms, end_ms, title in _chapters(details):
        escaped = re.sub(r"([=;#\\])", r"\\\1", title)
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={start_ms}", f"END={end_ms}",
                  f"title={escaped}"]
    return "\n".join((*lines, ""))


def _chapters(details: Details) -> Iterator[tuple[int, int, str]]:
    """Start and end in milliseconds, and a title that is never empty."""
    for number, one in enumerate(details.chapters, 1):
        title = (one_line(one.title) or str(number)).encode()[:_TITLE_BYTES]
        yield round(one.start_s * 1000), round(one.end_s * 1000), title.decode(errors="ignore")


def _tag_m4a(path: Path, details: Details) -> float:
    """Write iTunes' atoms and say how many seconds the file has."""
    from mutagen.mp4 import MP4, MP4Cover

    audio: Any = MP4(path)
    if audio.tags is None:
        audio.add_tags()
    atoms = {"title": "©nam", "artist": "©ART", "album": "©alb", "date": "©day", "comment": "©cmt",
             "copyright": "cprt"}
    for name, text in _texts(details):
        if name in atoms:
            audio[atoms[name]] = [text]
        else:
            # mutagen writes a name as Latin-1, where readers expect UTF-8.
            key = _ITUNES + name.encode().decode("latin-1")
            audio[key] = [*audio.get(key, ()), text.encode()]
    if details.cover_jpeg:
        audio["covr"] = [MP4Cover(details.cover_jpeg, MP4Cover.FORMAT_JPEG)]
    audio.save(padding=lambda _: 0)
    return float(audio.info.length)


def _tag_opus(path: Path, details: Details) -> float:
    """Write Vorbis comments (RFC 7845, 5.2) and say how many seconds the file has."""
    from mutagen.flac import Picture
    from mutagen.oggopus import OggOpus

    audio: Any = OggOpus(path)
    audio.tags.extend(_chapter_comments(details))
    for name, text in _texts(details):
        plain = unicodedata.normalize("NFKD", name).upper()
        audio.tags.append((re.sub(r"[^ -<>-}]", "", plain), text))
    if details.cover_jpeg:
        picture: Any = Picture()
        picture.type, picture.mime, picture.data = _FRONT_COVER, "image/jpeg", details.cover_jpeg
        block = b64encode(picture.write()).decode("ascii")
        audio.tags.append(("METADATA_BLOCK_PICTURE", block))
    audio.save(padding=lambda _: 0)
    return float(audio.info.length)


def _chapter_comments(details: Details) -> Iterator[tuple[str, str]]:
    """Xiph's chapter extension; ffmpeg 5 to 9 writes it, but rounds half a second up to one."""
    for number, (start_ms, _, title) in enumerate(_chapters(details)):
        if number < _MOST_CHAPTERS:
            minutes, ms = divmod(start_ms, 60_000)
            time = f"{minutes // 60:02}:{minutes % 60:02}:{ms / 1000:06.3f}"
            yield f"CHAPTER{number:03}", time
            yield f"CHAPTER{number:03}NAME", title


def _texts(details: Details) -> Iterator[tuple[str, str]]:
    """Every text there is, by name."""
    texts = (("title", one_line(details.title)), ("artist", one_line(details.artist)),
             ("album", one_line(details.album)), ("date", details.date),
             ("comment", printable(details.comment)), ("copyright", one_line(details.copyright)),
             (_ADDRESS, details.address),
             *((name, printable(text)) for name, text in details.extra))
    return ((name, text) for name, text in texts if text)


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of alternate is made."""

    encoder: str
    how: tuple[str, ...]
    tag: Callable[[Path, Details], float]


KINDS: dict[Alternate, _Kind] = {
    "m4a": _Kind("aac", ("-b:a", "96k", "-map_chapters", "1", "-movflags", "+faststart",
                         "-f", "ipod"), _tag_m4a),
    # "lowdelay" keeps to CELT: players with ffmpeg's own decoder (5 to 9) hear the mode for speech,
    # which 48 kbit/s would else take, with peaks up to 2 dB too high.
    "opus": _Kind("libopus", ("-b:a", "48k", "-vbr", "constrained", "-application", "lowdelay",
                              "-map_chapters", "-1", "-f", "opus"), _tag_opus),
}
"""Every kind that `alternates` in podcast.toml may name."""
