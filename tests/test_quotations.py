"""Direct speech in narration: where it is, whether it is speech, and whose.

`tests/quotations/NAME.gold` holds an article and the answer at once: `@ ROLE` before each
paragraph, below a narrated one a line `says | SPEAKER | „…“` for each stretch of direct speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.interview.people import Person
from podcast.interview.quotes import find_quotes
from podcast.interview.speech import Quotation, quoted
from tests.gold import Expected as Paragraph
from tests.gold import load

HERE = Path(__file__).parent / "quotations"
GOLD = sorted(HERE.glob("*.gold"))
NEWS = sorted((Path(__file__).parent / "gold" / "news").glob("*.gold"))
LEAST_WORDS = 5
SOMERS = Person("Bart Somers", ("Somers",), "Somers", "Bart", "male")


@dataclass(frozen=True, slots=True)
class Expected:
    """One stretch of direct speech."""

    start: int
    end: int
    speaker: str


@dataclass(frozen=True, slots=True)
class Score:
    """How many stretches there are, how many were proposed, found, and given the right speaker."""

    gold: int = 0
    proposed: int = 0
    found: int = 0
    named: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.gold + other.gold, self.proposed + other.proposed,
                     self.found + other.found, self.named + other.named)

    def f1(self, right: int) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * right / max(self.gold + self.proposed, 1)


def read(path: Path) -> tuple[list[str], list[bool], list[list[Expected]]]:
    """Paragraphs, which of them are narrated, and the direct speech of each."""
    gold = load(path)
    told = [one.role == "narration" for one in gold]
    return ([one.text for one in gold], told,
            [list(_stretches(one)) if one.role == "narration" else [] for one in gold])


def _stretches(paragraph: Paragraph) -> Iterator[Expected]:
    after = 0
    for speaker, quote in paragraph.quotes:
        start = paragraph.text.index(quote, after)
        after = start + len(quote)
        yield Expected(start, after, speaker)


def folded(name: str) -> list[str]:
    """The words of a name in small letters; `?` has none."""
    return re.findall(r"[\w\-]+", name.casefold())


def same(expected: str, speaker: str) -> bool:
    """Whether two names mean one speaker: equal, or one holds the other's last word."""
    one, other = folded(expected), folded(speaker)
    if not one or not other:
        return one == other
    return one == other or one[-1] in other or other[-1] in one


def score(path: Path) -> Score:
    """What `quoted` makes of one article, measured."""
    texts, told, says = read(path)
    total = Score()
    for expected, quotations in zip(says, quoted(texts, (), told), strict=True):
        proposed = [(start, end, one.speaker) for one in quotations if one.words >= LEAST_WORDS
                    for start, end in one.parts]
        found = [(one, speaker) for one in expected for start, end, speaker in proposed
                 if min(end, one.end) - max(start, one.start)
                 >= 0.5 * max(end - start, one.end - one.start)]
        total += Score(len(expected), len(proposed), len(found),
                       sum(same(one.speaker, speaker) for one, speaker in found))
    return total


def said(text: str, guests: Sequence[Person] = ()) -> list[tuple[str, str]]:
    """Speaker and words of every quotation of five words or more, paragraph by paragraph."""
    paragraphs = text.split("\n")
    found = quoted(paragraphs, guests, [True] * len(paragraphs))
    return [(one.speaker, paragraph[start:end])
            for paragraph, quotations in zip(paragraphs, found, strict=True)
            for one in quotations if one.words >= LEAST_WORDS for start, end in one.parts]


def test_news_texts() -> None:
    """Direct speech of the whole collection is found and given to whoever says it."""
    scores = [score(path) for path in GOLD]
    total = sum(scores, Score())
    print(f"{total.gold} stretches: found {total.f1(total.found):.3f}, "
          f"with speaker {total.f1(total.named):.3f}")
    assert total.gold >= 190
    assert total.f1(total.found) >= 0.92
    assert total.f1(total.named) >= 0.85


def test_other_news_texts() -> None:
    """So is that of reports by other hands, half of which no weight was set on."""
    total = sum(map(score, NEWS), Score())
    print(f"{total.gold} stretches: found {total.f1(total.found):.3f}, "
          f"with speaker {total.f1(total.named):.3f}")
    assert total.gold >= 350
    assert total.f1(total.found) >= 0.95
    assert total.f1(total.named) >= 0.8


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_each_text(path: Path) -> None:
    """No kind of text falls behind the others."""
    result = score(path)
    assert result.f1(result.found) >= 0.75
    assert result.f1(result.named) >= 0.6


@pytest.mark.parametrize(("text", "speaker"), [
    ("„Das wird ein langer Abend“, sagte Anna Kolb.", "Anna Kolb"),
    ("Anna Kolb betonte am Montag, es werde „ein langer und sehr teurer Abend“.", "Anna Kolb"),
    ("„Das wird ein langer Abend“, so Anna Kolb.", "Anna Kolb"),
    ("„Das wird ein langer Abend“, hatte Anna Kolb gesagt.", "Anna Kolb"),
    ("Laut Anna Kolb wird es „ein langer und sehr teurer Abend“.", "Anna Kolb"),
    ("Anna Kolb zufolge wird es „ein langer und sehr teurer Abend“.", "Anna Kolb"),
    ("Nach Angaben von Anna Kolb wird es „ein langer und sehr teurer Abend“.", "Anna Kolb"),
    ("Für Anna Kolb ist klar: „Das wird ein langer Abend.“", "Anna Kolb"),
    ("Anna Kolb wird mit den Worten zitiert: „Das wird ein langer Abend.“", "Anna Kolb"),
    ("Die Zeitung zitiert Anna Kolb mit den Worten: „Das wird ein langer Abend.“", "Anna Kolb"),
    ("„Das wird ein langer Abend“, schrieb Anna Kolb auf Twitter.", "Anna Kolb"),
    ("„Das wird ein langer Abend“, räumte Anna Kolb ein.", "Anna Kolb"),
    ("„Das wird ein langer Abend“, freut sich Anna Kolb.", "Anna Kolb"),
    ("Dazu Anna Kolb: „Das wird ein langer Abend.“", "Anna Kolb"),
    ("Anna Kolb kam spät. Ihr Fazit: „Das wird ein langer Abend.“", "Anna Kolb"),
    ("Anna Kolb, Ärztin, kam spät. „Das wird ein langer Abend“, sagte die Medizinerin der Zeitung.",
     "Anna Kolb"),
    ("Bürgermeisterin Anna Kolb kam spät. „Das wird ein langer Abend“, sagte die 53-Jährige.",
     "Anna Kolb"),
    ("Anna Kolb und Jens Ott kamen. „Das wird ein langer Abend“, sagte er.", "Jens Ott"),
    ("Jens Ott traf Anna Kolb. Diese sagte: „Das wird ein langer Abend.“", "Anna Kolb"),
    ("„Das wird ein langer Abend“, sagte die Mutter von Anna Kolb.", "die Mutter von Anna Kolb"),
    ("„Das wird ein langer Abend“, hieß es aus dem Ministerium.", "das Ministerium"),
    ("„Das wird ein langer Abend“, heißt es in einer Mitteilung der Polizei.", "die Polizei"),
    ("„Das wird ein langer Abend“, sagte ein Sprecher der Polizei.", "ein Sprecher der Polizei"),
    ("„Das wird ein langer Abend“, sagten Augenzeugen.", "Augenzeugen"),
    ("„Das wird ein langer Abend“, sagte Peter Lange.", "Peter Lange"),
    ("„Das wird ein langer Abend“, sagte der Wirt Jan Kurz am Abend.", "Jan Kurz"),
    ("„Das wird ein langer Abend“, sagte Mai Linh Tran.", "Mai Linh Tran"),
    ("„Das wird ein langer Abend“, sagte im Mai Anna Kolb.", "Anna Kolb"),
    ("„Das wird ein langer Abend“, sagte Anna Mai am Montag.", "Anna Mai"),
    ("„Das wird ein langer Abend“, sagte Anna Kolb Montag früh.", "Anna Kolb"),
    ("„Wenn Sie das wollen, wird das ein langer Abend“, sagte Anna Kolb.", "Anna Kolb"),
    ("„Das wird ein langer Abend“ – Anna Kolb", "Anna Kolb"),
    ("Anna Kolb stand da. „Wird das denn ein langer Abend?“, frage ich.", ""),
])
def test_speaker(text: str, speaker: str) -> None:
    """The words around a quotation tell its speaker, by the fullest name in the article."""
    assert [name for name, _ in said(text)] == [speaker]


@pytest.mark.parametrize(("text", "speakers"), [
    ("„Ich weiß, wo alle Schlüssel hängen“, erzählt die Gründerin, Ilka Sonntag. Am Sonntag lachte "
     "Sonntag. „Die Mäuse wissen das sonst auch“, sagte die Gründerin.", ["Ilka Sonntag"] * 2),
    ("Ilka Brenn, Mieterin seit 2016, winkt. „Ich weiß, wo alle Schlüssel hängen“, sagt sie.",
     ["Ilka Brenn"]),
    ("Ilka Brenn, 79, Historikerin, war begeistert: „Ich weiß, wo alle Schlüssel hängen.“",
     ["Ilka Brenn"]),
    ("Beat Rufer, der Hirt, kam. «Ich weiß, wo alle Schlüssel hängen», sagte der Hirt.",
     ["Beat Rufer"]),
    ("Heimliche Chefin ist Ilka Brenn. „Ich weiß, wo alle Schlüssel hängen“, sagt sie.",
     ["Ilka Brenn"]),
    ("Der Apotheker und Autor Osei Brenn warnt. „Da hängen die falschen Schlüssel“, sagt er.",
     ["Osei Brenn"]),
    ("Osei Brenn, der spät kam, winkte ab. Er mahnte: „Da hängen die falschen Schlüssel.“",
     ["Osei Brenn"]),
    ("Ilka Brenn, Mieterin seit 2016, winkt. Die Vermieterin schreibt: „Da hängen die falschen "
     "Schlüssel.“", ["die Vermieterin"]),
    ("Der Regierungssprecher kam. „Wir haben dazu alles gesagt“, sagte er. Jens Ott, Sprecher der "
     "Opposition, lachte.", ["der Regierungssprecher"]),
    ("Der alte Schulrat, ein redlicher Mann, rief an. „Da hängen die falschen Schlüssel“, sagte "
     "er.", ["der alte Schulrat"]),
])
def test_a_name_beside_what_somebody_is(text: str, speakers: list[str]) -> None:
    """What somebody is and a name in apposition make one person, who speaks by the name."""
    assert [name for name, _ in said(text)] == speakers


@pytest.mark.parametrize(("text", "speaker"), [
    ("Hedwig Pott wohnt hier. Die Behörden wissen das. „Das wird ein langer Abend“, sagt sie.",
     "Hedwig Pott"),
    ("Hedwig Pott wohnt hier. Die Behörden wissen das. „Das wird ein langer Abend“, sagten sie.",
     "die Behörden"),
    ("Anna Kolb kam allein. „Das wird ein langer Abend“, sagten sie.", ""),
    ("Anna Kolb kam. Es regnete. Die Stadt schwieg. „Das wird ein langer Abend“, sagte sie.",
     "Anna Kolb"),
])
def test_one_or_several(text: str, speaker: str) -> None:
    """A verb for one never means several, nor one for several a single person."""
    assert [name for name, _ in said(text)] == [speaker]


@pytest.mark.parametrize(("text", "speaker"), [
    ("Die Gemeinde informiert per Aushang. „Der Weg bleibt bis Ostern gesperrt“, heißt es da. "
     "„Das gilt auch für alle Hunde.“", "die Gemeinde"),
    ("Ein Sammler schrieb dem Haus. „Ich bitte um Auskunft über das Bild“, stand darin.",
     "ein Sammler"),
    ("Das Amt hat einen Brief verschickt. „Der Weg bleibt gesperrt bis Ostern“, war dort zu lesen.",
     "das Amt"),
    ("Das Café war zu. „Der Weg bleibt bis Ostern gesperrt“, heißt es da.", ""),
    ("Die Geschäftsführung antwortet. „Wir nehmen das alles sehr ernst“, heißt es in der Mail, und "
     "dass die Zahl der Unfälle sinke.", "die Geschäftsführung"),
])
def test_what_a_writing_says(text: str, speaker: str) -> None:
    """What stands in a letter or notice says whoever the sentence before tells of, or nobody."""
    assert {name for name, _ in said(text)} == {speaker}


@pytest.mark.parametrize("text", [
    "Sie las den Roman „Das lange Warten auf den Regen“ in einer Nacht.",
    "Unter dem Motto „Eine Stadt für alle statt für wenige“ zogen sie los.",
    "Die sogenannte „Allianz der sehr guten alten Freunde“ tagte.",
    "Auf dem Schild stand: „Bitte nicht auf den Rasen treten.“",
    "Das Amt schweigt. Ein Schild wurde ergänzt. „Brunnen im Hof, Zustand am Abend“, steht darauf.",
    "Der „Bund der freien Bäcker und Müller“-Vorstand trat zurück.",
    "Der Film „Ein Haus am Ende der Zeit“ (2009) lief wieder.",
])
def test_no_speech(text: str) -> None:
    """Titles, slogans, names and writing on things are nobody's speech."""
    assert said(text) == []


def test_interrupted_by_its_tag() -> None:
    """Parts of one quotation count together, and both have its speaker."""
    text = "„Nein“, sagte Anna Kolb, „das wird nichts mehr.“"
    assert said(text) == [("Anna Kolb", "„Nein“"), ("Anna Kolb", "„das wird nichts mehr.“")]


def test_goes_on_without_a_tag() -> None:
    """A quotation without words of its own goes on with whoever spoke last."""
    text = "„Das wird ein langer Abend“, sagte Anna Kolb. „Wir haben alle noch nichts gegessen.“"
    assert {name for name, _ in said(text)} == {"Anna Kolb"}


def test_left_open_at_the_end_of_a_paragraph() -> None:
    """What is opened again in the next paragraph goes on with its speaker."""
    text = ("Anna Kolb sagte: „Das wird ein langer Abend. Wir haben Zeit.\n"
            "„Und gegessen haben wir auch noch nichts.“")
    assert [name for name, _ in said(text)] == ["Anna Kolb", "Anna Kolb"]


def test_the_whole_article_is_known() -> None:
    """Full name and gender may stand anywhere in the article, also where nothing is quoted."""
    paragraphs = ["Im Gespräch ist die Ärztin Kim Ahlers.",
                  "„Das wird ein langer Abend“, sagte Ahlers."]
    found = quoted(paragraphs, (), [False, True])
    assert [one.speaker for one in found[1]] == ["Kim Ahlers"]
    assert found[0] == ()


@pytest.mark.parametrize(("text", "sure"), [
    ("„Das habe ich nie so gemeint“, sagte Somers.", True),
    ("„Das habe ich nie so gemeint“, sagte der 53-Jährige.", True),
    ("Somers nannte es „den schwersten Fehler seines ganzen Lebens“.", False),
    ("„Das habe ich nie so gemeint“, sagte ein Freund von Somers.", False),
    ("Somers nennt das Haus den „Palast der sehr kleinen Leute“.", False),
])
def test_a_guest_is_meant_only_when_it_is_sure(text: str, sure: bool) -> None:
    """A guest's voice is for whole sentences that are surely the guest's."""
    found = [one for one in quoted([text], [SOMERS], [True])[0] if one.words >= LEAST_WORDS]
    assert any(one.person == SOMERS for one in found) is sure


@pytest.mark.parametrize(("text", "expected"), [
    ("Er sagt „Ja gut“ und »Nein danke« und «Na ja».", ["„Ja gut“", "»Nein danke«", "«Na ja»"]),
    ("\"A \"B\" C\" und “D”", ["\"A \"B\" C\"", "“D”"]),
    ("„Er rief ‚Halt‘ und ging.\" ,,So sei es.''",
     ["„Er rief ‚Halt‘ und ging.\"", ",,So sei es.''"]),
    ("Hans' Hund hat's gut, 'sehr gut' sogar.", ["'sehr gut'"]),
    ("„offen und »zu« und offen", ["»zu«"]),
    ("«\u00a0Bonjour\u00a0» sagt er", ["«\u00a0Bonjour\u00a0»"]),
])
def test_marks(text: str, expected: list[str]) -> None:
    """All marks in use are read, mixed and nested; apostrophes and marks left open are none."""
    assert [text[start:end] for start, end in find_quotes(text)] == expected


PIECES = st.sampled_from(["„", "“", "”", "\"", "»", "«", "‚", "‘", "’", "'", ",,", "''", ": ", ", ",
                          " – ", ". ", "! ", "(", ")", " ", "sagte ", "so ", "er ", "sie ", "Anna ",
                          "Kolb ", "der ", "die ", "Sprecher ", "der Polizei ", "heißt es ",
                          "Sein ", "Fazit", "wird ", "ich ", "Wort ", "von ", "laut ", "a", "Dr. ",
                          "7. "])
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=40).map("".join)


@given(st.lists(TEXTS, max_size=4))
def test_any_text(paragraphs: list[str]) -> None:
    """Whatever the text, parts lie inside it, in order, and never overlap."""
    found = quoted(paragraphs, [SOMERS], [True] * len(paragraphs))
    for text, quotations in zip(paragraphs, found, strict=True):
        check(text, quotations)


def check(text: str, quotations: Sequence[Quotation]) -> None:
    """Parts are in order and inside the text; confidence is a probability."""
    places = [place for one in quotations for part in one.parts for place in part]
    assert places == sorted(places)
    assert not places or (places[0] >= 0 and places[-1] <= len(text))
    assert all(0 <= one.confidence <= 1 for one in quotations)


@pytest.mark.parametrize("piece", ["„“", "„a“ ", "\"", ": – „", "»a«, ", "“„", "'a' ", "„a"])
def test_many_marks(piece: str) -> None:
    """A text of nothing but marks is read in one pass."""
    text = piece * (200_000 // len(piece))
    ends = [end for _, end in find_quotes(text)]
    assert ends == sorted(ends)
