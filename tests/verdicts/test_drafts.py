from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image

from sangto.cases.domain.states import CaseOutcome, CaseStatus
from sangto.cases.models import Case
from sangto.documents.models import StoredFile
from sangto.kernel.actor import Role
from sangto.kernel.categories import RULES, Category, Rating
from sangto.kernel.errors import NotVisible, Refused
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import Contribution, Source, Verdict, VerdictVersion
from sangto.verdicts.queries import content_of, signing_refusals
from sangto.verdicts.services import (
    add_evidence,
    approve_and_publish,
    draft_verdict,
    edit_draft,
    send_back,
    start_new_version,
    submit_draft,
)
from tests.factories.cases import World, answer_all, categorised, confirmed, opened
from tests.factories.verdicts import (
    EXPIRED_GROUND,
    approver,
    content,
    drafted,
    fresh,
    last_event,
    outside_source,
    published_verdict,
    recorded,
    submitted,
)


def code_of(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.refusal.code


def test_draft_keeps_everything_and_records_once(world: World) -> None:
    case = categorised(world)
    officer = world.officer()
    before = last_event()
    version = draft_verdict(case=case, content=content(), actor=officer)
    assert recorded(before) == [("verdict:drafted", "verdicts.verdictversion")]
    assert (version.number, version.status) == (1, VersionStatus.DRAFT)
    assert version.drafted_by_id == officer.user_id
    assert version.drafted_agency_id == world.lead.pk
    assert version.title_folded == (
        "tin nhan bao trung thuong xe may la gia the message about a won motorbike is fake"
    )
    stored = content_of(fresh(version))
    assert replace(stored, sources=tuple(replace(s, id=None) for s in stored.sources)) == content()
    cited = version.cited_grounds.get()
    assert (cited.ground.code, cited.cited_on) == ("blhs-174", timezone.localdate())
    assert Contribution.objects.get().user_id == officer.user_id
    assert case.timeline.filter(kind="verdict").count() == 1


def test_a_claim_has_one_own_verdict(world: World) -> None:
    case = categorised(world)
    drafted(world, case=case)
    with pytest.raises(Refused) as error:
        drafted(world, case=case)
    assert code_of(error) == "verdict.exists"
    assert Verdict.objects.count() == 1


def test_no_verdict_before_triage(world: World) -> None:
    with pytest.raises(Refused) as error:
        drafted(world, case=opened(world))
    assert code_of(error) == "cases.no_category"


def test_a_factual_claim_needs_two_agencies_first(world: World) -> None:
    case = categorised(world, Category.FACTUAL_CLAIM)
    with pytest.raises(Refused) as error:
        drafted(world, case=case, rating=Rating.FALSE)
    assert code_of(error) == "cases.not_confirmed"


def test_a_confirmed_factual_claim_keeps_its_topic(world: World) -> None:
    version = drafted(world, case=confirmed(world), rating=Rating.FALSE)
    assert (version.category, version.topic) == ("factual_claim", "health")


@pytest.mark.parametrize(
    "category", [category for category in Category if not RULES[category].ratings]
)
def test_categories_without_ratings_have_no_verdict(world: World, category: Category) -> None:
    if category is Category.OUT_OF_SCOPE:
        case = opened(world)
        Case.objects.filter(pk=case.pk).update(
            category=category.value,
            status=CaseStatus.CLOSED.value,
            outcome=CaseOutcome.OUT_OF_SCOPE.value,
            closed_at=timezone.now(),
        )
        case.refresh_from_db()
        expected = "verdict.case_closed"
    else:
        case = categorised(world, category)
        expected = "cases.no_verdict_here"
    for rating in Rating:
        with pytest.raises(Refused) as error:
            draft_verdict(case=case, content=content(rating), actor=world.officer())
        assert code_of(error) == expected
    assert VerdictVersion.objects.count() == 0


@pytest.mark.parametrize("category", [category for category in Category if RULES[category].ratings])
def test_every_rating_of_a_category_and_no_other(world: World, category: Category) -> None:
    factual = category is Category.FACTUAL_CLAIM
    case = confirmed(world) if factual else categorised(world, category)
    officer, allowed = world.officer(), RULES[category].ratings
    for rating in sorted(set(Rating) - allowed):
        with pytest.raises(Refused) as error:
            draft_verdict(case=case, content=content(rating), actor=officer)
        assert code_of(error) == "category.rating"
    version = drafted(world, case=case, rating=min(allowed))
    for rating in sorted(allowed):
        edited = edit_draft(version=version, content=content(rating), actor=officer)
        assert (edited.rating, edited.category) == (rating, category)


def test_only_the_owner_and_the_lead_draft(world: World) -> None:
    case = categorised(world)
    for actor in (
        world.actor(world.health, Role.FOCAL_OFFICER),
        world.actor(world.press, Role.DESK_OFFICER),
        world.actor(world.lead, Role.APPROVER),
        world.actor(world.lead, Role.ADMINISTRATOR),
        world.actor(world.lead, Role.AUDITOR),
    ):
        with pytest.raises(NotVisible):
            drafted(world, case=case, actor=actor)
    assert not Verdict.objects.exists()


def test_the_owner_drafts_its_own_case(world: World) -> None:
    case = categorised(world)
    Case.objects.filter(pk=case.pk).update(owner=world.press, owner_kind=world.press.kind)
    version = drafted(world, case=case, actor=world.actor(world.press, Role.FOCAL_OFFICER))
    assert version.drafted_agency_id == world.press.pk


def test_relatives_of_the_subject_do_not_draft(world: World) -> None:
    """The lead agency stands under the committee, so a claim about the committee is not its."""
    case = categorised(world)
    Case.objects.filter(pk=case.pk).update(owner=world.press, owner_kind=world.press.kind)
    case.claim.subject_agency = world.committee
    case.claim.save()
    with pytest.raises(Refused) as error:
        drafted(world, case=case, actor=world.officer())
    assert code_of(error) == "verdict.drafter_is_the_subject"
    assert drafted(world, case=case, actor=world.actor(world.press, Role.FOCAL_OFFICER)).pk


def test_a_case_whose_owner_is_a_relative_is_not_drafted(world: World) -> None:
    case = categorised(world)
    case.claim.subject_agency = world.health
    case.claim.save()
    Case.objects.filter(pk=case.pk).update(owner=world.committee, owner_kind="committee")
    with pytest.raises(Refused) as error:
        drafted(world, case=case, actor=world.officer())
    assert code_of(error) == "verdict.owner_is_the_subject"


def test_expired_and_unknown_grounds_are_refused(world: World) -> None:
    case = categorised(world)
    for code, expected in ((EXPIRED_GROUND, "ground.not_in_force"), ("none", "ground.unknown")):
        with pytest.raises(Refused) as error:
            drafted(world, case=case, grounds=(code,))
        assert code_of(error) == expected


def test_a_foreign_source_row_or_agency_is_refused(world: World) -> None:
    other = drafted(world)
    case = categorised(world)
    foreign = Source.objects.get(version=other)
    for source, expected in (
        (outside_source(id=foreign.pk), "source.unknown"),
        (outside_source(agency=10_000_000), "source.agency"),
    ):
        with pytest.raises(Refused) as error:
            drafted(world, case=case, sources=(source,))
        assert code_of(error) == expected


def test_editing_keeps_evidence_of_kept_sources_and_drops_the_rest(world: World) -> None:
    officer = world.officer()
    version = drafted(
        world, actor=officer, sources=(outside_source(), outside_source(title="Bài thứ hai"))
    )
    first, second = version.sources.all()
    for source in (first, second):
        add_evidence(
            source=source, content=b"%PDF-1.4 x", media_type="application/pdf", actor=officer
        )
    editor = world.officer()
    kept = content_of(fresh(version)).sources[1]
    before = last_event()
    edited = edit_draft(
        version=version,
        content=content(sources=(replace(kept, title="Tên mới"), outside_source())),
        actor=editor,
    )
    assert recorded(before) == [
        ("file:deleted", "documents.storedfile"),
        ("verdict:edited", "verdicts.verdictversion"),
    ]
    titles = [(source.title, source.file_id is not None) for source in edited.sources.all()]
    assert titles == [("Tên mới", True), ("Cảnh báo tin nhắn giả", False)]
    assert StoredFile.objects.filter(deleted_at__isnull=False).count() == 1
    assert set(Contribution.objects.values_list("user_id", flat=True)) == {
        officer.user_id,
        editor.user_id,
    }


def test_evidence_is_kept_with_its_digest(world: World, tmp_path: Path) -> None:
    officer = world.officer()
    version = drafted(world, actor=officer)
    source = version.sources.get()
    data = b"%PDF-1.7\nwhat the page said"
    before = last_event()
    row = add_evidence(source=source, content=data, media_type="application/pdf", actor=officer)
    assert row.file is not None
    assert row.file.sha256 == hashlib.sha256(data).hexdigest()
    assert recorded(before) == [
        ("file:stored", "documents.storedfile"),
        ("verdict:evidence_added", "verdicts.verdictversion"),
    ]
    picture = BytesIO()
    Image.new("RGB", (3, 3)).save(picture, "PNG")
    again = add_evidence(
        source=source, content=picture.getvalue(), media_type="image/png", actor=officer
    )
    assert again.file is not None
    assert again.file.pk != row.file.pk
    assert StoredFile.objects.get(pk=row.file.pk).deleted_at is not None


def test_evidence_of_the_wrong_kind_or_size_is_refused(world: World) -> None:
    officer = world.officer()
    source = drafted(world, actor=officer).sources.get()
    with pytest.raises(Refused) as error:
        add_evidence(source=source, content=b"PK\3\4", media_type="image/png", actor=officer)
    assert code_of(error) == "documents.media_type"
    large = b"%PDF-" + b"x" * settings.SANGTO_UPLOAD_BYTES
    with pytest.raises(Refused) as error:
        add_evidence(source=source, content=large, media_type="application/pdf", actor=officer)
    assert code_of(error) == "source.evidence_too_large"
    assert StoredFile.objects.count() == 0


def test_submitting_freezes(world: World) -> None:
    officer = world.officer()
    version = submitted(world, actor=officer)
    for status in (VersionStatus.SUBMITTED, VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED):
        if status is VersionStatus.PUBLISHED:
            approve_and_publish(version=version, actor=approver(world))
        if status is VersionStatus.SUPERSEDED:
            VerdictVersion.objects.filter(pk=version.pk).update(status=status.value)
        with pytest.raises(Refused):
            edit_draft(version=version, content=content(title="Khác"), actor=officer)
        with pytest.raises(Refused):
            add_evidence(
                source=version.sources.get(),
                content=b"%PDF-1",
                media_type="application/pdf",
                actor=officer,
            )
        with pytest.raises(Refused):
            submit_draft(version=version, actor=officer)
        assert fresh(version).title == content().title


def test_submitting_records_moves_the_case_and_says_what_is_missing(world: World) -> None:
    officer = world.officer()
    version = drafted(world, actor=officer, sources=(), grounds=(), summary="")
    assert [refusal.code for refusal in signing_refusals(version)] == [
        "verdict.summary_is_empty",
        "verdict.no_outside_source",
        "verdict.no_ground",
    ]
    with pytest.raises(Refused) as error:
        submit_draft(version=version, actor=officer)
    assert code_of(error) == "verdict.summary_is_empty"
    edit_draft(version=version, content=content(), actor=officer)
    before = last_event()
    submit_draft(version=version, actor=officer)
    assert recorded(before) == [
        ("verdict:submitted", "verdicts.verdictversion"),
        ("case:moved", "cases.case"),
    ]
    assert fresh(version).verdict.case is not None
    assert Case.objects.get().status == CaseStatus.SIGNING


def test_a_factual_ground_alone_is_enough(world: World) -> None:
    version = submitted(world, grounds=(), factual_ground="Hồ chứa được kiểm tra ngày 1/7.")
    assert version.status == VersionStatus.SUBMITTED


@pytest.mark.parametrize("field", ["agency", "publisher", "address"])
def test_a_member_is_no_outside_source(world: World, field: str) -> None:
    values = {
        "agency": world.press.pk,
        "publisher": world.press.name.upper(),
        "address": f"https://www.{world.press.domains[0]}/bai-1",
    }
    version = drafted(world, sources=(outside_source(**{field: values[field]}),))
    with pytest.raises(Refused) as error:
        submit_draft(version=version, actor=world.officer())
    assert code_of(error) == "verdict.no_outside_source"


def test_a_draft_for_another_category_is_read_again(world: World) -> None:
    version = drafted(world)
    Case.objects.update(category=Category.MALICIOUS_LINK.value)
    with pytest.raises(Refused) as error:
        submit_draft(version=version, actor=world.officer())
    assert code_of(error) == "verdict.category_moved"
    edit_draft(version=version, content=content(), actor=world.officer())
    answer_all(Case.objects.get())
    assert submit_draft(version=version, actor=world.officer()).category == "malicious_link"


def test_a_new_version_copies_all_but_the_note_and_expired_grounds(world: World) -> None:
    first = published_verdict(world, grounds=("blhs-174", "tctt-2016"))
    source = first.sources.get()
    ground = first.cited_grounds.get(ground__code="tctt-2016").ground
    ground.valid_until = timezone.localdate() - timedelta(days=1)
    ground.save()
    officer = world.officer()
    before = last_event()
    second = start_new_version(verdict=first.verdict, actor=officer)
    assert recorded(before) == [
        ("case:reopened", "cases.case"),
        ("verdict:drafted", "verdicts.verdictversion"),
    ]
    assert (second.number, second.status, second.change_note) == (2, "draft", "")
    assert content_of(second).grounds == ("blhs-174",)
    copied = second.sources.get()
    assert (copied.title, copied.file_id) == (source.title, source.file_id)
    assert copied.pk != source.pk
    assert fresh(first).status == VersionStatus.PUBLISHED
    assert Case.objects.get().status == CaseStatus.VERIFYING
    with pytest.raises(Refused) as error:
        start_new_version(verdict=first.verdict, actor=officer)
    assert code_of(error) == "verdict.draft_exists"


def test_evidence_shared_with_an_older_version_outlives_the_new_draft(world: World) -> None:
    officer = world.officer()
    version = drafted(world, actor=officer)
    add_evidence(
        source=version.sources.get(),
        content=b"%PDF-1",
        media_type="application/pdf",
        actor=officer,
    )
    submit_draft(version=version, actor=officer)
    approve_and_publish(version=version, actor=approver(world))
    second = start_new_version(verdict=version.verdict, actor=officer)
    edit_draft(version=second, content=content(sources=()), actor=officer)
    assert StoredFile.objects.get().deleted_at is None


def test_nothing_to_renew_before_publication(world: World) -> None:
    version = drafted(world)
    with pytest.raises(Refused) as error:
        start_new_version(verdict=version.verdict, actor=world.officer())
    assert code_of(error) == "verdict.nothing_to_renew"


def test_a_version_that_was_sent_back_can_be_edited_again(world: World) -> None:
    officer = world.officer()
    version = submitted(world, actor=officer)
    send_back(version=version, reason="Thiếu nguồn thứ hai.", actor=approver(world))
    edited = edit_draft(version=version, content=content(title="Tiêu đề mới"), actor=officer)
    assert (edited.title, edited.status) == ("Tiêu đề mới", VersionStatus.DRAFT)
