"""The site as an app on a telephone: its manifest, the worker behind it, and the page that stands
in when there is no network.

The worker keeps that page and what it needs, and nothing else: no page that anybody read, no
message, no answer.
"""

from __future__ import annotations

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from sangto import __version__
from sangto.verdicts.claimreview import written
from sangto.web.cards.keeping import tag_of
from sangto.web.context import place_name
from sangto.web.kept import kept
from sangto.web.public.forms import PICTURE_TYPES

#: What the page without a network needs.
_FILES = (
    "sangto/sangto.css",
    "sangto/sangto.js",
    "sangto/fonts/be-vietnam-pro-latin-400-normal.woff2",
    "sangto/fonts/be-vietnam-pro-latin-700-normal.woff2",
    "sangto/fonts/be-vietnam-pro-vietnamese-400-normal.woff2",
    "sangto/fonts/be-vietnam-pro-vietnamese-700-normal.woff2",
)
_ICONS = (
    ("sangto/icon-192.png", "192x192", "any"),
    ("sangto/icon-512.png", "512x512", "any"),
    ("sangto/icon-maskable-512.png", "512x512", "maskable"),
)


@require_safe
@cache_control(public=True, max_age=86_400)
def manifest(request: HttpRequest) -> HttpResponse:
    """https://www.w3.org/TR/appmanifest/ with a share target, in the language of the address."""
    language = get_language() or "vi"
    place = place_name(language)
    content = {
        "id": "/",
        "name": f"Sáng Tỏ – {place}" if place else "Sáng Tỏ",
        "short_name": "Sáng Tỏ",
        "description": _("Is it a scam? Is it true? Check it first."),
        "lang": language,
        "dir": "ltr",
        "start_url": reverse("check"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#fffdf8",
        "theme_color": "#fffdf8",
        "icons": [
            {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in _ICONS
        ],
        "shortcuts": [
            {"name": str(label), "url": reverse(name)}
            for name, label in (
                ("check", _("Check")),
                ("receipt", _("My report")),
                ("verdicts", _("Verdicts")),
                ("guides", _("How to recognise")),
            )
        ],
        "share_target": {
            "action": reverse("shared"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "title": "title",
                "text": "text",
                "url": "url",
                "files": [{"name": "picture", "accept": list(PICTURE_TYPES)}],
            },
        },
    }
    return HttpResponse(written(content), content_type="application/manifest+json")


@require_safe
@cache_control(public=True, max_age=0, must_revalidate=True)
def worker(request: HttpRequest) -> HttpResponse:
    """Stands at the root, because a worker serves only what lies below its own address."""
    files = [static(name) for name in _FILES]
    pages = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            pages[code] = reverse("offline")
    script = loader.get_template("web/public/worker.js").render(
        {
            "version": json.dumps(tag_of(__version__, files, pages)[:12]),
            "files": json.dumps(files),
            "pages": json.dumps(pages),
        }
    )
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@kept
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "web/public/offline.html")
