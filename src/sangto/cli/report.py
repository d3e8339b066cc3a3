from __future__ import annotations

import json
from pathlib import Path

import click
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sangto.cli.session import FINDINGS, UNREADABLE, given_text, stop, with_desk
from sangto.kernel.actor import operator_actor
from sangto.kernel.errors import Refusal
from sangto.kernel.references import receipt_groups


@click.command()
@click.argument("text")
@click.option("--link", default="", help="The link, without opening it.")
@click.option(
    "--image",
    "images",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A screenshot (PNG, JPEG, WebP); up to five times.",
)
@click.option("--reason", default="", help="Why the sender doubts it.")
@click.option("--money-lost", default="", help="What the sender lost, such as “2 triệu”.")
@click.option("--territory", default=None, help="Code of the territory in the charter.")
@click.option("--email", default=None, help="Where the answer goes, if the sender wants it.")
@click.option("--share", is_flag=True, help="The sender agrees that a competent agency reads it.")
@click.option(
    "--consent", is_flag=True, help="The sender agrees that the desk keeps this. Required."
)
@click.option("--key", default=None, help="Idempotency key: the same key is the same report.")
@click.option("--json", "as_json", is_flag=True, help="Print receipt, reference and date as JSON.")
@with_desk()
def report(
    text: str,
    link: str,
    images: tuple[Path, ...],
    reason: str,
    money_lost: str,
    territory: str | None,
    email: str | None,
    share: bool,
    consent: bool,
    key: str | None,
    as_json: bool,
) -> None:
    """Report TEXT for somebody who is with you; `-` reads standard input."""
    from sangto.intake.domain.consent import CONSENT_VERSION
    from sangto.intake.domain.money import read_money
    from sangto.intake.domain.reports import Channel, OriginKind
    from sangto.intake.domain.submission import Submission
    from sangto.intake.services import RefusedSubmission, submit_report
    from sangto.web.templatetags.sangto_components import day
    from sangto.web.wording import refusal_text

    if not consent:
        stop(
            _("Without the sender's consent nothing may be kept: ask, then add --consent."),
            UNREADABLE,
        )
    lost = read_money(money_lost)
    if isinstance(lost, Refusal):
        stop(refusal_text(lost), FINDINGS)
    submission = Submission(
        text=given_text(text),
        link=link,
        reason=reason,
        money_lost=lost,
        territory=territory,
        language=get_language() or "vi",
        email=email,
        consent_version=CONSENT_VERSION,
        share_consent=share,
        images=tuple(path.read_bytes() for path in images),
    )
    try:
        done = submit_report(
            submission=submission,
            channel=Channel.COMMAND_LINE,
            origin=OriginKind.CITIZEN,
            idempotency_key=key,
            actor=operator_actor("report"),
        )
    except RefusedSubmission as refused:
        stop("\n".join(refusal_text(refusal) for refusal in refused.refusals), FINDINGS)
    due = localtime(done.report.due_at)
    if as_json:
        click.echo(
            json.dumps(
                {
                    "receipt": done.receipt,
                    "reference": done.report.reference,
                    "answer_by": due.date().isoformat(),
                    "repeated": done.repeated,
                }
            )
        )
        return
    if done.repeated:
        click.echo(_("This was sent before; it is one report."))
    click.echo(_("Receipt: %(receipt)s") % {"receipt": receipt_groups(done.receipt)})
    click.echo(_("Answer by: %(day)s") % {"day": day(due)})
