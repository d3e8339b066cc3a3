"""Make the table and serve, by the server that the desk uses."""

from __future__ import annotations

import argparse
import os
import signal
import sys

import django
import waitress


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--port", type=int, required=True)
    arguments.add_argument("--threads", type=int, required=True)
    chosen = arguments.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.bare.settings"
    django.setup()
    from django.core.wsgi import get_wsgi_application

    from benchmarks.bare.table import prepare

    prepare(rows=1_000)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    waitress.serve(
        get_wsgi_application(), host="127.0.0.1", port=chosen.port, threads=chosen.threads
    )


if __name__ == "__main__":
    main()
