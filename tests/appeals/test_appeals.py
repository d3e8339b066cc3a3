"""From the form to the decision, and what follows from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sangto.appeals.domain.appeals import AppealState, Outcome, Relation, ReplyState
from sangto.appeals.models import Appeal, AppealContact
from sangto.appeals.queries import (
    appeal_by_receipt,
    involved_in,
    measure_window,
    replies_to,
    verdict_window,
)
from sangto.appeals.services import (
    check_reply,
    decide_appeal,
    erase_appeals,
    send_appeal,
    take_appeal,
    withdraw_appeal,
)
from sangto.audit.models import AuditEvent
from sangto.cases.domain.states import CaseStatus
from sangto.cases.models import Case
from sangto.handling.domain.measures import MeasureState
from sangto.handling.models import Measure
from sangto.handling.services import overturn_measure
from sangto.kernel.actor import Role, public_actor, system_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.kernel.personal import MASK
from sangto.notices.models import OutboxMessage
from sangto.transparency.models import RegisterEntry
from sangto.transparency.services import enter_pending
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries.published import published_version, withdrawn_verdict
from sangto.verdicts.services import approve_and_publish, edit_draft, submit_draft
from tests.factories.appeals import REASONS, appeals_officer, content, sent, taken
from tests.factories.cases import World, categorised
from tests.factories.handling import planned, reported
from tests.factories.verdicts import (
    approver,
    drafted,
    fresh,
    last_event,
    published_verdict,
    recorded,
)
from tests.factories.verdicts import content as verdict_content


def refused(call: object) -> str:
    with pytest.raises(Refused) as caught:
        call()  # type: ignore[operator] # a lambda
    return caught.value.refusal.code


def test_an_appeal_is_kept_once_and_its_code_leads_back(world: World) -> None:
    version = published_verdict(world)
    before = last_event()
    one = sent(world, version=version, email="lan@thu.example")
    assert recorded(before) == [("appeal:received", "appeals.appeal")]
    again = send_appeal(
        version=version,
        content=content(),
        language="vi",
        key="a-key-that-is-used-twice",
        actor=public_actor(),
    )
    twice = send_appeal(
        version=version,
        content=content(grounds="Một lý do khác hẳn với lần trước đó."),
        language="vi",
        key="a-key-that-is-used-twice",
        actor=public_actor(),
    )
    assert (twice.appeal, twice.receipt, twice.repeated) == (again.appeal, again.receipt, True)
    assert Appeal.objects.count() == 2
    view = appeal_by_receipt(one.receipt)
    assert view is not None
    assert (view.reference, view.about) == (one.appeal.reference, version.verdict.reference)
    assert appeal_by_receipt("0000 0000 0000 0000") is None
    assert one.receipt not in str(Appeal.objects.values_list())
    assert "lan@thu.example" not in str(list(AppealContact.objects.values_list()))


def test_the_window_is_the_charters_and_nothing_is_taken_after_it(world: World) -> None:
    version = published_verdict(world)
    assert version.published_at is not None
    window = verdict_window(version)
    assert window is not None
    assert window.open
    days = (window.until - timezone.localdate(version.published_at)).days
    assert 30 <= days <= 45  # the last day is no holiday
    last = version.published_at + timedelta(days=days)
    assert sent(world, version=version, now=last).appeal.closes_on == window.until
    late = version.published_at + timedelta(days=days + 1)
    assert refused(lambda: sent(world, version=version, now=late)) == "appeals.window_closed"
    closed = verdict_window(version, now=late)
    assert closed is not None
    assert not closed.open


def test_only_what_is_public_can_be_objected_to(world: World) -> None:
    with pytest.raises(NotVisible):
        sent(world, version=drafted(world))


def test_who_had_a_part_decides_nothing(world: World) -> None:
    officer = world.actor(world.lead, Role.DESK_OFFICER, Role.APPEALS_OFFICER)
    version = published_verdict(world, actor=officer)
    appeal = sent(world, version=version).appeal
    assert refused(lambda: take_appeal(appeal=appeal, actor=officer)) == "appeals.had_a_part"
    involved = involved_in(appeal.case, appeal=appeal)
    assert {officer.user_id, version.approved_by_id} <= involved.people
    stranger = appeals_officer(world)
    assert stranger.user_id not in involved.people
    held = take_appeal(appeal=appeal, actor=stranger)
    assert (held.state, held.officer_id) == (AppealState.REVIEW.value, stranger.user_id)
    decide_appeal(appeal=held, outcome=Outcome.UPHELD, reasons=REASONS, actor=stranger)
    second = sent(world, version=version).appeal
    assert refused(lambda: take_appeal(appeal=second, actor=stranger)) == "appeals.had_a_part"


def test_the_agency_that_it_is_about_sees_and_decides_nothing(world: World) -> None:
    officer = world.actor(world.health)
    case = categorised(world, subject_agency=world.lead)
    Case.objects.filter(pk=case.pk).update(owner=world.press)
    version = drafted_for_press(world, Case.objects.get(pk=case.pk))
    appeal = sent(world, version=version).appeal
    for agency in (world.lead, world.committee):
        with pytest.raises(NotVisible):
            take_appeal(appeal=appeal, actor=world.actor(agency, Role.APPEALS_OFFICER))
    assert officer.agency_id != world.lead.pk
    take_appeal(appeal=appeal, actor=world.actor(world.press, Role.APPEALS_OFFICER))


def drafted_for_press(world: World, case: Case) -> VerdictVersion:
    writer, signer = world.actor(world.press), world.actor(world.press, Role.APPROVER)
    version = drafted(world, case=case, actor=writer)
    return approve_and_publish(version=submit_draft(version=version, actor=writer), actor=signer)


def test_changed_begins_a_draft_that_others_write(world: World) -> None:
    officer = appeals_officer(world)
    appeal = taken(world, actor=officer, email="lan@thu.example")
    decided = decide_appeal(appeal=appeal, outcome=Outcome.CHANGED, reasons=REASONS, actor=officer)
    assert decided.outcome == Outcome.CHANGED.value
    assert appeal.version is not None
    draft = VerdictVersion.objects.get(verdict=appeal.version.verdict, number=2)
    assert (draft.status, draft.drafted_by_id) == (VersionStatus.DRAFT.value, None)
    case = Case.objects.get(pk=appeal.case_id)
    assert case.status == CaseStatus.VERIFYING.value
    writer = world.officer()
    edited = edit_draft(
        version=draft, content=verdict_content(change_note="Nói rõ hơn."), actor=writer
    )
    assert fresh(edited).drafted_by_id == writer.user_id
    approve_and_publish(version=submit_draft(version=draft, actor=writer), actor=approver(world))
    mail = OutboxMessage.objects.get(key=f"appeal:{appeal.pk}:decided")
    assert decided.reasons in mail.body
    assert appeal.grounds not in mail.body


def test_withdrawn_takes_the_verdict_back_and_says_so(world: World) -> None:
    officer = appeals_officer(world)
    appeal = taken(world, actor=officer)
    before = last_event()
    decide_appeal(appeal=appeal, outcome=Outcome.WITHDRAWN, reasons=REASONS, actor=officer)
    assert recorded(before) == [
        ("appeal:decided", "appeals.appeal"),
        ("verdict:withdrawn", "verdicts.verdictversion"),
    ]
    assert appeal.version is not None
    reference = appeal.version.verdict.reference
    assert published_version(reference) is None
    page = withdrawn_verdict(reference)
    assert page is not None
    assert page.reason == REASONS
    assert refused(
        lambda: decide_appeal(appeal=appeal, outcome=Outcome.UPHELD, reasons=REASONS, actor=officer)
    )


def test_the_second_of_two_decisions_loses(world: World) -> None:
    officer = appeals_officer(world)
    appeal = taken(world, actor=officer)
    other = world.actor(world.trade, Role.APPEALS_OFFICER)
    assert (
        refused(
            lambda: decide_appeal(
                appeal=appeal, outcome=Outcome.UPHELD, reasons=REASONS, actor=other
            )
        )
        == "appeals.taken"
    )
    decide_appeal(appeal=appeal, outcome=Outcome.UPHELD, reasons=REASONS, actor=officer)
    events = AuditEvent.objects.filter(tag="appeal:decided").count()
    refused(
        lambda: decide_appeal(appeal=appeal, outcome=Outcome.UPHELD, reasons=REASONS, actor=officer)
    )
    assert AuditEvent.objects.filter(tag="appeal:decided").count() == events == 1


def test_a_reply_is_shown_once_looked_at_and_what_is_marked_is_masked(world: World) -> None:
    version = published_verdict(world)
    appeal = sent(
        world, version=version, reply="Tôi là Nguyễn Thị Mẫu, gọi 0912 345 678 nếu cần."
    ).appeal
    reference = version.verdict.reference
    assert replies_to(reference) == []
    desk = world.officer()
    assert refused(lambda: check_reply(appeal=appeal, show=True, actor=desk)) == (
        "appeals.personal_data"
    )
    with pytest.raises(NotVisible):
        check_reply(appeal=appeal, show=True, actor=approver(world))
    Appeal.objects.filter(pk=appeal.pk).update(reply="Tôi là Nguyễn Thị Mẫu và đã gỡ trang này.")
    shown = check_reply(appeal=appeal, show=True, passages=["nguyễn thị mẫu"], actor=desk)
    assert shown.reply_state == ReplyState.SHOWN.value
    assert [reply.text for reply in replies_to(reference)] == [f"Tôi là {MASK} và đã gỡ trang này."]
    assert refused(lambda: check_reply(appeal=appeal, show=False, actor=desk)) == (
        "appeals.no_reply_waits"
    )


def test_the_sender_takes_it_back_and_nothing_of_it_stays(world: World) -> None:
    one = sent(world, email="lan@thu.example")
    withdraw_appeal(receipt=one.receipt, actor=public_actor())
    row = Appeal.objects.get(pk=one.appeal.pk)
    assert (row.state, row.grounds, row.content_deleted_at is not None) == (
        AppealState.WITHDRAWN.value,
        "",
        True,
    )
    assert not AppealContact.objects.exists()
    assert refused(lambda: withdraw_appeal(receipt=one.receipt, actor=public_actor()))


def test_what_was_written_is_erased_after_its_time(world: World) -> None:
    officer = appeals_officer(world)
    appeal = taken(world, actor=officer, email="lan@thu.example")
    decide_appeal(appeal=appeal, outcome=Outcome.UPHELD, reasons=REASONS, actor=officer)
    job = system_actor("retention.sweep")
    assert erase_appeals(actor=job) == 0
    row = Appeal.objects.get(pk=appeal.pk)
    assert row.readable_until is not None
    assert erase_appeals(actor=job, now=row.readable_until) == 1
    row.refresh_from_db()
    assert (row.grounds, row.reasons) == ("", REASONS)
    assert not AppealContact.objects.exists()


def test_the_database_holds_the_rules_too(world: World) -> None:
    appeal = sent(world).appeal
    rows = Appeal.objects.filter(pk=appeal.pk)
    for values in (
        {"state": AppealState.DECIDED.value},
        {"version": None},
        {"relation": "friend"},
        {"state": AppealState.REVIEW.value},
        {"reply_state": ReplyState.SHOWN.value},
        {"reasons": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
    assert Relation(appeal.relation) in Relation


def test_a_measure_is_taken_back_and_its_results_stay(world: World) -> None:
    measure = planned(world, categorised(world))
    reported(world, measure)
    measure.refresh_from_db()
    appeal = send_appeal(
        measure=measure,
        content=content(),
        language="vi",
        key="a-key-about-a-measure",
        actor=public_actor(),
    ).appeal
    doing = world.actor(measure.owner, Role.APPEALS_OFFICER)
    assert refused(lambda: take_appeal(appeal=appeal, actor=doing)) == "appeals.own_matter"
    other = world.trade if measure.owner == world.press else world.press
    officer = world.actor(other, Role.APPEALS_OFFICER)
    take_appeal(appeal=appeal, actor=officer)
    before = last_event()
    decide_appeal(appeal=appeal, outcome=Outcome.WITHDRAWN, reasons=REASONS, actor=officer)
    assert ("measure:overturned", "handling.measure") in recorded(before)
    measure.refresh_from_db()
    assert (measure.state, measure.results) == (MeasureState.OVERTURNED, 1)
    assert measure_window(measure) is None
    told = OutboxMessage.objects.filter(key__startswith=f"measure-overturned:{measure.pk}")
    assert told.count() >= 1
    with pytest.raises(Refused):
        overturn_measure(measure=measure, appeal=appeal.reference, actor=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(overturned_at=None)
    enter_pending(actor=system_actor("register.enter"))
    entry = RegisterEntry.objects.get(about=measure.reference, outcome="overturned")
    assert entry.kind == "measure"
