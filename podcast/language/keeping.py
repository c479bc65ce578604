"""Writing an entry into a lexicon that people edit: their comments and their order stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.errors import UserError
from podcast.language.lexicon import TABLE, Entry

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

HEAD = """Pronunciations of this show; they come before those that came along.
say: in German letters; ipa: how it sounds; like: say it as one would in that language."""


def with_entry(text: str, entry: Entry, where: str) -> tuple[str, str]:
    """A lexicon's text with an entry added, or put in the place of the word's old one.

    Returns that old one as well, as it was written. Raises UserError if the text is no lexicon.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text) if text.strip() else _begun()
    except TOMLKitError as error:
        raise UserError(f"not valid TOML: {error}", where, "Mend that line, then say it again."
                        ) from error
    given = {name: value for name, value in
             (("say", entry.say), ("ipa", entry.ipa), ("like", entry.like)) if value}
    table = tomlkit.inline_table()
    table.update(given)
    words = document.setdefault(TABLE, tomlkit.table())
    replaced = words[entry.word].as_string() if entry.word in words else ""
    words[entry.word] = table
    return tomlkit.dumps(document), replaced


def _begun() -> TOMLDocument:
    import tomlkit

    document = tomlkit.document()
    for line in HEAD.splitlines():
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    return document


def keep(path: Path, entry: Entry, write: Callable[[Path, bytes], None]) -> str:
    """Keep an entry in a lexicon file, which is made if there is none.

    Returns the entry whose place it took, as it was written.
    """
    text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    kept, replaced = with_entry(text, entry, str(path))
    write(path, kept.encode())
    return replaced
