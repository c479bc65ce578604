"""The captions, as the parser of those who wrote the standard reads them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from tests.test_transcripts import sample, vtt_lines, written

PROGRAM = Path(__file__).parent / "node" / "webvtt.cjs"


def test_the_w3c_parser_has_no_complaint(
        need_node: Callable[[str], Mapping[str, str]]) -> None:
    """Whatever stands in texts and names, it finds every caption and no error."""
    odd = replace(sample(), script=replace(sample().script, title="--> <Titel> &"))
    text = written(odd)["vtt"]
    done = subprocess.run(["node", str(PROGRAM)], input=text, env=need_node("webvtt-parser"),
                          capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == {"cues": len(list(vtt_lines(text))), "errors": []}
