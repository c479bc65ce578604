"""A vocoder rewritten for onnxruntime gives the samples it gave before, at every length."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

pytestmark = [pytest.mark.xdist_group("neural"), pytest.mark.filterwarnings("ignore")]
CHANNELS, HOP = 24, 8 * 4 * 4 * 2


@pytest.fixture(scope="module", params=["1", "2"])
def vocoder(request: pytest.FixtureRequest) -> Any:
    """A HiFi-GAN of four stages, in both of its kinds of residual blocks."""
    import torch
    from TTS.vocoder.models.hifigan_generator import HifiganGenerator

    torch.manual_seed(1)
    dilations = [[1, 3, 5]] * 2 if request.param == "1" else [[1, 3]] * 2
    made = HifiganGenerator(CHANNELS, 1, request.param, dilations, [3, 11], [16, 8, 8, 4], 32,
                            [8, 4, 4, 2], inference_padding=0)
    made.remove_weight_norm()
    for weights in made.parameters():
        weights.data = 0.2 * torch.randn(weights.shape)
    return made.double().eval()


@pytest.mark.parametrize("frames", [1, 2, 5, 13, 40, 101])
def test_the_same_samples(vocoder: Any, frames: int) -> None:
    """Rows give what the whole gives, its padded ends included, alone and in a batch."""
    import torch

    from podcast.engines.coqui.planar import make_planar, make_rows

    given = torch.randn(2, CHANNELS, frames, dtype=torch.float64)
    planar = deepcopy(vocoder)
    make_planar(planar)
    make_rows(planar)
    with torch.inference_mode():
        usual, rows = vocoder(given), planar(given.unsqueeze(2)).squeeze(2)
    assert usual.shape == rows.shape == (2, 1, frames * HOP)
    assert torch.allclose(usual, rows, atol=1e-9)
    assert usual.abs().max() > 0.1


def test_reach(vocoder: Any) -> None:
    """What a frame changes lies within the reach, and nearly fills it."""
    import torch

    from podcast.engines.coqui.planar import reach

    far = reach(vocoder)
    given = torch.randn(1, CHANNELS, 4 * far + 1, dtype=torch.float64)
    other = given.clone()
    other[:, :, 2 * far] += 1.0
    with torch.inference_mode():
        changed = (vocoder(given) != vocoder(other)).flatten().nonzero().flatten()
    first, last = int(changed[0]) // HOP, int(changed[-1]) // HOP
    assert far <= first < 2 * far < last <= 3 * far
    assert max(2 * far - first, last - 2 * far) >= far - 4
