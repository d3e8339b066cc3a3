"""People at the desk, signed in, and what their pages are asked."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sangto.kernel.actor import Role
from sangto.organisations.models import Agency, User
from tests.factories.organisations import make_member


def signed_in(agency: Agency, *roles: Role) -> Client:
    """A browser of a new account with these roles; pages come in English."""
    return client_of(make_member(agency, *(roles or (Role.DESK_OFFICER,))))


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(response: Any) -> str:
    return str(response.content.decode())


def queries_of(client: Client, path: str) -> int:
    """How many queries a page costs."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)


def seen(client: Client, path: str, name: str = "seen") -> str:
    """The hidden value that a form carries."""
    return hidden(text_of(client.get(path)), name)


def hidden(page: str, name: str = "seen") -> str:
    tags = re.findall(r"<input[^>]*>", page)
    tag = next(tag for tag in tags if f'name="{name}"' in tag)
    found = re.search(r'value="([^"]*)"', tag)
    return found[1] if found is not None else ""
