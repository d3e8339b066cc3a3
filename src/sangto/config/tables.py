"""Which tables the database has, beside those that this version knows."""

from __future__ import annotations

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


def pending_migrations() -> list[str]:
    """Names of migrations that the database still lacks. Raises ``DatabaseError``."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def foreign_migrations() -> list[str]:
    """Names of the desk's migrations that the database has and this version does not know: it was
    made by another one. Raises ``DatabaseError``."""
    loader = MigrationLoader(connection)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("sangto.")}
    return sorted(
        f"{label}.{name}"
        for label, name in loader.applied_migrations
        if label in ours and (label, name) not in loader.disk_migrations
    )
