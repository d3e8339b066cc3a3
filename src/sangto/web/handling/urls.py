from __future__ import annotations

from django.urls import path

from sangto.web.addresses import ROW
from sangto.web.handling import answered, committee, measures, press, press_kit, views

_CASE = "vu-viec/<slug:reference>"
_MEASURE = "bien-phap/<slug:reference>"
_PRESS = "bao-chi/<slug:reference>"

urlpatterns = [
    path(f"{_CASE}/tra-loi/", views.answer_page, name="desk_answer"),
    path(f"{_CASE}/tra-loi/sau/", views.answer_late, name="desk_answer_late"),
    path(f"{_CASE}/bien-phap/", measures.plan_page, name="desk_measure_plan"),
    path(f"{_CASE}/giao-viec/", measures.direct_page, name="desk_measure_direct"),
    path(f"{_CASE}/bao-chi/", press.new_page, name="desk_press_new"),
    path("bien-phap/", measures.list_page, name="desk_measures"),
    path(f"{_MEASURE}/", measures.measure_page, name="desk_measure"),
    path(f"{_MEASURE}/ket-qua/", measures.result_page, name="desk_measure_result"),
    path(f"{_MEASURE}/rut/", measures.cancel_page, name="desk_measure_cancel"),
    path(f"{_MEASURE}/da-xem/", measures.note_page, name="desk_measure_note"),
    path(f"{_MEASURE}/tep/<{ROW}:number>/", measures.file_page, name="desk_measure_file"),
    path("uy-ban/", committee.committee_page, name="desk_committee"),
    path("bao-chi/", press.list_page, name="desk_press"),
    path(f"{_PRESS}/", press.question_page, name="desk_press_question"),
    path(f"{_PRESS}/tra-loi/", press.answer_page, name="desk_press_answer"),
    path(f"{_PRESS}/khong-tra-loi/", press.decline_page, name="desk_press_decline"),
    path(f"{_PRESS}/rut/", press.cancel_page, name="desk_press_cancel"),
]
#: Under the verdicts.
press_patterns = [
    path("<str:reference>/bao-chi/", press_kit.press_kit, name="press_kit"),
    path("<str:reference>/bao-chi/tron-bo.zip", press_kit.press_zip, name="press_zip"),
]
public_patterns = [
    path("", answered.answers, name="answers"),
    path("<str:reference>/", answered.answer, name="public_answer"),
]
