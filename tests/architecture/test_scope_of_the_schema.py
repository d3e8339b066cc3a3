"""SCOPE.md 2: no field, index or search for who wrote or shared something."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Field

FORBIDDEN = re.compile(
    r"(author|poster|posted_by|profile|handle|uploader|sharer|shared_by|written_by|writer|"
    r"username|user_name|nickname|screen_name|follower|friend|sender_name|reporter_name|"
    r"ip_address|(^|_)ip($|_)|user_agent|referr?er|device|fingerprint_of|geolocation|latitude|"
    r"longitude|birth|gender|religio|ethnic|party|score_of_person|reputation)"
)
#: Of the framework: kinds of permission, not people.
FRAMEWORK = {("auth.permission", "codename")}


def our_fields() -> list[tuple[str, str]]:
    return [
        (model._meta.label_lower, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("sangto.")
        for field in model._meta.get_fields()
        if isinstance(field, Field)
    ]


def test_no_field_says_who_wrote_or_shared_something() -> None:
    found = [
        f"{model}.{name}"
        for model, name in our_fields()
        if FORBIDDEN.search(name) and (model, name) not in FRAMEWORK
    ]
    assert found == []


@pytest.mark.django_db
def test_no_column_of_the_database_does_either() -> None:
    """The tables as they stand, so that a migration by hand is seen too."""
    found: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("auth_", "django_", "account_", "sqlite_")):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")  # noqa: S608 - named by the database
            names = [column[0] for column in cursor.description]
            found += [f"{table}.{name}" for name in names if FORBIDDEN.search(name)]
    assert found == []


@pytest.mark.parametrize("name", ["author", "poster_id", "profile_url", "facebook_handle", "ip"])
def test_the_test_would_see_such_a_field(name: str) -> None:
    assert FORBIDDEN.search(name)


def test_the_columns_that_may_hold_an_indicator_are_these_alone() -> None:
    """Named one by one, so that a new one has to be looked at."""
    names = re.compile(r"(phone|account|wallet|domain|link(?!ed)|address|contact|email|iban)")
    found = {f"{model}.{name}" for model, name in our_fields() if names.search(name)}
    assert found == {
        # Of staff and agencies, not of people who report or are reported.
        "organisations.user.email",
        "organisations.invitation.email",
        "organisations.focalofficer.email",
        "organisations.agency.domains",
        "organisations.agency.office_address",
        "organisations.agency.office_phone",
        "organisations.protecteddomain.domain",
        # Where an online meeting takes place; officers who are invited to one, and guests until it
        # is over.
        "consultation.meeting.link",
        "consultation.meetinginvitee.email",
        # Of a report: stripped at intake, hashed or deleted when the case closes, or sealed.
        "intake.report.link",
        "intake.report.link_digest",
        "intake.contact.email_sealed",
        # Of the same single link in two reports: a keyed digest, gone with the report's content.
        "matching.indexentry.link_digest",
        # Where a verdict's sources can be read.
        "verdicts.source.address",
        "verdicts.verdictversion.imported_address",
        # Of desks whose feeds are followed, and of systems that are told; none is a person's.
        "verdicts.feed.address",
        "notices.webhook.address",
        # Of providers that take technical reports, and what is reported to them: never a post; of
        # an account it is erased when the report is finished, but for a keyed digest.
        "handling.providercontact.address",
        "handling.abusereport.address",
        "handling.abusereport.address_digest",
        "handling.abusereport.domain",
        # Of who objects and wants the answer: sealed, and erased after its time.
        "appeals.appealcontact.email_sealed",
        # Where what was taught can be read.
        "reporting.trainingmaterial.address",
    }
