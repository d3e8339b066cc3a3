"""Pictures from outside: recognised by content, decoded under limits, written anew.

What comes out holds pixels and nothing else: no EXIF, no comment, no colour profile, no appended
archive. At most two pictures are decoded at the same time, so that a burst of large ones needs
at most about 640 MB.
"""

from __future__ import annotations

import io
import struct
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from PIL import Image, ImageFile, ImageOps

from sangto.kernel.errors import Refusal, Refused, gettext_noop

MAX_PIXELS = 40_000_000
MAX_SIDE = 30_000

_MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg", "WEBP": "image/webp"}
#: Bytes of a reduced picture that is kept without loss.
_LOSSLESS = 1_500_000
_DECODERS = threading.BoundedSemaphore(2)

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class CleanImage:
    """A picture written by this desk from the pixels of another."""

    content: bytes = field(repr=False)
    media_type: str
    width: int
    height: int


def not_a_picture(number: int) -> Refusal:
    return Refusal(
        "documents.not_a_picture",
        gettext_noop(
            "Picture %(number)s is not a PNG, JPEG or WebP picture. Please take a screenshot and "
            "send that."
        ),
        {"number": number},
        "images",
    )


def damaged(number: int) -> Refusal:
    return Refusal(
        "documents.damaged_picture",
        gettext_noop(
            "Picture %(number)s is damaged or did not arrive whole. Please choose it again or "
            "take a new screenshot."
        ),
        {"number": number},
        "images",
    )


def too_many_pixels(number: int) -> Refusal:
    return Refusal(
        "documents.too_many_pixels",
        gettext_noop(
            "Picture %(number)s is too large to be opened: at most %(limit)s million pixels. "
            "Please send a screenshot or a smaller copy."
        ),
        {"number": number, "limit": MAX_PIXELS // 1_000_000},
        "images",
    )


def animated(number: int) -> Refusal:
    return Refusal(
        "documents.animated_picture",
        gettext_noop("Picture %(number)s moves. Please send a still screenshot of it."),
        {"number": number},
        "images",
    )


def too_many_bytes(number: int, limit: int) -> Refusal:
    return Refusal(
        "documents.too_many_bytes",
        gettext_noop("Picture %(number)s is larger than %(limit)s MB. Please send a smaller copy."),
        {"number": number, "limit": limit // (1024 * 1024)},
        "images",
    )


def reencode(data: bytes, *, number: int = 1) -> CleanImage:
    """The picture in ``data``, turned upright and written anew in its own format.

    ``number`` (1 for the first) is named in the refusal. Raises :class:`Refused` for everything
    that is not one whole, still PNG, JPEG or WebP picture of at most 40 million pixels, and for
    whatever else a decoder may stumble over. Of a JPEG with several pictures, the first is taken.
    """
    with _decoding(data, number):
        kind, pixels = _pixels(data, number)
        return _reencoded(kind, pixels)


def reduced(data: bytes, *, width: int, height: int, number: int = 1) -> bytes:
    """The same picture in grey, at most ``width`` × ``height``; refused like above.

    A screenshot stays without loss, unless it is large: traces of compression cost accents.
    """
    with _decoding(data, number):
        kind, pixels = _pixels(data, number)
        if pixels.mode == "RGBA":
            ground = Image.new("RGBA", pixels.size, "white")
            ground.alpha_composite(pixels)
            pixels = ground
        grey = pixels.convert("L")
        grey.thumbnail((width, height), Image.Resampling.LANCZOS)
        buffer = io.BytesIO()
        if kind != "JPEG":
            grey.save(buffer, "PNG")
        if kind == "JPEG" or buffer.tell() > _LOSSLESS:
            buffer = io.BytesIO()
            grey.save(buffer, "JPEG", quality=92)
        return buffer.getvalue()


@contextmanager
def _decoding(data: bytes, number: int) -> Iterator[None]:
    declared = _declared_size(data)
    if declared is None:
        raise Refused(not_a_picture(number))
    if _too_large(*declared):
        raise Refused(too_many_pixels(number))
    with _DECODERS:
        # WeasyPrint turns it on for the whole process when it is loaded.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        except Refused:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise Refused(too_many_pixels(number)) from None
        except Exception:  # noqa: BLE001 - a decoder of foreign bytes may raise anything
            raise Refused(damaged(number)) from None


def _pixels(data: bytes, number: int) -> tuple[str, Image.Image]:
    """Its format, and plain pixels turned upright."""
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as opened:
        if _too_large(*opened.size):
            raise Refused(too_many_pixels(number))
        kind = "JPEG" if opened.format == "MPO" else str(opened.format)
        if kind != "JPEG" and getattr(opened, "is_animated", False):
            raise Refused(animated(number))
        opened.load()
        upright = _upright(opened)
        pixels = _plain(upright)
        pixels.info.clear()
        return kind, pixels


def _reencoded(kind: str, pixels: Image.Image) -> CleanImage:
    buffer = io.BytesIO()
    match kind:
        case "JPEG":
            pixels.convert("RGB" if pixels.mode == "RGBA" else pixels.mode).save(
                buffer, "JPEG", quality=88, optimize=False
            )
        case "WEBP":
            pixels.save(buffer, "WEBP", quality=88, method=2)
        case _:
            pixels.save(buffer, "PNG")
    return CleanImage(buffer.getvalue(), _MEDIA_TYPES[kind], pixels.width, pixels.height)


def _upright(image: Image.Image) -> Image.Image:
    """Turned as its EXIF orientation says; damaged EXIF data is as good as none."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - EXIF readers raise whatever the bytes provoke
        return image


def _plain(image: Image.Image) -> Image.Image:
    """The same pixels as 8-bit grey, RGB or RGBA."""
    if image.mode.startswith("I;16"):
        image = image.convert("I")
    if image.mode == "I":
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"LA", "PA", "RGBa", "La"} or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in {"L", "RGB", "RGBA"}:
        return image
    if image.mode == "1":
        return image.convert("L")
    return image.convert("RGB")


def _too_large(width: int, height: int) -> bool:
    return width * height > MAX_PIXELS or max(width, height) > MAX_SIDE


def _declared_size(data: bytes) -> tuple[int, int] | None:
    """Width and height as the header says, before any decoder reserves memory for them.

    None for what is no picture; (1, 1) for a JPEG, whose decoder reserves nothing until later.
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        if len(data) < 24 or data[12:16] != b"IHDR":
            return (1, 1)
        width, height = struct.unpack(">II", data[16:24])
        return (width, height)
    if data.startswith(b"\xff\xd8\xff"):
        return (1, 1)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp_size(data)
    return None


def _webp_size(data: bytes) -> tuple[int, int]:
    if len(data) < 30:
        return (1, 1)
    match data[12:16]:
        case b"VP8X":
            width = int.from_bytes(data[24:27], "little") + 1
            height = int.from_bytes(data[27:30], "little") + 1
        case b"VP8L":
            bits = int.from_bytes(data[21:25], "little")
            width, height = (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
        case _:
            width = int.from_bytes(data[26:28], "little") & 0x3FFF
            height = int.from_bytes(data[28:30], "little") & 0x3FFF
    return (width, height)
