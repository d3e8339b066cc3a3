from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor, ActorKind
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop
from sangto.organisations.models import StaffSession, User
from sangto.organisations.services.shared import insist_not_shared


def change_password(*, user: User, password: str, actor: Actor, keep_session: str = "") -> User:
    """By its owner, by who holds the link from the mail (nobody by name), or on the server.

    All sessions end but ``keep_session``, which is the key of the one that this is done in.
    """
    if actor.kind is ActorKind.STAFF and actor.user_id != user.pk:
        raise NotVisible
    with change(actor) as journal:
        user = User.objects.select_for_update().get(pk=user.pk)
        if not user.is_active:
            raise NotVisible
        insist_not_shared(user, actor)
        insist_on_password(password, email=user.email, full_name=user.full_name)
        user.set_password(password)
        user.save(update_fields=["password"])
        StaffSession.objects.filter(user=user).exclude(session_key=keep_session).delete()
        journal.record(AuditTag.PASSWORD_CHANGED, user)
    return user


def insist_on_password(password: str | None, *, email: str, full_name: str) -> None:
    if password is None:
        return
    try:
        validate_password(password, User(email=email, full_name=full_name))
    except ValidationError as error:
        raise Refused(
            Refusal(
                "organisations.password",
                gettext_noop("This password can not be used: %(reason)s"),
                {"reason": " ".join(error.messages)},
                "password",
            )
        ) from error
