"""Days and spans as both databases reckon them natively: no Python function is called a row.

SQLite keeps moments as text in UTC. Vietnam has been seven hours ahead of it, without summer time,
since 1975.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, CharField, Func
from django.db.models.sql.compiler import SQLCompiler


class _Native(Func):
    """One template for each database."""

    arity = 1
    on_sqlite: str
    on_postgresql: str

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template=self.on_sqlite, **context)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template=self.on_postgresql, **context)


class LocalDay(_Native):
    """The day in Vietnam, as ISO text."""

    output_field = CharField()
    on_sqlite = "date(substr(%(expressions)s, 1, 19), '+7 hours')"
    on_postgresql = "to_char(%(expressions)s AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')"


class Epoch(_Native):
    """Whole seconds since 1970; what is left of a second is dropped."""

    output_field = BigIntegerField()
    on_sqlite = "CAST(strftime('%%%%s', substr(%(expressions)s, 1, 19)) AS INTEGER)"
    on_postgresql = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint"
