"""Showing once more who one is, before something that others would like to do in one's name."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.http import HttpRequest


def confirm_who_it_is(request: HttpRequest) -> None:
    """Lead a sender whose sign-in is a while ago over the page that asks again; what was sent
    goes on from there. Reading needs none."""
    if request.method == "POST":
        raise_if_reauthentication_required(request, app="sangto.web.accounts")
