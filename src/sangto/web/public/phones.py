"""The numbers that pages offer to call. Each is an option; an empty one is not offered."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Phone:
    """``number`` as it is shown."""

    label: str
    number: str

    @property
    def dialled(self) -> str:
        return "".join(char for char in self.number if char.isdigit() or char == "+")


def _offered(label: str, number: str) -> tuple[Phone, ...]:
    return (Phone(label, number),) if number else ()


def police() -> tuple[Phone, ...]:
    number = settings.SANGTO_HOTLINE_POLICE
    return _offered(_("Call the police: %(number)s") % {"number": number}, number)


def banks() -> tuple[Phone, ...]:
    return tuple(
        Phone(f"{name}: {number}", number) for name, number in settings.SANGTO_HOTLINE_BANKS
    )


def spam() -> tuple[Phone, ...]:
    number = settings.SANGTO_HOTLINE_SPAM
    return _offered(_("Report scam calls: %(number)s") % {"number": number}, number)


def consumers() -> tuple[Phone, ...]:
    number = settings.SANGTO_HOTLINE_CONSUMERS
    return _offered(_("Advice for buyers: %(number)s") % {"number": number}, number)


def ambulance() -> tuple[Phone, ...]:
    number = settings.SANGTO_HOTLINE_AMBULANCE
    return _offered(_("Ambulance: %(number)s") % {"number": number}, number)


def children() -> tuple[Phone, ...]:
    number = settings.SANGTO_CHILD_HOTLINE
    return _offered(_("Child protection: %(number)s") % {"number": number}, number)


def fire() -> tuple[Phone, ...]:
    number = settings.SANGTO_HOTLINE_FIRE
    return _offered(_("Fire and rescue: %(number)s") % {"number": number}, number)
