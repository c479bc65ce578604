"""What people see of a changed article and of what they should look over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.test_cli import INTERVIEW, podcast, refused

CHANGED = INTERVIEW.replace("Das habe ich 1998", "Das habe ich 1999")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A show with the script of an interview, which has changed since."""
    (tmp_path / "interview.txt").write_text(INTERVIEW, encoding="utf-8")
    podcast("init", cwd=tmp_path)
    assert podcast("split", "interview.txt", cwd=tmp_path).returncode == 0
    (tmp_path / "interview.txt").write_text(CHANGED, encoding="utf-8")
    return tmp_path


def script(folder: Path) -> Path:
    """The only script of a show."""
    (found,) = (folder / "scripts").glob("*.md")
    return found


def rewrite(path: Path, old: str, new: str) -> None:
    """Edit a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_split_names_the_way_to_merge(folder: Path) -> None:
    """A changed article is refused without --update; with it the script follows, once."""
    refused(podcast("split", "interview.txt", cwd=folder), "split --update")
    dry = podcast("split", "--update", "--dry-run", "interview.txt", cwd=folder)
    assert "1998 gelernt.“ → „Das habe ich 1999" in dry.stdout
    assert "Nothing was written" in dry.stdout
    assert "1998" in script(folder).read_text(encoding="utf-8")
    done = podcast("split", "--update", "interview.txt", cwd=folder)
    assert "taken from the article 1" in done.stdout
    assert "1999" in script(folder).read_text(encoding="utf-8")
    again = podcast("split", "--update", "interview.txt", cwd=folder)
    assert again.stdout.startswith("Nothing changed: scripts/")


def test_an_update_answers_in_json(folder: Path) -> None:
    """Every change with its kind, line and both texts."""
    rewrite(script(folder), "Mich geärgert.", "Mich gewundert.")
    done = podcast("split", "--update", "--json", "interview.txt", cwd=folder)
    answer = json.loads(done.stdout)
    assert [(one["kind"], one["after"]) for one in answer["changes"]] == [
        ("taken", "Das habe ich 1999 gelernt."), ("kept", "Mich gewundert.")]
    assert (answer["written"], answer["conflicts"]) == (True, [])
    lines = script(folder).read_text(encoding="utf-8").splitlines()
    assert "1999" in lines[answer["changes"][0]["line"] - 1]


def test_make_merges_and_builds(folder: Path) -> None:
    """The same summary, then the episode; no second script."""
    done = podcast("make", "interview.txt", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "taken from the article 1" in done.stdout
    assert "LUFS)" in done.stdout
    assert "1999" in script(folder).read_text(encoding="utf-8")


def test_make_refuses_a_teaser(folder: Path) -> None:
    """Most of a known article is gone: one line, and script and source stay as they were."""
    before = {one: one.read_bytes() for one in (folder / "scripts").iterdir()}
    (folder / "interview.txt").write_text("\n\n".join(CHANGED.split("\n\n")[:2]), "utf-8")
    refused(podcast("make", "interview.txt", cwd=folder), "of the article is left", "--shortened")
    refused(podcast("split", "--update", "interview.txt", cwd=folder), "--shortened")
    assert {one: one.read_bytes() for one in (folder / "scripts").iterdir()} == before
    done = podcast("split", "--update", "--shortened", "interview.txt", cwd=folder)
    assert "struck out" in done.stdout


def test_new_makes_a_second_script(folder: Path) -> None:
    """With --new an article that looks like a version of a known one is an episode of its own."""
    assert podcast("split", "--new", "interview.txt", cwd=folder).returncode == 0
    assert len(list((folder / "scripts").glob("*.md"))) == 2


def test_a_headline_leaves_nothing_behind(tmp_path: Path) -> None:
    """What holds nothing to speak makes neither a show nor a script."""
    (tmp_path / "interview.txt").write_text("Was vom Sommer bleibt", encoding="utf-8")
    refused(podcast("make", "interview.txt", cwd=tmp_path), "nothing that could be spoken")
    assert [one.name for one in tmp_path.iterdir()] == ["interview.txt"]


def test_make_stops_at_a_conflict(folder: Path) -> None:
    """The conflict is marked with both versions, said in one line, and nothing is built."""
    rewrite(script(folder), "Das habe ich 1998", "Das hab ich 1998")
    done = podcast("make", "interview.txt", cwd=folder)
    refused(done, "somebody has to choose", "scripts/")
    assert "in conflict 1" in done.stdout
    assert not list((folder / "output").rglob("*.mp3"))
    text = script(folder).read_text(encoding="utf-8")
    assert "steht jetzt: Das habe ich 1999 gelernt. | vorher: Das habe ich 1998 gelernt." in text
    assert "Das hab ich 1998 gelernt." in text
    why = podcast("why", cwd=folder).stdout
    assert "the article and the script differ" in why
    again = podcast("split", "--update", "interview.txt", cwd=folder).stdout
    assert "nothing new in the article; still in conflict (line " in again
    checked = podcast("check", cwd=folder)
    assert checked.returncode == 1
    line = next(number for number, one in enumerate(text.splitlines(), 1) if "konflikt" in one)
    assert f"error: scripts/{script(folder).name}:{line}: " in checked.stdout


def test_a_dry_run_needs_no_show(tmp_path: Path) -> None:
    """In an empty folder the answer comes with a new show's settings, and no file appears."""
    (tmp_path / "interview.txt").write_text(INTERVIEW, encoding="utf-8")
    done = podcast("split", "--dry-run", "--json", "interview.txt", cwd=tmp_path)
    assert len(json.loads(done.stdout)["paragraphs"]) == 7
    assert [one.name for one in tmp_path.iterdir()] == ["interview.txt"]
    refused(podcast("split", "interview.txt", cwd=tmp_path), "podcast init")


def test_a_dry_run_imports_nothing_heavy(tmp_path: Path) -> None:
    """Measuring tools run it for many articles: no table, picture, sound or feed is loaded."""
    import subprocess
    import sys

    (tmp_path / "interview.txt").write_text(INTERVIEW, encoding="utf-8")
    code = ("import sys; sys.argv = ['podcast', 'split', '--dry-run', '--json', 'interview.txt']\n"
            "from podcast.cli import main\ntry: main()\nexcept SystemExit: pass\n"
            "print(sorted(set(sys.modules) & {'rich', 'PIL', 'numpy', 'feedgen', 'yaml',"
            " 'markdown_it', 'pydub'}), file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True,
                          text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"
