"""A real consultation of 2021, done again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from sangto.cli.main import cli
from sangto.cli.replay_file import ReplayFileError, read_replay, text_of
from sangto.consultation.domain.provisions import parse
from sangto.consultation.domain.recognition import paragraphs_of_text
from sangto.consultation.models import Comment, Draft, DraftStep, Opinion, RoundInvitation

DATA = Path(__file__).parents[1] / "data" / "consultation-408.yaml"
TEXT = DATA.read_text(encoding="utf-8")


def run(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    monkeypatch.setenv("SANGTO_LANGUAGE", "en")
    done = CliRunner().invoke(cli, ["consultation", "replay", *arguments])
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.django_db
def test_its_numbers_letters_and_dates(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = str(tmp_path)
    code, out, err = run(
        str(DATA), "--json", "--data", folder, "--out", folder, monkeypatch=monkeypatch
    )
    told = yaml.safe_load(TEXT)
    expected = json.loads(json.dumps(told["expect"], default=str))
    assert (code, json.loads(out)) == (0, expected), err
    assert folder in err
    draft = Draft.objects.get()
    assert draft.state == "appraised"
    letters = dict(Opinion.objects.values_list("letter_number", "letter_date"))
    assert letters == {reply["number"]: reply["date"] for reply in told["replies"]}
    silent = RoundInvitation.objects.filter(state="closed_without_answer")
    assert silent.count() == 19
    assert set(silent.values_list("agency__kind", flat=True)) == {"body"}
    steps = list(DraftStep.objects.values_list("kind", "number", "replaces__number"))
    assert steps == [
        ("request", "408/STTTT-TTBCXB", None),
        ("consolidated_table", "", None),
        ("submission", "585/STTTT-TTBCXB", None),
        ("submission", "40/TTr-STTTT", "585/STTTT-TTBCXB"),
        ("appraisal", "691/VPUBND-KGVX", None),
    ]
    assert Comment.objects.filter(anchor="art_7__clause_4__point_a").count() == 1
    for name in ("bang-tong-hop.docx", "bang-tong-hop.xlsx", "to-trinh.docx", "du-thao.docx"):
        assert (tmp_path / name).read_bytes().startswith(b"PK")
    code, _, err = run(str(DATA), monkeypatch=monkeypatch)
    assert (code, "empty folder" in err) == (1, True)


@pytest.mark.django_db
def test_another_number_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = yaml.safe_load(TEXT)
    told["expect"]["silent"] = 18
    other = tmp_path / "other.yaml"
    other.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    code, out, err = run(str(other), monkeypatch=monkeypatch)
    assert code == 1
    assert "✗ silent: 19" in out
    assert "✓ asked: 30" in out
    assert "silent" in err


def test_the_structure_is_told_and_read_the_same() -> None:
    file = read_replay(TEXT)
    parsed = parse(paragraphs_of_text(text_of(file.draft)))
    assert parsed.problems == ()
    eids = {part.eid for part in parsed.parts}
    assert {"chp_III", "art_9__clause_3", "art_7__clause_1__point_đ"} <= eids
    assert (parsed.articles, len(eids)) == (9, 78)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("draft: [", ""),
        ("asked: 3", "draft"),
        (TEXT.replace("stance: agree,", "stance: yes,", 1), "replies.0.stance"),
        (TEXT.replace("asked: 30", "asked: 3", 1), "asked"),
    ],
)
def test_a_file_that_can_not_be_read(text: str, place: str) -> None:
    with pytest.raises(ReplayFileError) as caught:
        read_replay(text)
    assert place in str(caught.value)


@pytest.mark.django_db
def test_a_provision_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(TEXT.replace("provision: Điều 9,", "provision: Điều 99,"), encoding="utf-8")
    code, _, err = run(str(other), monkeypatch=monkeypatch)
    assert (code, "Điều 99" in err) == (2, True)
    assert run(str(tmp_path / "none.yaml"), monkeypatch=monkeypatch)[0] == 2
