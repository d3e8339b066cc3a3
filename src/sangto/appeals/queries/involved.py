"""Who had a part in a case, and so decides no appeal about it (SCOPE.md 5)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from sangto.appeals.domain.appeals import Involved
from sangto.appeals.models import Appeal
from sangto.audit.queries import people_who_acted_on
from sangto.cases.domain.states import EntryKind
from sangto.cases.models import Case, CategoryCheck, TimelineEntry
from sangto.handling.models import FeedbackAnswer, Measure
from sangto.organisations.models import Agency
from sangto.organisations.queries import relatives
from sangto.verdicts.models import Contribution, VerdictVersion


def relatives_of(case: Case) -> frozenset[int]:
    """The subject agency with its parents and subordinates, by the case and by its claim."""
    subjects: set[Agency] = {
        agency for agency in (case.subject_agency, case.claim.subject_agency) if agency is not None
    }
    return frozenset().union(*(relatives(agency) for agency in subjects))


def involved_in(case: Case, *, appeal: Appeal | None = None) -> Involved:
    """Everybody who drafted, approved, categorised, owned or heard anything of it.

    That is who stands in its timeline, its checks, its versions and measures, who held it, who
    decided an earlier appeal, and whoever else the record names for one of these. What was done
    about ``appeal`` itself does not count. Where it is about a measure, the agency that took it
    decides nothing either.
    """
    versions = list(VerdictVersion.objects.filter(verdict__case=case))
    measures = list(Measure.objects.filter(case=case))
    earlier = Appeal.objects.filter(case=case)
    if appeal is not None:
        earlier = earlier.exclude(pk=appeal.pk)
    people: Iterable[int | None] = chain(
        [case.assignee_id],
        TimelineEntry.objects.filter(case=case)
        .exclude(kind=EntryKind.APPEAL.value)
        .values_list("user_id", flat=True),
        CategoryCheck.objects.filter(case=case).values_list("user_id", flat=True),
        (
            user
            for version in versions
            for user in (version.drafted_by_id, version.submitted_by_id, version.approved_by_id)
        ),
        Contribution.objects.filter(version__in=versions).values_list("user_id", flat=True),
        (user for measure in measures for user in (measure.created_by_id, measure.noted_by_id)),
        FeedbackAnswer.objects.filter(case=case).values_list("answered_by_id", flat=True),
        earlier.values_list("officer_id", flat=True),
        people_who_acted_on([case, case.claim, *versions, *measures]),
    )
    doing = appeal.measure.owner if appeal is not None and appeal.measure is not None else None
    return Involved(
        people=frozenset(user for user in people if user is not None),
        relatives=relatives_of(case) | (relatives(doing) if doing is not None else frozenset()),
    )
