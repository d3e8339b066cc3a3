"""How a charter's text becomes a checked value, and back."""

from __future__ import annotations

import yaml
from pydantic import ValidationError

from sangto.organisations.domain.charter_checks import check_references
from sangto.organisations.domain.charter_shape import add_shape_problems
from sangto.organisations.domain.charter_spec import CharterSpec
from sangto.organisations.domain.kinds import SUBORDINATE_KINDS
from sangto.organisations.domain.problems import CharterError, Problem
from sangto.organisations.domain.yaml_tree import Tree, decode_charter, read_tree

__all__ = [
    "CharterError",
    "CharterSpec",
    "Problem",
    "decode_charter",
    "dump_charter",
    "parse_charter",
]


def parse_charter(text: str, file_name: str) -> CharterSpec:
    """Raises :class:`CharterError` with every problem that was found, sorted by line."""
    tree = read_tree(text, file_name)
    _fill_in_parents(tree)
    try:
        spec = CharterSpec.model_validate(tree.data)
    except ValidationError as error:
        add_shape_problems(tree, error)
        check_references(tree)
        raise CharterError(tree.problems) from error
    check_references(tree)
    if tree.problems:
        raise CharterError(tree.problems)
    return spec


def _fill_in_parents(tree: Tree) -> None:
    """Write the committee as parent where the file leaves it open (see ``AgencySpec``)."""
    if not isinstance(tree.data, dict) or not isinstance(tree.data.get("committee"), dict):
        return
    committee = tree.data["committee"].get("slug")
    lead, members = tree.data.get("lead"), tree.data.get("members")
    if isinstance(lead, dict):
        lead.setdefault("parent", committee)
    for member in members if isinstance(members, list) else []:
        if isinstance(member, dict) and str(member.get("kind")) in SUBORDINATE_KINDS:
            member.setdefault("parent", committee)


def dump_charter(spec: CharterSpec) -> str:
    """The YAML of a charter; parsing it gives an equal value, and dumping that the same text."""
    return str(
        yaml.safe_dump(spec.model_dump(mode="json"), allow_unicode=True, sort_keys=False, width=100)
    )
