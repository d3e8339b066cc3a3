from __future__ import annotations

from django.urls import path

from sangto.web.addresses import ROW
from sangto.web.documents import approving, checking, own_paper, papers, views

urlpatterns = [
    path("van-ban/", views.documents_page, name="desk_documents"),
    path("van-ban/so/<int:year>/<slug:direction>/", views.register_file, name="desk_register_file"),
    path("van-ban/lay-so/", views.reserve_page, name="desk_number_reserve"),
    path("van-ban/den/", views.incoming_page, name="desk_letter_register"),
    path("van-ban/kiem-tra/", checking.check_page, name="desk_document_check"),
    path("van-ban/giay-to/", own_paper.own_paper_page, name="desk_own_paper"),
    path("van-ban/giay-to/nguoi-ky/", own_paper.signatory_new_page, name="desk_signatory_new"),
    path(
        f"van-ban/giay-to/nguoi-ky/<{ROW}:number>/ket-thuc/",
        own_paper.signatory_end,
        name="desk_signatory_end",
    ),
    path("van-ban/giay-to/mau/", own_paper.template_new_page, name="desk_template_new"),
    path("van-ban/giay-to/mau/<slug:kind>/", own_paper.template_file, name="desk_template"),
    path(
        "van-ban/giay-to/mau/<slug:kind>/bo/",
        own_paper.template_remove,
        name="desk_template_remove",
    ),
    path(f"van-ban/tep/<{ROW}:number>/", papers.paper_page, name="desk_paper"),
    path(f"van-ban/tep/<{ROW}:number>/tai/", papers.paper_file, name="desk_paper_file"),
    path(f"van-ban/<{ROW}:number>/lien-quan/", views.about_page, name="desk_document_about"),
    path(f"van-ban/<{ROW}:number>/trinh-ky/", approving.ask_page, name="desk_approval_ask"),
    path(f"van-ban/<{ROW}:number>/duyet/", approving.answer_page, name="desk_approval_answer"),
    path(f"van-ban/<{ROW}:number>/rut/", approving.withdraw, name="desk_approval_withdraw"),
    path(f"van-ban/<{ROW}:number>/", views.document_page, name="desk_document"),
    path(
        f"van-ban/<{ROW}:number>/tep/<slug:which>/", views.document_file, name="desk_document_file"
    ),
    path(f"van-ban/<{ROW}:number>/huy/", views.cancel_page, name="desk_number_cancel"),
    path(f"van-ban/<{ROW}:number>/ban-ky/", views.signed_copy_page, name="desk_signed_copy"),
]
