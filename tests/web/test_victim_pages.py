"""Help for who was harmed: the right number first, a letter on the spot, nothing kept."""

from __future__ import annotations

from io import BytesIO
from math import inf

import pytest
from django.apps import apps
from django.test import Client
from docx import Document

from sangto.documents.storage import names_on_disk
from sangto.handling.domain.victims import ADDRESSEES, STEPS, Harm
from sangto.web.handling.victims import SLUGS
from sangto.web.handling.victims_wording import HARM_NAMES, LETTER_WORDS, STEP_TEXTS
from tests.web.desk_scene import text_of

pytestmark = pytest.mark.django_db


def rows() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("sangto.")
    }


def test_the_tables_are_whole() -> None:
    assert set(STEPS) == set(ADDRESSEES) == set(SLUGS) == set(HARM_NAMES) == set(Harm)
    assert {code for steps in STEPS.values() for code, _calls in steps} == set(STEP_TEXTS)
    assert LETTER_WORDS


@pytest.mark.parametrize("harm", Harm)
def test_the_numbers_are_the_options(harm: Harm, settings: object) -> None:
    settings.SANGTO_CHILD_HOTLINE = "1919"  # type: ignore[attr-defined]  # the fixture of pytest-django
    settings.SANGTO_HOTLINE_BANKS = (("Ngân hàng Mẫu", "1900 0000"),)  # type: ignore[attr-defined]  # the same
    page = text_of(Client().get(f"/bi-hai/{SLUGS[harm]}/"))
    assert ("tel:1919" in page) == (harm is Harm.CHILD)
    banked = harm in (Harm.MONEY_SENT, Harm.CODES_GIVEN, Harm.APP_INSTALLED)
    assert ("tel:19000000" in page) == banked


def test_the_letter_holds_what_was_chosen_and_nothing_is_kept() -> None:
    before, files = rows(), set(names_on_disk(before=inf))
    client = Client()
    sent = {
        "addressee": "bank",
        "full_name": "Nguyễn Thị Canary",
        "happened": "Tôi nhận được tin nhắn.\nTôi đã chuyển tiền.",
        "amount": "2 triệu đồng",
        "evidence": ["transfers"],
        "wants": ["freeze"],
        "do": "docx",
    }
    answer = client.post("/bi-hai/da-chuyen-tien/don/", sent)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    paragraphs = [one.text for one in Document(BytesIO(answer.content)).paragraphs]
    text = "\n".join(paragraphs)
    for words in (
        "ĐƠN ĐỀ NGHỊ TRA SOÁT",
        "Nguyễn Thị Canary",
        "Tôi đã chuyển tiền.",
        "2 triệu đồng",
        "Chứng từ chuyển tiền",
        "phong tỏa số tiền",
    ):
        assert words in text
    assert rows() == before
    assert set(names_on_disk(before=inf)) == files
    assert client.post("/bi-hai/da-chuyen-tien/don/", sent | {"do": "pdf"}).content[:5] == b"%PDF-"
    assert client.post("/bi-hai/da-chuyen-tien/don/", {"addressee": "x"}).status_code == 422
    assert client.get("/bi-hai/khong-co/").status_code == 404


def test_an_empty_letter_has_lines_to_fill_in() -> None:
    answer = Client().post("/bi-hai/bi-mao-danh/don/", {"addressee": "police", "do": "docx"})
    text = "\n".join(one.text for one in Document(BytesIO(answer.content)).paragraphs)
    assert "Tôi tên là: …" in text
    assert "Số tiền" not in text
