"""Nothing lost, nothing invented, in linear time, whatever the text."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.article.plain import PlainText
from podcast.article.source import Source
from podcast.errors import UserError
from podcast.interview import Options, draft, uncovered
from podcast.model import Article, Block, Span

PIECES = ["Bart Somers: ", "Somers: ", "DIE POST: ", "DIE POST ", "Herr Somers", "„", "“", '"', "»",
          "«", "‚", "‘", ", sagt er, ", ", sagte Somers. ", "?", ". ", "…", "\n\n", "\n", " ",
          "ich", "Sie", "Zur Person DPA ", "Foto: dpa", "Lesen Sie auch", "# ", "Frage: ",
          "Antwort:", ":", "Das Interview führte ", "A. B.: ", "ß", "\u00ad", "\u00a0", "😀",
          "e\u0301", "Montag: ", "ZEIT: ", "\n\nZEIT: ", "Frau Somers, ", "**",
          "Von Ada Beispiel\n\n"]
ARTICLE_LIKE = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)),
                        max_size=60).map("".join)


def article_of(text: str) -> Article | None:
    """The article in a text, or None if there is nothing visible in it."""
    try:
        return PlainText().read(Source("test", b"", text))
    except UserError:
        return None


@settings(max_examples=150, deadline=None)
@given(ARTICLE_LIKE)
def test_any_text_is_covered(text: str) -> None:
    """Every text becomes a script that holds all of it, and quotations lie inside paragraphs."""
    article = article_of(text)
    if article is None:
        return
    result = draft(article, Options(created="2025-01-01T00:00:00+01:00"))
    assert uncovered(article, result.script) == ()
    for one in result.paragraphs:
        assert 0 <= one.confidence <= 1
        assert all(0 <= start < end <= len(one.text) for start, end, _ in one.quotes)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["ZEIT", "Aubry", "Ried", "Bote", "Kolb"]), min_size=2,
                max_size=14),
       st.lists(st.sampled_from(["Warum?", "Ich weiß.", "Frau Ried, und Sie?", "Nein."]),
                min_size=14, max_size=14))
def test_a_repeated_label_keeps_its_paragraph(names: list[str], said: list[str]) -> None:
    """What begins with a repeated label is said by whom it names, or by the narrator."""
    blocks = tuple(Block(f"{name}: {text}") for name, text in zip(names, said, strict=False))
    result = draft(Article(blocks), Options())
    owners = {label: one.name for one in result.script.cast for label in one.labels}
    for name, one in zip(names, result.paragraphs, strict=True):
        if names.count(name) > 1 and one.role in ("question", "answer"):
            assert one.speaker == owners[name]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=8), st.text(max_size=10), st.text(max_size=10))
def test_any_blocks_are_covered(texts: list[str], title: str, subtitle: str) -> None:
    """Articles of other layouts are covered too, with title and standfirst."""
    article = Article(tuple(Block(text) for text in texts), title=title, subtitle=subtitle)
    assert uncovered(article, draft(article, Options()).script) == ()


SMALL = Article((Block("Erster Absatz, mit Komma."), Block("Zweiter Absatz.")))


def test_a_lost_paragraph_is_reported() -> None:
    """A paragraph missing in the script is named with its first words."""
    script = draft(SMALL, Options()).script
    assert uncovered(SMALL, replace(script, turns=script.turns[1:])) == (
        "lost before turn 1: ErsterAbsatz,mitKomma.",)
    assert uncovered(SMALL, replace(script, turns=script.turns[:1])) == (
        "lost at the end: ZweiterAbsatz.",)


def test_an_invented_word_is_reported() -> None:
    """Text that the article does not hold is named."""
    script = draft(SMALL, Options()).script
    turn = replace(script.turns[1], spans=(Span("Dritter Absatz."),))
    assert uncovered(SMALL, replace(script, turns=(script.turns[0], turn)))[0] == (
        "invented in turn 2: DritterAbsatz.")


def test_an_omission_needs_a_reason() -> None:
    """Text left out without a reason is reported."""
    script = draft(SMALL, Options()).script
    turn = replace(script.turns[0], kind="omitted", reason="")
    assert "without a reason" in uncovered(SMALL, replace(script, turns=(turn, script.turns[1])))[0]
