from __future__ import annotations

from sangto.reporting.services.sample_year import write_sample_year

__all__ = ["write_sample_year"]
