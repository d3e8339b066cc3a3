"""What a machine reads in a report's pictures: kept stripped, once, and deleted with the report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sangto.audit.queries import details_match, events_about
from sangto.documents.domain.picture_text import PictureReading, ReadState
from sangto.documents.models import StoredFile
from sangto.documents.storage import path_of
from sangto.intake.likeness import pictures_like
from sangto.intake.models import PictureBand, Report, ReportImage
from sangto.intake.queries import report_content
from sangto.intake.services import (
    READ_TASK,
    add_to_report,
    close_and_delete,
    discard_pictures,
    forget_addresses,
    read_again,
    read_pictures,
    rebuild_picture_bands,
    withdraw_report,
)
from sangto.intake.services import reading as service
from sangto.kernel.actor import Actor, operator_actor, public_actor, system_actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Agency, Network
from sangto.queue.models import Task
from tests.factories.documents import picture
from tests.factories.intake import submit
from tests.factories.organisations import make_actor
from tests.factories.reading import looks_of_screen, seen

READS = system_actor("picture.read")
MESSAGE = "Thẻ của quý khách đã bị khóa"

Machine = Callable[..., list[bytes]]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Reads what the test says; answers the pictures that it was given."""

    def says(*readings: PictureReading) -> list[bytes]:
        given: list[bytes] = []
        left = iter(readings)

        def read(content: bytes) -> PictureReading:
            given.append(content)
            return next(left)

        monkeypatch.setattr(service, "read_picture", read)
        return given

    return says


def read(report: Report) -> int:
    return read_pictures(report=report, actor=READS)


def test_text_and_codes_are_stripped_before_they_are_kept(
    network: Network, machine: Machine
) -> None:
    machine(
        seen(
            "09:41 4G 76%",
            "Nguyễn Văn Mẫu",
            "Vừa xong",
            MESSAGE,
            "@ai.do.1990",
            codes=("https://facebook.com/ai.do.1990", "https://nhan.example/a"),
        )
    )
    report = submit(images=(picture(),)).report
    assert read(report) == 1
    image = ReportImage.objects.get()
    assert (image.read_state, image.read_text) == ("read", f"{MESSAGE} @…")
    assert image.read_codes == ["https://facebook.com/…", "https://nhan.example/a"]
    (event,) = [one for one in events_about(report) if one.tag == "report:picture_read"]
    assert details_match(
        event, {"picture": image.pk, "state": "read", "characters": len(image.read_text)}
    )


def test_each_picture_is_read_once(network: Network, machine: Machine) -> None:
    given = machine(seen("một"), seen(state=ReadState.DAMAGED))
    report = submit(images=(picture(), picture("JPEG"))).report
    assert read(report) == 2
    assert read(report) == 0
    assert len(given) == 2
    assert [image.read_state for image in ReportImage.objects.all()] == ["read", "damaged"]


@pytest.mark.parametrize("state", [ReadState.NO_READER, ReadState.GIVEN_UP, ReadState.DAMAGED])
def test_without_text_the_state_says_why(
    network: Network, machine: Machine, state: ReadState
) -> None:
    machine(seen(codes=["https://nhan.example/a"], state=state))
    report = submit(images=(picture(),)).report
    assert read(report) == 1
    image = ReportImage.objects.get()
    assert (image.read_state, image.read_text) == (state.value, "")
    assert image.read_codes == ["https://nhan.example/a"]


def test_missing_bytes_stop_nothing(network: Network, machine: Machine) -> None:
    machine()
    report = submit(images=(picture(),)).report
    path_of(StoredFile.objects.get().storage_name).unlink()
    assert read(report) == 1
    assert ReportImage.objects.get().read_state == "damaged"


def test_a_report_that_is_withdrawn_meanwhile_keeps_nothing(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = submit(images=(picture(),))

    def slowly(_content: bytes) -> PictureReading:
        withdraw_report(receipt=sent.receipt, actor=public_actor())
        return seen(MESSAGE, looks=looks_of_screen(MESSAGE))

    monkeypatch.setattr(service, "read_picture", slowly)
    assert read(sent.report) == 0
    assert ReportImage.objects.count() == PictureBand.objects.count() == 0


def test_only_the_machine_reads(network: Network, officer: Actor) -> None:
    report = submit().report
    for actor in (public_actor(), officer):
        with pytest.raises(NotVisible):
            read_pictures(report=report, actor=actor)
        with pytest.raises(NotVisible):
            rebuild_picture_bands(actor=actor)


def test_a_second_reading_takes_nothing_away(network: Network, machine: Machine) -> None:
    looks = looks_of_screen(MESSAGE)
    machine(
        seen(state=ReadState.NO_READER, codes=["https://nhan.example/a"], looks=looks),
        PictureReading(ReadState.GIVEN_UP),
        seen(MESSAGE, codes=["https://nhan.example/a"], looks=looks),
    )
    report = submit(images=(picture(),)).report
    read(report)
    bands = sorted(PictureBand.objects.values_list("code", flat=True))
    for state, text in ((ReadState.GIVEN_UP, ""), (ReadState.READ, MESSAGE)):
        assert read_again(actor=operator_actor("reindex")) == 1
        assert read(report) == 1
        image = ReportImage.objects.get()
        assert (image.read_state, image.read_text) == (state.value, text)
        assert image.read_codes == ["https://nhan.example/a"]
        assert len(image.looks) == len(looks)
        assert sorted(PictureBand.objects.values_list("code", flat=True)) == bands
    assert read_again(actor=operator_actor("reindex")) == 0
    with pytest.raises(NotVisible):
        read_again(actor=public_actor())


def test_a_picture_that_comes_later_is_read_too_and_leads_nowhere(
    network: Network, machine: Machine
) -> None:
    machine(seen(MESSAGE, looks=looks_of_screen(MESSAGE)))
    sent = submit()
    addition = add_to_report(
        receipt=sent.receipt,
        text="",
        images=[picture()],
        key="addition-key-1",
        actor=public_actor(),
    )
    task = Task.objects.get(kind=READ_TASK)
    assert task.payload == {"report": sent.report.pk}
    assert read(sent.report) == 1
    assert addition.images.get().read_text == MESSAGE
    assert PictureBand.objects.count() == 0


def test_who_may_read_the_report_sees_what_was_read(
    network: Network, machine: Machine, officer: Actor, agency: Agency
) -> None:
    machine(seen(MESSAGE, codes=["https://nhan.example/a"]))
    report = submit(images=(picture(),)).report
    read(report)
    (view,) = report_content(actor=officer, report=report).pictures
    assert (view.read_state, view.read_text) == (ReadState.READ, MESSAGE)
    assert view.read_codes == ("https://nhan.example/a",)
    assert MESSAGE not in repr(view)
    with pytest.raises(NotVisible):
        report_content(actor=make_actor(agency), report=report)


class TestItGoesWithTheContent:
    @pytest.fixture
    def report(self, network: Network, machine: Machine) -> Report:
        machine(seen(MESSAGE, codes=["https://a.example"], looks=looks_of_screen(MESSAGE)))
        sent = submit(images=(picture(),))
        read(sent.report)
        assert PictureBand.objects.exists()
        self.receipt = sent.receipt
        return sent.report

    def gone(self) -> bool:
        return not ReportImage.objects.exists() and not PictureBand.objects.exists()

    def test_when_it_is_closed(self, report: Report, officer: Actor) -> None:
        close_and_delete(report=report, explanation="not_checkable", actor=officer)
        assert self.gone()

    def test_when_it_is_withdrawn(self, report: Report) -> None:
        withdraw_report(receipt=self.receipt, actor=public_actor())
        assert self.gone()

    def test_when_only_pictures_are_discarded(self, report: Report, officer: Actor) -> None:
        discard_pictures(report=report, actor=officer)
        assert self.gone()


def test_addresses_of_posts_are_forgotten_there_too(
    network: Network, machine: Machine, officer: Actor
) -> None:
    post = "https://x.com/ai.do/status/123"
    machine(seen(f"Xem {post} ngay", codes=[post, "http://lua.example/a"]))
    report = submit(text="Cái này thật không", images=(picture(),)).report
    read(report)
    assert "status/123" in ReportImage.objects.get().read_text
    forget_addresses(report=report, actor=officer)
    image = ReportImage.objects.get()
    assert image.read_text.startswith("Xem [#")
    assert image.read_codes[0].startswith("[#")
    assert image.read_codes[1] == "http://lua.example/a"

    forget_addresses(report=report, actor=officer, every_link=True)
    assert "lua.example" not in str(ReportImage.objects.get().read_codes)


class TestPicturesThatLookAlike:
    def test_the_nearest_come_first_and_the_own_report_never(
        self, network: Network, machine: Machine
    ) -> None:
        looks = looks_of_screen(MESSAGE)
        near = [type(looks[0])(f"{int(looks[0].plain, 16) ^ 0b111:064x}", looks[0].inverted)]
        machine(seen(looks=near), seen(looks=looks), seen(looks=looks_of_screen("Khác " * 30)))
        reports = [submit(images=(picture(),)).report for _ in range(3)]
        for report in reports:
            read(report)
        found = pictures_like(looks, most_bits=20)
        assert [(one.report_id, one.bits) for one in found] == [
            (reports[1].pk, 0),
            (reports[0].pk, 3),
        ]
        alone = pictures_like(looks, most_bits=20, without_report=reports[1].pk)
        assert [one.report_id for one in alone] == [reports[0].pk]
        assert pictures_like((), most_bits=20) == []

    def test_two_queries_however_many_there_are(
        self, network: Network, machine: Machine, django_assert_num_queries: Any
    ) -> None:
        looks = looks_of_screen(MESSAGE)
        machine(*[seen(looks=looks)] * 6)
        for _ in range(6):
            read(submit(images=(picture(),)).report)
        with django_assert_num_queries(2):
            assert len(pictures_like(looks, most_bits=20)) == 6

    def test_the_look_up_is_rebuilt_from_what_is_kept(
        self, network: Network, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(service, "_BATCH", 2)
        looks = looks_of_screen(MESSAGE)
        machine(*[seen(looks=looks)] * 3)
        for _ in range(3):
            read(submit(images=(picture(),)).report)
        before = sorted(PictureBand.objects.values_list("image", "code"))
        PictureBand.objects.all().delete()
        assert pictures_like(looks, most_bits=20) == []
        for _ in range(2):
            assert rebuild_picture_bands(actor=operator_actor("reindex")) == 3
        assert sorted(PictureBand.objects.values_list("image", "code")) == before
