"""Alternates of an MP3: they hear as it does, at the same times, and say the same about it."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import mutagen
import numpy as np
import pytest
from mutagen.flac import Picture
from mutagen.ogg import OggPage
from playwright.sync_api import sync_playwright

from podcast.editions.alternates import KINDS, Details, alternate
from podcast.errors import UserError
from podcast.model import Chapter, Episode
from podcast.settings import Alternate, Settings, load_settings
from tests.clicks import RATE, decoded, samples_late, write_clicks
from tests.shows import SHOW, built_show, episode_of, make_show, mp3_of
from tests.test_players import CHROMIUM

BOTH = pytest.mark.parametrize("kind", get_args(Alternate))
NOTHING = Details("", "", "", "", "", "", "", "", (), b"", ())
DECODED = """async data => {
    const bytes = Uint8Array.from(atob(data), one => one.charCodeAt(0));
    const sound = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(bytes.buffer);
    return Array.from(sound.getChannelData(0), one => Math.round(one * 32767));
}"""


@pytest.fixture(autouse=True)
def _tools(need_tool: Callable[[str], str]) -> None:
    """All is held against what ffmpeg and ffprobe hear and read."""
    need_tool("ffmpeg")
    need_tool("ffprobe")


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A built show, spoken by the tone engine."""
    return built_show(tmp_path_factory.mktemp("alternates"))


@pytest.fixture(scope="module")
def path(show: Settings) -> Path:
    """Its episode's MP3."""
    return mp3_of(show)


@pytest.fixture(scope="module")
def details(show: Settings) -> Details:
    """What its episode says about itself, with the cover that lies beside the feed."""
    episode: Episode = episode_of(show)
    cover = next(show.output_dir.glob("cover.*.jpg")).read_bytes()
    return Details("Die Lampen von „Ruhrort“ 🏮", "Kanalbote", "Gespräche am Kanal", "deu",
                   "2026-03-02", "Im Hafen brennt Licht.\nKorrigiert: Öl = Ä; #1 \\",
                   "© Kanalbote", "https://example.org/gespräch?a=b", episode.chapters, cover,
                   (("Stimmen", "künstlich"), ("Prüfsumme", "äöü"), ("Stimmen", "zwei")))


@pytest.fixture(scope="module")
def made(path: Path, details: Details, tmp_path_factory: pytest.TempPathFactory,
         ) -> dict[str, Path]:
    """Each alternate of the episode."""
    folder = tmp_path_factory.mktemp("made")
    places = {kind: folder / f"lampen.{kind}" for kind in KINDS}
    for kind, place in places.items():
        alternate(kind, path, details, place)
    return places


@pytest.fixture(scope="module")
def clicks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    """An MP3 with clicks, and after how many samples they are heard."""
    path = tmp_path_factory.mktemp("clicks") / "clicks.mp3"
    return path, write_clicks(path, [0, 3, 40, 7, 1, 90, 100, 2, 13, 5])


def _said(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _probed(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_said(
        "ffprobe", "-v", "error", "-show_format", "-show_streams", "-show_chapters",
        "-of", "json", path))
    return found


def _marks(path: Path) -> list[tuple[float, str]]:
    return [(float(one["start_time"]), one["tags"]["title"]) for one in _probed(path)["chapters"]]


def _left(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_settings_name_the_formats(tmp_path: Path) -> None:
    """Nothing unless named; named twice or in another order it is the same; all can be made."""
    assert make_show(tmp_path).alternates == ()
    (tmp_path / "podcast.toml").write_text(SHOW + 'alternates = ["opus", "m4a", "opus"]\n')
    assert load_settings(tmp_path).alternates == ("m4a", "opus") == tuple(KINDS)


@pytest.mark.parametrize(("value", "words"), [
    ('"m4a"', 'list of texts. Write it like ["m4a", "opus"]'),
    ('["m4a", "flac"]', "'flac' is not known. Known: m4a, opus."),
    ("[7]", "'7' is not known. Known: m4a, opus.")])
def test_settings_refuse_unknown_formats(value: str, words: str, tmp_path: Path) -> None:
    """What is no list of known names is an error that lists them."""
    make_show(tmp_path)
    (tmp_path / "podcast.toml").write_text(f"{SHOW}alternates = {value}\n", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_settings(tmp_path)
    assert words in str(caught.value)


@BOTH
def test_clicks_are_heard_when_the_mp3_has_them(kind: Alternate, clicks: tuple[Path, list[int]],
                                                tmp_path: Path) -> None:
    """Decoded by ffmpeg every click is within 1 ms of where the MP3 has it, first and last too."""
    path, places = clicks
    alternate(kind, path, NOTHING, tmp_path / "it")
    expected, heard = decoded(path), decoded(tmp_path / "it")
    assert [one for one in places if abs(samples_late(one, expected, heard)) > RATE // 1000] == []
    assert abs(len(heard) - len(expected)) <= RATE * 0.05


@pytest.mark.xdist_group("browser")
def test_a_browser_hears_them_in_time(clicks: tuple[Path, list[int]], tmp_path: Path,
                                      need_tool: Callable[[str], str]) -> None:
    """Decoded by Chromium every click is within 5 ms of where ffmpeg hears it in the MP3."""
    path, places = clicks
    expected = decoded(path)
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=need_tool("chromium"),
                                           args=list(CHROMIUM))
        page = browser.new_page()
        for kind in KINDS:
            alternate(kind, path, NOTHING, tmp_path / kind)
            data = base64.b64encode((tmp_path / kind).read_bytes()).decode()
            heard = np.array(page.evaluate(DECODED, data), float)
            late = [samples_late(one, expected, heard) for one in places]
            assert max(map(abs, late)) <= RATE // 200, (kind, late)
        browser.close()


@BOTH
def test_tools_agree_on_length_and_format(kind: Alternate, made: dict[str, Path], path: Path,
                                          need_tool: Callable[[str], str]) -> None:
    """ffprobe, mediainfo and mutagen find the MP3's length to 50 ms: mono, 48 kHz."""
    seconds = mutagen.File(path).info.length
    found = _probed(made[kind])
    shown = float(_said(need_tool("mediainfo"), "--Output=Audio;%Duration%", made[kind])) / 1000
    for one in (float(found["format"]["duration"]), shown, mutagen.File(made[kind]).info.length):
        assert one == pytest.approx(seconds, abs=0.05)
    sound = next(one for one in found["streams"] if one["codec_type"] == "audio")
    assert (sound["codec_name"], sound["channels"], sound["sample_rate"]) == (
        {"m4a": "aac", "opus": "opus"}[kind], 1, "48000")
    data = made[kind].read_bytes()
    assert kind == "opus" or data.index(b"moov") < data.index(b"mdat")


@BOTH
def test_tags_come_back(kind: Alternate, made: dict[str, Path], details: Details) -> None:
    """ffprobe reads every text with umlauts, quotes and emoji, and the language."""
    found = _probed(made[kind])
    sound = next(one for one in found["streams"] if one["codec_type"] == "audio")
    tags = {name.lower(): text for name, text in
            (sound["tags"] | found["format"].get("tags", {})).items()}
    for name in ("title", "artist", "album", "date", "comment", "copyright", "language"):
        assert tags[name] == getattr(details, name)
    assert tags["wwwaudiosource"] == details.address
    assert tags["prüfsumme" if kind == "m4a" else "prufsumme"] == "äöü"


def test_names_may_come_twice_and_the_cover_comes_back(made: dict[str, Path], details: Details,
                                                       ) -> None:
    """mutagen reads both texts of a name and the very bytes of the cover."""
    m4a, opus = mutagen.File(made["m4a"]), mutagen.File(made["opus"])
    voices = [bytes(one).decode() for one in m4a["----:com.apple.iTunes:Stimmen"]]
    assert voices == opus["stimmen"] == ["künstlich", "zwei"]
    picture = Picture(base64.b64decode(opus["metadata_block_picture"][0]))
    assert (picture.data, picture.type, picture.mime) == (details.cover_jpeg, 3, "image/jpeg")
    assert [bytes(one) for one in m4a["covr"]] == [details.cover_jpeg]


@BOTH
def test_chapters_come_back(kind: Alternate, made: dict[str, Path], details: Details,
                            need_tool: Callable[[str], str]) -> None:
    """ffprobe and mediainfo read the episode's chapters, in order and at their very times."""
    assert _marks(made[kind]) == [(one.start_s, one.title) for one in details.chapters]
    shown = _said(need_tool("mediainfo"), made[kind])
    for one in details.chapters:
        assert re.search(rf"^00:00:{one.start_s:06.3f} +: {one.title}$", shown, re.MULTILINE)


@BOTH
def test_many_and_odd_chapters(kind: Alternate, path: Path, tmp_path: Path) -> None:
    """300 chapters to the millisecond, whatever their titles; Nero's list has the first 255."""
    odd = ("Öl = Ä; #1 \\ [CHAPTER]", "🏮 „Licht“", "zwei\nZeilen", "\x07", "ß" * 200)
    titles = [*odd, *(f"Kapitel {number}" for number in range(len(odd), 300))]
    chapters = tuple(Chapter(at / 20 + 0.001 * (at % 7), (at + 1) / 20 + 0.001 * ((at + 1) % 7),
                             title) for at, title in enumerate(titles))
    alternate(kind, path, Details("", "", "", "deu", "", "", "", "", chapters, b"", ()),
              tmp_path / "it")
    expected = [*odd[:2], "zwei Zeilen", "4", "ß" * 127, *titles[len(odd):]]
    assert _marks(tmp_path / "it") == [(pytest.approx(chapter.start_s, abs=1e-6), title) for
                                       chapter, title in zip(chapters, expected, strict=True)]
    if kind == "m4a":
        nero = mutagen.File(tmp_path / "it").chapters
        assert [one.title for one in nero] == expected[:255]


@BOTH
def test_same_mp3_same_bytes(kind: Alternate, made: dict[str, Path], path: Path, details: Details,
                             tmp_path: Path) -> None:
    """Made again elsewhere, over a file that was there, each byte is the same."""
    (tmp_path / "again").write_bytes(b"old")
    alternate(kind, path, details, tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == made[kind].read_bytes()
    assert _left(tmp_path) == ["again"]


@BOTH
def test_as_loud_as_the_mp3(kind: Alternate, made: dict[str, Path], path: Path) -> None:
    """ffmpeg's ebur128 hears both alike within 0.2 LU, and no peak above −0.5 dBTP."""
    def measured(path: Path) -> tuple[float, float]:
        report = subprocess.run(["ffmpeg", "-hide_banner", "-nostats", "-i", path, "-map", "0:a:0",
                                 "-af", "ebur128=peak=true", "-f", "null", "-"],
                                capture_output=True, text=True, check=True).stderr
        lufs, peak = (float(re.findall(pattern, report)[-1])
                      for pattern in (r"I:\s+(-?[\d.]+) LUFS", r"Peak:\s+(-?[\d.]+) dBFS"))
        return lufs, peak

    lufs, peak = measured(made[kind])
    assert lufs == pytest.approx(measured(path)[0], abs=0.2)
    assert peak <= -0.5


def test_opus_is_heard_alike_by_every_decoder(made: dict[str, Path]) -> None:
    """Every packet is CELT (RFC 6716, 3.1): ffmpeg's own decoder gets the other modes wrong."""
    modes = set()
    with made["opus"].open("rb") as file:
        while True:
            try:
                page = OggPage(file)
            except EOFError:
                break
            if page.position > 0 and not page.continued:
                modes |= {packet[0] >> 3 for packet in page.packets}
    assert modes and min(modes) >= 16


LONG = """
import resource, sys
from pathlib import Path
import mutagen.flac, mutagen.mp3, mutagen.mp4, mutagen.oggopus
from podcast.editions.alternates import Details, alternate
from podcast.model import Chapter

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

kind, long, made = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
chapters = tuple(Chapter(60.0 * at, 60.0 * at + 60, f"Minute {at}") for at in range(30))
before = peak()
alternate(kind, long, Details("Lang", "", "", "deu", "", "", "", "", chapters, b"", ()), made)
print(peak() - before)
"""


@pytest.mark.parametrize(("kind", "minutes"), [("m4a", 120), ("opus", 30)])
def test_a_long_one_in_little_memory(kind: Alternate, minutes: int, tmp_path: Path) -> None:
    """It costs this process less than 50 MB, and is in time to the end."""
    long, it = tmp_path / "long.mp3", tmp_path / "it"
    places = write_clicks(long, [2479] * minutes)
    assert int(_said(sys.executable, "-c", LONG, kind, long, it)) < 50
    start = places[-1] // RATE - 1
    expected, heard = decoded(long, start, 3.0), decoded(it, start, 3.0)
    assert abs(samples_late(places[-1] - start * RATE, expected, heard)) <= RATE // 200
    assert len(_marks(it)) == 30
