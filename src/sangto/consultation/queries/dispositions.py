"""What was decided about comments, and the table of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from sangto.consultation.domain.answers import FINAL_KINDS, AnswerKind
from sangto.consultation.domain.comments import (
    CommentState,
    DispositionKind,
    TextChange,
    anchors_in_order,
    place_words,
)
from sangto.consultation.domain.draft_workflow import RoundPurpose
from sangto.consultation.models import (
    Comment,
    Disposition,
    Draft,
    Opinion,
    OpinionRound,
    Provision,
    RoundInvitation,
)
from sangto.consultation.queries.drafts import current_places
from sangto.kernel.text import collation_key
from sangto.kernel.worktime import ZONE


def comments_on(draft: Draft) -> QuerySet[Comment]:
    """All that agencies did not take back, with what became of each. Up to seven queries, and a
    row of an agency, person or provision once, however many comments name it."""
    latest = Disposition.objects.filter(latest=True).prefetch_related("decided_by")
    return (
        Comment.objects.filter(draft=draft, state=CommentState.GIVEN.value)
        .prefetch_related(
            "agency",
            "provision",
            "assignee",
            "user",
            Prefetch("dispositions", queryset=latest, to_attr="decided"),
        )
        .order_by("pk")
    )


def decision_of(comment: Comment) -> Disposition | None:
    """The latest one; of a comment from :func:`comments_on`, else with a query."""
    decided: Sequence[Disposition] | None = getattr(comment, "decided", None)
    if decided is not None:
        return decided[0] if decided else None
    return Disposition.objects.filter(comment=comment, latest=True).first()


def decisions_of(comment: Comment) -> QuerySet[Disposition]:
    """Every decision about it, the newest first."""
    return (
        Disposition.objects.filter(comment=comment)
        .select_related("decided_by", "adopted_in")
        .defer("adopted_in__paragraphs")
        .order_by("-number")
    )


def comments_of_request(invitation: RoundInvitation) -> list[Comment]:
    """What one agency said, in the order in which it was given; each with what became of it. Two
    queries."""
    latest = Disposition.objects.filter(latest=True)
    return list(
        Comment.objects.filter(invitation=invitation, state=CommentState.GIVEN.value)
        .select_related("provision", "version", "agency")
        .defer("version__paragraphs")
        .prefetch_related(Prefetch("dispositions", queryset=latest, to_attr="decided"))
        .order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class PlacedComment:
    """One comment in the table. ``place`` is where it belongs in the newest version: an eId, or a
    place that is no provision; ``moved_from`` the eId it was given on when that is another;
    ``gone``: the provision is not in the newest version any more. ``same`` are keys of all
    comments of its group, itself too."""

    comment: Comment
    decision: Disposition | None
    place: str
    provision: Provision | None
    moved_from: str = ""
    gone: bool = False
    same: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TablePlace:
    """All that was said of one place."""

    place: str
    provision: Provision | None
    comments: tuple[PlacedComment, ...]

    @property
    def words(self) -> str:
        return place_words(self.place)


@dataclass(frozen=True, slots=True)
class CommentTable:
    """Every comment of every agency by provision, in the order of the text."""

    places: tuple[TablePlace, ...]
    by_kind: dict[DispositionKind, int]
    undecided: int

    @property
    def number(self) -> int:
        return sum(len(place.comments) for place in self.places)


def comment_table(draft: Draft, *, rows: Iterable[Comment] | None = None) -> CommentTable:
    """The drafting agency's table. Up to eight queries, however many comments there are; ``rows``
    are some of :func:`comments_on`, for a table that is filtered or shown place by place."""
    current = current_places(draft)
    newest = sorted({row.pk: row for row in current.values()}.values(), key=lambda r: r.position)
    placed: dict[str, list[PlacedComment]] = {}
    counts: Counter[str] = Counter()
    comments = list(comments_on(draft) if rows is None else rows)
    groups: dict[int, list[int]] = {}
    for comment in comments:
        if comment.group_id is not None:
            groups.setdefault(comment.group_id, []).append(comment.pk)
    for comment in comments:
        decision = decision_of(comment)
        counts[decision.kind if decision is not None else ""] += 1
        provision = current.get(comment.provision_id or 0)
        place = provision.eid if provision is not None else comment.anchor
        gone = comment.provision_id is not None and provision is None
        placed.setdefault(f"{place} (gone)" if gone else place, []).append(
            PlacedComment(
                comment=comment,
                decision=decision,
                place=place,
                provision=provision,
                moved_from=comment.anchor if comment.anchor != place else "",
                gone=gone,
                same=tuple(groups.get(comment.group_id or 0, ())),
            )
        )
    names = {row.agency_id: collation_key(row.agency.name) for row in _agencies_once(comments)}
    order = anchors_in_order(list(placed), _eids(newest))
    return CommentTable(
        places=tuple(
            TablePlace(
                placed[key][0].place,
                placed[key][0].provision,
                tuple(
                    sorted(
                        placed[key],
                        key=lambda one: (names[one.comment.agency_id], one.comment.pk),
                    )
                ),
            )
            for key in order
        ),
        by_kind={kind: counts[kind.value] for kind in DispositionKind},
        undecided=counts[""],
    )


def _agencies_once(comments: Iterable[Comment]) -> Iterable[Comment]:
    """One comment of each agency."""
    return {row.agency_id: row for row in comments}.values()


@dataclass(frozen=True, slots=True)
class OutlinePlace:
    """How many comments stand at one place, and how many of them have no decision."""

    place: str
    gone: bool
    number: int
    undecided: int

    @property
    def words(self) -> str:
        return place_words(self.place)


def table_outline(draft: Draft) -> list[OutlinePlace]:
    """The places of the table without their comments, for a long one. Three queries."""
    current = current_places(draft)
    newest = sorted({row.pk: row for row in current.values()}.values(), key=lambda r: r.position)
    decided = set(
        Disposition.objects.filter(comment__draft=draft, latest=True).values_list(
            "comment_id", flat=True
        )
    )
    numbers: Counter[tuple[str, bool]] = Counter()
    undecided: Counter[tuple[str, bool]] = Counter()
    for key, provision, anchor in Comment.objects.filter(
        draft=draft, state=CommentState.GIVEN.value
    ).values_list("pk", "provision_id", "anchor"):
        row = current.get(provision or 0)
        place = (row.eid if row is not None else anchor, provision is not None and row is None)
        numbers[place] += 1
        undecided[place] += key not in decided
    order = anchors_in_order([place for place, gone in numbers if not gone], _eids(newest))
    places = [(place, False) for place in order]
    places += sorted(place for place in numbers if place[1])
    return [OutlinePlace(*place, numbers[place], undecided[place]) for place in places]


def comments_at(draft: Draft, place: str, *, gone: bool = False) -> QuerySet[Comment]:
    """Those of :func:`comments_on` that stand at one place of the table. One query before."""
    current = current_places(draft)
    here = [key for key, row in current.items() if row.eid == place]
    found = comments_on(draft)
    if gone:
        return found.filter(anchor=place, provision__isnull=False).exclude(
            provision__in=list(current)
        )
    return found.filter(Q(provision__in=here) | Q(provision__isnull=True, anchor=place))


def _eids(provisions: Iterable[Provision]) -> list[str]:
    return [row.eid for row in provisions]


def changes_waiting(draft: Draft) -> list[tuple[Disposition, str]]:
    """Decisions that change the text and are in no version yet, oldest first, each with the eId
    that its provision has in the newest version; those whose provision went away are left out.
    Two queries."""
    found = (
        Disposition.objects.filter(
            comment__draft=draft,
            comment__state=CommentState.GIVEN.value,
            latest=True,
            adopted_in__isnull=True,
        )
        .exclude(change=TextChange.NONE.value)
        .order_by("decided_at", "pk")
    )
    current = current_places(draft)
    return [
        (row, current[row.provision_id].eid)
        for row in found
        if row.provision_id is not None and row.provision_id in current
    ]


def undecided_number(draft: Draft) -> int:
    decided = Disposition.objects.filter(comment__draft=draft).values("comment_id")
    return (
        Comment.objects.filter(draft=draft, state=CommentState.GIVEN.value)
        .exclude(pk__in=decided)
        .count()
    )


@dataclass(frozen=True, slots=True)
class DraftFigures:
    """A consultation in numbers; ``first_reply`` and ``last_reply`` are the dates of the letters,
    or of the days on which answers came without one. Who said nothing is ``silent``."""

    asked: int
    answered: int
    agreed_without_comment: int
    agreed_with_comments: int
    comments: int
    undecided: int
    by_disposition: dict[str, int] = field(default_factory=dict)
    first_reply: date | None = None
    last_reply: date | None = None

    @property
    def silent(self) -> int:
        return self.asked - self.answered


def draft_figures(draft: Draft, opinion_round: OpinionRound | None = None) -> DraftFigures:
    """Over all rounds for comments on this draft, or over one of them. Three queries."""
    requests = RoundInvitation.objects.filter(
        round__on_draft__draft=draft,
        round__on_draft__purpose=RoundPurpose.COMMENTS.value,
        round__opened_at__isnull=False,
    ).exclude(round__state="cancelled")
    if opinion_round is not None:
        requests = requests.filter(round=opinion_round)
    answers = list(
        Opinion.objects.filter(
            invitation__in=requests, latest=True, kind__in=[kind.value for kind in FINAL_KINDS]
        ).values_list("kind", "letter_date", "given_at")
    )
    days = [letter or at.astimezone(ZONE).date() for _, letter, at in answers]
    kinds = Counter(kind for kind, _, _ in answers)
    comments = Comment.objects.filter(draft=draft, state=CommentState.GIVEN.value)
    if opinion_round is not None:
        comments = comments.filter(invitation__round=opinion_round)
    decided = Counter(
        Disposition.objects.filter(latest=True, comment__in=comments).values_list("kind", flat=True)
    )
    total = comments.count()
    return DraftFigures(
        asked=requests.count(),
        answered=len(answers),
        agreed_without_comment=kinds[AnswerKind.AGREE.value],
        agreed_with_comments=kinds[AnswerKind.AGREE_WITH_COMMENTS.value],
        comments=total,
        undecided=total - decided.total(),
        by_disposition={kind.value: decided[kind.value] for kind in DispositionKind},
        first_reply=min(days, default=None),
        last_reply=max(days, default=None),
    )
