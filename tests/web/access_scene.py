"""One desk in one state, whoever asks for its pages, and the address of each page in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_bytes
from typing import Any

from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver
from django.utils import timezone

from sangto.appeals.models import Appeal
from sangto.audit.secrets import sealer
from sangto.cases.models import Case, CaseCopy, CaseGround, CaseTask, SavedFilter, Suggestion
from sangto.cases.models.bulk import BulkDecision
from sangto.cases.queries import checklist_items
from sangto.consultation.models import (
    ActionItem,
    AgendaItem,
    Comment,
    Meeting,
    MeetingInvitee,
    OpinionRound,
)
from sangto.consultation.services import OfferedFile
from sangto.documents.domain.files import Purpose
from sangto.documents.models import OfficialDocument
from sangto.handling.models import Measure, PressQuestion
from sangto.intake.models import ReportImage
from sangto.kernel.actor import Role, operator_actor, system_actor
from sangto.kernel.categories import Category, IndicatorKind
from sangto.kernel.references import new_reference
from sangto.matching.domain.joins import JoinKind
from sangto.matching.models import Claim, Join
from sangto.notices.models import Webhook, WebhookDelivery
from sangto.organisations.domain.kinds import NamedBy
from sangto.organisations.models import (
    Agency,
    ApiKey,
    FocalOfficer,
    HolidayOverride,
    Invitation,
    LegalGround,
    Membership,
    OfficerAbsence,
    Team,
    TeamMember,
    User,
)
from sangto.organisations.models.succession import Succession
from sangto.queue.models import Task
from sangto.reporting.domain.periods import local_day, midnight
from sangto.reporting.models import Digest, PeriodicReport, Training
from sangto.reporting.services import (
    TrainingText,
    ask_for_report,
    make_due_digests,
    record_training,
)
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import Feed, VerdictVersion
from sangto.verdicts.services import hold_imported
from tests.factories.api import make_machine
from tests.factories.appeals import sent as appeal_sent
from tests.factories.cases import (
    World,
    categorised,
    opened,
    reported_claim,
)
from tests.factories.consultation import opened_round
from tests.factories.documents import make_document, make_file
from tests.factories.drafts import commented, consulted
from tests.factories.matching import make_indicator, make_wording
from tests.factories.meetings import opened_meeting
from tests.factories.organisations import LONG_AGO, make_actor, make_member, make_user
from tests.factories.verdicts import drafted, published_verdict, submitted

#: Letters in the order of the table: what a person does for an agency.
LETTERS = {
    "d": Role.DESK_OFFICER,
    "f": Role.FOCAL_OFFICER,
    "a": Role.APPROVER,
    "e": Role.EDITOR,
    "p": Role.APPEALS_OFFICER,
    "u": Role.AUDITOR,
    "m": Role.ADMINISTRATOR,
}


@dataclass
class Scene:
    """``own`` is the lead agency, ``other`` a department; one of them owns the case."""

    world: World
    claim: Claim
    case: Case | None = None
    version: VerdictVersion | None = None
    people: dict[tuple[str, str], Client] = field(default_factory=dict)

    @property
    def other(self) -> Agency:
        return self.world.trade

    def client(self, agency: str, letters: str) -> Client:
        """Somebody with exactly these roles in the ``own`` or the ``other`` agency."""
        key = (agency, letters)
        if key not in self.people:
            works_for = self.world.lead if agency == "own" else self.other
            client = Client(raise_request_exception=False)
            client.force_login(make_member(works_for, *(LETTERS[letter] for letter in letters)))
            self.people[key] = client
        return self.people[key]

    def user(self, agency: str, letters: str) -> User:
        return User.objects.get(pk=self.client(agency, letters).session["_auth_user_id"])


def untouched(world: World) -> Scene:
    return Scene(world, reported_claim(world, reports=2))


def triage(world: World) -> Scene:
    claim = reported_claim(world, reports=2)
    return Scene(world, claim, opened(world, claim=claim))


def verifying(world: World) -> Scene:
    version = drafted(world, case=_two_reports(world, Category.FRAUD))
    return _of(world, version)


def waiting(world: World) -> Scene:
    """A factual claim that a second agency has not confirmed yet."""
    case = _two_reports(world, Category.FACTUAL_CLAIM)
    return Scene(world, case.claim, case)


def signing(world: World) -> Scene:
    return _of(world, submitted(world, case=_two_reports(world, Category.FRAUD)))


def closed(world: World) -> Scene:
    return _of(world, published_verdict(world, case=_two_reports(world, Category.FRAUD)))


def theirs(world: World) -> Scene:
    """The case lies with the other agency."""
    scene = verifying(world)
    assert scene.case is not None
    Case.objects.filter(pk=scene.case.pk).update(owner=world.trade)
    scene.case.refresh_from_db()
    return scene


STATES: dict[str, Callable[[World], Scene]] = {
    make.__name__: make for make in (untouched, triage, verifying, waiting, signing, closed, theirs)
}


def _two_reports(world: World, category: Category) -> Case:
    return categorised(world, category, claim=reported_claim(world, reports=2))


def _of(world: World, version: VerdictVersion) -> Scene:
    case = Case.objects.get(pk=version.verdict.case_id or 0)
    return Scene(world, case.claim, case, version)


def desk_routes() -> Iterator[tuple[str, str, list[str]]]:
    """Name, route and parameters of every address of the desk."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: Any, before: str) -> Iterator[tuple[str, str, list[str]]]:
    for entry in patterns:
        route = f"{before}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, route)
        elif isinstance(entry, URLPattern) and route.startswith("desk/"):
            yield entry.name or route, route, list(entry.pattern.converters)


def address(scene: Scene, name: str, route: str, parameters: list[str]) -> str | None:
    """None where this scene has nothing that the address could be about."""
    try:
        values = {one: _value(scene, name, route, one) for one in parameters}
    except _NothingThere:
        return None
    return reverse(name, kwargs=values)


class _NothingThere(Exception):  # noqa: N818 - no error, just not in this scene
    pass


def _value(scene: Scene, name: str, route: str, parameter: str) -> object:
    if parameter == "reference":
        return _reference(scene, route)
    if name.startswith("desk_periodic"):
        return {"key": "difficulties", "ending": "xlsx", "number": 1}[parameter]
    if name.startswith("desk_training"):
        return _training(scene)[parameter]
    if parameter == "other":
        return reported_claim(scene.world).reference
    if parameter in {"category", "code", "slug", "version"}:
        return _word(scene, name, parameter)
    if parameter in {"year", "direction", "which"}:
        return {"year": 2026, "direction": "out", "which": "scan"}[parameter]
    if name == "desk_round_statistics_file":
        return "csv"
    if name.startswith("desk_figure"):
        return {"panel": "deadlines", "ending": "csv", "key": "cases.open"}[parameter]
    if parameter == "kind" and name.startswith("desk_template"):
        return "thong_bao"
    if parameter in {"paper", "ending"}:
        return {"paper": "bien-ban", "ending": "docx"}[parameter]
    return _ROWS[parameter if parameter in _ROWS else name](scene)


def _reference(scene: Scene, route: str) -> str:
    if route.startswith("desk/hop/"):
        return _meeting(scene).reference
    if route.startswith("desk/bao-cao/"):
        return _periodic(scene).reference
    if route.startswith("desk/du-thao/"):
        return _comment(scene).draft.reference
    if route.startswith("desk/lay-y-kien/"):
        return _round(scene).reference
    if route.startswith("desk/bien-phap/"):
        return _measure(scene).reference
    if route.startswith("desk/khieu-nai/"):
        return _appeal(scene).reference
    if route.startswith("desk/bao-chi/"):
        return _press_question(scene).reference
    if "vu-viec/" in route:
        return _case(scene).reference
    if "ket-luan/" in route or "xem-lai/" in route:
        return _version(scene).verdict.reference
    if "phan-anh/" in route:
        link = scene.claim.report_links.order_by("-pk")[0]
        return link.report.reference
    return scene.claim.reference


def _word(scene: Scene, name: str, parameter: str) -> object:
    if name.startswith("desk_team"):
        return _team(scene).code
    if parameter == "code":
        items = checklist_items(_case(scene))
        if not items:
            raise _NothingThere
        return items[0].code
    return {"category": Category.FRAUD.value, "slug": scene.other.slug, "version": 1}[parameter]


def _case(scene: Scene) -> Case:
    if scene.case is None:
        raise _NothingThere
    return scene.case


def _appeal(scene: Scene) -> Appeal:
    """About the published version, with a reply that nobody has looked at."""
    version = _version(scene)
    if version.status != VersionStatus.PUBLISHED.value:
        raise _NothingThere
    found = Appeal.objects.filter(version=version).first()
    return found or appeal_sent(scene.world, version=version, reply="Không phải vậy.").appeal


def _version(scene: Scene) -> VerdictVersion:
    if scene.version is None:
        raise _NothingThere
    return scene.version


def _someone(scene: Scene) -> User:
    """A colleague of the other agency's people."""
    found = User.objects.filter(email="colleague@agency.example").first()
    return found or make_member(scene.other, Role.FOCAL_OFFICER, email="colleague@agency.example")


def _team(scene: Scene) -> Team:
    return Team.objects.get_or_create(
        network=scene.world.network,
        code="to-truc",
        defaults={"name": "Tổ trực", "name_en": "Duty team", "valid_from": LONG_AGO},
    )[0]


def _task(scene: Scene) -> int:
    task, _ = CaseTask.objects.get_or_create(
        case=_case(scene),
        title="Gọi ngân hàng",
        defaults={"agency": _case(scene).owner, "due_on": timezone.localdate()},
    )
    return task.pk


def _ground(scene: Scene) -> int:
    ground, _ = CaseGround.objects.get_or_create(
        case=_case(scene),
        ground=LegalGround.objects.filter(network=scene.world.network).order_by("pk")[0],
        defaults={
            "cited_on": timezone.localdate(),
            "user": _someone(scene),
            "agency": scene.other,
        },
    )
    return ground.pk


def _copy(scene: Scene) -> int:
    return CaseCopy.objects.get_or_create(case=_case(scene), agency=scene.world.press)[0].pk


def _measure(scene: Scene) -> Measure:
    case = _case(scene)
    if not case.category:
        raise _NothingThere
    found = Measure.objects.filter(case=case).first()
    return found or Measure.objects.create(
        reference=new_reference("BP", 2026, token_bytes),
        case=case,
        kind="awareness",
        category=case.category,
        owner=case.owner,
        asked="Đăng bài hướng dẫn nhận biết.",
        ground_text="Trang giả vẫn mở.",
        ground_on=timezone.localdate(),
        due_at=timezone.now(),
    )


def _press_question(scene: Scene) -> PressQuestion:
    case = _case(scene)
    if not case.category:
        raise _NothingThere
    found = PressQuestion.objects.filter(case=case).first()
    return found or PressQuestion.objects.create(
        reference=new_reference("BC", 2026, token_bytes),
        case=case,
        category=case.category,
        outlet="Báo Mẫu",
        question="Sở đã làm gì?",
        asked_on=timezone.localdate(),
        agency=case.owner,
        recorded_by=_someone(scene),
        recorded_agency=case.owner,
        due_at=timezone.now(),
    )


def _no_file(scene: Scene) -> int:
    """The measure has no result, and so no evidence."""
    _measure(scene)
    return 999_999


def _picture(scene: Scene) -> int:
    report = scene.claim.report_links.order_by("pk")[0].report
    image = report.images.first() or ReportImage.objects.create(
        report=report, file=make_file(), width=40, height=30
    )
    return image.file_id


def _filter(scene: Scene) -> int:
    user = scene.user("own", "d")
    return SavedFilter.objects.get_or_create(user=user, name="Gấp", query="late=1")[0].pk


def _bulk(scene: Scene) -> int:
    user = scene.user("own", "d")
    return BulkDecision.objects.get_or_create(user=user, agency=scene.world.lead, kind="take")[0].pk


def _wording(scene: Scene) -> int:
    found = scene.claim.wordings.first()
    return (found or make_wording(scene.claim, "Tin nhắn báo trúng thưởng xe máy")).pk


def _indicator(scene: Scene) -> int:
    if scene.case is None or not scene.claim.category:
        raise _NothingThere
    if scene.claim.category != Category.FRAUD:
        raise _NothingThere
    found = scene.claim.indicators.first()
    return (found or make_indicator(scene.claim, IndicatorKind.DOMAIN, "qua-tang.example")).pk


def _officer(scene: Scene) -> int:
    return FocalOfficer.objects.filter(agency__network=scene.world.network).order_by("pk")[0].pk


def _member_of_team(scene: Scene) -> int:
    return TeamMember.objects.get_or_create(
        team=_team(scene), user=_someone(scene), defaults={"valid_from": LONG_AGO}
    )[0].pk


def _succession(scene: Scene) -> int:
    return Succession.objects.get_or_create(
        agency=scene.world.commune,
        defaults={"on": timezone.localdate() + timedelta(days=30), "named_by": NamedBy.DESK.value},
    )[0].pk


def _holiday(scene: Scene) -> int:
    return HolidayOverride.objects.get_or_create(
        network=scene.world.network,
        day=timezone.localdate() + timedelta(days=9),
        defaults={"working": False, "note": "Nghỉ bù"},
    )[0].pk


def _absence(scene: Scene) -> int:
    return OfficerAbsence.objects.get_or_create(
        officer_id=_officer(scene), defaults={"valid_from": LONG_AGO}
    )[0].pk


def _join(scene: Scene) -> int:
    """A report that was split off this claim."""
    found = Join.objects.filter(claim=scene.claim).first()
    if found is None:
        other = reported_claim(scene.world)
        found = Join.objects.create(kind=JoinKind.SPLIT.value, claim=scene.claim, other=other)
    return found.pk


def _suggestion(scene: Scene) -> int:
    """Another claim that may be the same."""
    found = Suggestion.objects.filter(claim=scene.claim).first()
    if found is None:
        found = Suggestion.objects.create(
            kind="merge",
            network=scene.world.network,
            claim=scene.claim,
            other=reported_claim(scene.world),
            score=0.8,
            why=["match.words"],
        )
    return found.pk


def _source(scene: Scene) -> int:
    """A source of the version with a file."""
    source = _version(scene).sources.order_by("pk")[0]
    if source.file is None:
        source.file = make_file(Purpose.EVIDENCE)
        source.save(update_fields=["file"])
    return source.pk


def _feed(scene: Scene) -> int:
    return Feed.objects.get_or_create(
        network=scene.world.network, name="Bàn khác", address="https://khac.example/feed"
    )[0].pk


def _held(scene: Scene) -> int:
    """Another desk's verdict that waits for its first person."""
    found = VerdictVersion.objects.filter(status="held").first()
    if found is None:
        found = hold_imported(
            claim=reported_claim(scene.world),
            title="Tin của bàn khác",
            summary="Sai.",
            imported_from="Bàn khác",
            imported_address="https://khac.example/1",
            actor=operator_actor("import"),
        )
    return found.pk


def _integration(scene: Scene) -> int:
    return _api_key_row(scene).integration_id


def _api_key(scene: Scene) -> int:
    return _api_key_row(scene).pk


def _api_key_row(scene: Scene) -> ApiKey:
    found = ApiKey.objects.filter(integration__agency=scene.other).first()
    if found is None:
        integration, _token = make_machine(scene.other, confirmed=False)
        found = integration.keys.get()
    return found


def _webhook(scene: Scene) -> int:
    return Webhook.objects.get_or_create(
        network=scene.world.network,
        name="Cổng tin",
        address="https://cong-tin.example/",
        defaults={"secret_sealed": sealer().seal("x"), "created_at": timezone.now()},
    )[0].pk


def _told(scene: Scene) -> int:
    return WebhookDelivery.objects.get_or_create(
        webhook_id=_webhook(scene),
        event_id="x",
        defaults={
            "event": "webhook.test",
            "subject": "test",
            "body": "{}",
            "state": "failed",
            "created_at": timezone.now(),
        },
    )[0].pk


def _dead_letter(_scene: Scene) -> int:
    return Task.objects.get_or_create(
        key="dead",
        defaults={
            "kind": "notice.deliver",
            "state": "dead",
            "attempts": 9,
            "run_at": timezone.now(),
            "created_at": timezone.now(),
            "finished_at": timezone.now(),
        },
    )[0].pk


def _invitation(scene: Scene) -> int:
    return Invitation.objects.get_or_create(
        email="moi@agency.example",
        defaults={
            "agency": scene.other,
            "roles": [Role.FOCAL_OFFICER.value],
            "salt": "salt",
            "token_digest": "digest",
            "expires_at": timezone.now() + timedelta(days=7),
        },
    )[0].pk


def _membership(scene: Scene) -> int:
    return Membership.objects.get(user=_someone(scene)).pk


def _meeting(scene: Scene) -> Meeting:
    """One of the lead agency that goes on, to which the other agency is invited."""
    found = Meeting.objects.filter(network=scene.world.network).first()
    return found or opened_meeting(scene.world, scene.other)


def _agenda_item(scene: Scene) -> int:
    return AgendaItem.objects.filter(meeting=_meeting(scene))[0].pk


def _invitee(scene: Scene) -> int:
    return MeetingInvitee.objects.filter(meeting=_meeting(scene))[0].pk


def _action(scene: Scene) -> int:
    return ActionItem.objects.get_or_create(
        item_id=_agenda_item(scene),
        what="Gọi ngân hàng",
        defaults={"agency": scene.other, "due_on": timezone.localdate()},
    )[0].pk


def _comment(scene: Scene) -> Comment:
    """The other agency's, on a draft of the lead agency."""
    found = Comment.objects.select_related("draft").first()
    if found is None:
        _version, opinion_round = consulted(scene.world, [scene.other])
        found = commented(scene.world, opinion_round, scene.other)
    return found


def _round(scene: Scene) -> OpinionRound:
    """One of the lead agency that is open, in which the other agency is asked."""
    found = OpinionRound.objects.filter(case__isnull=False).first()
    if found is None:
        file = OfferedFile(b"So lieu", "text/plain", "So lieu")
        found = opened_round(scene.world, [scene.other], case=_case(scene), files=[file])
    return found


def _request(scene: Scene) -> int:
    return _round(scene).invitations.all()[0].pk


def _round_file(scene: Scene) -> int:
    return _round(scene).attachments.all()[0].pk


def _document(scene: Scene) -> int:
    """A number that the lead agency took, with a scan."""
    found = OfficialDocument.objects.first()
    if found is None:
        found = make_document(scene.world.lead)
    return found.pk


def _nothing(_scene: Scene) -> int:
    return 0


def _person(scene: Scene) -> int:
    return _someone(scene).pk


def _periodic(scene: Scene) -> PeriodicReport:
    """The lead agency's consolidated one, which the other agency is to report for."""
    found = PeriodicReport.objects.filter(kind="consolidated").first()
    today = timezone.localdate()
    return found or ask_for_report(
        subject="Mùa lũ",
        since=today - timedelta(days=3),
        last=today - timedelta(days=1),
        sections=["results", "difficulties"],
        asked=[scene.other],
        due=today,
        actor=make_actor(scene.world.lead, Role.DESK_OFFICER),
    )


def _training(scene: Scene) -> dict[str, int]:
    """Of the lead agency, with a file."""
    found = Training.objects.first()
    if found is None:
        text = TrainingText("Nhận biết lừa đảo", timezone.localdate(), officers=9)
        actor = make_actor(scene.world.lead, Role.DESK_OFFICER)
        found = record_training(text=text, actor=actor)
        found.materials.create(title="Tờ rơi", file=make_file(Purpose.EVIDENCE))
    return {"number": found.pk, "material": found.materials.all()[0].pk}


def _digest(scene: Scene) -> int:
    eight = midnight(local_day(timezone.now())) + timedelta(hours=8)
    make_due_digests(actor=system_actor("x"), now=eight)
    return Digest.objects.filter(network=scene.world.network, agency__isnull=True)[0].pk


_ROWS: dict[str, Callable[[Scene], int]] = {
    "desk_digest": _digest,
    "desk_digest_file": _digest,
    "desk_filter_edit": _filter,
    "desk_filter_move": _filter,
    "desk_filter_remove": _filter,
    "desk_bulk_done": _bulk,
    "desk_bulk_undo": _bulk,
    "desk_wording_away": _wording,
    "desk_indicator_away": _indicator,
    "desk_picture": _picture,
    "desk_task": _task,
    "desk_task_done": _task,
    "desk_task_reopen": _task,
    "desk_ground_remove": _ground,
    "desk_copy_remove": _copy,
    "desk_measure_file": _no_file,
    "desk_officer_end": _officer,
    "desk_absence_add": _officer,
    "desk_team_leave": _member_of_team,
    "desk_succession_cancel": _succession,
    "desk_absence_end": _absence,
    "desk_join": _join,
    "desk_suggestion_dismiss": _suggestion,
    "desk_suggestion_reopen": _suggestion,
    "desk_holiday_restore": _holiday,
    "desk_queue_revive": _dead_letter,
    **dict.fromkeys([f"desk_integration{step}" for step in ("", "_end", "_confirm")], _integration),
    "desk_key_new": _integration,
    "desk_key_revoke": _integration,
    "key": _api_key,
    "desk_invitation_again": _invitation,
    "desk_invitation_revoke": _invitation,
    "desk_person": _person,
    "desk_role_grant": _person,
    "desk_role_end": _person,
    "desk_person_deactivate": _person,
    "desk_factors_reset": _person,
    "desk_leaving": _person,
    "desk_meeting_action_away": _action,
    **dict.fromkeys(
        (
            "desk_document",
            "desk_document_about",
            "desk_document_file",
            "desk_number_cancel",
            "desk_signed_copy",
            *(f"desk_approval_{step}" for step in ("ask", "answer", "withdraw")),
        ),
        _document,
    ),
    **dict.fromkeys(("desk_signatory_end", "desk_paper", "desk_paper_file"), _nothing),
    "desk_meeting_issued": _nothing,
    **{
        f"desk_draft_{step}": lambda scene: _comment(scene).pk
        for step in ("comment", "assign", "part")
    },
    **dict.fromkeys(("desk_draft_version", "desk_draft_file"), lambda _scene: 1),
    "desk_draft_enter": lambda scene: _comment(scene).invitation_id,
    "desk_draft_issued": _nothing,
    "desk_round_attached": _round_file,
    **dict.fromkeys(("desk_round_issued", "desk_round_file"), _nothing),
    **{f"desk_round_{step}": _request for step in ("request", "send_again", "revoke", "paper")},
    **{f"desk_meeting_{step}": _invitee for step in ("invitee", "note", "uninvite")},
    **{
        f"desk_meeting_{step}": _agenda_item
        for step in ("item", "item_move", "minutes", "action", "conclude")
    },
    **dict.fromkeys(("desk_feed_pull", "desk_feed_remove"), _feed),
    **dict.fromkeys(("desk_held", "desk_held_refuse"), _held),
    "desk_review_source": _source,
    **dict.fromkeys(
        ("desk_provider_end", "desk_abuse_evidence_file", "desk_abuse_evidence_away"), _nothing
    ),
    **dict.fromkeys(
        [f"desk_webhook{step}" for step in ("", "_rotate", "_switch", "_try", "_replay")], _webhook
    ),
    "delivery": _told,
    "membership": _membership,
    "source": _source,
    **{
        f"desk_version{step}": lambda scene: _version(scene).number
        for step in ("", "_preview", "_approve", "_give_back", "_evidence", "_personal", "_mask")
    },
}


def nobody() -> Client:
    """An account without a role."""
    client = Client(raise_request_exception=False)
    client.force_login(make_user())
    return client
