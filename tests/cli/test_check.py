"""`sangto check`: the promised JSON, words for people, and unreadable input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Sangto, run_process
from tests.factories.cases import World
from tests.factories.web import PRIZE, UNKNOWN, known, row_counts


def test_the_promised_json(world: World, sangto: Sangto) -> None:
    version = known(world)
    result = sangto("check", "--json", PRIZE)
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert list(answer) == ["outcome", "matches", "indicators"]
    assert answer["outcome"] == "answer"
    (match,) = answer["matches"]
    assert set(match) == {"claim", "verdict", "score", "spans", "why"}
    assert match["claim"] == version.verdict.claim.reference
    assert match["verdict"]["reference"] == version.verdict.reference
    assert 0 < match["score"] <= 1
    for start, end in match["spans"]:
        assert 0 <= start < end <= len(PRIZE)
    assert all(isinstance(reason, str) and reason for reason in match["why"])
    (link,) = answer["indicators"]
    assert set(link) == {"kind", "value", "shown", "signals"}
    assert (link["kind"], link["shown"]) == ("link", "nhan-qua-sh.example")


def test_suggest_and_unknown(world: World, sangto: Sangto) -> None:
    for _ in range(2):
        known(world)
    assert json.loads(sangto("check", "--json", PRIZE).stdout)["outcome"] == "suggest"
    unknown = json.loads(sangto("check", "--json", UNKNOWN).stdout)
    assert unknown == {"outcome": "unknown", "matches": [], "indicators": []}


def test_for_people(world: World, sangto: Sangto) -> None:
    version = known(world)
    english, vietnamese = sangto("check", PRIZE), sangto("check", PRIZE, language="vi")
    assert version.summary_en in english.stdout
    assert version.summary in vietnamese.stdout
    assert f"/en/ket-luan/{version.verdict.reference}/" in english.stdout
    assert "We know this one." in english.stdout
    assert "We know this one." not in vietnamese.stdout
    assert "sangto report" in sangto("check", UNKNOWN).stdout


def test_standard_input(world: World, sangto: Sangto) -> None:
    known(world)
    for stdin in (PRIZE.encode(), b"\xef\xbb\xbf" + PRIZE.encode(), (PRIZE + "\r\n").encode()):
        answer = json.loads(sangto("check", "--json", "-", stdin=stdin).stdout)
        assert answer["outcome"] == "answer"


def test_nothing_is_stored(world: World, sangto: Sangto) -> None:
    known(world)
    before = row_counts()
    for text in (PRIZE, UNKNOWN, "x"):
        assert sangto("check", text).exit_code == 0
    assert row_counts() == before


@pytest.mark.parametrize("text", ["", "  \n", "\t"])
def test_empty(world: World, sangto: Sangto, text: str) -> None:
    for result in (sangto("check", text), sangto("check", "-", stdin=text)):
        assert result.exit_code == 2
        assert "There is no text to check" in result.stderr
        assert result.stdout == ""


@pytest.mark.parametrize("data", [b"Tr\xfang th\xfd\xd2ng", b"\xff\xfe\x00T", b"ab\xed\xa0\x80"])
def test_other_encodings(world: World, sangto: Sangto, data: bytes) -> None:
    result = sangto("check", "-", stdin=data)
    assert result.exit_code == 2
    assert "UTF-8" in result.stderr


def test_an_argument_in_another_encoding(prepared: Path) -> None:
    done = run_process(prepared, "check", b"Tr\xfang th\xfd\xd2ng")
    assert done.returncode == 2
    assert "not UTF-8 (byte 3)" in done.stderr.decode()


def test_long_and_odd_text(world: World, sangto: Sangto) -> None:
    too_long = sangto("check", "-", stdin="a " * 600_000)
    assert too_long.exit_code == 2
    assert "too long" in too_long.stderr
    for text in ("a " * 400_000, "a\0b", "\u202egpj.exe", "<b>" * 10, "😀" * 50, "-" * 20):
        assert sangto("check", "-", stdin=text).exit_code == 0
