"""SCOPE.md 3 and 8 for rounds and meetings: whoever is asked gets the redacted claim.

Guards: ``consultation.wording``, the pages behind links, ``consultation.queries``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from sangto.cases.models import Case
from sangto.cases.services import add_note, add_task
from sangto.consultation.domain.meetings import Reply
from sangto.consultation.models import AgendaItem, MeetingInvitee, RoundInvitation
from sangto.consultation.queries.meeting_links import meeting_token_to_send
from sangto.consultation.services import chase_all, conclude_round
from sangto.consultation.services.agreeing import circulate_minutes
from sangto.consultation.services.closing import close_round
from sangto.consultation.services.meeting_replies import reply_by_link
from sangto.consultation.services.meetings import call_meeting
from sangto.consultation.services.minutes import (
    Came,
    open_meeting,
    record_attendance,
    write_item,
)
from sangto.documents.models import OfficialDocument, StoredFile
from sangto.intake.models import ReportImage
from sangto.kernel.actor import Role, public_actor
from sangto.notices.models import OutboxAttachment, OutboxMessage
from tests.factories.cases import World, categorised
from tests.factories.consultation import answered, link_of, opened_round
from tests.factories.meetings import Held, prepared_meeting
from tests.scope.planted import EMAIL, MESSAGE, NAME, SLUG, mentions, places_in_the_database, send
from tests.web.access_scene import desk_routes
from tests.web.desk_scene import signed_in

pytestmark = pytest.mark.django_db

#: What only the report says: beside the name, its text, its link and where to reach the sender.
_CANARIES = (MESSAGE[:60], SLUG, "nhan-qua.example", EMAIL, EMAIL.split("@")[0], "46 triệu")
_DOORS = ("desk/lay-y-kien/", "desk/hop/")
#: What the number in an address is that of.
_ROWS: tuple[tuple[str, Any], ...] = (
    ("co-quan/", RoundInvitation),
    ("khach-moi/", MeetingInvitee),
    ("noi-dung/", AgendaItem),
    ("bien-ban/", AgendaItem),
    ("van-ban/", OfficialDocument),
    ("tai-lieu/", StoredFile),
    ("tep/", StoredFile),
)


@dataclass(frozen=True)
class Asked:
    """A case about a report with a name in it, with a round and a meeting about it. ``links`` are
    the pages of the health department."""

    case: Case
    reference: str
    meeting: Held
    links: tuple[str, ...]
    images: tuple[StoredFile, ...]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def asked(world: World) -> Asked:
    planted = send(Client())
    officer, now = world.officer(), timezone.now()
    case = categorised(world, claim=planted.claim, actor=officer)
    add_note(case=case, text=f"Người gửi nhắc tới {NAME}", actor=officer)
    add_task(
        case=case,
        title=f"Gọi lại cho {NAME}",
        owner=None,
        due_on=timezone.localdate(),
        actor=officer,
    )
    opinion_round = opened_round(world, case=case)
    opinion = answered(world, opinion_round, world.health)
    chase_all(opinion_round=opinion_round, actor=officer)
    request = RoundInvitation.objects.get(agency=world.health)
    links = [_at("opinion", link_of(request))]
    opinion_round = close_round(opinion_round=opinion_round, actor=officer)
    conclude_round(
        opinion_round=opinion_round, text="Thống nhất cảnh báo.", weighed=[opinion], actor=officer
    )
    start = now + timedelta(hours=1)
    held = prepared_meeting(world, case=case, now=now, starts_at=start)
    call_meeting(meeting=held.meeting, actor=held.host)
    token = meeting_token_to_send(held.invitee())
    assert token is not None
    links += [_at("meeting_link", token), _at("meeting_link_calendar", token)]
    reply_by_link(token=token, reply=Reply.ACCEPTED, actor=public_actor())
    _minutes(held, start)
    images = ReportImage.objects.filter(report=planted.report)
    return Asked(
        case, opinion_round.reference, held, tuple(links), tuple(row.file for row in images)
    )


def _at(name: str, token: str) -> str:
    with translation.override("vi"):
        return reverse(name, args=[token])


def _minutes(held: Held, start: Any) -> None:
    """They are out, and wait for an answer."""
    open_meeting(meeting=held.fresh(), actor=held.host, now=start)
    came = {key: Came(attended=True, by="Người Đến") for key in _keys(MeetingInvitee)}
    record_attendance(meeting=held.fresh(), came=came, actor=held.host)
    for item in AgendaItem.objects.select_related("meeting", "case"):
        write_item(
            item=item,
            seen=item.revision,
            discussion="Các cơ quan trao đổi.",
            conclusion="Thống nhất.",
            actor=held.host,
            now=start,
        )
    circulate_minutes(meeting=held.fresh(), actor=held.host, now=start)


def _keys(model: Any) -> list[int]:
    return list(model.objects.values_list("pk", flat=True))


def _words(content: bytes) -> str:
    """Of a page or a file: what is packed is unpacked, marks of XML are left away."""
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as packed:
            parts = [packed.read(name) for name in packed.namelist()]
        return " ".join(re.sub(r"<[^>]*>", "", part.decode("utf-8", "replace")) for part in parts)
    return content.decode("utf-8", "replace")


def _tells(text: str) -> list[str]:
    found = [canary for canary in _CANARIES if canary in text]
    return [*found, *([NAME] if mentions(text) else [])]


def _pages(client: Client, asked: Asked) -> Iterator[tuple[str, bytes]]:
    """Every address of rounds and meetings that answers this person."""
    for name, route, parameters in desk_routes():
        door = next((door for door in _DOORS if route.startswith(door)), None)
        if door is None or ("reference" not in parameters and parameters):
            continue
        reference = asked.meeting.meeting.reference if door == "desk/hop/" else asked.reference
        choices: dict[str, list[Any]] = {
            "reference": [reference],
            "number": next((_keys(row) for word, row in _ROWS if word in route), []),
            "ending": ["docx", "xlsx", "ics"],
            "paper": ["bien-ban", "giay-moi"],
        }
        for values in product(*(choices[one] for one in parameters)):
            path = reverse(name, kwargs=dict(zip(parameters, values, strict=True)))
            response = client.get(path)
            if response.status_code == 200:
                yield name, b"".join(response) if response.streaming else response.content


def _links_show_the_redacted_claim_only(asked: Asked, world: World) -> None:
    visitor = Client()
    for path in asked.links:
        for start in ("", "/en"):
            page = visitor.get(f"{start}{path}")
            assert page.status_code == 200
            assert _tells(_words(page.content)) == [], path
            assert asked.case.reference not in _words(page.content)
    for path in asked.links[:1]:
        for file in asked.images:
            assert visitor.get(f"{path}tai-lieu/{file.pk}/").status_code == 404


def _no_page_of_an_asked_agency_tells_more(asked: Asked, world: World) -> None:
    walked = set()
    for name, content in _pages(signed_in(world.health, Role.FOCAL_OFFICER, Role.APPROVER), asked):
        assert _tells(_words(content)) == [], name
        walked.add(name)
    assert {"desk_rounds", "desk_round_answer", "desk_meetings", "desk_meeting"} <= walked


def _nor_do_letters_minutes_and_sheets(asked: Asked, world: World) -> None:
    """Also those that the lead agency takes home to send on."""
    walked = set()
    for name, content in _pages(signed_in(world.lead), asked):
        if content.startswith(b"PK") or b"BEGIN:VCALENDAR" in content[:40]:
            assert _tells(_words(content)) == [], name
            walked.add(name)
    drafts = {"desk_round_letter_draft", "desk_meeting_draft"}
    assert {*drafts, "desk_round_sheet", "desk_meeting_calendar"} <= walked


def _mails_take_nothing_of_it_along(asked: Asked, world: World) -> None:
    mails = OutboxMessage.objects.exclude(key__startswith="verdict")
    consulting = [mail for mail in mails if mail.key.startswith(("opinion-", "meeting:"))]
    assert {mail.key.split(":")[0] for mail in consulting} >= {
        "opinion-request",
        "opinion-reminder",
        "opinion-closed",
        "meeting",
    }
    for mail in consulting:
        assert _tells(f"{mail.subject} {mail.body}") == [], mail.key
    sent = OutboxAttachment.objects.filter(message__in=consulting)
    assert sent
    for row in sent:
        assert _tells(_words(bytes(row.content or b""))) == [], row.name
    files = {row.stored_file_id for row in sent}
    assert files.isdisjoint(file.pk for file in asked.images)


def _nothing_of_it_is_kept_in_the_room(asked: Asked, world: World) -> None:
    for text in (NAME, SLUG, EMAIL, MESSAGE[:60]):
        found = places_in_the_database(text)
        assert not [place for place in found if place.startswith(("consultation_", "documents_"))]


def test_who_is_asked_gets_the_redacted_claim(
    asked: Asked, world: World, subtests: pytest.Subtests
) -> None:
    """Round and meeting are the same for all of it, so they are made once."""
    for holds in (
        _links_show_the_redacted_claim_only,
        _no_page_of_an_asked_agency_tells_more,
        _nor_do_letters_minutes_and_sheets,
        _mails_take_nothing_of_it_along,
        _nothing_of_it_is_kept_in_the_room,
    ):
        with subtests.test(holds.__name__):
            holds(asked, world)
