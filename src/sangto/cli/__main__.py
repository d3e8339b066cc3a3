"""`python -m sangto.cli` is the `sangto` command."""

from sangto.cli.main import run

run()
