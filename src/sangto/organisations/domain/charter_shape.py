"""What the format finds wrong, said in sentences: each fault with its line and a way out."""

from __future__ import annotations

import types
from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sangto.kernel.errors import gettext_noop
from sangto.kernel.text import excerpt, folded
from sangto.organisations.domain.charter_spec import EARLIEST, LATEST, CharterSpec
from sangto.organisations.domain.kinds import MEMBER_KINDS
from sangto.organisations.domain.yaml_tree import Path, Tree

#: What a key that is missing looks like when it is there.
_EXAMPLES: dict[str, str] = {
    "network": "tinh-mau",
    "title": "Quy chế phối hợp …",
    "title_en": "Coordination charter of …",
    "valid_from": "2026-01-31",
    "lead": "{slug: so-khcn, name: Sở Khoa học và Công nghệ}",
    "slug": "so-y-te",
    "name": "Sở Y tế",
    "name_en": "Department of Health",
    "kind": "department",
    "code": "education",
    "email": "nguyen.an@so-y-te.example",
    "topic": "health",
    "agency": "so-y-te",
    "days": "5",
    "domain": "tinhmau.example",
    "owner": "Cổng Thông tin điện tử tỉnh Mẫu",
    "citation": "Điều 174 Bộ luật Hình sự số 100/2015/QH13",
    "citation_en": "Article 174, Penal Code 100/2015/QH13",
    "day": "2026-08-22",
    "working": "true",
    "note": "Làm bù",
    "category": "fraud",
    "items": "[{code: looked_up, vi: …, en: …, evidence: required}]",
    "vi": "Đã tra số điện thoại trong các phản ánh trước",
    "en": "The number was looked up in earlier reports",
}

_BLOCK = gettext_noop("Write “key: value” lines, indented below it.")
_BY_TYPE: dict[str, str] = {
    "string_type": gettext_noop("Write text; put quotes around it, such as “'12'”."),
    "int_type": gettext_noop("Write a whole number without quotes, such as 5."),
    "bool_type": gettext_noop("Write true or false, without quotes."),
    "tuple_type": gettext_noop("Write a list: lines that begin with “- ”, or [] for none."),
    "model_type": _BLOCK,
    "model_attributes_type": _BLOCK,
}
_TOO_SHORT = frozenset({"string_too_short", "too_short"})
_LENGTHS = _TOO_SHORT | {"string_too_long", "too_long"}
_AS_SHIPPED = gettext_noop("Write it as in the shipped charters.")

_BY_PATTERN: dict[str, str] = {
    "slug": gettext_noop(
        "Write small letters without marks, digits and hyphens, such as “%(near)s”."
    ),
    "code": gettext_noop("Write small letters without marks, digits and “_”, such as “%(near)s”."),
    "domain": gettext_noop(
        "Write the bare domain such as “tinhmau.example”, without https:// or a path."
    ),
    "email": gettext_noop("Write an e-mail address such as nguyen.an@so-y-te.example."),
}


def add_shape_problems(tree: Tree, error: ValidationError) -> None:
    """Add a problem to ``tree`` for each fault of the format."""
    for details in error.errors(include_url=False):
        _Fault(tree, details).add()


class _Fault:
    def __init__(self, tree: Tree, details: ErrorDetails) -> None:
        self.tree = tree
        self.path: Path = tuple(details["loc"])
        self.kind = details["type"]
        self.value: object = details.get("input")
        self.context: Mapping[str, Any] = details.get("ctx", {})
        self.where = place_name(self.path)

    def add(self) -> None:
        if self.kind == "missing":
            self._missing()
        elif self.kind == "extra_forbidden":
            self._unknown_key()
        elif self.kind == "day":
            self._say(
                "charter.day",
                gettext_noop("“%(where)s” is “%(value)s”, which is no day."),
                gettext_noop("Write year-month-day, such as 2026-01-31 (%(first)s to %(last)s)."),
                first=EARLIEST.year,
                last=LATEST.year,
            )
        elif self.kind in {"enum", "member_kind"}:
            self._not_in_list()
        elif self.kind == "pattern":
            self._wrong_pattern()
        elif self.kind in _LENGTHS:
            self._wrong_length()
        elif self.kind in {"greater_than_equal", "less_than_equal"}:
            self._say(
                "charter.number",
                gettext_noop("“%(where)s” is %(value)s, which is out of bounds."),
                gettext_noop("Write a whole number from 0 to 3660."),
            )
        else:
            self._wrong_type()

    def _say(self, code: str, what: str, instead: str, **params: object) -> None:
        shown = excerpt(_as_written(self.value), 60)
        self.tree.add(self.path, code, what, instead, where=self.where, value=shown, **params)

    def _missing(self) -> None:
        key = str(self.path[-1])
        example = _EXAMPLES.get(key, "…")
        self.tree.add(
            self.path[:-1],
            "charter.missing",
            gettext_noop("“%(key)s” is missing in %(where)s."),
            gettext_noop("Add “%(key)s: %(example)s” with your own value."),
            key=key,
            example=example,
            where=place_name(self.path[:-1]),
        )

    def _unknown_key(self) -> None:
        key = str(self.path[-1])
        known = sorted(_keys_at(self.path[:-1]))
        near = get_close_matches(key.lower().replace("-", "_"), known, n=1, cutoff=0.6)
        instead = (
            gettext_noop("Did you mean “%(near)s”?")
            if near
            else gettext_noop("Take it out; what can stand here is: %(known)s.")
        )
        self.tree.add(
            self.path,
            "charter.unknown_key",
            gettext_noop("“%(key)s” is not a key of %(where)s."),
            instead,
            on_key=True,
            key=excerpt(key, 60),
            where=place_name(self.path[:-1]),
            near="".join(near),
            known=", ".join(known),
        )

    def _not_in_list(self) -> None:
        if self.kind == "member_kind":
            allowed = sorted(MEMBER_KINDS) if self.path[0] == "members" else [str(self.path[0])]
        else:
            allowed = _values_at(self.path)
            if self.path[0] == "members" and self.path[-1] == "kind":
                allowed = [value for value in allowed if value in MEMBER_KINDS]
        written = _as_written(self.value)
        near = get_close_matches(folded(written).replace(" ", "_"), allowed, n=1, cutoff=0.6)
        instead = (
            gettext_noop("Did you mean “%(near)s”? The list is: %(allowed)s.")
            if near
            else gettext_noop("Write one of: %(allowed)s.")
        )
        self._say(
            "charter.not_in_list",
            gettext_noop("“%(where)s” is “%(value)s”, which is not in the list."),
            instead,
            near="".join(near),
            allowed=", ".join(allowed),
        )

    def _wrong_pattern(self) -> None:
        kind = str(self.context["kind"])
        joint = "_" if kind == "code" else "-"
        near = folded(_as_written(self.value)).replace(" ", joint)[:60].strip(joint)
        self._say(
            f"charter.{kind}",
            gettext_noop("“%(where)s” is “%(value)s”, which can not stand here."),
            _BY_PATTERN[kind],
            near=near if near.isascii() and near else _EXAMPLES["slug"],
        )

    def _wrong_length(self) -> None:
        if self.kind in _TOO_SHORT:
            self._say(
                "charter.empty_text",
                gettext_noop("“%(where)s” is empty."),
                gettext_noop("Write the text, or take the whole entry out."),
            )
            return
        self._say(
            "charter.too_long",
            gettext_noop("“%(where)s” is longer than %(limit)s characters: “%(value)s”"),
            gettext_noop("Shorten it."),
            limit=self.context.get("max_length", ""),
        )

    def _wrong_type(self) -> None:
        self._say(
            "charter.type",
            gettext_noop("“%(where)s” is “%(value)s”, which has the wrong form."),
            _BY_TYPE.get(self.kind, _AS_SHIPPED),
        )


def place_name(path: Path) -> str:
    """``members, entry 3, kind``: a place in the file as people would say it."""
    if not path:
        return gettext_noop("the charter")
    return ", ".join(f"entry {part + 1}" if isinstance(part, int) else part for part in path)


def _as_written(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else str(value)


def _type_at(path: Path) -> Any:
    """The annotation of the format at ``path``, or ``None`` where the format has no such place."""
    found: Any = CharterSpec
    for part in path:
        model = _inside(found)
        if isinstance(part, int):
            found = model
        elif isinstance(model, type) and issubclass(model, BaseModel):
            field = model.model_fields.get(part)
            found = None if field is None else field.annotation
        else:
            return None
    return found


def _inside(annotation: Any) -> Any:
    """The plain class within Optional, Annotated and tuple."""
    origin = get_origin(annotation)
    if origin is None:
        return annotation
    arguments = [argument for argument in get_args(annotation) if argument is not type(None)]
    if origin in {Union, types.UnionType, tuple} or hasattr(annotation, "__metadata__"):
        return _inside(arguments[0])
    return annotation


def _keys_at(path: Path) -> list[str]:
    model = _inside(_type_at(path))
    if isinstance(model, type) and issubclass(model, BaseModel):
        return list(model.model_fields)
    return []


def _values_at(path: Path) -> list[str]:
    kind = _inside(_type_at(path))
    return (
        [str(value) for value in kind]
        if isinstance(kind, type) and issubclass(kind, StrEnum)
        else []
    )
