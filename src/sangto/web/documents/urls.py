from __future__ import annotations

from django.urls import path

from sangto.web.addresses import ROW
from sangto.web.documents import views

urlpatterns = [
    path("van-ban/", views.documents_page, name="desk_documents"),
    path("van-ban/so/<int:year>/<slug:direction>/", views.register_file, name="desk_register_file"),
    path("van-ban/lay-so/", views.reserve_page, name="desk_number_reserve"),
    path("van-ban/den/", views.incoming_page, name="desk_letter_register"),
    path(f"van-ban/<{ROW}:number>/", views.document_page, name="desk_document"),
    path(
        f"van-ban/<{ROW}:number>/tep/<slug:which>/", views.document_file, name="desk_document_file"
    ),
    path(f"van-ban/<{ROW}:number>/huy/", views.cancel_page, name="desk_number_cancel"),
    path(f"van-ban/<{ROW}:number>/ban-ky/", views.signed_copy_page, name="desk_signed_copy"),
]
