"""An article is known again however it has changed, and its changes reach the edited script."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from podcast.article import read_article, read_kept, write_kept
from podcast.article.kept import SOURCE_SUFFIX
from podcast.build import build
from podcast.check import check_show
from podcast.errors import UserError
from podcast.executor import LocalExecutor
from podcast.interview import Options
from podcast.merge import Update, prepare_known, update_known
from podcast.model import Article, Block
from podcast.script import read_script
from podcast.settings import Settings
from podcast.split import KnownScript, known_script, options_now, propose, split, write_new
from tests.shows import finished, make_show, run_build
from tests.test_cli import INTERVIEW

OTHER = """Inselblatt: Herr Boysen, was macht der Deich?

Boysen: Er hält. Im Januar haben wir zwei Meter Sand aufgeschüttet, mehr als je zuvor.

Inselblatt: Und die Schafe?

Boysen: Die stehen trocken und sehen dem Wasser zu.
"""
NOTE = """

Dieser Text erschien zuerst im Inselblatt. Wir freuen uns über Post an die Redaktion am Hafen."""


def article(text: str, tmp_path: Path) -> Article:
    """The article in a text file."""
    path = tmp_path / "article.txt"
    path.write_text(text, encoding="utf-8")
    return read_article(path)


@pytest.fixture
def show(tmp_path: Path) -> Settings:
    """A show without any script."""
    made = make_show(tmp_path / "show")
    (made.scripts_dir / "lampen.md").unlink()
    return made


def written(text: str, show: Settings) -> Path:
    """The script of an article."""
    return split(article(text, show.root.parent), show, options_now(show)).path


def known(text: str, show: Settings) -> KnownScript | None:
    """What is known of an article."""
    return known_script(article(text, show.root.parent), show)


def update(text: str, show: Settings) -> Update:
    """The article's changes, carried over into its script."""
    return update_known(article(text, show.root.parent), show, options_now(show))


def edit(script: Path, old: str, new: str) -> str:
    """Edit a script as a person would; its new text."""
    text = script.read_text(encoding="utf-8")
    assert old in text
    script.write_text(text.replace(old, new), encoding="utf-8")
    return text.replace(old, new)


def test_the_sample_is_its_own_source() -> None:
    """The repository's interview is kept in a text that reads back as the same article."""
    path = next((Path(__file__).parent.parent / "scripts").glob(f"*{SOURCE_SUFFIX}"))
    kept = read_kept(path.read_text(encoding="utf-8"))
    assert read_kept(write_kept(kept)) == kept


@pytest.mark.parametrize("text", [
    INTERVIEW.replace("auf", "jetzt auf").replace("wenn sie", "falls sie").replace("das", "dies"),
    INTERVIEW + OTHER,
    INTERVIEW.replace("\n\n", "\n").replace("? ", "?\n"),
    "\n\n".join(INTERVIEW.split("\n\n")[:5]),
])
def test_another_version_is_known(show: Settings, text: str) -> None:
    """An article with an edit in every paragraph, twice as long, reflowed or cut is known."""
    path = written(INTERVIEW, show)
    found = known(text, show)
    assert found is not None
    assert found.path == path


def test_another_interview_is_not_known(show: Settings) -> None:
    """What one outlet prints below each interview does not make two of them one."""
    written(INTERVIEW + NOTE, show)
    assert known(OTHER + NOTE, show) is None


def test_the_same_address_is_the_same_article(show: Settings) -> None:
    """Scheme, www, tracking and fragment do not matter; other text does not either."""
    options = replace(options_now(show), url="https://www.example.org/bank?id=3&utm_source=x#top")
    split(article(INTERVIEW, show.root.parent), show, options)
    again = replace(article(OTHER, show.root.parent), url="http://example.org/bank/?id=3")
    assert known_script(again, show) is not None
    assert known_script(replace(again, url="http://example.org/bank/?id=4"), show) is None


@pytest.mark.parametrize("line", [
    "\"https://example.org/l'avenir-a\"", "'https://example.org/l''avenir-a'",
    "https://example.org/l'avenir-a  # Adresse", "\"https:\\u002f/example.org/l'avenir-a\""])
def test_an_address_is_read_as_the_front_matter_has_it(show: Settings, line: str) -> None:
    """An apostrophe in an address does not end it, however a person has quoted it."""
    url = "https://example.org/l'avenir-a"
    path = split(article(INTERVIEW, show.root.parent), show,
                 replace(options_now(show), url=url)).path
    edit(path, f'url: "{url}"', f"url: {line}")
    again = replace(article(OTHER, show.root.parent), url=url)
    assert known_script(again, show) == KnownScript(path, same=False)
    assert known_script(replace(again, url="https://example.org/l"), show) is None


@pytest.mark.parametrize("head", ["", "---\nurl: [\n---\n", "---\nurl:\n  - a\n---\n"])
def test_a_broken_script_has_no_address(show: Settings, head: str) -> None:
    """A script whose front matter cannot be read does not stop an article from being known."""
    (show.scripts_dir / "a.md").write_text(f"{head}Text.", encoding="utf-8")
    again = replace(article(OTHER, show.root.parent), url="https://example.org/a")
    assert known_script(again, show) is None


@pytest.mark.parametrize("published", ["2026-05-04T10:00", "2026-05-04 10:00:00", "gestern"])
def test_a_date_is_a_day(show: Settings, published: str) -> None:
    """What the script's front matter would refuse is refused where it was given."""
    with pytest.raises(UserError, match=r"--published: .* is no date"):
        options_now(show, published=published)


def test_a_known_article_is_refused_with_the_way_out(show: Settings) -> None:
    """Without --update a changed article changes nothing, and the line names --update."""
    written(INTERVIEW, show)
    with pytest.raises(UserError, match="split --update"):
        written(INTERVIEW.replace("1998", "1999"), show)
    with pytest.raises(UserError, match="has a script already, and its edits"):
        written(INTERVIEW, show)
    assert len(list(show.scripts_dir.glob("*.md"))) == 1


def test_an_update_keeps_edits_and_takes_changes(show: Settings) -> None:
    """Every byte but the changed sentence is the person's; id, slug and created stay."""
    path = written(INTERVIEW, show)
    edit(path, "Auf die Fähre. Sie", "Auf die [Fähre]{lang=nl}. <!-- Klaus fragen -->\nSie")
    before = edit(path, "Mich geärgert.", "Mich geärgert.\n\nEine Möwe lacht.")
    made = update(INTERVIEW.replace("Das habe ich 1998", "Das hatte ich 1999"), show)
    after = path.read_text(encoding="utf-8")
    assert after == before.replace("Das habe ich 1998", "Das hatte ich 1999")
    assert [one.kind for one in made.differences if one.kind != "kept"] == ["taken"]
    assert (made.conflicts, made.newcomers, made.details) == ((), (), ())


def test_a_second_update_changes_nothing(show: Settings) -> None:
    """The new version is the base of the next merge."""
    path = written(INTERVIEW, show)
    new = INTERVIEW.replace("1998", "1999")
    update(new, show)
    before = path.read_bytes()
    again = update(new, show)
    assert (again.differences, again.changes_script) == ((), False)
    assert path.read_bytes() == before
    assert known(new, show) == KnownScript(path, same=True)


def test_a_dry_update_writes_nothing(show: Settings) -> None:
    """The same answer as the update itself, and every file as before."""
    written(INTERVIEW, show)
    files = {one: one.read_bytes() for one in show.scripts_dir.iterdir()}
    new = article(INTERVIEW.replace("1998", "1999"), show.root.parent)
    dry = prepare_known(new, show, options_now(show))
    assert {one: one.read_bytes() for one in show.scripts_dir.iterdir()} == files
    assert update_known(new, show, options_now(show)) == dry


def test_what_a_person_left_out_stays_out(show: Settings) -> None:
    """Deleted, hidden and moved paragraphs stay so; if the article changed one: a conflict."""
    path = written(INTERVIEW, show)
    edit(path, "**Inselblatt:** Und wenn sie nicht kommt?\n\n", "")
    edit(path, "**Inselblatt:** Was haben Sie seither nie wieder getan?",
         "<!-- ausgelassen (zu lang): Was haben Sie seither nie wieder getan? -->")
    update(INTERVIEW.replace("jeden Abend", "jeden Morgen"), show)
    text = path.read_text(encoding="utf-8")
    assert "jeden Morgen" in text
    assert "Und wenn sie" not in text
    assert "konflikt" not in text
    made = update(INTERVIEW.replace("jeden Abend", "jeden Morgen").replace(
        "nicht kommt", "ausbleibt").replace("nie wieder getan", "nie mehr getan"), show)
    assert len(made.conflicts) == 2
    assert "ausgelassen (zu lang): Was haben Sie seither nie wieder getan?" in made.text


def test_a_new_speaker_gets_a_voice_and_empty_details_are_filled(show: Settings) -> None:
    """Front matter of any style grows by what is new, and nothing else in it changes."""
    path = written(INTERVIEW, show)
    before = edit(path, 'title: "', "title:   '").replace('"\nauthor', "'\nauthor")
    path.write_text(before, encoding="utf-8")
    text = INTERVIEW + "\nInselblatt: Herr Moor?\n\nJan Moor: Ich fahre die Fähre.\n" * 2
    new = replace(article(text, show.root.parent), author="Ole Brandt", published="2026-05-04")
    made = update_known(new, show, options_now(show))
    script = read_script(path, "x")
    assert made.details == ("author", "published")
    assert (script.author, script.published) == ("Ole Brandt", "2026-05-04")
    (member,) = made.newcomers
    assert script.member(member.key) == member
    assert member.voice.startswith("tone/")
    assert [one.speaker for one in script.turns][-1] == member.key
    assert "title:   '" in made.text


def test_a_conflict_is_refused_until_somebody_chose(show: Settings, tmp_path: Path) -> None:
    """check names the line, build leaves the last good episode, and builds the others."""
    path = written(INTERVIEW, show)
    run_build(show)
    good = finished(show)
    edit(path, "Das habe ich 1998", "Das hab ich 1998")
    made = update(INTERVIEW.replace("Das habe ich 1998", "Das habe ich 1999"), show)
    (line,) = made.conflicts
    where = f"scripts/{path.name}:{line}"
    problems = check_show(show)
    assert [one.place for one in problems if one.severity == "error"] == [where]
    make_show(show.root)
    with LocalExecutor(1) as executor:
        built = build(show, (), executor, lambda outlook, done: None)
    assert [one.slug for one in built.results] == ["lampen"]
    assert [one.where for one in built.problems] == [where]
    assert {name: data for name, data in finished(show).items() if name in good
            and name.endswith(".mp3")} == {n: d for n, d in good.items() if n.endswith(".mp3")}
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join(lines[: line - 1] + lines[line:]), encoding="utf-8")
    assert len(run_build(show)[0]) == 2


def test_an_update_costs_one_clip(show: Settings) -> None:
    """After a sentence of the article changed, that sentence alone is spoken again."""
    written(INTERVIEW, show)
    run_build(show)
    update(INTERVIEW.replace("Das habe ich 1998", "Das habe ich 1999"), show)
    assert run_build(show)[1] == ["sentence", "turn"]


@pytest.mark.parametrize("done", ["note", "script", "source"])
def test_an_interrupted_update_ends_well(show: Settings, done: str) -> None:
    """Whichever file was the last to be written, the next update leaves what one would have."""
    path = written(INTERVIEW, show)
    edit(path, "Mich geärgert.", "Mich gewundert.")
    new = INTERVIEW.replace("1998", "1999").replace("Mich geärgert.", "Gelacht.")
    source, note = path.with_suffix(SOURCE_SUFFIX), path.with_name(f".{path.stem}.merging")
    before = path.read_bytes(), source.read_bytes()
    article_now = article(new, show.root.parent)
    good = update(new, show).text.encode(), source.read_bytes()
    note.write_text(f"{sha256(good[0]).hexdigest()}\n{write_kept(article_now)}", "utf-8")
    path.write_bytes(before[0] if done == "note" else good[0])
    source.write_bytes(good[1] if done == "source" else before[1])
    if done == "note":
        assert update(new, show).conflicts
    else:
        assert not update(new, show).changes_script
    assert (path.read_bytes(), source.read_bytes()) == good
    assert not note.exists()


def test_a_lost_source_is_said_with_the_way_out(show: Settings) -> None:
    """The article is still known by its script, so that it makes no second episode."""
    path = written(INTERVIEW, show)
    path.with_suffix(SOURCE_SUFFIX).unlink()
    with pytest.raises(UserError, match=r"not kept.*by hand"):
        update(INTERVIEW.replace("1998", "1999"), show)
    assert len(list(show.scripts_dir.glob("*.md"))) == 1


def test_an_unknown_article_has_nothing_to_update(show: Settings) -> None:
    """--update is for known articles."""
    with pytest.raises(UserError, match="without --update"):
        update(INTERVIEW, show)


def test_a_script_that_lost_something_is_not_written(show: Settings, tmp_path: Path) -> None:
    """What a draft drops is reported, and no file appears."""
    source = article(INTERVIEW, tmp_path)
    made = propose(source, show, options_now(show))
    script = made.draft.script
    broken = replace(made, draft=replace(made.draft, script=replace(
        script, turns=script.turns[:2] + script.turns[3:])))
    with pytest.raises(UserError, match=r"not be the whole article.*Please report"):
        write_new(source, broken, show)
    assert not list(show.scripts_dir.iterdir())


def test_among_many_scripts_the_right_one_is_known(show: Settings) -> None:
    """One of two hundred interviews with the same questions is found by its answers."""
    for number in range(200):
        answer = " ".join(f"wort{(number * place) % 997}" for place in range(7, 60))
        text = f"Inselblatt: Worauf warten Sie?\n\nGast: {answer}.\n"
        (show.scripts_dir / f"s{number}.md").write_text("---\nurl: \"\"\n---\n", encoding="utf-8")
        (show.scripts_dir / f"s{number}{SOURCE_SUFFIX}").write_text(text, encoding="utf-8")
    assert known(INTERVIEW, show) is None
    again = text.replace("wort", "Wort", 9).replace("Worauf", "Auf wen")
    assert known(again, show) == KnownScript(show.scripts_dir / "s199.md", same=False)


def test_an_update_takes_no_title() -> None:
    """The title in the script is a person's."""
    with pytest.raises(UserError, match="front matter"):
        update_known(Article((Block("Text"),)), Settings(Path(), "t", "tone", "g"),
                     Options(title="Neu"))
