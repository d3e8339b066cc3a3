"""SCOPE.md 9. Grounds, sources, two people, a public page; a record that nobody can change.

Guards: ``verdicts.domain.signoff``, constraints of ``VerdictVersion``, ``verdicts.queries``
(totals-only categories), the triggers in ``audit.guards``. Appeals and the register with its
monthly totals belong to rooms that are not built yet.
"""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from sangto.audit.models import AuditEvent
from sangto.jobs.registry import HANDLERS
from sangto.kernel.actor import Role
from sangto.kernel.categories import RULES, Category
from sangto.kernel.errors import NotVisible, Refused
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries import published
from sangto.verdicts.services import approve_and_publish, draft_verdict, submit_draft
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
