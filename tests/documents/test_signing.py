"""Who stands under a document, and who approves it; nothing here signs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from sangto.audit.queries import events_about
from sangto.documents.domain.official import DocumentKind, OfficialContent, Paragraph, Signature
from sangto.documents.domain.signing import (
    Capacity,
    SignedForm,
    has_digital_signature,
    signatory_refusal,
    signature_of,
)
from sangto.documents.models import DocumentApproval, OfficialDocument, Signatory
from sangto.documents.queries import (
    approvals_of,
    issuer_of,
    usual_signature,
    valid_signatories,
    waiting_for,
)
from sangto.documents.services import (
    LetterFile,
    add_signed_copy,
    approve_document,
    ask_approval,
    end_signatory,
    issue_document,
    name_signatory,
    return_document,
    withdraw_approval,
)
from sangto.kernel.actor import Role, system_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.models import Agency, User
from sangto.organisations.queries import actor_for
from tests.factories.organisations import (
    make_actor,
    make_agency,
    make_lead,
    make_member,
    make_network,
)

ON = date(2026, 3, 2)
ALL: dict[str, Any] = {"name": "Nguyễn Văn Mẫu"}


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({"capacity": Capacity.HEAD, "position": "Giám đốc"}, ("GIÁM ĐỐC",)),
        (
            {"capacity": Capacity.DEPUTY, "position": "Phó Giám đốc", "head": "Giám đốc"},
            ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ),
        (
            {"capacity": Capacity.HEAD, "position": "Chủ tịch", "organ": "Ủy ban nhân dân"},
            ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        ),
        (
            {
                "capacity": Capacity.DEPUTY,
                "position": "Phó Chủ tịch",
                "head": "Chủ tịch",
                "organ": "Ủy ban nhân dân",
            },
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (
            {"capacity": Capacity.BY_ORDER, "position": "Chánh Văn phòng", "head": "Giám đốc"},
            ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"),
        ),
        (
            {
                "capacity": Capacity.AUTHORISED,
                "position": "Trưởng phòng",
                "head": "Giám đốc",
                "basis": "Giấy ủy quyền 3/GUQ-SM",
                "ends": True,
            },
            ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"),
        ),
    ],
)
def test_the_block_by_the_rules_of_the_decree(
    fields: dict[str, Any], lines: tuple[str, ...]
) -> None:
    assert signatory_refusal(**ALL, **fields) is None
    shown = {name: value for name, value in fields.items() if name not in ("basis", "ends")}
    block = signature_of(name="Nguyễn Văn Mẫu", **shown)
    assert (*block.authority, block.position) == lines
    assert block.name == "Nguyễn Văn Mẫu"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"position": "Phó Giám đốc"}, "deputy_without_kt"),
        ({"position": "Giám đốc", "head": "Giám đốc"}, "head_twice"),
        ({"position": " "}, "position_missing"),
        ({"position": "KT. Giám đốc"}, "mark_written"),
        ({"position": "Giám đốc", "organ": "TM. Ủy ban"}, "mark_written"),
        ({"capacity": Capacity.DEPUTY, "position": "Phó Giám đốc"}, "head_missing"),
        (
            {"capacity": Capacity.DEPUTY, "position": "Chánh Văn phòng", "head": "Giám đốc"},
            "kt_by_no_deputy",
        ),
        (
            {"capacity": Capacity.BY_ORDER, "position": "giám đốc", "head": "Giám đốc"},
            "same_position",
        ),
        (
            {
                "capacity": Capacity.BY_ORDER,
                "position": "Chánh Văn phòng",
                "head": "Chủ tịch",
                "organ": "Ủy ban nhân dân",
            },
            "tm_by_order",
        ),
        (
            {"capacity": Capacity.AUTHORISED, "position": "Trưởng phòng", "head": "Giám đốc"},
            "basis_missing",
        ),
        (
            {
                "capacity": Capacity.AUTHORISED,
                "position": "Trưởng phòng",
                "head": "Giám đốc",
                "basis": "3/GUQ",
            },
            "authorised_for_ever",
        ),
    ],
)
def test_what_the_decree_does_not_allow(fields: dict[str, Any], code: str) -> None:
    refusal = signatory_refusal(**{"capacity": Capacity.HEAD, **ALL, **fields})
    assert refusal is not None
    assert refusal.code == f"documents.{code}"


def test_a_digital_signature_is_looked_for_and_never_claimed() -> None:
    signed = b"%PDF-1.7 /ByteRange [0 1 2 3] /SubFilter /adbe.pkcs7.detached"
    assert has_digital_signature("application/pdf", signed)
    assert not has_digital_signature("application/pdf", b"%PDF-1.7 /ByteRange")
    assert not has_digital_signature("image/png", signed)


@pytest.fixture
def agency(tmp_path: Any, settings: Settings, db: None) -> Agency:
    settings.MEDIA_ROOT = tmp_path / "files"
    return make_lead(make_network(), name="Sở Mẫu", symbol="SM")


@pytest.fixture
def signer(agency: Agency) -> User:
    return make_member(agency, Role.APPROVER)


def named(agency: Agency, user: User | None = None, **fields: Any) -> Signatory:
    values = {
        "capacity": Capacity.HEAD,
        "name": "Nguyễn Văn Mẫu",
        "position": "Giám đốc",
        "actor": make_actor(agency, Role.APPROVER),
        **fields,
    }
    return name_signatory(agency=agency, user=user, **values)


def issued(agency: Agency, actor: Any) -> OfficialDocument:
    content = OfficialContent(
        DocumentKind.NOTICE, issuer_of(agency), "Kết quả", (Paragraph("Nội dung."),)
    )
    return issue_document(agency=agency, content=content, on=ON, actor=actor)


def test_the_usual_signer_stands_under_letters(agency: Agency) -> None:
    assert usual_signature(agency) == Signature("THỦ TRƯỞNG")
    named(agency, usual=True)
    second = named(agency, usual=True, name="Trần Thị Mẫu")
    assert usual_signature(agency).name == "Trần Thị Mẫu"
    assert [event.tag for event in events_about(second)] == ["signatory:named"]
    end_signatory(signatory=second, actor=make_actor(agency, Role.APPROVER))
    assert usual_signature(agency) == Signature("THỦ TRƯỞNG")
    assert valid_signatories(agency, date(2099, 1, 1)).count() == 1
    with pytest.raises(NotVisible):
        end_signatory(signatory=second, actor=make_actor(agency, Role.APPROVER))
    with pytest.raises(IntegrityError), transaction.atomic():
        Signatory.objects.filter(pk=second.pk).update(head="Giám đốc")


def test_who_names_signers(agency: Agency, signer: User) -> None:
    other = make_agency(agency.network)
    for actor in (
        *(make_actor(agency, role) for role in Role if role is not Role.APPROVER),
        make_actor(other, Role.APPROVER),
        system_actor("x"),
    ):
        with pytest.raises(NotVisible):
            named(agency, actor=actor)
    for user in (make_member(agency, Role.DESK_OFFICER), make_member(other, Role.APPROVER)):
        with pytest.raises(Refused) as refused:
            named(agency, user)
        assert refused.value.refusal.code == "documents.signer_is_no_approver"


def test_a_document_is_approved_by_its_signer_and_nobody_else(agency: Agency, signer: User) -> None:
    writer = make_actor(agency, Role.DESK_OFFICER)
    signatory = named(agency, signer)
    document = issued(agency, writer)
    approval = ask_approval(document=document, signatory=signatory, actor=writer)
    assert document.docx is not None
    assert approval.sha256 == document.docx.sha256
    assert list(waiting_for(actor_for(signer))) == [approval]
    assert list(waiting_for(writer)) == []
    with pytest.raises(Refused) as refused:
        ask_approval(document=document, signatory=signatory, actor=writer)
    assert refused.value.refusal.code == "documents.approval_waits"

    with pytest.raises(NotVisible):
        approve_document(approval=approval, actor=writer)
    with pytest.raises(Refused) as refused:
        approve_document(approval=approval, actor=make_actor(agency, Role.APPROVER))
    assert refused.value.refusal.code == "documents.not_the_signer"

    stale = DocumentApproval.objects.get(pk=approval.pk)
    approve_document(approval=approval, actor=actor_for(signer))
    assert [event.tag for event in events_about(approval)] == ["approval:asked", "approval:given"]
    with pytest.raises(Refused) as refused:
        return_document(approval=stale, remark="Sửa", actor=actor_for(signer))
    assert refused.value.refusal.code == "documents.changed_meanwhile"
    document.refresh_from_db()
    assert document.scan is None, "an approval is no signature"


def test_nobody_approves_what_they_prepared_or_handed_in(agency: Agency, signer: User) -> None:
    own = actor_for(signer)
    writer = make_actor(agency, Role.DESK_OFFICER)
    signatory = named(agency, signer)
    prepared = ask_approval(document=issued(agency, own), signatory=signatory, actor=writer)
    handed_in = ask_approval(document=issued(agency, writer), signatory=signatory, actor=own)
    for approval in (prepared, handed_in):
        with pytest.raises(Refused) as refused:
            approve_document(approval=approval, actor=own)
        assert refused.value.refusal.code == "documents.own_approval"
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentApproval.objects.filter(pk=handed_in.pk).update(
            state="approved", decided_by=signer, decided_at=handed_in.asked_at
        )


def test_what_is_sent_back_or_taken_back_can_be_handed_in_again(
    agency: Agency, signer: User
) -> None:
    writer = make_actor(agency, Role.DESK_OFFICER)
    document, signatory = issued(agency, writer), named(agency, signer)
    first = ask_approval(document=document, signatory=signatory, actor=writer)
    with pytest.raises(Refused):
        return_document(approval=first, remark=" ", actor=actor_for(signer))
    return_document(approval=first, remark="Sửa mục 2", actor=actor_for(signer))
    second = ask_approval(document=document, signatory=signatory, actor=writer)
    withdraw_approval(approval=second, actor=writer)
    ask_approval(document=document, signatory=signatory, actor=writer)
    assert [row.state for row in approvals_of(document)] == ["asked", "withdrawn", "returned"]


def test_only_the_file_that_was_handed_in_is_approved(agency: Agency, signer: User) -> None:
    writer = make_actor(agency, Role.DESK_OFFICER)
    document = issued(agency, writer)
    approval = ask_approval(document=document, signatory=named(agency, signer), actor=writer)
    OfficialDocument.objects.filter(pk=document.pk).update(docx=document.pdf)
    with pytest.raises(Refused) as refused:
        approve_document(approval=approval, actor=actor_for(signer))
    assert refused.value.refusal.code == "documents.file_changed"


def test_a_signed_file_says_how_it_was_signed(agency: Agency) -> None:
    writer = make_actor(agency, Role.DESK_OFFICER)
    document = issued(agency, writer)
    plain = LetterFile(b"%PDF-1.4 scan", "application/pdf")
    with pytest.raises(Refused) as refused:
        add_signed_copy(document=document, letter=plain, form=SignedForm.DIGITAL, actor=writer)
    assert refused.value.refusal.code == "documents.no_digital_signature"
    add_signed_copy(document=document, letter=plain, actor=writer)
    assert document.scan_form == "scanned"
    signed = b"%PDF-1.7 /ByteRange [0 1 2 3] /SubFilter /ETSI.CAdES.detached"
    add_signed_copy(
        document=document,
        letter=LetterFile(signed, "application/pdf"),
        form=SignedForm.DIGITAL,
        actor=writer,
    )
    assert document.scan_form == "digital"
    assert document.scan is not None
