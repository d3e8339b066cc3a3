"""Words for measures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangto.kernel.categories import Measure
from sangto.web.wording import Words

MEASURE_NAMES: Words = {
    Measure.PUBLISH_WARNING: _("Publish a warning"),
    Measure.PUBLISH_VERDICT: _("Publish the verdict"),
    Measure.ABUSE_REPORT: _("Technical report to host, registrar or platform"),
    Measure.HELP_COMPLAIN: _("Help the victim to complain"),
    Measure.AWARENESS: _("Inform the public how to recognise it"),
    Measure.TELL_OWNER: _("Tell the owner of the site"),
    Measure.ANSWER_BY_AGENCY: _("Answer by the competent agency"),
    Measure.SHOW_HOTLINE: _("Show the child protection hotline"),
    Measure.EXPLAIN_TO_SENDER: _("Explain to the sender"),
}
