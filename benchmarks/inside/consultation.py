"""A draft on which two hundred agencies were asked and said fifty things each."""

from __future__ import annotations

import json
import sys

import django

#: Chapters of ten articles, each with two clauses and four points.
ARTICLES = 40


def main(agencies: int, comments: int) -> None:
    django.setup()
    from django.utils import timezone

    from sangto.audit.services import change
    from sangto.cli.seeding.work import DESK_OFFICER
    from sangto.consultation.domain.drafts import DraftKind
    from sangto.consultation.domain.rounds import Length, LengthMode
    from sangto.consultation.models import Comment, Opinion, Provision, RoundInvitation
    from sangto.consultation.services import DraftSource, Request, import_draft, open_draft_round
    from sangto.organisations.models import Agency, User
    from sangto.organisations.queries import actor_for, lead_agency

    officer = actor_for(User.objects.get(email=DESK_OFFICER))
    lead = lead_agency(User.objects.get(email=DESK_OFFICER).memberships.get().agency.network)
    Agency.objects.bulk_create(
        Agency(
            network=lead.network,
            slug=f"bench-{number}",
            name=f"Ủy ban nhân dân xã Mẫu {number}",
            kind="locality",
            valid_from=lead.valid_from,
        )
        for number in range(agencies)
    )
    asked = list(Agency.objects.filter(slug__startswith="bench-"))
    version = import_draft(
        title="Quy chế phối hợp của tỉnh Mẫu",
        kind=DraftKind.REGULATION,
        source=DraftSource(text=text()),
        actor=officer,
    )
    opinion_round = open_draft_round(
        draft=version.draft,
        request=Request(
            question="Đề nghị cơ quan góp ý vào dự thảo.",
            length=Length(LengthMode.WORKING, days=7),
            agencies=asked,
        ),
        actor=officer,
    )
    now = timezone.now()
    places = list(Provision.objects.filter(version=version, kind__in=["clause", "point"]))
    invitations = list(RoundInvitation.objects.filter(round=opinion_round))
    with change(officer) as journal:
        journal.nothing_changed()
        for row in invitations:
            row.state, row.answered_at = "answered", now
        RoundInvitation.objects.bulk_update(invitations, ["state", "answered_at"], batch_size=200)
        Opinion.objects.bulk_create(
            Opinion(
                invitation=row,
                version=1,
                kind="agree_with_comments",
                text=f"Cơ quan thống nhất với bố cục và có {comments} ý kiến cụ thể kèm theo.",
                via="link",
                given_at=now,
            )
            for row in invitations
        )
        Comment.objects.bulk_create(
            (
                Comment(
                    draft=version.draft,
                    version=version,
                    invitation=row,
                    agency_id=row.agency_id,
                    provision=place,
                    anchor=place.eid,
                    kind="amend",
                    text=f"Đề nghị viết rõ hơn trách nhiệm ở {place.eid}, ý thứ {number}.",
                    via="link",
                    given_at=now,
                )
                for row in invitations
                for number, place in enumerate(
                    places[(row.pk + step) % len(places)] for step in range(comments)
                )
            ),
            batch_size=500,
        )
    json.dump({"round": opinion_round.reference, "draft": version.draft.reference}, sys.stdout)


def text() -> str:
    lines = ["QUY CHẾ"]
    for article in range(1, ARTICLES + 1):
        if article % 10 == 1:
            lines += [f"Chương {('I', 'II', 'III', 'IV')[article // 10]}", "QUY ĐỊNH"]
        lines.append(f"Điều {article}. Nội dung thứ {article}")
        for clause in (1, 2):
            lines.append(f"{clause}. Các cơ quan phối hợp thực hiện việc thứ {clause}:")
            lines += [
                f"{letter}) Trao đổi thông tin kịp thời, đúng thẩm quyền;" for letter in "abcd"
            ]
    return "\n".join(lines)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
