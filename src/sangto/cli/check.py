from __future__ import annotations

import json

import click
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sangto.cli.session import UNREADABLE, given_text, stop, with_desk


@click.command()
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Print outcome, matches and indicators.")
@with_desk()
def check(text: str, as_json: bool) -> None:
    """Check a suspicious TEXT or link against what is known; `-` reads standard input.

    Nothing is stored. The exit code is 0 whatever the outcome; read the outcome from --json.
    """
    from sangto.verdicts.queries import check_message
    from sangto.web.wording import reason_text

    text = given_text(text)
    if not text.strip():
        stop(
            _("There is no text to check. Write it in quotes, or give - and pipe it in."),
            UNREADABLE,
        )
    if len(text) > 1_000_000:
        stop(_("The text is too long: at most one million characters are read."), UNREADABLE)
    answer = check_message(text, language=get_language() or "vi")
    if as_json:
        click.echo(json.dumps(answer.to_json(), ensure_ascii=False, indent=2))
        return
    headline = {
        "answer": _("We know this one."),
        "suggest": _("It may be one of these. Compare before you decide."),
        "unknown": _("We do not know it yet. You can send it in: sangto report"),
    }
    click.echo(headline[str(answer.outcome)])
    for match in answer.matches:
        verdict = match.verdict
        click.echo(f"\n{verdict.rating_word} · {verdict.title}\n{verdict.summary}\n{verdict.url}")
        for reason in match.why:
            click.echo(f"  – {reason}")
    for indicator in answer.indicators:
        click.echo(f"\n{indicator.shown}")
        for signal in indicator.signals:
            click.echo(f"  – {reason_text(signal)}")
