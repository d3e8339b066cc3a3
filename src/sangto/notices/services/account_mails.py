"""Mails about accounts: an invitation, a link to a new password."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.notices.services.outbox import SECRET_MARK, queue_mail, sealed_recipient
from sangto.organisations.models import Invitation, User
from sangto.organisations.queries import token_to_send

#: Under the site's own address; the pages are the web's, the letters only lead there.
INVITATION_PATHS = {"vi": "/tai-khoan/moi/", "en": "/en/tai-khoan/moi/"}


def send_invitation(*, invitation_id: int, actor: Actor, now: datetime | None = None) -> None:
    """Queue the letter with the link, unless the invitation is over by now."""
    now = now or timezone.now()
    with change(actor) as journal:
        invitation = (
            Invitation.objects.filter(
                pk=invitation_id,
                accepted_at__isnull=True,
                revoked_at__isnull=True,
                expires_at__gt=now,
            )
            .select_related("agency", "invited_by")
            .first()
        )
        token = token_to_send(invitation) if invitation is not None else None
        if invitation is None or token is None:
            journal.nothing_changed()
            return
        subject, body = _invitation_letter(invitation)
        message = queue_mail(
            key=f"invitation:{invitation.pk}:{invitation.times_sent}",
            to_sealed=sealed_recipient(invitation.email, token),
            language=invitation.language,
            subject=subject,
            body=body,
            now=now,
        )
        if message is None:
            journal.nothing_changed()
            return
        journal.record(AuditTag.MAIL_QUEUED, message, {"invitation": invitation.pk})


def send_password_link(
    *, user: User, path: str, secret: str, actor: Actor, now: datetime | None = None
) -> None:
    """Queue the letter; ``path`` ends where ``secret`` goes. Nothing for a closed account."""
    now = now or timezone.now()
    with change(actor) as journal:
        if not user.is_active:
            journal.nothing_changed()
            return
        with override(user.language):
            subject = _("A new password for the desk")
            body = "\n\n".join(
                (
                    _("Hello %(name)s,") % {"name": user.full_name},
                    _("Somebody asked for a new password for your account at the desk."),
                    _("If it was you, choose one here:"),
                    f"{settings.SANGTO_BASE_URL}{path}{SECRET_MARK}",
                    _("If it was not you, do nothing: your password stays as it is."),
                )
            )
        queue_mail(
            key=f"password:{user.pk}:{now.timestamp():.6f}",
            to_sealed=sealed_recipient(user.email, secret),
            language=user.language,
            subject=subject,
            body=f"{body}\n",
            now=now,
        )
        journal.record(AuditTag.PASSWORD_LINK_ASKED, user)


def _invitation_letter(invitation: Invitation) -> tuple[str, str]:
    language = invitation.language
    with override(language):
        agency = invitation.agency
        name = (language == "en" and agency.name_en) or agency.name
        inviter = invitation.invited_by
        paragraphs = [
            _("%(name)s invites you to work at the desk for %(agency)s.")
            % {"name": inviter.full_name, "agency": name}
            if inviter is not None
            else _("You are invited to work at the desk for %(agency)s.") % {"agency": name},
            _("Make your account here, until %(day)s:")
            % {"day": date_format(timezone.localtime(invitation.expires_at), _("j F Y"))},
            f"{settings.SANGTO_BASE_URL}{INVITATION_PATHS[language]}{SECRET_MARK}/",
            _("The link is for you alone and works once. Please do not pass it on."),
            _("If you did not expect this, do nothing; the invitation ends by itself."),
        ]
        subject = _("Your account at the desk, for %(agency)s") % {"agency": name}
    return subject, "\n\n".join(paragraphs) + "\n"
