"""The demo's accounts belong to everybody who tries it."""

from __future__ import annotations

from sangto.kernel.errors import Refusal, gettext_noop

SHARED_ACCOUNTS: frozenset[str] = frozenset(
    {
        "truc@khcn.tinhmau.example",
        "duyet@khcn.tinhmau.example",
        "dau-moi@yte.tinhmau.example",
        "duyet@yte.tinhmau.example",
        "dau-moi@nnmt.tinhmau.example",
        "dau-moi@congan.tinhmau.example",
        "bien-tap@baomau.example",
        "dau-moi@hoinhabao.tinhmau.example",
        "duyet@hoinhabao.tinhmau.example",
        "thu-ky@ubnd.tinhmau.example",
        "khieu-nai@khcn.tinhmau.example",
        "kiem-tra@vpubnd.tinhmau.example",
        "quan-tri@khcn.tinhmau.example",
    }
)


def shared_refusal(*, email: str, demo: bool) -> Refusal | None:
    """Nobody who tries the demo locks the next one out."""
    if demo and email in SHARED_ACCOUNTS:
        return Refusal(
            "organisations.shared_account",
            gettext_noop(
                "This account of the demo is shared by everybody who tries it, so it stays as "
                "it is. Invite a person of your own to try this."
            ),
        )
    return None
