"""The sample: enough of it, all of it invented, and nothing that the desk itself would refuse."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib.resources import files

import pytest

from sangto.intake.domain.consent import CONSENT_VERSION
from sangto.intake.domain.platforms import HOSTS
from sangto.intake.domain.stripping import strip_identities
from sangto.intake.domain.submission import Submission, submission_refusals
from sangto.kernel.categories import RULES, Category, IndicatorKind, Rating, Topic
from sangto.kernel.errors import Refusal
from sangto.kernel.text import clean
from sangto.matching.domain.claims import read_indicator
from sangto.organisations.domain.charter import parse_charter
from sangto.organisations.domain.shipped import shipped_charter
from sangto.sample.reading import (
    SampleClaim,
    SampleReport,
    sample_claims,
    sample_desk,
    sample_reports,
)

CLAIMS, REPORTS = sample_claims(), sample_reports()
PUBLISHED = [claim for claim in CLAIMS if claim.rating is not None]
CHARTER = parse_charter(shipped_charter("tinh-mau"), "tinh-mau.yaml")
AGENCIES = {CHARTER.lead.slug, *(one.slug for one in CHARTER.members)}
TERRITORIES = {territory.code for territory in CHARTER.territories}
ADDRESS = re.compile(
    r"(?:https?://|hxxps?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?=[/\s?#:,.;)\"'”»]|$)", re.IGNORECASE
)
VIETNAMESE = re.compile(r"\b(?:của|không|được|người|là|và|những)\b", re.IGNORECASE)


def everything_written() -> dict[str, str]:
    texts = {
        name: (files("sangto.sample") / name).read_text(encoding="utf-8")
        for name in ("claims.yaml", "reports.jsonl", "desk.yaml")
    }
    texts["reports.jsonl"] = "\n".join(
        json.dumps(json.loads(line), ensure_ascii=False)
        for line in texts["reports.jsonl"].splitlines()
    )
    return texts


def test_there_is_enough() -> None:
    assert len(PUBLISHED) >= 40
    languages = Counter(report.language for report in REPORTS)
    assert languages["vi"] >= 250
    assert languages["en"] >= 40
    assert set(languages) == {"vi", "en"}
    kinds = Counter(report.kind for report in REPORTS)
    for kind in ("near_duplicate", "unrelated", "complaint", "protected", "unknown"):
        assert kinds[kind] >= 10, kind
    assert {claim.category for claim in PUBLISHED} >= {
        Category.FRAUD,
        Category.IMPERSONATION,
        Category.MALICIOUS_LINK,
        Category.COMPROMISED_SITE,
        Category.FACTUAL_CLAIM,
    }
    assert {claim.rating for claim in PUBLISHED} >= {Rating.SCAM, Rating.FALSE, Rating.UNVERIFIED}


def test_keys_are_used_once() -> None:
    for keys in ([claim.key for claim in CLAIMS], [report.key for report in REPORTS]):
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", ["claims.yaml", "reports.jsonl", "desk.yaml"])
def test_every_address_is_invented(name: str) -> None:
    text = everything_written()[name]
    outside = []
    for host in ADDRESS.findall(text.replace("[.]", ".")):
        last = host.lower().rsplit(".", 1)[-1]
        if last in {"example", "apk", "pdf", "exe", "zip", "html", "php", "jpg", "png", "md"}:
            continue
        if re.fullmatch(r"(?:[0-9.]+)?[a-z]{2,}", last) and _looks_like_a_domain(host):
            outside.append(host)
    assert outside == []


def _looks_like_a_domain(host: str) -> bool:
    return host.lower().rsplit(".", 1)[-1] in {
        *("com", "net", "org", "vn", "info", "io", "me", "xyz", "top", "vip", "online", "site"),
        *("shop", "club", "cc", "app", "link", "ly", "gl", "asia", "biz", "store", "live", "gov"),
    }


def test_no_profile_and_no_handle_is_in_it() -> None:
    for name, text in everything_written().items():
        for host in HOSTS:
            assert f"{host}/" not in text.lower(), (name, host)
    for report in REPORTS:
        for part in (report.text, report.link, report.reason):
            assert strip_identities(part) == clean(part), report.key


def test_phone_numbers_are_the_invented_ones() -> None:
    for name, text in everything_written().items():
        for number in re.findall(r"(?<![\d.])0[1-9]\d{2}[ .]?\d{3}[ .]?\d{3}(?![\d.])", text):
            digits = re.sub(r"\D", "", number)
            assert digits.startswith(("0900000", "0912345", "0901234")), (name, number)


def test_contacts_are_invented() -> None:
    contacts = [report.contact for report in REPORTS if report.contact]
    assert contacts
    assert all(contact.endswith(".example") for contact in contacts)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.key)
def test_the_desk_would_take_the_report(report: SampleReport) -> None:
    submission = Submission(
        text=report.text,
        link=report.link,
        reason=report.reason,
        territory=report.territory,
        language=report.language,
        email=report.contact,
        consent_version=CONSENT_VERSION,
        share_consent=report.share_consent,
    )
    assert submission_refusals(submission) == []
    assert report.territory in TERRITORIES
    assert report.days_ago >= 0
    assert report.claim is None or report.claim in {claim.key for claim in CLAIMS}


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.key)
def test_the_rules_allow_the_claim(claim: SampleClaim) -> None:
    rules = RULES[claim.category]
    if claim.rating is not None:
        assert claim.rating in rules.ratings
    assert not rules.totals_only
    if claim.category is Category.FACTUAL_CLAIM:
        assert claim.topic in set(Topic)
        assert claim.indicators == ()
    else:
        assert claim.topic == ""
    for kind, value in claim.indicators:
        assert IndicatorKind(kind) in rules.indicators
        read = read_indicator(claim.category, kind, value, ())
        assert not isinstance(read, Refusal), (claim.key, read)
    assert claim.owner in AGENCIES
    assert claim.subject_agency is None or claim.subject_agency in AGENCIES
    assert claim.owner != claim.subject_agency
    assert claim.territory in TERRITORIES
    assert claim.wordings


@pytest.mark.parametrize("claim", PUBLISHED, ids=lambda claim: claim.key)
def test_the_verdict_is_whole_in_both_languages(claim: SampleClaim) -> None:
    for text in (claim.title, claim.summary, claim.explanation):
        assert text.strip()
    for text in (claim.title_en, claim.summary_en, claim.explanation_en):
        assert text.strip()
        assert not VIETNAMESE.search(re.sub("“[^”]*”", "", text))
    assert len(claim.what_to_do) == len(claim.what_to_do_en) == 3
    assert bool(claim.missing) == bool(claim.missing_en) == (claim.rating is Rating.UNVERIFIED)
    assert any(source.agency is None for source in claim.sources)
    for source in claim.sources:
        assert source.agency is None or source.agency in AGENCIES
        assert source.seen_days_ago >= 0
    assert claim.grounds or claim.category is Category.FACTUAL_CLAIM
    in_force = {ground.code for ground in CHARTER.legal_grounds if ground.valid_until is None}
    assert set(claim.grounds) <= in_force
    assert claim.published_days_ago > 0
    assert claim.valid_days > 0


def test_each_published_claim_was_reported_before() -> None:
    oldest: dict[str, float] = {}
    for report in REPORTS:
        if report.claim and report.language == "vi":
            oldest[report.claim] = max(oldest.get(report.claim, 0), report.days_ago)
    for claim in PUBLISHED:
        assert oldest[claim.key] >= claim.published_days_ago, claim.key


def test_the_work_on_the_desk_points_at_reports() -> None:
    desk = sample_desk()
    keys = {report.key: report for report in REPORTS}
    for feedback in desk.feedback:
        assert keys[feedback.report].kind == "complaint"
        assert feedback.title
        assert feedback.title_en
    for work in desk.in_work:
        assert keys[work.report].claim is None
        assert work.state in {"opened", "waiting_for_second", "verifying", "submitted"}
    assert sum(report.kind == "protected" for report in REPORTS) >= desk.close_as_opinion > 0
