"""Reports that programs pass on: once each, with a consent each, and never somebody who asks."""

from __future__ import annotations

import base64
import json
from typing import Any

from sangto.audit.models import AuditEvent
from sangto.cases.models import InboxEntry
from sangto.intake.domain.consent import CONSENT_VERSION
from sangto.intake.models import Report
from sangto.jobs.runner import run_until_empty
from sangto.kernel.actor import Scope
from sangto.organisations.models import IntegrationDay
from tests.factories.api import Program, make_machine
from tests.factories.cases import World

KEY = {"idempotency-key": "bao-mau-000001"}


def body(**changes: Any) -> dict[str, Any]:
    return {
        "text": "Chúc mừng bạn đã trúng xe máy, chuyển phí 1.500.000đ để nhận",
        "consent_version": CONSENT_VERSION,
        **changes,
    }


def sent(token: str, value: dict[str, Any], **headers: str) -> tuple[int, dict[str, Any]]:
    response = Program(token).post("reports", value, **headers)
    return response.status_code, json.loads(response.content)


def test_one_report_however_often_it_is_sent(world: World) -> None:
    machine, token = make_machine(world.health, daily_reports=1)
    status, first = sent(token, body(), **KEY)
    assert status == 201
    again, second = sent(token, body(), **KEY)
    assert again == 200
    assert second == first | {"repeated": True}
    assert sent(token, body(text="Tin khác hẳn"), **KEY)[1]["code"] == "intake.other_content"
    status, refused = sent(token, body(), **{"idempotency-key": "bao-mau-000002"})
    assert (status, refused["code"]) == (429, "organisations.reports_cap")
    report = Report.objects.get()
    assert (report.origin, report.channel, report.agency_id) == ("machine", "api", None)
    assert report.consent_version == CONSENT_VERSION
    day = IntegrationDay.objects.get(integration=machine)
    assert (day.reports, day.calls) == (1, 4)
    event = AuditEvent.objects.get(tag="report:received")
    assert (event.actor_kind, event.actor_label) == ("machine", f"integration:{machine.pk}")
    _other, others = make_machine(world.trade)
    assert sent(others, body(), **KEY)[0] == 201


def test_what_a_report_needs(world: World) -> None:
    _machine, token = make_machine(world.health)
    wrong: list[tuple[dict[str, Any], dict[str, str], str]] = [
        (body(), {}, "api.invalid"),
        (body(), {"idempotency-key": "short"}, "api.invalid"),
        (body(consent_version="1999-1"), KEY, "intake.consent"),
        ({"text": "Không có đồng ý"}, KEY, "api.invalid"),
        (body(text=""), KEY, "intake.nothing"),
        (body(link="javascript:alert(1)"), KEY, "intake.link"),
        (body(territory="nowhere"), KEY, "intake.territory"),
        (body(images=["no picture"]), KEY, "api.picture"),
        (body(images=[base64.b64encode(b"GIF89a").decode()]), KEY, ""),
        (body(email="nobody"), KEY, "intake.email"),
        (body(author="Nguyễn Văn Mẫu"), KEY, "api.invalid"),
    ]
    for value, headers, code in wrong:
        status, found = sent(token, value, **headers)
        assert status in {409, 422}, found
        assert not code or found["code"].startswith(code), found
    assert not Report.objects.exists()


def test_what_became_of_it(world: World) -> None:
    _machine, token = make_machine(world.health, [Scope.REPORTS_SEND, Scope.REPORTS_READ])
    _status, kept = sent(token, body(), **KEY)
    program = Program(token)
    found = json.loads(program.post("reports/status", {"receipt": kept["receipt"]}).content)
    assert found["reference"] == kept["reference"]
    assert found["status"] == "received"
    assert found["verdict"] is None
    assert [step["name"] for step in found["steps"]] == ["received", "in_review", "answered"]
    for receipt in ("0000 0000 0000 0000", "x", kept["reference"]):
        missing = program.post("reports/status", {"receipt": receipt})
        assert missing.status_code == 404
        assert json.loads(missing.content)["code"] == "not_visible"


def test_machines_are_never_counted_as_people_who_ask(world: World) -> None:
    """SCOPE.md 1: neither in the rank of the inbox nor in what it says of money and growth."""
    _machine, token = make_machine(world.health)
    for number in range(3):
        sent(token, body(money_lost=9_000_000), **{"idempotency-key": f"bao-mau-{number:06}"})
    run_until_empty()
    (entry,) = InboxEntry.objects.all()
    assert Report.objects.filter(claim_link__claim=entry.claim_id).count() == 3
    assert (entry.askers_24h, entry.askers_until, entry.money_lost) == (0, None, 0)
