"""How much of the invented interviews in `tests/gold` a split gets right, file by file.

With names of files or folders: only those. With `-v`: every paragraph that is wrong.
"""

import sys
from pathlib import Path

from tests.gold import Score, draft_of, load, score

GOLD = Path(__file__).parent.parent / "tests" / "gold"


def main() -> None:
    """Print a table: right roles, right speakers by letters, false speakers; then the sums."""
    named = [Path(one) for one in sys.argv[1:] if not one.startswith("-")]
    paths = [path for one in named or [GOLD] for path in
             (sorted(one.rglob("*.gold")) if one.is_dir() else [one])]
    interviews, others = Score(), Score()
    for path in paths:
        gold = load(path)
        found, faults = score(gold, draft_of(gold)[1])
        print(_row(path.stem, found))
        if "-v" in sys.argv:
            print("".join(f"    {fault}\n" for fault in faults), end="")
        if {one.role for one in gold} & {"question", "answer"}:
            interviews += found
        else:
            others += found
    print(_row("all interviews", interviews), _row("all other texts", others), sep="\n")


def _row(name: str, found: Score) -> str:
    return (f"{name:28}{found.paragraphs:5} paragraphs  roles {found.roles:6.1%}  "
            f"speakers {found.speakers:6.1%}  false speakers {found.false_speakers:3}")


if __name__ == "__main__":
    main()
