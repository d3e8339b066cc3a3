"""What stands on the page before sending: every answer with a way to change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sangto.intake.domain.submission import Submission, cleaned
from sangto.intake.queries import DraftView
from sangto.kernel.errors import Refusal
from sangto.kernel.text import clean
from sangto.web.intake.money import shown_money
from sangto.web.intake.steps import CONSENT, CONTACT, DOUBT, PLACE, WHAT, Step, step_of
from sangto.web.wording import refusal_text

SHOWN = 1200


def answer_rows(draft: DraftView, places: Mapping[str, str]) -> list[dict[str, object]]:
    """As it will be kept: account names and profile links are out already."""
    content = draft.content
    kept = cleaned(content.submission(language=get_language() or "vi"))
    lost = _("not said") if content.lost is None else _("no")
    if content.lost:
        lost = _("yes")
        if content.money_lost is not None:
            lost = _("%(amount)s dong") % {"amount": shown_money(content.money_lost)}
    rows = [
        _row(WHAT, _("The message"), kept.text[:SHOWN] + ("…" if len(kept.text) > SHOWN else "")),
        _row(WHAT, _("Link"), kept.link),
        {**_row(WHAT, _("Screenshots"), ""), "pictures": draft.pictures},
        _row(DOUBT, _("Why you doubt it"), kept.reason),
        _row(DOUBT, _("Money lost"), lost),
    ]
    if places:
        rows.append(
            _row(PLACE, _("Where you are"), places.get(content.territory, "") or _("not said"))
        )
    rows.append(_row(CONTACT, _("Your e-mail"), content.email or _("none: you use the receipt")))
    rows.append(
        _row(
            CONSENT,
            _("May another agency read it?"),
            _("yes, to answer me") if content.share_consent else _("no"),
        )
    )
    for row in rows:
        if row["action_url"] == _address(WHAT):
            row["stripped"] = row["value"] and _stripped(draft, kept, str(row["key"]))
    return rows


def _stripped(draft: DraftView, kept: Submission, key: str) -> bool:
    if key != _("The message"):
        return False
    return "".join(clean(draft.content.text).split()) != "".join(kept.text.split())


def _row(step: Step, key: str, value: str) -> dict[str, object]:
    return {
        "key": key,
        "value": value,
        "action_url": _address(step),
    }


def _address(step: Step) -> str:
    return f"{reverse(step.url_name)}?sua=1"


def problems(refusals: Iterable[Refusal]) -> list[dict[str, str]]:
    """For the error summary; each leads to the page where it can be mended."""
    found = []
    for refusal in refusals:
        step = step_of(refusal.field)
        found.append(
            {
                "text": refusal_text(refusal),
                "url": _address(step) if step is not None else "",
            }
        )
    return found
