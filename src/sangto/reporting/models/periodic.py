"""A periodic report of an agency: what is being written, and what was submitted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from sangto.organisations.domain.kinds import ReportPeriod
from sangto.reporting.domain.periodic import (
    COLLECTED,
    COMMENT_LENGTH,
    REASON_LENGTH,
    SECTION_LENGTH,
    SUBJECT_LENGTH,
    ReportKind,
    ReportState,
    SectionKey,
)
from sangto.reporting.domain.periods import Period


def _values(members: type[Any]) -> list[str]:
    return [member.value for member in members]


class PeriodicReport(models.Model):
    """``into`` is the consolidated report that collects this one. ``number`` is the version that
    is being written, or was submitted last. ``figures`` is frozen: the snapshot of the period, of
    the one before and of the year before, with training. ``subject`` is of a report on demand."""

    reference = models.CharField(max_length=20, unique=True)
    network = models.ForeignKey("organisations.Network", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="periodic_reports"
    )
    kind = models.CharField(max_length=12)
    span = models.CharField(max_length=10)
    since = models.DateField()
    before = models.DateField()
    subject = models.CharField(max_length=SUBJECT_LENGTH, blank=True)
    into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="collected"
    )
    sections: models.JSONField[Any, Any] = models.JSONField(default=list)
    due_on = models.DateField()
    reminders: models.JSONField[Any, Any] = models.JSONField(default=list)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    state = models.CharField(max_length=10, default=ReportState.WRITING.value)
    number = models.PositiveIntegerField(default=1)
    figures: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    figures_at = models.DateTimeField(null=True, blank=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    handed_in_at = models.DateTimeField(null=True, blank=True)
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["agency", "kind", "span", "since"],
                condition=~Q(span=ReportPeriod.ON_DEMAND.value),
                name="periodic_report_once_a_period",
            ),
            CheckConstraint(condition=Q(since__lt=F("before")), name="periodic_report_has_days"),
            CheckConstraint(
                condition=Q(kind__in=_values(ReportKind)), name="periodic_report_kind_is_known"
            ),
            CheckConstraint(
                condition=Q(state__in=_values(ReportState)), name="periodic_report_state_is_known"
            ),
            CheckConstraint(
                condition=Q(span__in=_values(ReportPeriod)), name="periodic_report_span_is_known"
            ),
            CheckConstraint(
                condition=Q(kind=ReportKind.OWN.value) | Q(into__isnull=True),
                name="consolidated_report_is_collected_by_none",
            ),
            CheckConstraint(
                condition=~Q(state=ReportState.SUBMITTED.value)
                | Q(first_submitted_at__isnull=False),
                name="submitted_periodic_report_has_its_time",
            ),
            CheckConstraint(
                condition=~Q(state=ReportState.HANDED_IN.value)
                | Q(handed_in_by__isnull=False, handed_in_at__isnull=False),
                name="handed_in_periodic_report_has_who",
            ),
            CheckConstraint(
                condition=Q(span=ReportPeriod.ON_DEMAND.value) | Q(subject=""),
                name="subject_is_of_a_report_on_demand",
            ),
        ]

    @property
    def period(self) -> Period:
        return Period(self.since, self.before)

    def __str__(self) -> str:
        return self.reference


class ReportSection(models.Model):
    """A part in the agency's own words. Each change is a new revision; who saves must have seen
    the one before."""

    report = models.ForeignKey(
        PeriodicReport, on_delete=models.CASCADE, related_name="section_rows"
    )
    key = models.CharField(max_length=16)
    text = models.TextField(blank=True, max_length=SECTION_LENGTH)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        constraints = [
            UniqueConstraint(fields=["report", "key"], name="section_once_a_report"),
            CheckConstraint(condition=Q(key__in=_values(SectionKey)), name="section_key_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.key}"


class ReportEditor(models.Model):
    """Who wrote at a version, so that nobody of them approves it."""

    report = models.ForeignKey(PeriodicReport, on_delete=models.CASCADE, related_name="editors")
    number = models.PositiveIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["report", "number", "user"], name="editor_once_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.number}"


class ReportVersion(models.Model):
    """What was submitted, as it was. ``document`` is the consolidated report under its number."""

    report = models.ForeignKey(PeriodicReport, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    sections: models.JSONField[Any, Any] = models.JSONField(default=dict)
    figures: models.JSONField[Any, Any] = models.JSONField(default=dict)
    figures_at = models.DateTimeField()
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField()
    why = models.CharField(max_length=REASON_LENGTH, blank=True)
    document = models.ForeignKey(
        "documents.OfficialDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            UniqueConstraint(fields=["report", "number"], name="version_once_a_report"),
            CheckConstraint(
                condition=~Q(prepared_by=F("submitted_by")),
                name="periodic_report_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.number}"


class ReportPoint(models.Model):
    """One difficulty or proposal of a submitted version, in the agency's own words."""

    version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="points")
    section = models.CharField(max_length=16)
    place = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["place"]
        constraints = [
            UniqueConstraint(fields=["version", "section", "place"], name="point_once_a_place"),
            CheckConstraint(
                condition=Q(section__in=[key.value for key in COLLECTED]),
                name="point_section_is_collected",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.section} {self.place}"


class PointGroup(models.Model):
    """Points of several agencies that the editor put together, under a title of the editor's. A
    group of difficulties may have become a draft that others are asked about."""

    report = models.ForeignKey(PeriodicReport, on_delete=models.CASCADE, related_name="groups")
    section = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    draft = models.ForeignKey(
        "consultation.Draft", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(fields=["report", "section", "title"], name="group_title_once"),
            CheckConstraint(
                condition=Q(section__in=[key.value for key in COLLECTED]),
                name="group_section_is_collected",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class GroupedPoint(models.Model):
    """``report`` repeats the group's, so that a point stands in one group of it only."""

    group = models.ForeignKey(PointGroup, on_delete=models.CASCADE, related_name="grouped")
    report = models.ForeignKey(PeriodicReport, on_delete=models.CASCADE, related_name="+")
    point = models.ForeignKey(ReportPoint, on_delete=models.CASCADE, related_name="grouped")

    class Meta:
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(fields=["report", "point"], name="point_in_one_group"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.point_id}"


class ReportComment(models.Model):
    """What colleagues say about a report while it is written; it goes nowhere else."""

    report = models.ForeignKey(PeriodicReport, on_delete=models.CASCADE, related_name="comments")
    section = models.CharField(max_length=16, blank=True)
    text = models.TextField(max_length=COMMENT_LENGTH)
    noted_at = models.DateTimeField(default=timezone.now)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.pk}"


class ReportReminder(models.Model):
    """A step of the plan that was sent, once."""

    report = models.ForeignKey(
        PeriodicReport, on_delete=models.CASCADE, related_name="reminders_sent"
    )
    step = models.CharField(max_length=60)
    people: models.JSONField[Any, Any] = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["report", "step"], name="report_reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.step}"
