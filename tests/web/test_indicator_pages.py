"""The list of domains and the page that asks about one number."""

from __future__ import annotations

from django.test import Client

from sangto.kernel.categories import Category, IndicatorKind, Rating
from tests.factories.cases import World
from tests.factories.matching import make_indicator
from tests.handling.test_indicators import known, published
from tests.web.desk_scene import text_of


def test_pages_and_files(world: World) -> None:
    claim = published(world, Category.FRAUD, Rating.SCAM).verdict.claim
    make_indicator(claim, IndicatorKind.DOMAIN, "xau.example")
    make_indicator(claim, IndicatorKind.PHONE, "0912345021")
    make_indicator(claim, IndicatorKind.LINK, "https://link.example/secret")
    client = Client()
    for path in ("", "stix.json", "misp.json", "danh-sach.csv"):
        answer = client.get(f"/ten-mien-lua-dao/{path}")
        shown = text_of(answer)
        assert "xau.example" in shown
        assert "912345021" not in shown.replace(" ", "")
        assert "link.example" not in shown
        if path:
            again = client.get(
                f"/ten-mien-lua-dao/{path}", headers={"if-none-match": answer["ETag"]}
            )
            assert again.status_code == 304
    yes = client.post("/hoi-so/", {"kind": "phone", "number": "0912 345 021"})
    assert "lừa đảo" in text_of(yes).lower()
    assert yes["Cache-Control"].startswith("max-age=0")


def test_every_other_number_gets_the_same_answer(world: World) -> None:
    known(world, IndicatorKind.PHONE, "0912345031", reports=1)
    client = Client()
    pages = {
        text_of(client.post("/en/hoi-so/", {"kind": "phone", "number": number})).replace(number, "")
        for number in ("0912345031", "0999999999", "12", "%%%")
    }
    plain = {page[page.index("<main") : page.index("</main")] for page in pages}
    assert len({"".join(page.split('name="csrfmiddlewaretoken"')[0]) for page in plain}) == 1


def test_asking_often_ends(world: World) -> None:
    client = Client()
    codes = [
        client.post("/hoi-so/", {"kind": "phone", "number": f"09123450{n:02}"}).status_code
        for n in range(21)
    ]
    assert codes == [200] * 20 + [429]
