"""Two people at the same moment about one meeting: PostgreSQL only."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from sangto.consultation.domain.meetings import MeetingState, MinutesAnswer
from sangto.consultation.models import DecisionInput, MinutesAgreement
from sangto.consultation.queries.meetings import current_tally
from sangto.consultation.services.agreeing import answer_minutes_by_link, close_due_minutes
from sangto.consultation.services.meetings import call_meeting
from sangto.consultation.services.minutes import conclude_item, write_item
from sangto.kernel.actor import public_actor
from tests.cases.test_races import at_once
from tests.factories.cases import make_world
from tests.factories.meetings import (
    NOW,
    START,
    SYSTEM,
    circulated_meeting,
    mails_to,
    open_meeting_of,
    prepared_meeting,
    written_meeting,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs a database with several writers"
    ),
]


def test_two_send_the_invitations_once() -> None:
    held = prepared_meeting(make_world())
    calls = [
        partial(call_meeting, meeting=held.fresh(), actor=held.host, now=NOW) for _ in range(2)
    ]
    assert at_once(*calls) == ["meeting.changed_meanwhile", "ok"]
    assert len(mails_to(held.invitee().email)) == 1


def test_two_write_one_item_and_nothing_is_lost() -> None:
    held = open_meeting_of(make_world())
    calls = [
        partial(
            write_item,
            item=held.item,
            seen=0,
            discussion=text,
            conclusion="",
            actor=held.host,
            now=START,
        )
        for text in ("Một", "Hai")
    ]
    assert at_once(*calls) == ["meeting.changed_meanwhile", "ok"]
    assert held.item.revision == 1


def test_two_conclude_once() -> None:
    held = written_meeting(make_world())
    calls = [partial(conclude_item, item=held.item, actor=held.host, now=START) for _ in range(2)]
    assert at_once(*calls) == ["meeting.changed_meanwhile", "ok"]
    assert DecisionInput.objects.count() == 1


def test_an_answer_in_the_second_of_the_closing_counts_or_is_refused() -> None:
    held = circulated_meeting(make_world())
    due = held.fresh().minutes_due_at
    assert due is not None
    results = at_once(
        partial(
            answer_minutes_by_link,
            token=held.token(),
            answer=MinutesAnswer.AGREED,
            actor=public_actor(),
            now=due - timedelta(milliseconds=1),
        ),
        partial(close_due_minutes, actor=SYSTEM, now=due),
    )
    answer = MinutesAgreement.objects.get(invitee=held.invitee()).answer
    assert (results, answer) in [
        (["ok", "ok"], "agreed"),
        (["minutes.over", "ok"], "silent"),
    ]
    assert held.fresh().state == MeetingState.CLOSED
    assert current_tally(held.meeting).waiting == 0
