from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sangto.audit.domain.problems import MEANINGS
from sangto.audit.models import AuditEvent, Seal
from sangto.audit.permissions import may_read_record, may_verify_record
from sangto.audit.queries import verify
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Agency, User
from sangto.web.desk import agency_name, desk_page
from sangto.web.lists import shown_page

PAGE_LENGTH = 50


class LogForm(forms.Form):
    """``subject`` is a kind and a number as the log shows them, such as ``cases.case 12``."""

    tag = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        required=False,
        choices=[("", gettext_lazy("Everything")), *((tag.value, tag.value) for tag in AuditTag)],
    )
    subject = forms.CharField(
        label=gettext_lazy("About"),
        required=False,
        max_length=130,
        widget=forms.TextInput(
            {"type": "search", "data-search": True, "placeholder": "cases.case"}
        ),
    )


@desk_page
@require_safe
def log_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """An administrator sees the state of the seals only. The same queries for any page."""
    if not may_verify_record(actor):
        raise NotVisible
    context = _seal_state()
    if may_read_record(actor):
        context |= _events(request)
    return render(request, "web/desk/log.html", context)


@desk_page
@require_POST
def verify_log(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Recomputes every hash; on a large record this takes a while."""
    if not may_verify_record(actor):
        raise NotVisible
    report = verify()
    meaning = _(MEANINGS[report.problem]) if report.problem is not None else ""
    return render(request, "web/desk/log_verified.html", {"report": report, "meaning": meaning})


def _seal_state() -> dict[str, object]:
    newest = Seal.objects.order_by("-last_event").defer("leaves").first()
    unsealed = AuditEvent.objects.all()
    if newest is not None:
        unsealed = unsealed.filter(pk__gt=newest.last_event)
    return {"seal": newest, "seals": Seal.objects.count(), "unsealed": unsealed.count()}


def _events(request: HttpRequest) -> dict[str, object]:
    form = LogForm(request.GET)
    form.is_valid()
    events = AuditEvent.objects.order_by("-pk")
    if form.cleaned_data.get("tag"):
        events = events.filter(tag=form.cleaned_data["tag"])
    kind, _space, key = form.cleaned_data.get("subject", "").strip().partition(" ")
    if kind:
        events = events.filter(subject_type=kind.lower())
    if key:
        events = events.filter(subject_id=key.strip())
    page = shown_page(request, events, PAGE_LENGTH)
    users = User.objects.in_bulk({e.actor_user for e in page.object_list if e.actor_user})
    agencies = Agency.objects.in_bulk({e.actor_agency for e in page.object_list if e.actor_agency})
    rows = []
    for event in page.object_list:
        user = users.get(event.actor_user or 0)
        agency = agencies.get(event.actor_agency or 0)
        rows.append(
            {
                "event": event,
                "user": user.full_name if user is not None else event.actor_label,
                "agency": agency_name(agency) if agency is not None else "",
            }
        )
    return {"form": form, "page": page, "rows": rows}
