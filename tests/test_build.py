"""From a script to a feed, and after an edit exactly what the edit touched."""

from __future__ import annotations

import re
from hashlib import sha256
from html import escape
from pathlib import Path

import feedparser
import pytest
from mutagen.id3 import ID3

from podcast.build import build
from podcast.changes import what_is_stale
from podcast.errors import PartialFailure, UserError
from podcast.executor import LocalExecutor
from podcast.registry import names
from podcast.settings import Settings, load_settings
from podcast.store import Store
from tests.shows import BODY, finished, make_show, published, run_build, voices, write_script


@pytest.fixture
def show(tmp_path: Path) -> Settings:
    return make_show(tmp_path / "show")


def _stale(show: Settings, slug: str = "lampen") -> tuple[int, int, list[tuple[str, str]]]:
    found = what_is_stale(show, slug, Store(show.store_dir))
    return found.sentences, found.turns, [(one.reason, one.text) for one in found.changes]


def _line(show: Settings, text: str) -> int:
    lines = (show.scripts_dir / "lampen.md").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_a_build_makes_episode_cover_and_feed(show: Settings) -> None:
    """All editions, the show's cover, front page and feed are made, and the feed names them."""
    (result,), _ = run_build(show)
    files = list(finished(show))
    item = result.record.item
    assert item.cover is not None
    show_cover = next(name for name in files if name.startswith("cover."))
    made = [one.path for one in item.files.values()]
    front = [name for name in files if name.startswith("front.")]
    assert sorted(Path(one).suffix for one in front) == [".css", ".jpg", ".js"]
    assert sorted(files) == sorted([show_cover, *made, *front, "index.html", "feed.xml"])
    feed = feedparser.parse((show.output_dir / "feed.xml").read_bytes())
    entry = feed.entries[0]
    assert entry.title == "Die Lampen von Ruhrort"
    assert entry.id == "11111111-2222-4333-8444-555555555555"
    enclosure = entry.enclosures[0]
    assert enclosure.href == show.base_url + item.audio.path
    assert int(enclosure.length) == (show.output_dir / item.audio.path).stat().st_size


def test_a_moved_show_is_up_to_date(show: Settings, tmp_path: Path) -> None:
    """Nothing is stale in another folder, a recording that a voice is cloned of included."""
    (show.voices_dir / "own.toml").write_text(
        'title = "Own"\nengine = "tone"\n[licence]\nname = "CC0-1.0"\ncommercial = true\n'
        '[voices.me]\ngender = "female"\nmodel = "200"\nreference = "me.wav"\n'
        'consent = "Mine, for everything"\n[roles]\nnarrator = "me"\n'
        'journalist = {female = "me", male = "me"}\nguest = {female = ["me"], male = ["me"]}\n',
        encoding="utf-8")
    path = show.scripts_dir / "lampen.md"
    path.write_text(path.read_text(encoding="utf-8").replace(voices()["guest"], "own/me"),
                    encoding="utf-8")
    run_build(show)
    moved = load_settings(show.root.rename(tmp_path / "elsewhere"))
    assert not what_is_stale(moved, "lampen", Store(moved.store_dir)).changes


def test_every_edition_keeps_its_contract(show: Settings) -> None:
    """Each registered edition makes one file, as its record says: named after its content but
    for pages, whose addresses stay."""
    (result,), _ = run_build(show)
    made = result.record.publications
    assert len(made) == len(names("editions")) + 3, "sound, book, manifest"
    for one in made:
        data = (show.output_dir / one.path).read_bytes()
        assert (sha256(data).hexdigest(), len(data)) == (one.sha256, one.size_bytes)
        assert one.sha256[:8] in one.path or one.path.endswith(("/index.html", "/player.html"))


def test_the_second_build_does_nothing(show: Settings) -> None:
    """When nothing changed no worker is asked and no byte changes."""
    run_build(show)
    before = published(show)
    results, done = run_build(show)
    assert done == []
    assert results[0].stale.current
    assert published(show) == before


def test_one_edited_sentence_costs_one_clip_and_one_turn(show: Settings) -> None:
    """`why` names the sentence and the reason; the build speaks it alone; guid and date stay."""
    run_build(show)
    before = feedparser.parse((show.output_dir / "feed.xml").read_bytes()).entries[0]
    write_script(show.root, BODY.replace("Es war kalt.", "Es war bitterkalt."))
    assert _stale(show) == (1, 1, [("changed text", "Es war bitterkalt.")])
    _, done = run_build(show)
    assert done == ["sentence", "turn"]
    after = feedparser.parse((show.output_dir / "feed.xml").read_bytes()).entries[0]
    assert (after.id, after.published) == (before.id, before.published)
    assert after.enclosures[0].href != before.enclosures[0].href
    assert _stale(show) == (0, 0, [])


def test_why_names_the_line_of_the_edit(show: Settings) -> None:
    """The place is the script's file and line."""
    run_build(show)
    write_script(show.root, BODY.replace("Es war kalt.", "Es war bitterkalt."))
    (change,) = what_is_stale(show, "lampen", Store(show.store_dir)).changes
    assert change.place == f"scripts/lampen.md:{_line(show, 'bitterkalt')}"


@pytest.mark.parametrize(("old", "new", "sentences", "turns", "reason"), [
    ("Es war kalt. ", "Es war kalt. Sehr kalt. ", 1, 1, "new sentence"),
    ("Es war kalt. ", "", 0, 1, "sentence removed"),
    ("Lange: Die Lampen. Der Rest", "Lange: Der Rest", 0, 1, "sentence removed"),
    ("{voice=lange}", "{voice=journalist}", 1, 1, "changed voice"),
])
def test_an_edit_costs_what_it_touches(show: Settings, old: str, new: str, sentences: int,
                                       turns: int, reason: str) -> None:
    """Insertions, deletions and other voices cost their own sentence and turn, and why says so."""
    run_build(show)
    write_script(show.root, BODY.replace(old, new))
    found = _stale(show)
    assert found[:2] == (sentences, turns)
    assert reason in [one for one, _ in found[2]]
    _, done = run_build(show)
    assert sorted(done) == ["sentence"] * sentences + ["turn"] * turns


def test_moving_a_turn_costs_nothing(show: Settings) -> None:
    """Moved turns are neither spoken nor encoded again."""
    run_build(show)
    answer = "Lange: Die Lampen. Der Rest ist Erinnerung.\n\n"
    first = "## Das erste Licht\n\n"
    moved = BODY.replace(answer, "").replace(first, answer + first)
    write_script(show.root, moved)
    _, done = run_build(show)
    assert done == []


def test_pauses_between_turns_cost_nothing(show: Settings) -> None:
    """Other pauses between turns re-join the episode and encode nothing; why names the pause."""
    run_build(show)
    settings = show.root / "podcast.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "[pauses]\nanswer_question = 2.0\n",
                        encoding="utf-8")
    changed = load_settings(show.root)
    found = _stale(changed)
    assert found[:2] == (0, 0)
    assert {reason for reason, _ in found[2]} == {"changed pause after it (0.8 s → 2 s)",
                                                  "the show's settings changed (pauses)"}
    results, done = run_build(changed)
    assert done == []
    assert not results[0].stale.current


def test_same_input_same_bytes(tmp_path: Path) -> None:
    """Two shows built from empty stores, with other numbers of workers, agree in every file."""
    one, other = (make_show(tmp_path / name) for name in ("one", "other"))
    run_build(one, workers=1)
    run_build(other, workers=3)
    assert published(one) == published(other)


def test_a_damaged_recording_is_made_again(show: Settings) -> None:
    """A clip that was damaged in the store is spoken again when its turn needs it, and said."""
    run_build(show)
    good = published(show)
    for track in (show.store_dir / "tracks").rglob("*"):
        if track.is_file():
            track.write_bytes(b"broken")
    for clip in (show.store_dir / "clips").rglob("*"):
        if clip.is_file():
            clip.write_bytes(clip.read_bytes()[:-9])
    for mp3 in show.output_dir.rglob("*.mp3"):
        mp3.unlink()
    _, done = run_build(show)
    assert "again" in done
    assert published(show) == good


def test_a_vanished_file_is_put_back(show: Settings) -> None:
    """An MP3 somebody deleted is joined anew from the store; nothing is spoken."""
    run_build(show)
    good = published(show)
    next(show.output_dir.rglob("*.mp3")).unlink()
    _, done = run_build(show)
    assert done == []
    assert published(show) == good


def test_chapters_start_on_whole_seconds_in_time_order(show: Settings) -> None:
    """The file's tag lists the chapters in time order, each at a whole second."""
    (result,), _ = run_build(show)
    chapters = result.record.item.chapters
    assert [one.title for one in chapters] == ["Einleitung", "Das erste Licht", "Was bleibt",
                                               "Zur Person"]
    assert [one.start_s for one in chapters] == sorted(one.start_s for one in chapters)
    assert all(one.start_s == int(one.start_s) for one in chapters)
    tag = ID3(show.output_dir / result.record.item.audio.path)
    marks = sorted(frame.start_time for frame in tag.getall("CHAP"))
    assert marks == [round(one.start_s * 1000) for one in chapters]


@pytest.mark.parametrize("model", ["crash", "fail"])
def test_an_engine_that_dies_costs_its_sentence_not_the_episode(show: Settings, model: str) -> None:
    """A sentence that cannot be spoken is named; the last good episode and feed stay."""
    run_build(show)
    good = finished(show)
    cast = next(path for path in (Path(__file__).parent.parent / "voices").glob("tone.toml"))
    text = cast.read_text(encoding="utf-8")
    broken = text + f'\n[voices.broken]\ngender = "female"\nmodel = "{model}"\n'
    (show.voices_dir / "tone.toml").write_text(broken, encoding="utf-8")
    write_script(show.root, BODY.replace("Es war kalt.", "[Es war kalt.]{voice=broken}"))
    script = show.scripts_dir / "lampen.md"
    script.write_text(script.read_text(encoding="utf-8").replace(
        "  narrator:\n", '  broken:\n    role: "guest"\n    name: "Niemand"\n    labels: []\n'
        '    gender: "unknown"\n    voice: "tone/broken"\n  narrator:\n'), encoding="utf-8")
    with pytest.raises(PartialFailure, match="Es war kalt"):
        run_build(show)
    assert finished(show) == good


def test_a_broken_script_does_not_stop_the_others(show: Settings) -> None:
    """The other episodes are built and the feed follows; the broken script is named."""
    write_script(show.root, "Langer: So nicht.\n", slug="kaputt")
    with pytest.raises(UserError, match=r"scripts/kaputt\.md:\d+.*Lange:"):
        run_build(show)
    assert len(feedparser.parse((show.output_dir / "feed.xml").read_bytes()).entries) == 1


def test_an_edit_during_a_build_is_not_lost(show: Settings) -> None:
    """What is edited while a build runs is found stale by the next one."""
    with LocalExecutor(2) as executor:
        build(show, (), executor, lambda outlook, done: _edit(show)).require()
    assert ("changed text", "Es war bitterkalt.") in _stale(show)[2]


def _edit(show: Settings) -> None:
    write_script(show.root, BODY.replace("Es war kalt.", "Es war bitterkalt."))


def test_a_comment_in_the_settings_changes_nothing(show: Settings) -> None:
    """Only what the show declares counts, not how the file is written."""
    run_build(show)
    settings = show.root / "podcast.toml"
    settings.write_text("# Ein Kommentar\n" + settings.read_text(encoding="utf-8"), "utf-8")
    assert run_build(load_settings(show.root))[0][0].stale.current


@pytest.mark.parametrize(("old", "new", "reason"), [
    ("## Was bleibt", "## Was bleiben soll", "its details or chapters changed"),
    ('title: "Die Lampen', 'title: "Alle Lampen', "changed text"),
])
def test_changes_beside_the_sentences_have_a_reason(show: Settings, old: str, new: str,
                                                    reason: str) -> None:
    """Whatever makes an episode stale, `why` names it."""
    run_build(show)
    script = show.scripts_dir / "lampen.md"
    script.write_text(script.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert reason in {one for one, _ in _stale(show)[2]}


def test_a_lost_file_is_the_reason(show: Settings) -> None:
    """A deleted MP3 is named by `why` and put back by the build."""
    run_build(show)
    lost = next(show.output_dir.rglob("*.mp3"))
    lost.unlink()
    assert _stale(show) == (0, 0, [("its file is missing or damaged",
                                    str(lost.relative_to(show.output_dir)))])


def test_a_crash_before_the_feed_leaves_the_old_one_whole(show: Settings) -> None:
    """Until the feed is replaced, every file the old one names is still there."""
    run_build(show)
    old = (show.output_dir / "feed.xml").read_bytes()
    settings = show.root / "podcast.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("am Kanal", "am Fluss"),
                        encoding="utf-8")
    write_script(show.root, BODY.replace("Es war kalt.", "Es war bitterkalt."))
    (show.output_dir / "feed.xml").unlink()
    (show.output_dir / "feed.xml").mkdir()
    with pytest.raises(OSError, match="feed"):
        run_build(load_settings(show.root))
    for address in re.findall(rb"http://127.0.0.1:8000/([^\"<]+\.(?:mp3|jpg))", old):
        assert (show.output_dir / address.decode()).is_file()


def test_a_script_that_says_nothing_is_refused(show: Settings) -> None:
    """Comments and headings alone make no episode, and the last good one stays."""
    run_build(show)
    good = finished(show)
    write_script(show.root, "\n## Nur ein Titel\n\n<!-- und ein Kommentar -->\n")
    with pytest.raises(UserError, match="nothing to say"):
        run_build(show)
    assert finished(show) == good


def test_a_copied_script_needs_an_id_of_its_own(show: Settings) -> None:
    """Two scripts with one id are refused by name; the feed stays as it was."""
    run_build(show)
    feed = (show.output_dir / "feed.xml").read_bytes()
    original = show.scripts_dir / "lampen.md"
    (show.scripts_dir / "kopie.md").write_bytes(original.read_bytes())
    with pytest.raises(UserError, match=r"scripts/lampen\.md.*kopie|kopie.*scripts/lampen\.md"):
        run_build(show)
    assert (show.output_dir / "feed.xml").read_bytes() == feed


def test_hidden_files_are_no_scripts(show: Settings) -> None:
    """Locks and droppings of editors and systems are not taken for scripts."""
    for name in (".#lampen.md", "._lampen.md"):
        (show.scripts_dir / name).write_bytes(b"\0")
    assert len(run_build(show)[0]) == 1


def test_an_unknown_slug_lists_the_known_ones(show: Settings) -> None:
    """A wrong slug is an error with the valid choices."""
    with pytest.raises(UserError, match="Known: lampen"):
        run_build(show, ("lampe",))


def test_corrections_are_told_and_spoken_if_wished(tmp_path: Path) -> None:
    """A corrected episode says so in show notes and tag; aloud only where the show wants it."""
    show = make_show(tmp_path)
    run_build(show)
    path = show.scripts_dir / "lampen.md"
    entry = 'corrections:\n  - {date: "2026-03-05", text: "Es war im Herbst & nicht im Mai."}\n'
    path.write_text(path.read_text(encoding="utf-8").replace("cast:\n", entry + "cast:\n"),
                    encoding="utf-8")
    (result,), done = run_build(show)
    assert done == []
    line = "Korrigiert am 5. März 2026: Es war im Herbst & nicht im Mai."
    feed = feedparser.parse((show.output_dir / "feed.xml").read_bytes())
    assert f"<p>{escape(line)}</p>" in feed.entries[0].content[0].value
    tag = ID3(show.output_dir / result.record.item.audio.path)
    assert tag.getall("COMM")[0].text[0].endswith(f"\n{line}")
    settings = show.root / "podcast.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "[frame]\ncorrections = true\n",
                        encoding="utf-8")
    _, done = run_build(load_settings(show.root))
    assert done.count("sentence") == 1 and done.count("turn") == 1
