"""Drafts on their pages: brought in, mended, asked about, commented on, decided, submitted."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from sangto.consultation.domain.answers import Answer, AnswerKind
from sangto.consultation.domain.comments import CommentKind, DispositionKind, TextChange
from sangto.consultation.models import (
    Comment,
    Disposition,
    Draft,
    DraftStep,
    DraftVersion,
    Opinion,
    OpinionRound,
)
from sangto.consultation.services import (
    agree_with_whole,
    begin_deciding,
    dispose,
    open_round,
    register_paper_opinion,
)
from sangto.consultation.services.draft_versions import adopt_wording
from sangto.kernel.actor import Role
from sangto.organisations.models import Agency
from tests.factories.cases import World
from tests.factories.consultation import answered, link_of, request_to
from tests.factories.drafts import (
    POINT_B,
    TEXT,
    closed,
    commented,
    consulted,
    decision,
    made_draft,
    submitted,
)
from tests.factories.office import docx, p
from tests.web.desk_scene import queries_of, signed_in, text_of

pytestmark = pytest.mark.django_db


def at(name: str, draft: Draft | None = None, *more: object) -> str:
    """The English page."""
    with translation.override("en"):
        return reverse(name, args=[draft.reference, *more] if draft is not None else list(more))


def officer(world: World) -> Client:
    return signed_in(world.lead, Role.DESK_OFFICER)


def pasted(**changes: str) -> dict[str, Any]:
    return {"title": "Quy chế mẫu", "kind": "regulation", "text": TEXT, **changes}


class TestBringingIn:
    def test_a_pasted_text_is_read_and_shown(self, world: World) -> None:
        client = officer(world)
        answer = client.post(at("desk_draft_new"), pasted(), follow=True)
        page = text_of(answer)
        assert "All of the text was recognised" in page
        assert "Article 1 clause 2 point b" in page
        assert "Quy chế mẫu" in text_of(client.get(at("desk_drafts")))

    def test_macros_are_refused_with_the_reason(self, world: World) -> None:
        file = SimpleUploadedFile("du-thao.docm", with_macros())
        answer = officer(world).post(at("desk_draft_new"), {**pasted(text=""), "file": file})
        assert answer.status_code == 422
        assert "This file holds macros" in text_of(answer)
        assert not Draft.objects.exists()

    def test_nothing_to_read_is_said(self, world: World) -> None:
        answer = officer(world).post(at("desk_draft_new"), pasted(text=" "))
        assert answer.status_code == 422
        assert "Choose a file, or paste the text." in text_of(answer)

    def test_a_text_without_articles_is_taken_and_its_page_says_so(self, world: World) -> None:
        client = officer(world)
        answer = client.post(
            at("desk_draft_new"), pasted(text="Kính gửi các đơn vị\nĐề nghị góp ý."), follow=True
        )
        assert "The text has no article" in text_of(answer)
        assert client.get(at("desk_draft", Draft.objects.get())).status_code == 200

    def test_what_was_not_recognised_is_mended_by_hand(self, world: World) -> None:
        version = made_draft(world, text=TEXT.replace("Điều 2. Tổ", "Điều 2 Tổ"))
        client, page = officer(world), at("desk_draft_parts", version.draft)
        assert "no dot follows the number" in text_of(client.get(page))
        line = next(
            number
            for number, one in enumerate(version.paragraphs, start=1)
            if one["text"].startswith("Điều 2")
        )
        mended = {"do": "mark", "seen": 0, "line": line, "kind": "article", "mark": "2"}
        assert "Mended" in text_of(client.post(page, mended, follow=True))
        version.refresh_from_db()
        assert version.provisions.filter(eid="art_2").exists()
        assert "All of the text was recognised" in text_of(client.get(page))
        late = client.post(page, mended, follow=True)
        assert "Somebody else changed this draft just now" in text_of(late)
        split = {"do": "split", "seen": 1, "line": line, "words": "thực hiện"}
        client.post(page, split)
        client.post(page, {"do": "join", "seen": 2, "line": line + 1})
        version.refresh_from_db()
        assert version.revision == 3


class TestAsking:
    def ask(self, world: World, **changes: Any) -> dict[str, Any]:
        return {
            "question": "Đề nghị góp ý.",
            "others": [world.health.slug, world.trade.slug],
            "mode": "working",
            "days": "5",
            "number": "408/STTTT",
            "do": "send",
            **changes,
        }

    def test_agencies_are_asked_at_once(self, world: World) -> None:
        draft = made_draft(world).draft
        client = officer(world)
        assert client.get(at("desk_draft_ask", draft)).status_code == 200
        answer = client.post(at("desk_draft_ask", draft), self.ask(world))
        assert answer.status_code == 302
        opinion_round = OpinionRound.objects.get()
        assert opinion_round.opened_at is not None
        assert opinion_round.invitations.count() == 2
        assert DraftStep.objects.get().number == "408/STTTT"

    def test_or_the_round_is_looked_over_first(self, world: World) -> None:
        draft = made_draft(world).draft
        answer = officer(world).post(at("desk_draft_ask", draft), self.ask(world, do="prepare"))
        opinion_round = OpinionRound.objects.get()
        assert opinion_round.opened_at is None
        assert opinion_round.reference in answer["Location"]

    def test_a_deadline_in_the_past_is_refused(self, world: World) -> None:
        draft = made_draft(world).draft
        past = {"mode": "day", "due_on_day": "1", "due_on_month": "1", "due_on_year": "2020"}
        answer = officer(world).post(at("desk_draft_ask", draft), self.ask(world, **past))
        assert answer.status_code == 422
        assert "This day has passed" in text_of(answer)


class TestAnsweringByLink:
    @pytest.fixture
    def link(self, world: World) -> str:
        _version, opinion_round = consulted(world)
        self.invitation = request_to(opinion_round, world.health)
        return at("draft_link", None, link_of(self.invitation))

    def test_the_link_of_the_letter_leads_to_the_text(self, link: str, client: Client) -> None:
        token = link_of(self.invitation)
        answer = client.get(at("opinion", None, token))
        assert answer["Location"].endswith(f"{token}/du-thao/")
        page = client.get(link)
        assert "Của cơ quan phối hợp" in text_of(page)
        assert page["Cache-Control"].startswith("no-store")
        assert client.get(at("opinion", None, token) + "?whole=1").status_code == 200
        assert client.get(at("draft_link_file", None, token)).status_code == 200
        assert not Opinion.objects.exists()

    def test_one_press_agrees_with_the_whole(self, link: str, client: Client) -> None:
        answer = client.post(link, {"do": "agree"}, follow=True)
        assert "agrees with the whole draft" in text_of(answer)
        assert Opinion.objects.get().kind == "agree"

    def test_a_comment_is_given_changed_and_taken_back(self, link: str, client: Client) -> None:
        form = text_of(client.get(link, {"at": POINT_B}))
        assert "Your comment on Article 1 clause 2 point b" in form
        given = {
            "do": "comment",
            "anchor": POINT_B,
            "kind": "amend",
            "text": "Nên nói rõ hơn",
            "proposed_wording": "Của cơ quan phối hợp và địa phương;",
        }
        page = text_of(client.post(link, given, follow=True))
        assert "Your comment is recorded" in page
        assert "<ins>" in page
        first = Comment.objects.get()
        changed = {**given, "text": "Nên viết gọn", "replaces": first.pk, "proposed_wording": ""}
        client.post(link, changed)
        first.refresh_from_db()
        second = Comment.objects.get(state="given")
        assert (first.state, second.text) == ("withdrawn", "Nên viết gọn")
        client.post(link, {"do": "withdraw", "comment": second.pk})
        assert not Comment.objects.filter(state="given").exists()

    def test_a_wording_that_nobody_changed_is_no_proposal(self, link: str, client: Client) -> None:
        same = "Của cơ quan phối hợp;"
        given = {"do": "comment", "anchor": POINT_B, "kind": "amend", "proposed_wording": same}
        answer = client.post(link, given)
        assert answer.status_code == 422
        assert "Write your comment" in text_of(answer)

    def test_somebody_else_is_shown_nothing(self, link: str, client: Client) -> None:
        assert client.get(at("draft_link", None, "x" * 40)).status_code == 404
        assert link  # another link opens; this one does not


class TestAnsweringByAccount:
    def test_an_officer_comments_and_reads_what_became_of_it(self, world: World) -> None:
        version, opinion_round = consulted(world)
        draft = version.draft
        client = signed_in(world.health, Role.FOCAL_OFFICER)
        assert client.get(at("desk_draft", draft))["Location"].endswith("/gop-y/")
        page = at("desk_draft_answer", draft)
        client.post(page, {"do": "comment", "anchor": "whole", "kind": "general", "text": "Tốt ạ"})
        comment = Comment.objects.get()
        closed(world, opinion_round)
        dispose(comment=comment, decision=decision(), actor=world.officer())
        assert "Đã điều chỉnh như đề xuất" not in text_of(client.get(page))
        tell = officer(world).post(at("desk_draft_tell", draft), follow=True)
        assert tell.status_code == 200
        Comment.objects.update(told_at=timezone.now())
        assert "Đã điều chỉnh như đề xuất" in text_of(client.get(page))

    def test_who_is_only_asked_sees_no_table(self, world: World) -> None:
        draft = consulted(world)[0].draft
        client = signed_in(world.health, Role.FOCAL_OFFICER)
        for name in ("desk_draft_outputs", "desk_draft_way", "desk_draft_parts"):
            assert client.get(at(name, draft)).status_code == 404
        assert client.get(at("desk_draft_file", draft, 1, "docx")).status_code == 200


class TestDeciding:
    @pytest.fixture
    def draft(self, world: World) -> Draft:
        version, opinion_round = consulted(world)
        commented(world, opinion_round, world.health, proposed_wording="Của mọi cơ quan;")
        commented(world, opinion_round, world.trade, anchor="whole", kind=CommentKind.GENERAL)
        closed(world, opinion_round)
        return version.draft

    def test_one_after_the_other_until_none_waits(self, world: World, draft: Draft) -> None:
        client = officer(world)
        table = text_of(client.get(at("desk_draft", draft)))
        assert "0 of 2" in table
        assert "<del>" in table
        whole, point = Comment.objects.order_by("anchor")[::-1]
        first = at("desk_draft_comment", draft, whole.pk)
        assert f'href="{first}"' in table
        given = {"seen": 0, "kind": "rejected", "explanation": "Đã có trong luật"}
        answer = client.post(first, given)
        assert answer["Location"] == at("desk_draft_comment", draft, point.pk)
        page = text_of(client.get(answer["Location"]))
        assert "Của mọi cơ quan;" in page
        last = client.post(
            answer["Location"],
            {
                "seen": 0,
                "kind": "accepted",
                "explanation": "Tiếp thu theo đề xuất",
                "change": "replace",
                "wording": "Của mọi cơ quan;",
            },
        )
        assert last["Location"] == at("desk_draft", draft)
        assert "2 of 2" in text_of(client.get(at("desk_draft", draft)))
        adopt = at("desk_draft_adopt", draft)
        assert "<del>" in text_of(client.get(adopt))
        client.post(adopt)
        assert DraftVersion.objects.filter(draft=draft).count() == 2
        assert "What differs from version 1" in text_of(
            client.get(at("desk_draft_version", draft, 2))
        )
        assert "<ins>" in text_of(client.get(at("desk_draft", draft)))

    def test_an_explanation_is_asked_for(self, world: World, draft: Draft) -> None:
        comment = Comment.objects.order_by("pk")[0]
        page = at("desk_draft_comment", draft, comment.pk)
        answer = officer(world).post(page, {"seen": 0, "kind": "accepted", "explanation": " "})
        assert answer.status_code == 422
        assert not Disposition.objects.exists()

    def test_the_second_of_two_looks_again(self, world: World, draft: Draft) -> None:
        comment = Comment.objects.order_by("pk")[0]
        dispose(comment=comment, decision=decision(), actor=world.officer())
        page = at("desk_draft_comment", draft, comment.pk)
        late = {"seen": 0, "kind": "rejected", "explanation": "Không cần thiết"}
        answer = officer(world).post(page, late)
        assert answer.status_code == 422
        assert Disposition.objects.count() == 1

    def test_comments_are_given_to_somebody(self, world: World, draft: Draft) -> None:
        comment = Comment.objects.order_by("pk")[0]
        colleague = world.officer().user_id
        officer(world).post(
            at("desk_draft_assign", draft, comment.pk), {"assignee": str(colleague)}
        )
        comment.refresh_from_db()
        assert comment.assignee_id == colleague

    def test_what_says_the_same_is_one_decision(self, world: World) -> None:
        version, opinion_round = consulted(world)
        for agency in (world.health, world.trade):
            commented(world, opinion_round, agency)
        closed(world, opinion_round)
        client = officer(world)
        client.post(at("desk_draft_join", version.draft), {"do": "same"})
        page = text_of(client.get(at("desk_draft", version.draft)))
        assert "2 comments that say the same" in page
        comment = Comment.objects.order_by("pk")[0]
        given = {"seen": 0, "kind": "accepted", "explanation": "Tiếp thu theo đề xuất"}
        client.post(at("desk_draft_comment", version.draft, comment.pk), given)
        assert Disposition.objects.count() == 2
        client.post(at("desk_draft_part", version.draft, comment.pk))
        assert not Comment.objects.filter(group__isnull=False).exists()


class TestGoingOut:
    def test_the_table_with_its_columns_and_files(self, world: World) -> None:
        draft = submitted(world, world.health).draft
        client = officer(world)
        page = text_of(
            client.get(at("desk_draft_outputs", draft), {"columns": ["comment", "kind"]})
        )
        assert "Nội dung góp ý" in page
        assert "Cơ quan, đơn vị</th>" not in page
        for ending, start in (("docx", b"PK"), ("xlsx", b"PK")):
            file = client.get(at("desk_draft_table_file", draft, ending), {"columns": ["comment"]})
            assert file.content.startswith(start)
        assert client.get(at("desk_draft_file", draft, 1, "docx")).content.startswith(b"PK")

    def test_the_submission_takes_a_number(self, world: World) -> None:
        version, opinion_round = consulted(world, [world.health])
        agree_with_whole(
            invitation=request_to(opinion_round, world.health),
            actor=world.actor(world.health, Role.FOCAL_OFFICER),
        )
        closed(world, opinion_round)
        draft = version.draft
        begin_deciding(draft=draft, actor=world.officer())
        client = signed_in(world.lead, Role.DESK_OFFICER)
        page = at("desk_draft_submission", draft)
        assert client.get(page).status_code == 200
        assert client.post(page, {"do": "docx"}).content.startswith(b"PK")
        client.post(page, {"do": "issue", "necessity": "Cần phối hợp nhanh hơn."})
        step = DraftStep.objects.get(kind="submission")
        assert step.number
        way = text_of(client.get(at("desk_draft_way", draft)))
        assert step.number in way

    def test_appraisal_vote_and_end(self, world: World) -> None:
        draft = submitted(world, world.health).draft
        client = officer(world)
        client.post(at("desk_draft_appraisal", draft), {"appraiser": world.trade.slug})
        draft.refresh_from_db()
        assert draft.appraiser == world.trade
        today = timezone.localdate()
        on = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
        other = signed_in(world.trade, Role.APPROVER)
        found = {"number": "12/BC-TT", "note": "Đủ điều kiện", **on}
        other.post(at("desk_draft_appraisal", draft), found)
        draft.refresh_from_db()
        assert draft.state == "appraised"
        vote = {
            "question": "Đề nghị biểu quyết.",
            "proposed": [world.health.slug],
            "mode": "working",
            "days": "3",
        }
        assert client.post(at("desk_draft_vote", draft), vote).status_code == 302
        asked = OpinionRound.objects.get(on_draft__purpose="vote")
        asked = open_round(opinion_round=asked, actor=world.officer())
        answered(world, asked, world.health)
        closed(world, asked)
        client.post(at("desk_draft_end", draft), {"outcome": "issued", "number": "39/QĐ", **on})
        draft.refresh_from_db()
        assert (draft.state, draft.outcome) == ("closed", "issued")
        way = text_of(client.get(at("desk_draft_way", draft)))
        assert "39/QĐ" in way
        assert "1 for, 0 against, 0 silent, of 1 asked" in way
        assert way.count("Members voted") == 1


class TestLetters:
    def test_comments_of_a_registered_letter_are_entered(self, world: World) -> None:
        version, opinion_round = consulted(world)
        invitation = request_to(opinion_round, world.health)
        register_paper_opinion(
            invitation=invitation,
            answer=Answer(
                AnswerKind.AGREE_WITH_COMMENTS,
                text="Có góp ý kèm theo",
                letter_number="709/SYT",
                letter_date=timezone.localdate(),
            ),
            actor=world.officer(),
        )
        client = officer(world)
        assert "709/SYT" in text_of(client.get(at("desk_draft_letters", version.draft)))
        page = at("desk_draft_enter", version.draft, invitation.pk)
        assert "Của cơ quan phối hợp" in text_of(client.get(page, {"at": POINT_B}))
        client.post(page, {"anchor": POINT_B, "kind": "delete", "text": ""})
        comment = Comment.objects.get()
        assert (comment.kind, comment.via) == ("delete", "paper")
        client.post(page, {"do": "withdraw", "comment": comment.pk})
        comment.refresh_from_db()
        assert comment.state == "withdrawn"


def test_the_number_of_queries_does_not_grow(world: World) -> None:
    version, opinion_round = consulted(world)
    draft = version.draft
    client = officer(world)
    own = signed_in(world.health, Role.FOCAL_OFFICER)
    pages = [at(name, draft) for name in ("desk_draft", "desk_draft_outputs", "desk_draft_letters")]

    def counts(agency: Agency) -> list[int]:
        first = commented(world, opinion_round, agency, text=f"Góp ý {agency.pk}")
        decided = at("desk_draft_comment", draft, first.pk)
        return [
            *(queries_of(client, page) for page in [*pages, decided, at("desk_drafts")]),
            queries_of(own, at("desk_draft_answer", draft)),
        ]

    counts(world.health)
    one = counts(world.health)
    for _number in range(2):
        commented(world, opinion_round, world.trade, text=f"Thêm {_number}")
        commented(world, opinion_round, world.health, text=f"Khác {_number}")
    made_draft(world)
    assert counts(world.trade) == one


def test_decided_comments_and_new_versions_cost_no_more_either(world: World) -> None:
    version, opinion_round = consulted(world)
    rows = [
        commented(world, opinion_round, world.health, proposed_wording=f"Câu chữ {number};")
        for number in range(3)
    ]
    closed(world, opinion_round)
    client = officer(world)
    dispose(
        comment=rows[0],
        decision=decision(DispositionKind.ACCEPTED, TextChange.REPLACE, "Câu chữ mới;"),
        actor=world.officer(),
    )
    adopt_wording(draft=version.draft, actor=world.officer())
    page = at("desk_draft", version.draft)
    before = queries_of(client, page)
    for row in rows[1:]:
        dispose(comment=row, decision=decision(), actor=world.officer())
    assert queries_of(client, page) <= before


def with_macros() -> bytes:
    out = BytesIO(docx(p("Điều 1. Mục đích")))
    with ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    return out.getvalue()
