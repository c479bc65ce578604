"""Tables of TOML files that know their place, to say where something is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, TypeVar

from podcast.errors import UserError

KINDS = {str: "a text in quotes", float: "a number", int: "a whole number", bool: "true or false",
         dict: "a table", list: "a list"}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a cast file that knows its place, to say where something is wrong."""

    values: Mapping[str, Any]
    where: str
    keys: tuple[str, ...]
    path: str = ""

    def __post_init__(self) -> None:
        for key in self.values:
            if self.keys and key not in self.keys:
                raise UserError(f"unknown key '{self.path}{key}'", self.where,
                                f"Known: {', '.join(self.keys)}.")

    def take(self, key: str, kind: type[T], default: T | None = None) -> T:
        """The value of a key; UserError if it is of another kind, or lacks without default."""
        value = self.values.get(key, default)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if value is None:
            raise UserError(f"'{self.path}{key}' is missing", self.where,
                            f"Add it: {KINDS[kind]}.")
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            raise UserError(f"'{self.path}{key}' must be {KINDS[kind]}", self.where)
        return value

    def table(self, key: str, keys: tuple[str, ...]) -> Table:
        """A table inside this one, with the keys it may have (none: any)."""
        return Table(self.take(key, dict), self.where, keys, f"{self.path}{key}.")

    def tables(self, keys: tuple[str, ...]) -> tuple[tuple[str, Table], ...]:
        """Name and content of each table inside this one."""
        return tuple((name, self.table(name, keys)) for name in self.values)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts that holds at least one."""
        value = self.take(key, list)
        if not value or not all(isinstance(one, str) for one in value):
            raise UserError(f"'{self.path}{key}' must be a list of texts in quotes", self.where)
        return tuple(value)

    def factor(self, key: str) -> float:
        """A number above 0; 1.0 if it is not there."""
        value = self.number(key, 1.0)
        if value <= 0:
            raise UserError(f"'{self.path}{key}' must be above 0", self.where,
                            "1.0 changes nothing.")
        return value

    def number(self, key: str, default: float) -> float:
        """A finite number, or the default if it is not there."""
        value = self.take(key, float, default)
        if not isfinite(value):
            raise UserError(f"'{self.path}{key}' must be a finite number", self.where)
        return value
