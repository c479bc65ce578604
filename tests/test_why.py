"""`why` says what a build will do and for which reason, and the build does just that."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from podcast.changes import Stale, what_is_stale
from podcast.engines.tone import Tone
from podcast.settings import Settings, load_settings
from podcast.store import Store
from tests.shows import BODY, finished, make_show, run_build_here, write_script

Body = list[tuple[str, list[str]]]
"""Turns: the label, and sentences."""
START: Body = [
    ("Kanalbote: ", ["Frau Lange, wann ging die erste Lampe an?"]),
    ("Lange: ", ["Im Herbst.", "Es war kalt.", "Niemand wollte bleiben."]),
    ("Kanalbote: ", ["Und dann?", "Wer blieb?"]),
    ("Lange: ", ["Alle blieben in Mechelen.", "Das war schön!"]),
    ("", ["Sie lacht und zeigt auf 3 Lampen."]),
]
WORDS = ("Regen", "Licht", "Hafen", "Mechelen", "1984", "Wind", "Brücke", "Dr. Baum", "Schnee")


def _text(body: Body) -> str:
    return "\n\n## Der Hafen\n\n" + "\n\n".join(label + " ".join(said) for label, said in body)


def _sentence(draw: random.Random) -> str:
    return f"Da kam {draw.choice(WORDS)} mit {draw.randint(2, 999)} von {draw.choice(WORDS)}."


def _edit(show: Settings, body: Body, draw: random.Random) -> None:
    turn = draw.choice(body)[1]
    turn[draw.randrange(len(turn))] = _sentence(draw)


def _insert(show: Settings, body: Body, draw: random.Random) -> None:
    turn = draw.choice(body)[1]
    turn.insert(draw.randint(0, len(turn)), _sentence(draw))


def _delete(show: Settings, body: Body, draw: random.Random) -> None:
    turn = draw.choice(body)[1]
    if len(turn) > 1:
        del turn[draw.randrange(len(turn))]


def _move(show: Settings, body: Body, draw: random.Random) -> None:
    body.insert(draw.randrange(len(body)), body.pop(draw.randrange(len(body))))


def _other_speaker(show: Settings, body: Body, draw: random.Random) -> None:
    at = draw.randrange(len(body))
    body[at] = (draw.choice(("Kanalbote: ", "Lange: ", "")), body[at][1])


def _pause(show: Settings, body: Body, draw: random.Random) -> None:
    _settings(show, f"[pauses]\n{draw.choice(('sentence', 'question_answer', 'end'))} ="
                    f" {draw.randint(1, 9) / 10}\n")


def _title(show: Settings, body: Body, draw: random.Random) -> None:
    _settings(show, f"description = '{draw.choice(WORDS)}'\n")


def _entry(show: Settings, body: Body, draw: random.Random) -> None:
    (show.voices_dir / "lexicon.toml").write_text(
        f'[words]\n{draw.choice(("Mechelen", "Regen", "Wind"))} = "Hinz{draw.randint(1, 9)}"\n'
        .replace("1", "a").replace("2", "b"), encoding="utf-8")


def _lose(show: Settings, body: Body, draw: random.Random) -> None:
    """One entry is deleted, another damaged."""
    kept = sorted(path for kind in ("clips", "tracks") for path in
                  (show.store_dir / kind).rglob("*") if path.is_file())
    draw.choice(kept).unlink()
    damaged = draw.choice([path for path in kept if path.exists()])
    damaged.write_bytes(damaged.read_bytes()[:-2] + b"xx")


def _settings(show: Settings, more: str) -> None:
    path = show.root / "podcast.toml"
    lines = path.read_text(encoding="utf-8").split("[pauses]")[0].splitlines(keepends=True)
    kept = "".join(one for one in lines if not one.startswith("description"))
    path.write_text(kept + more, encoding="utf-8")


EDITS: tuple[Callable[[Settings, Body, random.Random], None], ...] = (
    _edit, _edit, _insert, _insert, _delete, _move, _other_speaker, _pause, _title, _entry, _lose)


@pytest.mark.parametrize("seed", range(6))
def test_why_and_build_agree(tmp_path: Path, seed: int) -> None:
    """Over random edits of text, voices, pauses, settings, lexicon and store: as many sentences
    and turns as said are made, each for a reason, and all is as if it was made from scratch."""
    draw = random.Random(seed)
    body = [(label, list(said)) for label, said in START]
    show = make_show(tmp_path / "show", _text(body))
    run_build_here(show)
    for _ in range(4):
        for edit in draw.choices(EDITS, k=draw.randint(1, 3)):
            edit(show, body, draw)
        write_script(show.root, _text(body))
        show = load_settings(show.root)
        stale = what_is_stale(show, "lampen", Store(show.store_dir))
        done = run_build_here(show)
        assert (done.count("sentence"), done.count("turn")) == (stale.sentences, stale.turns)
        _require_reasons(stale)
        assert what_is_stale(show, "lampen", Store(show.store_dir)).current
    fresh = make_show(tmp_path / "fresh", _text(body))
    for name in ("podcast.toml", "voices/lexicon.toml"):
        if (show.root / name).exists():
            (fresh.root / name).write_bytes((show.root / name).read_bytes())
    fresh = load_settings(fresh.root)
    run_build_here(fresh)
    mp3 = {name: data for name, data in finished(fresh).items() if name.endswith((".mp3", ".xml"))}
    assert mp3.items() <= finished(show).items()


def _require_reasons(stale: Stale) -> None:
    """Every sentence and every turn that is made has a change that says so."""
    effects = [one.effect for one in stale.changes]
    assert effects.count("speak") == stale.sentences
    places = {one.place for one in stale.changes if one.effect != "join"}
    # Announcements stand on no line of their own, and all have the script for their place.
    assert len(places) <= stale.turns <= len(places) + 1


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("change", "sentences"), [
    (lambda said, k: [f"Nun {one}" if at < k else one for at, one in enumerate(said)], 1),
    (lambda said, k: [*said, *(f"Neu ist {at}." for at in range(k))], 1),
    (lambda said, k: said[k:], 0),
    (lambda said, k: [*said[k:], *said[:k]], 0),
], ids=["edit", "insertion", "deletion", "move"])
def test_syntheses_after_k(tmp_path: Path, count: int, change: Any, sentences: int) -> None:
    """k edited or inserted sentences cost k syntheses, k deleted or moved ones none."""
    said = [f"Satz {word} steht hier." for word in WORDS]
    show = make_show(tmp_path, _text([("Lange: ", said), ("Kanalbote: ", ["Gut so."])]))
    run_build_here(show)
    write_script(show.root, _text([("Lange: ", change(said, count)), ("Kanalbote: ", ["Gut so."])]))
    done = run_build_here(show)
    assert (done.count("sentence"), done.count("turn")) == (sentences * count, 1)


@pytest.fixture
def show(tmp_path: Path) -> Settings:
    """A built show whose guest speaks of Mechelen."""
    made = make_show(tmp_path / "show", BODY.replace("Es war kalt.", "In Mechelen war es kalt."))
    run_build_here(made)
    return made


def _reasons(show: Settings) -> list[tuple[str, str]]:
    found = what_is_stale(load_settings(show.root), "lampen", Store(show.store_dir))
    return [(one.reason, one.effect) for one in found.changes]


def test_a_changed_reading_names_the_entry(show: Settings) -> None:
    """A new entry of the lexicon is named with the word and its reading; so is one that went."""
    own = show.voices_dir / "lexicon.toml"
    own.write_text('[words]\nMechelen = "Mechlen"\n', encoding="utf-8")
    changed = ("changed reading of 'Mechelen': 'Mechlen', by the lexicon's entry 'Mechelen'",
               "speak")
    assert _reasons(show) == [changed, ("the pronunciation lexicon changed", "join")]
    run_build_here(show)
    own.write_text('[words]\nHerbst = "Herrbst"\n', encoding="utf-8")
    assert [one for one, _ in _reasons(show)][:2] == [
        "changed reading of 'Herbst': 'Herrbst.', by the lexicon's entry 'Herbst'",
        "changed reading of 'Mechelen': 'Mechelen', by the lexicon's entry 'Mechelen'"]


def test_a_changed_reading_names_the_script(show: Settings) -> None:
    """Words that the script wants said otherwise."""
    path = show.scripts_dir / "lampen.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Mechelen", '[Mechelen]{say="Mechel"}'), encoding="utf-8")
    assert _reasons(show) == [("changed reading of 'Mechelen': 'Mechel', by the script", "speak")]


def test_an_engine_upgrade_says_from_what_to_what(show: Settings,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of an engine is no other voice: the versions are named."""
    old = Tone.fingerprint

    def newer(voice: Any) -> str:
        return old(voice).replace("wrapper", "tone 2; wrapper")

    monkeypatch.setattr(Tone, "fingerprint", newer)
    found = {reason for reason, effect in _reasons(show) if effect == "speak"}
    assert found == {"engine upgrade ( → tone 2)"}


def test_lost_and_damaged_entries_are_told_apart(show: Settings) -> None:
    """A recording that is missing, one that is damaged, and a turn whose recordings are there."""
    write_script(show.root, (show.scripts_dir / "lampen.md").read_text(encoding="utf-8")
                 .split("---\n", 2)[2].replace("Der Rest ist", "Alles andere ist"))
    store = Store(show.store_dir)
    order = what_is_stale(show, "lampen", store)
    assert [one.effect for one in order.changes] == ["speak"]
    for path in (show.store_dir / "tracks").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1])
    found = _reasons(show)
    assert found.count(("changed text", "speak")) == 1
    assert {one for one in found if one[1] == "encode"} == {("its encoded turn is damaged",
                                                            "encode")}


def test_a_moved_sentence_is_called_so(show: Settings) -> None:
    """What only stands elsewhere is neither new nor removed."""
    text = (show.scripts_dir / "lampen.md").read_text(encoding="utf-8").split("---\n", 2)[2]
    write_script(show.root, text.replace("Im Herbst. ", "").replace(
        "Niemand wollte bleiben.", "Niemand wollte bleiben. Im Herbst."))
    assert _reasons(show) == [("changed pause after it (0.8 s → 0.4 s)", "encode"),
                              ("moved", "encode")]
