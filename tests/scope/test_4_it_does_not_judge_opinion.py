"""SCOPE.md 4. Protected expression is explained and deleted; a factual claim is narrow.

Guards: ``cases.domain.triage`` (checks, topic, the second agency), ``verdict_refusal``,
``cases.services.close_out_of_scope``, constraints of ``Case``. In depth: ``tests/cases``.
"""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from sangto.cases.models import Case
from sangto.cases.services import close_out_of_scope, confirm_category, set_category
from sangto.intake.domain.reports import Closing
from sangto.intake.queries import receipt_view
from sangto.kernel.actor import system_actor
from sangto.kernel.categories import (
    DISQUALIFIER_CHECKS,
    RULES,
    Category,
    Measure,
    Rating,
    Topic,
    topic_refusal,
)
from sangto.matching.services import match_report
from sangto.verdicts.services import draft_verdict
from tests.cases.test_opening import refusal_code
from tests.factories.cases import World, categorised, choice, confirmed, opened
from tests.factories.intake import submit
from tests.factories.verdicts import content


@pytest.mark.parametrize("missing", DISQUALIFIER_CHECKS)
def test_every_disqualifier_is_looked_at(world: World, missing: str) -> None:
    chosen = choice(Category.FACTUAL_CLAIM, checks=set(DISQUALIFIER_CHECKS) - {missing})
    code = refusal_code(set_category, case=opened(world), actor=world.officer(), **chosen)
    assert code == "cases.checks_missing"


@pytest.mark.parametrize("topic", ["", "politics", "religion", "officials", "protest"])
def test_the_topics_are_a_closed_list(world: World, topic: str) -> None:
    assert topic not in set(Topic)
    assert topic_refusal(Category.FACTUAL_CLAIM, topic) is not None
    case = confirmed(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(topic=topic)


def test_one_agency_alone_confirms_no_factual_claim(world: World) -> None:
    case = categorised(world, Category.FACTUAL_CLAIM)
    checks = RULES[Category.FACTUAL_CLAIM].checks
    code = refusal_code(confirm_category, case=case, checks=checks, actor=world.officer())
    assert code == "cases.same_agency"
    draft = {"case": case, "content": content(Rating.FALSE), "actor": world.officer()}
    assert refusal_code(draft_verdict, **draft) == "cases.not_confirmed"


def test_protected_expression_is_explained_and_its_content_deleted(world: World) -> None:
    sent = submit(text="Tôi thấy chủ trương này không hay, đường làm mãi không xong")
    match_report(report=sent.report, actor=system_actor("report.match"))
    actor = world.officer()
    case = opened(world, claim=sent.report.claim_link.claim, actor=actor)
    close_out_of_scope(case=case, explanation=Closing.PROTECTED_EXPRESSION, actor=actor)
    sent.report.refresh_from_db()
    assert (sent.report.text, sent.report.folded, sent.report.reason) == ("", "", "")
    view = receipt_view(sent.receipt)
    assert view is not None
    assert view.explanation


def test_a_complaint_is_answered_and_never_rated(world: World) -> None:
    rules = RULES[Category.SERVICE_FEEDBACK]
    assert not rules.ratings
    assert rules.measures == {Measure.ANSWER_BY_AGENCY}
    case = categorised(world, Category.SERVICE_FEEDBACK)
    draft = {"case": case, "content": content(), "actor": world.officer()}
    assert refusal_code(draft_verdict, **draft) == "cases.no_verdict_here"
