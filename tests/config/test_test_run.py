"""The tests themselves: nothing of an installation on this machine may be read or written."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).parents[2]


def test_the_data_folder_is_the_runs_own() -> None:
    assert "sangto-test-" in str(settings.SANGTO_DATA)
    for folder in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        assert Path(folder).is_relative_to(settings.SANGTO_DATA)
    assert not settings.SANGTO_DATA.is_relative_to(ROOT)


def test_keys_and_mail_are_those_of_tests() -> None:
    assert settings.SANGTO_SECRET_KEYS == ("key-for-tests-only", "older-key-for-tests-only")
    assert settings.SANGTO_MAIL == "off"
