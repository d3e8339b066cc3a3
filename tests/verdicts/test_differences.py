"""What a version says otherwise than the one before."""

from __future__ import annotations

from typing import Any

from sangto.consultation.domain.wording_diff import Change
from sangto.kernel.categories import Rating
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries import version_differences
from sangto.verdicts.queries.differences import VersionDifferences
from sangto.verdicts.services import (
    approve_and_publish,
    edit_draft,
    start_new_version,
    submit_draft,
)
from tests.factories.cases import World
from tests.factories.verdicts import approver, content, outside_source, published_verdict


def renewed(world: World, first: VerdictVersion, **changes: Any) -> VerdictVersion:
    officer = world.officer()
    draft = start_new_version(verdict=first.verdict, actor=officer)
    whole = content(**{"change_note": "Ngân hàng đã trả lời.", **changes})
    draft = edit_draft(version=draft, content=whole, actor=officer)
    return approve_and_publish(
        version=submit_draft(version=draft, actor=officer), actor=approver(world)
    )


def differences(version: VerdictVersion, language: str = "vi") -> VersionDifferences:
    found = version_differences(version.verdict.reference, version.number, language=language)
    assert found is not None
    return found


def test_only_what_changed_is_marked(world: World) -> None:
    first = published_verdict(world, summary="Đây là lừa đảo. Không có giải.", summary_en="A scam.")
    second = renewed(
        world,
        first,
        rating=Rating.UNVERIFIED,
        missing="Chờ công an.",
        summary="Đây có thể là lừa đảo. Không có giải.",
        summary_en="",
        what_to_do=("Đừng chuyển tiền.",),
        sources=(outside_source(title="Nguồn khác"),),
    )
    found = differences(second)
    changed = [text.name for text in found.texts if text.changed]
    assert changed == ["summary", "what_to_do", "missing"]
    summary = next(text for text in found.texts if text.name == "summary")
    assert [piece.text for piece in summary.pieces if piece.change is Change.ADDED] == ["có thể "]
    assert found.rating_changed
    assert found.change_note == "Ngân hàng đã trả lời."
    assert [change for change, _title in found.sources] == [Change.REMOVED, Change.ADDED]
    assert found.grounds == ()
    assert found.holds_until is None
    english = differences(second, "en")
    assert {text.name: text.language for text in english.texts}["summary"] == "vi"
    assert {text.name: text.language for text in english.texts}["title"] == "en"


def test_there_is_nothing_before_the_first_and_nothing_of_a_draft(world: World) -> None:
    first = published_verdict(world)
    reference = first.verdict.reference
    start_new_version(verdict=first.verdict, actor=world.officer())
    assert version_differences(reference, 1) is None
    assert version_differences(reference, 2) is None
    assert version_differences(reference, 3) is None
    assert version_differences("KL-26-000000", 2) is None


def test_the_same_queries_for_few_and_many_sources(
    world: World, django_assert_num_queries: Any
) -> None:
    first = published_verdict(world)
    sources = tuple(outside_source(title=f"Nguồn {n}") for n in range(5))
    second = renewed(world, first, sources=sources)
    with django_assert_num_queries(4):
        differences(second)
