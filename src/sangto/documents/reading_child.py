"""Reads one picture, in a process of its own with hard limits.

``python -m sangto.documents.reading_child`` takes the picture's bytes on standard input and writes
one JSON object: ``lines`` of text (null where tesseract or its languages are missing), ``codes``
(contents of QR codes) and ``looks``. Decoders of foreign bytes run here and nowhere else in this
way, so that whatever they do ends with this process. Ends with 3 for what is no picture, and with
4 when tesseract failed.
"""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence

from PIL import Image, ImageOps

from sangto.documents.domain.images import MAX_PIXELS
from sangto.documents.domain.look import is_dark, looks_of
from sangto.documents.domain.picture_text import (
    CHILD_BYTES,
    CHILD_SECONDS,
    CODE_LENGTH,
    MOST_CODES,
    NO_PICTURE,
    NOT_RECOGNISED,
    READ_LENGTH,
)

#: Width for reading, in pixels: letters of a telephone's screenshot are then about 30 high.
_WIDTH = 1_100
#: A picture is at most so many times as high as wide when it is read; the rest is cut off.
_TALLEST = 8
#: Bytes that any of the files that are written may have.
_FILE_BYTES = 4_000_000
_LANGUAGES = ("vie", "eng")


def limit_this_process() -> None:
    """Processor seconds, address space, files, no core; what is started from here inherits it."""
    for kind, most in (
        (resource.RLIMIT_CPU, CHILD_SECONDS),
        (resource.RLIMIT_AS, CHILD_BYTES),
        (resource.RLIMIT_FSIZE, _FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))


def prepared(picture: Image.Image) -> Image.Image:
    """Dark letters on a light ground, about 1,100 pixels wide, with full contrast."""
    grey = picture.convert("L")
    if is_dark(grey):
        grey = ImageOps.invert(grey)
    if grey.height > _TALLEST * grey.width:
        grey = grey.crop((0, 0, grey.width, _TALLEST * grey.width))
    scale = _WIDTH / grey.width
    if not 0.95 <= scale <= 1.05:
        size = (_WIDTH, max(1, round(grey.height * scale)))
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    return ImageOps.autocontrast(grey, cutoff=1)


def opened(content: bytes) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise ValueError("too many pixels")
        picture.load()
        if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
            whole = Image.new("RGBA", picture.size, "white")
            whole.alpha_composite(picture.convert("RGBA"))
            return whole.convert("L")
        return picture.convert("L")


def recognised(picture: Image.Image, languages: Sequence[str]) -> list[str]:
    """Lines as tesseract reads them, at most 20,000 characters."""
    buffer = io.BytesIO()
    prepared(picture).save(buffer, "PNG", compress_level=1)
    finished = subprocess.run(  # noqa: S603 - a fixed program, the picture comes by standard input
        ["tesseract", "stdin", "stdout", "-l", "+".join(languages), "--dpi", "300", "--psm", "4"],  # noqa: S607 - as installed by the operator
        input=buffer.getvalue(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    text = finished.stdout.decode("utf-8", "replace")[:READ_LENGTH]
    return [line for line in (line.strip() for line in text.splitlines()) if line]


def codes_in(picture: Image.Image) -> list[str]:
    """Contents of QR codes, each once; links and payment codes among them."""
    import zxingcpp

    found = zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]),
        text_mode=zxingcpp.TextMode.Plain,
    )
    texts = dict.fromkeys(one.text[:CODE_LENGTH] for one in found if one.text)
    return list(texts)[:MOST_CODES]


def main(languages: Sequence[str]) -> int:
    limit_this_process()
    content = sys.stdin.buffer.read()
    try:
        picture = opened(content)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a decoder of foreign bytes may raise anything
        return NO_PICTURE
    looks = [[look.plain, look.inverted] for look in looks_of(picture)]
    found: dict[str, object] = {"codes": codes_in(picture), "looks": looks, "lines": None}
    chosen = [one for one in languages if one in _LANGUAGES]
    if chosen:
        try:
            found["lines"] = recognised(picture, chosen)
        except (OSError, subprocess.SubprocessError):
            return NOT_RECOGNISED
    sys.stdout.write(json.dumps(found))
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    os.environ["OMP_THREAD_LIMIT"] = "1"
    sys.exit(main(sys.argv[1:]))
