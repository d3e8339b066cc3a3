"""SCOPE.md 3. Search covers references, officer-written titles, verdicts and exact indicators.

Guards: ``matching.queries.search_claims`` (titles only), ``has_the_message`` in
``matching.domain.decision`` (a report leads to its claim only for who has the message),
``verdicts.queries.published``. The whole product is searched in ``test_planted_name.py``.
"""

from __future__ import annotations

import pytest

from sangto.cases.queries import InboxFilters, inbox
from sangto.kernel.actor import system_actor
from sangto.matching.queries import find_claims, search_claims
from sangto.matching.services import match_report
from sangto.verdicts.queries import search_desk
from tests.factories.cases import World, categorised, reported_claim
from tests.factories.intake import make_report
from tests.factories.matching import SCAM, link_report, make_claim, make_wording
from tests.factories.reading import add_picture
from tests.scope.planted import LOOKED_FOR, NAME, SLUG


def test_a_title_is_found_and_nothing_beside_it(world: World) -> None:
    case = categorised(
        world, claim=reported_claim(world, text=f"{NAME} gửi tin"), title="Tin nhắn trúng thưởng"
    )
    make_wording(case.claim, f"{NAME} nói: {SCAM}")
    officer = world.officer()
    assert list(search_claims("trung thuong")) == [case.claim]
    assert [row.case for row in inbox(officer, InboxFilters(text=case.reference))] == [case]
    for wanted in LOOKED_FOR:
        assert not search_claims(wanted).exists()
        assert inbox(officer, InboxFilters(text=wanted)) == []


@pytest.mark.parametrize("around", ["", "Trong tin có: ", "https://khac.example "])
def test_a_phrase_of_a_report_leads_nowhere(world: World, around: str) -> None:
    claim = make_claim(world.network)
    link_report(make_report(world.network, text=f"{NAME} chuyển cho tôi. {SCAM}"), claim)
    assert find_claims(f"{around}{NAME}").matches == ()
    assert find_claims(f"{around}{NAME} chuyển cho tôi").matches == ()
    assert find_claims(SCAM).matches


def test_what_stands_only_in_a_picture_is_found_by_no_search(world: World) -> None:
    report = make_report(world.network, text="")
    add_picture(report, f"{NAME} chuyển cho tôi. {SCAM}", codes=[f"https://ma.example/{SLUG}"])
    link = match_report(report=report, actor=system_actor("report.match"))
    assert link is not None
    officer = world.officer()
    for wanted in (*LOOKED_FOR, f"{NAME} chuyển cho tôi"):
        assert find_claims(wanted).matches == ()
        assert not search_claims(wanted).exists()
        assert inbox(officer, InboxFilters(text=wanted)) == []
        found = search_desk(officer, wanted)
        assert (found.exact, found.words) == ((), ())
    assert [match.claim for match in find_claims(SCAM).matches] == [link.claim]
