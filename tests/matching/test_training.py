"""Learning from the desk's decisions: kept where it helps, readable, undone with one word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest
import yaml
from pytest_django import Settings

from sangto.audit.models import AuditEvent
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import operator_actor, public_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.matching.claimstage import UNTRAINED, Part
from sangto.matching.claimstage.training import Learned, Quality
from sangto.matching.models import ReportLink
from sangto.matching.queries import weighing
from sangto.matching.queries.weighing import current_weights, former_weights_file, weights_file
from sangto.matching.services import sweep_profiles, train_weights, undo_training
from sangto.matching.services import training as services
from sangto.organisations.models import Network
from tests.factories.intake import make_report
from tests.factories.matching import link_report, make_claim
from tests.factories.profiles import make_profiles
from tests.matching.labelled import How, Split, base_claims

ACTOR = operator_actor("matching train")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Settings) -> None:
    settings.SANGTO_DATA = tmp_path


def learned(precision: float, words: float = 1.5) -> Learned:
    before = Quality(12, 0.8, 0.9)
    weights = {**UNTRAINED, Part.WORDS: words}
    return Learned(weights, before, replace(before, precision=precision), 48)


def test_it_learns_from_confirmed_links_and_shows_what_it_brings(network: Network) -> None:
    bases = [base for base in base_claims() if base.split is Split.TRAIN][:40]
    claims = {
        base.id: make_claim(network, wordings=[base.wording], title=base.title) for base in bases
    }
    sweep_profiles()
    make_profiles()
    retold = [
        (claims[base.id], positive.text)
        for base in bases
        for positive in base.positives
        if positive.how is How.PARAPHRASE
    ]
    for number, (claim, text) in enumerate(retold):
        link = link_report(make_report(network, text=text), claim, indexed=False)
        other = claims[bases[number % len(bases)].id]
        explanation = {"former": [{"claim": other.pk, "method": "near"}]}
        ReportLink.objects.filter(pk=link.pk).update(state="confirmed", explanation=explanation)
    seen: list[int] = []

    done = train_weights(actor=ACTOR, progress=lambda count, _total: seen.append(count))

    assert seen == list(range(1, len(retold) + 1))
    assert done.learned.before.messages == done.learned.after.messages >= 8
    assert done.learned.learned_from + done.learned.after.messages <= len(retold)
    assert 0.5 < done.learned.before.found <= 1
    assert done.kept == (done.learned.after.precision >= done.learned.before.precision)
    assert weights_file().exists() == done.kept


def test_too_few_links_are_refused(network: Network) -> None:
    with pytest.raises(Refused, match="60"):
        train_weights(actor=ACTOR)
    assert not weights_file().exists()
    assert not AuditEvent.objects.exists()


def test_what_is_learned_can_be_read_and_is_used(network: Network) -> None:
    assert current_weights() == UNTRAINED
    with mock.patch.object(services, "learn", return_value=learned(0.9)):
        assert train_weights(actor=ACTOR).kept

    raw = yaml.safe_load(weights_file().read_text(encoding="utf-8"))
    assert raw["weights"]["words"] == 1.5
    assert raw["before"]["precision"] == 0.8
    assert raw["after"]["precision"] == 0.9
    assert current_weights()[Part.WORDS] == 1.5
    assert [event.tag for event in AuditEvent.objects.all()] == [AuditTag.WEIGHTS_LEARNED]


def test_what_ranks_worse_or_is_only_looked_at_is_not_kept(network: Network) -> None:
    with mock.patch.object(services, "learn", return_value=learned(0.7)):
        assert not train_weights(actor=ACTOR).kept
    with mock.patch.object(services, "learn", return_value=learned(0.9)):
        assert not train_weights(actor=ACTOR, keep=False).kept

    assert not weights_file().exists()
    assert current_weights() == UNTRAINED


def test_it_is_undone_step_by_step(network: Network) -> None:
    for words in (1.5, 2.5):
        with mock.patch.object(services, "learn", return_value=learned(0.9, words)):
            train_weights(actor=ACTOR)
    assert current_weights()[Part.WORDS] == 2.5

    assert undo_training(actor=ACTOR)
    assert current_weights()[Part.WORDS] == 1.5
    assert not former_weights_file().exists()

    assert not undo_training(actor=ACTOR)
    assert current_weights() == UNTRAINED
    with pytest.raises(Refused):
        undo_training(actor=ACTOR)


@pytest.mark.parametrize(
    "content", ["", "weights: 3", "weights: {words: -1}", "weights: {luck: 1}", "{", "\x00"]
)
def test_a_file_that_can_not_be_used_changes_nothing(
    content: str, caplog: pytest.LogCaptureFixture
) -> None:
    weights_file().write_text(content, encoding="utf-8")

    assert current_weights() == UNTRAINED
    assert str(weights_file()) in caplog.text
    assert weighing.current_weights() == UNTRAINED


def test_only_who_has_a_shell_may(network: Network) -> None:
    with pytest.raises(NotVisible):
        train_weights(actor=public_actor())
    with pytest.raises(NotVisible):
        undo_training(actor=public_actor())
