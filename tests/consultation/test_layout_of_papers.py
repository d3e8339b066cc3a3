"""What rounds, meetings and drafts issue keeps to the layout of the decree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pytest_django import Settings

from sangto.consultation.domain.submission import SubmissionText
from sangto.consultation.queries.draft_outputs import (
    consolidated_document,
    submission_document,
)
from sangto.consultation.services.meeting_papers import invitation_content, minutes_content
from sangto.consultation.services.round_papers import letter_content, sheet_content
from sangto.documents.domain.official import KIND_WORDS, OfficialContent, symbol_of
from sangto.documents.rendering import render_docx
from sangto.documents.rendering.docx_checking import check_document
from tests.factories.cases import make_world
from tests.factories.consultation import opened_round
from tests.factories.drafts import made_draft
from tests.factories.meetings import written_meeting

pytestmark = pytest.mark.django_db


def given(content: OfficialContent) -> OfficialContent:
    """As it is issued: with number, symbol and date."""
    if not KIND_WORDS[content.kind].numbered:
        return content
    symbol = symbol_of(content.kind, content.issuer.symbol, "VP")
    return replace(content, number=3, symbol=symbol, signed_on=date(2026, 7, 6))


def test_no_paper_departs_from_it(tmp_path: Any, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    opinion_round = opened_round(make_world())
    held = written_meeting(make_world())
    draft = made_draft(make_world()).draft
    papers: dict[str, OfficialContent] = {
        "letter": letter_content(opinion_round),
        "sheet": sheet_content(opinion_round),
        "invitation": invitation_content(held.meeting),
        "minutes": minutes_content(held.meeting),
        "table": consolidated_document(draft),
        "submission": submission_document(draft, text=SubmissionText("Vì sao.", "Đề nghị.", "")),
    }
    found = {
        name: [
            (one.code, one.where, one.found) for one in check_document(render_docx(given(content)))
        ]
        for name, content in papers.items()
    }
    assert {name: rows for name, rows in found.items() if rows} == {}
