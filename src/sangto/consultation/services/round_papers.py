"""The official letter (công văn) of a round and the table of its answers (bảng tổng hợp), as
documents of the asking agency and as a sheet to take home.

They are written in Vietnamese, because they are Vietnamese official documents. Of a case they
hold what the desk wrote for other agencies, and nothing of a report (SCOPE.md 8).
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.consultation.domain.answers import AnswerKind
from sangto.consultation.domain.rounds import RoundState
from sangto.consultation.models import Opinion, OpinionRound, RoundInvitation
from sangto.consultation.permissions import Permission, authorise_round
from sangto.consultation.queries.rounds import round_standing
from sangto.consultation.queries.sheet import Sheet, SheetRow, sheet_of
from sangto.consultation.services.round_rows import details, held
from sangto.documents.domain import sheets
from sangto.documents.domain.official import (
    Align,
    Block,
    Column,
    DocumentKind,
    OfficialContent,
    Paragraph,
    Signature,
    TableBlock,
    date_words,
)
from sangto.documents.domain.registers import DocumentState
from sangto.documents.models import OfficialDocument
from sangto.documents.queries import documents_about, issuer_of, usual_signature
from sangto.documents.services import issue_document, make_files
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category, Measure, Rating
from sangto.kernel.errors import NotVisible, Refusal, gettext_noop, insist
from sangto.kernel.text import collation_key
from sangto.organisations.queries import today

KIND_WORDS: dict[str, str] = {
    AnswerKind.AGREE: "Thống nhất",
    AnswerKind.AGREE_WITH_COMMENTS: "Thống nhất, có ý kiến bổ sung",
    AnswerKind.OBJECT: "Không thống nhất",
    AnswerKind.NO_COMMENT: "Không có ý kiến",
    AnswerKind.NOT_COMPETENT: "Không thuộc thẩm quyền",
    AnswerKind.MORE_TIME: "Đề nghị gia hạn",
}
SILENT = "Chưa trả lời"
SILENT_FOR_GOOD = "Không trả lời"
CATEGORY_WORDS: dict[str, str] = {
    Category.FRAUD: "lừa đảo",
    Category.MALICIOUS_LINK: "liên kết độc hại",
    Category.IMPERSONATION: "mạo danh",
    Category.COMPROMISED_SITE: "trang bị xâm nhập",
    Category.FACTUAL_CLAIM: "tin cần kiểm chứng",
    Category.PRIVACY: "lộ thông tin riêng tư",
    Category.CHILD_SAFETY: "an toàn trẻ em",
    Category.SERVICE_FEEDBACK: "phản ánh về dịch vụ công",
    Category.OUT_OF_SCOPE: "ngoài phạm vi",
}
RATING_WORDS: dict[str, str] = {
    Rating.SCAM: "lừa đảo",
    Rating.IMPERSONATION: "mạo danh",
    Rating.CONFIRMED: "đã xác nhận",
    Rating.RESOLVED: "đã khắc phục",
    Rating.FALSE: "sai",
    Rating.MISLEADING: "gây hiểu lầm",
    Rating.OUTDATED: "đã cũ",
    Rating.PARTLY_TRUE: "đúng một phần",
    Rating.TRUE: "đúng",
    Rating.GENUINE: "thật",
    Rating.UNVERIFIED: "chưa đủ căn cứ",
}
MEASURE_WORDS: dict[str, str] = {
    Measure.PUBLISH_WARNING: "công bố cảnh báo",
    Measure.PUBLISH_VERDICT: "công bố kết luận",
    Measure.ABUSE_REPORT: "báo cáo lạm dụng kỹ thuật",
    Measure.HELP_COMPLAIN: "hướng dẫn người bị hại trình báo",
    Measure.AWARENESS: "tuyên truyền, hướng dẫn nhận biết",
    Measure.TELL_OWNER: "báo cho chủ trang",
    Measure.ANSWER_BY_AGENCY: "cơ quan có thẩm quyền trả lời",
    Measure.SHOW_HOTLINE: "chỉ đường dây nóng",
    Measure.EXPLAIN_TO_SENDER: "giải thích cho người gửi",
}
_SILENCE_AGREES = (
    "Quá thời hạn trên, cơ quan, đơn vị không trả lời được ghi nhận là không trả lời và được tính "
    "là thống nhất."
)
_SILENCE_IS_SILENCE = (
    "Quá thời hạn trên, cơ quan, đơn vị không trả lời được ghi nhận là không trả lời; không trả "
    "lời không được tính là thống nhất."
)


def round_letter(opinion_round: OpinionRound) -> OfficialDocument | None:
    """The newest official letter that was issued."""
    return _issued(opinion_round, DocumentKind.OFFICIAL_LETTER)


def issue_round_letter(
    *,
    opinion_round: OpinionRound,
    actor: Actor,
    signature: Signature | None = None,
    now: datetime | None = None,
) -> OfficialDocument:
    """Make the công văn under the next number of the asking agency's register. Refused before the
    round is open, since the deadline is not known, and when it has its letter already."""
    now = now or timezone.now()
    authorise_round(actor, Permission.ROUND_OPEN, round_standing(actor, opinion_round))
    if actor.agency_id != opinion_round.agency_id:
        raise NotVisible
    with change(actor) as journal:
        opinion_round = held(opinion_round)
        insist(_open_refusal(opinion_round))
        insist(_made_already(opinion_round))
        document = issue_document(
            agency=opinion_round.agency,
            content=letter_content(opinion_round, signature=signature),
            on=today(now),
            actor=actor,
            about=opinion_round,
            within=journal,
            now=now,
        )
        journal.record(
            AuditTag.ROUND_DOCUMENT_MADE,
            opinion_round,
            details(opinion_round, document=document.pk),
        )
    return make_files(document=document, actor=actor, now=now)


def letter_content(
    opinion_round: OpinionRound, *, signature: Signature | None = None
) -> OfficialContent:
    """Also before it is issued: then without a number, to be read through. Up to seven queries."""
    names = [
        row.agency.name
        for row in RoundInvitation.objects.filter(round=opinion_round).select_related("agency")
    ]
    blocks: list[Block] = [
        Paragraph(
            f"{opinion_round.agency.name} đề nghị quý cơ quan, đơn vị cho ý kiến về nội dung “"
            f"{opinion_round.title}”."
        )
    ]
    if opinion_round.known:
        blocks.append(Paragraph("1. Nội dung đã biết:"))
        blocks += [Paragraph(line) for line in opinion_round.known.splitlines() if line.strip()]
    blocks.append(Paragraph("2. Nội dung xin ý kiến:" if opinion_round.known else "Nội dung:"))
    blocks += [Paragraph(line) for line in opinion_round.question.splitlines() if line.strip()]
    if opinion_round.due_at is not None:
        blocks.append(
            Paragraph(f"Ý kiến trả lời đề nghị gửi trước {_moment(opinion_round.due_at)}.")
        )
    blocks.append(
        Paragraph(_SILENCE_AGREES if opinion_round.silence_agrees else _SILENCE_IS_SILENCE)
    )
    blocks.append(Paragraph("Rất mong nhận được sự phối hợp của quý cơ quan, đơn vị./."))
    return OfficialContent(
        kind=DocumentKind.OFFICIAL_LETTER,
        issuer=issuer_of(opinion_round.agency),
        subject=f"lấy ý kiến về {_lowered(opinion_round.title)}",
        addressees=tuple(sorted(names, key=collation_key)),
        blocks=tuple(blocks),
        signature=signature or usual_signature(opinion_round.agency),
        recipients=("Như trên", f"Lưu: VT, {opinion_round.reference}"),
    )


def sheet_content(opinion_round: OpinionRound, sheet: Sheet | None = None) -> OfficialContent:
    """All answers as a table on pages that lie on their long side; the silent ones first."""
    sheet = sheet or sheet_of(opinion_round)
    rows = tuple(
        (
            str(number),
            row.agency.name,
            answer_words(opinion_round, row),
            _said(row),
            _letter(row.opinion),
            _remarks(row),
        )
        for number, row in enumerate(sheet.rows, 1)
    )
    table = TableBlock(
        columns=(
            Column("TT", 0.35, Align.CENTRE),
            Column("Cơ quan, đơn vị", 1.5),
            Column("Ý kiến", 1.1),
            Column("Nội dung, đề xuất", 3.2),
            Column("Văn bản, ngày trả lời", 1.2),
            Column("Ghi chú", 1.1),
        ),
        rows=rows,
    )
    blocks: list[Block] = [Paragraph(line) for line in _summary(opinion_round, sheet)]
    blocks.append(table)
    if opinion_round.conclusion:
        blocks.append(Paragraph(f"Kết luận: {opinion_round.conclusion}"))
    if opinion_round.not_followed:
        blocks.append(Paragraph(f"Ý kiến không tiếp thu và lý do: {opinion_round.not_followed}"))
    return OfficialContent(
        kind=DocumentKind.CONSOLIDATED_TABLE,
        issuer=issuer_of(opinion_round.agency),
        subject=f"Ý kiến về {_lowered(opinion_round.title)}",
        blocks=tuple(blocks),
        landscape=True,
    )


def sheet_table(opinion_round: OpinionRound, sheet: Sheet | None = None) -> sheets.Sheet:
    """The same for XLSX and CSV, one column a field."""
    sheet = sheet or sheet_of(opinion_round)
    titles = (
        ("TT", 6.0),
        ("Cơ quan, đơn vị", 36.0),
        ("Ý kiến", 24.0),
        ("Nội dung", 60.0),
        ("Phân loại đề xuất", 20.0),
        ("Kết luận đề xuất", 20.0),
        ("Biện pháp đề xuất", 28.0),
        ("Cơ quan có thẩm quyền", 30.0),
        ("Người ký", 24.0),
        ("Số văn bản", 18.0),
        ("Ngày văn bản", 14.0),
        ("Thời điểm trả lời", 18.0),
        ("Đúng hạn", 10.0),
        ("Số lần trả lời", 10.0),
    )
    return sheets.Sheet(
        title=f"{opinion_round.reference} ý kiến",
        columns=tuple(sheets.SheetColumn(title, width) for title, width in titles),
        rows=[_cells(opinion_round, number, row) for number, row in enumerate(sheet.rows, 1)],
    )


def answer_words(opinion_round: OpinionRound, row: SheetRow) -> str:
    if row.answered and row.opinion is not None:
        return KIND_WORDS[row.opinion.kind]
    over = opinion_round.state in (RoundState.CLOSED, RoundState.CONCLUDED)
    words = SILENT_FOR_GOOD if over else SILENT
    if over and opinion_round.silence_agrees:
        words = f"{words} (được tính là thống nhất)"
    return words


def _cells(opinion_round: OpinionRound, number: int, row: SheetRow) -> tuple[sheets.Cell, ...]:
    opinion = row.opinion
    if opinion is None:
        words = answer_words(opinion_round, row)
        return (number, row.agency.name, words, *([None] * 10), 0)
    return (
        number,
        row.agency.name,
        answer_words(opinion_round, row),
        opinion.text,
        CATEGORY_WORDS.get(opinion.proposed_category, ""),
        RATING_WORDS.get(opinion.proposed_rating, ""),
        MEASURE_WORDS.get(opinion.proposed_measure, ""),
        _competent(opinion),
        opinion.signatory,
        opinion.letter_number,
        opinion.letter_date,
        timezone.localtime(opinion.given_at).replace(tzinfo=None),
        (("Không" if row.late else "Có") if row.answered else None),
        len(row.versions),
    )


def _summary(opinion_round: OpinionRound, sheet: Sheet) -> list[str]:
    tally = sheet.tally
    lines = [
        f"Số cơ quan được hỏi: {tally.asked}; đã trả lời: {tally.answered}; không trả lời: "
        f"{tally.silent}.",
        "; ".join(
            f"{KIND_WORDS[kind]}: {number}" for kind, number in tally.by_kind.items() if number
        )
        + ("." if any(tally.by_kind.values()) else ""),
        "Không trả lời được tính là thống nhất, theo văn bản lấy ý kiến."
        if opinion_round.silence_agrees
        else "Không trả lời không được tính là thống nhất.",
    ]
    for label, spread, words in (
        ("Phân loại đề xuất", tally.categories, CATEGORY_WORDS),
        ("Kết luận đề xuất", tally.ratings, RATING_WORDS),
        ("Biện pháp đề xuất", tally.measures, MEASURE_WORDS),
    ):
        if spread:
            listed = "; ".join(f"{words[one.value]} ({one.number})" for one in spread)
            differ = " (khác nhau)" if len(spread) > 1 else ""
            lines.append(f"{label}{differ}: {listed}.")
    return [line for line in lines if line]


def _said(row: SheetRow) -> str:
    opinion = row.opinion
    if opinion is None:
        return ""
    lines = [opinion.text]
    if competent := _competent(opinion):
        lines.append(f"Cơ quan có thẩm quyền: {competent}")
    for label, value, words in (
        ("Phân loại", opinion.proposed_category, CATEGORY_WORDS),
        ("Kết luận", opinion.proposed_rating, RATING_WORDS),
        ("Biện pháp", opinion.proposed_measure, MEASURE_WORDS),
    ):
        if value:
            lines.append(f"{label}: {words[value]}")
    return "\n".join(line for line in lines if line)


def _letter(opinion: Opinion | None) -> str:
    if opinion is None:
        return ""
    lines = []
    if opinion.letter_number:
        lines.append(opinion.letter_number)
    if opinion.letter_date is not None:
        lines.append(f"ngày {opinion.letter_date:%d/%m/%Y}")
    if not lines:
        lines.append(f"{timezone.localtime(opinion.given_at):%d/%m/%Y}")
    return "\n".join(lines)


def _remarks(row: SheetRow) -> str:
    marks = []
    if row.invitation.concerned:
        marks.append("Cơ quan liên quan đến nội dung")
    if row.late:
        marks.append("Trả lời sau thời hạn")
    if row.invitation.instead_of is not None:
        marks.append(f"Tiếp nhận từ {row.invitation.instead_of.name}")
    if not row.answered and row.opinion is not None:
        marks.append(KIND_WORDS[row.opinion.kind])
    return "; ".join(marks)


def _competent(opinion: Opinion) -> str:
    if opinion.competent_agency is not None:
        return opinion.competent_agency.name
    return opinion.competent_text


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.hour} giờ {local.minute:02d} phút, {date_words(local.date())}"


def _lowered(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _issued(opinion_round: OpinionRound, kind: DocumentKind) -> OfficialDocument | None:
    return (
        documents_about(opinion_round)
        .filter(kind=kind.value, state=DocumentState.ISSUED.value)
        .order_by("-pk")
        .first()
    )


def _open_refusal(opinion_round: OpinionRound) -> Refusal | None:
    if opinion_round.state == RoundState.OPEN:
        return None
    return Refusal(
        "round.letter_not_open",
        gettext_noop("The official letter is issued while the round is open."),
    )


def _made_already(opinion_round: OpinionRound) -> Refusal | None:
    if round_letter(opinion_round) is None:
        return None
    return Refusal(
        "round.letter_issued", gettext_noop("The official letter of this round has its number.")
    )
