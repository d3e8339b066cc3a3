"""What each field of the open data means."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangto.web.wording import Words

MEANINGS: Words = {
    "number": _("Counts the entries from 1, without gaps."),
    "reference": _("The entry's own reference; its page stands under it for good."),
    "kind": _("One of `verdict`, `version`, `measure`, `abuse_report`, `appeal`, `removal`."),
    "event": _("What happened: published, decided, withdrawn and so on."),
    "about": _("The reference of what it is about."),
    "version": _("The number of the version of a verdict."),
    "category": _("One of the categories that are shown in public."),
    "topic": _("The topic of a factual claim."),
    "outcome": _("The rating, or how a measure, report or appeal ended."),
    "agency": _("The agency that decided, in Vietnamese."),
    "agency_code": _("Its code, which stays when the name changes."),
    "decided_at": _("When it was decided, in UTC."),
    "entered_at": _("When it was entered here, in UTC."),
    "automated_detection": _("Whether a machine found the content by itself: always No."),
    "automated_decision": _("How far a machine decided, in the words of the EU's DSA: never."),
    "source_type": _("Who brought it up, in the words of the DSA: somebody who noticed it."),
    "dsa_category": _("The DSA's category, where one fits."),
    "cause": _("Why something was removed: appeal, error, personal_data or court."),
    "handling": _("What was done to it: withdrawn or masked."),
    "supersedes": _("The reference of the entry before it about the same thing."),
    "removes": _("The numbers of entries whose texts were erased with this one."),
    "title": _("What was claimed, in one line."),
    "title_en": _("The same in English, where it was written."),
    "facts": _("The answer in short, the kind of a measure, or what an appeal is about."),
    "facts_en": _("The same in English, where it was written."),
    "ground": _("The legal and factual grounds."),
    "ground_en": _("The same in English, where it was written."),
    "judgement": _("The reasons of an appeal or a removal."),
}
