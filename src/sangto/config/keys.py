"""The secret keys of an installation: given by the operator, or made once and kept."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from sangto.config.options import OptionError


def secret_keys(configured: tuple[str, ...], data: Path) -> tuple[str, ...]:
    """The configured keys, or the one in ``data/secret-key``, which is made when it is missing.

    The file may hold several, one a line, the newest first. It is created with mode 0600 and never
    overwritten: two processes that start at the same moment end with the same key. Raises
    :class:`OptionError` when it can not be kept.
    """
    if configured:
        return configured
    path = data / "secret-key"
    try:
        _make_once(path)
        keys = tuple(path.read_text(encoding="ascii").split())
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it holds no key"
        raise OptionError(
            f"The secret key can not be kept in {path}: {reason}. Give the user that runs sangto "
            "the right to write there, or set SANGTO_DATA to another folder."
        ) from error
    if not keys:
        raise OptionError(f"{path} is empty. Put the key back from your backup.")
    return keys


def _make_once(path: Path) -> None:
    data = path.parent
    data.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = data / f".secret-key.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as handle:
            handle.write(secrets.token_urlsafe(48))
            handle.flush()
            os.fsync(handle.fileno())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
