"""Machines of agencies with their keys, and what a program sends."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from django.http import HttpResponse
from django.test import Client

from sangto.kernel.actor import Role, Scope, operator_actor
from sangto.organisations.domain.integrations import Wanted
from sangto.organisations.models import Agency, Integration
from sangto.organisations.queries import today
from sangto.organisations.services import confirm_integration, make_integration, make_key
from tests.factories.organisations import make_actor

OPERATOR = operator_actor("tests")
_NUMBER = count(1)


def make_machine(
    agency: Agency,
    scopes: Iterable[Scope] = Scope,
    *,
    confirmed: bool = True,
    daily_calls: int = 10_000,
    daily_reports: int = 10_000,
) -> tuple[Integration, str]:
    """An integration and its key."""
    integration = make_integration(
        agency=agency,
        wanted=Wanted(
            name=f"Máy {next(_NUMBER)}",
            purpose="Dùng trong kiểm thử.",
            scopes=frozenset(scopes),
            daily_calls=daily_calls,
            daily_reports=daily_reports,
        ),
        actor=OPERATOR,
    )
    if confirmed:
        confirm_integration(integration=integration, actor=make_actor(agency, Role.APPROVER))
    made = make_key(
        integration=integration, expires_on=today() + timedelta(days=30), actor=OPERATOR
    )
    return integration, made.token


@dataclass
class Program:
    """Calls the API as a program does: JSON, no cookies. ``token`` empty: without a key."""

    token: str = ""
    language: str = "en"

    def __post_init__(self) -> None:
        self.client = Client(raise_request_exception=True)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        sent = {"accept-language": self.language, **headers}
        if self.token:
            sent["authorization"] = f"Bearer {self.token}"
        response: Any = self.client.generic(
            method,
            path if path.startswith("/") else f"/api/v1/{path}",
            data=body if isinstance(body, bytes | str) else _json(body),
            content_type=sent.pop("content-type", "application/json" if body is not None else ""),
            headers=sent,
        )
        assert not response.cookies
        assert not self.client.cookies
        found: HttpResponse = response
        return found

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        return self.call("POST", path, body, **headers)


def _json(body: Any) -> str:
    return "" if body is None else json.dumps(body)
