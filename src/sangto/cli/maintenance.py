from __future__ import annotations

import click
from django.utils.translation import gettext as _

from sangto.cli.session import with_desk


@click.command()
@click.argument("switch", type=click.Choice(["on", "off", "show"]), default="show")
@with_desk(needs_tables=False)
def maintenance(switch: str) -> None:
    """Close the public pages for a while (on), open them (off), or say how they are (show)."""
    from django.conf import settings

    from sangto.web.maintenance import FILE_NAME, is_closed

    file = settings.SANGTO_DATA / FILE_NAME
    if switch == "on":
        file.touch()
    elif switch == "off":
        file.unlink(missing_ok=True)
    if is_closed():
        click.echo(_("The public pages are closed; the desk stays open."))
        if switch == "off":
            click.echo(_("The option SANGTO_MAINTENANCE still closes them."))
    else:
        click.echo(_("The public pages are open."))
