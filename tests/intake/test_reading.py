"""Receipts that tell nothing to a guesser; contents that only their readers see (SCOPE.md 8)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from sangto.intake.domain.reports import OriginKind
from sangto.intake.models import Contact, Report, ReportDisclosure, ReportImage
from sangto.intake.queries import (
    asked_by_people,
    picture_for,
    receipt_view,
    recipients,
    report_content,
    report_contents,
)
from sangto.intake.services import mark_answered, start_review
from sangto.kernel.actor import (
    Actor,
    ActorKind,
    Role,
    operator_actor,
    public_actor,
    system_actor,
)
from sangto.kernel.errors import NotVisible
from sangto.kernel.references import receipt_groups
from sangto.organisations.models import Agency, Network
from tests.factories.documents import picture
from tests.factories.intake import make_report, submit
from tests.factories.organisations import make_actor, make_agency, make_lead

NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
SYSTEM = system_actor("verdict.announce")


def _disclose(report: Report, agency: Agency) -> None:
    ReportDisclosure.objects.create(report=report, agency=agency, granted_at=timezone.now())


class TestReceipts:
    @pytest.mark.parametrize(
        "code",
        ["", "0000000000000000", "1234", "12345678" * 5, "abc", "' OR 1=1 --", "\0", "\ud800",
         "١٢٣٤٥٦٧٨١٢٣٤٥٦٧٨", "9" * 10_000],
    )  # fmt: skip
    def test_malformed_unknown_and_wrong_take_the_same_way(
        self, network: Network, code: str, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        submit()
        with django_assert_num_queries(1):
            assert receipt_view(code) is None

    def test_the_right_one_takes_as_many_queries(
        self, network: Network, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        submitted = submit(email="a@example.vn", images=(picture(),))
        with django_assert_num_queries(1):
            view = receipt_view(submitted.receipt)
        assert view is not None
        with django_assert_num_queries(1):
            wrong = f"{(int(submitted.receipt) + 1) % 10**16:016d}"
            assert receipt_view(wrong) is None

    def test_an_expired_one_looks_like_an_unknown_one(
        self, network: Network, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        submitted = submit()
        mark_answered(report=submitted.report, outcome="verdict", actor=SYSTEM, now=NOW)
        last = NOW + timedelta(days=90)
        with django_assert_num_queries(2):
            assert receipt_view(submitted.receipt, now=last) is not None
            assert receipt_view(submitted.receipt, now=last + timedelta(seconds=1)) is None

    def test_it_may_be_typed_in_groups(self, network: Network) -> None:
        submitted = submit()
        for typed in (receipt_groups(submitted.receipt), f"  {submitted.receipt}\n"):
            view = receipt_view(typed)
            assert view is not None
            assert view.reference == submitted.report.reference

    def test_its_steps_tell_the_way(self, network: Network) -> None:
        submitted = submit(received_at=NOW)

        def steps() -> list[tuple[str, datetime | None]]:
            view = receipt_view(submitted.receipt, now=NOW)
            assert view is not None
            return [(step.name, step.at) for step in view.steps]

        assert steps() == [("received", NOW), ("in_review", None), ("answered", None)]
        started, answered = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
        start_review(report=submitted.report, actor=SYSTEM, now=started)
        assert steps() == [("received", NOW), ("in_review", started), ("answered", None)]
        mark_answered(report=submitted.report, outcome="verdict", actor=SYSTEM, now=answered)
        assert steps() == [("received", NOW), ("in_review", started), ("answered", answered)]

    def test_it_shows_no_content(self, network: Network) -> None:
        submitted = submit(text="NỘI-DUNG-RIÊNG", reason="LÝ-DO", email="ban.doc@example.vn")
        shown = repr(receipt_view(submitted.receipt))
        assert not any(word in shown for word in ("NỘI-DUNG", "LÝ-DO", "ban.doc"))


class TestContents:
    @pytest.mark.parametrize("disclosed", [False, True])
    @pytest.mark.parametrize("where", ["lead", "other"])
    @pytest.mark.parametrize("role", list(Role))
    def test_who_reads_a_report(
        self, network: Network, role: Role, where: str, disclosed: bool
    ) -> None:
        lead, other = make_lead(network), make_agency(network)
        report = make_report(network, text="NỘI-DUNG", share_consent=True)
        mine = lead if where == "lead" else other
        if disclosed:
            _disclose(report, mine)
        actor = make_actor(mine, role)

        expected = (where == "lead" and role in {Role.DESK_OFFICER, Role.APPROVER}) or (
            disclosed and role in {Role.DESK_OFFICER, Role.APPROVER, Role.FOCAL_OFFICER}
        )
        if expected:
            assert report_content(actor=actor, report=report).text == "NỘI-DUNG"
        else:
            with pytest.raises(NotVisible):
                report_content(actor=actor, report=report)
            assert report_contents(actor=actor, reports=[report]) == []

    def test_a_disclosure_to_one_agency_is_none_to_another(self, network: Network) -> None:
        make_lead(network)
        police, department = make_agency(network), make_agency(network)
        report = make_report(network, share_consent=True)
        _disclose(report, department)

        assert report_content(actor=make_actor(department, Role.FOCAL_OFFICER), report=report)
        for role in Role:
            with pytest.raises(NotVisible):
                report_content(actor=make_actor(police, role), report=report)

    @pytest.mark.parametrize(
        "actor",
        [
            public_actor(),
            system_actor("report.match"),
            operator_actor("shell"),
            Actor(ActorKind.STAFF, 1, None, frozenset(Role), False),
            Actor(ActorKind.STAFF, 1, 1, frozenset(), True),
        ],
    )
    def test_nobody_else_reads(self, network: Network, actor: Actor) -> None:
        report = make_report(network)
        with pytest.raises(NotVisible):
            report_content(actor=actor, report=report)

    def test_an_agency_reads_what_it_sent_itself(self, lead: Agency, agency: Agency) -> None:
        report = make_report(lead.network, origin="member_agency", agency=agency)
        assert report_content(actor=make_actor(agency, Role.FOCAL_OFFICER), report=report)
        with pytest.raises(NotVisible):
            report_content(actor=make_actor(agency, Role.AUDITOR), report=report)

    @pytest.mark.parametrize("rows", [1, 3])
    def test_many_cost_as_much_as_one(
        self,
        lead: Agency,
        agency: Agency,
        rows: int,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        reports = [
            submit(images=(picture(), picture()), share_consent=True).report for _ in range(rows)
        ]
        for report in reports:
            _disclose(report, agency)
        reader = make_actor(lead, Role.DESK_OFFICER)
        focal = make_actor(agency, Role.FOCAL_OFFICER)

        with django_assert_num_queries(2):
            contents = report_contents(actor=reader, reports=reports)
        assert [one.report_id for one in contents] == [report.pk for report in reports]
        assert all(len(one.pictures) == 2 for one in contents)
        with django_assert_num_queries(3):
            assert report_contents(actor=focal, reports=reports) == contents

    def test_a_repr_shows_nothing_that_was_written(self, network: Network, officer: Actor) -> None:
        report = make_report(network, text="NỘI-DUNG", reason="LÝ-DO")
        content = report_content(actor=officer, report=report)
        assert "NỘI-DUNG" not in repr(content) + repr(report) + str(report)
        assert "LÝ-DO" not in repr(content)

    def test_pictures_follow_their_report(self, lead: Agency, agency: Agency) -> None:
        submit(images=(picture(),))
        image = ReportImage.objects.get()
        assert picture_for(actor=make_actor(lead, Role.APPROVER), file_id=image.file_id) == image
        for actor in (make_actor(agency, Role.DESK_OFFICER), public_actor()):
            with pytest.raises(NotVisible):
                picture_for(actor=actor, file_id=image.file_id)
        with pytest.raises(NotVisible):
            picture_for(actor=make_actor(lead, Role.DESK_OFFICER), file_id=image.file_id + 1)


class TestRecipients:
    def test_those_who_left_an_address(
        self, network: Network, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        told = [submit(email=f"b{n}@example.vn", language="en").report for n in range(3)]
        silent = submit().report
        with django_assert_num_queries(1):
            found = recipients([silent, *told])
        assert [(report, language) for report, _, language in found] == [
            (report, "en") for report in told
        ]
        assert {sealed for _, sealed, _ in found} == set(
            Contact.objects.values_list("email_sealed", flat=True)
        )


def test_only_people_count_as_askers(network: Network, agency: Agency) -> None:
    asker = make_report(network)
    make_report(network, origin=OriginKind.MACHINE.value)
    make_report(network, origin=OriginKind.MEMBER_AGENCY.value, agency=agency)
    make_report(
        network, origin="archive", channel="archive", status="closed",
        explanation="archived", answered_at=NOW,
    )  # fmt: skip
    assert list(asked_by_people(Report.objects.all())) == [asker]
