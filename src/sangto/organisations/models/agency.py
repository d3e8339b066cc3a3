"""Member agencies, their focal officers, and when one of these is away."""

from __future__ import annotations

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from sangto.organisations.domain.kinds import AgencyKind, NamedBy
from sangto.organisations.models.network import Network
from sangto.organisations.models.validity import dates_in_order, one_of


class Agency(models.Model):
    """A member of a network. ``symbol`` stands in document numbers; ``domains`` are its own
    sites; ``spokesperson`` is the contact for the press. Address and phone are those of the
    office, which pages may show; the person is for the desk."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="agencies")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20)
    symbol = models.CharField(max_length=30, blank=True)
    is_lead = models.BooleanField(default=False)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="subordinates"
    )
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    spokesperson = models.CharField(max_length=200, blank=True)
    office_address = models.CharField(max_length=200, blank=True)
    office_phone = models.CharField(max_length=40, blank=True)
    domains = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name_plural = "agencies"
        constraints = [
            UniqueConstraint(fields=["network", "slug"], name="agency_slug_once"),
            UniqueConstraint(
                fields=["network"], condition=Q(is_lead=True), name="agency_one_lead_a_network"
            ),
            CheckConstraint(
                name="agency_lead_has_its_kind",
                condition=Q(is_lead=False) | Q(kind=AgencyKind.LEAD.value),
            ),
            CheckConstraint(
                name="agency_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
            CheckConstraint(
                name="agency_not_its_own_successor",
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
            ),
            one_of("agency", "kind", AgencyKind),
            dates_in_order("agency"),
        ]

    def __str__(self) -> str:
        return self.name


class FocalOfficer(models.Model):
    """The person whom an agency named for the network; a substitute stands in for another.

    What the desk names stays when a new version of the charter is loaded; a person whom a version
    names too is the charter's from then on.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="focal_officers")
    full_name = models.CharField(max_length=120)
    email = models.EmailField()
    substitute_for = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="substitutes"
    )
    named_by = models.CharField(max_length=10, default=NamedBy.CHARTER.value)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "email"], name="focal_officer_once_an_agency"),
            CheckConstraint(
                name="focal_officer_not_own_substitute",
                condition=Q(substitute_for__isnull=True) | ~Q(substitute_for=F("id")),
            ),
            one_of("focal_officer", "named_by", NamedBy),
            dates_in_order("focal_officer"),
        ]

    def __str__(self) -> str:
        return self.full_name


class OfficerAbsence(models.Model):
    """Days on which a focal officer is away and the substitutes step in; ``note`` says no private
    reason."""

    officer = models.ForeignKey(FocalOfficer, on_delete=models.CASCADE, related_name="absences")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [dates_in_order("officer_absence")]

    def __str__(self) -> str:
        return f"{self.officer_id}: {self.valid_from} - {self.valid_until}"
