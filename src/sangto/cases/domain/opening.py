"""Whether work on a claim may begin (SCOPE.md 1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sangto.intake.domain.reports import OriginKind
from sangto.kernel.categories import Category
from sangto.kernel.errors import Refusal, gettext_noop

#: What a member agency may open a case about by itself.
OWN_CATEGORIES: frozenset[Category] = frozenset({Category.IMPERSONATION, Category.COMPROMISED_SITE})


@dataclass(frozen=True, slots=True)
class Origin:
    """A report as far as its right to start a case goes."""

    report_id: int
    kind: OriginKind
    agency_id: int | None
    received_at: datetime


def first_origin(origins: Sequence[Origin]) -> Origin | None:
    """The report that the desk's work starts from: the earliest citizen's, else the earliest.

    Reports of an imported archive never start work.
    """
    living = [origin for origin in origins if origin.kind is not OriginKind.ARCHIVE]
    if not living:
        return None
    return min(
        living,
        key=lambda origin: (
            origin.kind is not OriginKind.CITIZEN,
            origin.received_at,
            origin.report_id,
        ),
    )


def opening_refusal(
    *, origin: Origin | None, any_report: bool, subject_agency: int | None
) -> Refusal | None:
    """``any_report`` tells an archive without living reports from a claim that nobody reported."""
    if origin is None and not any_report:
        return Refusal(
            "cases.no_report",
            gettext_noop("A case starts from a report that somebody sent. This claim has none."),
        )
    if origin is None:
        return Refusal(
            "cases.archive_only",
            gettext_noop("This claim comes from an archive only. An archive makes closed records."),
        )
    if origin.kind is OriginKind.MEMBER_AGENCY and subject_agency != origin.agency_id:
        return _not_its_own()
    return None


def own_opening_refusal(
    *,
    origins: Sequence[Origin],
    agency: int | None,
    category: Category,
    subject_agency: int | None,
) -> Refusal | None:
    """Whether an agency may open a case by itself, on its own report."""
    if not any(
        origin.kind is OriginKind.MEMBER_AGENCY
        and origin.agency_id is not None
        and origin.agency_id == agency
        for origin in origins
    ):
        return Refusal(
            "cases.no_own_report",
            gettext_noop("Your agency has sent no report about this itself."),
        )
    if category not in OWN_CATEGORIES or agency is None or subject_agency != agency:
        return _not_its_own()
    return None


def origin_refusal(
    *,
    category: Category,
    origin: OriginKind,
    origin_agency: int | None,
    subject_agency: int | None,
) -> Refusal | None:
    """Whether a case that started this way may have this category at all."""
    if category is Category.OUT_OF_SCOPE:
        return None
    if category is Category.FACTUAL_CLAIM and origin is not OriginKind.CITIZEN:
        return Refusal(
            "cases.factual_needs_citizen",
            gettext_noop(
                "A factual claim is looked at only when a citizen has reported it. "
                "This case has another origin."
            ),
            {},
            "category",
        )
    if origin is OriginKind.MEMBER_AGENCY and (
        category not in OWN_CATEGORIES or origin_agency is None or subject_agency != origin_agency
    ):
        return _not_its_own()
    return None


def _not_its_own() -> Refusal:
    return Refusal(
        "cases.not_its_own",
        gettext_noop(
            "An agency may open a case by itself only about somebody who pretends to be it, "
            "or about a break-in on its own site."
        ),
        {},
        "category",
    )
