"""Drafts: sealed, short-lived, and one report however often they are sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sangto.audit.models import AuditEvent
from sangto.documents.models import StoredFile
from sangto.intake.domain.consent import CONSENT_VERSION
from sangto.intake.domain.drafts import (
    LIFETIME,
    DraftContent,
    draft_refusal,
    key_of,
    name_of,
    packed,
    unpacked,
)
from sangto.intake.models import DraftImage, Report, ReportDraft
from sangto.intake.queries import draft_view, sent_from_draft
from sangto.intake.services import (
    add_draft_pictures,
    begin_draft,
    discard_draft,
    erase_drafts,
    save_draft,
    send_draft,
)
from sangto.kernel.actor import operator_actor, public_actor, system_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.models import Agency, Network
from tests.factories.documents import picture

ANY_TEXT = st.text(st.characters(), max_size=200)


def begin(**values: Any) -> str:
    content = DraftContent(
        **{"text": "Tin lạ đòi nộp phí", "consent_version": CONSENT_VERSION, **values}
    )
    return begin_draft(content=content, actor=public_actor())


@given(ANY_TEXT, ANY_TEXT, st.sampled_from([None, True, False]), st.integers(0, 10**13))
def test_whatever_was_typed_comes_back(
    text: str, reason: str, lost: bool | None, amount: int
) -> None:
    content = DraftContent(text=text, reason=reason, lost=lost, money_lost=amount)
    stored = packed(content)
    assert stored.isascii()
    assert "\0" not in stored
    assert unpacked(stored) == content


@pytest.mark.parametrize("text", ["\0", "\ud800", "a" * 900_000, "😀" * 9, "\u202e", "\n\r\t"])
def test_odd_text_survives_the_database(network: Network, text: str) -> None:
    token = begin(text=text)
    view = draft_view(token)
    assert view is not None
    assert view.content.text == text
    assert text not in ReportDraft.objects.get().content_sealed or len(text) < 2


def test_more_than_a_megabyte_is_refused(network: Network) -> None:
    content = DraftContent(text="ă" * 600_000)
    refusal = draft_refusal(content)
    assert refusal is not None
    assert refusal.code == "intake.too_much"
    with pytest.raises(Refused):
        begin_draft(content=content, actor=public_actor())
    token = begin()
    with pytest.raises(Refused):
        save_draft(token=token, changes={"reason": "ă" * 600_000}, actor=public_actor())
    assert ReportDraft.objects.count() == 1


def test_a_name_that_is_gone_is_left_out() -> None:
    assert unpacked('{"text": "a", "former": 1}') == DraftContent(text="a")


def test_token_key_and_name_tell_nothing_of_each_other() -> None:
    token = "token"
    assert token not in key_of(token) + name_of(token)
    assert name_of(token) not in key_of(token)
    assert key_of(token) != key_of(token + "a")


def test_a_page_is_saved_and_the_time_begins_anew(network: Network) -> None:
    token = begin()
    first = ReportDraft.objects.get().expires_at
    later = timezone.now() + timedelta(hours=1)
    save_draft(token=token, changes={"reason": "lạ"}, actor=public_actor(), now=later)
    draft = ReportDraft.objects.get()
    assert draft.expires_at == later + LIFETIME > first
    view = draft_view(token, now=later + LIFETIME - timedelta(seconds=1))
    assert view is not None
    assert (view.content.text, view.content.reason) == ("Tin lạ đòi nộp phí", "lạ")
    assert draft_view(token, now=later + LIFETIME) is None
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize("step", ["save", "pictures", "send"])
def test_an_expired_draft_takes_nothing(network: Network, step: str) -> None:
    token = begin()
    at = timezone.now() + LIFETIME
    steps: dict[str, Callable[[], object]] = {
        "save": lambda: save_draft(token=token, changes={}, actor=public_actor(), now=at),
        "pictures": lambda: add_draft_pictures(
            token=token, images=[picture()], actor=public_actor(), now=at
        ),
        "send": lambda: send_draft(token=token, language="vi", actor=public_actor(), now=at),
    }
    with pytest.raises(Refused) as refused:
        steps[step]()
    assert refused.value.refusal.code == "intake.draft_gone"
    assert StoredFile.objects.count() == Report.objects.count() == 0


def test_the_sweep_takes_only_what_is_over(
    network: Network, media: Any, django_capture_on_commit_callbacks: Any
) -> None:
    old, fresh = begin(), begin()
    add_draft_pictures(token=old, images=[picture(), picture()], actor=public_actor())
    ReportDraft.objects.filter(pk=ReportDraft.objects.earliest("pk").pk).update(
        expires_at=timezone.now()
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_drafts(actor=system_actor("draft.sweep")) == 1
    assert draft_view(fresh) is not None
    assert draft_view(old) is None
    assert StoredFile.objects.count() == DraftImage.objects.count() == 0
    assert [path for path in media.rglob("*") if path.is_file()] == []
    with pytest.raises(NotVisible):
        erase_drafts(actor=public_actor())


def test_sending_makes_the_report_and_leaves_no_draft(lead: Agency) -> None:
    token = begin(lost=True, money_lost=2_000_000)
    add_draft_pictures(token=token, images=[picture()], actor=public_actor())
    stored = StoredFile.objects.get().sha256
    first = send_draft(token=token, language="vi", actor=public_actor())
    assert not first.repeated
    assert first.report.money_lost == 2_000_000
    assert ReportDraft.objects.count() == DraftImage.objects.count() == 0
    assert StoredFile.objects.get().sha256 == stored
    assert list(AuditEvent.objects.order_by("pk").values_list("tag", flat=True)) == [
        "file:stored",
        "report:received",
    ]
    again = send_draft(token=token, language="vi", actor=public_actor())
    assert (again.repeated, again.receipt) == (True, first.receipt)
    assert sent_from_draft(token) == (first.report, first.receipt)


def test_killed_while_the_draft_goes_nothing_happened_and_the_next_click_sends(
    lead: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = begin()

    def killed(*_rows: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("sangto.intake.services.drafts._delete", killed)
        with pytest.raises(KeyboardInterrupt):
            send_draft(token=token, language="vi", actor=public_actor())
    assert (Report.objects.count(), ReportDraft.objects.count()) == (0, 1)
    assert not send_draft(token=token, language="vi", actor=public_actor()).repeated
    assert (Report.objects.count(), ReportDraft.objects.count()) == (1, 0)


def test_money_that_nobody_lost_is_not_kept(lead: Agency) -> None:
    token = begin(lost=False, money_lost=5_000_000)
    assert send_draft(token=token, language="vi", actor=public_actor()).report.money_lost is None


def test_an_unknown_token_leads_nowhere(lead: Agency) -> None:
    assert draft_view("nothing") is None
    assert not discard_draft(token="nothing", actor=operator_actor("tests"))
    with pytest.raises(Refused):
        send_draft(token="nothing", language="vi", actor=public_actor())
