"""The network's layout of official documents: its numbers within the decree's ranges."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sangto.documents.domain.files import PDF
from sangto.documents.domain.layout import Layout, default_layout, layout_with, ranges, value_names
from sangto.documents.domain.official import (
    Align,
    Column,
    DocumentKind,
    Heading,
    Issuer,
    OfficialContent,
    Paragraph,
    Signature,
    TableBlock,
)
from sangto.documents.queries import layout_for
from sangto.documents.rendering import render_pdf
from sangto.documents.services import change_layout
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refused
from sangto.organisations.models import Network
from sangto.organisations.permissions import OrganisationPermission, may
from sangto.web.desk import accepted, sent
from sangto.web.documents.wording import LAYOUT_NAMES
from sangto.web.organisations.access import need, organisation_page, page
from sangto.web.wording import add_refusal, refusal_text, word

#: What the decree leaves open; the rest is not asked.
OPEN = tuple(name for name in value_names() if ranges()[name].lowest < ranges()[name].highest)


class LayoutForm(forms.Form):
    """One field for each value; the range is the room's to judge."""

    def __init__(self, *args: Any, layout: Layout, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in OPEN:
            allowed = ranges()[name]
            self.fields[name] = forms.FloatField(
                label=word(LAYOUT_NAMES, name),
                help_text=_("%(lowest)s to %(highest)s; usually %(usual)s")
                % {
                    "lowest": f"{allowed.lowest:g}",
                    "highest": f"{allowed.highest:g}",
                    "usual": f"{allowed.value:g}",
                },
                initial=f"{round(getattr(layout, name), 3):g}",
                localize=False,
                widget=forms.TextInput({"inputmode": "decimal", "class": "govuk-input--width-4"}),
                error_messages={
                    "required": gettext_lazy("Write a number."),
                    "invalid": gettext_lazy("Write a number, such as 13.5."),
                },
            )


@organisation_page
@require_http_methods(["GET", "HEAD", "POST"])
def layout_page(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    """Everybody of the network reads it; who keeps the charter changes it. ``do=look`` makes the
    sample with what stands in the form, and writes nothing."""
    may_change = may(actor, OrganisationPermission.CHARTER_LOAD)
    layout = layout_for(network.pk)
    if request.method == "POST":
        need(actor, OrganisationPermission.CHARTER_LOAD)
    form = LayoutForm(_points(request), layout=layout)
    if form.is_valid():
        values = {name: float(form.cleaned_data[name]) for name in OPEN}
        if request.POST.get("do") == "look":
            try:
                return _sample(layout_with(values))
            except Refused as refused:
                add_refusal(form, refused.refusal)
        elif accepted(form, lambda: change_layout(network=network, changes=values, actor=actor)):
            messages.success(request, _("New documents look like that from now on."))
            return redirect("desk_layout")
    return page(
        request,
        "layout.html",
        {
            "form": form,
            "may_change": may_change,
            "rows": [
                {
                    "name": word(LAYOUT_NAMES, name),
                    "value": f"{getattr(layout, name):g}",
                    "changed": getattr(layout, name) != getattr(default_layout(), name),
                }
                for name in OPEN
            ],
        },
        status=422 if form.is_bound else 200,
    )


@organisation_page
@require_http_methods(["GET", "HEAD"])
def layout_sample(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    """A made-up report in the layout as it is now."""
    try:
        return _sample(layout_for(network.pk))
    except Refused as refused:
        messages.error(request, refusal_text(refused.refusal))
        return redirect("desk_layout")


def _points(request: HttpRequest) -> Any:
    """What was sent, with decimal commas as points."""
    data = sent(request)
    if data is None:
        return None
    found = data.copy()
    for name in OPEN:
        found[name] = found.get(name, "").strip().replace(",", ".")
    return found


def _sample(layout: Layout) -> HttpResponse:
    response = HttpResponse(render_pdf(sample_content(layout)), content_type=PDF)
    response.headers["Content-Disposition"] = 'inline; filename="the-thuc-mau.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def sample_content(layout: Layout) -> OfficialContent:
    """Two pages of a Vietnamese report with everything that the layout is about."""
    text = (
        "Thực hiện quy chế phối hợp, các cơ quan đã tiếp nhận, xác minh và trả lời phản ánh của "
        "người dân về lừa đảo trên mạng, mạo danh, liên kết độc hại và tin sai sự thật."
    )
    table = TableBlock(
        (
            Column("TT", 0.3, Align.CENTRE),
            Column("Nội dung", 3),
            Column("Số lượng", 1, Align.RIGHT),
        ),
        tuple((str(number), f"Nội dung thứ {number}", str(number * 7)) for number in range(1, 16)),
        caption="Bảng số liệu mẫu",
    )
    return OfficialContent(
        DocumentKind.REPORT,
        Issuer("Sở Mẫu", "Mẫu", "SM", "Ủy ban nhân dân tỉnh Mẫu", layout),
        "Văn bản mẫu để xem thể thức",
        (
            Heading("I. TÌNH HÌNH"),
            *(Paragraph(text) for _number in range(5)),
            Heading("1. Kết quả", 2),
            *(Paragraph(text) for _number in range(4)),
            table,
            Paragraph("Trên đây là văn bản mẫu./."),
        ),
        symbol="BC-SM",
        number=8,
        signed_on=date(2026, 2, 6),
        addressees=("Ủy ban nhân dân tỉnh Mẫu",),
        signature=Signature("Phó Giám đốc", "Nguyễn Văn Mẫu", ("KT. Giám đốc",)),
        recipients=("Như trên", "Lưu: VT, TTBC"),
    )
