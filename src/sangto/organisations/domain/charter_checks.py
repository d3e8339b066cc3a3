"""Checks across a charter: references, repetitions, dates, circles, competences.

They read the plain tree, not the finished value, so that they can speak beside the faults of
the format; parts whose form is wrong are passed over here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from typing import Any

from sangto.kernel.categories import Category, Topic
from sangto.kernel.errors import gettext_noop
from sangto.kernel.text import excerpt
from sangto.organisations.domain.charter_shape import place_name
from sangto.organisations.domain.deadlines import FRAUD_FAMILY
from sangto.organisations.domain.kinds import NEVER_OWN_FACTUAL_CLAIMS, TeamRole
from sangto.organisations.domain.yaml_tree import Path, Tree

Row = dict[str, Any]

#: Topics that every network has; service fields come from the charter.
KNOWN_TOPICS: tuple[str, ...] = (*Topic, *FRAUD_FAMILY)


def check_references(tree: Tree) -> None:
    """Add a problem to ``tree`` for everything that does not fit together."""
    if isinstance(tree.data, dict):
        _Checks(tree, tree.data).run()


class _Checks:
    def __init__(self, tree: Tree, data: Row) -> None:
        self.tree = tree
        self.data = data
        self.agencies = list(self._agency_rows())
        self.slugs = _texts(self.agencies, "slug")
        self.territories = _texts(self._rows("territories"), "code")
        self.fields = _texts(self._rows("service_fields"), "code")

    def run(self) -> None:
        self._repetitions()
        self._agency_references()
        self._territory_references()
        self._officers()
        self._shares()
        self._teams()
        self._competences()
        self._checklists()
        self._dates()

    def _rows(
        self, key: str, inside: Path = (), data: Row | None = None
    ) -> Iterator[tuple[Path, Row]]:
        rows = (self.data if data is None else data).get(key)
        for place, row in enumerate(rows if isinstance(rows, list) else []):
            if isinstance(row, dict):
                yield (*inside, key, place), row

    def _agency_rows(self) -> Iterator[tuple[Path, Row]]:
        for key in ("committee", "lead"):
            if isinstance(self.data.get(key), dict):
                yield (key,), self.data[key]
        yield from self._rows("members")

    # -- the same thing twice

    def _repetitions(self) -> None:
        self._once(self.agencies, "slug")
        self._once(self._rows("territories"), "code")
        self._once(self._rows("service_fields"), "code")
        self._once(self._rows("teams"), "code")
        self._once(self._rows("legal_grounds"), "code")
        self._once(self._rows("protected_domains"), "domain")
        self._once(self._rows("holiday_overrides"), "day")
        for path, agency in self.agencies:
            self._once(self._rows("focal_officers", path, agency), "email")
        for path, row in self._rows("service_fields"):
            if row.get("code") in {*KNOWN_TOPICS, *Category}:
                self.tree.add(
                    (*path, "code"),
                    "charter.taken_code",
                    gettext_noop("“%(taken)s” is a topic or category of the product already."),
                    gettext_noop("Choose another code for the service field, or take it out."),
                    taken=row["code"],
                )

    def _once(self, rows: Iterable[tuple[Path, Row]], key: str) -> None:
        seen: dict[str, Path] = {}
        for path, row in rows:
            value = row.get(key)
            if not isinstance(value, str):
                continue
            if value in seen:
                self.tree.add(
                    (*path, key),
                    "charter.twice",
                    gettext_noop("“%(value)s” is used twice as %(key)s."),
                    gettext_noop("Choose another; the first is on line %(first)s."),
                    value=excerpt(value, 60),
                    key=key,
                    first=self.tree.line(seen[value]),
                )
            else:
                seen[value] = (*path, key)

    # -- references

    def _agency_references(self) -> None:
        for path, row in self.agencies:
            for key in ("parent", "successor"):
                if (*path, key) in self.tree.value_lines:
                    self._known(path, row, key, self.slugs, gettext_noop("an agency"))
        for key in ("parent", "successor"):
            self._no_circle(self.agencies, "slug", key)

    def _territory_references(self) -> None:
        rows = list(self._rows("territories"))
        for path, row in rows:
            self._known(path, row, "parent", self.territories, gettext_noop("a territory"))
        self._no_circle(rows, "code", "parent")

    def _officers(self) -> None:
        for path, agency in self.agencies:
            rows = list(self._rows("focal_officers", path, agency))
            emails = _texts(rows, "email")
            for place, row in rows:
                self._known(
                    place, row, "substitute_for", emails, gettext_noop("a focal officer here")
                )
            self._no_circle(rows, "email", "substitute_for")

    def _shares(self) -> None:
        """What an agency passes on: to whom, what, and each part once."""
        topics = [*KNOWN_TOPICS, *self.fields]
        for path, agency in self.agencies:
            taken: dict[tuple[object, object], Path] = {}
            for place, row in self._rows("passes_on", path, agency):
                self._known(place, row, "agency", self.slugs, gettext_noop("an agency"))
                self._known(place, row, "topic", topics, gettext_noop("a topic or service field"))
                self._known(place, row, "territory", self.territories, gettext_noop("a territory"))
                part = (str(row.get("topic")), str(row.get("territory")))
                if row.get("topic") is None and row.get("territory") is None:
                    self.tree.add(
                        place,
                        "charter.share_of_all",
                        gettext_noop("This entry passes on everything, as “successor” does."),
                        gettext_noop("Name a topic or a territory, or write it as “successor”."),
                    )
                elif row.get("agency") == agency.get("slug"):
                    self.tree.add(
                        (*place, "agency"),
                        "charter.share_to_itself",
                        gettext_noop("An agency that ends can not pass its work on to itself."),
                        gettext_noop("Name the agency that takes it over."),
                    )
                elif part in taken:
                    self.tree.add(
                        place,
                        "charter.share_twice",
                        gettext_noop("The same part is passed on twice."),
                        gettext_noop("Keep one; the first is on line %(first)s."),
                        first=self.tree.line(taken[part]),
                    )
                taken.setdefault(part, place)
                if agency.get("successor") is None or agency.get("valid_until") is None:
                    self.tree.add(
                        place,
                        "charter.share_without_end",
                        gettext_noop("An agency passes its work on when it has a last day."),
                        gettext_noop(
                            "Add “valid_until”, and “successor” for what no entry here names."
                        ),
                    )

    def _teams(self) -> None:
        officers: dict[str, list[str]] = {
            str(agency.get("slug")): _texts(self._rows("focal_officers", path, agency), "email")
            for path, agency in self.agencies
        }
        for path, team in self._rows("teams"):
            heads = 0
            seen: set[tuple[object, object]] = set()
            for place, row in self._rows("members", path, team):
                self._known(place, row, "agency", self.slugs, gettext_noop("an agency"))
                known = officers.get(str(row.get("agency")), [])
                if row.get("agency") in self.slugs:
                    self._known(
                        place, row, "email", known, gettext_noop("a focal officer of the agency")
                    )
                heads += row.get("role") == TeamRole.HEAD
                person = (str(row.get("agency")), str(row.get("email")))
                if person in seen or (row.get("role") == TeamRole.HEAD and heads > 1):
                    self.tree.add(
                        place,
                        "charter.team_twice" if person in seen else "charter.two_heads",
                        gettext_noop("This person stands in the team twice.")
                        if person in seen
                        else gettext_noop("A team has one head."),
                        gettext_noop("Keep one of the two entries.")
                        if person in seen
                        else gettext_noop("Make one of them a member."),
                    )
                seen.add(person)

    def _known(self, path: Path, row: Row, key: str, known: Iterable[str], thing: str) -> None:
        value = row.get(key)
        known = list(dict.fromkeys(known))
        if not isinstance(value, str) or value in known:
            return
        near = get_close_matches(value, known, n=1, cutoff=0.5)
        instead = (
            gettext_noop("Did you mean “%(near)s”?")
            if near
            else gettext_noop("Write one of: %(known)s; or add it first.")
        )
        self.tree.add(
            (*path, key),
            "charter.unknown_reference",
            gettext_noop("“%(value)s” is not the name of %(thing)s of this charter."),
            instead,
            value=excerpt(value, 60),
            thing=thing,
            near="".join(near),
            known=excerpt(", ".join(known), 300) or "–",
        )

    def _no_circle(self, rows: Iterable[tuple[Path, Row]], name: str, key: str) -> None:
        rows = [(path, row) for path, row in rows if isinstance(row.get(name), str)]
        following = {row[name]: row.get(key) for _, row in rows}
        for path, row in rows:
            passed = set()
            step = row[name]
            while isinstance(step, str) and step not in passed:
                passed.add(step)
                step = following.get(step)
            if step == row[name]:
                self.tree.add(
                    (*path, key),
                    "charter.circle",
                    gettext_noop("Following “%(key)s” from “%(name)s” leads back to itself."),
                    gettext_noop("Name another %(key)s, or none."),
                    key=key,
                    name=row[name],
                )

    # -- competences

    def _competences(self) -> None:
        topics = [*KNOWN_TOPICS, *self.fields]
        kinds = {row.get("slug"): row.get("kind") for _, row in self.agencies if _hashable(row)}
        taken: dict[tuple[str, str | None], list[tuple[date, date, Path]]] = {}
        for path, row in self._rows("competences"):
            self._known(path, row, "topic", topics, gettext_noop("a topic or service field"))
            self._known(path, row, "agency", self.slugs, gettext_noop("an agency"))
            self._known(path, row, "territory", self.territories, gettext_noop("a territory"))
            topic, agency, place = row.get("topic"), row.get("agency"), row.get("territory")
            if not isinstance(topic, str) or not isinstance(agency, str):
                continue
            if topic in set(Topic) and kinds.get(agency) in NEVER_OWN_FACTUAL_CLAIMS:
                self.tree.add(
                    (*path, "agency"),
                    "charter.factual_owner",
                    gettext_noop(
                        "A member of kind “%(kind)s” never owns a factual claim: “%(agency)s”."
                    ),
                    gettext_noop("Name an agency of another kind for the topic “%(topic)s”."),
                    agency=agency,
                    kind=kinds[agency],
                    topic=topic,
                )
            first, last = self._span(row)
            key = (topic, place if isinstance(place, str) else None)
            for other_first, other_last, other in taken.setdefault(key, []):
                if first <= other_last and other_first <= last:
                    self.tree.add(
                        path,
                        "charter.two_competent",
                        gettext_noop("Two entries say who settles “%(topic)s” in the same place."),
                        gettext_noop("Keep one, or end the one on line %(first)s before."),
                        topic=topic,
                        first=self.tree.line(other),
                    )
                    break
            taken[key].append((first, last, path))

    def _span(self, row: Row) -> tuple[date, date]:
        first = _as_day(row.get("valid_from")) or _as_day(self.data.get("valid_from"))
        last = _as_day(row.get("valid_until")) or _as_day(self.data.get("valid_until"))
        return first or date.min, last or date.max

    # -- checklists

    def _checklists(self) -> None:
        seen: dict[tuple[str, object], Path] = {}
        for path, row in self._rows("checklists"):
            self._once(self._rows("items", path, row), "code")
            category, topic = row.get("category"), row.get("topic")
            if not isinstance(category, str) or not isinstance(topic, str | None):
                continue
            if category == Category.OUT_OF_SCOPE:
                self.tree.add(
                    (*path, "category"),
                    "charter.checklist_category",
                    gettext_noop("Nothing is verified in the category “%(category)s”."),
                    gettext_noop("Take this checklist out."),
                    category=category,
                )
            if topic is not None and category != Category.FACTUAL_CLAIM:
                self.tree.add(
                    (*path, "topic"),
                    "charter.checklist_topic",
                    gettext_noop("Only “factual_claim” has a checklist of its own for a topic."),
                    gettext_noop("Take “topic” out, or write “category: factual_claim”."),
                )
            if (category, topic) in seen:
                self.tree.add(
                    path,
                    "charter.two_checklists",
                    gettext_noop("Two checklists stand for “%(category)s”."),
                    gettext_noop("Keep one; the first is on line %(first)s."),
                    category=category if topic is None else f"{category}, {topic}",
                    first=self.tree.line(seen[category, topic]),
                )
            else:
                seen[category, topic] = path

    # -- dates

    def _dates(self) -> None:
        self._in_order((), self.data)
        for path, row in self.agencies:
            self._in_order(path, row)
            for place, officer in self._rows("focal_officers", path, row):
                self._in_order(place, officer, inherited=row)
        for path, row in self._rows("competences"):
            self._in_order(path, row)
        for path, row in self._rows("legal_grounds"):
            self._in_order(path, row, inherits=False)
        for path, row in self._rows("teams"):
            self._in_order(path, row)
            for place, member in self._rows("members", path, row):
                self._in_order(place, member, inherited=row)

    def _in_order(
        self, path: Path, row: Row, inherited: Row | None = None, *, inherits: bool = True
    ) -> None:
        chain = [row, *([inherited] if inherited else []), *([self.data] if inherits else [])]
        first = _first_day(chain, "valid_from")
        last = _first_day(chain, "valid_until")
        written = any(isinstance(row.get(key), str) for key in ("valid_from", "valid_until"))
        if first is None or last is None or last >= first or not written:
            return
        key = "valid_until" if isinstance(row.get("valid_until"), str) else "valid_from"
        self.tree.add(
            (*path, key),
            "charter.dates_reversed",
            gettext_noop("In %(where)s the last day %(last)s lies before the first day %(first)s."),
            gettext_noop("Write a last day on or after %(first)s, or correct the first day."),
            where=place_name(path),
            first=first.isoformat(),
            last=last.isoformat(),
        )


def _first_day(rows: Iterable[Row], key: str) -> date | None:
    return next((day for day in (_as_day(row.get(key)) for row in rows) if day), None)


def _as_day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _texts(rows: Iterable[tuple[Path, Row]], key: str) -> list[str]:
    return [row[key] for _, row in rows if isinstance(row.get(key), str)]


def _hashable(row: Row) -> bool:
    return isinstance(row.get("slug"), str) and isinstance(row.get("kind", ""), str)
