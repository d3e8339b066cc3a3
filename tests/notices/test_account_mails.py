"""Letters about accounts: what only their reader may know is sealed with the address."""

from __future__ import annotations

import pytest
from django.core import mail

from sangto.audit.models import AuditEvent
from sangto.kernel.actor import Role, operator_actor, public_actor, system_actor
from sangto.notices.models import OutboxMessage
from sangto.notices.services import deliver, send_invitation, send_password_link
from sangto.organisations.models import Invitation
from sangto.organisations.queries import token_to_send
from sangto.organisations.services import invite, revoke_invitation
from tests.factories.organisations import make_lead, make_member, make_network

pytestmark = pytest.mark.django_db
OPERATOR = operator_actor("tests")
JOB = system_actor("invitation.send")


@pytest.fixture(autouse=True)
def _mail_is_on(settings: object) -> None:
    settings.SANGTO_MAIL = "smtp://mail.example"  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    settings.SANGTO_BASE_URL = "https://sangto.example"  # type: ignore[attr-defined]


@pytest.fixture(params=["vi", "en"])
def invitation(request: pytest.FixtureRequest) -> Invitation:
    lead = make_lead(make_network(), name="Sở Mẫu", name_en="Sample Department")
    return invite(
        email="mai@so.example",
        agency=lead,
        roles=[Role.DESK_OFFICER],
        language=request.param,
        actor=OPERATOR,
    )


def test_the_letter_of_an_invitation(invitation: Invitation) -> None:
    token = token_to_send(invitation)
    assert token
    send_invitation(invitation_id=invitation.pk, actor=JOB)
    message = OutboxMessage.objects.get()
    assert token not in message.body
    assert "mai@so.example" not in message.body + message.to_sealed + message.subject
    deliver(message.pk)()
    sent = mail.outbox[0]
    assert sent.to == ["mai@so.example"]
    prefix = "/en" if invitation.language == "en" else ""
    assert f"https://sangto.example{prefix}/tai-khoan/moi/{token}/\n" in sent.body
    name = "Sample Department" if invitation.language == "en" else "Sở Mẫu"
    assert name in sent.subject
    message.refresh_from_db()
    assert message.to_sealed == ""
    assert token not in message.body


def test_it_is_queued_once_and_not_when_it_is_over(invitation: Invitation) -> None:
    send_invitation(invitation_id=invitation.pk, actor=JOB)
    send_invitation(invitation_id=invitation.pk, actor=JOB)
    assert OutboxMessage.objects.count() == 1
    OutboxMessage.objects.all().delete()
    revoke_invitation(invitation=invitation, actor=OPERATOR)
    send_invitation(invitation_id=invitation.pk, actor=JOB)
    assert OutboxMessage.objects.count() == 0


def test_a_link_to_a_new_password(settings: object) -> None:
    user = make_member(make_lead(make_network()), Role.DESK_OFFICER, language="vi")
    send_password_link(user=user, path="/dat-lai/1/", secret="xyz-abc/", actor=public_actor())
    message = OutboxMessage.objects.get()
    assert "xyz-abc" not in message.body
    deliver(message.pk)()
    assert "https://sangto.example/dat-lai/1/xyz-abc/\n" in mail.outbox[0].body
    assert "password:link_asked" in AuditEvent.objects.values_list("tag", flat=True)
    user.is_active = False
    send_password_link(user=user, path="/dat-lai/1/", secret="x/", actor=public_actor())
    assert OutboxMessage.objects.count() == 1
