from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from sangto.cases.domain.states import CaseOutcome, CaseStatus, Visibility
from sangto.cases.models import Case, ChecklistAnswer
from sangto.kernel.actor import Actor, Role
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.models import LegalGround, Membership, User
from sangto.organisations.queries import actor_for
from sangto.queue.models import Task
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries import digest_of
from sangto.verdicts.services import (
    approve_and_publish,
    edit_draft,
    send_back,
    start_new_version,
    submit_draft,
)
from tests.factories.cases import World, categorised, make_world
from tests.factories.organisations import LONG_AGO
from tests.factories.verdicts import (
    approver,
    content,
    drafted,
    fresh,
    last_event,
    published_verdict,
    recorded,
    submitted,
)


def code_of(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.refusal.code


def also_approver(actor: Actor) -> Actor:
    """The same person with the approver's role beside the one they have."""
    assert actor.user_id is not None
    assert actor.agency_id is not None
    user = User.objects.get(pk=actor.user_id)
    Membership.objects.create(
        user=user, agency_id=actor.agency_id, role=Role.APPROVER.value, valid_from=LONG_AGO
    )
    return actor_for(user)


def test_publication_in_one_transaction(world: World) -> None:
    version = submitted(world)
    signer = approver(world)
    before = last_event()
    published = approve_and_publish(version=version, actor=signer, read_digest=digest_of(version))
    assert recorded(before)[0] == ("verdict:published", "verdicts.verdictversion")
    assert recorded(before)[-1] == ("case:closed", "cases.case")
    assert {tag for tag, _ in recorded(before)} <= {
        "verdict:published",
        "report:addresses_forgotten",
        "case:closed",
    }
    assert published.status == VersionStatus.PUBLISHED
    assert (published.approved_by_id, published.approver_agency_id) == (
        signer.user_id,
        world.lead.pk,
    )
    assert published.published_at is not None
    case = Case.objects.get()
    assert (case.status, case.outcome, case.visibility) == (
        CaseStatus.CLOSED,
        CaseOutcome.VERDICT,
        Visibility.PUBLIC,
    )
    task = Task.objects.get(kind="verdict.announce")
    assert (task.key, task.payload) == (
        f"verdict.announce:{version.pk}:0",
        {"version": version.pk},
    )


def test_the_checklist_is_asked_again_at_the_signature(world: World) -> None:
    version = submitted(world)
    item = ChecklistAnswer.objects.filter(case__claim=version.verdict.claim).first()
    assert item is not None
    item.delete()
    with pytest.raises(Refused) as error:
        approve_and_publish(version=version, actor=approver(world))
    assert code_of(error) == "cases.checklist_open"
    item.save(force_insert=True)
    assert approve_and_publish(version=version, actor=approver(world)).status == "published"


def test_nobody_approves_a_version_they_wrote_edited_or_submitted(world: World) -> None:
    writer, editor, submitter = world.officer(), world.officer(), world.officer()
    version = drafted(world, actor=writer)
    edit_draft(version=version, content=content(title="Sửa"), actor=editor)
    submit_draft(version=version, actor=submitter)
    for actor in (writer, editor, submitter):
        with pytest.raises(Refused) as error:
            approve_and_publish(version=version, actor=also_approver(actor))
        assert code_of(error) == "verdict.own_work"
    assert fresh(version).status == VersionStatus.SUBMITTED
    assert approve_and_publish(version=version, actor=approver(world)).status == "published"


def test_only_approvers_of_owner_and_lead_sign(world: World) -> None:
    version = submitted(world)
    for actor in (
        world.actor(world.health, Role.APPROVER),
        world.actor(world.press, Role.APPROVER),
        world.actor(world.lead, Role.DESK_OFFICER),
        world.actor(world.lead, Role.EDITOR, Role.ADMINISTRATOR, Role.AUDITOR),
    ):
        with pytest.raises(NotVisible):
            approve_and_publish(version=version, actor=actor)
        with pytest.raises(NotVisible):
            send_back(version=version, reason="Không rõ ràng lắm.", actor=actor)


def test_relatives_of_the_subject_do_not_sign(world: World) -> None:
    case = categorised(world)
    Case.objects.filter(pk=case.pk).update(owner=world.press, owner_kind=world.press.kind)
    version = submitted(world, case=case, actor=world.actor(world.press, Role.FOCAL_OFFICER))
    case.claim.subject_agency = world.committee
    case.claim.save()
    with pytest.raises(Refused) as error:
        approve_and_publish(version=version, actor=approver(world))
    assert code_of(error) == "verdict.approver_is_the_subject"
    signer = world.actor(world.press, Role.APPROVER)
    assert approve_and_publish(version=version, actor=signer).status == "published"


def test_what_the_subject_wrote_before_it_was_known_is_not_signed(world: World) -> None:
    case = categorised(world)
    Case.objects.filter(pk=case.pk).update(owner=world.health, owner_kind=world.health.kind)
    version = submitted(world, case=case, actor=world.actor(world.health, Role.FOCAL_OFFICER))
    Case.objects.filter(pk=case.pk).update(owner=world.press, owner_kind=world.press.kind)
    case.claim.subject_agency = world.health
    case.claim.save()
    with pytest.raises(Refused) as error:
        approve_and_publish(version=version, actor=approver(world))
    assert code_of(error) == "verdict.drafted_by_the_subject"


def test_drafts_and_published_versions_are_not_approved(world: World) -> None:
    version = drafted(world)
    with pytest.raises(Refused) as error:
        approve_and_publish(version=version, actor=approver(world))
    assert code_of(error) == "workflow.not_from_here"
    submit_draft(version=version, actor=world.officer())
    approve_and_publish(version=version, actor=approver(world))
    before = last_event()
    with pytest.raises(Refused) as error:
        approve_and_publish(version=version, actor=approver(world))
    assert code_of(error) == "workflow.not_from_here"
    assert recorded(before) == []


@pytest.mark.parametrize("how", ["text", "source", "ground", "other digest"])
def test_what_is_signed_is_what_was_submitted(world: World, how: str) -> None:
    version = submitted(world)
    digest = digest_of(version)
    if how == "text":
        VerdictVersion.objects.filter(pk=version.pk).update(summary="Khác hẳn")
    elif how == "source":
        version.sources.update(title="Nguồn khác")
    elif how == "ground":
        version.cited_grounds.all().delete()
    else:
        digest = "0" * 64
    with pytest.raises(Refused) as error:
        approve_and_publish(version=version, actor=approver(world), read_digest=digest)
    assert code_of(error) == "verdict.changed_since"


def test_edited_and_submitted_again_is_not_what_the_approver_read(world: World) -> None:
    officer = world.officer()
    version = submitted(world, actor=officer)
    read = digest_of(version)
    send_back(version=version, reason="Xin viết rõ hơn.", actor=approver(world))
    edit_draft(version=version, content=content(summary="Ngược lại."), actor=officer)
    submit_draft(version=version, actor=officer)
    with pytest.raises(Refused) as error:
        approve_and_publish(version=version, actor=approver(world), read_digest=read)
    assert code_of(error) == "verdict.changed_since"


def test_everything_is_asked_again_on_the_day_of_publication(world: World) -> None:
    version = submitted(world, valid_until=timezone.localdate() + timedelta(days=3))
    later = timezone.now() + timedelta(days=3)
    with pytest.raises(Refused) as error:
        approve_and_publish(version=version, actor=approver(world), now=later)
    assert code_of(error) == "verdict.valid_until"
    LegalGround.objects.filter(code="blhs-174").update(valid_until=timezone.localdate())
    tomorrow = timezone.now() + timedelta(days=1)
    with pytest.raises(Refused) as error:
        approve_and_publish(version=version, actor=approver(world), now=tomorrow)
    assert code_of(error) == "ground.not_in_force"


def test_a_closed_case_is_not_signed(world: World) -> None:
    version = submitted(world)
    Case.objects.update(
        status=CaseStatus.CLOSED.value,
        outcome=CaseOutcome.ARCHIVED.value,
        closed_at=timezone.now(),
    )
    with pytest.raises(Refused) as error:
        approve_and_publish(version=version, actor=approver(world))
    assert code_of(error) == "verdict.case_closed"


def test_sending_back_needs_a_reason_and_tells_the_case(world: World) -> None:
    version = submitted(world)
    signer = approver(world)
    for reason in ("", "  ", "x" * 1001):
        with pytest.raises(Refused) as error:
            send_back(version=version, reason=reason, actor=signer)
        assert code_of(error) == "verdict.reason"
    before = last_event()
    back = send_back(version=version, reason="Thiếu nguồn độc lập.", actor=signer)
    assert recorded(before) == [
        ("verdict:sent_back", "verdicts.verdictversion"),
        ("case:moved", "cases.case"),
    ]
    assert (back.status, back.submitted_digest, back.submitted_by_id) == ("draft", "", None)
    case = Case.objects.get()
    assert case.status == CaseStatus.VERIFYING
    assert case.timeline.filter(text="Thiếu nguồn độc lập.").count() == 1


def renewed(world: World, first: VerdictVersion) -> VerdictVersion:
    officer = world.officer()
    second = start_new_version(verdict=first.verdict, actor=officer)
    edit_draft(version=second, content=content(change_note="Thêm nguồn."), actor=officer)
    return submit_draft(version=second, actor=officer)


def test_a_new_version_supersedes_the_old_one(world: World) -> None:
    first = published_verdict(world)
    second = renewed(world, first)
    before = last_event()
    approve_and_publish(version=second, actor=approver(world))
    assert recorded(before)[:2] == [
        ("verdict:superseded", "verdicts.verdictversion"),
        ("verdict:published", "verdicts.verdictversion"),
    ]
    old = fresh(first)
    assert (old.status, old.superseded_at is not None) == (VersionStatus.SUPERSEDED, True)
    assert list(first.verdict.versions.values_list("number", "status")) == [
        (1, "superseded"),
        (2, "published"),
    ]


def test_versions_are_numbered_without_gaps_and_one_is_published(world: World) -> None:
    version = published_verdict(world)
    for number in (2, 3, 4):
        version = renewed(world, version)
        if number == 3:
            send_back(version=version, reason="Cần xem lại nguồn.", actor=approver(world))
            submit_draft(version=version, actor=world.officer())
        approve_and_publish(version=version, actor=approver(world))
        rows = list(version.verdict.versions.values_list("number", "status"))
        assert [row[0] for row in rows] == list(range(1, number + 1))
        assert [row[1] for row in rows].count("published") == 1
        assert rows[-1] == (number, "published")


@pytest.mark.django_db(transaction=True)
def test_of_two_approvers_at_once_one_publishes() -> None:
    world = make_world()
    version = submitted(world)
    signers = [approver(world), approver(world)]
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def sign(actor: Actor) -> None:
        try:
            gate.wait(timeout=10)
            approve_and_publish(version=version, actor=actor)
            outcomes.append("published")
        except Refused as error:
            outcomes.append(error.refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sign, args=(actor,)) for actor in signers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["published", "workflow.not_from_here"]
    assert VerdictVersion.objects.filter(status="published").count() == 1
    assert Task.objects.filter(kind="verdict.announce").count() == 1
