"""What a check shows of another desk's verdict, and what it counts when it does not fit."""

from __future__ import annotations

import pytest
from django.test import Client

from sangto.kernel.actor import Role, operator_actor
from sangto.kernel.categories import RULES, Category, Rating
from sangto.verdicts.models import Misfit
from sangto.verdicts.services import classify_imported, hold_imported
from tests.factories.cases import make_world, reported_claim
from tests.factories.matching import SCAM, make_wording
from tests.factories.web import page_of

pytestmark = pytest.mark.django_db


def test_a_suggestion_names_its_origin_and_counts_who_says_no() -> None:
    world = make_world()
    claim = reported_claim(world)
    make_wording(claim, SCAM)
    version = hold_imported(
        claim=claim,
        title="Tin nhắn khóa tài khoản là giả",
        summary="Đừng bấm.",
        imported_from="Bàn tỉnh Khác",
        imported_address="https://khac.example/1",
        actor=operator_actor("import"),
    )
    client = Client()
    assert b"khac.example" not in client.post("/", {"text": SCAM}).content
    for person in (world.officer(), world.actor(world.press, Role.FOCAL_OFFICER)):
        classify_imported(
            version=version,
            category=Category.FRAUD,
            topic="",
            rating=Rating.SCAM,
            checks=RULES[Category.FRAUD].checks,
            actor=person,
        )
    answer = client.post("/", {"text": SCAM})
    page = page_of(answer)
    assert "Bàn tỉnh Khác" in page.one("p", class_="st-origin").text
    assert page.all("a", href="https://khac.example/1")
    assert page.one("input", name="shown").attributes["value"] == version.verdict.reference
    client.post("/phan-anh/", {"text": SCAM, "shown": version.verdict.reference})
    assert Misfit.objects.get().number == 1
    listed = client.get("/ket-luan/")
    assert "khóa tài khoản" not in page_of(listed).one("main").text
    for feed in ("feed.atom", "feed.json", "claimreview.json"):
        body = b"".join(client.get(f"/ket-luan/{feed}"))
        assert b"khac.example" not in body
