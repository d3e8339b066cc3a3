from __future__ import annotations

import click
from django.utils.translation import gettext as _

from sangto.cli.session import FINDINGS, stop, with_desk
from sangto.kernel.actor import Role, operator_actor


@click.group()
def user() -> None:
    """Accounts of staff."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True, help="Full name as colleagues know it.")
@click.option("--agency", required=True, help="The agency's slug in the charter.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="May be given several times.",
)
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.password_option(help="Asked for when it is not given.")
@with_desk()
def add(
    email: str, name: str, agency: str, roles: tuple[str, ...], language: str, password: str
) -> None:
    """Create an account for EMAIL and give it its roles; all of it or nothing."""
    from sangto.audit.services import change
    from sangto.organisations.queries import agency_by_slug, current_network
    from sangto.organisations.services import create_user, grant_role

    network = current_network()
    found = agency_by_slug(network, agency) if network is not None else None
    if found is None:
        stop(
            _("There is no agency “%(slug)s”. Load a charter first, or use its slug.")
            % {"slug": agency},
            FINDINGS,
        )
    actor = operator_actor("user add")
    with change(actor):
        account = create_user(
            email=email, full_name=name, password=password, language=language, actor=actor
        )
        for role in dict.fromkeys(roles):
            grant_role(user=account, agency=found, role=Role(role), actor=actor)
    click.echo(_("%(email)s can sign in now.") % {"email": account.email})


@user.command("factors-reset")
@click.argument("email")
@with_desk()
def factors_reset(email: str) -> None:
    """Take away every second factor of EMAIL, who lost them, and end their sessions."""
    from sangto.organisations.models import User
    from sangto.organisations.services import reset_factors

    account = User.objects.filter(email__iexact=email.strip()).first()
    if account is None:
        stop(_("There is no account with the address %(email)s.") % {"email": email}, FINDINGS)
    reset_factors(user=account, actor=operator_actor("user factors-reset"))
    click.echo(
        _("%(email)s sets up a new second factor at the next sign-in.") % {"email": account.email}
    )
