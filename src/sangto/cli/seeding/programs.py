"""A program of the sample newsroom, so that the API can be tried."""

from __future__ import annotations

from datetime import timedelta

from sangto.audit.services import gathered
from sangto.cli.seeding.network import ACTOR, NETWORK
from sangto.kernel.actor import Scope
from sangto.organisations.domain.integrations import Wanted
from sangto.organisations.models import Agency, Integration, Network
from sangto.organisations.queries import agency_by_slug, today
from sangto.organisations.services import make_integration, make_key

AGENCY = "bao-mau"
_NAME = "Hộp thư bạn đọc Báo Mẫu"


def seed_program() -> str | None:
    """The key of a program that was entered just now; None when it is there already: a key can not
    be read a second time."""
    network = Network.objects.get(slug=NETWORK)
    agency = agency_by_slug(network, AGENCY)
    if agency is None or Integration.objects.filter(agency=agency, name=_NAME).exists():
        return None
    with gathered():
        return _entered(agency)


def _entered(agency: Agency) -> str:
    integration = make_integration(
        agency=agency,
        wanted=Wanted(
            name=_NAME,
            purpose="Chuyển tin nhắn đáng ngờ mà bạn đọc gửi về tòa soạn, khi họ đồng ý.",
            scopes=frozenset(
                {
                    Scope.CHECK,
                    Scope.VERDICTS,
                    Scope.INDICATORS,
                    Scope.REPORTS_SEND,
                    Scope.REPORTS_READ,
                    Scope.ROUNDS_READ,
                }
            ),
            daily_calls=10_000,
            daily_reports=200,
        ),
        actor=ACTOR,
    )
    return make_key(
        integration=integration, expires_on=today() + timedelta(days=365), actor=ACTOR
    ).token
