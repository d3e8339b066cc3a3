"""What the public list can be narrowed to, and that it stays quick."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sangto.cases.models import Case
from sangto.intake.domain.reports import OriginKind
from sangto.intake.models import Report
from sangto.kernel.categories import Category, Rating, Topic
from sangto.matching.domain.kinds import LinkState
from sangto.matching.models import ReportLink
from sangto.organisations.models import Territory
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries import (
    FEWEST_BY_TERRITORY,
    VerdictFilter,
    feed_entries,
    published,
    published_count,
    title_marks,
    titled_with,
)
from tests.factories.cases import World, categorised, confirmed, make_report, reported_claim
from tests.factories.verdicts import published_verdict


def found(world: World, **wanted: Any) -> list[int]:
    return [line.id for line in published(world.network, VerdictFilter(**wanted))]


def published_at(version: VerdictVersion, day: str) -> None:
    at = timezone.make_aware(datetime.fromisoformat(day))
    VerdictVersion.objects.filter(pk=version.pk).update(published_at=at)


def test_words_of_a_rating_find_what_bears_it(world: World) -> None:
    scam = published_verdict(world, title="Phí bưu kiện", title_en="Parcel fee")
    published_verdict(world, rating=Rating.GENUINE, title="Phí gửi xe", title_en="Parking fee")
    for text in ("lua dao", "LỪA ĐẢO", "lừa phí", "scam"):
        assert found(world, text=text) == [scam.pk], text
    assert found(world, text="lừa gửi") == []


def test_a_reference_finds_its_verdict_only(world: World) -> None:
    first = published_verdict(world)
    second = published_verdict(world, title=f"Không phải {first.verdict.reference}")
    assert found(world, text=first.verdict.reference) == [first.pk]
    assert found(world, text=second.verdict.reference.lower().replace("-", " ")) == [second.pk]


def test_topics(world: World) -> None:
    published_verdict(world)
    rumour = published_verdict(world, case=confirmed(world), rating=Rating.FALSE)
    assert found(world, topic=Topic(rumour.topic)) == [rumour.pk]
    other = next(topic for topic in Topic if topic.value != rumour.topic)
    assert found(world, topic=other) == []


def test_days_are_those_of_vietnam_and_both_ends_count(world: World) -> None:
    version = published_verdict(world)
    published_at(version, "2026-03-05T00:10:00")
    day = date(2026, 3, 5)
    assert found(world, since=day, until=day) == [version.pk]
    assert found(world, until=day - timedelta(days=1)) == []
    assert found(world, since=day + timedelta(days=1)) == []
    assert found(world, until=date.max) == [version.pk]
    assert found(world, since=date.min) == [version.pk]


def place(world: World, code: str) -> Territory:
    return Territory.objects.get(network=world.network, code=code)


def reports_from(case: Case, territory: Territory, number: int, **changes: Any) -> None:
    for _ in range(number):
        report = make_report(case.claim)
        Report.objects.filter(pk=report.pk).update(territory=territory, **changes)


def test_few_reports_are_not_shown_by_territory(world: World) -> None:
    version = published_verdict(world, case=categorised(world, claim=reported_claim(world)))
    case = version.verdict.case
    assert case is not None
    small = Territory.objects.filter(network=world.network, parent__isnull=False)[0]
    assert small.parent is not None
    reports_from(case, small, FEWEST_BY_TERRITORY - 1)
    assert found(world, territory=small.code) == []
    reports_from(case, small, 3, origin=OriginKind.MACHINE.value)
    assert found(world, territory=small.code) == []
    reports_from(case, small, 1)
    assert found(world, territory=small.code) == [version.pk]
    assert found(world, territory=small.parent.code) == [version.pk]
    other = Territory.objects.filter(parent=small.parent).exclude(pk=small.pk)[0]
    assert found(world, territory=other.code) == []
    assert found(world, territory="khong-co") == []
    link = ReportLink.objects.filter(report__territory=small)[0]
    ReportLink.objects.filter(pk=link.pk).update(state=LinkState.REJECTED.value)
    assert found(world, territory=small.code) == []


def test_the_feed_takes_the_same_filters(world: World) -> None:
    published_verdict(world, title="Một", title_en="")
    published_verdict(world, title="Hai", title_en="")
    wanted = VerdictFilter(text="một")
    entries = feed_entries(network=world.network, wanted=wanted)
    assert [entry.title for entry in entries] == ["Một"]
    assert published_count(world.network, wanted) == 1


@pytest.mark.parametrize(
    ("title", "text", "marked"),
    [
        ("Tin nhắn lừa đảo", "lua dao", ["lừa", "đảo"]),
        ("Tin nhắn lừa đảo", "LỪA  đảo!", ["lừa", "đảo"]),
        ("Phạt, phạt nữa", "phat", ["Phạt", "phạt"]),
        ("Không có gì", "lua", []),
        ("Không có gì", "", []),
        ("50% phí", "% 50", ["50"]),
    ],
)
def test_found_words_are_marked_in_the_original(title: str, text: str, marked: list[str]) -> None:
    assert [title[start:end] for start, end in title_marks(title, text)] == marked


def test_titles_of_a_kind(world: World) -> None:
    mine = published_verdict(world, title="Phạt nguội giả")
    published_verdict(world, title="Khác hẳn", title_en="Another thing")
    lines = titled_with(world.network, ["phat nguoi"], categories=[Category.FRAUD])
    assert [line.id for line in lines] == [mine.pk]
    assert titled_with(world.network, ["phat"], categories=[Category.IMPERSONATION]) == []
