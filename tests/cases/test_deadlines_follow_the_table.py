"""A day that is decided off, or worked, moves what is running, and each case notes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sangto.audit.models import AuditEvent
from sangto.cases.domain.states import CaseAction, EntryKind
from sangto.cases.models import InboxEntry
from sangto.cases.services import move, recompute_deadlines
from sangto.kernel.actor import Role, system_actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import HolidayOverride
from sangto.organisations.queries import calendar_for
from sangto.organisations.services import override_holiday, restore_holiday
from sangto.queue.models import Task
from tests.factories.cases import World, categorised, reported_claim, signing

pytestmark = pytest.mark.django_db

JOB = system_actor("deadlines.recompute")


def test_a_day_off_moves_what_runs_and_the_way_back(world: World) -> None:
    # A Monday; two working days end on Wednesday.
    start = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)
    case = categorised(world, claim=reported_claim(world, received_at=start))
    former = case.due_at
    done = signing(world)
    move(case=done, action=CaseAction.PUBLISH, actor=world.actor(world.lead, Role.APPROVER))
    done.refresh_from_db()
    closed_due = done.due_at

    admin = world.actor(world.lead, Role.ADMINISTRATOR)
    override = override_holiday(
        network=world.network, day=former.date(), working=False, note="Bão", actor=admin
    )
    task = Task.objects.get(kind="deadlines.recompute")
    assert task.payload == {"network": world.network.pk}
    assert recompute_deadlines(network=world.network, actor=JOB) == 1

    case.refresh_from_db()
    assert case.due_at == former + timedelta(days=1)
    entry = case.timeline.get(kind=EntryKind.DEADLINE.value)
    assert entry.data == {
        "before": former.astimezone(UTC).isoformat(),
        "after": case.due_at.astimezone(UTC).isoformat(),
    }
    newest = AuditEvent.objects.order_by("-pk").first()
    assert newest is not None
    assert (newest.tag, newest.subject_id) == ("case:deadline_recomputed", str(case.pk))
    assert InboxEntry.objects.get(claim=case.claim_id).due_at == case.due_at
    done.refresh_from_db()
    assert done.due_at == closed_due

    assert recompute_deadlines(network=world.network, actor=JOB) == 0
    restore_holiday(override=override, actor=admin)
    assert not HolidayOverride.objects.filter(day=former.date()).exists()
    assert recompute_deadlines(network=world.network, actor=JOB) == 1
    case.refresh_from_db()
    assert case.due_at == former
    assert calendar_for(world.network).is_working(former.date())


def test_nobody_else_counts_deadlines_anew(world: World) -> None:
    with pytest.raises(NotVisible):
        recompute_deadlines(network=world.network, actor=world.officer())
