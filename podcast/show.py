"""Making a show: a folder with its podcast.toml, scripts, voices and output."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

from podcast.cast import Cast, best_installed, cast_file, installed, load_cast
from podcast.errors import UserError
from podcast.registry import load
from podcast.settings import SHOW_FILE, Settings, cast_folders, load_settings
from podcast.store import write_beside

FOLDERS = ("scripts", "voices", "output")
_TEMPLATE = Path(__file__).with_name("show.toml")


def create_show(root: Path, title: str = "", author: str = "", cast: str = "") -> Settings:
    """Make a show in a folder; the cast is chosen once, copied and written down.

    Raises UserError where a show already is, or when the cast wished for cannot speak here.
    """
    if (root / SHOW_FILE).exists():
        raise UserError("there is a show already", str(root), f"Edit its {SHOW_FILE}.")
    chosen = _cast(cast)
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    own = root / "voices" / f"{chosen.name}.toml"
    if not own.exists():
        write_beside(own, cast_file(chosen.name, cast_folders(None)).read_bytes())
    text = _TEMPLATE.read_text(encoding="utf-8")
    values = {"title": title or root.name, "author": author, "guid": str(uuid4()),
              "cast": chosen.name}
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", _quoted(value))
    write_beside(root / SHOW_FILE, text.encode())
    return load_settings(root)


def _cast(name: str) -> Cast:
    folders = cast_folders(None)
    if not name:
        return best_installed(folders)
    cast = load_cast(name, folders)
    if not installed(cast):
        load("engines", cast.engine).require()
    return cast


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are a part of TOML's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
