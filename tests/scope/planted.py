"""A report in which a name and an address stand wherever a sender can put them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from sangto.cases.models import Case
from sangto.cases.services import add_note, escalate, transfer
from sangto.intake.models import Report
from sangto.jobs.registry import HANDLERS
from sangto.kernel.text import folded
from sangto.matching.models import Claim
from sangto.verdicts.models import VerdictVersion
from tests.factories.cases import World, categorised
from tests.factories.documents import picture
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
    response: Any = client.post(
        "/en/phan-anh/",
        {
            "text": text,
            "link": link,
            "reason": f"{NAME} bảo tôi chuyển tiền",
            "email": EMAIL,
            "images": [SimpleUploadedFile(f"{SLUG}.png", picture(), "image/png")],
            "consent": "on",
            "key": f"key-{sha256(text.encode()).hexdigest()[:30]}",
            "send": "1",
        },
    )
    assert response.status_code == 201
    report = Report.objects.latest("pk")
    HANDLERS["report.match"]({"report": report.pk})()
    return Planted(report, response.context["receipt"], report.claim_link.claim)


def worked_on(world: World, planted: Planted) -> Case:
    """A case in which officers wrote the name too."""
    officer = world.officer()
    case = categorised(world, claim=planted.claim, actor=officer)
    add_note(case=case, text=f"Người gửi nhắc tới {NAME}", actor=officer)
    escalate(case=case, reason=f"Vì {NAME} là người quen", actor=officer)
    transfer(case=case, to_agency=world.trade, reason=f"Vì {NAME} ở đó", actor=officer)
    return case


def answered(world: World, planted: Planted) -> VerdictVersion:
    version = published_verdict(world, case=categorised(world, claim=planted.claim))
    HANDLERS["verdict.announce"]({"version": version.pk})()
    return version


def places_in_the_database(text: str) -> set[str]:
    """Every column of every table in which the text stands, whatever its type."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table == "matching_trigrams":  # an index without a content of its own
                continue
            for column in connection.introspection.get_table_description(cursor, table):
                name = connection.ops.quote_name(column.name)
                cursor.execute(
                    f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)} "  # noqa: S608 - names of our own tables
                    f"WHERE LOWER(CAST({name} AS TEXT)) LIKE %s",
                    [f"%{text.lower()}%"],
                )
                row = cursor.fetchone()
                if row is not None and row[0]:
                    found.add(f"{table}.{column.name}")
    return found
