"""Writing a verdict: one form for texts, grounds and sources, so that no press loses anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sangto.cases.models import Case
from sangto.cases.permissions import Permission as CasePermission
from sangto.cases.queries import checklist_of, get_case_for, grounds_of, submission_refusal_of
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refusal, Refused, insist
from sangto.organisations.queries import agencies, grounds_in_force
from sangto.verdicts.domain.content import VerdictContent, cleaned
from sangto.verdicts.domain.signoff import drafting_refusal
from sangto.verdicts.models import Source, Verdict, VerdictVersion
from sangto.verdicts.permissions import Permission, may
from sangto.verdicts.queries import content_of, digest_of, signing_refusals, version_for
from sangto.verdicts.queries.material import matter_of, readiness_refusal
from sangto.verdicts.services import (
    add_evidence,
    draft_verdict,
    edit_draft,
    start_new_version,
    submit_draft,
)
from sangto.web.consultation.rounds_of_case import inputs_shown
from sangto.web.desk import desk_page, sent
from sangto.web.verdicts.forms import SourceForm, VerdictForm, initial_of
from sangto.web.wording import add_refusal, refusal_text

EVIDENCE = "evidence-"


def version_url(version: VerdictVersion) -> str:
    return reverse("desk_version", args=[version.verdict.reference, version.number])


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def start_page(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The first draft of a case; a case that has one leads to it."""
    case = get_case_for(actor, reference, need=CasePermission.DRAFT)
    if not may_draft(actor, case):
        raise NotVisible
    version = VerdictVersion.objects.filter(verdict__case=case).order_by("-number").first()
    if version is not None:
        return redirect(version_url(version))
    insist(readiness_refusal(case))
    return _Table(request, actor, case, None).answer()


def may_draft(actor: Actor, case: Case) -> bool:
    """Whether this person may write the verdict of the case, which has its category."""
    if actor.agency_id is None or not case.category:
        return False
    matter = matter_of(case)
    allowed = may(
        actor,
        Permission.DRAFT,
        owner_agency=case.owner_id,
        subject_relatives=matter.subject_relatives,
    )
    return allowed and drafting_refusal(matter, drafter_agency=actor.agency_id) is None


def draft_page(request: HttpRequest, actor: Actor, version: VerdictVersion) -> HttpResponse:
    """The same table for a draft that exists; the view of the version calls it."""
    case = version.verdict.case
    if case is None:
        raise NotVisible
    return _Table(request, actor, case, version).answer()


@desk_page
@require_POST
def renew(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """A new version of a published verdict; its case is opened again."""
    verdict = (
        Verdict.objects.select_related("case", "claim__subject_agency")
        .filter(reference=reference)
        .first()
    )
    if verdict is None or verdict.case is None:
        raise NotVisible
    get_case_for(actor, verdict.case.reference, need=CasePermission.VIEW)
    version = start_new_version(verdict=verdict, actor=actor)
    messages.success(
        request, _("A new version is begun. The published one stays until this one is approved.")
    )
    return redirect(version_url(version))


class _Table:
    """One request to the drafting table."""

    def __init__(
        self, request: HttpRequest, actor: Actor, case: Case, version: VerdictVersion | None
    ) -> None:
        self.request, self.actor, self.case, self.version = request, actor, case, version
        self.today: date = timezone.localdate()
        self.before = content_of(version) if version is not None else None
        data = sent(request)
        self.form = VerdictForm(
            data,
            category=Category(case.category),
            number=version.number if version is not None else 1,
            grounds=grounds_in_force(case.network),
            cited=_cited(case),
            digest=digest_of(version) if version is not None else "",
            initial=initial_of(self.before)
            if self.before is not None
            else {
                "title": case.claim.title,
                "title_en": case.claim.title_en,
                "grounds": sorted(_cited(case)),
            },
        )
        self.source_form = SourceForm(data, agencies=agencies(case.network))

    def answer(self) -> HttpResponse:
        if self.request.method == "POST":
            both = (self.form.is_valid(), self.source_form.is_valid())
            if all(both) and self._saved():
                return self._next()
        return self._page()

    def _saved(self) -> bool:
        """Texts and sources in one change, then each file in one of its own."""
        content = self.form.content(self.before)
        sources = tuple(source for source in content.sources if str(source.id) != self._removed())
        if self.source_form.written():
            sources = (*sources, self.source_form.source(self.today))
        content = replace(content, sources=sources)
        try:
            self._write(content)
            self._keep_files()
        except NotVisible:
            raise
        except Refused as refused:
            self._tell(refused)
            return False
        return True

    def _write(self, content: VerdictContent) -> None:
        if self.version is None:
            self.version = draft_verdict(case=self.case, content=content, actor=self.actor)
        elif cleaned(content) != self.before:
            self.version = edit_draft(version=self.version, content=content, actor=self.actor)

    def _keep_files(self) -> None:
        for name, file in self.request.FILES.items():
            number = name.removeprefix(EVIDENCE)
            if name == number or not number.isdecimal() or not isinstance(file, UploadedFile):
                continue
            source = Source.objects.filter(version=self.version, pk=int(number)).first()
            if source is not None:
                add_evidence(
                    source=source,
                    content=file.read(),
                    media_type=file.content_type or "",
                    actor=self.actor,
                )

    def _tell(self, refused: Refused) -> None:
        refusal = refused.refusal
        target: forms.Form = self.form
        if refusal.field == "sources" and self.source_form.written():
            target = self.source_form
        add_refusal(target, refusal)

    def _removed(self) -> str:
        return self.request.POST.get("remove", "")

    def _next(self) -> HttpResponse:
        version = self.version
        assert version is not None  # noqa: S101 - it was saved
        if self.request.POST.get("do") == "submit":
            if self._missing(version):
                messages.warning(
                    self.request, _("It is saved, but not complete yet: see the list.")
                )
                return redirect(version_url(version))
            submit_draft(version=version, actor=self.actor)
            messages.success(self.request, _("Handed in. Another person reads and decides."))
            return redirect(version_url(version))
        messages.success(self.request, _("Saved."))
        anchor = "#sources" if self._removed() or self.source_form.written() else ""
        return redirect(version_url(version) + anchor)

    def _missing(self, version: VerdictVersion) -> list[Refusal]:
        """Of the text, and of the case's checklist."""
        open_items = submission_refusal_of(self.case)
        missing = signing_refusals(version, today=self.today)
        return [*missing, open_items] if open_items is not None else missing

    def _page(self) -> HttpResponse:
        version = self.version
        context: Mapping[str, Any] = {
            "case": self.case,
            "claim": self.case.claim,
            "version": version,
            "form": self.form,
            "source_form": self.source_form,
            "sources": _sources(version) if version is not None else [],
            "missing": [refusal_text(refusal) for refusal in self._missing(version)]
            if version is not None
            else [],
            "progress": checklist_of(self.case).progress,
            "inputs": inputs_shown(self.case),
        }
        status = 422 if self.form.is_bound else 200
        return render(self.request, "web/verdicts_desk/draft.html", dict(context), status=status)


def _cited(case: Case) -> frozenset[str]:
    """Codes of the provisions that the case cites."""
    return frozenset(grounds_of(case).values_list("ground__code", flat=True))


def _sources(version: VerdictVersion) -> list[Source]:
    return list(Source.objects.filter(version=version).select_related("file", "agency"))


def readable_version(actor: Actor, reference: str, number: int) -> VerdictVersion:
    return version_for(
        actor=actor, reference=reference, number=number, need=Permission.READ_UNPUBLISHED
    )
