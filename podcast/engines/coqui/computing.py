"""What torch computes with: its device, its threads, and chance that repeats itself."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from podcast.engines.base import EngineMissing
from podcast.engines.onnx import threads

if TYPE_CHECKING:
    import torch

    from podcast.settings import Device


def prepare() -> None:
    """Bound torch's threads, and let Coqui report only what goes wrong."""
    import torch

    torch.set_num_threads(threads())
    for name in ("TTS", "trainer", "transformers"):
        logging.getLogger(name).setLevel(logging.ERROR)


def device_of(device: Device) -> torch.device:
    """The device to compute on; raises EngineMissing if a GPU is asked for and there is none."""
    import torch

    if device == "cuda" and not torch.cuda.is_available():
        raise EngineMissing("torch finds no GPU here", "device = \"cuda\"",
                            "Install torch for your CUDA, or write device = \"cpu\".")
    return torch.device("cuda" if device != "cpu" and torch.cuda.is_available() else "cpu")


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Inside, torch draws the numbers of this seed; outside it goes on as before."""
    import torch

    devices = range(torch.cuda.device_count())
    with torch.random.fork_rng(devices=devices):
        torch.manual_seed(seed)
        yield
