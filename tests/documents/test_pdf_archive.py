"""What PDF/A-3b and tagging leave in the file; a verifier of the whole standard is not at hand."""

from __future__ import annotations

import re
import zlib

import pytest

from sangto.documents.rendering import pdf_available, render_pdf
from tests.factories.official import report

pytestmark = pytest.mark.skipif(not pdf_available(), reason="Pango is not installed")


@pytest.fixture(scope="module")
def everything() -> bytes:
    """The file with its packed streams opened."""
    pdf = render_pdf(report(contents=True))
    opened = [pdf]
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            opened.append(zlib.decompressobj().decompress(found.group(1)))
        except zlib.error:
            continue
    return b"\n".join(opened)


def test_it_says_that_it_is_pdf_a_3b(everything: bytes) -> None:
    assert re.search(rb"pdfaid:part[^0-9]{1,3}3\D", everything)
    assert re.search(rb"pdfaid:conformance[^A-Z]{1,3}B", everything)
    assert b"/OutputIntents" in everything
    assert b"/GTS_PDFA1" in everything
    assert b"/DestOutputProfile" in everything
    assert b"/ID" in everything


def test_it_is_tagged_in_the_order_of_reading(everything: bytes) -> None:
    assert re.search(rb"/MarkInfo\s*<<\s*/Marked true", everything)
    assert b"/StructTreeRoot" in everything
    assert re.search(rb"/Lang\s*\(vi\)", everything)
    for tag in (b"/H1", b"/H2", b"/P", b"/Table", b"/TR", b"/TH", b"/TD", b"/Link"):
        assert re.search(rb"/S\s*" + tag + rb"\b", everything), tag


def test_it_runs_and_fetches_nothing(everything: bytes) -> None:
    for word in (b"/JavaScript", b"/JS ", b"/Launch", b"/EmbeddedFile", b"/URI", b"/Encrypt"):
        assert word not in everything
    assert b"/FontFile" in everything
