"""Write the generated parts of the documentation from the code that they describe.

``python -m docs.generate`` rewrites what stands between ``<!-- generated: NAME -->`` and
``<!-- end -->`` in every page; with ``--check`` it writes nothing, names the pages that are stale
and ends with exit code 1. Run it from the folder that holds ``docs``.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_BLOCK = re.compile(
    r"(?P<start><!-- generated: (?P<name>[a-z -]+) -->\n)(?P<body>.*?)(?P<end><!-- end -->)",
    re.DOTALL,
)
_START = re.compile(r"<!-- generated:")


class UnknownBlock(LookupError):  # noqa: N818 - the word of the house
    """A page asks for a block that nobody writes, or does not close one."""


def pages() -> Iterator[Path]:
    """Every page that may hold a generated block or a link, in a stable order."""
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").rglob("*.md"))


def blocks_in(text: str) -> list[str]:
    return [match["name"] for match in _BLOCK.finditer(text)]


def rewritten(text: str, page: str = "") -> str:
    """``text`` with every block written anew, in English. Raises :class:`UnknownBlock`."""
    from django.utils.translation import override

    from docs.generated import BLOCKS

    def block(match: re.Match[str]) -> str:
        if match["name"] not in BLOCKS:
            raise UnknownBlock(f"{page}: nobody writes the block “{match['name']}”")
        return f"{match['start']}{BLOCKS[match['name']]().strip()}\n{match['end']}"

    if len(_START.findall(text)) != len(blocks_in(text)):
        raise UnknownBlock(f"{page}: a block is not closed, or its name is misspelt")
    with override("en"):
        return _BLOCK.sub(block, text)


def stale_pages() -> dict[Path, str]:
    """The pages whose blocks do not say what the code says, with the text that they should have."""
    stale: dict[Path, str] = {}
    for page in pages():
        text = page.read_text(encoding="utf-8")
        fresh = rewritten(text, page.relative_to(ROOT).as_posix())
        if fresh != text:
            stale[page] = fresh
    return stale


def set_up() -> None:
    """Django, so that the rooms can be imported."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sangto.config.settings")
    django.setup()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m docs.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if a page is stale")
    check = parser.parse_args(arguments).check
    set_up()
    stale = stale_pages()
    for page, fresh in stale.items():
        if not check:
            page.write_text(fresh, encoding="utf-8")
        sys.stdout.write(f"{'stale' if check else 'written'}: {page.relative_to(ROOT)}\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
