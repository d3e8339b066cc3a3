"""Reports that a machine passes on: marked so, with a consent each, and never askers."""

from __future__ import annotations

import pytest

from sangto.intake.domain.entrances import entrance_refusal
from sangto.intake.domain.reports import ASKER_ORIGINS, Channel, OriginKind
from sangto.intake.permissions import IntakePermission, may
from sangto.kernel.actor import (
    Actor,
    Scope,
    machine_actor,
    operator_actor,
    public_actor,
    system_actor,
)

SENDS = machine_actor(label="integration:1", agency_id=1, scopes=frozenset({Scope.REPORTS_SEND}))


def test_a_machine_submits_with_its_scope_and_does_nothing_else() -> None:
    for scope in Scope:
        machine = machine_actor(label="x", agency_id=1, scopes=frozenset({scope}))
        allowed = {permission for permission in IntakePermission if may(machine, permission)}
        wanted = {IntakePermission.SUBMIT} if scope is Scope.REPORTS_SEND else set()
        assert allowed == wanted


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("origin", OriginKind)
@pytest.mark.parametrize(
    "actor",
    [SENDS, public_actor(), operator_actor("x"), system_actor("x")],
    ids=lambda one: one.kind,
)
def test_a_machine_is_a_machine_and_nobody_else_is(
    channel: Channel, origin: OriginKind, actor: Actor
) -> None:
    refusal = entrance_refusal(channel=channel, origin=origin, actor=actor, agency_id=None)
    if actor is SENDS:
        fits = channel is Channel.API and origin is OriginKind.MACHINE
        assert (refusal is None) is fits
    elif channel is Channel.API:
        assert refusal is not None


def test_machines_are_no_askers() -> None:
    assert OriginKind.MACHINE not in ASKER_ORIGINS
