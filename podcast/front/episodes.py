"""An episode in the list of the front page."""

from __future__ import annotations

from datetime import datetime
from html import escape
from urllib.parse import quote
from zoneinfo import ZoneInfo

from podcast.editions.page.parts import length
from podcast.editions.speakers import with_guests
from podcast.editions.wording import one_line, wording
from podcast.feed import FeedItem
from podcast.language import displayed_date, load_language, split_sentences
from podcast.model import Publication
from podcast.settings import Settings

PAGE, SEARCH = "page", "search"
"""The editions that are looked for."""
_SENTENCES = 2


def entry(settings: Settings, item: FeedItem, when: datetime) -> str:
    """An episode as a list item: title, date, length, guests, a few sentences, what to hear."""
    script, files = item.script, item.files
    title = escape(one_line(script.title) or script.slug)
    place = _link(files.get(PAGE, item.audio))
    texts = f' data-texts="{_link(files[SEARCH])}"' if SEARCH in files else ""
    other = script.language != settings.language
    lang = f' lang="{escape(script.language)}"' if other else ""
    return (f'<li class="episode" data-slug="{escape(script.slug)}"{texts}>\n'
            f'<h3{lang}><a href="{place}">{title}</a></h3>\n'
            f'<p class="byline">{_byline(settings, item, when)}</p>\n'
            f"{_beginning(item, lang)}{_offers(settings, item, title)}</li>\n")


def _link(made: Publication) -> str:
    """From the front page to a file, also on the disk."""
    return escape(quote(made.path))


def _byline(settings: Settings, item: FeedItem, when: datetime) -> str:
    day = when.astimezone(ZoneInfo(settings.timezone)).date().isoformat()
    date = escape(displayed_date(load_language(settings.language), day))
    parts = (f'<time datetime="{day}">{date}</time>',
             escape(length(item.seconds, settings.language)),
             with_guests(item.script, settings.language, _marked))
    return "\u00a0· ".join(filter(None, parts))


def _marked(name: str) -> str:
    """What the search looks for as a name."""
    return f'<span class="guest">{escape(name)}</span>'


def _beginning(item: FeedItem, lang: str) -> str:
    """The first sentences of the interview, unless its text is not published."""
    if SEARCH not in item.files:
        return ""
    text = one_line(item.summary)
    ends = [end for _, end in split_sentences(text, load_language(item.script.language))]
    shown = text[:([0, *ends][:_SENTENCES + 1])[-1]].strip()
    return f"<p{lang}>{escape(shown)}</p>\n" if shown else ""


def _offers(settings: Settings, item: FeedItem, title: str) -> str:
    """Links that say what they lead to, also to those who hear nothing but links."""
    words, files = wording(settings.language).front, item.files
    hear = words["hear" if SEARCH in files else "hear_only"]
    page = _offer("hear", files[PAGE], hear, title) if PAGE in files else ""
    return f'<p class="offers">{page}{_offer("sound", item.audio, words["sound"], title)}</p>\n'


def _offer(kind: str, made: Publication, label: str, title: str) -> str:
    return (f'<a class="{kind}" href="{_link(made)}">{escape(label)}'
            f'<span class="unseen">: {title}</span></a>\n')
