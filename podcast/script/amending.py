"""Additions to the front matter of a script; every line they do not touch keeps its bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from podcast.model import CastMember
from podcast.script.header import member_lines, quoted, split_header
from podcast.script.text import lines_as_written, newline_of, plain_lines

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, Node

_BEHIND_DASHES = 1
"""Lines of the file before the first line of its YAML."""


def amend(text: str, details: Mapping[str, str], members: Sequence[CastMember], where: str) -> str:
    """The script with details filled in and people added to its cast; it was read before."""
    import yaml

    yaml_text, behind = split_header(plain_lines(text), where)
    top = yaml.compose(yaml_text, Loader=yaml.BaseLoader)
    if not isinstance(top, yaml.MappingNode) or top.flow_style:
        return text
    newline, lines = newline_of(text), lines_as_written(text)
    nodes = {key.value: node for key, node in top.value}
    for name, value in details.items():
        if name in nodes:
            _fill(lines, nodes[name], quoted(value))
    lines[behind - 1:behind - 1] = [f"{name}: {quoted(value)}{newline}"
                                    for name, value in details.items() if name not in nodes]
    if members:
        _add_members(lines, nodes["cast"], members, newline)
    return "".join(lines)


def _fill(lines: list[str], node: Node, value: str) -> None:
    start, end = node.start_mark, node.end_mark
    line = lines[start.line + _BEHIND_DASHES]
    before = line[: start.column]
    space = "" if before.endswith(" ") else " "
    behind = line[end.column :] if end.line == start.line else line[start.column :]
    lines[start.line + _BEHIND_DASHES] = before + space + value + behind


def _add_members(lines: list[str], cast: MappingNode, members: Sequence[CastMember],
                 newline: str) -> None:
    if cast.flow_style:
        at, column = cast.end_mark.line + _BEHIND_DASHES, cast.end_mark.column - 1
        added = "".join(f", {_flow(member)}" for member in members)
        lines[at] = lines[at][:column].rstrip(" ,") + added + lines[at][column:]
        return
    at = _last_line(cast) + _BEHIND_DASHES + 1
    indent = " " * cast.value[0][0].start_mark.column
    lines[at:at] = [f"{indent}{line}{newline}" for member in members
                    for line in (f"{quoted(member.key)}:", *member_lines(member, "  "))]


def _flow(member: CastMember) -> str:
    return f"{quoted(member.key)}: {{{', '.join(member_lines(member, ''))}}}"


def _last_line(node: Node) -> int:
    """The line on which the last value of a mapping ends."""
    while node.value and not isinstance(node.value, str) and not getattr(node, "flow_style", True):
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.start_mark.line if isinstance(node.value, str) else node.end_mark.line)
