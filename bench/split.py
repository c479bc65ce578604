"""How the time of `split` grows with hostile text: four times as much, four times as long."""

import time

from podcast.article.plain import PlainText
from podcast.article.source import Source
from podcast.interview import Options, draft

CHARACTERS = 60_000
PIECES = ('"', "„", "„“", ":", "–", "A: ", '" a ', "„a b c d e“, sagt er. ",
          "X: Sie?\n\nMeier: ich.\n\n", "A. B.: x\n\n", "Ein ganz gewöhnlicher Satz. ")


def main() -> None:
    """Print a table: seconds for some text, for four times as much, and the ratio."""
    print(f"{'of this text':32}{CHARACTERS:>10,}{4 * CHARACTERS:>10,}{'ratio':>8}")
    for piece in PIECES:
        once, four = (seconds(piece, CHARACTERS * times) for times in (1, 4))
        print(f"{piece!r:32}{once:10.2f}{four:10.2f}{four / once:8.1f}")


def seconds(piece: str, characters: int) -> float:
    """Processor time to read and split a text made of one piece."""
    text = piece * (characters // len(piece))
    begun = time.process_time()
    draft(PlainText().read(Source("bench", b"", text)), Options())
    return time.process_time() - begun


if __name__ == "__main__":
    main()
