from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sangto.kernel.actor import Role
from sangto.kernel.categories import Category, Rating
from sangto.kernel.errors import NotVisible
from sangto.matching.models import Claim
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries import (
    VerdictFilter,
    feed_entries,
    published,
    published_count,
    published_version,
    version_for,
    versions_of_case,
)
from sangto.verdicts.services import (
    approve_and_publish,
    edit_draft,
    start_new_version,
    submit_draft,
)
from tests.factories.cases import World, categorised, make_report, reported_claim
from tests.factories.organisations import make_network
from tests.factories.verdicts import (
    approver,
    content,
    drafted,
    outside_source,
    published_verdict,
    raw_version,
    submitted,
)


def renew(world: World, version: VerdictVersion, **changes: Any) -> VerdictVersion:
    officer = world.officer()
    second = start_new_version(verdict=version.verdict, actor=officer)
    changed = content(change_note="Thêm nguồn.", **changes)
    edit_draft(version=second, content=changed, actor=officer)
    submit_draft(version=second, actor=officer)
    return approve_and_publish(version=second, actor=approver(world))


def many(world: World, number: int) -> list[VerdictVersion]:
    """Published rows without the long way through the services."""
    officer, signer = world.officer(), approver(world)
    return [
        raw_version(
            categorised(world),
            status=VersionStatus.PUBLISHED.value,
            drafted_by_id=officer.user_id,
            drafted_agency=world.lead,
            approved_by_id=signer.user_id,
            approver_agency=world.lead,
            published_at=timezone.now() - timedelta(minutes=place),
            title=f"Tiêu đề {place}",
            title_folded=f"tieu de {place}",
        )
        for place in range(number)
    ]


def test_only_published_own_versions_are_listed(world: World) -> None:
    drafted(world)
    submitted(world)
    version = published_verdict(world)
    lines = published(world.network)
    assert [line.id for line in lines] == [version.pk]
    assert published_count(world.network) == 1
    line = lines[0]
    assert line.to_json() == {
        "reference": version.verdict.reference,
        "rating": "scam",
        "rating_word": line.rating_word,
        "title": version.title,
        "summary": version.summary,
        "url": f"http://localhost:8000/ket-luan/{version.verdict.reference}/",
        "published_on": timezone.localdate().isoformat(),
        "version": 1,
    }


def test_english_falls_back_to_vietnamese_and_says_so(world: World) -> None:
    version = published_verdict(world)
    line = published(world.network, language="en")[0]
    assert (line.title, line.rating_word, line.text_language) == (
        version.title_en,
        "Scam",
        "en",
    )
    assert line.url.endswith(f"/en/ket-luan/{version.verdict.reference}/")
    VerdictVersion.objects.update(title_en="", summary_en="")
    line = published(world.network, language="en")[0]
    assert (line.title, line.summary, line.text_language) == (version.title, version.summary, "vi")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", True),
        ("trúng thưởng", True),
        ("TRUNG THUONG xe", True),
        ("xe mây", True),
        ("motorbike", True),
        ("trúng xổ số", False),
        ("không cơ quan nào", False),
        ("%", True),
        ("\x00\ud800", True),
    ],
)
def test_search_reads_titles_only(world: World, text: str, found: bool) -> None:
    published_verdict(world)
    assert bool(published(world.network, VerdictFilter(text=text))) == found
    assert published_count(world.network, VerdictFilter(text=text)) == int(found)


def test_a_planted_name_is_never_found(world: World) -> None:
    name = "Zyxomir"
    claim = reported_claim(world, 1, text=f"{name} gửi tin", reason=f"{name} nói")
    make_report(claim, text=f"Tin của {name}")
    published_verdict(
        world,
        case=categorised(world, claim=claim),
        summary=f"{name} tóm tắt",
        explanation=f"{name} giải thích",
        factual_ground=name,
        sources=(outside_source(title=name, publisher=name),),
    )
    assert published(world.network, VerdictFilter(text=name)) == []


def test_filters_and_networks(world: World) -> None:
    first = published_verdict(world)
    second = published_verdict(world, rating=Rating.GENUINE)
    assert [line.id for line in published(world.network)] == [second.pk, first.pk]
    assert [line.id for line in published(world.network, VerdictFilter(rating=Rating.SCAM))] == [
        first.pk
    ]
    assert published(world.network, VerdictFilter(category=Category.IMPERSONATION)) == []
    assert len(published(world.network, VerdictFilter(category=Category.FRAUD))) == 2
    assert [line.id for line in published(world.network, limit=1, offset=1)] == [first.pk]
    assert published(make_network()) == []


def test_totals_only_categories_disappear(world: World) -> None:
    version = published_verdict(world)
    Claim.objects.update(category=Category.PRIVACY.value)
    assert published(world.network) == []
    assert published_version(version.verdict.reference) is None
    assert feed_entries() == []


@pytest.mark.parametrize("number", [1, 30])
def test_lists_are_flat(world: World, number: int) -> None:
    many(world, number)
    with CaptureQueriesContext(connection) as queries:
        assert len(published(world.network, limit=50)) == number
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert len(feed_entries(50)) == number
    assert len(queries) == 1


def test_page_shows_sources_grounds_and_agencies_but_no_person(world: World) -> None:
    version = published_verdict(
        world,
        sources=(
            outside_source(),
            outside_source(title="Bài của báo", agency=world.press.pk),
        ),
    )
    page = published_version(version.verdict.reference)
    assert page is not None
    assert page.is_current
    assert [(source.title, source.member) for source in page.sources] == [
        ("Cảnh báo tin nhắn giả", ""),
        ("Bài của báo", world.press.name),
    ]
    assert [ground.cited_on for ground in page.grounds] == [timezone.localdate()]
    assert page.what_to_do == content().what_to_do
    assert (page.drafted_by_agency, page.approved_by_agency) == (world.lead.name,) * 2
    assert version.drafted_by is not None
    assert version.drafted_by.full_name not in repr(page)


def test_versions_stay_readable_and_are_numbered(world: World) -> None:
    first = published_verdict(world)
    second = renew(world, first, summary="Câu trả lời đã đổi.")
    third = start_new_version(verdict=first.verdict, actor=world.officer())
    reference = first.verdict.reference
    page = published_version(reference)
    assert page is not None
    assert page.line.version == 2
    assert [(line.version, line.status) for line in page.versions] == [
        (2, VersionStatus.PUBLISHED),
        (1, VersionStatus.SUPERSEDED),
    ]
    assert page.versions[0].change_note == "Thêm nguồn."
    old = published_version(reference, 1)
    assert old is not None
    assert not old.is_current
    assert old.line.summary == content().summary
    assert published_version(reference, third.number) is None
    assert published_version(reference, 99) is None
    assert published_version("KL-26-000000") is None
    assert second.number == 2


def test_page_asks_the_same_for_one_source_and_for_ten(world: World) -> None:
    counts = []
    for number in (1, 10):
        sources = tuple(outside_source(title=f"Nguồn {place}") for place in range(number))
        version = published_verdict(world, sources=sources)
        with CaptureQueriesContext(connection) as queries:
            published_version(version.verdict.reference)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_feed_entries_keep_their_id_and_move_updated(world: World) -> None:
    first = published_verdict(world)
    other = published_verdict(world)
    before = {entry.id: entry for entry in feed_entries()}
    assert len(before) == 2
    assert all(entry.startswith("tag:localhost,") for entry in before)
    renew(world, first)
    after = feed_entries()
    assert [entry.version for entry in after] == [2, 1]
    assert {entry.id for entry in after} == set(before)
    assert after[0].updated > before[after[0].id].updated
    assert after[0].first_published == before[after[0].id].first_published
    assert after[1].id.endswith(other.verdict.reference)
    assert [entry.version for entry in feed_entries(1)] == [2]


def test_unpublished_versions_are_for_those_who_work_on_them(world: World) -> None:
    version = drafted(world)
    reference = version.verdict.reference
    assert version_for(actor=world.officer(), reference=reference, number=1).pk == version.pk
    for actor in (
        world.actor(world.press, Role.FOCAL_OFFICER),
        world.actor(world.lead, Role.AUDITOR),
        world.actor(world.lead, Role.ADMINISTRATOR),
    ):
        with pytest.raises(NotVisible):
            version_for(actor=actor, reference=reference, number=1)
    with pytest.raises(NotVisible):
        version_for(actor=world.officer(), reference=reference, number=2)
    claim = version.verdict.claim
    claim.subject_agency = world.lead
    claim.save()
    with pytest.raises(NotVisible):
        version_for(actor=world.officer(), reference=reference, number=1)


def test_versions_of_a_case_newest_first(world: World) -> None:
    first = published_verdict(world)
    renew(world, first)
    assert first.verdict.case is not None
    assert [version.number for version in versions_of_case(first.verdict.case)] == [2, 1]
