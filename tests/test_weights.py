"""The weights that decide who says what: no evidence without a weight, no weight unused."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from podcast.interview import words
from podcast.interview.scoring import ROLES, SAID

ROOM = Path(__file__).parent.parent / "podcast" / "interview"
EVIDENCE = ("candidates", "attribution", "speechlike", "memory", "nouns")
TABLES = tomllib.loads((ROOM / "weights.toml").read_text("utf-8"))


def named_in(*modules: str) -> str:
    """The code of some modules of the room."""
    return "\n".join((ROOM / f"{one}.py").read_text("utf-8") for one in modules)


def test_roles_and_transitions_exist() -> None:
    """Weights name roles, and transitions lead from what was said, or the start, to what is."""
    for roles in TABLES["observations"].values():
        assert set(roles) <= set(ROLES)
    assert set(TABLES["always"]) | set(TABLES["alone"]) <= set(ROLES)
    for table in ("transitions", "strict"):
        for step in TABLES[table]:
            before, after = step.split()
            assert before in {"start", *SAID}
            assert after in SAID


def test_every_observation_is_made_somewhere() -> None:
    """Each weighed observation is one that the code makes."""
    code = named_in("features", "furniture")
    built = {f"marked as {kind}" for kind in ("heading", "caption", "alt", "quote", "box", "table")}
    built |= {f"set apart like the {side}" for side in ("questions", "answers")}
    unmade = {one for one in TABLES["observations"] if f'"{one}"' not in code}
    assert unmade == built


def test_every_piece_of_evidence_is_weighed() -> None:
    """What a verdict weighs and what the table holds are the same."""
    made = set(re.findall(r'^ +"([^"]+)":', named_in("verdict"), re.MULTILINE))
    assert made == set(TABLES["interview"]) - {"always"}


def test_every_weight_is_used() -> None:
    """The tables weigh exactly the evidence that the code observes."""
    code = named_in(*EVIDENCE)
    known = {name for section in ("speaker", "speech", "salience") for name in words.names(section)}
    given = set(re.findall(r"""(?:Evidence\(|_weigh\(|yield )"(\w+)\"""", code))
    made = set(re.findall(r"""Evidence\(f"(\w*{.+?}\w*|{.+?}\w*{.+?})\"""", code))
    assert given <= known
    patterns = [re.sub(r"{.+?}", r"\\w+", one) for one in made]
    for name in known - set(re.findall(r"""["'](\w+)["']""", code)):
        assert any(re.fullmatch(one, name) for one in patterns), name


def test_an_unknown_weight_is_an_error() -> None:
    """Evidence that no table weighs is never passed over in silence."""
    with pytest.raises(KeyError):
        words.weight("speaker", "sourse")


def test_a_section_stands_in_one_file() -> None:
    """Two files never fill one section: the second would hide the first."""
    with pytest.raises(ValueError, match=r"b\.toml: section \[verbs\]"):
        words.merged([("a.toml", {"verbs": {}}), ("b.toml", {"names": {}, "verbs": {}})])
