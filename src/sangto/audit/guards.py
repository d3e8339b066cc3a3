"""Triggers that make the record append-only, in the words of each database.

They stop mistakes and careless hands; whoever may drop them is found by the seals. A later
migration that rebuilds one of the tables on SQLite has to install them again.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

#: Each table with the columns that never change; none named means all of them.
Tables = Mapping[str, tuple[str, ...]]
TABLES: Tables = {"audit_auditevent": (), "audit_seal": ()}

_SQLITE_INSTALL = (
    """CREATE TRIGGER IF NOT EXISTS {table}_refuses_update BEFORE UPDATE{of} ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS {table}_refuses_delete BEFORE DELETE ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
    # INSERT OR REPLACE removes the old row without asking the trigger for DELETE.
    """CREATE TRIGGER IF NOT EXISTS {table}_refuses_replace BEFORE INSERT ON {table}
    WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
)
_SQLITE_REMOVE = (
    "DROP TRIGGER IF EXISTS {table}_refuses_update",
    "DROP TRIGGER IF EXISTS {table}_refuses_delete",
    "DROP TRIGGER IF EXISTS {table}_refuses_replace",
)
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""
_POSTGRES_INSTALL = (
    "DROP TRIGGER IF EXISTS {table}_refuses_change ON {table}",
    """CREATE TRIGGER {table}_refuses_change BEFORE UPDATE{of} OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()""",
    "ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_refuses_change",
)
_POSTGRES_REMOVE = ("DROP TRIGGER IF EXISTS {table}_refuses_change ON {table}",)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...], tables: Tables) -> None:
    with connection.cursor() as cursor:
        for table, columns in tables.items():
            of = f" OF {', '.join(columns)}" if columns else ""
            for statement in statements:
                cursor.execute(statement.format(table=table, of=of))


def install(connection: BaseDatabaseWrapper, tables: Tables = TABLES) -> None:
    """Make these tables refuse UPDATE, DELETE and, on PostgreSQL, TRUNCATE."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_POSTGRES_FUNCTION)
        _run(connection, _POSTGRES_INSTALL, tables)
    else:
        _run(connection, _SQLITE_INSTALL, tables)


def remove(connection: BaseDatabaseWrapper, tables: Tables = TABLES) -> None:
    """Only for undoing the migration, and for tests that empty their database."""
    postgres = connection.vendor == "postgresql"
    _run(connection, _POSTGRES_REMOVE if postgres else _SQLITE_REMOVE, tables)
