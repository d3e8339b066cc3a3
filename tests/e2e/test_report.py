from __future__ import annotations

from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import prefix
from tests.e2e.people import look_up, press, receipt_code, report, write


def test_a_report_with_pictures_gets_a_receipt_that_shows_its_state(
    page: Page, language: str, tmp_path: Path
) -> None:
    picture = tmp_path / "IMG_Nguyen_Van_A.png"
    Image.new("RGB", (320, 200), "white").save(picture)
    code = report(page, "Tin lạ bảo nộp phí giữ xe ở bến", language, images=[str(picture)])
    assert len(code) == 16
    page.reload()
    assert receipt_code(page) == code
    look_up(page, f"{code[:4]} {code[4:8]}-{code[8:12]} {code[12:]}", language)
    expect(page.locator(".moj-timeline__item")).not_to_have_count(0)
    assert "Nguyen" not in page.content()


def test_without_script_from_check_to_withdrawal(plain_page: Page, language: str) -> None:
    page = plain_page
    page.goto(f"{prefix(language)}/")
    text = {"vi": "Có người bảo nộp tiền giữ chỗ bán hàng", "en": "Pay now to keep your stall"}
    page.fill("#id_text", f"{text[language]}: http://192.168.3.4:8080/x")
    press(page, "form.st-check button[type=submit]")
    press(page, ".st-fit button[type=submit]")
    assert text[language] in page.input_value("#id_text")
    press(page, "button[name=go]")
    page.check("input[name=lost][value=yes]")
    page.fill("#id_money_lost", "2 triệu")
    press(page, "button[name=go]")
    expect(page.locator(".st-urgent")).to_be_visible()
    press(page, ".st-language")
    press(page, "button[name=go]")
    press(page, "button[name=go]")
    page.check("#id_consent")
    press(page, "button[name=go]")
    assert text[language] in page.inner_text("main")
    press(page, "button[name=send]")
    code = receipt_code(page)
    assert "?" not in page.url
    assert code not in page.url
    look_up(page, code, language)
    press(page, "form[action$='/bo-sung/'] button")
    page.fill("#id_text", "Họ lại gọi")
    press(page, "button[name=do]")
    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()
    press(page, "form[action$='/email/'] button")
    page.fill("#id_email", "lan@thu.example")
    press(page, "button[name=do]")
    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()
    press(page, "form[action$='/rut/'] button")
    press(page, "button[name=do]")
    expect(page.locator("form[action$='/rut/']")).to_have_count(0)
    assert code not in page.content()


def test_a_double_click_sends_once(page: Page) -> None:
    write(page, "Bấm hai lần vào nút gửi cho chắc ăn")
    page.dblclick("button[name=send]")
    assert len(receipt_code(page)) == 16


def test_what_is_missing_is_named_and_nothing_typed_is_lost(page: Page, language: str) -> None:
    page.goto(f"{prefix(language)}/phan-anh/")
    page.fill("#id_link", "nghe lạ tai")
    press(page, "button[name=go]")
    expect(page.locator(".govuk-error-summary li")).not_to_have_count(0)
    assert page.input_value("#id_link") == "nghe lạ tai"


def test_a_broken_picture_is_refused_with_a_sentence(page: Page, tmp_path: Path) -> None:
    broken = tmp_path / "x.png"
    broken.write_bytes(b"PK\x03\x04 this is a zip")
    page.goto("/phan-anh/")
    page.fill("#id_text", "Kèm ảnh hỏng")
    page.set_input_files("#id_images", str(broken))
    press(page, "button[name=go]")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert page.input_value("#id_text") == "Kèm ảnh hỏng"


def test_every_code_that_leads_nowhere_gets_the_same_answer(page: Page, language: str) -> None:
    texts = []
    for code in ("1234567812345678", "12", "khong-phai-ma"):
        look_up(page, code, language)
        texts.append(page.inner_text(".govuk-error-summary"))
    assert len(set(texts)) == 1
