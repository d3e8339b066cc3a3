"""The labelled sets: enough of every kind, nothing twice, all of it invented, and the card true."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sangto.intake.domain.stripping import strip_identities
from sangto.kernel.text import clean, folded
from tests.matching.labelled import (
    DATA,
    RENDERINGS,
    TEMPLATES,
    How,
    Kind,
    Split,
    Template,
    Why,
    base_claims,
    negatives,
    negatives_by_hand,
    positives,
    read_claims,
    read_templates,
    rendered,
    split_of,
    templated_negatives,
    templates,
)

CLAIMS, POSITIVES, NEGATIVES = base_claims(), positives(), negatives()
LANGUAGES = ("vi", "en")
#: Misspelt on purpose.
MISSPELT = {How.TEENCODE, How.OCR}


def everything_written() -> Iterator[tuple[str, str]]:
    """(id, text) of all that is in the files, titles included, templates rendered."""
    for claim in CLAIMS:
        yield f"{claim.id}/title", claim.title
        yield f"{claim.id}/wording", claim.wording
    yield from ((positive.id, positive.text) for positive in POSITIVES)
    yield from ((negative.id, negative.text) for negative in NEGATIVES)


def test_there_is_enough() -> None:
    assert len(CLAIMS) >= 120
    spoken = Counter(positive.language for positive in POSITIVES)
    assert spoken["vi"] >= 600
    assert spoken["en"] >= 150
    assert len(NEGATIVES) >= 1280
    assert len(negatives_by_hand()) >= 500
    assert len(templates()) >= 70
    assert len(templated_negatives()) >= 620
    english = sum(template.language == "en" for template in templates())
    assert 0.2 <= english / len(templates()) <= 0.3


@pytest.mark.parametrize("how", How)
def test_each_way_of_changing_a_text_stands_often(how: How) -> None:
    assert sum(positive.how is how for positive in POSITIVES) >= 20


@pytest.mark.parametrize("why", Why)
def test_each_reason_stands_often(why: Why) -> None:
    assert sum(negative.why is why for negative in negatives_by_hand()) >= 20


def test_ids_are_used_once() -> None:
    ids = [one.id for group in (CLAIMS, templates(), POSITIVES, NEGATIVES) for one in group]
    assert [name for name, times in Counter(ids).items() if times > 1] == []


def test_no_text_stands_twice() -> None:
    """Only a wording that lost its accents, and nothing else, folds to the wording itself."""
    wordings = {claim.id: folded(claim.wording) for claim in CLAIMS}
    texts = list(wordings.values())
    for positive in POSITIVES:
        text = folded(positive.text)
        if positive.how is not How.ACCENTS or text != wordings[positive.base]:
            texts.append(text)
    texts += [folded(negative.text) for negative in NEGATIVES]
    assert all(texts)
    assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_an_unaccented_positive_has_no_accents() -> None:
    marked = [
        positive.id
        for positive in POSITIVES
        if positive.how is How.ACCENTS and re.search("[\u00c0-\u024f\u1ea0-\u1ef9]", positive.text)
    ]
    assert marked == []


def test_akin_claims_name_each_other() -> None:
    akin = {claim.id: claim.akin for claim in CLAIMS}
    assert any(akin.values())
    for claim in CLAIMS:
        assert claim.id not in claim.akin
        assert all(claim.id in akin[other] for other in claim.akin), claim.id
        for negative in claim.negatives:
            assert claim.id not in negative.akin, negative.id
            assert not negative.akin or negative.why is Why.OTHER_CLAIM, negative.id


def test_templates_are_worded_unlike_the_claims() -> None:
    known = {words for claim in CLAIMS for words in _runs(claim.wording)}
    shared = {
        (negative.source, words)
        for negative in templated_negatives()
        for words in _runs(negative.text)
        if words in known
    }
    assert shared == set()


def _runs(text: str, length: int = 6) -> set[tuple[str, ...]]:
    words = folded(text).split()
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


# The split


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("a-the-tam-khoa-lien-ket", Split.TRAIN),
        ("c-tin-don-gao-bon-muoi-nghin", Split.TRAIN),
        ("e-vo-dap-thac-xanh", Split.TRAIN),
        ("o-lich-tiep-dan", Split.DEV),
        ("o-en-shop-sale", Split.TEST),
        ("f-en-cloud-storage-full", Split.TRAIN),
    ],
)
def test_the_split_never_moves(source: str, part: Split) -> None:
    assert split_of(source) is part


@pytest.mark.parametrize(
    "splits",
    [[claim.split for claim in CLAIMS], [template.split for template in templates()]],
    ids=["claims", "templates"],
)
def test_the_split_is_about_half_a_fifth_and_the_rest(splits: list[Split]) -> None:
    for part, share in ((Split.TRAIN, 0.5), (Split.DEV, 0.2), (Split.TEST, 0.3)):
        assert splits.count(part) / len(splits) == pytest.approx(share, abs=0.06)


def test_what_was_written_for_a_claim_goes_with_it() -> None:
    parts = {claim.id: claim.split for claim in CLAIMS}
    parts |= {template.id: template.split for template in templates()}
    assert all(positive.split is parts[positive.base] for positive in POSITIVES)
    assert all(negative.split is parts[negative.source] for negative in NEGATIVES)


@pytest.mark.parametrize("part", Split)
def test_every_part_has_all_kinds(part: Split) -> None:
    claims = [claim for claim in CLAIMS if claim.split is part]
    assert {claim.kind for claim in claims} == set(Kind)
    assert {claim.language for claim in claims} == set(LANGUAGES)
    assert {one.how for claim in claims for one in claim.positives} == set(How)
    assert {one.why for claim in claims for one in claim.negatives} == set(Why)
    drawn = [template for template in templates() if template.split is part]
    assert {template.language for template in drawn} == set(LANGUAGES)


# What may stand in a text

HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
LINK = re.compile(r"https?://([\w.-]+)", re.IGNORECASE)
PHONE = re.compile(r"(?<![\d.,])(?:\+?84|0)(?:[ .-]?\d){9}(?!\d)")
HOTLINE = re.compile(r"(?<!\d)1[89]00[ .-]?\d{2,4}(?:[ .-]?\d{2})?(?!\d)")
IDENTITY = re.compile(r"(?<!\d)(?:\d{9}|\d{12})(?!\d)")
#: An installation file, and an amount whose zeros were misread.
NO_HOST = re.compile(r"[\w-]+\.apk|[\dO]+(?:\.[\dO]+)+d?", re.IGNORECASE)
NEWER_TONE = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)", re.IGNORECASE)


def test_every_address_is_invented() -> None:
    outside = [
        (name, host)
        for name, text in everything_written()
        for host in (*HOST.findall(text), *LINK.findall(text))
        if not host.lower().rstrip(".").endswith(".example") and not NO_HOST.fullmatch(host)
    ]
    assert outside == []


def test_phone_numbers_are_the_invented_ones() -> None:
    found = [
        (name, re.sub(r"\D", "", number))
        for name, text in everything_written()
        for number in PHONE.findall(text)
    ]
    assert len(found) > 100
    invented = re.compile(r"(?:0900000|0912345|0901234)\d{3}")
    assert [one for one in found if not invented.fullmatch(one[1])] == []
    assert [name for name, text in everything_written() if HOTLINE.search(text)] == []


def test_no_number_is_that_of_a_person() -> None:
    assert [name for name, text in everything_written() if IDENTITY.search(text)] == []


def test_no_profile_and_no_handle_is_in_it() -> None:
    assert [name for name, text in everything_written() if strip_identities(text) != text] == []


def test_texts_are_clean() -> None:
    assert [name for name, text in everything_written() if clean(text) != text] == []


def test_tones_stand_in_the_older_place() -> None:
    misspelt = {positive.id for positive in POSITIVES if positive.how in MISSPELT}
    newer = [
        (name, match.group())
        for name, text in everything_written()
        if name not in misspelt
        for match in [NEWER_TONE.search(text)]
        if match
    ]
    assert newer == []


# Reading the files

POSITIVE = {"how": "cut", "text": "nửa sau của tin"}
NEGATIVE = {"why": "advice", "text": "một lời khuyên"}
CLAIM: dict[str, object] = {
    "id": "z-claim",
    "kind": "scam",
    "rating": "scam",
    "language": "vi",
    "title": "Một tiêu đề",
    "wording": "Một tin nhắn",
    "positives": [POSITIVE],
    "negatives": [NEGATIVE],
}
TEMPLATE: dict[str, object] = {
    "id": "z-template",
    "topic": "weather",
    "why": "official",
    "language": "vi",
    "text": "Mai {sky}, gió {wind}.",
    "slots": {"sky": ["mưa", "nắng", "râm"], "wind": ["nhẹ", "mạnh", "lặng"]},
}


def written(folder: Path, entry: object) -> Path:
    path = folder / "z.yaml"
    path.write_text(yaml.safe_dump([entry], allow_unicode=True), encoding="utf-8")
    return path


def test_whole_entries_are_read(tmp_path: Path) -> None:
    (claim,) = read_claims(written(tmp_path, CLAIM))
    assert (claim.file, claim.id, claim.akin) == ("z.yaml", "z-claim", frozenset())
    assert [positive.id for positive in claim.positives] == ["z-claim/p1"]
    assert [negative.id for negative in claim.negatives] == ["z-claim/n1"]
    (template,) = read_templates(written(tmp_path, TEMPLATE))
    assert template.slots[0] == ("sky", ("mưa", "nắng", "râm"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "gossip"}, "z-claim: kind"),
        ({"rating": "bad"}, "z-claim: rating"),
        ({"language": "fr"}, "z-claim: unknown language fr"),
        ({"wording": "  "}, "z-claim: wording is no text"),
        ({"title": 7}, "z-claim: title is no text"),
        ({"positives": []}, "z-claim: positives is no list"),
        ({"positives": ["text"]}, "z-claim/p1: is no mapping"),
        ({"positives": [POSITIVE, {"how": "cut"}]}, "z-claim/p2: text is no text"),
        ({"positives": [{**POSITIVE, "how": "sung"}]}, "z-claim/p1: how"),
        ({"negatives": [{**NEGATIVE, "why": "dull"}]}, "z-claim/n1: why"),
        ({"negatives": [{**NEGATIVE, "akin": [3]}]}, "z-claim/n1: akin holds"),
        ({"akin": "other"}, "z-claim: akin is no list"),
        ({"wordings": "more"}, r"z-claim: unknown \['wordings'\]"),
        ({"id": 5}, "entry 1: id is no text"),
    ],
)
def test_a_broken_claim_is_named(tmp_path: Path, change: dict[str, object], message: str) -> None:
    path = written(tmp_path, {**CLAIM, **change})
    with pytest.raises(ValueError, match=rf"^z\.yaml: {message}"):
        read_claims(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": "Mai {sky}."}, "z-template: slots differ from the text"),
        ({"text": "Mai {sky}, {wind} và {rain}."}, "z-template: slots differ from the text"),
        ({"text": "Mai {sky, gió {wind}."}, "z-template: "),
        ({"slots": {"sky": ["mưa"], "wind": ["nhẹ", "lặng"]}}, "z-template: fewer than"),
        ({"slots": {"sky": [1], "wind": ["nhẹ"]}}, "z-template: sky holds"),
        ({"slots": None}, "z-template: is no mapping"),
        ({"why": "dull"}, "z-template: why"),
        ({"positives": []}, "z-template: unknown"),
    ],
)
def test_a_broken_template_is_named(
    tmp_path: Path, change: dict[str, object], message: str
) -> None:
    path = written(tmp_path, {**TEMPLATE, **change})
    with pytest.raises(ValueError, match=rf"^z\.yaml: {message}"):
        read_templates(path)


@pytest.mark.parametrize("content", ["a: [", "a: b"])
def test_a_file_without_entries_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "z.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"^z\.yaml: "):
        read_claims(path)


SIZES = st.lists(st.integers(1, 9), max_size=4).map(lambda sizes: [2, 4, *sizes])


@settings(max_examples=60)
@given(SIZES)
def test_a_template_gives_other_values_each_time(sizes: list[int]) -> None:
    names = [f"slot{number}" for number in range(len(sizes))]
    template = Template(
        id="z",
        topic="weather",
        why=Why.OFFICIAL,
        language="en",
        text=" ".join(f"{{{name}}}" for name in names),
        slots=tuple(
            (name, tuple(map(str, range(size)))) for name, size in zip(names, sizes, strict=True)
        ),
        split=Split.TRAIN,
    )
    assert math.prod(sizes) >= RENDERINGS
    texts = list(rendered(template))
    assert len(set(texts)) == len(texts) == RENDERINGS
    assert texts == list(rendered(template))


# The card


def row(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def by_language(languages: Iterable[str]) -> tuple[int, int]:
    counts = Counter(languages)
    return counts["vi"], counts["en"]


def counted_rows() -> list[str]:
    """The rows that the tables of the card must have, in their order."""
    rows = []
    for name in sorted({claim.file for claim in CLAIMS}):
        claims = [claim for claim in CLAIMS if claim.file == name]
        rows.append(
            row(
                f"`{name}`",
                *by_language(claim.language for claim in claims),
                sum(len(claim.positives) for claim in claims),
                sum(len(claim.negatives) for claim in claims),
            )
        )
    languages = by_language(template.language for template in templates())
    rows.append(row(f"`{TEMPLATES}`", *languages, 0, len(templated_negatives())))
    for kind, rating in sorted({(claim.kind, claim.rating) for claim in CLAIMS}):
        same = [one.language for one in CLAIMS if (one.kind, one.rating) == (kind, rating)]
        rows.append(row(kind, rating, *by_language(same)))
    for how in How:
        changed = by_language(one.language for one in POSITIVES if one.how is how)
        rows.append(row(f"`{how}`", *changed, sum(changed)))
    for why in Why:
        alike = [one for one in NEGATIVES if one.why is why]
        by_hand = by_language(one.language for one in alike if one.by_hand)
        made = by_language(one.language for one in alike if not one.by_hand)
        rows.append(row(f"`{why}`", *by_hand, *made, len(alike)))
    for topic in sorted({template.topic for template in templates()}):
        same = [template.language for template in templates() if template.topic == topic]
        rows.append(row(topic, *by_language(same)))
    for part in Split:
        rows.append(
            row(
                part,
                sum(claim.split is part for claim in CLAIMS),
                sum(positive.split is part for positive in POSITIVES),
                sum(negative.split is part for negative in negatives_by_hand()),
                sum(template.split is part for template in templates()),
                sum(negative.split is part for negative in templated_negatives()),
            )
        )
    return rows


def test_the_counts_in_the_card_are_those_of_the_data() -> None:
    card = (DATA / "README.md").read_text(encoding="utf-8")
    shown = [line for line in card.splitlines() if re.match(r"\|.*\| \d+ \|$", line)]
    assert shown == counted_rows()
    total = (
        f"{len(CLAIMS)} base claims, {len(POSITIVES)} positives, "
        f"{len(negatives_by_hand())} negatives by hand and {len(templated_negatives())} from "
        f"{len(templates())} templates"
    )
    assert total in " ".join(card.split())
