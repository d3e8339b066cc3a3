from __future__ import annotations

from django.urls import path

from sangto.web.cards.drawing import CardShape
from sangto.web.verdicts import cards, desk, embedding, feeds, public, reuse

_WIDE = {"shape": CardShape.WIDE}
_SQUARE = {"shape": CardShape.SQUARE}

public_patterns = [
    path("", public.verdicts, name="verdicts"),
    path("feed.atom", feeds.atom, name="feed"),
    path("feed.json", feeds.json_feed, name="json_feed"),
    path("claimreview.json", feeds.data_feed, name="data_feed"),
    path("dung-lai/", reuse.reuse, name="reuse"),
    path("nhung/", embedding.latest_widget, name="latest_widget"),
    path("<str:reference>/", public.verdict, name="verdict"),
    path("<str:reference>/nhung/", embedding.widget, name="verdict_widget"),
    path("<str:reference>/the.png", cards.card, _WIDE, name="current_card"),
    path("<str:reference>/the-vuong.png", cards.card, _SQUARE, name="current_card_square"),
    path("<str:reference>/<int:number>/", public.verdict, name="verdict_version"),
    path("<str:reference>/<int:number>/thay-doi/", public.changes, name="verdict_changes"),
    path("<str:reference>/<int:number>/the.png", cards.card, _WIDE, name="verdict_card"),
    path(
        "<str:reference>/<int:number>/the-vuong.png",
        cards.card,
        _SQUARE,
        name="verdict_card_square",
    ),
]
desk_patterns = desk.urlpatterns
