"""Keeping the book of providers and the texts that go to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.handling.abuse_papers import template_refusal
from sangto.handling.abuse_permissions import may_keep_book
from sangto.handling.domain.abuse import AbuseFormat, AbuseGround, ProviderKind
from sangto.handling.models import AbuseTemplate, ProviderContact
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop, insist
from sangto.kernel.text import clean
from sangto.matching.domain.links import canonical_host
from sangto.organisations.models import Agency, Network


@dataclass(frozen=True, slots=True)
class ProviderEntry:
    """``source`` says where the contact was learnt, such as the page of the provider."""

    name: str
    kind: ProviderKind
    address: str
    format: AbuseFormat
    language: str
    source: str
    covers: Sequence[str] = ()
    valid_from: date | None = None


def add_provider(
    *, network: Network, entry: ProviderEntry, actor: Actor, now: datetime | None = None
) -> ProviderContact:
    """A contact without an address, or of unknown source, is refused."""
    now = now or timezone.now()
    name, source = clean(entry.name).strip(), clean(entry.source).strip()
    address = clean(entry.address).strip()
    with change(actor) as journal:
        _authorise(actor, network)
        insist(_address_refusal(address) or _said_refusal(name, source))
        covers = [_suffix(one) for one in entry.covers if one.strip()]
        try:
            with transaction.atomic():
                contact = ProviderContact.objects.create(
                    network=network,
                    name=name,
                    kind=entry.kind.value,
                    address=address,
                    format=entry.format.value,
                    language=entry.language,
                    covers=covers,
                    source=source,
                    valid_from=entry.valid_from or timezone.localdate(now),
                    added_at=now,
                )
        except IntegrityError:
            raise Refused(
                Refusal(
                    "abuse.contact_known",
                    gettext_noop("This contact stands in the book already."),
                    {},
                    "address",
                )
            ) from None
        journal.record(AuditTag.PROVIDER_ADDED, contact, {"kind": contact.kind})
        return contact


def end_provider(
    *, contact: ProviderContact, actor: Actor, now: datetime | None = None
) -> ProviderContact:
    """Not used from tomorrow on; what was sent to it stays readable."""
    today = timezone.localdate(now)
    with change(actor) as journal:
        _authorise(actor, contact.network)
        ended = ProviderContact.objects.filter(pk=contact.pk, valid_until__isnull=True).update(
            valid_until=max(today, contact.valid_from)
        )
        if not ended:
            raise Refused(
                Refusal("abuse.contact_ended", gettext_noop("This contact is not used any more."))
            )
        contact.refresh_from_db()
        journal.record(AuditTag.PROVIDER_ENDED, contact)
        return contact


def write_abuse_template(
    *,
    network: Network,
    provider: ProviderContact | None,
    ground: AbuseGround | None,
    language: str,
    subject: str,
    body: str,
    actor: Actor,
) -> AbuseTemplate:
    """Write the text for one provider or all, one ground or all; it replaces the one before."""
    subject, body = " ".join(clean(subject).split()), clean(body).strip()
    with change(actor) as journal:
        _authorise(actor, network)
        if provider is not None and provider.network_id != network.pk:
            raise NotVisible
        insist(template_refusal(subject, body))
        template, _made = AbuseTemplate.objects.update_or_create(
            network=network,
            provider=provider,
            ground=ground.value if ground else "",
            language=language,
            defaults={"subject": subject[:200], "body": body},
        )
        journal.record(
            AuditTag.ABUSE_TEMPLATE_WRITTEN, template, {"ground": template.ground or "each"}
        )
        return template


def _authorise(actor: Actor, network: Network) -> None:
    member = Agency.objects.filter(pk=actor.agency_id or 0, network=network, is_lead=True)
    if not may_keep_book(actor) or not member.exists():
        raise NotVisible


def _address_refusal(address: str) -> Refusal | None:
    try:
        validate_email(address)
    except ValidationError:
        return Refusal(
            "abuse.no_contact_address",
            gettext_noop("A contact needs the e-mail address at which it takes reports."),
            {},
            "address",
        )
    return None


def _said_refusal(name: str, source: str) -> Refusal | None:
    if not name:
        return Refusal("abuse.no_name", gettext_noop("Write the provider's name."), {}, "name")
    if not source:
        return Refusal(
            "abuse.no_source",
            gettext_noop("Say where this contact was learnt, so that others can check it."),
            {},
            "source",
        )
    return None


def _suffix(written: str) -> str:
    """A host, or an ending such as ``vn``."""
    text = written.strip().strip(".").lower()
    host = text if "." not in text else canonical_host(text)
    if not host or not host.replace("-", "").replace(".", "").isalnum():
        raise Refused(
            Refusal(
                "abuse.no_suffix",
                gettext_noop("“%(text)s” is neither a host nor the ending of one."),
                {"text": text[:60]},
                "covers",
            )
        )
    return host
