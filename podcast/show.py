"""Making a show: a folder with its podcast.toml, scripts, voices and output."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID, uuid4, uuid5

from podcast.cast import Cast, best_installed, cast_file, installed, load_cast
from podcast.editions.address import file_address
from podcast.errors import UserError
from podcast.feed import FEED_FILE
from podcast.registry import load
from podcast.settings import SHOW_FILE, THIS_MACHINE, Settings, cast_folders, load_settings
from podcast.store import write_beside

PODCASTS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The podcast namespace's own, below which the guid of every show lies."""
FOLDERS = ("scripts", "voices", "output")
_TEMPLATE = Path(__file__).with_name("show.toml")


def create_show(root: Path, title: str = "", author: str = "", cast: str = "",
                base_url: str = "") -> Settings:
    """Make a show in a folder; cast and guid are chosen once and written down.

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
    values = {"title": title or root.name, "author": author, "guid": _guid(base_url),
              "cast": chosen.name, "base_url": base_url or THIS_MACHINE}
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", _quoted(value))
    write_beside(root / SHOW_FILE, text.encode())
    return load_settings(root)


def _guid(base_url: str) -> str:
    """A show's identity: of its feed's address, if that is known (podcast namespace, guid.md)."""
    if not base_url:
        return str(uuid4())
    address = file_address(base_url, FEED_FILE).partition("://")[2]
    if not address:
        raise UserError(f"'{base_url}' is no web address", "--base-url",
                        "It begins with http:// or https://.")
    return str(uuid5(PODCASTS, address.rstrip("/")))


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
