"""Show notes: what stands below an episode in a podcast app, as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from podcast.editions.address import web_address
from podcast.editions.wording import corrections, disclosed, one_line, printable, wording
from podcast.model import Chapter, Script


def show_notes(script: Script, summary: str, chapters: tuple[Chapter, ...]) -> str:
    """Summary, chapter times, source, corrections and the note on synthetic voices, escaped."""
    return "".join(_parts(script, summary, chapters))


def _parts(script: Script, summary: str, chapters: tuple[Chapter, ...]) -> Iterator[str]:
    words = wording(script.language)
    for paragraph in printable(summary).split("\n"):
        if paragraph.strip():
            yield f"<p>{escape(paragraph.strip())}</p>"
    if chapters:
        lines = (f"{clock(one.start_s)} {escape(one_line(one.title))}" for one in chapters)
        yield f"<p><strong>{words.chapters}</strong><br>{'<br>'.join(lines)}</p>"
    address = web_address(script.url)
    if address:
        yield f'<p><a href="{escape(address)}">{words.source}</a></p>'
    for line in corrections(script):
        yield f"<p>{escape(line)}</p>"
    yield f"<p>{escape(disclosed(script))}</p>"


def clock(seconds: float) -> str:
    """A time as podcast apps turn into a link: `04:05`, `1:02:03`."""
    whole = int(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes:02}:{whole % 60:02}"
