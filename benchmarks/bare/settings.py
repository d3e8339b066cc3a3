"""The desk's database settings, and nothing else of Django that costs something.

On SQLite a connection lasts for one request, as Django does by default; the desk keeps it.
"""

from __future__ import annotations

import os
from pathlib import Path

from sangto.config.options import database_settings

SECRET_KEY = "key-for-benchmarks-only"  # noqa: S105 - protects nothing
DEBUG = False
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["benchmarks.bare"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "benchmarks.bare.urls"
DATABASES = {
    "default": {
        **database_settings(
            os.environ.get("SANGTO_DATABASE_URL", ""), Path(os.environ["SANGTO_DATA"])
        ),
        "CONN_MAX_AGE": 0,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
