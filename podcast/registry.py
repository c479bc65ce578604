"""Names of layouts, engines, languages, editions and targets, and where their code is."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from podcast.errors import UserError

GROUPS: dict[str, dict[str, str]] = {
    "engines": {
        "pico": "podcast.engines.pico:Pico",
        "espeak": "podcast.engines.espeak:Espeak",
        "coqui": "podcast.engines.coqui.engine:Coqui",
        "piper": "podcast.engines.piper:Piper",
        "tone": "podcast.engines.tone:Tone",
    },
    "models": {
        "coqui": "podcast.engines.coqui.models:CoquiModels",
        "piper": "podcast.engines.piper_models:PiperModels",
    },
    "layouts": {
        "plain": "podcast.article.plain:PlainText",
        "kept": "podcast.article.kept:Kept",
        "markdown": "podcast.article.markdown:Markdown",
        "word": "podcast.article.docx:WordFile",
        "page": "podcast.article.page:WebPage",
        "wordpress": "podcast.article.wordpress:WordPress",
        "mediawiki": "podcast.article.mediawiki:MediaWiki",
    },
    "languages": {
        "de": "podcast.language:de.toml",
    },
    "editions": {
        "cover": "podcast.editions.artwork:CoverEdition",
        "chapters": "podcast.editions.chapters:ChaptersEdition",
        "vtt": "podcast.editions.vtt:VttEdition",
        "srt": "podcast.editions.srt:SrtEdition",
        "transcript": "podcast.editions.transcript:TranscriptEdition",
        "text": "podcast.editions.plain_text:TextEdition",
        "search": "podcast.editions.search:SearchEdition",
        "style": "podcast.editions.page.assets:StyleEdition",
        "script": "podcast.editions.page.assets:ScriptEdition",
        "page": "podcast.editions.page.edition:PageEdition",
        "player": "podcast.editions.page.edition:PlayerEdition",
    },
    "targets": {
        "file": "podcast.targets.folder:Folder",
        "s3": "podcast.targets.s3:S3",
        "sftp": "podcast.targets.sftp:Sftp",
        "ftps": "podcast.targets.ftps:Ftps",
    },
}
"""Group → name → `module:attribute`; other distributions add to a group by entry points
named `podcast.<group>`."""


def names(group: str) -> tuple[str, ...]:
    """Every name of a group, the built-in ones first, in a stable order."""
    return tuple(_targets(group))


def target(group: str, name: str) -> str:
    """`module:attribute` of a name; UserError lists the valid ones."""
    found = GROUPS[group].get(name) or _targets(group).get(name)
    if found is None:
        kind = group.removesuffix("s")
        raise UserError(f"unknown {kind} '{name}'", next_step=f"Known: {', '.join(names(group))}.")
    return found


def load(group: str, name: str) -> Any:
    """The object registered under a name."""
    module, _, attribute = target(group, name).partition(":")
    return getattr(import_module(module), attribute)


def _targets(group: str) -> dict[str, str]:
    from importlib.metadata import entry_points

    added = {one.name: one.value for one in entry_points(group=f"podcast.{group}")}
    return GROUPS[group] | {name: value for name, value in sorted(added.items())
                            if name not in GROUPS[group]}
