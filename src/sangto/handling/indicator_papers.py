"""The list of domains as STIX 2.1, as MISP reads it, and as CSV: plain functions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

import stix2

from sangto.documents.domain.sheets import Sheet, SheetColumn
from sangto.documents.rendering import render_csv
from sangto.handling.queries.indicators import ListedDomain
from sangto.kernel.categories import Rating

#: TLP:CLEAR, as STIX 2.1 calls it still.
_WHITE = "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"
_KINDS = {Rating.CONFIRMED: "compromised"}


def _uuid(base: str, *parts: str) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join((base, *parts))))


def _end(line: ListedDomain) -> datetime:
    """The verdict holds through its last day."""
    return datetime.combine(line.valid_until + timedelta(days=1), time(), UTC)


def _start(line: ListedDomain) -> datetime:
    return line.valid_from.astimezone(UTC).replace(microsecond=0)


def stix_bundle(lines: Sequence[ListedDomain], *, publisher: str, base: str) -> bytes:
    """One indicator a domain, under ids that stay the same as long as the verdict does."""
    born = datetime(2026, 1, 1, tzinfo=UTC)
    identity = stix2.Identity(
        id=f"identity--{_uuid(base, 'publisher')}",
        created=born,
        modified=born,
        name=publisher,
        identity_class="organization",
    )
    objects: list[object] = [identity]
    for line in lines:
        start = _start(line)
        objects.append(
            stix2.Indicator(
                id=f"indicator--{_uuid(base, line.verdict, line.domain)}",
                created=start,
                modified=start,
                created_by_ref=identity.id,
                name=line.domain,
                indicator_types=[_KINDS.get(line.rating, "malicious-activity")],
                pattern_type="stix",
                pattern=f"[domain-name:value = '{line.domain}']",
                valid_from=start,
                valid_until=max(_end(line), start + timedelta(seconds=1)),
                labels=[line.category.value, line.rating.value],
                external_references=[
                    {"source_name": "verdict", "external_id": line.verdict, "url": line.address},
                    {"source_name": "appeal", "url": line.appeal},
                ],
                object_marking_refs=[_WHITE],
            )
        )
    bundle = stix2.Bundle(
        *objects, id=f"bundle--{_uuid(base, *(line.domain for line in lines))}", allow_custom=False
    )
    return str(bundle.serialize()).encode("utf-8")


def misp_json(lines: Sequence[ListedDomain], *, publisher: str, base: str) -> bytes:
    """One event with an object ``phishing`` a domain, as MISP imports it."""
    latest = max((line.valid_from for line in lines), default=datetime(2026, 1, 1, tzinfo=UTC))
    event = {
        "uuid": _uuid(base, "event"),
        "info": f"Verified fraud domains, {publisher}",
        "date": latest.date().isoformat(),
        "timestamp": str(int(latest.timestamp())),
        "threat_level_id": "2",
        "analysis": "2",
        "published": True,
        "Orgc": {"name": publisher, "uuid": _uuid(base, "publisher")},
        "Tag": [{"name": "tlp:clear"}],
        "Object": [_misp_object(line, base) for line in lines],
    }
    return json.dumps({"Event": event}, ensure_ascii=False, indent=1).encode("utf-8")


def _misp_object(line: ListedDomain, base: str) -> dict[str, object]:
    def attribute(relation: str, kind: str, value: str, *, ids: bool = False) -> dict[str, object]:
        return {
            "uuid": _uuid(base, line.verdict, line.domain, relation),
            "object_relation": relation,
            "type": kind,
            "category": "Network activity" if ids else "External analysis",
            "to_ids": ids,
            "value": value,
        }

    return {
        "uuid": _uuid(base, line.verdict, line.domain),
        "name": "phishing",
        "meta-category": "network",
        "comment": f"{line.category.value}: {line.rating.value}. Appeal: {line.appeal}",
        "first_seen": _start(line).isoformat(),
        "last_seen": _end(line).isoformat(),
        "Attribute": [
            attribute("hostname", "hostname", line.domain, ids=True),
            attribute("verification-time", "datetime", _start(line).isoformat()),
            attribute("verdict", "link", line.address),
        ],
    }


def indicators_csv(lines: Sequence[ListedDomain]) -> bytes:
    names = ("domain", "category", "rating", "verdict", "verdict_address", "valid_from")
    columns = tuple(SheetColumn(name) for name in (*names, "valid_until", "appeal"))
    return render_csv(
        Sheet(
            title="domains",
            columns=columns,
            rows=(
                (
                    line.domain,
                    line.category.value,
                    line.rating.value,
                    line.verdict,
                    line.address,
                    line.valid_from,
                    line.valid_until,
                    line.appeal,
                )
                for line in lines
            ),
        )
    )
