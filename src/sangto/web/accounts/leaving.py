"""Somebody leaves: what is open goes to a colleague, then the roles end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sangto.cases.permissions import Permission, has_permission
from sangto.cases.queries.handover import may_hand_over, open_work_of, possible_receivers
from sangto.cases.services import hand_over_work, leave_agency
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import User
from sangto.organisations.permissions import OrganisationPermission, may
from sangto.organisations.queries import person_of, person_visible_to, today
from sangto.web.accounts.people_forms import HandOverForm, LastDayForm
from sangto.web.desk import accepted, desk_page, form_page


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One page with two forms: handing over, and the last day. The second waits for the first."""
    user = person_visible_to(actor, pk)
    if not may_hand_over(actor, user):
        raise NotVisible
    receivers = {str(one.pk): one for one in possible_receivers(user)}
    step = request.POST.get("step", "") if request.method == "POST" else ""
    hand = HandOverForm(request.POST if step == "hand" else None, receivers=receivers.values())
    last = LastDayForm(
        request.POST if step == "last" else None,
        initial={"last_day": person_of(user).leaves_on},
    )
    if step == "hand" and hand.is_valid() and _handed_over(request, actor, user, hand, receivers):
        return redirect("desk_leaving", pk=user.pk)
    if step == "last" and last.is_valid():
        day = last.cleaned_data["last_day"]
        if accepted(last, lambda: leave_agency(user=user, last_day=day, actor=actor)):
            messages.success(request, _("Recorded: their roles end with that day."))
            return redirect("desk_person", pk=user.pk)
    work = open_work_of(user)
    return form_page(
        request,
        "web/accounts/leaving.html",
        last if step == "last" else hand,
        hand=hand,
        last=last,
        work=work,
        user_shown=user,
        person=person_of(user),
        own=user.pk == actor.user_id,
        sees_titles=has_permission(actor, Permission.VIEW),
        ends_roles=may(actor, OrganisationPermission.ROLE_END) and user.pk != actor.user_id,
        today=today(),
    )


def _handed_over(
    request: HttpRequest,
    actor: Actor,
    user: User,
    form: HandOverForm,
    receivers: dict[str, User],
) -> bool:
    picked = request.POST.getlist("item")
    cases = [int(one[5:]) for one in picked if one.startswith("case-") and one[5:].isdecimal()]
    tasks = [int(one[5:]) for one in picked if one.startswith("task-") and one[5:].isdecimal()]
    everything = "all" in request.POST
    if not everything and not (cases or tasks):
        form.add_error(None, _("Choose what is handed over, or hand over everything."))
        return False
    moved = 0

    def write() -> None:
        nonlocal moved
        moved = hand_over_work(
            from_user=user,
            to_user=receivers.get(form.cleaned_data["to_user"]),
            cases=None if everything else cases,
            tasks=None if everything else tasks,
            actor=actor,
        )

    if not accepted(form, write):
        return False
    messages.success(request, _("Handed over: %(count)s.") % {"count": moved})
    return True
