"""Teams (tổ) of a network and who works in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from sangto.organisations.domain.kinds import NamedBy, TeamRole
from sangto.organisations.models.agency import FocalOfficer
from sangto.organisations.models.network import Network
from sangto.organisations.models.validity import dates_in_order, one_of


class Team(models.Model):
    """People of several agencies who work together on something, such as the team on duty."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="teams")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    purpose = models.CharField(max_length=500, blank=True)
    purpose_en = models.CharField(max_length=500, blank=True)
    named_by = models.CharField(max_length=10, default=NamedBy.CHARTER.value)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["network", "code"], name="team_code_once"),
            one_of("team", "named_by", NamedBy),
            dates_in_order("team"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """An account or a focal officer, never both: an officer needs no account."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="teams",
    )
    officer = models.ForeignKey(
        FocalOfficer, null=True, blank=True, on_delete=models.PROTECT, related_name="teams"
    )
    role = models.CharField(max_length=10, default=TeamRole.MEMBER.value)
    named_by = models.CharField(max_length=10, default=NamedBy.CHARTER.value)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                name="team_member_is_one_person",
                condition=Q(user__isnull=True, officer__isnull=False)
                | Q(user__isnull=False, officer__isnull=True),
            ),
            UniqueConstraint(
                fields=["team", "user"],
                condition=Q(user__isnull=False, valid_until__isnull=True),
                name="team_member_user_once",
            ),
            UniqueConstraint(
                fields=["team", "officer"],
                condition=Q(officer__isnull=False, valid_until__isnull=True),
                name="team_member_officer_once",
            ),
            one_of("team_member", "role", TeamRole),
            one_of("team_member", "named_by", NamedBy),
            dates_in_order("team_member"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id}: {self.user_id or self.officer_id}"
