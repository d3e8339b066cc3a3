"""`sangto import` of a file, timed inside the process: what starts Python is no part of it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import django


def main(file: Path) -> None:
    django.setup()
    from sangto.cli.archive import import_archive
    from sangto.config import health  # noqa: F401 - with all that it imports
    from sangto.organisations.queries import current_network
    from sangto.verdicts import services  # noqa: F401

    current_network()
    began = time.perf_counter()
    import_archive.main([str(file)], standalone_mode=False)
    sys.stdout.write(f"\n{time.perf_counter() - began}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
