"""What the agencies reported, side by side, for the consolidated report of the lead agency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch

from sangto.kernel.text import collation_key
from sangto.organisations.models import Agency
from sangto.reporting.domain.periodic import ReportStanding, SectionKey
from sangto.reporting.models import (
    GroupedPoint,
    PeriodicReport,
    PointGroup,
    ReportPoint,
    ReportVersion,
)
from sangto.reporting.queries.periodic import report_standing


@dataclass(frozen=True, slots=True)
class CollectedReport:
    """One agency's, with the version that was submitted last, if one was."""

    report: PeriodicReport
    standing: ReportStanding
    version: ReportVersion | None


@dataclass(frozen=True, slots=True)
class CollectedPoint:
    """``older``: it stood in a version that was amended since."""

    point: ReportPoint
    agency: Agency
    older: bool = False


@dataclass(frozen=True, slots=True)
class CollectedGroup:
    group: PointGroup
    points: list[CollectedPoint] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CollectedSection:
    """``loose`` are the points that no group holds yet; none is ever left out."""

    key: str
    groups: list[CollectedGroup]
    loose: list[CollectedPoint]


def collected_reports(report: PeriodicReport, now: datetime | None = None) -> list[CollectedReport]:
    """By the alphabet, late and missing ones too. Two queries."""
    rows = report.collected.select_related("agency").prefetch_related(
        Prefetch("versions", ReportVersion.objects.order_by("-number"))
    )
    found = [
        CollectedReport(row, report_standing(row, now), next(iter(row.versions.all()), None))
        for row in rows
    ]
    return sorted(found, key=lambda one: collation_key(one.report.agency.name))


def collected_section(
    report: PeriodicReport, key: SectionKey, reports: list[CollectedReport]
) -> CollectedSection:
    """Two queries."""
    current = {one.version.pk: one.report for one in reports if one.version is not None}
    groups = {
        group.pk: CollectedGroup(group)
        for group in report.groups.filter(section=key.value).select_related("draft")
    }
    held = GroupedPoint.objects.filter(group__in=groups).select_related(
        "point__version__report__agency"
    )
    seen: set[int] = set()
    for row in held:
        version = row.point.version
        seen.add(row.point_id)
        groups[row.group_id].points.append(
            CollectedPoint(row.point, version.report.agency, version.pk not in current)
        )
    loose = [
        CollectedPoint(point, current[point.version_id].agency)
        for point in ReportPoint.objects.filter(version__in=current, section=key.value)
        if point.pk not in seen
    ]
    loose.sort(key=lambda one: (collation_key(one.agency.name), one.point.place))
    return CollectedSection(key.value, list(groups.values()), loose)


def texts_of(reports: list[CollectedReport], key: SectionKey) -> list[tuple[Agency, str]]:
    """What each agency wrote in a part, unchanged."""
    return [
        (one.report.agency, text)
        for one in reports
        if one.version is not None and (text := _text(one.version.sections, key)).strip()
    ]


def _text(sections: Mapping[str, str], key: SectionKey) -> str:
    return sections.get(key.value, "")
