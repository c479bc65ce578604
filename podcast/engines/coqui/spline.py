"""The inverse of a monotonic rational-quadratic spline, computed for all values alike.

Coqui's own picks out the values inside the spline's interval, which a graph can only do in hundreds
of small steps; here what lies outside is chosen at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch.nn import functional
from TTS.tts.layers.vits import stochastic_duration_predictor

SMALLEST = 1e-3
"""Of a bin's width and height, relative to the interval, and of a slope."""


@contextmanager
def replaced(owner: Any, name: str, other: Any) -> Iterator[None]:
    """Let an attribute be another while the block runs."""
    usual = getattr(owner, name)
    setattr(owner, name, other)
    try:
        yield
    finally:
        setattr(owner, name, usual)


@contextmanager
def plain_splines() -> Iterator[None]:
    """Let Coqui's stochastic durations be computed with the spline of this module."""
    with replaced(stochastic_duration_predictor, "piecewise_rational_quadratic_transform",
                  _inverse):
        yield


def _inverse(given: torch.Tensor, widths: torch.Tensor, heights: torch.Tensor,
             slopes: torch.Tensor, inverse: bool, tails: str, tail_bound: float,
             ) -> tuple[torch.Tensor, torch.Tensor]:
    """`unconstrained_rational_quadratic_spline` of nflows (Durkan et al. 2019, eq. 6-8) inverted.

    `given` may have any shape, to which the others add one dimension: of bins, of bins, and of the
    knots between them. The second result, a determinant, is not needed to speak.
    """
    if not inverse or tails != "linear":
        raise ValueError("only the inverse with linear tails is known here")
    left, wide = _bins(widths, tail_bound)
    low, high = _bins(heights, tail_bound)
    inner = SMALLEST + functional.softplus(slopes)
    one = torch.ones_like(inner[..., :1])
    slope = torch.cat([one, inner, one], -1)
    inside = given.clamp(-tail_bound, tail_bound)
    bin_ = (inside[..., None] >= low[..., 1:]).sum(-1, keepdim=True)

    def here(values: torch.Tensor) -> torch.Tensor:
        return values.gather(-1, bin_).squeeze(-1)

    height, before, after = here(high), here(slope), here(slope[..., 1:])
    mean = height / here(wide)
    above = inside - here(low)
    bend = before + after - 2 * mean
    half = height * before - above * bend
    square = half * half + 4 * (above * bend + height * (mean - before)) * mean * above
    share = 2 * mean * above / (half + torch.sqrt(square))
    made = share * here(wide) + here(left)
    return torch.where(given.abs() <= tail_bound, made, given), torch.zeros_like(given)


def _bins(raw: torch.Tensor, bound: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Where each bin begins, and how large it is; together they fill the interval."""
    count = raw.shape[-1]
    size = SMALLEST + (1 - SMALLEST * count) * functional.softmax(raw, dim=-1)
    ends = 2 * bound * torch.cumsum(size, dim=-1)[..., :-1] - bound
    edge = torch.full_like(ends[..., :1], bound)
    starts = torch.cat([-edge, ends], -1)
    return starts, torch.cat([ends, edge], -1) - starts
