from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from sangto.cli.session import FINDINGS, UNREADABLE, stop, with_desk
from sangto.kernel.actor import operator_actor

if TYPE_CHECKING:
    from sangto.verdicts.models import Feed


@click.group()
def feed() -> None:
    """Verdicts of other desks: which feeds are followed, and what came from them."""


@feed.command("add")
@click.argument("address")
@click.option("--name", required=True, help="Whose verdicts these are, as people know them.")
@click.option(
    "--latest-only",
    is_flag=True,
    help="The feed lists its newest verdicts only: what is not in it was not withdrawn.",
)
@with_desk()
def add(address: str, name: str, latest_only: bool) -> None:
    """Follow the ClaimReview feed at ADDRESS (JSON-LD, or a page that holds it).

    What it lists is held until two people of different agencies said what it is about.
    """
    from django.utils.translation import gettext as _

    from sangto.organisations.queries import current_network
    from sangto.verdicts.services import add_feed

    network = current_network()
    if network is None:
        stop(_("There is no network yet. Load a charter first."), FINDINGS)
    added = add_feed(
        network=network,
        name=name,
        address=address,
        lists_all=not latest_only,
        actor=operator_actor("feed add"),
    )
    click.echo(_("Followed as number %(number)d: %(name)s") % _shown(added))


@feed.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the feeds as JSON.")
@with_desk()
def list_feeds(as_json: bool) -> None:
    """The feeds that are followed, with the state of each."""
    from django.utils.translation import gettext as _

    from sangto.verdicts.domain.feeds import PROBLEMS
    from sangto.verdicts.models import Feed

    feeds = list(Feed.objects.filter(removed_at__isnull=True))
    if as_json:
        rows = [
            {
                "number": one.pk,
                "name": one.name,
                "address": one.address,
                "state": one.state,
                "problem": one.problem,
                "listed": one.listed,
                "read_at": one.succeeded_at.isoformat() if one.succeeded_at else None,
            }
            for one in feeds
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for one in feeds:
        problem = f" – {_(PROBLEMS[one.problem])}" if one.problem else ""
        click.echo(f"{one.pk}  {one.name}  {one.address}  {one.state} ({one.listed}){problem}")


@feed.command("pull")
@click.argument("number", type=int, required=False)
@with_desk()
def pull(number: int | None) -> None:
    """Read the feed of this NUMBER now, or every feed. Exit code 1 when one could not be read."""
    from django.utils.translation import gettext as _

    from sangto.verdicts.domain.feeds import PROBLEMS
    from sangto.verdicts.models import Feed
    from sangto.verdicts.services import pull_feed

    feeds = (
        [_followed(number)]
        if number is not None
        else list(Feed.objects.filter(removed_at__isnull=True))
    )
    broken = False
    for one in feeds:
        done = pull_feed(feed=one, actor=operator_actor("feed pull"))
        if done.problem:
            broken = True
            click.echo(f"✗ {one.name}: {_(PROBLEMS[done.problem])}")
            continue
        click.echo(
            _("✓ %(name)s: %(taken)d new, %(changed)d changed, %(withdrawn)d withdrawn")
            % {
                "name": one.name,
                "taken": done.taken,
                "changed": done.changed,
                "withdrawn": done.withdrawn,
            }
        )
    if broken:
        raise SystemExit(FINDINGS)


@feed.command("remove")
@click.argument("number", type=int)
@with_desk()
def remove(number: int) -> None:
    """Follow the feed of this NUMBER no more; what came from it is not suggested any longer."""
    from django.utils.translation import gettext as _

    from sangto.verdicts.services import remove_feed

    removed = remove_feed(feed=_followed(number), actor=operator_actor("feed remove"))
    click.echo(_("Not followed any more: %(name)s") % _shown(removed))


def _followed(number: int) -> Feed:
    from django.utils.translation import gettext as _

    from sangto.verdicts.models import Feed

    found = Feed.objects.filter(pk=number, removed_at__isnull=True).first()
    if found is None:
        stop(_("No feed has the number %(number)d.") % {"number": number}, UNREADABLE)
    return found


def _shown(one: Feed) -> dict[str, object]:
    return {"number": one.pk, "name": one.name}
