"""The report, one thing a page. What is typed waits in a sealed draft until it is sent.

Every page answers a POST with a redirect, so that it can be reloaded; no address holds anything
of the report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, wraps

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from sangto.documents.queries import content_of
from sangto.documents.storage import StorageUnavailable
from sangto.intake.domain.consent import CONSENT_VERSION, consent_template
from sangto.intake.domain.drafts import DraftContent
from sangto.intake.domain.limits import EMAIL_LENGTH, LINK_LENGTH, REASON_LENGTH, TEXT_LENGTH
from sangto.intake.domain.submission import submission_refusals
from sangto.intake.queries import DraftView, draft_picture, draft_view, sent_from_draft
from sangto.intake.services import (
    RefusedSubmission,
    add_draft_pictures,
    begin_draft,
    discard_draft,
    remove_draft_picture,
    save_draft,
    send_draft,
)
from sangto.kernel.actor import public_actor
from sangto.kernel.errors import NotVisible, Refusal, Refused
from sangto.organisations.models import Network
from sangto.organisations.queries import current_network, promised_answer, territories
from sangto.verdicts.services import count_misfits
from sangto.web.intake.answers import answer_rows, problems
from sangto.web.intake.forms import PlaceForm, StepForm, WhatForm
from sangto.web.intake.holding import Held, held_by, hold, hold_sent, let_go
from sangto.web.intake.steps import (
    ANSWERS,
    CONSENT,
    CONTACT,
    DOUBT,
    PLACE,
    WHAT,
    Step,
    after,
    before,
    steps,
)
from sangto.web.qr import public_qr_svg
from sangto.web.wording import add_refusal

BACK = "sua"
_BY_NAME = {step.url_name: step for step in (WHAT, DOUBT, PLACE, CONTACT, CONSENT)}
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class _Visit:
    """What every page knows: the network, its places, and the draft this browser holds, which is
    read when a page first asks for it."""

    network: Network
    places: list[tuple[str, str]]
    held: Held

    @cached_property
    def draft(self) -> DraftView | None:
        return draft_view(self.held.token) if self.held.token else None

    @property
    def content(self) -> DraftContent:
        return self.draft.content if self.draft is not None else DraftContent()

    @property
    def begun(self) -> bool:
        content = self.content
        return bool(content.text or content.link or (self.draft and self.draft.pictures))


def _with_visit(view: View) -> View:
    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        network = current_network()
        if network is None:
            return render(request, "web/intake/not_ready.html", status=503)
        visit = _Visit(network, _places(network), held_by(request))
        return view(request, visit, *args, **kwargs)

    return answered


def _places(network: Network) -> list[tuple[str, str]]:
    english = get_language() == "en"
    return [
        (territory.code, (english and territory.name_en) or territory.name)
        for territory in territories(network)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@_with_visit
def step(request: HttpRequest, visit: _Visit, name: str = WHAT.url_name) -> HttpResponse:
    """GET shows one page, POST with ``go`` keeps it; a POST without it begins with a text."""
    page = _BY_NAME[name]
    if request.method != "POST":
        return _opened(request, visit, page)
    if page is WHAT and "go" not in request.POST and "remove" not in request.POST:
        return _begun(request, visit)
    named = request.POST.get("draft", "")
    if visit.draft is None and (page is not WHAT or named):
        return _gone(request, visit)
    if visit.draft is not None and named != visit.held.name and (named or page is not WHAT):
        return _gone(request, visit)
    if page is WHAT:
        return _what(request, visit, named)
    return _kept(request, visit, page)


def _opened(request: HttpRequest, visit: _Visit, page: Step) -> HttpResponse:
    if page is not WHAT and not visit.begun:
        if visit.held.token and visit.draft is None and sent_from_draft(visit.held.token) is None:
            return _gone(request, visit)
        return HttpResponseRedirect(reverse(WHAT.url_name))
    form = _form(page, visit, initial=page.form.first_shown(visit.content))
    return _page(request, visit, page, form)


def _form(page: Step, visit: _Visit, **kwargs: object) -> StepForm:
    if page is PLACE:
        return PlaceForm(**kwargs, territories=visit.places)
    return page.form(**kwargs)  # type: ignore[arg-type] # as Django's forms take them


def _page(
    request: HttpRequest, visit: _Visit, page: Step, form: StepForm, status: int = 200
) -> HttpResponse:
    order = steps(places=bool(visit.places))
    back = request.GET.get(BACK) == "1" or request.POST.get(BACK) == "1"
    previous = before(page, places=bool(visit.places))
    return render(
        request,
        f"web/intake/step_{page.url_name.removeprefix('report_')}.html",
        {
            "step": page,
            "form": form,
            "number": order.index(page) + 1 if page in order else 1,
            "total": len(order),
            "draft_name": visit.held.name if visit.draft is not None else "",
            "pictures": visit.draft.pictures if visit.draft is not None else (),
            "back": back,
            "back_url": reverse(ANSWERS) if back else reverse(previous or "check"),
            "begun": visit.draft is not None,
            "lost": visit.content.lost and page is not DOUBT,
            "just_lost": previous == DOUBT.url_name,
            "consent_version": CONSENT_VERSION,
            "consent_template": consent_template(CONSENT_VERSION, get_language() or "vi"),
            "promised": promised_answer(visit.network) if page is WHAT else None,
            "hotline": settings.SANGTO_CHILD_HOTLINE,
        },
        status=status,
    )


def _begun(request: HttpRequest, visit: _Visit) -> HttpResponse:
    """Arriving from a check, or with what an expired page held: a draft of its own."""
    typed = {
        name: request.POST.get(name, "").replace("\0", "")[:length]
        for name, length in (
            ("text", TEXT_LENGTH),
            ("link", LINK_LENGTH),
            ("reason", REASON_LENGTH),
            ("email", EMAIL_LENGTH),
        )
    }
    if not any(typed.values()):
        return _opened(request, visit, WHAT)
    if visit.draft is not None:
        discard_draft(token=visit.held.token, actor=public_actor())
    count_misfits(references=request.POST.getlist("shown"), actor=public_actor())
    response = HttpResponseRedirect(reverse(WHAT.url_name))
    content = DraftContent(
        text=typed["text"], link=typed["link"], reason=typed["reason"], email=typed["email"]
    )
    hold(response, begin_draft(content=content, actor=public_actor()))
    return response


def _what(request: HttpRequest, visit: _Visit, named: str) -> HttpResponse:
    """Text, link and pictures. Pictures that can be used are kept even if the rest can not yet:
    a browser does not fill them in again."""
    if "remove" in request.POST and visit.draft is not None:
        number = request.POST["remove"]
        if number.isascii() and number.isdecimal() and len(number) < 19:
            remove_draft_picture(token=visit.held.token, image_id=int(number), actor=public_actor())
        return _onwards(request, WHAT.url_name, visit.held.token)
    form = WhatForm(request.POST, request.FILES)
    form.is_valid()
    images: list[bytes] = form.cleaned_data.get("images", [])
    if named == "" and visit.draft is not None:
        discard_draft(token=visit.held.token, actor=public_actor())
        visit = replace(visit, held=Held(""))
    pictures = len(visit.draft.pictures) if visit.draft is not None else 0
    _judge(form, replace(visit.content, **form.changes()), pictures + len(images))  # type: ignore[arg-type] # a form's fields
    token = visit.held.token if visit.draft is not None else ""
    if not form.errors.keys() - {"images"}:
        content = form.changes()
        if token:
            save_draft(token=token, changes=content, actor=public_actor())
        else:
            token = begin_draft(content=DraftContent(**content), actor=public_actor())  # type: ignore[arg-type] # a form's fields
    elif images and not token:
        token = begin_draft(content=DraftContent(), actor=public_actor())
    if images and token:
        _add_pictures(form, token, images)
    if not form.errors:
        name = (
            WHAT.url_name if request.POST["go"] == "add" else after(WHAT, places=bool(visit.places))
        )
        return _onwards(request, name, token)
    if token:
        visit = replace(visit, held=Held(token))
    response = _page(request, visit, WHAT, form, 422)
    if token:
        hold(response, token)
    return response


def _add_pictures(form: WhatForm, token: str, images: list[bytes]) -> None:
    try:
        add_draft_pictures(token=token, images=images, actor=public_actor())
    except RefusedSubmission as refused:
        for refusal in refused.refusals:
            add_refusal(form, refusal)
    except StorageUnavailable:
        raise
    except Refused as refused:
        add_refusal(form, refused.refusal)


def _kept(request: HttpRequest, visit: _Visit, page: Step) -> HttpResponse:
    form = _form(page, visit, data=request.POST)
    form.is_valid()
    changes = form.changes()
    _judge(form, replace(visit.content, **changes), 1)  # type: ignore[arg-type] # a form's fields
    if form.errors:
        return _page(request, visit, page, form, 422)
    try:
        save_draft(token=visit.held.token, changes=changes, actor=public_actor())
    except Refused:
        return _gone(request, visit)
    return _onwards(request, after(page, places=bool(visit.places)), visit.held.token)


def _judge(form: StepForm, content: DraftContent, pictures: int) -> None:
    """The room's refusals of what stands on this page; the rest is other pages' matter."""
    language = get_language() or "vi"
    images = (b"",) * min(pictures, 1)
    for refusal in submission_refusals(content.submission(language=language, images=images)):
        if refusal.field in form.fields and refusal.field not in form.errors:
            add_refusal(form, refusal)


def _onwards(request: HttpRequest, name: str, token: str) -> HttpResponse:
    back = request.POST.get(BACK) == "1"
    address = reverse(ANSWERS if back and name != WHAT.url_name else name)
    if back and name == WHAT.url_name:
        address += f"?{BACK}=1"
    response = HttpResponseRedirect(address)
    hold(response, token)
    return response


def _gone(request: HttpRequest, visit: _Visit) -> HttpResponse:
    """The draft is over, or this page belongs to an older one; what the page held stays here."""
    typed = {name: request.POST.get(name, "") for name in ("text", "link", "reason", "email")}
    sent = visit.held.token != "" and sent_from_draft(visit.held.token) is not None
    response = render(
        request,
        "web/intake/gone.html",
        {
            "typed": typed if any(typed.values()) else None,
            "sent": sent,
            "other": visit.draft is not None,
        },
        status=410,
    )
    if visit.draft is None and not sent:
        let_go(response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@_with_visit
def answers(request: HttpRequest, visit: _Visit) -> HttpResponse:
    """All of it once more before it is sent. Two clicks, or a reload, are one report."""
    if request.method == "POST":
        return _sent(request, visit)
    if not visit.begun:
        return _opened(request, visit, CONTACT)
    if visit.content.consent_version != CONSENT_VERSION:
        return HttpResponseRedirect(reverse(CONSENT.url_name))
    return _answers_page(request, visit)


def _answers_page(
    request: HttpRequest, visit: _Visit, refusals: tuple[Refusal, ...] = ()
) -> HttpResponse:
    assert visit.draft is not None  # noqa: S101 - both callers have one
    places = dict(visit.places)
    return render(
        request,
        "web/intake/answers.html",
        {
            "rows": answer_rows(visit.draft, places),
            "problems": problems(refusals),
            "draft_name": visit.held.name,
            "lost": visit.content.lost,
            "back_url": reverse(CONSENT.url_name),
            "promised": promised_answer(visit.network),
            "begun": True,
        },
        status=422 if refusals else 200,
    )


def _sent(request: HttpRequest, visit: _Visit) -> HttpResponse:
    named = request.POST.get("draft", "")
    if not visit.held.token or named != visit.held.name:
        return _gone(request, visit)
    try:
        submitted = send_draft(
            token=visit.held.token, language=get_language() or "vi", actor=public_actor()
        )
    except RefusedSubmission as refused:
        return _answers_page(request, visit, refused.refusals)
    except StorageUnavailable:
        raise
    except NotVisible:
        return _gone(request, visit)
    except Refused as refused:
        if draft_view(visit.held.token) is None:
            return _gone(request, visit)
        return _answers_page(request, visit, (refused.refusal,))
    response = HttpResponseRedirect(reverse("report_sent"))
    lost = visit.held.lost if submitted.lost is None else submitted.lost
    hold_sent(response, visit.held.token, lost=lost)
    return response


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The confirmation: help first for whom money was taken from, then the receipt."""
    held = held_by(request)
    found = sent_from_draft(held.token) if held.token else None
    if found is None:
        return HttpResponseRedirect(reverse(WHAT.url_name))
    report, receipt = found
    return render(
        request,
        "web/intake/confirmation.html",
        {
            "receipt": receipt,
            "promised_on": report.due_at,
            "told_by_mail": hasattr(report, "contact"),
            "lost": held.lost,
            "hotline": settings.SANGTO_CHILD_HOTLINE,
            "qr": public_qr_svg(request.build_absolute_uri(reverse("receipt"))),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest) -> HttpResponse:
    """Throw away what was written; after sending, forget the receipt in this browser."""
    held = held_by(request)
    if request.method == "POST":
        if held.token:
            discard_draft(token=held.token, actor=public_actor())
        response: HttpResponse = HttpResponseRedirect(reverse("report_discard"))
        let_go(response)
        return response
    draft = draft_view(held.token) if held.token else None
    return render(request, "web/intake/discard.html", {"draft": draft})


@require_safe
def picture(request: HttpRequest, number: int) -> HttpResponse | FileResponse:
    """A picture of the draft that this browser holds."""
    held = held_by(request)
    if not held.token:
        raise NotVisible
    file = draft_picture(held.token, number)
    return HttpResponse(content_of(file), content_type=file.media_type)
