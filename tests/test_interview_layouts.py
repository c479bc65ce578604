"""Interviews whose layout says more than paragraphs do: lists, block quotes, headings, kickers."""

import pytest

from podcast.article.markdown import Markdown
from podcast.article.plain import PlainText
from podcast.article.source import Source
from podcast.interview import Draft, Options, draft, uncovered
from podcast.interview.scoring import decide
from podcast.model import Article, Block

CREATED = "2025-03-01T09:00:00+01:00"


def of(text: str) -> Draft:
    """The draft of a Markdown text; every character of it has a fate."""
    article = Markdown().read(Source("test", b"", text, media_type="markdown"))
    result = draft(article, Options(created=CREATED))
    assert uncovered(article, result.script) == ()
    return result


def roles(result: Draft) -> dict[str, str]:
    """The first word of every paragraph → its role."""
    return {one.text.split()[0].strip("„“,.:"): one.role for one in result.paragraphs}


NUMBERED = """# Elf Fragen an Jakob Lenz

### 1. Womit beginnt Ihr Tag?

Mit einem Kaffee, den ich viel zu heiß trinke. Ich lerne da nichts dazu.

### 2. Drei Dinge auf einer einsamen Insel?

1. Ein Messer
2. Thomas Mann, *Der Zauberberg*
3. WLAN ;-)

### 3. Wovor haben Sie Angst?

Vor dem Moment, in dem niemand mehr lacht. Das ist mir zweimal passiert.
"""


def test_items_of_a_list_are_the_answer() -> None:
    """A list below a question is what the guest says, no headings."""
    result = of(NUMBERED)
    assert {roles(result)[one] for one in ("Ein", "Thomas", "WLAN")} == {"answer"}
    assert not result.script.chapters


LETTER = """# „Ich habe den Brief behalten“

**Küstenblatt:** Frau Brahms, welcher Brief hat Sie am meisten bewegt?

**Brahms:** Der eines Bäckers aus Husum. Er schrieb im Winter an seine Frau:

> „Wenn ich wiederkomme, backe ich dir ein Brot, das so groß ist wie unser Tisch.“

Daran ändert auch der Krieg nichts, dachte er wohl. Er kam nicht wieder.

**Küstenblatt:** Was geschah mit dem Brief?

**Brahms:** Seine Tochter hat ihn mir gebracht. Ich sehe ihn jeden Tag.
"""


def test_a_block_quote_inside_an_answer() -> None:
    """What a colon announces belongs to the answer, and so does what follows it."""
    found = roles(of(LETTER))
    assert (found["Wenn"], found["Daran"]) == ("answer", "answer")


def test_a_list_of_links_goes_with_its_heading() -> None:
    """Items below `Das könnte Sie auch interessieren:` are none of the conversation."""
    teaser = "Das könnte Sie auch interessieren:\n\n- [Warum wir laufen](x)\n- [Wer lief?](y)\n\n"
    result = of(LETTER.replace("**Küstenblatt:** Was", f"{teaser}**Küstenblatt:** Was"))
    assert {roles(result)[one] for one in ("Das", "Warum", "Wer")} == {"boilerplate"}


def test_a_heading_above_nothing_is_read() -> None:
    """A heading that only another one follows is heard, and marked to be looked over."""
    blocks = (Block("Erster Teil", "heading"), Block("Das Meer", "heading"),
              Block("Draußen ist das Watt verschwunden, und niemand sieht hin."))
    script = draft(Article(blocks, title="Ebbe"), Options(created=CREATED)).script
    assert [one.title for one in script.chapters] == ["Das Meer"]
    assert script.turns[0].text == "Erster Teil"
    assert script.turns[0].doubt


def test_kicker_and_standfirst_are_no_chapters() -> None:
    """What stands above the first question begins no chapter."""
    head = "**Kultur**\n\n*Der Schiffbauer Enno Tjaden über Stahl, Rost und seine Söhne*\n\n"
    talk = ("**Herr Tjaden, wann haben Sie zuletzt ein Schiff gebaut?**\n\nVor elf Jahren. Ich "
            "erinnere mich an jede Naht.\n\n**Was machen Sie seitdem?**\n\nIch repariere, und meine"
            " Söhne helfen mir.\n\n**Fehlt Ihnen der Lärm?**\n\nJa. Ich schlafe schlecht.\n")
    result = of(f"# Die Stille der Werft\n\n{head}{talk}")
    assert not result.script.chapters
    assert roles(result)["Der"] == "narration"


def test_conflicting_evidence_is_marked() -> None:
    """What speaks for both sides is decided with little confidence."""
    seen = {"ends with a question": 1.0, "addresses somebody": 1.0, "speaks of itself": 1.0}
    clear = {name: seen[name] for name in ("ends with a question", "addresses somebody")}
    answer = {"speaks of itself": 1.0, "long": 1.0}
    conflicting, plain = (decide([clear, answer, one, answer], spoken=True)[2].confidence
                          for one in (seen, clear))
    assert conflicting < plain - 0.1


@pytest.mark.parametrize(("title", "is_title"), [
    ("Wie sind Sie zum Orgelbau gekommen, Frau Zell?", False),
    ("Frau Dr. Zell, wie kommt man zum Orgelbau?", False),
    ("Wie kommt man zum Orgelbau?", True)])
def test_a_first_line_that_asks_somebody(title: str, is_title: bool) -> None:
    """It is a question where an answer follows, the headline where it calls nobody by name."""
    text = (f"{title}\n\nÜber meinen Großvater. Er hatte eine Werkstatt, und ich durfte die Pfeifen"
            " putzen.\n\nWaren Sie oft brav?\n\nSelten. Aber ich habe trotzdem geputzt.\n")
    assert (PlainText().read(Source("test", b"", text)).title == title) is is_title


def test_a_standfirst_below_a_question_as_headline() -> None:
    """A headline may ask somebody: then what follows tells who that is."""
    text = ("Wie schlimm wird es, Frau Brinkmann?\n\nAnna Brinkmann misst Pegel. Ich treffe sie am "
            "Deich, es regnet.\n\nKommt das Wasser?\n\nEs ist schon da. Ich messe es.\n")
    assert PlainText().read(Source("test", b"", text)).title.startswith("Wie schlimm")


def test_what_several_say_is_marked() -> None:
    """`Beide:` is never spoken: whoever answered last says it, and it is to be looked over."""
    text = ("Küstenblatt: Frau Rabe, Herr Rabe, wann haben Sie gestritten?\n\nNele Rabe: Gestern, "
            "ich weiß es noch.\n\nJonas Rabe: Ich auch.\n\nKüstenblatt: Und heute?\n\n"
            "Beide: Heute früh!\n\nNele Rabe: Wie immer, das kennen wir.\n")
    result = draft(PlainText().read(Source("test", b"", text)), Options(created=CREATED))
    said = next(turn for turn in result.script.turns if turn.text == "Heute früh!")
    assert (said.speaker, bool(said.doubt)) == ("rabe-2", True)
    assert "Beide" not in [one.name for one in result.script.cast]
