"""Reports to providers on the desk: from the case to an answer, by two people."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sangto.handling.models import AbuseReport, ProviderContact
from sangto.kernel.actor import Role
from sangto.kernel.categories import Category
from tests.factories.abuse import PAGE, SCAM, drafted, provider, sent
from tests.factories.cases import World, categorised
from tests.web.desk_scene import queries_of, signed_in, text_of


@pytest.fixture
def officer(world: World) -> Client:
    return signed_in(world.lead, Role.DESK_OFFICER)


@pytest.fixture
def second(world: World) -> Client:
    return signed_in(world.lead, Role.APPROVER)


def written(world: World, **changes: str) -> dict[str, str]:
    return {
        "target_kind": "page",
        "address": PAGE,
        "ground": "credential_form",
        "facts": "A form asks for the code of the bank.",
        "provider": str(provider(world).pk),
        **changes,
    }


def test_from_the_case_to_an_answer(world: World, officer: Client, second: Client) -> None:
    case = categorised(world)
    assert reverse("desk_abuse_new", args=[case.reference]) in text_of(
        officer.get(reverse("desk_case", args=[case.reference]))
    )
    answer = officer.post(reverse("desk_abuse_new", args=[case.reference]), written(world))
    report = AbuseReport.objects.get()
    page = reverse("desk_abuse_report", args=[report.reference])
    assert answer["Location"] == page

    def post(client: Client, name: str, **data: object) -> None:
        where = reverse(f"desk_abuse_{name}", args=[report.reference])
        assert client.post(where, data)["Location"] == page
        report.refresh_from_db()

    post(officer, "evidence", added=SimpleUploadedFile("mail.txt", SCAM))
    shown = text_of(second.get(page))
    assert "hxxps://nop-phat-nguoi[.]example" in shown
    found = re.search(r'name="read" value="([0-9a-f]{64})"', shown)
    assert found is not None
    post(second, "approve", read=found[1])
    assert report.state == "approved"
    assert second.get(reverse("desk_abuse_paper", args=[report.reference])).status_code == 200
    post(officer, "send")
    assert report.state == "sent"
    post(officer, "settle", action="acknowledge", note="Mã 12")
    assert report.state == "acknowledged"
    assert report.sent_at is not None
    on = timezone.localdate(report.sent_at)
    seen = {"seen_on_day": on.day, "seen_on_month": on.month, "seen_on_year": on.year}
    post(officer, "recheck", seen="gone", **seen)
    assert report.rechecks.get().seen == "gone"
    shown = text_of(officer.get(reverse("desk_case", args=[case.reference])))
    assert report.reference in shown


def test_the_reason_stands_at_the_field(world: World, officer: Client) -> None:
    case = categorised(world)
    where = reverse("desk_abuse_new", args=[case.reference])
    for changes, words in (
        ({"address": "https://facebook.com/a.b/posts/123456789"}, "This is a post"),
        ({"address": "https://dichvucong.gov.vn/"}, "legitimate site"),
        ({"ground": ""}, "Choose the ground"),
    ):
        answer = officer.post("/en" + where, written(world, **changes))
        assert answer.status_code == 422
        assert words in text_of(answer)
    drafted(world, case=case)
    assert "already reported" in text_of(officer.post("/en" + where, written(world)))


@pytest.mark.parametrize("category", [Category.IMPERSONATION, Category.COMPROMISED_SITE])
def test_the_form_asks_what_the_category_needs(
    world: World, officer: Client, category: Category
) -> None:
    case = categorised(world, category)
    shown = text_of(officer.get(reverse("desk_abuse_new", args=[case.reference])))
    assert ("not_a_parody" in shown) == (category is Category.IMPERSONATION)
    assert ("owner_told_how" in shown) == (category is Category.COMPROMISED_SITE)


def test_the_list_costs_the_same_for_one_and_for_three(world: World, officer: Client) -> None:
    where = reverse("desk_abuse_reports")
    sent(world)
    one = queries_of(officer, where)
    drafted(world, address="https://b.example/b")
    drafted(world, address="https://c.example/b")
    assert queries_of(officer, where) == one


def test_the_book_and_its_texts(world: World, officer: Client) -> None:
    entry = {
        "name": "Máy chủ Mẫu",
        "kind": "host",
        "address": "",
        "format": "mail",
        "language": "vi",
        "covers": "xau.example\nvn",
        "source": "https://maychu.example/abuse",
    }
    where = "/en" + reverse("desk_provider_new")
    refused = officer.post(where, entry)
    assert refused.status_code == 422
    assert "needs the e-mail address" in text_of(refused)
    officer.post(where, entry | {"address": "abuse@maychu.example"})
    contact = ProviderContact.objects.get()
    assert contact.covers == ["xau.example", "vn"]
    text = {"provider": "", "ground": "", "language": "vi", "subject": "A", "body": "{target}"}
    assert officer.post(reverse("desk_provider_text"), text).status_code == 302
    shown = text_of(officer.get(reverse("desk_providers")))
    assert "abuse@maychu.example" in shown
    officer.post(reverse("desk_provider_end", args=[contact.pk]))
    contact.refresh_from_db()
    assert contact.valid_until is not None
