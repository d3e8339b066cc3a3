"""An appeal from its form on a phone to the decision by another officer, and in the register."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Desk, violations
from tests.e2e.people import press, sign_in

_OFFICER = "khieu-nai@khcn.tinhmau.example"
_PHONE = {"width": 360, "height": 740}
_REASONS = (
    "Người xét đã đọc lại mọi nguồn và hỏi thêm hai nơi. Những gì kết luận nêu đều có căn cứ, "
    "nên kết luận được giữ nguyên như đã công bố."
)


def test_sent_on_a_phone_decided_by_another_and_entered(
    page: Page, browser: Browser, desk: Desk
) -> None:
    phone = browser.new_context(base_url=desk.address, viewport=_PHONE)  # type: ignore[arg-type] # plain
    sender = phone.new_page()
    sender.goto("/ket-luan/")
    press(sender, ".st-list__title a")
    press(sender, "a[href*='/khieu-nai/ket-luan/']")
    assert violations(sender) == []
    press(sender, "main form button[type=submit]")
    expect(sender.locator(".govuk-error-summary")).to_be_visible()
    assert violations(sender) == []
    sender.check("input[name=relation][value=concerned]")
    sender.fill("#id_grounds", "Câu thứ hai của phần giải thích không đúng với thông báo hôm qua.")
    sender.fill("#id_reply", "Chúng tôi đã đăng thông báo đúng ngay trong ngày.")
    press(sender, "main form button[type=submit]")
    code = sender.locator(".st-receipt__code").inner_text()
    assert violations(sender) == []

    sign_in(page, _OFFICER)
    page.goto("/desk/khieu-nai/")
    press(page, page.locator(".st-task__title a").last)
    assert violations(page) == []
    reference = re.search(r"KN-\d\d-\w{6}", page.url)
    assert reference is not None
    page.check("input[name=show][value=yes]")
    press(page, "form[action$='/phan-hoi/'] button[type=submit]")
    press(page, "form[action$='/nhan/'] button[type=submit]")
    page.check("input[name=outcome][value=upheld]")
    page.fill("#id_reasons", _REASONS)
    press(page, "aside form button[type=submit]")
    expect(page.locator("aside")).to_contain_text(_REASONS)
    assert violations(page) == []

    sender.goto("/khieu-nai/")
    sender.fill("#id_code", code)
    press(sender, "main form button[type=submit]")
    expect(sender.locator("main")).to_contain_text(_REASONS)
    press(sender, "main a[href*='/ket-luan/']")
    expect(sender.locator("main")).to_contain_text("Chúng tôi đã đăng thông báo đúng")
    phone.close()

    for path in ("/so-minh-bach/", "/so-minh-bach/go-bo/", "/en/so-minh-bach/goc/"):
        page.goto(path)
        assert violations(page) == [], path
    # The register takes in what was decided once a minute.
    entry = page.locator(".st-list li", has_text=reference[0]).first
    for _ in range(30):
        page.goto("/so-minh-bach/?kind=appeal")
        if entry.count() and "Chưa quyết định" not in entry.inner_text():
            break
        page.wait_for_timeout(3000)
    press(page, entry.locator("a"))
    expect(page.locator("main")).to_contain_text(_REASONS)
    assert violations(page) == []
