"""A vocoder's one-dimensional convolutions as two-dimensional ones, for onnxruntime's sake.

It has its quickest convolutions for images only, and shares their rows out among its threads: the
same numbers, a good quarter sooner (`bench/neural.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import nn

ROWS = 4
FLAT_STAGES = 2
"""The first stages have channels enough to busy several threads, and few samples to spare."""


def make_planar(module: nn.Module) -> None:
    """Replace every convolution below a module; it then wants (batch, channels, 1, length)."""
    kinds: dict[type[Any], type[Any]] = {nn.Conv1d: nn.Conv2d,
                                         nn.ConvTranspose1d: nn.ConvTranspose2d}
    for name, child in list(module.named_children()):
        if type(child) in kinds:
            setattr(module, name, _planar(child, kinds[type(child)]))
        else:
            make_planar(child)


def _planar(flat: Any, kind: type[Any]) -> nn.Module:
    shape = {"kernel_size": (1, flat.kernel_size[0]), "stride": (1, flat.stride[0]),
             "padding": (0, flat.padding[0]), "dilation": (1, flat.dilation[0]),
             "groups": flat.groups, "bias": flat.bias is not None}
    if flat.transposed:
        shape["output_padding"] = (0, flat.output_padding[0])
    planar: nn.Module = kind(flat.in_channels, flat.out_channels, **shape)
    planar.weight.data = flat.weight.data.unsqueeze(2)
    if flat.bias is not None:
        planar.bias.data = flat.bias.data
    return planar


def make_rows(vocoder: Any) -> None:
    """Let the later stages of a planar HiFi-GAN compute the sound as rows below each other."""
    if len(vocoder.ups) <= FLAT_STAGES:
        return
    factor = 1
    for stage in vocoder.ups[FLAT_STAGES:]:
        factor *= stage.stride[-1]
    rows = _Rows(reach(vocoder, FLAT_STAGES))
    vocoder.ups[FLAT_STAGES] = nn.Sequential(rows, vocoder.ups[FLAT_STAGES])
    vocoder.conv_post = nn.Sequential(vocoder.conv_post, _Joined(rows, factor))


def reach(vocoder: Any, stage: int = 0) -> int:
    """How many samples given to a stage of a HiFi-GAN bear on one that comes out, to either side.

    For stage 0 these are frames, and the convolution before it counts.
    """
    far = _reach(vocoder.conv_post)
    for number in reversed(range(stage, len(vocoder.ups))):
        blocks = vocoder.resblocks[number * vocoder.num_kernels:(number + 1) * vocoder.num_kernels]
        far += max(sum(map(_reach, _convolutions(block))) for block in blocks)
        up = vocoder.ups[number]
        far = -(-(far + up.kernel_size[-1]) // up.stride[-1])
    return far if stage else far + _reach(vocoder.conv_pre)


def _convolutions(block: nn.Module) -> Iterator[Any]:
    return (one for one in block.modules() if isinstance(one, nn.Conv1d | nn.Conv2d))


def _reach(convolution: Any) -> int:
    made: int = (convolution.kernel_size[-1] - 1) * convolution.dilation[-1] // 2
    return made


class _Rows(nn.Module):  # type: ignore[misc]  # torch is not looked into
    """(batch, channels, 1, length) → (batch, channels, ROWS, width).

    Each row is a part of the whole with as much of its neighbours as its own samples depend on;
    the first begins and the last ends where the whole does, with the padding that is due there.
    """

    def __init__(self, overlap: int) -> None:
        super().__init__()
        self.overlap = overlap
        self.length: Any = None

    def places(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """How many samples are a row's own; where each row begins; and its width."""
        own = (self.length + ROWS - 1) // ROWS
        width = torch.minimum(self.length, own + 2 * self.overlap)
        starts = torch.clamp(torch.arange(ROWS) * own - self.overlap, min=0)
        return own, torch.minimum(starts, self.length - width), width

    def forward(self, whole: torch.Tensor) -> torch.Tensor:
        self.length = torch.as_tensor(whole.shape[3])
        _, starts, width = self.places()
        return whole.squeeze(2)[:, :, starts[:, None] + torch.arange(width)[None]]


class _Joined(nn.Module):  # type: ignore[misc]  # torch is not looked into
    """The rows' own samples behind each other: (batch, channels, 1, factor × length)."""

    def __init__(self, rows: _Rows, factor: int) -> None:
        super().__init__()
        self.rows, self.factor = rows, factor

    def forward(self, made: torch.Tensor) -> torch.Tensor:
        own, starts, width = self.rows.places()
        samples = torch.arange(self.rows.length * self.factor)
        row = samples // (own * self.factor)
        places = row * width * self.factor + samples - starts[row] * self.factor
        return made.flatten(2)[:, :, places].unsqueeze(2)
