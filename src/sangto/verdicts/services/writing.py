"""Putting content into rows; shared by everything that drafts."""

from __future__ import annotations

from datetime import date, datetime

from sangto.audit.services import Journal
from sangto.cases.domain.states import CaseStatus
from sangto.cases.models import Case
from sangto.documents.models import StoredFile
from sangto.documents.services import delete_file
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop
from sangto.kernel.text import folded
from sangto.organisations.models import Agency, LegalGround
from sangto.verdicts.domain.content import TEXT_FIELDS, SourceContent, VerdictContent
from sangto.verdicts.domain.signoff import Matter
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import CitedGround, Contribution, Source, VerdictVersion
from sangto.verdicts.permissions import Permission, may


def staff_ids(actor: Actor) -> tuple[int, int]:
    """User and agency of a member of staff; ``NotVisible`` for anybody else."""
    if actor.user_id is None or actor.agency_id is None:
        raise NotVisible
    return actor.user_id, actor.agency_id


def authorise(actor: Actor, permission: Permission, matter: Matter) -> tuple[int, int]:
    """Role and agency only; whose matter it is, is the domain's question and gets its answer."""
    if not may(actor, permission, owner_agency=matter.owner_agency):
        raise NotVisible
    return staff_ids(actor)


def locked(version: VerdictVersion) -> VerdictVersion:
    """The row as it is now, held until the end of the transaction, with its case and claim."""
    return (
        VerdictVersion.objects.select_for_update(of=("self",))
        .select_related(
            "verdict__claim__subject_agency",
            "verdict__case__claim__subject_agency",
            "verdict__case__subject_agency",
            "verdict__case__owner",
        )
        .get(pk=version.pk)
    )


def case_of(version: VerdictVersion) -> Case:
    """Refused for an imported verdict, which has none: nobody here edits or signs it."""
    case = version.verdict.case
    if case is None:
        raise Refused(
            Refusal(
                "verdict.imported",
                gettext_noop("An imported verdict is not edited here. Write one of your own."),
            )
        )
    return case


def case_closed() -> Refusal:
    return Refusal("verdict.case_closed", gettext_noop("The case is closed."))


def open_case_refusal(case: Case) -> Refusal | None:
    return case_closed() if case.status == CaseStatus.CLOSED.value else None


def insist_on_all(refusals: list[Refusal]) -> None:
    """Raise the first of them; pages list all of them beforehand."""
    if refusals:
        raise Refused(refusals[0])


def insist_on_draft(version: VerdictVersion) -> None:
    """Submitting freezes the content, and publication freezes it for ever."""
    if version.status != VersionStatus.DRAFT.value:
        raise Refused(
            Refusal(
                "verdict.frozen",
                gettext_noop("This version can not be changed now: its state is “%(state)s”."),
                {"state": version.status},
            )
        )


def set_texts(version: VerdictVersion, content: VerdictContent) -> None:
    """Fill in everything but sources and grounds; saves nothing."""
    for name in TEXT_FIELDS:
        setattr(version, name, getattr(content, name))
    version.title_folded = folded(f"{content.title} {content.title_en}")
    version.rating = content.rating.value
    version.what_to_do = list(content.what_to_do)
    version.what_to_do_en = list(content.what_to_do_en)
    version.valid_until = content.valid_until


def write_sources(
    version: VerdictVersion, sources: tuple[SourceContent, ...], *, journal: Journal
) -> None:
    """Make the version's sources these, in this order. A source that is left out takes its
    evidence with it, unless another version shows the same file."""
    existing = {source.pk: source for source in Source.objects.filter(version=version)}
    wanted = [source.id for source in sources if source.id is not None]
    if len(set(wanted)) != len(wanted) or not set(wanted) <= existing.keys():
        raise Refused(
            Refusal(
                "source.unknown",
                gettext_noop("One of these sources is no longer there. Please look again."),
                {},
                "sources",
            )
        )
    _insist_on_agencies(version, sources)
    for gone in existing.keys() - set(wanted):
        _remove(existing[gone], journal=journal)
    for position, content in enumerate(sources):
        row = existing[content.id] if content.id is not None else Source(version=version)
        row.position = position
        row.title = content.title
        row.publisher = content.publisher
        row.address = content.address
        row.seen_on = content.seen_on
        row.agency_id = content.agency
        row.save()


def _insist_on_agencies(version: VerdictVersion, sources: tuple[SourceContent, ...]) -> None:
    named = {source.agency for source in sources if source.agency is not None}
    network = version.verdict.claim.network_id
    if Agency.objects.filter(network_id=network, pk__in=named).count() != len(named):
        raise Refused(
            Refusal(
                "source.agency",
                gettext_noop("The agency of a source has to be a member of the network."),
                {},
                "sources",
            )
        )


def _remove(source: Source, *, journal: Journal) -> None:
    file = source.file
    source.delete()
    if file is not None:
        drop_unused(file, journal=journal)


def drop_unused(file: StoredFile, *, journal: Journal) -> None:
    if not Source.objects.filter(file=file).exists():
        delete_file(file=file, journal=journal)


def write_grounds(version: VerdictVersion, codes: tuple[str, ...], *, today: date) -> None:
    """Cite these provisions today; whether they are in force was asked before."""
    version.cited_grounds.exclude(ground__code__in=codes).delete()
    kept = set(version.cited_grounds.values_list("ground__code", flat=True))
    version.cited_grounds.update(cited_on=today)
    rows = LegalGround.objects.filter(
        network_id=version.verdict.claim.network_id, code__in=set(codes) - kept
    )
    by_code = {row.code: row for row in rows}
    for code in codes:
        if code in by_code:
            CitedGround.objects.create(version=version, ground=by_code[code], cited_on=today)


def contribute(version: VerdictVersion, *, user: int, agency: int, at: datetime) -> None:
    """Remember that this person worked on the version, and so can not approve it."""
    Contribution.objects.get_or_create(
        version=version, user_id=user, agency_id=agency, defaults={"first_at": at}
    )
