from __future__ import annotations

from sangto.reporting.services.digests import follow_digest, make_due_digests
from sangto.reporting.services.sample_year import write_sample_year

__all__ = ["follow_digest", "make_due_digests", "write_sample_year"]
