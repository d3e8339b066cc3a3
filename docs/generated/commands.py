"""The command line, from the help of each command."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click

from docs.generated.markdown import code, fenced, table
from docs.generated.meanings import EXITS
from sangto.cli import session
from sangto.cli.main import cli


def walk(
    command: click.Command = cli, name: str = "sangto", parent: click.Context | None = None
) -> Iterator[tuple[str, click.Command, click.Context]]:
    """Every command that does something, with its whole name, in the order of the help.

    With the settings of the real command: a command keeps the help option that it made first.
    """
    context = click.Context(
        command,
        info_name=name.rsplit(" ", maxsplit=1)[-1],
        parent=parent,
        help_option_names=cli.context_settings["help_option_names"],
    )
    if not isinstance(command, click.Group):
        yield name, command, context
        return
    for inner in command.list_commands(context):
        found = command.get_command(context, inner)
        if found is not None:
            yield from walk(found, f"{name} {inner}", context)


def commands() -> str:
    return "\n\n".join(part for found in walk() for part in _told(*found))


def _told(name: str, command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {code(name)}"
    yield fenced("text", " ".join((name, *command.collect_usage_pieces(context))))
    yield re.sub(r"(?<!\n)\n(?!\n)", " ", inspect.cleandoc(command.help or ""))
    options = [
        parameter
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
    ]
    if options:
        yield table(
            ("option", "meaning", "default"), (_option(option, context) for option in options)
        )


def _option(option: click.Option, context: click.Context) -> tuple[str, str, str]:
    names = " / ".join(code(name) for name in (*option.opts, *option.secondary_opts))
    if not option.is_flag:
        names += f" {option.make_metavar(context)}"
    about = option.help or ""
    if option.required:
        about = f"{about} Required.".strip()
    shown = "" if option.required else _default(option, context)
    return names, about, shown


def _default(option: click.Option, context: click.Context) -> str:
    record = option.get_help_extra(context)
    return code(str(record["default"])) if "default" in record else ""


def exit_codes() -> str:
    """The codes that the group's epilog promises, held to the constants of the commands."""
    promised = dict(re.findall(r"(\d) ([^;.]+)[;.]", cli.epilog or ""))
    known = {"0", str(session.FINDINGS), str(session.UNREADABLE), str(session.NOT_READY)}
    if set(promised) != known:
        raise ValueError(f"the epilog of sangto promises {sorted(promised)}, not {sorted(known)}")
    general = table(("code", "meaning"), ((number, text) for number, text in promised.items()))
    each = table(
        ("command", "0", "1", "2", "3"),
        ((code(name), *EXITS.get(name, ("", "", "", ""))) for name, _, _ in walk()),
    )
    return f"{general}\n\n{each}"
