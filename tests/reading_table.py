"""The table in docs/reading.md: what is read how, from the golden files.

    python -m tests.reading_table

writes it anew; a test holds page and golden files together.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "language" / "spoken"
PAGE = Path(__file__).parents[1] / "docs" / "reading.md"
BEGIN, END = "<!-- table: begin -->\n", "<!-- table: end -->\n"
ORDER = ("numbers", "years", "dates", "ordinals", "times", "scores", "money", "units", "fractions",
         "rulers", "law", "telephones", "compounds", "names", "abbreviations", "acronyms", "gender",
         "addresses", "symbols", "traps")
EXAMPLES, LONGEST = 6, 58


def table() -> str:
    """The table as Markdown: a few short examples of every kind, spread over its golden file."""
    rows = ["| kind | written | spoken |", "|---|---|---|"]
    for name in ORDER:
        title, pairs = _golden(FOLDER / f"{name}.txt")
        short = [pair for pair in pairs if max(map(len, pair)) <= LONGEST] or pairs
        chosen = short[:: max(1, len(short) // EXAMPLES)][:EXAMPLES]
        for number, (written, spoken) in enumerate(chosen):
            rows.append(f"| {'' if number else title} | {_cell(written)} | {_cell(spoken)} |")
    return "\n".join(rows) + "\n"


def _golden(path: Path) -> tuple[str, list[tuple[str, str]]]:
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    pairs = [(written, spoken) for written, _, spoken in (line.partition(" ⇒ ") for line in lines)]
    return head.removeprefix("# ").partition(":")[0], pairs


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*")


def page() -> str:
    """The page with its table made anew."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return before + BEGIN + table() + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
