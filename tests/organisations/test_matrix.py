"""The table of competences says what ``competent_agency`` says, and shows gaps and overlaps."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.organisations.domain.matrix import Entry, around, matrix
from sangto.organisations.models import Territory
from sangto.organisations.queries import competence_matrix, competent_agency
from tests.factories.organisations import (
    demo_agency,
    load_demo_network,
    make_competence,
)

DAY = date(2026, 11, 20)
#: 1 holds 2 and 3, 3 holds 4; 5 stands alone.
PARENTS: dict[int, int | None] = {1: None, 2: 1, 3: 1, 4: 3, 5: None}
entries = st.lists(
    st.builds(
        Entry,
        key=st.integers(1, 1000),
        topic=st.just("land"),
        place=st.sampled_from([None, *PARENTS]),
        agency=st.none() | st.integers(1, 4),
        since=st.dates(date(2020, 1, 1), date(2020, 1, 5)),
    ),
    max_size=8,
    unique_by=lambda entry: entry.key,
)


@given(entries)
def test_each_cell_counts_the_nearest_place_and_there_the_newest(rows: list[Entry]) -> None:
    places = [None, *PARENTS]
    for cell in matrix(["land"], places, PARENTS, rows)[0]:
        chain = around(cell.place, PARENTS)
        alive = [row for row in rows if row.agency is not None and row.place in chain]
        assert cell.is_gap == (not alive)
        if not alive:
            continue
        nearest = min(chain.index(row.place) for row in alive)
        there = [row for row in alive if chain.index(row.place) == nearest]
        newest = max(there, key=lambda row: (row.since, row.key))
        assert (cell.agency, cell.settled_for) == (newest.agency, chain[nearest])
        own = {row.agency for row in there if row.place == cell.place} - {cell.agency}
        assert set(cell.others) == own


@pytest.mark.django_db
def test_each_cell_is_what_routing_answers() -> None:
    network = load_demo_network()
    suoi = Territory.objects.get(network=network, code="suoi-trong")
    make_competence(demo_agency("so-y-te"), "land", territory=suoi)
    table = competence_matrix(network, DAY)
    for row in table.rows:
        for place, cell in zip(table.places, row, strict=True):
            found = competent_agency(network, cell.topic, place, on=DAY)
            assert cell.agency == (found.pk if found is not None else None)
    overlaps = [(cell.topic, cell.place) for cell in table.overlaps]
    assert overlaps == [("land", suoi.pk)]
    assert table.gaps == []


@pytest.mark.django_db
def test_what_nobody_settles_is_a_gap() -> None:
    network = load_demo_network()
    row = demo_agency("so-giao-duc").competences.get(topic="education")
    row.valid_until = date(2026, 11, 19)
    row.save()
    table = competence_matrix(network, DAY)
    assert {cell.topic for cell in table.gaps} == {"education"}
    assert len(table.gaps) == len(table.places)
    assert competence_matrix(network, date(2026, 11, 19)).gaps == []
