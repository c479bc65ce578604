"""The cover: drawn from the title, or the show's own picture made fit for podcast apps."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.editions.lettering import Face, Setting, fit
from podcast.editions.talk import WIDTH, talk
from podcast.editions.wording import one_line
from podcast.errors import UserError
from podcast.language import displayed_date, load_language
from podcast.model import Script
from podcast.settings import Settings

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

SIDE = 3000
"""Pixels of a drawn cover's side."""
MAX_BYTES = 512_000
MIN_SIDE = 1400
"""Apple's smallest accepted cover, in pixels."""

_PALETTES = Path(__file__).with_name("cover.toml")
_MARGIN = 220
_COLUMN = SIDE - 2 * _MARGIN
_TITLE = Face("display.ttf", tracking=-4)
_SMALL = Face("text.ttf", tracking=8)
_TITLE_SIZES = tuple(range(640, 100, -8))
_SMALL_SIZES = tuple(range(112, 60, -4))
_TITLE_HEIGHT = 1030
_SMALL_HEIGHT = 260
_RULES = ((0, 26), (16, 8))
_GAP = 100
_LEADING = 1.08
_CAP_HEIGHT = 0.67
_DESCENT = 0.2
_QUALITIES = (90, 84, 78, 70, 60, 45, 30)
_SMALLER = (2000, MIN_SIDE)


@dataclass(frozen=True, slots=True)
class CoverText:
    """What stands on a cover; `theme` (the show's title) decides the colours."""

    title: str
    kicker: str = ""
    footer: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as `#rrggbb`."""

    name: str
    ground: str
    ink: str
    quiet: str
    question: str
    answer: str
    both: str


def show_text(settings: Settings) -> CoverText:
    """What stands on the cover of a show."""
    return CoverText(settings.title, footer=settings.author, theme=settings.title)


def episode_text(script: Script, settings: Settings) -> CoverText:
    """What stands on the cover of an episode: its title, guest, outlet and date."""
    guests = [member.name for member in script.by_role("guest") if member.name not in script.title]
    day = displayed_date(load_language(script.language), script.published or script.created)
    footer = " · ".join(filter(None, [*guests, script.publisher, day]))
    return CoverText(script.title, kicker=settings.title, footer=footer, theme=settings.title)


@cache
def palettes() -> tuple[Palette, ...]:
    """Every set of colours a cover is drawn in."""
    import tomllib

    data = tomllib.loads(_PALETTES.read_text(encoding="utf-8"))
    return tuple(Palette(**one) for one in data["palette"])


def draw_cover(text: CoverText) -> bytes:
    """A square baseline RGB JPEG of `SIDE` pixels and at most `MAX_BYTES`."""
    from PIL import Image, ImageDraw

    colours = palettes()[_digest(text.theme or text.title)[0] % len(palettes())]
    image = Image.new("RGB", (SIDE, SIDE), colours.ground)
    bottom = _letter(ImageDraw.Draw(image), text, colours)
    _talk(image, bottom, colours, mirrored=_digest(text.title)[1] % 2 == 0)
    return _jpeg(image)


def _letter(draw: ImageDraw, text: CoverText, colours: Palette) -> int:
    """Draw a rule, kicker, title and footer from the top; the y below the last line."""
    y = _MARGIN
    for skip, thickness in _RULES:
        y += skip
        draw.rectangle((_MARGIN, y, SIDE - _MARGIN - 1, y + thickness - 1), colours.ink)
        y += thickness
    for face, words, sizes, height, ink in (
            (_SMALL, text.kicker, _SMALL_SIZES, _SMALL_HEIGHT, colours.quiet),
            (_TITLE, text.title, _TITLE_SIZES, _TITLE_HEIGHT, colours.ink),
            (_SMALL, text.footer, _SMALL_SIZES, _SMALL_HEIGHT, colours.quiet)):
        known = face.known(one_line(words))
        if known:
            setting = fit(face, known, sizes, _COLUMN, height, _LEADING)
            y = _set(draw, setting, face, y, ink)
    return y


def _set(draw: ImageDraw, setting: Setting, face: Face, top: int, ink: str) -> int:
    """Draw lines that begin a gap below `top`; the y below the last of them."""
    rise = max(_CAP_HEIGHT, face.rise(setting.lines[0]) / 1000)
    base = top + _GAP + round(rise * setting.size)
    for number, line in enumerate(setting.lines):
        y = base + round(number * _LEADING * setting.size)
        face.draw(draw, (_MARGIN, y), line, setting.size, ink)
    return y + round(_DESCENT * setting.size)


def _talk(image: Image, top: int, colours: Palette, mirrored: bool) -> None:
    from PIL import ImageChops

    room = SIDE - _MARGIN - top - _GAP
    height = min(room, int(_COLUMN / WIDTH))
    question, answer = talk(height, mirrored)
    at = (_MARGIN if mirrored else SIDE - _MARGIN - question.width, SIDE - _MARGIN - height)
    image.paste(colours.question, at, question)
    image.paste(colours.answer, at, answer)
    image.paste(colours.both, at, ImageChops.multiply(question, answer))


def _digest(text: str) -> bytes:
    return hashlib.sha256(one_line(text).encode()).digest()


def _jpeg(image: Image) -> bytes:
    """The best baseline JPEG that keeps within `MAX_BYTES`; smaller only if nothing else helps."""
    for side in (image.width, *(one for one in _SMALLER if one < image.width)):
        sized = image if side == image.width else image.resize((side, side), reducing_gap=3.0)
        for quality in _QUALITIES:
            file = BytesIO()
            sized.save(file, "JPEG", quality=quality, subsampling=0 if quality > 80 else 2)
            if file.tell() <= MAX_BYTES:
                return file.getvalue()
    return file.getvalue()


def check_cover(path: Path) -> bytes:
    """The show's own cover as a JPEG of at most `MAX_BYTES`; UserError says what is wrong."""
    from PIL import Image, UnidentifiedImageError

    data = _read(path)
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as image:
            image.load()
            return _fitted(image, data, str(path))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError,
            Image.DecompressionBombError) as error:
        raise UserError("not a picture that can be read", str(path),
                        "A cover is a JPEG or PNG file.") from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"the cover cannot be read ({error.strerror})", str(path),
                        "Correct 'cover' in podcast.toml, or leave it out: then one is drawn"
                        " from the title.") from error


def _fitted(image: Image, data: bytes, where: str) -> bytes:
    width, height = image.size
    if width != height:
        raise UserError(f"the cover is {width} × {height} pixels, not square", where,
                        f"Crop it to a square of {MIN_SIDE} to {SIDE} pixels.")
    if width < MIN_SIDE:
        raise UserError(f"the cover is {width} × {height} pixels, too small", where,
                        f"Podcast apps want a square of {MIN_SIDE} to {SIDE} pixels.")
    if _is_fit(image, data):
        return data
    return _jpeg(_rgb(image).resize((min(width, SIDE),) * 2, reducing_gap=3.0))


def _is_fit(image: Image, data: bytes) -> bool:
    plain = image.format == "JPEG" and image.mode == "RGB" and not image.getexif()
    return plain and image.width <= SIDE and len(data) <= MAX_BYTES


def _rgb(image: Image) -> Image:
    """The picture turned as its Exif says, in sRGB, on white where it was transparent."""
    from PIL import Image as Pictures
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(_in_srgb(image))
    if not upright.has_transparency_data:
        return upright.convert("RGB")
    opaque = upright.convert("RGBA")
    paper = Pictures.new("RGBA", opaque.size, "white")
    return Pictures.alpha_composite(paper, opaque).convert("RGB")


def _in_srgb(image: Image) -> Image:
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        return ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(BytesIO(profile)),
                                         ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    except ImageCms.PyCMSError:
        return image
