"""Pictures that a machine has read, without the machine."""

from __future__ import annotations

from collections.abc import Sequence

from sangto.documents.domain.look import Look, looks_of
from sangto.documents.domain.picture_text import PictureReading, ReadState
from sangto.intake.models import Report, ReportImage
from sangto.intake.services.reading import _add_bands
from tests.factories.documents import make_file
from tests.factories.screens import screenshot


def seen(
    *lines: str,
    codes: Sequence[str] = (),
    looks: Sequence[Look] = (),
    state: ReadState = ReadState.READ,
) -> PictureReading:
    return PictureReading(state, tuple(lines), tuple(codes), tuple(looks))


def add_picture(
    report: Report, text: str = "", *, codes: Sequence[str] = (), looks: Sequence[Look] = ()
) -> ReportImage:
    """A picture of the report that was read already; rows only."""
    image = ReportImage.objects.create(
        report=report,
        file=make_file(),
        width=40,
        height=30,
        read_state=ReadState.READ.value,
        read_text=text,
        read_codes=list(codes),
        looks=[[look.plain, look.inverted] for look in looks],
    )
    _add_bands(image.pk, [look.plain for look in looks])
    return image


def looks_of_screen(text: str, style: str = "sms") -> tuple[Look, ...]:
    return looks_of(screenshot(text, style))
