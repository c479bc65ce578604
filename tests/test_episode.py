"""Where turns, chapters and sentences stand in an episode."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from podcast.audio.mp3 import FRAME_S
from podcast.episode import join
from podcast.model import CastMember, Episode, Script, Span, Track, Turn, Utterance, Voice
from podcast.plan import Plan, PlannedTurn

SCRIPT = Script("id", "slug", "Titel", (CastMember("narrator", "narrator", ""),), ())
VOICE = Voice("tone/x", "tone")

lengths = st.integers(min_value=3, max_value=4000)
pauses = st.floats(min_value=0.0, max_value=6.0)
turns = st.lists(st.tuples(lengths, pauses, st.booleans()), min_size=1, max_size=30)


def _episode(rows: list[tuple[int, float, bool]]) -> Episode:
    planned, tracks = [], []
    for index, (frames, pause_s, begins) in enumerate(rows):
        said = Utterance(index, 0, 0, "narrator", VOICE, f"Satz {index}", (), pause_s)
        title = f"Kapitel {index}" if begins or index == 0 else None
        planned.append(PlannedTurn(Turn("narration", "narrator", (Span("x"),)), title, (said,)))
        times = ((FRAME_S, (frames - 1) * FRAME_S - 0.01),)
        none = ((),) * len(times)
        tracks.append(Track(f"k{index}", frames, times, none, none))
    return join(Plan(SCRIPT, tuple(planned), 0.3), tracks)


@given(turns)
def test_times_follow_from_frames(rows: list[tuple[int, float, bool]]) -> None:
    """Every cue stands where its track's frames and the silent frames before it put it."""
    episode = _episode(rows)
    frames = 0
    for piece, cue in zip(episode.pieces, episode.cues, strict=True):
        frames += piece.silent_frames
        assert abs(cue.start_s - (frames * FRAME_S + piece.track.times[0][0])) < 1e-5
        frames += piece.track.frames
    assert abs(episode.seconds - (frames + episode.tail_frames) * FRAME_S) < 1e-5


@given(turns)
def test_chapters_start_on_whole_seconds_inside_silence(rows: list[tuple[int, float, bool]],
                                                        ) -> None:
    """A chapter begins at a whole second after the last word before it and before its first."""
    episode = _episode(rows)
    assert episode.chapters[0].start_s == 0
    assert episode.chapters[-1].end_s == episode.seconds
    for before, after in zip(episode.chapters, episode.chapters[1:], strict=False):
        assert before.end_s == after.start_s == int(after.start_s)
        index = int(after.title.removeprefix("Kapitel "))
        assert episode.cues[index - 1].end_s < after.start_s < episode.cues[index].start_s


@given(turns)
def test_pauses_are_as_long_as_asked(rows: list[tuple[int, float, bool]]) -> None:
    """Between two turns without a chapter the silence is the one asked for, to half a frame."""
    episode = _episode([(frames, pause_s, False) for frames, pause_s, _ in rows])
    for index, (before, after) in enumerate(zip(episode.cues, episode.cues[1:], strict=False)):
        least_s = 2 * FRAME_S + 0.01
        asked_s = max(rows[index][1], least_s)
        assert abs(after.start_s - before.end_s - asked_s) <= FRAME_S / 2 + 0.011


