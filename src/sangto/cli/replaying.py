"""A real consultation on a draft, done again through the same services as the pages use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management import call_command

from sangto.cli.replay_file import ReplayFile, ReplayFileError, ReplyShape, text_of
from sangto.config.tables import pending_migrations
from sangto.consultation.domain.answers import Answer, AnswerKind
from sangto.consultation.domain.comments import Anchor, CommentText, Decision
from sangto.consultation.domain.provisions import eid_of_citation
from sangto.consultation.domain.reminders import ReminderPlan
from sangto.consultation.domain.rounds import Length, LengthMode
from sangto.consultation.domain.submission import SubmissionText
from sangto.consultation.models import Comment, Draft, OpinionRound, RoundInvitation
from sangto.consultation.queries.dispositions import comment_table, draft_figures
from sangto.consultation.queries.draft_outputs import (
    consolidated_document,
    consolidated_sheet,
    submission_document,
    version_document,
)
from sangto.consultation.queries.drafts import latest_version, provisions_of
from sangto.consultation.queries.sheet import tally
from sangto.consultation.services.answering import register_paper_opinion
from sangto.consultation.services.closing import close_round
from sangto.consultation.services.comments import IN_THE_TABLE, enter_comment
from sangto.consultation.services.dispositions import dispose
from sangto.consultation.services.draft_rounds import open_draft_round
from sangto.consultation.services.draft_rows import DraftSource
from sangto.consultation.services.draft_steps import (
    date_table,
    enter_appraisal,
    name_appraiser,
    submit_draft,
)
from sangto.consultation.services.drafts import import_draft
from sangto.consultation.services.preparing import Request
from sangto.documents.rendering.docx import render_docx
from sangto.documents.rendering.sheets import render_xlsx
from sangto.kernel.actor import Actor, Role, operator_actor
from sangto.kernel.errors import Refusal, Refused, gettext_noop
from sangto.kernel.worktime import ZONE
from sangto.organisations.domain.shipped import shipped_charter
from sangto.organisations.models import Agency, Network
from sangto.organisations.queries import actor_for
from sangto.organisations.services import create_user, grant_role, load_charter

CHARTER = "dak-nong-2021"
OPERATOR = operator_actor("consultation replay")


@dataclass(frozen=True, slots=True)
class Replayed:
    draft: Draft
    opinion_round: OpinionRound
    figures: dict[str, Any]


def replay(file: ReplayFile) -> Replayed:
    """Do it all, each step with the time of its day. The database has no such network yet.

    Raises :class:`~sangto.cli.replay_file.ReplayFileError` when a comment is about a provision that
    the draft does not have.
    """
    asked_on = file.draft.request.date
    network = _network(file)
    members = {agency.name: agency for agency in Agency.objects.filter(network=network)}
    desk = _person(members[file.draft.drafting_agency], Role.DESK_OFFICER, "desk", asked_on)
    version = import_draft(
        title=file.draft.title,
        kind=file.draft.kind,
        source=DraftSource(text=text_of(file.draft)),
        actor=desk,
        now=_at(asked_on, 8),
    )
    draft = version.draft
    eids = {row.eid for row in provisions_of(version)}
    agencies = [members[reply.agency] for reply in file.replies]
    agencies += [members[_placeholder(number)] for number in _silent(file)]
    opinion_round = open_draft_round(
        draft=draft,
        request=Request(
            question="Đề nghị góp ý đối với dự thảo kèm theo.",
            length=Length(LengthMode.CALENDAR, days=_days(file)),
            agencies=agencies,
            reminders=ReminderPlan(),
        ),
        number=file.draft.request.number,
        actor=desk,
        now=_at(asked_on, 9),
    )
    given: list[tuple[Comment, Decision | None]] = []
    for reply in sorted(file.replies, key=lambda one: one.date):
        given += _answer(reply, opinion_round, members[reply.agency], eids, desk)
    table_on = _day(file, "consolidated_table")
    opinion_round = close_round(opinion_round=opinion_round, actor=desk, now=_at(table_on, 8))
    for comment, decision in given:
        if decision is not None:
            dispose(comment=comment, decision=decision, actor=desk, now=_at(table_on, 9))
    date_table(draft=draft, on=table_on, actor=desk, now=_at(table_on, 16))
    _submit(file, draft, network, desk)
    draft.refresh_from_db()
    return Replayed(draft, opinion_round, _figures(draft, opinion_round))


def prepare_database() -> None:
    """The tables of a new database; nothing when they are there. Raises :class:`Refused` when a
    consultation was replayed into it before."""
    if pending_migrations():
        settings.SANGTO_DATA.mkdir(parents=True, exist_ok=True)
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
    if Network.objects.exists():
        raise Refused(
            Refusal(
                "replay.not_empty",
                gettext_noop("This database holds a network already. Name an empty folder."),
            )
        )


def write_documents(draft: Draft, folder: Path) -> list[Path]:
    """The consolidated table as DOCX and XLSX, the submission and the draft as DOCX."""
    folder.mkdir(parents=True, exist_ok=True)
    text = SubmissionText(addressee="Ủy ban nhân dân tỉnh")
    contents = {
        "bang-tong-hop.docx": render_docx(consolidated_document(draft)),
        "bang-tong-hop.xlsx": render_xlsx(consolidated_sheet(draft)),
        "to-trinh.docx": render_docx(submission_document(draft, text=text)),
        "du-thao.docx": render_docx(version_document(latest_version(draft))),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def differences(file: ReplayFile, figures: dict[str, Any]) -> list[str]:
    """Keys whose numbers are not the expected ones."""
    expected = file.expect.model_dump(mode="json")
    return [key for key, value in expected.items() if figures.get(key) != value]


def _network(file: ReplayFile) -> Network:
    """The network of the charter as it was a year before its draft, with the agencies that the file
    names and a placeholder for each that stayed silent."""
    charter = yaml.safe_load(shipped_charter(CHARTER))
    known = {member["name"] for member in charter["members"]}
    known |= {charter["lead"]["name"], charter["committee"]["name"]}
    named = [file.draft.drafting_agency, *(reply.agency for reply in file.replies)]
    missing = [name for name in dict.fromkeys(named) if name not in known]
    charter["valid_from"] = date(file.draft.request.date.year, 1, 1)
    charter["members"] += [
        {
            "slug": f"co-quan-{number}",
            "name": name,
            "name_en": name,
            "kind": "body",
        }
        for number, name in enumerate(missing, start=1)
    ]
    charter["members"] += [
        {
            "slug": f"don-vi-{number}",
            "name": _placeholder(number),
            "name_en": f"Agency {number} (not named)",
            "kind": "body",
        }
        for number in _silent(file)
    ]
    text = yaml.safe_dump(charter, allow_unicode=True, sort_keys=False)
    return load_charter(text=text, file_name=f"{CHARTER}.yaml", actor=OPERATOR).network


def _silent(file: ReplayFile) -> range:
    return range(len(file.replies) + 1, file.asked + 1)


def _placeholder(number: int) -> str:
    return f"Cơ quan, đơn vị {number} (không nêu tên)"


def _person(agency: Agency, role: Role, name: str, since: date) -> Actor:
    user = create_user(email=f"{name}@replay.invalid", full_name=name, actor=OPERATOR)
    grant_role(
        user=user,
        agency=agency,
        role=role,
        actor=OPERATOR,
        valid_from=since,
        now=_at(since, 7),
    )
    return actor_for(user, now=_at(since, 7))


def _answer(
    reply: ReplyShape,
    opinion_round: OpinionRound,
    agency: Agency,
    eids: set[str],
    desk: Actor,
) -> list[tuple[Comment, Decision | None]]:
    invitation = RoundInvitation.objects.select_related("round").get(
        round=opinion_round, agency=agency
    )
    register_paper_opinion(
        invitation=invitation,
        answer=Answer(
            kind=reply.stance,
            text=IN_THE_TABLE if reply.stance is not AnswerKind.AGREE else "",
            signatory=reply.answered_by,
            letter_number=reply.number,
            letter_date=reply.date,
        ),
        arrived_on=reply.date,
        actor=desk,
        now=_at(reply.date, 15),
    )
    found: list[tuple[Comment, Decision | None]] = []
    for one in reply.comments:
        anchor = one.provision if one.provision in set(Anchor) else eid_of_citation(one.provision)
        if anchor is None or (anchor not in set(Anchor) and anchor not in eids):
            raise ReplayFileError(f"{reply.agency}: the draft has no “{one.provision}”")
        comment = enter_comment(
            invitation=invitation,
            comment=CommentText(anchor=anchor, kind=one.kind, text=one.summary),
            actor=desk,
            now=_at(reply.date, 15),
        )
        decision = None
        if one.disposition is not None:
            decision = Decision(one.disposition, one.explanation)
        found.append((comment, decision))
    return found


def _submit(file: ReplayFile, draft: Draft, network: Network, desk: Actor) -> None:
    for one in file.timeline:
        if one.step in ("first_submission", "submission"):
            submit_draft(
                draft=draft, number=one.number, on=one.date, actor=desk, now=_at(one.date, 16)
            )
        elif one.step == "appraisal":
            agency = _appraiser(network, one.number)
            name_appraiser(draft=draft, appraiser=agency, actor=desk, now=_at(one.date, 8))
            approver = _person(agency, Role.APPROVER, "appraiser", one.date)
            enter_appraisal(
                draft=draft, number=one.number, on=one.date, actor=approver, now=_at(one.date, 16)
            )


def _appraiser(network: Network, number: str) -> Agency:
    """Whose symbol stands in the number of the appraisal."""
    symbols = number.partition("/")[2].split("-")
    found = Agency.objects.filter(network=network, symbol__in=symbols).first()
    if found is None:
        raise ReplayFileError(f"timeline: no agency has a symbol in “{number}”")
    return found


def _figures(draft: Draft, opinion_round: OpinionRound) -> dict[str, Any]:
    """The numbers of the sheet and of the table, under the keys of the file's ``expect``."""
    sheet, table, figures = tally(opinion_round), comment_table(draft), draft_figures(draft)
    return {
        "asked": sheet.asked,
        "answered": sheet.answered,
        "silent": sheet.silent,
        "agreed_without_comment": sheet.by_kind[AnswerKind.AGREE],
        "agreed_with_comments": sheet.by_kind[AnswerKind.AGREE_WITH_COMMENTS],
        "comments": table.number,
        "by_disposition": {kind.value: number for kind, number in table.by_kind.items()},
        "first_reply": figures.first_reply.isoformat() if figures.first_reply else None,
        "last_reply": figures.last_reply.isoformat() if figures.last_reply else None,
    }


def _days(file: ReplayFile) -> int:
    """The request named no deadline that is known: ten days more than the last letter took."""
    last = max((reply.date for reply in file.replies), default=file.draft.request.date)
    return (last - file.draft.request.date + timedelta(days=10)).days


def _day(file: ReplayFile, step: str) -> date:
    found = next((one.date for one in file.timeline if one.step == step), None)
    if found is None:
        raise ReplayFileError(f"timeline: there is no {step}")
    return found


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=ZONE)
