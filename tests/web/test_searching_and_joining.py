"""Pages of the desk's search, of joining and splitting, and of reports that came late."""

from __future__ import annotations

import pytest

from sangto.cases.models import Case
from sangto.cases.services import split, suggest_task
from sangto.handling.services import answer_feedback
from sangto.intake import receipts
from sangto.kernel.actor import Role
from sangto.kernel.categories import Category
from sangto.matching.index import match_index
from sangto.matching.index.sources import entry_of_report
from sangto.matching.models import Join, ReportLink
from sangto.verdicts.services import join_claims
from tests.factories.cases import (
    World,
    archived,
    categorised,
    make_report,
    make_world,
    opened,
    reported_claim,
)
from tests.factories.verdicts import published_verdict
from tests.web.desk_scene import queries_of, signed_in, text_of

RECEIPT = "4012888888881881"
SEARCH = "/en/desk/tim/"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


class TestSearch:
    def test_words_are_marked_where_they_stand(self, world: World) -> None:
        case = categorised(world, title="Lừa đảo chuyển tiền <phí>")
        page = text_of(signed_in(world.lead).get("/desk/tim/", {"q": "dao lu"}))
        assert "<mark>Lừ</mark>a <mark>đảo</mark> chuyển tiền &lt;phí&gt;" in page
        assert case.reference in page

    def test_a_reference_leads_straight_there(self, world: World) -> None:
        version = published_verdict(world)
        case = version.verdict.case
        assert case is not None
        client = signed_in(world.lead)
        for asked in (case.reference, version.verdict.reference, case.reference.lower()):
            answer = client.post(SEARCH, {"q": asked})
            assert answer.headers["Location"] == f"/en/desk/vu-viec/{case.reference}/"

    def test_a_receipt_never_stands_in_an_address(self, world: World) -> None:
        claim = reported_claim(world)
        make_report(claim, receipt_digest=receipts.receipt_digest(RECEIPT))
        client = signed_in(world.lead)
        found = client.post(SEARCH, {"q": "4012 8888 8888 1881"})
        assert found.headers["Location"] == f"/en/desk/noi-dung/{claim.reference}/"
        unknown = client.post(SEARCH, {"q": "4012 8888 8888 1882"})
        assert unknown.status_code == 200
        assert "Nothing found" in text_of(unknown)
        words = client.post(SEARCH, {"q": "lừa đảo"})
        assert words.headers["Location"] == f"{SEARCH}?q=l%E1%BB%ABa+%C4%91%E1%BA%A3o"

    def test_a_receipt_of_another_agencys_case_is_unknown(self, world: World) -> None:
        claim = reported_claim(world)
        make_report(claim, receipt_digest=receipts.receipt_digest(RECEIPT))
        page = signed_in(world.health, Role.FOCAL_OFFICER).post(SEARCH, {"q": RECEIPT})
        assert page.status_code == 200
        assert "Nothing found" in text_of(page)

    @pytest.mark.parametrize(("role", "status"), [(Role.EDITOR, 200), (Role.AUDITOR, 404)])
    def test_who_sees_it(self, world: World, role: Role, status: int) -> None:
        client = signed_in(world.lead, role)
        page = client.get(SEARCH)
        assert page.status_code == status
        home = text_of(client.get("/en/desk/" if status == 200 else "/en/desk/nhat-ky/"))
        assert ('id="desk-search"' in home) == (status == 200)

    def test_pages_and_their_cost(self, world: World) -> None:
        client = signed_in(world.lead)
        categorised(world, title="Giả danh ngân hàng")
        once = queries_of(client, f"{SEARCH}?q=ngan")
        for number in range(21):
            categorised(world, title=f"Ngân hàng {number}")
        assert queries_of(client, f"{SEARCH}?q=ngan") == once
        second = client.get(SEARCH, {"q": "ngan", "page": "2", "sort": "az"})
        assert len(second.context["rows"]) == 2
        assert client.get(SEARCH, {"q": "ngan", "page": "3"}).status_code == 404


class TestJoining:
    def test_from_the_case_to_the_other_and_back(self, world: World) -> None:
        one = categorised(world, title="Lừa đảo phí hồ sơ", claim=reported_claim(world, reports=2))
        two = categorised(world, title="Phí hồ sơ giả")
        client = signed_in(world.lead)
        find = f"/en/desk/noi-dung/{one.claim.reference}/ghep/"
        assert find in text_of(client.get(f"/en/desk/vu-viec/{one.reference}/"))
        preview = f"{find}{two.claim.reference}/"
        assert preview in text_of(client.get(find, {"q": "phi gia"}))
        page = text_of(client.get(preview))
        assert "2 reports move to" in page
        assert ReportLink.objects.filter(claim=two.claim).count() == 1
        assert client.post(preview).headers["Location"] == f"/en/desk/vu-viec/{two.reference}/"
        join = Join.objects.get()
        left = text_of(client.get(f"/en/desk/vu-viec/{one.reference}/"))
        assert "This case was joined" in left
        assert "2 reports went to" in left
        came = text_of(client.get(f"/en/desk/vu-viec/{two.reference}/"))
        assert f"2 reports came from {one.claim.reference}." in came
        record = f"/en/desk/ghep/{join.pk}/"
        assert record in came
        assert "Undo it" in text_of(client.get(record))
        assert client.post(record).headers["Location"] == record
        assert "Undo it" not in text_of(client.get(record))
        assert ReportLink.objects.filter(claim=one.claim).count() == 2
        assert client.post(record).status_code == 422

    def test_what_refuses_it_is_said_before_anybody_tries(self, world: World) -> None:
        one, two = categorised(world), opened(world)
        client = signed_in(world.lead)
        preview = f"/en/desk/noi-dung/{one.claim.reference}/ghep/{two.claim.reference}/"
        page = text_of(client.get(preview))
        assert "has no category yet" in page
        assert f"/en/desk/noi-dung/{two.claim.reference}/ghep/{one.claim.reference}/" in page
        assert client.post(preview).status_code == 422
        assert not Join.objects.exists()

    def test_claims_that_look_alike_are_offered(self, world: World) -> None:
        text = (
            "Ngân hàng báo tài khoản bị khóa, bấm vào đường dẫn để xác thực trong hai mươi bốn giờ"
        )
        one, two = reported_claim(world, text=text), reported_claim(world, text=text)
        for link in ReportLink.objects.select_related("report"):
            match_index().add(entry_of_report(link.report, link.claim_id))
        suggest_task(two.pk)()
        page = text_of(signed_in(world.lead).get(f"/en/desk/noi-dung/{one.reference}/ghep/"))
        assert f"/en/desk/noi-dung/{one.reference}/ghep/{two.reference}/" in page

    @pytest.mark.parametrize("role", [Role.FOCAL_OFFICER, Role.EDITOR, Role.AUDITOR])
    def test_only_who_triages(self, world: World, role: Role) -> None:
        one, two = categorised(world, claim=reported_claim(world, reports=2)), categorised(world)
        join = join_claims(claim=reported_claim(world), into=two.claim, actor=world.officer())
        client = signed_in(world.lead, role)
        for path in (
            f"/en/desk/noi-dung/{one.claim.reference}/ghep/",
            f"/en/desk/noi-dung/{one.claim.reference}/ghep/{two.claim.reference}/",
            f"/en/desk/noi-dung/{one.claim.reference}/tach/",
        ):
            assert client.get(path).status_code == 404
            assert client.post(path).status_code in (404, 405)
        assert client.post(f"/en/desk/ghep/{join.pk}/").status_code == 404


class TestSplitting:
    def test_ticked_reports_leave(self, world: World) -> None:
        case = categorised(world, claim=reported_claim(world, reports=3))
        client = signed_in(world.lead)
        path = f"/en/desk/noi-dung/{case.claim.reference}/tach/"
        page = text_of(client.get(path))
        assert page.count('name="reports"') == 3
        assert "the case began with it" in page
        assert "Tick the reports" in text_of(client.post(path, {"where": "new"}))
        leaving = str(case.claim.report_links.latest("report_id").report_id)
        missing = client.post(path, {"reports": [leaving], "where": "there"})
        assert missing.status_code == 422
        unknown = client.post(
            path, {"reports": [leaving], "where": "there", "claim": "VV-26-000000"}
        )
        assert "There is no claim or case" in text_of(unknown)
        done = client.post(path, {"reports": [leaving], "where": "new"})
        join = Join.objects.get()
        assert done.headers["Location"] == f"/en/desk/ghep/{join.pk}/"
        assert Case.objects.filter(claim=join.other, status="triage").exists()

    def test_one_report_is_nothing_to_split(self, world: World) -> None:
        claim = reported_claim(world)
        page = text_of(signed_in(world.lead).get(f"/en/desk/noi-dung/{claim.reference}/tach/"))
        assert "There is nothing to split off" in page

    def test_what_came_back_and_what_stayed(self, world: World) -> None:
        claim = reported_claim(world, reports=3)
        officer = world.officer()
        categorised(world, claim=claim, actor=officer)
        leaving = sorted(claim.report_links.values_list("report_id", flat=True))[1:]
        join = split(claim=claim, reports=leaving, actor=officer)
        ReportLink.objects.filter(report=leaving[0]).update(claim=reported_claim(world))
        client = signed_in(world.lead)
        client.post(f"/en/desk/ghep/{join.pk}/")
        page = text_of(client.get(f"/en/desk/ghep/{join.pk}/"))
        assert "stayed: it was moved elsewhere since" in page
        assert "went back" in page


class TestLateReports:
    def test_of_an_archive_are_taken_up(self, world: World) -> None:
        case = archived(world)
        client = signed_in(world.lead)
        path = f"/en/desk/vu-viec/{case.reference}/"
        assert "Take it up" not in text_of(client.get(path))
        make_report(case.claim)
        assert "Take it up" in text_of(client.get(path))
        opening = f"/en/desk/noi-dung/{case.claim.reference}/mo/"
        assert client.post(opening).headers["Location"] == path
        assert Case.objects.get(pk=case.pk).status == "triage"

    def test_of_an_answered_case_get_its_answer(self, world: World) -> None:
        case = categorised(world, Category.PRIVACY)
        answer_feedback(case=case, text="Xin hãy làm theo các bước sau đây.", actor=world.officer())
        client = signed_in(world.lead)
        page, answer = (
            f"/en/desk/vu-viec/{case.reference}/",
            f"/en/desk/vu-viec/{case.reference}/tra-loi/",
        )
        assert "Answer those who asked later" not in text_of(client.get(page))
        late = make_report(case.claim)
        assert "Answer those who asked later" in text_of(client.get(page))
        assert "1 report came later" in text_of(client.get(answer))
        assert client.post(f"{answer}sau/").headers["Location"] == answer
        late.refresh_from_db()
        assert late.status == "answered"
        assert "came later" not in text_of(client.get(answer))
