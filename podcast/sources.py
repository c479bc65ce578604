"""Where the models of a cast come from, and under which terms."""

from __future__ import annotations

from dataclasses import dataclass

from podcast.errors import UserError
from podcast.model import Licence
from podcast.table import Table

MODEL_KEYS = ("source", "size_mb", "sha256", "licence", "vocoder", "terms")


@dataclass(frozen=True, slots=True)
class ModelSource:
    """A model that a cast's voices need."""

    name: str
    engine: str
    licence: Licence
    source: str = ""
    """Address of the files; empty: where the engine itself finds a model of this name."""
    size_mb: int = 0
    """About how much is downloaded; 0: not known before."""
    sha256: str = ""
    """Checksum of the downloaded files, if the cast's author vouches for it."""
    vocoder: str = ""
    """Name of the model that makes sound of this one's spectrograms."""
    terms: bool = False
    """Whether the licence must be accepted before the download."""

    @property
    def asks(self) -> bool:
        """Whether somebody has to accept the licence."""
        return self.terms or not self.licence.commercial


def read_licence(table: Table) -> Licence:
    """The `licence` table inside a table; UserError if it is missing or incomplete."""
    inner = table.table("licence", ("name", "url", "commercial"))
    return Licence(inner.take("name", str), inner.take("url", str, ""),
                   inner.take("commercial", bool, True))


def read_sources(table: Table, engine: str, licence: Licence) -> tuple[ModelSource, ...]:
    """The `models` of a cast; UserError if one names a vocoder that is not among them."""
    if "models" not in table.values:
        return ()
    found = tuple(_source(name, inner, engine, licence)
                  for name, inner in table.table("models", ()).tables(MODEL_KEYS))
    names = [one.name for one in found]
    for one in found:
        if one.vocoder and one.vocoder not in names:
            raise UserError(f"'models.\"{one.name}\".vocoder' is not one of the models",
                            table.where, f"Known: {', '.join(names)}.")
    return found


def _source(name: str, table: Table, engine: str, licence: Licence) -> ModelSource:
    own = read_licence(table) if "licence" in table.values else licence
    return ModelSource(name, engine, own, table.take("source", str, ""),
                       table.take("size_mb", int, 0), table.take("sha256", str, ""),
                       table.take("vocoder", str, ""), table.take("terms", bool, False))
