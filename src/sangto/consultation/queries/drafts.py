"""Drafts, their versions and provisions, and which of them an actor may know about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sangto.consultation.domain.drafts import PartKind
from sangto.consultation.domain.provisions import ParsedText, Part, Problem, citation, parse
from sangto.consultation.domain.recognition import LineKind, Paragraph
from sangto.consultation.domain.rounds import RoundState
from sangto.consultation.domain.wording_diff import (
    Matching,
    Piece,
    difference,
    match_versions,
)
from sangto.consultation.models import (
    Draft,
    DraftRound,
    DraftStep,
    DraftVersion,
    OpinionRound,
    Provision,
    RoundInvitation,
)
from sangto.consultation.permissions import (
    DraftStanding,
    Permission,
    has_draft_permission,
    may_with_draft,
)
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Agency

_SHOWN = ("network", "drafting_agency", "appraiser", "created_by")


def draft_standing(actor: Actor, draft: Draft) -> DraftStanding:
    """How the actor's agency stands to this draft. Up to two queries."""
    if actor.agency_id is None:
        return DraftStanding()
    agency = Agency.objects.filter(pk=actor.agency_id, network_id=draft.network_id).first()
    if agency is None:
        return DraftStanding()
    invited = RoundInvitation.objects.filter(
        agency=agency, round__on_draft__draft=draft, round__opened_at__isnull=False
    ).exclude(round__state=RoundState.CANCELLED.value)
    keeps = draft.drafting_agency_id == agency.pk
    return DraftStanding(
        keeps=keeps,
        leads=actor.in_lead_agency and agency.is_lead,
        invited=not keeps and invited.exists(),
        appraises=draft.appraiser_id == agency.pk,
    )


def drafts_visible_to(actor: Actor) -> QuerySet[Draft]:
    """The drafting agency, who appraises, and the lead agency see a draft with its table; who was
    asked sees it with its own comments. One query before the list itself."""
    drafts = Draft.objects.select_related(*_SHOWN)
    if actor.agency_id is None or not has_draft_permission(actor, Permission.DRAFT_VIEW):
        return drafts.none()
    agency = Agency.objects.filter(pk=actor.agency_id).first()
    if agency is None:
        return drafts.none()
    drafts = drafts.filter(network_id=agency.network_id)
    if actor.in_lead_agency and agency.is_lead:
        return drafts
    invited = RoundInvitation.objects.filter(
        agency=agency, round__on_draft__draft=OuterRef("pk"), round__opened_at__isnull=False
    ).exclude(round__state=RoundState.CANCELLED.value)
    return drafts.filter(Q(drafting_agency=agency) | Q(appraiser=agency) | Exists(invited))


def draft_for(actor: Actor, reference: str, need: Permission = Permission.DRAFT_VIEW) -> Draft:
    """The draft for somebody who may do this there; else :class:`NotVisible`."""
    draft = drafts_visible_to(actor).filter(reference=reference).first()
    if draft is None or not may_with_draft(actor, need, draft_standing(actor, draft)):
        raise NotVisible
    return draft


def sees_the_table(actor: Actor, draft: Draft) -> bool:
    """Whether this person reads what all agencies said; who was only asked reads its own."""
    standing = draft_standing(actor, draft)
    return may_with_draft(actor, Permission.DRAFT_VIEW, standing) and (
        standing.keeps or standing.leads or standing.appraises
    )


def draft_counts(drafts: QuerySet[Draft]) -> QuerySet[Draft]:
    """With ``comment_number`` and ``undecided_number`` for a list."""
    given = Q(comments__state="given")
    return drafts.annotate(
        comment_number=Count("comments", filter=given, distinct=True),
        undecided_number=Count(
            "comments",
            filter=given & Q(comments__dispositions__isnull=True),
            distinct=True,
        ),
    )


def latest_version(draft: Draft) -> DraftVersion:
    found = DraftVersion.objects.filter(draft=draft).order_by("-number").first()
    if found is None:
        raise NotVisible
    found.draft = draft
    return found


def version_of(draft: Draft, number: int) -> DraftVersion:
    found = DraftVersion.objects.filter(draft=draft, number=number).first()
    if found is None:
        raise NotVisible
    found.draft = draft
    return found


def versions_of(draft: Draft) -> QuerySet[DraftVersion]:
    """Oldest first, without their paragraphs."""
    return (
        DraftVersion.objects.filter(draft=draft)
        .defer("paragraphs")
        .select_related("created_by", "source_file")
        .order_by("number")
    )


def provisions_of(version: DraftVersion) -> list[Provision]:
    """In the order of the text; their parents are at hand without another query."""
    found = list(Provision.objects.filter(version=version).order_by("position"))
    by_key = {row.pk: row for row in found}
    for row in found:
        row.version = version
        if row.parent_id is not None:
            row.parent = by_key[row.parent_id]
    return found


def parts_of(provisions: Sequence[Provision]) -> tuple[Part, ...]:
    """As plain values; of rows from :func:`provisions_of`."""
    return tuple(
        Part(
            eid=row.eid,
            kind=PartKind(row.kind),
            number=row.number,
            heading=row.heading,
            text=row.text,
            parent=row.parent.eid if row.parent is not None else "",
            first_line=row.first_line,
            last_line=row.last_line,
        )
        for row in provisions
    )


def paragraphs_of(version: DraftVersion) -> list[Paragraph]:
    return [
        Paragraph(
            text=one["text"],
            kind=LineKind(one["kind"]) if one.get("kind") else None,
            mark=one.get("mark", ""),
        )
        for one in version.paragraphs
    ]


def parsed_version(version: DraftVersion) -> ParsedText:
    """The text with every line and what a person should look at; no query."""
    return parse(paragraphs_of(version))


def problems_of(version: DraftVersion) -> tuple[Problem, ...]:
    return parsed_version(version).problems


@dataclass(frozen=True, slots=True)
class ProvisionChange:
    """One provision in two versions; ``before`` is None for a new one, ``after`` for one that went
    away."""

    before: Part | None
    after: Part | None
    pieces: tuple[Piece, ...]

    @property
    def renumbered(self) -> bool:
        return (
            self.before is not None and self.after is not None and self.before.eid != self.after.eid
        )

    @property
    def place(self) -> str:
        part = self.after or self.before
        return citation(part.eid) if part is not None else ""


def changes_between(before: DraftVersion, after: DraftVersion) -> list[ProvisionChange]:
    """What differs between two versions, in the order of the newer, what went away at the end.
    Two queries for each version that is not the other's next one, else two."""
    old = {part.eid: part for part in parts_of(provisions_of(before))}
    rows = provisions_of(after)
    new = parts_of(rows)
    same = _same(before, after, rows, old, new)
    found: list[ProvisionChange] = []
    for part in new:
        former = old.get(same.get(part.eid, ""))
        pieces = difference(_wording(former), _wording(part))
        if former is None or former.eid != part.eid or len(pieces) > 1:
            found.append(ProvisionChange(former, part, pieces))
    gone = set(old) - set(same.values())
    found += [
        ProvisionChange(part, None, difference(_wording(part), ""))
        for eid, part in old.items()
        if eid in gone
    ]
    return found


def _same(
    before: DraftVersion,
    after: DraftVersion,
    rows: Sequence[Provision],
    old: dict[str, Part],
    new: Sequence[Part],
) -> dict[str, str]:
    """By the anchors where one version follows the other, else by the words."""
    if after.made_from_id == before.pk:
        keys = dict(Provision.objects.filter(version=before).values_list("pk", "eid"))
        return {
            row.eid: keys[row.moved_from_id]
            for row in rows
            if row.moved_from_id is not None and row.moved_from_id in keys
        }
    matching: Matching = match_versions(tuple(old.values()), new)
    return matching.same


def _wording(part: Part | None) -> str:
    if part is None:
        return ""
    return (
        f"{part.heading}\n{part.text}" if part.heading and part.text else part.heading or part.text
    )


def current_places(draft: Draft) -> dict[int, Provision]:
    """For the key of each provision of any version: the provision of the newest version that it
    became; those that went away are missing. One query."""
    rows = list(
        Provision.objects.filter(version__draft=draft).order_by("-version__number", "position")
    )
    found: dict[int, Provision] = {}
    newest = rows[0].version_id if rows else 0
    for row in rows:
        if row.version_id == newest:
            found[row.pk] = row
        if row.moved_from_id is not None and row.pk in found:
            found[row.moved_from_id] = found[row.pk]
    return found


def rounds_on(draft: Draft) -> QuerySet[DraftRound]:
    """Rounds and votes on this draft, oldest first."""
    return (
        DraftRound.objects.filter(draft=draft)
        .select_related("round__agency", "round__draft_version")
        .defer("round__draft_version__paragraphs")
        .order_by("pk")
    )


def unfinished_rounds(draft: Draft) -> QuerySet[OpinionRound]:
    """Those that still take answers, or have not gone out yet."""
    return OpinionRound.objects.filter(
        on_draft__draft=draft,
        state__in=[
            RoundState.PREPARING.value,
            RoundState.WAITING_APPROVAL.value,
            RoundState.OPEN.value,
        ],
    )


def steps_of(draft: Draft) -> QuerySet[DraftStep]:
    """The dated way of a draft, oldest first."""
    return (
        DraftStep.objects.filter(draft=draft)
        .select_related("agency", "user", "replaces", "replaced_by", "version")
        .defer("version__paragraphs")
        .order_by("on", "pk")
    )
