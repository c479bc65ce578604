"""The front matter of a script: YAML in which every value is text."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from podcast.errors import UserError
from podcast.model import CastMember, Correction, Gender, Role, Script
from podcast.script.release import KEYS, read_release, require_time, write_release
from podcast.script.text import normalise, plain_lines
from podcast.settings import TextShown

if TYPE_CHECKING:
    from yaml.nodes import Node

FIELDS = ("id", "title", "author", "publisher", "published", "created", "language", "url")
_REQUIRED = ("id", "title", "created", "cast")
_CORRECTION = ("date", "text")
_MEMBER = ("role", "name", "labels", "gender", "voice")
_QUOTE_IT = (
    'Values with a colon, a quotation mark or a # need quotes: title: "Herr X: ein Gespräch".'
)


@dataclass(frozen=True, slots=True)
class Value:
    """A node of the front matter with its place, for errors that name the line."""

    node: Node
    where: str

    @property
    def place(self) -> str:
        """File and line of the value."""
        return f"{self.where}:{self.node.start_mark.line + 2}"

    def text(self) -> str:
        """The value as text; UserError if it is a list or a table."""
        from yaml.nodes import ScalarNode

        if not isinstance(self.node, ScalarNode):
            raise UserError("expected a single value", self.place, _QUOTE_IT)
        return normalise(self.node.value)

    def texts(self) -> tuple[str, ...]:
        """The value as a list of texts; a single text is a list of one."""
        return tuple(filter(None, (one.text() for one in self.items())))

    def items(self) -> tuple[Value, ...]:
        """The entries of a list; nothing in it is none, a single value is a list of one."""
        from yaml.nodes import ScalarNode, SequenceNode

        if isinstance(self.node, SequenceNode):
            return tuple(Value(one, self.where) for one in self.node.value)
        empty = isinstance(self.node, ScalarNode) and not self.node.value
        return () if empty else (self,)

    def table(self, valid: Collection[str] = ()) -> dict[str, Value]:
        """The value as a table; UserError for keys twice or unknown."""
        from yaml.nodes import MappingNode

        if not isinstance(self.node, MappingNode):
            raise UserError("expected lines of the form 'key: value'", self.place, _QUOTE_IT)
        found: dict[str, Value] = {}
        for key_node, node in self.node.value:
            key = Value(key_node, self.where)
            name = key.text()
            if name in found or (valid and name not in valid):
                what = "twice the key" if name in found else "unknown key"
                choices = f"Valid here: {', '.join(valid)}." if valid else "Keep one of them."
                raise UserError(f"{what} '{name}'", key.place, choices)
            found[name] = Value(node, self.where)
        return found


def split_header(text: str, where: str) -> tuple[str, int]:
    """The YAML between the two lines of dashes, and the line behind it counted from 0."""
    lines = text.split("\n")
    closing = next((n for n, line in enumerate(lines) if n and line.rstrip() == "---"), 0)
    if lines[0].rstrip() != "---" or not closing:
        raise UserError(
            "the script has no front matter", f"{where}:1",
            "It begins with a line ---, then lines like title: \"…\" and the cast, then a line "
            "---. 'podcast split ARTICLE' writes a complete one.")
    return "\n".join(lines[1:closing]), closing + 1


def read_header(yaml_text: str, slug: str, where: str) -> Script:
    """A script without turns, from the YAML of its front matter."""
    table = _compose(yaml_text, where).table((*FIELDS, *KEYS, "cast", "corrections", "text"))
    for name in _REQUIRED:
        if name not in table or (name != "cast" and not table[name].text()):
            raise UserError(f"the front matter has no {name}", f"{where}:1",
                            f"Required are: {', '.join(_REQUIRED)}.")
    values = {name: table[name].text() if name in table else "" for name in FIELDS}
    _check_dates(table)
    values["language"] = values["language"] or "de"
    corrections = _corrections(table["corrections"]) if "corrections" in table else ()
    text = _choice(table, "text", get_args(TextShown)) if "text" in table else ""
    script = Script("", slug, "", _cast(table["cast"]), (), corrections=corrections,
                    release=read_release(table), text=text)
    return with_fields(script, values)


def read_field(text: str, name: str) -> str:
    """One field of a script file's front matter; UserError if it cannot be read."""
    yaml_text, _ = split_header(plain_lines(text), name)
    line = next((one for one in yaml_text.split("\n") if one.startswith(f"{name}:")), "")
    return _compose(line, name).table()[name].text() if line else ""


def with_fields(script: Script, values: Mapping[str, str]) -> Script:
    """The script with other values of its text fields."""
    return replace(
        script, id=values["id"], title=values["title"], author=values["author"],
        publisher=values["publisher"], published=values["published"], created=values["created"],
        language=values["language"], url=values["url"])


def write_header(script: Script) -> str:
    """The front matter of a script, with its lines of dashes."""
    lines = [f"{name}: {quoted(getattr(script, name))}" for name in FIELDS]
    lines += write_release(script.release)
    lines += [f"text: {quoted(script.text)}"] if script.text else []
    lines += ["corrections:"] if script.corrections else []
    for one in script.corrections:
        lines += [f"  - date: {quoted(one.date)}", f"    text: {quoted(one.text)}"]
    lines.append("cast:")
    for member in script.cast:
        lines += [f"  {quoted(member.key)}:", *member_lines(member, "    ")]
    return "\n".join(["---", *lines, "---"])


def member_lines(member: CastMember, indent: str) -> Iterator[str]:
    """What is said of a cast member, one line each."""
    yield f"{indent}role: {quoted(member.role)}"
    yield f"{indent}name: {quoted(member.name)}"
    yield f"{indent}labels: [{', '.join(map(quoted, member.labels))}]"
    yield f"{indent}gender: {quoted(member.gender)}"
    yield f"{indent}voice: {quoted(member.voice)}"


def _compose(yaml_text: str, where: str) -> Value:
    """The YAML as nodes: nothing is interpreted, so `no` and 2018-02-10 stay text."""
    import yaml

    try:
        # The loader in Python, not in C: it raises where the other could exhaust the stack.
        node = yaml.compose(yaml_text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 1
        raise UserError(f"cannot read the front matter: {error.problem or error.context}",
                        f"{where}:{line}", _QUOTE_IT) from None
    except (yaml.YAMLError, RecursionError) as error:
        what = f"cannot read the front matter: {normalise(str(error))[:200]}"
        raise UserError(what, f"{where}:1", _QUOTE_IT) from None
    if node is None:
        raise UserError("the front matter is empty", f"{where}:1",
                        f"Required are: {', '.join(_REQUIRED)}.")
    return Value(node, where)


def _corrections(value: Value) -> tuple[Correction, ...]:
    return tuple(_correction(one) for one in value.items())


def _correction(value: Value) -> Correction:
    table = value.table(_CORRECTION)
    if not all(name in table and table[name].text() for name in _CORRECTION):
        raise UserError("a correction lacks its date or text", value.place,
                        'Write - {date: "2018-02-16", text: "Es waren 90, nicht 900."}.')
    _require_date(table["date"])
    return Correction(table["date"].text(), table["text"].text())


def _require_date(value: Value) -> None:
    try:
        date.fromisoformat(value.text())
    except ValueError:
        raise UserError(f"'{value.text()}' is not a date", value.place,
                        'Write it like "2018-02-15".') from None


def _cast(value: Value) -> tuple[CastMember, ...]:
    members = tuple(_member(key, one) for key, one in value.table().items())
    if not any(member.role == "narrator" for member in members):
        raise UserError("nobody in the cast has the role narrator", value.place,
                        'Add one, for instance: narrator: {role: "narrator", name: "Erzähler"}.')
    return members


def _member(key: str, value: Value) -> CastMember:
    table = value.table(_MEMBER)
    if not key or "role" not in table or "name" not in table:
        raise UserError(f"the cast member '{key}' lacks key, role or name", value.place,
                        f"Keys of a cast member: {', '.join(_MEMBER)}.")
    gender: Gender = (
        _choice(table, "gender", get_args(Gender)) if "gender" in table else "unknown")
    labels = table["labels"].texts() if "labels" in table else ()
    voice = table["voice"].text() if "voice" in table else ""
    role: Role = _choice(table, "role", get_args(Role))
    return CastMember(key, role, table["name"].text(), labels, gender, voice)


def _choice(table: dict[str, Value], name: str, choices: tuple[str, ...]) -> Any:
    text = table[name].text()
    if text not in choices:
        raise UserError(f"unknown {name} '{text}'", table[name].place,
                        f"Valid are: {', '.join(choices)}.")
    return text


def _check_dates(table: dict[str, Value]) -> None:
    if "published" in table and table["published"].text():
        _require_date(table["published"])
    require_time(table["created"])


def quoted(text: str) -> str:
    """A double-quoted YAML string: JSON, with everything YAML might fold or refuse escaped."""
    return re.sub(r"[^ -~]", _escape, json.dumps(text, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    letter = match[0]
    if unicodedata.category(letter)[0] not in "CZ":
        return letter
    code = ord(letter)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
