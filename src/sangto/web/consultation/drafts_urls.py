"""Addresses of drafts: for the desk, and behind the personal links of opinion rounds."""

from __future__ import annotations

from django.urls import path

from sangto.web.addresses import ROW
from sangto.web.consultation import (
    drafts_answering,
    drafts_asking,
    drafts_decisions,
    drafts_outputs,
    drafts_pages,
    drafts_text,
    drafts_way,
)

_ONE = "<slug:reference>"
_COMMENT = f"{_ONE}/y-kien/<{ROW}:number>"

desk_patterns = [
    path("", drafts_pages.drafts_page, name="desk_drafts"),
    path("moi/", drafts_pages.new_page, name="desk_draft_new"),
    path(f"{_ONE}/", drafts_pages.draft_page, name="desk_draft"),
    path(f"{_ONE}/nhan-dang/", drafts_text.parts_page, name="desk_draft_parts"),
    path(f"{_ONE}/ban/moi/", drafts_text.version_new_page, name="desk_draft_version_new"),
    path(f"{_ONE}/ban/tiep-thu/", drafts_text.adopt_page, name="desk_draft_adopt"),
    path(f"{_ONE}/ban/<{ROW}:number>/", drafts_text.version_page, name="desk_draft_version"),
    path(
        f"{_ONE}/ban/<{ROW}:number>.<slug:ending>",
        drafts_text.version_file,
        name="desk_draft_file",
    ),
    path(f"{_ONE}/lay-y-kien/", drafts_asking.ask_page, name="desk_draft_ask"),
    path(f"{_ONE}/bieu-quyet/", drafts_asking.vote_page, name="desk_draft_vote"),
    path(f"{_ONE}/tra-loi/", drafts_asking.letters_page, name="desk_draft_letters"),
    path(f"{_ONE}/tra-loi/<{ROW}:number>/", drafts_asking.enter_page, name="desk_draft_enter"),
    path(f"{_ONE}/gop-y/", drafts_answering.own_page, name="desk_draft_answer"),
    path(f"{_ONE}/y-kien/gom/", drafts_decisions.join, name="desk_draft_join"),
    path(f"{_ONE}/y-kien/bao/", drafts_decisions.tell, name="desk_draft_tell"),
    path(f"{_COMMENT}/", drafts_decisions.comment_page, name="desk_draft_comment"),
    path(f"{_COMMENT}/giao/", drafts_decisions.assign, name="desk_draft_assign"),
    path(f"{_COMMENT}/tach/", drafts_decisions.part, name="desk_draft_part"),
    path(f"{_ONE}/bang/", drafts_outputs.table_page, name="desk_draft_outputs"),
    path(f"{_ONE}/bang/ngay/", drafts_outputs.dated_page, name="desk_draft_dated"),
    path(
        f"{_ONE}/bang.<slug:ending>",
        drafts_outputs.table_file,
        name="desk_draft_table_file",
    ),
    path(f"{_ONE}/to-trinh/", drafts_outputs.submission_page, name="desk_draft_submission"),
    path(
        f"{_ONE}/van-ban/<{ROW}:number>/<slug:ending>/",
        drafts_outputs.issued_file,
        name="desk_draft_issued",
    ),
    path(f"{_ONE}/tham-tra/", drafts_way.appraisal_page, name="desk_draft_appraisal"),
    path(f"{_ONE}/ket-thuc/", drafts_way.end_page, name="desk_draft_end"),
    path(f"{_ONE}/lay-lai/", drafts_way.take_back, name="desk_draft_take_back"),
    path(f"{_ONE}/duong-di/", drafts_way.way_page, name="desk_draft_way"),
]
public_patterns = [
    path("<str:token>/du-thao/", drafts_answering.link_page, name="draft_link"),
    path("<str:token>/du-thao.docx", drafts_answering.link_file, name="draft_link_file"),
]
