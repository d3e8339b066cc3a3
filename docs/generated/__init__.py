"""What writes each generated block, by the name that stands in the marker."""

from __future__ import annotations

from collections.abc import Callable

from docs.generated import (
    checklists,
    commands,
    deadlines,
    figures,
    inbox,
    lists,
    rights,
    spans,
    workflows,
)

BLOCKS: dict[str, Callable[[], str]] = {
    "workflow report": workflows.report,
    "workflow case": workflows.case,
    "workflow version": workflows.version,
    "workflow outgoing document": workflows.outgoing_document,
    "workflow incoming letter": workflows.incoming_letter,
    "workflow approval": workflows.approval,
    "workflow opinion round": workflows.opinion_round,
    "workflow opinion request": workflows.opinion_request,
    "workflow measure": workflows.measure,
    "workflow meeting": workflows.meeting,
    "workflow press question": workflows.press_question,
    "workflow draft": workflows.draft,
    "answer kinds": workflows.answer_kinds,
    "reminder plan": workflows.reminder_plan,
    "links of reports": workflows.link_states,
    "link methods": workflows.link_methods,
    "thresholds": workflows.thresholds,
    "options": lists.options,
    "commands": commands.commands,
    "exit codes": commands.exit_codes,
    "permissions": rights.permissions,
    "standing": rights.standing,
    "audit tags": lists.audit_tags,
    "categories": lists.categories,
    "figures": figures.catalogue,
    "ages": figures.ages,
    "category checks": lists.category_checks,
    "topics": lists.topics,
    "ratings": lists.ratings,
    "deadlines": deadlines.lengths,
    "deadlines by category": deadlines.by_category,
    "deadline example": deadlines.example,
    "closing explanations": lists.closing_explanations,
    "checklists": checklists.checklists,
    "inbox parts": inbox.parts,
    "inbox points": inbox.points,
    "spans": spans.spans,
}
