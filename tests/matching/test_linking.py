"""Reports join claims, start them, move between them and leave the index."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from sangto.audit.models import AuditEvent
from sangto.audit.tags import AuditTag
from sangto.intake.models import Report
from sangto.kernel.actor import public_actor, system_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.matching.domain.kinds import LinkMethod, LinkState
from sangto.matching.models import Claim, IndexEntry, ReportLink
from sangto.matching.queries import active_links, askers, find_claims
from sangto.matching.services import (
    confirm_link,
    match_report,
    match_report_task,
    move_report,
    reject_link,
    remove_report,
)
from sangto.organisations.models import Network
from tests.factories.intake import make_report
from tests.factories.matching import RUMOUR, SCAM, link_report, make_claim
from tests.factories.organisations import make_network
from tests.matching.test_claims import OFFICER

MATCHER = system_actor("report.match")
VARIANT = SCAM.replace("saomai-xacthuc", "saomai-otp").replace("24 giờ", "12 giờ")


def tags() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("tag", flat=True))


def matched(report: Report) -> ReportLink:
    link = match_report(report=report, actor=MATCHER)
    assert link is not None
    return link


def test_the_first_report_starts_an_untitled_claim(network: Network) -> None:
    link = matched(make_report(network, text=SCAM))

    assert (link.method, link.state, link.score) == (LinkMethod.NEW, LinkState.AUTO, 1.0)
    assert (link.claim.title, link.claim.category) == ("", "")
    assert tags() == [AuditTag.CLAIM_OPENED, AuditTag.REPORT_MATCHED]


def test_near_copies_join_it_and_others_do_not(network: Network) -> None:
    first = matched(make_report(network, text=SCAM))
    near = matched(make_report(network, text=VARIANT))
    exact = matched(make_report(network, text=SCAM.upper()))
    other = matched(make_report(network, text=RUMOUR))
    denied = matched(make_report(network, text=SCAM.replace("bị khóa", "không bị khóa")))

    assert near.claim == exact.claim == first.claim
    assert (near.method, exact.method) == (LinkMethod.NEAR, LinkMethod.EXACT)
    assert other.claim != first.claim
    assert denied.method == LinkMethod.NEW
    assert denied.explanation["similar"][0]["claim"] == first.claim.pk


def test_reports_of_nothing_but_the_same_link_are_one_claim(network: Network) -> None:
    one = matched(make_report(network, text="", link="https://la.example/x?utm_source=a"))
    two = matched(make_report(network, text="http://www.la.example/x"))
    three = matched(make_report(network, text="", link="https://la.example/y"))

    assert two.claim == one.claim
    assert two.method == LinkMethod.LINK
    assert three.claim != one.claim


def test_other_figures_join_with_a_link_and_stay_apart_without(network: Network) -> None:
    bare = RUMOUR.replace("2 triệu", "5 triệu")
    rumours = [matched(make_report(network, text=text)) for text in (RUMOUR, bare)]
    scams = [matched(make_report(network, text=text)) for text in (SCAM, VARIANT)]

    assert rumours[0].claim != rumours[1].claim
    assert scams[0].claim == scams[1].claim


def test_the_same_general_question_about_other_links_stays_apart(network: Network) -> None:
    question = "Trang này có phải lừa đảo không mọi người"
    links = [
        matched(make_report(network, text=question, link=f"https://{name}.example"))
        for name in ("mot", "hai")
    ]

    assert links[0].claim != links[1].claim


@pytest.mark.parametrize("text", ["", "🙂", "alo", "?!", "lừa đảo"])
def test_reports_of_almost_nothing_never_join(network: Network, text: str) -> None:
    links = [matched(make_report(network, text=text)) for _ in range(2)]

    assert links[0].claim != links[1].claim


def test_a_second_matching_changes_nothing(network: Network) -> None:
    report = make_report(network, text=SCAM)
    first = matched(report)
    before = tags()

    assert matched(report) == first
    match_report_task(report.pk)()
    assert (Claim.objects.count(), ReportLink.objects.count()) == (1, 1)
    assert tags() == before


def test_a_report_without_content_is_left_alone(network: Network) -> None:
    report = make_report(network, text="", content_deleted_at=timezone.now())

    assert match_report(report=report, actor=MATCHER) is None
    match_report_task(report.pk)()
    match_report_task(10_000)()
    assert not Claim.objects.exists()


def test_content_deleted_after_the_look_up_is_not_indexed(network: Network) -> None:
    report = make_report(network, text=SCAM)
    settle = match_report_task(report.pk)
    Report.objects.filter(pk=report.pk).update(
        text="", folded="", content_deleted_at=timezone.now()
    )

    settle()

    assert not IndexEntry.objects.exists()
    assert not Claim.objects.exists()


def test_two_look_ups_before_the_first_link_end_at_one_claim(network: Network) -> None:
    reports = [make_report(network, text=text) for text in (SCAM, VARIANT)]
    settles = [match_report_task(report.pk) for report in reports]

    for settle in settles:
        settle()

    assert Claim.objects.count() == 1


def test_networks_stay_apart(network: Network) -> None:
    first = matched(make_report(network, text=SCAM))
    elsewhere = matched(make_report(make_network(), text=SCAM))

    assert elsewhere.claim != first.claim
    assert elsewhere.explanation == {"similar": []}


def test_only_people_count_as_askers(network: Network) -> None:
    claim = make_claim(network)
    for origin in ("citizen", "citizen", "machine"):
        link_report(make_report(network, origin=origin), claim)
    link_report(make_report(network), claim, state=LinkState.REJECTED.value)

    assert askers([claim.pk, 0]) == {claim.pk: 2, 0: 0}
    assert askers([claim.pk], since=timezone.now()) == {claim.pk: 0}
    assert active_links().count() == 3


def test_the_explanation_holds_no_content(network: Network) -> None:
    make_claim(network, wordings=[SCAM])
    for text in (SCAM, VARIANT, SCAM[:60], RUMOUR):
        matched(make_report(network, text=text))

    for link in ReportLink.objects.all():
        kept = json.dumps(link.explanation)
        for word in ("khoan", "khóa", "example", "Sen"):
            assert word not in kept


def test_an_officer_moves_confirms_and_parts(network: Network) -> None:
    first = matched(make_report(network, text=SCAM))
    second = matched(make_report(network, text=VARIANT))
    other = make_claim(network)

    confirm_link(report=second.report, actor=OFFICER)
    confirm_link(report=second.report, actor=OFFICER)
    moved = move_report(report=second.report, claim=other, actor=OFFICER)
    assert (moved.claim, moved.state, moved.method) == (other, "confirmed", "officer")
    assert IndexEntry.objects.get(source_id=second.report_id).claim == other
    back = move_report(report=second.report, claim=first.claim, actor=OFFICER)
    assert [step["claim"] for step in back.explanation["former"]] == [first.claim_id, other.pk]
    parted = reject_link(report=second.report, actor=OFFICER)
    assert parted.claim_id not in {first.claim_id, other.pk}
    assert tags()[3:] == [
        AuditTag.REPORT_LINK_CONFIRMED,
        AuditTag.REPORT_MOVED,
        AuditTag.REPORT_MOVED,
        AuditTag.CLAIM_OPENED,
        AuditTag.REPORT_LINK_REJECTED,
    ]


def test_refused_moves(network: Network) -> None:
    link = matched(make_report(network, text=SCAM))
    merged = make_claim(network, merged_into=link.claim)
    for claim, code in (
        (link.claim, "claim.same"),
        (merged, "claim.not_open"),
        (make_claim(make_network()), "claim.not_open"),
    ):
        with pytest.raises(Refused) as error:
            move_report(report=link.report, claim=claim, actor=OFFICER)
        assert error.value.refusal.code == code
    with pytest.raises(Refused) as error:
        reject_link(report=link.report, actor=OFFICER)
    assert error.value.refusal.code == "claim.only_report"
    for write in (confirm_link, reject_link, match_report):
        with pytest.raises(NotVisible):
            write(report=make_report(network, text=RUMOUR), actor=public_actor())


def test_a_removed_report_is_found_no_more(network: Network) -> None:
    report = make_report(network, text=SCAM)
    matched(report)
    assert find_claims(SCAM).matches

    assert remove_report(report=report)
    assert not remove_report(report=report)
    assert not find_claims(SCAM).matches
    assert ReportLink.objects.count() == 1


def test_the_index_keeps_no_link_and_no_number(network: Network) -> None:
    text = f"{SCAM} gọi 0912 345 021, stk 0000111122223333, https://t.me/nguoi_nao"
    matched(make_report(network, text=text, link="https://facebook.com/x/posts/9"))

    entry = IndexEntry.objects.get()
    for part in ("0912", "0000", "xacthuc", "nguoi", "facebook", "example"):
        assert part not in entry.folded


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_two_workers_at_once_end_at_one_claim_without_deadlock() -> None:
    network = make_network()
    reports = [make_report(network, text=text) for text in (SCAM, VARIANT, SCAM, VARIANT)]
    ready = threading.Barrier(len(reports))
    failures: list[BaseException] = []

    def work(settle_for: Callable[[], Callable[[], None]]) -> None:
        try:
            settle = settle_for()
            ready.wait(timeout=20)
            with transaction.atomic():
                settle()
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=work, args=(lambda pk=report.pk: match_report_task(pk),))
        for report in reports
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert failures == []
    assert ReportLink.objects.count() == len(reports)
    assert Claim.objects.count() == 1
