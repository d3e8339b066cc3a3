"""Tasks of a case, and all of mine."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangto.cases.models import Case, CaseTask
from sangto.cases.permissions import Permission, has_permission
from sangto.cases.queries import get_case_for, open_tasks_for, task_people
from sangto.cases.services import add_task, change_task, finish_task, reopen_task
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import User
from sangto.web.cases.case import case_url
from sangto.web.cases.work_forms import TaskForm
from sangto.web.desk import accepted, desk_page, form_page, sent
from sangto.web.lists import shown_page

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
TASKS_SHOWN = 50
#: For so long a finished task stands on one's own page with its undo.
_JUST_DONE = timedelta(days=1)


@desk_page
@require_safe
def tasks_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The same number of queries for any number of tasks."""
    if not has_permission(actor, Permission.TASK):
        raise NotVisible
    whole = request.GET.get("whose") == "agency"
    page = shown_page(request, open_tasks_for(actor, whole_agency=whole), TASKS_SHOWN)
    done = (
        CaseTask.objects.filter(done_by_id=actor.user_id, done_at__gte=timezone.now() - _JUST_DONE)
        .select_related("case__claim")
        .order_by("-done_at", "-pk")[:5]
    )
    return render(
        request,
        "web/cases/tasks.html",
        {
            "page": page,
            "tasks": list(page.object_list),
            "whole": whole,
            "done": list(done),
            "today": timezone.localdate(),
        },
    )


@desk_page
@_PAGE
def add_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.TASK)
    users = _people(case)
    form = TaskForm(
        sent(request),
        users=users.values(),
        initial={"due_on": _usual_day(case), "owner": str(actor.user_id or "")},
    )
    if form.is_valid() and accepted(
        form,
        lambda: add_task(
            case=case,
            title=form.cleaned_data["title"],
            owner=users.get(form.cleaned_data["owner"]),
            due_on=form.cleaned_data["due_on"],
            actor=actor,
        ),
    ):
        messages.success(request, _("The task is written down."))
        return redirect(f"{case_url(case)}#tasks")
    return form_page(request, "web/cases/task.html", form, case=case, claim=case.claim)


@desk_page
@_PAGE
def change_page(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.TASK)
    task = _task(case, number)
    users = _people(case)
    form = TaskForm(
        sent(request),
        users=users.values(),
        initial={
            "title": task.title,
            "owner": str(task.owner_id or ""),
            "due_on": task.due_on,
        },
    )
    if form.is_valid() and accepted(
        form,
        lambda: change_task(
            task=task,
            title=form.cleaned_data["title"],
            owner=users.get(form.cleaned_data["owner"]),
            due_on=form.cleaned_data["due_on"],
            actor=actor,
        ),
    ):
        messages.success(request, _("The task is changed."))
        return redirect(f"{case_url(case)}#tasks")
    return form_page(request, "web/cases/task.html", form, case=case, claim=case.claim, task=task)


@desk_page
@require_POST
def done(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.TASK)
    task = finish_task(task=_task(case, number), actor=actor)
    messages.success(request, _("Done: %(task)s") % {"task": task.title})
    return redirect(_back(request, case))


@desk_page
@require_POST
def again(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    case = get_case_for(actor, reference, need=Permission.TASK)
    task = reopen_task(task=_task(case, number), actor=actor)
    messages.success(request, _("Open again: %(task)s") % {"task": task.title})
    return redirect(_back(request, case))


def _task(case: Case, number: int) -> CaseTask:
    task = CaseTask.objects.filter(case=case, pk=number).first()
    if task is None:
        raise NotVisible
    task.case = case
    return task


def _people(case: Case) -> dict[str, User]:
    return {str(user.pk): user for user in task_people(case, timezone.localdate())}


def _usual_day(case: Case) -> date:
    return max(timezone.localdate(), timezone.localdate(case.due_at))


def _back(request: HttpRequest, case: Case) -> str:
    """To the list of tasks for who came from there, else to the case."""
    wanted = request.POST.get("back", "")
    if wanted.startswith(reverse("desk_tasks")) and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None
    ):
        return wanted
    return f"{case_url(case)}#tasks"
