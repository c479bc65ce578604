"""Pages for tests: a built show whose episode has all that a page can show, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from podcast.settings import Settings
from tests.shows import BODY, make_show, run_build_here
from tests.test_players import CHROMIUM

DETAILS = '''author: "Mia Kern"
url: "https://kanalbote.example/lampen?a=1&b=2"
corrections:
  - date: "2026-03-05"
    text: "Es waren 12 Lampen."
language:'''
MORE = "\nKanalbote: Und [Mechelen & Gent]{lang=nl}: <b>1 < 2</b>?\n"


def page_show(root: Path, extra: str = "") -> Settings:
    """A built show with one episode."""
    show = make_show(root, BODY.replace("\n> Ute", f"{MORE}\n> Ute"), extra=extra)
    script = show.scripts_dir / "lampen.md"
    script.write_text(script.read_text(encoding="utf-8").replace("language:", DETAILS, 1),
                      encoding="utf-8")
    run_build_here(show)
    return show


def folder(show: Settings) -> Path:
    """Where the episode's files are."""
    return show.output_dir / "episodes" / "lampen"


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """A browser without sound."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path,
                                             args=[*CHROMIUM, "--mute-audio"])
        yield browser
        browser.close()


def opened(page: Page, address: str) -> Page:
    """The page at an address, as soon as its sound can be played."""
    page.goto(address)
    page.wait_for_function("document.querySelector('audio').readyState > 0")
    return page
