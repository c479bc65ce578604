"""When words are heard: by a model's own durations, by eSpeak's events, by the aligner."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from podcast.audio.align import LONGEST_S, Placed, align, without_pauses
from podcast.audio.clip import Sound, load_clip, save_clip
from podcast.audio.track import Part, TrackOrder, load_track, make_track
from podcast.engines.base import Speech, plain, tokens
from podcast.engines.coqui.convert import convert
from podcast.engines.espeak import Espeak
from podcast.engines.library import HOME, RAW, model_folder
from podcast.engines.pico import Pico, speakable
from podcast.episode import join
from podcast.language import load_language, read, split_sentences
from podcast.model import CastMember, Script, Span, Turn, Utterance, Voice
from podcast.plan import Plan, PlannedTurn
from podcast.store import Memory, Store
from podcast.synthesis import ClipOrder, aligned, make_clip, speak
from podcast.words import Word

TEXTS = ("Weil meine Mutter krank wurde und jemand den Laden weiterführen musste.",
         "Im letzten Sommer kam ein Junge und wollte wissen, ob das Gerät auch unter Wasser zeigt.",
         "Gestern, als der Wind sich drehte und niemand im Haus es bemerkte.",
         "Das klingt nach einem Opfer.")
REFERENCE = Voice("e/r", "espeak", "de")
SET, FRAMES, HOP, RATE_HZ = "tts_models/de/tiny/set", 4, 256, 22_050


def espeak(text: str, voice: Voice = REFERENCE, rate: float = 1.0) -> Sound:
    """What eSpeak says, with its own word times."""
    speech = Espeak().speak(plain(text), voice, rate)
    return Sound(speech.samples, speech.sample_rate_hz, speech.times)


@pytest.fixture
def set_durations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Voice:
    """A voice of a VITS that takes four frames for every symbol."""
    import torch

    from tests import tiny_models

    monkeypatch.setenv(HOME, str(tmp_path / "models"))
    folder = model_folder("coqui", SET)
    tiny_models.vits(folder / RAW, use_sdp=False)
    path = folder / RAW / "model.pth"
    kept = torch.load(path)
    kept["model"]["duration_predictor.proj.weight"][:] = 0.0
    kept["model"]["duration_predictor.proj.bias"][:] = math.log(FRAMES - 0.5)
    torch.save(kept, path)
    convert(SET, folder)
    return Voice("c/set", "coqui", SET, vocal_tract=1.1, rate=1 / 1.1)


@pytest.mark.xdist_group("neural")
@pytest.mark.filterwarnings("ignore")
def test_words_are_where_the_durations_set_them(set_durations: Voice, tmp_path: Path) -> None:
    """From the model over clip and track: each word within a millisecond, another tract or not."""
    text = "der wind drehte und niemand sah es"
    store = Store(tmp_path / "store")
    make_clip(ClipOrder("clip", plain(text), set_durations), store)
    clip = load_clip(store, "clip")
    symbol_s = FRAMES * HOP / round(RATE_HZ / 1.1)
    ends = np.cumsum([len(word) + 1 for word in text.split()])
    starts = np.array([0, *ends[:-1]])
    # one blank before the first letter, one behind each
    wanted = np.array([1 + 2 * starts, 1 + 2 * (ends - 1)]).T * symbol_s
    assert len(clip.samples) == (2 * len(text) + 1) * FRAMES * HOP
    assert np.abs(np.array(clip.times) - wanted).max() < 0.001
    track = make_track(TrackOrder("track", (Part("clip", None, 0.0),), 64, -16.0, -1.0), store)
    heard, (start_s, end_s) = np.array(track.words[0]), track.times[0]
    cut_s = clip.seconds - (end_s - start_s)
    moved = wanted[1:-1] - (heard[1:-1] - start_s)
    assert np.ptp(moved) < 0.001
    assert -0.001 < moved.mean() < cut_s + 0.001


@pytest.mark.parametrize(("speaker", "pitch", "rate"), [
    ("", 1.0, 1.4), ("", 1.0, 0.75), ("f2", 1.0, 1.0), ("m3", 1.0, 1.2), ("klatt2", 1.3, 1.1)])
def test_aligned_words_are_where_they_were(speaker: str, pitch: float, rate: float) -> None:
    """Against times that are known: median within 8 ms, 95 % within 40 ms."""
    voice = Voice("e/v", "espeak", "de", speaker, pitch=pitch)
    off: list[float] = []
    for text in TEXTS:
        known = espeak(text, voice, rate)
        found = align(Sound(known.samples, known.sample_rate_hz), espeak(text)).times
        assert len(found) == len(text.split())
        off += [abs(one - two) for one, two in zip(np.ravel(found), np.ravel(known.times),
                                                   strict=True)]
    assert np.median(off) <= 0.008
    assert np.percentile(off, 95) <= 0.040


def test_espeak_tells_when_each_word_begins() -> None:
    """Times follow one another; a dash has none of its own, digits are one word."""
    text = "Ja – das war 1998, sagte sie."
    times = espeak(text).times
    assert len(times) == len(tokens(plain(text)))
    edges = np.ravel(times)
    assert np.all(np.diff(edges) >= 0)
    assert times[1][0] == times[1][1]
    assert times[4][1] - times[4][0] > 0.8


def test_what_cannot_be_aligned_has_no_times() -> None:
    """Silence and sounds beyond the limit are left alone."""
    silent = Sound(np.zeros(16_000, np.float32), 16_000)
    assert align(silent, espeak(TEXTS[0])) == Placed()
    long = Sound(np.ones(int(LONGEST_S + 1) * 16_000, np.float32), 16_000)
    assert align(long, espeak(TEXTS[0])) == Placed()


def pico_by_words(words: Sequence[str]) -> tuple[Sound, np.ndarray]:
    """A sentence of Pico's whose word times are known: spoken twice, every other word mute.

    Volume changes no time, so the two add up to the sentence, and a word is heard where the one
    or the other is.
    """
    engine = Pico()
    halves = []
    for odd in (0, 1):
        marked = " ".join(f'<volume level="{80 * (at % 2 == odd)}">{speakable(word)}</volume>'
                          for at, word in enumerate(words))
        data = engine._create("de-DE", engine._languages).speak(marked)
        halves.append(np.frombuffer(data, np.int16).astype(np.float32) / 32768)
    one, other = halves
    alone = np.sign(np.abs(one)) - np.sign(np.abs(other))
    heard = np.flatnonzero(alone)
    turns = np.flatnonzero(np.diff(alone[heard]))
    starts, ends = heard[np.r_[0, turns + 1]], heard[np.r_[turns, len(heard) - 1]] + 1
    return Sound(one + other, 16_000), np.stack([starts, ends], axis=1) / 16_000


def test_words_of_another_engine_against_a_witness() -> None:
    """Across engines: median within 40 ms, 95 % within 120 ms; 98 % of what is sure as well."""
    source = next((Path(__file__).parent.parent / "scripts").glob("*.source.txt"))
    language, apart, sure = load_language("de"), [], []
    text = source.read_text(encoding="utf-8")
    for start, end in split_sentences(text, language)[10:45]:
        words = [word.spoken for word in read(text[start:end], (), language) if word.spoken]
        words = " ".join(words).split()
        sound, known = pico_by_words(words)
        if len(known) != len(words):
            continue
        found = aligned(plain(" ".join(words)), Voice("p/a", "pico", "de-DE"),
                        Speech(sound.samples, sound.sample_rate_hz))
        times = np.array(without_pauses(found.times, sound.samples, sound.sample_rate_hz))
        apart += list(np.abs(times - known).ravel())
        sure += list(np.abs(np.delete(times - known, found.unsure, axis=0)).ravel())
    assert len(apart) > 600
    assert np.median(apart) <= 0.040
    assert np.percentile(apart, 95) <= 0.120
    assert len(sure) > 0.8 * len(apart)
    assert np.percentile(sure, 98) <= 0.120


def test_unsure_words_say_so_in_the_episode(tmp_path: Path) -> None:
    """From the aligner over clip and track to the cue of the word."""
    store = Store(tmp_path)
    save_clip(store, "clip", Sound(np.ones(16_000, np.float32) / 4, 16_000,
                                   ((0.1, 0.3), (0.4, 0.8)), (1,)))
    track = make_track(TrackOrder("track", (Part("clip", None, 0.0),), 64, -16.0, -1.0), store)
    kept = load_track(store, "track", Memory())
    assert kept == track
    assert track.unsure == ((1,),)
    words = (Word(0, 2, "Ja"), Word(3, 8, "sicher"))
    said = Utterance(0, 0, 0, "n", REFERENCE, "Ja sicher", words)
    turn = PlannedTurn(Turn("narration", "n", (Span("Ja sicher"),)), "Anfang", (said,))
    script = Script("i", "s", "T", (CastMember("n", "narrator", ""),), ())
    (cue,) = join(Plan(script, (turn,), 0.3), [track]).cues
    assert [one.unsure for one in cue.words] == [False, True]


def test_a_pause_belongs_to_no_word() -> None:
    """The silence at a comma is cut from the word before it, a short closure is not."""
    rate_hz = 16_000
    sound = np.full(2 * rate_hz, 0.2, np.float32)
    sound[rate_hz // 2:rate_hz] = 0.0
    sound[int(1.4 * rate_hz):int(1.45 * rate_hz)] = 0.0
    times = ((0.0, 1.0), (1.0, 1.45), (1.45, 2.0))
    assert without_pauses(times, sound, rate_hz) == ((0.0, 0.52), (1.0, 1.45), (1.45, 2.0))


def test_another_engines_words_are_found() -> None:
    """Where Pico pauses, at a comma, the aligner has the words before and behind it."""
    for text in (TEXTS[0].replace(" und", ", und"), TEXTS[1], TEXTS[2]):
        sound = speak(plain(text), Voice("p/a", "pico", "de-DE", vocal_tract=1.1, rate=1 / 1.1))
        words = text.split()
        comma = next(at for at, word in enumerate(words) if word.endswith(","))
        level = np.convolve(np.abs(sound.samples), np.ones(160), "same")
        edges = np.flatnonzero(level > 0.5)[1:], np.diff(np.flatnonzero(level > 0.5))
        spoken_again_s = edges[0][np.argmax(edges[1])] / sound.sample_rate_hz
        assert abs(spoken_again_s - sound.times[comma + 1][0]) < 0.060
