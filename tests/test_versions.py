"""What is a version of a known article, what is another one, and what is neither."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from podcast.article.kept import SOURCE_SUFFIX
from podcast.errors import UserError
from podcast.merge import update_known
from podcast.script import read_script
from podcast.settings import Settings
from podcast.split import KnownScript, known_script, options_now, split
from tests.shows import make_show
from tests.test_cli import INTERVIEW
from tests.test_split import OTHER, article, edit, known, update, written

QUESTIONS = ("Was haben Sie zuletzt gelernt?", "Wann sind Sie das letzte Mal spät aufgestanden?",
             "Wovor fürchten Sie sich in stürmischen Nächten?",
             "Welches Buch liegt neben Ihrem Bett?", "Was kochen Sie, wenn niemand kommt?")
RUPPERT = ("Rückwärts einparken.", "Im Sommer, nach dem Fest.", "Vor dem Telefon.",
           "Ein Fahrplan von 1931.", "Linsen mit Essig.")
FELDMANN = ("Die Namen der Moose.", "Gestern.", "Vor gar nichts mehr.", "Keines, eine Lampe.",
            "Grießbrei.")
SERIES = ("Jede Woche stellt das Tageblatt dieselben fünf Fragen an jemanden aus der Region, und"
          " niemand darf länger als eine Minute über eine Antwort nachdenken.")


@pytest.fixture
def show(tmp_path: Path) -> Settings:
    """A show without any script."""
    made = make_show(tmp_path / "show")
    (made.scripts_dir / "lampen.md").unlink()
    return made


def questionnaire(name: str, answers: tuple[str, ...]) -> str:
    """One of a series: what asks and introduces is always the same."""
    label = name.split()[-1]
    turns = [f"Tageblatt: {question}\n\n{label}: {answer}"
             for question, answer in zip(QUESTIONS, answers, strict=True)]
    return "\n\n".join((f"Fünf Fragen an {name}", SERIES, *turns)) + "\n"


def test_a_series_with_the_same_questions_is_many_articles(show: Settings) -> None:
    """Neither standing questions nor the same introduction make another guest a new version."""
    first = written(questionnaire("Karla Ruppert", RUPPERT), show)
    assert known(questionnaire("Jonas Feldmann", FELDMANN), show) is None
    second = written(questionnaire("Jonas Feldmann", FELDMANN), show)
    assert first != second
    changed = questionnaire("Karla Ruppert", (*RUPPERT[:4], "Linsen mit viel Essig."))
    assert known(changed, show) == KnownScript(first, same=False)


def test_other_names_for_the_same_answers_are_a_new_version(show: Settings) -> None:
    """A guest who is called otherwise in the new version is known by what is answered."""
    path = written(INTERVIEW, show)
    renamed = INTERVIEW.replace("Nora Tiedemann:", "Tidemand:").replace("Tiedemann", "Tidemand")
    assert known(renamed, show) == KnownScript(path, same=False)


def test_differing_addresses_are_differing_articles(show: Settings) -> None:
    """Where both addresses are known they decide, however alike the texts are."""
    options = replace(options_now(show), url="https://example.org/ruppert")
    split(article(INTERVIEW, show.root.parent), show, options)
    again = article(INTERVIEW.replace("1998", "1999"), show.root.parent)
    assert known_script(again, show) is not None
    assert known_script(again, show, "https://example.org/feldmann") is None


def test_a_new_script_can_be_asked_for(show: Settings) -> None:
    """With `new` an article that seems known gets a script, a slug and an id of its own."""
    path = written(INTERVIEW, show)
    again = article(INTERVIEW.replace("1998", "1999"), show.root.parent)
    options = replace(options_now(show), created=read_script(path, "x").created)
    made = split(again, show, options, new=True)
    assert made.path != path
    assert read_script(made.path, "x").id != read_script(path, "x").id


def test_a_teaser_is_no_new_version(show: Settings) -> None:
    """When less than half of an article is left nothing is written unless it was shortened."""
    path = written(INTERVIEW + OTHER, show)
    before = {one: one.read_bytes() for one in show.scripts_dir.iterdir()}
    teaser = article("\n\n".join(INTERVIEW.split("\n\n")[:3]), show.root.parent)
    with pytest.raises(UserError, match=r"only \d+% of the article is left.*--shortened"):
        update_known(teaser, show, options_now(show))
    assert {one: one.read_bytes() for one in show.scripts_dir.iterdir()} == before
    made = update_known(teaser, show, options_now(show), shortened=True)
    assert "Deich" not in path.read_text(encoding="utf-8")
    assert {one.kind for one in made.differences} == {"taken"}


def test_a_lost_source_of_an_unchanged_article_is_written_again(show: Settings) -> None:
    """A script that holds exactly the article proves what it was made from."""
    path = written(INTERVIEW, show)
    source = path.with_suffix(SOURCE_SUFFIX)
    kept = source.read_bytes()
    source.unlink()
    assert known(INTERVIEW, show) == KnownScript(path, same=True)
    assert not update(INTERVIEW, show).changes_script
    assert source.read_bytes() == kept


def test_a_cut_source_does_not_hide_its_script(show: Settings) -> None:
    """The script itself says what it was made from when the kept article is nearly empty."""
    path = written(INTERVIEW, show)
    path.with_suffix(SOURCE_SUFFIX).write_text("Auf", encoding="utf-8")
    found = known(INTERVIEW, show)
    assert found is not None
    assert found.path == path


@pytest.mark.parametrize("url", ["nix", "javascript:alert(1)", "https://", "http://[", "a b"])
def test_an_address_is_one_of_the_web(show: Settings, url: str) -> None:
    """Only http and https with a machine's name are written into a script."""
    with pytest.raises(UserError, match=r"--url: .* is no web address"):
        options_now(show, url=url)


def test_a_headline_alone_is_no_script(show: Settings) -> None:
    """What nothing would be spoken of is refused before anything is written."""
    with pytest.raises(UserError, match="nothing that could be spoken"):
        written("Was vom Sommer bleibt", show)
    assert not list(show.scripts_dir.iterdir())


def test_the_articles_own_speakers_are_no_edits(show: Settings) -> None:
    """A label or a speaker that only the article changed is taken, and shown with its name."""
    written(INTERVIEW, show)
    made = update(INTERVIEW.replace("Tiedemann: Mich geärgert", "Inselblatt: Mich geärgert"), show)
    assert [(one.kind, one.before, one.after) for one in made.differences] == [
        ("taken", "Tiedemann: Mich geärgert.", "Inselblatt: Mich geärgert.")]


def test_a_conflict_that_goes_on_is_one_comment(show: Settings) -> None:
    """When the article changes again what is in conflict the comment tells of the last change."""
    path = written(INTERVIEW, show)
    edit(path, "Das habe ich 1998", "Das hab ich 1998")
    for year in ("1999", "2000"):
        made = update(INTERVIEW.replace("Das habe ich 1998", f"Das habe ich {year}"), show)
    (line,) = made.conflicts
    text = path.read_text(encoding="utf-8")
    assert "steht jetzt: Das habe ich 2000 gelernt. | vorher: Das habe ich 1999" in text
    assert [one.line for one in made.differences if one.kind == "conflict"] == [line]


def test_a_deleted_paragraph_in_conflict_names_its_speaker(show: Settings) -> None:
    """The comment stands alone, so it says that and whose paragraph was deleted."""
    path = written(INTERVIEW, show)
    edit(path, "**Inselblatt:** Und wenn sie nicht kommt?\n\n", "")
    update(INTERVIEW.replace("nicht kommt", "ausbleibt"), show)
    assert ("<!-- konflikt: hier gelöscht, im Artikel steht jetzt: Inselblatt: Und wenn sie"
            " ausbleibt? | vorher:") in path.read_text(encoding="utf-8")


def test_an_authors_line_that_became_a_detail_is_no_change(show: Settings) -> None:
    """Whether a line of the text or a detail of the page names the author changes no script."""
    path = written("Am Steg\n\nVon Hannes Filzmoser\n\n" + INTERVIEW, show)
    before = path.read_bytes()
    page = replace(article("Am Steg\n\n" + INTERVIEW, show.root.parent), author="Hannes Filzmoser")
    made = update_known(page, show, options_now(show))
    assert (made.differences, path.read_bytes()) == ((), before)
