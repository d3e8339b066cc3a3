"""What writes each generated block, by the name that stands in the marker."""

from __future__ import annotations

from collections.abc import Callable

from docs.generated import commands, lists, rights, workflows

BLOCKS: dict[str, Callable[[], str]] = {
    "workflow report": workflows.report,
    "workflow case": workflows.case,
    "workflow version": workflows.version,
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
    "category checks": lists.category_checks,
    "topics": lists.topics,
    "ratings": lists.ratings,
    "deadlines": lists.deadlines,
    "deadlines by category": lists.deadlines_by_category,
    "closing explanations": lists.closing_explanations,
}
