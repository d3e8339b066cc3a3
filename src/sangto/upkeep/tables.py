"""Which tables are carried, and in which order."""

from __future__ import annotations

from graphlib import TopologicalSorter

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

Table = type[Model]

#: Made anew by the tables themselves, or only good on the machine where it was made: whoever is
#: signed in signs in again.
LEFT_OUT = frozenset(
    {
        "contenttypes.ContentType",
        "auth.Permission",
        "sessions.Session",
        "organisations.StaffSession",
    }
)


def carried() -> list[Table]:
    """Every table with rows of its own; what a row points at stands before it."""
    tables = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    graph: TopologicalSorter[str] = TopologicalSorter()
    for label, model in sorted(tables.items()):
        targets = {
            field.related_model._meta.label
            for field in model._meta.local_concrete_fields
            if field.is_relation and isinstance(field.related_model, type)
        }
        graph.add(label, *sorted(targets - {label}))
    return [tables[label] for label in graph.static_order() if label not in LEFT_OUT]


def migrations(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The migrations that the database has, as ``app.name``, sorted."""
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def first_filled(using: str = DEFAULT_DB_ALIAS) -> Table | None:
    """Some table that has a row already; None in an empty database."""
    for model in carried():
        if model._base_manager.using(using).exists():
            return model
    return None
