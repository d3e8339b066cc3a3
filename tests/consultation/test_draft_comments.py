"""Comments on a draft, what becomes of them, and the way of the draft after that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sangto.audit.models import AuditEvent
from sangto.audit.queries import details_match
from sangto.consultation.domain.answers import Answer, AnswerKind
from sangto.consultation.domain.comments import CommentKind, DispositionKind
from sangto.consultation.domain.consolidated import Column
from sangto.consultation.domain.drafts import DraftOutcome, DraftState
from sangto.consultation.domain.submission import SubmissionText
from sangto.consultation.models import Comment, CommentGroup, Disposition, DraftStep, Opinion
from sangto.consultation.queries import (
    comment_table,
    comments_of_request,
    consolidated_document,
    consolidated_sheet,
    draft_figures,
    sees_the_table,
    submission_document,
)
from sangto.consultation.services import (
    agree_with_whole,
    agree_with_whole_by_link,
    assign_comments,
    cancel_round,
    close_draft,
    close_round,
    dispose,
    enter_appraisal,
    enter_comment,
    give_comment,
    give_comment_by_link,
    give_opinion,
    group_comments,
    group_identical,
    name_appraiser,
    open_round,
    part_comment,
    prepare_draft_round,
    prepare_vote,
    register_paper_opinion,
    revoke_link,
    submit_draft,
    take_back_draft,
    tell_outcomes,
    withdraw_comment,
    withdraw_comment_by_link,
)
from sangto.documents.domain.official import TableBlock
from sangto.kernel.actor import Role, public_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.notices.models import OutboxMessage
from sangto.organisations.queries import today
from tests.factories.cases import World
from tests.factories.consultation import answered, link_of, make_officer, request, request_to
from tests.factories.drafts import (
    POINT_B,
    closed,
    comment_text,
    commented,
    consulted,
    decision,
    submitted,
)
from tests.factories.organisations import make_member


def code_of(caught: pytest.ExceptionInfo[Refused]) -> str:
    return caught.value.refusal.code


def latest_kind(opinion_round_invitation: int) -> str:
    return Opinion.objects.get(invitation_id=opinion_round_invitation, latest=True).kind


def test_a_comment_is_an_answer(world: World) -> None:
    _, opinion_round = consulted(world)
    comment = commented(world, opinion_round, world.health)
    invitation = request_to(opinion_round, world.health)
    assert invitation.state == "answered"
    assert latest_kind(invitation.pk) == AnswerKind.AGREE_WITH_COMMENTS
    assert comment.provision is not None
    commented(world, opinion_round, world.health, anchor="form", kind=CommentKind.FORMAT)
    assert Opinion.objects.filter(invitation=invitation).count() == 1
    assert len(comments_of_request(invitation)) == 2


def test_who_objected_still_objects_with_comments(world: World) -> None:
    _, opinion_round = consulted(world)
    invitation = request_to(opinion_round, world.health)
    focal = world.actor(world.health, Role.FOCAL_OFFICER)
    give_opinion(
        invitation=invitation,
        answer=Answer(AnswerKind.OBJECT, text="Không đồng ý với dự thảo."),
        actor=focal,
    )
    give_comment(invitation=invitation, comment=comment_text(), actor=focal)
    assert latest_kind(invitation.pk) == AnswerKind.OBJECT


def test_one_click_agrees_with_the_whole(world: World) -> None:
    _, opinion_round = consulted(world)
    invitation = request_to(opinion_round, world.health)
    focal = world.actor(world.health, Role.FOCAL_OFFICER)
    agree_with_whole(invitation=invitation, actor=focal)
    assert latest_kind(invitation.pk) == AnswerKind.AGREE
    comment = give_comment(invitation=invitation, comment=comment_text(), actor=focal)
    assert latest_kind(invitation.pk) == AnswerKind.AGREE_WITH_COMMENTS
    with pytest.raises(Refused) as caught:
        agree_with_whole(invitation=invitation, actor=focal)
    assert code_of(caught) == "comment.agrees_with_comments"
    withdraw_comment(comment=comment, actor=focal)
    agree_with_whole(invitation=invitation, actor=focal)
    assert latest_kind(invitation.pk) == AnswerKind.AGREE


def test_the_link_comments_without_an_account(world: World) -> None:
    _, opinion_round = consulted(world)
    invitation = request_to(opinion_round, world.health)
    token = link_of(invitation)
    comment = give_comment_by_link(token=token, comment=comment_text(), actor=public_actor())
    assert (comment.agency, comment.user, comment.via) == (world.health, None, "link")
    withdraw_comment_by_link(token=token, comment_id=comment.pk, actor=public_actor())
    agree_with_whole_by_link(token=token, actor=public_actor())
    assert latest_kind(invitation.pk) == AnswerKind.AGREE
    other = commented(world, opinion_round, world.trade)
    with pytest.raises(NotVisible):
        withdraw_comment_by_link(token=token, comment_id=other.pk, actor=public_actor())
    revoke_link(invitation=invitation, actor=world.officer())
    with pytest.raises(NotVisible):
        give_comment_by_link(token=token, comment=comment_text(), actor=public_actor())


def test_an_agency_comments_for_itself_only(world: World) -> None:
    _, opinion_round = consulted(world)
    invitation = request_to(opinion_round, world.health)
    for actor in (
        world.actor(world.trade, Role.FOCAL_OFFICER),
        world.officer(),
        world.actor(world.health, Role.EDITOR),
    ):
        with pytest.raises(NotVisible):
            give_comment(invitation=invitation, comment=comment_text(), actor=actor)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"anchor": "art_99"}, "comment.anchor"),
        ({"text": " "}, "comment.text"),
        ({"text": "x" * 10_001}, "comment.long"),
    ],
)
def test_what_is_no_comment(world: World, fields: dict[str, str], code: str) -> None:
    _, opinion_round = consulted(world)
    with pytest.raises(Refused) as caught:
        commented(world, opinion_round, world.health, **fields)
    assert code_of(caught) == code
    assert not Comment.objects.exists()
    assert not Opinion.objects.exists()


def test_nobody_comments_once_it_is_closed(world: World) -> None:
    _, opinion_round = consulted(world)
    invitation, token = request_to(opinion_round, world.health), ""
    token = link_of(invitation)
    comment = commented(world, opinion_round, world.health)
    late = (opinion_round.closes_at or timezone.now()) + timedelta(seconds=1)
    with pytest.raises(Refused) as caught:
        give_comment_by_link(token=token, comment=comment_text(), actor=public_actor(), now=late)
    assert code_of(caught) == "round.over"
    closed(world, opinion_round)
    focal = world.actor(world.health, Role.FOCAL_OFFICER)
    acts: list[Callable[[], object]] = [
        lambda: give_comment(invitation=invitation, comment=comment_text(), actor=focal),
        lambda: withdraw_comment(comment=comment, actor=focal),
    ]
    for act in acts:
        with pytest.raises(Refused) as caught:
            act()
        assert code_of(caught) == "round.over"


def test_a_letter_is_registered_before_its_comments(world: World) -> None:
    _, opinion_round = consulted(world)
    invitation, officer = request_to(opinion_round, world.health), world.officer()
    with pytest.raises(Refused) as caught:
        enter_comment(invitation=invitation, comment=comment_text(), actor=officer)
    assert code_of(caught) == "comment.no_letter"
    letter = Answer(
        AnswerKind.AGREE_WITH_COMMENTS,
        text="Có góp ý kèm theo.",
        letter_number="12/SYT",
        letter_date=today(timezone.now()),
    )
    register_paper_opinion(invitation=invitation, answer=letter, actor=officer)
    closed(world, opinion_round)
    comment = enter_comment(invitation=invitation, comment=comment_text(), actor=officer)
    dispose(comment=comment, decision=decision(), actor=officer)
    with pytest.raises(NotVisible):
        enter_comment(
            invitation=invitation, comment=comment_text(), actor=world.actor(world.health)
        )


def test_identical_comments_are_decided_about_together(world: World) -> None:
    version, opinion_round = consulted(world)
    one = commented(world, opinion_round, world.health, text="Viết lại điểm này")
    other = commented(world, opinion_round, world.trade, text="viết  lại điểm này.")
    commented(world, opinion_round, world.trade, text="Ý kiến khác hẳn.")
    closed(world, opinion_round)
    draft, officer = version.draft, world.officer()
    assert group_identical(draft=draft, actor=officer) == 1
    assert group_identical(draft=draft, actor=officer) == 0
    helper = make_member(world.lead, Role.DESK_OFFICER)
    assert len(assign_comments(draft=draft, comments=[one], assignee=helper, actor=officer)) == 2
    made = dispose(comment=one, decision=decision(), actor=officer)
    assert {row.comment_id for row in made} == {one.pk, other.pk}
    sheet = list(consolidated_sheet(draft, columns=[Column.AGENCY, Column.COMMENT]).rows)
    assert len(sheet) == 2
    part_comment(comment=one, actor=officer)
    assert not CommentGroup.objects.exists()
    other.refresh_from_db()
    assert other.group is None


def test_groups_by_hand_stay_on_one_place(world: World) -> None:
    version, opinion_round = consulted(world)
    one = commented(world, opinion_round, world.health)
    other = commented(world, opinion_round, world.trade, anchor="form")
    with pytest.raises(Refused) as caught:
        group_comments(draft=version.draft, comments=[one, other], actor=world.officer())
    assert code_of(caught) == "comment.group_places"
    outsider = make_member(world.health, Role.DESK_OFFICER)
    with pytest.raises(Refused) as caught:
        assign_comments(
            draft=version.draft, comments=[one], assignee=outsider, actor=world.officer()
        )
    assert code_of(caught) == "comment.assignee"


def test_a_decision_is_explained_and_every_one_stays(world: World) -> None:
    version, opinion_round = consulted(world)
    comment = commented(world, opinion_round, world.health)
    officer = world.officer()
    with pytest.raises(Refused) as caught:
        dispose(comment=comment, decision=decision(), actor=officer)
    assert code_of(caught) == "draft.round_runs"
    closed(world, opinion_round)
    with pytest.raises(Refused) as caught:
        dispose(comment=comment, decision=decision(explanation="Vâng"), actor=officer)
    assert code_of(caught) == "comment.explanation"
    dispose(comment=comment, decision=decision(), actor=officer)
    dispose(comment=comment, decision=decision(DispositionKind.REJECTED), actor=officer)
    assert list(Disposition.objects.values_list("number", "kind", "latest")) == [
        (1, "accepted", False),
        (2, "rejected", True),
    ]
    version.draft.refresh_from_db()
    assert version.draft.state == DraftState.DECIDING
    for actor in (world.actor(world.health), world.actor(world.lead, Role.FOCAL_OFFICER)):
        with pytest.raises(NotVisible):
            dispose(comment=comment, decision=decision(), actor=actor)


def test_the_agency_is_told_once_what_became_of_it(world: World) -> None:
    make_officer(world.health)
    version, opinion_round = consulted(world)
    comment = commented(world, opinion_round, world.health)
    commented(world, opinion_round, world.trade)
    closed(world, opinion_round)
    officer = world.officer()
    dispose(comment=comment, decision=decision(), actor=officer)
    OutboxMessage.objects.all().delete()
    assert tell_outcomes(draft=version.draft, actor=officer) == 1
    letters = OutboxMessage.objects.all()
    assert letters
    assert all("Đã điều chỉnh như đề xuất" in letter.body for letter in letters)
    assert tell_outcomes(draft=version.draft, actor=officer) == 0
    later = timezone.now() + timedelta(minutes=1)
    dispose(comment=comment, decision=decision(DispositionKind.REJECTED), actor=officer)
    assert tell_outcomes(draft=version.draft, actor=officer, now=later) == 1


def test_a_table_costs_the_same_with_more_comments(world: World) -> None:
    version, opinion_round = consulted(world)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            comment_table(version.draft)
            consolidated_document(version.draft)
        return len(found)

    commented(world, opinion_round, world.health)
    queries()
    few = queries()
    for agency in (world.health, world.trade):
        for anchor in ("form", "art_2", "signature"):
            commented(world, opinion_round, agency, anchor=anchor)
    assert queries() == few
    places = [place.place for place in comment_table(version.draft).places]
    assert places == ["form", POINT_B, "art_2", "signature"]


def test_outputs_tell_the_numbers(world: World) -> None:
    version = submitted(world, world.health)
    figures = draft_figures(version.draft)
    assert (figures.asked, figures.answered, figures.comments, figures.undecided) == (1, 1, 1, 0)
    document = consolidated_document(version.draft)
    assert document.landscape
    assert document.attached_to.startswith("Kèm theo Tờ trình số 40/TTr-STTTT ngày")
    table = next(block for block in document.blocks if isinstance(block, TableBlock))
    assert len(table.rows) == 2
    submission = submission_document(version.draft, text=SubmissionText(addressee="UBND tỉnh"))
    assert submission.addressees == ("UBND tỉnh",)
    assert any("01 chương, 02 điều" in str(block) for block in submission.blocks)


def test_the_way_to_its_end(world: World) -> None:
    version = submitted(world, world.health)
    draft, officer, day = version.draft, world.officer(), today(timezone.now())
    second = submit_draft(draft=draft, number="41/TTr-STTTT", on=day, actor=officer)
    assert second.replaces is not None
    approver = world.actor(world.trade, Role.APPROVER)
    with pytest.raises(NotVisible):
        enter_appraisal(draft=draft, number="1/STP", on=day, actor=approver)
    with pytest.raises(Refused) as caught:
        name_appraiser(draft=draft, appraiser=world.lead, actor=officer)
    assert code_of(caught) == "draft.own_appraisal"
    name_appraiser(draft=draft, appraiser=world.trade, actor=officer)
    enter_appraisal(draft=draft, number="1/STP", on=day, actor=approver)
    draft.refresh_from_db()
    assert sees_the_table(approver, draft)
    vote = prepare_vote(draft=draft, request=request([world.health], known=""), actor=officer)
    assert vote.on_draft.purpose == "vote"
    with pytest.raises(Refused) as caught:
        close_draft(draft=draft, outcome=DraftOutcome.ISSUED, on=day, number="5/QĐ", actor=officer)
    assert code_of(caught) == "draft.round_runs"
    cancel_round(opinion_round=vote, reason="Không cần biểu quyết nữa", actor=officer)
    close_draft(draft=draft, outcome=DraftOutcome.ISSUED, on=day, number="5/QĐ", actor=officer)
    draft.refresh_from_db()
    assert (draft.state, draft.outcome) == (DraftState.CLOSED, DraftOutcome.ISSUED)
    kinds = list(DraftStep.objects.filter(draft=draft).values_list("kind", flat=True))
    assert kinds == ["submission", "submission", "appraisal", "end"]


def test_a_submission_waits_for_every_decision(world: World) -> None:
    version, opinion_round = consulted(world)
    one = commented(world, opinion_round, world.health)
    commented(world, opinion_round, world.trade)
    closed(world, opinion_round)
    officer, day = world.officer(), today(timezone.now())
    dispose(comment=one, decision=decision(), actor=officer)
    with pytest.raises(Refused) as caught:
        submit_draft(draft=version.draft, number="1/TTr", on=day, actor=officer)
    assert code_of(caught) == "draft.undecided"


def test_one_round_at_a_time_and_back_to_work(world: World) -> None:
    version, _ = consulted(world)
    with pytest.raises(Refused):
        prepare_draft_round(
            draft=version.draft, request=request([world.police], known=""), actor=world.officer()
        )
    done = submitted(world, world.health)
    take_back_draft(draft=done.draft, actor=world.officer())
    done.draft.refresh_from_db()
    assert done.draft.state == DraftState.DECIDING
    assert not sees_the_table(world.actor(world.trade, Role.FOCAL_OFFICER), done.draft)


def test_a_closed_vote_is_a_step_on_the_way(world: World) -> None:
    """With its numbers in the record; the sweep closes it as a person does."""
    version = submitted(world, world.health)
    draft, officer = version.draft, world.officer()
    members, day = [world.health, world.trade, world.police], today(timezone.now())
    for agency in members:
        make_officer(agency)
    name_appraiser(draft=draft, appraiser=world.trade, actor=officer)
    approver = world.actor(world.trade, Role.APPROVER)
    enter_appraisal(draft=draft, number="1/STP", on=day, actor=approver)
    vote = prepare_vote(
        draft=draft,
        request=request(members, known=""),
        actor=officer,
    )
    vote = open_round(opinion_round=vote, actor=officer)
    answered(world, vote, world.health)
    answered(world, vote, world.trade, Answer(AnswerKind.OBJECT, text="Chưa đủ căn cứ"))
    assert not DraftStep.objects.filter(kind="vote").exists()

    vote = close_round(opinion_round=vote, actor=officer)

    made = DraftStep.objects.get(draft=draft, kind="vote")
    assert (made.number, made.version, made.agency) == (vote.reference, version, world.lead)
    event = AuditEvent.objects.get(tag="draft:voted")
    numbers = {"agreed": 1, "objected": 1, "silent": 1}
    assert details_match(event, {"step": made.pk, "round": vote.pk, **numbers})
