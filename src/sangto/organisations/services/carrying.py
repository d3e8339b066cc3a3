"""What passes on by itself when an agency's successor takes over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q

from sangto.audit.services import Journal
from sangto.audit.tags import AuditTag
from sangto.kernel.categories import Topic
from sangto.organisations.domain.kinds import NEVER_OWN_FACTUAL_CLAIMS, NamedBy
from sangto.organisations.domain.matrix import around
from sangto.organisations.domain.successions import Share, heir_of
from sangto.organisations.models import (
    Agency,
    Competence,
    FocalOfficer,
    Invitation,
    Membership,
    Succession,
    TeamMember,
    Territory,
    valid_on,
)


def carry(succession: Succession, *, journal: Journal, now: datetime) -> None:
    """Inside the caller's change. Order: competences, subordinates, accounts, focal officers.

    Accounts get the same roles at the main successor, as somebody has to go on with the work;
    who belongs elsewhere is moved by an administrator afterwards.
    """
    _Carrying(succession, journal).run()
    succession.carried_at = now
    succession.save(update_fields=["carried_at"])
    agency = succession.agency
    journal.record(
        AuditTag.AGENCY_SUCCEEDED,
        agency,
        {"successor": agency.successor_id, "on": succession.on.isoformat()},
    )


class _Carrying:
    def __init__(self, succession: Succession, journal: Journal) -> None:
        agency = succession.agency
        assert agency.successor is not None  # noqa: S101 - a succession is decided with one
        self.journal = journal
        self.agency = agency
        self.main: Agency = agency.successor
        self.on: date = succession.on
        self.last: date = succession.on - timedelta(days=1)
        self.shares = [
            Share(row.successor_id, row.topic, row.territory_id) for row in succession.shares.all()
        ]

    def run(self) -> None:
        if self.agency.valid_until is None or self.agency.valid_until > self.last:
            self.agency.valid_until = self.last
            self.agency.save(update_fields=["valid_until"])
        self._competences()
        self._subordinates()
        self._accounts()
        self._officers()

    # -- competences

    def _competences(self) -> None:
        parents: dict[int, int | None] = dict(
            Territory.objects.filter(network_id=self.agency.network_id).values_list(
                "pk", "parent_id"
            )
        )
        rows = list(
            Competence.objects.filter(
                Q(valid_until__isnull=True) | Q(valid_until__gte=self.on), agency=self.agency
            )
        )
        for row in rows:
            for territory, heir in self._heirs(row, parents):
                self._pass_on(row, territory, heir)
        for row in rows:
            self._end(row)

    def _heirs(
        self, row: Competence, parents: dict[int, int | None]
    ) -> list[tuple[int | None, int]]:
        """The place of the entry and its heir, then smaller places that a share gives away."""
        inside = [
            share.territory
            for share in self.shares
            if share.territory is not None
            and share.topic in ("", row.topic)
            and share.territory != row.territory_id
            and row.territory_id in around(share.territory, parents)
        ]
        return [
            (
                place,
                heir_of(
                    main=self.main.pk,
                    shares=self.shares,
                    topic=row.topic,
                    places=around(place, parents),
                ),
            )
            for place in dict.fromkeys([row.territory_id, *inside])
        ]

    def _pass_on(self, row: Competence, territory: int | None, heir: int) -> None:
        """Nothing where an entry says already who settles it from that day on."""
        kind = Agency.objects.values_list("kind", flat=True).get(pk=heir)
        if row.topic in set(Topic) and kind in NEVER_OWN_FACTUAL_CLAIMS:
            return
        first = max(self.on, row.valid_from)
        said = Competence.objects.filter(
            valid_on(first),
            agency__network_id=self.agency.network_id,
            topic=row.topic,
        ).exclude(agency=self.agency)
        said = said.filter(
            Q(territory__isnull=True) if territory is None else Q(territory_id=territory)
        )
        if said.exists():
            return
        Competence.objects.create(
            agency_id=heir,
            topic=row.topic,
            territory_id=territory,
            valid_from=first,
            valid_until=row.valid_until,
        )

    def _end(self, row: Competence) -> None:
        if row.valid_from > self.last:
            row.delete()
            return
        row.valid_until = self.last
        row.save(update_fields=["valid_until"])

    # -- subordinates

    def _subordinates(self) -> None:
        parents: dict[int, int | None] = dict(
            Agency.objects.filter(network_id=self.agency.network_id).values_list("pk", "parent_id")
        )
        below = Agency.objects.filter(parent=self.agency).exclude(valid_until__lte=self.last)
        for child in below:
            circle = child.pk in around(self.main.pk, parents)
            child.parent_id = self.agency.parent_id if circle else self.main.pk
            if child.parent_id == child.pk:
                child.parent_id = None
            child.save(update_fields=["parent"])
            parents[child.pk] = child.parent_id

    # -- people

    def _accounts(self) -> None:
        rows = Membership.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=self.on), agency=self.agency
        ).select_related("user")
        for row in list(rows):
            first = max(self.on, row.valid_from)
            last = row.valid_until
            self.journal.record(AuditTag.ROLE_ENDED, row, {"user": row.user_id, "role": row.role})
            if row.valid_from > self.last:
                row.delete()
            else:
                row.valid_until = self.last
                row.save(update_fields=["valid_until"])
            held = Membership.objects.filter(
                valid_on(first), user=row.user_id, agency=self.main, role=row.role
            )
            if held.exists() or not row.user.is_active:
                continue
            given = Membership.objects.create(
                user_id=row.user_id,
                agency=self.main,
                role=row.role,
                valid_from=first,
                valid_until=last,
            )
            self.journal.record(
                AuditTag.ROLE_GRANTED,
                given,
                {"user": given.user_id, "agency": self.main.pk, "role": given.role},
            )
        Invitation.objects.filter(
            agency=self.agency, accepted_at__isnull=True, revoked_at__isnull=True
        ).update(agency=self.main)

    def _officers(self) -> None:
        """They go over only where the successor has nobody of its own; else their time ends."""
        rows = list(
            FocalOfficer.objects.filter(
                Q(valid_until__isnull=True) | Q(valid_until__gte=self.last), agency=self.agency
            )
        )
        alone = not self._officers_of_its_own()
        moved: dict[int, FocalOfficer] = {}
        for row in rows if alone else ():
            moved[row.pk], _ = FocalOfficer.objects.update_or_create(
                agency=self.main,
                email=row.email,
                defaults={
                    "full_name": row.full_name,
                    "named_by": NamedBy.DESK.value,
                    "valid_from": self.on,
                    "valid_until": None,
                },
            )
        for row in rows:
            if row.pk in moved and row.substitute_for_id in moved:
                new = moved[row.pk]
                new.substitute_for = moved[row.substitute_for_id]
                new.save(update_fields=["substitute_for"])
            if row.pk in moved:
                row.absences.filter(
                    Q(valid_until__isnull=True) | Q(valid_until__gte=self.on)
                ).update(officer=moved[row.pk])
                self.journal.record(AuditTag.OFFICER_NAMED, moved[row.pk], {"agency": self.main.pk})
            row.valid_until = max(row.valid_from, self.last)
            row.save(update_fields=["valid_until"])
        self._team_places(moved)

    def _officers_of_its_own(self) -> bool:
        """Those that came from another agency on the same day are not its own."""
        came = FocalOfficer.objects.filter(agency__successor=self.main).values("email")
        return (
            FocalOfficer.objects.filter(valid_on(self.on), agency=self.main)
            .exclude(named_by=NamedBy.DESK.value, valid_from=self.on, email__in=came)
            .exists()
        )

    def _team_places(self, moved: dict[int, FocalOfficer]) -> None:
        for member in TeamMember.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=self.on),
            officer__agency=self.agency,
        ):
            if member.officer_id in moved:
                member.officer = moved[member.officer_id]
                member.save(update_fields=["officer"])
                continue
            member.valid_until = max(member.valid_from, self.last)
            member.save(update_fields=["valid_until"])
            self.journal.record(AuditTag.TEAM_MEMBER_ENDED, member, {"team": member.team_id})
