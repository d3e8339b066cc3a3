"""SCOPE.md 9. Grounds, sources, two people, a public page; a record that nobody can change.

Guards: ``verdicts.domain.signoff``, constraints of ``VerdictVersion``, ``verdicts.queries``
(totals-only categories), the triggers in ``audit.guards`` and ``transparency.guards``,
``appeals.domain`` (who decides), the constraint ``register_shows_no_totals_only``.
"""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from sangto.audit.models import AuditEvent
from sangto.cases.models import Case
from sangto.intake.models import Report
from sangto.jobs.registry import HANDLERS
from sangto.kernel.actor import Role, system_actor
from sangto.kernel.categories import RULES, Category
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.models import Territory
from sangto.transparency.models import RegisterEntry
from sangto.transparency.queries import RegisterFilter, entries, hidden_totals
from sangto.transparency.services import enter_pending
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries import published
from sangto.verdicts.services import approve_and_publish, draft_verdict, submit_draft
from tests.factories.appeals import sent
from tests.factories.cases import World, categorised
from tests.factories.verdicts import content, published_verdict, submitted


def test_no_signature_without_sources_and_grounds(world: World) -> None:
    officer = world.officer()
    bare = content(sources=(), grounds=())
    version = draft_verdict(case=categorised(world, actor=officer), content=bare, actor=officer)
    with pytest.raises(Refused) as caught:
        submit_draft(version=version, actor=officer)
    assert caught.value.refusal.field in {"sources", "grounds"}


def test_two_people(world: World) -> None:
    both = world.actor(world.lead, Role.DESK_OFFICER, Role.APPROVER)
    version = submitted(world, actor=both)
    with pytest.raises((Refused, NotVisible)):
        approve_and_publish(version=version, actor=both)
    done = published_verdict(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        VerdictVersion.objects.filter(pk=done.pk).update(approved_by=done.drafted_by_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        VerdictVersion.objects.filter(pk=done.pk).update(approved_by=None)


def test_a_verdict_stands_in_public_with_its_sources(world: World) -> None:
    version = published_verdict(world)
    page = Client().get(f"/ket-luan/{version.verdict.reference}/").content.decode()
    assert version.title in page
    for source in version.sources.all():
        assert source.address in page
    for cited in version.cited_grounds.all():
        assert cited.ground.citation in page


@pytest.mark.parametrize("category", [c for c in Category if RULES[c].totals_only])
def test_of_these_categories_nothing_is_public(world: World, category: Category) -> None:
    version = published_verdict(world)
    claim = version.verdict.claim
    type(claim).objects.filter(pk=claim.pk).update(category=category.value)
    assert published(world.network) == []
    assert RULES[category].ratings == frozenset()


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_auditevent SET tag = 'x'", "DELETE FROM audit_auditevent"]
)
def test_the_record_refuses_change(world: World, statement: str) -> None:
    categorised(world)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_retention_never_touches_the_record(world: World) -> None:
    published_verdict(world)
    before = list(AuditEvent.objects.order_by("pk").values_list("pk", "leaf_hash"))
    HANDLERS["retention.sweep"]({})()
    assert list(AuditEvent.objects.order_by("pk").values_list("pk", "leaf_hash")) == before


def test_the_record_has_no_field_for_content() -> None:
    for name in ("details", "text", "title", "content", "email", "payload"):
        with pytest.raises(FieldDoesNotExist):
            AuditEvent._meta.get_field(name)


def test_every_verdict_and_appeal_has_its_public_entry(world: World) -> None:
    one = sent(world)
    enter_pending(actor=system_actor("register.enter"))
    kinds = set(RegisterEntry.objects.values_list("kind", "about"))
    assert one.appeal.version is not None
    assert kinds == {
        ("verdict", one.appeal.version.verdict.reference),
        ("appeal", one.appeal.reference),
    }
    entry = RegisterEntry.objects.get(kind="verdict")
    assert Client().get(f"/so-minh-bach/{entry.reference}/").status_code == 200


@pytest.mark.parametrize("category", [c for c in Category if RULES[c].totals_only])
def test_these_categories_have_no_entries(world: World, category: Category) -> None:
    """Whatever was published before its claim got that category, and whoever writes the row."""
    version = published_verdict(world)
    claim = version.verdict.claim
    type(claim).objects.filter(pk=claim.pk).update(category=category.value)
    assert enter_pending(actor=system_actor("register.enter")) == 0
    type(claim).objects.filter(pk=claim.pk).update(category="")
    enter_pending(actor=system_actor("register.enter"))
    row = RegisterEntry.objects.get()
    row.pk, row.number, row.reference, row.leaf, row.source_id = None, 9, "x", "x", 9
    row.category = category.value
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_totals_of_fewer_than_five_are_not_shown(world: World) -> None:
    for number in range(1, 6):
        case = categorised(world)
        Case.objects.filter(pk=case.pk).update(
            category=Category.PRIVACY.value,
            status="closed",
            outcome="answered",
            closed_at=timezone.now(),
        )
        shown = hidden_totals(world.network)
        assert [row[1:] for row in shown] == ([(Category.PRIVACY, 5)] if number == 5 else [])


def test_a_place_with_fewer_than_five_entries_is_not_named(world: World) -> None:
    place = Territory.objects.filter(network=world.network)[0]
    for number in range(1, 6):
        version = published_verdict(world)
        assert version.verdict.case is not None
        Report.objects.filter(pk=version.verdict.case.origin_report_id).update(territory=place)
        enter_pending(actor=system_actor("register.enter"))
        found = entries(world.network, RegisterFilter(territory=place.code)).entries
        assert len(found) == (5 if number == 5 else 0)
        assert all(place.name not in row.core for row in RegisterEntry.objects.all())
