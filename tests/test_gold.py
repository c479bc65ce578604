"""Interviews in the print styles of many newspapers, and texts that are none.

All texts in `tests/gold` are invented. A file is article and answer at once; see `gold/__init__`.
"""

from functools import cache
from pathlib import Path

import pytest

from podcast.interview import uncovered
from tests.gold import Score, draft_of, load, score

HERE = Path(__file__).parent / "gold"
INTERVIEWS = tuple(sorted((HERE / "interviews").glob("*.gold")))
OTHERS = tuple(sorted((HERE / "others").glob("*.gold")))


@cache
def scored(path: Path) -> Score:
    """What is right in one text; every character of it has a fate."""
    gold = load(path)
    article, result = draft_of(gold)
    assert uncovered(article, result.script) == ()
    return score(gold, result)[0]


def total(paths: tuple[Path, ...]) -> Score:
    """What is right in several texts together."""
    found = Score()
    for path in paths:
        found += scored(path)
    return found


@pytest.mark.parametrize("path", INTERVIEWS, ids=lambda path: path.stem)
def test_most_of_every_interview_is_right(path: Path) -> None:
    """No print style fails as a whole."""
    assert scored(path).roles >= 0.5
    assert scored(path).speakers >= 0.75


def test_interviews_together() -> None:
    """Roles of 92 of 100 paragraphs and speakers of 96 of 100 letters are right."""
    found = total(INTERVIEWS)
    assert found.roles >= 0.92
    assert found.speakers >= 0.96


def test_no_false_speakers() -> None:
    """In reports, recipes, lists, columns and minutes hardly any paragraph is anybody's turn."""
    found = total(OTHERS)
    assert found.false_speakers <= 0.03 * found.paragraphs
    assert found.roles >= 0.85
