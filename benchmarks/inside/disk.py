"""How much room each table and each of its indexes takes on disk."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

_POSTGRES = """
SELECT CASE WHEN parent.relname IS NULL THEN one.relname
    ELSE parent.relname || '/' || one.relname END,
    pg_total_relation_size(one.oid) - COALESCE(pg_indexes_size(one.oid), 0)
FROM pg_class AS one
LEFT JOIN pg_index ON pg_index.indexrelid = one.oid
LEFT JOIN pg_class AS parent ON parent.oid = pg_index.indrelid
JOIN pg_namespace ON pg_namespace.oid = one.relnamespace
WHERE pg_namespace.nspname = current_schema() AND one.relkind IN ('r', 'i')
"""
#: B-trees are named after their tables, so that both count together.
_SQLITE = """
SELECT CASE WHEN of.type = 'index' THEN of.tbl_name || '/' || of.name ELSE stat.name END,
    stat.pgsize
FROM dbstat AS stat LEFT JOIN sqlite_schema AS of ON of.name = stat.name
WHERE stat.aggregate = TRUE
"""


def sizes(connection: BaseDatabaseWrapper) -> dict[str, int]:
    """Bytes by table, and by ``table/index``: all pages of each, as they are, without a VACUUM.

    On PostgreSQL a table's own size includes what it keeps outside its rows (TOAST) and its maps.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES)
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.fetchall()
            cursor.execute(_SQLITE)
        return {str(name): int(size) for name, size in cursor.fetchall()}
