"""Reads of the room."""

from sangto.handling.queries.abuse import (
    RegisterLine,
    abuse_reports_for_register,
    abuse_reports_of,
    abuse_reports_visible_to,
    get_abuse_report,
)
from sangto.handling.queries.feedback import (
    may_ask_again,
    public_answer,
    public_answers,
    reopenings_of,
)
from sangto.handling.queries.measures import (
    cases_before_committee,
    deadline_of,
    directed_measures,
    in_lists,
    late_measures,
    may_with_measure,
    measure_for,
    measures_of,
    measures_visible_to,
    own_open_measures,
    receipt_answer,
    result_file,
    results_of,
)
from sangto.handling.queries.press import (
    may_with_question,
    press_deadline_of,
    press_office,
    press_question_for,
    press_questions_of,
    press_questions_visible_to,
)

__all__ = [
    "RegisterLine",
    "abuse_reports_for_register",
    "abuse_reports_of",
    "abuse_reports_visible_to",
    "cases_before_committee",
    "deadline_of",
    "directed_measures",
    "get_abuse_report",
    "in_lists",
    "late_measures",
    "may_ask_again",
    "may_with_measure",
    "may_with_question",
    "measure_for",
    "measures_of",
    "measures_visible_to",
    "own_open_measures",
    "press_deadline_of",
    "press_office",
    "press_question_for",
    "press_questions_of",
    "press_questions_visible_to",
    "public_answer",
    "public_answers",
    "receipt_answer",
    "reopenings_of",
    "result_file",
    "results_of",
]
