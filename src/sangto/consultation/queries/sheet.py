"""All answers of a round side by side, and figures over many rounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from sangto.consultation.domain.answers import FINAL_KINDS, AnswerKind
from sangto.consultation.domain.rounds import RoundAbout, RoundState
from sangto.consultation.domain.tally import (
    AnsweredLine,
    Asked,
    Figures,
    Tally,
    figures_of,
    tally_of,
)
from sangto.consultation.models import Opinion, OpinionFile, OpinionRound, RoundInvitation
from sangto.kernel.text import collation_key
from sangto.kernel.worktime import ZONE
from sangto.organisations.models import Agency, Network

_ENDED = [RoundState.CLOSED.value, RoundState.CONCLUDED.value]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One agency. ``opinion`` is its latest answer, also a wish for more time; ``versions`` all of
    them, oldest first. ``reached``: a letter with the link went to somebody there."""

    invitation: RoundInvitation
    opinion: Opinion | None
    versions: tuple[Opinion, ...]
    due_at: datetime | None

    @property
    def agency(self) -> Agency:
        return self.invitation.agency

    @property
    def answered(self) -> bool:
        return self.opinion is not None and self.opinion.kind in FINAL_KINDS

    @property
    def reached(self) -> bool:
        return bool(self.invitation.letters)

    @property
    def late(self) -> bool:
        """The first answer came after the agency's own deadline."""
        at = self.invitation.answered_at
        return at is not None and self.due_at is not None and at > self.due_at


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows``: the silent first, then objections, comments and the rest, each by the alphabet."""

    round: OpinionRound
    rows: tuple[SheetRow, ...]
    tally: Tally

    @property
    def silent(self) -> tuple[SheetRow, ...]:
        return tuple(row for row in self.rows if not row.answered)

    @property
    def answered(self) -> tuple[SheetRow, ...]:
        return tuple(row for row in self.rows if row.answered)

    @property
    def nobody_to_write_to(self) -> tuple[SheetRow, ...]:
        return tuple(row for row in self.rows if not row.reached and not row.answered)


_ORDER: dict[str, int] = {
    AnswerKind.OBJECT: 1,
    AnswerKind.AGREE_WITH_COMMENTS: 2,
    AnswerKind.NOT_COMPETENT: 3,
    AnswerKind.AGREE: 4,
    AnswerKind.NO_COMMENT: 5,
}


def sheet_of(opinion_round: OpinionRound) -> Sheet:
    """The same three queries for one agency and for two hundred."""
    files = OpinionFile.objects.select_related("file")
    opinions = (
        Opinion.objects.select_related("competent_agency", "user")
        .prefetch_related(Prefetch("files", queryset=files))
        .order_by("version")
    )
    invitations = (
        RoundInvitation.objects.filter(round=opinion_round)
        .select_related("agency", "instead_of", "time_decided_by")
        .prefetch_related(Prefetch("opinions", queryset=opinions))
    )
    rows = [_row(opinion_round, invitation) for invitation in invitations]
    rows.sort(key=_place)
    return Sheet(opinion_round, tuple(rows), _tally(opinion_round, rows))


def tally(opinion_round: OpinionRound) -> Tally:
    """The numbers alone; two queries."""
    answers = Opinion.objects.filter(invitation__round=opinion_round, latest=True)
    kinds = {
        key: AnsweredLine(AnswerKind(kind), category, rating, measure)
        for key, kind, category, rating, measure in answers.values_list(
            "invitation_id",
            "kind",
            "proposed_category",
            "proposed_rating",
            "proposed_measure",
        )
    }
    asked = RoundInvitation.objects.filter(round=opinion_round).values_list("pk", flat=True)
    return tally_of(
        [kinds.get(key, AnsweredLine(None)) for key in asked],
        silence_agrees=opinion_round.silence_agrees,
        over=opinion_round.state in _ENDED,
    )


def own_versions(invitation: RoundInvitation) -> list[Opinion]:
    """What one agency answered, newest first, with its files. Two queries."""
    return list(
        invitation.opinions.select_related("user", "competent_agency")
        .prefetch_related(Prefetch("files", queryset=OpinionFile.objects.select_related("file")))
        .order_by("-version")
    )


def _row(opinion_round: OpinionRound, invitation: RoundInvitation) -> SheetRow:
    versions = tuple(invitation.opinions.all())
    return SheetRow(
        invitation=invitation,
        opinion=next((one for one in reversed(versions) if one.latest), None),
        versions=versions,
        due_at=invitation.due_at or opinion_round.due_at,
    )


def _place(row: SheetRow) -> tuple[object, ...]:
    kind = row.opinion.kind if row.answered and row.opinion is not None else ""
    return (_ORDER.get(kind, 0), collation_key(row.agency.name), row.invitation.pk)


def _tally(opinion_round: OpinionRound, rows: Iterable[SheetRow]) -> Tally:
    return tally_of(
        [
            AnsweredLine(
                AnswerKind(row.opinion.kind),
                row.opinion.proposed_category,
                row.opinion.proposed_rating,
                row.opinion.proposed_measure,
            )
            if row.opinion is not None
            else AnsweredLine(None)
            for row in rows
        ],
        silence_agrees=opinion_round.silence_agrees,
        over=opinion_round.state in _ENDED,
    )


@dataclass(frozen=True, slots=True)
class RoundStatistics:
    """Over rounds of one kind that were opened in the period and have ended. ``by_agency`` by the
    alphabet."""

    rounds: int
    overall: Figures
    by_agency: tuple[tuple[Agency, Figures], ...]


def round_statistics(
    network: Network, from_day: date, until_day: date, *, about: RoundAbout = RoundAbout.CASES
) -> RoundStatistics:
    """Asked, answered, in time and median days, by agency, each with its n. Both days are
    included. Rounds about drafts take longer, so they stand apart. Two queries."""
    start = datetime.combine(from_day, datetime.min.time(), tzinfo=ZONE)
    end = datetime.combine(until_day, datetime.max.time(), tzinfo=ZONE)
    rows = RoundInvitation.objects.filter(
        round__network=network,
        round__state__in=_ENDED,
        round__opened_at__gte=start,
        round__opened_at__lte=end,
        round__case__isnull=about is RoundAbout.DRAFTS,
    ).values_list(
        "round_id",
        "agency_id",
        "sent_at",
        "round__opened_at",
        "due_at",
        "round__due_at",
        "answered_at",
    )
    rounds: set[int] = set()
    by_agency: dict[int, list[Asked]] = {}
    for key, agency, sent_at, opened_at, own_due_at, round_due_at, answered_at in rows:
        rounds.add(key)
        due_at, asked_at = own_due_at or round_due_at, sent_at or opened_at
        if due_at is None or asked_at is None:
            continue
        asked = Asked(agency, asked_at, due_at, answered_at)
        by_agency.setdefault(agency, []).append(asked)
    agencies = Agency.objects.in_bulk(list(by_agency))
    ordered = sorted(agencies.values(), key=lambda row: collation_key(row.name))
    return RoundStatistics(
        rounds=len(rounds),
        overall=figures_of([one for asked in by_agency.values() for one in asked]),
        by_agency=tuple((row, figures_of(by_agency[row.pk])) for row in ordered),
    )
