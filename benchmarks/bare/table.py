from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.bare.keys import key_of
from benchmarks.bare.models import Message


def prepare(*, rows: int) -> None:
    """The table, with some rows to look up; what is there already stays."""
    if Message._meta.db_table in connection.introspection.table_names():
        return
    with connection.schema_editor() as editor:
        editor.create_model(Message)
    with transaction.atomic():
        Message.objects.bulk_create(
            Message(key=key_of(number), text="Tin nhắn " * 20, received_at=timezone.now())
            for number in range(rows)
        )
    connection.close()
