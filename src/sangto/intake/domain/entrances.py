"""Which origin may come in by which channel, entered by whom (SCOPE.md 1)."""

from __future__ import annotations

from sangto.intake.domain.reports import Channel, OriginKind
from sangto.intake.permissions import IntakePermission
from sangto.kernel.actor import Actor, ActorKind
from sangto.kernel.errors import Refusal, gettext_noop


def needed_permission(channel: Channel, origin: OriginKind) -> IntakePermission:
    if channel is Channel.ARCHIVE:
        return IntakePermission.IMPORT
    if origin is OriginKind.MEMBER_AGENCY:
        return IntakePermission.ENTER_FOR_AGENCY
    if channel is Channel.DESK:
        return IntakePermission.ENTER
    return IntakePermission.SUBMIT


def entrance_refusal(
    *, channel: Channel, origin: OriginKind, actor: Actor, agency_id: int | None
) -> Refusal | None:
    if (origin is OriginKind.ARCHIVE) != (channel is Channel.ARCHIVE):
        return Refusal(
            "intake.archive",
            gettext_noop("An imported archive has a channel of its own and makes closed records."),
        )
    if (origin is OriginKind.MEMBER_AGENCY) != (agency_id is not None):
        return Refusal(
            "intake.agency",
            gettext_noop("Only a report of a member agency names an agency."),
        )
    if agency_id is not None and actor.kind is ActorKind.STAFF and actor.agency_id != agency_id:
        return Refusal(
            "intake.other_agency",
            gettext_noop("You can enter a report for your own agency only."),
        )
    by_machine = actor.kind is ActorKind.MACHINE
    if (channel is Channel.API) != by_machine or (by_machine and origin is not OriginKind.MACHINE):
        return Refusal(
            "intake.machine_only",
            gettext_noop("The API is for machines, and a machine reports as a machine only."),
        )
    if origin is OriginKind.MACHINE and actor.kind is ActorKind.PUBLIC:
        return Refusal(
            "intake.machine",
            gettext_noop("A machine reports with a key of its own."),
        )
    return None
