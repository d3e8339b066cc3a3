"""Who calls: a machine with its key, or anybody where that is enough; and how often they may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from sangto.api.problems import Problem
from sangto.kernel.actor import Actor, Scope, public_actor
from sangto.kernel.errors import Refused
from sangto.kernel.worktime import ZONE
from sangto.organisations.models import Integration
from sangto.organisations.queries.integrations import KnownMachine, machine_by_key
from sangto.organisations.services import count_call
from sangto.queue.domain.buckets import Rate, neighbourhood, too_often
from sangto.queue.services import take

#: Without a key: enough for a person's browser or a small script.
READING = Rate("api.read", limit=120, period=timedelta(minutes=1))
CHECKING = Rate("api.check", limit=30, period=timedelta(minutes=1))

_CALLER = "_sangto_caller"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left of a limit; ``reset`` in seconds."""

    policy: str
    limit: int
    window: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """As the draft ``ratelimit-headers`` of the IETF has them."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.limit};w={self.window}',
            "RateLimit": f'"{self.policy}";r={self.remaining};t={self.reset}',
        }


@dataclass(frozen=True, slots=True)
class Caller:
    """``machine`` is None for the anonymous."""

    actor: Actor
    machine: KnownMachine | None = None

    @property
    def integration(self) -> Integration:
        assert self.machine is not None  # noqa: S101 - of an endpoint that needs a key
        return self.machine.integration


class Access:
    """What an endpoint asks of its caller. ``scope`` None: any valid key. ``anonymous`` is how
    often somebody without a key may call; None: nobody may.

    Counts the call before anything else is read. Raises :class:`Problem` and :class:`Refused`.
    """

    def __init__(self, scope: Scope | None, *, anonymous: Rate | None = None) -> None:
        self.scope, self.anonymous = scope, anonymous

    def __call__(self, request: HttpRequest) -> Caller:
        shown = request.headers.get("Authorization")
        caller = self._machine(request, shown) if shown is not None else self._anybody(request)
        setattr(request, _CALLER, caller)
        return caller

    def _machine(self, request: HttpRequest, shown: str) -> Caller:
        kind, _, token = shown.partition(" ")
        machine = machine_by_key(token.strip()) if kind.lower() == "bearer" else None
        if machine is None:
            raise Problem(401, "api.key")
        cap = machine.integration.daily_calls
        try:
            left = count_call(key=machine.key, integration=machine.integration)
        except Refused:
            _remember(request, _of_the_day(cap, 0))
            raise
        _remember(request, _of_the_day(cap, left))
        if self.scope is not None and self.scope not in machine.actor.scopes:
            raise Problem(403, "api.scope", scope=self.scope.value)
        return Caller(machine.actor, machine)

    def _anybody(self, request: HttpRequest) -> Caller:
        rate = self.anonymous
        if rate is None:
            raise Problem(401, "api.key")
        taken = take(rate=rate, key=neighbourhood(request.META.get("REMOTE_ADDR") or ""))
        window = int(rate.period.total_seconds())
        reset = taken.retry_after or taken.full_after
        _remember(request, Standing("anonymous", rate.limit, window, taken.remaining, reset))
        refusal = too_often(taken)
        if refusal is not None:
            raise Refused(refusal)
        return Caller(public_actor())


def caller_of(request: HttpRequest) -> Caller:
    caller: Caller = getattr(request, _CALLER)
    return caller


def has_key(request: HttpRequest) -> bool:
    return "Authorization" in request.headers


def standing_of(request: HttpRequest) -> Standing | None:
    found: Any = getattr(request, "_sangto_standing", None)
    return found if isinstance(found, Standing) else None


def _remember(request: HttpRequest, standing: Standing) -> None:
    setattr(request, "_sangto_standing", standing)  # noqa: B010 - a request has no such field


def _of_the_day(cap: int, left: int) -> Standing:
    now = timezone.now().astimezone(ZONE)
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return Standing("day", cap, 86_400, left, int((midnight - now).total_seconds()) + 1)
