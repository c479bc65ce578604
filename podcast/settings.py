"""`podcast.toml` → frozen Settings."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args

from podcast.errors import UserError

SHOW_FILE = "podcast.toml"
THIS_MACHINE = "http://127.0.0.1:8000/"
"""Where `podcast serve` offers a show."""
_LIMITS = {"loudness_lufs": (-30.0, -9.0), "true_peak_dbtp": (-9.0, 0.0),
           "store_max_gb": (0.0, 1e6), "bitrate_kbps": (0, 320), "feed_length": (0, 100_000),
           "retention_days": (0, 100_000)}
"""What numbers may be; all others are pauses in seconds."""
_KINDS: dict[str, type] = {"commercial": bool, "store_max_gb": float, "locked": bool,
                           "explicit": bool,
                           "feed_length": int, "retention_days": int}
"""Top-level settings that are no texts."""
BoxPlace = Literal["end", "place", "off"]
Device = Literal["auto", "cpu", "cuda"]
Alternate = Literal["m4a", "opus"]
TextShown = Literal["full", "none"]
ShowType = Literal["episodic", "serial"]


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds of silence; the first group between turns, the second inside a turn."""

    question_answer: float = 0.5
    answer_question: float = 0.8
    narration: float = 1.0
    chapter: float = 1.5
    same_speaker: float = 0.6
    carries_on: float = 0.15
    """Before a turn that goes on with an ellipsis where another voice stopped."""
    quote: float = 0.15
    """Where narration and a quotation inside it meet."""
    sentence: float = 0.4
    question: float = 0.45
    exclamation: float = 0.4
    colon: float = 0.3
    semicolon: float = 0.3
    comma: float = 0.15
    start: float = 0.3
    end: float = 1.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The announcements around an interview; None: the language's own wording."""

    opening: str | None = None
    before_questions: str | None = None
    corrections: bool = False
    """Whether a script's corrections are spoken at the beginning."""


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """How the episode is levelled and encoded."""

    bitrate_kbps: int = 96
    loudness_lufs: float = -16.0
    true_peak_dbtp: float = -1.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a show declares about itself."""

    root: Path
    title: str
    cast: str
    guid: str
    author: str = ""
    email: str = ""
    description: str = ""
    language: str = "de"
    timezone: str = "Europe/Berlin"
    category: str = "News"
    cover: str = ""
    opening_sound: str = ""
    """A sound file before the first word, relative to the show."""
    closing_sound: str = ""
    """The same after the last word."""
    alternates: tuple[Alternate, ...] = ()
    """In which formats `publish` offers an episode beside its MP3."""
    base_url: str = THIS_MACHINE
    target: str = ""
    """Where `podcast publish` sends the show: a folder relative to it, or an address."""
    copyright: str = ""
    licence: str = ""
    """Under which listeners may use the episodes: an SPDX identifier, or a name of its own."""
    licence_url: str = ""
    locked: bool = True
    """Whether other podcast hosts are asked not to take the show over."""
    update_frequency: str = ""
    """How often episodes come: a word, or a rule of iCalendar."""
    explicit: bool = False
    """Whether the show is for adults only; a script may say otherwise."""
    type: ShowType = "episodic"
    """Whether the newest episode is heard first, or the first one, by their numbers."""
    feed_length: int = 0
    """So many newest episodes stand in the feed, the older ones on archive pages; 0: all in it."""
    retention_days: int = 90
    """How long an earlier version of a published file is still served."""
    box: BoxPlace = "end"
    text: TextShown = "full"
    """Whether an interview's text is published beside its sound; a script may say otherwise."""
    device: Device = "auto"
    """What computes neural voices; auto: a GPU where there is one that can."""
    commercial: bool = False
    """Whether the show earns money, so that voices for other use only are refused."""
    store: str = ""
    """Folder with all that was made before, relative to the show; empty: below output/."""
    store_max_gb: float = 0.0
    """Beyond this, what no episode needs any more is dropped after a build; 0: no limit."""
    pauses: Pauses = field(default_factory=Pauses)
    frame: Frame = field(default_factory=Frame)
    sound: SoundSettings = field(default_factory=SoundSettings)

    @property
    def scripts_dir(self) -> Path:
        """Where the speaking scripts are."""
        return self.root / "scripts"

    @property
    def voices_dir(self) -> Path:
        """Where the show's own casts and lexicon are."""
        return self.root / "voices"

    @property
    def output_dir(self) -> Path:
        """Where everything made is put."""
        return self.root / "output"

    @property
    def store_dir(self) -> Path:
        """Where clips, tracks and records of builds are kept."""
        return self.root / self.store if self.store else self.output_dir / ".store"

    def display(self, path: Path) -> str:
        """A path as people read it: relative to the show where it lies inside."""
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)


def script_slugs(settings: Settings, wanted: Sequence[str] = ()) -> tuple[str, ...]:
    """The episodes named (by slug or script file), or all; UserError lists them."""
    known = tuple(sorted(path.stem for path in settings.scripts_dir.glob("*.md")
                         if not path.name.startswith(".")))
    named = [Path(one).stem if one.endswith(".md") else one for one in wanted]
    unknown = [slug for slug in named if slug not in known]
    if unknown:
        raise UserError(f"no script '{unknown[0]}'", settings.display(settings.scripts_dir),
                        f"Known: {', '.join(known) or 'none yet; podcast make ARTICLE'}.")
    return tuple(dict.fromkeys(named)) or known


def cast_folders(settings_voices_dir: Path | None) -> tuple[Path, ...]:
    """Where casts are looked for: the show's own folder first, then those that came along."""
    package = Path(__file__).parent
    bundled = package / "casts" if (package / "casts").is_dir() else package.parent / "voices"
    own = settings_voices_dir
    if own is None or not own.is_dir() or own.resolve() == bundled.resolve():
        return (bundled,)
    return (own, bundled)


def load_settings(root: Path) -> Settings:
    """Read a show's `podcast.toml`; UserError names the file, the key and the valid choices."""
    path = root / SHOW_FILE
    if not path.is_file():
        raise UserError("no show here", str(root), f"There is no {SHOW_FILE}: 'podcast init' makes"
                        " one, or name a show with --show DIR.")
    return _settings(root, read_toml(path), str(path))


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file's content; UserError says which line is broken."""
    return parse_toml(path.read_bytes(), str(path))


def parse_toml(data: bytes, where: str) -> dict[str, Any]:
    """What TOML stands for; UserError says which line of `where` is broken."""
    try:
        # As a text file is read, which knows all three kinds of line end.
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"not valid TOML: {error}", where, "Texts stand in double quotes,"
                        " and so do words with umlauts, accents or spaces before the =;"
                        " mend that line.") from error
    except UnicodeDecodeError as error:
        raise UserError("not UTF-8", where, "Save the file as UTF-8.") from error


def _settings(root: Path, data: dict[str, Any], where: str) -> Settings:
    values: dict[str, Any] = {"root": root}
    groups = {"pauses": Pauses, "frame": Frame, "sound": SoundSettings}
    for key, value in data.items():
        if key in groups:
            values[key] = _group(groups[key], value, f"{where}: [{key}]")
        elif key == "alternates":
            values[key] = _alternates(value, where)
        else:
            _known(key, {f.name for f in fields(Settings)} - {"root"}, where)
            values[key] = _typed(key, value, _KINDS.get(key, str), where)
    missing = [key for key in ("title", "cast", "guid") if not values.get(key)]
    if missing:
        raise UserError(f"'{missing[0]}' is missing", where, f'Add a line: {missing[0]} = "…".')
    _check_values(values, where)
    return Settings(**values)


def _group(group: type[Any], data: object, where: str) -> Any:
    if not isinstance(data, Mapping):
        raise UserError("not a table", where, "Write it as [table] with key = value lines.")
    defaults = group()
    checked = {}
    for key, value in data.items():
        _known(key, {f.name for f in fields(group)}, where)
        default = getattr(defaults, key)
        checked[key] = _typed(key, value, str if default is None else type(default), where)
    return group(**checked)


def _alternates(data: object, where: str) -> tuple[Alternate, ...]:
    """The formats named, each once and always in the same order."""
    known = get_args(Alternate)
    if not isinstance(data, list):
        raise UserError("'alternates' must be a list of texts", where,
                        f"Write it like {json.dumps(known)}; [] offers none.")
    unknown = [one for one in data if one not in known]
    if unknown:
        raise UserError(f"alternates: '{unknown[0]}' is not known", where,
                        f"Known: {', '.join(known)}.")
    return tuple(one for one in known if one in data)


def _known(key: str, valid: set[str], where: str) -> None:
    if key not in valid:
        raise UserError(f"unknown setting '{key}'", where, f"Known: {', '.join(sorted(valid))}.")


def _typed(key: str, value: object, kind: type, where: str) -> object:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
        wanted = {str: "a text in quotes", float: "a number", int: "a whole number",
                  bool: "true or false"}[kind]
        raise UserError(f"'{key}' must be {wanted}", where)
    low, high = _LIMITS.get(key, (0.0, 60.0))
    if isinstance(value, float | int) and kind is not bool and not low <= value <= high:
        raise UserError(f"'{key}' must be between {low:g} and {high:g}", where)
    return value


def _check_values(values: Mapping[str, Any], where: str) -> None:
    from zoneinfo import ZoneInfo

    for key, known in (("box", get_args(BoxPlace)), ("device", get_args(Device)),
                       ("text", get_args(TextShown)), ("type", get_args(ShowType))):
        if values.get(key, known[0]) not in known:
            raise UserError(f"{key} = '{values[key]}' is not known", where,
                            f"Known: {', '.join(known)}.")
    base_url = values.get("base_url", "http://")
    if not base_url.lower().startswith(("http://", "https://")):
        raise UserError(f"base_url '{base_url}' is no web address", where,
                        "It begins with http:// or https://.")
    bitrate = values["sound"].bitrate_kbps if "sound" in values else 96
    if bitrate not in (64, 96, 128, 160, 192):
        raise UserError(f"bitrate_kbps = {bitrate} is not possible", where,
                        "Known: 64, 96, 128, 160, 192.")
    try:
        ZoneInfo(values.get("timezone", "Europe/Berlin"))
    except (KeyError, ValueError, OSError) as error:
        raise UserError(f"unknown timezone '{values['timezone']}'", where,
                        'Write it like "Europe/Berlin".') from error
