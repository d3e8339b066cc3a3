"""A way through every page, for whoever looks at all of them: the tests and `make shots`.

A page has the name of its address; a state that needs a form has one of its own. What staff can
reach by links is found by following them, so that a new page of the desk needs no line here.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils.translation import override
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

from sangto.kernel.actor import Role
from sangto.web.accounts.demo import DEMO_ACCOUNTS
from tests.e2e.conftest import prefix
from tests.e2e.people import KNOWN, check, check_picture, check_picture_unread, look_up, press
from tests.e2e.people import sign_in as sign_in_to_demo
from tests.factories.screens import screen_bytes

Take = Callable[[str], None]

#: Pages of the public that can be opened by their address.
OPEN = {
    "check": "/",
    "receipt": "/bien-nhan/",
    "verdicts": "/ket-luan/",
    "verdicts-found": "/ket-luan/?q=phat+nguoi&rating=scam",
    "verdicts-nothing": "/ket-luan/?q=khong+co+gi",
    "reuse": "/ket-luan/dung-lai/",
    "latest_widget": "/ket-luan/nhung/",
    "guides": "/nhan-biet/",
    "guide": "/nhan-biet/phat-nguoi/",
    "guide-call": "/nhan-biet/cong-an-tren-man-hinh/",
    "guide-page": "/nhan-biet/doc-duong-link/",
    "guide-paper": "/nhan-biet/giay-to-gia/",
    "register": "/so-minh-bach/",
    "register_removals": "/so-minh-bach/go-bo/",
    "register_roots": "/so-minh-bach/goc/",
    "register_data": "/so-minh-bach/du-lieu/",
    "appeal_receipt": "/khieu-nai/",
    "answers": "/tra-loi/",
    "victims": "/bi-hai/",
    "domains": "/ten-mien-lua-dao/",
    "number": "/hoi-so/",
    "about": "/gioi-thieu/",
    "privacy": "/rieng-tu/",
    "accessibility": "/tro-giup-tiep-can/",
    "offline": "/ngoai-tuyen/",
    "account_login": "/tai-khoan/dang-nhap/",
    "not-found": "/khong-co-trang-nay/",
}
#: Pages of the public that a link leads to: from where, if not from the last one, and
#: what is pressed.
LED_TO = {
    "object_to_verdict": ("", "main a[href*='/khieu-nai/ket-luan/']"),
    "victims_steps": ("/bi-hai/", "main li a[href*='/bi-hai/']"),
    "victims_complaint": ("", "main a[href$='/don/']"),
    "public_answer": ("/tra-loi/", "main li a[href*='/tra-loi/']"),
    "register_entry": ("/so-minh-bach/", "main .st-list a"),
}
#: Messages that lead to each kind of answer.
MESSAGES = {
    "answer": KNOWN,
    "unknown": "Mai lớp con nghỉ, cô dời buổi họp sang thứ tư nhé các mẹ",
    "unknown-signals": "Thông báo tiền phạt: http://xn--80ak6aa92e.example và 192.168.3.4:8080",
    "check-error": "",
}
#: One account for each set of roles that the demo has. The administrator comes first, because a
#: page is looked into once, and nobody else sees all the links of those about people and agencies.
STAFF = tuple(
    {
        one.roles: one.email
        for one in sorted(DEMO_ACCOUNTS, key=lambda one: Role.ADMINISTRATOR not in one.roles)
    }.values()
)
#: Who searches the desk and joins claims.
OFFICER = next(one.email for one in DEMO_ACCOUNTS if one.roles == (Role.DESK_OFFICER,))
#: Pages whose links depend on the state of what they show: so many of them are looked into.
DEEPER = {"desk_case": 8, "desk_claim": 4, "desk_version": 4}
#: Lists whose rows differ in kind, so that one of them is not enough.
DESK_STARTS = ("?tab=work", "?tab=signing", "?tab=approval", "?tab=closed")


def public_pages(page: Page, language: str, take: Take) -> None:
    for name, path in OPEN.items():
        page.goto(f"{prefix(language)}{path}")
        take(name)
    page.goto(f"{prefix(language)}/ket-luan/")
    press(page, page.locator(".st-list a").nth(1))
    take("verdict")
    page.locator(".st-pass-on summary").click()
    take("verdict-share")
    verdict = page.url
    page.goto(f"{verdict}nhung/")
    take("verdict_widget")
    page.goto(f"{verdict}bao-chi/")
    take("press_kit")
    page.goto(verdict)
    for name, (start, link) in LED_TO.items():
        if start:
            page.goto(f"{prefix(language)}{start}")
        press(page, link)
        take(name)
    for name, text in MESSAGES.items():
        check(page, text, language)
        take(name)
    picture_pages(page, language, take)


def link_pages(page: Page, language: str, take: Take, links: Iterable[str]) -> set[str]:
    """One page of each kind that a personal link opens; those taken back open nothing."""
    seen: set[str] = set()
    for path in links:
        for address in (path, f"{path}du-thao/"):
            name = view_name(address)
            if not name or name in seen:
                continue
            answer = page.goto(f"{prefix(language)}{address}")
            if answer is not None and answer.ok and view_name(page.url) == name:
                seen.add(name)
                take(name)
    return seen


def picture_pages(page: Page, language: str, take: Take) -> None:
    page.goto(f"{prefix(language)}/doc-anh/")
    take("check_picture-gone")
    if shutil.which("tesseract") is None:
        return  # nothing would be read
    check_picture(page, screen_bytes(MESSAGES["unknown"], "chat"), language)
    take("check_picture")
    check_picture(page, screen_bytes(KNOWN), language)
    take("check_picture-answer")
    check_picture_unread(page, language)
    take("check_picture-unread")


def report_pages(page: Page, language: str, take: Take) -> None:
    """Every step of a report with what is asked of it, an error on the first, and its receipt."""
    page.goto(f"{prefix(language)}/phan-anh/")
    press(page, "main form button[name=go]")
    take("report-error")
    page.fill("#id_text", f"Tin lạ đòi tiền cọc giữ chỗ trông xe, gửi vào ví ({language})")
    for _ in range(8):
        name = view_name(page.url)
        if name == "report_answers":
            break
        take(name)
        for box in page.locator("main form input[name=consent]").all():
            box.check()
        press(page, "main form button[name=go]")
    take("report_answers")
    press(page, "main form button[name=send]")
    take("report_sent")
    code = re.sub(r"\D", "", page.inner_text(".st-receipt__code"))
    look_up(page, code, language)
    take("receipt-open")
    for name in ("receipt_add", "receipt_mail", "receipt_withdraw"):
        look_up(page, code, language)
        path = name_to_path(name, language)
        press(page, f"form[action='{path}'] button[type=submit]")
        take(name)
    look_up(page, "1", language)
    take("receipt-unknown")


def found_pages(page: Page, language: str, take: Take) -> None:
    """What only a search leads to: results, and two claims side by side."""
    sign_in_to_demo(page, OFFICER, language)
    search = name_to_path("desk_search", language)
    page.goto(f"{search}?q=lua+dao")
    take("desk_search-found")
    page.goto(name_to_path("desk", language))
    press(page, "[data-row-link]")
    join = page.locator("main a[href$='/ghep/']").first
    page.goto(str(join.get_attribute("href")))
    page.fill("#other", "lua dao")
    press(page, "form:has(#other) button[type=submit]")
    press(page, "a[data-row-link]")
    take("desk_claim_join_with")


def take_a_number(page: Page, language: str) -> None:
    """So that the registers, which the demo leaves empty, have something to show."""
    sign_in_to_demo(page, OFFICER, language)
    page.goto(name_to_path("desk_number_reserve", language))
    page.fill("#id_subject", f"Kết quả xác minh tin nhắn báo trúng thưởng ({language})")
    press(page, "main form.st-form button[type=submit]")


def staff_pages(
    page: Page, language: str, take: Take, people: Iterable[str] = STAFF, most: int = 400
) -> set[str]:
    """One page of every kind that can be reached by links by one of these people."""
    seen: set[str] = set()
    entered: Counter[str] = Counter()
    take_a_number(page, language)
    for email in people:
        sign_in_to_demo(page, email, language)
        home = page.url.split("?")[0]
        waiting = [home, *(f"{home}{start}" for start in DESK_STARTS)]
        looked_into: set[str] = set()
        while waiting and len(looked_into) < most:
            address = waiting.pop(0)
            name = view_name(address)
            enough = entered[name] >= DEEPER.get(name, 1) and "?tab=" not in address
            if address in looked_into or not name or enough:
                continue
            looked_into.add(address)
            entered[name] += 1
            if not _opens(page, address):
                continue
            if name not in seen and view_name(page.url) == name:
                seen.add(name)
                take(name)
            waiting += [
                link
                for link in links_on(page)
                if entered[view_name(link)] < DEEPER.get(view_name(link), 1)
            ]
    return seen


def _opens(page: Page, address: str) -> bool:
    """Whether there is a page; a file starts a download instead."""
    try:
        page.goto(address)
    except BrowserError as error:
        if "Download is starting" not in str(error):
            raise
        return False
    return True


def links_on(page: Page) -> list[str]:
    """Addresses of the desk and of the account that the page leads to, each once."""
    found: list[str] = page.eval_on_selector_all(
        "a[href*='/desk/'], a[href*='/tai-khoan/']",
        "all => all.filter(one => !one.hasAttribute('download')).map(one => one.href)",
    )
    return [link for link in dict.fromkeys(found) if not is_file(view_name(link))]


def is_file(name: str) -> bool:
    """A download would do no harm, but making the file takes time."""
    return name in FILES or name.endswith("_file")


#: What a link leads to that is no page: files, and leaving.
FILES = frozenset(
    {
        "account_logout",
        "desk_picture",
        "desk_charter_text",
        "desk_competences_csv",
        "desk_version_evidence",
        *(f"desk_round_{file}" for file in ("letter_draft", "issued", "sheet", "attached")),
        "desk_draft_issued",
        "desk_meeting_calendar",
        "desk_meeting_draft",
        "desk_meeting_issued",
        "desk_template",
        "desk_abuse_paper",
        "desk_layout_sample",
    }
)


def view_name(address: str) -> str:
    """The name of the address on this site; empty for what is none."""
    path = urlsplit(address).path
    with override("en" if path.startswith("/en/") else "vi"):
        try:
            return resolve(path).view_name
        except Resolver404:
            return ""


def name_to_path(name: str, language: str) -> str:
    from django.urls import reverse

    with override(language):
        return reverse(name)


def all_names() -> set[str]:
    """Every name that an address of the site has."""
    return {name for name in _names(get_resolver()) if name}


def _names(resolver: URLResolver) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry.name or ""
        elif isinstance(entry, URLResolver):
            yield from _names(entry)
