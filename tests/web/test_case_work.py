"""The work in a case on its pages: tasks, checklist, grounds, copy list, the ways back."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from sangto.cases.models import Case, CaseCopy, CaseGround, CaseTask, ChecklistAnswer
from sangto.cases.queries import came_from
from sangto.cases.services import add_copy, add_task, cite_ground, transfer
from sangto.kernel.actor import Role
from sangto.kernel.categories import IndicatorKind
from sangto.organisations.models import LegalGround
from sangto.web.cases.forms import state_of
from tests.cases.test_ownership import REASON
from tests.factories.cases import World, categorised, published, reported_claim
from tests.factories.documents import picture
from tests.web.desk_scene import queries_of, signed_in, text_of

WHY = "Có phản ánh mới trái với kết luận"
TODAY = timezone.localdate


def at(name: str, *args: object) -> str:
    """The English page."""
    with translation.override("en"):
        return reverse(name, args=args)


def page(name: str, case: Case, *more: object) -> str:
    return at(name, case.reference, *more)


def day_fields(prefix: str = "due_on") -> dict[str, Any]:
    today = TODAY()
    return {
        f"{prefix}_day": today.day,
        f"{prefix}_month": today.month,
        f"{prefix}_year": today.year,
    }


def busy(world: World, case: Case, count: int) -> None:
    """So many tasks, grounds, copies and related cases."""
    officer = world.officer()
    codes = ["blhs-174", "gddt-2023", "ntd-2023"]
    agencies = [world.trade, world.press, world.health]
    for number in range(count):
        add_task(case=case, title=f"Việc {number}", owner=None, due_on=TODAY(), actor=officer)
        cite_ground(case=case, ground=LegalGround.objects.get(code=codes[number]), actor=officer)
        add_copy(case=case, agency=agencies[number], actor=officer)
        other = categorised(world)
        other.claim.indicators.create(
            category=other.category, kind=IndicatorKind.PHONE.value, value="+84912345678"
        )


def test_the_page_of_a_case_costs_the_same(world: World) -> None:
    client, case = signed_in(world.lead), categorised(world)
    case.claim.indicators.create(
        category=case.category, kind=IndicatorKind.PHONE.value, value="+84912345678"
    )
    busy(world, case, 1)
    one = queries_of(client, page("desk_case", case))
    for model in (CaseTask, CaseGround, CaseCopy):
        model.objects.all().delete()
    busy(world, case, 3)
    assert queries_of(client, page("desk_case", case)) == one
    shown = text_of(client.get(page("desk_case", case)))
    assert shown.count("the same phone number") == 4


@pytest.mark.parametrize("name", ["desk_case_checklist", "desk_case_grounds", "desk_case_copies"])
def test_lists_cost_the_same(world: World, name: str) -> None:
    client, case = signed_in(world.lead), categorised(world)
    ChecklistAnswer.objects.exclude(code="looked_up").delete()
    busy(world, case, 1)
    one = queries_of(client, page(name, case))
    for model in (CaseTask, CaseGround, CaseCopy):
        model.objects.all().delete()
    busy(world, case, 3)
    assert queries_of(client, page(name, case)) == one


def test_my_tasks_cost_the_same_and_have_an_undo(world: World) -> None:
    client, case = signed_in(world.lead), categorised(world)
    where = f"{at('desk_tasks')}?whose=agency"
    busy(world, case, 1)
    one = queries_of(client, where)
    CaseTask.objects.all().delete()
    for number in range(3):
        add_task(
            case=case, title=f"Việc {number}", owner=None, due_on=TODAY(), actor=world.officer()
        )
    assert queries_of(client, where) == one
    task = CaseTask.objects.all()[0]
    answer = client.post(page("desk_task_done", case, task.pk), {"back": where})
    assert answer.headers["Location"] == where
    assert "Just done by you" in text_of(client.get(at("desk_tasks")))
    again = client.post(page("desk_task_reopen", case, task.pk), {"back": "//evil.example/"})
    assert again.headers["Location"].startswith(page("desk_case", case))


class TestTask:
    def test_written_down_and_changed(self, world: World) -> None:
        client, case = signed_in(world.lead), categorised(world)
        wrong = client.post(page("desk_task_add", case), {"title": ""})
        assert wrong.status_code == 422
        assert "Write what has to be done" in text_of(wrong)
        client.post(page("desk_task_add", case), {"title": "Gọi lại", "owner": "", **day_fields()})
        task = CaseTask.objects.get()
        client.post(
            page("desk_task", case, task.pk), {"title": "Gọi nữa", "owner": "", **day_fields()}
        )
        task.refresh_from_db()
        assert task.title == "Gọi nữa"

    def test_of_another_case_is_nowhere(self, world: World) -> None:
        client, case, other = signed_in(world.lead), categorised(world), categorised(world)
        task = add_task(case=other, title="x", owner=None, due_on=TODAY(), actor=world.officer())
        assert client.get(page("desk_task", case, task.pk)).status_code == 404


class TestChecklist:
    def test_an_item_with_a_file(self, world: World) -> None:
        client, case = signed_in(world.lead), categorised(world)
        ChecklistAnswer.objects.all().delete()
        item = page("desk_checklist_item", case, "looked_up")
        refused = client.post(item, {"state": "done", "seen": "0"})
        assert refused.status_code == 422
        assert "needs evidence" in text_of(refused)
        file = BytesIO(picture())
        file.name = "anh.png"
        assert client.post(item, {"state": "done", "seen": "0", "file": file}).status_code == 302
        shown = client.get(page("desk_checklist_file", case, "looked_up"))
        assert shown.headers["Content-Type"] == "image/png"
        late = client.post(item, {"state": "open", "seen": "0"})
        assert late.status_code == 422
        assert "Somebody else answered" in text_of(late)
        assert client.get(page("desk_checklist_item", case, "seen_on_site")).status_code == 404

    def test_read_but_not_answered_by_an_approver(self, world: World) -> None:
        case = categorised(world)
        client = signed_in(world.lead, Role.APPROVER)
        assert client.get(page("desk_case_checklist", case)).status_code == 200
        assert client.get(page("desk_checklist_item", case, "looked_up")).status_code == 404

    def test_the_draft_names_what_is_open(self, world: World) -> None:
        client, case = signed_in(world.lead), categorised(world)
        ChecklistAnswer.objects.all().delete()
        cite_ground(
            case=case, ground=LegalGround.objects.get(code="ntd-2023"), actor=world.officer()
        )
        shown = text_of(client.get(page("desk_verdict_start", case)))
        assert "cited in the case" in shown
        assert "0 of 6" in shown


class TestGrounds:
    def test_found_as_one_types_and_without_scripts(self, world: World) -> None:
        client, case = signed_in(world.lead), categorised(world)
        where = page("desk_case_grounds", case)
        part = text_of(client.get(f"{where}?q=hinh su", headers={"HX-Request": "true"}))
        assert "<html" not in part
        assert "blhs-174" in part
        assert "gddt-2023" not in part
        assert "<html" in text_of(client.get(f"{where}?q=hinh su"))
        client.post(page("desk_ground_add", case), {"ground": "blhs-174"})
        cited = CaseGround.objects.get()
        gone = client.post(
            page("desk_ground_remove", case, cited.pk), {"reason": WHY, "seen": seen(case)}
        )
        assert gone.status_code == 302
        assert "None cited yet" in text_of(client.get(where))

    def test_one_that_ended_is_refused_in_words(self, world: World) -> None:
        client, case = signed_in(world.lead), categorised(world)
        ended = LegalGround.objects.get(code="attt-2015")
        LegalGround.objects.filter(pk=ended.pk).update(valid_until="2020-06-30")
        refused = client.post(page("desk_ground_add", case), {"ground": "attt-2015"})
        assert refused.status_code == 422
        assert "from 1 July 2016 until 30 June 2020" in text_of(refused)


def seen(case: Case) -> str:
    case.refresh_from_db()
    return state_of(case)


def test_the_copy_list(world: World) -> None:
    client, case = signed_in(world.lead), categorised(world, subject_agency=world.trade)
    shown = text_of(client.get(page("desk_case_copies", case)))
    assert "The claim is about it" in shown
    client.post(page("desk_copy_proposed", case), {})
    client.post(page("desk_case_copies", case), {"agency": "bao-mau"})
    assert {copy.agency.slug for copy in CaseCopy.objects.all()} == {"so-cong-thuong", "bao-mau"}
    twice = client.post(page("desk_case_copies", case), {"agency": "bao-mau"})
    assert twice.status_code == 422
    client.post(page("desk_copy_remove", case, CaseCopy.objects.latest("pk").pk))
    assert CaseCopy.objects.count() == 1


def test_the_ways_back(world: World) -> None:
    case = categorised(world)
    transfer(case=case, to_agency=world.health, reason=REASON, actor=world.officer())
    client = signed_in(world.health, Role.FOCAL_OFFICER)
    menu = text_of(client.get(page("desk_case", case)))
    assert "Give it back" in menu
    assert "Beyond our competence" in menu
    back = client.post(page("desk_case_return", case), {"reason": WHY, "seen": seen(case)})
    assert back.headers["Location"] == at("desk")
    case.refresh_from_db()
    assert (case.owner, came_from(case)) == (world.lead, None)
    shown = text_of(signed_in(world.lead).get(page("desk_case", case)))
    assert "Given back to" in shown
    assert client.get(page("desk_case_return", case)).status_code == 404


def test_a_closed_case_is_opened_again(world: World) -> None:
    client, case = signed_in(world.lead), published(world)
    assert "Open the case again" in text_of(client.get(page("desk_case", case)))
    client.post(page("desk_case_reopen", case), {"reason": WHY, "seen": seen(case)})
    case.refresh_from_db()
    assert case.status == "verifying"
    shown = text_of(client.get(page("desk_case", case)))
    assert WHY in shown
    assert "By today&#x27;s table" not in shown


class TestOwnMatter:
    def send(self, client: Client) -> Any:
        return client.post(
            at("desk_own_case"),
            {
                "key": "k" * 24,
                "category": "impersonation",
                "text": "Trang giả mạo Sở Y tế thu phí khám",
                "link": "https://so-y-te-mau.example/phi",
            },
        )

    def test_reported_and_followed(self, world: World) -> None:
        client = signed_in(world.health, Role.FOCAL_OFFICER)
        assert "Nothing reported yet" in text_of(client.get(at("desk_own_cases")))
        sent = self.send(client)
        case = Case.objects.get()
        assert case.reference in text_of(sent)
        assert case.reference in text_of(client.get(at("desk_own_cases")))
        assert client.get(page("desk_case", case)).status_code == 404

    def test_not_for_who_may_not_report(self, world: World) -> None:
        client = signed_in(world.health, Role.EDITOR)
        assert client.get(at("desk_own_case")).status_code == 404
        assert self.send(client).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "desk_task_add",
        "desk_case_checklist",
        "desk_case_grounds",
        "desk_case_copies",
        "desk_case_return",
        "desk_case_beyond",
        "desk_case_direct",
        "desk_case_reopen",
    ],
)
def test_another_agency_sees_none_of_it(world: World, name: str) -> None:
    client = signed_in(world.health, Role.FOCAL_OFFICER, Role.DESK_OFFICER, Role.APPROVER)
    case = categorised(world, claim=reported_claim(world))
    assert client.get(page(name, case)).status_code == 404
