"""The weights that decide who says what: no observation without a weight, no weight unused."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from podcast.interview.scoring import ROLES, SAID

ROOM = Path(__file__).parent.parent / "podcast" / "interview"
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
