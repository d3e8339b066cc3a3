"""A report is kept once and whole, or not at all."""

from __future__ import annotations

import errno
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from sangto.audit.models import AuditEvent
from sangto.audit.queries import details_match, events_about
from sangto.audit.secrets import sealer
from sangto.documents.models import StoredFile
from sangto.documents.queries import content_of
from sangto.documents.storage import StorageUnavailable
from sangto.intake import receipts
from sangto.intake.domain.consent import CONSENT_VERSION
from sangto.intake.domain.drafts import DraftContent
from sangto.intake.domain.reports import Channel, OriginKind
from sangto.intake.models import Contact, Report, ReportDraft, ReportImage
from sangto.intake.queries import receipt_view
from sangto.intake.services import (
    RefusedSubmission,
    Submitted,
    add_draft_pictures,
    begin_draft,
    close_and_delete,
    send_draft,
    submit_report,
)
from sangto.kernel.actor import Actor, Role, operator_actor, public_actor, system_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.notices.models import OutboxMessage
from sangto.organisations.models import Agency, Network
from sangto.queue.models import Task
from tests.factories.documents import opened, picture
from tests.factories.intake import make_submission, submit
from tests.factories.organisations import make_actor, make_network, make_territory

KEY = "7b6f0f0e-7f5e-4a52-9a54-2a5c9d1f5f10"


def _files(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


class TestKeeping:
    def test_what_is_kept_of_a_submission(self, network: Network) -> None:
        place = make_territory(network, "song-xanh")
        submitted = submit(
            text="Nguye\u0302\u0303n\0 báo: @ke.lua.dao nhắn \u202ehttp://lua.example",
            link="https://www.facebook.com/ke.lua.dao/posts/123456?x=1",
            reason="Trang facebook.com/ke.lua.dao lạ lắm",
            territory="song-xanh",
            language="en",
            share_consent=True,
            received_at=datetime(2026, 11, 3, 2, tzinfo=UTC),
        )
        report = Report.objects.get()

        assert report == submitted.report
        assert report.text == "Nguyễn báo: @… nhắn http://lua.example"
        assert report.folded == "nguyen bao nhan http lua example"
        assert report.link == "https://facebook.com/posts/123456"
        assert report.reason == "Trang https://facebook.com/… lạ lắm"
        assert (report.network, report.territory, report.language) == (network, place, "en")
        assert (report.status, report.outcome, report.explanation) == ("received", "", "")
        assert (report.channel, report.origin, report.agency) == ("web", "citizen", None)
        assert report.reference.startswith("PA-26-")
        assert report.due_at == datetime(2026, 11, 11, 10, tzinfo=UTC)
        assert (report.answered_at, report.readable_until) == (None, None)
        assert report.share_consent

    def test_the_exact_record_and_the_task(self, network: Network) -> None:
        submitted = submit(images=(picture(), picture("JPEG")), email="ban.doc@example.vn")

        tags = list(AuditEvent.objects.order_by("pk").values_list("tag", flat=True))
        assert tags == ["file:stored", "file:stored", "report:received"]
        (event,) = events_about(submitted.report)
        assert event.actor_kind == "public"
        assert details_match(
            event,
            {
                "channel": "web",
                "origin": "citizen",
                "pictures": 2,
                "contact": True,
                "consent": submitted.report.consent_version,
            },
        )
        task = Task.objects.get()
        assert (task.kind, task.payload) == ("report.match", {"report": submitted.report.pk})

    def test_pictures_are_written_anew_and_nameless(self, network: Network, media: Path) -> None:
        submit(images=(picture("PNG", (31, 17)), picture("WEBP", (20, 10))))

        images = list(ReportImage.objects.select_related("file"))
        assert [(i.width, i.height, i.file.media_type, i.file.title) for i in images] == [
            (31, 17, "image/png", ""),
            (20, 10, "image/webp", ""),
        ]
        assert opened(content_of(images[0].file)).size == (31, 17)
        assert len(_files(media)) == 2

    def test_the_receipt_is_sixteen_digits_of_which_a_digest_is_kept(
        self, network: Network
    ) -> None:
        submitted = submit()
        row = repr(Report.objects.values().get())

        assert len(submitted.receipt) == 16
        assert submitted.receipt.isdigit()
        assert submitted.receipt not in row + repr(submitted)
        view = receipt_view(submitted.receipt)
        assert view is not None
        assert view.report_id == submitted.report.pk

    def test_the_contact_is_sealed_and_shown_nowhere(
        self, network: Network, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            submit(email=" Ban.Doc@Example.VN ", language="en")

        contact = Contact.objects.get()
        assert sealer().open(contact.email_sealed) == "Ban.Doc@example.vn"
        assert (contact.language, contact.erase_after) == ("en", None)
        rows = [repr(list(model.objects.values())) for model in (Contact, Report, AuditEvent, Task)]
        logs = "".join(
            record.getMessage() for record in caplog.records if record.name != "django.db.backends"
        )
        everything = "".join(rows) + repr(contact) + str(contact) + logs
        assert "ban.doc" not in everything.lower()

    def test_without_a_key_each_call_is_a_report(self, network: Network) -> None:
        for _ in range(2):
            submit_report(
                submission=make_submission(),
                channel=Channel.WEB,
                origin=OriginKind.CITIZEN,
                idempotency_key=None,
                actor=public_actor(),
            )
        assert Report.objects.count() == 2

    @pytest.mark.parametrize("images", [1, 3])
    def test_each_picture_costs_the_same(
        self,
        network: Network,
        images: int,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        with django_assert_max_num_queries(22 + 3 * images):
            submit(images=(picture(),) * images)


class TestRepeats:
    def test_the_same_again_is_the_same_report(self, network: Network, media: Path) -> None:
        values: dict[str, Any] = {"images": (picture(),), "email": "ban.doc@example.vn"}
        first, second = submit(key=KEY, **values), submit(key=KEY, **values)

        assert (first.repeated, second.repeated) == (False, True)
        assert first.report == second.report
        assert first.receipt == second.receipt
        assert (Report.objects.count(), Contact.objects.count(), Task.objects.count()) == (1, 1, 1)
        assert AuditEvent.objects.count() == 2
        assert len(_files(media)) == StoredFile.objects.count() == 1

    def test_what_cleaning_makes_equal_is_the_same(self, network: Network) -> None:
        first = submit(key=KEY, text="Hoa\u0300 bi\u0300nh\r\n")
        assert submit(key=KEY, text=" Hoà bình").report == first.report

    @pytest.mark.parametrize(
        "other",
        [
            {"text": "khác"},
            {"email": "khac@example.vn"},
            {"images": (picture(size=(9, 9)),)},
            {"share_consent": True},
        ],
    )
    def test_the_same_key_with_other_content_is_refused(
        self, network: Network, other: dict[str, Any], media: Path
    ) -> None:
        submit(key=KEY)
        with pytest.raises(Refused) as caught:
            submit(key=KEY, **other)

        assert caught.value.refusal.code == "intake.other_content"
        assert "we have it" in str(caught.value)
        assert Report.objects.count() == 1
        assert _files(media) == []

    def test_other_keys_give_other_receipts(self, network: Network) -> None:
        assert len({submit(key=f"{KEY}-{number}").receipt for number in range(20)}) == 20

    def test_a_repeat_after_the_keys_were_rotated(
        self, network: Network, settings: Settings
    ) -> None:
        settings.SANGTO_SECRET_KEYS = ("old-secret",)
        first = submit(key=KEY)
        settings.SANGTO_SECRET_KEYS = ("new-secret", "old-secret")
        second = submit(key=KEY)

        assert second.repeated
        assert second.receipt == first.receipt
        view = receipt_view(first.receipt)
        assert view is not None
        assert view.reference == first.report.reference

    def test_a_reference_that_is_taken_is_drawn_again(
        self, network: Network, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drawn = iter([b"\1" * 5, b"\1" * 5, b"\2" * 5])
        monkeypatch.setattr("sangto.intake.services.submitting.os.urandom", lambda _: next(drawn))
        first, second = submit(), submit()
        assert first.report.reference != second.report.reference


@pytest.fixture
def shared_by_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads see a database as in production: on SQLite a file, not the tests' shared memory."""
    if connection.vendor == "sqlite":
        file = tmp_path / "threads.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        monkeypatch.setitem(connections.settings["default"], "NAME", file)


def _in_threads(*calls: Callable[[], Any]) -> list[Any]:
    """What each call gives or raises, each in its own thread and connection, begun together."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        start.wait(timeout=30)
        try:
            return call()
        except Exception as error:  # noqa: BLE001 - shown by the assertions
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("shared_by_threads")
class TestAtOnce:
    def test_many_threads_with_one_key_make_one_report(self, media: Path) -> None:
        _in_threads(make_network)
        results: list[Submitted] = _in_threads(
            *[lambda: submit(key=KEY, images=(picture(),)) for _ in range(6)]
        )
        rows = [model.objects.count for model in (Report, Task, StoredFile, ReportImage)]

        assert {type(result) for result in results} == {Submitted}
        assert len({(one.report.pk, one.receipt) for one in results}) == 1
        assert sorted(one.repeated for one in results) == [False] + [True] * 5
        assert _in_threads(lambda: [count() for count in rows]) == [[1, 1, 1, 1]]
        assert len(_files(media)) == 1

    def test_one_of_two_contents_under_one_key_is_refused(self, media: Path) -> None:
        _in_threads(make_network)
        results = _in_threads(
            lambda: submit(key=KEY, text="một", images=(picture(),)),
            lambda: submit(key=KEY, text="hai", images=(picture(),)),
        )
        assert sorted(type(result).__name__ for result in results) == ["Refused", "Submitted"]
        assert len(_files(media)) == 1

    def test_one_of_two_closings_loses(self) -> None:
        _in_threads(make_network)
        (submitted,) = _in_threads(lambda: submit(email="ban.doc@example.vn"))
        results = _in_threads(
            *[
                lambda: close_and_delete(
                    report=submitted.report,
                    explanation="not_checkable",
                    actor=system_actor("tests"),
                )
                for _ in range(3)
            ]
        )
        assert sorted(type(result).__name__ for result in results) == [
            "Refused",
            "Refused",
            "Report",
        ]
        assert _in_threads(OutboxMessage.objects.count) == [1]

    def test_many_clicks_on_one_draft_make_one_report(self, media: Path) -> None:
        def written() -> str:
            make_network()
            content = DraftContent(text="Tin lạ", consent_version=CONSENT_VERSION)
            token = begin_draft(content=content, actor=public_actor())
            add_draft_pictures(token=token, images=[picture()], actor=public_actor())
            return token

        [token] = _in_threads(written)
        results: list[Submitted] = _in_threads(
            *[
                lambda: send_draft(token=token, language="vi", actor=public_actor())
                for _ in range(4)
            ]
        )
        assert {type(result) for result in results} == {Submitted}
        assert len({one.receipt for one in results}) == 1
        rows = [model.objects.count for model in (Report, ReportImage, ReportDraft)]
        assert _in_threads(lambda: [count() for count in rows]) == [[1, 1, 0]]
        assert len(_files(media)) == 1


class TestRefusals:
    def test_all_refusals_come_at_once(self, network: Network) -> None:
        with pytest.raises(RefusedSubmission) as caught:
            submit(text="", email="nope", consent_version="")
        assert [one.code for one in caught.value.refusals] == [
            "intake.nothing",
            "intake.email",
            "intake.consent",
        ]
        assert Report.objects.count() == 0

    @pytest.mark.parametrize(
        ("bad", "code"),
        [
            (b"PK\x03\x04 zip named .png", "documents.not_a_picture"),
            (picture("JPEG", (300, 200))[:900], "documents.damaged_picture"),
        ],
    )
    def test_the_bad_picture_is_named_and_nothing_is_kept(
        self, network: Network, media: Path, bad: bytes, code: str
    ) -> None:
        with pytest.raises(Refused) as caught:
            submit(images=(picture(), bad, picture()))

        assert (caught.value.refusal.code, caught.value.refusal.params["number"]) == (code, 2)
        assert (Report.objects.count(), StoredFile.objects.count()) == (0, 0)
        assert _files(media) == []

    def test_the_upload_limit_is_the_setting(self, network: Network, settings: Settings) -> None:
        settings.SANGTO_UPLOAD_BYTES = 10
        with pytest.raises(RefusedSubmission) as caught:
            submit(images=(picture(),))
        assert caught.value.refusal.code == "documents.too_many_bytes"

    def test_a_full_disk_keeps_nothing_and_says_so(
        self, network: Network, media: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_descriptor: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("sangto.documents.storage.os.fsync", full)
        with pytest.raises(StorageUnavailable):
            submit(key=KEY, images=(picture(),))
        assert (Report.objects.count(), Task.objects.count()) == (0, 0)
        assert _files(media) == []

        monkeypatch.undo()
        assert not submit(key=KEY).repeated

    def test_a_transaction_that_fails_leaves_no_row_and_no_bytes(
        self, network: Network, media: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(**_values: object) -> None:
            assert len(_files(media)) == 1
            raise RuntimeError

        monkeypatch.setattr("sangto.intake.services.submitting.put", broken)
        with pytest.raises(RuntimeError):
            submit(images=(picture(),), email="ban.doc@example.vn")
        models = (Report, ReportImage, StoredFile, Contact, AuditEvent)
        assert [model.objects.count() for model in models] == [0] * 5
        assert _files(media) == []

    def test_a_place_outside_the_list_is_refused(self, network: Network) -> None:
        older = make_network(created_at=network.created_at - timedelta(days=1))
        make_territory(older, "elsewhere")
        make_territory(network, "gone", valid_until=timezone.now().date())
        for code in ("elsewhere", "gone", "x\0y"):
            with pytest.raises(RefusedSubmission) as caught:
                submit(territory=code)
            assert caught.value.refusal.field == "territory"

    @pytest.mark.django_db
    def test_without_a_network_nobody_would_read_it(self) -> None:
        with pytest.raises(Refused) as caught:
            submit()
        assert caught.value.refusal.code == "intake.no_network"


class TestEntrances:
    def test_an_archive_makes_finished_records(self, network: Network) -> None:
        day = datetime(2024, 5, 6, tzinfo=UTC)
        report = submit(
            channel=Channel.ARCHIVE,
            origin=OriginKind.ARCHIVE,
            actor=operator_actor("import"),
            consent_version="",
            received_at=day,
        ).report

        assert (report.status, report.outcome, report.explanation) == (
            "closed",
            "archived",
            "archived",
        )
        assert (report.received_at, report.due_at, report.answered_at) == (day, day, day)
        assert report.content_deleted_at is None

    @pytest.mark.parametrize(
        ("channel", "origin", "code"),
        [
            (Channel.WEB, OriginKind.ARCHIVE, "intake.archive"),
            (Channel.ARCHIVE, OriginKind.CITIZEN, "intake.archive"),
            (Channel.WEB, OriginKind.MEMBER_AGENCY, "intake.agency"),
        ],
    )
    def test_channels_and_origins_that_do_not_fit(
        self, network: Network, channel: Channel, origin: OriginKind, code: str
    ) -> None:
        with pytest.raises(Refused) as caught:
            submit(channel=channel, origin=origin, actor=operator_actor("x"))
        assert caught.value.refusal.code == code

    def test_an_agency_reports_in_its_own_name_only(self, lead: Agency, agency: Agency) -> None:
        actor = make_actor(agency, Role.FOCAL_OFFICER)
        report = submit(
            channel=Channel.DESK, origin=OriginKind.MEMBER_AGENCY, actor=actor, agency=agency
        ).report
        assert report.agency == agency

        with pytest.raises(Refused) as caught:
            submit(channel=Channel.DESK, origin=OriginKind.MEMBER_AGENCY, actor=actor, agency=lead)
        assert caught.value.refusal.code == "intake.other_agency"

    @pytest.mark.parametrize("role", list(Role))
    def test_who_enters_a_report_for_somebody(self, agency: Agency, role: Role) -> None:
        actor = make_actor(agency, role)
        if role in {Role.FOCAL_OFFICER, Role.DESK_OFFICER, Role.APPROVER}:
            assert submit(channel=Channel.DESK, actor=actor).report.channel == "desk"
        else:
            with pytest.raises(NotVisible):
                submit(channel=Channel.DESK, actor=actor)

    def test_the_public_neither_imports_nor_enters_nor_is_a_machine(self, network: Network) -> None:
        for channel, origin in [
            (Channel.ARCHIVE, OriginKind.ARCHIVE),
            (Channel.DESK, OriginKind.CITIZEN),
        ]:
            with pytest.raises(NotVisible):
                submit(channel=channel, origin=origin)
        with pytest.raises(Refused) as caught:
            submit(origin=OriginKind.MACHINE)
        assert caught.value.refusal.code == "intake.machine"

    def test_a_machine_enters_by_its_job(self, network: Network) -> None:
        actor: Actor = system_actor("api")
        assert submit(origin=OriginKind.MACHINE, actor=actor).report.origin == "machine"


@pytest.mark.django_db
def test_a_receipt_can_not_be_derived_without_the_secret(settings: Settings) -> None:
    mine = receipts.new_receipt(KEY)
    settings.SANGTO_SECRET_KEYS = ("another-installation",)
    assert receipts.new_receipt(KEY) != mine
    assert receipts.receipt_of(KEY, "0" * 64) == ""
