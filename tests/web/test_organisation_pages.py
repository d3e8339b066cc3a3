"""Pages of the organisation: who sees them, what they cost, what their forms do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sangto.kernel.actor import Role
from sangto.organisations.domain.kinds import AgencyKind
from sangto.organisations.domain.shipped import shipped_charter
from sangto.organisations.models import (
    Charter,
    FocalOfficer,
    HolidayOverride,
    OfficerAbsence,
    Succession,
    Team,
    TeamMember,
)
from sangto.organisations.queries import today
from sangto.web.organisations.competences import plain
from tests.factories.cases import World, categorised
from tests.factories.organisations import make_agency, make_competence, make_ground
from tests.web.desk_scene import queries_of, signed_in, text_of

pytestmark = pytest.mark.django_db

PAGES = (
    "",
    "co-quan/so-y-te/",
    "tham-quyen/",
    "tham-quyen.csv",
    "dau-moi/",
    "to/",
    "sap-nhap/",
    "quy-che/",
    "quy-che/1/",
    "quy-che/1/tep/",
    "can-cu/",
    "ngay-lam-viec/",
)
LEAD_ONLY = ("sap-nhap/moi/", "quy-che/moi/", "ngay-lam-viec/moi/")


def at(path: str) -> str:
    return f"/en/desk/to-chuc/{path}"


@pytest.fixture
def admin(world: World) -> Client:
    return signed_in(world.lead, Role.ADMINISTRATOR)


@pytest.mark.parametrize("path", PAGES)
def test_every_member_reads_them(world: World, path: str) -> None:
    assert signed_in(world.press, Role.EDITOR).get(at(path)).status_code == 200
    assert Client().get(at(path)).status_code == 302


@pytest.mark.parametrize("path", LEAD_ONLY)
def test_only_the_lead_agency_s_administrator_changes(world: World, path: str) -> None:
    assert signed_in(world.lead, Role.ADMINISTRATOR).get(at(path)).status_code == 200
    for client in (
        signed_in(world.health, Role.ADMINISTRATOR),
        signed_in(world.lead, Role.APPROVER),
    ):
        assert client.get(at(path)).status_code == 404
        assert client.post(at(path)).status_code == 404


@pytest.mark.parametrize("path", ["", "tham-quyen/", "dau-moi/", "to/", "sap-nhap/", "can-cu/"])
def test_the_same_queries_for_one_and_for_three_more(world: World, path: str) -> None:
    client = signed_in(world.health, Role.DESK_OFFICER)

    def grow(number: int) -> None:
        agency = make_agency(
            world.network,
            kind=AgencyKind.DEPARTMENT,
            parent=world.committee,
            valid_until=today() - timedelta(days=1),
            successor=world.health,
        )
        Succession.objects.create(agency=agency, on=today())
        make_competence(world.health, f"topic_{number}")
        make_ground(world.network)
        team = Team.objects.create(
            network=world.network,
            code=f"to-{number}",
            name=f"Tổ {number}",
            name_en=f"Team {number}",
            valid_from=today(),
        )
        officer = FocalOfficer.objects.create(
            agency=make_agency(world.network),
            full_name=f"Người {number}",
            email=f"n{number}@a.example",
            valid_from=today(),
        )
        TeamMember.objects.create(team=team, officer=officer, valid_from=today())

    grow(1)
    client.get(at(path))
    one = queries_of(client, at(path))
    for number in (2, 3, 4):
        grow(number)
    assert queries_of(client, at(path)) == one


def test_the_tree_shows_work_and_who_is_on_duty(world: World) -> None:
    categorised(world)
    OfficerAbsence.objects.create(
        officer=FocalOfficer.objects.get(agency=world.health, substitute_for=None),
        valid_from=today(),
    )
    text = text_of(signed_in(world.lead).get(at("")))
    assert "1 open case" in text
    assert "Ngô Đức Anh" in text
    assert "for Lương Bích Thủy" in text


def test_gaps_and_overlaps_stand_above_the_table(world: World) -> None:
    row = world.health.competences.get(topic="health")
    row.valid_until = date(2026, 1, 1)
    row.save()
    make_competence(world.press, "price")
    client = signed_in(world.lead)
    text = text_of(client.get(at("tham-quyen/")))
    assert "nobody, anywhere in the network" in text
    assert text.index("Overlap") < text.index("<table")
    assert "nobody" not in text_of(client.get(at("tham-quyen/?day=2025-12-01")))
    lines = text_of(client.get(at("tham-quyen.csv")))
    assert lines.startswith("\ufeff")
    assert ",health,Health,,Whole network,gap,,," in lines
    assert ",price,Price and fee,,Whole network,overlap," in lines


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx", "\rx"])
def test_a_spreadsheet_takes_no_cell_for_a_formula(text: str) -> None:
    assert plain(text) == f"'{text}"
    assert plain("Sở Y tế") == "Sở Y tế"


def test_an_officer_is_named_is_away_and_is_back(world: World) -> None:
    client = signed_in(world.health, Role.FOCAL_OFFICER)
    page = at("co-quan/so-y-te/")
    sent = client.post(f"{page}dau-moi/them/", {"full_name": "", "email": "x"})
    assert sent.status_code == 422
    client.post(f"{page}dau-moi/them/", {"full_name": "Lý Thu", "email": "thu@syt.example"})
    officer = FocalOfficer.objects.get(email="thu@syt.example")
    day = today()
    client.post(
        at(f"dau-moi/{officer.pk}/vang/"),
        {"valid_from_day": day.day, "valid_from_month": day.month, "valid_from_year": day.year},
    )
    text = text_of(client.get(page))
    assert "Away" in text
    client.post(at(f"vang/{officer.absences.get().pk}/tro-lai/"))
    assert not officer.absences.exists()
    client.post(at(f"dau-moi/{officer.pk}/ket-thuc/"))
    officer.refresh_from_db()
    assert officer.valid_until is not None
    other = signed_in(world.trade, Role.FOCAL_OFFICER)
    assert other.get(f"{page}dau-moi/them/").status_code == 404
    assert other.post(at(f"dau-moi/{officer.pk}/ket-thuc/")).status_code == 404


def test_a_team_is_formed_and_ended(world: World) -> None:
    client = signed_in(world.lead, Role.APPROVER)
    client.post(at("to/moi/"), {"name": "Tổ lũ", "name_en": "Flood team"})
    team = Team.objects.get(code="to-lu")
    officer = FocalOfficer.objects.get(agency=world.health, substitute_for=None)
    client.post(at("to/to-lu/them/"), {"person": f"officer-{officer.pk}", "role": "head"})
    assert officer.full_name in text_of(client.get(at("to/")))
    client.post(at(f"to/thanh-vien/{team.members.get().pk}/roi/"))
    assert "End the team “Flood team”?" in text_of(client.get(at("to/to-lu/ket-thuc/")))
    client.post(at("to/to-lu/ket-thuc/"))
    team.refresh_from_db()
    assert team.valid_until is not None


def test_a_merger_is_looked_at_and_then_decided(world: World, admin: Client) -> None:
    day = today() + timedelta(days=30)
    data = {
        "predecessors": ["so-xay-dung"],
        "successor": "so-cong-thuong",
        "on_day": day.day,
        "on_month": day.month,
        "on_year": day.year,
        "note": "Nghị quyết 1",
    }
    looked = admin.post(at("sap-nhap/moi/"), data)
    assert looked.status_code == 200
    assert "This is what will happen" in text_of(looked)
    assert not Succession.objects.exists()
    admin.post(at("sap-nhap/moi/"), {**data, "decide": "1"})
    succession = Succession.objects.get()
    assert (succession.on, succession.note) == (day, "Nghị quyết 1")
    assert "Nghị quyết 1" in text_of(admin.get(at("sap-nhap/")))
    assert "its work passes to" in text_of(admin.get(at("co-quan/so-xay-dung/")))
    admin.post(at(f"sap-nhap/{succession.pk}/huy/"))
    assert not Succession.objects.exists()


def file_of(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("quy-che.yaml", text.encode(), "application/yaml")


def test_a_bad_charter_is_answered_with_its_lines(admin: Client) -> None:
    text = shipped_charter("tinh-mau").replace("kind: police", "kind: polise")
    answer = admin.post(at("quy-che/moi/"), {"file": file_of(text)})
    assert answer.status_code == 422
    line = text[: text.index("polise")].count("\n") + 1
    assert f"Line {line}" in text_of(answer)
    assert Charter.objects.count() == 1


def test_a_charter_is_looked_at_and_then_put_in_force(world: World, admin: Client) -> None:
    categorised(world)
    start = "  - slug: bao-mau\n"
    text = shipped_charter("tinh-mau")
    cut = text[text.index(start) : text.index("  - slug: dai-ptth\n")]
    text = text.replace(cut, "")
    looked = admin.post(at("quy-che/moi/"), {"file": file_of(text)})
    shown = text_of(looked)
    assert looked.status_code == 200
    assert "Taken out" in shown
    assert "as no successor is named" in shown
    assert Charter.objects.count() == 1
    sent = {"text": text.replace("\n", "\r\n"), "name": "quy-che.yaml"}
    again = admin.post(at("quy-che/moi/ap-dung/"), {**sent, "seen": "7"})
    assert again.status_code == 200
    assert Charter.objects.count() == 1
    admin.post(at("quy-che/moi/ap-dung/"), {**sent, "seen": "1"})
    charter = Charter.objects.get(version=2)
    assert charter.source == text
    assert charter.loaded_by is not None
    assert "Taken out" in text_of(admin.get(at("quy-che/so-sanh/")))
    assert "Mẫu Newspaper" in text_of(admin.get(at("")))


def test_a_day_is_decided_and_taken_back(world: World, admin: Client) -> None:
    data = {"day_day": "12", "day_month": "12", "day_year": "2027", "working": "no", "note": "Lũ"}
    assert admin.post(at("ngay-lam-viec/moi/"), {**data, "note": ""}).status_code == 422
    admin.post(at("ngay-lam-viec/moi/"), data)
    override = HolidayOverride.objects.get(day=date(2027, 12, 12))
    assert "Lũ" in text_of(admin.get(at("ngay-lam-viec/")))
    admin.post(at(f"ngay-lam-viec/{override.pk}/bo/"))
    assert not HolidayOverride.objects.filter(pk=override.pk).exists()


def test_grounds_are_found_without_marks(world: World) -> None:
    client = signed_in(world.press, Role.EDITOR)
    found = text_of(client.get("/desk/to-chuc/can-cu/?words=an+ninh+mang"))
    assert "24/2018/QH14" in found
    assert "20/2023/QH15" not in found
