"""The command line: what people type, and one clear line for what cannot be done."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from podcast.settings import load_settings
from tests.shows import BODY, finished, make_show, run_build, write_script

PODCAST = [sys.executable, "-m", "podcast"]
INTERVIEW = """Auf dem Steg steht eine Bank. Hier sitzt Nora Tiedemann jeden Abend.

Inselblatt: Frau Tiedemann, worauf warten Sie?

Nora Tiedemann: Auf die Fähre. Sie kommt um 18.30 Uhr, meistens.

Inselblatt: Und wenn sie nicht kommt?

Tiedemann: Dann warte ich auf die nächste. Das habe ich 1998 gelernt.

Inselblatt: Was haben Sie seither nie wieder getan?

Tiedemann: Mich geärgert.
"""


def podcast(*arguments: str, cwd: Path, stdin: str | None = None,
            ) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, without a terminal."""
    return subprocess.run([*PODCAST, *arguments], cwd=cwd, input=stdin, capture_output=True,
                          text=True, check=False, timeout=300)


def refused(done: subprocess.CompletedProcess[str], *parts: str, code: int = 1) -> None:
    """The command ended with `code` and exactly one line that holds all `parts`."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if not line.startswith("note:")]
    assert len(lines) == 1, done.stderr
    for part in parts:
        assert part in lines[0]


@pytest.fixture
def show(tmp_path: Path) -> Path:
    return make_show(tmp_path / "show").root


def test_make_outside_a_show_makes_one(tmp_path: Path) -> None:
    """An interview in an empty folder becomes a show with script, episode, cover and feed."""
    (tmp_path / "interview.txt").write_text(INTERVIEW, encoding="utf-8")
    done = podcast("make", "interview.txt", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "made one in" in done.stdout
    assert "/feed.xml in a podcast app" in done.stdout
    assert list((tmp_path / "output" / "episodes").rglob("*.mp3"))
    (script,) = (tmp_path / "scripts").glob("*.md")
    assert "**Tiedemann:** Mich geärgert." in script.read_text(encoding="utf-8")


def test_make_again_says_that_nothing_changed(tmp_path: Path) -> None:
    """The same article again makes no second episode and no work."""
    (tmp_path / "interview.txt").write_text(INTERVIEW, encoding="utf-8")
    podcast("make", "interview.txt", cwd=tmp_path)
    again = podcast("make", "interview.txt", cwd=tmp_path)
    assert "nothing changed since it was built" in again.stdout
    assert len(list((tmp_path / "scripts").glob("*.md"))) == 1


def test_split_never_overwrites_an_edited_script(tmp_path: Path) -> None:
    """A second split is refused and the edit is still there."""
    (tmp_path / "interview.txt").write_text(INTERVIEW, encoding="utf-8")
    podcast("init", cwd=tmp_path)
    assert podcast("split", "interview.txt", cwd=tmp_path).returncode == 0
    (script,) = (tmp_path / "scripts").glob("*.md")
    edited = script.read_text(encoding="utf-8").replace("Mich geärgert.", "Mich gewundert.")
    script.write_text(edited, encoding="utf-8")
    refused(podcast("split", "interview.txt", cwd=tmp_path), "has a script already", script.name)
    assert script.read_text(encoding="utf-8") == edited


def test_split_dry_run_answers_in_json_and_writes_nothing(tmp_path: Path) -> None:
    """Every paragraph with role, speaker, confidence, reasons and quotes; no file is written."""
    podcast("init", cwd=tmp_path)
    done = podcast("split", "--dry-run", "--json", "-", cwd=tmp_path, stdin=INTERVIEW)
    paragraphs = json.loads(done.stdout)["paragraphs"]
    assert [one["role"] for one in paragraphs][:3] == ["narration", "question", "answer"]
    assert paragraphs[2]["speaker"] == "Nora Tiedemann"
    assert set(paragraphs[0]) == {"text", "role", "speaker", "confidence", "reasons", "quotes"}
    assert not list((tmp_path / "scripts").iterdir())


def test_json_and_quiet(show: Path) -> None:
    """--json answers with what was made and where; --quiet says nothing at all."""
    answer = json.loads(podcast("build", "--json", cwd=show).stdout)
    episode = answer["episodes"][0]
    assert Path(episode["audio"]).is_file()
    assert episode["sentences_spoken"] > 5
    quiet = podcast("build", "--quiet", cwd=show)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


def test_why_and_check_and_voices_and_say(show: Path) -> None:
    """The smaller commands do the essential thing."""
    assert "to speak" in podcast("why", cwd=show).stdout
    assert "base_url" in podcast("check", cwd=show).stdout
    assert "espeak/" in podcast("voices", cwd=show).stdout
    said = podcast("say", "Am 15. Februar.", "--out", "hear.mp3", cwd=show)
    assert said.stdout.strip() == "Am fünfzehnten Februar."
    assert (show / "hear.mp3").stat().st_size > 5000
    line = next(number for number, text in enumerate(
        (show / "scripts/lampen.md").read_text(encoding="utf-8").splitlines(), 1)
        if text.startswith("Lange: Im Herbst"))
    said = podcast("say", f"lampen:{line}", "--out", "line.mp3", cwd=show)
    assert said.stdout.splitlines() == ["Im Herbst.", "Es war kalt.", "Niemand wollte bleiben."]


@pytest.mark.parametrize(("name", "content", "said"), [
    ("missing.txt", None, "missing.txt"),
    ("empty.txt", b"", "empty"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "picture.txt"),
    ("book.txt", b"Ein Satz. " * 600_000, "5 MB"),
    (".", None, "folder"),
])
def test_articles_that_cannot_be_read(tmp_path: Path, name: str, content: bytes | None,
                                      said: str) -> None:
    """A missing, empty, binary or too large file, or a folder: one line, and no show is made."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    refused(podcast("make", name, cwd=tmp_path), said)
    assert not (tmp_path / "podcast.toml").exists()


def test_windows_encoding_is_read_with_a_notice(tmp_path: Path) -> None:
    """A cp1252 file is read rightly, and the notice says what was assumed."""
    (tmp_path / "alt.txt").write_bytes(INTERVIEW.encode("cp1252"))
    podcast("init", cwd=tmp_path)
    done = podcast("split", "alt.txt", cwd=tmp_path)
    assert done.stderr.count("Windows-1252") == 1
    assert "Mich geärgert." in next((tmp_path / "scripts").glob("*.md")).read_text("utf-8")


@pytest.mark.parametrize(("old", "new", "parts"), [
    ("Lange: Im Herbst", "Langer: Im Herbst", ("lampen.md:", "Lange:")),
    ("Lange: Im Herbst", "**Niemand:** Im Herbst", ("lampen.md:", "Niemand", "Ute Lange")),
    ("voice=lange", "voice=langer", ("lampen.md:", "lange")),
    ('title: "Die Lampen von Ruhrort"', 'title: Die Lampen: "Ruhrort"', ("lampen.md:",)),
    ('role: "guest"', 'role: "gast"', ("gast", "guest")),
    ("tone/greta", "tone/gretchen", ("tone/gretchen", "tone/greta")),
    ("tone/greta", "nix/greta", ("nix", "espeak")),
])
def test_mistakes_in_a_script(show: Path, old: str, new: str, parts: tuple[str, ...]) -> None:
    """Unknown speakers, voices and roles and broken YAML name the file and the valid choices."""
    script = show / "scripts/lampen.md"
    text = script.read_text(encoding="utf-8")
    assert old in text
    script.write_text(text.replace(old, new), encoding="utf-8")
    refused(podcast("build", cwd=show), *parts)


@pytest.mark.parametrize(("line", "parts"), [
    ('title = "offen', ("podcast.toml", "TOML")),
    ("titel = 'x'", ("podcast.toml", "titel", "title")),
    ("[pauses]\nnarration = 'lang'", ("podcast.toml", "narration", "number")),
    ("box = 'weg'", ("podcast.toml", "end, place, off")),
    ("text = 'weg'", ("podcast.toml", "full, none")),
    ("timezone = 'Mond/Krater'", ("podcast.toml", "Mond/Krater")),
])
def test_mistakes_in_the_settings(show: Path, line: str, parts: tuple[str, ...]) -> None:
    """Broken TOML, unknown keys and impossible values name the file and what is possible."""
    settings = show / "podcast.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    refused(podcast("build", cwd=show), *parts)


def test_an_engine_that_is_not_installed_names_the_pip_command(show: Path) -> None:
    """A cast whose engine is missing is refused with the command that installs it."""
    (show / "voices/fern.toml").write_text(
        (Path(__file__).parent.parent / "voices/tone.toml").read_text(encoding="utf-8")
        .replace('engine = "tone"', 'engine = "pico"'), encoding="utf-8")
    script = show / "scripts/lampen.md"
    script.write_text(script.read_text(encoding="utf-8").replace("tone/", "fern/"), "utf-8")
    hidden = "import sys; sys.modules['ttspico'] = None; from podcast.__main__ import main; main()"
    done = subprocess.run([sys.executable, "-c", hidden, "build"], cwd=show, capture_output=True,
                          text=True, check=False)
    refused(done, "pico", "pip install")


def test_letters_a_voice_cannot_say(show: Path) -> None:
    """`check` lists the place, the letter and the remedy; the build refuses before it speaks."""
    script = show / "scripts/lampen.md"
    text = script.read_text(encoding="utf-8").replace("tone/", "pico/")
    script.write_text(text.replace("Es war kalt.", "In Αθήνα war es kalt."), encoding="utf-8")
    line = next(number for number, one in enumerate(script.read_text("utf-8").splitlines(), 1)
                if "Αθήνα" in one)
    checked = podcast("check", cwd=show)
    assert checked.returncode == 1
    assert f"error: scripts/lampen.md:{line}: the voice pico/" in checked.stdout
    refused(podcast("build", cwd=show), f"scripts/lampen.md:{line}", "[Αθήνα]{say=")
    assert not (show / "output/.store/clips").exists()


def test_one_broken_script_of_two(show: Path) -> None:
    """What was built is reported, the broken script is named, and the exit code is 3."""
    write_script(show, "Langer: So nicht.\n", slug="kaputt")
    done = podcast("build", "--json", cwd=show)
    assert [one["slug"] for one in json.loads(done.stdout)["episodes"]] == ["lampen"]
    refused(done, "scripts/kaputt.md:", code=3)


def test_voices_are_measured(show: Path) -> None:
    """Each voice of a cast with its fundamental frequency, formants, loudness and pace."""
    done = podcast("voices", "pico", "--measure", "--json", cwd=show)
    measured = {one["name"]: one["measured"] for one in json.loads(done.stdout)}
    assert measured["pico/johann"]["f0_median_hz"] * 1.3 < measured["pico/greta"]["f0_median_hz"]
    table = podcast("voices", "espeak", "--measure", cwd=show).stdout
    for column in ("F0 Hz", "F1/F2/F3 Hz", "LUFS", "Letters/s", "espeak/marie"):
        assert column in table


def test_unknown_engines_and_commands(show: Path) -> None:
    """An unknown engine lists the engines; an unknown command the commands, with exit code 2."""
    cast = (Path(__file__).parent.parent / "voices/tone.toml").read_text(encoding="utf-8")
    (show / "voices/tone.toml").write_text(cast.replace('engine = "tone"', 'engine = "zither"'),
                                           encoding="utf-8")
    refused(podcast("build", cwd=show), "zither", "espeak")
    done = podcast("biuld", cwd=show)
    assert done.returncode == 2
    assert "build" in done.stderr


def test_no_show_here(tmp_path: Path) -> None:
    """Outside any show the commands say how to make one."""
    refused(podcast("build", cwd=tmp_path), "podcast init")


def test_prune_says_what_it_did(show: Path) -> None:
    """Nothing is old enough right after a build; as text and as JSON."""
    run_build(load_settings(show))
    done = podcast("prune", "--dry-run", cwd=show)
    assert done.returncode == 0
    assert done.stdout.startswith("0 recordings, 0 turns and 0 other files would be dropped")
    assert json.loads(podcast("prune", "--json", cwd=show).stdout)["recordings"] == 0


def test_a_read_only_output_folder(show: Path) -> None:
    """Where nothing can be written one line names the place."""
    blocked = show / "output/episodes"
    blocked.write_text("in the way", encoding="utf-8")
    refused(podcast("build", cwd=show), "output/episodes")


def test_a_full_disk_leaves_the_last_good_episode(show: Path) -> None:
    """Where files can grow no further one line names the file, and nothing is half written."""
    settings = make_show(show)
    run_build(settings)
    good = finished(settings)
    write_script(show, BODY.replace("Es war kalt.", "Es war bitterkalt und sehr still."))
    done = subprocess.run(["bash", "-c", f"ulimit -f 60; {' '.join(PODCAST)} build"], cwd=show,
                          capture_output=True, text=True, check=False, timeout=120)
    refused(done, "output/", "Nothing was lost")
    assert finished(settings) == good


def test_two_builds_at_once_are_harmless(show: Path) -> None:
    """Both end well, the feed names files that are there, and nothing is left to do."""
    running = [subprocess.Popen([*PODCAST, "build", "--quiet"], cwd=show) for _ in range(2)]
    assert [one.wait(timeout=120) for one in running] == [0, 0]
    feed = (show / "output/feed.xml").read_text(encoding="utf-8")
    for address in re.findall(r"http://127.0.0.1:8000/([^\"<]+\.(?:mp3|jpg))", feed):
        assert (show / "output" / address).is_file()
    assert "nothing changed" in podcast("why", cwd=show).stdout


def test_a_killed_build_loses_only_the_work_in_hand(show: Path, tmp_path: Path) -> None:
    """After kill -9 the next build gives the bytes of an undisturbed one."""
    many = "\n\n".join(f"Lange: Das ist der Satz Nummer {n}, und er ist neu." for n in range(120))
    write_script(show, BODY + "\n" + many + "\n")
    running = subprocess.Popen([*PODCAST, "build", "--quiet"], cwd=show, start_new_session=True)
    for _ in range(400):
        time.sleep(0.05)
        if len(list((show / "output/.store").rglob("*"))) > 40:
            break
    os.killpg(running.pid, signal.SIGKILL)
    running.wait(timeout=30)
    again = make_show(tmp_path / "undisturbed", BODY + "\n" + many + "\n")
    run_build(again)
    disturbed = load_settings(show)
    run_build(disturbed)
    assert finished(disturbed) == finished(again)


def test_interrupting_a_build_leaves_the_last_good_episode(show: Path) -> None:
    """Ctrl-C in mid-build exits with 130, one line, and every published file as it was."""
    settings = make_show(show)
    run_build(settings)
    good = finished(settings)
    many = "\n\n".join(f"Lange: Das ist der Satz Nummer {n}, und er ist neu." for n in range(900))
    write_script(show, BODY + "\n" + many + "\n")
    running = subprocess.Popen([*PODCAST, "build"], cwd=show, stderr=subprocess.PIPE, text=True)
    before = len(list((show / "output/.store").rglob("*")))
    for _ in range(600):
        time.sleep(0.05)
        if len(list((show / "output/.store").rglob("*"))) > before + 10:
            break
    running.send_signal(signal.SIGINT)
    _, stderr = running.communicate(timeout=30)
    assert running.returncode == 130
    assert stderr.strip() == "podcast: interrupted; the last good episode is untouched"
    assert finished(settings) == good
