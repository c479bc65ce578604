"""A vocoder's one-dimensional convolutions as two-dimensional ones of height 1.

onnxruntime has its quickest convolutions for images only: the same numbers, a quarter sooner
(`bench/neural.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch


def make_planar(module: torch.nn.Module) -> None:
    """Replace every convolution below a module; it then wants (batch, channels, 1, length)."""
    import torch

    kinds: dict[type[Any], type[Any]] = {torch.nn.Conv1d: torch.nn.Conv2d,
                                         torch.nn.ConvTranspose1d: torch.nn.ConvTranspose2d}
    for name, child in list(module.named_children()):
        if type(child) in kinds:
            setattr(module, name, _planar(child, kinds[type(child)]))
        else:
            make_planar(child)


def _planar(flat: Any, kind: type[Any]) -> torch.nn.Module:
    shape = {"kernel_size": (1, flat.kernel_size[0]), "stride": (1, flat.stride[0]),
             "padding": (0, flat.padding[0]), "dilation": (1, flat.dilation[0]),
             "groups": flat.groups, "bias": flat.bias is not None}
    if flat.transposed:
        shape["output_padding"] = (0, flat.output_padding[0])
    planar: torch.nn.Module = kind(flat.in_channels, flat.out_channels, **shape)
    planar.weight.data = flat.weight.data.unsqueeze(2)
    if flat.bias is not None:
        planar.bias.data = flat.bias.data
    return planar
