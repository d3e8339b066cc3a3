"""Triggers that keep the register as it was entered; the texts alone can be erased."""

from __future__ import annotations

from sangto.audit.guards import Tables

TABLES: Tables = {
    "transparency_registerentry": (
        "number",
        "reference",
        "network_id",
        "source",
        "source_id",
        "event",
        "kind",
        "about",
        "category",
        "outcome",
        "agency_id",
        "territory_id",
        "decided_at",
        "entered_at",
        "supersedes_id",
        "core",
        "leaf",
    ),
    "transparency_registerday": (),
}
