"""Whatever workers do in whatever order: no task has two holders, and none is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from sangto.kernel.actor import operator_actor
from sangto.queue.domain.tasks import TaskState
from sangto.queue.models import Heartbeat, Task
from sangto.queue.services import Lease, LeaseLost, claim, fail, finish, put, renew, revive

LEASE = 60


class Queue(RuleBasedStateMachine):
    """The model: ``holder`` is the last lease given out for a key, and still worth something."""

    leases: Bundle[Lease] = Bundle("leases")

    @initialize()
    def empty(self) -> None:
        Task.objects.all().delete()
        Heartbeat.objects.all().delete()
        self.now = datetime(2026, 11, 2, tzinfo=UTC)
        self.known: set[str] = set()
        self.holder: dict[str, Lease] = {}
        self.effects: dict[str, int] = {}

    @rule(key=st.sampled_from("ab"))
    def put(self, key: str) -> None:
        assert put(kind="k", key=key, now=self.now) is (key not in self.known)
        self.known.add(key)

    @rule(target=leases, worker=st.sampled_from(["one", "two"]), later=st.booleans())
    def claim(self, worker: str, later: bool) -> Any:
        if later:
            self.now += timedelta(seconds=LEASE + 1)
        lease = claim(worker=worker, now=self.now, lease_seconds=LEASE)
        if lease is None:
            return multiple()
        before = self.holder.get(lease.key)
        assert before is None or before.until < self.now, "two leases for one task at once"
        assert lease.key not in self.effects, "a finished task was given out again"
        self.holder[lease.key] = lease
        return lease

    @rule(seconds=st.sampled_from([1, 30, 60, 4000]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def _is_held(self, lease: Lease) -> bool:
        current = self.holder.get(lease.key)
        return current is not None and current.token == lease.token and not self._given_up(lease)

    def _given_up(self, lease: Lease) -> bool:
        return Task.objects.get(key=lease.key).state == TaskState.DEAD

    @rule(target=leases, lease=consumes(leases))
    def renew(self, lease: Lease) -> Any:
        held = self._is_held(lease)
        try:
            renewed = renew(lease, now=self.now)
        except LeaseLost:
            assert not held
            return multiple()
        assert held
        self.holder[lease.key] = renewed
        return renewed

    @rule(lease=leases)
    def finish(self, lease: Lease) -> None:
        held = self._is_held(lease)
        try:
            with transaction.atomic():
                self.effects[lease.key] = self.effects.get(lease.key, 0) + 1
                finish(lease, now=self.now)
        except LeaseLost:
            assert not held
            self.effects[lease.key] -= 1
            if not self.effects[lease.key]:
                del self.effects[lease.key]
            return
        assert held
        del self.holder[lease.key]

    @rule(lease=leases)
    def fail(self, lease: Lease) -> None:
        held = self._is_held(lease)
        try:
            fail(lease, "ValueError", now=self.now)
        except LeaseLost:
            assert not held
            return
        assert held
        del self.holder[lease.key]

    @rule(key=st.sampled_from("ab"))
    def revive(self, key: str) -> None:
        task = Task.objects.filter(key=key, state=TaskState.DEAD).first()
        if task is not None:
            revive(task_id=task.pk, actor=operator_actor("test"), now=self.now)
            self.holder.pop(key, None)

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        if not hasattr(self, "known"):
            return
        states = dict(Task.objects.values_list("key", "state"))
        assert set(states) == self.known
        assert all(count == 1 for count in self.effects.values())
        assert {key for key, state in states.items() if state == "done"} == set(self.effects)
        for key, lease in self.holder.items():
            assert states[key] in {"leased", "dead"}, (key, lease)

    def teardown(self) -> None:
        """Given time, every task ends: done or in the hands of the desk."""
        if not hasattr(self, "known"):
            return
        self.now += timedelta(days=1)
        while (lease := claim(worker="last", now=self.now)) is not None:
            with transaction.atomic():
                finish(lease, now=self.now)
        assert set(Task.objects.values_list("state", flat=True)) <= {"done", "dead"}


@pytest.mark.django_db
def test_no_order_of_steps_doubles_or_loses_a_task() -> None:
    run_state_machine_as_test(
        Queue,
        settings=settings(
            max_examples=80,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
