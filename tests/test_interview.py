"""Who says what in interviews as they are printed: golden files anybody can extend.

`tests/interviews/NAME.txt` is an article, `NAME.expected` what has to become of it: one line for
each paragraph, `role | speaker | first words`, and below it one line for each quotation.
"""

import os
from pathlib import Path

import pytest

from podcast.article import read_article
from podcast.cast import gender_notices
from podcast.interview import Draft, Options, draft, uncovered
from podcast.interview.chapters import start_times
from podcast.interview.credits import Makers, makers_of
from podcast.model import Article, Block

HERE = Path(__file__).parent / "interviews"
SAMPLE = Path(__file__).parent.parent / "scripts" / "die-uhrmacherin-der-gezeiten.source.txt"
CREATED = "2025-03-01T09:00:00+01:00"


def drafted(path: Path) -> tuple[Article, Draft]:
    """An article and its draft."""
    article = read_article(path)
    return article, draft(article, Options(created=CREATED, show_guid="a-show"))


def render(result: Draft) -> str:
    """A draft as lines a non-programmer can read."""
    lines = [f"title | {result.script.title}"]
    lines += [f"{one.role} | {one.name} | {one.gender} | labels: {', '.join(one.labels)}"
              for one in result.script.cast if one.role != "narrator"]
    lines.append("")
    for one in result.paragraphs:
        speaker = one.speaker if one.role in ("question", "answer") else ""
        shown = one.text if len(one.text) <= 60 else one.text[:59] + "…"
        lines.append(f"{one.role} | {speaker} | {shown}")
        lines += [f"    says | {speaker or 'somebody else'} | {one.text[start:end]}"
                  for start, end, speaker in one.quotes]
    lines += ["", *(f"left out | {turn.reason} | {turn.text}" for turn in result.script.turns
                    if turn.kind == "omitted")]
    return "\n".join(lines).rstrip() + "\n"


def of(text: str) -> Draft:
    """The draft of a text given in a test."""
    blocks = tuple(Block(one.strip()) for one in text.strip().split("\n\n"))
    return draft(Article(blocks), Options(created=CREATED))


def voiced(result: Draft) -> list[str]:
    """Everything inside narration that is spoken by somebody else."""
    return [span.text for turn in result.script.turns for span in turn.spans if span.voice]


@pytest.mark.parametrize("path", sorted(HERE.glob("*.txt")), ids=lambda path: path.stem)
def test_print_style(path: Path) -> None:
    """Roles, speakers, quotations and omissions of every print style are as expected."""
    expected = path.with_suffix(".expected")
    result = drafted(path)[1]
    if os.environ.get("GOLDEN_UPDATE"):
        expected.write_text(render(result), encoding="utf-8")
    assert render(result) == expected.read_text("utf-8")


@pytest.mark.parametrize("path", [*sorted(HERE.glob("*.txt")), SAMPLE], ids=lambda p: p.stem)
def test_nothing_is_lost(path: Path) -> None:
    """Every character of an article has exactly one fate in its script."""
    article, result = drafted(path)
    assert uncovered(article, result.script) == ()


@pytest.mark.parametrize("name", ["rezept", "bericht", "kandidaten"])
def test_no_false_speakers(name: str) -> None:
    """What is no interview gets one narrator, and a notice says so."""
    result = drafted(HERE / f"{name}.txt")[1]
    assert [one.key for one in result.script.cast] == ["narrator"]
    assert any("No interview was recognised" in notice for notice in result.notices)
    assert {turn.kind for turn in result.script.turns} == {"narration"}


def test_sample_interview() -> None:
    """The interview of the repository: guest, author, captions, box and quotations."""
    _, result = drafted(SAMPLE)
    script = result.script
    assert (script.publisher, script.author) == ("Deichkurier", "Ole Brandhorst")
    assert [(one.key, one.gender) for one in script.by_role("guest")] == [("terveen", "female")]
    assert [turn.reason for turn in script.turns if turn.kind == "omitted"] == [
        "Kastenüberschrift und Bildnachweis", "Bildunterschrift", "Bildunterschrift",
        "Hinweis auf die Autorin oder den Autor"]
    assert voiced(result) == [
        "„Sie sind elf Minuten zu früh. Das schafft hier sonst nur der Nordwestwind“",
        "„Reparieren ist das falsche Wort“", "„ich höre ihm eigentlich nur zu.“",
        "„Die sind alle krank, sonst wären sie ja nicht hier“",
        "„Das Meer ist nie unpünktlich“", "„wir haben nur schlecht gefragt.“"]


def test_chapters_of_the_sample_are_well_apart() -> None:
    """Proposed chapters last 60 to 150 seconds and have titles of at most 40 characters."""
    script = drafted(SAMPLE)[1].script
    times = start_times(script.turns)
    starts = [next(times[place] for place, turn in enumerate(script.turns)
                   if turn.chapter == chapter) for chapter in range(len(script.chapters))]
    gaps = [later - earlier for earlier, later in zip(starts, [*starts[1:], times[-1]],
                                                      strict=True)]
    assert len(starts) >= 3
    assert all(60 <= gap <= 150 for gap in gaps)
    assert all(0 < len(one.title) <= 40 for one in script.chapters)
    text = " ".join(turn.text for turn in script.turns).casefold()
    assert all(one.title.casefold() in text for one in script.chapters)


DIALOGUE = """

Küstenpost: {address}, wie geht es Ihnen?

Nell Aubry: Ich kann nicht klagen.

Küstenpost: Warum nicht?

Aubry: Mir hört niemand zu."""


@pytest.mark.parametrize(("sentence", "spoken"), [
    ("„Das habe ich nie so gemeint“, sagt Aubry.", True),
    ("„Das habe ich nie so gemeint“, sagt die 50-Jährige.", True),
    ("„Das habe ich nie so gemeint“, hat Aubry einmal gesagt.", True),
    ("Aubry winkt ab: „Das habe ich nie so gemeint.“", True),
    ("Aubry lacht. „Das habe ich nie so gemeint.“", True),
    ("„Nein“, sagt Aubry, „das habe ich nie gemeint.“", True),
    ("„Nein“, sagt Aubry, „nie.“", False),
    ("„Das habe ich nie so gemeint“, sagt ein Nachbar von Aubry.", False),
    ("„Das habe ich nie so gemeint“, sagt Aubrys Mutter.", False),
    ("„Das habe ich nie so gemeint“, sagt die Köchin Nell Aubry.", True),
    ("„Das habe ich nie so gemeint“, so Aubry.", True),
    ("In ihrem Buch schreibt Aubry, wie es war: „Das habe ich nie so gemeint.“", True),
    ("„Das habe ich nie so gemeint“, sagt ihre Mutter. Aubry schweigt.", False),
    ("Aubry liest gerade „Der alte Mann und das Meer“ zu Ende.", False),
    ("Aubry nennt es das „Amt für die ganz langen Abende“ der Stadt.", False),
    ("In der Akte steht: „Das habe ich nie so gemeint.“", False),
    ("Petra Kolb kommt herein. „Das habe ich nie so gemeint“, sagt sie zu Aubry.", False),
])
def test_quotation(sentence: str, spoken: bool) -> None:
    """Only what the guest surely says, in five words or more, is spoken by the guest."""
    result = of(sentence + DIALOGUE.format(address="Frau Aubry"))
    assert bool(voiced(result)) is spoken


@pytest.mark.parametrize(("address", "gender"), [
    ("Frau Aubry", "female"), ("Herr Aubry", "male"), ("Xyrill Aubry", "unknown")])
def test_gender_comes_from_the_address(address: str, gender: str) -> None:
    """Frau and Herr decide; without evidence the gender stays unknown and a notice says so."""
    result = of(DIALOGUE.replace("Nell", "Xyrill").format(address=address))
    assert result.script.by_role("guest")[0].gender == gender
    assert bool(gender_notices(result.script.cast)) is (gender == "unknown")


def test_nobody_is_called_question_or_answer() -> None:
    """Where the article names neither side, neither gets its label for a name, and it is said."""
    result = of("Warum Bäume knacken, weiß kaum jemand.\n\nFrage: Warum knacken Bäume?\n\n"
                "Antwort: Weil das Wasser in ihnen gefriert.\n\nFrage: Ist das gefährlich?\n\n"
                "Antwort: Für den Baum meistens nicht.\n\nFrage: Und für uns?\n\n"
                "Antwort: Nur wenn man darunter schläft.")
    names = {one.role: one.name for one in result.script.cast}
    assert (names["journalist"], names["guest"]) == ("", "")
    assert "Antwort" not in result.script.title
    assert any("not named" in notice for notice in result.notices)


def test_options_win_over_the_article() -> None:
    """Title, author, date and address that the user states are used, and name the episode."""
    options = Options("Über Öl & Größe", "A. B.", "2025-02-03", "https://example.org/a", CREATED)
    article = read_article(SAMPLE)
    script = draft(article, options).script
    assert (script.slug, script.author) == ("ueber-oel-groesse", "A. B.")
    assert (script.published, script.url) == ("2025-02-03", "https://example.org/a")
    assert uncovered(article, script) == ()
    assert script.turns[0].reason == "Überschrift"


def test_identity_depends_on_show_time_and_slug() -> None:
    """The same article drafted twice has one id; another show or moment gives another."""
    article = read_article(SAMPLE)
    ids = {draft(article, Options(created=created, show_guid=guid)).script.id
           for created, guid in [("a", "x"), ("a", "x"), ("b", "x"), ("a", "y")]}
    assert len(ids) == 3


def test_too_few_labels_are_named() -> None:
    """Where labels were seen but too few, the notice names them and the next step."""
    told = "Im Moor ist immer jemand wach, auch wenn der Leuchtturm längst ausgegangen ist. " * 6
    result = of(f"Torfpost: Frau vom Hövel, wann beginnt Ihr Tag?\n\nWübke vom Hövel: Wenn der "
                f"Leuchtturm ausgeht.\n\n{told}")
    notice = next(one for one in result.notices if "No interview was recognised" in one)
    assert "Torfpost and Wübke vom Hövel" in notice
    assert "Write the names before the paragraphs" in notice


@pytest.mark.parametrize("name", ["ueberschrift", "hervorhebung", "doppelgespraech"])
def test_headline_is_heard_once(name: str) -> None:
    """The article's first line is the title without marks, and no turn repeats it."""
    article, result = drafted(HERE / f"{name}.txt")
    assert result.script.title == article.title
    assert "*" not in article.title
    assert all(turn.text != article.title for turn in result.script.turns)


@pytest.mark.parametrize(("line", "author"), [
    ("Von Ännchen Çetin", "Ännchen Çetin"),
    ("Von Jo van Dam und Bo Ried", "Jo van Dam und Bo Ried"),
    ("Text: Jo Dam", "Jo Dam"),
    ("Von Weitem sieht man nichts.", ""),
    ("Von Müttern und Vätern.", ""),
    ("Von Bremen nach Wien.", "")])
def test_author_line(line: str, author: str) -> None:
    """A line of names near the top is left out and names the author; other lines are read."""
    body = "Es regnet seit drei Tagen, und der Fluss steht bis an die Treppe des Rathauses."
    script = of(f"{line}\n\n{body}").script
    assert script.author == author
    assert [turn.kind for turn in script.turns] == (
        ["omitted", "narration"] if author else ["narration", "narration"])


@pytest.mark.article
def test_real_article() -> None:
    """The real interview: people, captions, box, quotations, chapters, and full coverage."""
    folder = os.environ.get("PODCAST_ARTICLES")
    if not folder:
        pytest.skip("PODCAST_ARTICLES is not set: no real articles here")
    article, result = drafted(Path(folder) / "mechelen.txt")
    script = result.script
    assert script.title == "Interview mit Bart Somers"
    assert [(one.key, one.name, one.gender) for one in script.cast[:2]] == [
        ("journalist", "SPIEGEL ONLINE", "unknown"), ("somers", "Bart Somers", "male")]
    left_out = [(turn.reason, turn.text) for turn in script.turns if turn.kind == "omitted"]
    assert left_out[0] == ("Kastenüberschrift und Bildnachweis", "Zur Person DPA")
    assert [reason for reason, _ in left_out[1:]] == ["Bildunterschrift"] * 3
    said = voiced(result)
    assert [said[0], *said[2:]] == ['"Ah, Sie sind der Typ aus Deutschland, oder?"',
                                    '"Die Bekämpfung des Terrors"',
                                    '"fängt in den Stadtteilen an."']
    assert said[1].startswith('"Die Straßenkriminalitat') and said[1].endswith('55 Prozent!"')
    assert uncovered(article, script) == ()
    times = start_times(script.turns)
    starts = [times[next(place for place, turn in enumerate(script.turns)
                         if turn.chapter == chapter)] for chapter in range(len(script.chapters))]
    assert all(60 <= b - a <= 150 for a, b in zip(starts, [*starts[1:], times[-1]], strict=True))


@pytest.mark.parametrize(("line", "asks", "writes"), [
    ("Moderation: Benedikt Aigner", "Benedikt Aigner", ""),
    ("Interview Lotte Ingwersen", "Lotte Ingwersen", ""),
    ("Das Gespräch führte Ada Blau.", "Ada Blau", ""),
    ("Text & Interview: Ada Blau | Foto: Bo Ried/laif", "Ada Blau", "Ada Blau"),
    ("Text: Ada van der Blau und Bo Ried, Fotos: Max Erle", "", "Ada van der Blau und Bo Ried")])
def test_lines_of_makers(line: str, asks: str, writes: str) -> None:
    """A line of crafts and full names says who asked and who wrote."""
    assert makers_of(line) == Makers(asks, writes)


@pytest.mark.parametrize("line", ["Moderation: Guten Abend.", "Interview: Ja.", "Gespräch Am Kamin",
                                  "Video: Warum wir laufen", "Moderation: Herr Blau, wie lange?"])
def test_other_lines_name_no_makers(line: str) -> None:
    """What somebody says behind such a word is said."""
    assert makers_of(line) is None
