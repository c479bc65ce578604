"""German on whole sets of sentences: shares that must hold, and SoMaJo as the yardstick."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from somajo import SoMaJo

from podcast.language import load_language, read, split_sentences

GERMAN = load_language("de")
FOLDER = Path(__file__).parent / "language"


def lines(path: Path) -> list[str]:
    """The lines of a set without its comments."""
    text = path.read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def spoken(text: str) -> str:
    """What is heard of a text, sentence by sentence."""
    words = (word for start, end in split_sentences(text, GERMAN)
             for word in read(text[start:end], (), GERMAN))
    return " ".join(word.spoken for word in words if word.spoken)


def plain(text: str) -> str:
    """A text without case, punctuation and hyphens, as readings are compared."""
    return " ".join(re.sub(r"[^\w\s]", " ", text.lower()).split())


def heard(reading: str, check: str) -> bool:
    """Whether a reading holds one of a check's alternatives, or none if it begins with `!`."""
    wanted = [f" {plain(one)} " for one in check.removeprefix("!").split(" | ")]
    return any(one in f" {plain(reading)} " for one in wanted) != check.startswith("!")


@pytest.mark.parametrize("name", ["news", "encyclopedia", "mixed", "varied", "ordinary", "odd"])
def test_checks_in_sentences(name: str) -> None:
    """At least 96 of 100 checks in sentences like those of newspapers and encyclopedias hold."""
    checks = [(sentence, check) for line in lines(FOLDER / "checks" / f"{name}.txt")
              for sentence, *some in [line.split("\t")] for check in some if check.strip()]
    failed = [f"{sentence} → {check}" for sentence, check in checks
              if not heard(spoken(sentence), check)]
    assert len(checks) > 400
    assert len(failed) <= 0.04 * len(checks), "\n".join(failed)


def test_whole_readings() -> None:
    """At least 92 of 100 short texts are read exactly as one of their good readings."""
    pairs = [line.split("\t") for line in lines(FOLDER / "pairs.txt")]
    failed = [f"{written} → {spoken(written)}" for written, readings in pairs
              if plain(spoken(written)) not in map(plain, readings.split(" | "))]
    assert len(pairs) > 300
    assert len(failed) <= 0.08 * len(pairs), "\n".join(failed)


class Splits(NamedTuple):
    """A paragraph and the places where its sentences end."""

    text: str
    ends: frozenset[int]


def paragraphs(name: str) -> list[Splits]:
    """The paragraphs of a set with the ends a person has marked."""
    found = []
    for line in lines(FOLDER / "splitting" / f"{name}.txt"):
        parts = line.split("¦")
        ends = frozenset(sum(map(len, parts[: count + 1])) for count in range(len(parts) - 1))
        found.append(Splits("".join(parts), ends))
    return found


def f1(found: list[frozenset[int]], wanted: list[Splits]) -> float:
    """Harmonic mean of precision and recall over all sentence ends."""
    hits = sum(len(one & other.ends) for one, other in zip(found, wanted, strict=True))
    return 2 * hits / sum(len(one) + len(other.ends)
                          for one, other in zip(found, wanted, strict=True))


def ours(text: str) -> frozenset[int]:
    """Where we end sentences, but for the last."""
    return frozenset(end for _, end in split_sentences(text, GERMAN)[:-1])


@pytest.mark.parametrize("name", ["plain", "traps", "various"])
def test_sentence_ends(name: str) -> None:
    """Sentence ends are found with an F1 of 0.99, and better than SoMaJo finds them."""
    wanted = paragraphs(name)
    tokenizer = SoMaJo("de_CMC", split_sentences=True, character_offsets=True)
    somajo = [frozenset(sentence[-1].character_offset[1]
                        for sentence in [*tokenizer.tokenize_text([one.text])][:-1])
              for one in wanted]
    score = f1([ours(one.text) for one in wanted], wanted)
    assert score >= 0.99
    assert score > f1(somajo, wanted)
