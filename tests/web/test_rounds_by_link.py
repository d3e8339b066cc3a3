"""The opinion page behind an agency's personal link."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sangto.audit.models import AuditEvent
from sangto.consultation.domain.answers import Answer, AnswerKind
from sangto.consultation.models import Opinion, OpinionRound, RoundInvitation
from sangto.consultation.services import OfferedFile, cancel_round, close_round, revoke_link
from sangto.intake.models import Report
from sangto.kernel.actor import Role
from tests.factories.cases import World
from tests.factories.consultation import answered, link_of, opened_round, request_to
from tests.factories.drafts import consulted
from tests.web.desk_scene import text_of

pytestmark = pytest.mark.django_db


def address(invitation: RoundInvitation, name: str = "opinion", *more: object) -> str:
    return reverse(name, args=[link_of(invitation), *more])


@pytest.fixture
def asked(world: World) -> RoundInvitation:
    file = OfferedFile(b"So lieu bon xa", "text/plain", "Số liệu.txt")
    found = opened_round(world, files=[file])
    return request_to(found, world.health)


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=False)


def test_everything_to_answer_stands_on_one_page(
    asked: RoundInvitation, visitor: Client, prefix: str
) -> None:
    attached = asked.round.attachments.get()
    file = f"{prefix}{address(asked, 'opinion_file', attached.pk)}"
    page = text_of(visitor.get(f"{prefix}{address(asked)}"))
    assert asked.round.question in page
    assert asked.round.known in page
    assert page.count('type="radio" name="kind"') == 5
    assert file in page
    got = visitor.get(file)
    assert got.content == b"So lieu bon xa"
    assert "attachment" in got["Content-Disposition"]
    # Nothing of the case or of a report (SCOPE.md 8).
    case = asked.round.case
    assert case is not None
    assert case.reference not in page
    for report in Report.objects.all():
        assert report.text not in page


def test_reading_changes_nothing_and_tells_nobody(asked: RoundInvitation, visitor: Client) -> None:
    before = (AuditEvent.objects.count(), RoundInvitation.objects.values().get(pk=asked.pk))
    for call in (visitor.get, visitor.head):
        answer = call(address(asked))
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "same-origin"
    visitor.get(f"{address(asked)}?kind=agree&do=answer&done=answer")
    after = (AuditEvent.objects.count(), RoundInvitation.objects.values().get(pk=asked.pk))
    assert after == before
    assert visitor.put(address(asked)).status_code == 405


def test_two_presses_answer_and_a_third_replaces(
    asked: RoundInvitation, visitor: Client, prefix: str
) -> None:
    path = f"{prefix}{address(asked)}"
    sent = visitor.post(path, {"kind": "agree", "do": "answer"})
    assert sent["Location"] == f"{path}?done=answer"
    assert sent["Referrer-Policy"] == "same-origin"
    page = text_of(visitor.get(sent["Location"]))
    assert "st-recorded" in page
    text = "Cần nói rõ tên chương trình"
    visitor.post(path, {"kind": "agree_with_comments", "text": text, "do": "answer"})
    assert [row.kind for row in Opinion.objects.order_by("version")] == [
        "agree",
        "agree_with_comments",
    ]
    latest = Opinion.objects.get(latest=True)
    assert (latest.via, latest.user_id) == ("link", None)
    page = text_of(visitor.get(path))
    assert text in page
    assert "st-recorded" not in page


def test_what_an_answer_needs_is_asked_for_at_its_place(
    world: World, asked: RoundInvitation, visitor: Client
) -> None:
    path = address(asked)
    wrong: list[tuple[dict[str, Any], str]] = [
        ({}, "id_kind"),
        ({"kind": "object"}, "id_text"),
        ({"kind": "not_competent"}, "id_competent_text"),
        (
            {
                "kind": "agree",
                "letter_number": "1/SYT",
                "letter_date_day": "1",
                "letter_date_month": "1",
                "letter_date_year": "2990",
            },
            "id_letter_date",
        ),
    ]
    for data, target in wrong:
        answer = visitor.post(path, {**data, "do": "answer"})
        assert answer.status_code == 422, data
        assert f'href="#{target}' in text_of(answer), data
    assert Opinion.objects.count() == 0
    # A member named without its marks is found.
    data = {"kind": "not_competent", "competent_text": "so cong thuong tinh mau"}
    assert visitor.post(path, {**data, "do": "answer"}).status_code == 302
    assert Opinion.objects.get().competent_agency in (world.trade, None)


def test_files_proposals_and_the_letter_come_along(asked: RoundInvitation, visitor: Client) -> None:
    file = BytesIO(b"%PDF-1.4 cong van")
    file.name = "cong-van.pdf"
    data = {
        "kind": "agree_with_comments",
        "text": "Thống nhất với đề xuất trên",
        "files": [file],
        "rating": "scam",
        "measure": "publish_warning",
        "letter_number": "15/SYT-NVY",
        "letter_date_day": "2",
        "letter_date_month": "1",
        "letter_date_year": "2020",
        "signatory": "Nguyễn Văn Mẫu",
        "do": "answer",
    }
    assert visitor.post(address(asked), data).status_code == 302
    given = Opinion.objects.get()
    assert (given.proposed_rating, given.proposed_measure) == ("scam", "publish_warning")
    assert (given.letter_number, given.signatory) == ("15/SYT-NVY", "Nguyễn Văn Mẫu")
    assert given.files.count() == 1
    macro = BytesIO(bytes(range(256)))
    macro.name = "x.exe"
    assert visitor.post(address(asked), {**data, "files": [macro]}).status_code == 422


def test_more_time_is_asked_for_in_a_form_of_its_own(
    asked: RoundInvitation, visitor: Client, prefix: str
) -> None:
    path = f"{prefix}{address(asked)}"
    assert visitor.post(path, {"do": "time", "time-text": "Vì"}).status_code == 422
    data = {"do": "time", "time-more_days": "5", "time-text": "Chờ số liệu của bốn xã"}
    sent = visitor.post(path, data)
    assert sent["Location"] == f"{path}?done=time"
    asked.refresh_from_db()
    assert (asked.state, asked.time_days) == ("extension_asked", 5)
    page = text_of(visitor.get(path))
    assert "time-more_days" not in page
    assert 'name="kind"' in page  # it can be answered all the same


def test_links_that_open_nothing_look_alike(world: World, visitor: Client) -> None:
    found = opened_round(world)
    cancelled = opened_round(world)
    revoked, expired = request_to(found, world.health), request_to(found, world.trade)
    revoke_link(invitation=revoked, actor=world.officer())
    RoundInvitation.objects.filter(pk=expired.pk).update(
        expires_at=timezone.now() - timedelta(days=1)
    )
    ended = request_to(cancelled, world.health)
    cancel_round(opinion_round=cancelled, reason="Không cần hỏi nữa đâu", actor=world.officer())
    pages = []
    for path in ("/y-kien/khong-co/", *(address(one) for one in (revoked, expired, ended))):
        for answer in (visitor.get(path), visitor.post(path, {"kind": "agree"})):
            assert answer.status_code == 404
        pages.append(text_of(visitor.get(path)).replace(path, ""))
    assert len({page[page.index("<main") : page.index("</main>")] for page in pages}) == 1


def test_one_that_is_closed_says_so_and_shows_the_answer(
    world: World, asked: RoundInvitation, visitor: Client
) -> None:
    text = "Đồng ý, cần nói rõ tên"
    answered(world, asked.round, world.health, Answer(AnswerKind.AGREE_WITH_COMMENTS, text=text))
    close_round(opinion_round=asked.round, actor=world.officer())
    page = text_of(visitor.get(address(asked)))
    assert text in page
    assert 'name="kind"' not in page
    late = visitor.post(address(asked), {"kind": "object", "text": "Tôi đổi ý rồi", "do": "answer"})
    assert late.status_code == 422
    assert Opinion.objects.count() == 1


def test_an_answer_by_account_and_by_link_are_one(
    world: World, asked: RoundInvitation, visitor: Client
) -> None:
    answered(world, asked.round, world.health, actor=world.actor(world.health, Role.FOCAL_OFFICER))
    page = text_of(visitor.get(address(asked)))
    assert "st-inset" in page
    visitor.post(address(asked), {"kind": "no_comment", "do": "answer"})
    assert OpinionRound.objects.get().invitations.get(pk=asked.pk).opinions.count() == 2


def test_the_form_carries_its_token(asked: RoundInvitation) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(asked), {"kind": "agree", "do": "answer"}).status_code == 403
    strict.get(address(asked))
    token = strict.cookies["csrftoken"].value
    sent = strict.post(
        address(asked), {"kind": "agree", "do": "answer", "csrfmiddlewaretoken": token}
    )
    assert sent.status_code == 302


def test_comments_on_a_draft_have_pages_of_their_own(world: World, visitor: Client) -> None:
    _version, found = consulted(world, [world.health])
    row = request_to(found, world.health)
    path = address(row)
    assert visitor.get(path)["Location"] == address(row, "draft_link")
    page = text_of(visitor.get(f"{path}?whole=1"))
    assert 'name="rating"' not in page
    sent = visitor.post(path, {"kind": "agree", "do": "answer"})
    assert "st-recorded" in text_of(visitor.get(sent["Location"]))
