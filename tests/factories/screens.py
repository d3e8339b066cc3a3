"""Screenshots of telephones, drawn: a status bar, a header, a message in a bubble or a post."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
)
WIDTH, HEIGHT = 720, 1280


@dataclass(frozen=True)
class Style:
    """Colours are grey or RGB; ``bubble`` None draws the text straight on the ground."""

    ground: tuple[int, int, int]
    header: tuple[int, int, int]
    header_ink: tuple[int, int, int]
    bubble: tuple[int, int, int] | None
    ink: tuple[int, int, int]
    title: str


STYLES = {
    "sms": Style((255, 255, 255), (246, 246, 246), (0, 0, 0), (233, 233, 235), (0, 0, 0), "SAOMAI"),
    "chat": Style(
        (226, 233, 241), (0, 104, 255), (255, 255, 255), (255, 255, 255), (10, 10, 10), "Nhóm chung"
    ),
    "post": Style((255, 255, 255), (255, 255, 255), (5, 5, 5), None, (5, 5, 5), "Bảng tin"),
    "dark-chat": Style(
        (18, 18, 20), (30, 30, 34), (240, 240, 240), (44, 46, 52), (236, 236, 236), "Nhóm chung"
    ),
}


@lru_cache(maxsize=16)
def font(size: int) -> ImageFont.FreeTypeFont:
    for path in FONTS:
        if Path(path).exists():
            return ImageFont.truetype(path, size)
    raise RuntimeError("neither DejaVu nor Liberation fonts are installed")


def wrapped(text: str, letters: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and letters.getlength(longer) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def screenshot(
    text: str, style: str = "sms", *, clock: str = "09:41", name: str = "", size: int = 27
) -> Image.Image:
    """One message as it stands on a telephone of 720 × 1,280."""
    look = STYLES[style]
    picture = Image.new("RGB", (WIDTH, HEIGHT), look.ground)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 138), fill=look.header)
    draw.text((28, 10), clock, font=font(24), fill=look.header_ink)
    draw.text((520, 10), "4G  76%", font=font(24), fill=look.header_ink)
    draw.rectangle((650, 14, 690, 34), outline=look.header_ink, width=3)
    draw.text((90, 74), name or look.title, font=font(32), fill=look.header_ink)
    letters = font(size)
    lines = wrapped(text, letters, 520 if look.bubble else 660)
    step = round(size * 1.42)
    top = 190
    left = 30
    if look.bubble is not None:
        draw.ellipse((18, top, 66, top + 48), fill=(150, 160, 175))
        left = 104
        draw.rounded_rectangle(
            (80, top - 16, 80 + 568, top + step * len(lines) + 18), radius=24, fill=look.bubble
        )
    for number, line in enumerate(lines):
        draw.text((left, top + step * number), line, font=letters, fill=look.ink)
    return picture


def as_jpeg(picture: Image.Image, quality: int = 80) -> bytes:
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def as_png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def screen_bytes(text: str, style: str = "sms") -> bytes:
    return as_png(screenshot(text, style))


def reopened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def variants(picture: Image.Image) -> dict[str, Image.Image]:
    """What happens to a screenshot on its way from one telephone to the next."""
    width, height = picture.size
    strip = round(0.06 * height)
    side = round(0.03 * width)
    changed = {
        f"quality {quality}": reopened(as_jpeg(picture, quality)) for quality in (20, 50, 80)
    }
    changed |= {
        f"scale {scale}": picture.resize(
            (round(width * scale), round(height * scale)), Image.Resampling.LANCZOS
        )
        for scale in (0.5, 0.75, 1.5)
    }
    changed["status bar off"] = picture.crop((0, strip, width, height))
    changed["bottom off"] = picture.crop((0, 0, width, height - strip))
    changed["sides off"] = picture.crop((side, 0, width - side, height))
    changed["dark"] = ImageOps.invert(picture.convert("RGB"))
    small = picture.crop((0, strip, width, height)).resize((360, round((height - strip) / 2)))
    changed["bar off, half, quality 30"] = reopened(as_jpeg(small, 30))
    return changed
