"""SCOPE.md 8. Nobody else reads it without a disclosure that the sender agreed to.

Guards: ``intake.queries.report_content``, ``intake.services.disclose_report``, the permissions of
intake, ``audit.secrets``; the address is followed through the product in ``test_canary_address``.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from sangto.audit.secrets import sealer
from sangto.cases.services import route, set_category, transfer, withhold_late_media
from sangto.documents.storage import path_of
from sangto.intake.models import Contact, Report, ReportDisclosure, ReportImage
from sangto.intake.queries import report_content
from sangto.intake.services import disclose_report
from sangto.kernel.actor import Actor, Role, operator_actor, public_actor, system_actor
from sangto.kernel.categories import RULES, Category, Measure, Step
from sangto.kernel.errors import NotVisible
from sangto.notices.models import OutboxMessage
from tests.cases.test_opening import refusal_code
from tests.factories.cases import (
    World,
    categorised,
    choice,
    make_report,
    opened,
    reported_claim,
    with_picture,
)
from tests.factories.documents import make_file
from tests.factories.intake import submit


def cannot_read(actor: Actor, report: Report) -> bool:
    try:
        report_content(actor=actor, report=report)
    except NotVisible:
        return True
    return False


def test_only_the_desk_of_the_lead_agency_reads_it(world: World) -> None:
    report = reported_claim(world).report_links.get().report
    assert not cannot_read(world.officer(), report)
    others = (world.police, world.health, world.committee, world.press)
    readers = [world.actor(agency, *Role) for agency in others]
    readers += [world.actor(world.lead, role) for role in (Role.ADMINISTRATOR, Role.AUDITOR)]
    readers += [public_actor(), system_actor("job"), operator_actor("shell")]
    assert all(cannot_read(actor, report) for actor in readers)


def test_a_transfer_carries_the_case_and_not_the_report(world: World) -> None:
    case = categorised(world)
    transfer(
        case=case, to_agency=world.police, reason="Có dấu hiệu tội phạm", actor=world.officer()
    )
    assert cannot_read(world.actor(world.police), case.origin_report)


def test_a_disclosure_takes_the_senders_consent(world: World) -> None:
    report = reported_claim(world).report_links.get().report
    call: dict[str, Any] = {"report": report, "agency": world.health, "actor": world.officer()}
    assert refusal_code(disclose_report, **call) == "intake.no_consent"
    Report.objects.filter(pk=report.pk).update(share_consent=True)
    report.refresh_from_db()
    disclose_report(**call)
    assert not cannot_read(world.actor(world.health), report)
    assert cannot_read(world.actor(world.trade), report)


@pytest.mark.parametrize("consent", [True, False])
def test_a_complaint_reaches_the_service_with_consent_only(world: World, consent: bool) -> None:
    claim = reported_claim(world, share_consent=consent)
    case = categorised(world, Category.SERVICE_FEEDBACK, claim=claim)
    route(case=case, actor=world.officer())
    assert ReportDisclosure.objects.count() == consent


def test_where_a_child_is_in_danger_nothing_is_kept_or_sent(world: World) -> None:
    case = opened(world)
    file = with_picture(case.origin_report)
    messages = OutboxMessage.objects.count()
    set_category(case=case, actor=world.officer(), **choice(Category.CHILD_SAFETY))
    file.refresh_from_db()
    assert file.deleted_at is not None
    assert OutboxMessage.objects.count() == messages
    assert RULES[Category.CHILD_SAFETY].measures == {Measure.SHOW_HOTLINE, Measure.HELP_COMPLAIN}


def test_a_contact_is_sealed(world: World) -> None:
    submit(email="Ai.Do@thu.example")
    sealed = Contact.objects.get().email_sealed
    assert "thu.example" not in sealed
    assert sealer().open(sealed).lower() == "ai.do@thu.example"


@pytest.mark.parametrize("category", [Category.PRIVACY, Category.CHILD_SAFETY])
def test_no_media_of_a_private_matter_or_of_a_child_is_kept(
    world: World, category: Category, django_capture_on_commit_callbacks: Any
) -> None:
    """On the disk and in the database; also of a report that joins the claim afterwards."""
    case = opened(world)
    first, second = make_file(), make_file()
    ReportImage.objects.create(report=case.origin_report, file=first, width=1, height=1)
    assert path_of(first.storage_name).exists()
    with django_capture_on_commit_callbacks(execute=True):
        set_category(case=case, actor=world.officer(), **choice(category))
    late = make_report(case.claim)
    ReportImage.objects.create(report=late, file=second, width=1, height=1)
    with django_capture_on_commit_callbacks(execute=True):
        withhold_late_media(claim=case.claim_id, actor=system_actor("claim.refresh"))
    for file in (first, second):
        file.refresh_from_db()
        assert file.deleted_at is not None
        assert not path_of(file.storage_name).exists()
    assert not ReportImage.objects.exists()
    assert not RULES[category].ratings
    assert Step.PUBLICATION not in RULES[category].steps


@pytest.mark.parametrize("path", ["/en/", "/en/bien-nhan/"])
def test_the_way_to_help_is_shown_at_once(world: World, client: Client, path: str) -> None:
    page = client.post("/en/", {"text": "Có người dọa tung ảnh riêng tư của tôi"}).content.decode()
    assert "tel:111" in page
    assert "/en/bi-hai/lo-anh-thong-tin/" in page
    assert client.get(path).status_code == 200
