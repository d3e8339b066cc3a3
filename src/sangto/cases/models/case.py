"""The case: one for each claim that the desk works on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sangto.cases.domain.opening import OWN_CATEGORIES
from sangto.cases.domain.states import CaseOutcome, CaseStatus, Visibility
from sangto.intake.domain.reports import OriginKind
from sangto.kernel.categories import RULES, Category, Step, Topic
from sangto.organisations.domain.kinds import NEVER_OWN_FACTUAL_CLAIMS

_RATED = sorted(category.value for category, rules in RULES.items() if rules.ratings)
_SIGNED = sorted(
    category.value
    for category, rules in RULES.items()
    if rules.ratings and Step.PUBLICATION in rules.steps
)
_ANSWERED = sorted(
    category.value for category, rules in RULES.items() if not rules.ratings and not rules.terminal
)
#: Ends without a decision: of any category, and of none.
_WITHOUT_WORK = [
    CaseOutcome.ARCHIVED.value,
    CaseOutcome.JOINED.value,
    CaseOutcome.WITHDRAWN.value,
]
_CLOSED_LIST = [category.value for category in Category]


class Case(models.Model):
    """The constraints hold SCOPE.md 1, 4 and 5 also against a write that passes no service.

    ``owner_kind`` and ``origin_agency`` repeat what the owner and the origin report say, because a
    constraint sees one row only. ``confirmed_at`` is when two agencies had recorded the checks of a
    factual claim; a change of category, topic or subject empties it.
    """

    reference = models.CharField(max_length=20, unique=True)
    network = models.ForeignKey(
        "organisations.Network", on_delete=models.PROTECT, related_name="cases"
    )
    claim = models.OneToOneField("matching.Claim", on_delete=models.PROTECT, related_name="case")
    origin_report = models.ForeignKey(
        "intake.Report", on_delete=models.PROTECT, related_name="cases_started"
    )
    origin_kind = models.CharField(max_length=20)
    origin_agency = models.ForeignKey(
        "organisations.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases_started",
    )
    category = models.CharField(max_length=20, blank=True, default="")
    topic = models.CharField(max_length=60, blank=True, default="")
    subject_agency = models.ForeignKey(
        "organisations.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases_about",
    )
    owner = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="cases_owned"
    )
    owner_kind = models.CharField(max_length=20)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases_assigned",
    )
    status = models.CharField(max_length=12, default=CaseStatus.TRIAGE.value)
    outcome = models.CharField(max_length=20, blank=True, default=CaseOutcome.NONE.value)
    visibility = models.CharField(max_length=8, default=Visibility.DESK.value)
    opened_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["network", "status", "due_at"], name="case_by_work"),
            models.Index(fields=["owner", "status"], name="case_by_owner"),
            models.Index(fields=["network", "opened_at"], name="case_by_opening"),
            models.Index(fields=["network", "closed_at"], name="case_by_closing"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(category__in=["", *_CLOSED_LIST]), name="case_category_of_closed_list"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in CaseStatus]),
                name="case_status_known",
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=[item.value for item in Visibility]),
                name="case_visibility_known",
            ),
            models.CheckConstraint(
                condition=Q(origin_kind__in=[kind.value for kind in OriginKind]),
                name="case_origin_known",
            ),
            models.CheckConstraint(
                condition=~Q(category=Category.FACTUAL_CLAIM.value)
                | Q(origin_kind=OriginKind.CITIZEN.value)
                | Q(origin_kind=OriginKind.ARCHIVE.value, outcome__in=_WITHOUT_WORK),
                name="case_factual_claim_from_citizen",
            ),
            models.CheckConstraint(
                condition=~Q(origin_kind=OriginKind.MEMBER_AGENCY.value)
                | Q(
                    category__in=["", *sorted(item.value for item in OWN_CATEGORIES)],
                    origin_agency__isnull=False,
                    subject_agency__isnull=False,
                    subject_agency=F("origin_agency"),
                )
                | Q(category=Category.OUT_OF_SCOPE.value),
                name="case_agency_opens_own_matter",
            ),
            models.CheckConstraint(
                condition=~Q(origin_kind=OriginKind.ARCHIVE.value)
                | Q(status=CaseStatus.CLOSED.value, outcome__in=_WITHOUT_WORK),
                name="case_archive_is_closed",
            ),
            models.CheckConstraint(
                condition=~Q(category=Category.FACTUAL_CLAIM.value)
                | ~Q(owner_kind__in=sorted(kind.value for kind in NEVER_OWN_FACTUAL_CLAIMS)),
                name="case_factual_claim_owner_kind",
            ),
            models.CheckConstraint(
                condition=~Q(category=Category.FACTUAL_CLAIM.value)
                | Q(topic__in=[topic.value for topic in Topic]),
                name="case_factual_claim_topic",
            ),
            models.CheckConstraint(
                condition=Q(subject_agency__isnull=True)
                | Q(category=Category.SERVICE_FEEDBACK.value)
                | ~Q(owner=F("subject_agency")),
                name="case_owner_is_not_subject",
            ),
            models.CheckConstraint(
                condition=Q(status=CaseStatus.CLOSED.value, closed_at__isnull=False)
                | (~Q(status=CaseStatus.CLOSED.value) & Q(closed_at__isnull=True)),
                name="case_closed_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status=CaseStatus.TRIAGE.value, category="", outcome="")
                | Q(
                    status=CaseStatus.VERIFYING.value,
                    category__in=sorted({*_RATED, *_ANSWERED}),
                    outcome="",
                )
                | Q(status=CaseStatus.SIGNING.value, category__in=_SIGNED, outcome="")
                | Q(
                    status=CaseStatus.CLOSED.value,
                    category__in=_RATED,
                    outcome=CaseOutcome.VERDICT.value,
                )
                | Q(
                    status=CaseStatus.CLOSED.value,
                    category__in=_ANSWERED,
                    outcome=CaseOutcome.ANSWERED.value,
                )
                | Q(
                    status=CaseStatus.CLOSED.value,
                    category=Category.OUT_OF_SCOPE.value,
                    outcome=CaseOutcome.OUT_OF_SCOPE.value,
                )
                | Q(status=CaseStatus.CLOSED.value, outcome__in=_WITHOUT_WORK),
                name="case_status_category_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(category=Category.FACTUAL_CLAIM.value)
                | Q(status=CaseStatus.VERIFYING.value)
                | Q(confirmed_at__isnull=False)
                | Q(outcome__in=_WITHOUT_WORK),
                name="case_factual_claim_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(visibility=Visibility.DESK.value) | Q(category__in=_RATED),
                name="case_public_only_if_rated",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
