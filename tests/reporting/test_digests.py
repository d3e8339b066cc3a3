"""Digests with their letters: who gets them, what they tell, and that none goes out twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from django.utils import translation

from sangto.audit.models import AuditEvent
from sangto.cases.services import refresh_entries
from sangto.documents.rendering import render_docx
from sangto.kernel.actor import Role, operator_actor, system_actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from sangto.kernel.worktime import ZONE
from sangto.matching.models import Claim
from sangto.notices.models import OutboxMessage
from sangto.organisations.models import Charter, Membership
from sangto.organisations.queries import actor_for
from sangto.reporting.models import Digest, DigestWish
from sangto.reporting.permissions import ROLE_PERMISSIONS, Permission, has_permission
from sangto.reporting.queries.digests import digest_for, digests_visible_to
from sangto.reporting.services import follow_digest, make_due_digests
from sangto.reporting.wording import digest_document, nothing_happened, sections_of
from tests.factories.cases import World, categorised, make_claim, make_report, make_world
from tests.factories.consultation import make_officer
from tests.factories.organisations import make_actor, make_member

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("digests.sweep")
#: A Tuesday.
DAY = datetime(2026, 6, 30, 0, 0, tzinfo=ZONE)


@pytest.fixture
def world() -> World:
    return make_world()


def at(day: int, hour: int) -> datetime:
    return DAY + timedelta(days=day, hours=hour)


def network_digests() -> list[Digest]:
    return list(Digest.objects.filter(agency__isnull=True).order_by("day"))


def tags(start: int) -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("tag", flat=True)[start:])


def follower(world: World, language: str = "vi") -> None:
    user = make_member(world.lead, Role.APPROVER, language=language)
    assert follow_digest(wanted=True, actor=actor_for(user))


def test_once_a_day_whatever_the_clock_did(world: World) -> None:
    follower(world)
    start = AuditEvent.objects.count()
    assert make_due_digests(actor=SYSTEM, now=at(0, 6)) == 0
    assert make_due_digests(actor=SYSTEM, now=at(0, 7)) == 1
    for back_and_forth in (at(0, 7), at(0, 23), at(-1, 12), at(-1, 6), at(0, 8)):
        make_due_digests(actor=SYSTEM, now=back_and_forth)
        assert len(network_digests()) == 1
    # The Monday before was an agency's day, and their first digests came out on it.
    assert tags(start) == ["digest:made"] * Digest.objects.count()
    assert OutboxMessage.objects.filter(key__contains=":user:").count() == 1
    assert make_due_digests(actor=SYSTEM, now=at(2, 9)) == 1
    first, second = network_digests()
    assert second.since == first.until == at(0, 7)
    assert second.until == at(2, 7)
    assert [digest.letters for digest in (first, second)] == [1, 1]


def test_an_empty_day_says_so_in_a_line(world: World) -> None:
    follower(world, "en")
    make_due_digests(actor=SYSTEM, now=at(0, 7))
    digest = network_digests()[0]
    body = OutboxMessage.objects.get().body
    with translation.override("en"):
        assert sections_of(digest) == []
        assert nothing_happened(digest) in body
    assert render_docx(digest_document(digest))


def test_what_it_tells(world: World) -> None:
    follower(world, "en")
    fraud = categorised(world, Category.FRAUD, title="Tin trúng thưởng", title_en="A prize")
    private = categorised(world, Category.PRIVACY, title="Vụ riêng tư", title_en="Private")
    for case in (fraud, private):
        type(case).objects.filter(pk=case.pk).update(due_at=at(-3, 17), opened_at=at(-9, 9))
    for hour in range(12):
        make_report(fraud.claim, received_at=at(-1, 8 + hour), text="Chuyển phí nhận thưởng ngay")
    refresh_entries(claims=[fraud.claim_id], now=at(0, 7))
    # Fast, but nobody said yet what it is: never told (SCOPE.md 1).
    unknown: Claim = make_claim(world.network)
    for hour in range(12):
        make_report(unknown, received_at=at(-1, 8 + hour))
    refresh_entries(claims=[unknown.pk], now=at(0, 7))
    make_due_digests(actor=SYSTEM, now=at(0, 7))
    content = network_digests()[0].content
    assert content["reports"] == 24
    assert content["by_category"] == {"": 12, "fraud": 12}
    assert content["late"] == 2
    assert [one["reference"] for one in content["late_named"]] == [fraud.reference]
    assert [one["claim"] for one in content["spreads"]] == [fraud.claim.reference]
    assert sum(content["spreads"][0]["curve"]) >= 12
    letter = OutboxMessage.objects.get()
    assert "24 reports came in." in letter.body
    assert "A prize" in letter.body
    assert "riêng tư" not in letter.body
    assert "nhận thưởng ngay" not in letter.body


def test_who_lost_the_role_or_the_wish_gets_none(world: World) -> None:
    follower(world)
    Membership.objects.filter(user__digest_wish__isnull=False).update(valid_until=at(-1, 0).date())
    leaving = make_member(world.committee, Role.APPROVER)
    assert follow_digest(wanted=True, actor=actor_for(leaving))
    start = AuditEvent.objects.count()
    assert not follow_digest(wanted=True, actor=actor_for(leaving))
    assert follow_digest(wanted=False, actor=actor_for(leaving))
    assert not follow_digest(wanted=False, actor=actor_for(leaving))
    assert tags(start) == ["digest:left"]
    make_due_digests(actor=SYSTEM, now=at(0, 7))
    assert not OutboxMessage.objects.exists()


def test_agencies_learn_on_mondays_what_waits_for_them(world: World) -> None:
    make_officer(world.health)
    make_officer(world.trade)
    case = categorised(world, Category.FRAUD)
    type(case).objects.filter(pk=case.pk).update(
        owner=world.health, owner_kind=world.health.kind, assignee=None
    )
    make_due_digests(actor=SYSTEM, now=at(6, 7))
    mine = Digest.objects.get(agency=world.health)
    # The officer of the sample charter, and the one named here.
    assert (mine.content["cases"], mine.letters) == (1, 2)
    # Nothing waits for this one, so it is not written to.
    assert Digest.objects.get(agency=world.trade).letters == 0
    letter = OutboxMessage.objects.filter(key__startswith=f"digest:{mine.pk}:")[0]
    assert case.reference in letter.body
    assert "@" not in letter.key
    made = Digest.objects.count()
    assert make_due_digests(actor=SYSTEM, now=at(7, 6)) == 0
    assert Digest.objects.count() == made


def test_a_charter_without_a_digest_gets_none(world: World) -> None:
    charter = Charter.objects.get(network=world.network)
    text = charter.source.replace("digest: daily", "digest: none")
    Charter.objects.create(
        network=world.network,
        version=charter.version + 1,
        source=text,
        digest=sha256(text.encode()).hexdigest(),
        valid_from=charter.valid_from,
    )
    assert make_due_digests(actor=SYSTEM, now=at(0, 9)) == 0


def test_who_reads_which(world: World) -> None:
    make_due_digests(actor=SYSTEM, now=at(6, 7))
    network = network_digests()[0]
    own = Digest.objects.get(agency=world.health)
    health = make_actor(world.health, Role.FOCAL_OFFICER)
    assert set(digests_visible_to(health)) == {own}
    with pytest.raises(NotVisible):
        digest_for(health, network.pk)
    for agency in (world.lead, world.committee):
        assert digest_for(make_actor(agency, Role.APPROVER), network.pk) == network
    for actor in (make_actor(world.lead, Role.AUDITOR), SYSTEM):
        with pytest.raises(NotVisible):
            digests_visible_to(actor)
    with pytest.raises(NotVisible):
        follow_digest(wanted=True, actor=make_actor(world.health, Role.APPROVER))
    with pytest.raises(NotVisible):
        make_due_digests(actor=make_actor(world.lead, Role.APPROVER))
    assert not DigestWish.objects.exists()


def test_permissions_of_every_role(world: World) -> None:
    for role in Role:
        actor = make_actor(world.lead, role)
        for permission in Permission:
            assert has_permission(actor, permission) == (permission in ROLE_PERMISSIONS[role])
    shell = operator_actor("x")
    assert {one for one in Permission if has_permission(shell, one)} == {
        Permission.DIGEST_MAKE,
        Permission.YEAR_WRITE,
    }
