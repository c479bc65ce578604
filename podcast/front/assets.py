"""What the front page looks like and does: the episode pages' own style, and the search."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from podcast.editions.page import assets as page

FOLDER = Path(__file__).parent
FRONT_ASSETS = "front.*"
"""Pattern of the names of all files but the page itself."""
_STYLE = (*(page.FOLDER / one for one in page.STYLE), FOLDER / "front.css")
_SCRIPT = (page.FOLDER / page.TELLING,
           *(FOLDER / one for one in ("folding.js", "query.js", "search.js")))
_SIDE_PX = 480
_QUALITY = 72


@cache
def style() -> tuple[str, bytes]:
    """Name and content of the style sheet."""
    return _named("css", _whole(_STYLE))


@cache
def script() -> tuple[str, bytes]:
    """Name and content of the script."""
    return _named("js", _whole(_SCRIPT))


def picture(cover_jpeg: bytes) -> tuple[str, bytes]:
    """Name and content of a small copy of the show's cover, as a JPEG."""
    from PIL import Image

    small = BytesIO()
    with Image.open(BytesIO(cover_jpeg)) as image:
        image.draft("RGB", (_SIDE_PX, _SIDE_PX))
        image.convert("RGB").resize((_SIDE_PX, _SIDE_PX)).save(small, "JPEG", quality=_QUALITY,
                                                               optimize=True)
    return _named("jpg", small.getvalue())


def _whole(files: Sequence[Path]) -> bytes:
    return b"".join(one.read_bytes() for one in files)


def _named(ending: str, data: bytes) -> tuple[str, bytes]:
    return FRONT_ASSETS.replace("*", f"{sha256(data).hexdigest()[:8]}.{ending}"), data
