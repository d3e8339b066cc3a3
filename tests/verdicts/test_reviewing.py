"""Published verdicts that want a look, and what follows from looking."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sangto.kernel.actor import Actor, Role, public_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.models import Agency
from sangto.verdicts.domain.reviewing import (
    MANY_MISFITS,
    MANY_REPEATS,
    ReviewReason,
    reasons_of,
    staying_refusal,
)
from sangto.verdicts.models import Misfit, Source, VerdictVersion
from sangto.verdicts.queries import counts_by_reason, reviews_due
from sangto.verdicts.services import (
    check_source,
    count_misfits,
    let_stay,
)
from tests.factories.cases import World, make_report
from tests.factories.verdicts import last_event, published_verdict, recorded

TODAY = date(2026, 6, 1)
_DAYS = st.dates(TODAY - timedelta(days=60), TODAY + timedelta(days=60))


@given(
    valid_until=st.none() | _DAYS,
    repeats=st.integers(0, 6),
    misfits=st.integers(0, 6),
    changed_sources=st.integers(0, 2),
    next_on=st.none() | _DAYS,
)
def test_reasons_are_in_order_and_a_rest_silences_only_the_calendar(
    valid_until: date | None,
    repeats: int,
    misfits: int,
    changed_sources: int,
    next_on: date | None,
) -> None:
    found = reasons_of(
        valid_until=valid_until,
        repeats=repeats,
        misfits=misfits,
        changed_sources=changed_sources,
        next_on=next_on,
        today=TODAY,
    )
    order = list(ReviewReason)
    assert list(found) == sorted(set(found), key=order.index)
    assert (ReviewReason.REPEATS in found) == (repeats >= MANY_REPEATS)
    assert (ReviewReason.MISFITS in found) == (misfits >= MANY_MISFITS)
    assert (ReviewReason.SOURCE_CHANGED in found) == bool(changed_sources)
    if next_on is not None and next_on > TODAY:
        assert not {ReviewReason.EXPIRED, ReviewReason.EXPIRES, ReviewReason.DUE} & set(found)
    elif valid_until is not None and valid_until < TODAY:
        assert found[0] is ReviewReason.EXPIRED


def test_a_look_has_a_reason_and_a_next_day() -> None:
    def code(reason: str, next_on: date | None) -> str | None:
        refusal = staying_refusal(reason=reason, next_on=next_on, today=TODAY)
        return refusal.code if refusal else None

    assert code("Vẫn đúng", TODAY + timedelta(days=1)) is None
    assert code("", TODAY + timedelta(days=1)) == "review.reason"
    for wrong in (None, TODAY, TODAY + timedelta(days=400)):
        assert code("Vẫn đúng", wrong) == "review.next_on"


def expiring(world: World, days: int = 5) -> VerdictVersion:
    version = published_verdict(world)
    VerdictVersion.objects.filter(pk=version.pk).update(
        valid_until=timezone.localdate() + timedelta(days=days)
    )
    version.refresh_from_db()
    return version


def reasons(actor: Actor) -> list[tuple[ReviewReason, ...]]:
    return [one.reasons for one in reviews_due(actor)]


def test_the_queue_and_its_ways_out(world: World) -> None:
    officer = world.officer()
    quiet = published_verdict(world)
    assert reviews_due(officer) == []
    late, soon = expiring(world, -1), expiring(world, 5)
    for _ in range(MANY_REPEATS):
        make_report(quiet.verdict.claim)
    for _ in range(MANY_MISFITS):
        counted = count_misfits(
            references=[quiet.verdict.reference, "KL-26-000000"], actor=public_actor()
        )
        assert counted == 1
    source = Source.objects.filter(version=soon).first()
    assert source is not None
    before = last_event()
    check_source(source=source, changed=True, note="Trang đã gỡ", actor=officer)
    assert recorded(before) == [("source:checked", "verdicts.verdictversion")]
    due = reviews_due(officer)
    assert [one.version.pk for one in due] == [late.pk, soon.pk, quiet.pk]
    assert [one.reasons for one in due] == [
        (ReviewReason.EXPIRED,),
        (ReviewReason.SOURCE_CHANGED, ReviewReason.EXPIRES),
        (ReviewReason.MISFITS, ReviewReason.REPEATS),
    ]
    assert counts_by_reason(due)[ReviewReason.REPEATS] == 1
    assert [one.version.pk for one in reviews_due(officer, reason=ReviewReason.EXPIRES)] == [
        soon.pk
    ]
    before = last_event()
    next_on = timezone.localdate() + timedelta(days=30)
    for version in (late, soon, quiet):
        let_stay(version=version, reason="Đã xem, vẫn đúng", next_on=next_on, actor=officer)
    assert [tag for tag, _ in recorded(before)] == ["verdict:reviewed"] * 3
    assert reviews_due(officer) == []
    on_that_day = reviews_due(officer, today=next_on)
    assert {one.version.pk for one in on_that_day} == {late.pk, soon.pk, quiet.pk}
    for _ in range(MANY_REPEATS):
        make_report(quiet.verdict.claim)
    assert reasons(officer) == [(ReviewReason.REPEATS,)]


def test_a_version_that_is_not_current_is_not_looked_at(world: World) -> None:
    version = expiring(world)
    old = VerdictVersion.objects.get(pk=version.pk)
    VerdictVersion.objects.filter(pk=version.pk).update(
        status="superseded", superseded_at=timezone.now()
    )
    with pytest.raises(Refused) as error:
        let_stay(
            version=old,
            reason="Vẫn đúng",
            next_on=timezone.localdate() + timedelta(days=3),
            actor=world.officer(),
        )
    assert error.value.refusal.code == "review.not_current"
    assert reviews_due(world.officer()) == []


def test_who_sees_and_who_decides(world: World) -> None:
    version = expiring(world)
    next_on = timezone.localdate() + timedelta(days=3)

    def may(agency: Agency, role: Role) -> tuple[bool, bool]:
        actor = world.actor(agency, role)
        sees = bool(reviews_due(actor))
        try:
            let_stay(version=version, reason="Vẫn đúng", next_on=next_on, actor=actor)
        except NotVisible:
            return sees, False
        version.reviews.all().delete()
        return sees, True

    everything = {role: may(world.lead, role) for role in Role}
    assert everything == {
        Role.DESK_OFFICER: (True, True),
        Role.APPROVER: (True, True),
        Role.EDITOR: (True, False),
        Role.APPEALS_OFFICER: (True, False),
        Role.FOCAL_OFFICER: (True, True),  # of the agency that owns the case
        Role.AUDITOR: (False, False),
        Role.ADMINISTRATOR: (False, False),
    }
    assert {may(world.press, role) for role in Role} == {(False, False)}


def test_nobody_looks_at_what_is_about_their_own_agency(world: World) -> None:
    version = expiring(world)
    claim = version.verdict.claim
    claim.subject_agency = world.lead
    claim.save()
    officer = world.officer()
    assert reviews_due(officer) == []
    with pytest.raises(NotVisible):
        let_stay(
            version=version,
            reason="Vẫn đúng",
            next_on=timezone.localdate() + timedelta(days=3),
            actor=officer,
        )


def test_the_same_queries_for_one_and_for_three(
    world: World, django_assert_num_queries: object
) -> None:
    officer = world.officer()
    assert callable(django_assert_num_queries)
    expiring(world)
    with django_assert_num_queries(4) as first:
        reviews_due(officer)
    expiring(world)
    expiring(world)
    with django_assert_num_queries(len(first)):
        assert len(reviews_due(officer)) == 3


def test_people_are_counted_and_not_known(world: World) -> None:
    version = published_verdict(world)
    fields = {field.name for field in Misfit._meta.get_fields()}
    assert fields == {"id", "version", "day", "number"}
    before = last_event()
    named = [version.verdict.reference] * 50
    assert count_misfits(references=named, actor=public_actor()) == 1
    assert count_misfits(references=[], actor=public_actor()) == 0
    assert Misfit.objects.get().number == 1
    assert recorded(before) == []
