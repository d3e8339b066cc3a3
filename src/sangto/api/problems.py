"""What went wrong, as RFC 9457 problem details with the stable codes of the rooms."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _
from ninja.errors import HttpError, ValidationError

from sangto.documents.storage import StorageUnavailable
from sangto.intake.services import RefusedSubmission
from sangto.kernel.errors import NotVisible, Refusal, Refused

logger = logging.getLogger("sangto.api")

CONTENT_TYPE = "application/problem+json"
RETRY_SECONDS = 300

TITLES: Mapping[int, str] = {
    400: _("The request can not be read"),
    401: _("A key is needed"),
    403: _("The key is not good for this"),
    404: _("There is nothing here"),
    405: _("This address takes another method"),
    409: _("The desk's rules say no"),
    413: _("The request is too large"),
    415: _("The content has another type"),
    422: _("Something in the request has to change"),
    429: _("Too often"),
    500: _("The desk made a mistake"),
    503: _("Not possible at the moment"),
}

#: Codes of this door; all others are those of the rooms.
CODES: Mapping[str, str] = {
    "api.unreadable": _("The body is no JSON object."),
    "api.key": _("Send a valid key as “Authorization: Bearer …”."),
    "api.scope": _("The key lacks the scope %(scope)s."),
    "api.no_such_address": _("Nothing stands at this address."),
    "api.method": _("Look at the header Allow for the methods of this address."),
    "api.too_large": _("A request may have at most %(limit)s bytes."),
    "api.content_type": _("Send the body as application/json."),
    "api.invalid": _("Look at “errors” for what has to change."),
    "api.parameter": _("This address knows no parameter %(name)s."),
    "api.cursor": _("This cursor is none of ours. Begin again without one."),
    "api.picture": _("A picture has to be written in base64."),
    "api.failed": _("It was recorded, and somebody will look at it."),
}
_TOO_OFTEN = frozenset({"queue.too_often", "organisations.calls_cap", "organisations.reports_cap"})
#: Refusals about the state of things that nevertheless name a field.
_CONFLICTS = frozenset({"intake.other_content"})
#: Kinds of mistakes that the reader of a request finds, in words.
_VALUES: Mapping[str, str] = {
    "missing": _("This is needed."),
    "extra_forbidden": _("This field is not known."),
    "string_too_long": _("This is too long."),
    "string_too_short": _("This is too short."),
    "too_long": _("These are too many."),
    "enum": _("Choose one from the list."),
    "literal_error": _("Choose one from the list."),
    "int_type": _("This has to be a whole number."),
    "int_parsing": _("This has to be a whole number."),
    "bool_type": _("This has to be true or false."),
    "bool_parsing": _("This has to be true or false."),
    "string_type": _("This has to be a text."),
}
_OTHER_VALUE = _("This value does not fit.")


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """Raised by this door; the rooms raise :class:`Refused`."""

    def __init__(self, status: int, code: str, **params: object) -> None:
        super().__init__(code)
        self.status, self.code, self.params = status, code, params


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """``type`` leads to the page that explains problems; ``code`` is what programs compare."""
    body: dict[str, Any] = {
        "type": f"{settings.SANGTO_BASE_URL}/api/v1/docs#problem-{status}",
        "title": gettext(TITLES.get(status, TITLES[500])),
        "status": status,
        "detail": detail,
        "code": code,
    }
    if errors:
        body["errors"] = list(errors)
    return HttpResponse(
        json.dumps(body, ensure_ascii=False),
        status=status,
        content_type=CONTENT_TYPE,
        headers=dict(headers or {}),
    )


def refusal_text(refusal: Refusal) -> str:
    """In the caller's language. Where a parameter has an English twin the language chooses."""
    given = dict(refusal.params)
    if get_language() == "en":
        given |= {name.removesuffix("_en"): given[name] for name in given if name.endswith("_en")}
    params = {name: _shown(value) for name, value in given.items()}
    message = gettext(refusal.message)
    return message % params if params else message


def _shown(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return gettext(value) if isinstance(value, str) and value else value


def own_problem(error: Problem) -> HttpResponse:
    detail = gettext(CODES[error.code])
    headers = {"WWW-Authenticate": 'Bearer realm="Sang To"'} if error.status == 401 else {}
    return problem(
        error.status, error.code, detail % error.params if error.params else detail, headers=headers
    )


def refused(error: Refused) -> HttpResponse:
    refusal = error.refusal
    if isinstance(error, NotVisible):
        return problem(404, refusal.code, refusal_text(refusal))
    if isinstance(error, StorageUnavailable):
        headers = {"Retry-After": str(RETRY_SECONDS)}
        return problem(503, refusal.code, refusal_text(refusal), headers=headers)
    if refusal.code in _TOO_OFTEN:
        return problem(429, refusal.code, refusal_text(refusal))
    every = error.refusals if isinstance(error, RefusedSubmission) else (refusal,)
    errors = [_error(one) for one in every if one.field is not None]
    status = 422 if errors and refusal.code not in _CONFLICTS else 409
    return problem(status, refusal.code, refusal_text(refusal), errors=errors)


def _error(refusal: Refusal) -> dict[str, str]:
    return {
        "pointer": f"#/{refusal.field}",
        "code": refusal.code,
        "detail": refusal_text(refusal),
    }


def invalid(error: ValidationError) -> HttpResponse:
    return problem(
        422,
        "api.invalid",
        gettext(CODES["api.invalid"]),
        errors=[_mistake(one) for one in error.errors[:20]],
    )


def _mistake(found: Mapping[str, Any]) -> dict[str, str]:
    kind = str(found.get("type", ""))
    place = [str(part) for part in found.get("loc", ())]
    where, inside = (place[0] if place else "body"), place[1:]
    if where == "body" and len(inside) > 0 and inside[0] == "data":
        inside = inside[1:]
    message = _VALUES.get(kind, _OTHER_VALUE)
    pointer = "#/" + "/".join(inside) if where == "body" else f"{where}:{'/'.join(inside)}"
    return {
        "pointer": pointer[:200],
        "code": f"api.value.{kind}",
        "detail": gettext(message),
    }


def answer_to(request: HttpRequest, error: Exception) -> HttpResponse:
    """Whatever was raised on the way, as a problem; what nobody foresaw goes into the log."""
    match error:
        case Problem():
            return own_problem(error)
        case Refused():
            return refused(error)
        case ValidationError():
            return invalid(error)
        case Http404():
            return own_problem(Problem(404, "api.no_such_address"))
        case RequestDataTooBig():
            return own_problem(
                Problem(413, "api.too_large", limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
            )
        case HttpError(status_code=400):
            return own_problem(Problem(400, "api.unreadable"))
    logger.error("%s %s", request.method, request.path, exc_info=error)
    return own_problem(Problem(500, "api.failed"))
