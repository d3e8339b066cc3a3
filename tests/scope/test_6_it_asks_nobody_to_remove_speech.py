"""SCOPE.md 6. No measure removes or blocks anything; a technical report is bound to its conditions.

Guards: the closed list of measures in ``kernel.categories``, ``measures_for`` and
``creating_refusal`` in ``handling.domain.measures``, the constraint of ``Measure``; for technical
reports ``handling.domain.abuse_targets`` and ``abuse_rules`` with the constraints of
``AbuseReport``. Every pair and every refusal of those is walked in ``tests/handling/test_abuse_*``.
"""

from __future__ import annotations

import re
from importlib import import_module

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sangto.handling.domain.abuse import GROUNDS, AbuseGround, TargetKind
from sangto.handling.domain.abuse import TECHNICAL as TECHNICAL_REPORTS
from sangto.handling.domain.abuse_targets import read_target
from sangto.handling.domain.measures import measures_for
from sangto.handling.models import Measure as MeasureRow
from sangto.intake.domain.platforms import PLATFORMS, Platform
from sangto.kernel.categories import RULES, Category, Measure, measure_refusal
from sangto.kernel.errors import Refusal
from tests.architecture.test_layout import ROOMS
from tests.cases.test_opening import refusal_code
from tests.factories.cases import World, categorised
from tests.factories.handling import planned

TECHNICAL = {
    Category.FRAUD,
    Category.MALICIOUS_LINK,
    Category.IMPERSONATION,
    Category.COMPROMISED_SITE,
}


def test_a_report_to_a_host_exists_in_the_four_technical_categories_only() -> None:
    assert {c for c in Category if measure_refusal(c, Measure.ABUSE_REPORT) is None} == TECHNICAL


@pytest.mark.parametrize("category", sorted(TECHNICAL))
def test_it_is_never_a_line_on_a_list(world: World, category: Category) -> None:
    """It needs a ground, evidence and a second person, which a measure has no fields for."""
    case = categorised(world, category)
    call = {"case": case, "kind": Measure.ABUSE_REPORT, "owner": world.lead}
    assert refusal_code(planned, world=world, **call) == "handling.needs_its_paper"
    assert Measure.ABUSE_REPORT not in measures_for(category)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureRow.objects.create(
            reference="BP-26-000000",
            case=case,
            category=category.value,
            kind="abuse_report",
            owner=world.lead,
            asked="Gỡ bài này xuống.",
            ground_text="Trang giả vẫn mở.",
            ground_on=timezone.localdate(),
            due_at=timezone.now(),
        )


def test_a_false_rumour_is_answered_with_better_information() -> None:
    assert RULES[Category.FACTUAL_CLAIM].measures == {
        Measure.PUBLISH_VERDICT,
        Measure.ANSWER_BY_AGENCY,
        Measure.AWARENESS,
    }


REMOVING = re.compile(r"(block|take_?down|remov|censor|suspend|ban_|mute|delist|fine_)")


def test_no_measure_and_no_service_blocks_or_removes_what_others_published() -> None:
    assert [kind for kind in Measure if REMOVING.search(kind.value)] == []
    exported = {
        f"{room}.{name}"
        for room in ROOMS
        for name in import_module(f"sangto.{room}.services").__all__
        if REMOVING.search(name)
    }
    #: What the desk itself keeps, and what a sender takes back of their own report.
    own = {
        "matching.remove_indicator",
        "matching.remove_report",
        "matching.remove_wording",
        "cases.remove_copy",
        "cases.remove_filter",
        "cases.remove_ground",
        "intake.remove_contact",
        "intake.remove_draft_picture",
        "handling.remove_abuse_evidence",
        "documents.remove_template",
        "reporting.remove_material",
        # No longer follow another desk.
        "verdicts.remove_feed",
    }
    assert exported == own


def test_a_technical_report_has_no_ground_for_what_somebody_says() -> None:
    assert {ground.value for ground in AbuseGround} == {
        "credential_form",
        "payment_request",
        "malware_hash",
        "injected_page",
        "forged_document",
    }
    assert set(TECHNICAL_REPORTS) == TECHNICAL
    assert set(GROUNDS) == TECHNICAL


@pytest.mark.parametrize("category", Category)
@pytest.mark.parametrize("platform", [one for one in PLATFORMS if one.posts])
def test_no_post_of_any_platform_is_ever_a_target(category: Category, platform: Platform) -> None:
    for form in platform.posts:
        address = form.canonical.format(id="12345678901")
        for kind in TargetKind:
            found = read_target(category, kind, address, ())
            assert isinstance(found, Refusal), address
