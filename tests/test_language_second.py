"""Another language is a data file and a line of the registry: no operation knows German."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast import registry
from podcast.engines.base import Preferences
from podcast.errors import UserError
from podcast.language import Language, load_language, read, split_sentences


@pytest.fixture(scope="module")
def english() -> Language:
    """The small English of the test folder, registered as a distribution would do it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(registry.GROUPS["languages"], "en", "tests.language:en.toml")
        return load_language("en-GB")


def spoken(text: str, language: Language) -> str:
    """What is heard of a text, sentence by sentence."""
    words = (word for start, end in split_sentences(text, language)
             for word in read(text[start:end], (), language, Preferences()))
    return " ".join(word.spoken for word in words if word.spoken)


@pytest.mark.parametrize(("written", "expected"), [
    ("It is 21 km, and 1 km back.",
     "It is twenty-one kilometres, and one kilometre back."),
    ("Dr. Miller paid £2.50, e.g. in 1984.",
     "doctor Miller paid two pounds fifty, for example in nineteen eighty-four."),
    ("NATO & UK: 5% of £3m.", "Nato and U K: five percent of three million pounds."),
    ("Apples, pears etc. They were 3.5 cm.", "Apples, pears et cetera. They were three five cm."),
])
def test_english(english: Language, written: str, expected: str) -> None:
    """Numbers, units, money, abbreviations and acronyms follow the language's own tables."""
    assert spoken(written, english) == expected


@given(st.text(max_size=60))
def test_any_text_is_read(english: Language, text: str) -> None:
    """A language that leaves most tables out never fails, and covers every character."""
    words = read(text, (), english)
    covered = "".join(text[word.start:word.end] for word in words)
    assert "".join(covered.split()) == "".join(text.split())


def test_hostile_pieces(english: Language) -> None:
    """Whatever German rules look for, a language without those tables leaves alone."""
    for text in ("§ 18 Abs. 2", "14:30", "3:1", "Karl V.", "am 15.2.2018", "* 3. Mai", "½ l",
                 "0800 123456", "2x", "1990er", "5*", "10⁻³", "52° 31′ N", "5,- €", "-5", "a < b",
                 "3/4", "Mo.–Fr.", "1.–3. Mai", "1,50 DM", "CO2", "@x_y #Tag", "www.a.de", "😀"):
        assert spoken(text, english) is not None


def test_unknown_tags(english: Language) -> None:
    """A tag without a file is refused with the list of those there are."""
    assert english.code == "en"
    with pytest.raises(UserError, match="Known: de"):
        load_language("fr")
