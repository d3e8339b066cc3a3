"""The rule of the inbox and its parts, as the code has them."""

from __future__ import annotations

from docs.generated.markdown import code, table
from sangto.cases.domain import inbox
from sangto.cases.domain.inbox import Part

PARTS: dict[Part, str] = {
    Part.TRIAGE: "A claim without a case and with a report that waits for an answer; a case "
    "without a category; a closed case to which a report came that its end does not answer.",
    Part.WORK: "The case has its category and is verified.",
    Part.APPROVAL: "A verdict waits for its second signature.",
    Part.CLOSED: "The case ended; the last closed first.",
    Part.NONE: "Shown nowhere: the claim went up in another one, or nobody waits for an answer.",
}


def parts() -> str:
    return table(("part", "what is in it"), ((code(part), PARTS.get(part, "")) for part in Part))


def points() -> str:
    """What a claim weighs. The amounts stand without a currency sign, in dong."""
    return table(
        ("what", "points", "at most"),
        (
            (
                "each person who asked in the last 24 hours",
                str(inbox.POINTS_AN_ASKER),
                str(inbox.MOST_FOR_ASKERS),
            ),
            (
                "it grows fast",
                str(inbox.POINTS_FOR_GROWTH),
                str(inbox.POINTS_FOR_GROWTH),
            ),
            *(
                (f"money lost, from {least:,} dong on", str(given), str(_most_for_money()))
                for least, given in inbox.MONEY_STEPS
            ),
            (
                "an agency is imitated, or a link looks like a protected site",
                str(inbox.POINTS_FOR_IMITATION),
                str(inbox.POINTS_FOR_IMITATION),
            ),
            (
                "each place after the first from which it was reported",
                str(inbox.POINTS_A_PLACE),
                str(inbox.MOST_FOR_SPREAD),
            ),
            ("**all of it together**", "", f"**{inbox.HEAD_START}**"),
        ),
    )


def _most_for_money() -> int:
    return max(given for _, given in inbox.MONEY_STEPS)
