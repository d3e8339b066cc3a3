from __future__ import annotations

from django.urls import path

from sangto.web.addresses import ROW
from sangto.web.intake import receipts, reporting
from sangto.web.intake.steps import CONSENT, CONTACT, DOUBT, PLACE, WHAT

urlpatterns = [
    path("phan-anh/", reporting.step, name=WHAT.url_name),
    path("phan-anh/nghi-ngo/", reporting.step, {"name": DOUBT.url_name}, name=DOUBT.url_name),
    path("phan-anh/noi-o/", reporting.step, {"name": PLACE.url_name}, name=PLACE.url_name),
    path("phan-anh/lien-he/", reporting.step, {"name": CONTACT.url_name}, name=CONTACT.url_name),
    path("phan-anh/dong-y/", reporting.step, {"name": CONSENT.url_name}, name=CONSENT.url_name),
    path("phan-anh/xem-lai/", reporting.answers, name="report_answers"),
    path("phan-anh/da-gui/", reporting.sent, name="report_sent"),
    path("phan-anh/bo/", reporting.discard, name="report_discard"),
    path(f"phan-anh/anh/<{ROW}:number>/", reporting.picture, name="report_picture"),
    path("bien-nhan/", receipts.receipt, name="receipt"),
    path("bien-nhan/bo-sung/", receipts.add, name="receipt_add"),
    path("bien-nhan/hoi-lai/", receipts.again, name="receipt_again"),
    path("bien-nhan/email/", receipts.mail, name="receipt_mail"),
    path("bien-nhan/rut/", receipts.withdraw, name="receipt_withdraw"),
]
