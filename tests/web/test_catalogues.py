"""The catalogues: everything is said in Vietnamese, and nothing in them is out of step."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from functools import cache
from pathlib import Path

import allauth
import django
import polib
import pytest
from django.utils.translation.template import templatize

import sangto

PACKAGE = Path(sangto.__file__).parent
LANGUAGES = ("vi", "en")

#: What is the same in both languages.
SAME = {
    "Sáng Tỏ",
    "Menu",
    "Cookie",
    "E-mail",
    "n",
    "n = %(n)s",
    "A4 (210 × 297 mm)",
    "PDF",
    "%(name)s %(year)s (XLSX)",
    "“%(text)s”",
    "%(kind)s: %(value)s",
    "%(number)s %(what)s",
}

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-+#0]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa%]|\{\w*\}")
ENGLISH = re.compile(
    r"\b(?:the|and|or|of|is|are|not|you|your|this|that|with|from|has|have|report|reports|case|"
    r"verdict|claim|please|choose|enter|page|search|open|close|who|what|when|wait|answer)\b",
    re.IGNORECASE,
)
#: Commands, settings and addresses stay as they are; the names of fields of imported records too.
TECHNICAL = re.compile(
    r"`[^`]+`|sangto(?: [a-z]+)*|https?://\S+|“[a-z_]+”|[A-Z_]{4,}\S*|X-Forwarded-Proto"
)
#: The new placement of the tone mark ("hoà", "khoẻ", "uỷ"); ours is the old one.
NEW_TONES = re.compile(r"o[àáảãạèéẻẽẹ](?!\w)|(?<!q)u[ỳýỷỹỵ](?!\w)", re.IGNORECASE)

Key = tuple[str, str]


@cache
def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"))


def key(entry: polib.POEntry | polib.MOEntry) -> Key:
    return (entry.msgctxt or "", entry.msgid)


def texts(entry: polib.POEntry | polib.MOEntry) -> list[str]:
    """The translations that are there."""
    plural: dict[int, str] = entry.msgstr_plural
    found = [plural[number] for number in sorted(plural)] if plural else [entry.msgstr]
    return [text for text in found if text]


def said() -> list[tuple[polib.POEntry, str]]:
    return [(entry, text) for entry in catalogue("vi") for text in texts(entry)]


def faults(pattern: re.Pattern[str]) -> list[str]:
    return [text for _entry, text in said() if pattern.search(text)]


def test_everything_is_said_in_vietnamese() -> None:
    assert catalogue("vi").metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert [entry.msgid for entry in catalogue("vi") if not texts(entry)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_guessed_or_obsolete(language: str) -> None:
    leftovers = [
        entry.msgid
        for entry in catalogue(language)
        if entry.fuzzy or entry.obsolete or entry.previous_msgid or entry.previous_msgid_plural
    ]
    assert leftovers == []


def test_english_entries_are_there_only_where_they_differ_from_the_source() -> None:
    assert [entry.msgid for entry in catalogue("en") if entry.msgid in texts(entry)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_source(language: str) -> None:
    wrong = [
        (entry.msgid, text)
        for entry in catalogue(language)
        for text in texts(entry)
        if sorted(PLACEHOLDER.findall(text))
        != sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_in_step(language: str) -> None:
    """``make messages`` compiles; here the file is compiled anew in memory."""
    source = catalogue(language)
    compiled = polib.mofile(str(Path(source.fpath).with_suffix(".mo")))
    expected = {key(entry): texts(entry) for entry in source if texts(entry)}
    assert {key(entry): texts(entry) for entry in compiled} == expected
    assert compiled.metadata["Plural-Forms"] == source.metadata["Plural-Forms"]


def test_vietnamese_is_composed_and_places_tones_the_old_way() -> None:
    assert [text for _entry, text in said() if not unicodedata.is_normalized("NFC", text)] == []
    assert faults(NEW_TONES) == []


def test_nobody_is_shouted_at() -> None:
    assert faults(re.compile("!")) == []


def test_no_english_is_left_over() -> None:
    same = {entry.msgid for entry, text in said() if text in (entry.msgid, entry.msgid_plural)}
    assert same - SAME == set()
    left_over = [
        text
        for _entry, text in said()
        if ENGLISH.search(TECHNICAL.sub(" ", PLACEHOLDER.sub(" ", text)))
    ]
    assert left_over == []


def test_every_text_of_the_code_is_in_the_catalogue(tmp_path: Path) -> None:
    """And no text that the code no longer has. ``make messages`` puts both right."""
    marked = _marked(tmp_path)
    for language in LANGUAGES:
        known = {key(entry) for entry in catalogue(language)}
        assert marked - known == set(), "run `make messages` and translate"
        assert known - marked == set(), "run `make messages`"


def test_listed_texts_of_the_frameworks_are_still_theirs(tmp_path: Path) -> None:
    listed = _collected([PACKAGE / "web" / "framework_texts.py"], tmp_path)
    places = [
        *Path(django.__file__).parent.glob("**/locale/en/LC_MESSAGES/django.po"),
        *Path(allauth.__file__).parent.glob("locale/*/LC_MESSAGES/django.po"),
    ]
    theirs = {key(entry) for place in places for entry in polib.pofile(str(place))}
    assert listed - theirs == set()


def _marked(folder: Path) -> set[Key]:
    """What the package marks for translation: Python as it is, templates as Django reads them."""
    files = list(PACKAGE.glob("**/*.py"))
    for number, template in enumerate(sorted(PACKAGE.glob("**/templates/**/*.*"))):
        if template.suffix in {".html", ".txt"}:
            file = folder / f"template_{number}.py"
            file.write_text(templatize(template.read_text(encoding="utf-8")), encoding="utf-8")
            files.append(file)
    return _collected(files, folder)


def _collected(files: list[Path], folder: Path) -> set[Key]:
    if shutil.which("xgettext") is None:
        message = "xgettext is missing (package gettext): texts of the code were not compared"
        if os.environ.get("SANGTO_E2E") == "required":
            pytest.fail(message)
        pytest.skip(message)
    keywords = (
        "gettext_noop gettext_lazy ngettext_lazy:1,2 pgettext:1c,2 npgettext:1c,2,3 "
        "pgettext_lazy:1c,2 npgettext_lazy:1c,2,3"
    )
    listing = folder / "files.txt"
    listing.write_text("\n".join(str(file) for file in files), encoding="utf-8")
    command = ["xgettext", "--language=Python", "--from-code=UTF-8", "--output=-"]
    command += [f"--keyword={keyword}" for keyword in keywords.split()]
    found = subprocess.run(
        [*command, f"--files-from={listing}"], capture_output=True, text=True, check=True
    )
    return {key(entry) for entry in polib.pofile(found.stdout)}
