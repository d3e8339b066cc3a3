"""The drafting table: nothing typed is lost, nobody signs their own work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from sangto.kernel.actor import Role
from sangto.kernel.categories import Category
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import Source, VerdictVersion
from tests.factories.cases import World, categorised, make_world
from tests.factories.organisations import make_member
from tests.factories.verdicts import drafted, submitted
from tests.web.desk_scene import client_of, hidden, seen, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def page_of(version: VerdictVersion) -> str:
    return reverse("desk_version", args=[version.verdict.reference, version.number])


def typed(read: str, **changes: Any) -> dict[str, Any]:
    last = timezone.localdate() + timedelta(days=90)
    return {
        "read": read,
        "rating": "scam",
        "title": "Tin nhắn trúng xe là giả",
        "summary": "Đây là lừa đảo.",
        "explanation": "Không có giải.",
        "grounds": ["blhs-174"],
        "valid_until_day": str(last.day),
        "valid_until_month": str(last.month),
        "valid_until_year": str(last.year),
        **changes,
    }


def test_expired_grounds_are_not_offered(world: World) -> None:
    page = text_of(signed_in(world.lead).get(page_of(drafted(world))))
    assert 'value="blhs-174"' in page
    assert 'value="attt-2015"' not in page


def test_a_source_is_added_and_removed_with_the_text_kept(world: World) -> None:
    version = drafted(world)
    client = signed_in(world.lead)
    page = page_of(version)
    added = typed(
        seen(client, page, "read"),
        summary="Câu trả lời mới.",
        **{
            "source-title": "Trang hai",
            "source-publisher": "Hội người tiêu dùng",
            "source-address": "https://hai.example/",
        },
    )
    assert client.post(page, added)["Location"] == f"{page}#sources"
    version.refresh_from_db()
    assert version.summary == "Câu trả lời mới."
    first, second = Source.objects.filter(version=version)
    data = typed(seen(client, page, "read"), remove=str(first.pk), title="Tên khác")
    client.post(page, data)
    assert list(Source.objects.filter(version=version)) == [second]
    version.refresh_from_db()
    assert version.title == "Tên khác"


def test_a_bad_source_is_refused_beside_its_fields_and_nothing_is_lost(world: World) -> None:
    version = drafted(world)
    client = signed_in(world.lead)
    page = page_of(version)
    data = typed(
        seen(client, page, "read"),
        summary="Chữ vừa gõ",
        **{"source-title": "Bài", "source-publisher": "Ai đó", "source-address": "ftp://x"},
    )
    answer = client.post(page, data)
    assert answer.status_code == 422
    assert "Chữ vừa gõ" in text_of(answer)
    assert answer.context["source_form"].non_field_errors()
    assert Source.objects.filter(version=version).count() == 1


def test_evidence_is_kept_with_its_digest_and_only_saved(world: World) -> None:
    version = drafted(world)
    client = signed_in(world.lead)
    page = page_of(version)
    source = Source.objects.get(version=version)
    name = f"evidence-{source.pk}"
    wrong = SimpleUploadedFile("a.pdf", b"<script>", content_type="application/pdf")
    answer = client.post(page, typed(seen(client, page, "read"), **{name: wrong}))
    assert answer.status_code == 422
    right = SimpleUploadedFile("a.pdf", b"%PDF-1.7 ...", content_type="application/pdf")
    assert client.post(page, typed(seen(client, page, "read"), **{name: right})).status_code == 302
    source.refresh_from_db()
    assert source.file is not None
    assert source.file.sha256 in text_of(client.get(page))
    address = reverse(
        "desk_version_evidence", args=[version.verdict.reference, version.number, source.pk]
    )
    kept = client.get(address)
    assert kept.content == b"%PDF-1.7 ..."
    assert kept["Content-Disposition"].startswith("attachment")
    assert kept["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert signed_in(world.health).get(address).status_code == 404


def test_nobody_saves_over_what_a_colleague_saved(world: World) -> None:
    version = drafted(world)
    one, other = signed_in(world.lead), signed_in(world.lead)
    page = page_of(version)
    old = seen(one, page, "read")
    assert other.post(page, typed(old, summary="Của đồng nghiệp")).status_code == 302
    answer = one.post(page, typed(old, summary="Của tôi"))
    assert answer.status_code == 422
    assert "Của tôi" in text_of(answer)
    version.refresh_from_db()
    assert version.summary == "Của đồng nghiệp"
    again = hidden(text_of(answer), "read")
    assert one.post(page, typed(again, summary="Của tôi")).status_code == 302


@pytest.mark.parametrize(
    "changes",
    [
        {"rating": ""},
        {"rating": "false"},
        {"title": ""},
        {"valid_until_day": "32"},
        {"grounds": ["attt-2015"]},
        {"summary": "x" * 2001},
        {"explanation": "Tài khoản @ke.lua.dao đăng"},
        {"source-title": "Một", "source-seen_on_day": "40"},
    ],
)
def test_bad_input_is_shown_again(world: World, changes: dict[str, Any]) -> None:
    version = drafted(world)
    client = signed_in(world.lead)
    page = page_of(version)
    answer = client.post(page, typed(seen(client, page, "read"), **changes))
    assert answer.status_code == 422
    assert "govuk-error-summary" in text_of(answer)


def test_an_unfinished_draft_lists_what_is_missing_and_is_not_handed_in(world: World) -> None:
    case = categorised(world)
    client = signed_in(world.lead)
    start = reverse("desk_verdict_start", args=[case.reference])
    assert client.post(start, {"rating": "unverified", "title": "Chưa rõ"}).status_code == 302
    version = VerdictVersion.objects.get(verdict__case=case)
    page = page_of(version)
    assert len(client.get(page).context["missing"]) >= 5
    data = {"read": seen(client, page, "read"), "rating": "unverified", "title": "Chưa rõ"}
    assert client.post(page, {**data, "do": "submit"})["Location"] == page
    version.refresh_from_db()
    assert version.status == VersionStatus.DRAFT
    assert client.get(start)["Location"] == page


def test_a_draft_waits_for_the_second_agency(world: World) -> None:
    case = categorised(world, Category.FACTUAL_CLAIM)
    client = signed_in(world.lead)
    answer = client.get(reverse("desk_verdict_start", args=[case.reference]))
    assert (answer.status_code, answer["X-Refusal"]) == (409, "cases.not_confirmed")


def test_nobody_approves_their_own_work(world: World) -> None:
    writer = make_member(world.lead, Role.DESK_OFFICER, Role.APPROVER)
    client = client_of(writer)
    case = categorised(world)
    version = drafted(world, case=case)
    page = page_of(version)
    client.post(page, typed(seen(client, page, "read"), do="submit"))
    version.refresh_from_db()
    assert version.status == VersionStatus.SUBMITTED
    shown = text_of(client.get(page))
    sign = reverse("desk_version_approve", args=[version.verdict.reference, version.number])
    assert sign not in shown
    answer = client.post(sign, {"confirmed": "1", "read": ""})
    assert (answer.status_code, answer["X-Refusal"]) == (409, "verdict.own_work")
    assert sign in text_of(signed_in(world.lead, Role.APPROVER).get(page))


def test_a_submitted_version_is_read_only_and_given_back_with_a_reason(world: World) -> None:
    version = submitted(world)
    page = page_of(version)
    officer = signed_in(world.lead)
    assert officer.post(page, typed("")).status_code == 404
    approver = signed_in(world.lead, Role.APPROVER)
    back = reverse("desk_version_give_back", args=[version.verdict.reference, version.number])
    assert officer.post(back, {"reason": "Thiếu nguồn"}).status_code == 404
    assert approver.post(back, {"reason": " "}).status_code == 422
    assert approver.post(back, {"reason": "Thiếu nguồn ngoài"}).status_code == 302
    version.refresh_from_db()
    assert version.status == VersionStatus.DRAFT
    assert version.verdict.case is not None
    case_page = reverse("desk_case", args=[version.verdict.case.reference])
    assert "Thiếu nguồn ngoài" in text_of(officer.get(case_page))


def test_what_changed_after_reading_is_not_signed(world: World) -> None:
    version = submitted(world)
    approver = signed_in(world.lead, Role.APPROVER)
    sign = reverse("desk_version_approve", args=[version.verdict.reference, version.number])
    answer = approver.post(sign, {"confirmed": "1", "read": "0" * 64})
    assert (answer.status_code, answer["X-Refusal"]) == (409, "verdict.changed_since")


def test_the_preview_is_for_those_who_may_read_the_draft(world: World) -> None:
    version = drafted(world)
    preview = reverse("desk_version_preview", args=[version.verdict.reference, version.number])
    assert version.title in text_of(signed_in(world.lead).get(preview))
    assert version.title_en in text_of(signed_in(world.lead).get(f"/en{preview}"))
    assert signed_in(world.health).get(preview).status_code == 404
    assert signed_in(world.lead, Role.AUDITOR).get(preview).status_code == 404
    assert (
        signed_in(world.lead).get(reverse("verdict", args=[version.verdict.reference])).status_code
        == 404
    )
