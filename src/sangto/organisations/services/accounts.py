from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor, ActorKind, Role
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop, insist
from sangto.kernel.text import clean
from sangto.organisations.domain.accounts import account_refusal
from sangto.organisations.domain.changes import last_day_of_dropped
from sangto.organisations.domain.kinds import Language
from sangto.organisations.domain.roles import granting_refusal, last_day_refusal
from sangto.organisations.models import Agency, Membership, StaffSession, User
from sangto.organisations.permissions import OrganisationPermission, authorise
from sangto.organisations.queries import today
from sangto.organisations.services.follow_up import put_freeing
from sangto.organisations.services.passwords import insist_on_password
from sangto.organisations.services.reach import insist_on_agencies
from sangto.organisations.services.shared import insist_not_shared


def create_user(
    *,
    email: str,
    full_name: str,
    actor: Actor,
    password: str | None = None,
    language: Language | str = Language.VIETNAMESE,
) -> User:
    """An account without any role. Without a password it can not sign in until one is set.

    Refused for a bad or taken address, an empty name, or a password that is too easy to guess.
    """
    authorise(actor, OrganisationPermission.USER_CREATE)
    email = clean(email).strip().lower()
    full_name = " ".join(clean(full_name).split())
    with change(actor) as journal:
        taken = User.objects.filter(email=email).exists()
        insist(account_refusal(email=email, full_name=full_name, taken=taken))
        insist_on_password(password, email=email, full_name=full_name)
        user = User.objects.create_user(
            email,
            password,
            full_name=full_name,
            language=Language(language).value,
            is_staff=True,
        )
        journal.record(AuditTag.USER_CREATED, user)
    return user


def grant_role(
    *,
    user: User,
    agency: Agency,
    role: Role | str,
    actor: Actor,
    valid_from: date | None = None,
    valid_until: date | None = None,
    now: datetime | None = None,
) -> Membership:
    """Give an account a role from a day (today) on. See ``domain.roles.granting_refusal``."""
    authorise(actor, OrganisationPermission.ROLE_GRANT)
    role = Role(role)
    day = today(now)
    first = valid_from or day
    with change(actor) as journal:
        insist_on_agencies(actor, [agency])
        user = User.objects.select_for_update().get(pk=user.pk)
        insist(
            granting_refusal(
                role=role,
                agency=agency.pk,
                held=_held(user, first, valid_until),
                own_account=actor.user_id == user.pk,
                account_active=user.is_active,
                agency_ended=agency.valid_until,
                today=day,
                valid_from=first,
                valid_until=valid_until,
            )
        )
        membership = Membership.objects.create(
            user=user, agency=agency, role=role.value, valid_from=first, valid_until=valid_until
        )
        journal.record(
            AuditTag.ROLE_GRANTED,
            membership,
            details={"user": user.pk, "agency": agency.pk, "role": role.value},
        )
    return membership


def _held(user: User, first: date, last: date | None) -> set[tuple[int, Role]]:
    rows = user.memberships.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=first))
    if last is not None:
        rows = rows.filter(valid_from__lte=last)
    return {(row.agency_id, Role(row.role)) for row in rows}


def end_role(
    *,
    membership: Membership,
    actor: Actor,
    last_day: date | None = None,
    now: datetime | None = None,
) -> Membership:
    """The role is gone at once, its last valid day being yesterday; or it ends with ``last_day``.

    What began today, or would begin later, is taken back as a whole; the audit record keeps
    that it was given. Open work that points to the person goes back to the agency soon after.
    Refused for one's own role, for one that ended before, and for a last day that is over or lies
    before the first one.
    """
    authorise(actor, OrganisationPermission.ROLE_END)
    with change(actor) as journal:
        membership = (
            Membership.objects.select_for_update(of=("self",))
            .select_related("agency", "user")
            .get(pk=membership.pk)
        )
        insist_on_agencies(actor, [membership.agency])
        insist_not_shared(membership.user, actor)
        day = today(now)
        insist(_ending_refusal(membership, actor, day))
        insist(last_day_refusal(first=membership.valid_from, last=last_day, today=day))
        details: dict[str, object] = {"user": membership.user_id, "role": membership.role}
        if last_day is not None:
            details["last_day"] = last_day.isoformat()
        journal.record(AuditTag.ROLE_ENDED, membership, details=details)
        if last_day is None:
            _end(membership, day)
            put_freeing(user=membership.user, now=now)
        else:
            membership.valid_until = last_day
            membership.save(update_fields=["valid_until"])
    return membership


def _ending_refusal(membership: Membership, actor: Actor, day: date) -> Refusal | None:
    if actor.user_id == membership.user_id:
        return Refusal("organisations.own_role", gettext_noop("Nobody changes their own roles."))
    if membership.valid_until is not None and membership.valid_until < day:
        return Refusal("organisations.role_over", gettext_noop("This role ended before."))
    return None


def _end(membership: Membership, day: date) -> None:
    if membership.valid_from >= day:
        membership.delete()
        return
    membership.valid_until = last_day_of_dropped(valid_from=membership.valid_from, today=day)
    membership.save(update_fields=["valid_until"])


def deactivate_user(*, user: User, actor: Actor, now: datetime | None = None) -> User:
    """The account can not sign in any more, its sessions and its roles end; its past work keeps
    its name.

    Refused for one's own account and for one that is deactivated already.
    """
    authorise(actor, OrganisationPermission.USER_DEACTIVATE)
    with change(actor) as journal:
        user = User.objects.select_for_update().get(pk=user.pk)
        day = today(now)
        rows = list(
            user.memberships.filter(
                Q(valid_until__isnull=True) | Q(valid_until__gte=day)
            ).select_related("agency")
        )
        insist_on_agencies(actor, [row.agency for row in rows])
        insist_not_shared(user, actor)
        if actor.user_id == user.pk:
            raise Refused(
                Refusal(
                    "organisations.own_account",
                    gettext_noop("Nobody deactivates their own account."),
                )
            )
        if not user.is_active:
            raise Refused(
                Refusal(
                    "organisations.inactive_account",
                    gettext_noop("This account is deactivated."),
                )
            )
        user.is_active = False
        user.save(update_fields=["is_active"])
        StaffSession.objects.filter(user=user).delete()
        journal.record(AuditTag.USER_CHANGED, user, details={"is_active": False})
        for row in rows:
            journal.record(AuditTag.ROLE_ENDED, row, details={"user": user.pk, "role": row.role})
            _end(row, day)
        put_freeing(user=user, now=now)
    return user


def change_language(*, user: User, language: Language | str, actor: Actor) -> User:
    """People choose the language of their own account; nobody does it for them."""
    if actor.kind is not ActorKind.OPERATOR and actor.user_id != user.pk:
        raise NotVisible
    language = Language(language)
    with change(actor) as journal:
        if user.language == language.value:
            journal.nothing_changed()
            return user
        user.language = language.value
        user.save(update_fields=["language"])
        journal.record(AuditTag.USER_CHANGED, user, details={"language": language.value})
    return user


def change_name(*, user: User, full_name: str, actor: Actor) -> User:
    """People correct their own name; past work shows the new one."""
    if actor.kind is not ActorKind.OPERATOR and actor.user_id != user.pk:
        raise NotVisible
    full_name = " ".join(clean(full_name).split())
    with change(actor) as journal:
        insist(account_refusal(email=user.email, full_name=full_name, taken=False))
        if user.full_name == full_name:
            journal.nothing_changed()
            return user
        insist_not_shared(user, actor)
        user.full_name = full_name
        user.save(update_fields=["full_name"])
        journal.record(AuditTag.USER_CHANGED, user, details={"full_name": True})
    return user
