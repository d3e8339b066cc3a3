"""The official letter, the table of answers and the sheet to take home."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sangto.audit.queries import events_about
from sangto.consultation.domain.answers import Answer, AnswerKind
from sangto.consultation.models import Opinion
from sangto.consultation.services import (
    OfferedFile,
    close_round,
    issue_round_letter,
    register_paper_opinion,
)
from sangto.consultation.services.round_papers import (
    letter_content,
    round_letter,
    sheet_content,
    sheet_table,
)
from sangto.documents.domain.official import Paragraph, Signature, TableBlock
from sangto.documents.queries import documents_about
from sangto.documents.rendering import sheets
from sangto.kernel.actor import Role
from sangto.kernel.errors import NotVisible, Refused
from tests.factories.cases import World
from tests.factories.consultation import answered, opened_round, prepared_round, request_to


def words(blocks: tuple[object, ...]) -> str:
    return "\n".join(str(block.text) for block in blocks if isinstance(block, Paragraph))


def test_the_letter_says_what_until_when_and_what_silence_means(world: World) -> None:
    found = opened_round(world, silence_agrees=True)
    content = letter_content(found, signature=Signature("GIÁM ĐỐC", "Nguyễn Minh Châu"))
    text = words(content.blocks)
    assert found.question in text
    assert found.known in text
    assert "17 giờ 00 phút" in text
    assert "được tính là thống nhất" in text
    assert set(content.addressees) == {world.health.name, world.trade.name}
    case = found.case
    assert case is not None
    assert case.origin_report.text not in text


def test_the_letter_gets_one_number_of_the_register(world: World) -> None:
    officer = world.officer()
    early = prepared_round(world, actor=officer)
    with pytest.raises(Refused) as caught:
        issue_round_letter(opinion_round=early, actor=officer)
    assert caught.value.refusal.code == "round.letter_not_open"
    found = opened_round(world)
    with pytest.raises(NotVisible):
        issue_round_letter(opinion_round=found, actor=world.actor(world.trade, Role.APPROVER))
    document = issue_round_letter(opinion_round=found, actor=officer)
    assert (document.number, document.docx is not None) == (1, True)
    assert round_letter(found) == document
    with pytest.raises(Refused) as caught:
        issue_round_letter(opinion_round=found, actor=officer)
    assert caught.value.refusal.code == "round.letter_issued"
    assert list(events_about(found).values_list("tag", flat=True))[-1] == (
        "opinion_round:document_made"
    )


def test_a_paper_answer_stands_in_the_register_of_incoming_letters(world: World) -> None:
    found = opened_round(world)
    letter = Answer(AnswerKind.AGREE, letter_number="12/SYT", letter_date=date(2026, 7, 1))
    opinion = register_paper_opinion(
        invitation=request_to(found, world.health),
        answer=letter,
        scan=OfferedFile(b"%PDF-1.4 x", "application/pdf"),
        actor=world.officer(),
    )
    (document,) = documents_about(opinion)
    assert (document.number_text, document.sender, document.register.agency) == (
        "12/SYT",
        world.health,
        world.lead,
    )
    assert document.scan == opinion.files.get().file


def test_the_table_has_every_agency_the_silent_first(world: World) -> None:
    found = opened_round(world, [world.health, world.trade, world.police])
    answered(world, found, world.health, Answer(AnswerKind.AGREE, rating="scam"))
    objection = Answer(AnswerKind.OBJECT, text="=Không đủ căn cứ", rating="genuine")
    answered(world, found, world.trade, objection)
    found = close_round(opinion_round=found, actor=world.officer())
    content = sheet_content(found)
    (table,) = [block for block in content.blocks if isinstance(block, TableBlock)]
    assert [row[2] for row in table.rows if isinstance(row, tuple)] == [
        "Không trả lời",
        "Không thống nhất",
        "Thống nhất",
    ]
    summary = words(content.blocks)
    assert "Số cơ quan được hỏi: 3; đã trả lời: 2; không trả lời: 1." in summary
    assert "Kết luận đề xuất (khác nhau): thật (1); lừa đảo (1)." in summary
    assert content.landscape
    table_of_cells = sheet_table(found)
    rows = list(table_of_cells.rows)
    assert {len(row) for row in rows} == {len(table_of_cells.columns)}
    assert sheets.render_xlsx(sheet_table(found))[:2] == b"PK"
    assert b"\n=" not in sheets.render_csv(sheet_table(found))


def test_a_late_answer_and_a_concerned_agency_are_marked(world: World) -> None:
    found = opened_round(world)
    opinion = answered(world, found, world.health)
    row = opinion.invitation
    type(row).objects.filter(pk=row.pk).update(
        concerned=True, answered_at=opinion.given_at + timedelta(days=60)
    )
    (table,) = [block for block in sheet_content(found).blocks if isinstance(block, TableBlock)]
    marks = [row[5] for row in table.rows if isinstance(row, tuple) and row[5]]
    assert marks == ["Cơ quan liên quan đến nội dung; Trả lời sau thời hạn"]
    assert Opinion.objects.count() == 1
