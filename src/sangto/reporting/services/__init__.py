from __future__ import annotations

from sangto.reporting.services.consolidating import (
    draft_from_group,
    group_points,
    ungroup_point,
)
from sangto.reporting.services.digests import follow_digest, make_due_digests
from sangto.reporting.services.periodic_letters import remind_of_reports
from sangto.reporting.services.periodic_opening import ask_for_report, open_due_reports
from sangto.reporting.services.periodic_steps import (
    amend_report,
    cancel_report,
    hand_in,
    return_report,
    submit_report_version,
)
from sangto.reporting.services.periodic_writing import (
    add_comment,
    refresh_figures,
    save_section,
)
from sangto.reporting.services.sample_year import write_sample_year
from sangto.reporting.services.training import (
    TrainingText,
    add_material,
    cancel_training,
    correct_training,
    record_training,
    remove_material,
)

__all__ = [
    "TrainingText",
    "add_comment",
    "add_material",
    "amend_report",
    "ask_for_report",
    "cancel_report",
    "cancel_training",
    "correct_training",
    "draft_from_group",
    "follow_digest",
    "group_points",
    "hand_in",
    "make_due_digests",
    "open_due_reports",
    "record_training",
    "refresh_figures",
    "remind_of_reports",
    "remove_material",
    "return_report",
    "save_section",
    "submit_report_version",
    "ungroup_point",
    "write_sample_year",
]
