"""Permissions: asked of the rooms' own functions, never copied from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum

from docs.generated.markdown import code, table
from docs.generated.meanings import PERMISSIONS
from sangto.appeals import permissions as appeals
from sangto.audit.permissions import AuditPermission, may_read_record, may_verify_record
from sangto.cases import permissions as cases
from sangto.consultation import permissions as consultation
from sangto.documents import permissions as documents
from sangto.handling import abuse_permissions as abuse
from sangto.handling import permissions as handling
from sangto.intake import permissions as intake
from sangto.kernel.actor import Actor, ActorKind, Role, operator_actor, public_actor, system_actor
from sangto.matching import permissions as matching
from sangto.notices.permissions import NoticePermission, may_send_again
from sangto.organisations import permissions as organisations
from sangto.queue.permissions import QueuePermission, may_revive, may_see_queue
from sangto.reporting import periodic_permissions as periodic
from sangto.reporting import permissions as reporting
from sangto.transparency import permissions as transparency
from sangto.verdicts import permissions as verdicts

Ask = Callable[[Actor], bool]
OWNER = 1


def _staff(role: Role, *, lead: bool) -> Actor:
    return Actor(ActorKind.STAFF, 1, OWNER, frozenset({role}), in_lead_agency=lead)


def _standing(actor: Actor) -> cases.Standing:
    """The best that an agency can have; what each part alone allows says :func:`standing`."""
    return cases.Standing(leads=actor.in_lead_agency, owns=True, is_committee=True)


def _ask_cases(permission: cases.Permission) -> Ask:
    def ask(actor: Actor) -> bool:
        if actor.kind is ActorKind.STAFF:
            return cases.may(actor, permission, _standing(actor))
        return cases.has_permission(actor, permission)

    return ask


def _ask_verdicts(permission: verdicts.Permission) -> Ask:
    return lambda actor: verdicts.may(actor, permission, owner_agency=OWNER)


def _ask_handling(permission: handling.Permission) -> Ask:
    return lambda actor: handling.may(actor, permission, _standing(actor), owns_measure=True)


def _ask_abuse(permission: abuse.AbusePermission) -> Ask:
    return lambda actor: abuse.may(actor, permission, _standing(actor))


def _ask_appeals(permission: appeals.Permission) -> Ask:
    return lambda actor: appeals.may(actor, permission)


def _ask_transparency(permission: transparency.Permission) -> Ask:
    return lambda actor: transparency.may(actor, permission)


def _ask_consultation(permission: consultation.Permission) -> Ask:
    """The best part that an agency can have: it leads or asks, and is asked too."""

    def ask(actor: Actor) -> bool:
        leads = actor.in_lead_agency
        return (
            (
                permission is consultation.Permission.ROUND_CARRY
                and consultation.has_round_permission(actor, permission)
            )
            or (
                permission is consultation.Permission.MEETING_CARRY
                and consultation.has_meeting_permission(actor, permission)
            )
            or consultation.may_in_round(
                actor, permission, consultation.RoundStanding(leads, asks=True, invited=True)
            )
            or consultation.may_in_meeting(
                actor, permission, consultation.MeetingStanding(hosts=True, invited=True)
            )
            or consultation.may_with_draft(
                actor,
                permission,
                consultation.DraftStanding(keeps=True, leads=leads, invited=True, appraises=True),
            )
        )

    return ask


def _ask_documents(permission: documents.Permission) -> Ask:
    return lambda actor: documents.may(actor, permission, OWNER)


def _ask_organisations(permission: organisations.OrganisationPermission) -> Ask:
    return lambda actor: organisations.may(actor, permission)


def _ask_intake(permission: intake.IntakePermission) -> Ask:
    return lambda actor: intake.may(actor, permission)


def _ask_matching(permission: matching.MatchingPermission) -> Ask:
    return lambda actor: matching.may(actor, permission)


def _ask_reporting(permission: reporting.Permission) -> Ask:
    return lambda actor: reporting.has_permission(actor, permission)


def _ask_periodic(permission: periodic.PeriodicPermission) -> Ask:
    return lambda actor: periodic.has_permission(actor, permission)


def questions() -> Iterator[tuple[str, StrEnum, Ask]]:
    """Room, permission, and the function that answers for an actor."""
    yield "audit", AuditPermission.READ, may_read_record
    yield "audit", AuditPermission.VERIFY, may_verify_record
    yield "queue", QueuePermission.READ, may_see_queue
    yield "queue", QueuePermission.REVIVE, may_revive
    for organisation in organisations.OrganisationPermission:
        yield "organisations", organisation, _ask_organisations(organisation)
    for document in documents.Permission:
        yield "documents", document, _ask_documents(document)
    for notice in NoticePermission:
        yield "notices", notice, may_send_again
    for report in intake.IntakePermission:
        yield "intake", report, _ask_intake(report)
    for claim in matching.MatchingPermission:
        yield "matching", claim, _ask_matching(claim)
    for case in cases.Permission:
        yield "cases", case, _ask_cases(case)
    for consulted in consultation.Permission:
        yield "consultation", consulted, _ask_consultation(consulted)
    for verdict in verdicts.Permission:
        yield "verdicts", verdict, _ask_verdicts(verdict)
    for measure in handling.Permission:
        yield "handling", measure, _ask_handling(measure)
    for appeal in appeals.Permission:
        yield "appeals", appeal, _ask_appeals(appeal)
    for entry in transparency.Permission:
        yield "transparency", entry, _ask_transparency(entry)
    for notice_to_provider in abuse.AbusePermission:
        yield "handling", notice_to_provider, _ask_abuse(notice_to_provider)
    for figure in reporting.Permission:
        yield "reporting", figure, _ask_reporting(figure)
    for told in periodic.PeriodicPermission:
        yield "reporting", told, _ask_periodic(told)


def permissions() -> str:
    """One table a room."""
    parts: list[str] = []
    rooms: dict[str, list[tuple[str, ...]]] = {}
    for room, permission, ask in questions():
        rooms.setdefault(room, []).append(
            (
                code(permission),
                PERMISSIONS.get(permission.value, ""),
                ", ".join(_holders(ask)) or "nobody",
            )
        )
    for room, rows in rooms.items():
        parts += [f"## {room}", table(("permission", "what it allows", "who has it"), rows)]
    return "\n\n".join(parts)


def _holders(ask: Ask) -> Iterator[str]:
    for role in Role:
        in_lead, in_member = ask(_staff(role, lead=True)), ask(_staff(role, lead=False))
        if in_lead and in_member:
            yield code(role)
        elif in_lead:
            yield f"{code(role)} (lead agency)"
        elif in_member:
            yield f"{code(role)} (other agencies)"
    for name, actor in (
        ("anybody", public_actor()),
        ("a background job", system_actor("docs")),
        ("whoever has a shell on the server", operator_actor("docs")),
    ):
        if ask(actor):
            yield name


def standing() -> str:
    """What an agency's part in a case allows, before roles are asked."""
    parts = {
        "lead agency": cases.Standing(leads=True),
        "owner": cases.Standing(owns=True),
        "asked to confirm": cases.Standing(confirms=True),
        "committee, after escalation": cases.Standing(is_committee=True),
        "lead agency that the claim is about": cases.Standing(leads=True, conflicted=True),
    }
    return table(
        ("permission", *parts),
        (
            (
                code(permission),
                *("yes" if part.allows(permission) else "" for part in parts.values()),
            )
            for permission in cases.Permission
            if any(part.allows(permission) for part in parts.values())
        ),
    )
