"""The model knows no author, poster or profile; the texts exist in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import render_to_string

import sangto.intake
from sangto.intake.domain.consent import ACCEPTED_VERSIONS, LANGUAGES, consent_template
from sangto.intake.domain.reports import CLOSING, REPORT_WORKFLOW, Closing
from sangto.intake.permissions import (
    LEAD_PERMISSIONS,
    MEMBER_PERMISSIONS,
    IntakePermission,
    may,
)
from sangto.kernel.actor import Actor, ActorKind, Role, operator_actor, public_actor, system_actor

FORBIDDEN = re.compile(
    r"author|poster|profile|account|handle|username|user_?name|sharer|suspect|person|nick",
)


@pytest.mark.parametrize("room", ["documents", "notices", "intake"])
def test_no_field_says_who_wrote_or_shared(room: str) -> None:
    for model in apps.get_app_config(room).get_models():
        for field in model._meta.get_fields():
            assert not FORBIDDEN.search(field.name), f"{model.__name__}.{field.name}"


def test_every_closing_has_its_text() -> None:
    assert set(CLOSING) == set(Closing)
    assert all(len(text) > 40 for text in CLOSING.values())
    assert not any("!" in text for text in CLOSING.values())


@pytest.mark.parametrize("version", sorted(ACCEPTED_VERSIONS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_consent_can_be_read(version: str, language: str) -> None:
    text = render_to_string(consent_template(version, language))
    assert len(text.splitlines()) >= 5


def test_an_unknown_language_reads_vietnamese() -> None:
    assert consent_template("2026-1", "fr") == consent_template("2026-1", "vi")


def test_the_final_state_is_closed() -> None:
    assert REPORT_WORKFLOW.final_states() == {"closed"}


@pytest.mark.parametrize("lead", [True, False])
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.EDITOR])
def test_roles_without_content_rights_have_none(role: Role, lead: bool) -> None:
    actor = Actor(ActorKind.STAFF, 1, 1, frozenset({role}), lead)
    assert [p for p in IntakePermission if may(actor, p)] == [IntakePermission.SUBMIT]


def test_nobody_outside_the_lead_agency_reads_or_discloses_by_role() -> None:
    reserved = {IntakePermission.CONTENT_READ, IntakePermission.DISCLOSE}
    assert all(not permissions & reserved for permissions in MEMBER_PERMISSIONS.values())
    readers = {
        role for role, held in LEAD_PERMISSIONS.items() if IntakePermission.CONTENT_READ in held
    }
    assert readers == {Role.DESK_OFFICER, Role.APPROVER}


def test_neither_jobs_nor_a_shell_read_content() -> None:
    for actor in (public_actor(), system_actor("x"), operator_actor("x")):
        assert not may(actor, IntakePermission.CONTENT_READ)


def test_the_domain_knows_no_django() -> None:
    folder = Path(sangto.intake.__file__).parent / "domain"
    for path in folder.glob("*.py"):
        assert "django" not in path.read_text(encoding="utf-8"), path.name
