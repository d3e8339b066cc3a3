"""Holding an uploaded DOCX against the layout. Nothing of it is kept."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sangto.documents.domain.findings import Finding
from sangto.documents.permissions import Permission, has_permission
from sangto.documents.rendering.docx_checking import check_document
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.web.desk import desk_page, form_page, sent
from sangto.web.wording import add_refusal


class CheckForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("DOCX file"),
        help_text=gettext_lazy("It is read once and not kept."),
        widget=forms.FileInput({"accept": ".docx"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    if not has_permission(actor, Permission.VIEW):
        raise NotVisible
    form = CheckForm(sent(request), request.FILES or None)
    rows: list[dict[str, object]] | None = None
    if form.is_valid():
        try:
            rows = [_shown(one) for one in check_document(form.cleaned_data["file"].read())]
        except Refused as refused:
            add_refusal(form, refused.refusal)
    response = form_page(
        request, "web/documents/check.html", form, rows=rows, checked=rows is not None
    )
    if rows is not None:
        response.status_code = 200
    return response


def _shown(finding: Finding) -> dict[str, object]:
    return {
        "where": finding.where,
        "times": finding.times,
        "found": _(finding.found.message) % finding.found.params,
        "wanted": _(finding.wanted.message) % finding.wanted.params,
        "clause": finding.clause.citation,
    }
