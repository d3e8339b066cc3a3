"""Entrance of the command: `sangto --help` lists what there is."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from sangto import __version__

#: name -> (module, attribute); imported only when used, so that `--help` is immediate.
COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("sangto.cli.check", "check"),
    "report": ("sangto.cli.report", "report"),
    "import": ("sangto.cli.archive", "import_archive"),
    "charter": ("sangto.cli.charter", "charter"),
    "user": ("sangto.cli.user", "user"),
    "prepare": ("sangto.cli.serve", "prepare"),
    "serve": ("sangto.cli.serve", "serve"),
    "worker": ("sangto.cli.serve", "worker"),
    "demo": ("sangto.cli.demo", "demo"),
    "reindex": ("sangto.cli.reindex", "reindex"),
    "consultation": ("sangto.cli.consultation", "consultation"),
    "matching": ("sangto.cli.matching", "matching"),
    "feed": ("sangto.cli.feed", "feed"),
    "maintenance": ("sangto.cli.maintenance", "maintenance"),
    "sample": ("sangto.cli.sample", "sample"),
    "backup": ("sangto.cli.backup", "backup"),
    "restore": ("sangto.cli.backup", "restore"),
    "move": ("sangto.cli.backup", "move"),
    "verify": ("sangto.cli.verify", "verify"),
    "document": ("sangto.cli.document", "document"),
    "doctor": ("sangto.cli.doctor", "doctor"),
}


class LazyGroup(click.Group):
    """Imports a command's module only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 - a mistake in the table above
        return command


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done; 1 findings or a refusal; 2 wrong use or unreadable input; "
    "3 the installation is not ready. SANGTO_DATA names the data folder (default: ./data).",
)
@click.version_option(__version__, prog_name="sangto")
def cli() -> None:
    """Sáng Tỏ: a response desk against online scams and false rumours."""


def run() -> None:
    """The console script. Output is UTF-8 whatever the locale says."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sangto.config.settings")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    cli(prog_name="sangto")
