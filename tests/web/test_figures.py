"""The dashboard, its files, the rows behind each figure, and digests at the desk."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image

from sangto.cases.models import Case
from sangto.kernel.actor import Role, operator_actor, system_actor
from sangto.organisations.models import Territory
from sangto.reporting.domain.catalogue import FIGURES
from sangto.reporting.domain.periods import local_day, midnight
from sangto.reporting.models import Digest, DigestWish
from sangto.reporting.services import make_due_digests, write_sample_year
from sangto.web.charts.geometry import cut, draw
from sangto.web.charts.png import as_png, text_width
from sangto.web.charts.shapes import WIDTH, Box, Chart, ChartKind, Path, Series
from sangto.web.reporting.dashboard import PANELS
from tests.factories.cases import World, make_claim, make_report, make_world
from tests.factories.organisations import make_member
from tests.web.desk_scene import client_of, queries_of, signed_in, text_of

DASHBOARD = "/en/desk/so-lieu/"


@pytest.fixture
def world() -> World:
    return make_world()


def fill(world: World, cases: int = 60) -> None:
    make_member(world.lead, Role.DESK_OFFICER)
    make_member(world.lead, Role.APPROVER)
    actor = operator_actor("sample year")
    write_sample_year(network=world.network, cases=cases, seed=7, actor=actor)


@pytest.mark.django_db
def test_every_panel_stands_on_the_page_and_can_be_taken_home(world: World) -> None:
    fill(world)
    since = (local_day(timezone.now()) - timedelta(days=364)).isoformat()
    lead = signed_in(world.lead)
    page = text_of(lead.get(f"{DASHBOARD}?since={since}"))
    for key in PANELS:
        assert f'id="panel-{key}"' in page
        for ending, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("png", b"\x89PNG")):
            answer = lead.get(f"{DASHBOARD}bang/{key}.{ending}", {"since": since})
            if ending == "png" and f'id="chart-{key}-title"' not in page:
                assert answer.status_code == 404
                continue
            assert answer.status_code == 200, (key, ending)
            assert answer.content.startswith(start)
            assert "attachment" in answer["Content-Disposition"]
    assert page.count('<svg class="st-chart"') >= 3
    assert "style=" not in page
    png = lead.get(f"{DASHBOARD}bang/cases-closed-outcome.png", {"since": since})
    assert Image.open(BytesIO(png.content)).width > 1000


@pytest.mark.django_db
def test_the_dashboard_leads_to_the_rows_of_each_figure(world: World) -> None:
    fill(world)
    since = (local_day(timezone.now()) - timedelta(days=364)).isoformat()
    lead = signed_in(world.lead)
    for key in FIGURES:
        address = f"{DASHBOARD}chi-tiet/{key}/?since={since}"
        assert lead.get(address).status_code == 200, key
        book = lead.get(f"{DASHBOARD}chi-tiet/{key}/tep.xlsx", {"since": since})
        rows = load_workbook(BytesIO(book.content)).active
        assert rows is not None
        listed = text_of(lead.get(address))
        assert f">{rows.max_row - 1} row" in listed, key
    everything = text_of(lead.get(f"{DASHBOARD}tat-ca/?since={since}"))
    assert all(spec.name in everything for spec in FIGURES.values())
    assert lead.get(f"{DASHBOARD}tat-ca.csv").status_code == 200
    assert lead.get(f"{DASHBOARD}chi-tiet/no.figure/").status_code == 404
    assert lead.get(f"{DASHBOARD}chi-tiet/cases.open/?by=rating&part=x").status_code == 404
    assert lead.get(f"{DASHBOARD}chi-tiet/cases.open/tep.pdf").status_code == 404


@pytest.mark.django_db
def test_a_member_sees_its_own_figures_whatever_it_asks_for(world: World) -> None:
    fill(world)
    since = (local_day(timezone.now()) - timedelta(days=364)).isoformat()
    health = signed_in(world.health, Role.FOCAL_OFFICER)
    asked = f"{DASHBOARD}chi-tiet/cases.opened/?since={since}"
    own = text_of(health.get(asked))
    forced = text_of(health.get(f"{asked}&agency={world.lead.pk}"))
    number = Case.objects.filter(owner=world.health).count()
    assert 0 < number < Case.objects.count()
    for page in (own, forced):
        assert f">{number} row" in page
    assert 'id="panel-agencies"' not in text_of(health.get(DASHBOARD))
    for role in (Role.EDITOR, Role.AUDITOR, Role.ADMINISTRATOR, Role.APPEALS_OFFICER):
        assert signed_in(world.lead, role).get(DASHBOARD).status_code == 404


@pytest.mark.django_db
def test_small_counts_by_territory_are_shown_nowhere(world: World) -> None:
    place = Territory.objects.filter(network=world.network).order_by("pk")[1]
    other = Territory.objects.filter(network=world.network).order_by("pk")[2]
    claim = make_claim(world.network)
    for number in range(9):
        make_report(claim, territory=place if number < 4 else other)
    lead = signed_in(world.lead)
    table = text_of(lead.get(DASHBOARD)).split('id="panel-territories"')[1].split("</table>")[0]
    assert "under 5" in table
    assert f"territory&amp;part={place.pk}" not in table
    assert f"territory&amp;part={other.pk}" in table
    answer = lead.get(f"{DASHBOARD}bang/territories.csv")
    csv = answer.content.decode("utf-8-sig")
    assert f"{place.name_en},under 5," in csv
    assert f"{other.name_en},5," in csv


@pytest.mark.django_db
def test_as_many_queries_with_one_and_with_three_rows(world: World) -> None:
    client = client_of(make_member(world.lead, Role.DESK_OFFICER))
    claim = make_claim(world.network)
    make_report(claim)
    pages = (DASHBOARD, f"{DASHBOARD}chi-tiet/reports.received/")
    before = [queries_of(client, page) for page in pages]
    for _ in range(2):
        make_report(claim)
    assert [queries_of(client, page) for page in pages] == before


@pytest.mark.django_db
def test_a_period_that_can_not_be_is_refused_in_words(world: World) -> None:
    lead = signed_in(world.lead)
    page = text_of(lead.get(f"{DASHBOARD}?since=2026-02-01&until=2026-01-01"))
    assert "The last day lies before the first one." in page
    empty = text_of(lead.get(f"{DASHBOARD}?since=2019-02-01&until=2019-03-01"))
    assert "Nothing to show for this period." in empty
    assert lead.get(f"{DASHBOARD}?territory=999&agency=x&category=nothing").status_code == 200


@pytest.mark.django_db
def test_digests_are_read_followed_and_taken_home(world: World) -> None:
    monday = midnight(local_day(timezone.now()))
    monday -= timedelta(days=monday.weekday())
    make_due_digests(actor=system_actor("x"), now=monday + timedelta(hours=8))
    network = Digest.objects.get(agency__isnull=True)
    own = Digest.objects.get(agency=world.health)
    leader = signed_in(world.lead, Role.APPROVER)
    page = text_of(leader.get("/en/desk/so-lieu/diem-tin/"))
    assert "Send it to me by e-mail" in page
    leader.post("/en/desk/so-lieu/diem-tin/nhan/", {"wanted": "yes"})
    assert DigestWish.objects.count() == 1
    assert "You get it by e-mail." in text_of(leader.get("/en/desk/so-lieu/diem-tin/"))
    leader.post("/en/desk/so-lieu/diem-tin/nhan/", {"wanted": "no"})
    assert not DigestWish.objects.exists()
    assert "All is quiet" in text_of(leader.get(f"/en/desk/so-lieu/diem-tin/{network.pk}/"))
    for ending, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        answer = leader.get(f"/desk/so-lieu/diem-tin/{network.pk}/tep.{ending}")
        assert answer.content.startswith(start)
    health = signed_in(world.health, Role.FOCAL_OFFICER)
    assert health.get(f"/en/desk/so-lieu/diem-tin/{own.pk}/").status_code == 200
    assert health.get(f"/en/desk/so-lieu/diem-tin/{network.pk}/").status_code == 404
    assert health.post("/en/desk/so-lieu/diem-tin/nhan/", {"wanted": "yes"}).status_code == 404
    assert leader.get(f"/desk/so-lieu/diem-tin/{own.pk}/tep.pdf").status_code == 404


def chart(kind: ChartKind, *values: tuple[float, ...]) -> Chart:
    labels = tuple(f"{place}/1" for place in range(len(values[0])))
    series = tuple(Series(f"Loại {place}", one) for place, one in enumerate(values))
    return Chart(kind, "Phản ánh", labels, series)


def test_charts_stay_inside_their_frame_and_in_proportion() -> None:
    for kind in ChartKind:
        for values in (((1.0, 4.0, 2.0),), ((0.0, 0.0),), ((1.0, 250.0), (3.0, 17.0))):
            made = chart(kind, *values)
            drawing = draw(made, measure=text_width, number=str)
            for shape in drawing.shapes:
                if isinstance(shape, Box):
                    assert shape.x >= 0
                    assert shape.x + shape.width <= WIDTH + 0.01
                    assert 0 <= shape.y <= shape.y + shape.height <= drawing.height
                if isinstance(shape, Path):
                    assert all(0 <= y <= drawing.height for _x, y in shape.points)
            assert as_png(made, drawing).startswith(b"\x89PNG")
    bars = draw(chart(ChartKind.BARS, (1.0, 4.0)), measure=text_width, number=str)
    first, second = [shape for shape in bars.shapes if isinstance(shape, Box)]
    assert second.width == pytest.approx(4 * first.width)
    stacks = draw(chart(ChartKind.STACKED, (1.0, 2.0), (3.0, 0.0)), measure=text_width, number=str)
    parts = [shape for shape in stacks.shapes if isinstance(shape, Box) and shape.says]
    assert [round(part.height / parts[0].height) for part in parts] == [1, 3, 2]
    assert cut("Một tên rất dài của một cơ quan", 60, text_width).endswith("…")
