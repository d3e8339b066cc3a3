"""The demo's accounts: shown on the sign-in page of a demo, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sangto.kernel.actor import Role

DEMO_PASSWORD = "sáng-tỏ-dùng-thử"  # noqa: S105 - public on purpose, accepted in a demo only


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """``agency`` is the slug in the demo's charter."""

    email: str
    full_name: str
    agency: str
    roles: tuple[Role, ...]
    purpose: str | Promise


DEMO_ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount(
        "truc@khcn.tinhmau.example",
        "Trực Ban Mẫu",
        "so-khcn",
        (Role.DESK_OFFICER,),
        _("Desk officer of the lead agency: inbox, cases, drafts"),
    ),
    DemoAccount(
        "duyet@khcn.tinhmau.example",
        "Duyệt Bài Mẫu",
        "so-khcn",
        (Role.APPROVER,),
        _("Approver of the lead agency: signs verdicts"),
    ),
    DemoAccount(
        "dau-moi@yte.tinhmau.example",
        "Đầu Mối Y Tế Mẫu",
        "so-y-te",
        (Role.FOCAL_OFFICER, Role.DESK_OFFICER),
        _("Focal officer at the health department"),
    ),
    DemoAccount(
        "duyet@yte.tinhmau.example",
        "Duyệt Y Tế Mẫu",
        "so-y-te",
        (Role.APPROVER,),
        _("Approver at the health department"),
    ),
    DemoAccount(
        "dau-moi@nnmt.tinhmau.example",
        "Đầu Mối Môi Trường Mẫu",
        "so-nnmt",
        (Role.FOCAL_OFFICER, Role.DESK_OFFICER),
        _("Focal officer at the environment department"),
    ),
    DemoAccount(
        "dau-moi@congan.tinhmau.example",
        "Đầu Mối Công An Mẫu",
        "congan",
        (Role.FOCAL_OFFICER,),
        _("Focal officer at the police"),
    ),
    DemoAccount(
        "bien-tap@baomau.example",
        "Biên Tập Mẫu",
        "bao-mau",
        (Role.EDITOR, Role.FOCAL_OFFICER),
        _("Editor at the newspaper"),
    ),
    DemoAccount(
        "dau-moi@hoinhabao.tinhmau.example",
        "Đầu Mối Nhà Báo Mẫu",
        "hoi-nha-bao",
        (Role.FOCAL_OFFICER, Role.DESK_OFFICER),
        _("Focal officer at the journalists' association"),
    ),
    DemoAccount(
        "duyet@hoinhabao.tinhmau.example",
        "Duyệt Nhà Báo Mẫu",
        "hoi-nha-bao",
        (Role.APPROVER,),
        _("Approver at the journalists' association"),
    ),
    DemoAccount(
        "khieu-nai@khcn.tinhmau.example",
        "Xét Khiếu Nại Mẫu",
        "so-khcn",
        (Role.APPEALS_OFFICER,),
        _("Officer for appeals: decides about objections"),
    ),
    DemoAccount(
        "thu-ky@ubnd.tinhmau.example",
        "Thư Ký Ủy Ban Mẫu",
        "ubnd",
        (Role.FOCAL_OFFICER, Role.APPROVER),
        _("Secretary of the committee: directs agencies, gets their results"),
    ),
    DemoAccount(
        "kiem-tra@vpubnd.tinhmau.example",
        "Kiểm Tra Mẫu",
        "vpubnd",
        (Role.AUDITOR,),
        _("Auditor: the log, no contents"),
    ),
    DemoAccount(
        "quan-tri@khcn.tinhmau.example",
        "Quản Trị Mẫu",
        "so-khcn",
        (Role.ADMINISTRATOR,),
        _("Administrator: accounts, no contents"),
    ),
)


def demo_accounts(request: HttpRequest) -> dict[str, object]:
    """For the sign-in page; empty outside a demo."""
    if not settings.SANGTO_DEMO:
        return {}
    return {"demo_accounts": DEMO_ACCOUNTS, "demo_password": DEMO_PASSWORD}
