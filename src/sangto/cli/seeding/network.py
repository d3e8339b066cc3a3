"""The sample network and its accounts."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from sangto.kernel.actor import operator_actor
from sangto.organisations.domain.shipped import shipped_charter
from sangto.organisations.models import Membership, Network
from sangto.organisations.queries import agency_by_slug
from sangto.organisations.services import create_user, grant_role, load_charter
from sangto.web.accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD, DemoAccount

NETWORK = "tinh-mau"
ACTOR = operator_actor("demo")


def real_network() -> Network | None:
    """The network of an installation that never was a demo, if it has one."""
    if Network.objects.filter(slug=NETWORK).exists():
        return None
    return Network.objects.order_by("-pk").first()


def prepare_network() -> Network:
    charter = load_charter(text=shipped_charter(NETWORK), file_name=f"{NETWORK}.yaml", actor=ACTOR)
    for account in DEMO_ACCOUNTS:
        _prepare_account(charter.network, account)
    return charter.network


def _prepare_account(network: Network, account: DemoAccount) -> None:
    user = get_user_model().objects.filter(email=account.email).first()
    if user is None:
        user = create_user(
            email=account.email,
            full_name=account.full_name,
            password=DEMO_PASSWORD,
            actor=ACTOR,
        )
    agency = agency_by_slug(network, account.agency)
    if agency is None:
        raise LookupError(f"the sample charter has no agency {account.agency}")
    held = set(Membership.objects.filter(user=user, agency=agency).values_list("role", flat=True))
    for role in account.roles:
        if role.value not in held:
            grant_role(user=user, agency=agency, role=role, actor=ACTOR)
