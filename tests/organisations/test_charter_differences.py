"""What two charters differ in, entry by entry."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sangto.organisations.domain.charter import CharterSpec, parse_charter
from sangto.organisations.domain.charter_differences import (
    Difference,
    FieldChange,
    Kind,
    Section,
    differences,
)
from sangto.organisations.domain.shipped import shipped_charter
from tests.organisations.charter_texts import SMALL, replaced


def spec(text: str = SMALL) -> CharterSpec:
    return parse_charter(text, "mau.yaml")


def found(text: str) -> list[Difference]:
    return list(differences(spec(), spec(text)))


def test_an_agency_that_is_renamed() -> None:
    assert found(replaced("name: Báo Mẫu", "name: Báo Mới")) == [
        Difference(
            Section.AGENCIES,
            Kind.CHANGED,
            "bao-mau",
            "Báo Mới",
            (FieldChange("name", "Báo Mẫu", "Báo Mới"),),
        )
    ]


def test_one_that_leaves_and_one_that_joins() -> None:
    text = replaced(
        "{slug: cong-an, name: Công an, kind: police}",
        "{slug: hoi, name: Hội, kind: association}",
    )
    assert [(item.kind, item.key) for item in found(text)] == [
        (Kind.REMOVED, "cong-an"),
        (Kind.ADDED, "hoi"),
    ]


def test_a_competence_that_moves_is_taken_out_and_new() -> None:
    text = replaced("topic: health, agency: so-hai", "topic: health, agency: so-mot")
    assert [(item.section, item.kind, item.name) for item in found(text)] == [
        (Section.COMPETENCES, Kind.REMOVED, "health · Sở Hai"),
        (Section.COMPETENCES, Kind.ADDED, "health · Sở Một"),
    ]


def test_officers_deadlines_and_days() -> None:
    text = (
        replaced("triage: {days: 2}", "triage: {days: 3, mode: calendar}")
        .replace("name: Lê Bình", "name: Lê Bình An")
        .replace("working: false", "working: true")
    )
    assert [(item.section, [change.field for change in item.changes]) for item in found(text)] == [
        (Section.OFFICERS, ["name"]),
        (Section.DEADLINES, ["days", "mode"]),
        (Section.HOLIDAY_OVERRIDES, ["working"]),
    ]


def test_the_order_of_entries_says_nothing() -> None:
    lines = SMALL.splitlines(keepends=True)
    one = next(n for n, line in enumerate(lines) if "slug: so-hai" in line)
    lines[one], lines[one + 1] = lines[one + 1], lines[one]
    assert found("".join(lines)) == []


def test_two_real_charters_differ_in_most_sections() -> None:
    old, new = (spec(shipped_charter(name)) for name in ("quang-binh-2019", "dak-nong-2021"))
    assert {item.section for item in differences(old, new)} >= {
        Section.CHARTER,
        Section.AGENCIES,
        Section.TERRITORIES,
    }


changes = st.lists(
    st.sampled_from(
        [
            ("name: Báo Mẫu", "name: Báo Mới"),
            ("  - {slug: cong-an, name: Công an, kind: police}\n", ""),
            ("topic: health, agency: so-hai", "topic: health, agency: so-mot"),
            ("triage: {days: 2}", "triage: {days: 4}"),
            ("channels: [phone, email]", "channels: [email]"),
            ("  - {domain: mau.example, owner: Cổng Mẫu}\n", "  []\n"),
            ("citation: Luật Một", "citation: Luật Hai"),
        ]
    ),
    unique=True,
)


@given(changes, changes)
def test_the_other_way_round_added_and_removed_change_places(
    one: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    """Two charters differ exactly where different changes were made to the same one."""
    first, second = spec(changed(one)), spec(changed(other))
    there, back = differences(first, second), differences(second, first)
    swapped = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED, Kind.CHANGED: Kind.CHANGED}
    assert {(item.section, item.key, item.kind) for item in there} == {
        (item.section, item.key, swapped[item.kind]) for item in back
    }
    assert bool(there) == (set(one) != set(other))


def changed(parts: list[tuple[str, str]]) -> str:
    text = SMALL
    for old, new in parts:
        assert old in text
        text = text.replace(old, new)
    return text
