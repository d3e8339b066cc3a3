"""`sangto report`: with consent only, once a key, and refused in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sangto.audit.models import AuditEvent
from sangto.intake.models import Contact, Report
from tests.cli.conftest import Sangto
from tests.factories.cases import World
from tests.factories.documents import picture
from tests.factories.web import UNKNOWN, row_counts

EMAIL = "lan.bi.mat@thu.example"


def test_consent_is_needed(world: World, sangto: Sangto) -> None:
    before = row_counts()
    result = sangto("report", UNKNOWN)
    assert result.exit_code == 2
    assert "--consent" in result.stderr
    assert row_counts() == before


def test_a_whole_report(world: World, sangto: Sangto, tmp_path: Path) -> None:
    image = tmp_path / "Ảnh.png"
    image.write_bytes(picture())
    result = sangto(
        *("report", UNKNOWN, "--consent", "--share", "--link", "http://a.example/b"),
        *("--reason", "Lạ", "--territory", "suoi-trong", "--email", EMAIL, "--image", str(image)),
    )
    assert result.exit_code == 0
    assert EMAIL not in result.output
    report = Report.objects.get()
    assert (report.channel, report.origin) == ("command_line", "citizen")
    assert (report.text, report.reason, report.share_consent) == (UNKNOWN, "Lạ", True)
    assert report.territory is not None
    assert Contact.objects.count() == 1
    assert report.images.count() == 1
    event = AuditEvent.objects.get(tag="report:received")
    assert (event.actor_kind, event.actor_label) == ("operator", "report")
    digits = result.stdout.split("Receipt: ")[1].splitlines()[0]
    assert [len(group) for group in digits.split()] == [4] * 4


def test_json(world: World, sangto: Sangto) -> None:
    result = json.loads(sangto("report", "-", "--consent", "--json", stdin=UNKNOWN).stdout)
    report = Report.objects.get()
    assert set(result) == {"receipt", "reference", "answer_by", "repeated"}
    assert result["reference"] == report.reference
    assert len(result["receipt"]) == 16
    assert result["repeated"] is False


def test_the_same_key_is_the_same_report(world: World, sangto: Sangto) -> None:
    arguments = ("report", UNKNOWN, "--consent", "--json", "--key", "a-key-of-mine")
    first, second = (json.loads(sangto(*arguments).stdout) for _ in range(2))
    assert second == {**first, "repeated": True}
    assert Report.objects.count() == 1
    other = sangto("report", "Tin khác hẳn", "--consent", "--key", "a-key-of-mine")
    assert other.exit_code == 1
    assert "different content" in other.stderr
    json.loads(sangto("report", UNKNOWN, "--consent", "--json").stdout)
    assert Report.objects.count() == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["", "--consent"], "paste the message"),
        ([UNKNOWN, "--consent", "--email", "lan@"], "e-mail address"),
        ([UNKNOWN, "--consent", "--territory", "atlantis"], "place from the list"),
        ([UNKNOWN, "--consent", "--link", "http://a.example/" + "a" * 9_999], "too long"),
        (["x " * 11_000, "--consent"], "too long"),
        ([UNKNOWN, "--consent", "--key", "a"], "8 to 200"),
    ],
)
def test_refusals(world: World, sangto: Sangto, arguments: list[str], words: str) -> None:
    before = row_counts()
    result = sangto("report", *arguments)
    assert result.exit_code == 1
    assert words in result.stderr
    assert result.stdout == ""
    assert row_counts() == before


def test_pictures_that_are_none(world: World, sangto: Sangto, tmp_path: Path) -> None:
    image = tmp_path / "a.png"
    image.write_bytes(b"PK\3\4 no picture")
    result = sangto("report", UNKNOWN, "--consent", "--image", str(image))
    assert result.exit_code == 1
    assert "is not a PNG" in result.stderr
    missing = sangto("report", UNKNOWN, "--consent", "--image", str(tmp_path / "b.png"))
    assert missing.exit_code == 2
    assert Report.objects.count() == 0


def test_without_a_network(db: None, sangto: Sangto) -> None:
    result = sangto("report", UNKNOWN, "--consent")
    assert result.exit_code == 1
    assert "no network yet" in result.stderr


def test_other_encodings(world: World, sangto: Sangto) -> None:
    result = sangto("report", "-", "--consent", stdin=b"Tr\xfang th\xfd\xd2ng")
    assert result.exit_code == 2
    assert Report.objects.count() == 0
