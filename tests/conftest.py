"""Every test run has a data folder of its own; nothing of the installation is touched."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import translation
from hypothesis import settings

_DATA = tempfile.mkdtemp(prefix="sangto-test-")
Path(_DATA, "static").mkdir()
os.environ["SANGTO_DATA"] = _DATA
# Commands in processes of their own would compile everything that they import, each time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault("SANGTO_SECRET_KEYS", "key-for-tests-only,older-key-for-tests-only")
os.environ["SANGTO_MAIL"] = "off"
os.environ["SANGTO_PAGE_SECONDS"] = "0"  # a test sees what it changed
os.environ["SANGTO_STAFF_SECOND_FACTOR"] = "no"  # tests of accounts switch it on
os.environ["SANGTO_SENTENCE_MODEL"] = "none"  # the same everywhere; tests of it name their own
# Named here and not in pyproject.toml: pytest-django would read the settings before this file.
os.environ["DJANGO_SETTINGS_MODULE"] = "sangto.config.settings"
django.setup()
# A busy machine is no failure; the time limit of a test stands in pyproject.toml.
settings.register_profile("sangto", deadline=None)
settings.load_profile("sangto")


@pytest.fixture(autouse=True)
def _no_language_of_another_test() -> Iterator[None]:
    """The test client leaves the language of its last page to whoever comes next."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _the_record_can_be_emptied_between_tests() -> Iterator[None]:
    """Tests with real transactions flush their database; the record refuses that otherwise."""
    from django.db import connections, transaction
    from django.db.backends.base.operations import BaseDatabaseOperations

    from sangto.audit import guards
    from sangto.transparency.guards import TABLES as REGISTER

    flush = BaseDatabaseOperations.execute_sql_flush

    def without_guards(self: BaseDatabaseOperations, _sql_list: list[str]) -> None:
        connection = connections["default"]
        with transaction.atomic():
            for tables in (guards.TABLES, REGISTER):
                guards.remove(connection, tables)
            flush(self, _emptying(connection))
            for tables in (guards.TABLES, REGISTER):
                guards.install(connection, tables)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", without_guards)
        yield


#: Rows that come with the tables; Django would make them again after each such test.
_COME_WITH_THE_TABLES = frozenset({"django_content_type", "auth_permission"})


def _emptying(connection: BaseDatabaseWrapper) -> list[str]:
    """For the tables that hold something: to truncate all of them takes PostgreSQL seconds."""
    quoted = connection.ops.quote_name
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    probes = [
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quoted(name)})"  # noqa: S608 - our own tables
        for name in sorted(set(names) - _COME_WITH_THE_TABLES)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(probes))
        return [f"DELETE FROM {quoted(name)}" for (name,) in cursor.fetchall()]  # noqa: S608 - same


@pytest.fixture(autouse=True)
def _no_claims_of_the_test_before() -> None:
    """The table of claims follows stamps that only grow; here the database goes back in time."""
    from sangto.matching.queries.claim_table import forget_claim_table

    forget_claim_table()


_DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_setup", "live_server"})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The second run, on PostgreSQL, leaves out what touches no database: it could not differ."""
    if not os.environ.get("SANGTO_DATABASE_URL"):
        return
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        names = _DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
        marked = item.get_closest_marker("django_db") or item.get_closest_marker("drill")
        (kept if names or marked else left_out).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept
