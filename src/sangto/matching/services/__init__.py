"""Writes of the room."""

from sangto.matching.services.claims import (
    describe_claim,
    empty_claim,
    keep_verdict_words,
    open_claim,
)
from sangto.matching.services.describing import take_back_description
from sangto.matching.services.holding import hold_links
from sangto.matching.services.indexing import rebuild_index
from sangto.matching.services.indicators import add_indicator, drop_indicators, remove_indicator
from sangto.matching.services.joins import Undone, merge_claims, split_claim, undo_join
from sangto.matching.services.linking import match_report, match_report_task
from sangto.matching.services.links import (
    confirm_link,
    move_report,
    reject_link,
    remove_report,
    renew_report,
)
from sangto.matching.services.profiles import profile_task, sweep_profiles
from sangto.matching.services.training import Training, train_weights, undo_training
from sangto.matching.services.wordings import add_wording, remove_wording

__all__ = [
    "Training",
    "Undone",
    "add_indicator",
    "add_wording",
    "confirm_link",
    "describe_claim",
    "drop_indicators",
    "empty_claim",
    "hold_links",
    "keep_verdict_words",
    "match_report",
    "match_report_task",
    "merge_claims",
    "move_report",
    "open_claim",
    "profile_task",
    "rebuild_index",
    "reject_link",
    "remove_indicator",
    "remove_report",
    "remove_wording",
    "renew_report",
    "split_claim",
    "sweep_profiles",
    "take_back_description",
    "train_weights",
    "undo_join",
    "undo_training",
]
