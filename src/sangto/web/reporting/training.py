"""Training that agencies held: list, page, form, materials."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangto.documents.queries import content_of
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.reporting.domain.periodic_rights import PeriodicPermission
from sangto.reporting.domain.training import TrainingState
from sangto.reporting.models import Training, TrainingMaterial
from sangto.reporting.periodic_permissions import has_permission
from sangto.reporting.queries.training import training_for, trainings_visible_to
from sangto.reporting.services import (
    TrainingText,
    add_material,
    cancel_training,
    correct_training,
    record_training,
    remove_material,
)
from sangto.web.consultation.rounds_papers import file_answer
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.guides.reading import guide, guides
from sangto.web.lists import shown_page
from sangto.web.reporting.training_forms import MaterialForm, TrainingForm
from sangto.web.wording import refusal_text

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 40
_NUMBERS = ("officers", "citizens", "answered", "useful")


@desk_page
@require_safe
def list_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = shown_page(request, trainings_visible_to(actor), SHOWN)
    return render(
        request,
        "web/reporting/training_list.html",
        {
            "page": page,
            "may_write": has_permission(actor, PeriodicPermission.TRAINING_WRITE),
        },
    )


@desk_page
@_PAGE
def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    if not has_permission(actor, PeriodicPermission.TRAINING_WRITE):
        raise NotVisible
    form = TrainingForm(sent(request), initial={"held_on": timezone.localdate()})
    made: list[Training] = []
    if form.is_valid() and accepted(
        form, lambda: made.append(record_training(text=_text(form), actor=actor))
    ):
        messages.success(request, _("The session is written down."))
        return redirect("desk_training", made[0].pk)
    return form_page(request, "web/reporting/training_form.html", form, training=None)


@desk_page
@require_safe
def training_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    training = training_for(actor, number)
    return render(request, "web/reporting/training.html", _context(training, actor))


@desk_page
@_PAGE
def edit_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    training = _own(actor, number)
    initial = {name: getattr(training, name) for name in ("topic", "held_on", "place", *_NUMBERS)}
    form = TrainingForm(sent(request), initial=initial)
    if form.is_valid() and accepted(
        form, lambda: correct_training(training=training, text=_text(form), actor=actor)
    ):
        messages.success(request, _("The session is corrected."))
        return redirect("desk_training", training.pk)
    return form_page(request, "web/reporting/training_form.html", form, training=training)


@desk_page
@require_POST
def cancel_step(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    cancel_training(training=_own(actor, number), actor=actor)
    messages.success(request, _("The session is taken back; it counts nowhere."))
    return redirect("desk_trainings")


@desk_page
@_PAGE
def material_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    training = _own(actor, number)
    form = MaterialForm(
        sent(request),
        request.FILES or None,
        guides=[(one.slug, _guide_name(one)) for one in guides()],
    )
    if form.is_valid() and accepted(form, lambda: _add(training, form, actor)):
        messages.success(request, _("The material is added."))
        return redirect("desk_training", training.pk)
    return form_page(request, "web/reporting/training_material.html", form, training=training)


@desk_page
@require_POST
def material_away(request: HttpRequest, actor: Actor, number: int, material: int) -> HttpResponse:
    training = _own(actor, number)
    try:
        remove_material(training=training, material=material, actor=actor)
    except NotVisible:
        raise
    except Refused as refused:
        messages.error(request, refusal_text(refused.refusal))
    return redirect("desk_training", number)


@desk_page
@require_safe
def material_file(request: HttpRequest, actor: Actor, number: int, material: int) -> HttpResponse:
    training = training_for(actor, number)
    row = training.materials.filter(pk=material, file__isnull=False).select_related("file").first()
    if row is None or row.file is None:
        raise NotVisible
    ending = {"application/pdf": "pdf"}.get(row.file.media_type)
    ending = ending or ("xlsx" if "sheet" in row.file.media_type else "docx")
    name = f"tap-huan-{number}-{material}.{ending}"
    return file_answer(content_of(row.file), row.file.media_type, name)


def _own(actor: Actor, number: int) -> Training:
    training = training_for(actor, number, PeriodicPermission.TRAINING_WRITE)
    if training.state != TrainingState.HELD:
        raise NotVisible
    return training


def _text(form: TrainingForm) -> TrainingText:
    data = form.cleaned_data
    return TrainingText(
        topic=data["topic"],
        held_on=data["held_on"],
        place=data["place"],
        **{name: data[name] or 0 for name in _NUMBERS},
    )


def _add(training: Training, form: MaterialForm, actor: Actor) -> TrainingMaterial:
    data, file = form.cleaned_data, form.cleaned_data["file"]
    return add_material(
        training=training,
        title=data["title"],
        guide=data["guide"],
        address=data["address"],
        content=file.read() if file else b"",
        media_type=file.content_type or "" if file else "",
        actor=actor,
    )


def _guide_name(one: Any) -> str:
    return str(one.title.in_(get_language() or "vi"))


def _context(training: Training, actor: Actor) -> dict[str, Any]:
    rows = []
    for row in training.materials.select_related("file"):
        found = guide(row.guide) if row.guide else None
        url = row.address
        if found is not None:
            url = reverse("guide", args=[found.slug])
        elif row.file_id is not None:
            url = reverse("desk_training_file", args=[training.pk, row.pk])
        rows.append({"row": row, "url": url, "guide": found is not None})
    own = training.agency_id == actor.agency_id and training.state == TrainingState.HELD
    return {
        "training": training,
        "materials": rows,
        "cancelled": training.state == TrainingState.CANCELLED,
        "may_write": own and has_permission(actor, PeriodicPermission.TRAINING_WRITE),
    }
