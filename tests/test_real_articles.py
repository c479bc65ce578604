"""Real interviews, in a temporary show: from the newspaper's text to a feed that plays."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import feedparser
import numpy as np
import pytest

from podcast.article import read_article
from podcast.audio.loudness import loudness_lufs
from podcast.build import Result
from podcast.check import check_show
from podcast.interview import uncovered
from podcast.model import Script
from podcast.script import read_script
from podcast.settings import Settings
from podcast.show import create_show
from podcast.split import options_now, split
from podcast.store import Store
from tests.shows import episode_of, finished, run_build

pytestmark = pytest.mark.article
ARTICLES = os.environ.get("PODCAST_ARTICLES", "")


@pytest.fixture(scope="module")
def article() -> Path:
    """The first real interview; where there is none the tests skip and say so."""
    path = Path(ARTICLES) / "mechelen.txt"
    if not ARTICLES or not path.is_file():
        pytest.skip("no real articles here: PODCAST_ARTICLES names no folder that holds them")
    return path


@pytest.fixture(scope="module")
def show(article: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A show with the interview's script, spoken by Pico."""
    settings = create_show(tmp_path_factory.mktemp("real") / "show", cast="pico")
    split(read_article(article), settings, options_now(settings))
    return settings


@pytest.fixture(scope="module")
def built(show: Settings) -> Result:
    """The interview's episode."""
    return run_build(show)[0][0]


@pytest.fixture(scope="module")
def script(show: Settings) -> Script:
    """The interview's script as it was written."""
    path = next(show.scripts_dir.glob("*.md"))
    return read_script(path, path.name)


def test_every_character_has_one_fate(article: Path, script: Script) -> None:
    """All of the article is in the script file, spoken or left out with a reason, in order."""
    assert uncovered(read_article(article), script) == ()


def test_every_letter_that_is_not_left_out_reaches_a_voice(show: Settings, script: Script) -> None:
    """Letters and digits of the spoken turns are those of the utterances, turn by turn."""
    from podcast.changes import look_ahead

    outlook = look_ahead(show, next(show.scripts_dir.glob("*.md")).stem, Store(show.store_dir))
    heard = {planned.turn.line: _letters("".join(one.text for one in planned.utterances))
             for planned in outlook.plan.turns if planned.turn.line}
    written = {turn.line: _letters(turn.text) for turn in script.turns if turn.kind != "omitted"}
    assert heard == written
    for utterance in outlook.plan.utterances:
        said = {place for word in utterance.words if word.spoken
                for place in range(word.start, word.end)}
        assert all(place in said for place, char in enumerate(utterance.text) if char.isalnum())


def test_the_cast(script: Script) -> None:
    """A journalist, a male guest and a narrator, each with a voice of its own."""
    assert [(one.role, one.name, one.gender) for one in script.cast][:2] == [
        ("journalist", "SPIEGEL ONLINE", "unknown"), ("guest", "Bart Somers", "male")]
    assert len({one.voice for one in script.cast}) == 3


def test_what_is_left_out(script: Script) -> None:
    """Three captions, and the box's heading with its credit alone."""
    omitted = [(turn.reason, turn.text) for turn in script.turns if turn.kind == "omitted"]
    assert [reason for reason, _ in omitted].count("Bildunterschrift") == 3
    assert [text for reason, text in omitted if reason != "Bildunterschrift"] == ["Zur Person DPA"]


def test_the_guest_speaks_his_own_words(script: Script) -> None:
    """Quotations he says or writes are his; titles and scare quotes stay with the narrator."""
    quoted = [span.text for turn in script.turns if turn.kind == "narration"
              for span in turn.spans if span.voice == "somers"]
    assert [(text[:12], text[-9:]) for text in quoted] == [
        ('"Ah, Sie sin', 'd, oder?"'), ('"Die Straßen', 'Prozent!"'),
        ('"Die Bekämpf', ' Terrors"'), ('"fängt in de', 'ilen an."')]


def test_title_and_chapters(show: Settings, script: Script, built: Result) -> None:
    """The title is derived; chapters hold 60 to 150 s, named with words of the text."""
    assert script.title == "Interview mit Bart Somers"
    text = "\n".join(turn.text for turn in script.turns)
    for heading in script.chapters:
        assert len(heading.title) <= 40
        assert all(word in text for word in re.findall(r"\w+", heading.title))
    inner = [one for one in built.record.item.chapters
             if one.title in {heading.title for heading in script.chapters}]
    assert len(inner) >= 4
    assert all(60 <= one.end_s - one.start_s <= 150 for one in inner[:-1])


def test_check_reports_typos_and_missing_details(show: Settings) -> None:
    """The article's own typos, and what it does not say of itself, are reported."""
    said = "\n".join(one.message for one in check_show(show))
    for word in ("Straßenkriminalitat", "paternalististische", "Molenbeekweltweit"):
        assert f"'{word}'" in said
    for name in ("author is empty", "published is empty"):
        assert name in said


def test_loudness_of_the_episode(show: Settings, built: Result,
                                 need_tool: Callable[[str], str]) -> None:
    """−16 LUFS ± 0.5 and a true peak of at most −1 dBTP, as ffmpeg's ebur128 hears it; what the
    build noted is within 0.1 LU of that."""
    path = show.output_dir / built.record.item.audio.path
    heard = subprocess.run([need_tool("ffmpeg"), "-hide_banner", "-nostats", "-i", str(path), "-af",
                            "ebur128=peak=true", "-f", "null", "-"], capture_output=True,
                           text=True, check=True).stderr
    summary = heard[heard.rindex("Summary"):]
    loudness = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    assert loudness and peak
    assert abs(float(loudness[1]) + 16) <= 0.5
    assert float(loudness[1]) == pytest.approx(built.record.loudness_lufs, abs=0.1)
    assert float(peak[1]) <= -1


def test_nobody_is_louder_than_the_others(show: Settings, built: Result,
                                          need_tool: Callable[[str], str]) -> None:
    """All that each speaker says, measured alone: within 1 LU of one another."""
    path = show.output_dir / built.record.item.audio.path
    heard = subprocess.run([need_tool("ffmpeg"), "-v", "error", "-i", str(path), "-f", "f32le",
                            "-"], capture_output=True, check=True).stdout
    samples = np.frombuffer(heard, np.float32)
    said: dict[str, list[np.ndarray]] = {}
    for cue in episode_of(show, built.slug).cues:
        start, end = (round(at * 48_000) for at in (cue.start_s, cue.end_s))
        said.setdefault(cue.speaker, []).append(samples[start:end])
    levels = [loudness_lufs(np.concatenate(one), 48_000) for one in said.values()]
    assert len(levels) == 3
    assert max(levels) - min(levels) <= 1.0


def test_players_and_tools_agree(show: Settings, built: Result,
                                 need_tool: Callable[[str], str]) -> None:
    """ffprobe lists the chapters in time order and the duration; mp3val finds no fault."""
    item = built.record.item
    path = str(show.output_dir / item.audio.path)
    probed = subprocess.run([need_tool("ffprobe"), "-v", "error", "-show_chapters", "-show_entries",
                             "format=duration", "-of", "flat", path], capture_output=True,
                            text=True, check=True).stdout
    starts = [float(one) for one in re.findall(r'start_time="([\d.]+)"', probed)]
    assert starts == [one.start_s for one in item.chapters]
    duration = re.search(r'format\.duration="([\d.]+)"', probed)
    assert duration
    assert abs(float(duration[1]) - item.seconds) < 0.05
    seen = subprocess.run([need_tool("mp3val"), path], capture_output=True, text=True,
                          check=True).stdout
    assert "WARNING" not in seen
    assert "CBR" in seen


def test_feed_and_a_correction(show: Settings, built: Result) -> None:
    """One edited sentence: one clip, the feed follows, guid and date stay."""
    path = next(show.scripts_dir.glob("*.md"))
    text = path.read_text(encoding="utf-8")
    assert "Straßenkriminalitat" in text
    before = _entry(show)
    path.write_text(text.replace("Straßenkriminalitat", "Straßenkriminalität"), encoding="utf-8")
    try:
        _, done = run_build(show)
        after = _entry(show)
    finally:
        path.write_text(text, encoding="utf-8")
        run_build(show)
    assert done == ["sentence", "turn"]
    assert (after.id, after.published) == (before.id, before.published)
    assert after.enclosures[0].href != before.enclosures[0].href
    assert _entry(show).enclosures == before.enclosures


def test_same_bytes_from_an_empty_store(show: Settings, built: Result, tmp_path: Path) -> None:
    """The same script in another folder gives the same bytes in every file."""
    other = create_show(tmp_path / "other", cast="pico")
    for name in ("podcast.toml", *_scripts(show)):
        (other.root / name).write_bytes((show.root / name).read_bytes())
    run_build(show)
    from podcast.settings import load_settings

    again = load_settings(other.root)
    run_build(again, workers=3)
    assert finished(again) == finished(show)


def _entry(show: Settings) -> feedparser.FeedParserDict:
    return feedparser.parse((show.output_dir / "feed.xml").read_bytes()).entries[0]


def _scripts(show: Settings) -> Iterator[str]:
    return (str(path.relative_to(show.root)) for path in sorted(show.scripts_dir.iterdir()))


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())
