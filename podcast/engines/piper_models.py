"""Getting Piper's voices: two files each, and a graph that is made to repeat itself."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.engines.library import RAW, Model
from podcast.engines.refusal import Refused

if TYPE_CHECKING:
    from urllib3 import PoolManager

HOME = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
TIMEOUT_S = 30.0


class PiperModels:
    """Downloads a Piper voice and prepares it; runs in a process of its own."""

    @staticmethod
    def fetch(name: str, source: str, folder: Path) -> None:
        """Download both files of a voice to `folder`/files; raises Refused with the reason.

        `source` is the address of the .onnx file; empty: where Piper's voices are published.
        """
        import urllib3

        address = source or _published(name)
        raw = folder / RAW
        raw.mkdir(parents=True, exist_ok=True)
        with urllib3.PoolManager(timeout=urllib3.Timeout(TIMEOUT_S)) as pool:
            for ending in (".onnx", ".onnx.json"):
                path = raw / f"{name}{ending}"
                try:
                    _download(pool, address.removesuffix(".onnx") + ending, path)
                except urllib3.exceptions.HTTPError as error:
                    raise Refused.of(error) from error

    @staticmethod
    def convert(name: str, folder: Path, vocoder: str) -> Model:
        """Make a voice ready to be spoken from; raises UserError."""
        from podcast.engines.piper_graph import convert

        return convert(name, folder, vocoder)


def _download(pool: PoolManager, address: str, path: Path) -> None:
    response = pool.request("GET", address, preload_content=False)
    if response.status != 200:
        raise Refused(f"the server answers {response.status} for {address}")
    with path.open("wb") as file:
        shutil.copyfileobj(response, file)
    response.release_conn()


def _published(name: str) -> str:
    """Where a voice of Piper's own collection lies (`de_DE-thorsten-medium`)."""
    locale, voice, quality = name.split("-")
    return f"{HOME}/{locale.split('_')[0]}/{locale}/{voice}/{quality}/{name}.onnx"
