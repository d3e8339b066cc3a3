"""Who sees which page of the desk; unknown and forbidden look the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sangto.cases.models import Case
from sangto.kernel.actor import Role
from sangto.kernel.categories import Category
from tests.factories.cases import (
    World,
    categorised,
    confirmed,
    make_world,
    opened,
    reported_claim,
    with_picture,
)
from tests.factories.organisations import make_user
from tests.factories.reading import add_picture
from tests.web.desk_scene import client_of, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def pages_of(case: Case) -> dict[str, str]:
    claim = case.claim
    return {
        name: reverse(name, args=args)
        for name, args in {
            "desk_case": [case.reference],
            "desk_case_category": [case.reference],
            "desk_case_checks": [case.reference, "fraud"],
            "desk_case_assign": [case.reference],
            "desk_case_transfer": [case.reference],
            "desk_case_escalate": [case.reference],
            "desk_case_close": [case.reference],
            "desk_verdict_start": [case.reference],
            "desk_measure_plan": [case.reference],
            "desk_wording": [claim.reference],
            "desk_indicator": [claim.reference],
            "desk_report_move": [case.origin_report.reference],
        }.items()
    }


LISTS = ("desk", "desk_verdicts", "desk_queue", "desk_log")


def test_the_anonymous_are_led_to_the_sign_in_page(world: World) -> None:
    case = categorised(world)
    pages = [*pages_of(case).values(), *(reverse(name) for name in LISTS)]
    for page in pages:
        answer = Client().get(page)
        assert answer.status_code == 302, page
        assert answer["Location"].startswith(reverse("account_login")), page


def test_an_account_without_a_role_finds_nothing(world: World) -> None:
    client = client_of(make_user())
    case = categorised(world)
    for page in [*pages_of(case).values(), *(reverse(name) for name in LISTS)]:
        assert client.get(page).status_code == 404, page


ALL_OF_A_CASE = frozenset(
    {
        "desk_case",
        "desk_case_category",
        "desk_case_checks",
        "desk_case_assign",
        "desk_case_transfer",
        "desk_case_escalate",
        "desk_case_close",
        "desk_verdict_start",
        "desk_measure_plan",
        "desk_wording",
        "desk_indicator",
        "desk_report_move",
    }
)
APPROVERS = frozenset(
    {
        "desk_case",
        "desk_case_assign",
        "desk_case_transfer",
        "desk_case_escalate",
        "desk_measure_plan",
    }
)
WALK: list[tuple[str, Role, frozenset[str]]] = [
    ("so-khcn", Role.DESK_OFFICER, ALL_OF_A_CASE),
    ("so-khcn", Role.APPROVER, APPROVERS),
    ("so-khcn", Role.EDITOR, frozenset({"desk_case"})),
    ("so-khcn", Role.APPEALS_OFFICER, frozenset({"desk_case"})),
    ("so-khcn", Role.AUDITOR, frozenset()),
    ("so-khcn", Role.ADMINISTRATOR, frozenset()),
    ("so-y-te", Role.DESK_OFFICER, frozenset()),
    ("so-y-te", Role.APPROVER, frozenset()),
    ("congan", Role.FOCAL_OFFICER, frozenset()),
    ("bao-mau", Role.EDITOR, frozenset()),
]


@pytest.mark.parametrize(("slug", "role", "open_pages"), WALK)
def test_pages_of_a_case_by_role(
    world: World, slug: str, role: Role, open_pages: frozenset[str]
) -> None:
    case = categorised(world)
    client = signed_in(world.network.agencies.get(slug=slug), role)
    answers = {name: client.get(page).status_code for name, page in pages_of(case).items()}
    assert {name for name, status in answers.items() if status == 200} == open_pages
    assert set(answers.values()) <= {200, 404}


@pytest.mark.parametrize(
    ("role", "lists"),
    [
        (Role.DESK_OFFICER, {"desk", "desk_verdicts", "desk_queue"}),
        (Role.APPROVER, {"desk", "desk_verdicts", "desk_queue"}),
        (Role.EDITOR, {"desk", "desk_verdicts"}),
        (Role.AUDITOR, {"desk_log"}),
        (Role.ADMINISTRATOR, {"desk_queue", "desk_log"}),
    ],
)
def test_lists_by_role_in_the_lead_agency(world: World, role: Role, lists: set[str]) -> None:
    client = signed_in(world.lead, role)
    statuses = {name: client.get(reverse(name)).status_code for name in LISTS}
    assert {name for name, status in statuses.items() if status == 200} == lists


def test_whoever_has_no_inbox_is_led_to_what_they_have(world: World) -> None:
    answer = signed_in(world.lead, Role.AUDITOR).get(reverse("desk"))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("desk_log")


def test_an_administrator_sees_the_state_of_the_seals_and_no_entries(world: World) -> None:
    categorised(world)
    page = text_of(signed_in(world.lead, Role.ADMINISTRATOR).get("/en" + reverse("desk_log")))
    assert "Not sealed yet" in page
    assert "case:opened" not in page


def test_a_second_agency_sees_a_factual_claim_only_to_confirm_it(world: World) -> None:
    case = categorised(world, Category.FACTUAL_CLAIM)
    client = signed_in(world.press, Role.FOCAL_OFFICER)
    assert client.get(reverse("desk_case", args=[case.reference])).status_code == 200
    assert client.get(reverse("desk_case_confirm", args=[case.reference])).status_code == 200
    assert client.get(reverse("desk_case_close", args=[case.reference])).status_code == 404


def test_what_people_sent_is_not_shown_to_another_agency(world: World) -> None:
    claim = reported_claim(world, text="Con gái tôi Nguyễn Thị Hoa nhận tin này, mai tiêm không")
    case = categorised(world, Category.FACTUAL_CLAIM, claim=claim)
    file = with_picture(case.origin_report)
    page = reverse("desk_case", args=[case.reference])
    picture = reverse("desk_picture", args=[file.pk])

    lead = signed_in(world.lead)
    assert "Nguyễn Thị Hoa" in text_of(lead.get(page))
    assert picture in text_of(lead.get(page))
    press = signed_in(world.press, Role.FOCAL_OFFICER)
    shown = text_of(press.get(f"/en{page}"))
    assert "Nguyễn Thị Hoa" not in shown
    assert picture not in shown
    assert "stays with the lead agency" in shown
    assert press.get(picture).status_code == 404


def test_what_a_machine_read_is_shown_to_who_may_read_the_report(world: World) -> None:
    claim = reported_claim(world, text="Con gái tôi nhận tin này")
    case = categorised(world, claim=claim)
    add_picture(case.origin_report, "Thẻ của Nguyễn Thị Hoa bị khóa", codes=["https://ma.example"])
    page = reverse("desk_case", args=[case.reference])
    shown = text_of(signed_in(world.lead).get(f"/en{page}"))
    assert "What a machine read in this picture" in shown
    assert "Nguyễn Thị Hoa" in shown
    assert "https://ma.example" in shown
    other = text_of(signed_in(world.press, Role.FOCAL_OFFICER).get(f"/en{page}"))
    assert "Nguyễn Thị Hoa" not in other
    assert "https://ma.example" not in other


WRITES: dict[str, Callable[[Case], list[object]]] = {
    "desk_claim_open": lambda case: [case.claim.reference],
    "desk_case_take": lambda case: [case.reference],
    "desk_case_route": lambda case: [case.reference],
    "desk_case_note": lambda case: [case.reference],
    "desk_report_part": lambda case: [case.origin_report.reference],
}


@pytest.mark.parametrize("name", WRITES)
def test_writes_take_a_post_by_somebody_who_may(world: World, name: str) -> None:
    case = confirmed(world)
    path = reverse(name, args=WRITES[name](case))
    assert signed_in(world.lead).get(path).status_code == 405
    before = case.timeline.count()
    for agency in (world.trade, world.police):
        assert signed_in(agency, Role.FOCAL_OFFICER).post(path).status_code == 404
    assert case.timeline.count() == before


def test_the_subject_agency_takes_no_decision(world: World) -> None:
    case = categorised(world, Category.IMPERSONATION, subject_agency=world.health)
    for agency in (world.health, world.committee):
        client = signed_in(agency, Role.DESK_OFFICER, Role.APPROVER)
        assert client.get(reverse("desk_case", args=[case.reference])).status_code == 404


def test_many_pages_are_gathered_and_the_open_section_shows_its_own(world: World) -> None:
    desk = signed_in(world.lead, Role.DESK_OFFICER)
    inbox, rounds = (
        text_of(desk.get(reverse(name))).partition("</nav>")[0] for name in ("desk", "desk_rounds")
    )
    assert reverse("desk_rounds") in inbox
    assert reverse("desk_meetings") not in inbox
    assert reverse("desk_meetings") in rounds
    assert rounds.count('aria-current="page"') == 1


def test_few_pages_stand_in_one_plain_list(world: World) -> None:
    page = text_of(signed_in(world.lead, Role.ADMINISTRATOR).get(reverse("desk_people")))
    assert "st-side-section" not in page
    assert reverse("desk_organisations") in page


def test_nothing_of_the_desk_is_said_on_public_pages(world: World) -> None:
    opened(world)
    page = text_of(signed_in(world.lead).get(reverse("check")))
    assert "moj-side-navigation" not in page


def test_a_file_of_a_report_can_not_run(world: World, settings: object) -> None:
    from sangto.web.cases.files import file_response

    answer = file_response(b"<script>", media_type="text/html", name="x")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("reference", ["VV-26-000000", "%00", "a" * 3000, "..%2f", "VV-26-ĐẠI"])
def test_a_reference_that_nobody_has_is_not_found(world: World, reference: str) -> None:
    client = signed_in(world.lead)
    for page in ("vu-viec", "noi-dung"):
        assert client.get(f"/desk/{page}/{reference}/").status_code == 404
    assert client.get(f"/desk/phan-anh/{reference}/chuyen/").status_code == 404
    assert client.get(f"/desk/ket-luan/{reference}/{'9' * 40}/").status_code == 404
    assert client.get(f"/desk/anh/{'9' * 40}/").status_code == 404
    assert client.post(f"/desk/hang-doi/{'9' * 40}/thu-lai/").status_code == 404


def test_a_text_with_forbidden_characters_is_refused_by_the_form(world: World) -> None:
    case = categorised(world)
    note = reverse("desk_case_note", args=[case.reference])
    answer = signed_in(world.lead).post(note, {"text": "a\x00b"})
    assert answer.status_code == 422
