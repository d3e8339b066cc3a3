"""The sample files as values. Raises ``ValueError`` with the entry's key for a broken one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from sangto.kernel.categories import Category, IndicatorKind, Rating


@dataclass(frozen=True, slots=True)
class SampleWording:
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class SampleSource:
    title: str
    publisher: str
    address: str
    seen_days_ago: int
    agency: str | None


@dataclass(frozen=True, slots=True)
class SampleClaim:
    """A claim with the verdict that the sample desk published about it, if any."""

    key: str
    category: Category
    topic: str
    subject_agency: str | None
    owner: str
    rating: Rating | None
    territory: str
    published_days_ago: int
    valid_days: int
    title: str
    title_en: str
    wordings: tuple[SampleWording, ...]
    summary: str
    summary_en: str
    explanation: str
    explanation_en: str
    what_to_do: tuple[str, ...]
    what_to_do_en: tuple[str, ...]
    missing: str
    missing_en: str
    sources: tuple[SampleSource, ...]
    grounds: tuple[str, ...]
    indicators: tuple[tuple[IndicatorKind, str], ...]


@dataclass(frozen=True, slots=True)
class SampleReport:
    """``kind`` says why it is in the sample; the desk itself is never told."""

    key: str
    text: str
    link: str
    reason: str
    territory: str
    language: str
    claim: str | None
    kind: str
    days_ago: float
    contact: str | None
    share_consent: bool


def _paragraphs(text: str | None) -> str:
    return "\n\n".join(" ".join(part.split()) for part in (text or "").split("\n") if part.strip())


@lru_cache(maxsize=1)
def sample_claims() -> tuple[SampleClaim, ...]:
    """All claims, the longest published first."""
    entries = yaml.safe_load((files(__package__) / "claims.yaml").read_text(encoding="utf-8"))
    claims = [_claim(entry) for entry in entries]
    return tuple(sorted(claims, key=lambda claim: -claim.published_days_ago))


def _claim(entry: dict[str, object]) -> SampleClaim:
    def text(name: str) -> str:
        return _paragraphs(str(entry.get(name) or ""))

    def items(name: str) -> list[dict[str, object]]:
        found = entry.get(name) or []
        if not isinstance(found, list):
            raise ValueError(f"{entry.get('key')}: {name} is no list")
        return found

    try:
        return SampleClaim(
            key=str(entry["key"]),
            category=Category(str(entry["category"])),
            topic=str(entry.get("topic") or ""),
            subject_agency=str(entry["subject_agency"]) if entry.get("subject_agency") else None,
            owner=str(entry["owner"]),
            rating=Rating(str(entry["rating"])) if entry.get("rating") else None,
            territory=str(entry["territory"]),
            published_days_ago=int(str(entry.get("published_days_ago") or 0)),
            valid_days=int(str(entry.get("valid_days") or 0)),
            title=text("title"),
            title_en=text("title_en"),
            wordings=tuple(
                SampleWording(str(item["language"]), str(item["text"]))
                for item in items("wordings")
            ),
            summary=text("summary"),
            summary_en=text("summary_en"),
            explanation=text("explanation"),
            explanation_en=text("explanation_en"),
            what_to_do=tuple(str(item) for item in items("what_to_do")),
            what_to_do_en=tuple(str(item) for item in items("what_to_do_en")),
            missing=text("missing"),
            missing_en=text("missing_en"),
            sources=tuple(
                SampleSource(
                    title=str(item["title"]),
                    publisher=str(item["publisher"]),
                    address=str(item["address"]),
                    seen_days_ago=int(str(item["seen_days_ago"])),
                    agency=str(item["agency"]) if item.get("agency") else None,
                )
                for item in items("sources")
            ),
            grounds=tuple(str(code) for code in items("grounds")),
            indicators=tuple(
                (IndicatorKind(str(item["kind"])), str(item["value"]))
                for item in items("indicators")
            ),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"{entry.get('key')}: {error!r}") from error


@lru_cache(maxsize=1)
def sample_reports() -> tuple[SampleReport, ...]:
    """All reports, oldest first."""
    lines = (files(__package__) / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    reports = [_report(json.loads(line)) for line in lines if line.strip()]
    return tuple(sorted(reports, key=lambda report: -report.days_ago))


def _report(entry: dict[str, object]) -> SampleReport:
    try:
        return SampleReport(
            key=str(entry["key"]),
            text=str(entry["text"]),
            link=str(entry.get("link") or ""),
            reason=str(entry.get("reason") or ""),
            territory=str(entry["territory"]),
            language=str(entry["language"]),
            claim=str(entry["claim"]) if entry.get("claim") else None,
            kind=str(entry["kind"]),
            days_ago=float(str(entry["days_ago"])),
            contact=str(entry["contact"]) if entry.get("contact") else None,
            share_consent=bool(entry.get("share_consent")),
        )
    except KeyError as error:
        raise ValueError(f"{entry.get('key')}: {error!r}") from error


@dataclass(frozen=True, slots=True)
class SampleFeedback:
    """A complaint that was routed; ``answer`` is empty while the agency still owes it."""

    report: str
    topic: str
    title: str
    title_en: str
    answer: str


@dataclass(frozen=True, slots=True)
class SampleTask:
    """``days`` from today, less than none for one that is late; ``owner`` is an address."""

    title: str
    days: int
    owner: str
    done: bool


@dataclass(frozen=True, slots=True)
class SampleCaseWork:
    """``answered`` items of the checklist; codes of provisions; slugs of agencies."""

    answered: int
    tasks: tuple[SampleTask, ...]
    cites: tuple[str, ...]
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleWork:
    """A case that is not finished: opened, waiting_for_second, verifying or submitted."""

    report: str
    state: str
    claim: SampleClaim | None
    note: str
    work: SampleCaseWork


@dataclass(frozen=True, slots=True)
class SampleDesk:
    close_as_opinion: int
    feedback: tuple[SampleFeedback, ...]
    in_work: tuple[SampleWork, ...]
    evidence: dict[str, str]
    money_lost: dict[str, int]


@lru_cache(maxsize=1)
def sample_desk() -> SampleDesk:
    entries = yaml.safe_load((files(__package__) / "desk.yaml").read_text(encoding="utf-8"))
    return SampleDesk(
        close_as_opinion=int(entries["close_as_opinion"]),
        feedback=tuple(
            SampleFeedback(
                report=entry["report"],
                topic=entry["topic"],
                title=entry["title"],
                title_en=entry["title_en"],
                answer=_paragraphs(entry.get("answer")),
            )
            for entry in entries["feedback"]
        ),
        in_work=tuple(_work(entry) for entry in entries["in_work"]),
        evidence={str(code): str(text) for code, text in entries["evidence"].items()},
        money_lost={str(key): int(dong) for key, dong in entries["money_lost"].items()},
    )


def _work(entry: dict[str, object]) -> SampleWork:
    claim = None
    if "category" in entry:
        sources = entry.get("sources") or []
        assert isinstance(sources, list)  # noqa: S101 - a file of this package
        described = {
            "key": entry["report"],
            "owner": "",
            "territory": "",
            **entry,
            "sources": [{"seen_days_ago": 1, **source} for source in sources],
        }
        claim = _claim(described)
    return SampleWork(
        report=str(entry["report"]),
        state=str(entry["state"]),
        claim=claim,
        note=str(entry.get("note") or ""),
        work=_case_work(entry),
    )


def _case_work(entry: dict[str, object]) -> SampleCaseWork:
    def items(name: str) -> list[dict[str, object]]:
        found = entry.get(name) or []
        assert isinstance(found, list)  # noqa: S101 - a file of this package
        return found

    return SampleCaseWork(
        answered=int(str(entry.get("answered") or 0)),
        tasks=tuple(
            SampleTask(
                title=str(task["title"]),
                days=int(str(task["days"])),
                owner=str(task.get("owner") or ""),
                done=bool(task.get("done")),
            )
            for task in items("tasks")
        ),
        cites=tuple(str(code) for code in items("cites")),
        copies=tuple(str(slug) for slug in items("copies")),
    )
