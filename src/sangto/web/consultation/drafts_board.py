"""The draft table as values: the text by provision with what is said of each, a page at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from sangto.consultation.domain.comments import Anchor, CommentKind, CommentState
from sangto.consultation.domain.drafts import PartKind
from sangto.consultation.domain.provisions import label
from sangto.consultation.domain.wording_diff import Change, Piece, difference
from sangto.consultation.models import Comment, Disposition, Draft, DraftVersion, Provision
from sangto.consultation.queries import (
    comments_on,
    current_places,
    decision_of,
    latest_version,
    provisions_of,
)
from sangto.kernel.text import collation_key
from sangto.web.consultation.drafts_wording import (
    COMMENT_KINDS,
    DECISIONS,
    PART_NAMES,
    UNDECIDED,
    place_name,
)
from sangto.web.consultation.meeting_wording import Look
from sangto.web.desk import agency_name

#: How much stands on one page of the table: provisions, and comments which count double.
PAGE_WEIGHT = 260
#: So many comments on one provision stand beside it; the rest has a page of its own.
BESIDE = 30
#: What stands within an article and never begins a page.
_INSIDE = frozenset({PartKind.CLAUSE.value, PartKind.POINT.value})
_DEPTH = {
    PartKind.SECTION.value: 1,
    PartKind.DIVISION.value: 1,
    PartKind.ARTICLE.value: 1,
    PartKind.CLAUSE.value: 2,
    PartKind.POINT.value: 3,
}
#: Where comments stand that belong to no provision of the newest version.
WIDE, GONE = "", "gone"


@dataclass(frozen=True, slots=True)
class CommentShown:
    """A comment, or several that say the same: ``agencies`` has each once. ``proposed`` is the
    wording that is proposed against the one that the comment was given on."""

    row: Comment
    agencies: tuple[str, ...]
    number: int
    kind: str
    place: str
    proposed: tuple[Piece, ...]
    look: Look
    explanation: str
    result: str
    moved_from: str
    current: bool = False

    @property
    def undecided(self) -> bool:
        return self.look is UNDECIDED


@dataclass(frozen=True, slots=True)
class ProvisionShown:
    eid: str
    label: str
    heading: tuple[Piece, ...]
    text: tuple[Piece, ...]
    kind: str
    depth: int
    comments: tuple[CommentShown, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the tree. ``page`` is on which page of the table the provision stands."""

    eid: str
    name: str
    heading: str
    depth: int
    page: int
    comments: int
    undecided: int
    current: bool


@dataclass(frozen=True, slots=True)
class _Light:
    """A comment without its words. ``place`` is the key of its provision in the newest version,
    or one of :data:`WIDE` and :data:`GONE`; ``group`` of its own where it has none."""

    pk: int
    place: int | str
    group: tuple[str, int]
    decided: bool
    agency: str


@dataclass(slots=True)
class Board:
    """The whole table in figures; :meth:`shown` reads the words of what is shown."""

    draft: Draft
    version: DraftVersion
    provisions: list[Provision]
    units: list[list[Provision]]
    lights: list[_Light]
    places: Mapping[int, Provision]
    pages: list[int] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.lights)

    @property
    def decided(self) -> int:
        return sum(light.decided for light in self.lights)

    def undecided(self) -> list[int]:
        """One comment of each group that waits, in the order of the text."""
        order: dict[int | str, int] = {row.pk: place for place, row in enumerate(self.provisions)}
        order[WIDE], order[GONE] = -1, len(order)
        waiting = sorted(
            (light for light in self.lights if not light.decided),
            key=lambda one: (order[one.place], collation_key(one.agency), one.pk),
        )
        first: dict[tuple[str, int], int] = {}
        for light in waiting:
            first.setdefault(light.group, light.pk)
        return list(first.values())

    def neighbours(self, comment: Comment) -> tuple[int | None, int | None]:
        """The undecided comments before and after this one, in the order of the text."""
        waiting = self.undecided()
        group = next((one.group for one in self.lights if one.pk == comment.pk), None)
        mine = {one.pk for one in self.lights if one.group == group}
        at = next((place for place, pk in enumerate(waiting) if pk in mine), None)
        if at is not None:
            rest = waiting[at + 1 :] + waiting[:at]
            return (waiting[at - 1] if at else None, rest[0] if rest else None)
        return (None, waiting[0] if waiting else None)

    def page_of(self, eid: str) -> int:
        for number, unit in enumerate(self.units):
            if any(row.eid == eid for row in unit):
                return self.pages[number]
        return 1

    def unit_of(self, provision: Provision | None) -> list[Provision]:
        if provision is None:
            return []
        return next((unit for unit in self.units if any(r.pk == provision.pk for r in unit)), [])

    def counts(self) -> tuple[Counter[int | str], Counter[int | str]]:
        """By place: all comments, and those that wait."""
        number: Counter[int | str] = Counter(light.place for light in self.lights)
        waiting: Counter[int | str] = Counter(
            light.place for light in self.lights if not light.decided
        )
        return number, waiting

    def tree(self, current: Iterable[int] = ()) -> list[Node]:
        """Everything above clauses; what is in an article counts with it."""
        number, waiting = self.counts()
        chosen = set(current)
        nodes = []
        for place, unit in enumerate(self.units):
            head = unit[0]
            own = [row.pk for row in unit]
            nodes.append(
                Node(
                    eid=head.eid,
                    name=name_of(head),
                    heading=head.heading,
                    depth=_DEPTH.get(head.kind, 0) if head.parent_id is not None else 0,
                    page=self.pages[place],
                    comments=sum(number[pk] for pk in own),
                    undecided=sum(waiting[pk] for pk in own),
                    current=not chosen.isdisjoint(own),
                )
            )
        return nodes

    def at(self, place: int | str) -> list[int]:
        return [light.pk for light in self.lights if light.place == place]

    def shown(
        self,
        rows: Sequence[Provision],
        *,
        changes: bool,
        current: Comment | None = None,
        own: frozenset[int] | None = None,
        beside: int = BESIDE,
    ) -> list[ProvisionShown]:
        """Provisions with their words and the comments on them: five queries, however many."""
        keys = {row.pk for row in rows}
        wanted = [light.pk for light in self.lights if light.place in keys]
        cards = self.cards(wanted, current=current, own=own)
        former = _former(rows) if changes else {}
        found = []
        for row in rows:
            mine = cards.get(row.pk, [])
            before = former.get(row.moved_from_id or 0)
            found.append(
                ProvisionShown(
                    eid=row.eid,
                    label=label(PartKind(row.kind), row.number),
                    heading=_pieces(row, before, changes, "heading"),
                    text=_pieces(row, before, changes, "text"),
                    kind=row.kind,
                    depth=_DEPTH.get(row.kind, 0),
                    comments=tuple(mine[:beside]),
                    more=max(len(mine) - beside, 0),
                )
            )
        return found

    def cards(
        self,
        keys: Iterable[int],
        *,
        current: Comment | None = None,
        own: frozenset[int] | None = None,
    ) -> dict[int | str, list[CommentShown]]:
        """Comments by place, what waits first; a group is one. ``own`` keeps to these comments."""
        wanted = set(keys) if own is None else set(keys) & own
        if not wanted:
            return {}
        lights = {light.pk: light for light in self.lights}
        grouped: dict[tuple[str, int], list[Comment]] = defaultdict(list)
        for row in comments_on(self.draft).filter(pk__in=wanted):
            grouped[lights[row.pk].group].append(row)
        found: dict[int | str, list[CommentShown]] = defaultdict(list)
        for rows in grouped.values():
            place = lights[rows[0].pk].place
            found[place].append(_card(rows, self.places, current))
        for cards in found.values():
            cards.sort(
                key=lambda one: (not one.undecided, collation_key(one.agencies[0]), one.row.pk)
            )
        return found

    def taken_out(self) -> list[ProvisionShown]:
        """What stood in the version before and is not in this one. One query."""
        if self.version.made_from_id is None:
            return []
        stayed = {row.moved_from_id for row in self.provisions}
        gone = Provision.objects.filter(version=self.version.made_from_id).exclude(
            pk__in=[key for key in stayed if key is not None]
        )
        return [
            ProvisionShown(
                eid=row.eid,
                label=place_name(row.eid),
                heading=(),
                text=(Piece(Change.REMOVED, wording_of(row)),),
                kind=row.kind,
                depth=0,
            )
            for row in gone.order_by("position")
        ]


def board_of(draft: Draft) -> Board:
    """Four queries, however long the draft is and however much was said of it."""
    version = latest_version(draft)
    provisions = provisions_of(version)
    places = current_places(draft)
    lights = _lights(draft, places)
    units: list[list[Provision]] = []
    for row in provisions:
        if row.kind in _INSIDE and units:
            units[-1].append(row)
        else:
            units.append([row])
    board = Board(draft, version, provisions, units, lights, places)
    number, _waiting = board.counts()
    page, weight = 1, 0
    for unit in units:
        heavy = len(unit) + 2 * sum(min(number[row.pk], BESIDE) for row in unit)
        if weight and weight + heavy > PAGE_WEIGHT:
            page, weight = page + 1, 0
        weight += heavy
        board.pages.append(page)
    return board


def _lights(draft: Draft, places: Mapping[int, Provision]) -> list[_Light]:
    decided = Disposition.objects.filter(comment=OuterRef("pk"))
    rows = (
        Comment.objects.filter(draft=draft, state=CommentState.GIVEN.value)
        .order_by("pk")
        .values_list("pk", "provision_id", "group_id", Exists(decided), "agency__name")
    )
    found = []
    for pk, provision, group, is_decided, agency in rows:
        place: int | str = WIDE
        if provision is not None:
            place = places[provision].pk if provision in places else GONE
        key = ("group", group) if group is not None else ("one", pk)
        found.append(_Light(pk, place, key, is_decided, agency))
    return found


def _card(
    rows: Sequence[Comment], places: Mapping[int, Provision], current: Comment | None
) -> CommentShown:
    row = rows[0]
    if current is not None and any(one.pk == current.pk for one in rows):
        row = next(one for one in rows if one.pk == current.pk)
    decided = [one for one in map(decision_of, rows) if one is not None]
    decision = decision_of(row)
    now = places.get(row.provision_id or 0)
    place = now.eid if now is not None else row.anchor
    return CommentShown(
        row=row,
        agencies=tuple(dict.fromkeys(agency_name(one.agency) for one in rows)),
        number=len(rows),
        kind=str(COMMENT_KINDS[CommentKind(row.kind)]),
        place=place_name(place),
        proposed=proposal_of(row),
        look=DECISIONS[decision.kind] if decision is not None else UNDECIDED,
        explanation=decision.explanation if decision is not None else "",
        result=next((one.wording for one in decided if one.wording), ""),
        moved_from=place_name(row.anchor) if row.anchor != place else "",
        current=current is not None and row.pk == current.pk,
    )


def proposal_of(comment: Comment) -> tuple[Piece, ...]:
    """The proposed wording against the provision's own; as it is where it is about none, or for
    something to be added."""
    if not comment.proposed_wording:
        return ()
    if comment.provision is None or comment.kind == CommentKind.ADD:
        return (Piece(Change.ADDED, comment.proposed_wording),)
    return difference(wording_of(comment.provision), comment.proposed_wording)


def wording_of(row: Provision) -> str:
    return "\n".join(text for text in (row.heading, row.text) if text)


def name_of(row: Provision) -> str:
    """``Điều 7``, ``Chương I``, or the name of a part without a number."""
    if row.kind == PartKind.ANNEX:
        return place_name(row.eid)
    mark = label(PartKind(row.kind), row.number)
    return place_name(row.eid.rpartition("__")[2]) if mark else str(PART_NAMES[row.kind])


def _former(rows: Sequence[Provision]) -> dict[int, Provision]:
    keys = [row.moved_from_id for row in rows if row.moved_from_id is not None]
    return {row.pk: row for row in Provision.objects.filter(pk__in=keys)}


def _pieces(
    row: Provision, before: Provision | None, changes: bool, name: str
) -> tuple[Piece, ...]:
    text: str = getattr(row, name)
    if not changes:
        return (Piece(Change.SAME, text),) if text else ()
    if before is None:
        return (Piece(Change.ADDED, text),) if text else ()
    return difference(getattr(before, name), text)


def places_to_choose(provisions: Sequence[Provision]) -> list[tuple[str, str]]:
    """For a select: the places that are no provision, then each provision with its first words."""
    found = [(one.value, place_name(one.value)) for one in Anchor]
    for row in provisions:
        words = " ".join(wording_of(row).split())[:60]
        found.append((row.eid, f"{place_name(row.eid)}: {words}" if words else place_name(row.eid)))
    return found
