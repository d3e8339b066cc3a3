"""The pages of a report, in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sangto.web.intake.forms import (
    ConsentForm,
    ContactForm,
    DoubtForm,
    PlaceForm,
    StepForm,
    WhatForm,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ANSWERS = "report_answers"


@dataclass(frozen=True, slots=True)
class Step:
    """One page. ``url_name`` is also its name; ``title`` stands in the browser's tab.

    ``heading`` is empty where the label of the only field is the heading.
    """

    url_name: str
    form: type[StepForm]
    title: StrOrPromise
    heading: StrOrPromise = ""


WHAT = Step("report", WhatForm, _("Send it to us to check"), _("What did you receive or see?"))
DOUBT = Step("report_doubt", DoubtForm, _("Why you doubt it"), _("What makes you doubt it?"))
PLACE = Step("report_place", PlaceForm, _("Where you are"))
CONTACT = Step("report_contact", ContactForm, _("How to tell you the answer"))
CONSENT = Step("report_consent", ConsentForm, _("Your consent"), _("Before you send it"))


def steps(*, places: bool) -> tuple[Step, ...]:
    """Without the question for the place where the network has only one."""
    return (WHAT, DOUBT, *((PLACE,) if places else ()), CONTACT, CONSENT)


def after(step: Step, *, places: bool) -> str:
    """The name of the next page's address."""
    order = [one.url_name for one in steps(places=places)]
    if step.url_name not in order:
        return CONTACT.url_name
    place = order.index(step.url_name) + 1
    return order[place] if place < len(order) else ANSWERS


def before(step: Step, *, places: bool) -> str:
    order = [one.url_name for one in steps(places=places)]
    place = order.index(step.url_name) if step.url_name in order else 0
    return order[place - 1] if place else ""


def step_of(field: str | None) -> Step | None:
    """The page on which a refused field stands."""
    for step in steps(places=True):
        if field in step.form.base_fields:
            return step
    return CONSENT if field == "consent" else None
