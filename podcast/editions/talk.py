"""The graphic of a drawn cover: a small question and a large answer that becomes sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

_SMOOTH = 2
"""Masks are drawn this much larger, for smooth edges."""
_QUESTION = 0.6
"""Diameter of the question, as a share of the answer's."""
_OVERLAP = 0.3
"""How much of the question lies under the answer."""
WIDTH = 1 + _QUESTION * (1 - _OVERLAP)
"""Width of the graphic, as a share of its height."""
_RINGS = 7


def talk(height: int, mirrored: bool) -> tuple[Image, Image]:
    """Masks of the question and of the answer, `height` pixels high, in one picture's place."""
    from PIL import ImageOps

    size = (round(height * WIDTH), height)
    small = round(_QUESTION * height)
    question = _shape(size, (0, height - small, small, height), tail_left=True, rings=1)
    answer = _shape(size, (size[0] - height, 0, *size), tail_left=False, rings=_RINGS)
    if mirrored:
        return ImageOps.mirror(question), ImageOps.mirror(answer)
    return question, answer


def _shape(size: tuple[int, int], box: tuple[int, int, int, int], tail_left: bool,
           rings: int) -> Image:
    """A mask with a speech shape in `box`, cut into as many rings, every second one left out."""
    from PIL import Image, ImageDraw

    mask = Image.new("L", (size[0] * _SMOOTH, size[1] * _SMOOTH))
    draw = ImageDraw.Draw(mask)
    left, top, right, bottom = (side * _SMOOTH for side in box)
    for ring in range(rings):
        inset = ring * (right - left) / 2 / rings
        inner = (left + inset, top + inset, right - inset - 1, bottom - inset - 1)
        _drop(draw, inner, tail_left, fill=255 if ring % 2 == 0 else 0)
    return mask.reduce(_SMOOTH)


def _drop(draw: ImageDraw, box: tuple[float, float, float, float], tail_left: bool,
          fill: int) -> None:
    """A disc with one square corner below: the tail of a speech balloon."""
    left, top, right, bottom = box
    middle = (left + right) / 2
    draw.ellipse(box, fill)
    half = (left, middle) if tail_left else (middle, right)
    draw.rectangle((half[0], (top + bottom) / 2, half[1], bottom), fill)
