"""What is made of an episode only when it is published: other formats, and its recipe."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from podcast.editions.address import web_address
from podcast.editions.alternates import Details, alternate
from podcast.editions.artwork import read_cover
from podcast.editions.speakers import copyright_line, credited
from podcast.editions.wording import about, disclosed, one_line, wording
from podcast.errors import UserError
from podcast.feed import episode_date
from podcast.media import media_type
from podcast.model import Publication
from podcast.publish.recipe import NAME as RECIPE
from podcast.publish.recipe import write_recipe
from podcast.record import Record, keep_record
from podcast.settings import Alternate, Settings
from podcast.store import Store, large_file_digest


def to_come(settings: Settings, record: Record) -> tuple[str, ...]:
    """Endings of the files an episode still lacks that are made when it is sent."""
    recipe = () if RECIPE in record.item.files else (f"{RECIPE}.json.gz",)
    return (*_lacking(settings, record), *recipe)


def _lacking(settings: Settings, record: Record) -> tuple[Alternate, ...]:
    return tuple(kind for kind in settings.alternates if kind not in record.item.files)


def complete(settings: Settings, record: Record) -> Record:
    """The record with a recipe and all formats the show wants; what is not there is made and kept.

    Raises UserError.
    """
    files, store = dict(record.item.files), Store(settings.store_dir)
    for kind in _lacking(settings, record):
        files[kind] = _made(settings, record, kind)
    if RECIPE not in files:
        files[RECIPE] = write_recipe(settings, record, store)
    if files == record.item.files:
        return record
    completed = replace(record, item=replace(record.item, files=files))
    keep_record(store, settings.guid, completed)
    return completed


def _made(settings: Settings, record: Record, kind: Alternate) -> Publication:
    slug = record.item.script.slug
    folder = settings.output_dir / "episodes" / slug
    source = settings.output_dir / record.item.audio.path
    if not source.is_file():
        raise UserError("the episode is missing", settings.display(source),
                        "Build again: podcast build.")
    place = folder / f".{slug}.{kind}"
    alternate(kind, source, _details(settings, record), place)
    digest = large_file_digest(place)
    name = f"{slug}.{digest[:8]}.{kind}"
    place.replace(folder / name)
    size_bytes = (folder / name).stat().st_size
    return Publication(f"episodes/{slug}/{name}", media_type(name), digest, size_bytes)


def _details(settings: Settings, record: Record) -> Details:
    """What the MP3's tag says, too."""
    item, script = record.item, record.item.script
    date = script.published or episode_date(script)
    return Details(
        title=one_line(script.title),
        artist=one_line(credited(script, settings)),
        album=one_line(settings.title), language=wording(script.language).iso639_2,
        date=date[:10], comment=about(item.summary, script),
        copyright=copyright_line(script, settings, date[:4]),
        address=web_address(script.url), chapters=item.chapters,
        cover_jpeg=read_cover(settings, item.cover), extra=tuple(_extra(settings, record)))


def _extra(settings: Settings, record: Record) -> Iterator[tuple[str, str]]:
    script = record.item.script
    yield wording(script.language).voices, disclosed(script)
    if "manifest" in record.item.files:
        path = settings.output_dir / record.item.files["manifest"].path
        manifest = json.loads(path.read_bytes()) if path.is_file() else {}
        for name, key in (("digitalSourceType", "digital_source_type"), ("generator", "generator")):
            if key in manifest:
                yield name, manifest[key]
