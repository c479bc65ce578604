"""The rules by which written text is read, in their order: what one has claimed, others leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from podcast.language import calendar, letters, quantities
from podcast.language.context import Claim, Context

Rule = Callable[[Context], Iterator[Claim]]

RULES: tuple[Rule, ...] = (
    letters.addresses,
    quantities.money,
    quantities.scales,
    letters.abbreviations,
    letters.dotted_letters,
    letters.gender_forms,
    calendar.dates,
    calendar.times,
    calendar.regnal_names,
    quantities.ranges,
    calendar.decades,
    calendar.ordinals,
    quantities.compounds,
    quantities.fractions,
    quantities.units,
    quantities.signs,
    calendar.years,
    letters.acronyms,
    quantities.numbers,
)


def claims(context: Context, taken: bytearray) -> list[Claim]:
    """What the rules read in their own way, in text order, outside what is `taken`."""
    found: list[Claim] = []
    for rule in RULES:
        for claim in rule(context):
            if not any(taken[claim.start : claim.end]):
                taken[claim.start : claim.end] = b"\1" * (claim.end - claim.start)
                found.append(claim)
    return sorted(found, key=lambda claim: claim.start)
