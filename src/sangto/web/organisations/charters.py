"""Versions of the charter: what differs, and a new one with a look at what it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.core.files import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sangto.cases.queries import AgencyWork, open_work_at
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.domain.charter import (
    CharterError,
    CharterSpec,
    decode_charter,
    parse_charter,
)
from sangto.organisations.domain.charter_differences import (
    Difference,
    FieldChange,
    Kind,
    Section,
    differences,
)
from sangto.organisations.domain.problems import Problem
from sangto.organisations.models import Agency, Charter, Network, valid_on
from sangto.organisations.permissions import OrganisationPermission, may
from sangto.organisations.queries import (
    charter_version,
    charter_versions,
    current_charter,
    spec_of,
    today,
)
from sangto.organisations.services import load_charter
from sangto.web.desk import sent
from sangto.web.organisations.access import Fields, need, organisation_page, page, topic_name
from sangto.web.organisations.forms import CharterForm
from sangto.web.organisations.wording import (
    DEADLINE_KINDS,
    DIFFERENCE_KINDS,
    FIELDS,
    SECTIONS,
)
from sangto.web.wording import refusal_text, word


@dataclass(frozen=True, slots=True)
class ShownChange:
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownDifference:
    kind: str
    word: str
    name: str
    changes: list[ShownChange]


@organisation_page
@require_safe
def charters_page(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    return page(
        request,
        "charters.html",
        {
            "versions": list(charter_versions(network)),
            "may_load": may(actor, OrganisationPermission.CHARTER_LOAD),
        },
    )


@organisation_page
@require_safe
def charter_page(
    request: HttpRequest, actor: Actor, network: Network, version: int
) -> HttpResponse:
    """One version: what it changed, and its text."""
    charter = _charter(network, version)
    before = charter_version(network, version - 1)
    spec = spec_of(charter)
    return page(
        request,
        "charter.html",
        {
            "charter": charter,
            "spec": spec,
            "sections": shown_differences(spec_of(before), spec) if before is not None else None,
            "newest": not Charter.objects.filter(
                network=network, version__gt=charter.version
            ).exists(),
        },
    )


@organisation_page
@require_safe
def charter_text(
    request: HttpRequest, actor: Actor, network: Network, version: int
) -> HttpResponse:
    """The file, byte for byte as it was loaded."""
    charter = _charter(network, version)
    response = HttpResponse(charter.source, content_type="application/yaml; charset=utf-8")
    name = f"{network.slug}-v{charter.version}.yaml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@organisation_page
@require_safe
def charter_differences(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    versions = list(charter_versions(network))
    old, new = (_number(request.GET.get(name)) for name in ("from", "to"))
    if old is None or new is None:
        if len(versions) < 2:
            raise NotVisible
        old, new = versions[1].version, versions[0].version
    before, after = _charter(network, old), _charter(network, new)
    return page(
        request,
        "charter_differences.html",
        {
            "versions": versions,
            "before": before,
            "after": after,
            "sections": shown_differences(spec_of(before), spec_of(after)),
        },
    )


@organisation_page
def charter_upload(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    """Reads the file and shows what it would change; nothing is written."""
    need(actor, OrganisationPermission.CHARTER_LOAD)
    form = CharterForm(sent(request), request.FILES or None)
    problems: list[Problem] = []
    if form.is_valid():
        file = cast(File[bytes], form.cleaned_data["file"])
        name = file.name or "charter.yaml"
        try:
            text = decode_charter(file.read(), name)
            spec = parse_charter(text, name)
        except CharterError as error:
            problems = error.problems
        else:
            if spec.network == network.slug:
                return _preview(request, network, spec, text, name)
            form.add_error(
                "file",
                _("This is the charter of another network: “%(network)s”.")
                % {"network": spec.network},
            )
    return page(
        request,
        "charter_upload.html",
        {"form": form, "problems": [shown_problem(problem) for problem in problems]},
        status=422 if form.is_bound else 200,
    )


@organisation_page
@require_POST
def charter_load(request: HttpRequest, actor: Actor, network: Network) -> HttpResponse:
    """Puts in force what was looked at. When another version came in between, it is shown anew."""
    need(actor, OrganisationPermission.CHARTER_LOAD)
    # A browser sends every line end as CR LF.
    text = request.POST.get("text", "").replace("\r\n", "\n")
    name = request.POST.get("name", "charter.yaml")[:100]
    try:
        spec = parse_charter(text, name)
        if spec.network != network.slug:
            raise NotVisible
        if request.POST.get("seen") != str(_newest_version(network)):
            messages.error(
                request,
                _("Another version was loaded meanwhile. Look at the differences again."),
            )
            return _preview(request, network, spec, text, name)
        charter = load_charter(text=text, file_name=name, actor=actor)
    except CharterError as error:
        return page(
            request,
            "charter_upload.html",
            {
                "form": CharterForm(),
                "problems": [shown_problem(problem) for problem in error.problems],
            },
            status=422,
        )
    except NotVisible:
        raise
    except Refused as refused:
        messages.error(request, refusal_text(refused.refusal))
        return redirect("desk_charter_upload")
    messages.success(request, _("Version %(version)d is in force.") % {"version": charter.version})
    return redirect("desk_charter", charter.version)


def _preview(
    request: HttpRequest, network: Network, spec: CharterSpec, text: str, name: str
) -> HttpResponse:
    standing = current_charter(network)
    leaving = _leaving(network, spec)
    sections = shown_differences(standing, spec)
    return page(
        request,
        "charter_preview.html",
        {
            "sections": sections,
            "same": not sections,
            "begins_later": spec.valid_from if spec.valid_from > today() else None,
            "leaving": leaving,
            "text": text,
            "name": name,
            "seen": _newest_version(network),
        },
    )


def _leaving(network: Network, spec: CharterSpec) -> list[dict[str, object]]:
    """Agencies that would be no members any more, with the work that they leave and to whom."""
    day = today()
    named = {agency.slug: agency for agency in spec.agencies}
    names = {agency.slug: agency.name for agency in spec.agencies}
    rows = [
        agency
        for agency in Agency.objects.filter(valid_on(day), network=network).order_by("slug")
        if agency.slug not in named or named[agency.slug].valid_until is not None
    ]
    work: dict[int, AgencyWork] = open_work_at([agency.pk for agency in rows])
    found: list[dict[str, object]] = []
    for agency in rows:
        item = named.get(agency.slug)
        successor = item.successor if item is not None else None
        found.append(
            {
                "agency": agency,
                "work": work[agency.pk],
                "last_day": item.valid_until if item is not None else None,
                "successor": names.get(successor or "", "") or spec.lead.name,
                "has_successor": successor is not None,
            }
        )
    return found


def shown_differences(
    before: CharterSpec, after: CharterSpec
) -> list[tuple[str, list[ShownDifference]]]:
    """By section, in words of the language of the page."""
    fields: Fields = {item.code: item for item in (*before.service_fields, *after.service_fields)}
    grouped: dict[Section, list[ShownDifference]] = {}
    for difference in differences(before, after):
        grouped.setdefault(difference.section, []).append(_shown(difference, fields))
    return [(word(SECTIONS, section), rows) for section, rows in grouped.items()]


def _shown(difference: Difference, fields: Fields) -> ShownDifference:
    name = difference.name
    if difference.section is Section.DEADLINES:
        name = word(DEADLINE_KINDS, difference.key)
    elif difference.section in (Section.COMPETENCES, Section.CHECKLISTS):
        name = " · ".join(topic_name(part, fields) for part in name.split(" · "))
    return ShownDifference(
        kind=difference.kind.value,
        word=word(DIFFERENCE_KINDS, difference.kind),
        name=name,
        changes=[_change(change) for change in difference.changes]
        if difference.kind is Kind.CHANGED
        else [],
    )


def _change(change: FieldChange) -> ShownChange:
    return ShownChange(
        word(FIELDS, change.field),
        change.before or _("nothing"),
        change.after or _("nothing"),
    )


def shown_problem(problem: Problem) -> dict[str, object]:
    """As ``sangto charter check`` says it, in the language of the page."""
    params = {
        name: _(value) if isinstance(value, str) and value else value
        for name, value in problem.params.items()
    }
    return {
        "line": problem.line,
        "what": _(problem.what_message) % params,
        "instead": _(problem.instead_message) % params,
    }


def _charter(network: Network, version: int) -> Charter:
    charter = charter_version(network, version)
    if charter is None:
        raise NotVisible
    return charter


def _newest_version(network: Network) -> int:
    newest = charter_versions(network).first()
    return newest.version if newest is not None else 0


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 7 else None
