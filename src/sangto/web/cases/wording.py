"""Words of the desk for states, steps and choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangto.cases.domain.states import CaseOutcome, EntryKind
from sangto.cases.queries import InboxStatus
from sangto.intake.domain.reports import Channel, Closing, OriginKind
from sangto.kernel.categories import Category
from sangto.matching.domain.joins import Left
from sangto.matching.domain.kinds import LinkMethod
from sangto.verdicts.domain.version import VersionStatus
from sangto.web.templatetags.rating_looks import Tone

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class StateLook:
    """A state as word and shape; without a tone the badge is a quiet one."""

    word: StrOrPromise
    tone: str = ""
    icon: str = ""


STATES: Mapping[InboxStatus, StateLook] = {
    InboxStatus.NEW: StateLook(_("New"), Tone.PLAIN, "open"),
    InboxStatus.TRIAGE: StateLook(_("In triage"), Tone.PLAIN, "search"),
    InboxStatus.VERIFYING: StateLook(_("Being verified"), Tone.PLAIN, "waiting"),
    InboxStatus.SIGNING: StateLook(_("Waits for approval"), Tone.CAUTION, "draft"),
    InboxStatus.CLOSED: StateLook(_("Closed"), Tone.UNKNOWN, "done"),
}
VERSION_STATES: Mapping[VersionStatus, StateLook] = {
    VersionStatus.DRAFT: StateLook(_("Draft"), Tone.PLAIN, "draft"),
    VersionStatus.SUBMITTED: StateLook(_("Waits for approval"), Tone.CAUTION, "waiting"),
    VersionStatus.PUBLISHED: StateLook(_("Published"), Tone.GOOD, "done"),
    VersionStatus.SUPERSEDED: StateLook(
        _("Replaced by a later version"), Tone.OUTDATED, "outdated"
    ),
    VersionStatus.WITHDRAWN: StateLook(_("Withdrawn"), Tone.UNKNOWN, "refused"),
    VersionStatus.HELD: StateLook(_("Held"), Tone.UNKNOWN, "locked"),
    VersionStatus.RELEASED: StateLook(_("Released as a suggestion"), Tone.PLAIN, "done"),
}
OUTCOME_NAMES: Mapping[CaseOutcome, str | Promise] = {
    CaseOutcome.NONE: "",
    CaseOutcome.VERDICT: _("Ended with a verdict"),
    CaseOutcome.ANSWERED: _("Answered"),
    CaseOutcome.OUT_OF_SCOPE: _("Explained to the sender: outside what this desk does"),
    CaseOutcome.ARCHIVED: _("Record of an archive"),
    CaseOutcome.JOINED: _("Joined with another case"),
    CaseOutcome.WITHDRAWN: _("Withdrawn by everybody who had sent it"),
}
CATEGORY_HINTS: Mapping[Category, str | Promise] = {
    Category.FRAUD: _(
        "Fake fines, prizes, jobs, loans, investments, shops, relatives or QR codes."
    ),
    Category.MALICIOUS_LINK: _("Phishing pages, malware and fake apps."),
    Category.IMPERSONATION: _(
        "An account, page, domain or document pretends to be an agency, a company or a person "
        "in order to deceive."
    ),
    Category.COMPROMISED_SITE: _(
        "A public website that was broken into, or that carries pages its owner did not put there."
    ),
    Category.FACTUAL_CLAIM: _(
        "A fact that can be checked, on a topic of the closed list. It may be true. A second "
        "person from another agency confirms the choice."
    ),
    Category.PRIVACY: _(
        "Somebody's private data or intimate images, reported by that person. Nothing about it "
        "is published."
    ),
    Category.CHILD_SAFETY: _("Danger to a child. The hotline comes first; nothing is published."),
    Category.SERVICE_FEEDBACK: _(
        "A complaint or a question about a public service. That service answers it; nothing is "
        "done about whoever wrote it."
    ),
}
CLOSING_NAMES: Mapping[Closing, str | Promise] = {
    Closing.PROTECTED_EXPRESSION: _("Opinion, criticism, satire, belief or journalism"),
    Closing.CONDUCT_OF_OFFICIALS: _("About the work or conduct of officials or agencies"),
    Closing.NOT_CHECKABLE: _("Nothing that could be shown to be right or wrong"),
    Closing.NOTHING_TO_CHECK: _("No message, link or claim in it"),
    Closing.PRIVATE_DISPUTE: _("A matter between people or businesses"),
    Closing.ADVERTISING: _("Ordinary advertising"),
    Closing.HELP_ELSEWHERE: _("Others are responsible for it"),
}
ENTRY_TITLES: Mapping[EntryKind, str | Promise] = {
    EntryKind.OPENED: _("Case opened"),
    EntryKind.JOINED: _("Joined the work"),
    EntryKind.CATEGORY: _("Category chosen"),
    EntryKind.CONFIRMED: _("Category confirmed by a second agency"),
    EntryKind.ASSIGNED: _("Assigned"),
    EntryKind.TRANSFERRED: _("Passed on"),
    EntryKind.ESCALATED: _("Raised to the committee"),
    EntryKind.NOTE: _("Note"),
    EntryKind.VERDICT: _("Verdict"),
    EntryKind.ANSWER: _("Answered"),
    EntryKind.CLOSED: _("Case closed"),
    EntryKind.REOPENED: _("Taken up again"),
    EntryKind.MERGED: _("Joined with another claim"),
    EntryKind.SPLIT: _("Reports split off"),
    EntryKind.JOIN_UNDONE: _("Joining or splitting undone"),
    EntryKind.TASK: _("Task"),
    EntryKind.CHECKLIST: _("Checklist"),
    EntryKind.GROUND: _("Legal ground"),
    EntryKind.COPY: _("Copy list"),
    EntryKind.DIRECTED: _("Direction of the committee"),
    EntryKind.DEADLINE: _("The deadline moved"),
    EntryKind.ROUND: _("Opinion round"),
    EntryKind.MEETING: _("Meeting"),
    EntryKind.MEASURE: _("Measure"),
    EntryKind.APPEAL: _("Appeal"),
}
ROUND_STEPS: Mapping[str, str | Promise] = {
    "prepared": _("Opinion round %(reference)s prepared"),
    "submitted": _("Opinion round %(reference)s waits for approval"),
    "sent_back": _("Opinion round %(reference)s given back"),
    "opened": _("Opinion round %(reference)s opened"),
    "invited": _("Opinion round %(reference)s: more agencies asked"),
    "answered": _("Opinion round %(reference)s: %(agency)s answered"),
    "registered": _("Opinion round %(reference)s: letter of %(agency)s entered"),
    "time_asked": _("Opinion round %(reference)s: %(agency)s asks for more time"),
    "time_granted": _("Opinion round %(reference)s: more time for %(agency)s"),
    "time_refused": _("Opinion round %(reference)s: no more time for %(agency)s"),
    "deadline": _("Opinion round %(reference)s: the deadline moved"),
    "inherited": _("Opinion round %(reference)s: the request passed to %(agency)s"),
    "closed": _("Opinion round %(reference)s closed"),
    "concluded": _("Opinion round %(reference)s concluded"),
    "cancelled": _("Opinion round %(reference)s cancelled"),
}
VERDICT_STEPS: Mapping[str, str | Promise] = {
    "drafted": _("Verdict: draft begun"),
    "submit": _("Verdict: handed in for approval"),
    "send_back": _("Verdict: given back"),
    "sent_back": _("Verdict: given back, with the reason"),
    "published": _("Verdict: approved and published"),
    "reopen": _("Taken up again for a new version"),
    "redacted": _("Verdict: something in it was masked"),
    "withdrawn": _("Verdict: taken back"),
    "by_sender": _("Opened again because the sender asked for another look"),
}
ORIGIN_NAMES: Mapping[OriginKind, str | Promise] = {
    OriginKind.CITIZEN: _("a person"),
    OriginKind.MEMBER_AGENCY: _("a member agency"),
    OriginKind.MACHINE: _("a machine"),
    OriginKind.ARCHIVE: _("an archive"),
}
CHANNEL_NAMES: Mapping[Channel, str | Promise] = {
    Channel.WEB: _("the website"),
    Channel.COMMAND_LINE: _("the command line"),
    Channel.DESK: _("the desk"),
    Channel.ARCHIVE: _("an archive"),
    Channel.API: _("the API"),
}
LEFT_NAMES: Mapping[Left, str | Promise] = {
    Left.BACK: _("went back"),
    Left.MOVED: _("stayed: it was moved elsewhere since"),
    Left.ANSWERED: _("stayed: its sender was answered since"),
    Left.CLOSED: _("stayed: it was closed since"),
    Left.ORIGIN: _("stayed: the other case began with it"),
    Left.GONE: _("is gone"),
}
METHOD_NAMES: Mapping[LinkMethod, str | Promise] = {
    LinkMethod.EXACT: _("the same text"),
    LinkMethod.LINK: _("the same link"),
    LinkMethod.DOMAIN: _("the same website"),
    LinkMethod.PHONE: _("the same phone number"),
    LinkMethod.ACCOUNT: _("the same account"),
    LinkMethod.WALLET: _("the same wallet"),
    LinkMethod.NEAR: _("nearly the same words"),
    LinkMethod.PICTURE: _("a picture that looks the same"),
    LinkMethod.RETOLD: _("the same in other words"),
    LinkMethod.OFFICER: _("put here by an officer"),
    LinkMethod.NEW: _("the first report of it"),
}
#: Codes of matching, as short reasons why two claims may be one.
SUGGESTION_REASONS: Mapping[str, str | Promise] = {
    "match.same": _("the same text"),
    "match.words": _("nearly the same words"),
    "match.contains": _("the one stands in the other"),
    "match.part": _("the one stands in the other"),
    "match.reported_link": _("the same link"),
    "match.link": _("the same link"),
    "match.domain": _("the same website"),
    "match.phone": _("the same phone number"),
    "match.account": _("the same account"),
    "match.wallet": _("the same wallet"),
    "match.retold": _("the same in other words"),
    "changed.new_link": _("with another link"),
    "changed.new_number": _("with another number"),
    "doubt.figures": _("a number or a date differs"),
    "doubt.words": _("some words differ"),
}
