"""Words of opinion rounds."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from sangto.consultation.domain.answers import AnswerKind, AnswerVia
from sangto.consultation.domain.invitations import InvitationState
from sangto.consultation.domain.reminders import ReminderStep, Whom
from sangto.consultation.domain.rounds import Closing, Length, LengthMode, RoundState
from sangto.consultation.models import OpinionRound
from sangto.consultation.queries import Group, ProposalReason
from sangto.kernel.worktime import Mode
from sangto.web.cases.wording import StateLook
from sangto.web.organisations.wording import AGENCY_KINDS
from sangto.web.templatetags.rating_looks import Tone
from sangto.web.templatetags.sangto_components import day
from sangto.web.wording import Words, word

ROUND_STATES: Mapping[RoundState, StateLook] = {
    RoundState.PREPARING: StateLook(
        pgettext_lazy("opinion round", "Being prepared"), Tone.PLAIN, "draft"
    ),
    RoundState.WAITING_APPROVAL: StateLook(
        pgettext_lazy("opinion round", "Waits for approval"), Tone.CAUTION, "waiting"
    ),
    RoundState.OPEN: StateLook(pgettext_lazy("opinion round", "Open"), Tone.PLAIN, "open"),
    RoundState.CLOSED: StateLook(
        pgettext_lazy("opinion round", "Closed, not concluded"), Tone.CAUTION, "locked"
    ),
    RoundState.CONCLUDED: StateLook(pgettext_lazy("opinion round", "Concluded"), Tone.GOOD, "done"),
    RoundState.CANCELLED: StateLook(
        pgettext_lazy("opinion round", "Cancelled"), Tone.UNKNOWN, "refused"
    ),
}
REQUEST_STATES: Mapping[InvitationState, StateLook] = {
    InvitationState.QUEUED: StateLook(
        pgettext_lazy("opinion request", "Not sent yet"), Tone.UNKNOWN, "waiting"
    ),
    InvitationState.SENT: StateLook(pgettext_lazy("opinion request", "Sent"), Tone.PLAIN, "sent"),
    InvitationState.BOUNCED: StateLook(
        pgettext_lazy("opinion request", "Letter came back"), Tone.CAUTION, "warning"
    ),
    InvitationState.EXTENSION_ASKED: StateLook(
        pgettext_lazy("opinion request", "Asks for more time"), Tone.CAUTION, "clock"
    ),
    InvitationState.EXTENDED: StateLook(
        pgettext_lazy("opinion request", "Has more time"), Tone.PLAIN, "clock"
    ),
    InvitationState.ANSWERED: StateLook(
        pgettext_lazy("opinion request", "Answered"), Tone.GOOD, "done"
    ),
    InvitationState.OVERDUE: StateLook(
        pgettext_lazy("opinion request", "Overdue"), Tone.CAUTION, "late"
    ),
    InvitationState.CLOSED_WITHOUT_ANSWER: StateLook(
        pgettext_lazy("opinion request", "No answer"), Tone.UNKNOWN, "silent"
    ),
}
ANSWER_KINDS: Mapping[AnswerKind, StateLook] = {
    AnswerKind.AGREE: StateLook(pgettext_lazy("opinion", "Agree"), Tone.GOOD, "done"),
    AnswerKind.AGREE_WITH_COMMENTS: StateLook(
        pgettext_lazy("opinion", "Agree, with comments"), Tone.PLAIN, "draft"
    ),
    AnswerKind.OBJECT: StateLook(pgettext_lazy("opinion", "Do not agree"), Tone.CAUTION, "refused"),
    AnswerKind.NO_COMMENT: StateLook(
        pgettext_lazy("opinion", "No comment"), Tone.UNKNOWN, "silent"
    ),
    AnswerKind.NOT_COMPETENT: StateLook(
        pgettext_lazy("opinion", "Not our competence"), Tone.UNKNOWN, "forward"
    ),
    AnswerKind.MORE_TIME: StateLook(
        pgettext_lazy("opinion", "Needs more time"), Tone.CAUTION, "clock"
    ),
}
#: What an agency chooses from, with a line each.
ANSWER_HINTS: Mapping[AnswerKind, str | Promise] = {
    AnswerKind.AGREE: gettext_lazy("Nothing to add."),
    AnswerKind.AGREE_WITH_COMMENTS: gettext_lazy("Write the comments below."),
    AnswerKind.OBJECT: gettext_lazy("Write below what is wrong, and why."),
    AnswerKind.NO_COMMENT: gettext_lazy("Your agency has nothing to say about it."),
    AnswerKind.NOT_COMPETENT: gettext_lazy("Say which agency it is, as far as you know."),
}
ANSWER_VIAS: Mapping[AnswerVia, str | Promise] = {
    AnswerVia.OFFICER: gettext_lazy("by account"),
    AnswerVia.LINK: gettext_lazy("by the link"),
    AnswerVia.PAPER: gettext_lazy("by letter"),
    AnswerVia.MACHINE: gettext_lazy("by a machine of the agency"),
}
PROPOSAL_REASONS: Mapping[ProposalReason, str | Promise] = {
    ProposalReason.COMPETENT: gettext_lazy("competent for this matter"),
    ProposalReason.SUBJECT: gettext_lazy("the claim is about it"),
    ProposalReason.LEAD: gettext_lazy("leads the network"),
    ProposalReason.PLACE: gettext_lazy("it was reported from there"),
    ProposalReason.EARLIER: gettext_lazy("was asked before in this matter"),
}
CLOSINGS: Mapping[Closing, str | Promise] = {
    Closing.NONE: "",
    Closing.EARLY: gettext_lazy("closed early"),
    Closing.DUE: gettext_lazy("closed when its time was over"),
    Closing.CASE_CLOSED: gettext_lazy("closed together with its case"),
}
WHOMS: Words = {
    Whom.OFFICER: gettext_lazy("the focal officers on duty"),
    Whom.LEADER: gettext_lazy("who approves for the agency"),
}


def length_words(length: Length) -> str:
    """“7 working days” or “until 3/4/2026”."""
    if length.mode is LengthMode.DAY:
        return _("until %(day)s") % {"day": day(length.due_on)}
    number = length.days or 0
    if length.mode is LengthMode.WORKING:
        return ngettext("%(n)s working day", "%(n)s working days", number) % {"n": number}
    return ngettext("%(n)s calendar day", "%(n)s calendar days", number) % {"n": number}


def reminder_words(step: ReminderStep) -> str:
    """One reminder of a plan as a line."""
    number = abs(step.days)
    if step.days == 0:
        when = _("on the day of the deadline")
    elif step.mode is Mode.WORKING:
        when = (
            ngettext("%(n)s working day before", "%(n)s working days before", number)
            if step.days < 0
            else ngettext("%(n)s working day after", "%(n)s working days after", number)
        ) % {"n": number}
    else:
        when = (
            ngettext("%(n)s calendar day before", "%(n)s calendar days before", number)
            if step.days < 0
            else ngettext("%(n)s calendar day after", "%(n)s calendar days after", number)
        ) % {"n": number}
    line = _("%(when)s: to %(whom)s") % {"when": when, "whom": word(WHOMS, step.whom)}
    return _("%(line)s, urgent") % {"line": line} if step.hard else line


def silence_words(opinion_round: OpinionRound) -> str:
    if opinion_round.silence_agrees:
        return _("No answer by then counts as agreement, and is recorded as silence.")
    return _("No answer by then is recorded as silence. It does not count as agreement.")


def group_name(group: Group) -> str:
    """With the number of its agencies."""
    kind, _sep, code = group.code.partition(":")
    names = {
        "kind": _("All of the kind “%(name)s”") % {"name": word(AGENCY_KINDS, code)},
        "round": _("Those of round %(name)s") % {"name": group.name},
    }
    name = names.get(kind, _("Team “%(name)s”") % {"name": group.name})
    return f"{name} ({len(group.agencies)})"
