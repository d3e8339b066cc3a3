"""Random walks over the life of a verdict: what always holds, whatever people try."""

from __future__ import annotations

import random

import pytest

from sangto.kernel.errors import Refused
from sangto.verdicts.domain.version import OPEN_STATUSES, VersionStatus
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.queries import digest_of
from sangto.verdicts.services import (
    approve_and_publish,
    edit_draft,
    send_back,
    start_new_version,
    submit_draft,
)
from tests.factories.cases import World
from tests.factories.verdicts import approver, content, drafted

ACTIONS = ("edit", "submit", "send_back", "approve", "renew")


@pytest.mark.parametrize("seed", range(4))
def test_walk(world: World, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a walk that can be repeated
    officer, signer = world.officer(), approver(world)
    verdict = drafted(world, actor=officer).verdict
    signed: dict[int, str] = {}
    done: set[str] = set()
    for step in range(40):
        version = verdict.versions.order_by("-number")[0]
        action = chance.choice(ACTIONS)
        try:
            match action:
                case "edit":
                    text = f"Lần {step}"
                    edit_draft(
                        version=version,
                        content=content(summary=text, change_note=text),
                        actor=officer,
                    )
                case "submit":
                    submit_draft(version=version, actor=officer)
                case "send_back":
                    send_back(version=version, reason="Xem lại nguồn.", actor=signer)
                case "approve":
                    approve_and_publish(version=version, actor=signer)
                    signed[version.number] = digest_of(version)
                case _:
                    start_new_version(verdict=verdict, actor=officer)
            done.add(action)
        except Refused:
            pass
        rows = list(VerdictVersion.objects.filter(verdict=verdict).order_by("number"))
        states = [row.status for row in rows]
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        assert states.count(VersionStatus.PUBLISHED) == int(bool(signed))
        assert sum(state in OPEN_STATUSES for state in states) <= 1
        for row in rows:
            assert row.approved_by_id != officer.user_id
            if row.number in signed:
                assert digest_of(row) == signed[row.number]
    assert done >= {"edit", "submit", "approve"}
