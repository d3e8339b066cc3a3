"""Every test run has a data folder of its own; nothing of the installation is touched."""

from __future__ import annotations

import os
import tempfile

_DATA = tempfile.mkdtemp(prefix="sangto-test-")
os.environ["SANGTO_DATA"] = _DATA
os.environ.setdefault("SANGTO_SECRET_KEYS", "key-for-tests-only,older-key-for-tests-only")
os.environ["SANGTO_MAIL"] = "off"
