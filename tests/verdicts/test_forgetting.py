"""Drafts go with what was deleted of their case."""

from __future__ import annotations

import pytest

from sangto.audit.models import AuditEvent
from sangto.cases.models import Case
from sangto.cases.services import close_withdrawn
from sangto.kernel.actor import system_actor
from sangto.kernel.errors import NotVisible
from sangto.verdicts.models import Verdict, VerdictVersion
from sangto.verdicts.services import delete_drafts_of_forgotten
from tests.cases.test_withdrawing import all_of, take_back
from tests.factories.cases import World
from tests.factories.verdicts import drafted, published_verdict

pytestmark = pytest.mark.django_db
SWEEP = system_actor("draft.sweep")


def test_the_draft_of_a_withdrawn_case_is_deleted(world: World) -> None:
    version, officer = drafted(world), world.officer()
    case = version.verdict.case
    assert case is not None
    assert version.sources.exists()
    assert delete_drafts_of_forgotten(actor=SWEEP) == 0
    take_back(*all_of(case))
    close_withdrawn(case=Case.objects.get(pk=case.pk), actor=officer)

    assert delete_drafts_of_forgotten(actor=SWEEP) == 1
    assert delete_drafts_of_forgotten(actor=SWEEP) == 0

    assert not VerdictVersion.objects.filter(pk=version.pk).exists()
    assert not Verdict.objects.filter(pk=version.verdict_id).exists()
    event = AuditEvent.objects.get(tag="verdict:draft_deleted")
    assert event.subject_id == str(version.pk)


def test_what_is_published_and_what_runs_stays(world: World) -> None:
    told, running = published_verdict(world), drafted(world)
    assert delete_drafts_of_forgotten(actor=SWEEP) == 0
    assert VerdictVersion.objects.filter(pk__in=[told.pk, running.pk]).count() == 2
    with pytest.raises(NotVisible):
        delete_drafts_of_forgotten(actor=world.officer())
