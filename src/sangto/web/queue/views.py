from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.queue.permissions import may_revive, may_see_queue
from sangto.queue.queries import (
    backlog,
    dead_letters_visible_to,
    latest_heartbeat,
    next_due,
    oldest_waiting,
)
from sangto.queue.services import revive
from sangto.web.desk import desk_page
from sangto.web.lists import shown_page
from sangto.web.wording import word

PAGE_LENGTH = 25
#: A worker that was not seen for so long has stopped.
SILENCE = timedelta(minutes=2)

KIND_NAMES: Mapping[str, str | Promise] = {
    "audit.seal": gettext_lazy("Seal the log"),
    "report.match": gettext_lazy("Group a report with its claim"),
    "report.read": gettext_lazy("Read a picture that was added to a report"),
    "picture.read": gettext_lazy("Read a picture that somebody checks"),
    "claim.refresh": gettext_lazy("Compute a row of the inbox"),
    "claim.suggest": gettext_lazy("Look for claims that may be the same"),
    "inbox.sweep": gettext_lazy("Keep the inbox right as time passes"),
    "notice.deliver": gettext_lazy("Send an e-mail"),
    "verdict.announce": gettext_lazy("Tell everybody who asked"),
    "feed.pull": gettext_lazy("Read a feed of another desk"),
    "webhook.deliver": gettext_lazy("Tell a connected system"),
    "draft.sweep": gettext_lazy("Delete reports that were begun and not sent"),
    "report.withdrawn": gettext_lazy("Take a withdrawn report out of matching"),
    "retention.sweep": gettext_lazy("Erase what is past its time"),
    "queue.prune": gettext_lazy("Tidy up finished work"),
    "agencies.carry": gettext_lazy("Pass on open work of agencies that ended"),
    "work.free": gettext_lazy("Free the work of somebody whose account or role ended"),
    "deadlines.recompute": gettext_lazy("Count running deadlines anew"),
}


@desk_page
@require_safe
def queue_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Figures first, then what was given up; kinds and places of failures, never content."""
    if not may_see_queue(actor):
        raise NotVisible
    page = shown_page(request, dead_letters_visible_to(actor), PAGE_LENGTH)
    heartbeat = latest_heartbeat()
    oldest = oldest_waiting()
    return render(
        request,
        "web/desk/queue.html",
        {
            "page": page,
            "letters": [
                {"task": task, "name": word(KIND_NAMES, task.kind)} for task in page.object_list
            ],
            "backlog": [
                {"name": word(KIND_NAMES, kind), "kind": kind, "tasks": tasks}
                for kind, tasks in backlog().items()
            ],
            "oldest": oldest,
            "next_due": next_due(),
            "heartbeat": heartbeat,
            "silent": heartbeat is None or heartbeat.seen_at < timezone.now() - SILENCE,
            "may_revive": may_revive(actor),
        },
    )


@desk_page
@require_POST
def revive_task(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    revive(task_id=number, actor=actor)
    messages.success(request, _("It will be tried again now."))
    return redirect("desk_queue")
