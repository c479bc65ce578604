"""The manifest of an episode: what it was made of, by what, under which terms."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from podcast.editions.base import Context, write_publication
from podcast.editions.provenance import generator
from podcast.model import Episode, Publication, Script, Voice

VERSION = 1


def write_manifest(episode: Episode, context: Context, made: Mapping[str, Publication],
                   loudness_lufs: float) -> Publication:
    """Write `episodes/<slug>/<slug>.<hash>.manifest.json`, which names all files `made`."""
    data = dict(_fields(episode, context, made, loudness_lufs))
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    slug = episode.script.slug
    return write_publication(context.settings.output_dir,
                             f"episodes/{slug}/{slug}.{{hash}}.manifest.json",
                             "application/json", [text.encode()])


def _fields(episode: Episode, context: Context, made: Mapping[str, Publication],
            loudness_lufs: float) -> Iterator[tuple[str, Any]]:
    script, provenance = episode.script, context.provenance
    yield "version", VERSION
    yield "generator", generator()
    yield "episode", {"id": script.id, "slug": script.slug, "title": script.title,
                      "language": script.language, "created": script.created,
                      "seconds": round(episode.seconds, 3), "loudness_lufs": loudness_lufs,
                      "chapters": len(episode.chapters), "sentences": len(episode.cues)}
    yield "source", {"url": script.url, "publisher": script.publisher, "author": script.author,
                     "published": script.published, "sha256": provenance.source}
    yield "script", {"sha256": provenance.script}
    yield "synthetic", True
    yield "digital_source_type", provenance.source_type
    yield "voices", [_voice(one, script, provenance.engines.get(one.name, ""))
                     for one in provenance.voices]
    yield "commercial_use", all(one.licence.commercial for one in provenance.voices)
    yield "corrections", [asdict(one) for one in script.corrections]
    yield "files", {name: asdict(one) for name, one in sorted(made.items())}


def _voice(voice: Voice, script: Script, made_by: str) -> dict[str, Any]:
    """A voice and whose words it speaks; where a recording was cloned, who allowed it."""
    speaks = [member.name or member.role for member in script.cast if member.voice == voice.name]
    return {"name": voice.name, "speaks": speaks, "engine": voice.engine, "made_by": made_by,
            "model": voice.model, "speaker": voice.speaker, "licence": asdict(voice.licence),
            **({"consent": voice.consent} if voice.consent else {})}
