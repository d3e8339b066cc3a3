"""Replays 2025-07-01: districts end, two provinces merge, and the work goes on.

Through the services and the handlers of the jobs; only the clock is set.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from sangto.audit.models import AuditEvent
from sangto.audit.queries import verify
from sangto.audit.services import seal_pending
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import EntryKind, TransferKind
from sangto.cases.models import Case, CaseTask, InboxEntry, Transfer
from sangto.cases.queries import ended_agencies_at_work
from sangto.cases.services import (
    assign,
    move_work_of_ended,
    open_case,
    route,
    set_category,
    transfer,
)
from sangto.kernel.actor import Actor, Role, operator_actor, system_actor
from sangto.kernel.categories import Category
from sangto.matching.models import Claim
from sangto.organisations.models import (
    Agency,
    Membership,
    Network,
    Succession,
    TeamMember,
    Territory,
    User,
    valid_on,
)
from sangto.organisations.queries import (
    actor_for,
    competence_matrix,
    competent_agency,
    focal_officers_on,
    relatives,
    today,
)
from sangto.organisations.services import carry_successions, load_charter
from tests.factories.cases import choice, make_claim, make_report
from tests.factories.organisations import make_member
from tests.organisations.merger_texts import AFTER, BEFORE
from tests.web.desk_scene import client_of, text_of

pytestmark = pytest.mark.django_db

JUNE = datetime(2025, 6, 20, 3, 0, tzinfo=UTC)
#: 00:02 in Vietnam on the day.
DAYBREAK = datetime(2025, 6, 30, 17, 2, tzinfo=UTC)
DAY = date(2025, 7, 1)
JOB = system_actor("agencies.carry")


@dataclass
class Scene:
    network: Network
    officer: Actor
    lead_user: User
    district_user: User
    guong_user: User
    health: Case
    rung: Case
    suoi: Case
    task: CaseTask
    deadlines: dict[int, datetime]

    def agency(self, slug: str) -> Agency:
        return Agency.objects.get(network=self.network, slug=slug)


def load(text: str, now: datetime) -> None:
    load_charter(text=text, file_name="gop.yaml", actor=operator_actor("drill"), now=now)


@pytest.fixture
def scene(settings: Any) -> Scene:
    settings.SANGTO_NETWORK = "tinh-mau-gop"
    load(BEFORE, JUNE)
    network = Network.objects.get(slug="tinh-mau-gop")
    places = {row.code: row for row in Territory.objects.filter(network=network)}
    agencies = {row.slug: row for row in Agency.objects.filter(network=network)}
    lead_user = make_member(agencies["so-khcn"], Role.DESK_OFFICER)
    district_user = make_member(agencies["huyen-bac"], Role.FOCAL_OFFICER, Role.APPROVER)
    guong_user = make_member(agencies["so-y-te-guong"], Role.DESK_OFFICER)
    officer = actor_for(lead_user, now=JUNE)

    def case_for(category: Category, topic: str, place: Territory | None) -> Case:
        claim = make_claim(network)
        make_report(claim, territory=place, received_at=JUNE)
        case = open_case(claim=claim, actor=officer, now=JUNE)
        return set_category(case=case, actor=officer, now=JUNE, **choice(category, topic=topic))

    health = case_for(Category.FACTUAL_CLAIM, "health", None)
    health = transfer(
        case=health,
        to_agency=agencies["so-y-te-guong"],
        reason="Xảy ra ở tỉnh Gương",
        actor=officer,
        now=JUNE,
    )
    health = assign(
        case=health, assignee=guong_user, actor=actor_for(guong_user, now=JUNE), now=JUNE
    )
    rung, suoi = (
        route(
            case=case_for(Category.SERVICE_FEEDBACK, "land", places[code]),
            actor=officer,
            now=JUNE,
        )
        for code in ("xa-rung", "xa-suoi")
    )
    task = CaseTask.objects.create(
        case=health,
        title="Hỏi trạm y tế",
        agency=agencies["huyen-bac"],
        owner=district_user,
        due_on=date(2025, 7, 4),
    )
    cases = Case.objects.filter(network=network)
    return Scene(
        network=network,
        officer=officer,
        lead_user=lead_user,
        district_user=district_user,
        guong_user=guong_user,
        health=health,
        rung=rung,
        suoi=suoi,
        task=task,
        deadlines=dict(cases.values_list("pk", "due_at")),
    )


def pass_the_day(now: datetime = DAYBREAK) -> None:
    carry_successions(actor=JOB, now=now)
    move_work_of_ended(actor=JOB, now=now)


def test_until_the_day_nothing_moves(scene: Scene) -> None:
    assert {scene.rung.owner.slug, scene.suoi.owner.slug} == {"huyen-bac"}
    load(AFTER, JUNE)
    carry_successions(actor=JOB, now=DAYBREAK - timedelta(minutes=5))
    assert move_work_of_ended(actor=JOB, now=DAYBREAK - timedelta(minutes=5)) == 0
    assert Case.objects.get(pk=scene.rung.pk).owner == scene.agency("huyen-bac")
    assert competent_agency(scene.network, "health", on=date(2025, 6, 30)) == scene.agency(
        "so-y-te-mau"
    )


def test_the_work_goes_on(scene: Scene) -> None:
    load(AFTER, JUNE)
    pass_the_day()

    owners = dict(Case.objects.filter(network=scene.network).values_list("pk", "owner__slug"))
    assert owners == {
        scene.health.pk: "so-y-te",
        scene.rung.pk: "xa-rung",
        scene.suoi.pk: "xa-suoi",
    }
    assert dict(Case.objects.values_list("pk", "due_at")) == scene.deadlines
    assert ended_agencies_at_work(DAY) == []
    assert not Case.objects.filter(owner__valid_until__lt=DAY).exists()

    # Who worked on a case goes on with it, in the new agency.
    assert Case.objects.get(pk=scene.health.pk).assignee == scene.guong_user
    scene.task.refresh_from_db()
    assert (scene.task.agency.slug, scene.task.owner, scene.task.due_on) == (
        "xa-rung",
        scene.district_user,
        date(2025, 7, 4),
    )
    moved = Transfer.objects.get(case=scene.suoi, kind=TransferKind.INHERITED.value)
    assert (moved.from_agency.slug, moved.to_agency.slug, moved.by) == (
        "huyen-bac",
        "xa-suoi",
        None,
    )
    entry = scene.suoi.timeline.filter(kind=EntryKind.TRANSFERRED.value).latest("pk")
    assert (entry.data["to"], entry.data["kind"]) == (scene.agency("xa-suoi").pk, "inherited")
    row = InboxEntry.objects.get(claim=scene.suoi.claim_id)
    assert row.owner == scene.agency("xa-suoi")


def test_accounts_get_the_same_roles_at_the_successor(scene: Scene) -> None:
    load(AFTER, JUNE)
    pass_the_day()
    actor = actor_for(scene.district_user, now=DAYBREAK)
    assert actor.agency_id == scene.agency("xa-rung").pk
    assert actor.roles == {Role.FOCAL_OFFICER, Role.APPROVER}
    former = Membership.objects.filter(user=scene.district_user, agency=scene.agency("huyen-bac"))
    assert {row.valid_until for row in former} == {date(2025, 6, 30)}
    assert actor_for(scene.guong_user, now=DAYBREAK).agency_id == scene.agency("so-y-te").pk


def test_competences_officers_teams_and_subordinates_pass_on(scene: Scene) -> None:
    load(AFTER, JUNE)
    pass_the_day()
    places = {row.code: row for row in Territory.objects.filter(network=scene.network)}
    answers = {
        code: competent_agency(scene.network, "land", places[code], on=DAY)
        for code in ("bac", "xa-rung", "xa-suoi", "nam")
    }
    assert {code: row.slug for code, row in answers.items() if row is not None} == {
        "bac": "xa-rung",
        "xa-rung": "xa-rung",
        "xa-suoi": "xa-suoi",
        "nam": "xa-bien",
    }
    assert competent_agency(scene.network, "health", on=DAY) == scene.agency("so-y-te")
    assert competent_agency(
        scene.network, "land", places["xa-suoi"], on=date(2025, 6, 30)
    ) == scene.agency("huyen-bac")
    overlaps = competence_matrix(scene.network, DAY).overlaps
    assert overlaps == []

    on_duty = [duty.officer.email for duty in focal_officers_on(scene.agency("so-y-te"), DAY)]
    assert sorted(on_duty) == ["soi@yte-guong.example", "tu@yte-mau.example"]
    assert scene.agency("tram-bac").parent == scene.agency("xa-rung")
    members = TeamMember.objects.filter(valid_on(DAY), team__code="truc-ban")
    assert {row.officer.agency.slug for row in members if row.officer} == {"so-khcn", "so-y-te"}


def test_nobody_judges_what_a_predecessor_did(scene: Scene) -> None:
    load(AFTER, JUNE)
    pass_the_day()
    family = relatives(scene.agency("xa-suoi"))
    assert scene.agency("huyen-bac").pk in family
    assert scene.agency("huyen-nam").pk not in family


def test_after_a_stand_still_it_happens_late_and_once(scene: Scene) -> None:
    load(AFTER, JUNE)
    late = DAYBREAK + timedelta(days=9)
    pass_the_day(late)
    assert {row.carried_at for row in Succession.objects.all()} == {late}
    assert competent_agency(scene.network, "health", on=DAY) == scene.agency("so-y-te")
    events = AuditEvent.objects.count()
    rows = (Transfer.objects.count(), Membership.objects.count(), Agency.objects.count())
    pass_the_day(late + timedelta(days=1))
    assert AuditEvent.objects.count() == events
    assert rows == (Transfer.objects.count(), Membership.objects.count(), Agency.objects.count())


def test_loaded_after_the_day_it_happens_at_once(scene: Scene) -> None:
    load(AFTER, DAYBREAK + timedelta(days=2))
    assert not Succession.objects.filter(carried_at=None).exists()
    assert move_work_of_ended(actor=JOB, now=DAYBREAK + timedelta(days=2)) == 4
    assert ended_agencies_at_work(DAY + timedelta(days=2)) == []


def test_new_reports_go_to_the_new_agencies(scene: Scene) -> None:
    load(AFTER, JUNE)
    pass_the_day()
    claim: Claim = make_claim(scene.network)
    place = Territory.objects.get(network=scene.network, code="xa-suoi")
    make_report(claim, territory=place, received_at=DAYBREAK)
    case = open_case(claim=claim, actor=scene.officer, now=DAYBREAK)
    case = set_category(
        case=case,
        actor=scene.officer,
        now=DAYBREAK,
        **choice(Category.SERVICE_FEEDBACK, topic="land"),
    )
    case = route(case=case, actor=scene.officer, now=DAYBREAK)
    assert case.owner == scene.agency("xa-suoi")


def test_the_record_holds_and_names_what_happened(scene: Scene) -> None:
    load(AFTER, JUNE)
    before = AuditEvent.objects.count()
    pass_the_day()
    tags = list(AuditEvent.objects.order_by("pk").values_list("tag", flat=True)[before:])
    assert tags.count(AuditTag.AGENCY_SUCCEEDED.value) == 4
    assert tags.count(AuditTag.CASE_INHERITED.value) == 4
    assert tags.count(AuditTag.ROLE_ENDED.value) == tags.count(AuditTag.ROLE_GRANTED.value) == 3
    while seal_pending() is not None:
        pass
    assert verify().problem is None


def test_old_pages_answer_and_say_who_took_over(scene: Scene, settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    load(AFTER, JUNE)
    pass_the_day()
    assert today() > DAY
    client = client_of(scene.lead_user)
    page = client.get("/en" + reverse("desk_agency", args=["huyen-bac"]))
    assert page.status_code == 200
    text = text_of(page)
    assert "This agency was a member until 30 June 2025." in text
    assert "Ủy ban nhân dân xã Rừng" in text
    assert "Ủy ban nhân dân xã Suối" in text
    for case in (scene.health, scene.rung, scene.suoi):
        assert client.get(reverse("desk_case", args=[case.reference])).status_code == 200
