"""A report in which a name and an address stand wherever a sender can put them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from sangto.cases.domain.checklist import AnswerState, ItemAnswer
from sangto.cases.models import Case
from sangto.cases.services import (
    add_note,
    add_task,
    answer_checklist,
    cite_ground,
    escalate,
    remove_ground,
    transfer,
)
from sangto.intake.models import Report
from sangto.jobs.registry import HANDLERS
from sangto.kernel.text import folded
from sangto.matching.models import Claim
from sangto.organisations.models import LegalGround
from sangto.verdicts.models import VerdictVersion
from tests.factories.cases import World, categorised
from tests.factories.documents import picture
from tests.factories.reporting import receipt_on
from tests.factories.reporting import send as send_report
from tests.factories.verdicts import published_verdict

NAME = "Trầm Ngọc Quỳnh Dao"
SLUG = "tram-ngoc-quynh-dao"
EMAIL = "tram.ngoc.quynh.dao@thu-rieng.example"
LINK = f"https://nhan-qua.example/{SLUG}"
MESSAGE = (
    "Chúc mừng quý khách đã trúng thưởng một xe máy trị giá 46 triệu đồng. Vui lòng chuyển phí "
    "hồ sơ 1.200.000đ để nhận thưởng trong ngày hôm nay."
)
TEXT = f"{NAME} gửi cho tôi tin này: {MESSAGE} {NAME} nói là thật."
#: Everything that somebody could type who looks for that person.
LOOKED_FOR = (
    NAME,
    NAME.upper(),
    "tram ngoc quynh dao",
    f"{NAME} gửi cho tôi",
    f"{NAME} nói là thật",
    SLUG,
    EMAIL,
    EMAIL.split("@")[0],
    "Quỳnh Dao",
    f"{NAME} https://khac.example/x",
    f"{NAME} 0912 345 021",
    f"{NAME} ở đâu, làm gì, nhà số mấy, ai biết chỉ giúp tôi với",
)


def mentions(text: object) -> bool:
    """Whether the name stands there in any spelling: with marks or without, as link or address."""
    return "tramngocquynhdao" in re.sub(r"[^a-z0-9]", "", folded(str(text)))


@dataclass(frozen=True)
class Planted:
    report: Report
    receipt: str
    claim: Claim


def send(client: Client, text: str = TEXT, link: str = LINK) -> Planted:
    """Through the public form, and put to its claim by the worker."""
    response = send_report(
        client,
        text=text,
        link=link,
        reason=f"{NAME} bảo tôi chuyển tiền",
        email=EMAIL,
        images=[SimpleUploadedFile(f"{SLUG}.png", picture(), "image/png")],
    )
    assert response.status_code == 200
    report = Report.objects.latest("pk")
    HANDLERS["report.match"]({"report": report.pk})()
    return Planted(report, receipt_on(response), report.claim_link.claim)


def worked_on(world: World, planted: Planted) -> Case:
    """A case in which officers wrote the name too."""
    officer = world.officer()
    case = categorised(world, claim=planted.claim, actor=officer)
    add_note(case=case, text=f"Người gửi nhắc tới {NAME}", actor=officer)
    add_task(
        case=case,
        title=f"Gọi lại cho {NAME}",
        owner=None,
        due_on=timezone.localdate(),
        actor=officer,
    )
    said = ItemAnswer("looked_up", AnswerState.DONE, f"{NAME} kể", f"Lời của {NAME}")
    answer_checklist(case=case, answers=[said], actor=officer)
    cited = cite_ground(case=case, ground=LegalGround.objects.get(code="blhs-174"), actor=officer)
    remove_ground(cited=cited, reason=f"Vì {NAME} đã rút lời", actor=officer)
    escalate(case=case, reason=f"Vì {NAME} là người quen", actor=officer)
    transfer(case=case, to_agency=world.trade, reason=f"Vì {NAME} ở đó", actor=officer)
    return case


def answered(world: World, planted: Planted) -> VerdictVersion:
    version = published_verdict(world, case=categorised(world, claim=planted.claim))
    HANDLERS["verdict.announce"]({"version": version.pk})()
    return version


#: Indexes without a content of their own, which can not be read.
_INDEXES = frozenset({"matching_words", "matching_titles"})


def places_in_the_database(text: str) -> set[str]:
    """Every column of every table in which the text stands, whatever its type."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in _INDEXES:
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")  # noqa: S608 - names of our own tables
            for column in cursor.description:
                name = connection.ops.quote_name(column[0])
                cursor.execute(
                    f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)} "  # noqa: S608 - names of our own tables
                    f"WHERE LOWER(CAST({name} AS TEXT)) LIKE %s",
                    [f"%{text.lower()}%"],
                )
                row = cursor.fetchone()
                if row is not None and row[0]:
                    found.add(f"{table}.{column[0]}")
    return found
