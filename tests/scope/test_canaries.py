"""What points at a person is planted wherever somebody can write, and nothing public shows it.

The pages are those of the address table, so that a new one is walked without being named here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from sangto.appeals.domain.appeals import Outcome, Relation
from sangto.appeals.models import Appeal
from sangto.appeals.services import check_reply, decide_appeal, take_appeal
from sangto.audit.services import seal_pending
from sangto.cases.services import add_note
from sangto.kernel.actor import Role, system_actor
from sangto.kernel.errors import Refused
from sangto.kernel.personal import MASK
from sangto.transparency.models import RegisterEntry
from sangto.transparency.services import close_days, enter_pending
from sangto.verdicts.domain.content import TEXT_FIELDS
from sangto.verdicts.domain.personal import spots
from sangto.verdicts.models import Source, VerdictVersion
from sangto.verdicts.queries import content_of, published
from sangto.verdicts.services import settle_personal, submit_draft
from sangto.verdicts.services.letters import answer_letter
from tests.factories.appeals import REASONS, sent
from tests.factories.cases import World, categorised
from tests.factories.verdicts import drafted, published_verdict
from tests.scope.planted import send

CANARIES = {
    "phone": "0912 700 451",
    "spelled": "không chín một hai bảy không không bốn năm một",
    "email": "hoang.yen.canary@thu-rieng.example",
    "identity": "001 099 770 451",
    "account": "STK 1903 7700 4519 88 Techcombank",
    "handle": "@hoangyencanary",
    "address": "203.0.113.77",
}
#: How each of them would show, also in part.
TRACES = (
    "0912700451",
    "912700451",
    "bảy không không bốn năm",
    "hoang.yen",
    "099770451",
    "190377004519",
    "hoangyencanary",
    "203.0.113.77",
)
#: What the detector finds; a handle goes at intake, an address of a machine is never kept.
WRITTEN = ", ".join(CANARIES[name] for name in ("phone", "spelled", "email", "identity", "account"))
NAME = "Hoàng Thị Yến Mẫu"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def shows(text: str) -> list[str]:
    compact = re.sub(r"[\s.\-]", "", text)
    return [
        trace
        for trace in (*TRACES, NAME)
        if trace in text or (trace.isdigit() and trace in compact)
    ]


@pytest.fixture
def planted(world: World) -> VerdictVersion:
    """An answered report, a published version whose every text holds them, as if nobody had been
    asked, an appeal with a reply, and the register of all that."""
    everything = f"{', '.join(CANARIES.values())}, {NAME}"
    browser = Client(REMOTE_ADDR=CANARIES["address"])
    report = send(browser, f"Tin này hỏi mật khẩu ngân hàng, gửi bởi {everything}", "")
    version = published_verdict(world, case=categorised(world, claim=report.claim))
    add_note(case=_opened(world), text=everything, actor=world.officer())
    for name in TEXT_FIELDS:
        long = getattr(version, name) or "Chữ"
        setattr(version, name, f"{long} {WRITTEN}, {NAME}")
    version.what_to_do = [f"Đừng gọi {WRITTEN}"]
    version.what_to_do_en = [f"Do not call {WRITTEN}"]
    version.hidden_passages = [NAME]
    version.save()
    Source.objects.filter(version=version).update(title=f"Nguồn {WRITTEN}", publisher=WRITTEN[:180])
    appeal = sent(
        world,
        version=version,
        relation=Relation.CONCERNED,
        grounds=f"Tôi là {everything} và câu này sai.",
        reply="Tôi không lập trang này.",
        email=CANARIES["email"],
    ).appeal
    desk = world.officer()
    Appeal.objects.filter(pk=appeal.pk).update(reply=f"Gọi {WRITTEN}")
    with pytest.raises(Refused):
        check_reply(appeal=appeal, show=True, actor=desk)
    Appeal.objects.filter(pk=appeal.pk).update(
        reply=f"Gọi {WRITTEN}, {NAME}",
        reply_state="shown",
        reply_checked_by=desk.user_id,
        reply_hidden=[NAME],
    )
    officer = world.actor(world.press, Role.APPEALS_OFFICER)
    take_appeal(appeal=appeal, actor=officer)
    with pytest.raises(Refused):
        decide_appeal(
            appeal=appeal, outcome=Outcome.UPHELD, reasons=f"{REASONS} {WRITTEN}", actor=officer
        )
    decide_appeal(appeal=appeal, outcome=Outcome.UPHELD, reasons=REASONS, actor=officer)
    Appeal.objects.filter(pk=appeal.pk).update(reasons=f"{REASONS} {WRITTEN}")
    job = system_actor("register.enter")
    enter_pending(actor=job)
    close_days(actor=job)
    while seal_pending() is not None:
        pass
    return version


def _opened(world: World) -> Any:
    return categorised(world)


def _patterns(found: Any, before: str = "") -> Iterator[tuple[str, str]]:
    for one in found:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, route)
        elif isinstance(one, URLPattern) and one.name:
            yield one.name, route


def public_addresses(version: VerdictVersion) -> Iterator[str]:
    """Every public address that can be filled in, in both languages."""
    entries = RegisterEntry.objects.values_list("reference", flat=True)
    references = [version.verdict.reference, *entries]
    for name, route in _patterns(get_resolver().url_patterns):
        if any(part in route for part in ("desk/", "tai-khoan", "api/")):
            continue
        names = re.findall(r"<(?:\w+:)?(\w+)>", route)
        if not set(names) <= {"reference", "number"}:
            continue
        for reference in references if "reference" in names else [""]:
            arguments: dict[str, str | int] = {"reference": reference, "number": 1}
            try:
                with override("vi"):
                    path = reverse(name, kwargs={one: arguments[one] for one in names})
            except Exception:  # noqa: BLE001, S112 - an address of another shape of argument
                continue
            yield path
            if not path.startswith("/en/"):
                yield f"/en{path}"


def test_no_public_address_shows_any_of_it(planted: VerdictVersion) -> None:
    client = Client()
    seen, masks = set(), 0
    for path in public_addresses(planted):
        page = client.get(path)
        body = b"".join(page) if page.streaming else page.content
        if page.status_code != 200 or str(page.get("Content-Type", "")).startswith("image/png"):
            continue
        text = body.decode("utf-8", "replace")
        assert shows(text) == [], path
        assert shows(json.dumps(text)) == [], path
        seen.add(path)
        masks += MASK in text
    reference = planted.verdict.reference
    assert {
        f"/ket-luan/{reference}/",
        f"/en/ket-luan/{reference}/1/",
        f"/ket-luan/{reference}/nhung/",
        "/ket-luan/",
        "/ket-luan/feed.atom",
        "/ket-luan/feed.json",
        "/ket-luan/claimreview.json",
        "/so-minh-bach/",
        "/so-minh-bach/du-lieu/register.jsonl",
        "/so-minh-bach/du-lieu/register.csv",
    } <= seen
    assert masks > 10


def test_nor_do_searches_answers_and_letters(planted: VerdictVersion, world: World) -> None:
    client = Client()
    for wanted in (*CANARIES.values(), NAME):
        page = client.get("/ket-luan/", {"q": wanted})
        assert list(page.context["page"]) == []
    for line in published(world.network):
        assert shows(f"{line.title} {line.summary} {line.to_json()}") == []
    letter = answer_letter(planted, language="vi", changed=True)
    assert shows(letter.subject + letter.body) == []


def test_publication_waits_until_a_person_has_looked(world: World) -> None:
    officer = world.officer()
    version = drafted(world, actor=officer, summary=f"Kẻ gian gọi từ số {CANARIES['phone']}.")
    with pytest.raises(Refused) as caught:
        submit_draft(version=version, actor=officer)
    assert caught.value.refusal.code == "verdict.personal_data"
    keys = [spot.finding.key for spot in spots(content_of(version))]
    settle_personal(version=version, stays=keys, passages=[NAME], actor=officer)
    submitted = submit_draft(version=version, actor=officer)
    assert submitted.personal_stays == keys
