"""QR codes as inline SVG: no file, no request, no script."""

from __future__ import annotations

import io
from functools import lru_cache

import segno


def qr_svg(text: str) -> str:
    """Markup of a QR code in the current colour; it scales with its box."""
    out = io.BytesIO()
    segno.make(text, error="m").save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        border=2,
        nl=False,
    )
    return out.getvalue().decode("ascii").replace('stroke="#000"', 'stroke="currentColor"')


@lru_cache(maxsize=16)
def public_qr_svg(address: str) -> str:
    """Drawn once a process: for the desk's own addresses, never for anything that is secret."""
    return qr_svg(address)
