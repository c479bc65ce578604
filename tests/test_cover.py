"""Covers: drawn ones at every kind of title, and people's own."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw

from podcast.editions.cover import (
    MAX_BYTES,
    SIDE,
    CoverText,
    check_cover,
    draw_cover,
    episode_text,
    palettes,
    show_text,
)
from podcast.editions.lettering import FONTS, Face, fit
from podcast.errors import UserError
from podcast.model import CastMember, Script
from podcast.settings import Settings

TITLE = Face("display.ttf")
LONG = ("„Wir brauchen Mut“ – ein Gespräch über Größe, Geduld und die Frage: Wann ist etwas"
        " «fertig»? … ") * 3


def _picture(jpeg: bytes) -> Image.Image:
    image = Image.open(BytesIO(jpeg))
    image.load()
    return image


@pytest.mark.parametrize("title", [
    "", "A", "Hörfassung", "ÄÖÜ ẞ „“ «» – — …", LONG, "Mut " * 1250, "W" * 300, "🎧日本語",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenfabrik", "שלום عليكم",
])
def test_any_title_makes_a_cover(title: str) -> None:
    """Whatever the title, the cover is a square baseline RGB JPEG of at most 512 KB."""
    jpeg = draw_cover(CoverText(title, kicker=title[:80], footer=title[:200], theme="Schau"))
    image = _picture(jpeg)
    assert (image.format, image.size, image.mode) == ("JPEG", (SIDE, SIDE), "RGB")
    assert len(jpeg) <= MAX_BYTES
    assert not image.info.get("progressive")


def test_same_text_same_bytes() -> None:
    """A cover depends on its words only; the theme decides its colours."""
    text = CoverText("Titel", "Schau", "Das Blatt", theme="Schau")
    assert draw_cover(text) == draw_cover(text)
    grounds = {_picture(draw_cover(replace(text, theme=theme))).getpixel((5, 5))
               for theme in "abcdef"}
    assert len(grounds) > 1


def test_margins_stay_free() -> None:
    """Nothing is drawn near the edges, where apps round the corners."""
    for text in (CoverText("WÄRE", "W" * 90, "Größe " * 40), CoverText("W" * 300), CoverText(LONG)):
        image = _picture(draw_cover(text))
        ground = Image.new("RGB", image.size, image.getpixel((5, 5)))
        painted = ImageChops.difference(image, ground).convert("L").point(lambda v: v > 40 and 255)
        left, top, right, bottom = painted.getbbox() or (0, 0, 0, 0)
        assert min(left, top, SIDE - right, SIDE - bottom) > 180


@pytest.mark.parametrize("palette", palettes(), ids=lambda one: one.name)
def test_contrast(palette: object) -> None:
    """Letters stand on their ground with a contrast of at least 7:1 (WCAG 2.2, 1.4.6)."""
    light = {name: _luminance(getattr(palette, name)) for name in ("ground", "ink", "quiet")}
    for name in ("ink", "quiet"):
        high, low = sorted((light[name], light["ground"]), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 7


def _luminance(colour: str) -> float:
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_letters_without_a_shape_are_left_out() -> None:
    """No empty boxes: what the typeface lacks is left out, or written with what it has."""
    assert TITLE.known("Größe 🎧 日本語  zu „hören“") == "Größe zu „hören“"
    assert TITLE.known("ﬁn ｆｕｌｌ u\u0308 ẞ") == "fin full ü ẞ"
    assert Face("text.ttf").known("ÄÖÜäöüß„“‚‘»«–—…·éèçñłőž€") == "ÄÖÜäöüß„“‚‘»«–—…·éèçñłőž€"


def test_kerning_moves_letters() -> None:
    """A pair such as AV stands closer than its letters alone, as wide as it is measured."""
    assert TITLE.width("AV") < TITLE.width("A") + TITLE.width("V")
    image = Image.new("L", (3000, 1200))
    TITLE.draw(ImageDraw.Draw(image), (100, 1000), "AVAV", 1000, "white")
    box = image.getbbox()
    assert box is not None
    assert box[2] - box[0] == pytest.approx(TITLE.width("AVAV"), abs=40)


def test_lines_are_balanced() -> None:
    """Lines of a wrapped title are about as wide as each other, not full and then a rest."""
    set_in = fit(TITLE, "Ein Gespräch über die Zukunft der Stadt", (200,), 2560, 1200, 1.1)
    widths = [TITLE.width(line) for line in set_in.lines]
    assert len(widths) == 2
    assert min(widths) > 0.7 * max(widths)


def test_long_words_break_at_syllables() -> None:
    """A compound too long for a line is hyphenated; one that fits is left whole."""
    broken = fit(TITLE, "Bundesverfassungsgerichtspräsident", (400, 120), 2000, 4000, 1.1)
    assert broken.size == 400
    assert [line.endswith("-") for line in broken.lines][:-1] == [True] * (len(broken.lines) - 1)
    assert "".join(broken.lines).replace("-", "") == "Bundesverfassungsgerichtspräsident"
    assert fit(TITLE, "Verfassung", (400, 300), 2000, 1200, 1.1).lines == ("Verfassung",)
    soft = fit(TITLE, "Silben\u00adtrennung", (400,), 1900, 1200, 1.1)
    assert soft.lines == ("Silben-", "trennung")


def test_too_long_a_title_ends_in_an_ellipsis() -> None:
    """What does not fit in the smallest size is cut, and says so."""
    short = fit(TITLE, "Wort " * 500, (100,), 2000, 600, 1.1)
    assert short.lines[-1].endswith("Wort…")


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("aäeiouschtWMß-–/ \u00ad"), max_size=120))
def test_no_letter_is_lost(text: str) -> None:
    """Setting adds hyphens and line ends, and nothing else; each line fits the column."""
    known = TITLE.known(text)
    if not known:
        return
    found = fit(TITLE, known, (300, 200, 100, 60), 2000, 4000, 1.1)
    skip = str.maketrans("", "", " -\u00ad")
    assert "".join(found.lines).translate(skip) == known.translate(skip)
    assert all(TITLE.width(line) * found.size / 1000 <= 2000 for line in found.lines)


def test_words_on_covers() -> None:
    """A show's cover names its author; an episode's its guest, outlet and day."""
    show = Settings(root=Path(), title="Schau", cast="c", guid="g", author="Redaktion")
    assert show_text(show) == CoverText("Schau", footer="Redaktion", theme="Schau")
    script = Script("1", "a", "Interview mit Anna Groß", turns=(), publisher="Das Blatt",
                    cast=(CastMember("a", "guest", "Anna Groß"), CastMember("b", "guest", "B")),
                    published="2017-02-05", created="2024-03-01T10:00:00+01:00")
    assert episode_text(script, show) == CoverText(
        "Interview mit Anna Groß", "Schau", "B · Das Blatt · 5. Februar 2017", "Schau")


def test_licence_comes_with_the_fonts() -> None:
    """Changed fonts don't use the reserved name, and the licence lies beside them."""
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
    fonts = sorted(FONTS.glob("*.ttf"))
    assert [one.name for one in fonts] == ["display.ttf", "text.ttf"]
    from PIL import ImageFont
    assert not any("Source" in (ImageFont.truetype(one).getname()[0] or "") for one in fonts)


def _saved(path: Path, image: Image.Image, **options: object) -> Path:
    image.save(path, **options)
    return path


def test_own_cover_that_fits_is_left_alone(tmp_path: Path) -> None:
    """A fitting JPEG is published byte for byte."""
    path = _saved(tmp_path / "c.jpg", Image.new("RGB", (1400, 1400), "teal"))
    assert check_cover(path) == path.read_bytes()


def test_own_cover_too_heavy_is_made_lighter(tmp_path: Path) -> None:
    """Noise, transparency, palettes, grey and 4,000 pixels become a JPEG that apps accept."""
    noise = Image.effect_noise((2000, 2000), 90)
    pictures = {
        "noise.png": Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180))),
        "grey.png": noise,
        "clear.png": Image.new("RGBA", (1500, 1500), (0, 0, 0, 0)),
        "palette.png": Image.new("P", (1500, 1500), 3),
        "print.jpg": Image.new("CMYK", (1500, 1500)),
        "large.png": Image.new("RGB", (4000, 4000), "teal"),
    }
    for name, picture in pictures.items():
        path = _saved(tmp_path / name, picture)
        jpeg = check_cover(path)
        image = _picture(jpeg)
        assert (image.format, image.mode) == ("JPEG", "RGB")
        assert (len(jpeg) <= MAX_BYTES, image.width >= 1400) == (True, True)
        assert image.width == image.height == min(picture.width, SIDE) or picture.width == 2000
        assert jpeg == check_cover(path)
    assert _picture(check_cover(tmp_path / "clear.png")).getpixel((9, 9)) == (255, 255, 255)


@pytest.mark.parametrize(("size", "message"), [((1400, 1500), "1400 × 1500 pixels, not square"),
                                               ((800, 800), "too small")])
def test_own_cover_of_a_wrong_size(tmp_path: Path, size: tuple[int, int], message: str) -> None:
    """A picture that no app accepts is refused with its size and the one wanted."""
    path = _saved(tmp_path / "c.png", Image.new("RGB", size))
    with pytest.raises(UserError, match=message) as caught:
        check_cover(path)
    assert caught.value.where == str(path)


def test_own_cover_that_is_no_picture(tmp_path: Path) -> None:
    """Text, half a picture, another format, a folder and nothing at all are plain errors."""
    whole = _saved(tmp_path / "c.jpg", Image.effect_noise((1400, 1400), 50)).read_bytes()
    (tmp_path / "half.jpg").write_bytes(whole[:len(whole) // 2])
    (tmp_path / "text.jpg").write_text("no picture")
    _saved(tmp_path / "c.gif", Image.new("P", (1400, 1400)))
    for name in ("half.jpg", "text.jpg", "c.gif", "missing.jpg", "."):
        with pytest.raises(UserError):
            check_cover(tmp_path / name)
