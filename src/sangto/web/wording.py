"""Words of the screens for the codes of the rooms; one place, so that every page agrees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django import forms
from django.utils.dateformat import format as format_date
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sangto.cases import wording as cases
from sangto.kernel.actor import Role
from sangto.kernel.categories import IndicatorKind, Topic
from sangto.kernel.errors import Refusal
from sangto.matching.domain.reasons import Reason

Words = Mapping[str, str | Promise]

CATEGORY_NAMES: Words = cases.CATEGORY_NAMES
TOPIC_NAMES: Words = {
    Topic.HEALTH: _("Health"),
    Topic.DISASTER: _("Disaster and weather"),
    Topic.PROCEDURE: _("Public procedure"),
    Topic.PRICE: _("Price and fee"),
    Topic.PRODUCT_SAFETY: _("Product safety"),
    Topic.TRAFFIC_SAFETY: _("Traffic safety"),
}
INDICATOR_NAMES: Words = {
    IndicatorKind.DOMAIN: _("Website"),
    IndicatorKind.LINK: _("Link"),
    IndicatorKind.PHONE: _("Phone number"),
    IndicatorKind.ACCOUNT: _("Bank account"),
    IndicatorKind.WALLET: _("E-wallet"),
}
ROLE_NAMES: Words = {
    Role.FOCAL_OFFICER: _("Focal officer"),
    Role.DESK_OFFICER: _("Desk officer"),
    Role.APPROVER: _("Approver"),
    Role.EDITOR: _("Editor"),
    Role.APPEALS_OFFICER: _("Appeals officer"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMINISTRATOR: _("Administrator"),
}
#: What the person who chooses a category confirms, by the codes in ``kernel.categories``.
CHECK_STATEMENTS: Words = {
    "asks_for_money_or_credentials": _("It asks for money, passwords, codes or personal data"),
    "not_a_commercial_dispute": _("It is no ordinary dispute between a buyer and a seller"),
    "is_a_link_or_app": _("It is a link, a file or an app"),
    "not_a_post_or_article": _("The link does not lead to a post or an article"),
    "pretends_to_be_somebody": _("It pretends to be an agency, a company or a person"),
    "meant_to_deceive": _("It is meant to deceive, and asks for something"),
    "not_a_parody": _("It is no parody and no fan page"),
    "is_a_public_website": _("It is a public website"),
    "content_not_from_its_owner": _("The content does not come from the site's owner"),
    "checkable_fact": _("It states a fact that can be checked"),
    "not_opinion_or_criticism": _("It is no opinion and no criticism"),
    "not_politics_or_religion": _("It is no political or religious view"),
    "not_satire_art_or_journalism": _("It is no satire, art or journalism"),
    "not_conduct_of_officials_or_agencies": _(
        "It is not about the conduct or merit of officials, agencies, parties, policies, "
        "protests or faiths"
    ),
    "not_a_complaint": _("It is no complaint"),
    "reported_by_the_person_concerned": _("The person concerned reported it"),
    "hotline_was_shown": _("The child protection hotline was shown"),
    "about_a_public_service": _("It is about a public service"),
}


def word(words: Words, code: str) -> str:
    """The word for a code, or the code itself where there is none."""
    return str(words.get(code, code))


def refusal_text(refusal: Refusal) -> str:
    """The refusal in the current language, with the words for any codes in it. Where a parameter
    has an English twin (``items``, ``items_en``) the page's language chooses."""
    given = dict(refusal.params)
    if get_language() == "en":
        given |= {name.removesuffix("_en"): given[name] for name in given if name.endswith("_en")}
    params = {name: _shown(value) for name, value in given.items()}
    message = gettext(refusal.message)
    return message % params if params else message


def _shown(value: object) -> object:
    if isinstance(value, date):
        return format_date(value, "d/m/Y" if get_language() == "vi" else "j F Y")
    for words in (CATEGORY_NAMES, TOPIC_NAMES, INDICATOR_NAMES):
        if value in words:
            return str(words[str(value)])
    return gettext(value) if isinstance(value, str) and value else value


def reason_text(reason: Reason) -> str:
    """Why something matched, or what an address gives away, in the current language."""
    message = gettext(reason.message)
    return message % dict(reason.params) if reason.params else message


def add_refusal(form: forms.Form, refusal: Refusal) -> None:
    """The refusal as an error of the field that it names, or of the whole form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, refusal_text(refusal))
