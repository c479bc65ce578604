"""Tracks one after the other: nothing is lost where they are cut, and nothing is cut in two."""

from __future__ import annotations

from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.audio.levels import BYTES_PER_FRAME
from podcast.audio.splice import Levels, Splice, TrackLost
from podcast.errors import UserError
from podcast.store import Store
from tests.shows import make_show, run_build_here

SILENCE = b"__"
RUNS = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 5)), max_size=6)


def splice(runs: list[tuple[int, int]], tail: int) -> Splice:
    """Silent frames and the length of a track, by turns."""
    return Splice(SILENCE, tuple((silent, f"key{at}", frames)
                                 for at, (silent, frames) in enumerate(runs)), tail)


def laid(one: Splice) -> list[str]:
    """Every frame as the track it belongs to, or a dash."""
    frames = [name for silent, key, count in one.pieces for name in ["-"] * silent + [key] * count]
    return [*frames, *["-"] * one.tail_frames]


@given(RUNS, st.integers(0, 4), st.data())
def test_nothing_is_lost_where_it_is_cut(runs: list[tuple[int, int]], tail: int,
                                         data: st.DataObject) -> None:
    """Parts of any length that end in silence or between tracks are the whole, in order."""
    whole = splice(runs, tail)
    frames = laid(whole)
    assert len(frames) == whole.frames
    free = [at for at in range(len(frames) + 1)
            if at in (0, len(frames)) or frames[at - 1] != frames[at] or frames[at] == "-"]
    cuts = sorted(data.draw(st.lists(st.sampled_from(free), max_size=4)))
    lengths = [end - start for start, end in pairwise([0, *cuts, len(frames)])]
    parts = list(whole.cut(lengths))
    assert [part.frames for part in parts] == lengths
    assert [name for part in parts for name in laid(part)] == frames


@given(RUNS.filter(bool), st.integers(0, 4), st.data())
def test_no_track_is_cut_in_two(runs: list[tuple[int, int]], tail: int, data: st.DataObject,
                                ) -> None:
    """A cut through a track is refused, and so is one behind the end."""
    whole = splice(runs, tail)
    ends = list(accumulate(silent + frames for silent, frames in runs))
    inside = [end - left for end, (_, frames) in zip(ends, runs, strict=True)
              for left in range(1, frames)]
    at = data.draw(st.sampled_from([*inside, whole.frames + 1]))
    with pytest.raises(ValueError, match="no cut"):
        list(whole.cut([at]))


def test_sound_and_levels_come_from_the_store(tmp_path: Path) -> None:
    """Frames are joined with silent ones; levels that are missing at a track's end are silence."""
    store, level = Store(tmp_path), b"l" * BYTES_PER_FRAME
    store.put("tracks", "key0", {}, b"AABB" + level)
    store.put("tracks", "key1", {}, b"CC" + level)
    levels: Levels = []
    whole = splice([(1, 2), (2, 1)], 1)
    assert b"".join(map(bytes, whole.sound(store, levels))) == b"__AABB____CC__"
    assert levels == [(1, level), (3, level), (1, b"")]


def test_a_track_that_is_gone_is_named(tmp_path: Path) -> None:
    """What vanished after it was proved ends the joining."""
    with pytest.raises(TrackLost, match="key0"):
        list(splice([(0, 1)], 0).sound(Store(tmp_path)))


@pytest.mark.parametrize("text", ["full", "none"])
def test_a_build_says_that_a_recording_vanished(tmp_path: Path, text: str,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody removed a track between its proof and the joining: one line, nothing published."""
    show = make_show(tmp_path, extra=f'text = "{text}"\n')
    monkeypatch.setattr(Store, "proved", lambda *given: None)
    with pytest.raises(UserError, match="a recording vanished while the episode was written"):
        run_build_here(show)
    assert not list(show.output_dir.rglob("*.mp3"))
    assert not list(show.output_dir.rglob("*.epub"))
