"""What the holder of a receipt can take home or pass on. Each page needs a visit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sangto.documents.domain.files import ENDINGS, media_type_of
from sangto.handling.queries.victims import (
    PACK_BYTES,
    evidence_pack,
    passed_on_to,
    possible_authorities,
)
from sangto.handling.services import refer_own_report
from sangto.intake.permissions import may_read_by_disclosure
from sangto.intake.queries import report_by_receipt, report_contents
from sangto.kernel.actor import Actor, public_actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Agency
from sangto.web.cases.forms import choose
from sangto.web.desk import accepted, agency_name, desk_page
from sangto.web.forms.files import SeveralFilesField
from sangto.web.intake.receipts import Visit, receipt_page, visit_page
from sangto.web.lists import shown_page

PAGE_LENGTH = 20


class PackForm(forms.Form):
    added = SeveralFilesField(
        label=gettext_lazy("Files of your own"),
        required=False,
        help_text=gettext_lazy(
            "Receipts, recordings, screenshots: they go into the pack and are not kept here. At "
            "most 25 MB together."
        ),
    )

    def extra(self) -> tuple[tuple[str, bytes], ...]:
        """Endings by the content; the names of the files are not taken over."""
        found: list[tuple[str, bytes]] = []
        for file in self.cleaned_data["added"]:
            content = file.read()
            ending = ENDINGS.get(media_type_of(str(file.name), content), "bin")
            found.append((ending, content))
        return tuple(found)

    def clean_added(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["added"]
        if sum(file.size for file in files) > PACK_BYTES:
            raise forms.ValidationError(_("The files are too large: at most 25 MB together."))
        return files


@never_cache
@visit_page
def pack(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Made for the person on demand and kept nowhere."""
    asked = "do" in request.POST
    form = PackForm(request.POST, request.FILES) if asked else PackForm()
    if asked and form.is_valid():
        response = HttpResponse(
            evidence_pack(visit.code, extra=form.extra()), content_type="application/zip"
        )
        response.headers["Content-Disposition"] = (
            f'attachment; filename="{visit.found.reference}.zip"'
        )
        return response
    return render(
        request,
        "web/handling/victims_pack.html",
        {"form": form, "visit": visit.sealed, "found": visit.found},
        status=422 if form.errors else 200,
    )


class ReferralForm(forms.Form):
    agency = forms.ChoiceField(
        label=gettext_lazy("To which agency"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the agency.")},
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("This agency may read my report with its pictures"),
        required=False,
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_slug = {agency.slug: agency for agency in agencies}
        choose(self, "agency", [(slug, agency_name(one)) for slug, one in self.by_slug.items()])


@never_cache
@visit_page
def refer(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The sender's own complaint to one agency; nobody else passes it on."""
    report = report_by_receipt(visit.code, timezone.now())
    agencies = possible_authorities(report) if report is not None else []
    asked = "do" in request.POST
    form = ReferralForm(request.POST if asked else None, agencies=agencies)
    if form.is_valid() and accepted(
        form,
        lambda: refer_own_report(
            receipt=visit.code,
            agency=form.by_slug[form.cleaned_data["agency"]],
            agreed=form.cleaned_data["agreed"],
            actor=public_actor(),
        ),
    ):
        return receipt_page(request, visit, _("The agency can read your report now."))
    return render(
        request,
        "web/handling/victims_refer.html",
        {"form": form, "agencies": agencies, "visit": visit.sealed, "found": visit.found},
        status=422 if form.errors else 200,
    )


@desk_page
@require_safe
def passed_on(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What senders let this agency read."""
    if not may_read_by_disclosure(actor):
        raise NotVisible
    page = shown_page(request, passed_on_to(actor), PAGE_LENGTH)
    reports = {row.report_id: row.report for row in page.object_list}
    contents = {
        one.report_id: one for one in report_contents(actor=actor, reports=list(reports.values()))
    }
    rows = [
        {"row": row, "report": row.report, "content": contents.get(row.report_id)}
        for row in page.object_list
    ]
    return render(request, "web/handling/victims_passed_on.html", {"page": page, "rows": rows})
