"""Probable misspellings are found, and what is only rare is left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from podcast.language.spelling import suspicious_words

TYPOS = (
    "Die Regierugn hat beschlosen, dass die Bürgermiester mehr Verandwortung bekommen. Die "
    "Bevolkerung ist unzufriden, im Kommunalwahlkapmf ging es um Kinderbetreung. Alle Menschen in "
    "der ganzen Stadt haben lange darüber gesprochen, was morgen besser werden könnte und müsste. "
    "Das las man gestern auch in dieZeitung von nebenan, und niemand hat sich darüber gewundert. "
    "Der Stadtteil Wilmersdorfweltweit ist bekannt, und sie wurdenvon der Polizei begleitet.")
CORRECT = (
    "Die Chefredakteurin recherchierte monatelang in Ouagadougou, Vilnius und Tbilissi über "
    "Windkraftanlagen, Photovoltaik und Smartphones; "
    "Frau Köhler und die leserInnen mit iPhone, die Gründerin Yıldız Özdemir erzählte vom "
    "Crowdfunding, von Tiny Houses, Gentrifizierung und Verdrängungswettbewerb. Das "
    "Quartiersmanagement, die Zwischennutzung, der Bauwagenplatz und das Sozialkaufhaus gehören "
    "dazu, ebenso Lastenräder, Schotterstraßen, eine Uhrmacherwerkstatt, die Schleusenwärterin, "
    "Wattwanderungen, Pegelstände, Tidenhub, Drohgebärden und der Rezeptionist.")


def guesses(text: str) -> dict[str, str]:
    """Suspicious words of a text and what was probably meant."""
    return {one.word: one.guess for one in suspicious_words(text, ["Bart Somers"])}


def test_slips_are_found() -> None:
    """Swapped, missing and confused letters and missing spaces are found with what was meant."""
    assert guesses(TYPOS) == {
        "Regierugn": "Regierung", "beschlosen": "beschlossen", "Bürgermiester": "Bürgermeister",
        "Verandwortung": "Verantwortung", "Bevolkerung": "Bevölkerung",
        "unzufriden": "unzufrieden", "Kommunalwahlkapmf": "Kommunalwahlkampf",
        "Kinderbetreung": "Kinderbetreuung", "Wilmersdorfweltweit": "Wilmersdorf weltweit",
        "wurdenvon": "wurden von", "dieZeitung": "die Zeitung"}


def test_rare_words_are_left_alone() -> None:
    """Compounds, names and foreign words that are not in the dictionary are not reported."""
    assert guesses(CORRECT) == {}


def test_places() -> None:
    """A suspicion says where its word begins."""
    (found,) = suspicious_words("Heute tagt die Regierugn in Berlin.", [])
    assert (found.word, found.start) == ("Regierugn", 15)


def test_names_and_repetitions_are_meant() -> None:
    """Names of the cast, what stands twice, Swiss spelling and other languages are not reported."""
    assert guesses("Herr Somers wohnt hier. Die Regierugn und die Regierugn.") == {}
    assert guesses("Die grosse Strasse ist weiss, und man heisst mich willkommen.") == {}
    assert guesses("The quick brown fox jumps over lazy dogs while writers listen closely.") == {}


@pytest.mark.article
def test_the_real_article() -> None:
    """The three slips of the real article are found, and at most two words besides."""
    folder = os.environ.get("PODCAST_ARTICLES")
    if not folder:
        pytest.skip("PODCAST_ARTICLES does not name a folder with real articles")
    found = guesses((Path(folder) / "mechelen.txt").read_text(encoding="utf-8"))
    assert {"Straßenkriminalitat": "Straßenkriminalität",
            "paternalististische": "paternalistische",
            "Molenbeekweltweit": "Molenbeek weltweit"}.items() <= found.items()
    assert len(found) <= 5
