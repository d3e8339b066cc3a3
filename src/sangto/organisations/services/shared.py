"""Accounts that visitors of a demo can not change."""

from __future__ import annotations

from django.conf import settings

from sangto.kernel.actor import Actor, ActorKind
from sangto.kernel.errors import insist
from sangto.organisations.domain.shared import shared_refusal
from sangto.organisations.models import User


def insist_not_shared(user: User, actor: Actor) -> None:
    if actor.kind is not ActorKind.OPERATOR:
        insist(shared_refusal(email=user.email, demo=settings.SANGTO_DEMO))
