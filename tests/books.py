"""Books for tests: a built show whose episode has all that a book can hold, and its container."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from podcast.record import load_record
from podcast.settings import Settings
from podcast.store import Store
from tests.shows import BODY, make_show, run_build_here

NAMES = {"h": "http://www.w3.org/1999/xhtml", "s": "http://www.w3.org/ns/SMIL",
         "o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/",
         "e": "http://www.idpf.org/2007/ops",
         "re": "http://exslt.org/regular-expressions"}
TITLE = 'Lampen & <Licht>: „Was bleibt?“ "1 < 2"'
DETAILS = '''author: "Mia & Kern"
url: "https://kanalbote.example/lampen?a=1&b=2"
corrections:
  - date: "2026-03-05"
    text: "Es waren <12> Lampen."
language:'''
LONG = " ".join(f"Satz {number} zählt." for number in range(1, 61))
MORE = f'''
## Fragen & Antworten <heute>

Kanalbote: Zwei Sätze fragen. Wirklich [zwei]{{lang=nl}}: <b>1 < 2</b>?

Lange: [Mechelen & Gent]{{lang=nl}} sagen: {LONG}

Lange: Und noch ein Absatz.
'''


@dataclass(frozen=True, slots=True)
class Book:
    """An EPUB, and what it holds."""

    path: Path
    files: dict[str, bytes]

    def tree(self, name: str) -> etree._Element:
        """One of its XML files."""
        return etree.fromstring(self.files[f"EPUB/{name}"])

    @property
    def spoken(self) -> list[str]:
        """Names of the documents that are heard, in order."""
        order = self.tree("package.opf").iterfind(".//o:itemref", NAMES)
        names = [one.get("idref", "").removesuffix("-xhtml") for one in order]
        return [name for name in names if f"EPUB/{name}.smil" in self.files]


def book_show(root: Path, extra: str = "", body: str = "") -> Settings:
    """A built show with one episode: special characters, foreign words, a very long turn."""
    show = make_show(root, body or BODY.replace("\n> Ute", f"{MORE}\n> Ute"), extra=extra)
    path = show.scripts_dir / "lampen.md"
    text = path.read_text(encoding="utf-8").replace("language:", DETAILS, 1)
    text = text.replace('"Die Lampen von Ruhrort"', f"'{TITLE}'")
    path.write_text(text.replace('"Ute Lange"', "'Ute \"Uli\" Lange & Töchter'"), encoding="utf-8")
    run_build_here(show)
    return show


def book_of(show: Settings) -> Book:
    """The book of the show's episode."""
    record = load_record(Store(show.store_dir), show.guid, "lampen")
    assert record
    path = show.output_dir / record.item.files["epub"].path
    with ZipFile(path) as container:
        assert container.testzip() is None
        return Book(path, {name: container.read(name) for name in container.namelist()})


def moment_s(clock: str) -> float:
    """A SMIL clock value in seconds."""
    hours, minutes, seconds = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def clips(book: Book, name: str) -> list[tuple[str, float, float]]:
    """Of each `par` of a document: the id of its text, and begin and end of its sound."""
    found = []
    for par in book.tree(f"{name}.smil").iterfind(".//s:par", NAMES):
        text, audio = par.find("s:text", NAMES), par.find("s:audio", NAMES)
        assert text is not None and audio is not None
        document, _, own = text.get("src", "").partition("#")
        assert (document, audio.get("src")) == (f"{name}.xhtml", f"{name}.mp3")
        found.append((own, moment_s(audio.get("clipBegin", "")),
                      moment_s(audio.get("clipEnd", ""))))
    return found
