"""Neural voices, with tiny real models: converted, spoken, timed, and in an episode."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from podcast.check import check_show
from podcast.engines.base import Engine, EngineFailure, Speech, VoiceMissing, plain
from podcast.engines.coqui.convert import convert as convert_coqui
from podcast.engines.coqui.engine import Coqui
from podcast.engines.library import HOME, RAW, find_model, model_folder
from podcast.engines.pace import require_pace
from podcast.engines.piper import Piper
from podcast.engines.piper_graph import convert as convert_piper
from podcast.errors import UserError
from podcast.installing import Consent, install
from podcast.model import Licence, Voice
from podcast.sources import ModelSource
from podcast.store import Store
from podcast.synthesis import speak
from tests.shows import BODY, make_show, run_build

pytestmark = [pytest.mark.xdist_group("neural"),
              pytest.mark.filterwarnings("ignore")]
TEXT = "Guten Tag, Frau Meier – wie geht’s Ihnen in der alten Stadt?"
VITS, SEVERAL, PHONEMES = (f"tts_models/de/tiny/{one}" for one in ("vits", "several", "phonemes"))
TACOTRON, VOCODER = "tts_models/de/tiny/tacotron2", "vocoder_models/de/tiny/hifigan"
XTTS, PIPER = "tts_models/multilingual/tiny/xtts", "de_DE-tiny-low"
VOICES = {"vits": Voice("c/a", "coqui", VITS), "piper": Voice("p/a", "piper", PIPER),
          "several": Voice("c/b", "coqui", SEVERAL, "Cäcilie"),
          "phonemes": Voice("c/p", "coqui", PHONEMES),
          "tacotron": Voice("c/t", "coqui", TACOTRON),
          "xtts": Voice("c/x", "coqui", XTTS, "Berta")}


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every tiny model installed."""
    from tests import tiny_models

    root = tmp_path_factory.mktemp("models")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME, str(root))
        made: tuple[tuple[str, Callable[[Path], None], str], ...] = (
            (VITS, tiny_models.vits, ""),
            (SEVERAL, lambda folder: tiny_models.vits(folder, speakers=2), ""),
            (PHONEMES, lambda folder: tiny_models.vits(folder, phonemes=True), ""),
            (VOCODER, tiny_models.vocoder, ""), (TACOTRON, tiny_models.tacotron, VOCODER),
            (XTTS, tiny_models.xtts, ""))
        for name, make, vocoder in made:
            folder = model_folder("coqui", name)
            make(folder / RAW)
            convert_coqui(name, folder, vocoder)
        folder = model_folder("piper", PIPER)
        tiny_models.piper(folder / RAW)
        convert_piper(PIPER, folder)
    return root


@pytest.fixture(autouse=True)
def here(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test finds the tiny models."""
    monkeypatch.setenv(HOME, str(models))


def spoken(name: str, text: str = TEXT, rate: float = 1.0, take: int = 0) -> Speech:
    """A sentence by a fresh engine."""
    voice = VOICES[name]
    engine: Engine = (Piper if voice.engine == "piper" else Coqui)("cpu")
    return engine.speak(plain(text), voice, rate, take)


@pytest.mark.parametrize("name", ["vits", "several", "phonemes", "tacotron", "piper"])
def test_speaks_with_the_time_of_every_word(name: str) -> None:
    """Each word has a start and an end, in order, inside the sound."""
    speech = spoken(name)
    assert speech.samples.dtype == np.float32
    assert len(speech.times) == len(TEXT.split())
    edges = [edge for times in speech.times for edge in times]
    assert edges == sorted(edges)
    assert edges[0] >= 0 and edges[-1] <= len(speech.samples) / speech.sample_rate_hz


@pytest.mark.parametrize("name", ["vits", "phonemes", "tacotron", "piper"])
def test_the_same_sentence_is_the_same_sound(name: str) -> None:
    """A fresh engine repeats itself to the sample; another take does not."""
    first = spoken(name)
    assert np.array_equal(first.samples, spoken(name).samples)
    if name != "tacotron":
        assert not np.array_equal(first.samples, spoken(name, take=1).samples)


def test_xtts_speaks_and_is_bounded() -> None:
    """XTTS speaks a sentence; what goes on after a short one, and what is too long, is refused."""
    assert np.any(spoken("xtts").samples)
    with pytest.raises(EngineFailure, match="at most 250 characters"):
        spoken("xtts", "wort" * 70)
    with pytest.raises(EngineFailure, match="went on speaking"):
        spoken("xtts", "Ja.")


def test_words_of_an_xtts_are_aligned() -> None:
    """A clip by a model that does not time its words has a time for each all the same."""
    sound = speak(plain(TEXT), VOICES["xtts"], "cpu")
    assert len(sound.times) == len(TEXT.split())
    edges = np.ravel(sound.times)
    assert np.all(np.diff(edges) >= 0) and edges[-1] <= sound.seconds


@pytest.mark.parametrize("text", ["Ja.", TEXT, "Warum haben Sie den Rat gegen sich aufgebracht?"])
def test_the_graphs_are_the_model(text: str) -> None:
    """Without noise, durations equal torch's and the waveform correlates by 0.999 and more."""
    import torch

    from podcast.engines.coqui.checkpoint import read_checkpoint
    from podcast.engines.coqui.convert import load_vits
    from podcast.engines.coqui.vits import Task, Vits
    from podcast.engines.coqui.writing import written

    model = find_model("coqui", VITS)
    assert model is not None
    quiet = replace(model, details={**model.details, "noise_scale": 0.0, "noise_scale_dp": 0.0})
    ids = written(plain(text), model, "de")
    ours = Vits(quiet, "cpu").speak([Task(ids, 1.0, 0, 0, 1)])[0]
    vits = load_vits(read_checkpoint(model.folder / RAW))
    vits.inference_noise_scale = vits.inference_noise_scale_dp = 0.0
    theirs = vits.inference(torch.tensor([ids.ids]), {
        "x_lengths": torch.tensor([len(ids.ids)]), "speaker_ids": None, "d_vectors": None,
        "language_ids": None, "durations": None})
    hop = model.details["hop"]
    assert np.array_equal(ours.lengths, theirs["durations"].numpy().ravel().astype(int) * hop)
    assert np.corrcoef(ours.samples, theirs["model_outputs"].numpy().ravel())[0, 1] >= 0.999


def test_together_as_alone() -> None:
    """Sentences spoken together have the durations and the sound they have alone, to their ends."""
    from podcast.engines.coqui.vits import Task, Vits
    from podcast.engines.coqui.writing import written

    model = find_model("coqui", VITS)
    assert model is not None
    vits = Vits(model, "cpu", model.details["reach"])
    tasks = [Task(written(plain(text), model, "de"), 1.0, 0, 0, number)
             for number, text in enumerate((TEXT, "Ja.", "Das war im Herbst."))]
    for task, together in zip(tasks, vits.speak(tasks), strict=True):
        alone = vits.speak([task])[0]
        assert np.array_equal(alone.lengths, together.lengths)
        assert np.allclose(alone.samples, together.samples, atol=1e-5)


def test_no_torch_where_a_vits_is_spoken(models: Path) -> None:
    """Speaking from a converted model imports neither torch nor Coqui's package."""
    code = ("import sys\nfrom podcast.engines.base import plain\n"
            "from podcast.engines.coqui.engine import Coqui\nfrom podcast.model import Voice\n"
            f"Coqui('cpu').speak(plain({TEXT!r}), Voice('c/a', 'coqui', {VITS!r}), 1.0)\n"
            "print({'torch', 'TTS'} & set(sys.modules))")
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"


def test_a_checkpoint_with_code_is_refused(tmp_path: Path) -> None:
    """A pickle that would run something is refused by name and does not run."""
    from tests import tiny_models

    class Sly:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return Path.touch, (tmp_path / "ran",)  # type: ignore[return-value]

    tiny_models.vits(tmp_path / RAW)
    (tmp_path / RAW / "model.pth").write_bytes(pickle.dumps({"model": Sly()}))
    with pytest.raises(UserError, match="refused"):
        convert_coqui("sly", tmp_path)
    assert not (tmp_path / "ran").exists()


def test_a_damaged_model_is_not_spoken(models: Path, tmp_path: Path,
                                       monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is not what was installed is named before anything is spoken."""
    shutil.copytree(models, tmp_path / "models")
    monkeypatch.setenv(HOME, str(tmp_path / "models"))
    path = model_folder("coqui", VITS) / "onnx/text.onnx"
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(VoiceMissing, match="onnx/text"):
        spoken("vits")


def test_unknown_letters_are_replaced_or_refused() -> None:
    """A letter with a likeness is said; one without is refused by name before synthesis."""
    assert len(spoken("vits", "Łódź und Erdoğan, „sagt“ sie …").times) == 6
    with pytest.raises(EngineFailure, match="漢"):
        spoken("vits", "Das Zeichen 漢 steht dort.")


def test_pace_is_bounded() -> None:
    """Speech that lasts far longer or shorter than its text is a failure that says so."""
    long, short = (Speech(np.zeros(count, np.float32), 1000) for count in (9000, 200))
    for speech, words in ((long, "went on"), (short, "left some out")):
        with pytest.raises(EngineFailure, match=words):
            require_pace(speech, "Guten Tag, Frau Meier.", 1.0)


CAST = """title = "Tiny"
engine = "{engine}"
[licence]
name = "CC0-1.0"
commercial = {commercial}
[voices.berta]
gender = "female"
model = "{model}"
[voices.karl]
gender = "male"
model = "{model}"
vocal_tract = 1.1
[roles]
journalist = {{female = "berta", male = "karl"}}
guest = {{female = ["berta"], male = ["karl"]}}
narrator = "berta"
"""


@pytest.mark.parametrize(("engine", "model"), [("coqui", VITS), ("piper", PIPER)])
def test_an_episode_with_word_times(engine: str, model: str, tmp_path: Path) -> None:
    """The whole way with a neural cast: an episode, a feed, and the time of every word."""
    settings = make_show(tmp_path, BODY)
    cast = CAST.format(engine=engine, model=model, commercial="true")
    (tmp_path / "voices/tiny.toml").write_text(cast, encoding="utf-8")
    script = tmp_path / "scripts/lampen.md"
    text = script.read_text(encoding="utf-8")
    for role, voice in (("tone/greta", "tiny/karl"), ("tone/lotte", "tiny/berta"),
                        ("tone/marie", "tiny/karl")):
        text = text.replace(role, voice)
    script.write_text(text, encoding="utf-8")
    results, done = run_build(settings)
    assert "sentence" in done
    assert (settings.output_dir / "feed.xml").is_file()
    store = Store(settings.store_dir)
    tracks = list((settings.store_dir / "tracks").rglob("*/*"))
    words = [json.loads(path.read_bytes().partition(b"\n")[0])["words"] for path in tracks]
    assert words and all(utterance for track in words for utterance in track)
    assert results and store.root.is_dir()
    assert run_build(settings)[1] == []


def test_a_commercial_show_refuses_other_voices(tmp_path: Path) -> None:
    """`check` names a voice that must not be used where money is earned."""
    settings = make_show(tmp_path, BODY, extra="")
    cast = CAST.format(engine="tone", model="200", commercial="false")
    (tmp_path / "voices/tiny.toml").write_text(cast, encoding="utf-8")
    script = tmp_path / "scripts/lampen.md"
    script.write_text(script.read_text(encoding="utf-8").replace("tone/greta", "tiny/karl"),
                      encoding="utf-8")
    assert not [one for one in check_show(settings) if "commercial" in one.message]
    found = [one for one in check_show(replace(settings, commercial=True))
             if "forbids commercial use" in one.message]
    assert [one.severity for one in found] == ["error"]


def test_a_licence_is_accepted_before_the_download() -> None:
    """Without consent nothing is fetched; the line names licence, address and option."""
    source = ModelSource("tts_models/de/other/vits", "coqui",
                         Licence("LicenseRef-CPML", "https://example.org/cpml", False))
    with pytest.raises(UserError) as caught:
        install(source, Consent(), ())
    assert "forbids commercial use" in str(caught.value)
    assert "--accept-licence" in str(caught.value)


def test_a_voice_is_cloned_from_a_recording(tmp_path: Path) -> None:
    """A recording makes another voice than the studio's; a short or broken one is named."""
    import soundfile

    path = tmp_path / "greta.wav"
    noise = np.random.default_rng(1).normal(0, 0.1, 4 * 22050)
    soundfile.write(path, noise, 22050)
    voice = replace(VOICES["xtts"], speaker="", reference=str(path))
    Coqui.check(voice)
    cloned = Coqui("cpu").speak(plain(TEXT), voice, 1.0)
    assert np.any(cloned.samples)
    assert not np.array_equal(cloned.samples, spoken("xtts").samples)
    soundfile.write(path, noise[:22050], 22050)
    with pytest.raises(UserError, match="at least 3 s"):
        Coqui("cpu").speak(plain(TEXT), voice, 1.0)
    path.write_bytes(b"no sound")
    with pytest.raises(UserError, match="cannot be read"):
        Coqui("cpu").speak(plain(TEXT), voice, 1.0)


def test_what_was_proved_is_read_again_only_if_it_changed(tmp_path: Path,
                                                          models: Path) -> None:
    """A file's checksum is computed again when its time changes, and damage is found then."""
    from podcast.engines import library

    shutil.copytree(models / "coqui", tmp_path / "coqui")
    model = replace(find_model("coqui", VITS) or pytest.fail(),
                    folder=tmp_path / "coqui" / VITS.replace("/", "--"))
    model.require_whole()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "file_sha256", lambda path: pytest.fail("read again"))
        model.require_whole()
    path = model.folder / "onnx/sound.onnx"
    path.write_bytes(b"!" + path.read_bytes()[1:])
    with pytest.raises(VoiceMissing, match="onnx/sound"):
        model.require_whole()


def test_a_vocoder_counts_in_memory() -> None:
    """What a worker holds is the model and what makes sound of its spectrograms."""
    model, vocoder = find_model("coqui", TACOTRON), find_model("coqui", VOCODER)
    assert model and vocoder
    assert Coqui.memory_bytes(VOICES["tacotron"]) == model.memory_bytes + vocoder.memory_bytes
