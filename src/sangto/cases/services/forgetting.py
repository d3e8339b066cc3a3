"""What the officers wrote in a case that turned out to be no matter of the desk."""

from __future__ import annotations

from sangto.audit.services import Journal
from sangto.cases.models import Case
from sangto.documents.services import delete_file


def forget_work(case: Case, journal: Journal) -> None:
    """Delete tasks, answers to the checklist with their files, grounds and the copy list: any of
    them may repeat what somebody said (SCOPE.md 4). Belongs inside a ``change``."""
    for answer in case.checklist_answers.select_related("file").filter(file__isnull=False):
        file = answer.file
        answer.file = None
        answer.save(update_fields=["file"])
        if file is not None:
            delete_file(file=file, journal=journal)
    case.checklist_answers.all().delete()
    case.tasks.all().delete()
    case.grounds.all().delete()
    case.copies.all().delete()
