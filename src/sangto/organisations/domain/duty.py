"""Who of an agency's focal officers is on duty on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sangto.kernel.errors import Refusal, gettext_noop
from sangto.organisations.domain.kinds import NamedBy


@dataclass(frozen=True, slots=True)
class Named:
    """A focal officer with the first and the last day; ``away`` on the day that is asked for."""

    key: int
    substitute_for: int | None
    valid_from: date
    valid_until: date | None
    away: bool = False

    def named_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Duty:
    """``instead_of`` is the person in whose place somebody stands."""

    officer: int
    instead_of: int | None = None


def on_duty(officers: Iterable[Named], day: date) -> tuple[Duty, ...]:
    """Each named person who is there, or else those who stand in for that person.

    A substitute who is away passes it on to substitutes of their own. Nobody stands twice. Empty
    when all are away: then somebody has to look.
    """
    known = {officer.key: officer for officer in officers}
    found: dict[int, Duty] = {}
    for officer in known.values():
        first = known.get(officer.substitute_for or 0)
        if first is not None and first.key != officer.key:
            continue
        for duty in _standing(officer, known, day):
            found.setdefault(duty.officer, duty)
    return tuple(found.values())


def _standing(first: Named, known: Mapping[int, Named], day: date) -> Iterable[Duty]:
    passed: set[int] = set()
    level = [first]
    while level:
        here = [one for one in level if one.named_on(day) and not one.away]
        if here:
            return [Duty(one.key, None if one.key == first.key else first.key) for one in here]
        passed |= {one.key for one in level}
        keys = {one.key for one in level}
        level = [
            one for one in known.values() if one.substitute_for in keys and one.key not in passed
        ]
    return []


def naming_refusal(
    *,
    full_name: str,
    email_fits: bool,
    taken: bool,
    substitute_fits: bool,
    agency_ended: bool,
    valid_from: date,
    valid_until: date | None,
) -> Refusal | None:
    """``substitute_fits``: who is stood in for is a focal officer of the same agency, or nobody.

    ``taken``: somebody in force has the address already.
    """
    if agency_ended:
        return _refusal("agency_ended", gettext_noop("This agency is no longer a member."))
    if not full_name or len(full_name) > 120:
        return _refusal(
            "full_name", gettext_noop("Write the full name, at most 120 characters."), "full_name"
        )
    if not email_fits:
        return _refusal(
            "email",
            gettext_noop("Write an e-mail address such as nguyen.an@so-y-te.example."),
            "email",
        )
    if taken:
        return _refusal(
            "officer_taken",
            gettext_noop("This agency has a focal officer with this address already."),
            "email",
        )
    if not substitute_fits:
        return _refusal(
            "substitute",
            gettext_noop("Choose a focal officer of the same agency."),
            "substitute_for",
        )
    return dates_refusal(valid_from=valid_from, valid_until=valid_until)


def dates_refusal(*, valid_from: date, valid_until: date | None) -> Refusal | None:
    if valid_until is not None and valid_until < valid_from:
        return _refusal(
            "dates_reversed",
            gettext_noop("The last day lies before the first one."),
            "valid_until",
        )
    return None


def officer_ending_refusal(*, named_by: NamedBy, ended: bool) -> Refusal | None:
    """The charter stays the source of what it names; for the meantime there are absences."""
    if ended:
        return _refusal("officer_over", gettext_noop("This person was ended before."))
    if named_by is NamedBy.CHARTER:
        return _refusal(
            "officer_of_charter",
            gettext_noop(
                "The charter names this person, so its next version takes the name out. Until "
                "then, enter an absence."
            ),
        )
    return None


def absence_refusal(
    *, valid_from: date, valid_until: date | None, overlaps: bool, note: str
) -> Refusal | None:
    if len(note) > 200:
        return _refusal("note_long", gettext_noop("Write at most 200 characters."), "note")
    if overlaps:
        return _refusal(
            "absence_overlaps",
            gettext_noop("An absence is entered for some of these days already."),
            "valid_from",
        )
    return dates_refusal(valid_from=valid_from, valid_until=valid_until)


def _refusal(code: str, message: str, field: str | None = None) -> Refusal:
    return Refusal(f"organisations.{code}", message, {}, field)
