"""Reports to providers through the services: who may, what is recorded, what leaves the house."""

from __future__ import annotations

import json
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import xarf
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from sangto.audit.models import AuditEvent
from sangto.audit.queries import events_about
from sangto.documents.models import StoredFile
from sangto.documents.storage import path_of
from sangto.handling.abuse_papers import attachments_of, defanged, mail_text
from sangto.handling.abuse_permissions import AbusePermission
from sangto.handling.domain.abuse import (
    ABUSE_WORKFLOW,
    FINISHED_STATES,
    TECHNICAL,
    AbuseAction,
    AbuseFormat,
    AbuseGround,
    AbuseState,
    ProviderKind,
    Seen,
    TargetKind,
)
from sangto.handling.models import AbuseReport, ProviderContact
from sangto.handling.queries import abuse_reports_for_register, get_abuse_report
from sangto.handling.queries.abuse import (
    content_digest,
    earlier_reports,
    notice_of,
    suggested_contacts,
    template_for,
)
from sangto.handling.services import (
    add_abuse_evidence,
    add_provider,
    approve_abuse_report,
    change_abuse_report,
    discard_abuse_report,
    draft_abuse_report,
    end_provider,
    recheck_abuse_report,
    remove_abuse_evidence,
    send_abuse_report,
    send_back_abuse_report,
    settle_abuse_report,
    write_abuse_template,
)
from sangto.kernel.actor import Role
from sangto.kernel.categories import Category, Rating
from sangto.kernel.errors import NotVisible, Refused
from sangto.notices.models import OutboxMessage
from sangto.notices.services import deliver
from tests.cases.test_opening import refusal_code
from tests.factories.abuse import (
    ACCOUNT,
    SCAM,
    approved,
    approver,
    content,
    drafted,
    entry,
    in_state,
    kind_for,
    provider,
    sent,
)
from tests.factories.cases import World, categorised, opened
from tests.factories.verdicts import published_verdict


def test_from_writing_to_an_answer(world: World) -> None:
    report = sent(world)
    settle_abuse_report(
        report=report, action=AbuseAction.ACKNOWLEDGE, note="Mã số 77", actor=world.officer()
    )
    settle_abuse_report(report=report, action=AbuseAction.ACTION, actor=world.officer())
    report.refresh_from_db()
    assert report.state == AbuseState.ACTIONED
    assert report.note == "Mã số 77"
    assert report.acknowledged_at is not None
    assert report.settled_at is not None
    assert [event.tag for event in events_about(report).order_by("pk")] == [
        "abuse_report:drafted",
        "abuse_report:evidence_added",
        "abuse_report:approved",
        "abuse_report:sent",
        "abuse_report:answered",
        "abuse_report:answered",
    ]


@pytest.mark.parametrize("category", sorted(set(Category) - {Category.OUT_OF_SCOPE}))
def test_other_categories_are_refused_by_the_model(world: World, category: Category) -> None:
    """The kernel's reason from the service, and the constraint where no service is asked."""
    case = categorised(world, category)
    to = provider(world, kind_for(category))
    call = {"case": case, "provider": to, "content": content(category), "actor": world.officer()}
    if category in TECHNICAL:
        assert draft_abuse_report(**call).category == category  # type: ignore[arg-type]  # one call, two outcomes
    else:
        assert refusal_code(draft_abuse_report, **call) == "category.measure"
        with pytest.raises(IntegrityError), transaction.atomic():
            raw(world, case, category=category.value)


def raw(world: World, case: object, **fields: object) -> AbuseReport:
    """A row as if no service had been asked."""
    values: dict[str, object] = {
        "reference": "LD-26-RAW",
        "case": case,
        "category": "fraud",
        "ground": "credential_form",
        "provider": provider(world),
        "provider_kind": "host",
        "format": "xarf",
        "target_kind": "page",
        "address": "https://a.example/b",
        "address_digest": "d" * 64,
        "domain": "a.example",
        "facts": "x",
        "agency": world.lead,
        "drafted_by_id": world.officer().user_id,
    }
    return AbuseReport.objects.create(**(values | fields))


def test_the_database_refuses_too(world: World) -> None:
    case = categorised(world)
    user = world.officer().user_id
    second = {
        "approved_by_id": approver(world).user_id,
        "approver_agency": world.lead,
        "approved_at": timezone.now(),
        "content_digest": "d",
    }
    now = timezone.now()
    for fields in (
        {"ground": ""},
        {"ground": "insult"},
        {"ground": "injected_page"},
        {"target_kind": "account", "provider_kind": "platform"},
        {"target_kind": "post"},
        {"format": "arf"},
        {"facts": ""},
        {"address": ""},
        {"ground": "malware_hash"},
        {"state": "approved"},
        {"state": "approved", **second, "content_digest": ""},
        {"state": "approved", **second, "approved_by_id": user, "drafted_by_id": user},
        {"state": "sent", **second},
        {"state": "actioned", **second, "sent_at": now},
        {"category": "impersonation"},
        {"category": "impersonation", "victim_statement": "x", "solicitation": "money"},
        {"category": "compromised_site", "ground": "injected_page"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            raw(world, case, **fields)
    account = {
        "category": "impersonation",
        "victim_statement": "x",
        "solicitation": "money",
        "not_a_parody": True,
        "target_kind": "account",
        "provider_kind": "platform",
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        raw(world, case, **account, **second, state="gone", sent_at=now, settled_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        raw(world, case, **account, **second, state="approved", victim_agency=world.lead)
    raw(world, case, **second, state="approved")


def test_what_is_refused_with_its_reason(world: World) -> None:
    case = categorised(world)
    officer = world.officer()
    host = provider(world)

    def code(**changes: object) -> str:
        return refusal_code(
            draft_abuse_report,
            case=case,
            provider=host,
            content=content(**changes),  # type: ignore[arg-type]  # values of a test
            actor=officer,
        )

    assert code(ground="") == "abuse.no_ground"
    assert code(address="https://facebook.com/a.b/posts/123456789") == "abuse.is_a_post"
    assert code(address="https://dichvucong.gov.vn/") == "abuse.legitimate"
    assert code(address="https://docs.google.com/") == "abuse.shared_place"
    assert AbuseReport.objects.count() == 0
    drafted(world, case=case, to=host)
    assert code() == "abuse.already"
    assert code(address="http://WWW.nop-phat-nguoi.example/thanh-toan/#a") == "abuse.already"


def test_no_category_no_report(world: World) -> None:
    code = refusal_code(
        draft_abuse_report,
        case=opened(world),
        provider=provider(world),
        content=content(),
        actor=world.officer(),
    )
    assert code == "handling.no_category"


def test_no_approval_without_evidence_or_by_ones_own_hand(world: World) -> None:
    report = drafted(world, evidence=False)
    call: dict[str, Any] = {"report": report, "read_digest": content_digest(report)}
    assert refusal_code(approve_abuse_report, **call, actor=approver(world)) == "abuse.no_evidence"
    officer = world.actor(world.lead, Role.DESK_OFFICER, Role.APPROVER)
    add_abuse_evidence(report=report, content=SCAM, media_type="text/plain", actor=officer)
    assert refusal_code(approve_abuse_report, **call, actor=officer) == "abuse.own_work"
    assert refusal_code(approve_abuse_report, **call, actor=approver(world)) == "abuse.changed"
    call["read_digest"] = content_digest(report)
    approve_abuse_report(**call, actor=approver(world))
    assert (
        refusal_code(approve_abuse_report, **call, actor=approver(world))
        == "workflow.not_from_here"
    )
    assert (
        refusal_code(
            add_abuse_evidence,
            report=report,
            content=b"more",
            media_type="text/plain",
            actor=officer,
        )
        == "abuse.frozen"
    )


def test_who_is_impersonated_does_not_approve(world: World) -> None:
    """The committee stands above every agency, so it is as concerned as the agency itself."""
    case = categorised(world, Category.IMPERSONATION)
    report = drafted(world, Category.IMPERSONATION, case=case)
    AbuseReport.objects.filter(pk=report.pk).update(victim_agency=world.lead)
    report.refresh_from_db()
    digest = content_digest(report)
    call = {"report": report, "read_digest": digest, "actor": approver(world)}
    assert refusal_code(approve_abuse_report, **call) == "abuse.own_matter"


def test_the_subject_does_nothing(world: World) -> None:
    case = categorised(world, Category.IMPERSONATION, subject_agency=world.lead)
    with pytest.raises(NotVisible):
        drafted(world, Category.IMPERSONATION, case=case, to=None)


def test_the_owner_of_the_site_has_three_days(world: World) -> None:
    category = Category.COMPROMISED_SITE
    report = drafted(world, category, owner_told_on=timezone.localdate() - timedelta(days=2))
    call: dict[str, Any] = {
        "report": report,
        "read_digest": content_digest(report),
        "actor": approver(world),
    }
    assert refusal_code(approve_abuse_report, **call) == "abuse.owner_needs_time"
    tomorrow = timezone.now() + timedelta(days=1)
    assert approve_abuse_report(**call, now=tomorrow).state == AbuseState.APPROVED


def test_what_became_genuine_is_not_sent(world: World) -> None:
    case = categorised(world)
    report = approved(world, case=case)
    published_verdict(world, case=case, rating=Rating.GENUINE)
    assert refusal_code(send_abuse_report, report=report, actor=world.officer()) == (
        "abuse.found_genuine"
    )


def test_changes_take_the_second_person_away(world: World) -> None:
    report = drafted(world)
    second = world.actor(world.lead, Role.DESK_OFFICER, Role.APPROVER)
    change_abuse_report(
        report=report,
        provider=report.provider,
        content=content(facts="The page asks for the code of the bank."),
        actor=second,
    )
    digest = content_digest(AbuseReport.objects.get())
    call: dict[str, Any] = {"report": report, "read_digest": digest}
    assert refusal_code(approve_abuse_report, **call, actor=second) == "abuse.own_work"
    approve_abuse_report(**call, actor=approver(world))
    send_back_abuse_report(report=report, actor=approver(world))
    discard_abuse_report(report=report, actor=world.officer())
    assert not AbuseReport.objects.exists()
    assert StoredFile.objects.get().deleted_at is not None


def test_evidence_is_kept_by_its_digest(world: World) -> None:
    report = drafted(world)
    evidence = report.evidence.get()
    again = {
        "report": report,
        "content": SCAM,
        "media_type": "text/plain",
        "actor": world.officer(),
    }
    assert refusal_code(add_abuse_evidence, **again) == "abuse.evidence_known"
    huge = again | {"content": b"a" * (5 * 1024 * 1024 + 1)}
    assert refusal_code(add_abuse_evidence, **huge) == "abuse.evidence_too_large"
    remove_abuse_evidence(evidence=evidence, actor=world.officer())
    with pytest.raises(NotVisible):
        remove_abuse_evidence(evidence=evidence, actor=world.officer())


ALLOWED = {
    AbusePermission.VIEW: {
        Role.DESK_OFFICER,
        Role.FOCAL_OFFICER,
        Role.APPROVER,
        Role.APPEALS_OFFICER,
    },
    AbusePermission.WRITE: {Role.DESK_OFFICER, Role.FOCAL_OFFICER},
    AbusePermission.APPROVE: {Role.APPROVER},
    AbusePermission.SEND: {Role.DESK_OFFICER, Role.APPROVER},
    AbusePermission.SETTLE: {Role.DESK_OFFICER, Role.FOCAL_OFFICER, Role.APPROVER},
}


def test_who_may_do_what_in_which_state(world: World) -> None:
    """Role × state × action, and nobody of an agency that has nothing to do with the case."""
    for number, state in enumerate(AbuseState):
        report = in_state(world, state, address=f"https://xau{number}.example/a")
        tried = {row.action: row.permission for row in ABUSE_WORKFLOW}
        possible = {row.action for row in ABUSE_WORKFLOW.actions_from(state)}
        for role in Role:
            inside, outside = world.actor(world.lead, role), world.actor(world.trade, role)
            with pytest.raises(NotVisible):
                get_abuse_report(outside, report.reference, need=AbusePermission.VIEW)
            if role in ALLOWED[AbusePermission.VIEW]:
                get_abuse_report(inside, report.reference, need=AbusePermission.VIEW)
            for action, permission in tried.items():
                for actor in (inside, outside):
                    allowed = actor is inside and role in ALLOWED[AbusePermission(permission)]
                    code = _tried(report, AbuseAction(action), actor)
                    if not allowed:
                        assert code == "not_visible", (state, role, action)
                    elif action in possible:
                        assert code == "", (state, role, action)
                    else:
                        assert code in ("workflow.not_from_here", "abuse.changed"), (state, action)


class _Undone(Exception):  # noqa: N818 - no error
    pass


def _tried(report: AbuseReport, action: AbuseAction, actor: object) -> str:
    """The refusal, or nothing; whatever was done is undone."""
    try:
        with transaction.atomic():
            match action:
                case AbuseAction.APPROVE:
                    approve_abuse_report(
                        report=report,
                        read_digest=content_digest(report),
                        actor=actor,  # type: ignore[arg-type]  # an actor
                    )
                case AbuseAction.SEND_BACK:
                    send_back_abuse_report(report=report, actor=actor)  # type: ignore[arg-type]  # an actor
                case AbuseAction.SEND:
                    send_abuse_report(report=report, actor=actor)  # type: ignore[arg-type]  # an actor
                case _:
                    settle_abuse_report(report=report, action=action, note="vì", actor=actor)  # type: ignore[arg-type]  # an actor
            raise _Undone
    except _Undone:
        return ""
    except Refused as refused:
        return refused.refusal.code


def test_xarf_is_read_back(world: World) -> None:
    for category, kind in (
        (Category.FRAUD, "phishing"),
        (Category.IMPERSONATION, "phishing"),
        (Category.COMPROMISED_SITE, "remote_compromise"),
    ):
        report = approved(world, category)
        made = attachments_of(notice_of(report))
        assert [one.media_type for one in made] == ["application/json"]
        data = json.loads(made[0].content)
        assert "_internal" not in data
        result = xarf.parse(data, strict=False)
        assert result.errors == []
        assert result.report is not None
        assert (result.report.category, result.report.type) == ("content", kind)
        assert data["url"] == report.address
        assert data["evidence"][0]["hash"] == f"sha256:{report.evidence.get().sha256}"
        assert data["evidence"][0]["size"] == len(SCAM) <= 5_242_880


@pytest.mark.parametrize("ground", AbuseGround)
def test_every_ground_makes_valid_xarf(world: World, ground: AbuseGround) -> None:
    category = Category.COMPROMISED_SITE if ground == AbuseGround.INJECTED_PAGE else Category.FRAUD
    report = drafted(world, category, ground=ground.value, malware_sha256="a" * 64)
    data = json.loads(attachments_of(notice_of(report))[0].content)
    assert xarf.parse(data).errors == []


def test_arf_is_read_back(world: World, settings: object) -> None:
    arf = provider(world, format=AbuseFormat.ARF, address="fbl@host.example")
    report = sent(world, to=arf, target_kind=TargetKind.MAIL, address="mail.bad.example")
    settings.SANGTO_MAIL = "console"  # type: ignore[attr-defined]  # the fixture of pytest-django
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]  # the same
    deliver(OutboxMessage.objects.get().pk)()
    read = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert read.get_content_type() == "multipart/report"
    assert read.get_param("report-type") == "feedback-report"
    text, machine, original = list(read.iter_parts())
    assert text.get_content_type() == "text/plain"
    assert report.reference in text.get_content()
    assert machine.get_content_type() == "message/feedback-report"
    assert machine["Content-Transfer-Encoding"] == "7bit"
    payload = machine.get_payload()
    assert isinstance(payload, list)
    fields = payload[0]
    assert isinstance(fields, EmailMessage)
    assert fields["Feedback-Type"] == "fraud"
    assert fields["Version"] == "1"
    assert fields["Reported-Domain"] == "mail.bad.example"
    assert original.get_content_type() == "message/rfc822"
    assert "an@mau.example" not in original.as_string(), "whom it went to is nobody's matter"
    assert "Pay now" in original.as_string()


def test_arf_needs_the_mail_itself(world: World) -> None:
    arf = provider(world, format=AbuseFormat.ARF, address="fbl@host.example")
    officer = world.officer()
    report = drafted(
        world,
        to=arf,
        target_kind=TargetKind.MAIL,
        address="203.0.113.9",
        evidence=False,
        actor=officer,
    )
    add_abuse_evidence(report=report, content=b"no mail", media_type="text/plain", actor=officer)
    call = {"report": report, "read_digest": content_digest(report), "actor": approver(world)}
    assert refusal_code(approve_abuse_report, **call) == "abuse.no_mail"


def test_plain_mail_is_defanged(world: World) -> None:
    plain = provider(world, format=AbuseFormat.MAIL, address="a@b.example", language="vi")
    report = drafted(world, to=plain, facts="Trang https://nop-phat-nguoi.example/x hỏi mã của thẻ")
    subject, body = mail_text(notice_of(report))
    assert "https://nop" not in body
    assert "hxxps://nop-phat-nguoi[.]example/thanh-toan" in body
    assert report.evidence.get().sha256 in body
    assert "nop-phat" not in subject
    assert [one.media_type for one in attachments_of(notice_of(report))] == ["text/plain"]


def test_defanging() -> None:
    assert defanged("http://a.b.example/c.d?e=f.g") == "hxxp://a[.]b[.]example/c.d?e=f.g"
    assert defanged("a.example") == "a[.]example"


@pytest.mark.parametrize("state", sorted(FINISHED_STATES))
def test_the_address_of_an_account_is_gone_when_it_is_finished(
    world: World, state: AbuseState, settings: object
) -> None:
    """Only inside its abuse report, until that is finished (SCOPE.md 2); also not in the outbox."""
    category = Category.IMPERSONATION
    report = drafted(world, category, facts=f"Tài khoản {ACCOUNT} (@so.khcn.gia.mao) đòi tiền phí")
    approve_abuse_report(report=report, read_digest=content_digest(report), actor=approver(world))
    send_abuse_report(report=report, actor=world.officer())
    message = OutboxMessage.objects.get()
    assert "gia.mao" not in message.body + message.subject
    settings.SANGTO_MAIL = "console"  # type: ignore[attr-defined]  # the fixture of pytest-django
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]  # the same
    deliver(message.pk)()
    assert "so.khcn.gia.mao" in str(mail.outbox[0].body)
    message.refresh_from_db()
    assert message.to_sealed == ""
    assert not message.attachments.exists()
    files = [path_of(one.file.storage_name) for one in report.evidence.select_related("file")]
    before = report.address_digest
    way = {"actioned": "action", "refused": "refuse", "no_answer": "give_up", "gone": "find_gone"}
    with transaction.atomic():
        settle_abuse_report(
            report=report,
            action=AbuseAction(way[state]),
            note=f"{ACCOUNT} bị khóa",
            actor=world.officer(),
        )
    report.refresh_from_db()
    assert report.state == state
    assert (report.address, report.address_digest) == ("", before)
    assert "gia.mao" not in report.facts + report.note + report.victim_statement
    assert report.domain == "facebook.com"
    assert "gia.mao" not in str(list(AuditEvent.objects.values()))
    one = report.evidence.get()
    assert one.sha256
    assert one.file.deleted_at is not None
    assert len(files) == 1


def test_it_is_looked_at_again_by_a_person(world: World) -> None:
    report = sent(world)
    today = timezone.localdate()
    assert report.recheck_on == today + timedelta(days=7)
    call: dict[str, Any] = {
        "report": report,
        "seen": Seen.STILL_THERE,
        "actor": world.officer(),
    }
    code = refusal_code(recheck_abuse_report, **call, seen_on=today + timedelta(days=1))
    assert code == "abuse.seen_on"
    again = today + timedelta(days=3)
    recheck_abuse_report(**call, seen_on=today, again_on=again)
    report.refresh_from_db()
    assert report.recheck_on == again
    early = {"report": drafted(world, address="https://xau.example/c"), "seen": Seen.GONE}
    assert (
        refusal_code(recheck_abuse_report, **early, seen_on=today, actor=world.officer())
        == "abuse.not_sent"
    )


def test_the_book(world: World) -> None:
    call: dict[str, Any] = {"network": world.network, "actor": world.officer()}
    assert refusal_code(add_provider, **call, entry=entry(address="")) == (
        "abuse.no_contact_address"
    )
    assert refusal_code(add_provider, **call, entry=entry(source=" ")) == "abuse.no_source"
    assert refusal_code(add_provider, **call, entry=entry(covers=("a/b",))) == "abuse.no_suffix"
    general = add_provider(**call, entry=entry(covers=("vn",)))
    assert refusal_code(add_provider, **call, entry=entry()) == "abuse.contact_known"
    special = add_provider(
        **call, entry=entry(ProviderKind.REGISTRAR, covers=("xau.vn",), address="x@y.example")
    )
    today = timezone.localdate()
    assert suggested_contacts(world.network, "a.xau.vn", today) == [special, general]
    assert suggested_contacts(world.network, "xau.example", today) == []
    for agency, role in ((world.trade, Role.DESK_OFFICER), (world.lead, Role.APPROVER)):
        with pytest.raises(NotVisible):
            add_provider(network=world.network, entry=entry(), actor=world.actor(agency, role))
    end_provider(contact=general, actor=world.officer())
    assert refusal_code(end_provider, contact=general, actor=world.officer()) == (
        "abuse.contact_ended"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        ProviderContact.objects.filter(pk=special.pk).update(address="")


def test_the_most_specific_text_wins(world: World) -> None:
    host = provider(world)
    ground = AbuseGround.CREDENTIAL_FORM
    assert "{target}" in template_for(host, ground)[1]
    call: dict[str, Any] = {
        "network": world.network,
        "language": "en",
        "actor": world.officer(),
    }
    for number, (to, on) in enumerate(
        ((None, None), (None, ground), (host, None), (host, ground)), start=1
    ):
        write_abuse_template(
            **call, provider=to, ground=on, subject=f"Text {number}", body="See {target}."
        )
        assert template_for(host, ground)[0] == f"Text {number}"
    text = {"provider": None, "ground": None, "subject": "A", "body": "{target} {password}"}
    assert refusal_code(write_abuse_template, **call, **text) == "abuse.template_place"
    text |= {"body": "nothing"}
    assert refusal_code(write_abuse_template, **call, **text) == "abuse.template_target"


def test_already_reported_to_others(world: World) -> None:
    report = sent(world)
    from sangto.handling.domain.abuse_targets import Target, read_target

    target = read_target(Category.FRAUD, TargetKind.PAGE, report.address, ())
    assert isinstance(target, Target)
    assert earlier_reports(target.key) == [report]
    settle_abuse_report(report=report, action=AbuseAction.GIVE_UP, actor=world.officer())
    assert earlier_reports(target.key) == []


def test_the_register_has_what_was_sent_and_no_address(
    world: World, django_assert_num_queries: object
) -> None:
    drafted(world, address="https://xau.example/draft")
    approved(world, address="https://xau.example/approved")
    report = sent(world, address="https://sub.xau.example/secret-path")
    with django_assert_num_queries(2):  # type: ignore[operator]  # the fixture of pytest-django
        (line,) = list(abuse_reports_for_register(world.network))
    assert line.reference == report.reference
    assert (line.domain, line.provider_kind, line.agency) == ("xau.example", "host", world.lead)
    assert "secret-path" not in str(line)
    in_state(world, AbuseState.GONE, address="https://b.example/b")
    in_state(world, AbuseState.REFUSED, address="https://c.example/b")
    with django_assert_num_queries(2):  # type: ignore[operator]  # the fixture of pytest-django
        lines = list(abuse_reports_for_register())
    assert [one.state for one in lines] == ["sent", "gone", "refused"]
