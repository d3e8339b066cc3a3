"""A meeting, who is invited to it, and what they said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from sangto.consultation.domain.meetings import (
    MAX_LINK,
    MAX_NOTE,
    MAX_PLACE,
    MAX_TITLE,
    MeetingState,
    MinutesAnswer,
    Reply,
    ReplyWay,
)

_OVER = [MeetingState.CLOSED.value, MeetingState.CANCELLED.value]


class Meeting(models.Model):
    """``agency`` calls it. ``sequence`` counts what calendars were told; ``time_sequence`` is the
    one from which its present time holds, so that older replies are known as such. ``revision``
    counts every change of the details. ``minutes_round`` counts how often minutes went out, and
    ``minutes_due_at`` is until when the attendees may object."""

    reference = models.CharField(max_length=20, unique=True)
    network = models.ForeignKey(
        "organisations.Network", on_delete=models.PROTECT, related_name="meetings"
    )
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="meetings_called"
    )
    title = models.CharField(max_length=MAX_TITLE)
    chair = models.CharField(max_length=MAX_TITLE, blank=True, default="")
    chair_position = models.CharField(max_length=MAX_TITLE, blank=True, default="")
    secretary = models.CharField(max_length=MAX_TITLE, blank=True, default="")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=MAX_PLACE, blank=True, default="")
    link = models.CharField(max_length=MAX_LINK, blank=True, default="")
    state = models.CharField(max_length=12, default=MeetingState.PREPARING.value)
    sequence = models.PositiveIntegerField(default=0)
    time_sequence = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    called_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    minutes_round = models.PositiveSmallIntegerField(default=0)
    minutes_out_at = models.DateTimeField(null=True, blank=True)
    minutes_due_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["network", "starts_at"], name="meeting_by_time"),
            models.Index(
                fields=["minutes_due_at"],
                condition=Q(state=MeetingState.MINUTES_OUT.value),
                name="meeting_minutes_due",
            ),
        ]
        constraints = [
            CheckConstraint(
                condition=Q(state__in=[state.value for state in MeetingState]),
                name="meeting_state_known",
            ),
            CheckConstraint(
                condition=Q(state__in=_OVER, ended_at__isnull=False)
                | (~Q(state__in=_OVER) & Q(ended_at__isnull=True)),
                name="meeting_over_has_a_time",
            ),
            CheckConstraint(
                condition=~Q(state=MeetingState.MINUTES_OUT.value)
                | Q(minutes_due_at__isnull=False, minutes_round__gte=1),
                name="meeting_minutes_out_have_a_deadline",
            ),
            CheckConstraint(
                condition=Q(state__in=[MeetingState.PREPARING.value, MeetingState.CANCELLED.value])
                | Q(called_at__isnull=False),
                name="meeting_called_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class MeetingInvitee(models.Model):
    """An agency, or a guest when ``agency`` is empty. ``name`` and ``email`` are whom the
    invitation went to; a guest's address is forgotten when the meeting is over.

    The secret of the link follows from ``salt`` and the installation's keys; the row holds its
    digest only. ``calendar_uid`` is what a reply by mail is known by. ``times_sent`` counts the
    letters, also where there was no address to write to; with the first one the invitation holds.
    ``concerned``: a claim on the agenda is about this agency, or one above or below it.
    ``instead_of``: this agency was invited first, and ``agency`` took over when it ended.
    ``attended`` is empty until somebody recorded it; ``attended_by`` names who came.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitees")
    agency = models.ForeignKey(
        "organisations.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting_invitations",
    )
    instead_of = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=MAX_TITLE, blank=True, default="")
    organisation = models.CharField(max_length=MAX_TITLE, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    concerned = models.BooleanField(default=False)
    salt = models.CharField(max_length=64)
    token_digest = models.CharField(max_length=64, unique=True)
    calendar_uid = models.CharField(max_length=255, unique=True)
    times_sent = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)
    reply = models.CharField(max_length=10, blank=True, default=Reply.NONE.value)
    reply_way = models.CharField(max_length=8, blank=True, default=ReplyWay.NONE.value)
    reply_note = models.TextField(blank=True, default="", max_length=MAX_NOTE)
    reply_sequence = models.PositiveIntegerField(default=0)
    replied_at = models.DateTimeField(null=True, blank=True)
    substitute = models.CharField(max_length=MAX_TITLE, blank=True, default="")
    reminded_at = models.DateTimeField(null=True, blank=True)
    attended = models.BooleanField(null=True, blank=True)
    attended_by = models.CharField(max_length=MAX_TITLE, blank=True, default="")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["agency", "meeting"], name="invitee_by_agency")]
        constraints = [
            UniqueConstraint(
                fields=["meeting", "agency"],
                condition=Q(removed_at__isnull=True),
                name="invitee_once_an_agency",
            ),
            CheckConstraint(
                condition=Q(reply__in=[reply.value for reply in Reply]), name="invitee_reply_known"
            ),
            CheckConstraint(
                condition=Q(reply_way__in=[way.value for way in ReplyWay]),
                name="invitee_reply_way_known",
            ),
            CheckConstraint(
                condition=Q(agency__isnull=False) | ~Q(name=""), name="invitee_guest_has_a_name"
            ),
            CheckConstraint(
                condition=Q(agency__isnull=False) | Q(instead_of__isnull=True),
                name="invitee_guest_takes_over_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: invitee {self.pk}"


class MinutesAgreement(models.Model):
    """One attendee and the minutes that went out in one round; made when they go out. ``answer``
    is empty while it waits, and ``silent`` when the time ended without one."""

    invitee = models.ForeignKey(MeetingInvitee, on_delete=models.CASCADE, related_name="agreements")
    round = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=10, blank=True, default="")
    text = models.TextField(blank=True, default="", max_length=MAX_NOTE)
    way = models.CharField(max_length=8, blank=True, default=ReplyWay.NONE.value)
    at = models.DateTimeField(null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["round", "id"]
        constraints = [
            UniqueConstraint(fields=["invitee", "round"], name="agreement_once_a_round"),
            CheckConstraint(
                condition=Q(answer__in=["", *(answer.value for answer in MinutesAnswer)]),
                name="agreement_answer_known",
            ),
            CheckConstraint(
                condition=Q(answer="", at__isnull=True) | (~Q(answer="") & Q(at__isnull=False)),
                name="agreement_answer_has_a_time",
            ),
            CheckConstraint(
                condition=~Q(answer=MinutesAnswer.OBJECTED.value) | ~Q(text=""),
                name="agreement_objection_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invitee_id}: minutes {self.round}"
