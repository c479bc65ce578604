"""The spline written for graphs gives what Coqui's own gives, inside its interval and outside."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.xdist_group("neural"), pytest.mark.filterwarnings("ignore")]
BINS, BOUND = 10, 5.0


def test_the_same_as_coqui() -> None:
    """Random splines, with values at the bounds, at the knots' very edge and far outside."""
    import torch
    from TTS.tts.layers.vits import stochastic_duration_predictor, transforms

    from podcast.engines.coqui.spline import plain_splines

    torch.manual_seed(1)
    given = torch.cat([12 * torch.randn(2, 1, 200), torch.linspace(-BOUND, BOUND, 200)
                       .expand(2, 1, 200)], -1).double()
    widths, heights, slopes = (3 * torch.randn(2, 1, 400, count).double()
                               for count in (BINS, BINS, BINS - 1))
    options = {"inverse": True, "tails": "linear", "tail_bound": BOUND}
    theirs, _ = transforms.piecewise_rational_quadratic_transform(
        given, widths, heights, slopes, **options)
    with plain_splines():
        ours, _ = stochastic_duration_predictor.piecewise_rational_quadratic_transform(
            given, widths, heights, slopes, **options)
    assert torch.allclose(ours, theirs, atol=1e-9)
    assert int((theirs != given).sum()) > 200
