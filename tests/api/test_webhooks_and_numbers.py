"""Connected systems by a program of the lead agency, and numbers one at a time."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sangto.api import handling
from sangto.audit.models import AuditEvent
from sangto.kernel.actor import Scope
from sangto.notices.models import Webhook
from sangto.queue.domain.buckets import Rate
from tests.factories.api import Program, make_machine
from tests.factories.cases import World


def loaded(response: Any) -> Any:
    return json.loads(response.content)


def test_a_system_from_its_address_to_its_end(world: World) -> None:
    machine, token = make_machine(world.lead, [Scope.WEBHOOKS])
    program = Program(token)
    bad = program.post("webhooks", {"name": "Báo", "address": "http://127.0.0.1/"})
    assert bad.status_code == 422
    body = {"name": "Báo Mẫu", "address": "https://bao-mau.example/nhan"}
    made = program.post("webhooks", body)
    assert made.status_code == 201
    number = loaded(made)["number"]
    assert program.post("webhooks", body).status_code == 422
    (line,) = loaded(program.get("webhooks"))
    assert (line["number"], line["state"]) == (number, "on")
    assert loaded(made)["secret"] not in json.dumps(line)
    fresh = loaded(program.post(f"webhooks/{number}/secret", {}))
    assert fresh["secret"] != loaded(made)["secret"]
    assert program.post(f"webhooks/{number}/test", {}).status_code == 202
    for _twice in range(2):
        off = program.call("PUT", f"webhooks/{number}", {"on": False})
        assert loaded(off)["state"] == "off"
    assert program.post(f"webhooks/{number}/test", {}).status_code == 409
    assert program.post(f"webhooks/{2**61}/test", {}).status_code == 404
    labels = set(AuditEvent.objects.filter(tag__startswith="webhook:").values_list("actor_label"))
    assert labels == {(f"integration:{machine.pk}",)}


def test_other_agencies_see_no_system(world: World) -> None:
    _machine, token = make_machine(world.health, [Scope.WEBHOOKS])
    assert Program(token).get("webhooks").status_code == 404
    body = {"name": "Báo Mẫu", "address": "https://bao-mau.example/nhan"}
    assert Program(token).post("webhooks", body).status_code == 404
    assert not Webhook.objects.exists()


def test_numbers_one_at_a_time_and_not_for_a_list(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handling, "LOOK_UPS", Rate("tests", 2, handling.LOOK_UPS.period))
    _machine, token = make_machine(world.health, [Scope.INDICATORS])
    program = Program(token)
    for number in ("0901 234 567", "\x00 nonsense"):
        found = loaded(program.post("numbers", {"kind": "phone", "number": number}))
        assert found == {"known": False, "until": None, "verdict": None}
    third = program.post("numbers", {"kind": "account", "number": "1"})
    assert (third.status_code, loaded(third)["code"]) == (429, "queue.too_often")
    assert program.post("numbers", {"kind": "domain", "number": "1"}).status_code == 422
