"""How long `split` takes: an article of 15,000 characters beyond start-up, and hostile text, of
which four times as much should take four times as long."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from podcast.article.plain import PlainText
from podcast.article.source import Source
from podcast.interview import Options, draft

ARTICLE = 15_000
RUNS = 7
SAMPLE = Path(__file__).parent.parent / "scripts" / "die-uhrmacherin-der-gezeiten.source.txt"
CHARACTERS = 60_000
PIECES = ('"', "„", "„“", ":", "–", "A: ", '" a ', "„a b c d e“, sagt er. ",
          "X: Sie?\n\nMeier: ich.\n\n", "A. B.: x\n\n", "Ein ganz gewöhnlicher Satz. ")


def main() -> None:
    """Print the best of several runs of the command, then a table: seconds of processor time for
    some text, for four times as much, and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "article.txt"
        text = SAMPLE.read_text("utf-8")
        article.write_text((text * (ARTICLE // len(text) + 1))[:ARTICLE], encoding="utf-8")
        starting, splitting = (min(wall_s(folder, *arguments) for _ in range(RUNS)) for arguments in
                               (("--help",), ("split", "--dry-run", "--json", str(article))))
    print(f"podcast --help {starting:.2f} s, podcast split of {ARTICLE:,} characters "
          f"{splitting:.2f} s: {splitting - starting:.2f} s beyond start-up\n")
    print(f"{'of this text':32}{CHARACTERS:>10,}{4 * CHARACTERS:>10,}{'ratio':>8}")
    for piece in PIECES:
        once, four = (seconds(piece, CHARACTERS * times) for times in (1, 4))
        print(f"{piece!r:32}{once:10.2f}{four:10.2f}{four / once:8.1f}")


def wall_s(folder: str, *arguments: str) -> float:
    """How long one run of the command takes, from start to end."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "podcast", *arguments], cwd=folder, check=True,
                   capture_output=True)
    return time.perf_counter() - begun


def seconds(piece: str, characters: int) -> float:
    """Processor time to read and split a text made of one piece."""
    text = piece * (characters // len(piece))
    begun = time.process_time()
    draft(PlainText().read(Source("bench", b"", text)), Options())
    return time.process_time() - begun


if __name__ == "__main__":
    main()
