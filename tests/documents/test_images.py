"""Pictures: recognised by content, decoded under limits, written anew without anything else."""

from __future__ import annotations

import io
import resource
import struct
import subprocess
import sys
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from sangto.documents.domain.images import MAX_PIXELS, reencode
from sangto.kernel.errors import Refused
from tests.factories.documents import opened, picture


def _code(data: bytes, number: int = 1) -> str:
    with pytest.raises(Refused) as caught:
        reencode(data, number=number)
    assert str(number) in str(caught.value)
    assert caught.value.refusal.field == "images"
    return caught.value.refusal.code


def _png_header(width: int, height: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunk = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + chunk


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("hidden.txt", "SECRET-PAYLOAD")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")],
)
def test_each_kind_is_written_anew_in_its_own(kind: str, media_type: str) -> None:
    clean = reencode(picture(kind, size=(41, 23)))

    assert (clean.media_type, clean.width, clean.height) == (media_type, 41, 23)
    assert opened(clean.content).format == kind


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
        picture("AVIF"),
        _zip(),
    ],
)
def test_whatever_is_no_picture_of_the_three_kinds_is_refused(data: bytes) -> None:
    assert _code(data, number=3) == "documents.not_a_picture"


def test_an_archive_behind_or_inside_a_picture_does_not_get_through() -> None:
    archive = _zip()
    information = PngImagePlugin.PngInfo()
    information.add_text("Comment", "SECRET-PAYLOAD")
    for polyglot in (
        picture("PNG", pnginfo=information) + archive,
        picture("JPEG", comment=archive) + archive,
        picture("WEBP") + archive,
    ):
        content = reencode(polyglot).content
        assert b"SECRET-PAYLOAD" not in content
        assert b"PK\x03\x04" not in content


def test_a_picture_of_two_gigapixels_is_refused_by_its_header() -> None:
    assert _code(_png_header(50_000, 40_000)) == "documents.too_many_pixels"
    assert _code(_png_header(2**31 - 1, 2**31 - 1)) == "documents.too_many_pixels"
    assert _code(_png_header(MAX_PIXELS // 1000 + 1, 1000)) == "documents.too_many_pixels"


def test_a_webp_that_declares_a_giant_canvas_is_refused_by_its_header() -> None:
    canvas = (16_383).to_bytes(3, "little") * 2
    header = b"RIFF" + struct.pack("<I", 4096) + b"WEBPVP8X" + struct.pack("<I", 10)
    assert _code(header + b"\0\0\0\0" + canvas + b"\0" * 64) == "documents.too_many_pixels"


def test_a_bomb_is_refused_within_bounded_memory() -> None:
    """A PNG of 31,000 × 31,000 zeros is 1 MB on the wire and 2.9 GB in memory."""
    script = (
        "import struct, zlib, resource\n"
        "from sangto.documents.domain.images import reencode\n"
        "from sangto.kernel.errors import Refused\n"
        "side = 31_000\n"
        "def chunk(name, body):\n"
        "    crc = struct.pack('>I', zlib.crc32(name + body))\n"
        "    return struct.pack('>I', len(body)) + name + body + crc\n"
        "packer = zlib.compressobj(1)\n"
        "row = b'\\0' * (side * 3 + 1)\n"
        "body = b''.join(packer.compress(row) for _ in range(200)) + packer.flush()\n"
        "data = b'\\x89PNG\\r\\n\\x1a\\n'\n"
        "data += chunk(b'IHDR', struct.pack('>IIBBBBB', side, side, 8, 2, 0, 0, 0))\n"
        "data += chunk(b'IDAT', body) + chunk(b'IEND', b'')\n"
        "try:\n"
        "    reencode(data)\n"
        "except Refused as refused:\n"
        "    print(refused.refusal.code)\n"
    )
    limit = 700 * 1024 * 1024

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=bounded,
        env={"PYTHONPATH": "src"},
    )
    assert done.stdout.strip() == "documents.too_many_pixels"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("part", [0.15, 0.5, 0.9])
def test_a_truncated_picture_is_refused(kind: str, part: float) -> None:
    noise = Image.effect_noise((200, 150), 90).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, kind)
    data = buffer.getvalue()

    assert _code(data[: int(len(data) * part)], number=2) == "documents.damaged_picture"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_moving_picture_is_refused(kind: str) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:], duration=100)

    assert _code(buffer.getvalue()) == "documents.animated_picture"


def test_a_jpeg_with_several_pictures_gives_its_first() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "MPO", save_all=True, append_images=frames[1:])
    clean = reencode(buffer.getvalue())

    assert clean.media_type == "image/jpeg"
    red, _, blue = opened(clean.content).convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert red > 200
    assert blue < 60


def test_colours_of_print_are_turned_into_colours_of_screens() -> None:
    clean = reencode(picture("JPEG", mode="CMYK", colour=(0, 255, 255, 0)))

    image = opened(clean.content)
    assert image.mode == "RGB"
    red, green, _ = image.getpixel((5, 5))  # type: ignore[misc]
    assert red > 200
    assert green < 60


def test_sixteen_bits_are_scaled_and_not_cut_off() -> None:
    image = Image.new("I;16", (2, 1))
    image.putpixel((0, 0), 65_535)
    image.putpixel((1, 0), 32_768)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")

    clean = opened(reencode(buffer.getvalue()).content)
    assert clean.mode == "L"
    assert [clean.getpixel((x, 0)) for x in (0, 1)] == [255, 128]


def test_a_palette_with_transparency_keeps_both() -> None:
    image = Image.new("P", (2, 1))
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.putdata([0, 1])
    buffer = io.BytesIO()
    image.save(buffer, "PNG", transparency=0)

    clean = opened(reencode(buffer.getvalue()).content)
    assert clean.mode == "RGBA"
    assert clean.getpixel((0, 0))[3] == 0  # type: ignore[index]
    assert clean.getpixel((1, 0)) == (0, 0, 255, 255)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_it_is_turned_upright_and_its_metadata_is_gone(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "CAMERA-OF-SOMEBODY"
    exif[0x8825] = {1: "N", 2: (16.0, 4.0, 1.0)}
    source = Image.new("RGB", (40, 20), "red")
    source.paste("blue", (0, 0, 20, 20))
    buffer = io.BytesIO()
    source.save(buffer, kind, exif=exif, icc_profile=b"PROFILE-OF-SOMEBODY" * 8)

    clean = reencode(buffer.getvalue())
    image = opened(clean.content)

    assert (clean.width, clean.height) == (20, 40)
    red, _, blue = image.convert("RGB").getpixel((10, 5))  # type: ignore[misc]
    assert blue > red
    assert not image.getexif()
    assert "icc_profile" not in image.info
    assert b"SOMEBODY" not in clean.content


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_damaged_metadata_does_not_cost_the_picture() -> None:
    clean = reencode(picture("JPEG", exif=b"Exif\x00\x00MM\x00\x2a\xff\xff\xff\xff broken"))
    assert clean.width == 40


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(["PNG", "JPEG", "WEBP"]),
    data=st.data(),
)
def test_bytes_changed_at_random_give_a_picture_or_a_refusal(
    kind: str, data: st.DataObject
) -> None:
    original = bytearray(picture(kind, size=(16, 16)))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(original) - 1))
        original[place] = data.draw(st.integers(0, 255))
    try:
        clean = reencode(bytes(original))
    except Refused:
        return
    assert opened(clean.content).size == (clean.width, clean.height)
    assert clean.width * clean.height <= MAX_PIXELS
