"""Who signs in whose place (Decree 30/2020/NĐ-CP, Article 13 and Appendix I), and the approval of
a document by its signer. An approval is a step of the office; it is no signature."""

from __future__ import annotations

import re
from enum import StrEnum

from sangto.audit.tags import AuditTag
from sangto.documents.domain.official import Signature
from sangto.documents.domain.rights import Permission
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.workflow import Transition, Workflow

MAX_POSITION = 120
MAX_NAME = 80
MAX_BASIS = 200
MAX_REMARK = 500


class Capacity(StrEnum):
    """``HEAD`` signs in their own right; ``DEPUTY`` for the head (``KT.``); ``BY_ORDER`` what the
    head ordered, as the head of a part (``TL.``); ``AUTHORISED`` by a written authorisation, for a
    time (``TUQ.``)."""

    HEAD = "head"
    DEPUTY = "deputy"
    BY_ORDER = "by_order"
    AUTHORISED = "authorised"


MARKS: dict[Capacity, str] = {
    Capacity.HEAD: "",
    Capacity.DEPUTY: "KT.",
    Capacity.BY_ORDER: "TL.",
    Capacity.AUTHORISED: "TUQ.",
}
#: For a collective (a committee, a council), above everything else.
ON_BEHALF = "TM."
#: How deputies are called.
_DEPUTIES = ("phó ", "thứ trưởng")
_MARKED = re.compile(r"^\s*(tm|kt|tl|tuq|q)\s*\.", re.IGNORECASE)


class ApprovalState(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class ApprovalAction(StrEnum):
    APPROVE = "approve"
    RETURN = "return"
    WITHDRAW = "withdraw"


APPROVAL_WORKFLOW = Workflow(
    "approval by the signer",
    states=tuple(ApprovalState),
    initial=ApprovalState.ASKED,
    rows=(
        Transition(
            ApprovalAction.APPROVE,
            ApprovalState.ASKED,
            ApprovalState.APPROVED,
            Permission.APPROVE,
            AuditTag.APPROVAL_GIVEN,
        ),
        Transition(
            ApprovalAction.RETURN,
            ApprovalState.ASKED,
            ApprovalState.RETURNED,
            Permission.APPROVE,
            AuditTag.APPROVAL_RETURNED,
        ),
        Transition(
            ApprovalAction.WITHDRAW,
            ApprovalState.ASKED,
            ApprovalState.WITHDRAWN,
            Permission.ISSUE,
            AuditTag.APPROVAL_WITHDRAWN,
        ),
    ),
)


class SignedForm(StrEnum):
    """How the signed file came to be: a paper that was signed and scanned, or a PDF with a digital
    signature inside."""

    SCANNED = "scanned"
    DIGITAL = "digital"


def signature_of(
    *, capacity: Capacity, position: str, name: str = "", head: str = "", organ: str = ""
) -> Signature:
    """The lines of the block: ``TM. ỦY BAN NHÂN DÂN``, ``KT. CHỦ TỊCH``, ``PHÓ CHỦ TỊCH``, name."""
    lines = []
    if organ:
        lines.append(f"{ON_BEHALF} {organ.upper()}")
    if mark := MARKS[capacity]:
        lines.append(f"{mark} {head.upper()}")
    return Signature(position=position.upper(), name=name, authority=tuple(lines))


def signatory_refusal(
    *,
    capacity: Capacity,
    position: str,
    name: str,
    head: str = "",
    organ: str = "",
    basis: str = "",
    ends: bool = False,
) -> Refusal | None:
    """Whether somebody may stand on paper like that; ``ends`` says that there is a last day."""
    if not name.strip():
        return _refusal("name_missing", gettext_noop("Write the name of who signs."), "name")
    if not position.strip():
        return _refusal("position_missing", gettext_noop("Write the position."), "position")
    for value, field in ((position, "position"), (head, "head"), (organ, "organ")):
        if _MARKED.match(value):
            return _refusal(
                "mark_written",
                gettext_noop("Leave out TM., KT., TL. and TUQ.: the desk writes them."),
                field,
            )
    if capacity is Capacity.HEAD:
        return _head_refusal(position, head)
    if not head.strip():
        return _refusal(
            "head_missing",
            gettext_noop("Write the position of the head, such as Giám đốc."),
            "head",
        )
    if position.strip().casefold() == head.strip().casefold():
        return _refusal(
            "same_position",
            gettext_noop("This is the head’s own position: nobody signs in their own place."),
            "position",
        )
    return _stand_in_refusal(capacity, position, organ, basis, ends)


def _head_refusal(position: str, head: str) -> Refusal | None:
    if _is_deputy(position):
        return _refusal(
            "deputy_without_kt",
            gettext_noop("A deputy signs for the head: choose KT."),
            "capacity",
        )
    if head.strip():
        return _refusal(
            "head_twice",
            gettext_noop("Who signs as the head has no other head above: leave this empty."),
            "head",
        )
    return None


def _stand_in_refusal(
    capacity: Capacity, position: str, organ: str, basis: str, ends: bool
) -> Refusal | None:
    if capacity is Capacity.DEPUTY:
        if not _is_deputy(position):
            return _refusal(
                "kt_by_no_deputy",
                gettext_noop("KT. is for deputies. The head of a part signs by order (TL.)."),
                "capacity",
            )
        return None
    if organ.strip():
        return _refusal(
            "tm_by_order",
            gettext_noop("For a collective (TM.) only its head or a deputy signs."),
            "organ",
        )
    if capacity is Capacity.AUTHORISED and not basis.strip():
        return _refusal(
            "basis_missing",
            gettext_noop("Write the number and date of the written authorisation (TUQ.)."),
            "basis",
        )
    if capacity is Capacity.AUTHORISED and not ends:
        return _refusal(
            "authorised_for_ever",
            gettext_noop(
                "A written authorisation (TUQ.) is for a limited time: write its last day."
            ),
            "valid_until",
        )
    return None


def approving_refusal(*, own: bool, is_signer: bool, same_file: bool) -> Refusal | None:
    """``own``: the approver prepared it or asked for it. ``same_file``: it is still the file that
    was handed in."""
    if own:
        return Refusal(
            "documents.own_approval",
            gettext_noop("Nobody approves what they prepared or handed in themselves."),
        )
    if not is_signer:
        return Refusal(
            "documents.not_the_signer", gettext_noop("Only who is to sign it approves it.")
        )
    if not same_file:
        return Refusal(
            "documents.file_changed",
            gettext_noop("The file is not the one that was handed in. Ask for it anew."),
        )
    return None


def signed_form_refusal(form: SignedForm, media_type: str, content: bytes) -> Refusal | None:
    """A digital signature has to be in the file; whether it holds is not looked at here."""
    if form is SignedForm.DIGITAL and not has_digital_signature(media_type, content):
        return _refusal(
            "no_digital_signature",
            gettext_noop(
                "There is no digital signature in this file. Choose “scanned”, or take the signed "
                "PDF."
            ),
            "scan",
        )
    return None


def has_digital_signature(media_type: str, content: bytes) -> bool:
    """Whether a PDF carries one. It is not verified: the desk has no list of trusted signers."""
    return (
        media_type == "application/pdf"
        and b"/ByteRange" in content
        and re.search(rb"/(adbe\.pkcs7|ETSI\.CAdES|ETSI\.RFC3161|adbe\.x509)", content) is not None
    )


def _is_deputy(position: str) -> bool:
    return position.strip().casefold().startswith(_DEPUTIES)


def _refusal(code: str, message: str, field: str) -> Refusal:
    return Refusal(f"documents.{code}", message, {}, field)
