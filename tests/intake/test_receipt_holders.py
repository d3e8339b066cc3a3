"""With the receipt in hand: adding, withdrawing, leaving and taking back an address."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from sangto.audit.models import AuditEvent
from sangto.audit.secrets import sealer
from sangto.documents.models import StoredFile
from sangto.intake.domain.limits import ADDITION_LENGTH, ADDITIONS
from sangto.intake.domain.reports import Closing, ReportOutcome, ReportStatus
from sangto.intake.models import Contact, Report, ReportAddition, ReportImage
from sangto.intake.queries import report_content
from sangto.intake.services import (
    Submitted,
    add_to_report,
    change_contact,
    close_and_delete,
    discard_pictures,
    forget_addresses,
    mark_answered,
    remove_contact,
    withdraw_report,
)
from sangto.kernel.actor import Actor, public_actor, system_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.models import Agency
from sangto.queue.models import Task
from tests.factories.documents import picture
from tests.factories.intake import submit

PUBLIC = public_actor()
SYSTEM = system_actor("tests")


@pytest.fixture
def sent(lead: Agency) -> Submitted:
    done = submit(email="lan@thu.example", images=(picture(),), money_lost=2_000_000)
    AuditEvent.objects.all()
    return done


def tags(after: int) -> list[str]:
    return list(
        AuditEvent.objects.filter(pk__gt=after).order_by("pk").values_list("tag", flat=True)
    )


def last_event() -> int:
    return AuditEvent.objects.latest("pk").pk


def add(
    sent: Submitted, text: str = "Họ lại gọi", key: str = "key-of-addition", **more: Any
) -> Any:
    return add_to_report(receipt=sent.receipt, text=text, key=key, actor=PUBLIC, **more)


def test_an_addition_is_stripped_and_kept_once(sent: Submitted, officer: Actor) -> None:
    before = last_event()
    first = add(sent, "Hỏi @tran.rieng.tu nhé", images=[picture()])
    assert "rieng" not in first.text
    assert tags(before) == ["file:stored", "report:added_to"]
    assert add(sent, "khác hẳn", images=[picture()]) == first
    assert ReportAddition.objects.count() == 1
    assert ReportImage.objects.filter(addition=first).count() == 1
    content = report_content(actor=officer, report=sent.report)
    assert len(content.pictures) == 1
    assert [one.text for one in content.additions] == [first.text]
    assert len(content.additions[0].pictures) == 1
    assert content.money_lost == 2_000_000


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"text": " \u200b "}, "intake.addition_empty"),
        ({"text": "a" * (ADDITION_LENGTH + 1)}, "intake.addition_too_long"),
        ({"text": "a" * 1_100_000}, "intake.too_much"),
        ({"images": [picture()] * 6}, "intake.too_many_images"),
        ({"images": [b"zip"]}, "documents.not_a_picture"),
        ({"key": "a"}, "intake.key"),
    ],
)
def test_what_can_not_be_added(sent: Submitted, values: dict[str, Any], code: str) -> None:
    before = last_event()
    with pytest.raises(Refused) as refused:
        add(sent, **values)
    assert refused.value.refusal.code == code
    assert tags(before) == []
    assert ReportAddition.objects.count() == 0


def test_a_sixth_addition_is_refused(sent: Submitted) -> None:
    for number in range(ADDITIONS):
        add(sent, key=f"key-number-{number}")
    with pytest.raises(Refused) as refused:
        add(sent, key="key-number-six")
    assert refused.value.refusal.code == "intake.additions"


def test_where_no_picture_may_be_stored_none_is_added(sent: Submitted) -> None:
    discard_pictures(report=sent.report, actor=SYSTEM)
    with pytest.raises(Refused) as refused:
        add(sent, images=[picture()])
    assert refused.value.refusal.code == "intake.addition_pictures"
    assert StoredFile.objects.filter(deleted_at__isnull=True).count() == 0
    assert add(sent).text == "Họ lại gọi"


def test_withdrawn_nothing_is_left_but_dates(sent: Submitted, officer: Actor) -> None:
    add(sent, images=[picture()])
    before = last_event()
    report = withdraw_report(receipt=sent.receipt, actor=PUBLIC)
    assert tags(before) == [
        "file:deleted",
        "file:deleted",
        "report:withdrawn",
        "report:content_deleted",
    ]
    report.refresh_from_db()
    assert (report.status, report.outcome) == (ReportStatus.CLOSED, ReportOutcome.WITHDRAWN)
    assert (report.text, report.folded, report.link, report.reason) == ("", "", "", "")
    assert report.money_lost is None
    assert report.fingerprint == ""
    assert ReportAddition.objects.get().text == ""
    assert Contact.objects.count() == ReportImage.objects.count() == 0
    assert StoredFile.objects.filter(deleted_at__isnull=True).count() == 0
    assert Task.objects.get(kind="report.withdrawn").payload == {"report": report.pk}
    content = report_content(actor=officer, report=report)
    assert content.withdrawn
    assert content.additions == ()


def test_withdrawn_twice_is_refused_and_changes_nothing(sent: Submitted) -> None:
    withdraw_report(receipt=sent.receipt, actor=PUBLIC)
    before = last_event()
    for act in (
        lambda: withdraw_report(receipt=sent.receipt, actor=PUBLIC),
        lambda: add(sent),
        lambda: change_contact(
            receipt=sent.receipt, email="a@b.example", language="vi", actor=PUBLIC
        ),
    ):
        with pytest.raises(Refused):
            act()
    assert tags(before) == []


@pytest.mark.parametrize("end", ["answered", "closed"])
def test_a_finished_report_is_not_withdrawn(sent: Submitted, end: str) -> None:
    if end == "answered":
        mark_answered(report=sent.report, outcome=ReportOutcome.VERDICT, actor=SYSTEM)
    else:
        close_and_delete(report=sent.report, explanation=Closing.ADVERTISING, actor=SYSTEM)
    with pytest.raises(Refused) as refused:
        withdraw_report(receipt=sent.receipt, actor=PUBLIC)
    assert refused.value.refusal.code == "intake.withdrawal_late"
    with pytest.raises(Refused) as refused:
        add(sent)
    assert refused.value.refusal.code == "intake.addition_late"


def test_closing_deletes_what_was_added(sent: Submitted) -> None:
    add(sent, images=[picture()])
    close_and_delete(report=sent.report, explanation=Closing.ADVERTISING, actor=SYSTEM)
    assert ReportAddition.objects.get().text == ""
    assert StoredFile.objects.filter(deleted_at__isnull=True).count() == 0


def test_the_desk_can_not_say_that_the_sender_withdrew(sent: Submitted) -> None:
    with pytest.raises(Refused) as refused:
        close_and_delete(report=sent.report, explanation=Closing.WITHDRAWN, actor=SYSTEM)
    assert refused.value.refusal.code == "intake.explanation"


def test_addresses_of_posts_are_forgotten_in_additions_too(sent: Submitted) -> None:
    add(sent, "xem https://www.facebook.com/groups/12345/posts/67890 nhé")
    before = ReportAddition.objects.get().text
    assert "67890" in before
    forget_addresses(report=sent.report, actor=SYSTEM)
    assert "67890" not in ReportAddition.objects.get().text


def test_an_address_is_left_changed_and_taken_back(lead: Agency) -> None:
    sent = submit()
    before = last_event()
    for email in ("lan@thu.example", "hoa@thu.example"):
        change_contact(receipt=sent.receipt, email=email, language="en", actor=PUBLIC)
        contact = Contact.objects.get()
        assert email not in contact.email_sealed
        assert sealer().open(contact.email_sealed) == email
        assert contact.language == "en"
    assert remove_contact(receipt=sent.receipt, actor=PUBLIC)
    assert not remove_contact(receipt=sent.receipt, actor=PUBLIC)
    assert tags(before) == ["contact:changed", "contact:changed", "contact:removed"]
    with pytest.raises(Refused):
        change_contact(receipt=sent.receipt, email="lan@", language="vi", actor=PUBLIC)


def test_an_address_left_after_the_answer_is_erased_with_its_time(lead: Agency) -> None:
    sent = submit()
    mark_answered(report=sent.report, outcome=ReportOutcome.VERDICT, actor=SYSTEM)
    change_contact(receipt=sent.receipt, email="a@b.example", language="vi", actor=PUBLIC)
    assert Contact.objects.get().erase_after == Report.objects.get().readable_until


@pytest.mark.parametrize("code", ["", "1234", "4929118305712264", "\0"])
def test_a_code_that_leads_nowhere_does_nothing(lead: Agency, code: str) -> None:
    sent = submit()
    Report.objects.filter(pk=sent.report.pk)
    before = last_event()
    for act in (
        lambda: withdraw_report(receipt=code, actor=PUBLIC),
        lambda: remove_contact(receipt=code, actor=PUBLIC),
        lambda: change_contact(receipt=code, email="a@b.example", language="vi", actor=PUBLIC),
        lambda: add_to_report(receipt=code, text="a", key="k" * 10, actor=PUBLIC),
    ):
        with pytest.raises(NotVisible):
            act()
    assert tags(before) == []


def test_after_its_time_the_receipt_does_nothing(lead: Agency) -> None:
    sent = submit()
    mark_answered(report=sent.report, outcome=ReportOutcome.VERDICT, actor=SYSTEM)
    Report.objects.update(readable_until=timezone.now())
    with pytest.raises(NotVisible):
        remove_contact(receipt=sent.receipt, actor=PUBLIC)


def test_staff_do_not_act_as_the_sender(sent: Submitted, officer: Actor) -> None:
    with pytest.raises(NotVisible):
        withdraw_report(receipt=sent.receipt, actor=officer)
