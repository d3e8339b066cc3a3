"""Filters that a person keeps."""

from __future__ import annotations

import pytest

from sangto.audit.queries import events_about
from sangto.audit.tags import AuditTag
from sangto.cases.domain.saving import MOST_FILTERS
from sangto.cases.queries import saved_filters
from sangto.cases.services import remove_filter, rename_filter, save_filter
from sangto.kernel.actor import Role
from sangto.kernel.errors import NotVisible, Refused
from tests.factories.cases import World

pytestmark = pytest.mark.django_db


def test_kept_renamed_first_choice_and_removed(world: World) -> None:
    actor = world.officer()
    late = save_filter(name=" Trễ hạn ", query="late=on", actor=actor)
    mine = save_filter(name="Của tôi", query="mine=on", actor=actor)
    assert [one.name for one in saved_filters(actor)] == ["Trễ hạn", "Của tôi"]
    rename_filter(saved=late, name="Trễ", is_default=True, actor=actor)
    rename_filter(saved=mine, name="Của tôi", is_default=True, actor=actor)
    assert [(one.name, one.is_default) for one in saved_filters(actor)] == [
        ("Trễ", False),
        ("Của tôi", True),
    ]
    assert list(events_about(late).values_list("tag", flat=True)) == [
        AuditTag.FILTER_SAVED,
        AuditTag.FILTER_SAVED,
    ]
    remove_filter(saved=late, actor=actor)
    assert [one.name for one in saved_filters(actor)] == ["Của tôi"]


def test_what_is_refused(world: World) -> None:
    actor = world.officer()
    for number in range(MOST_FILTERS - 1):
        save_filter(name=f"Bộ lọc {number}", query="", actor=actor)
    last = save_filter(name="Cuối", query="", actor=actor)
    for name, code in (("", "filter_name"), ("x" * 61, "filter_long"), ("Thêm", "filters_many")):
        with pytest.raises(Refused) as refused:
            save_filter(name=name, query="", actor=actor)
        assert refused.value.refusal.code == f"cases.{code}"
    with pytest.raises(Refused) as refused:
        rename_filter(saved=last, name="Bộ lọc 1", is_default=False, actor=actor)
    assert refused.value.refusal.code == "cases.filter_taken"


def test_they_are_the_persons_own(world: World) -> None:
    saved = save_filter(name="Trễ", query="late=on", actor=world.officer())
    other = world.officer()
    assert saved_filters(other) == []
    with pytest.raises(NotVisible):
        rename_filter(saved=saved, name="Khác", is_default=False, actor=other)
    with pytest.raises(NotVisible):
        remove_filter(saved=saved, actor=other)
    with pytest.raises(NotVisible):
        save_filter(name="Trễ", query="", actor=world.actor(world.lead, Role.AUDITOR))
