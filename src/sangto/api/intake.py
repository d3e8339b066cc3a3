"""Sending reports for people who agreed, and asking what became of one."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext
from ninja import Field, Header, Router, Status
from pydantic import StringConstraints

from sangto.api.access import READING, Access, caller_of
from sangto.api.problems import Problem
from sangto.api.shapes import Given, Moment, Taken
from sangto.api.verdicts import Verdict, verdict_shown
from sangto.handling.queries import receipt_answer as feedback_answer
from sangto.intake.domain.consent import ACCEPTED_VERSIONS, CONSENT_VERSION, consent_template
from sangto.intake.domain.limits import (
    EMAIL_LENGTH,
    IMAGES,
    KEY_LENGTH,
    LINK_LENGTH,
    MONEY_LOST,
    REASON_LENGTH,
    TEXT_LENGTH,
)
from sangto.intake.domain.reports import Channel, OriginKind, ReportStatus
from sangto.intake.domain.submission import Submission
from sangto.intake.queries import receipt_view
from sangto.intake.services import submit_report
from sangto.kernel.actor import Scope
from sangto.kernel.errors import NotVisible
from sangto.kernel.references import receipt_groups
from sangto.organisations.services import count_report
from sangto.verdicts.queries import receipt_answer

router = Router()
#: All pictures have to fit into one request.
_PICTURE_LENGTH = 2_400_000
#: Shorter than the room's, because the integration's number is put in front.
_LONGEST_KEY = KEY_LENGTH.stop - 1 - 50


def _text(most: int) -> Any:
    return Annotated[str, StringConstraints(max_length=most)]


class Consent(Given):
    version: str
    accepted_versions: list[str]
    language: str
    text: str = Field(description="What the person has to read and agree to, for each report.")


class ReportBody(Taken):
    consent_version: _text(20) = Field(  # type: ignore[valid-type] # built by _text
        description="The version of the consent text that this person agreed to."
    )
    text: _text(TEXT_LENGTH) = ""  # type: ignore[valid-type] # same
    link: _text(LINK_LENGTH) = ""  # type: ignore[valid-type] # same
    reason: _text(REASON_LENGTH) = ""  # type: ignore[valid-type] # same
    money_lost: int | None = Field(None, ge=0, le=MONEY_LOST, description="In dong.")
    territory: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,40}$")] | None = None
    email: _text(EMAIL_LENGTH) | None = Field(  # type: ignore[valid-type] # same
        None, description="Where the person wants the answer. Kept sealed, then erased."
    )
    share_consent: bool = False
    images: list[Annotated[str, StringConstraints(max_length=_PICTURE_LENGTH)]] = Field(
        default_factory=list, max_length=IMAGES, description="Pictures in base64."
    )


class ReportKept(Given):
    reference: str
    receipt: str = Field(description="Give it to the person. It is the only way to the answer.")
    due_at: Moment
    repeated: bool = Field(description="The very same report was there already.")


class ReceiptBody(Taken):
    receipt: Annotated[str, StringConstraints(min_length=1, max_length=40)]


class Step(Given):
    name: str
    at: Moment | None


class ReportState(Given):
    reference: str
    status: ReportStatus
    outcome: str
    explanation: str
    received_at: Moment
    due_at: Moment
    answered_at: Moment | None
    steps: list[Step]
    verdict: Verdict | None
    answer: str = Field(description="What the competent agency wrote, if one answered.")


@router.get(
    "/consent",
    response=Consent,
    auth=Access(Scope.REPORTS_SEND, anonymous=READING),
    summary="Read the text that a sender agrees to",
    operation_id="getConsent",
)
def get_consent(request: HttpRequest) -> dict[str, Any]:
    language = get_language() or "vi"
    return {
        "version": CONSENT_VERSION,
        "accepted_versions": sorted(ACCEPTED_VERSIONS),
        "language": language,
        "text": render_to_string(consent_template(CONSENT_VERSION, language)).strip(),
    }


@router.post(
    "/reports",
    response={200: ReportKept, 201: ReportKept},
    auth=Access(Scope.REPORTS_SEND),
    summary="Pass on somebody's report",
    operation_id="sendReport",
)
def send_report(
    request: HttpRequest,
    body: ReportBody,
    idempotency_key: Annotated[
        str,
        Header(
            alias="Idempotency-Key",
            min_length=KEY_LENGTH.start,
            max_length=_LONGEST_KEY,
            description="Made by you, the same for each try of one report.",
        ),
    ],
) -> Status[dict[str, Any]]:
    """Only with that person's consent. It is marked as sent by a machine and is never counted as
    somebody who asks. The same key with the same content is one report, however often it is sent.
    """
    caller = caller_of(request)
    integration = caller.integration
    submitted = submit_report(
        submission=Submission(
            text=body.text,
            link=body.link,
            reason=body.reason,
            money_lost=body.money_lost,
            territory=body.territory,
            language=get_language() or "vi",
            email=body.email or None,
            consent_version=body.consent_version,
            share_consent=body.share_consent,
            images=tuple(_picture(one) for one in body.images),
        ),
        channel=Channel.API,
        origin=OriginKind.MACHINE,
        idempotency_key=f"integration:{integration.pk}:{idempotency_key}",
        actor=caller.actor,
        together_with=lambda: count_report(integration=integration),
    )
    report = submitted.report
    return Status(
        200 if submitted.repeated else 201,
        {
            "reference": report.reference,
            "receipt": receipt_groups(submitted.receipt),
            "due_at": report.due_at,
            "repeated": submitted.repeated,
        },
    )


@router.post(
    "/reports/status",
    response=ReportState,
    auth=Access(Scope.REPORTS_READ),
    summary="Ask what became of a report",
    operation_id="getReportState",
)
def get_report_state(
    request: HttpRequest, response: HttpResponse, body: ReceiptBody
) -> dict[str, Any]:
    """By its receipt, which travels in the body so that no log keeps it."""
    found = receipt_view(body.receipt)
    if found is None:
        raise NotVisible
    line = receipt_answer(found.report_id, language=get_language() or "vi")
    feedback = feedback_answer(found.report_id)
    return {
        "reference": found.reference,
        "status": found.status,
        "outcome": found.outcome,
        "explanation": gettext(found.explanation) if found.explanation else "",
        "received_at": found.received_at,
        "due_at": found.due_at,
        "answered_at": found.answered_at,
        "steps": [{"name": step.name, "at": step.at} for step in found.steps],
        "verdict": verdict_shown(line) if line is not None else None,
        "answer": feedback.text if feedback is not None else "",
    }


def _picture(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, binascii.Error) as error:
        raise Problem(422, "api.picture") from error
