"""Every address of the site. Vietnamese pages have no prefix, English ones stand under /en/."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from sangto.api import urls as api
from sangto.web import errors
from sangto.web.accounts import urls as accounts
from sangto.web.appeals import urls as appeals
from sangto.web.audit import urls as audit
from sangto.web.cases import urls as cases
from sangto.web.consultation import drafts_urls as drafts
from sangto.web.consultation import meeting_urls as meetings
from sangto.web.consultation import rounds_urls as rounds
from sangto.web.documents import urls as documents
from sangto.web.guides import urls as guides
from sangto.web.handling import abuse_urls as abuse
from sangto.web.handling import indicators_urls as indicators
from sangto.web.handling import urls as handling
from sangto.web.handling import victims_urls as victims
from sangto.web.intake import urls as intake
from sangto.web.organisations import urls as organisations
from sangto.web.public import urls as public
from sangto.web.queue import urls as queue
from sangto.web.reporting import periodic_urls as periodic
from sangto.web.reporting import urls as reporting
from sangto.web.transparency import urls as transparency
from sangto.web.verdicts import urls as verdicts
from sangto.web.webhooks import urls as webhooks

urlpatterns = [
    *public.without_language,
    *api.urlpatterns,
    *i18n_patterns(
        path("", include(public)),
        path("", include(intake)),
        path("api/", include(api.page_patterns)),
        path("ket-luan/", include(verdicts.public_patterns)),
        path("ket-luan/", include(handling.press_patterns)),
        path("tra-loi/", include(handling.public_patterns)),
        path("nhan-biet/", include(guides)),
        path("", include(victims)),
        path("", include(indicators)),
        path("khieu-nai/", include(appeals.public_patterns)),
        path("so-minh-bach/", include(transparency)),
        path("desk/khieu-nai/", include(appeals.desk_patterns)),
        path("desk/", include(cases)),
        path("desk/", include(verdicts.desk_patterns)),
        path("desk/hop/", include(meetings.desk_patterns)),
        path("hop/", include(meetings.public_patterns)),
        path("desk/du-thao/", include(drafts.desk_patterns)),
        path("y-kien/", include(drafts.public_patterns)),
        path("desk/", include(rounds.desk_patterns)),
        path("y-kien/", include(rounds.public_patterns)),
        path("desk/", include(documents)),
        path("desk/", include(handling)),
        path("desk/", include(abuse)),
        path("desk/to-chuc/", include(organisations)),
        path("desk/", include(queue)),
        path("desk/", include(audit)),
        path("desk/", include(webhooks)),
        path("desk/so-lieu/", include(reporting)),
        path("desk/", include(periodic)),
        path("desk/nguoi-dung/", include(accounts.desk_patterns)),
        path("tai-khoan/", include(accounts)),
        prefix_default_language=False,
    ),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
