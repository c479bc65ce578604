"""Transcripts, captions and chapters as files: nothing displayed is lost, every time is right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from html import unescape
from pathlib import Path
from re import sub
from tempfile import TemporaryDirectory

import pytest
import srt
import webvtt
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from playwright.sync_api import sync_playwright

from podcast.audio.mp3 import FRAME_S
from podcast.editions.base import Context
from podcast.editions.captions import MAX_LINES, MAX_S
from podcast.editions.sentences import sentences
from podcast.editions.speakers import short_names, speaker_names
from podcast.editions.wording import printable
from podcast.engines.base import Preferences
from podcast.episode import join
from podcast.errors import UserError
from podcast.language import load_language
from podcast.model import CastMember, Episode, Script, Track, Voice
from podcast.plan import PlannedTurn, plan
from podcast.registry import load
from podcast.script import parse_script, write_script
from podcast.settings import Settings, load_settings
from podcast.store import Store
from podcast.utterances import Ensemble
from tests.shows import HEADER, episode_of, finished, make_show, run_build_here
from tests.test_players import CHROMIUM
from tests.test_script_roundtrip import scripts

SHOW = Settings(Path("show"), "Gespräche am Kanal", "tone", "guid")
EDITIONS = ("vtt", "srt", "transcript", "text", "chapters")
WORD_S = 0.4
HARD = '''
Kanalbote: Was heißt 1 < 2 & 3 --> 4? <i>Nichts</i> &amp; [alles in Mechelen]{lang=nl}.

Lange: שלום עולם, und السلام عليكم dazu: 👩‍👩‍👧‍👦 🇩🇪.
Ein langer Satz, der nirgends aufhört, weil er von allem erzählt, was im Hafen geschah, als die
Lampen brannten und niemand schlief, und der darum in mehreren Teilen auf dem Bildschirm steht:
https://example.org/{long}.

Sie zeigt [„auf die Lampe“]{voice=lange}, sagt aber [nichts]{say=""} – –
'''.replace("{long}", "lange-adresse/" * 8)
TRANSCRIPT = {
    "type": "object", "required": ["version", "segments"], "additionalProperties": False,
    "properties": {"version": {"const": "1.0.0"}, "segments": {"type": "array", "items": {
        "type": "object", "required": ["speaker", "startTime", "endTime", "body"],
        "additionalProperties": False,
        "properties": {"speaker": {"type": "string", "minLength": 1},
                       "startTime": {"type": "number", "minimum": 0},
                       "endTime": {"type": "number", "minimum": 0},
                       "body": {"type": "string", "minLength": 1}}}}}}
CHAPTERS = {
    "type": "object", "required": ["version", "chapters"], "additionalProperties": False,
    "properties": {
        **{key: {"type": "string", "minLength": 1} for key in ("author", "title", "podcastName")},
        "version": {"const": "1.2.0"}, "chapters": {"type": "array", "items": {
            "type": "object", "required": ["startTime"], "additionalProperties": False,
            "properties": {"startTime": {"type": "number", "minimum": 0},
                           "endTime": {"type": "number", "minimum": 0},
                           "title": {"type": "string"}}}}}}
PARSED = """text => new Promise((good, bad) => {
    const track = document.createElement('track');
    track.src = URL.createObjectURL(new Blob([text], {type: 'text/vtt'}));
    track.onerror = () => bad('not WebVTT');
    track.onload = () => good([...track.track.cues].map(cue => {
        const fragment = cue.getCueAsHTML(), voice = fragment.querySelector('span[title]');
        return [cue.startTime, cue.endTime, voice.title, voice.textContent,
                [...fragment.querySelectorAll('span[lang]')].map(one => one.lang)]; }));
    const video = document.createElement('video');
    document.body.append(video);
    video.append(track);
    track.track.mode = 'hidden';
})"""


def spoken(script: Script, *, word_times: bool = True, word_s: float = WORD_S) -> Episode:
    """The episode of a script whose every word takes `word_s`."""
    voices = {one.key: Voice(f"tone/{number}", "tone") for number, one in enumerate(script.cast)}
    able = Preferences(max_chars=120, switches=True, stress=True)
    laid = plan(script, SHOW, load_language("de"),
                Ensemble(voices, {one.name: able for one in voices.values()}))
    return join(laid, [_track(one, word_s, word_times=word_times) for one in laid.turns])


def _track(turn: PlannedTurn, word_s: float, *, word_times: bool) -> Track:
    clock_s, times, heard = FRAME_S, [], []
    for one in turn.utterances:
        count = len(one.spoken.split())
        words = tuple((clock_s + at * word_s, clock_s + (at + 0.9) * word_s)
                      for at in range(count))
        times.append((clock_s, clock_s + count * word_s))
        heard.append(words if word_times else ())
        clock_s = times[-1][1] + one.pause_after_s
    frames = int(clock_s / FRAME_S) + 2
    return Track("k", frames, tuple(times), tuple(heard), ((),) * len(times))


def of(body: str, **how: float) -> Episode:
    """The episode of the sample's cast with this body."""
    return spoken(parse_script(HEADER + body, "probe", "probe.md"), **how)


def written(episode: Episode, show: Settings = SHOW) -> dict[str, str]:
    """Every edition's text, by name; without those that are not made."""
    with TemporaryDirectory() as folder:
        there = replace(show, root=Path(folder))
        context = Context(there, Store(there.store_dir), b"")
        made = {name: load("editions", name)().publish(episode, context) for name in EDITIONS}
        return {name: (there.output_dir / one.path).read_bytes().decode()
                for name, one in made.items() if one}


def bare(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def displayed(episode: Episode) -> str:
    """All that is displayed of an episode's turns."""
    return bare(printable("".join(turn.text for turn in episode.turns)))


def vtt_lines(text: str) -> Iterator[tuple[float, float, str, list[str]]]:
    """Start, end, speaker and lines of each caption, as webvtt-py reads them."""
    for one in webvtt.from_string(text):
        lines = [unescape(sub("<[^>]*>", "", line)) for line in one.lines]
        speaker = sub("^<v ([^>]*)>.*", r"\1", one.lines[0])
        yield (one.start_time.in_milliseconds() / 1000, one.end_time.in_milliseconds() / 1000,
               unescape(speaker), lines)


@cache
def sample() -> Episode:
    """Everything that is hard to write down, in one episode."""
    return of(HARD)


@settings(max_examples=120, suppress_health_check=list(HealthCheck))
@given(scripts(), st.booleans(), st.sampled_from([0.2, 0.4, 3.0]))
def test_every_sign_is_there_once_and_in_order(script: Script, word_times: bool,
                                               word_s: float) -> None:
    """Whatever a script displays of what is heard stands in each file, in the order of the ear."""
    script = parse_script(write_script(script), "probe", "probe.md")
    assume(any(turn.kind != "omitted" for turn in script.turns))
    episode = spoken(script, word_times=word_times, word_s=word_s)
    made = written(episode)
    whole = displayed(episode)
    captions = list(vtt_lines(made["vtt"]))
    assert bare("".join(line for *_, lines in captions for line in lines)) == whole
    segments = json.loads(made["transcript"])["segments"]
    assert bare("".join(one["body"] for one in segments)) == whole
    heads = {key: f"{name if len(name) < 32 else name[:30].rstrip() + '…'}:"
             for key, name in short_names(script).items()}
    named = "".join((heads[one.cue.speaker] if one.opens else "") + one.text
                    for one in sentences(episode))
    subtitles = "".join(one.content for one in srt.parse(made["srt"]))
    assert bare(subtitles).replace("-->", "→") == bare(named).replace("-->", "→")
    paragraphs = [f"{speaker_names(script)[turn.speaker]}: {' '.join(printable(turn.text).split())}"
                  for turn in episode.turns]
    found = iter(made["text"].split("\n"))
    assert all(paragraph in found for paragraph in paragraphs)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(scripts(), st.booleans(), st.sampled_from([0.001, 0.4, 3.0]))
def test_captions_fit_and_follow_each_other(script: Script, word_times: bool, word_s: float,
                                            ) -> None:
    """At most two lines of 65 or 32 characters, in order, no two at once; long ones are cut."""
    script = parse_script(write_script(script), "probe", "probe.md")
    assume(any(turn.kind != "omitted" for turn in script.turns))
    made = written(spoken(script, word_times=word_times, word_s=word_s))
    before_s = 0.0
    for start_s, end_s, speaker, lines in vtt_lines(made["vtt"]):
        assert before_s <= start_s < end_s
        assert speaker
        assert len(lines) <= MAX_LINES
        assert all(0 < len(line) <= 65 for line in lines)
        assert end_s - start_s <= MAX_S + 0.002 or " " not in " ".join(lines)
        before_s = end_s
    before = timedelta()
    for number, one in enumerate(srt.parse(made["srt"]), 1):
        assert one.index == number
        assert before <= one.start < one.end
        lines = one.content.split("\n")
        assert len(lines) <= MAX_LINES
        assert all(0 < len(line) <= 32 for line in lines)
        before = one.end


def test_captions_keep_the_times_of_their_sentences() -> None:
    """A sentence's first caption begins and its last one ends with it, to the millisecond."""
    captions = list(vtt_lines(written(sample())["vtt"]))
    starts, ends = {one[0] for one in captions}, {one[1] for one in captions}
    for cue in sample().cues:
        assert round(cue.start_s, 3) in starts
        assert round(cue.end_s, 3) in ends


@pytest.mark.parametrize("word_times", [True, False])
def test_a_sentence_is_cut_where_it_is_said(word_times: bool) -> None:
    """A caption begins with its first word; where words have no times, in proportion."""
    text = "Eins zwei drei vier, fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn."
    episode = of(f"\nLange: {text}\n", word_times=word_times)
    cue = episode.cues[-1]
    parts = [one for one in vtt_lines(written(episode)["vtt"]) if one[0] >= cue.start_s - 0.001]
    assert [" ".join(one[3]) for one in parts] == [text]
    subtitles = [one for one in srt.parse(written(episode)["srt"])
                 if one.start.total_seconds() > cue.start_s + 0.001]
    assert subtitles
    for one in subtitles:
        count = text[:text.index(one.content.split()[0])].count(" ")
        share = count * WORD_S if word_times else \
            (cue.end_s - cue.start_s) * text.index(one.content.split()[0]) / len(text)
        assert one.start.total_seconds() == pytest.approx(cue.start_s + share, abs=0.001)


def test_what_has_no_spaces_is_cut_between_signs() -> None:
    """An address is cut where a line is full, a family of emoji never inside one person's sign."""
    family, address = "👩🏽‍👩🏽‍👧🏽‍👦🏽", "https://example.org/" + "seite/" * 30
    subtitles = list(srt.parse(written(of(f"\nLange: Ja {family * 12} {address}\n"))["srt"]))
    lines = [line for one in subtitles for line in one.content.split("\n")]
    assert max(map(len, lines)) == 32
    assert not [line for line in lines if line[0] in "\u200d🏽" or line[-1] == "\u200d"]
    assert address in "".join(lines)


def test_a_browser_reads_the_captions() -> None:
    """Chromium's own parser finds every caption with its times, speaker, text and languages."""
    odd = "„Ute“ <&> --> 🎧 Lange--"
    cast = tuple(replace(one, name=odd) if one.key == "lange" else one
                 for one in sample().script.cast)
    episode = replace(sample(), script=replace(sample().script, cast=cast))
    text = written(episode)["vtt"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium",
                                             args=list(CHROMIUM))
        found = browser.new_page().evaluate(PARSED, text)
        browser.close()
    assert bare("".join(one[3] for one in found)) == displayed(episode)
    assert {one[2] for one in found} == {"Kanalbote", odd, "Sprecherstimme"}
    assert [lang for one in found for lang in one[4]] == ["nl"]
    assert [one[:2] for one in found] == [list(one[:2]) for one in vtt_lines(text)]
    assert text.startswith("WEBVTT\n\nNOTE\nDie Lampen von Ruhrort\nAlle Stimmen sind künstlich")


def test_the_transcript_has_a_segment_for_each_sentence() -> None:
    """The JSON is as the podcast namespace describes it, with the times of the episode's cues."""
    data = json.loads(written(sample())["transcript"])
    Draft202012Validator(TRANSCRIPT).validate(data)
    assert [(one["startTime"], one["endTime"]) for one in data["segments"]] == [
        (round(cue.start_s, 3), round(cue.end_s, 3)) for cue in sample().cues]


def test_the_chapters_are_those_of_the_tag() -> None:
    """The JSON chapters name show, episode and author, and hold the episode's own chapters."""
    data = json.loads(written(sample())["chapters"])
    Draft202012Validator(CHAPTERS).validate(data)
    assert (data["title"], data["podcastName"], data["author"]) == (
        "Die Lampen von Ruhrort", "Gespräche am Kanal", "Kanalbote")
    assert [(one["startTime"], one["title"]) for one in data["chapters"]] == [
        (one.start_s, one.title) for one in sample().chapters]


def test_a_speaker_is_named_where_another_one_was_heard() -> None:
    """Subtitles name a speaker by the label as printed, once a turn and where voices change."""
    body = "\nLange: Eins. Zwei. Drei.\n\nSie sagt [„Ja“]{voice=lange}, und geht.\n"
    lines = [one.content.replace("\n", " ") for one in srt.parse(written(of(body))["srt"])]
    assert lines[lines.index("Lange: Eins."):] == [
        "Lange: Eins.", "Zwei.", "Drei.", "Sprecherstimme: Sie sagt", "Lange: „Ja“,",
        "Sprecherstimme: und geht."]


def test_nobody_is_nameless() -> None:
    """A narrator is a voice, a journalist the publisher, and without one the editors."""
    cast = (CastMember("j", "journalist", " "), CastMember("n", "narrator", ""),
            CastMember("g", "guest", "\u2028"), CastMember("m", "guest", "Mia", ("Frau M.",)))
    script = Script("i", "s", "T", cast, (), publisher="Blatt")
    assert list(speaker_names(script).values()) == ["Blatt", "Sprecherstimme", "Gast", "Mia"]
    assert speaker_names(replace(script, publisher=""))["j"] == "Redaktion"
    assert list(short_names(script).values()) == ["Blatt", "Sprecherstimme", "Gast", "Frau M."]


def test_the_text_reads_like_an_interview(tmp_path: Path) -> None:
    """Title, source, note on the voices, chapters, turns, what was left out, corrections."""
    show = make_show(tmp_path)
    path = show.scripts_dir / "lampen.md"
    path.write_text(path.read_text("utf-8").replace(
        'language: "de"', 'language: "de"\nauthor: "Mia Kern"\nurl: "https://example.org/lampen"\n'
        'corrections: [{date: "2026-03-04", text: "Es waren zwei."}]'), "utf-8")
    run_build_here(show)
    (name,) = (name for name in finished(show) if name.endswith(".txt"))
    golden = Path(__file__).parent / "transcripts" / "lampen.txt"
    assert finished(show)[name].decode() == golden.read_text("utf-8")


@pytest.mark.parametrize(("show_says", "script_says", "made"), [
    ("", "", True), ('text = "none"\n', "", False), ("", 'text: "none"\n', False),
    ('text = "none"\n', 'text: "full"\n', True)])
def test_text_may_be_kept_back(tmp_path: Path, show_says: str, script_says: str,
                               made: bool) -> None:
    """Where a show or a script says so, the interview's text is not published; chapters are."""
    make_show(tmp_path, extra=show_says)
    path = tmp_path / "scripts" / "lampen.md"
    path.write_text(path.read_text("utf-8").replace("cast:\n", f"{script_says}cast:\n"), "utf-8")
    show = load_settings(tmp_path)
    run_build_here(show)
    endings = {"".join(Path(name).suffixes[1:]) for name in finished(show)
               if Path(name).name.startswith("lampen.")}
    texts = {".vtt", ".srt", ".json", ".txt", ".epub"} if made else set()
    assert endings == {".mp3", ".chapters.json", ".manifest.json"} | texts
    assert written(episode_of(show), show).keys() == (set(EDITIONS) if made else {"chapters"})
    for said in ("Im Hafen brennt Licht", "Niemand wollte bleiben"):
        assert any(said.encode(encoding) in data for data in finished(show).values()
                   for encoding in ("utf-8", "utf-16-le")) == made


def test_text_once_kept_back_is_gone(tmp_path: Path) -> None:
    """Files with the text disappear from `output/` when the script no longer allows them."""
    show = make_show(tmp_path)
    run_build_here(show)
    path = show.scripts_dir / "lampen.md"
    path.write_text(path.read_text("utf-8").replace("cast:\n", "text: none\ncast:\n"), "utf-8")
    assert run_build_here(show) == []
    assert not [name for name in finished(show) if name.endswith((".vtt", ".srt", ".txt"))]


def test_what_text_may_be() -> None:
    """A script keeps its wish when it is written; anything but full and none is an error."""
    script = replace(parse_script(HEADER + "\nHallo.\n", "probe", "probe.md"), text="none")
    assert parse_script(write_script(script), "probe", "probe.md").text == "none"
    assert "text:" not in write_script(replace(script, text=""))
    with pytest.raises(UserError, match="full, none"):
        parse_script(HEADER.replace("cast:\n", "text: some\ncast:\n") + "\nHallo.\n", "p", "p.md")
