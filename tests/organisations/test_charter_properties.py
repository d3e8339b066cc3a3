"""What holds for every charter and for every text."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangto.organisations.domain.charter import (
    CharterError,
    CharterSpec,
    Problem,
    dump_charter,
    parse_charter,
)
from sangto.organisations.domain.kinds import MEMBER_KINDS, NotificationChannel
from sangto.organisations.domain.shipped import SHIPPED, shipped_charter
from tests.organisations.charter_texts import SMALL

names = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30
).filter(lambda text: text.strip() != "")
slugs = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
LAST = date(2198, 12, 31)
days = st.dates(min_value=date(2000, 1, 1), max_value=LAST)


@st.composite
def charters(draw: st.DrawFn) -> dict[str, Any]:
    chosen = draw(st.lists(slugs, min_size=2, max_size=6, unique=True))
    kinds = st.sampled_from(sorted(kind.value for kind in MEMBER_KINDS))
    first = draw(days)
    return {
        "network": draw(slugs),
        "title": draw(names),
        "title_en": draw(names),
        "valid_from": first,
        "valid_until": draw(st.none() | st.dates(min_value=first, max_value=LAST)),
        "committee": {"slug": chosen[0], "name": draw(names)},
        "lead": {"slug": chosen[1], "name": draw(names), "spokesperson": draw(names)},
        "members": [
            {
                "slug": slug,
                "name": draw(names),
                "kind": draw(kinds),
                "parent": draw(st.sampled_from([None, chosen[0]])),
            }
            for slug in chosen[2:]
        ],
        "channels": draw(st.lists(st.sampled_from(list(NotificationChannel)), unique=True)),
        "competences": [{"topic": "fraud", "agency": chosen[1]}],
    }


@settings(max_examples=60, deadline=None)
@given(charters())
def test_a_charter_survives_being_written_and_read(values: dict[str, Any]) -> None:
    text = dump_charter(CharterSpec.model_validate(values))
    spec = parse_charter(text, "written.yaml")
    assert dump_charter(spec) == text
    assert parse_charter(dump_charter(spec), "again.yaml") == spec


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_charter_survives_being_written_and_read(name: str) -> None:
    spec = parse_charter(shipped_charter(name), name)
    assert parse_charter(dump_charter(spec), name) == spec


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_a_charter_or_a_charter_error(text: str) -> None:
    with pytest.raises(CharterError) as caught:
        parse_charter(text, "any.yaml")
    assert caught.value.problems
    lines = text.count("\n") + text.count("\r") + 1
    assert all(1 <= problem.line <= lines for problem in caught.value.problems)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_charter_with_one_wild_line_never_fails_otherwise(data: st.DataObject) -> None:
    lines = SMALL.split("\n")
    place = data.draw(st.integers(0, len(lines) - 1))
    wild = st.text(max_size=40) | st.sampled_from(
        ["members: {a: [b]}", "  - [x]", "  - {slug: [1], kind: {}, parent: []}", "lead: []"]
    )
    lines[place] = data.draw(wild)
    problems: list[Problem] = []
    try:
        parse_charter("\n".join(lines), "wild.yaml")
    except CharterError as error:
        problems = error.problems
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)
    assert all(problem.what and problem.instead for problem in problems)
