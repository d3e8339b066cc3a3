"""The editor of the consolidated report groups what agencies wrote; nobody rewrites it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.consultation.domain.drafts import DraftKind
from sangto.consultation.models import Draft
from sangto.consultation.services import DraftSource, import_draft
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop, insist
from sangto.kernel.text import clean
from sangto.organisations.queries import current_charter
from sangto.reporting.domain.periodic import COLLECTED, ReportAction, group_refusal
from sangto.reporting.domain.periodic_rights import PeriodicPermission
from sangto.reporting.models import GroupedPoint, PeriodicReport, PointGroup, ReportPoint
from sangto.reporting.periodic_permissions import authorise
from sangto.reporting.periodic_wording import amendment_text, amendment_title
from sangto.reporting.services.periodic_rows import edited, held, moved, step

_SECTIONS = {key.value for key in COLLECTED}


def group_points(
    *,
    report: PeriodicReport,
    section: str,
    title: str,
    points: Collection[int],
    actor: Actor,
) -> PointGroup:
    """Put these points into the group of this title, which is made if it is not there. A point
    leaves the group that it was in; one that stays without a point is gone."""
    title = " ".join(clean(title).split())
    insist(group_refusal(title))
    if section not in _SECTIONS:
        raise NotVisible
    with change(actor) as journal:
        report = held(report)
        move = step(report, ReportAction.GROUP, actor)
        rows = ReportPoint.objects.filter(
            pk__in=points, section=section, version__report__into=report
        )
        keys = [row.pk for row in rows]
        if len(keys) != len(set(points)):
            raise NotVisible
        if not keys:
            raise Refused(_no_points())
        group, _new = PointGroup.objects.get_or_create(report=report, section=section, title=title)
        GroupedPoint.objects.filter(report=report, point__in=keys).delete()
        GroupedPoint.objects.bulk_create(
            GroupedPoint(group=group, report=report, point_id=key) for key in keys
        )
        _forget_empty(report, kept=group.pk)
        edited(report, actor)
        moved(journal, report, move, group=group.pk, points=keys)
    return group


def ungroup_point(*, report: PeriodicReport, point: int, actor: Actor) -> None:
    """Take one point out of its group again."""
    with change(actor) as journal:
        report = held(report)
        move = step(report, ReportAction.GROUP, actor)
        deleted, _rows = GroupedPoint.objects.filter(report=report, point=point).delete()
        if not deleted:
            raise NotVisible
        _forget_empty(report)
        edited(report, actor)
        moved(journal, report, move, points=[point])


def _forget_empty(report: PeriodicReport, kept: int = 0) -> None:
    """A group that a draft was made of stays: the draft says where it comes from."""
    report.groups.filter(grouped__isnull=True, draft__isnull=True).exclude(pk=kept).delete()


def draft_from_group(
    *, report: PeriodicReport, group: int, actor: Actor, now: datetime | None = None
) -> Draft:
    """A group of difficulties becomes the draft of an amendment (Đắk Nông Điều 9.3): its points
    stand in it word for word, for the drafting agency to answer. Once a group."""
    with change(actor) as journal:
        report = held(report)
        authorise(actor, PeriodicPermission.CONSOLIDATE, report.agency_id)
        row = (
            PointGroup.objects.select_for_update(of=("self",))
            .filter(report=report, pk=group)
            .first()
        )
        if row is None:
            raise NotVisible
        if row.draft_id is not None:
            raise Refused(_drafted_already())
        points = ReportPoint.objects.filter(grouped__group=row).order_by("grouped__pk")
        said = [
            (point.version.report.agency.name, point.text)
            for point in points.select_related("version__report__agency")
        ]
        regulation = current_charter(report.agency.network).title
        version = import_draft(
            title=amendment_title(row.title),
            kind=DraftKind.DECISION,
            source=DraftSource(text=amendment_text(regulation, row.title, said)),
            actor=actor,
            now=now,
        )
        row.draft = version.draft
        row.save(update_fields=["draft"])
        journal.record(AuditTag.PERIODIC_DRAFTED, report, {"draft": row.draft_id, "group": row.pk})
    return version.draft


def _no_points() -> Refusal:
    return Refusal(
        "periodic.no_points", gettext_noop("Choose what belongs into the group."), {}, "points"
    )


def _drafted_already() -> Refusal:
    return Refusal(
        "periodic.drafted_already", gettext_noop("A draft was made of this group already.")
    )
