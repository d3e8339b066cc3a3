"""Every page in both languages: nothing for axe to find, nothing wider than a small phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Desk, prefix, violations
from tests.e2e.people import (
    APPROVER,
    HEALTH_OFFICER,
    KNOWN,
    OFFICER,
    check,
    find_in_inbox,
    look_up,
    report,
    sign_in,
)

PUBLIC = (
    "/",
    "/phan-anh/",
    "/bien-nhan/",
    "/ket-luan/",
    "/ket-luan/?q=khong+co+gi",
    "/gioi-thieu/",
    "/rieng-tu/",
    "/tai-khoan/dang-nhap/",
    "/tai-khoan/dang-ky/",
    "/khong-co-trang-nay/",
)


def fits(page: Page, width: int = 320) -> bool:
    page.set_viewport_size({"width": width, "height": 800})
    overflow: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    page.set_viewport_size({"width": 1280, "height": 900})
    return overflow <= 0


def look_at(page: Page, name: str) -> None:
    assert violations(page) == [], name
    assert fits(page), f"{name} is wider than 320 px"


def test_public_pages(page: Page, language: str) -> None:
    for path in PUBLIC:
        page.goto(f"{prefix(language)}{path}")
        look_at(page, path)


def test_answers(page: Page, language: str) -> None:
    check(page, KNOWN, language)
    look_at(page, "answer")
    page.click("a[href*='/ket-luan/KL-']")
    look_at(page, "verdict")
    check(page, "Mẹ ơi con đang cấp cứu, chuyển viện phí gấp cho cô y tá nhé", language)
    look_at(page, "suggestion or unknown")
    check(page, "Thông báo tiền phạt: http://xn--80ak6aa92e.example và 192.168.3.4:8080", language)
    look_at(page, "unknown with signals")
    check(page, "", language)
    look_at(page, "error")


def test_reporting(page: Page, language: str) -> None:
    page.goto(f"{prefix(language)}/phan-anh/")
    page.click("button[name=send]")
    look_at(page, "report with errors")
    code = report(page, f"Tin nhắn đòi tiền học phụ đạo ({language})", language)
    look_at(page, "confirmation")
    look_up(page, code, language)
    look_at(page, "receipt")
    look_up(page, "1", language)
    look_at(page, "unknown receipt")


def kind_of(address: str) -> str:
    """Pages that differ in a reference, a number or a query are of one kind."""
    return re.sub(r"[A-Z]{2}-\d\d-[0-9A-Z]{6}|\d+|\?.*", "·", address.split("//", 1)[-1])


def links_on(page: Page, selector: str) -> list[str]:
    found: list[str] = page.eval_on_selector_all(selector, "all => all.map(one => one.href)")
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("email", [OFFICER, APPROVER, HEALTH_OFFICER])
def test_desk_pages(page: Page, language: str, email: str) -> None:
    """One page of every kind that can be reached by links, from the side navigation on."""
    sign_in(page, email, language)
    waiting = [
        page.url,
        f"{page.url}?tab=work",
        f"{page.url}?tab=signing",
        f"{page.url}?tab=closed",
    ]
    seen: set[str] = set()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind in seen and "?tab=" not in address:
            continue
        page.goto(address)
        if kind not in seen:
            look_at(page, address)
            seen.add(kind)
        waiting += [
            link
            for link in links_on(page, ".moj-side-navigation a, main a[href*='/desk/']")
            if kind_of(link) not in seen and "/dang-xuat/" not in link
        ]
    assert len(seen) >= 4


def test_pages_of_a_new_claim(page: Page, desk: Desk, language: str) -> None:
    text = {
        "vi": "Bán vé số điện tử trúng chắc mười phần, nạp trước 200k vào ví rồi tối lấy thưởng",
        "en": "A man on the ferry sells charmed phone cases that stop every bad call, 900k each",
    }[language]
    report(page, text, language)
    sign_in(page, OFFICER, language)
    find_in_inbox(page, text[:40], language)
    look_at(page, "claim")
    page.click("form[action*='/mo/'] button[type=submit]")
    base = page.url
    for rest in ("", "loai/", "loai/fraud/", "loai/factual_claim/", "dong/", "giao/", "chuyen/"):
        page.goto(base + rest)
        look_at(page, rest or "case")
