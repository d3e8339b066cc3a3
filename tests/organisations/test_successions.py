"""Deciding that agencies merge or are split, taking it back, and what passes on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangto.audit.models import AuditEvent
from sangto.kernel.actor import Role, system_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.domain.successions import Share, heir_of
from sangto.organisations.models import Agency, Network, Succession, Territory
from sangto.organisations.queries import competent_agency, relatives
from sangto.organisations.services import (
    cancel_succession,
    carry_successions,
    decide_succession,
    load_charter,
)
from sangto.queue.models import Task
from tests.factories.organisations import demo_agency, load_demo_network, make_actor, make_member

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
LATER = TODAY + timedelta(days=10)


@pytest.fixture
def network(db: None) -> Network:
    return load_demo_network()


def administrator() -> Any:
    return make_actor(demo_agency("so-khcn"), Role.ADMINISTRATOR)


def decide(network: Network, *slugs: str, to: str, on: date = LATER, **more: Any) -> Succession:
    values = {"actor": administrator(), "now": NOON, **more}
    return decide_succession(
        network=network,
        predecessors=[demo_agency(slug) for slug in slugs],
        successor=demo_agency(to),
        on=on,
        **values,
    )[0]


def tags_after(event: int) -> list[str]:
    return list(
        AuditEvent.objects.filter(pk__gt=event).order_by("pk").values_list("tag", flat=True)
    )


def last_event() -> int:
    newest = AuditEvent.objects.order_by("-pk").first()
    return 0 if newest is None else newest.pk


def test_a_planned_merger_waits_for_its_day_and_can_be_taken_back(network: Network) -> None:
    actor = administrator()
    before = last_event()
    succession = decide(network, "so-xay-dung", to="so-cong-thuong", actor=actor)
    former = demo_agency("so-xay-dung")
    assert (former.valid_until, former.successor) == (
        LATER - timedelta(days=1),
        demo_agency("so-cong-thuong"),
    )
    assert carry_successions(actor=system_actor("job"), now=NOON) == []
    assert not Task.objects.filter(kind="agencies.carry").exists()
    cancel_succession(succession=succession, actor=actor)
    former = demo_agency("so-xay-dung")
    assert (former.valid_until, former.successor) == (None, None)
    assert tags_after(before) == ["agency:succession_decided", "agency:succession_cancelled"]


def test_on_the_day_the_job_carries_it_out_once(network: Network) -> None:
    builder = demo_agency("so-xay-dung")
    person = make_member(builder, Role.APPROVER)
    decide(network, "so-xay-dung", to="so-cong-thuong")
    before = last_event()
    day = NOON + timedelta(days=10)
    assert carry_successions(actor=system_actor("job"), now=day) == [builder]
    assert carry_successions(actor=system_actor("job"), now=day) == []
    assert tags_after(before) == ["role:ended", "role:granted", "agency:succeeded"]
    assert competent_agency(network, "transport", on=LATER) == demo_agency("so-cong-thuong")
    assert competent_agency(network, "transport", on=TODAY) == builder
    role = person.memberships.get(valid_until=None)
    assert (role.agency, role.role, role.valid_from) == (
        demo_agency("so-cong-thuong"),
        "approver",
        LATER,
    )
    with pytest.raises(Refused) as error:
        cancel_succession(succession=Succession.objects.get(agency=builder), actor=administrator())
    assert error.value.refusal.code == "organisations.succession_over"


def test_for_today_it_happens_at_once_and_open_work_gets_its_task(network: Network) -> None:
    succession = decide(network, "so-xay-dung", to="so-cong-thuong", on=TODAY)
    succession.refresh_from_db()
    assert succession.carried_at == NOON
    assert Task.objects.filter(kind="agencies.carry").count() == 1


def test_a_split_by_topic_and_place(network: Network) -> None:
    suoi = Territory.objects.get(network=network, code="suoi-trong")
    health, trade, commune = (
        demo_agency(slug) for slug in ("so-y-te", "so-cong-thuong", "xa-suoi-trong")
    )
    decide(
        network,
        "so-nnmt",
        to="so-y-te",
        on=TODAY,
        shares=[Share(trade.pk, "irrigation"), Share(commune.pk, "", suoi.pk)],
    )
    assert competent_agency(network, "disaster", on=TODAY) == health
    assert competent_agency(network, "irrigation", on=TODAY) == trade
    assert competent_agency(network, "irrigation", suoi, on=TODAY) == commune
    assert competent_agency(network, "disaster", suoi, on=TODAY) == commune
    # All who took over a part are of one family with who is gone, and not with each other.
    assert {health.pk, trade.pk, commune.pk} < relatives(demo_agency("so-nnmt"))


@pytest.mark.parametrize(
    ("slugs", "more", "code"),
    [
        (["so-khcn"], {}, "lead_ends"),
        (["so-cong-thuong"], {}, "succession_circle"),
        (["so-xay-dung"], {"on": date(2025, 7, 1)}, "ends_before_it_begins"),
        (["so-xay-dung"], {"on": date(2040, 1, 1)}, "too_far"),
        (["so-xay-dung", "so-y-te"], {"shares": [Share(1, "land")]}, "one_is_split"),
        (["so-xay-dung"], {"shares": [Share(1)]}, "share_of_all"),
        (["so-xay-dung"], {"shares": [Share(1, "land"), Share(1, "land")]}, "share_twice"),
    ],
)
def test_what_is_refused(
    network: Network, slugs: list[str], more: dict[str, Any], code: str
) -> None:
    if "shares" in more:
        health = demo_agency("bao-mau").pk
        more = {"shares": [Share(health, share.topic) for share in more["shares"]]}
    with pytest.raises(Refused) as error:
        decide(network, *slugs, to="so-cong-thuong", **more)
    assert error.value.refusal.code == f"organisations.{code}"
    assert not Succession.objects.exists()


def test_who_is_taken_over_can_not_take_over(network: Network) -> None:
    decide(network, "so-xay-dung", to="so-cong-thuong")
    for slugs, to, code in (
        (["so-xay-dung"], "so-y-te", "succession_decided"),
        (["so-cong-thuong"], "so-xay-dung", "succession_circle"),
        (["so-y-te"], "so-xay-dung", "successor_not_there"),
    ):
        with pytest.raises(Refused) as error:
            decide(network, *slugs, to=to)
        assert error.value.refusal.code == f"organisations.{code}"


def test_only_the_lead_agency_s_administrator_decides(network: Network) -> None:
    for actor in (
        make_actor(demo_agency("so-y-te"), Role.ADMINISTRATOR),
        make_actor(demo_agency("so-khcn"), Role.APPROVER),
    ):
        with pytest.raises(NotVisible):
            decide(network, "so-xay-dung", to="so-cong-thuong", actor=actor)


def test_a_later_charter_does_not_bring_back_what_the_desk_ended(network: Network) -> None:
    from sangto.organisations.domain.shipped import shipped_charter

    decide(network, "so-xay-dung", to="so-cong-thuong", on=TODAY)
    text = shipped_charter("tinh-mau").replace("title_en: Coordination", "title_en: New")
    load_charter(text=text, file_name="x", actor=administrator(), now=NOON + timedelta(days=5))
    former = demo_agency("so-xay-dung")
    assert former.valid_until == TODAY - timedelta(days=1)
    assert former.successor == demo_agency("so-cong-thuong")
    assert competent_agency(network, "transport", on=LATER) == demo_agency("so-cong-thuong")


def test_subordinates_never_stand_above_themselves(network: Network) -> None:
    """The committee is taken over by one of those that it directed."""
    decide(network, "ubnd", to="vpubnd", on=TODAY)
    parents = dict(Agency.objects.filter(network=network).values_list("pk", "parent_id"))
    for key in parents:
        step, passed = parents[key], set()
        while step is not None:
            assert step not in passed
            passed.add(step)
            step = parents[step]
        assert key not in passed
    assert demo_agency("so-y-te").parent == demo_agency("vpubnd")


shares = st.lists(
    st.builds(
        Share,
        successor=st.integers(2, 5),
        topic=st.sampled_from(["", "land", "health"]),
        territory=st.sampled_from([None, 10, 11]),
    ),
    max_size=5,
    unique_by=lambda share: (share.topic, share.territory),
)


@given(shares)
def test_the_heir_is_the_main_successor_or_one_whose_part_fits(rows: list[Share]) -> None:
    rows = [row for row in rows if row.topic or row.territory is not None]
    for places in ([11, 10, None], [10, None], [None]):
        heir = heir_of(main=1, shares=rows, topic="land", places=places)
        fitting = [
            row
            for row in rows
            if row.topic in ("", "land") and (row.territory is None or row.territory in places)
        ]
        assert heir in ({row.successor for row in fitting} or {1})
        exact = [row for row in fitting if (row.topic, row.territory) == ("land", places[0])]
        if exact and places[0] is not None:
            assert heir == exact[0].successor
