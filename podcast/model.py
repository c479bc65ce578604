"""The types that travel from an article to a feed: frozen, in the order of the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from podcast.words import Stretch, Times, Word, WordCue, stretches, word_cues

Gender = Literal["female", "male", "unknown"]
Role = Literal["journalist", "guest", "narrator"]
BlockKind = Literal["paragraph", "heading", "caption", "alt", "quote", "box", "list", "table"]
MarkKind = Literal["bold", "italic"]
TurnKind = Literal["speech", "narration", "aside", "omitted"]
EpisodeKind = Literal["full", "trailer", "bonus"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Emphasised characters [start, end) of a block's text."""

    start: int
    end: int
    kind: MarkKind = "bold"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or heading of an article, white space folded."""

    text: str
    kind: BlockKind = "paragraph"
    """`alt` describes a picture for those who do not see it, `quote` is set apart (a pull quote
    as a rule), `box` stands beside the text, `list` is one item, `table` a whole table."""
    marks: tuple[Mark, ...] = ()
    level: int = 0
    """1 to 6 for headings; 0 where the source does not say."""
    lang: str = ""
    """BCP 47 tag where the source says that this block is in another language."""
    origin: int = 0
    """First line of the block in the source, counted from 1."""

    @property
    def emphasis(self) -> bool:
        """Whether all of the text is bold or italic."""
        covered = sum(len("".join(self.text[one.start : one.end].split())) for one in self.marks)
        return bool(self.marks) and covered >= len("".join(self.text.split()))


@dataclass(frozen=True, slots=True)
class Article:
    """What was read from a source, before anybody decided who says what."""

    blocks: tuple[Block, ...]
    url: str = ""
    title: str = ""
    subtitle: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""
    """ISO 8601 date, or empty."""
    language: str = "de"
    notices: tuple[str, ...] = ()
    """What the reader had to assume, for instance the encoding."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a turn's text with what the script's author says about it."""

    text: str
    voice: str = ""
    """Key of the cast member who speaks this stretch; empty: the turn's own speaker."""
    lang: str = ""
    """BCP 47 tag of a foreign word or phrase."""
    say: str | None = None
    """What is spoken instead of `text`."""
    pause_s: float | None = None
    """A pause in seconds after this stretch."""
    stress: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One paragraph of a script.

    `speech` is labelled with a speaker's name, `narration` is a plain paragraph, `aside` a block
    quote (the person box), `omitted` a comment holding text of the article that is not spoken.
    """

    kind: TurnKind
    speaker: str
    """Key of a cast member; empty for omitted text."""
    spans: tuple[Span, ...]
    chapter: int = -1
    """Index into `Script.chapters`; -1 before the first heading."""
    line: int = 0
    """Line of the script file, counted from 1; 0 when not read from a file."""
    label: str = ""
    """The name as printed before the colon."""
    reason: str = ""
    """Why the text is left out (only `omitted`)."""
    doubt: str = ""
    """What a person should look over, as `split` wrote it; empty: nothing."""

    @property
    def text(self) -> str:
        """The displayed text without marks."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Heading:
    """A chapter's title as it stands in the script; not spoken."""

    title: str
    line: int = 0
    level: int = 2


@dataclass(frozen=True, slots=True)
class CastMember:
    """Somebody who speaks in a script, and with which voice (`cast/voice`)."""

    key: str
    role: Role
    name: str
    labels: tuple[str, ...] = ()
    """Other names this person's turns may begin with."""
    gender: Gender = "unknown"
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was put right in a published episode, for listeners to know."""

    date: str
    """ISO 8601."""
    text: str


@dataclass(frozen=True, slots=True)
class Release:
    """When and as what listeners get an episode; what is empty or 0 is left open."""

    draft: bool = False
    """Whether it stays out of the feed."""
    publish_at: str = ""
    """ISO 8601 date and time before which it stays out, and its date from then on; without an
    offset it is meant in the show's zone."""
    season: int = 0
    episode: int = 0
    kind: EpisodeKind = "full"
    explicit: bool | None = None
    """Whether it is for adults only; None: as the show says."""


@dataclass(frozen=True, slots=True)
class Script:
    """What is said, in which order and by whom."""

    id: str
    slug: str
    title: str
    cast: tuple[CastMember, ...]
    turns: tuple[Turn, ...]
    chapters: tuple[Heading, ...] = ()
    author: str = ""
    publisher: str = ""
    published: str = ""
    created: str = ""
    """ISO 8601 date and time with offset: the moment of `split`, the episode's date for ever."""
    language: str = "de"
    url: str = ""
    corrections: tuple[Correction, ...] = ()
    release: Release = Release()
    text: str = ""
    """Whether the text is published beside the sound, `full` or `none`; empty: as the show says."""

    def member(self, key: str) -> CastMember:
        """The cast member of that key (KeyError if there is none)."""
        return next(one for one in self.cast if one.key == key)

    def by_role(self, role: Role) -> tuple[CastMember, ...]:
        """All cast members of one role, in the script's order."""
        return tuple(one for one in self.cast if one.role == role)


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which terms a voice may be used."""

    name: str
    """SPDX identifier, or the licence's own name."""
    url: str = ""
    commercial: bool = True


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of a cast: everything an engine needs to know, and how loud it comes out."""

    name: str
    """`cast/voice`, as written in scripts."""
    engine: str
    model: str = ""
    speaker: str = ""
    language: str = "de"
    gender: Gender = "unknown"
    rate: float = 1.0
    """Factor on the engine's usual speed."""
    pitch: float = 1.0
    """Factor on the engine's usual fundamental frequency, before `vocal_tract`."""
    vocal_tract: float = 1.0
    """Factor on the length of the vocal tract: above 1 lowers formants and pitch alike."""
    gain_db: float | None = None
    """Gain that brings this voice to the target loudness; None: each clip is measured alone."""
    licence: Licence = Licence("unknown")
    reference: str = ""
    """Path of a recording whose voice is cloned, where the engine can."""
    consent: str = ""
    """Who allowed the cloning, when and for what."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """The smallest thing that is synthesised: a sentence, or a part of one in one voice."""

    turn: int
    """Index into the plan's turns."""
    sentence: int
    part: int
    speaker: str
    voice: Voice
    text: str
    """As displayed."""
    words: tuple[Word, ...]
    pause_after_s: float = 0.0

    @property
    def spoken(self) -> str:
        """What is said, as text."""
        return " ".join(word.spoken for word in self.words if word.spoken)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """What the engine is given: neighbouring words that are said alike, together."""
        return tuple(stretches(self.words))


@dataclass(frozen=True, slots=True)
class Clip:
    """A synthesised utterance; its samples stay in the store."""

    key: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Track:
    """One encoded turn; its frames and their levels stay in the store."""

    key: str
    frames: int
    """MP3 frames of 1,152 samples (24 ms at 48 kHz)."""
    times: tuple[tuple[float, float], ...]
    """Start and end of each utterance, in seconds from the beginning of the track."""
    words: tuple[Times, ...]
    """For each utterance the same of its spoken words; empty where the engine does not know."""
    unsure: tuple[tuple[int, ...], ...]
    """For each utterance which of those words may well be elsewhere."""


@dataclass(frozen=True, slots=True)
class Cue:
    """When an utterance is heard, in seconds from the beginning of its episode."""

    start_s: float
    end_s: float
    speaker: str
    """Key of the cast member."""
    text: str
    read: tuple[Word, ...] = ()
    """How the text is said."""
    heard: Times = ()
    """Start and end of each spoken word on the clock of its track; empty: the engine does not
    know."""
    unsure: tuple[int, ...] = ()
    """Which of those words may well be elsewhere."""
    track_s: float = 0.0
    """Where the track begins."""
    turn: int = 0
    """Index into the episode's turns."""

    @property
    def words(self) -> tuple[WordCue, ...]:
        """When each displayed word is heard; empty where the voice's engine does not tell."""
        return tuple(word_cues(self.read, self.heard, self.unsure, self.track_s))


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of an episode, seconds from the beginning."""

    start_s: float
    end_s: float
    title: str


@dataclass(frozen=True, slots=True)
class Piece:
    """What an episode's sound is joined from: silent frames, then one track."""

    silent_frames: int
    track: Track


@dataclass(frozen=True, slots=True, eq=False)
class Episode:
    """An episode with all its times; the sound is the concatenation of `pieces`.

    Two are the same only if they are one: what is made of an episode is kept by that.
    """

    script: Script
    seconds: float
    pieces: tuple[Piece, ...]
    tail_frames: int
    """Silent frames after the last piece."""
    chapters: tuple[Chapter, ...]
    cues: tuple[Cue, ...]
    summary: str = ""
    """A few sentences for show notes, as displayed."""
    turns: tuple[Turn, ...] = ()
    """What is heard, announcements included, in the order of the ear."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A file made for listeners, relative to `output/`."""

    path: str
    media_type: str
    sha256: str
    size_bytes: int
