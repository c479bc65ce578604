"""How long German takes: loading the language, splitting and reading an article's sentences.

Reads the articles in PODCAST_ARTICLES, or the interview of the repository. One core, one process;
loading is measured in fresh processes, beside Python's own start.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from podcast.language import load_language, read, split_sentences

ROOT = Path(__file__).parent.parent
LOADING = ("from podcast.language import load_language, read, split_sentences; "
           "german = load_language('de'); split_sentences('Am 3. Mai. Gut.', german); "
           "read('Am 3. Mai.', (), german)")
ROUNDS = 7


def main() -> None:
    """Print the table."""
    folder = Path(os.environ.get("PODCAST_ARTICLES") or ROOT / "scripts")
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    paragraphs = [line for text in texts for line in text.splitlines() if line.strip()]
    german = load_language("de")
    sentences = [line[start:end] for line in paragraphs
                 for start, end in split_sentences(line, german)]
    splitting = best(lambda: [split_sentences(line, german) for line in paragraphs])
    reading = best(lambda: [read(one, (), german) for one in sentences])
    started, loaded = best(lambda: python("pass")), best(lambda: python(LOADING))
    table = Table("", "figure", "wanted", title=f"{len(sentences)} sentences")
    table.add_row("sentences a second, splitting included",
                  f"{len(sentences) / (splitting + reading):,.0f}", "≥ 1,500")
    table.add_row("share of splitting", f"{splitting / (splitting + reading):.0%}", "")
    table.add_row("loading, beyond Python's start", f"{1000 * (loaded - started):.0f} ms",
                  "≤ 150 ms")
    table.add_row("loading / Python's start", f"{loaded / started:.1f}", "")
    Console().print(table)


def best(action: Callable[[], object]) -> float:
    """The shortest of several rounds, in seconds."""
    def once() -> float:
        start = time.perf_counter()
        action()
        return time.perf_counter() - start
    return min(once() for _ in range(ROUNDS))


def python(code: str) -> None:
    """Run some code in a fresh interpreter."""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
