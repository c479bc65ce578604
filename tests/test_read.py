"""`podcast read`: lines in, readings out, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shows import SHOW


def podcast(*arguments: str, text: str | bytes = "", cwd: Path | None = None,
            ) -> subprocess.CompletedProcess[bytes]:
    """The command with a text on standard input."""
    data = text.encode() if isinstance(text, str) else text
    return subprocess.run([sys.executable, "-m", "podcast", *arguments], input=data, cwd=cwd,
                          capture_output=True, check=False)


def lines(*arguments: str, text: str, cwd: Path | None = None) -> list[str]:
    """What the command prints, line by line."""
    done = podcast("read", *arguments, text=text, cwd=cwd)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode().split("\n")[:-1]


def test_a_line_for_each_line() -> None:
    """Every line is printed as it would be spoken, empty ones included."""
    text = "\ufeffAm 15. Februar.\n\nUm 14.30 Uhr. Macron kam.\r\n5 kg"
    assert lines(text=text) == [
        "Am fünfzehnten Februar.", "", "Um vierzehn Uhr dreißig. Macron kam.", "fünf Kilogramm"]


def test_engines() -> None:
    """Each engine's own preferences: digits or words, letters or transcriptions."""
    text = "Macron zahlt 90.000 €."
    assert lines(text=text) == ["Macron zahlt neunzigtausend Euro."]
    assert lines("--engine", "pico", text=text) == ["Makrong zahlt neunzigtausend Euro."]
    assert lines("--engine", "espeak", text=text) == ["Macron zahlt 90000 Euro."]


def test_sentences() -> None:
    """Sentences are printed as they are written, one a line."""
    text = "Am 3. Mai. Gut so.\nJa.\n"
    assert lines("--sentences", text=text) == ["Am 3. Mai.", "Gut so.", "Ja."]


def test_json() -> None:
    """Every word with its place in the line, how it is said, and what says so."""
    (line,) = lines("--json", "--engine", "espeak", text="Ja. Macron kam z. B. um 3.\n")
    answer = json.loads(line)
    first, second = answer["sentences"]
    assert (first["start"], first["end"], first["spoken"]) == (0, 3, "Ja.")
    assert second["words"][0] == {"start": 4, "end": 10, "text": "Macron", "spoken": "Macron",
                                  "ipa": "maˈkʁɔ̃", "source": "lexicon: Macron"}
    assert second["words"][2]["text"] == "z. B."
    assert second["words"][2]["spoken"] == "zum Beispiel"


def test_the_shows_own_lexicon(tmp_path: Path) -> None:
    """In a show its own entries are used."""
    (tmp_path / "podcast.toml").write_text(SHOW, encoding="utf-8")
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "lexicon.toml").write_text('[words]\nAbo = "Abbo"\n', encoding="utf-8")
    assert lines("--engine", "pico", text="Das Abo.", cwd=tmp_path) == ["Das Abbo."]
    assert lines("--engine", "pico", "--show", str(tmp_path), text="Das Abo.") == ["Das Abbo."]


@pytest.mark.parametrize(("arguments", "text", "message"), [
    (("--engine", "sam"), b"",
     "unknown engine 'sam'. Known: words, pico, espeak, coqui, piper, tone."),
    (("--language", "tlh"), b"", "unknown language 'tlh'"),
    ((), b"Gut\n\xff\n", "standard input: line 2 is not UTF-8"),
    (("--show", "/nowhere", "--engine", "pico"), b"", "no show here"),
])
def test_what_it_cannot_do(arguments: tuple[str, ...], text: bytes, message: str) -> None:
    """A mistake is one line and a non-zero exit."""
    done = podcast("read", *arguments, text=text)
    assert done.returncode == 1
    assert message in done.stderr.decode()
    assert len(done.stderr.decode().splitlines()) == 1
