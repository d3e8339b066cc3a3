"""A draft is brought in, mended by hand, and made into new versions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sangto.audit.models import AuditEvent
from sangto.consultation.domain.comments import TextChange
from sangto.consultation.domain.drafts import DraftKind, DraftState
from sangto.consultation.domain.recognition import Doubt, LineKind
from sangto.consultation.models import Draft, Provision
from sangto.consultation.queries import (
    changes_between,
    current_places,
    draft_for,
    drafts_visible_to,
    latest_version,
    parts_of,
    problems_of,
    provisions_of,
    version_document,
)
from sangto.consultation.services import (
    DraftSource,
    add_version,
    adopt_wording,
    close_round,
    dispose,
    import_draft,
    join_paragraph,
    mend_paragraph,
    split_paragraph,
)
from sangto.documents.domain.files import MARKDOWN, PLAIN
from sangto.documents.domain.office_files import DOCX
from sangto.documents.rendering.docx import render_docx
from sangto.kernel.actor import Role
from sangto.kernel.errors import NotVisible, Refused
from tests.factories.cases import World
from tests.factories.drafts import (
    POINT_B,
    TEXT,
    closed,
    commented,
    consulted,
    decision,
    made_draft,
)


def codes(caught: pytest.ExceptionInfo[Refused]) -> str:
    return caught.value.refusal.code


def eids(draft: Draft) -> list[str]:
    return [row.eid for row in provisions_of(latest_version(draft))]


def test_its_provisions_stand_in_rows(world: World) -> None:
    version = made_draft(world)
    rows = {row.eid: row for row in provisions_of(version)}
    assert rows[POINT_B].parent == rows["art_1__clause_2"]
    assert rows["art_1__clause_2"].parent == rows["art_1"]
    assert rows["art_1"].parent == rows["chp_I"]
    assert rows["legal_bases"].text == "Căn cứ Luật mẫu;"
    assert version.draft.state == DraftState.PREPARING
    assert version.draft.reference.startswith("DT-")
    assert AuditEvent.objects.filter(tag="draft:imported").count() == 1


@pytest.mark.parametrize(
    ("content", "media_type", "code"),
    [
        (b"\xff\xfa\xfb", PLAIN, "documents.media_type"),
        (b" \n ", PLAIN, "draft.empty"),
        (b"MZ", "application/x-msdownload", "documents.media_type"),
    ],
)
def test_what_is_no_draft_is_refused(
    world: World, content: bytes, media_type: str, code: str
) -> None:
    with pytest.raises(Refused) as caught:
        import_draft(
            title="Tên",
            kind=DraftKind.PLAN,
            source=DraftSource(content, media_type),
            actor=world.officer(),
        )
    assert codes(caught).startswith(code.partition(".")[0])
    assert not Draft.objects.exists()


def test_a_title_is_needed_and_a_text_that_is_not_endless(world: World) -> None:
    with pytest.raises(Refused) as caught:
        made_draft(world, title=" ")
    assert codes(caught) == "draft.title_missing"
    with pytest.raises(Refused) as caught:
        made_draft(world, text="x\n" * 20_001)
    assert codes(caught) == "draft.too_long"


def test_a_markdown_file_is_kept_and_read(world: World) -> None:
    version = import_draft(
        title="Tên",
        kind=DraftKind.DECISION,
        source=DraftSource("## Điều 1. Một\n\n1. Câu.".encode(), MARKDOWN, title="du-thao.md"),
        actor=world.officer(),
    )
    assert eids(version.draft) == ["art_1", "art_1__clause_1"]
    assert version.source_file is not None


def test_the_draft_comes_back_from_its_own_docx(world: World) -> None:
    version = made_draft(world)
    content = render_docx(version_document(version))
    again = import_draft(
        title="Tên",
        kind=DraftKind.REGULATION,
        source=DraftSource(content, DOCX),
        actor=world.officer(),
    )
    wanted = [part.content for part in parts_of(provisions_of(version)) if part.number]
    assert [part.content for part in parts_of(provisions_of(again)) if part.number] == wanted


def test_only_desk_roles_bring_one_in(world: World) -> None:
    for role in (Role.EDITOR, Role.AUDITOR, Role.ADMINISTRATOR, Role.APPEALS_OFFICER):
        with pytest.raises(NotVisible):
            import_draft(
                title="Tên",
                kind=DraftKind.PLAN,
                source=DraftSource(text=TEXT),
                actor=world.actor(world.lead, role),
            )


def test_a_line_is_mended_by_hand(world: World) -> None:
    version = made_draft(world, text="Điều 1. A\n1. x\nĐiều 2 Phạm vi\n1. y")
    assert [problem.doubt for problem in problems_of(version)] == [
        Doubt.ARTICLE_WITHOUT_DOT,
        Doubt.TWICE,
    ]
    officer = world.officer()
    found = mend_paragraph(version=version, line=3, kind=LineKind.ARTICLE, mark="2", actor=officer)
    assert found.problems == ()
    assert eids(version.draft)[2:] == ["art_2", "art_2__clause_1"]
    assert Provision.objects.get(version=version, eid="art_2").heading == "Phạm vi"
    mend_paragraph(version=version, line=3, kind=None, actor=officer)
    assert "art_2" not in eids(version.draft)
    split_paragraph(version=version, line=2, at=1, actor=officer)
    join_paragraph(version=version, line=3, actor=officer)
    assert version.paragraphs[1]["text"] == "1 . x"
    assert version.revision == 4


def test_mending_refuses_what_can_not_be(world: World) -> None:
    version, officer = made_draft(world), world.officer()
    acts: list[tuple[Callable[[], object], str]] = [
        (lambda: mend_paragraph(version=version, line=99, kind=None, actor=officer), "line"),
        (
            lambda: mend_paragraph(
                version=version, line=1, kind=LineKind.POINT, mark="10", actor=officer
            ),
            "number",
        ),
        (lambda: join_paragraph(version=version, line=1, actor=officer), "first"),
        (lambda: split_paragraph(version=version, line=1, at=500, actor=officer), "split"),
    ]
    for act, code in acts:
        with pytest.raises(Refused) as caught:
            act()
        assert codes(caught) == f"mending.{code}"
    with pytest.raises(Refused) as caught:
        join_paragraph(version=version, line=2, actor=officer, seen=7)
    assert codes(caught) == "draft.changed_meanwhile"
    with pytest.raises(NotVisible):
        join_paragraph(version=version, line=2, actor=world.actor(world.health))


def test_a_version_that_went_out_stays_as_it_is(world: World) -> None:
    version, _ = consulted(world)
    assert version.sealed_at is not None
    with pytest.raises(Refused) as caught:
        join_paragraph(version=version, line=2, actor=world.officer())
    assert codes(caught) == "draft.sealed"


def test_who_knows_of_a_draft(world: World) -> None:
    version, _ = consulted(world, [world.health])
    reference = version.draft.reference
    for agency, role, sees in (
        (world.lead, Role.DESK_OFFICER, True),
        (world.health, Role.FOCAL_OFFICER, True),
        (world.trade, Role.FOCAL_OFFICER, False),
        (world.health, Role.AUDITOR, False),
    ):
        actor = world.actor(agency, role)
        assert drafts_visible_to(actor).exists() is sees
        if not sees:
            with pytest.raises(NotVisible):
                draft_for(actor, reference)
    assert not drafts_visible_to(world.actor(world.health, Role.EDITOR)).exists()


def test_a_new_text_keeps_the_anchors(world: World) -> None:
    version = made_draft(world)
    before = {row.eid: row.pk for row in provisions_of(version)}
    new = add_version(
        draft=version.draft,
        source=DraftSource(
            text=TEXT.replace("1. Thiết lập", "1. Khoản hoàn toàn mới.\n2. Thiết lập")
            .replace("2. Nâng cao", "3. Nâng cao")
            .replace("phối hợp;", "phối hợp và cá nhân;")
        ),
        actor=world.officer(),
    )
    assert new.number == 2
    places = current_places(version.draft)
    assert places[before[POINT_B]].eid == "art_1__clause_3__point_b"
    changes = {change.place: change for change in changes_between(version, new)}
    assert changes["Điều 1 khoản 3 điểm b"].renumbered
    assert changes["Điều 1 khoản 1"].before is None
    version.refresh_from_db()
    assert version.sealed_at is not None


def test_decided_wordings_become_the_next_version(world: World) -> None:
    version, opinion_round = consulted(world)
    one = commented(world, opinion_round, world.health)
    other = commented(world, opinion_round, world.trade, anchor="art_1__clause_2__point_c")
    closed(world, opinion_round)
    officer = world.officer()
    dispose(comment=one, decision=decision(change=TextChange.DELETE), actor=officer)
    dispose(
        comment=other,
        decision=decision(change=TextChange.REPLACE, wording="Của người đứng đầu cơ quan."),
        actor=officer,
    )
    new = adopt_wording(draft=version.draft, actor=officer)
    rows = {row.eid: row for row in provisions_of(new)}
    assert rows[POINT_B].text == "Của người đứng đầu cơ quan."
    assert "art_1__clause_2__point_c" not in rows
    places = current_places(version.draft)
    assert other.provision_id is not None
    assert places[other.provision_id].eid == POINT_B
    assert one.provision_id not in places
    with pytest.raises(Refused) as caught:
        adopt_wording(draft=version.draft, actor=officer)
    assert codes(caught) == "draft.nothing_to_adopt"


def test_two_wordings_of_one_provision_are_settled_first(world: World) -> None:
    version, opinion_round = consulted(world)
    comments = [commented(world, opinion_round, agency) for agency in (world.health, world.trade)]
    close_round(opinion_round=opinion_round, actor=world.officer())
    for number, comment in enumerate(comments):
        dispose(
            comment=comment,
            decision=decision(change=TextChange.REPLACE, wording=f"Câu {number}."),
            actor=world.officer(),
            whole_group=False,
        )
    with pytest.raises(Refused) as caught:
        adopt_wording(draft=version.draft, actor=world.officer())
    assert caught.value.refusal.params == {"place": "Điều 1 khoản 2 điểm b"}
