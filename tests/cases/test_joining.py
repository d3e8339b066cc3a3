"""Claims with cases joined, reports split off, and both undone."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from sangto.audit.models import AuditEvent
from sangto.audit.tags import AuditTag
from sangto.cases.domain.joining import Standing, joining_refusal, origin_stays
from sangto.cases.domain.states import CaseOutcome, CaseStatus, Visibility
from sangto.cases.models import Case, JoinedCase
from sangto.cases.services import (
    close_case,
    close_out_of_scope,
    confirm_category,
    merge,
    move_report_to,
    open_case,
    set_category,
    split,
    take_hold,
    undo,
)
from sangto.intake.domain.reports import Closing, OriginKind, ReportOutcome
from sangto.intake.services import mark_answered
from sangto.kernel.actor import Role, system_actor
from sangto.kernel.categories import RULES, Category
from sangto.kernel.errors import NotVisible
from sangto.matching.domain.joins import Left, Side, agreement_refusal
from sangto.matching.index import match_index
from sangto.matching.index.sources import entry_of_report
from sangto.matching.models import Claim, IndexEntry, Indicator, Join, ReportLink
from sangto.matching.services import add_indicator, add_wording
from tests.cases.test_grouping import last_event, origins_stand, tags_after
from tests.cases.test_opening import refusal_code
from tests.factories.cases import (
    World,
    archived,
    categorised,
    choice,
    make_claim,
    make_report,
    make_world,
    opened,
    reported_claim,
)


def where(*claims: Claim) -> dict[int, set[int]]:
    return {
        claim.pk: set(ReportLink.objects.filter(claim=claim).values_list("report_id", flat=True))
        for claim in claims
    }


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def last_entry(case: Case) -> tuple[str, dict[str, Any]]:
    entry = case.timeline.latest("pk")
    return entry.kind, entry.data


class TestMerging:
    def test_a_case_goes_up_in_another(self, world: World) -> None:
        officer = world.officer()
        one = categorised(world, claim=reported_claim(world, reports=2), actor=officer)
        two = categorised(world, Category.IMPERSONATION)
        before = last_event()
        join = merge(claim=one.claim, into=two.claim, actor=officer)
        assert tags_after(before) == [AuditTag.CLAIM_MERGED, AuditTag.CASE_CLOSED]
        one = fresh(one)
        assert (one.status, one.outcome) == ("closed", "joined")
        assert one.closed_at is not None
        assert one.claim.merged_into == two.claim
        assert len(where(two.claim)[two.claim_id]) == 3
        data = {"join": join.pk, "reports": 2}
        assert last_entry(one) == ("merged", {**data, "way": "out", "claim": two.claim.reference})
        assert last_entry(two) == ("merged", {**data, "way": "in", "claim": one.claim.reference})

    def test_nothing_that_holds_is_lost(self, world: World) -> None:
        """Each reason by its code; afterwards everything stands where it stood."""
        fraud = categorised(world)
        bare = reported_claim(world)
        about = categorised(world, Category.IMPERSONATION, subject_agency=world.health)
        factual = categorised(world, Category.FACTUAL_CLAIM)
        untriaged = opened(world)
        ended = categorised(world, Category.PRIVACY)
        gone = categorised(world)
        close_case(case=ended, outcome=CaseOutcome.ANSWERED, actor=world.officer())
        close_out_of_scope(case=gone, explanation=Closing.NOT_CHECKABLE, actor=world.officer())
        expected = {
            (fraud.claim, bare): "cases.claim_has_case",
            (fraud.claim, factual.claim): "claim.join_category",
            (factual.claim, fraud.claim): "claim.join_category",
            (fraud.claim, untriaged.claim): "claim.join_untriaged",
            (about.claim, fraud.claim): "claim.join_subject",
            (ended.claim, fraud.claim): "cases.join_ended",
            (gone.claim, fraud.claim): "cases.join_ended",
            (fraud.claim, gone.claim): "cases.claim_out_of_scope",
            (fraud.claim, fraud.claim): "claim.same",
        }
        before, stood = last_event(), where(*Claim.objects.all())
        for (claim, into), code in expected.items():
            assert refusal_code(merge, claim=claim, into=into, actor=world.officer()) == code
        assert tags_after(before) == []
        assert where(*Claim.objects.all()) == stood

    def test_an_archive_goes_up_in_living_work(self, world: World) -> None:
        old, living = archived(world), categorised(world)
        join = merge(claim=old.claim, into=living.claim, actor=world.officer())
        assert fresh(old).outcome == "joined"
        undo(join=join, actor=world.officer())
        assert (fresh(old).status, fresh(old).outcome) == ("closed", "archived")

    def test_who_holds_the_other_claim_is_asked_first(self, world: World) -> None:
        one, two = categorised(world), categorised(world)
        take_hold(claim=two.claim, actor=world.officer())
        call = {"claim": one.claim, "into": two.claim, "actor": world.officer()}
        assert refusal_code(merge, **call) == "cases.held"

    def test_the_subject_joins_nothing(self, world: World) -> None:
        one = categorised(world, Category.IMPERSONATION, subject_agency=world.lead)
        two = categorised(world, Category.IMPERSONATION, subject_agency=world.lead)
        for claim, into in ((one, two), (two, one)):
            with pytest.raises(NotVisible):
                merge(claim=claim.claim, into=into.claim, actor=world.officer())

    @pytest.mark.parametrize("role", [Role.FOCAL_OFFICER, Role.EDITOR, Role.AUDITOR])
    def test_only_who_triages(self, world: World, role: Role) -> None:
        one, two = categorised(world), categorised(world)
        join = merge(claim=one.claim, into=two.claim, actor=world.officer())
        three = categorised(world, claim=reported_claim(world, reports=2))
        for actor in (world.actor(world.lead, role), world.actor(world.health)):
            with pytest.raises(NotVisible):
                merge(claim=three.claim, into=two.claim, actor=actor)
            leaving = [three.origin_report_id]
            with pytest.raises(NotVisible):
                split(claim=three.claim, reports=leaving, actor=actor)
            with pytest.raises(NotVisible):
                undo(join=join, actor=actor)


class TestSplitting:
    def test_a_new_claim_comes_to_triage(self, world: World) -> None:
        claim = reported_claim(world, reports=3)
        officer = world.officer()
        case = categorised(world, claim=claim, actor=officer)
        leaving = sorted(where(claim)[claim.pk])[1:]
        before = last_event()
        join = split(claim=claim, reports=leaving, actor=officer)
        assert tags_after(before) == [
            AuditTag.CLAIM_OPENED,
            AuditTag.REPORT_MOVED,
            AuditTag.REPORT_MOVED,
            AuditTag.CLAIM_SPLIT,
            AuditTag.CASE_OPENED,
        ]
        other = Case.objects.get(claim=join.other)
        assert (other.status, other.category, other.assignee_id) == (
            "triage",
            "",
            officer.user_id,
        )
        assert where(claim, join.other) == {
            claim.pk: {case.origin_report_id},
            join.other_id: set(leaving),
        }
        assert last_entry(case)[1]["way"] == "out"
        assert last_entry(other)[1]["way"] == "in"
        assert origins_stand()

    def test_into_a_claim_that_is_there(self, world: World) -> None:
        claim = reported_claim(world, reports=2)
        case, other = categorised(world, claim=claim), categorised(world)
        join = split(
            claim=claim, reports=[case.origin_report_id], into=other.claim, actor=world.officer()
        )
        assert not join.opened
        assert fresh(case).origin_report_id in where(claim)[claim.pk]
        assert origins_stand()

    def test_a_report_of_the_origins_kind_stays(self, world: World) -> None:
        claim = reported_claim(world, reports=2)
        make_report(claim, origin=OriginKind.MACHINE)
        categorised(world, claim=claim)
        people = list(
            claim.report_links.filter(report__origin="citizen").values_list("report_id", flat=True)
        )
        call: dict[str, Any] = {"claim": claim, "reports": people, "actor": world.officer()}
        assert refusal_code(split, **call) == "cases.origin_report"

    def test_what_can_not_leave(self, world: World) -> None:
        claim, other = reported_claim(world, reports=2), reported_claim(world)
        here, there = where(claim)[claim.pk], where(other)[other.pk]
        for reports, code in (
            ((), "claim.split_nothing"),
            (here, "claim.split_all"),
            (there, "claim.split_elsewhere"),
        ):
            call: dict[str, Any] = {"claim": claim, "reports": reports, "actor": world.officer()}
            assert refusal_code(split, **call) == code

    def test_without_a_case_the_new_claim_waits_in_the_inbox(self, world: World) -> None:
        claim = reported_claim(world, reports=2)
        join = split(claim=claim, reports=[min(where(claim)[claim.pk])], actor=world.officer())
        assert not Case.objects.filter(claim=join.other).exists()


class TestUndoing:
    def test_a_join(self, world: World) -> None:
        officer = world.officer()
        one = categorised(world, claim=reported_claim(world, reports=2), actor=officer)
        two = categorised(world, claim=reported_claim(world, reports=2))
        add_wording(claim=one.claim, language="vi", text="Bạn đã trúng thưởng", actor=officer)
        for claim, phone in ((one.claim, "0912345021"), (two.claim, "0912345022")):
            for value in (phone, "0912345023"):
                add_indicator(claim=claim, kind="phone", value=value, actor=officer)
        stood = where(one.claim, two.claim)
        kept = set(Indicator.objects.values_list("claim", "value"))
        join = merge(claim=one.claim, into=two.claim, actor=officer)
        late = make_report(two.claim)
        before = last_event()
        undone = undo(join=join, actor=officer)
        assert tags_after(before) == [AuditTag.CLAIM_JOIN_UNDONE, AuditTag.CASE_MOVED]
        assert undone.back == stood[one.claim_id]
        stood[two.claim_id].add(late.pk)
        assert where(one.claim, two.claim) == stood
        assert set(Indicator.objects.values_list("claim", "value")) == kept
        assert one.claim.wordings.count() == 1
        assert IndexEntry.objects.get(source_kind="wording").claim_id == one.claim_id
        one = fresh(one)
        assert (one.status, one.outcome, one.closed_at) == ("verifying", "", None)
        assert Claim.objects.get(pk=one.claim_id).merged_into is None
        for case, way in ((one, "in"), (two, "out")):
            kind, data = last_entry(case)
            assert (kind, data["way"], data["reports"]) == ("join_undone", way, 2)
        call: dict[str, Any] = {"join": join, "actor": officer}
        assert refusal_code(undo, **call) == "claim.join_undone"

    def test_what_stands_against_it_stays(self, world: World) -> None:
        officer = world.officer()
        claim = reported_claim(world, reports=5)
        case = categorised(world, claim=claim, actor=officer)
        first, moved, answered, told, closed = claim.report_links.order_by("report_id")
        target = categorised(world)
        join = merge(claim=claim, into=target.claim, actor=officer)
        move_report_to(report=moved.report, claim=reported_claim(world), actor=officer)
        mark_answered(report=answered.report, outcome=ReportOutcome.VERDICT, actor=officer)
        closed.report.__class__.objects.filter(pk=closed.report_id).update(
            status="closed", explanation="not_checkable", answered_at=join.at
        )
        undone = undo(join=join, told={told.report_id}, actor=officer)
        assert undone.back == {first.report_id}
        assert undone.stayed == {Left.MOVED: 1, Left.ANSWERED: 2, Left.CLOSED: 1}
        assert dict(join.items.filter(kind="report").values_list("item_id", "left")) == {
            first.report_id: "back",
            moved.report_id: "moved",
            answered.report_id: "answered",
            told.report_id: "answered",
            closed.report_id: "closed",
        }
        assert last_entry(target)[1]["stayed"] == {"moved": 1, "answered": 2, "closed": 1}
        assert fresh(case).status == "verifying"
        assert origins_stand()

    def test_without_its_first_report_a_case_goes_on_from_another(self, world: World) -> None:
        claim = reported_claim(world, reports=2)
        case, target = categorised(world, claim=claim), categorised(world)
        join = merge(claim=claim, into=target.claim, actor=world.officer())
        move_report_to(
            report=case.origin_report, claim=reported_claim(world), actor=world.officer()
        )
        undo(join=join, actor=world.officer())
        assert fresh(case).origin_report_id in where(claim)[claim.pk]
        assert origins_stand()

    def test_nothing_is_left_to_go_back(self, world: World) -> None:
        case, target = categorised(world), categorised(world)
        join = merge(claim=case.claim, into=target.claim, actor=world.officer())
        move_report_to(
            report=case.origin_report, claim=reported_claim(world), actor=world.officer()
        )
        before = last_event()
        call: dict[str, Any] = {"join": join, "actor": world.officer()}
        assert refusal_code(undo, **call) == "cases.join_nothing_back"
        assert tags_after(before) == []
        assert Join.objects.get(pk=join.pk).undone_at is None

    def test_the_last_join_first(self, world: World) -> None:
        one, two, three = (categorised(world) for _ in range(3))
        officer = world.officer()
        first = merge(claim=one.claim, into=two.claim, actor=officer)
        second = merge(claim=two.claim, into=three.claim, actor=officer)
        assert Claim.objects.get(pk=one.claim_id).merged_into == three.claim
        call: dict[str, Any] = {"join": first, "actor": officer}
        assert refusal_code(undo, **call) == "claim.join_moved_on"
        undo(join=second, actor=officer)
        assert Claim.objects.get(pk=one.claim_id).merged_into == two.claim
        undo(join=first, actor=officer)
        assert not Claim.objects.filter(merged_into__isnull=False).exists()
        assert {fresh(case).status for case in (one, two, three)} == {"verifying"}
        assert origins_stand()

    def test_a_split(self, world: World) -> None:
        officer = world.officer()
        claim = reported_claim(world, reports=3)
        case = categorised(world, claim=claim, actor=officer)
        stood = list(ReportLink.objects.order_by("pk").values())
        join = split(claim=claim, reports=sorted(where(claim)[claim.pk])[1:], actor=officer)
        other = Case.objects.get(claim=join.other)
        undo(join=join, actor=officer)
        assert list(ReportLink.objects.order_by("pk").values()) == stood
        assert Claim.objects.get(pk=join.other_id).merged_into == claim
        assert fresh(other).outcome == "joined"
        assert fresh(case).status == "verifying"
        assert not JoinedCase.objects.exists()

    def test_a_split_that_was_decided_on(self, world: World) -> None:
        officer = world.officer()
        claim = reported_claim(world, reports=2)
        case = categorised(world, claim=claim, actor=officer)
        join = split(claim=claim, reports=[max(where(claim)[claim.pk])], actor=officer)
        other = Case.objects.get(claim=join.other)
        set_category(case=other, actor=officer, **choice(Category.FRAUD))
        call: dict[str, Any] = {"join": join, "actor": officer}
        assert refusal_code(undo, **call) == "cases.join_decided"
        assert fresh(case).status == "verifying"

    def test_a_new_case_is_not_left_without_its_origin(self, world: World) -> None:
        officer = world.officer()
        claim = reported_claim(world, reports=2)
        categorised(world, claim=claim, actor=officer)
        join = split(claim=claim, reports=[max(where(claim)[claim.pk])], actor=officer)
        make_report(join.other, origin=OriginKind.MACHINE)
        call: dict[str, Any] = {"join": join, "actor": officer}
        assert refusal_code(undo, **call) == "cases.join_nothing_back"

    def test_a_factual_claim_comes_back_unconfirmed(self, world: World) -> None:
        one, two = (categorised(world, Category.FACTUAL_CLAIM) for _ in range(2))
        join = merge(claim=one.claim, into=two.claim, actor=world.officer())
        checks = RULES[Category.FACTUAL_CLAIM].checks
        with pytest.raises(NotVisible):
            confirm_category(case=fresh(one), checks=checks, actor=world.actor(world.police))
        undo(join=join, actor=world.officer())
        assert (fresh(one).status, fresh(one).confirmed_at) == ("verifying", None)

    def test_the_origin_of_what_stays_is_what_stayed(self, world: World) -> None:
        """The case began with what a split took along, and went on from what a merge brought."""
        officer = world.officer()
        one, two = reported_claim(world), reported_claim(world)
        case = open_case(claim=two, actor=officer)
        merged = merge(claim=one, into=two, actor=officer)
        parted = split(claim=two, reports=[case.origin_report_id], actor=officer)
        undo(join=parted, actor=officer)
        undo(join=merged, actor=officer)
        links = dict(ReportLink.objects.values_list("report_id", "claim_id"))
        assert links[fresh(case).origin_report_id] == two.pk


class TestDecisions:
    def test_which_cases_go_up(self) -> None:
        for status, outcome, visible, other in product(
            CaseStatus, CaseOutcome, Visibility, (True, False)
        ):
            refusal = joining_refusal(case=Standing(status, outcome, visible), other_has_case=other)
            at_work = status in (CaseStatus.TRIAGE, CaseStatus.VERIFYING)
            allowed = outcome is CaseOutcome.ARCHIVED or (
                at_work and visible is Visibility.DESK and other
            )
            assert (refusal is None) == allowed
        assert joining_refusal(case=None, other_has_case=False) is None

    def test_which_categories_agree(self) -> None:
        family = {
            Category.FRAUD,
            Category.MALICIOUS_LINK,
            Category.IMPERSONATION,
            Category.COMPROMISED_SITE,
        }
        for one, other in product([None, *Category], [None, *Category]):
            refusal = agreement_refusal(Side(one, None), Side(other, None))
            allowed = one is None or one == other or {one, other} <= family
            assert (refusal is None) == allowed, (one, other)

    @pytest.mark.parametrize(
        ("claim", "into", "agrees"),
        [(None, None, True), (None, 1, True), (1, 1, True), (1, 2, False), (1, None, False)],
    )
    def test_which_subjects_agree(self, claim: int | None, into: int | None, agrees: bool) -> None:
        refusal = agreement_refusal(Side(Category.FRAUD, claim), Side(Category.FRAUD, into))
        assert (refusal is None) == agrees

    def test_when_the_origin_stays(self) -> None:
        assert origin_stays(origin=1, returning={1, 2}, heirs={1, 2}, others=1)
        assert not origin_stays(origin=1, returning={1, 2}, heirs={1, 2, 3}, others=1)
        assert not origin_stays(origin=1, returning={1, 2}, heirs={1, 2}, others=0)
        assert not origin_stays(origin=3, returning={1, 2}, heirs={3}, others=1)


GROUPS = st.lists(st.integers(1, 4), min_size=2, max_size=3)
STEPS = st.lists(st.tuples(st.sampled_from(("merge", "split")), st.randoms()), max_size=4)


class TestAnyGrouping(TestCase):
    """Whatever is joined and split: undone in turn, everything stands where it stood."""

    @settings(max_examples=12, deadline=None)
    @given(sizes=GROUPS, steps=STEPS)
    def test_undone_in_turn(self, sizes: list[int], steps: list[tuple[str, Any]]) -> None:
        world = make_world()
        actor = world.officer()
        claims = [reported_claim(world, reports=size) for size in sizes]
        for link in ReportLink.objects.select_related("report"):
            match_index().add(entry_of_report(link.report, link.claim_id))
        for claim in claims[:-1]:
            open_case(claim=claim, actor=actor)
        everything = set(ReportLink.objects.values_list("report_id", flat=True))
        done: list[tuple[Join, dict[int, set[int]]]] = []
        for kind, random in steps:
            alive = list(Claim.objects.filter(merged_into=None).order_by("pk"))
            stood = where(*alive)
            if kind == "merge" and len(alive) > 1:
                claim, into = random.sample(alive, 2)
                if Case.objects.filter(claim=claim).exists() and not (
                    Case.objects.filter(claim=into).exists()
                ):
                    claim, into = into, claim
                done.append((merge(claim=claim, into=into, actor=actor), stood))
            elif kind == "split":
                large = [claim for claim in alive if len(stood[claim.pk]) > 1]
                if not large:
                    continue
                claim = random.choice(large)
                here = sorted(stood[claim.pk])
                leaving = random.sample(here, random.randint(1, len(here) - 1))
                done.append((split(claim=claim, reports=leaving, actor=actor), stood))
            self.insist_whole(everything)
        for join, stood in reversed(done):
            undo(join=join, actor=actor)
            self.insist_whole(everything)
            now = where(*Claim.objects.all())
            assert {pk: reports for pk, reports in now.items() if reports} == {
                pk: reports for pk, reports in stood.items() if reports
            }

    def insist_whole(self, everything: set[int]) -> None:
        links = dict(ReportLink.objects.values_list("report_id", "claim_id"))
        assert set(links) == everything
        entries = dict(
            IndexEntry.objects.filter(source_kind="report").values_list("source_id", "claim_id")
        )
        assert entries == links
        merged = Claim.objects.exclude(merged_into=None)
        assert not ReportLink.objects.filter(claim__in=merged).exists()
        for case in Case.objects.exclude(outcome="joined"):
            assert links[case.origin_report_id] == case.claim_id


def test_a_join_is_made_by_nobody_but_people_and_recorded(world: World) -> None:
    one, two = make_claim(world.network), reported_claim(world)
    make_report(one)
    with pytest.raises(NotVisible):
        merge(claim=one, into=two, actor=system_actor("test"))
    assert not AuditEvent.objects.filter(tag=AuditTag.CLAIM_MERGED).exists()
