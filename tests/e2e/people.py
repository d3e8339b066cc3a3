"""What people do on the pages, in steps that do not depend on the language."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from PIL import Image
from playwright.sync_api import Locator, Page

from tests.e2e.conftest import prefix
from tests.factories.screens import as_png

KNOWN = (
    "CSGT TINH MAU: phuong tien cua ban co 01 loi vi pham giao thong chua xu ly, vui long nop "
    "phat truoc 17h hom nay tai https://nop-phat-csgt.example de tranh bi tang muc phat"
)
OFFICER = "truc@khcn.tinhmau.example"
APPROVER = "duyet@khcn.tinhmau.example"
HEALTH_OFFICER = "dau-moi@yte.tinhmau.example"
EDITOR = "bien-tap@baomau.example"
#: Of accounts that a test adds.
PASSWORD = "tám-con-mèo-đi-qua-cầu"
EMPTY_PICTURE = as_png(Image.new("L", (320, 480), 250))


def press(page: Page, what: str | Locator) -> None:
    """Click what leads to another page, and wait until that one is whole.

    A click alone waits for the first bytes only. Whatever then reads without waiting (``count``,
    ``all``, ``is_visible``, ``content``, ``url``, axe) would read half a page on a busy machine.
    """
    button = page.locator(what).first if isinstance(what, str) else what
    with page.expect_navigation(wait_until="load"):
        button.click()


def check(page: Page, text: str, language: str = "vi") -> None:
    page.goto(f"{prefix(language)}/")
    page.fill("#id_text", text)
    press(page, "form.st-check button[type=submit]")


def check_picture(page: Page, picture: bytes, language: str = "vi", text: str = "") -> None:
    """Wait until it is read and answered, which takes seconds."""
    page.goto(f"{prefix(language)}/")
    page.fill("#id_text", text)
    page.set_input_files(
        "#id_picture", {"name": "man-hinh.png", "mimeType": "image/png", "buffer": picture}
    )
    page.click("form.st-check button[type=submit]")
    page.wait_for_selector(".st-read", timeout=60_000)
    page.wait_for_load_state()


def check_picture_unread(page: Page, language: str = "vi") -> None:
    """A picture without a word in it."""
    page.goto(f"{prefix(language)}/")
    page.set_input_files(
        "#id_picture", {"name": "trang.png", "mimeType": "image/png", "buffer": EMPTY_PICTURE}
    )
    page.click("form.st-check button[type=submit]")
    page.wait_for_selector("form.st-check #id_text", timeout=60_000)
    page.wait_for_load_state()


def report(
    page: Page,
    text: str,
    language: str = "vi",
    *,
    email: str = "",
    share: bool = False,
    images: list[str] | None = None,
) -> str:
    """Send a report and read its receipt code."""
    write(page, text, language, email=email, share=share, images=images)
    press(page, "button[name=send]")
    return receipt_code(page)


def write(
    page: Page,
    text: str,
    language: str = "vi",
    *,
    email: str = "",
    share: bool = False,
    images: list[str] | None = None,
    lost: str = "",
    seen: Callable[[str], None] = lambda _name: None,
) -> None:
    """All pages of a report up to the one before sending; ``seen`` is told the name of each."""
    page.goto(f"{prefix(language)}/phan-anh/")
    page.fill("#id_text", text)
    if images:
        page.set_input_files("#id_images", images)
    seen("report")
    press(page, "button[name=go]")
    if lost:
        page.check("input[name=lost][value=yes]")
        page.fill("#id_money_lost", lost)
    seen("report-doubt")
    press(page, "button[name=go]")
    seen("report-place")
    press(page, "button[name=go]")
    if email:
        page.fill("#id_email", email)
    seen("report-contact")
    press(page, "button[name=go]")
    page.check("#id_consent")
    if share:
        page.check("#id_share_consent")
    seen("report-consent")
    press(page, "button[name=go]")
    seen("report-answers")


def finish_writing(page: Page) -> None:
    """From the first page of a report, filled in, to the one before sending."""
    for _ in range(4):
        press(page, "button[name=go]")
    page.check("#id_consent")
    press(page, "button[name=go]")


def receipt_code(page: Page) -> str:
    return re.sub(r"\D", "", page.inner_text(".st-receipt__code"))


def look_up(page: Page, code: str, language: str = "vi") -> None:
    page.goto(f"{prefix(language)}/bien-nhan/")
    page.fill("#id_code", code)
    press(page, "main form button[type=submit]")


def sign_in(page: Page, email: str, language: str = "vi") -> None:
    """One click on the demo's account; whoever was signed in is signed out first."""
    page.context.clear_cookies()
    page.goto(f"{prefix(language)}/tai-khoan/dang-nhap/")
    press(page, f"form:has(input[value='{email}']) button[type=submit]")
    page.wait_for_url(re.compile(r"/desk/"))


def find_in_inbox(page: Page, words: str, language: str = "vi", wait_seconds: int = 30) -> None:
    """Open the claim whose row shows these words; background work may still be grouping it."""
    for _ in range(wait_seconds * 2):
        for number in range(1, 9):
            page.goto(f"{prefix(language)}/desk/?order=newest&page={number}")
            if page.locator("[data-row-link]").count() == 0:
                break
            row = page.locator("[data-row-link]", has_text=words)
            if row.count():
                press(page, row.first)
                return
        page.wait_for_timeout(500)
    raise AssertionError(f"nothing in the inbox shows {words!r}")


def open_case(page: Page) -> str:
    """From a claim's page; the case's reference."""
    press(page, "form[action*='/mo/'] button[type=submit]")
    page.wait_for_url(re.compile(r"/vu-viec/"))
    return reference_in(page.url)


def reference_in(address: str) -> str:
    found = re.search(r"/([A-Z]{2}-\d\d-[0-9A-Z]{6})/", address)
    assert found is not None, address
    return found.group(1)


def case_page(page: Page, reference: str, language: str, rest: str = "") -> None:
    page.goto(f"{prefix(language)}/desk/vu-viec/{reference}/{rest}")


def categorise(
    page: Page, reference: str, language: str, category: str, title: str, topic: str = ""
) -> None:
    case_page(page, reference, language, "loai/")
    page.check(f"input[name=category][value={category}]")
    press(page, "main form button[type=submit]")
    for box in page.locator("input[name=checks]").all():
        box.check()
    if topic:
        page.select_option("select[name=topic]", topic)
    page.fill("#id_title", title)
    press(page, "main form button[type=submit]")
    page.wait_for_url(re.compile(rf"/vu-viec/{reference}/$"))


def work_on(page: Page, reference: str, language: str) -> None:
    """A task that is done, the checklist, a legal ground found without marks, and who is told."""
    case_page(page, reference, language, "viec/")
    page.fill("#id_title", "Gọi ban quản lý chợ đêm")
    press(page, "main form button[type=submit]")
    press(page, "form[action*='/xong/'] button[type=submit]")
    page.wait_for_selector("form[action*='/viec/'][action*='/mo-lai/']", state="attached")
    for item in ("looked_up", "asked_the_named"):
        case_page(page, reference, language, f"kiem-tra/{item}/")
        page.check("input[name=state][value=done]")
        page.fill("#id_evidence", "Gọi số in trên trang chính thức, có thư trả lời.")
        press(page, "main form button[type=submit]")
        page.wait_for_url(re.compile(r"/kiem-tra/#"))
    case_page(page, reference, language, "can-cu/")
    page.locator("#ground-search").press_sequentially("giao dich dien")
    page.wait_for_selector("#ground-results:not(:has(input[value='blhs-174']))")
    press(page, "#ground-results button[type=submit]")
    page.wait_for_selector("a[href*='/can-cu/'][href*='/bo/']")
    case_page(page, reference, language, "noi-nhan/")
    page.select_option("select[name=agency]", "congan")
    press(page, "form:has(select[name=agency]) button[type=submit]")
    page.wait_for_selector("form[action*='/noi-nhan/'][action*='/bo/']")


def draft_verdict(page: Page, reference: str, language: str, *, title: str, rating: str) -> None:
    """Write everything that a verdict needs, with one outside source, and hand it in."""
    case_page(page, reference, language, "ket-luan/")
    page.check(f"input[name=rating][value={rating}]")
    page.fill("#id_title", title)
    page.fill("#id_summary", "Đây là lừa đảo. Không ai thu phí giữ chỗ qua tài khoản cá nhân.")
    page.fill("#id_explanation", "Chúng tôi đã hỏi ban quản lý và xem giấy phép.\n\nKhông có.")
    page.fill("#id_what_to_do", "Không chuyển tiền.\nGọi ban quản lý.\nGiữ lại tin nhắn.")
    if not page.is_visible("#id_source-title"):
        page.locator("details:has(#id_source-title) > summary").click()
    page.fill("#id_source-title", "Trả lời của ban quản lý chợ đêm")
    page.fill("#id_source-publisher", "Ban quản lý chợ đêm Bờ Kè")
    page.fill("#id_source-address", "https://chodem-boke.example/tra-loi")
    fill_date(page, "source-seen_on", days=0)
    page.check("input[name=grounds] >> nth=0")
    fill_date(page, "valid_until", days=90)
    press(page, "button[name=do][value=save]:visible >> nth=-1")
    page.wait_for_url(re.compile(r"/desk/ket-luan/"))


def fill_date(page: Page, name: str, *, days: int) -> None:
    day = timezone.localdate() + timedelta(days=days)
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.fill(f"[name='{name}_{part}']", str(value))
