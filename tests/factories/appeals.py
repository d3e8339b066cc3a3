"""Appeals about published verdicts, through the services."""

from __future__ import annotations

from itertools import count
from typing import Any

from sangto.appeals.domain.appeals import AppealContent, Relation
from sangto.appeals.models import Appeal
from sangto.appeals.services import SentAppeal, send_appeal, take_appeal
from sangto.kernel.actor import Actor, Role, public_actor
from sangto.verdicts.models import VerdictVersion
from tests.factories.cases import World
from tests.factories.verdicts import published_verdict

_KEY = count(1)
GROUNDS = "Trang của chúng tôi là trang thật và không hề hỏi mật khẩu của ai."
REASONS = (
    "Chúng tôi đã đọc lại mọi nguồn và hỏi thêm hai cơ quan. Kết luận dựa trên việc có thật, nên"
    " giữ nguyên như đã công bố."
)


def content(**changes: Any) -> AppealContent:
    values: dict[str, Any] = {"relation": Relation.CONCERNED, "grounds": GROUNDS, **changes}
    return AppealContent(**values)


def sent(
    world: World, *, version: VerdictVersion | None = None, now: Any = None, **changes: Any
) -> SentAppeal:
    return send_appeal(
        version=version or published_verdict(world),
        content=content(**changes),
        language="vi",
        key=f"key-of-appeal-{next(_KEY)}",
        actor=public_actor(),
        now=now,
    )


def appeals_officer(world: World) -> Actor:
    """Of the newspaper, which had no part in anything."""
    return world.actor(world.press, Role.APPEALS_OFFICER)


def taken(world: World, *, actor: Actor, **arguments: Any) -> Appeal:
    return take_appeal(appeal=sent(world, **arguments).appeal, actor=actor)
