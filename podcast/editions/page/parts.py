"""What stands around the text of a page: where it comes from, chapters, what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import PurePath

from podcast.editions.address import web_address
from podcast.editions.base import Context
from podcast.editions.page.turns import seconds
from podcast.editions.paragraphs import chapter_begins, unheard
from podcast.editions.speakers import by_author
from podcast.editions.wording import corrections, one_line, wording
from podcast.language import displayed_date, load_language
from podcast.model import Episode, Script

_KILOBYTE = 1000
_TENTHS_BELOW = 10_000_000


def byline(episode: Episode) -> str:
    """Who wrote it, where and when it was printed, and how long it takes to hear."""
    script = episode.script
    day = displayed_date(load_language(script.language), script.published)
    return in_a_row((by_author(script), one_line(script.publisher), one_line(day),
                     length(episode.seconds, script.language)))


def in_a_row(said: Iterable[str]) -> str:
    """Short notes in one line, as HTML; empty ones are left out."""
    return "\u00a0· ".join(escape(one) for one in said if one)


def length(seconds: float, language: str) -> str:
    """How long something takes to hear: `12 Minuten`."""
    words, minutes = wording(language).hearing, max(1, round(seconds / 60))
    return words["minute"] if minutes == 1 else words["minutes"].format(count=minutes)


def canonical(script: Script) -> str:
    """The article is the original of the page, where it has an address."""
    address = web_address(script.url)
    return f'<link rel="canonical" href="{escape(address)}">\n' if address else ""


def source(script: Script) -> str:
    """A link to the article."""
    words, address = wording(script.language).hearing, web_address(script.url)
    publisher = one_line(script.publisher)
    text = words["article_at"].format(publisher=publisher) if publisher else words["article"]
    link = f'<a href="{escape(address)}">{escape(text)}</a>'
    return f'<p class="source">{link}</p>\n' if address else ""


def contents(episode: Episode, sound: str, *, with_text: bool) -> Iterator[str]:
    """The chapters: a link to each in the text, and one to hear it."""
    label = wording(episode.script.language).hearing["from_chapter"]
    begins = chapter_begins(episode)
    for number, (chapter, begin) in enumerate(zip(episode.chapters, begins, strict=True), 1):
        title, at, time = escape(one_line(chapter.title)), seconds(begin), clock(chapter.start_s)
        named = f'<a href="#chapter-{number}">{title}</a>' if with_text else f"<span>{title}</span>"
        yield (f'<li>{named} <a class="hear" href="{sound}#t={at}" data-from="{at}"'
               f' aria-label="{escape(label.format(number=number, clock=time))}">{time}</a></li>\n')


def behind(episode: Episode) -> Iterator[str]:
    """What is not heard: the person box where it is off, what was left out and why."""
    script = episode.script
    left = list(unheard(episode))
    boxes = [escape(one_line(turn.text)) for turn in left if turn.kind == "aside"]
    omitted = [(escape(one_line(turn.reason)), escape(one_line(turn.text)))
               for turn in left if turn.kind != "aside"]
    if boxes:
        yield _headed(load_language(script.language).chapters["box"],
                      "".join(f"<p>{one}</p>\n" for one in boxes))
    if omitted:
        items = (f'<li><span class="reason">{reason}:</span> {text}</li>\n' if reason
                 else f"<li>{text}</li>\n" for reason, text in omitted)
        yield _headed(wording(script.language).omitted, f"<ul>\n{''.join(items)}</ul>\n")


def corrected(script: Script) -> str:
    """What was put right since the episode was published."""
    items = "".join(f"<li>{escape(one)}</li>\n" for one in corrections(script))
    return _headed(wording(script.language).corrections, f"<ul>\n{items}</ul>\n") if items else ""


def downloads(episode: Episode, context: Context) -> Iterator[str]:
    """What else was made of the episode, with its size."""
    words = wording(episode.script.language)
    for name, label in words.downloads.items():
        made = context.made.get(name)
        if made:
            size = _size(made.size_bytes).replace(".", words.told["point"])
            yield (f'<li><a href="{escape(PurePath(made.path).name)}">{escape(label)}</a>'
                   f" <span>{size}</span></li>\n")


def clock(moment_s: float) -> str:
    """A time as people write it: `2:05`, `1:02:05`."""
    minutes, rest = divmod(int(moment_s), 60)
    hours = f"{minutes // 60}:{minutes % 60:02}" if minutes >= 60 else f"{minutes}"
    return f"{hours}:{rest:02}"


def _headed(heading: str, content: str) -> str:
    return f'<section class="after">\n<h2>{escape(heading)}</h2>\n{content}</section>\n'


def _size(size_bytes: int) -> str:
    if size_bytes < _KILOBYTE ** 2:
        return f"{max(1, round(size_bytes / _KILOBYTE))} kB"
    tenths = 1 if size_bytes < _TENTHS_BELOW else 0
    return f"{size_bytes / _KILOBYTE ** 2:.{tenths}f} MB"
