"""What stands around the interview and is not read out: the cover and the colophon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from podcast.editions.base import Context
from podcast.editions.book.text import xhtml
from podcast.editions.page import parts
from podcast.editions.speakers import speaker_names
from podcast.editions.wording import disclosed, one_line, wording
from podcast.model import Episode, Role, Script, Voice

_COLOPHON = '''<section epub:type="colophon" role="doc-colophon" aria-labelledby="heading">
<h1 id="heading">{heading}</h1>
<p>{silent}</p>
<dl>
{facts}</dl>
{behind}{corrected}</section>
'''


def cover_page(script: Script, picture: str) -> str:
    """The cover with its description; it shows no text beside the picture."""
    alt = escape(cover_text(script))
    body = (f'<section epub:type="cover" aria-label="{escape(_words(script)["cover"])}">\n'
            f'<img src="{picture}" alt="{alt}" role="doc-cover"/>\n</section>\n')
    return xhtml(script.language, _words(script)["cover"], "frontmatter", body)


def cover_text(script: Script) -> str:
    """What the cover's picture shows, in words."""
    return _words(script)["cover_shows"].format(title=one_line(script.title) or script.slug)


def colophon(episode: Episode, context: Context) -> str:
    """Who has a part in the book, what was left out and why, what was put right."""
    script, words = episode.script, _words(episode.script)
    facts = "".join(f"<dt>{escape(term)}</dt>\n<dd>{fact}</dd>\n"
                    for term, fact in _facts(episode, context) if fact)
    body = _COLOPHON.format(
        heading=escape(words["about"]), silent=escape(words["silent"]), facts=facts,
        behind="".join(parts.behind(episode)), corrected=parts.corrected(script))
    return xhtml(script.language, words["about"], "backmatter", body)


def _facts(episode: Episode, context: Context) -> Iterator[tuple[str, str]]:
    """Terms as text and what they mean as HTML."""
    script, words = episode.script, _words(episode.script)
    yield words["title"], escape(one_line(script.title))
    yield words["guests"], escape(_named(script, "guest"))
    yield words["journalists"], escape(_named(script, "journalist"))
    yield words["published"], parts.byline(episode)
    yield words["source"], parts.source(script)
    yield words["podcast"], escape(one_line(context.settings.title))
    yield words["voices"], escape(disclosed(script)) + _list(
        _voice(one, script) for one in context.provenance.voices)
    yield words["access"], escape(words["summary"])


def _named(script: Script, role: Role) -> str:
    names = speaker_names(script)
    return ", ".join(names[one.key] for one in script.by_role(role))


def _voice(voice: Voice, script: Script) -> str:
    """A voice, whose words it speaks, and under which terms."""
    names = speaker_names(script)
    speaks = ", ".join(names[one.key] for one in script.cast if one.voice == voice.name)
    return ": ".join(filter(None, (speaks, f"{voice.name} ({voice.licence.name})")))


def _list(texts: Iterator[str]) -> str:
    items = "".join(f"<li>{escape(one)}</li>\n" for one in texts)
    return f"\n<ul>\n{items}</ul>\n" if items else ""


def _words(script: Script) -> Mapping[str, str]:
    return wording(script.language).book
