"""Shows for tests: small, spoken by the tone engine, with a script as people write them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from podcast.build import Result as Built
from podcast.build import build
from podcast.changes import look_ahead
from podcast.episode import join
from podcast.executor import LocalExecutor
from podcast.history import LISTS
from podcast.model import Episode
from podcast.record import load_record
from podcast.seal import KIND as SEALS
from podcast.settings import Settings, load_settings
from podcast.store import Store

Result = TypeVar("Result")

SHOW = '''title = "Gespräche am Kanal"
author = "Kanalbote"
email = "redaktion@example.org"
description = "Interviews zum Hören."
guid = "f3c1b2de-0000-4000-8000-000000000001"
cast = "tone"
'''

HEADER = '''---
id: "11111111-2222-4333-8444-555555555555"
title: "Die Lampen von Ruhrort"
publisher: "Kanalbote"
published: "2026-03-02"
created: "2026-03-03T08:00:00+01:00"
language: "de"
cast:
  journalist:
    role: "journalist"
    name: "Kanalbote"
    labels: []
    gender: "unknown"
    voice: "{journalist}"
  lange:
    role: "guest"
    name: "Ute Lange"
    labels: ["Lange"]
    gender: "female"
    voice: "{guest}"
  narrator:
    role: "narrator"
    name: ""
    labels: []
    gender: "unknown"
    voice: "{narrator}"
---
'''

BODY = '''
Im Hafen brennt Licht. [„Das bleibt auch so, solange ich hier bin“]{voice=lange}, sagt Ute Lange.

## Das erste Licht

Kanalbote: Frau Lange, wann ging die erste Lampe an?

Lange: Im Herbst. Es war kalt. Niemand wollte bleiben.

Kanalbote: Und dann…

Lange: …blieben alle. Das war schön!

## Was bleibt

Kanalbote: Was bleibt von damals?

Lange: Die Lampen. Der Rest ist Erinnerung.

> Ute Lange, Jahrgang 1958, war Lampenwärterin in Ruhrort.

<!-- ausgelassen (Bildunterschrift): Kanalbote Lampe im Hafen -->
'''


def voices() -> dict[str, str]:
    """The tone cast's voices for the sample's roles."""
    from podcast.cast import load_cast
    from podcast.settings import cast_folders

    cast = load_cast("tone", cast_folders(None))
    names = [voice.name for voice in cast.voices]
    return {"journalist": names[0], "guest": names[1], "narrator": names[2]}


def make_show(root: Path, body: str = BODY, slug: str = "lampen", extra: str = "") -> Settings:
    """A show with one script."""
    for folder in ("scripts", "voices", "output"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "podcast.toml").write_text(SHOW + extra, encoding="utf-8")
    write_script(root, body, slug)
    return load_settings(root)


def write_script(root: Path, body: str, slug: str = "lampen") -> Path:
    """(Re)write a script of the sample's cast."""
    path = root / "scripts" / f"{slug}.md"
    header = HEADER
    for role, voice in voices().items():
        header = header.replace(f"{{{role}}}", voice)
    if slug != "lampen":
        header = header.replace("11111111", f"{sum(map(ord, slug)):08x}")
    path.write_text(header + body, encoding="utf-8")
    return path


def run_build(settings: Settings, slugs: Sequence[str] = (), workers: int = 2,
              ) -> tuple[tuple[Built, ...], list[str]]:
    """Build, and list what was done: `sentence`, `turn` or `again` for each step."""
    done: list[str] = []
    with LocalExecutor(workers) as executor:
        built = build(settings, slugs, executor, lambda outlook, one: done.append(one.kind))
    return built.require(), done


class Here:
    """An executor that runs every job at once, in this process."""

    def submit(self, job: Callable[..., Result], *args: object, limit_s: float, hire: bool = True,
               ) -> Future[Result]:
        """Run a job; what it raises is the future's."""
        outcome: Future[Result] = Future()
        try:
            outcome.set_result(job(*args))
        except Exception as error:
            outcome.set_exception(error)
        return outcome

    def reserve(self, memory_bytes: int) -> None:
        """This process has the memory it has."""

    def close(self, *, at_once: bool = False) -> None:
        """There is nothing to wait for."""


def run_build_here(settings: Settings, *, renew: bool = False) -> list[str]:
    """Build in this process, and list what was done."""
    done: list[str] = []
    build(settings, (), Here(), lambda outlook, one: done.append(one.kind), renew=renew).require()
    return done


def show_of_two(root: Path) -> Settings:
    """A show with two episodes, built, that can be published."""
    made = make_show(root, "\nLange: Es war kalt.\n",
                     extra='base_url = "https://example.org/pod/"\n')
    write_script(root, "\nLange: Das andere Gespräch.\n", "andere")
    run_build_here(made)
    return made


def built_show(root: Path) -> Settings:
    """A show of one episode, spoken by the tone engine."""
    made = make_show(root)
    run_build_here(made)
    return made


def mp3_of(settings: Settings, slug: str = "lampen") -> Path:
    """The MP3 of a built episode."""
    record = load_record(Store(settings.store_dir), settings.guid, slug)
    assert record
    return settings.output_dir / record.item.audio.path


def episode_of(settings: Settings, slug: str = "lampen") -> Episode:
    """A built episode with all its times."""
    outlook = look_ahead(settings, slug, Store(settings.store_dir))
    return join(outlook.plan, [outlook.stock.tracks[one.index] for one in outlook.orders])


def finished(settings: Settings) -> dict[str, bytes]:
    """What listeners can reach: everything below `output/` but the store."""
    return {name: data for name, data in published(settings).items()
            if not name.startswith(".store/")}


def published(settings: Settings) -> dict[str, bytes]:
    """Every file below `output/`, the store included, by its path; but the lists of versions and
    the seals, which say when files were written."""
    files = {str(path.relative_to(settings.output_dir)): path
             for path in sorted(settings.output_dir.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items()
            if not name.startswith((f".store/{LISTS}/", f".store/{SEALS}/"))}
