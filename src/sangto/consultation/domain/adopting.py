"""What was decided about comments, worked into the text: the next version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sangto.consultation.domain.comments import TextChange
from sangto.consultation.domain.drafts import PartKind
from sangto.consultation.domain.provisions import Part, label, lines_of, parse
from sangto.consultation.domain.recognition import LineKind, Paragraph, paragraphs_of_text
from sangto.documents.domain.official import point_letter, roman
from sangto.kernel.errors import Refusal, Refused, gettext_noop


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the provision ``eid``; of several paragraphs when ``wording`` has line ends."""

    eid: str
    change: TextChange
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Adopted:
    """``origin`` leads from an eId of the new text to the one that it was."""

    paragraphs: tuple[Paragraph, ...]
    parts: tuple[Part, ...]
    origin: dict[str, str]


@dataclass(slots=True)
class _Node:
    part: Part
    origin: str
    children: list[_Node] = field(default_factory=list)


#: Counted within what they stand in; articles and chapters through the whole text.
_COUNTED = (PartKind.CLAUSE, PartKind.POINT, PartKind.SECTION, PartKind.DIVISION)
_CONTEXT: dict[PartKind, tuple[str, ...]] = {
    PartKind.CLAUSE: ("Điều 1. X",),
    PartKind.POINT: ("Điều 1. X", "1. X"),
}


def adopt(parts: Sequence[Part], edits: Iterable[Edit]) -> Adopted:
    """The text with the edits in it; what stands behind something new or taken away is counted
    anew. Raises :class:`Refused` when two edits want different things of one provision.

    A wording that has clauses or points of its own replaces those that the provision had.
    """
    wanted = _checked(list(dict.fromkeys(edits)), parts)
    roots, nodes = _tree(parts)
    recount = False
    for edit in wanted:
        node = nodes[edit.eid]
        siblings = nodes[node.part.parent].children if node.part.parent in nodes else roots
        place = next(place for place, one in enumerate(siblings) if one is node)
        if edit.change is TextChange.DELETE:
            del siblings[place]
            recount = True
        elif edit.change is TextChange.INSERT_AFTER:
            siblings.insert(place + 1, _fragment(node.part, edit.wording, origin=""))
            recount = True
        elif edit.change is TextChange.REPLACE:
            made = _fragment(node.part, edit.wording, origin=node.origin)
            node.part = replace(node.part, heading=made.part.heading, text=made.part.text)
            node.children = made.children or node.children
    if recount:
        _count(roots)
    return _written([*_walked(roots)])


def conflict_refusal(eid: str) -> Refusal:
    return Refusal(
        "draft.two_wordings",
        gettext_noop("Two decisions change %(place)s in different ways. Settle on one of them."),
        {"place": eid},
    )


def _checked(edits: list[Edit], parts: Sequence[Part]) -> list[Edit]:
    """Insertions behind one provision in the order given: the last is put first."""
    known = {part.eid: part for part in parts}
    found = [edit for edit in edits if edit.eid in known and edit.change is not TextChange.NONE]
    changed: set[str] = set()
    whole: set[str] = set()
    for edit in found:
        if edit.change is TextChange.INSERT_AFTER:
            continue
        if edit.eid in changed:
            raise Refused(conflict_refusal(edit.eid))
        changed.add(edit.eid)
        if edit.change is TextChange.DELETE or _fragment(known[edit.eid], edit.wording).children:
            whole.add(edit.eid)
    for edit in found:
        above = known[edit.eid].parent
        while above:
            if above in whole:
                raise Refused(conflict_refusal(edit.eid))
            above = known[above].parent if above in known else ""
        if edit.change is TextChange.INSERT_AFTER and edit.eid in whole:
            raise Refused(conflict_refusal(edit.eid))
    inserts = [edit for edit in found if edit.change is TextChange.INSERT_AFTER]
    return [edit for edit in found if edit not in inserts] + inserts[::-1]


def _tree(parts: Sequence[Part]) -> tuple[list[_Node], dict[str, _Node]]:
    roots: list[_Node] = []
    nodes: dict[str, _Node] = {}
    for part in parts:
        node = _Node(part, part.eid)
        nodes[part.eid] = node
        (nodes[part.parent].children if part.parent in nodes else roots).append(node)
    return roots, nodes


def _walked(roots: Sequence[_Node]) -> Iterable[_Node]:
    for node in roots:
        yield node
        yield from _walked(node.children)


def _fragment(model: Part, wording: str, *, origin: str = "") -> _Node:
    """A provision of the kind of ``model`` that says ``wording``, with what is in it."""
    lines = [" ".join(line.split()) for line in wording.split("\n") if line.strip()]
    mark = label(model.kind, model.number)
    first = lines[0] if lines else ""
    context = _CONTEXT.get(model.kind, ())
    if mark:
        said = parse(paragraphs_of_text("\n".join((*context, first)))).parts[len(context) :]
        if len(said) == 1 and said[0].kind is model.kind:
            first = said[0].heading or said[0].text
        separator = ". " if model.kind in (PartKind.CHAPTER, PartKind.SECTION) else " "
        text = "\n".join((*context, f"{mark}{separator}{first}", *lines[1:]))
        found = parse(paragraphs_of_text(text)).parts[len(context) :]
        inside = all(part.parent for part in found[1:])
        if found and found[0].kind is model.kind and found[0].number == model.number and inside:
            roots, _ = _tree([replace(found[0], parent=""), *found[1:]])
            if len(roots) == 1:
                for node in _walked(roots):
                    node.origin = ""
                roots[0].origin = origin
                return roots[0]
    return _Node(replace(model, heading="", text="\n".join(lines)), origin)


def _count(roots: list[_Node]) -> None:
    """Numbers in their sequence again."""
    through = {PartKind.ARTICLE: 0, PartKind.CHAPTER: 0}

    def count(siblings: list[_Node]) -> None:
        within = dict.fromkeys(_COUNTED, 0)
        for node in siblings:
            kind = node.part.kind
            counter = through if kind in through else within
            if kind in counter:
                counter[kind] += 1
                number = _number(kind, counter[kind], node.part.number)
                node.part = replace(node.part, number=number)
            count(node.children)

    count(roots)


def _number(kind: PartKind, place: int, before: str) -> str:
    if kind is PartKind.POINT:
        return point_letter(place)
    return str(place) if before.isdigit() or kind is PartKind.CLAUSE else _letters(kind, place)


def _letters(kind: PartKind, place: int) -> str:
    return roman(place) if kind is not PartKind.ARTICLE else str(place)


def _written(nodes: Sequence[_Node]) -> Adopted:
    """As paragraphs that are read again as these very provisions; where a text would be read
    otherwise, what each paragraph is is written down with it."""
    plain = [Paragraph(line) for node in nodes for line in lines_of(node.part)]
    found = parse(plain).parts
    if not _same(found, nodes):
        plain = [paragraph for node in nodes for paragraph in _said(node.part)]
        found = parse(plain).parts
    origin = {
        part.eid: node.origin
        for part, node in zip(found, nodes, strict=False)
        if node.origin and part.kind is node.part.kind
    }
    return Adopted(tuple(plain), found, origin)


def _same(found: Sequence[Part], nodes: Sequence[_Node]) -> bool:
    return [(one.kind, one.number, one.heading, one.text) for one in found] == [
        (one.part.kind, one.part.number, one.part.heading, one.part.text) for one in nodes
    ]


def _said(part: Part) -> Iterable[Paragraph]:
    kind: LineKind = LineKind(part.kind.value)
    for line in lines_of(part) or ("",):
        yield Paragraph(line, kind, part.number if kind is not LineKind.TEXT else "")
        kind = LineKind.TEXT
