"""What stands in a report's pictures is part of what it says, for matching alone."""

from __future__ import annotations

from typing import Any

import pytest

from sangto.documents.domain.look import Look
from sangto.intake.models import Report, ReportImage
from sangto.intake.services import close_and_delete, discard_pictures
from sangto.jobs.registry import HANDLERS
from sangto.kernel.actor import operator_actor, system_actor
from sangto.matching.domain.kinds import Decision, LinkMethod, LinkState
from sangto.matching.domain.pictures import LIKE_BITS, SAME_BITS, of_picture
from sangto.matching.index.report_text import looks_of_report, text_of_report
from sangto.matching.index.sources import entry_of_report
from sangto.matching.models import IndexEntry, ReportLink
from sangto.matching.queries import find_claims, index_health
from sangto.matching.services import match_report, rebuild_index, remove_report, renew_report
from sangto.organisations.models import Network
from sangto.queue.models import Task
from tests.factories.intake import make_report
from tests.factories.matching import SCAM, link_report, make_claim
from tests.factories.reading import add_picture, looks_of_screen
from tests.matching.test_vietqr import transfer_code

MATCHES = system_actor("report.match")
#: As a machine reads SCAM, with slips.
READ = SCAM.replace("Vui lòng", "Vul lòng").replace("đăng nhập", "dăng nhâp")
OTHER = (
    "Trường thông báo: con anh chị đang cấp cứu ở bệnh viện, cần chuyển ngay 30 triệu tiền tạm ứng "
    "viện phí vào số tài khoản của thầy giám thị"
)


def turned(look: Look, bits: int) -> Look:
    return Look(f"{int(look.plain, 16) ^ (1 << bits) - 1:064x}", look.inverted)


class TestTheTextOfAReport:
    def test_text_pictures_and_codes_are_one(self, network: Network) -> None:
        report = make_report(network, text="Có thật không")
        add_picture(report, READ, codes=["https://nhan.example/a"])
        assert text_of_report(report) == f"Có thật không\n{READ}\nhttps://nhan.example/a"

    def test_a_picture_of_the_text_itself_says_nothing_new(self, network: Network) -> None:
        report = make_report(network, text=SCAM)
        add_picture(report, READ, codes=["https://nhan.example/a"])
        add_picture(report, READ)
        assert text_of_report(report) == f"{SCAM}\nhttps://nhan.example/a"

    def test_without_pictures_it_is_the_text(self, network: Network) -> None:
        report = make_report(network, text=SCAM)
        assert text_of_report(report) == SCAM
        assert looks_of_report(report) == ()

    def test_the_index_agrees_with_what_was_searched(self, network: Network) -> None:
        report = make_report(network, text="")
        add_picture(report, READ)
        link = match_report(report=report, actor=MATCHES)
        assert link is not None
        entry = IndexEntry.objects.get(source_kind="report", source_id=report.pk)
        expected = entry_of_report(report, link.claim_id)
        assert entry.exact_digest == expected.exact_digest != ""

        rebuild_index(actor=operator_actor("reindex"))
        entry = IndexEntry.objects.get(source_kind="report", source_id=report.pk)
        assert entry.exact_digest == expected.exact_digest


def test_a_picture_alone_joins_the_claim_that_it_shows(network: Network) -> None:
    claim = make_claim(network, wordings=[SCAM])
    report = make_report(network, text="")
    add_picture(report, READ)
    link = match_report(report=report, actor=MATCHES)
    assert link is not None
    assert (link.claim, link.method) == (claim, LinkMethod.NEAR)


def test_the_account_of_a_payment_code_is_a_key(network: Network) -> None:
    code = transfer_code(account="0912345678012")
    first = make_report(network, text="")
    add_picture(first, codes=[code])
    found = find_claims(text_of_report(first))
    assert [one.kind for one in found.indicators] == ["account"]


@pytest.mark.parametrize(
    ("bits", "asked", "known", "joins"),
    [
        (0, "", "", True),
        (SAME_BITS, "", "", True),
        (SAME_BITS + 1, "", "", False),
        (LIKE_BITS, "", "", False),
        (LIKE_BITS + 1, "", "", None),
        (0, "a b c d e f g h i", "a b c d e f g h i", True),
        (0, "a b c d e f g h i 200", "a b c d e f g h i 900", False),
        (0, "a b c d e f g h i", "k l m n o p q r s", None),
        (0, "a b c d e f k l m", "a b c d e f g h i", False),
        (0, "một hai", "k l m n o p q r s", True),
    ],
)
def test_when_looks_put_reports_together(
    bits: int, asked: str, known: str, joins: bool | None
) -> None:
    judgement = of_picture(asked, known, bits=bits)
    if joins is None:
        assert judgement is None
    else:
        assert judgement is not None
        assert (judgement.decision, judgement.joins) == (Decision.SUGGEST, joins)


class TestTheSamePicture:
    """Nothing was read in them: only the look tells."""

    @pytest.fixture
    def looks(self) -> tuple[Look, ...]:
        return looks_of_screen(SCAM)

    def report_with(self, network: Network, *looks: Look, text: str = "") -> Any:
        report = make_report(network, text="")
        add_picture(report, text, looks=looks)
        return report

    def test_it_joins_and_says_why(self, network: Network, looks: tuple[Look, ...]) -> None:
        first = match_report(report=self.report_with(network, *looks), actor=MATCHES)
        again = self.report_with(network, turned(looks[0], 5))
        second = match_report(report=again, actor=MATCHES)
        assert first is not None
        assert second is not None
        assert (second.claim, second.method) == (first.claim, LinkMethod.PICTURE)
        assert second.state == LinkState.AUTO
        assert second.explanation["why"] == ["match.picture"]

    def test_dark_is_the_same(self, network: Network, looks: tuple[Look, ...]) -> None:
        first = match_report(report=self.report_with(network, *looks), actor=MATCHES)
        dark = [Look(look.inverted, look.plain) for look in looks]
        second = match_report(report=self.report_with(network, *dark), actor=MATCHES)
        assert first is not None
        assert second is not None
        assert second.claim == first.claim

    def test_it_is_no_answer(self, network: Network, looks: tuple[Look, ...]) -> None:
        claim = make_claim(network)
        link_report(self.report_with(network, *looks), claim, method="new", score=1.0)
        (match,) = find_claims("", looks=looks).matches
        assert (match.claim, match.decision, match.joins) == (claim, Decision.SUGGEST, True)
        assert match.wording == ""

    def test_who_joined_by_look_alone_lets_nobody_join(
        self, network: Network, looks: tuple[Look, ...]
    ) -> None:
        link_report(
            self.report_with(network, *looks), make_claim(network), method="picture", score=0.6
        )
        (match,) = find_claims("", looks=looks).matches
        assert not match.joins

    def test_a_rejected_link_leads_nowhere(self, network: Network, looks: tuple[Look, ...]) -> None:
        link_report(
            self.report_with(network, *looks),
            make_claim(network),
            indexed=False,
            state=LinkState.REJECTED.value,
        )
        assert find_claims("", looks=looks).matches == ()

    def test_other_words_in_the_same_template_are_another_message(
        self, network: Network, looks: tuple[Look, ...]
    ) -> None:
        first = match_report(report=self.report_with(network, *looks, text=SCAM), actor=MATCHES)
        other = self.report_with(network, *looks, text=OTHER)
        second = match_report(report=other, actor=MATCHES)
        assert first is not None
        assert second is not None
        assert second.claim != first.claim

    def test_words_come_before_looks(self, network: Network, looks: tuple[Look, ...]) -> None:
        first = match_report(report=self.report_with(network, *looks, text=SCAM), actor=MATCHES)
        second = match_report(report=self.report_with(network, *looks, text=READ), actor=MATCHES)
        assert first is not None
        assert second is not None
        assert (second.claim, second.method) == (first.claim, LinkMethod.NEAR)

    def test_it_goes_with_the_pictures(self, network: Network, looks: tuple[Look, ...]) -> None:
        one, two = (self.report_with(network, *looks) for _ in range(2))
        claims = [make_claim(network), make_claim(network)]
        for report, claim in zip((one, two), claims, strict=True):
            link_report(report, claim, method="new", score=1.0)
        assert {match.claim for match in find_claims("", looks=looks).matches} == set(claims)
        discard_pictures(report=one, actor=operator_actor("test"))
        close_and_delete(report=two, explanation="not_checkable", actor=operator_actor("test"))
        remove_report(report=two)
        assert find_claims("", looks=looks).matches == ()

    def test_the_number_of_queries_does_not_grow(
        self, network: Network, looks: tuple[Look, ...], django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(12):
            claim = make_claim(network)
            link_report(self.report_with(network, *looks), claim, method="new", score=1.0)
        with django_assert_max_num_queries(14):
            assert len(find_claims("", looks=looks).matches) == 5


def test_rebuilding_brings_looks_back(network: Network) -> None:
    looks = looks_of_screen(SCAM)
    report = make_report(network, text="")
    image = add_picture(report, looks=looks)
    link_report(report, make_claim(network), method="new", score=1.0)
    image.bands.all().delete()
    assert find_claims("", looks=looks).matches == ()
    assert index_health().missing == 1
    rebuild_index(actor=operator_actor("reindex"))
    assert index_health().ok
    assert len(find_claims("", looks=looks).matches) == 1


def test_what_a_late_picture_says_is_not_matched(network: Network) -> None:
    from sangto.intake.models import ReportAddition

    report = make_report(network, text="Có thật không")
    image = add_picture(report, READ)
    addition = ReportAddition.objects.create(
        report=report, key_digest="k", received_at=report.received_at
    )
    ReportImage.objects.filter(pk=image.pk).update(addition=addition)
    assert text_of_report(report) == "Có thật không"
    assert ReportLink.objects.count() == 0


def test_what_is_read_after_the_link_leads_to_the_claim(network: Network) -> None:
    claim = make_claim(network)
    report = make_report(network, text="")
    image = add_picture(report)
    link_report(report, claim, method="new", score=1.0)
    assert not renew_report(report=report)
    assert not find_claims(SCAM).matches
    ReportImage.objects.filter(pk=image.pk).update(read_text=READ)

    HANDLERS["report.read"]({"report": report.pk})()

    (match,) = find_claims(SCAM).matches
    assert match.claim == claim
    assert Task.objects.filter(kind="claim.suggest", payload={"claim": claim.pk}).exists()
    assert not renew_report(report=Report.objects.get())
    remove_report(report=report)
    ReportLink.objects.update(state=LinkState.REJECTED.value)
    assert not renew_report(report=report)
