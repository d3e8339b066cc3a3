"""One step for many rows of the inbox: choose, look again, do, and take back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sangto.cases.domain.bulk import (
    BULK_CATEGORIES,
    MOST_ITEMS,
    UNDO_FOR,
    BulkKind,
    ItemState,
    number_refusal,
    undo_refusal,
)
from sangto.cases.models import BulkDecision, BulkItem
from sangto.cases.permissions import Permission, has_permission
from sangto.cases.queries import (
    InboxRow,
    bulk_decision_of,
    colleagues_of,
    rows_of,
)
from sangto.cases.services import BulkStep, Joining, decide_in_bulk, undo_in_bulk
from sangto.kernel.actor import Actor
from sangto.kernel.categories import RULES, Category
from sangto.kernel.errors import NotVisible, Refusal
from sangto.matching.models import Claim
from sangto.organisations.models import User
from sangto.verdicts.services import join_claims, undo_join
from sangto.web.cases.forms import explained
from sangto.web.cases.rows import title_of
from sangto.web.desk import accepted, desk_page
from sangto.web.forms.choices import ExplainedChoice
from sangto.web.wording import CATEGORY_NAMES, CHECK_STATEMENTS, refusal_text

NAMES: dict[BulkKind, str | Promise] = {
    BulkKind.TAKE: gettext_lazy("Take"),
    BulkKind.GIVE: gettext_lazy("Give to a colleague"),
    BulkKind.CATEGORY: gettext_lazy("Choose the category"),
    BulkKind.ROUTE: gettext_lazy("Pass to the competent agency"),
    BulkKind.JOIN: gettext_lazy("Join into one"),
}
_NEEDS = {
    BulkKind.TAKE: Permission.ASSIGN,
    BulkKind.GIVE: Permission.ASSIGN,
    BulkKind.CATEGORY: Permission.CATEGORISE,
    BulkKind.ROUTE: Permission.ROUTE,
    BulkKind.JOIN: Permission.OPEN,
}
_LEAD_ONLY = frozenset({BulkKind.ROUTE, BulkKind.JOIN})
#: Verdicts are asked too: a claim that a published one stands on is not joined away.
JOINING = Joining(
    join=lambda claim, into, actor: join_claims(claim=claim, into=into, actor=actor),
    part=lambda join, actor: undo_join(join=join, actor=actor),
)


def bulk_choices(actor: Actor) -> list[dict[str, object]]:
    return [{"kind": kind.value, "label": NAMES[kind]} for kind in BulkKind if _may(actor, kind)]


def _may(actor: Actor, kind: BulkKind) -> bool:
    if kind in _LEAD_ONLY and not actor.in_lead_agency:
        return False
    return has_permission(actor, _NEEDS[kind])


class BulkForm(forms.Form):
    """What a kind asks for before it is done; taking and passing on ask for nothing."""

    def __init__(
        self, *args: Any, kind: BulkKind, rows: list[InboxRow], actor: Actor, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if kind is BulkKind.GIVE:
            self._add_colleague(actor)
        elif kind is BulkKind.CATEGORY:
            self._add_category(rows)
        elif kind is BulkKind.JOIN:
            self._add_survivor(rows)

    def _add_colleague(self, actor: Actor) -> None:
        self.colleagues = {
            str(user.pk): user for user in colleagues_of(actor, timezone.localdate())
        }
        self.fields["colleague"] = forms.ChoiceField(
            label=_("Colleague"),
            choices=[("", "–"), *((key, user.full_name) for key, user in self.colleagues.items())],
            error_messages={"required": _("Choose a colleague.")},
        )

    def _add_category(self, rows: list[InboxRow]) -> None:
        self.fields["category"] = forms.ChoiceField(
            label=_("Category"),
            help_text=_(
                "Every other category asks for checks of its own on each claim, so it is chosen "
                "one claim at a time."
            ),
            choices=[(item.value, _with_checks(item)) for item in BULK_CATEGORIES],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one category.")},
        )
        if any(not row.title for row in rows):
            self.fields["title"] = forms.CharField(
                label=_("Title for the claims that have none yet"),
                help_text=_("In your own words, without names of persons."),
                max_length=200,
                error_messages={
                    "required": _(
                        "Give the claim a title in your own words, without names of persons."
                    )
                },
            )
            self.fields["title_en"] = forms.CharField(
                label=_("The same in English"), required=False, max_length=200
            )
        self.fields["sure"] = forms.BooleanField(
            label=_("I have looked at each of them, and these checks hold for every one"),
            error_messages={"required": _("Tick it when you have looked at each of them.")},
        )

    def _add_survivor(self, rows: list[InboxRow]) -> None:
        ordered = sorted(rows, key=lambda row: (row.case is None, -row.reports))
        self.fields["into"] = forms.ChoiceField(
            label=_("Which one stays?"),
            help_text=_("The reports of the others go there, and their cases end."),
            choices=[
                (row.claim.reference, ExplainedChoice(title_of(row), _of(row))) for row in ordered
            ],
            initial=ordered[0].claim.reference if ordered else "",
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose the claim that stays.")},
        )


def _with_checks(category: Category) -> ExplainedChoice:
    statements = [CHECK_STATEMENTS[check] for check in RULES[category].checks]
    hint = format_html_join("", "{}. ", ((statement,) for statement in statements))
    return explained(CATEGORY_NAMES[category], hint)


def _of(row: InboxRow) -> str:
    reference = row.case.reference if row.case is not None else row.claim.reference
    reports = ngettext("%(number)s report", "%(number)s reports", row.reports)
    return f"{reference} · {reports % {'number': row.reports}}"


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Looked at before it is done: which rows, what happens to them, and what it asks for."""
    asked = request.POST if request.method == "POST" else request.GET
    kind = next((one for one in BulkKind if one == asked.get("kind")), None)
    if kind is None or not _may(actor, kind):
        raise NotVisible
    back = _back(request, asked.get("back", ""))
    rows = _rows(actor, asked.getlist("rows"))
    few = number_refusal(len(rows), kind)
    form = BulkForm(
        request.POST if request.method == "POST" else None, kind=kind, rows=rows, actor=actor
    )
    if few is not None:
        context = _context(kind, rows, form, back, refusal_text(few))
        return render(request, "web/cases/bulk.html", context, status=422)
    done: list[BulkDecision] = []
    if form.is_valid() and accepted(form, lambda: done.append(_decide(kind, form, rows, actor))):
        query = urlencode({"back": back})
        return redirect(f"{reverse('desk_bulk_done', args=[done[0].pk])}?{query}")
    context = _context(kind, rows, form, back, "")
    return render(request, "web/cases/bulk.html", context, status=422 if form.is_bound else 200)


def _rows(actor: Actor, references: Iterable[str]) -> list[InboxRow]:
    wanted = [text for text in references if text.isascii() and len(text) <= 20][: 2 * MOST_ITEMS]
    return rows_of(
        actor, list(Claim.objects.filter(reference__in=wanted).values_list("pk", flat=True))
    )


def _context(
    kind: BulkKind, rows: list[InboxRow], form: BulkForm, back: str, few: str
) -> dict[str, object]:
    return {
        "kind": kind,
        "name": NAMES[kind],
        "rows": [
            {"key": row.claim.reference, "title": title_of(row), "what": _of(row)} for row in rows
        ],
        "form": form,
        "back": back,
        "few": few,
        "minutes": int(UNDO_FOR.total_seconds() // 60),
    }


def _decide(kind: BulkKind, form: BulkForm, rows: list[InboxRow], actor: Actor) -> BulkDecision:
    chosen = form.cleaned_data
    colleague: User | None = None
    if kind is BulkKind.GIVE:
        colleague = form.colleagues[chosen["colleague"]]
    step = BulkStep(
        kind=kind,
        colleague=colleague,
        category=Category(chosen["category"]) if chosen.get("category") else None,
        title=chosen.get("title", ""),
        title_en=chosen.get("title_en", ""),
        into=next((row.claim for row in rows if row.claim.reference == chosen.get("into")), None),
    )
    return decide_in_bulk(
        step=step, claims=[row.claim for row in rows], actor=actor, joining=JOINING
    )


@dataclass(frozen=True, slots=True)
class Result:
    title: str
    what: str
    url: str
    reason: str


@desk_page
@require_safe
def bulk_done(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    decision = _decision(actor, number)
    items = list(decision.items.select_related("claim"))
    shown = {row.claim.pk: row for row in rows_of(actor, [item.claim_id for item in items])}

    def of(*states: ItemState) -> list[Result]:
        return [_result(item, shown.get(item.claim_id)) for item in items if item.state in states]

    undone = decision.undone_at is not None
    refused = undo_refusal(at=decision.at, undone=undone, now=timezone.now())
    done = of(ItemState.DONE)
    context = {
        "decision": decision,
        "headline": _headline(decision, done=len(done), undone=len(of(ItemState.UNDONE))),
        "done": done,
        "undone": of(ItemState.UNDONE),
        "kept": of(ItemState.KEPT),
        "refused": of(ItemState.REFUSED),
        "may_undo": bool(done) and refused is None,
        "undo_until": decision.at + UNDO_FOR,
        "back": _back(request, request.GET.get("back", "")),
    }
    return render(request, "web/cases/bulk_done.html", context)


@desk_page
@require_POST
def bulk_undo(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    decision = _decision(actor, number)
    undo_in_bulk(decision=decision, actor=actor, joining=JOINING)
    query = urlencode({"back": _back(request, request.POST.get("back", ""))})
    return redirect(f"{reverse('desk_bulk_done', args=[number])}?{query}")


def _decision(actor: Actor, number: int) -> BulkDecision:
    decision = bulk_decision_of(actor, number)
    if decision is None:
        raise NotVisible
    return decision


def _result(item: BulkItem, row: InboxRow | None) -> Result:
    reason = ""
    if item.refusal:
        kept = item.refusal
        reason = refusal_text(Refusal(kept["code"], kept["message"], kept["params"]))
    if row is None:
        return Result(item.claim.title or item.claim.reference, item.claim.reference, "", reason)
    reference = row.case.reference if row.case is not None else row.claim.reference
    name = "desk_case" if row.case is not None else "desk_claim"
    return Result(title_of(row), reference, reverse(name, args=[reference]), reason)


_HEADLINES: dict[BulkKind, Callable[[int], str]] = {
    BulkKind.TAKE: lambda n: ngettext("You have %(n)s claim now", "You have %(n)s claims now", n),
    BulkKind.GIVE: lambda n: ngettext("%(n)s claim is given", "%(n)s claims are given", n),
    BulkKind.CATEGORY: lambda n: ngettext(
        "%(n)s claim has its category", "%(n)s claims have their category", n
    ),
    BulkKind.ROUTE: lambda n: ngettext("%(n)s claim is passed on", "%(n)s claims are passed on", n),
    BulkKind.JOIN: lambda n: ngettext("%(n)s claim is joined", "%(n)s claims are joined", n),
}


def _headline(decision: BulkDecision, *, done: int, undone: int) -> str:
    if decision.undone_at is not None:
        return _("Taken back: %(n)s") % {"n": undone}
    if not done:
        return _("Nothing was changed")
    return _HEADLINES[BulkKind(decision.kind)](done) % {"n": done}


def _back(request: HttpRequest, url: str) -> str:
    """Only a page of this desk: an address can say anything."""
    safe = url.startswith(reverse("desk")) and url_has_allowed_host_and_scheme(
        url, allowed_hosts=None
    )
    return url if safe else reverse("desk")
