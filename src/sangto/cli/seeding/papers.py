"""Who signs for the agencies of the sample, and a letter that came about a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from sangto.cases.models import Case
from sangto.documents.domain.official import DocumentKind
from sangto.documents.domain.signing import Capacity
from sangto.documents.models import OfficialDocument, Signatory
from sangto.documents.services import name_signatory, register_incoming
from sangto.kernel.actor import Actor
from sangto.organisations.models import Agency, Network, User
from sangto.organisations.queries import agency_by_slug, today

LETTER = "12/SYT-NVY"


def paper_steps(network: Network, officer: Actor, approver: Actor) -> Iterator[Callable[[], None]]:
    yield partial(_signatories, approver)
    yield partial(_letter, network, officer)


def _signatories(approver: Actor) -> None:
    agency = Agency.objects.get(pk=approver.agency_id or 0)
    if Signatory.objects.filter(agency=agency).exists():
        return
    user = User.objects.get(pk=approver.user_id or 0)
    name_signatory(
        agency=agency, capacity=Capacity.HEAD, name="Lê Văn Mẫu", position="Giám đốc",
        actor=approver, usual=True,
    )  # fmt: skip
    name_signatory(
        agency=agency, capacity=Capacity.DEPUTY, name=user.full_name,
        position="Phó Giám đốc", head="Giám đốc", user=user, actor=approver,
    )  # fmt: skip


def _letter(network: Network, officer: Actor) -> None:
    if OfficialDocument.objects.filter(number_text=LETTER).exists():
        return
    day = today()
    register_incoming(
        agency=Agency.objects.get(pk=officer.agency_id or 0),
        number_text=LETTER,
        on=day - timedelta(days=2),
        received_on=day - timedelta(days=1),
        subject="trả lời về thông tin liên quan đến ngành y tế",
        kind=DocumentKind.OFFICIAL_LETTER,
        sender=agency_by_slug(network, "so-y-te"),
        about=Case.objects.filter(network=network).order_by("pk").first(),
        actor=officer,
    )
