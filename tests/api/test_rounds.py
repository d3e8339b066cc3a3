"""What an agency is asked, read and answered by its own program."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from sangto.audit.models import AuditEvent
from sangto.consultation.models import Opinion
from sangto.consultation.services import close_round
from sangto.kernel.actor import Scope
from tests.factories.api import Program, make_machine
from tests.factories.cases import World
from tests.factories.consultation import opened_round, prepared_round

SCOPES = [Scope.ROUNDS_READ, Scope.ROUNDS_ANSWER]


def loaded(response: Any) -> Any:
    return json.loads(response.content)


def test_a_request_from_its_list_to_its_answer(world: World) -> None:
    asked = opened_round(world)
    prepared_round(world)
    machine, token = make_machine(world.health, SCOPES)
    _other, stranger = make_machine(world.police, SCOPES)
    program = Program(token)
    (line,) = loaded(program.get("rounds"))
    assert line["reference"] == asked.reference
    assert line["takes_answers"] is True
    assert loaded(Program(stranger).get("rounds")) == []
    assert Program(stranger).get(f"rounds/{asked.reference}").status_code == 404
    path = f"rounds/{asked.reference}/answer"
    answer = {"kind": "object", "text": "Nội dung này chưa đủ căn cứ.", "signatory": "Phó Giám đốc"}
    assert Program(stranger).call("PUT", path, answer).status_code == 404
    short = program.call("PUT", path, {"kind": "object", "text": "Không"})
    assert short.status_code == 422
    assert loaded(short)["errors"][0]["pointer"] == "#/text"
    given = program.call("PUT", path, answer)
    assert given.status_code == 200
    again = program.call("PUT", path, answer)
    assert loaded(again) == loaded(given)
    (shown,) = loaded(given)["answers"]
    assert (shown["version"], shown["via"], shown["kind"]) == (1, "machine", "object")
    opinion = Opinion.objects.get()
    assert opinion.user_id is None
    event = AuditEvent.objects.get(tag="opinion:given")
    assert (event.actor_kind, event.actor_agency) == ("machine", world.health.pk)
    assert event.actor_label == f"integration:{machine.pk}"
    changed = program.call("PUT", path, {"kind": "agree"})
    assert [one["version"] for one in loaded(changed)["answers"]] == [2, 1]
    close_round(opinion_round=asked, actor=world.officer())
    late = program.call("PUT", path, answer)
    assert late.status_code == 409
    (over,) = loaded(program.get("rounds?state=over"))
    assert over["round_state"] == "closed"
    assert loaded(program.get("rounds")) == []


def test_reading_is_not_answering(world: World) -> None:
    asked = opened_round(world)
    _machine, reads = make_machine(world.health, [Scope.ROUNDS_READ])
    assert Program(reads).get(f"rounds/{asked.reference}").status_code == 200
    refused = Program(reads).call("PUT", f"rounds/{asked.reference}/answer", {"kind": "agree"})
    assert refused.status_code == 403
    assert not Opinion.objects.exists()


def test_who_is_competent_instead_is_a_member(world: World) -> None:
    asked = opened_round(world)
    _machine, token = make_machine(world.health, SCOPES)
    path = f"rounds/{asked.reference}/answer"
    unknown = {"kind": "not_competent", "competent": "no-such-agency"}
    assert Program(token).call("PUT", path, unknown).status_code == 404
    known = {"kind": "not_competent", "competent": world.trade.slug}
    answers = loaded(Program(token).call("PUT", path, known))["answers"]
    assert answers[0]["competent"] == world.trade.name_en


def test_pages_and_queries_of_the_list(world: World) -> None:
    _machine, token = make_machine(world.health, SCOPES)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert Program(token).get("rounds").status_code == 200
        return len(captured)

    wanted = [opened_round(world).reference]
    queries()
    one = queries()
    wanted += [opened_round(world).reference for _ in range(2)]
    assert queries() == one
    seen, path = [], "/api/v1/rounds?limit=1"
    for _page in range(3):
        response = Program(token).get(path)
        seen += [row["reference"] for row in loaded(response)]
        if 'rel="next"' not in response["Link"]:
            break
        path = response["Link"].rsplit("<", 1)[1].split(">")[0].split("8000", 1)[1]
    assert seen == wanted
