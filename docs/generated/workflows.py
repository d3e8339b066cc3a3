"""State diagrams and transition tables."""

from __future__ import annotations

from docs.generated.markdown import code, fenced, table
from sangto.appeals.domain.appeals import APPEAL_WORKFLOW
from sangto.cases.domain.workflow import CASE_WORKFLOW
from sangto.consultation.domain.answers import AnswerKind
from sangto.consultation.domain.draft_workflow import DRAFT_WORKFLOW
from sangto.consultation.domain.invitations import INVITATION_WORKFLOW
from sangto.consultation.domain.meetings import MEETING_WORKFLOW
from sangto.consultation.domain.reminders import DEFAULT_PLAN
from sangto.consultation.domain.rounds import ROUND_WORKFLOW
from sangto.documents.domain.registers import INCOMING_WORKFLOW, OUTGOING_WORKFLOW
from sangto.documents.domain.signing import APPROVAL_WORKFLOW
from sangto.handling.domain.abuse import ABUSE_WORKFLOW
from sangto.handling.domain.measures import MEASURE_WORKFLOW
from sangto.handling.domain.press import PRESS_WORKFLOW
from sangto.intake.domain.reports import REPORT_WORKFLOW
from sangto.kernel.workflow import Workflow
from sangto.matching.domain import decision
from sangto.matching.domain.chances import SHARE_OF_RATE, USUAL_RATE, Stakes, sure_from
from sangto.matching.domain.kinds import LinkMethod, LinkState
from sangto.reporting.domain.periodic import PERIODIC_WORKFLOW
from sangto.verdicts.domain.version import VERSION_WORKFLOW


def report() -> str:
    return _shown(REPORT_WORKFLOW)


def case() -> str:
    return _shown(CASE_WORKFLOW)


def version() -> str:
    return _shown(VERSION_WORKFLOW)


def appeal() -> str:
    return _shown(APPEAL_WORKFLOW)


def abuse_report() -> str:
    return _shown(ABUSE_WORKFLOW)


def measure() -> str:
    return _shown(MEASURE_WORKFLOW)


def press_question() -> str:
    return _shown(PRESS_WORKFLOW)


def outgoing_document() -> str:
    return _shown(OUTGOING_WORKFLOW)


def incoming_letter() -> str:
    return _shown(INCOMING_WORKFLOW)


def approval() -> str:
    return _shown(APPROVAL_WORKFLOW)


def opinion_round() -> str:
    return _shown(ROUND_WORKFLOW)


def draft() -> str:
    return _shown(DRAFT_WORKFLOW)


def opinion_request() -> str:
    return _shown(INVITATION_WORKFLOW)


ANSWER_KINDS: dict[AnswerKind, tuple[str, str]] = {
    AnswerKind.AGREE: ("The agency agrees.", ""),
    AnswerKind.AGREE_WITH_COMMENTS: ("It agrees and adds something.", "comments"),
    AnswerKind.OBJECT: ("It does not agree.", "comments"),
    AnswerKind.NO_COMMENT: ("It has nothing to say.", ""),
    AnswerKind.NOT_COMPETENT: ("The matter is not its own.", "which agency is competent"),
    AnswerKind.MORE_TIME: ("It can not answer in time yet.", "a reason and a number of days"),
}


def answer_kinds() -> str:
    return table(
        ("kind", "meaning", "what it needs"),
        ((code(kind), *ANSWER_KINDS.get(kind, ("", ""))) for kind in AnswerKind),
    )


def reminder_plan() -> str:
    """The plan that a round has where nobody wrote another."""
    return table(
        ("working days from the deadline", "urgent", "to"),
        (
            (
                str(step.days),
                "yes" if step.hard else "",
                "focal officers on duty" if step.whom == "officer" else "who approves there",
            )
            for step in DEFAULT_PLAN.steps
        ),
    )


def meeting() -> str:
    return _shown(MEETING_WORKFLOW)


def periodic_report() -> str:
    return _shown(PERIODIC_WORKFLOW)


def _shown(workflow: Workflow) -> str:
    rows = [
        tuple(
            code(str(cell))
            for cell in (row.source, row.action, row.target, row.permission, row.audit_tag)
        )
        for row in workflow
    ]
    return "\n\n".join(
        (
            fenced("mermaid", workflow.mermaid()),
            table(("state", "action", "next state", "permission", "audit tag"), rows),
        )
    )


LINK_STATES: dict[LinkState, str] = {
    LinkState.AUTO: "Found by the machine, sure enough that the report joined by itself.",
    LinkState.SUGGESTED: "Found by the machine, and waiting for a person to say yes or no.",
    LinkState.CONFIRMED: "A person said that the report repeats this claim.",
    LinkState.REJECTED: "A person said that it does not.",
}
LINK_METHODS: dict[LinkMethod, str] = {
    LinkMethod.EXACT: "The folded text is the same.",
    LinkMethod.LINK: "The same link, after both were written in one canonical form.",
    LinkMethod.DOMAIN: "A link to the same registered domain.",
    LinkMethod.PHONE: "The same phone number.",
    LinkMethod.ACCOUNT: "The same bank account.",
    LinkMethod.WALLET: "The same wallet.",
    LinkMethod.NEAR: "The texts are alike, word by word.",
    LinkMethod.PICTURE: "A picture of it looks the same; it answers nobody by itself.",
    LinkMethod.OFFICER: "A person of the desk put it there.",
    LinkMethod.NEW: "Nothing alike was known: this report started the claim.",
}


def link_states() -> str:
    return table(
        ("state", "meaning"), ((code(state), LINK_STATES.get(state, "")) for state in LinkState)
    )


def link_methods() -> str:
    return table(
        ("method", "meaning"),
        ((code(method), LINK_METHODS.get(method, "")) for method in LinkMethod),
    )


_STAKES = {
    Stakes.WARNING: "chance from which a match answers, for a scam and its kind",
    Stakes.FACT: "… for a factual claim",
    Stakes.REASSURANCE: "… for a verdict that reassures",
}


def _needed(stakes: Stakes) -> tuple[str, str]:
    usual = f"{sure_from(USUAL_RATE, stakes):.1%} at the usual rate"
    share = SHARE_OF_RATE[stakes]
    return _STAKES[stakes], f"{usual} (1 less {share:g} × rate)" if share else "the same text"


def thresholds() -> str:
    """The numbers of matching, as the code has them."""
    return table(
        ("what", "value"),
        (
            *(_needed(stakes) for stakes in Stakes),
            ("chance from which a report joins a claim by itself", "as for an answer"),
            (
                "likeness from which it joins a claim that has no category yet",
                f"{decision.GROUP_UNTRIAGED_AT:.2f}",
            ),
            (
                "… when both hold the same single link",
                f"{decision.GROUP_BY_LINK_AT:.2f}",
            ),
            ("likeness from which a match is suggested", f"{decision.SUGGEST_AT:.2f}"),
            (
                "shared text that an answer needs",
                f"{decision.ANSWER_WORDS} words and {decision.ANSWER_CHARACTERS} characters",
            ),
            (
                "words that an answer needs when one text is only part of the other",
                str(decision.ANSWER_PART_WORDS),
            ),
            (
                "shared text that a suggestion needs",
                f"{decision.SUGGEST_WORDS} words and {decision.SUGGEST_CHARACTERS} characters",
            ),
        ),
    )
