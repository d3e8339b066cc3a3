from __future__ import annotations

from sangto.documents.services.files import (
    add_file,
    delete_file,
    discard_file,
    keeping,
    store_file,
    sweep_orphans,
)

__all__ = ["add_file", "delete_file", "discard_file", "keeping", "store_file", "sweep_orphans"]
