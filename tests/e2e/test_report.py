from __future__ import annotations

from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import prefix
from tests.e2e.people import look_up, receipt_code, report


def test_a_report_with_pictures_gets_a_receipt_that_shows_its_state(
    page: Page, language: str, tmp_path: Path
) -> None:
    picture = tmp_path / "IMG_Nguyen_Van_A.png"
    Image.new("RGB", (320, 200), "white").save(picture)
    code = report(page, "Tin lạ bảo nộp phí giữ xe ở bến", language, images=[str(picture)])
    assert len(code) == 16
    look_up(page, f"{code[:4]} {code[4:8]}-{code[8:12]} {code[12:]}", language)
    expect(page.locator(".moj-timeline__item")).not_to_have_count(0)
    assert "Nguyen" not in page.content()


def test_sent_twice_it_is_one_report(page: Page, language: str) -> None:
    """A reload of the confirmation sends the form again."""
    first = report(page, f"Có người gọi bảo đóng tiền điện trước 9 giờ ({language})", language)
    page.reload()
    assert receipt_code(page) == first


def test_a_double_click_sends_once(page: Page) -> None:
    page.goto("/phan-anh/")
    page.fill("#id_text", "Bấm hai lần vào nút gửi cho chắc ăn")
    page.check("#id_consent")
    page.dblclick("button[name=send]")
    assert len(receipt_code(page)) == 16


def test_what_is_missing_is_named_and_nothing_typed_is_lost(page: Page, language: str) -> None:
    page.goto(f"{prefix(language)}/phan-anh/")
    page.fill("#id_reason", "Nghe lạ tai")
    page.click("button[name=send]")
    expect(page.locator(".govuk-error-summary li")).not_to_have_count(0)
    assert page.input_value("#id_reason") == "Nghe lạ tai"


def test_a_broken_picture_is_refused_with_a_sentence(page: Page, tmp_path: Path) -> None:
    broken = tmp_path / "x.png"
    broken.write_bytes(b"PK\x03\x04 this is a zip")
    page.goto("/phan-anh/")
    page.fill("#id_text", "Kèm ảnh hỏng")
    page.set_input_files("#id_images", str(broken))
    page.check("#id_consent")
    page.click("button[name=send]")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert page.input_value("#id_text") == "Kèm ảnh hỏng"


def test_every_code_that_leads_nowhere_gets_the_same_answer(page: Page, language: str) -> None:
    texts = []
    for code in ("1234567812345678", "12", "khong-phai-ma"):
        look_up(page, code, language)
        texts.append(page.inner_text(".govuk-error-summary"))
    assert len(set(texts)) == 1
